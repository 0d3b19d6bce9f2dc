"""What stood at a place by time: the occupancy of the hubs, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openairlift.reports.show import Show, plain

if TYPE_CHECKING:
    from openairlift.network import Network, Steps
    from openairlift.study import Study

HUBS_DRAWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of a chart: the mean over the runs by bin, and the capacity over time (None = not stated)."""

    title: str
    unit: str
    bin_s: int
    values: tuple[float, ...]
    capacity: tuple[tuple[int, float], ...] | None
    note: str

    @property
    def top(self) -> float:
        """The largest value or capacity."""
        steps = [value for _, value in self.capacity or ()]
        return max([*self.values, *steps, 0.0])


def hubs_of(study: Study) -> list[int]:
    """Return the places where missions offload, by index; the one whose spots are taken longest comes first."""
    used = {mission.stops[mission.offload].place for mission in study.plan.missions}
    return sorted(used, key=lambda place: (-float(study.tally.occupancy[place, 0].sum()), place))


def lanes(study: Study, place: int, *, show: Show) -> list[Lane]:
    """Return the lanes of a place: parking, working slots, waiting aircraft, storage."""
    tally, network = study.tally, study.network
    runs, bin_s = max(study.runs, 1), int(tally.bin_s)
    mean = tally.occupancy[place] / (runs * bin_s)
    stored = tally.stored_kg_s[place] / (runs * bin_s)
    storage = network.places[place].storage_kg
    rows: list[tuple[str, str, Any, tuple[tuple[int, float], ...] | None]] = [
        ("Parking spots taken", "spots", mean[0], steps(network.parking[place])),
        ("Working slots taken", "slots", mean[1], steps(network.working[place])),
        ("Aircraft waiting", "aircraft", mean[2], None),
        (
            f"Cargo in storage ({show.mass_unit})",
            show.mass_unit,
            [show.mass_value(float(value)) for value in stored],
            None if storage is None else ((0, show.mass_value(storage)),),
        ),
    ]
    found = []
    for title, unit, values, capacity in rows:
        numbers = tuple(float(value) for value in values)
        told = "" if title.startswith("Aircraft") else _limit(capacity, unit)
        if capacity is None and not any(numbers):
            continue  # nothing stood there and nothing limits it
        found.append(Lane(title=title, unit=unit, bin_s=bin_s, values=numbers, capacity=capacity, note=told))
    return found


def _limit(capacity: Sequence[tuple[int, float]] | None, unit: str) -> str:
    if capacity is None:
        return "limit not stated"
    sizes = [value for _, value in capacity]
    low, high = min(sizes), max(sizes)
    unit = unit.removesuffix("s") if high == 1 else unit
    return f"limit {plain(high)} {unit}" if low == high else f"limit {plain(low)} to {plain(high)} {unit}"


def steps(capacity: Steps | None) -> tuple[tuple[int, float], ...] | None:
    """Return a capacity over time as (from [s], units of all classes), or None where no limit is stated."""
    if capacity is None:
        return None
    return tuple((t, float(sum(values))) for t, values in zip(capacity.times, capacity.values, strict=True))


def spots_now(network: Network, place: int) -> int | None:
    """Return the spots of a place at the start, or None where no limit is stated."""
    capacity = steps(network.parking[place])
    return None if capacity is None else int(capacity[0][1])
