"""The objective of a plan: four terms that are compared one after the other, from the times of its loads."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from openairlift.audits.timing import Timing
from openairlift.model import MARKS
from openairlift.network.network import UNREACHABLE, Line, Network
from openairlift.plan import Plan, Purpose
from openairlift.units import DAY_S, seconds

_LANDED = MARKS.index("landed")
_DELIVERED = MARKS.index("delivered")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Objective:
    """Terms of the objective, the first decides; less is better.

    Attributes
    ----------
    undelivered : weighted size that has not landed by `latest` (else not passed the mark by the horizon). Weighted
        size = rank weight × quantity in the objective's meter; a person counts the stated mass.
    late_weight_days : weighted size × days after `required`; what is not there by the horizon counts as coming then.
    delay_weight_days : weighted size × days after its free-flow time; what is not there counts likewise.
    flying_h : block time flown [h].
    """

    undelivered: float
    late_weight_days: float
    delay_weight_days: float
    flying_h: float


def objective(network: Network, plan: Plan, timing: Timing) -> Objective:
    """Return the four terms for a plan with its times; what is required and not carried counts as missing.

    `latest` is the date of landing (LAD); `required` and the free-flow time are compared with the mark named by
    ``objective_mark``. The free-flow time of a line is the least,
    over its sources, hubs and the types of the fleet, of: ready, onload, the quickest way with en-route stops, offload
    (landed no earlier than `earliest`), clearance, and loading, transit, border wait and unloading of the link; and,
    over the links straight from a source to the destination, of: ready, and then the same parts of that link (landed
    when delivered); every part at its mean, without any waiting and without positioning.
    """
    mark = MARKS.index(network.scenario.settings.objective_mark)
    horizon = network.horizon_s
    arrivals: list[list[tuple[float, int]]] = [[] for _ in network.lines]
    in_time = [0.0] * len(network.lines)
    for (_, load), times, quantity in zip(plan.loads, timing.marks, timing.carried, strict=True):
        time, landed, latest = times[mark], times[_LANDED], network.lines[load.line].latest_s
        if time is not None:
            arrivals[load.line].append((quantity, time))
        if (time is not None) if latest is None else (landed is not None and landed <= latest):
            in_time[load.line] += quantity
    undelivered = late = delay = 0.0
    quickest = Quickest(network)
    for line, came, there in zip(network.lines, arrivals, in_time, strict=True):
        size = unit_size(network, line) * line.weight
        if size <= 0.0:
            continue
        missing = max(line.quantity - sum(quantity for quantity, _ in came), 0.0)
        undelivered += size * max(line.quantity - there, 0.0)
        free_flow = quickest.free_flow_s(line, mark)
        for quantity, time in [*came, (missing, horizon)]:
            if line.required_s is not None:
                late += size * quantity * max(time - line.required_s, 0) / DAY_S
            delay += size * quantity * max(time - free_flow, 0) / DAY_S
    return Objective(
        undelivered=undelivered,
        late_weight_days=late,
        delay_weight_days=delay,
        flying_h=sum(timing.flying_s) / 3600.0,
    )


def unit_size(network: Network, line: Line) -> float:
    """Return the size of one unit of a line in the objective's meter."""
    meter = network.scenario.settings.objective_meter
    if meter == "mass":
        return line.unit_kg
    if meter == "usd":
        return line.unit_usd
    if meter == "people":
        return 1.0 if line.people else 0.0
    return 1.0 if line.unit == "piece" else 0.0


class Quickest:
    """Quickest ways of cargo, each worked out once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.types = sorted({tail.type for tail in network.tails})
        self._ways: dict[tuple[int, int], dict[int, int]] = {}

    def free_flow_s(self, line: Line, mark: int) -> int:
        """Return when the first of a line could pass a mark if nothing hindered it; the horizon if it never can."""
        best = self.network.horizon_s
        for _, stock, way in line.surface:
            ready = self._ready_s(line, stock)
            best = min(best, ready if mark == 0 else max(ready + self._link_s(way, _DELIVERED), line.earliest_s))
        for place, stock in line.sources:
            if not self.network.places[place].is_airfield:
                continue
            ready = self._ready_s(line, stock)
            for type_ in self.types:
                loaded = ready + self._ground_s(type_, place, Purpose.ONLOAD)
                if mark == 0:
                    best = min(best, loaded)
                    continue
                ways = self._ways_from(type_, place)
                for hub, link in line.hubs:
                    if hub in ways:
                        landed = max(loaded + ways[hub] + self._ground_s(type_, hub, Purpose.OFFLOAD), line.earliest_s)
                        best = min(best, landed + self._onward_s(hub, link, mark))
        return best

    def _ready_s(self, line: Line, stock: int | None) -> int:
        return max(line.ready_s, 0 if stock is None else self.network.stocks[stock].ready_s)

    def _ground_s(self, type_: int, place: int, purpose: Purpose) -> int:
        return self.network.nominal_ground_s(type_, place, int(purpose))

    def _onward_s(self, hub: int, link: int | None, mark: int) -> int:
        """Return the time from landed to a mark: clearance, then the surface link."""
        clearance = self.network.places[hub].clearance_s
        time = seconds(clearance.mean) if mark >= 2 and clearance is not None else 0
        return time if link is None else time + self._link_s(link, mark)

    def _link_s(self, link: int, mark: int) -> int:
        """Return the time on a link up to a mark."""
        record, parts = self.network.links[link].record, []
        if mark >= 3 and record.capacity_kg_per_day is None:
            parts.append(record.load_s)
        if mark >= _DELIVERED:
            parts += [record.transit_s, record.border_wait_s, record.unload_s]
        return sum(seconds(part.mean) for part in parts if part is not None)

    def _ways_from(self, type_: int, origin: int) -> dict[int, int]:
        """Return the least time from block-out to block-in at every place, en-route stops served on the way [s]."""
        key = (type_, origin)
        if key not in self._ways:
            block = self.network.block_s[type_]
            best: dict[int, int] = {}
            due = [(0, origin)]
            while due:
                time, place = heapq.heappop(due)
                if place in best:
                    continue
                best[place] = time
                stop = 0 if place == origin else self._ground_s(type_, place, Purpose.ENROUTE)
                for other in range(len(self.network.places)):
                    leg = int(block[place, other])
                    if leg != UNREACHABLE and other not in best:
                        heapq.heappush(due, (time + stop + leg, other))
            self._ways[key] = best
        return self._ways[key]
