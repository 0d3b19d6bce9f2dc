"""Cargo that lies where nothing flies: accepted where a link leads straight to who needs it, else refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, write_tiny

import openairlift as oa

YARD = "yard,Yard,,44.0,18.5,,,,,,Europe/Sarajevo,\n"
HELD = "yard,blanket,9000,\n"
BY_ROAD = "yard,gorazde,road,3,8000,1,1,2\n"


def files(*, stock: str = HELD, link: str = BY_ROAD, **changes: str) -> dict[str, str]:
    """Return the tiny scenario with a yard by the road that holds blankets, and a road from there to the town."""
    return {
        "places.csv": FILES["places.csv"] + YARD,
        "stock.csv": FILES["stock.csv"] + stock,
        "links.csv": FILES["links.csv"] + link,
        **{name.replace("_", "."): text for name, text in changes.items()},
    }


def test_stock_by_the_road_is_accepted_where_a_link_leads_to_who_needs_it(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", files()))
    assert scenario.warnings == ()
    line = oa.build_network(scenario).lines[0]
    assert (3, 2) in line.sources
    assert line.surface == ((3, 2, 1),)


def test_a_requirement_may_state_a_place_by_the_road_as_its_origin(tmp_path: Path) -> None:
    need = FILES["requirements.csv"].replace("20000,any,gorazde", "9000,yard,gorazde")
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", files(requirements_csv=need)))
    assert scenario.requirements["blankets"].origin == "yard"


def test_a_town_may_be_reached_by_such_a_link_only(tmp_path: Path) -> None:
    link = FILES["links.csv"].splitlines()[0] + "\n" + BY_ROAD
    changes = {**files(), "links.csv": link, "options.toml": None, "evidence.toml": None}
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert oa.build_network(scenario).lines[0].hubs == ()


@pytest.mark.parametrize(
    ("changes", "file", "row", "column", "says"),
    [
        (files(link=""), "stock.csv", 4, "place", "no link leads from it to where 'blanket' is needed"),
        (files(link="yard,sarajevo,road,3,8000,1,1,2\n"), "stock.csv", 4, "place", "'blanket' is needed"),
        (files(stock="yard,generator,4,\n"), "stock.csv", 4, "place", "'generator' is needed"),
        (
            files(requirements_csv=FILES["requirements.csv"].replace("4,rimini,sarajevo", "4,yard,sarajevo")),
            "requirements.csv",
            3,
            "origin",
            "'yard' has no runway, and no link leads from it to 'sarajevo'",
        ),
    ],
)
def test_cargo_that_nothing_can_fetch_is_refused(
    changes: dict[str, str], file: str, row: int, column: str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    found = [i for i in caught.value.issues if (i.file, i.row, i.column) == (file, row, column) and says in i.what]
    assert found
    assert "or a row in links.csv" in (found[0].allowed or "")


def test_a_link_on_which_nothing_can_go_is_warned_of(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", files(stock="")))
    assert [(issue.file, issue.row, issue.column) for issue in scenario.warnings] == [("links.csv", 3, "from")]
    assert "never used" in scenario.warnings[0].what


def test_a_broken_link_does_not_make_stock_complain(tmp_path: Path) -> None:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(write_tiny(tmp_path / "tiny", files(link=BY_ROAD.replace("road", "rod"))))
    assert {issue.file for issue in caught.value.issues} == {"links.csv"}


def test_people_and_units_may_lie_there_too(tmp_path: Path) -> None:
    header = FILES["requirements.csv"].splitlines()[0].replace("package,item", "package,unit_type,item")
    needs = header + "\nteam,,,,12,,yard,gorazde,,,,1,\ncamp,,camp,,,2,any,gorazde,,,,1,\n"
    changes = {
        **files(stock=HELD + "yard,person,50,\n"),
        "requirements.csv": needs,
        "unit_types.csv": "unit_type,item,quantity\ncamp,blanket,100\n",
        "options.toml": None,
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert all(line.surface for line in oa.build_network(scenario).lines)


def test_the_planner_flies_what_it_can_and_says_what_it_can_not(tmp_path: Path) -> None:
    needs = FILES["requirements.csv"].replace("20000,any,gorazde", "9000,yard,gorazde")
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", files(requirements_csv=needs)))
    plan = oa.make_plan(scenario)
    assert {load.line for _, load in plan.loads} >= {1, 2}
    assert not oa.audit(scenario, plan)
    assert plan.hauls or "yard: it has no runway" in plan.shortfalls[0].reason
