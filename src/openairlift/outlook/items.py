"""The stock of one item months ahead, and what is told of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.evidence import Observation
from openairlift.outlook.balance import walk
from openairlift.outlook.draws import FloatArray, WordArray
from openairlift.outlook.flows import Course, Drawing, Flow, reserve_of
from openairlift.outlook.measures import at, chance, median_interval, place_of, ranked, spread
from openairlift.outlook.opening import Stocks
from openairlift.outlook.records import Falling, ItemOutlook, Rate, Rebuilding, Reported
from openairlift.outlook.watchers import Falls, Fan, Lasts, Needs, Rebuilds
from openairlift.units import MONTH_S

WEEKS_PER_MONTH = MONTH_S / (7 * 86_400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every item."""

    months: int
    samples: int
    roots: WordArray
    floors: Mapping[str, float]
    levels: Mapping[str, float]
    hold: float
    lead: float
    draws: Drawing


def item_outlook(
    held: Stocks, produced: Sequence[Flow], consumed: Sequence[Flow], asked: Asked, seen: Sequence[Observation]
) -> ItemOutlook:
    """Return the outlook of an item: what is held, its flows, and observations about it."""
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
        produced=[Course(flow, asked.roots, asked.draws) for flow in produced],
        consumed=[Course(flow, asked.roots, asked.draws) for flow in consumed],
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


def _rate(needs: Needs, asked: Asked) -> Rate:
    count = len(needs.rate)
    low, high = median_interval(count, asked.hold)
    needed = ranked(needs.rate, [low, high, place_of(asked.hold, count)])
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
