"""Positions are shown to the grid that a scenario asks for, and withheld where there is none to blur."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openairlift.network.shown import shown_value
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.scenario import Input


def scenario(blur_m: float) -> Scenario:
    found = read_scenario("relief-small")
    return replace(found, settings=replace(found.settings, blur_m=blur_m))


def item(of: Scenario, table: str, column: str) -> Input:
    return next(one for one in of.inputs if (one.table, one.column) == (table, column))


@pytest.mark.parametrize("column", ["lat", "lon"])
def test_a_coordinate_is_blurred_to_the_grid(column: str) -> None:
    blurred = scenario(50_000.0)
    one = item(blurred, "places", column)
    shown = shown_value(one, blurred)
    assert shown.endswith(" (to 50 km)")
    assert shown.split(" ")[0] != one.value
    assert abs(float(shown.split(" ")[0]) - float(one.value)) < 1.0


def test_without_a_grid_and_for_other_columns_the_value_stands() -> None:
    plain, blurred = scenario(0.0), scenario(50_000.0)
    assert shown_value(item(plain, "places", "lat"), plain) == item(plain, "places", "lat").value
    name = item(blurred, "places", "working")
    assert shown_value(name, blurred) == name.value


def test_an_airfield_of_the_shipped_table_is_found_by_its_code_else_withheld() -> None:
    blurred = scenario(50_000.0)
    code = next(place.icao for place in blurred.places.values() if place.icao)
    one = replace(item(blurred, "places", "lat"), table="airfields", key=code)
    assert shown_value(one, blurred).endswith(" (to 50 km)")
    assert shown_value(replace(one, key="ZZZZ"), blurred) == "withheld"
