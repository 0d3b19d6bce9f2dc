"""Networks and plans made by hand: small, with round numbers, so that a test can say what must happen when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from openairlift.evidence import EvidenceBook
from openairlift.model import AircraftType, Distribution, Link, Place, Settings, Spots
from openairlift.network.network import Line, Network, Steps, Stock, Stream, Surface, Tail
from openairlift.plan.events import EventKind
from openairlift.plan.plan import Haul, Load, Mission, Plan, Purpose, Stop
from openairlift.scenario import Scenario
from openairlift.sim import Run, simulate

ON, OFF, VIA, RECOVER = Purpose.ONLOAD, Purpose.OFFLOAD, Purpose.ENROUTE, Purpose.RECOVER
GROUND = {ON: 1000.0, OFF: 2000.0, VIA: 500.0}
"""Ground times [s] where a test states none."""

BLOCK = 10_000
"""Block time of every leg [s] where a test states none."""

START = datetime(2022, 2, 25, tzinfo=UTC)


def place(id_: str, **fields: Any) -> Place:
    """Return an airfield; ``runway_m=None`` makes it a place by the road."""
    return Place(**{"id": id_, "name": id_, "lat": 50.0, "lon": 10.0, "runway_m": 3000.0, **fields})


def spots(*, small: int = 0, narrow: int = 0, wide: int = 0) -> Spots:
    """Return parking spots by class."""
    return Spots((small, narrow, wide))


def jet(name: str = "JET", **fields: Any) -> AircraftType:
    """Return an aircraft type."""
    return AircraftType(**{"type": name, "body": "wide", "pallets": 18, **fields})


def constant(value: float) -> Distribution:
    """Return a number that is certain."""
    return Distribution.constant(value)


def line(name: str = "r1", **fields: Any) -> Line:
    """Return a requirement line: cargo by mass from place 0 to place 1."""
    stated: dict[str, Any] = {
        "name": name,
        "requirement": name,
        "package": None,
        "rank": 1,
        "weight": 1.0,
        "unit": "kg",
        "quantity": 1e6,
        "unit_kg": 1.0,
        "unit_m3": None,
        "length_m": None,
        "width_m": None,
        "height_m": None,
        "cargo_class": "bulk",
        "unit_usd": 0.0,
        "people": False,
        "only_type": None,
        "sources": ((0, None),),
        "destination": 1,
        "hubs": ((1, None),),
        "ready_s": 0,
        "earliest_s": 0,
        "latest_s": None,
        "required_s": None,
    }
    return Line(**{**stated, **fields})


def tail(name: str = "A", **fields: Any) -> Tail:
    """Return a tail of type 0 at place 0."""
    stated: dict[str, Any] = {"type": 0, "base": 0, "home": 0, "available_from_s": 0, "available_to_s": 10**9}
    return Tail(**{"name": name, "duty_s": None, **stated, **fields})


def stream(key: str, at: int, **fields: Any) -> Stream:
    """Return other traffic: wide bodies, 2,000 s on the ground."""
    stated: dict[str, Any] = {"body": 2, "arrivals_per_day": 10.0, "opens_s": 0, "closes_s": 10**9}
    return Stream(**{"key": key, "place": at, "ground_s": constant(2000.0), **stated, **fields})


def network(
    places: Sequence[Place],
    *,
    tails: Sequence[Tail] = (tail(),),
    types: Sequence[AircraftType] = (jet(),),
    lines: Sequence[Line] = (line(),),
    stocks: Sequence[Stock] = (),
    links: Sequence[Link] = (),
    streams: Sequence[Stream] = (),
    ground: Mapping[tuple[int, Purpose], Distribution] | None = None,
    per_pallet_s: float = 0.0,
    block: Mapping[tuple[int, int], int] | None = None,
    payload_kg: float = 100_000.0,
    parking: Mapping[int, Steps] | None = None,
    working: Mapping[int, Steps] | None = None,
    open_s: Mapping[int, tuple[tuple[int, int], ...]] | None = None,
    horizon_s: int = 10 * 86_400,
    arrivals: str = "free",
    hold_s: float = 3000.0,
    mark: str = "delivered",
    bodies: Sequence[int] | None = None,
) -> Network:
    """Return a network; capacities follow from the places unless steps are stated."""
    n, kinds = len(places), len(types)
    index = {record.id: i for i, record in enumerate(places)}
    settings = Settings(
        title="A test",
        start=START,
        horizon_days=horizon_s / 86_400,
        arrivals=arrivals,
        hold_s=hold_s,
        objective_mark=mark,
    )
    block_s = np.full((kinds, n, n), BLOCK, dtype=np.int64)
    for (a, b), value in (block or {}).items():
        block_s[:, a, b] = value
    for i in range(n):
        block_s[:, i, i] = 0
    distributions: list[Distribution] = []
    ground_rows = np.zeros((kinds, n, 3), dtype=np.int64)
    for i in range(n):
        for purpose in (ON, OFF, VIA):
            ground_rows[:, i, purpose] = len(distributions)
            distributions.append((ground or {}).get((i, purpose)) or constant(GROUND[purpose]))
    return Network(
        scenario=scenario(settings, places, types, links),
        places=tuple(places),
        place_index=index,
        types=tuple(types),
        type_index={record.type: i for i, record in enumerate(types)},
        bodies=tuple(bodies or (["small", "narrow", "wide"].index(record.body or "wide") for record in types)),
        tails=tuple(tails),
        lines=tuple(lines),
        stocks=tuple(stocks),
        links=tuple(
            Surface(origin=index[record.origin], destination=index[record.destination], record=record)
            for record in links
        ),
        streams=tuple(streams),
        distance_m=np.full((n, n), 1e6),
        block_s=block_s,
        payload_kg=np.full((kinds, n, n), payload_kg),
        ground=ground_rows,
        per_pallet_s=np.full((kinds, n, 3), per_pallet_s),
        distributions=tuple(distributions),
        parking=tuple(
            (parking or {}).get(i) or (Steps(times=(0,), values=(record.parking.counts,)) if record.parking else None)
            for i, record in enumerate(places)
        ),
        working=tuple(
            (working or {}).get(i)
            or (Steps(times=(0,), values=((record.working,),)) if record.working is not None else None)
            for i, record in enumerate(places)
        ),
        open_s=tuple((open_s or {}).get(i) for i in range(n)),
        horizon_s=horizon_s,
    )


def scenario(
    settings: Settings, places: Sequence[Place], types: Sequence[AircraftType], links: Sequence[Link]
) -> Scenario:
    """Return the scenario that stands behind a network: only what the simulator reads of it."""
    return Scenario(
        name="test",
        settings=settings,
        places={record.id: record for record in places},
        aircraft={record.type: record for record in types},
        ground_times=(),
        fleet=(),
        traffic=(),
        items={},
        unit_types={},
        unit_loads={},
        stock=(),
        requirements={},
        packages={},
        package_events=(),
        links=tuple(links),
        people=(),
        disruptions=(),
        options={},
        chosen=(),
        evidence=EvidenceBook.empty(),
        inputs=(),
        defaults=(),
        unused=(),
        warnings=(),
        fingerprint="test",
    )


def load(quantity: float = 50_000.0, *, of: int = 0, number: int = 1, unit_kg: float = 1.0, **fields: Any) -> Load:
    """Return a load of a line."""
    stated: dict[str, Any] = {"line": of, "number": number, "quantity": quantity, "mass_kg": quantity * unit_kg}
    return Load(**{**stated, "volume_m3": 0.0, "pallets": 0.0, "value_usd": 0.0, **fields})


def stop(at: int, purpose: Purpose, rest_s: int = 0) -> Stop:
    """Return a stop."""
    return Stop(place=at, purpose=purpose, rest_s=rest_s)


def mission(*loads: Load, tail: int = 0, stops: Sequence[Stop] | None = None, earliest_s: int = 0) -> Mission:
    """Return a mission: onload at place 0, offload at place 1, unless stops are stated."""
    return Mission(
        tail=tail, stops=tuple(stops or (stop(0, ON), stop(1, OFF))), loads=tuple(loads), earliest_s=earliest_s
    )


def haul(cargo: Load, *, origin: int = 0, earliest_s: int = 0) -> Haul:
    """Return a haul from place 0."""
    return Haul(load=cargo, origin=origin, earliest_s=earliest_s)


def plan(*missions: Mission, hauls: Sequence[Haul] = ()) -> Plan:
    """Return a plan."""
    return Plan(missions=missions, hauls=tuple(hauls))


def fleet(count: int, **fields: Any) -> tuple[Tail, ...]:
    """Return tails of type 0 at place 0."""
    return tuple(tail(f"A{i}", **fields) for i in range(count))


def run_of(net: Network, missions: Plan, *, luck: bool = False, seed: int = 1, run: int = 0) -> Run:
    """Simulate with the log kept."""
    return simulate(net.scenario, missions, seed=seed, run=run, network=net, luck=luck, log=True)


def times(run: Run, kind: EventKind, *, at: int | None = None, who: int | None = None) -> list[int]:
    """Return when events of a kind happened, at a place and to somebody where stated."""
    assert run.events is not None
    rows = run.events[run.events["kind"] == kind]
    if at is not None:
        rows = rows[rows["place"] == at]
    if who is not None:
        rows = rows[rows["who"] == who]
    return [int(time) for time in rows["time"]]
