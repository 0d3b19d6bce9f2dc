"""The most that can be there by a moment, with every input whose range is known at its favourable end.

The planner's bound of the first term of the objective, for a scenario that ends at that moment: no less than that is
missing by then. See docs/background/claims.md for why it holds for simulated runs as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from openairlift.model import MARKS, TABLES, Curve, Distribution, Kind, Shape, Spots, specs
from openairlift.network import Network, RouteBook, build_network
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain, moved
from openairlift.scenario.rows import CellAt, replaced, rows
from openairlift.solve.bound.prices import Prices
from openairlift.solve.bound.prove import Prover, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed, relax
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways
from openairlift.study.amounts import ALL, listed, unit_amount
from openairlift.study.judging.evaluate import Subject
from openairlift.units import DAY_S

ROUNDS = 40
"""Steps of the ascent."""

WEIGHTS = (1.0, 0.0, 0.0)
COLUMNS = 60_000
STEPS = 36
"""Periods of the guide at the least: prices on three periods of a short day say little."""

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


def ceiling(scenario: Scenario, inputs: Sequence[Uncertain], subject: Subject) -> Ceiling:
    """Return the most of a subject that can be there by its moment.

    Parameters
    ----------
    scenario : as it is.
    inputs : the inputs whose ranges are known; each is taken to its favourable end.
    subject : what is counted, by a moment that is the same in every run.
    """
    if not isinstance(subject.at, int):
        return Ceiling(
            most=None, reason="its clock starts with the first landing, whenever that is: a bound needs a date"
        )
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
    best = moved(scenario, moves)
    cut = _cut(best, subject)
    if isinstance(cut, str):
        return Ceiling(most=None, reason=cut)
    network = build_network(cut)
    return Ceiling(most=_most(network, subject), held=tuple(held))


def _cut(scenario: Scenario, subject: Subject) -> Scenario | str:
    """Return the scenario that ends at the moment, asks for the subject alone, and has every duration at its least."""
    assert isinstance(subject.at, int)
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
        scenario.settings,
        horizon_days=(subject.at + 1) / DAY_S,
        objective_meter=subject.meter,
        objective_mark=subject.mark,
        rank_weights=(1.0,),
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


def _most(network: Network, subject: Subject) -> float:
    """Return everything that is asked for, less what can't be there by the horizon."""
    everything = listed(network.scenario, network, meter=subject.meter)
    if everything <= 0:
        return 0.0
    ways = all_ways(network, RouteBook(network))
    if not ways:  # nothing can fly; what is loaded and never lands has left its stock all the same
        lines = [line for line in network.lines if line.surface or subject.mark == MARKS[0]]
        return float(sum(line.quantity * unit_amount(line, subject.meter) for line in lines))
    worth = worth_of(network)
    relaxed = relax(network, ways, worth)
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
