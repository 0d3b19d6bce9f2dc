"""What is different from the old plan, and why, in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from openairlift.audits.timing import Timing
from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.plan import Mission, Plan
from openairlift.solve.replanning.matching import Match
from openairlift.solve.replanning.records import Change, Effect, Fate
from openairlift.solve.replanning.words import moment


def effects(
    before: Network, old: Plan, old_timing: Timing, after: Network, new: Plan, timing: Timing
) -> tuple[Effect, ...]:
    """Return what replanning does to every line, those of the new scenario first, then those that are gone."""
    was, now = _arrivals(before, old, old_timing), _arrivals(after, new, timing)
    reasons = {after.lines[part.line].name: part.reason for part in new.shortfalls}
    found = []
    names = dict.fromkeys([*(line.name for line in after.lines), *(line.name for line in before.lines)])
    lines = {line.name: line for line in before.lines} | {line.name: line for line in after.lines}
    for name in names:
        asked_before, got_before, last_before = was.get(name, (0.0, 0.0, None))
        asked, got, last = now.get(name, (0.0, 0.0, None))
        left = _dusted(asked - got)
        found.append(
            Effect(
                line=name,
                required_before=asked_before,
                required=asked,
                arrival_before_s=last_before,
                arrival_s=last,
                undelivered_before=_dusted(asked_before - got_before),
                undelivered=left,
                unit=lines[name].unit,
                reason=reasons.get(name, "planned, but not there within the horizon") if left else "",
            )
        )
    return tuple(found)


def _arrivals(network: Network, plan: Plan, timing: Timing) -> dict[str, tuple[float, float, int | None]]:
    """Return by line how much is asked for, how much passes the mark, and when the last of it does [s]."""
    mark = MARKS.index(network.scenario.settings.objective_mark)
    got, last = [0.0] * len(network.lines), [-1] * len(network.lines)
    for (_, load), marks, carried in zip(plan.loads, timing.marks, timing.carried, strict=True):
        time = marks[mark]
        if time is not None:
            got[load.line] += carried
            last[load.line] = max(last[load.line], time)
    return {
        line.name: (line.quantity, got[i], None if last[i] < 0 else last[i]) for i, line in enumerate(network.lines)
    }


def why_dropped(mission: Mission, match: Match, before: Network, after: Network, start: int) -> str:
    """Return why a mission that had not begun is not flown as it was planned: what is in its way now, if anything."""
    if match.tail[mission.tail] is None:
        return "its tail is gone"
    for stop in mission.stops:
        place = match.place[stop.place]
        if place is None:
            return f"{before.places[stop.place].id} is gone"
        closed = _closed(before, stop.place, after, place)
        if closed is not None and closed[1] > start:
            return _closure(after, place, closed)
    if any(match.load(load) is None for load in mission.loads):
        return "its cargo is not required any more, or not where it was"
    return "it had not begun, and the rest is planned anew"


def reasons(before: Network, after: Network, match: Match, old: Plan, changes: Sequence[Change]) -> tuple[str, ...]:
    """Return what is different in the new scenario and what became of missions for it, one sentence each."""
    said = [
        *_closures(before, after, match, old, changes),
        *_capacities(before, after, match),
        *_lines(before, after),
        *_stocks(before, after, match),
    ]
    gone = [before.tails[i].name for i, tail in enumerate(match.tail) if tail is None]
    if gone:
        lost = sum(c.fate is Fate.DROPPED and c.tail in gone for c in changes)
        said.append(f"{len(gone)} tails are gone ({', '.join(gone[:6])}{' …' if len(gone) > 6 else ''}); "
                    f"{lost} missions of theirs were dropped")  # fmt: skip
    kept = {tail for tail in match.tail if tail is not None}
    fresh = [tail.name for i, tail in enumerate(after.tails) if i not in kept]
    if fresh:
        said.append(f"{len(fresh)} tails are new: {', '.join(fresh[:6])}{' …' if len(fresh) > 6 else ''}")
    return tuple(said)


def _closures(before: Network, after: Network, match: Match, old: Plan, changes: Sequence[Change]) -> Iterator[str]:
    for i, place in enumerate(match.place):
        if place is None:
            yield f"{before.places[i].id} is gone"
            continue
        closed = _closed(before, i, after, place)
        if closed is None:
            continue
        through = {m for m, mission in enumerate(old.missions) if any(stop.place == i for stop in mission.stops)}
        mine = [change for change in changes if change.old in through]
        counts = {fate: sum(change.fate is fate for change in mine) for fate in Fate}
        words = [f"{counts[fate]} {said}" for fate, said in _SAID.items() if counts[fate]]
        what = ", ".join(words) or "none changed"
        yield f"{_closure(after, place, closed)}: of {len(mine)} missions through it {what}"


_SAID = {
    Fate.KEPT: "are kept",
    Fate.HOME: "are kept and go home",
    Fate.AGAIN: "are planned again as they were",
    Fate.DROPPED: "were dropped",
    Fate.REROUTED: "are re-routed",
    Fate.DIVERTED: "turn in the air",
    Fate.RETURNED: "bring their cargo back",
    Fate.CUT: "are cut short",
    Fate.HELD: "wait",
    Fate.STRANDED: "are stranded",
}


def _closed(before: Network, i: int, after: Network, place: int) -> tuple[int, int] | None:
    """Return the first time at which a place that was open is closed now [s]."""
    horizon = after.horizon_s
    was, now = before.open_s[i], after.open_s[place]
    if now is None or now == was:
        return None
    edges = sorted({0, horizon, *(edge for window in (*(was or ()), *now) for edge in window)})
    for start, end in itertools.pairwise(edges):
        opened = was is None or any(a <= start < b for a, b in was)
        if opened and not any(a <= start < b for a, b in now):
            closed_to = min((a for a, _ in now if a >= end), default=horizon)
            return start, closed_to
    return None


def _closure(network: Network, place: int, closed: tuple[int, int]) -> str:
    said = f"{network.places[place].id} is closed from {moment(network, closed[0])}"
    return said if closed[1] >= network.horizon_s else f"{said} to {moment(network, closed[1])}"


def _capacities(before: Network, after: Network, match: Match) -> Iterator[str]:
    for i, place in enumerate(match.place):
        if place is None:
            continue
        for what, was, now in (
            ("parking", before.parking[i], after.parking[place]),
            ("working slots", before.working[i], after.working[place]),
        ):
            if was != now:
                yield f"{after.places[place].id} has other {what} than before"


def _lines(before: Network, after: Network) -> Iterator[str]:
    was = {line.name: line for line in before.lines}
    now = {line.name: line for line in after.lines}
    for name, line in now.items():
        if name not in was:
            yield f"{name} is new: {line.quantity:,g} {_unit(line.unit, line.quantity)}"
        elif abs(line.quantity - was[name].quantity) > 1e-9:
            asked = f"{line.quantity:,g} {_unit(line.unit, line.quantity)}"
            yield f"{name} asks for {asked} instead of {was[name].quantity:,g}"
        elif (line.ready_s, line.required_s, line.latest_s, line.rank) != (
            was[name].ready_s, was[name].required_s, was[name].latest_s, was[name].rank
        ):  # fmt: skip
            yield f"{name} has other dates or another rank than before"
    for name in was:
        if name not in now:
            yield f"{name} is not required any more"


def _stocks(before: Network, after: Network, match: Match) -> Iterator[str]:
    for i, stock in enumerate(match.stock):
        row = before.stocks[i]
        name = f"the stock of {row.item} at {before.places[row.place].id}"
        if stock is None:
            yield f"{name} is gone"
            continue
        now = after.stocks[stock]
        if abs(now.quantity - row.quantity) > 1e-9:
            yield f"{name} is {now.quantity:,g} in all instead of {row.quantity:,g}"
        elif now.ready_s != row.ready_s:
            yield f"{name} is ready at {moment(after, now.ready_s)} instead of {moment(after, row.ready_s)}"


def _unit(unit: str, quantity: float) -> str:
    words = {
        "piece": ("piece", "pieces"),
        "person": ("person", "people"),
        "load": ("load", "loads"),
        "kg": ("kg", "kg"),
    }
    return words[unit][quantity != 1]


def _dusted(value: float) -> float:
    return 0.0 if value < 1e-6 else value
