"""The options that the page on weighing them shows stand in the tutorial's scenario, and can be compared there."""

from __future__ import annotations

import re
from pathlib import Path

import openairlift as oa
from openairlift.verbs.checking import check
from openairlift.verbs.examples import copy_example

PAGE = Path(__file__).parents[2] / "docs" / "weighing-options.md"


def test_the_options_of_the_page_fit_the_tutorial_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_example("relief-small", to=folder)
    (block,) = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    with (folder / "options.toml").open("a", encoding="utf-8") as options:
        options.write("\n" + block)
    found = check(folder)
    assert found["valid"], found["issues"]
    weighed = oa.compare(
        oa.read_scenario(folder), options=["base", "second-airfield", "fewer-lorries"], runs=4, replans=0
    )
    closure = weighed.measure("closure")
    assert weighed.within(closure)
