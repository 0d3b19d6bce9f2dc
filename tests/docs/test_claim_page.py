"""What the page on claims tells a reader to write is valid where it says."""

from __future__ import annotations

import re
from pathlib import Path

from openairlift.verbs.checking import check
from openairlift.verbs.examples import copy_example

PAGE = Path(__file__).parents[2] / "docs" / "testing-a-claim.md"


def test_the_records_of_the_page_fit_the_tutorial_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_example("relief-small", to=folder)
    blocks = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    with (folder / "evidence.toml").open("a", encoding="utf-8") as book:
        book.write("\n" + "\n".join(blocks))
    found = check(folder)
    assert found["valid"], found["issues"]
