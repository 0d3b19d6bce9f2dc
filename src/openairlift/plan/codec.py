"""Plans as canonical JSON: names instead of indexes, sorted keys, no spaces; the same plan gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from openairlift.errors import PlanError, nearest
from openairlift.network import Network
from openairlift.plan.plan import Haul, Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.plan.proof import Proof

FORMAT = 1
"""Version of the layout; a reader refuses any other."""


_TRIPLES = ("objective", "bound", "nothing")


def names_of(network: Network) -> dict[str, tuple[str, ...]]:
    """Return the names of the entities of a network by kind: place, tail, line, stock, link.

    Where a name repeats, the second is ``name#2``.
    """
    places = [place.id for place in network.places]
    return {
        "place": tuple(places),
        "tail": _unique(tail.name for tail in network.tails),
        "line": _unique(line.name for line in network.lines),
        "stock": _unique(f"{places[row.place]}/{row.item}" for row in network.stocks),
        "link": _unique(f"{places[row.origin]}/{places[row.destination]}/{row.record.mode}" for row in network.links),
    }


class _Names:
    """Names of the entities of a network, by kind."""

    def __init__(self, network: Network) -> None:
        self.by_index = names_of(network)

    def name(self, kind: str, index: int | None) -> str | None:
        """Return the name of an entity, or None for None."""
        if index is None:
            return None
        names = self.by_index[kind]
        if not 0 <= index < len(names):
            raise PlanError(f"the plan names {kind} {index}, but the scenario has {len(names)} of them")
        return names[index]


def encode(plan: Plan, network: Network) -> bytes:
    """Return a plan as canonical JSON in UTF-8, with the names of `network` in place of indexes.

    Raises
    ------
    PlanError
        When the plan names an entity that the network does not have.
    """
    names = _Names(network)
    record: dict[str, Any] = {
        "format": FORMAT,
        "method": plan.method,
        "missions": [_mission(mission, names) for mission in plan.missions],
        "notes": list(plan.notes),
        "reproducible": plan.reproducible,
        "shortfalls": [
            {
                "line": names.name("line", part.line),
                "mass_kg": float(part.mass_kg),
                "quantity": float(part.quantity),
                "reason": part.reason,
            }
            for part in plan.shortfalls
        ],
    }
    if plan.hauls:  # a plan without any keeps the bytes that it had before there were hauls
        record["hauls"] = [
            {
                "earliest_s": int(haul.earliest_s),
                "load": _load(haul.load, names),
                "origin": names.name("place", haul.origin),
            }
            for haul in plan.hauls
        ]
    if plan.proof is not None:
        record["proof"] = {**asdict(plan.proof), **{key: list(getattr(plan.proof, key)) for key in _TRIPLES}}
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def decode(data: bytes, network: Network) -> Plan:
    """Return the plan that `encode` wrote, for a network with the same names.

    Raises
    ------
    PlanError
        When the bytes are no plan, of another format, or name something that the network does not have.
    """
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PlanError(f"these bytes are no plan: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        got = record.get("format") if isinstance(record, dict) else type(record).__name__
        raise PlanError(f"this is no plan of format {FORMAT}: got {got!r}; make the plan again with this version")
    names = _Names(network)
    index = {kind: {name: i for i, name in enumerate(known)} for kind, known in names.by_index.items()}
    try:
        return Plan(
            missions=tuple(_read_mission(row, index) for row in record["missions"]),
            shortfalls=tuple(
                Shortfall(
                    line=_find(index, "line", row["line"]),
                    quantity=row["quantity"],
                    mass_kg=row["mass_kg"],
                    reason=row["reason"],
                )
                for row in record["shortfalls"]
            ),
            method=record["method"],
            reproducible=record["reproducible"],
            notes=tuple(record["notes"]),
            hauls=tuple(_read_haul(row, index) for row in record.get("hauls", ())),
            proof=_read_proof(record.get("proof")),
        )
    except (KeyError, TypeError) as error:
        raise PlanError(f"the plan lacks a part or has one of the wrong kind: {error}") from error


def _read_proof(row: Mapping[str, Any] | None) -> Proof | None:
    if row is None:
        return None
    triples = {key: (float(row[key][0]), float(row[key][1]), float(row[key][2])) for key in _TRIPLES}
    return Proof(**triples, scale=float(row["scale"]), closure_s=row["closure_s"], complete=bool(row["complete"]))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    counts: dict[str, int] = {}
    found = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        found.append(name if counts[name] == 1 else f"{name}#{counts[name]}")
    return tuple(found)


def _mission(mission: Mission, names: _Names) -> dict[str, Any]:
    return {
        "earliest_s": int(mission.earliest_s),
        "loads": [_load(load, names) for load in mission.loads],
        "stops": [
            {"place": names.name("place", stop.place), "purpose": stop.purpose.name.lower(), "rest_s": int(stop.rest_s)}
            for stop in mission.stops
        ],
        "tail": names.name("tail", mission.tail),
    }


def _load(load: Load, names: _Names) -> dict[str, Any]:
    return {
        "line": names.name("line", load.line),
        "link": names.name("link", load.link),
        "mass_kg": float(load.mass_kg),
        "number": int(load.number),
        "pallets": float(load.pallets),
        "quantity": float(load.quantity),
        "stock": names.name("stock", load.stock),
        "value_usd": float(load.value_usd),
        "volume_m3": float(load.volume_m3),
    }


def _read_mission(row: Mapping[str, Any], index: Mapping[str, Mapping[str, int]]) -> Mission:
    stops = tuple(
        Stop(place=_find(index, "place", stop["place"]), purpose=_purpose(stop["purpose"]), rest_s=stop["rest_s"])
        for stop in row["stops"]
    )
    return Mission(
        tail=_find(index, "tail", row["tail"]),
        stops=stops,
        loads=tuple(_read_load(load, index) for load in row["loads"]),
        earliest_s=row["earliest_s"],
    )


def _read_haul(row: Mapping[str, Any], index: Mapping[str, Mapping[str, int]]) -> Haul:
    return Haul(
        load=_read_load(row["load"], index), origin=_find(index, "place", row["origin"]), earliest_s=row["earliest_s"]
    )


def _read_load(row: Mapping[str, Any], index: Mapping[str, Mapping[str, int]]) -> Load:
    return Load(
        line=_find(index, "line", row["line"]),
        number=row["number"],
        quantity=row["quantity"],
        mass_kg=row["mass_kg"],
        volume_m3=row["volume_m3"],
        pallets=row["pallets"],
        value_usd=row["value_usd"],
        stock=None if row["stock"] is None else _find(index, "stock", row["stock"]),
        link=None if row["link"] is None else _find(index, "link", row["link"]),
    )


def _purpose(name: str) -> Purpose:
    for purpose in Purpose:
        if purpose.name.lower() == name:
            return purpose
    allowed = ", ".join(purpose.name.lower() for purpose in Purpose)
    raise PlanError(f"{name!r} is no purpose of a stop; allowed: {allowed}")


def _find(index: Mapping[str, Mapping[str, int]], kind: str, name: str) -> int:
    known = index[kind]
    if name in known:
        return known[name]
    meant = nearest(str(name), known)
    hint = f"; did you mean {meant!r}?" if meant else ""
    raise PlanError(f"the plan names {kind} {name!r}, which the scenario does not have{hint}")
