from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from tests.reports import fakes

from openairlift.reports.lanes import hubs_of, lanes
from openairlift.reports.occupancy import occupancy_section
from openairlift.reports.scales import Scale, day_ticks, ticks
from openairlift.reports.show import Show


def test_lanes_hold_the_mean_over_the_runs_and_the_limit() -> None:
    found = {lane.title: lane for lane in lanes(fakes.study(), 0, show=Show())}
    parking = found["Parking spots taken"]
    assert parking.values[0] == pytest.approx(1.0)
    assert max(parking.values) == pytest.approx(2.0, abs=0.01)
    assert parking.capacity == ((0, 2.0),)
    assert parking.note == "limit 2 spots"
    assert found["Cargo in storage (t)"].values[0] == pytest.approx(30.0)
    assert found["Cargo in storage (t)"].capacity == ((0, 80.0),)
    assert found["Aircraft waiting"].note == ""


def test_a_limit_that_is_not_stated_is_no_lane_when_nothing_stood_there() -> None:
    assert lanes(fakes.study(), 2, show=Show()) == []
    assert [lane.title for lane in lanes(fakes.study(), 1, show=Show())] == ["Parking spots taken"]


def test_the_fullest_hub_comes_first() -> None:
    assert hubs_of(fakes.study()) == [0, 1, 2, 3]


def test_the_capacity_is_drawn_where_it_is_stated() -> None:
    root = ET.fromstring(occupancy_section(fakes.study(), show=Show("us-nato")))
    hub = next(root.iter("svg"))
    assert len([p for p in hub.iter("path") if p.get("class") == "capacity"]) == 3
    assert "highest mean 2, limit 2 spots" in (hub[1].text or "")


def test_ticks_are_round_and_cover_everything() -> None:
    assert ticks(0.0) == [0.0, 1.0]
    assert ticks(88.2, wish=2) == [0.0, 50.0, 100.0]
    assert day_ticks(3) == [0, 1, 2, 3]
    assert len(day_ticks(366)) <= 8
    assert Scale(1.0, 1.0, 5.0, 9.0)(3.0) == 5.0
