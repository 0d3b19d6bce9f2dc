"""Times on the ground by type, place and purpose: which row of ``ground_times.csv`` holds for a stop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openairlift.model import AircraftType, Distribution, GroundTime, Place
from openairlift.network.network import GROUND_PURPOSES, FloatArray, IntArray

LAST_RESORT = Distribution.constant(2.25 * 3600)
"""Time on the ground where no row says anything: the planning factor of a wide-body's stop; every use is noted."""


class GroundTimes:
    """Rows of ground times, ready to be asked.

    The most specific row wins: place and type, then place, then type, then ``*``. Among rows that are equally
    specific a row for the purpose wins over ``turn``; among rows that say the same the first one holds.
    """

    def __init__(self, rows: Sequence[GroundTime]) -> None:
        self._rows: dict[tuple[str, str, str], GroundTime] = {}
        for row in rows:
            self._rows.setdefault((row.place, row.type, row.purpose), row)

    def row(self, place: str, type_: str, purpose: str) -> GroundTime | None:
        """Return the row that holds for a stop, or None.

        Examples
        --------
        >>> rows = [GroundTime(purpose="turn", time_s=Distribution.constant(60.0))]
        >>> GroundTimes(rows).row("hub", "C-17A", "offload").purpose
        'turn'
        """
        for where, what in ((place, type_), (place, "*"), ("*", type_), ("*", "*")):
            for kind in (purpose, "turn"):
                found = self._rows.get((where, what, kind))
                if found is not None:
                    return found
        return None


def ground_arrays(
    rows: Sequence[GroundTime], types: Sequence[AircraftType], places: Sequence[Place], notes: list[str]
) -> tuple[IntArray, FloatArray, tuple[Distribution, ...]]:
    """Return the index of the distribution and the time per pallet, shape (types, places, 3), and the distributions.

    Uses of `LAST_RESORT` at airfields are added to `notes`, one line a type.
    """
    shape = (len(types), len(places), len(GROUND_PURPOSES))
    index, per_pallet = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float64)
    times = GroundTimes(rows)
    known: dict[Distribution, int] = {}
    for t, type_ in enumerate(types):
        missing: set[str] = set()
        for p, place in enumerate(places):
            for k, purpose in enumerate(GROUND_PURPOSES):
                row = times.row(place.id, type_.type, purpose)
                if row is None and place.is_airfield:
                    missing.add(purpose)
                time = LAST_RESORT if row is None else row.time_s
                index[t, p, k] = known.setdefault(time, len(known))
                per_pallet[t, p, k] = 0.0 if row is None else row.per_pallet_s
        if missing:
            what = ", ".join(purpose for purpose in GROUND_PURPOSES if purpose in missing)
            notes.append(f"No ground time is stated for {type_.type} ({what}): 2.25 h was used.")
    return index, per_pallet, tuple(known)
