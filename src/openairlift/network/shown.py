"""Inputs as they may be shown: positions only to the grid that a scenario asks for."""

from __future__ import annotations

from openairlift.network.geo import blurred
from openairlift.scenario import Scenario
from openairlift.scenario.scenario import Input

PLACED = frozenset({"places", "airfields", "assets", "sites"})
"""Tables with positions; ``airfields`` is the shipped one, its keys are ICAO codes."""

COORDINATES = frozenset({"lat", "lon"})


def shown_value(item: Input, scenario: Scenario) -> str:
    """Return an input's value; a coordinate only to the grid that the scenario asks for.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> scenario = read_scenario("relief-small")
    >>> next(shown_value(item, scenario) for item in scenario.inputs if item.column == "lat")
    '-19.609'
    """
    grid = scenario.settings.blur_m
    if not grid or item.table not in PLACED or item.column not in COORDINATES:
        return item.value
    position = _position(item, scenario)
    if position is None:
        return "withheld"
    value = blurred(*position, grid)[0 if item.column == "lat" else 1]
    return f"{float(f'{value:.2f}'):g} (to {grid / 1000:g} km)"


def _position(item: Input, scenario: Scenario) -> tuple[float, float] | None:
    """Return latitude and longitude of the row that an input belongs to."""
    if item.table == "airfields":
        held = next((place for place in scenario.places.values() if place.icao == item.key), None)
    else:
        held = getattr(scenario, item.table).get(item.key)
    return None if held is None or held.lat is None or held.lon is None else (held.lat, held.lon)
