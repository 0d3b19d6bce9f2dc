from __future__ import annotations

import pytest

from openairlift.model import DISRUPTION_KINDS, TABLES, Settings, specs
from openairlift.model.disruptions import is_link, polygon_corners, route_ends


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("polygon(50 20; 50 30; 45 25)", ((50.0, 20.0), (50.0, 30.0), (45.0, 25.0))),
        ("polygon(50 20; 50 30; 45 25; 50 20)", ((50.0, 20.0), (50.0, 30.0), (45.0, 25.0))),
        (" polygon (50,20;50, 30; -45.5 +25.;)", ((50.0, 20.0), (50.0, 30.0), (-45.5, 25.0))),
        ("polygon(0 179; 0 179; 5 -179; -5 -179.5)", ((0.0, 179.0), (5.0, -179.0), (-5.0, -179.5))),
    ],
)
def test_corners_of_a_polygon(target: str, expected: tuple[tuple[float, float], ...]) -> None:
    assert polygon_corners(target) == expected


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("polygon(50 20; 50 30)", "has 2 corners"),
        ("polygon(50 20; 50 20; 50 20)", "has 1 corner$"),
        ("polygon()", "has 0 corners"),
        ("polygon(50 20; 50 30; 91 25)", "lies on no map"),
        ("polygon(50 20; 50 30; 45 181)", "lies on no map"),
        ("polygon(50 20; 50 30; 45)", "'45' is no corner"),
        ("polygon(50 20; 50 30; nan 3)", "'nan 3' is no corner"),
        ("polygon 50 20; 50 30; 45 25", "is no polygon"),
        ("hub", "is no polygon"),
    ],
)
def test_what_is_no_polygon(target: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        polygon_corners(target)


def test_routes_and_their_readings() -> None:
    places = ("a", "a-b", "b-c", "c", "hub")
    assert route_ends("a>hub", places) == [("a", "hub", False)]
    assert route_ends("a > nowhere", places) == [("a", "nowhere", False)]
    assert route_ends("a-hub", places) == [("a", "hub", True)]
    assert route_ends("a-b-c", places) == [("a", "b-c", True), ("a-b", "c", True)]
    assert route_ends("hub", places) == []
    assert route_ends("hub-nowhere", places) == []


@pytest.mark.parametrize(
    ("target", "expected"), [("hub>town:road", True), ("hub>town", False), ("hub", False), ("stock/hub:tent", False)]
)
def test_links_as_targets(target: str, expected: bool) -> None:
    assert is_link(target) is expected


def test_only_these_columns_are_read_without_an_effect() -> None:
    unused = {
        f"{table}.{spec.column}"
        for table, record in {**TABLES, "scenario": Settings}.items()
        for spec in specs(record)
        if not spec.used
    }
    assert unused == {"items.cold"}


def test_kinds_of_disruptions() -> None:
    assert DISRUPTION_KINDS == ("closure", "capacity", "route", "airspace", "mass_limit", "weather", "loss")
