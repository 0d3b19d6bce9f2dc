"""Input that can be read but can hardly be meant: `check` warns of it and goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenario.tiny import FILES, edited, write_tiny

import openairlift as oa
from openairlift.errors import Issue, Severity
from openairlift.network.geo import distance_m
from openairlift.scenario.checks import plausible
from openairlift.scenario.files import example_names


def warned(tmp_path: Path, changes: dict[str, str], column: str) -> list[Issue]:
    scenario = oa.read_scenario(write_tiny(tmp_path, changes))
    found = [issue for issue in scenario.warnings if issue.column == column]
    assert all(issue.severity is Severity.WARNING for issue in found)
    return found


def test_a_town_with_lat_and_lon_swapped_is_too_far_for_its_road(tmp_path: Path) -> None:
    (issue,) = warned(tmp_path, edited("places.csv", "43.667,18.976", "18.976,43.667"), "transit_h")
    assert (issue.file, issue.row, issue.got) == ("links.csv", 2, "triangular(2; 3; 5)")
    assert "sarajevo and gorazde lie 3,633" in issue.what
    assert " km apart; in 2 h that is 1,816" in issue.what
    assert issue.what.endswith("(130 km/h); are lat and lon of gorazde swapped?")


@pytest.mark.parametrize(("mode", "fastest"), [("road", 130), ("rail", 250), ("sea", 80)])
@pytest.mark.parametrize(("share", "told"), [(1.02, True), (0.98, False)])
def test_each_mode_has_its_own_speed(tmp_path: Path, mode: str, fastest: int, share: float, told: bool) -> None:
    sarajevo, gorazde = (43.8246, 18.3315), (43.667, 18.976)
    hours = plausible.distance_km(sarajevo, gorazde) / (fastest * share)
    changes = edited("links.csv", "road,6,10000,1,1,triangular(2; 3; 5)", f"{mode},6,10000,1,1,{hours:.6f}")
    changes |= edited("evidence.toml", "sarajevo>gorazde:road/transit_h", f"sarajevo>gorazde:{mode}/transit_h")
    changes["evidence.toml"] = changes["evidence.toml"].replace(
        '{ low = "quoted", mode = "assumed", high = "estimated" }', '"quoted"'
    )
    found = warned(tmp_path, changes, "transit_h")
    assert [f"by {mode} ({fastest} km/h)" in issue.what for issue in found] == [True] * told


def test_time_that_is_not_stated_or_nothing_has_no_speed(tmp_path: Path) -> None:
    for name, time in (("zero", "0"), ("from-zero", "triangular(0; 3; 5)")):
        changes = edited("links.csv", "triangular(2; 3; 5)", time)
        if name == "zero":
            changes["evidence.toml"] = FILES["evidence.toml"].replace(
                '{ low = "quoted", mode = "assumed", high = "estimated" }', '"quoted"'
            )
        assert not warned(tmp_path / name, changes, "transit_h")


@pytest.mark.parametrize(("tonnes", "told"), [("100", False), ("100.5", True), ("10000", True)])
def test_a_lorry_of_ten_thousand_tonnes(tmp_path: Path, tonnes: str, told: bool) -> None:
    links = FILES["links.csv"].replace("payload_kg", "payload_t").replace("10000", tonnes)
    found = warned(tmp_path, {"links.csv": links}, "payload_t")
    assert len(found) == told
    if told:
        assert f"a vehicle takes {float(tonnes):,.6g} t, heavier than any goes by road" in found[0].what
        assert found[0].got == tonnes


def test_a_train_may_be_heavier(tmp_path: Path) -> None:
    changes = edited("links.csv", "road,6,10000", "rail,6,2000000")
    changes |= edited("evidence.toml", "gorazde:road", "gorazde:rail")
    assert not warned(tmp_path, changes, "payload_kg")


def test_a_position_away_from_its_icao_code(tmp_path: Path) -> None:
    (issue,) = warned(tmp_path / "far", edited("places.csv", "LQSA,,,", "LQSA,18.33,43.82,"), "lat")
    assert issue.row == 3
    assert "km from LQSA (Sarajevo" in issue.what
    assert issue.what.endswith("; lat and lon are swapped")
    assert not warned(tmp_path / "near", edited("places.csv", "LQSA,,,", "LQSA,43.82,18.33,"), "lat")


@pytest.mark.parametrize(("country", "told"), [("BA", False), ("ba", False), ("BE", True)])
def test_a_country_that_is_not_that_of_the_icao_code(tmp_path: Path, country: str, told: bool) -> None:
    head, *rows = FILES["places.csv"].splitlines()
    cells = {"sarajevo": country}
    text = "\n".join([f"{head},country", *(f"{row},{cells.get(row.split(',')[0], '')}" for row in rows)]) + "\n"
    found = warned(tmp_path, {"places.csv": text}, "country")
    assert [(issue.row, issue.nearest) for issue in found] == ([(3, "BA")] if told else [])


@pytest.mark.parametrize(
    ("a", "b"),
    [((0, 0), (0, 90)), ((62.2, 34.2), (34.3, 61.7)), ((-33.9, 151.2), (51.5, -0.1)), ((10, 179), (10, -179))],
)
def test_distances_are_those_of_the_network(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert plausible.distance_km(a, b) == pytest.approx(distance_m(*a, *b) / 1000, rel=6e-3)


@pytest.mark.parametrize("name", example_names())
def test_no_shipped_scenario_is_implausible(name: str) -> None:
    scenario = oa.read_scenario(name)
    words = ("faster than anything", "heavier than any", "km from", "lies in")
    assert [str(issue) for issue in scenario.warnings if any(word in issue.what for word in words)] == []
