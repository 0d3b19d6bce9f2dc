from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import fakes

from openairlift.plan import Haul
from openairlift.reports.labels import label
from openairlift.reports.land import borders_in, clip, land_in, world
from openairlift.reports.map import map_section
from openairlift.reports.places import DEGREE_M, blurred
from openairlift.reports.projection import View, great_circle, window
from openairlift.reports.routes import flows, legs, link_loads, roads, roles
from openairlift.reports.show import Show

LON = st.floats(-180, 180)
LAT = st.floats(-80, 80)


def inside(point: tuple[float, float], ring: list[tuple[float, float]]) -> bool:
    """Even-odd rule."""
    x, y = point
    hits = 0
    for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            hits += 1
    return hits % 2 == 1


@pytest.mark.parametrize(
    ("name", "lon", "lat", "land"),
    [
        ("Lviv", 24.03, 49.84, True),
        ("Bucharest", 26.1, 44.4, True),
        ("Port-au-Prince's hinterland", -72.0, 19.0, True),
        ("middle of Siberia", 100.0, 62.0, True),
        ("Chukotka, east of 180", -175.0, 66.9, True),
        ("Antarctica", 0.0, -80.0, True),
        ("Black Sea", 33.0, 43.5, False),
        ("Caribbean", -75.0, 15.0, False),
        ("North Atlantic", -35.0, 45.0, False),
        ("Pacific at 180", 179.9, 0.5, False),
    ],
)
def test_land_is_where_it_should_be(name: str, lon: float, lat: float, land: bool) -> None:
    view = window([(lon - 3, lat - 2), (lon + 3, lat + 2)], width=400, height=300)
    spot = view(view.near(lon), lat)
    assert sum(inside(spot, ring) for ring in land_in(view, 400, 300)) % 2 == int(land), name


def test_no_coastline_jumps_across_the_world() -> None:
    assert max(abs(a[0] - b[0]) for ring in world()[0] for a, b in pairwise(ring) if a[1] > -89) <= 180


def test_borders_stay_in_the_window() -> None:
    view = window([(20.0, 47.0), (28.0, 52.0)], width=400, height=300)
    lines = borders_in(view, 400, 300)
    assert lines
    ends = [p for line in lines for p in line]
    assert any(0 < x < 400 and 0 < y < 300 for x, y in ends)


@given(st.lists(st.tuples(st.floats(-50, 450), st.floats(-50, 350)), min_size=3, max_size=12))
def test_a_clipped_ring_lies_in_the_window(ring: list[tuple[float, float]]) -> None:
    for x, y in clip(ring, 400, 300):
        assert -1e-6 <= x <= 400 + 1e-6
        assert -1e-6 <= y <= 300 + 1e-6


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=6))
def test_a_window_shows_every_point(points: list[tuple[float, float]]) -> None:
    view = window(points, width=900, height=520)
    for lon, lat in points:
        x, y = view(view.near(lon), lat)
        assert -1e-6 <= x <= 900 + 1e-6
        assert -1e-6 <= y <= 520 + 1e-6


def test_a_window_takes_the_short_way_round() -> None:
    view = window([(175.0, -10.0), (-175.0, 10.0)], width=900, height=520)
    assert abs(abs(view.lon) - 180.0) < 1e-9
    assert view(view.near(-175.0), 0.0)[0] > view(view.near(175.0), 0.0)[0]


def test_a_great_circle_bends_to_the_pole() -> None:
    points = great_circle((-75.5, 39.1), (22.0, 50.1))
    assert points[0] == (-75.5, 39.1)
    assert points[-1] == (22.0, 50.1)
    assert max(lat for _, lat in points) > 55
    assert great_circle((5.0, 5.0), (5.0, 5.0)) == [(5.0, 5.0), (5.0, 5.0)]


@given(st.floats(-80, 80), LON, st.floats(1_000, 200_000))
def test_a_blurred_position_lies_within_half_a_grid_and_stays_there(lat: float, lon: float, grid: float) -> None:
    shown = blurred(lat, lon, grid)
    assert abs(shown[0] - lat) <= grid / DEGREE_M / 2 + 1e-9
    again = blurred(*shown, grid)
    assert again == pytest.approx(shown, abs=1e-9)


def test_labels_avoid_what_is_there() -> None:
    view = View(0.0, 0.0, 1.0, 900.0, 520.0)
    taken = [(210.0, 190.0, 400.0, 210.0)]
    placed = ET.fromstring(label(view, (200.0, 200.0), 5.0, "a place", taken))
    assert placed.get("text-anchor") == "end"
    assert len(taken) == 2


def test_the_plan_is_counted_by_type_and_route() -> None:
    study = fakes.study()
    counted = [(f.type, f.route, f.missions, f.mass_kg, f.people) for f in flows(study.plan, study.network)]
    assert counted[0] == ("C-17A", ("depot-de", "hub"), 12, 12 * 36_000, 0)
    assert ("C-5M", ("depot-us", "depot-de", "base-krakow"), 3, 3 * 36_000, 120) in counted
    assert legs(study.plan)[(5, 4)] == legs(study.plan)[(4, 2)] == 3
    words = roles(study.plan, study.network)
    assert words[4] == "stock, onload, en-route stop, base of aircraft"
    assert words[7] == "not used"


def test_hauls_are_counted_by_link() -> None:
    study = fakes.study()
    load = replace(study.plan.loads[0][1], mass_kg=5000.0, link=1)
    plan = replace(study.plan, hauls=(Haul(load=load, origin=1), Haul(load=load, origin=1)))
    assert [(r.mode, r.route, r.loads, r.mass_kg) for r in roads(plan, study.network)] == [
        ("road", ("base-lublin", "fwd-lviv"), 2, 10_000.0)
    ]
    assert link_loads(plan)[1] == link_loads(study.plan)[1] + 2
    assert "start by surface" in roles(plan, study.network)[1]
    assert flows(plan, study.network) == flows(study.plan, study.network)
    assert roads(study.plan, study.network) == []


def test_the_map_shows_places_links_and_a_second_map_of_the_region() -> None:
    root = ET.fromstring(map_section(fakes.study(), show=Show()))
    assert [caption.text for caption in root.iter("figcaption")] == ["Around the places of delivery", "Everything"]
    near, _, far, _ = root.iter("svg")
    assert {"hub", "base-lublin", "fwd-lviv"} <= {t.text for t in near.iter("text")}
    assert {"depot-us", "map above"} <= {t.text for t in far.iter("text")}
    tips = [t.text for t in near.iter("title")]
    assert "depot-de to hub: 12 loaded legs" in tips
    assert "hub to fwd-lviv by road: 12 loads" in tips
