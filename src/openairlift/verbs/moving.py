"""Moves of units: what they take by air, when they are complete at their site, and what they delay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openairlift
from openairlift import reference
from openairlift.errors import Interrupted, UsageError, nearest
from openairlift.exchange import read_scenario
from openairlift.model import Requirement
from openairlift.network import Network, RouteBook, build_network
from openairlift.outlook.sorties import Packing, Sortie, pack
from openairlift.scenario import Scenario
from openairlift.study import Study
from openairlift.study.unit_moves import REPLANS, Delay, Delays, Told, UnitMove, unit_moves, unit_requirements
from openairlift.verbs.records import Record, inputs_record, number, scenario_record
from openairlift.verbs.studying import studied

RUNS = 200
"""Runs where none are stated."""

_QUANTILES = ("p10", "p50", "p90")


def units(
    source: str | Path,
    unit_types: Sequence[str] = (),
    *,
    options: Sequence[str] = (),
    runs: int | None = None,
    seed: int | None = None,
    workers: int | None = 1,
    effort: int = 1,
    delays: bool = True,
    replans: int = REPLANS,
    progress: Told | None = None,
) -> Record:
    """Return what moves of units take, as a record without path or clock.

    Parameters
    ----------
    source, options : the scenario.
    unit_types : those that are asked for; none = all that requirements ask for. A unit type that no requirement asks
        for is packed only, with the payload at range 0.
    runs, seed, workers, effort : of the study, and of every plan.
    delays : whether the airlift is planned again without each unit, to see what it delays.
    replans : neutral re-plans, which measure the planner's noise.
    progress : told (what is done next, done so far, in all).

    Raises
    ------
    UsageError
        When a unit type is known neither to the scenario nor to the shipped tables.
    """
    scenario = read_scenario(source, options=options)
    network = build_network(scenario)
    known = list(dict.fromkeys([*scenario.unit_types, *scenario.unit_loads, *_shipped()]))
    for name in unit_types:
        if name not in known:
            near = nearest(name, known)
            raise UsageError(
                f"there is no unit type {name!r}; allowed: {', '.join(known)}"
                + ("" if near is None else f"; did you mean {near!r}?")
            )
    asked = [
        name
        for name in unit_requirements(scenario)
        if not unit_types or scenario.requirements[name].unit_type in unit_types
    ]
    tell: Told = progress or (lambda _what, _done, _total: None)
    rows: list[Record] = []
    complete, study = True, None
    if asked:
        study = studied(
            scenario, network, runs=RUNS if runs is None else runs, seed=seed, workers=workers, effort=effort, tell=tell
        )
        moves = {move.requirement: move for move in unit_moves(study)}
        rows = [{**move_record(study, moves[name]), **takes(study, name), "delays": None} for name in asked]
        if delays and study.runs > 1:
            complete = _delays(study, asked, rows, effort=effort, workers=workers, replans=replans, tell=tell)
    moved = {scenario.requirements[name].unit_type for name in asked}
    return {
        "title": scenario.settings.title,
        "version": openairlift.__version__,
        "seed": scenario.settings.seed if seed is None else seed,
        "runs": 0 if study is None else study.runs,
        "effort": effort,
        "scenario": scenario_record(scenario),
        "inputs": inputs_record(scenario),
        "requirements": rows,
        "unit_types": [_alone(scenario, name) for name in unit_types if name not in moved],
        "known": known,
        "complete": complete,
    }


def _delays(
    study: Study,
    asked: Sequence[str],
    rows: list[Record],
    *,
    effort: int,
    workers: int | None,
    replans: int,
    tell: Told,
) -> bool:
    """Fill in what each requirement delays; False when Ctrl-C came first."""
    total = replans + len(asked)
    try:
        found = Delays(study, effort=effort, workers=workers, replans=replans)
        found.measure_noise(lambda what, done, _: tell(what, done, total))
        for at, name in enumerate(asked):
            tell(f"without {name}", replans + at, total)
            rows[at]["delays"] = [_delay(item) for item in found.of(name)]
        tell("", total, total)
    except (KeyboardInterrupt, Interrupted):
        return False
    return True


def move_record(study: Study, move: UnitMove) -> Record:
    """Return a planned and simulated move as a record that JSON can hold."""
    scenario, network = study.scenario, study.network
    requirement = scenario.requirements[move.requirement]
    lines = [line for line in network.lines if line.requirement == move.requirement]
    types = Counter(_type(study, item) for item in move.sorties)
    return {
        "requirement": move.requirement,
        "unit_type": requirement.unit_type,
        "quantity": number(1.0 if requirement.quantity is None else requirement.quantity),
        "origin": requirement.origin or "any",
        "destination": requirement.destination,
        "people": number(sum(line.quantity for line in lines if line.people)),
        "pieces": number(sum(line.quantity for line in lines if not line.people)),
        "mass_kg": number(sum(line.quantity * line.unit_kg for line in lines)),
        "sorties_by_type": {item.type: types[item.type] for item in network.types if types[item.type]},
        "binds": _binds(move.sorties),
        "sorties": [_sortie(study, item, move.requirement) for item in move.sorties],
        "by_surface": move.by_surface,
        "left_out": list(move.left_out),
        "landed": _dates(scenario, move.landed),
        "delivered": _dates(scenario, move.delivered),
        "complete_share": number(move.complete_share),
    }


def takes(study: Study, name: str) -> Record:
    """Return what the units of a requirement would take by each type of the fleet alone, beside what is published."""
    scenario, network = study.scenario, study.network
    requirement = scenario.requirements[name]
    lines = {i: line.quantity for i, line in enumerate(network.lines) if line.requirement == name}
    book = RouteBook(network)
    packings, apart = [], []
    for type_ in _fleet(network):
        payload = max((_payload(book, type_, index) for index in lines), default=0.0)
        if payload > 0.0:
            packings.append(_packing(network, pack(network, type_, lines, payload_kg=payload)))
        else:
            apart.append(network.types[type_].type)
    count = 1.0 if requirement.quantity is None else requirement.quantity
    return {
        "packings": packings,
        "no_way": apart,
        "published": published_loads(scenario, requirement.unit_type or "", count),
        "items": _items(scenario, network, list(lines)),
    }


def _alone(scenario: Scenario, name: str) -> Record:
    """Return what one unit that nobody asks for would take, with the payload at range 0."""
    items = {row.item: row for row in (entry.record for entry in reference.items().rows)}
    rows = scenario.unit_types.get(name) or tuple(
        entry.record for entry in reference.unit_types().rows if entry.record.unit_type == name
    )
    published = published_loads(scenario, name, 1.0)
    if not rows:
        return {"unit_type": name, "packings": [], "no_way": [], "published": published, "items": []}
    place = next(row.id for row in scenario.places.values() if row.is_airfield)
    wanted = {row.item: items.get(row.item) for row in rows}
    network = build_network(
        replace(
            scenario,
            requirements={name: Requirement(req_id=name, unit_type=name, quantity=1, origin=place, destination=place)},
            unit_types={name: rows},
            items={**{key: item for key, item in wanted.items() if item is not None}, **scenario.items},
        )
    )
    lines = {i: line.quantity for i, line in enumerate(network.lines)}
    packings = []
    for type_ in _fleet(network):
        curve = network.types[type_].payload_at_range
        if curve is not None:
            packings.append(_packing(network, pack(network, type_, lines, payload_kg=curve.at(0.0))))
    return {
        "unit_type": name,
        "packings": packings,
        "no_way": [],
        "published": published,
        "items": _items(scenario, network, list(lines)),
    }


# --- parts -------------------------------------------------------------------------------------------------------


def _shipped() -> list[str]:
    rows = [entry.record.unit_type for entry in reference.unit_types().rows]
    return [*rows, *(entry.record.unit_type for entry in reference.unit_loads().rows)]


def _fleet(network: Network) -> list[int]:
    return sorted({tail.type for tail in network.tails})


def _payload(book: RouteBook, type_: int, index: int) -> float:
    """Return the best payload of a line's ways by a type, as it is flown on average [kg]; 0 where there is no way."""
    line, share = book.network.lines[index], book.network.types[type_].payload_flown_share
    flown = 1.0 if share is None else share.mean
    ways = (
        route.payload_kg
        for place, _ in line.sources
        for hub, _ in line.hubs
        for route in book.routes(type_, place, hub)[:1]
    )
    return max(ways, default=0.0) * flown


def _type(study: Study, item: Sortie) -> str:
    assert item.mission is not None
    tail = study.network.tails[study.plan.missions[item.mission].tail]
    return study.network.types[tail.type].type


def _binds(sorties: Sequence[Sortie]) -> Record:
    """Return how many sorties each limit binds; `nothing` = there was room left, or nothing left to carry."""
    return dict(Counter("nothing" if item.binds is None else item.binds for item in sorties))


def _sortie(study: Study, item: Sortie, requirement: str) -> Record:
    assert item.mission is not None
    network, mission = study.network, study.plan.missions[item.mission]
    own = {i: n for i, n in item.aboard.items() if network.lines[i].requirement == requirement}
    others = sum(n * network.lines[i].unit_kg for i, n in item.aboard.items() if i not in own)
    return {
        "mission": item.mission + 1,
        "tail": network.tails[mission.tail].name,
        "type": _type(study, item),
        "from": network.places[mission.stops[mission.onload].place].id,
        "to": network.places[mission.stops[mission.offload].place].id,
        "aboard": _aboard(network, own),
        "of_others_kg": number(others),
        **_shares(item),
    }


def _shares(item: Sortie) -> Record:
    return {
        "payload_kg": number(item.payload_kg),
        "weight_share": number(item.weight_share),
        "floor_share": None if item.floor_share is None else number(item.floor_share),
        "seats_share": None if item.seats_share is None else number(item.seats_share),
        "binds": item.binds,
    }


def _aboard(network: Network, aboard: dict[int, float]) -> list[Record]:
    return [{"item": _short(network, i), "quantity": number(n)} for i, n in aboard.items()]


def _short(network: Network, index: int) -> str:
    line = network.lines[index]
    return line.name.split("/", 1)[1] if "/" in line.name else line.name


def _packing(network: Network, found: Packing) -> Record:
    return {
        "type": network.types[found.type].type,
        "payload_kg": number(found.payload_kg),
        "sorties": len(found.sorties),
        "bound": found.bound,
        "proved": len(found.sorties) == found.bound,
        "binds": _binds(found.sorties),
        "unfit": [{"item": _short(network, index), "reason": reason} for index, reason in found.unfit],
        "loads": [{"aboard": _aboard(network, dict(item.aboard)), **_shares(item)} for item in found.sorties],
    }


def published_loads(scenario: Scenario, name: str, count: float) -> list[Record]:
    """Return stated numbers of loads: the scenario's own, and the shipped ones with their source."""
    stated = {row.aircraft: (row.loads, "unit_loads.csv", "", "") for row in scenario.unit_loads.get(name, ())}
    table = reference.reference_table("unit_loads")
    for entry in table.table.rows:
        if entry.record.unit_type == name:
            origin = table.origins[entry.key]
            stated[entry.record.aircraft] = (entry.record.loads, origin.source, origin.edition, origin.note)
    return [
        {
            "aircraft": aircraft,
            "loads_each": number(loads),
            "loads": number(loads * count),
            "source": source,
            "edition": edition,
            "note": note,
        }
        for aircraft, (loads, source, edition, note) in stated.items()
    ]


def _items(scenario: Scenario, network: Network, lines: Sequence[int]) -> list[Record]:
    """Return the list that is packed, with where its masses come from."""
    known = {(row.table, row.key, row.column): (row.basis, row.source) for row in scenario.inputs}
    rows = []
    for index in lines:
        line, item = network.lines[index], _short(network, index).partition("#")[0]
        basis, source = known.get(("items", item, "unit_mass_kg"), (None, None))
        if basis is None and item in reference.reference_table("items").origins:
            origin = reference.reference_table("items").origins[item]
            basis = "estimated" if "unit_mass_kg" in origin.estimated else "quoted"
            source = origin.source
        if line.people:
            basis, source = "scenario", "person_kg"
        rows.append(
            {
                "item": item,
                "quantity": number(line.quantity),
                "unit_mass_kg": number(line.unit_kg),
                "length_m": line.length_m,
                "width_m": line.width_m,
                "height_m": line.height_m,
                "cargo_class": line.cargo_class,
                "mass_basis": basis,
                "mass_source": source,
            }
        )
    return rows


def _dates(scenario: Scenario, seconds: Sequence[int | None]) -> Record:
    return {
        name: None if second is None else f"{scenario.moment(second):%Y-%m-%dT%H:%MZ}"
        for name, second in zip(_QUANTILES, seconds, strict=True)
    }


def _delay(item: Delay) -> Record:
    return {
        "requirement": item.requirement,
        "mean_h": number(item.hours.mean),
        "low_h": number(item.hours.low),
        "high_h": number(item.hours.high),
        "noise_h": number(item.noise_h),
        "distinguishable": item.distinguishable,
        "complete_share_with": number(item.share_with),
        "complete_share_without": number(item.share_without),
    }
