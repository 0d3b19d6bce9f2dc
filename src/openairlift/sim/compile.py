"""Compile a network and a plan to the kernel's arrays: inputs, and the state at second 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from openairlift.model import MARKS
from openairlift.network.network import Network, ShockKind, Steps
from openairlift.plan.events import Cause
from openairlift.plan.plan import Plan
from openairlift.sim import layout
from openairlift.sim.check import check_plan
from openairlift.sim.compile_network import Distributions, fill_kinds, fill_links, fill_places, fill_streams, pairs
from openairlift.sim.compile_plan import fill_loads, fill_missions
from openairlift.sim.compile_shocks import fill_crews, fill_shocks, pool_of
from openairlift.sim.layout import DAY, MARK_COUNT, QUEUES, Known, Records, State
from openairlift.sim.resources import resources

BINS = 480
"""Occupancy is kept in at most this many bins of whole hours."""

MAX_EVENTS = 1_000_000_000
"""Events of one run beyond which it is given up."""


FIRST_POOL = 2000
"""Most aircraft of other traffic for which room is made beforehand."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Room for what can't be known beforehand; a run that needs more is repeated with twice as much."""

    heap: int
    traffic: int
    log: int


def bin_width(horizon_s: int) -> int:
    """Return the width of the bins of occupancy [s]: whole hours, at most `BINS` bins.

    Examples
    --------
    >>> bin_width(10 * 86_400), bin_width(90 * 86_400)
    (3600, 18000)
    """
    return 3600 * max(1, -(-horizon_s // (3600 * BINS)))


def first_sizes(network: Network, plan: Plan, *, log: bool) -> Sizes:
    """Return sizes that suffice as a rule."""
    stops = sum(len(mission.stops) + 2 * len(mission.loads) for mission in plan.missions) + 2 * len(plan.hauls)
    hold_s = network.scenario.settings.hold_s
    present = sum(s.arrivals_per_day * (s.ground_s.mean + hold_s) / DAY for s in network.streams)
    present = min(present, FIRST_POOL)
    days = network.horizon_s / DAY
    arrivals = min(sum(s.arrivals_per_day * days for s in network.streams), FIRST_POOL)
    return Sizes(
        heap=4 * len(network.tails) + 2 * len(plan.loads) + int(8 * present) + 256,
        traffic=int(4 * present) + 64 if network.streams else 0,
        log=int(10 * stops + 4 * arrivals) + 256 if log else 0,
    )


def initial_state(network: Network, plan: Plan, *, luck: bool, log: bool, sizes: Sizes) -> State:
    """Return the state at second 0.

    Raises
    ------
    PlanError
        When a mission can't be flown as it stands.
    """
    check_plan(network, plan)
    table = Distributions()
    found = resources(network)
    row_of = {(resource.kind, resource.index): i for i, resource in enumerate(found)}
    places, horizon = len(network.places), network.horizon_s
    place, step, windows, alternate = fill_places(network, table, row_of)
    mission, stop = fill_missions(network, plan, table.row)
    load, groups = fill_loads(network, plan, mission)
    link, vehicle = fill_links(network, plan, table, row_of, windows)
    pool, crew, pool_type = fill_crews(network)
    shock, shock_list, airblock = fill_shocks(network, table)
    stream = fill_streams(network, table)
    kind = fill_kinds(network, table, row_of)
    craft = _craft(network, mission, sizes.traffic)
    enroute = np.array(
        [[table.row(network.distributions[int(row[2])]) for row in rows] for rows in network.ground], dtype=np.int64
    ).reshape(len(network.types), places)
    dist, param = table.arrays()
    agenda = _agenda(network, mission)
    nodes = 4 * len(craft) + 4
    node = np.zeros(nodes, dtype=layout.NODE)
    node["next"] = [*range(1, nodes), -1]
    heap = sizes.heap + len(vehicle) + len(stream) + len(shock) + len(pool) + len(crew) + 2 * places + 16
    bins = -(-horizon // bin_width(horizon))
    days = -(-horizon // DAY)
    world = _world(network, mission, hauls=len(plan.hauls), luck=luck, log=log)
    world["first_haul"] = len(load) - len(plan.hauls)
    world["release_resource"] = row_of["release", 0]
    world["craft_free"] = len(network.tails) if sizes.traffic else -1
    for row in mission[(mission["load_last"] > mission["load_first"]) & (mission["ready_s"] <= 0)]:
        kind["due"][row["type"]] += 1
    limited = int(np.sum((place["arrivals_limit"] > 0) | (place["moves_limit"] > 0)))
    routes = places if any(record.kind is ShockKind.ROUTE for record in network.shocks) else 0
    queue = np.zeros(QUEUES * places, dtype=layout.QUEUE)
    queue["head"] = queue["tail"] = -1
    zeros = _zeros
    return State(
        place=place,
        queue=queue,
        craft=craft,
        mission=mission,
        stop=stop,
        load=load,
        kind=kind,
        link=link,
        vehicle=vehicle,
        pool=pool,
        crew=crew,
        pool_type=pool_type,
        hours=zeros(len(network.tails) + len(crew) if world["hours_on"][0] else 0, days),
        shock=shock,
        shock_list=shock_list,
        airblock=airblock,
        closed_leg=zeros(routes, routes),
        barred=zeros(len(network.types), places),
        moves=zeros(limited, -(-horizon // 3600)),
        landings=zeros(limited, days),
        stream=stream,
        dist=dist,
        param=param,
        block=np.ascontiguousarray(network.block_s, dtype=np.int64).copy(),
        enroute=enroute,
        step=step,
        window=pairs(windows),
        alternate=alternate,
        agenda=agenda,
        heap=np.zeros(heap, dtype=layout.EVENT),
        node=node,
        delta=zeros(nodes, 6),
        parked=zeros(2 * places + 1, 6),
        dirty=zeros(2 * places + 1),
        leftover=np.zeros(groups, dtype=np.float64),
        resource=np.zeros(len(found), dtype=layout.RESOURCE),
        world=world,
        marks=np.full((len(load), MARK_COUNT), -1, dtype=np.int64),
        waits=zeros(places, len(Cause)),
        traffic=zeros(2, places, days, 4),
        occupancy=zeros(places, 3, bins),
        stored=zeros(places, bins),
        log=np.zeros(sizes.log, dtype=layout.EVENTS_DTYPE),
    )


def empty_state() -> State:
    """Return the state of a scenario of length 0 with nothing in it: enough to compile the kernel."""
    world = np.zeros(1, dtype=layout.WORLD)
    world["release_resource"] = world["first_landed"] = world["closed_at"] = world["craft_free"] = -1
    world["bin_s"] = 1
    shapes = {"block": (0, 0, 0), "enroute": (0, 0), "delta": (0, 6), "parked": (1, 6), "marks": (0, MARK_COUNT)}
    shapes |= {"pool_type": (0, 0), "hours": (0, 0), "airblock": (0, 0, 0, 0), "closed_leg": (0, 0)}
    shapes |= {"barred": (0, 0), "moves": (0, 0), "landings": (0, 0)}
    shapes |= {"waits": (0, len(Cause)), "traffic": (2, 0, 0, 4), "occupancy": (0, 3, 0), "stored": (0, 0)}
    names = (name for name in State._fields if name != "world")
    return State(world=world, **{name: np.zeros(shapes.get(name, 0), dtype=layout.DTYPES[name]) for name in names})


def _zeros(*shape: int) -> Records:
    return np.zeros(shape, dtype=np.int64)


def _craft(network: Network, mission: Records, pool: int) -> Records:
    craft = np.zeros(len(network.tails) + pool, dtype=layout.CRAFT)
    for name in ("spot", "queue", "next", "prev", "stream", "patience", "b_place", "n_place", "mission", "stop"):
        craft[name] = -1
    for name in ("following", "last", "before", "duty_s", "pool", "cause"):
        craft[name] = -1
    pool_of_tail = pool_of(network)
    for i, tail in enumerate(network.tails):
        row = craft[i]
        row["type"], row["body"], row["base"] = tail.type, network.bodies[tail.type], tail.base
        row["from_s"], row["to_s"] = tail.available_from_s, tail.available_to_s
        first, last = np.searchsorted(mission["tail"], [i, i + 1])
        if last > first:
            row["following"], row["last"], row["left"] = first, last - 1, last - first
        row["place"], row["on_ramp"] = tail.base, 1
        row["duty_s"] = -1 if tail.duty_s is None else tail.duty_s
        row["pool"] = pool_of_tail.get(i, -1)
        row["has_crew"] = row["pool"] < 0
    if pool:
        craft["next"][len(network.tails) :] = [*range(len(network.tails) + 1, len(craft)), -1]
    return craft


def _agenda(network: Network, mission: Records) -> Records:
    rows: list[tuple[int, int, int, int, int, int]] = []

    def steps(what: Known, place: int, found: Steps | None) -> None:
        for time, value in list(zip(found.times, found.values, strict=True))[1:] if found else ():
            a, b, c = (*value, 0, 0)[:3]
            rows.append((time, what, place, a, b, c))

    for i in range(len(network.places)):
        steps(Known.PARKING, i, network.parking[i])
        steps(Known.WORKING, i, network.working[i])
        steps(Known.HANDLING, i, network.handling[i] if network.handling else None)
        for opens, closes in network.open_s[i] or ():
            rows.append((opens, Known.OPENS, i, 0, 0, 0))
            rows.append((closes, Known.CLOSES, i, 0, 0, 0))
    for k, hours in enumerate(network.link_open_s):
        for opens, closes in hours or ():
            rows.append((opens, Known.LINK_OPENS, k, 0, 0, 0))
            rows.append((closes, Known.LINK_CLOSES, k, 0, 0, 0))
    later = np.flatnonzero((mission["load_last"] > mission["load_first"]) & (mission["ready_s"] > 0))
    rows += [(int(mission[m]["ready_s"]), Known.READY, int(m), 0, 0, 0) for m in later]
    for i, tail in enumerate(network.tails):
        rows.append((tail.available_from_s, Known.WINDOW_OPENS, i, 0, 0, 0))
        rows.append((tail.available_to_s, Known.WINDOW_CLOSES, i, 0, 0, 0))
    # of two windows that touch, the first must close before the second opens
    rows.sort(key=lambda row: (row[0], row[1] not in (Known.CLOSES, Known.LINK_CLOSES), row[1], row[2]))
    agenda = np.zeros(len(rows), dtype=layout.AGENDA)
    for i, row in enumerate(rows):
        agenda[i] = row
    return agenda


def _world(network: Network, mission: Records, *, hauls: int, luck: bool, log: bool) -> Records:
    settings = network.scenario.settings
    world = np.zeros(1, dtype=layout.WORLD)
    loaded = mission["load_last"] > mission["load_first"]
    values: dict[str, Any] = {
        "horizon": network.horizon_s,
        "luck": luck,
        "slots": settings.arrivals == "slots",
        "hold_s": int((settings.hold_s + 0.5) // 1),
        "objective": MARKS.index(settings.objective_mark),
        "logging": log,
        "tails": len(network.tails),
        "reassign": settings.recourse == "reassign",
        "hours_on": any(pool.tails is not None for pool in network.pools)
        and any(type_.hours_per_30d is not None for type_ in network.types),
        "places": len(network.places),
        "days": -(-network.horizon_s // DAY),
        "max_events": MAX_EVENTS,
        "bin_s": bin_width(network.horizon_s),
        "due": int(np.sum(loaded & (mission["ready_s"] <= 0))),
        "unready": int(np.sum(loaded & (mission["ready_s"] > 0))),
        "to_load": len(mission) + hauls,
        "first_landed": -1,
        "closed_at": -1,
    }
    for name, value in values.items():
        world[name] = value
    return world
