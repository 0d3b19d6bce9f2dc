"""Crews, fuel, clearances, dangerous goods and disruptions: what is read, what is refused, what is warned of."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.scenario.test_broken import Broken, fits
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.errors import Severity
from openairlift.model import Distribution
from openairlift.scenario import freeze, thaw

EVENTS = "disruptions.csv"
HEAD = "kind,target,from,to,factor,rate_per_day,duration_h,limit_kg\n"

GOOD = """\
closure,sarajevo,D+1,D+2,,,,
closure,sarajevo>gorazde:road,D+1,D+2,,,,
closure,sarajevo,,,,0.1,lognormal(mean=6; cv=1),
capacity,sarajevo/parking,D+1,D+2,0.5,,,
capacity,sarajevo/working,,,0.5,0.2,12,
capacity,sarajevo>gorazde:road,D+1,D+2,0.5,,,
route,rimini>sarajevo,D+1,D+2,,,,
route,rimini-sarajevo,,,,0.3,2,
airspace,polygon(44.5 15; 44.5 17; 43 16),D+1,D+2,,,,
airspace,"polygon(44.5,15; 44.5,17; 43,16; 44.5,15)",D+3,D+4,,,,
mass_limit,sarajevo,D+1,D+2,,,,70000
weather,sarajevo,,,0.5,1,uniform(1; 3),
loss,fleet/C-130J-30@rimini,D+1,,0.5,,,
loss,stock/rimini:blanket,D+1,,0.25,,,
loss,sarajevo,D+2,,,,,
loss,sarajevo,,,,0.1,,
"""


def event(line: str) -> dict[str, str]:
    return {EVENTS: HEAD + line + "\n"}


def bad(name: str, line: str, column: str, *, says: str = "", nearest: str | None = None) -> Broken:
    return Broken(name=name, changes=event(line), file=EVENTS, row=2, column=column, says=says, nearest=nearest)


EVENT_CASES = [
    bad("closure of a part", "closure,sarajevo/parking,D+1,,,,,", "target", nearest="sarajevo"),
    bad("closure of an unknown link", "closure,sarajevo>gorazd:road,,,,,,", "target", nearest="sarajevo>gorazde:road"),
    bad("closure of the town", "closure,gorazde,D+1,,,,,", "target", says="no runway"),
    bad("closure with a factor", "closure,sarajevo,D+1,,0.5,,,", "factor", says="no factor"),
    bad("closure with a limit", "closure,sarajevo,D+1,,,,,5000", "limit_kg", says="mass_limit"),
    bad("capacity that is not limited", "capacity,sarajevo/loaders,,,0.5,,,", "target", says="state loaders"),
    bad("capacity of an unknown link", "capacity,sarajevo>gorazde:rail,,,0,,,", "target", says="gorazde:road"),
    bad("capacity of an unknown place", "capacity,sarajev/parking,,,0.5,,,", "target", nearest="sarajevo"),
    bad("route of one place", "route,sarajevo,,,,,,", "target", says="A>B"),
    bad("route to nowhere", "route,rimini-sarajev,,,,,,", "target", nearest="rimini-sarajevo"),
    bad("route from nowhere", "route,rimni>sarajevo,,,,,,", "target", nearest="rimini"),
    bad("route to the town", "route,rimini>gorazde,,,,,,", "target", says="no runway"),
    bad("route in a circle", "route,rimini>rimini,,,,,,", "target", says="two airfields"),
    bad("airspace with two corners", "airspace,polygon(44 15; 44 17),,,,,,", "target", says="2 corners"),
    bad("airspace with words", "airspace,polygon(44 15; 44 17; here),,,,,,", "target", says="'here' is no corner"),
    bad("airspace off the map", "airspace,polygon(44 15; 94 17; 43 16),,,,,,", "target", says="no map"),
    bad("airspace without a polygon", "airspace,sarajevo,,,,,,", "target", says="is no polygon"),
    bad("mass limit without a limit", "mass_limit,sarajevo,,,,,,", "limit_kg", says="not stated"),
    bad("mass limit of nothing", "mass_limit,sarajevo,,,,,,0", "limit_kg"),
    bad("mass limit of a part", "mass_limit,sarajevo/parking,,,,,,5000", "target", nearest="sarajevo"),
    bad("weather without a factor", "weather,sarajevo,,,,,,", "factor", says="pace"),
    bad("weather that stops all", "weather,sarajevo,,,0,,,", "factor", says="closure"),
    bad("weather that helps", "weather,sarajevo,,,1.5,,,", "factor", says="0 to 1"),
    bad("weather nowhere", "weather,sarajvo,,,0.5,,,", "target", nearest="sarajevo"),
    bad("loss of unknown tails", "loss,fleet/C-17A@rimni,,,,,,", "target", nearest="fleet/C-17A@rimini"),
    bad("loss of unknown stock", "loss,stock/rimini:blankets,,,,,,", "target", nearest="stock/rimini:blanket"),
    bad("loss of another table", "loss,stocks/rimini:blanket,,,,,,", "target", nearest="stock/rimini:blanket"),
    bad("loss nowhere", "loss,gorazd,,,,,,", "target", nearest="gorazde"),
    bad("loss of a part of what is stored", "loss,sarajevo,,,0.5,,,", "factor", says="all is lost"),
    bad("loss with an end", "loss,sarajevo,D+1,D+2,,,,", "to", says="no end"),
    bad("loss with a length", "loss,sarajevo,,,,0.1,3,", "duration_h", says="no end"),
    bad("loss of less than nothing", "loss,stock/rimini:blanket,,,1.1,,,", "factor", says="0 to 1"),
    bad("rate without a length", "closure,sarajevo,,,,0.1,,", "duration_h", says="hours"),
    bad("rate with a beginning", "closure,sarajevo,D+1,,,0.1,3,", "from", says="exclude each other"),
    bad("rate with an end", "weather,sarajevo,,D+2,0.5,0.1,3,", "to", says="exclude each other"),
    bad("length without a rate", "closure,sarajevo,D+1,,,,3,", "duration_h", says="rate_per_day"),
    bad("rate of nothing", "closure,sarajevo,,,,0,3,", "rate_per_day"),
    bad("window that ends early", "weather,sarajevo,D+2,D+1,0.5,,,", "to", says="after"),
]


def places(column: str, cell: str, *, row: int = 3) -> dict[str, str]:
    """Return the tiny places with one more column, filled in one row."""
    lines = FILES["places.csv"].splitlines()
    lines = [line + ("," + (column if i == 1 else cell if i == row else "")) for i, line in enumerate(lines, 1)]
    return {"places.csv": "\n".join(lines) + "\n"}


def fleet(cell: str) -> dict[str, str]:
    text = FILES["fleet.csv"].replace("home,owner", "home,crews").replace("rimini,lender", f"rimini,{cell}")
    return {"fleet.csv": text}


def items(hazard: str, mass: str = "") -> dict[str, str]:
    lines = FILES["items.csv"].splitlines()
    lines = [lines[0] + ",hazard_class,explosive_kg", f"{lines[1]},{hazard},{mass}", f"{lines[2]},,"]
    return {"items.csv": "\n".join(lines) + "\n"}


CREWS = "place,crews,types,from,to\n"
CLEAR = "country,for,lead_h,cargo\n"

OTHER_CASES = [
    Broken(name="own recovery", changes=places("recovery", "sarajevo"), file="places.csv", row=3, column="recovery"),
    Broken(
        name="recovery by the road",
        changes=places("recovery", "gorazde"),
        file="places.csv",
        row=3,
        column="recovery",
        says="an airfield (rimini, sarajevo)",
    ),
    Broken(
        name="unknown recovery",
        changes=places("recovery", "rimni"),
        file="places.csv",
        row=3,
        column="recovery",
        nearest="rimini",
    ),
    Broken(
        name="loaders by the road", changes=places("loaders", "2", row=4), file="places.csv", row=4, column="loaders"
    ),
    Broken(
        name="hot spots by the road",
        changes=places("hot_spots", "1", row=4),
        file="places.csv",
        row=4,
        column="hot_spots",
        says="state runway_m",
    ),
    Broken(
        name="recourse that is not there",
        changes={"scenario.toml": FILES["scenario.toml"] + 'recourse = "reasign"\n'},
        file="scenario.toml",
        column="recourse",
        nearest="reassign",
    ),
    Broken(
        name="crews nowhere",
        changes={"crews.csv": CREWS + "sarajvo,2,,,\n"},
        file="crews.csv",
        row=2,
        column="place",
        nearest="sarajevo",
    ),
    Broken(
        name="crews by the road",
        changes={"crews.csv": CREWS + "gorazde,2,,,\n"},
        file="crews.csv",
        row=2,
        column="place",
        says="airfield",
    ),
    Broken(
        name="crews of an unknown type",
        changes={"crews.csv": CREWS + "sarajevo,2,C-17A;C-130J-31,,\n"},
        file="crews.csv",
        row=2,
        column="types",
        nearest="C-130J-30",
    ),
    Broken(
        name="crews that leave early",
        changes={"crews.csv": CREWS + "sarajevo,2,,D+2,D+1\n"},
        file="crews.csv",
        row=2,
        column="to",
    ),
    Broken(
        name="crews in words",
        changes={"crews.csv": CREWS + "sarajevo,two,,,\n"},
        file="crews.csv",
        row=2,
        column="crews",
    ),
    Broken(
        name="clearance of another country",
        changes={"clearances.csv": CLEAR + "BB,landing,24,\n"},
        file="clearances.csv",
        row=2,
        column="country",
        says="BA, IT",
    ),
    Broken(
        name="clearance for something else",
        changes={"clearances.csv": CLEAR + "BA,landings,24,\n"},
        file="clearances.csv",
        row=2,
        column="for",
        nearest="landing",
    ),
    Broken(
        name="clearance of odd cargo",
        changes={"clearances.csv": CLEAR + "BA,customs,24,hazardus\n"},
        file="clearances.csv",
        row=2,
        column="cargo",
        nearest="hazardous",
    ),
    Broken(
        name="hazard class in small letters",
        changes=items("1.1d"),
        file="items.csv",
        row=2,
        column="hazard_class",
        nearest="1.1D",
    ),
    Broken(name="class ten", changes=items("10"), file="items.csv", row=2, column="hazard_class", says="UN class"),
    Broken(
        name="more than all fail to come",
        changes={
            "requirements.csv": FILES["requirements.csv"].replace("value_usd", "no_show_share").replace("120000", "1.2")
        },
        file="requirements.csv",
        row=2,
        column="no_show_share",
    ),
]

CASES = [*EVENT_CASES, *OTHER_CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_operations_are_refused_with_the_place_and_the_fix(case: Broken, tmp_path: Path) -> None:
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(write_tiny(tmp_path / "tiny", case.changes))
    errors = [issue for issue in caught.value.issues if issue.severity is Severity.ERROR]
    assert [issue for issue in errors if fits(issue, case)], "\n" + "\n".join(map(repr, errors))
    assert len(errors) == 1, "\n" + "\n".join(map(repr, errors))
    assert errors[0].allowed or errors[0].nearest


def test_every_kind_of_disruption_is_read(tmp_path: Path) -> None:
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", {EVENTS: HEAD + GOOD}))
    rows = scenario.disruptions
    assert len(rows) == 16
    assert {row.kind for row in rows} == {
        "closure",
        "capacity",
        "route",
        "airspace",
        "mass_limit",
        "weather",
        "loss",
    }
    assert rows[4].duration_s == Distribution.constant(12 * 3600.0)
    assert rows[10].limit_kg == 70_000.0
    assert scenario.unused == ()
    assert thaw(json.loads(json.dumps(freeze(scenario)))) == scenario


def test_a_route_that_can_be_read_in_two_ways_is_refused(tmp_path: Path) -> None:
    extra = "a,A,,44,14,2000,,,,,,\na-b,AB,,44,15,2000,,,,,,\nb-c,BC,,44,16,2000,,,,,,\nc,C,,44,17,2000,,,,,,\n"
    changes = {"places.csv": FILES["places.csv"] + extra, **event("route,a-b-c,,,,,,")}
    with pytest.raises(oa.ScenarioError, match="more than one way"):
        oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    changes |= event("route,a-b>c,,,,,,")
    assert oa.read_scenario(write_tiny(tmp_path / "other", changes)).disruptions[0].target == "a-b>c"


def test_crews_and_clearances_are_read(tmp_path: Path) -> None:
    changes = {
        "crews.csv": CREWS + "sarajevo,2,C-17A;C-130J-30,D+1,\nsarajevo,1,,,\n",
        "clearances.csv": CLEAR + "BA,landing,24,\nBA,customs,2,1\nIT,overflight,12,hazardous\nIT,customs,1,bulk\n",
    }
    scenario = oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert [(row.place, row.crews, row.types) for row in scenario.crews] == [
        ("sarajevo", 2, ("C-17A", "C-130J-30")),
        ("sarajevo", 1, ()),
    ]
    assert scenario.crews[0].opens == datetime(2024, 5, 7, tzinfo=UTC)
    assert [(row.country, row.purpose, row.lead_s, row.cargo) for row in scenario.clearances] == [
        ("BA", "landing", 86_400.0, None),
        ("BA", "customs", 7_200.0, "1"),
        ("IT", "overflight", 43_200.0, "hazardous"),
        ("IT", "customs", 3_600.0, "bulk"),
    ]
    assert scenario.unused == ()
    assert scenario.warnings == ()
    inputs = {(item.table, item.key, item.column) for item in scenario.inputs}
    assert ("crews", "sarajevo#2", "crews") in inputs
    assert ("clearances", "BA:landing", "lead_h") in inputs
    assert thaw(json.loads(json.dumps(freeze(scenario)))) == scenario


def test_options_and_overrides_reach_the_new_tables(tmp_path: Path) -> None:
    row = '{ place = "sarajevo", crews = 3 }'
    option = f'[option.crews]\nadd = [ {{ table = "crews", row = {row} }} ]\n'
    changes = {
        "options.toml": FILES["options.toml"] + option,
        "clearances.csv": CLEAR + "BA,landing,24,\n",
        **event("capacity,sarajevo/parking,D+1,D+2,0.5,,,"),
    }
    overrides = {"clearances/BA:landing/lead_h": "48", "disruptions/capacity:sarajevo/parking/factor": "0.25"}
    folder = write_tiny(tmp_path / "tiny", changes)
    scenario = oa.read_scenario(folder, options=["crews"], overrides=overrides)
    assert [row.crews for row in scenario.crews] == [3]
    assert scenario.clearances[0].lead_s == 172_800.0
    assert scenario.disruptions[0].factor == 0.25
    assert scenario.fingerprint != oa.read_scenario(folder).fingerprint


@pytest.mark.parametrize(
    ("changes", "file", "column", "says"),
    [
        (fleet("0"), "fleet.csv", "crews", "fewer crews than tails"),
        (places("hot_spots", "4"), "places.csv", "hot_spots", "more hot spots than spots (3)"),
        (places("recovery", "rimini"), "places.csv", "recovery", "not dry"),
        (places("daylight_only", "yes", row=4), "places.csv", "daylight_only", "nothing lands"),
        (places("max_gross_kg", "70000"), "places.csv", "max_gross_kg", "the lightest weighs 74,389 kg"),
        (items("3", "2"), "items.csv", "explosive_kg", "class 3 is not explosive"),
        ({"crews.csv": CREWS + "sarajevo,2,A400M,,\n"}, "crews.csv", "types", "no A400M"),
        ({"clearances.csv": CLEAR + "BA,landing,,\n"}, "clearances.csv", "lead_h", "takes no time"),
        (event("weather,sarajevo,D+9,,0.5,,,"), EVENTS, "from", "after the horizon"),
    ],
)
def test_doubtful_operations_are_warned_of(
    changes: dict[str, str], file: str, column: str, says: str, tmp_path: Path
) -> None:
    warnings = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).warnings
    assert [issue for issue in warnings if (issue.file, issue.column) == (file, column) and says in issue.what]
    assert len(warnings) == (2 if file == "fleet.csv" else 1)


def test_hot_spots_without_a_number_of_spots_are_warned_of(tmp_path: Path) -> None:
    changes = edited("places.csv", "wide:1;narrow:2", "")
    changes["places.csv"] = changes["places.csv"].replace("storage_kg", "hot_spots").replace("300000", "1")
    warnings = oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).warnings
    assert [issue.column for issue in warnings] == ["hot_spots"]


def test_a_recovery_field_without_fuel_is_warned_of(tmp_path: Path) -> None:
    lines = FILES["places.csv"].splitlines()
    added = [",recovery,fuel_kg", ",,0", ",rimini,0", ",,"]
    text = "\n".join(line + more for line, more in zip(lines, added, strict=True)) + "\n"
    warnings = oa.read_scenario(write_tiny(tmp_path / "tiny", {"places.csv": text})).warnings
    assert [(issue.row, issue.column) for issue in warnings] == [(3, "recovery")]


def test_good_operations_give_no_warning(tmp_path: Path) -> None:
    changes = {**places("loaders", "2"), **fleet("4"), **items("1.4S", "0.1"), **event("route,rimini-sarajevo,,,,,,")}
    assert oa.read_scenario(write_tiny(tmp_path / "tiny", changes)).warnings == ()


def test_explosives_without_hot_spots_are_no_matter(tmp_path: Path) -> None:
    assert oa.read_scenario(write_tiny(tmp_path / "tiny", items("1.1D", "4"))).warnings == ()


def test_a_broken_table_makes_no_disruption_complain(tmp_path: Path) -> None:
    changes = {**event("loss,fleet/C-17A@rimini,,,,,,"), **edited("fleet.csv", "C-17A,1", "C-17A,one")}
    with pytest.raises(oa.ScenarioError) as caught:
        oa.read_scenario(write_tiny(tmp_path / "tiny", changes))
    assert {issue.file for issue in caught.value.issues} == {"fleet.csv"}


def test_names_of_the_cases_are_unique() -> None:
    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
