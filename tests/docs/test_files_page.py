"""What the page of files shows by example is taken as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import openairlift as oa
from openairlift.verbs.checking import check
from openairlift.verbs.examples import copy_example

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "files.md"


def test_the_storms_of_the_page_fit_the_tutorial_scenario(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_example("relief-small", to=folder)
    section = PAGE.read_text(encoding="utf-8").split("## disruptions.csv\n", 1)[1]
    storms = re.search(r"^```csv\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert storms is not None
    (folder / "disruptions.csv").write_text(storms[1], encoding="utf-8")
    found = check(folder)
    assert found["valid"], found["issues"]


def test_the_plan_foresees_what_the_page_says(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    copy_example("relief-small", to=folder)
    calm = oa.make_plan(oa.read_scenario(folder))
    head = "kind,target,from,to,factor,rate_per_day,duration_h\n"
    for row, foreseen in (
        ("closure,beira,2026-03-10T06:00Z,2026-03-10T18:00Z,,,", True),
        ("capacity,beira/working,2026-03-10T06:00Z,2026-03-11T18:00Z,0.5,,", True),
        ("closure,beira,,,,0.5,12", False),
        ("weather,beira,2026-03-10T06:00Z,2026-03-11T18:00Z,0.1,,", False),
        ("route,dubai>beira,2026-03-10T06:00Z,2026-03-11T18:00Z,,,", False),
        ("capacity,beira>dondo:road,2026-03-10T06:00Z,2026-03-12T18:00Z,0.1,,", False),
    ):
        (folder / "disruptions.csv").write_text(f"{head}{row}\n", encoding="utf-8")
        plan = oa.make_plan(oa.read_scenario(folder))
        assert (plan.missions != calm.missions) is foreseen, row
