"""What may leave: positions to the grid that a scenario asks for, and its banner."""

from __future__ import annotations

import re

from openairlift.network.geo import blurred
from openairlift.scenario import Scenario
from openairlift.scenario.changes import CellChange
from openairlift.scenario.differing import POSITION

HIDDEN = "not shown: the scenario blurs positions"

_COORDINATE = re.compile(r"(?:param:)?(?:places|airfields|assets|sites)/.*/(?:lat|lon)")


def is_hidden(scenario: Scenario, cell: str) -> bool:
    """Return whether a cell, as options and parameters name it, is a coordinate that may not leave as it is."""
    return bool(scenario.settings.blur_m) and _COORDINATE.fullmatch(cell) is not None


def shown_change(item: CellChange, before: Scenario, after: Scenario) -> tuple[str | None, str | None]:
    """Return a cell before and after a change as it may be shown."""
    grid = after.settings.blur_m or before.settings.blur_m
    if not grid or item.column not in POSITION:
        return item.before, item.after
    return _position(item, before, grid), _position(item, after, grid)


def _position(item: CellChange, scenario: Scenario, grid_m: float) -> str | None:
    held = getattr(scenario, item.table, None)
    row = None if held is None else held.get(item.key)
    if row is None or row.lat is None or row.lon is None:
        return None
    lat, lon = blurred(row.lat, row.lon, grid_m)
    return f"{lat if item.column == 'lat' else lon:.3f} (to {grid_m / 1000:g} km)"
