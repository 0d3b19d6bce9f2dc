"""The most that can be there by a moment, with every input whose range is known at its favourable end.

The planner's bound of the first term of the objective, for a scenario that ends at that moment: no less than that is
missing by then. Where the clock starts with the first landing, whenever that is, the runs are told apart by when it is:
of those in which it falls into a window, nothing lands before the window begins, and what counts ends when the clock of
the last of them does. See docs/background/claims.md for why it holds for simulated runs as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from openairlift.model import MARKS, TABLES, Curve, Distribution, Kind, Shape, Spots, specs
from openairlift.network import RouteBook, build_network
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain, moved
from openairlift.scenario.rows import CellAt, replaced, rows
from openairlift.solve.bound.prices import Prices
from openairlift.solve.bound.prove import Prover, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways
from openairlift.study.amounts import ALL, listed, unit_amount
from openairlift.study.judging.evaluate import Anchored, Subject
from openairlift.units import DAY_S

ROUNDS = 40
"""Steps of the ascent."""

Asked = tuple[tuple[str, ...], str, str | None, str, str, int | None, int]
"""What a bound is of: the inputs at their favourable ends; group, item, meter, mark; nothing before, by when."""

WEIGHTS = (1.0, 0.0, 0.0)
COLUMNS = 60_000
STEPS = 36
"""Periods of the guide at the least: prices on three periods of a short day say little."""
NARROW = 20
"""Windows of a first landing are told apart down to this part of the time that its clock runs."""
LOOKS = 24
"""Windows that are looked at, at the most: each takes a bound of its own."""

FAVOURABLE: Mapping[str, str] = {
    **dict.fromkeys(("ready", "available_from", "clearance_h", "time_h", "per_pallet_min"), LOW),
    **dict.fromkeys(("load_h", "unload_h", "transit_h", "border_wait_h", "repair_h", "ground_h"), LOW),
    **dict.fromkeys(("arrivals_per_day", "no_show_share", "other_traffic_share", "lead_h"), LOW),
    **dict.fromkeys(("tails", "crews", "parking", "working", "loaders", "crews_unloading", "trucks"), HIGH),
    **dict.fromkeys(("payload_kg", "payload_m3", "capacity_kg_per_day", "payload_at_range", "runway_m"), HIGH),
    **dict.fromkeys(("storage_kg", "storage_m3", "fuel_kg", "fuel_kg_per_day", "reliability_share"), HIGH),
    **dict.fromkeys(("unit_mass_kg", "unit_volume_m3"), LOW),
}
"""By column the end at which more can be carried sooner; a column that stands in neither list has no such end."""

_WEIGHED = ("unit_mass_kg",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """The most that can be there, in the meter's unit; what was held where it is, and why there is none."""

    most: float | None
    held: tuple[str, ...] = ()
    reason: str = ""


def bounded(inputs: Sequence[Uncertain], subject: Subject) -> list[Uncertain] | None:
    """Return the inputs that the bound of a subject takes to their favourable ends; None where one has no such end.

    Shipping masses stay as they are where mass is what is measured.
    """
    free = [item for item in inputs if not (subject.meter == "mass" and item.column in _WEIGHED)]
    return None if any(item.column not in FAVOURABLE for item in free) else free


def ceiling(
    scenario: Scenario,
    inputs: Sequence[Uncertain],
    subject: Subject,
    *,
    enough: float = 0.0,
    known: dict[Asked, float] | None = None,
    tell: Callable[[int], None] = lambda _windows: None,
) -> Ceiling:
    """Return the most of a subject that can be there by its moment.

    Parameters
    ----------
    scenario : as it is.
    inputs : the inputs whose ranges are known; each is taken to its favourable end.
    subject : what is counted, by a moment that is the same in every run or that counts from the first landing.
    enough : what is asked for, in the meter's unit: where the clock starts with the first landing, windows are told
        apart until the most of each is below it, or until one is found whose most is not.
    known : bounds that are known of this scenario, to which those that are worked out are added.
    tell : is told how many windows were looked at.
    """
    moves: dict[str, Mapping[CellAt, Any]] = {}
    held: list[str] = []
    for item in inputs:
        if subject.meter == "mass" and item.column in _WEIGHED:
            held.append(item.name)  # the mass is what is measured: another mass is another question
            continue
        end = FAVOURABLE.get(item.column)
        if end is None:
            return Ceiling(most=None, reason=f"no end of {item.name} is known to be the favourable one")
        moves[item.name] = {
            cell: _best((value, item.ends[LOW][cell], item.ends[HIGH][cell]), end) for cell, value in item.base.items()
        }
    best = _quickest(moved(scenario, moves), subject)
    if isinstance(best, str):
        return Ceiling(most=None, reason=best)
    asked = (tuple(item.name for item in inputs), subject.group, subject.item, subject.meter, subject.mark)
    bounds = {} if known is None else known

    def most(since_s: int | None, until_s: int) -> float:
        key = (*asked, since_s, until_s)
        if key not in bounds:
            bounds[key] = _most(best, subject, since_s, until_s)
        return bounds[key]

    if not isinstance(subject.at, Anchored):
        return Ceiling(most=most(None, subject.at), held=tuple(held))
    if any(_until(subject.at, first) < first for first in (0, scenario.settings.horizon)):
        return Ceiling(most=None, reason="its clock ends before the first landing", held=tuple(held))
    return Ceiling(most=_over_windows(scenario.settings.horizon, subject.at, enough, most, tell), held=tuple(held))


def _over_windows(
    horizon: int, clock: Anchored, enough: float, bound: Callable[[int, int], float], tell: Callable[[int], None]
) -> float:
    """Return the most over all moments at which the first cargo can land: whole windows, halved where that matters."""
    looks = 0

    def most(window: tuple[int, int]) -> float:
        nonlocal looks
        looks += 1
        tell(looks)
        return bound(window[0], min(_until(clock, window[1] - 1), horizon))

    whole = 0, horizon + 1
    highest = most(whole)
    narrow = max(_until(clock, 0) // NARROW, 60)
    if highest < enough or horizon <= narrow:
        return highest
    late = next(first for first in range(0, horizon + 1, 3600) if _until(clock, first + 3600) >= horizon)
    if most((late, min(late + narrow, horizon + 1))) >= enough:
        return highest  # stocks are ready and aircraft there by then: no window tells more
    done, open_ = 0.0, [(late, horizon + 1), (0, max(late, 1))]
    while open_ and looks < LOOKS:
        begin, end = window = open_.pop()
        found = min(most(window), highest)
        if found < enough:
            done = max(done, found)
        elif end - begin <= narrow:
            return highest
        else:
            open_ += [(begin, (begin + end) // 2), ((begin + end) // 2, end)]
    return highest if open_ else done


def _until(clock: Anchored, first_s: int) -> int:
    """Return when the clock of a first landing ends [s]."""
    if not clock.calendar:
        return first_s + clock.offset_s
    return next(end for opens, end in reversed(clock.calendar) if opens <= first_s)


def _quickest(scenario: Scenario, subject: Subject) -> Scenario | str:
    """Return the scenario that asks for the subject alone, with every duration at its least; a text says why none."""
    if subject.item is not None and any(row.unit_type is not None for row in scenario.requirements.values()):
        return "items of units can't be told apart in the bound"
    values: dict[CellAt, Any] = {}
    for table, record in TABLES.items():
        fields = [spec for spec in specs(record) if spec.kind is Kind.DISTRIBUTION and spec.used and not spec.outlook]
        for key, row in rows(scenario, table) if fields else ():
            for spec in fields:
                value = getattr(row, spec.attribute)
                if value is None:
                    continue
                grows = spec.column == "payload_flown_share"
                if grows and value.shape is Shape.LOGNORMAL:
                    return f"{table}/{key}/{spec.column} has no upper end"
                values[table, key, spec.attribute] = Distribution.constant(_end(value, grows=grows))
    wanted = {
        key: replace(row, latest=None, required=None, earliest=None, rank=1, no_show_share=0.0)
        for key, row in scenario.requirements.items()
        if subject.group in (ALL, row.package) and (subject.item is None or row.item == subject.item)
    }
    settings = replace(
        scenario.settings, objective_meter=subject.meter, objective_mark=subject.mark, rank_weights=(1.0,)
    )
    return replace(replaced(scenario, values), requirements=wanted, settings=settings)


def _best(values: Sequence[Any], end: str) -> Any:
    """Return the most favourable of what a cell holds and the ends of its range, whichever way they are written."""
    chosen = min if end == LOW else max
    first = values[0]
    if isinstance(first, Spots):
        counts = [chosen(column) for column in zip(*(value.counts for value in values), strict=True)]
        return Spots((counts[0], counts[1], counts[2]))
    if isinstance(first, Distribution):
        return Distribution.constant(chosen(_end(value, grows=end == HIGH) for value in values))
    if isinstance(first, Curve):
        return chosen(values, key=lambda curve: sum(y for _, y in curve.points))
    return chosen(values)


def _end(value: Distribution, *, grows: bool) -> float:
    if value.shape is Shape.LOGNORMAL:
        return value.mean if grows else 0.0
    return max(value.parameters) if grows else min(value.parameters)


def _most(best: Scenario, subject: Subject, since_s: int | None, until_s: int) -> float:
    """Return everything that is asked for, less what can't be there by a moment.

    Parameters
    ----------
    since_s : nothing lands before, in the runs that are meant [s]; None = that is not known.
    until_s : the moment [s].
    """
    cut = replace(best, settings=replace(best.settings, horizon_days=(until_s + 1) / DAY_S))
    if since_s is not None:
        since = best.moment(since_s)
        cut = replace(cut, requirements={key: replace(row, earliest=since) for key, row in cut.requirements.items()})
    network = build_network(cut)
    everything = listed(network.scenario, network, meter=subject.meter)
    if everything <= 0:
        return 0.0
    ways = all_ways(network, RouteBook(network))
    if not ways:  # nothing can fly; what is loaded and never lands has left its stock all the same
        lines = [line for line in network.lines if line.surface or subject.mark == MARKS[0]]
        return float(sum(line.quantity * unit_amount(line, subject.meter) for line in lines))
    worth = worth_of(network)
    relaxed = relax(network, ways, worth, none_before=since_s is not None)
    prover = Prover(relaxed)
    least = bound_of(relaxed, prover.trivial(WEIGHTS), 0, (0.0, 0.0, 0.0))
    step = min(step_for(relaxed, columns=COLUMNS), max(network.horizon_s // STEPS, 300))
    _, prices, most = make_guide(relaxed, WEIGHTS, step=step)
    found = prover.certify(WEIGHTS, _sound(relaxed, prices), target=most, iterations=ROUNDS)
    least = max(least, bound_of(relaxed, found, 0, (0.0, 0.0, 0.0)))
    return max(everything - least, 0.0)


def _sound(relaxed: Relaxed, prices: Prices) -> Prices:
    """Return prices of which none is above what a unit can gain: any prices give a bound, such ones a useless one.

    Where a line takes all its stock from elsewhere in time, the guide's price of the other stock can be any number.
    """
    size = relaxed.worth.size
    dearest = np.zeros(len(relaxed.stock))
    for index, line in enumerate(relaxed.network.lines):
        for stock in (*(stock for _, stock in line.sources), *(stock for _, stock, _ in line.surface)):
            if stock is not None:
                dearest[stock] = max(dearest[stock], size[index])
    return replace(prices, stock=np.minimum(prices.stock, dearest), line=np.minimum(prices.line, size))
