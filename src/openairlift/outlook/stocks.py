"""Stocks months ahead: what lies there, what the plan draws, what is consumed and produced, when it runs out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from openairlift.errors import UsageError, nearest
from openairlift.evidence import MONTHS_AHEAD, Observation
from openairlift.model import Consumption, Production
from openairlift.network import Network, build_network
from openairlift.outlook.balance import walk
from openairlift.outlook.draws import FloatArray, WordArray, streams
from openairlift.outlook.flows import Course, Flow, reserve_of
from openairlift.outlook.measures import at, chance, median_interval, spread
from openairlift.outlook.opening import Stocks, stocks_of
from openairlift.outlook.records import Falling, ItemOutlook, Outlook, Rate, Rebuilding, Reported
from openairlift.outlook.unstated import unstated
from openairlift.outlook.watchers import Falls, Fan, Lasts, Needs, Rebuilds
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.rows import rows
from openairlift.solve import make_plan
from openairlift.units import MONTH_S

MONTHS, SAMPLES, HOLD = 36, 10_000, 0.9
MOST_MONTHS, MOST_CELLS = 1_200, 20_000_000
_QUICK = 50_000_000
"""Samples by month of all items that take no time worth telling of."""

WEEKS_PER_MONTH = MONTH_S / (7 * 86_400)

Told = Callable[[str, int, int], None]
"""Called with (item, how many are done, how many there are)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of every item."""

    months: int
    samples: int
    roots: WordArray
    floors: Mapping[str, float]
    levels: Mapping[str, float]
    hold: float
    lead: float


def stocks(
    scenario: Scenario,
    *,
    months: int = MONTHS,
    samples: int = SAMPLES,
    seed: int | None = None,
    items: Sequence[str] = (),
    floors: Mapping[str, float] | None = None,
    levels: Mapping[str, float] | None = None,
    hold: float = HOLD,
    lead: float = 0.0,
    plan: Plan | None = None,
    network: Network | None = None,
    progress: Told | None = None,
) -> Outlook:
    """Return the stocks of a scenario months ahead, as distributions.

    The opening stock is everything that lies anywhere, released for the airlift or not. The plan draws its loads in the
    month in which their missions begin. Production and consumption are flows; what can't be met is counted and lost.

    Parameters
    ----------
    scenario : with ``stock.csv`` and, where they are known, ``production.csv`` and ``consumption.csv``.
    months : how many months of 30.4375 days ahead.
    samples : draws of everything that is a distribution.
    seed : of the draws; None = the scenario's.
    items : which; none = those that something is produced or consumed of, or all where there are none such.
    floors : levels by item that should hold [pieces], instead of those in ``stock.csv``.
    levels : levels by item that count as rebuilt [pieces]; else the opening stock.
    hold : share of the samples in which the rate asked for holds the floor.
    lead : months from the start until that new production begins to arrive.
    plan, network : where they are at hand; else the baseline is planned.
    progress : told what is done.

    Returns
    -------
    Outlook
        By item; times are months after the start, None = not within the months.

    Raises
    ------
    UsageError
        When an item is not known, or a number is out of range.

    Notes
    -----
    Luck is counter-based: an item's samples depend on no other item, on no order, and on no number of samples.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.stocks(oa.read_scenario("relief-small"), months=12, samples=200, items=["food"])
    >>> found.items[0].on_hand.shape
    (3, 13)
    """
    floors, levels = dict(floors or {}), dict(levels or {})
    _check(months=months, samples=samples, hold=hold, lead=lead)
    network = network if network is not None else build_network(scenario)
    flows = {table: flows_of(scenario, table) for table in ("production", "consumption")}
    known = dict.fromkeys([*(row.item for row in scenario.stock), *flows["production"], *flows["consumption"]])
    for name in (*items, *floors, *levels):
        if name not in known:
            raise UsageError(_unknown(name, known))
    for name, level in (*floors.items(), *levels.items()):
        if not (level >= 0.0 and math.isfinite(level)):
            raise UsageError(f"the level of {name!r} is a number of pieces, 0 or more; got {level:g}")
    moving = [name for name in known if name in flows["production"] or name in flows["consumption"]]
    wanted = list(dict.fromkeys(items)) or moving or list(known)
    plan = plan if plan is not None else make_plan(scenario, network=network)
    opened = stocks_of(scenario, network, plan, months)
    seed = scenario.settings.seed if seed is None else seed
    asked = _Asked(
        months=months, samples=samples, roots=streams(seed, 0, samples), floors=floors,
        levels=levels, hold=hold, lead=lead
    )  # fmt: skip
    seen = [one for one in scenario.evidence.observations.values() if one.quantity in MONTHS_AHEAD]
    able = [name for name in wanted if name in opened]
    made: list[ItemOutlook] = []
    complete = True
    try:
        for name in able:
            if progress is not None and len(able) * samples * months > _QUICK:
                progress(name, len(made), len(able))
            about = [one for one in seen if one.item == name]
            made.append(
                _item(opened[name], flows["production"].get(name, ()), flows["consumption"].get(name, ()), asked, about)
            )
    except KeyboardInterrupt:
        complete = False
    return Outlook(
        months=months, samples=samples, seed=seed, items=tuple(made), complete=complete,
        unstated=unstated(wanted, opened=opened, flows=flows, made=made),
        others=tuple(name for name in known if name not in wanted),
    )  # fmt: skip


def _check(*, months: int, samples: int, hold: float, lead: float) -> None:
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(f"months is a whole number from 1 to {MOST_MONTHS}; got {months}")
    if samples < 1 or samples * (months + 1) > MOST_CELLS:
        most = MOST_CELLS // (months + 1)
        raise UsageError(f"samples is a whole number from 1 to {most:,} for {months} months; got {samples}")
    if not 0.0 < hold < 1.0:
        raise UsageError(f"the share in which a floor holds lies between 0 and 1; got {hold:g}")
    if not 0.0 <= lead < months:
        raise UsageError(f"the lead of new production lies from 0 to below {months} months; got {lead:g}")


def _unknown(name: str, known: Iterable[str]) -> str:
    near = nearest(name, list(known))
    hint = "" if near is None else f" Did you mean {near!r}?"
    return f"no stock and no flow of an item {name!r} is stated.{hint} Known: {', '.join(known) or 'none'}."


def flows_of(scenario: Scenario, table: str) -> dict[str, tuple[Flow, ...]]:
    """Return the flows of ``production`` or ``consumption`` by item."""
    found: dict[str, list[Flow]] = {}
    for key, row in rows(scenario, table):
        found.setdefault(row.item, []).append(_flow(scenario, f"{table}/{key}", row))
    return {item: tuple(flows) for item, flows in found.items()}


def _flow(scenario: Scenario, name: str, row: Production | Consumption) -> Flow:
    def month(moment: datetime | None) -> float | None:
        return None if moment is None else scenario.seconds(moment) / MONTH_S

    return Flow(
        name=name, quantity=row.quantity_per_month, opens=month(row.opens), closes=month(row.closes),
        lead=row.lead_months, ramp=row.ramp_months, monthly=row.drawn == "monthly",
    )  # fmt: skip


def _item(
    held: Stocks, produced: Sequence[Flow], consumed: Sequence[Flow], asked: _Asked, seen: Sequence[Observation]
) -> ItemOutlook:
    opening = np.full(1, held.released)
    for name, reserve in held.reserves:
        opening = opening + reserve_of(name, reserve, asked.roots)
    count, last = asked.samples, held.last
    floor, level = asked.floors.get(held.item, held.floor), asked.levels.get(held.item)
    fan, empty, needs = Fan(asked.months, count), Falls(0.0, count), Needs(floor or 0.0, asked.lead, count)
    low = Falls(floor, count) if floor else None
    back = Rebuilds(opening if level is None else level, last, count)
    now, later = (
        Lasts(month, count) if consumed and (month or not since) else None for since, month in ((0, 0), (1, last))
    )
    watchers = [one for one in (fan, empty, low, back, now, later, needs) if one is not None]
    unmet = walk(
        opening,
        drawn=held.drawn,
        produced=[Course(flow, asked.roots) for flow in produced],
        consumed=[Course(flow, asked.roots) for flow in consumed],
        samples=count,
        watchers=watchers,
    )
    answers = {"runout_months": empty.when, "rebuild_months": back.when}
    return ItemOutlook(
        item=held.item,
        places=held.places,
        opening=spread(np.broadcast_to(opening, (count,))),
        drawn=held.drawn,
        produced=fan.produced,
        consumed=fan.consumed,
        on_hand=fan.on_hand,
        unmet=spread(unmet),
        run_out=_falling(empty.when, 0.0),
        below_floor=None if floor is None else _falling((low or empty).when, floor),
        weeks=None if now is None else spread(now.months * WEEKS_PER_MONTH),
        weeks_after=None if later is None else spread(later.months * WEEKS_PER_MONTH),
        rebuild=_rebuilding(back.when, level),
        rate=_rate(needs, asked),
        reported=tuple(_reported(one, answers[one.quantity], asked.months) for one in seen),
        floor_by="argument" if held.item in asked.floors else "" if floor is None else "stock.csv",
    )


def _falling(when: FloatArray, level: float) -> Falling:
    return Falling(level=level, chance=chance(int(np.isfinite(when).sum()), len(when)), when=spread(when))


def _rebuilding(when: FloatArray, level: float | None) -> Rebuilding:
    return Rebuilding(
        level=level,
        fell=float(np.count_nonzero(when) / len(when)),
        chance=chance(int(np.isfinite(when).sum()), len(when)),
        when=spread(when),
    )


def _rate(needs: Needs, asked: _Asked) -> Rate:
    needed = np.sort(needs.rate)
    low, high = median_interval(len(needed), asked.hold)
    rate = at(needed, asked.hold)
    known = rate is not None and math.isfinite(needed[high])
    return Rate(
        floor=needs.floor, share=asked.hold, lead_months=needs.lead, per_month=rate,
        low=float(needed[low]) if known else None, high=float(needed[high]) if known else None,
    )  # fmt: skip


def _reported(seen: Observation, when: FloatArray, months: int) -> Reported:
    def below(value: float | None) -> float | None:
        if value is None or value > months:
            return None
        return float(np.count_nonzero(when < value) + 0.5 * np.count_nonzero(when == value)) / len(when)

    return Reported(
        id=seen.id, quantity=seen.quantity, value=seen.value, low=seen.low, high=seen.high,
        below=below(seen.value), low_below=below(seen.low), high_below=below(seen.high),
        evidence=seen.evidence, note=seen.note,
    )  # fmt: skip
