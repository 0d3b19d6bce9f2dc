"""A log made from a simulated run: to practise with, and to test estimates against what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np

from openairlift.audits.timing import StopTimes, stop_times
from openairlift.model import Flight
from openairlift.network import Network
from openairlift.plan import EventKind, Mission, Plan, Purpose
from openairlift.scenario.flights import FlightLog
from openairlift.sim import Run


def log_of_run(network: Network, plan: Plan, run: Run, *, until_s: int | None = None) -> FlightLog:
    """Return the flights of a run as a log: one row a leg, and one for every load that did not turn up.

    Parameters
    ----------
    network, plan : what was simulated.
    run : one run, with its events.
    until_s : rows tell what happened by then; None = all [s].

    Raises
    ------
    ValueError
        When the run was made without its events.
    """
    if run.events is None:
        raise ValueError("a run without its events has no flights: simulate it with log=True")
    maker = _Maker(network, plan, run, network.horizon_s if until_s is None else until_s)
    return FlightLog.of(tuple(maker.flights()))


class _Maker:
    def __init__(self, network: Network, plan: Plan, run: Run, until_s: int) -> None:
        self.network, self.plan, self.run, self.until_s = network, plan, run, until_s
        events = run.events
        assert events is not None
        self.times = stop_times(plan, events)
        kinds = events["kind"]
        self.absent = set(events["who"][kinds == EventKind.NO_SHOW].tolist())
        self.lost = dict(
            zip(
                events["tail"][kinds == EventKind.LOST].tolist(),
                events["time"][kinds == EventKind.LOST].tolist(),
                strict=True,
            )
        )
        self.carried = run.carried
        self.alternates = self._alternates()

    def flights(self) -> list[Flight]:
        """Return the rows, in order of missions and stops."""
        found: list[Flight] = []
        where: dict[int, tuple[int, StopTimes | None]] = {i: (t.base, None) for i, t in enumerate(self.network.tails)}
        load = 0
        for number, (mission, times) in enumerate(zip(self.plan.missions, self.times, strict=True)):
            loads = range(load, load + len(mission.loads))
            load += len(mission.loads)
            for index, stop in enumerate(mission.stops):
                (here, before), where[mission.tail] = where[mission.tail], (stop.place, times[index])
                if here != stop.place:
                    row = self._leg(number, mission, loads, here, before, index, times[index])
                    found += [] if row is None else row
        return found

    def _alternates(self) -> dict[tuple[int, int], list[tuple[int, int, int | None]]]:
        """Return by mission and stop where its tail stood instead: (place, since, until or None) [s]."""
        found: dict[tuple[int, int], list[tuple[int, int, int | None]]] = {}
        self.left: dict[tuple[int, int], int] = {}  # by mission and stop: when its tail first left for it
        kinds = (EventKind.PARK, EventKind.RECOVER, EventKind.DEPART)
        assert self.run.events is not None
        rows = self.run.events[np.isin(self.run.events["kind"], [int(kind) for kind in kinds])]
        columns = [rows[name].tolist() for name in ("time", "kind", "place", "who", "tail", "stop")]
        for time, kind, place, who, tail, number in zip(*columns, strict=True):
            if tail < 0 or number >= len(self.plan.missions[who].stops):
                continue
            stood = found.get((who, number), [])
            if kind == EventKind.DEPART:
                self.left.setdefault((who, number), time)
                if stood and stood[-1][2] is None and stood[-1][0] == place:
                    stood[-1] = (*stood[-1][:2], time)
            elif place != self.plan.missions[who].stops[number].place:
                found.setdefault((who, number), []).append((place, time, None))
        return found

    def _leg(
        self,
        number: int,
        mission: Mission,
        loads: range,
        here: int,
        before: StopTimes | None,
        index: int,
        at: StopTimes,
    ) -> list[Flight] | None:
        network, stop = self.network, mission.stops[index]
        tail = network.tails[mission.tail]
        out = self.left.get((number, index))
        loading = before is not None and before.start is not None and before.start <= self.until_s
        loading = loading and bool(mission.loads) and index - 1 == mission.onload
        if not loading and (out is None or out > self.until_s):
            return None
        first, last = (mission.onload, mission.offload) if loads else (-1, -1)
        aboard = [i for i in loads if i not in self.absent] if first < index <= last else []
        gone = [i for i in loads if i in self.absent] if index == last and loads else []
        lands = at.park if stop.purpose is not Purpose.RECOVER or at.park is not None else at.arrive
        lost = mission.tail in self.lost and lands is None
        common = {
            "mission": number + 1,
            "tail": tail.name,
            "type": network.types[tail.type].type,
            "origin": network.places[here].id,
            "destination": network.places[stop.place].id,
        }
        rows = []
        empty = first < index <= last and not aboard
        if not empty:
            left = before if before is not None and index - 1 == first else None
            lands_for_cargo = stop.purpose is Purpose.OFFLOAD
            legs = self._with_diverts(network.places[here].id, out, (number, index), lost=lost)
            rows = [
                Flight(
                    **common | way,  # type: ignore[arg-type]
                    purpose=stop.purpose.name.lower(),
                    payload_kg=sum(self._kg(i) for i in aboard) if aboard else None,
                    pallets=sum(self._pallets(i) for i in aboard) if aboard else None,
                    req_id=tuple(dict.fromkeys(self._requirement(i) for i in aboard)),
                )
                for way in legs
            ]
            rows[0] = replace(
                rows[0],
                onload_start=self._moment(None if left is None else left.start),
                onload_end=self._moment(None if left is None else left.end),
            )
            if rows[-1].outcome is None:
                rows[-1] = replace(
                    rows[-1],
                    block_in=self._moment(lands),
                    offload_start=self._moment(at.start if lands_for_cargo else None),
                    offload_end=self._moment(at.end if lands_for_cargo else None),
                )
        rows += [
            Flight(
                **common,  # type: ignore[arg-type]
                purpose="offload",
                block_out=None,
                req_id=(self._requirement(i),),
                outcome="no_show",
            )
            for i in gone
        ]
        return rows

    def _with_diverts(
        self, here: str, out: int | None, where: tuple[int, int], *, lost: bool
    ) -> list[dict[str, object]]:
        """Return where the rows of a leg come from, and where those that were diverted landed: in order of time."""
        found: list[dict[str, object]] = []
        for place, since, until in self.alternates.get(where, []):
            if since > self.until_s:
                break
            alternate = self.network.places[place].id
            found.append(
                {
                    "origin": here, "block_out": self._moment(out), "block_in": self._moment(since),
                    "outcome": "diverted", "landed_at": alternate,
                }
            )  # fmt: skip
            here, out = alternate, until
        if not found or (out is not None and out <= self.until_s):
            found.append({"origin": here, "block_out": self._moment(out), "outcome": "lost" if lost else None})
        return found

    def _moment(self, second: int | None) -> datetime | None:
        return None if second is None or second > self.until_s else self.network.scenario.moment(second)

    def _line(self, load: int) -> int:
        return self.plan.loads[load][1].line

    def _kg(self, load: int) -> float:
        return float(self.carried[load]) * self.network.lines[self._line(load)].unit_kg

    def _pallets(self, load: int) -> float:
        return self.plan.loads[load][1].pallets

    def _requirement(self, load: int) -> str:
        return self.network.lines[self._line(load)].requirement
