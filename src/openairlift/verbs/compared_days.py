"""What compared options have there by day, what they leave in stock, and what they cover, as records."""

from __future__ import annotations

from datetime import timedelta

from openairlift.network.network import FloatArray
from openairlift.outlook.cover import LABEL
from openairlift.study.comparing import asked, covering
from openairlift.study.comparing.cases import Case
from openairlift.study.comparing.pairs import interval
from openairlift.study.comparing.weighing import Weighing
from openairlift.study.curves import quantiles
from openairlift.study.relief_gain import Interval
from openairlift.units import DAY_S
from openairlift.verbs.records import Record, number

QUANTILES = (0.1, 0.5, 0.9)


def interval_record(found: Interval) -> Record:
    """Return a mean difference with its 95 % interval."""
    return {"mean": number(found.mean), "low": number(found.low), "high": number(found.high)}


def curve_record(found: Weighing, curve: asked.Curve) -> Record:
    """Return the share of a curve at the end of days, and by how much the options differ there."""
    mark, meter, group = curve
    rows = [_day(found, end, values) for end, values in found.days(curve)]
    return {"mark": mark, "meter": meter, "group": group, "of": "listed", "rows": rows}


def _day(found: Weighing, end: int, values: list[FloatArray | None]) -> Record:
    """Return what is there at the end of a day, by option."""
    day = -(-end // DAY_S)
    return {
        "day": day,
        "date": f"{found.cases[0].scenario.settings.start + timedelta(days=day - 1):%Y-%m-%d}",
        "options": {
            choice.name: _share(row, values[0])
            for choice, row in zip(found.choices, values, strict=True)
            if row is not None
        },
    }


def cover_record(found: Weighing) -> Record | None:
    """Return the share of the assets' weight that is covered by day, by option, and by what; None = no such units."""
    days = found.cover()
    if not days:
        return None
    return {
        "label": LABEL,
        "of": "weight of the option's own assets",
        "units": {choice.name: _bringing(case) for choice, case in zip(found.choices, found.cases, strict=True)},
        "rows": [_day(found, end, values) for end, values in days],
    }


def _bringing(case: Case) -> list[Record]:
    scenario = case.scenario
    return [
        {
            "requirement": one.requirement,
            "unit_type": one.standing[0].unit_type,
            "units": one.units,
            "site": one.standing[0].where,
            "radius_km": number(scenario.batteries[one.standing[0].unit_type].radius_m / 1000),
            "radius_basis": scenario.batteries[one.standing[0].unit_type].radius_basis,
            "emplace_h": number(one.emplace_s / 3600),
        }
        for one in covering.bringing(scenario)
    ]


def _share(row: FloatArray, first: FloatArray | None) -> Record:
    low, middle, high = quantiles(row, QUANTILES)
    record: Record = {"p10": number(float(low)), "p50": number(float(middle)), "p90": number(float(high))}
    if first is not None:
        record["difference"] = interval_record(interval(row[:, None], first[:, None])[0])
    return record


def stock_records(found: Weighing) -> list[Record]:
    """Return what is left of each stock at the horizon, by place and item, where some option's plan may draw on it."""
    tables = [_left(case) for case in found.cases]
    keys = list(dict.fromkeys(key for table in tables for key in table))
    rows = []
    for place, item in keys:
        here = [table.get((place, item)) for table in tables]
        options: Record = {}
        for choice, entry in zip(found.choices, here, strict=True):
            if entry is None:
                continue
            held, left = entry
            record: Record = {"held": number(held), **_share(left, None)}
            if here[0] is not None:
                record["difference"] = interval_record(interval(left[:, None], here[0][1][:, None])[0])
            options[choice.name] = record
        rows.append({"place": place, "item": item, "options": options})
    return rows


def _left(case: Case) -> dict[tuple[str, str], tuple[float, FloatArray]]:
    """Return what each stock held and what was left of it in every run."""
    held: dict[tuple[str, str], float] = {}
    for stock in case.network.stocks:
        key = (case.network.places[stock.place].id, stock.item)
        held[key] = held.get(key, 0.0) + stock.quantity
    wanted = asked.stocks(case.scenario, case.network)
    return {key: (held[key], held[key] - case.probed(probe)) for key, probe in wanted.items()}
