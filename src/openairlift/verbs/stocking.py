"""Say how stocks stand months ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.exchange import read_scenario
from openairlift.network import build_network
from openairlift.outlook.measures import Spread
from openairlift.outlook.records import Falling, ItemOutlook, Outlook, Rate, Rebuilding
from openairlift.outlook.stocks import HOLD, MONTHS, SAMPLES, Told
from openairlift.outlook.stocks import stocks as look_ahead
from openairlift.scenario import Input, Scenario
from openairlift.units import MONTH_S
from openairlift.verbs.planning import audited_plan
from openairlift.verbs.records import BASES, Record, number, scenario_record, to_json
from openairlift.verbs.running import check_writable

JSON, PAGE = "stocks.json", "stocks.html"


def stocks(
    source: str | Path,
    *,
    months: int = MONTHS,
    samples: int = SAMPLES,
    seed: int | None = None,
    options: Sequence[str] = (),
    items: Sequence[str] = (),
    floors: Mapping[str, float] | None = None,
    levels: Mapping[str, float] | None = None,
    hold: float = HOLD,
    lead: float = 0.0,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Told | None = None,
) -> Record:
    """Return the stocks of a scenario months ahead, as a record without path or clock.

    Parameters
    ----------
    source, options : the scenario.
    months, samples, seed, items, floors, levels, hold, lead, workers : as in `openairlift.stocks`.
    out : folder for ``stocks.json`` and ``stocks.html``; what is there is not overwritten.
    progress : told what is done.
    """
    if out is not None:
        check_writable(Path(out))
        for name in (JSON, PAGE):
            if (Path(out) / name).exists():
                raise OpenAirliftError(f"{out} holds {name}, which is not overwritten; choose another --out")
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    tell: Callable[[str, int, int], None] = progress or (lambda _what, _done, _total: None)
    tell("planning", 0, 0)
    plan = audited_plan(scenario, network=network, progress=lambda *_: tell("compiling the simulator, this once", 0, 0))
    found = look_ahead(
        scenario, months=months, samples=samples, seed=seed, items=items, floors=floors, levels=levels, hold=hold,
        lead=lead, plan=plan, network=network, workers=workers, progress=tell,
    )  # fmt: skip
    record = record_of(scenario, found)
    if out is not None:
        from openairlift.reports.stocks import stocks_page

        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_bytes(stocks_page(record).encode("utf-8"))
        (folder / JSON).write_bytes(to_json(record))
    return record


def record_of(scenario: Scenario, found: Outlook) -> Record:
    """Return an outlook as plain data; months are counted from the scenario's start, with their dates beside them."""
    shown = {one.item for one in found.items}
    inputs = [item for item in scenario.outlook_inputs if _item_of(scenario, item) in shown]
    counts = Counter(item.basis for item in inputs)
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "scenario": scenario_record(scenario),
        "months": found.months,
        "month_days": number(MONTH_S / 86_400),
        "samples": found.samples,
        "seed": found.seed,
        "complete": found.complete,
        "unstated": list(found.unstated),
        "others": list(found.others),
        "inputs": {**{basis: counts.get(basis, 0) for basis in BASES}, "total": len(inputs)},
        "items": [_item(scenario, one, inputs) for one in found.items],
    }


def _item_of(scenario: Scenario, item: Input) -> str:
    """Return the item that a row of stock, production or consumption is about; its key ends, or is, its name."""
    key = item.key.partition("#")[0]
    return key.rpartition(":")[2] if item.table == "stock" else key


def _item(scenario: Scenario, one: ItemOutlook, inputs: Sequence[Input]) -> Record:
    known = scenario.items.get(one.item)
    return {
        "item": one.item,
        "name": one.item if known is None or known.name is None else known.name,
        "places": [{name: _plain(value) for name, value in asdict(place).items()} for place in one.places],
        "opening": _spread(one.opening),
        "drawn_by_plan": number(float(one.drawn[-1])),
        "floor": None if one.floor is None else number(one.floor),
        "floor_by": one.floor_by or None,
        "run_out": _falling(scenario, one.run_out),
        "below_floor": None if one.below_floor is None else _falling(scenario, one.below_floor),
        "unmet": _spread(one.unmet),
        "weeks_of_supply": None if one.weeks is None else _spread(one.weeks),
        "weeks_after_plan": None if one.weeks_after is None else _spread(one.weeks_after),
        "rebuild": _rebuild(scenario, one.rebuild),
        "rate": _rate(one.rate),
        "reported": [
            {name: _plain(value) for name, value in asdict(seen).items()} for seen in one.reported
        ],
        "by_month": {
            "on_hand": {
                name: [number(float(value)) for value in row]
                for name, row in zip(("p10", "p50", "p90"), one.on_hand, strict=True)
            },
            "drawn": [number(float(value)) for value in one.drawn],
            "produced_mean": [number(float(value)) for value in one.produced],
            "consumed_mean": [number(float(value)) for value in one.consumed],
        },
        "inputs": [
            {
                "table": item.table, "key": item.key, "column": item.column, "value": item.value, "basis": item.basis,
                "source": item.source, "evidence": list(item.evidence), "note": item.note, "where": item.where,
            }
            for item in inputs
            if _item_of(scenario, item) == one.item
        ],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return number(value)
    return list(value) if isinstance(value, tuple) else value


def _spread(found: Spread) -> Record:
    return {name: None if value is None else number(value) for name, value in asdict(found).items()}


def _dates(scenario: Scenario, when: Spread) -> Record:
    return {
        name: None if value is None else f"{scenario.moment(value * MONTH_S):%Y-%m-%d}"
        for name, value in asdict(when).items()
    }


def _falling(scenario: Scenario, found: Falling) -> Record:
    return {
        "level": number(found.level),
        "chance": {name: number(value) for name, value in asdict(found.chance).items()},
        "months": _spread(found.when),
        "dates": _dates(scenario, found.when),
    }


def _rebuild(scenario: Scenario, found: Rebuilding) -> Record:
    return {
        "level": None if found.level is None else number(found.level),
        "fell_share": number(found.fell),
        "chance": {name: number(value) for name, value in asdict(found.chance).items()},
        "months": _spread(found.when),
        "dates": _dates(scenario, found.when),
    }


def _rate(found: Rate) -> Record:
    return {name: None if value is None else number(value) for name, value in asdict(found).items()}
