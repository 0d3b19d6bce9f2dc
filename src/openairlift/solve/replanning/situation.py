"""The situation from which the rest is planned: what is kept, what is left to carry, where every tail is free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from openairlift.audits import Violation, audit
from openairlift.model import MARKS
from openairlift.network import Network, RouteBook
from openairlift.plan import Haul, Load, Mission, Plan, Purpose, Stop
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.bound.relaxed import Relaxed
from openairlift.solve.packing import Backlog
from openairlift.solve.reasons import idle_types, shortfalls
from openairlift.solve.replanning.fields import Fixed, as_job, begin
from openairlift.solve.replanning.held import Held
from openairlift.solve.replanning.numbering import key_of, numbered
from openairlift.solve.replanning.records import Fate
from openairlift.solve.search.board import Board
from openairlift.solve.search.play import Play
from openairlift.solve.stations import Booking
from openairlift.solve.values import Worth, gains, onward_s, worth_of

METHOD = "replanned"


class Situation:
    """What a planner begins from; see `openairlift.solve.search.search.Start`.

    Attributes
    ----------
    whole : the network as it is now.
    left : the same with what is left to carry and draw, nothing ready before `at_s`, and tails free at their bases.
    rest : the same for a search, in which what is all carried or drawn lies nowhere.
    helds : missions that had begun, as they are flown.
    waiting : missions of the old plan that had not begun; a new one that is the same keeps the numbers of its loads.
    """

    def __init__(
        self, whole: Network, helds: Sequence[Held], hauls: tuple[Haul, ...], at_s: int, waiting: Sequence[Mission]
    ) -> None:
        self.whole, self.helds, self.hauls, self.at_s = whole, tuple(helds), hauls, at_s
        self.waiting = {key_of(mission): mission for mission in waiting}
        self.by_tail: dict[int, list[Held]] = {}
        for held in self.helds:
            self.by_tail.setdefault(held.mission.tail, []).append(held)
        self.bookings: tuple[Booking, ...] = tuple(booking for held in self.helds for booking in held.bookings)
        self.left = self._rest()
        self.rest = self._searched()
        self.worth = self._worth()
        self.book = RouteBook(self.left)
        self.fixed: dict[int, Fixed] | None = None
        self._faults: list[Violation] | None = None

    # --- what is left -------------------------------------------------------------------------------------------

    def _loads(self) -> list[Load]:
        return [load for held in self.helds for load in held.mission.loads] + [haul.load for haul in self.hauls]

    def _rest(self) -> Network:
        whole, at = self.whole, self.at_s
        carried, drawn = [0.0] * len(whole.lines), [0.0] * len(whole.stocks)
        for load in self._loads():
            carried[load.line] += load.quantity
            if load.stock is not None:
                drawn[load.stock] += load.quantity
        stocks = tuple(
            replace(stock, quantity=_left(stock.quantity - taken), ready_s=max(stock.ready_s, at))
            for stock, taken in zip(whole.stocks, drawn, strict=True)
        )
        lines = tuple(
            replace(line, quantity=_left(line.quantity - taken), ready_s=max(line.ready_s, at))
            for line, taken in zip(whole.lines, carried, strict=True)
        )
        tails = tuple(
            replace(tail, available_from_s=max(tail.available_from_s, self._home_s(index)))
            for index, tail in enumerate(whole.tails)
        )
        return replace(whole, lines=lines, stocks=stocks, tails=tails)

    def _searched(self) -> Network:
        """Return the rest as a search sees it: what is all carried or drawn lies nowhere any more."""
        stocks = self.left.stocks
        return replace(
            self.left,
            lines=tuple(
                replace(
                    line,
                    sources=tuple(s for s in line.sources if line.quantity and (s[1] is None or stocks[s[1]].quantity)),
                    surface=tuple(s for s in line.surface if line.quantity and (s[1] is None or stocks[s[1]].quantity)),
                )
                for line in self.left.lines
            ),
        )

    def _home_s(self, tail: int) -> int:
        """Return when a tail is free at its base [s]."""
        mine = self.by_tail.get(tail)
        if not mine:
            return self.at_s
        last = mine[-1]
        return max(last.course.end_s, self.at_s)

    def _worth(self) -> Worth:
        """Return the worth of lines in the whole scenario; "nothing" = nothing more than what is kept."""
        whole = worth_of(self.whole)
        mark = MARKS.index(self.whole.scenario.settings.objective_mark)
        got = [0.0, 0.0, 0.0]
        for held in self.helds:
            for load in held.mission.loads:
                landed = held.course.served_s[held.mission.offload]
                hub = held.mission.stops[held.mission.offload].place
                marked = landed + onward_s(self.whole, hub, load.link, mark)
                if mark == 0:
                    marked = held.course.served_s[held.mission.onload]
                self._add(whole, load, landed, marked, got)
        for haul in self.hauls:
            self._add(whole, haul.load, 0, 0, got)  # at its best: it may have waited
        nothing = tuple(n - g for n, g in zip(whole.nothing, got, strict=True))
        return replace(whole, nothing=(nothing[0], nothing[1], nothing[2]))

    def _add(self, worth: Worth, load: Load, landed: int, marked: int, got: list[float]) -> None:
        found = gains(worth, load.line, np.array([landed]), np.array([marked]))
        for k, each in enumerate(found):
            got[k] += float(each[0]) * load.quantity

    # --- for the planner ----------------------------------------------------------------------------------------

    def relaxed(self, relaxed: Relaxed) -> Relaxed:
        """Return a relaxed rest in which tails begin where they are: at their bases, or at the hub that they go to.

        What can't be carried by any way has no quantity in it, and stocks that suffice for all lines are ample: else
        rows of the guide would be empty or say the same twice, and their prices could be anything.
        """
        network, crowds = self.rest, []
        for crowd in relaxed.crowds:
            counts: dict[tuple[int, int], int] = {}
            for t, tail in enumerate(network.tails):
                closes = min(tail.available_to_s, network.horizon_s)
                if (tail.type, closes) != (crowd.type, crowd.closes_s) or not self._of_crowd(t, relaxed, crowd.ways):
                    continue
                place, since = self._first_free(t, crowd.ends)
                key = crowd.ends.index(place), since
                counts[key] = counts.get(key, 0) + 1
            crowds.append(replace(crowd, starts=tuple((e, since, n) for (e, since), n in sorted(counts.items()))))
        parcels = [(parcel.line, parcel.stock) for parcels in relaxed.parcels for parcel in parcels]
        used = {*parcels, *((cargo.line, cargo.stock) for cargo in relaxed.overland)}
        lines = {line for line, _ in used}
        quantity = np.where([i in lines for i in range(relaxed.quantity.size)], relaxed.quantity, 0.0)
        asked = np.zeros(relaxed.stock.size)
        for line, row in used:
            if row >= 0:
                asked[row] += quantity[line]
        stock = np.where(relaxed.stock >= asked * (1.0 - 1e-9), 2.0 * asked + 1.0, relaxed.stock)
        return replace(relaxed, crowds=tuple(crowds), quantity=quantity, stock=stock)

    def _of_crowd(self, tail: int, relaxed: Relaxed, ways: tuple[int, ...]) -> bool:
        return relaxed.ways[ways[0]].duty_s == self.rest.tails[tail].duty_s

    def _first_free(self, tail: int, ends: tuple[int, ...]) -> tuple[int, int]:
        """Return where and from when a tail is free at the earliest: at the hub of its last mission, or at its base."""
        mine = self.by_tail.get(tail)
        home = self.rest.tails[tail]
        if mine and mine[-1].mission.loads:
            last = mine[-1]
            hub = last.mission.offload
            ready = max(last.course.served_s[hub], self.at_s)
            if last.mission.stops[hub].place in ends and ready < home.available_from_s:
                return last.mission.stops[hub].place, ready
        return home.base, home.available_from_s

    def begin(self, play: Play, board: Board) -> Play:
        """Return the state of a search with what is kept in it."""
        if self.fixed is None:
            self.fixed = {}
            for tail, mine in self.by_tail.items():
                since = max((i for i, held in enumerate(mine[:-1]) if _at_base(held)), default=-1) + 1
                crewed = self.whole.tails[tail].duty_s is not None
                found = as_job(board, mine[since:], self.at_s, crewed=crewed)
                if found is not None:
                    self.fixed[tail] = found
        return begin(play, self.bookings, self.fixed.values(), self.at_s)

    def baseline(self) -> Plan:
        """Return the plan of a list scheduling of the rest, or what is kept alone where the audit refuses that."""
        found = self.plan(plan_baseline(self.rest, taken=self.bookings).missions, jobs=False)
        faults = audit(self.whole.scenario, found, network=self.whole)
        return found if self.expects(faults) else self.plan((), jobs=False)

    def continuation(self) -> Plan | None:
        """Return the old plan as it was, where it can go on so; else None."""
        if any(held.fate not in (Fate.KEPT, Fate.HOME) for held in self.helds):
            return None
        ways_on = {
            tail: mine[-1].planned.stops[mine[-1].planned.offload :]
            for tail, mine in self.by_tail.items()
            if mine[-1].fate is Fate.HOME and mine[-1].planned.loads
        }
        found = self.plan(tuple(self.waiting.values()), jobs=False, ways_on=ways_on)
        return found if self.expects(audit(self.whole.scenario, found, network=self.whole)) else None

    def faults(self) -> list[Violation]:
        """Return the limits that what is kept breaks alone: the new scenario contradicts the past."""
        if self._faults is None:
            self._faults = audit(self.whole.scenario, self.plan((), jobs=False), network=self.whole)
        return self._faults

    def expects(self, faults: Sequence[Violation]) -> bool:
        """Return whether faults are those that what is kept has alone."""
        if not faults:
            return True
        known = {(fault.rule, fault.what) for fault in self.faults()}
        return all((fault.rule, fault.what) in known for fault in faults)

    def plan(
        self,
        missions: Sequence[Mission],
        *,
        jobs: bool = True,
        reproducible: bool = True,
        ways_on: Mapping[int, tuple[Stop, ...]] | None = None,
    ) -> Plan:
        """Return the whole plan: what is kept and new missions.

        Parameters
        ----------
        missions : the new ones.
        jobs : whether the fixed jobs of the search are among them.
        reproducible : whether the budget was one of iterations.
        ways_on : by tail, the stops from its last offload on where they are not those of the kept mission.
        """
        ways_on = dict(ways_on or {})
        new: list[Mission] = []
        for mission in missions:
            fixed = (self.fixed or {}).get(mission.tail) if jobs else None
            if fixed is not None and mission.tail not in ways_on:
                kept = self.by_tail[mission.tail][-1].mission
                ways_on[mission.tail] = mission.stops[kept.offload - kept.onload :]
            else:
                new.append(mission)
        backlog = Backlog.of(self.left)
        for mission in new:
            for load in mission.loads:
                backlog.remaining[load.line] = _left(backlog.remaining[load.line] - load.quantity)
                if load.stock is not None:
                    backlog.stocks[load.stock] = _left(backlog.stocks[load.stock] - load.quantity)
        rows = [
            (held.course.arrive_s[0] - held.course.block_s[0], held.mission.tail, k, self._held(mine, k, ways_on))
            for mine in self.by_tail.values()
            for k, held in enumerate(mine)
        ]
        first = len(self.helds)
        rows += [
            (m.earliest_s, m.tail, first + k, m)
            for k, m in enumerate(numbered(new, self.waiting, self._loads(), len(self.whole.lines)))
        ]
        rows.sort(key=lambda row: row[:3])
        return Plan(
            missions=tuple(row[3] for row in rows),
            shortfalls=shortfalls(self.left, backlog, self.book),
            method=METHOD,
            reproducible=reproducible,
            notes=idle_types(self.whole),
            hauls=self.hauls,
        )

    def _held(self, mine: list[Held], k: int, ways_on: dict[int, tuple[Stop, ...]]) -> Mission:
        """Return a kept mission with the way on that was planned from its hub."""
        held = mine[k]
        if k < len(mine) - 1 or held.mission.tail not in ways_on:
            return held.mission
        return replace(held.mission, stops=(*held.mission.stops[: held.mission.offload], *ways_on[held.mission.tail]))


def _at_base(held: Held) -> bool:
    return held.mission.stops[-1].purpose is Purpose.RECOVER


def _left(value: float) -> float:
    return 0.0 if value < 1e-6 else value
