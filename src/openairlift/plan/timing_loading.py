"""What the plain engine puts aboard: as much of each planned load as fits, then what earlier missions left behind."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openairlift.network.network import Network
from openairlift.plan.plan import Load

_SLACK = 1e-6


class Leftovers:
    """What did not fit into its mission, by line and onload place [units of the line]."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._left: dict[tuple[int, int], float] = {}

    def load(self, loads: Sequence[Load], place: int, *, payload_kg: float, positions: float | None) -> list[float]:
        """Return how much of each load goes aboard: first of its own, then of what earlier missions left behind.

        Parameters
        ----------
        payload_kg : mass that the mission can carry.
        positions : pallet positions of the type, or None where none are stated.
        """
        units = [self._network.lines[load.line].unit_kg for load in loads]
        each = [load.pallets / load.quantity for load in loads]
        aboard: list[float] = []
        mass = taken = 0.0
        for i, load in enumerate(loads):
            quantity = self._fit(load, _units(payload_kg - mass, units[i]), load.quantity)
            aboard.append(quantity)
            mass += quantity * units[i]
            taken += quantity * each[i]
            if load.quantity - quantity > _SLACK:
                key = (load.line, place)
                self._left[key] = self._left.get(key, 0.0) + load.quantity - quantity
        for i, load in enumerate(loads):
            left = self._left.get((load.line, place), 0.0)
            if left <= _SLACK:
                continue
            room = _units(payload_kg - mass, units[i])
            if positions is not None and each[i] > 0.0:
                room = min(room, (positions - taken) / each[i])
            quantity = self._fit(load, room, left)
            aboard[i] += quantity
            mass += quantity * units[i]
            taken += quantity * each[i]
            self._left[load.line, place] = left - quantity
        return aboard

    def _fit(self, load: Load, room: float, wanted: float) -> float:
        if wanted <= room + _SLACK or self._network.lines[load.line].unit == "load":
            return wanted
        if self._network.lines[load.line].unit != "kg":
            return float(max(math.floor(room + _SLACK), 0))
        return room if room > _SLACK else 0.0


def _units(mass_kg: float, unit_kg: float) -> float:
    """Return how many units of this mass make up a mass."""
    return mass_kg / unit_kg if unit_kg > 0.0 else math.inf
