"""Compile a network and a plan to the kernel's arrays: inputs, and the state at second 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from openairlift.luck import key_of
from openairlift.model import MARKS, Distribution
from openairlift.network.network import Network, Steps
from openairlift.plan.events import Cause
from openairlift.plan.plan import Plan
from openairlift.sim import layout
from openairlift.sim.check import check_plan
from openairlift.sim.compile_plan import fill_loads, fill_missions
from openairlift.sim.layout import DAY, MARK_COUNT, Known, Records, State
from openairlift.sim.resources import resources

BINS = 480
"""Occupancy is kept in at most this many bins of whole hours."""

MAX_EVENTS = 1_000_000_000
"""Events of one run beyond which it is given up."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Room for what can't be known beforehand; a run that needs more is repeated with twice as much."""

    heap: int
    traffic: int
    log: int


@dataclass(slots=True)
class Distributions:
    """The table of distributions under construction: equal ones share a row."""

    rows: dict[Distribution, int] = field(default_factory=dict)

    def row(self, distribution: Distribution | None) -> int:
        """Return the row of a distribution, -1 for none."""
        return -1 if distribution is None else self.rows.setdefault(distribution, len(self.rows))

    def arrays(self) -> tuple[Records, Records]:
        """Return the table and the parameters that it refers to."""
        table = np.zeros(len(self.rows), dtype=layout.DIST)
        parameters: list[float] = []
        for i, distribution in enumerate(self.rows):
            values = distribution.parameters
            table[i] = (int(distribution.shape), len(parameters), len(values), distribution.mean)
            parameters += values
        return table, np.array([*parameters, 0.0], dtype=np.float64)


def grams(mass_kg: float) -> int:
    """Return a mass in whole grams, halves up."""
    return int((mass_kg * 1000.0 + 0.5) // 1)


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
    stops = sum(len(mission.stops) + 2 * len(mission.loads) for mission in plan.missions)
    hold_s = network.scenario.settings.hold_s
    present = sum(s.arrivals_per_day * (s.ground_s.mean + hold_s) / DAY for s in network.streams)
    arrivals = sum(s.arrivals_per_day * (s.closes_s - s.opens_s) / DAY for s in network.streams)
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
    place, step, window, alternate = _places(network, table, row_of)
    mission, stop = fill_missions(network, plan, table.row)
    load, groups = fill_loads(network, plan)
    link, vehicle = _links(network, plan, table, row_of)
    stream = _streams(network, table)
    kind = _kinds(network, table, row_of)
    craft = _craft(network, mission, sizes.traffic)
    enroute = np.array(
        [[table.row(network.distributions[int(row[2])]) for row in rows] for rows in network.ground], dtype=np.int64
    ).reshape(len(network.types), places)
    dist, param = table.arrays()
    agenda = _agenda(network, mission)
    nodes = 4 * len(craft) + 4
    node = np.zeros(nodes, dtype=layout.NODE)
    node["next"] = [*range(1, nodes), -1]
    heap = sizes.heap + len(vehicle) + len(stream) + 16
    bins = -(-horizon // bin_width(horizon))
    days = -(-horizon // DAY)
    world = _world(network, mission, luck=luck, log=log)
    world["release_resource"] = row_of["release", 0]
    world["craft_free"] = len(network.tails) if sizes.traffic else -1
    for row in mission[(mission["load_last"] > mission["load_first"]) & (mission["ready_s"] <= 0)]:
        kind["due"][row["type"]] += 1
    queue = np.zeros(5 * places, dtype=layout.QUEUE)
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
        stream=stream,
        dist=dist,
        param=param,
        block=np.ascontiguousarray(network.block_s, dtype=np.int64).copy(),
        enroute=enroute,
        step=step,
        window=window,
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
        traffic=zeros(2, places, days, 3),
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
    shapes |= {"waits": (0, len(Cause)), "traffic": (2, 0, 0, 3), "occupancy": (0, 3, 0), "stored": (0, 0)}
    names = (name for name in State._fields if name != "world")
    return State(world=world, **{name: np.zeros(shapes.get(name, 0), dtype=layout.DTYPES[name]) for name in names})


def _zeros(*shape: int) -> Records:
    return np.zeros(shape, dtype=np.int64)


def _steps(network: Network) -> tuple[list[tuple[int, int]], Records]:
    """Return the rows of `step` of each place's parking, and the table."""
    rows: list[tuple[int, ...]] = []
    ranges = []
    for steps in network.parking:
        first = len(rows)
        if steps is not None:
            rows += [(time, *value) for time, value in zip(steps.times, steps.values, strict=True)]
        ranges.append((first, len(rows)))
    table = np.zeros(len(rows), dtype=layout.STEP)
    for i, row in enumerate(rows):
        table[i] = row
    return ranges, table


def _places(
    network: Network, table: Distributions, row_of: dict[tuple[str, int], int]
) -> tuple[Records, Records, Records, Records]:
    place = np.zeros(len(network.places), dtype=layout.PLACE)
    steps, step = _steps(network)
    windows: list[tuple[int, int]] = []
    alternates: list[int] = []
    for i, record in enumerate(network.places):
        p = place[i]
        p["parking_first"], p["parking_last"] = steps[i]
        p["has_parking"] = network.parking[i] is not None
        if network.parking[i] is not None:
            p["cap_small"], p["cap_narrow"], p["cap_wide"] = step[steps[i][0]].tolist()[1:]
        working = network.working[i]
        p["has_working"] = working is not None
        p["slots"] = 0 if working is None else working.values[0][0]
        hours = network.open_s[i]
        p["always_open"] = hours is None
        p["window_first"] = len(windows)
        windows += hours or ()
        p["window_last"] = len(windows)
        p["is_open"] = hours is None or any(opens <= 0 < closes for opens, closes in hours)
        p["alternate_first"] = len(alternates)
        alternates += [network.place_index[name] for name in record.alternates]
        p["alternate_last"] = len(alternates)
        p["is_airfield"] = record.is_airfield
        p["link"] = next((k for k, link in enumerate(network.links) if link.origin == i), -1)
        p["storage_g"] = -1 if record.storage_kg is None else grams(record.storage_kg)
        p["clearance"] = table.row(record.clearance_s)
        shares = record.spot_equivalence
        p["narrow_on_wide"], p["small_on_narrow"], p["small_on_wide"] = (
            shares.narrow_on_wide,
            shares.small_on_narrow,
            shares.small_on_wide,
        )
        for name in ("parking", "working", "storage"):
            p[f"resource_{name}"] = row_of.get((name, i), -1)
        p["node"] = -1
    return place, step, _pairs(windows), np.array(alternates, dtype=np.int64)


def _pairs(windows: list[tuple[int, int]]) -> Records:
    table = np.zeros(len(windows), dtype=layout.WINDOW)
    for i, window in enumerate(windows):
        table[i] = window
    return table


def _links(
    network: Network, plan: Plan, table: Distributions, row_of: dict[tuple[str, int], int]
) -> tuple[Records, Records]:
    """Return links and vehicles; a link that states neither capacity nor vehicles has one for every trip."""
    link = np.zeros(len(network.links), dtype=layout.LINK)
    owners: list[int] = []
    for k, surface in enumerate(network.links):
        record = surface.record
        payload = 0 if record.payload_kg is None else max(grams(record.payload_kg), 1)
        loads = [load for _, load in plan.loads if load.link == k]
        mass = sum(load.mass_kg for load in loads)
        trips = len(loads) + (0 if not payload else int(mass * 1000.0 / payload) + 1)
        count = 0 if record.capacity_kg_per_day is not None else record.trucks or trips
        later = (j for j in range(k + 1, len(network.links)) if network.links[j].origin == surface.origin)
        row = link[k]
        row["origin"], row["destination"], row["next"] = surface.origin, surface.destination, next(later, -1)
        row["payload_g"] = payload
        row["capacity_kg_per_day"] = record.capacity_kg_per_day or 0.0
        row["load"], row["unload"] = table.row(record.load_s), table.row(record.unload_s)
        row["transit"], row["border"] = table.row(record.transit_s), table.row(record.border_wait_s)
        row["resource"] = row_of["trucks", k]
        row["head"] = row["tail"] = -1
        row["free"] = len(owners) if count else -1
        row["vehicles"] = count
        owners += [k] * count
    vehicle = np.zeros(len(owners), dtype=layout.VEHICLE)
    vehicle["link"] = owners
    for v in range(len(owners)):
        vehicle["next"][v] = v + 1 if v + 1 < len(owners) and owners[v + 1] == owners[v] else -1
    return link, vehicle


def _streams(network: Network, table: Distributions) -> Records:
    stream = np.zeros(len(network.streams), dtype=layout.STREAM)
    for j, record in enumerate(network.streams):
        row = stream[j]
        row["place"], row["body"], row["rate"] = record.place, record.body, record.arrivals_per_day
        row["opens_s"], row["closes_s"] = record.opens_s, record.closes_s
        row["key"] = key_of(f"traffic:{record.key}")
        row["ground"] = table.row(record.ground_s)
        row["nominal_s"] = int((record.ground_s.mean + 0.5) // 1)
    return stream


def _kinds(network: Network, table: Distributions, row_of: dict[tuple[str, int], int]) -> Records:
    kind = np.zeros(len(network.types), dtype=layout.KIND)
    for t, record in enumerate(network.types):
        row = kind[t]
        row["repair"], row["share"] = table.row(record.repair_s), table.row(record.payload_flown_share)
        row["resource"] = row_of.get(("fleet", t), -1)
        row["reliability"] = 1.0 if record.reliability_share is None else record.reliability_share
    return kind


def _craft(network: Network, mission: Records, pool: int) -> Records:
    craft = np.zeros(len(network.tails) + pool, dtype=layout.CRAFT)
    for name in ("spot", "queue", "next", "prev", "stream", "patience", "b_place", "n_place", "mission", "stop"):
        craft[name] = -1
    for i, tail in enumerate(network.tails):
        row = craft[i]
        row["type"], row["body"], row["base"] = tail.type, network.bodies[tail.type], tail.base
        row["from_s"], row["to_s"] = tail.available_from_s, tail.available_to_s
        first, last = np.searchsorted(mission["tail"], [i, i + 1])
        row["mission_first"], row["mission_last"], row["mission"] = first, last, first - 1
        row["place"], row["on_ramp"] = tail.base, 1
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
        for opens, closes in network.open_s[i] or ():
            rows.append((opens, Known.OPENS, i, 0, 0, 0))
            rows.append((closes, Known.CLOSES, i, 0, 0, 0))
    for m in range(len(mission)):
        if mission[m]["load_last"] > mission[m]["load_first"] and mission[m]["ready_s"] > 0:
            rows.append((int(mission[m]["ready_s"]), Known.READY, m, 0, 0, 0))
    for i, tail in enumerate(network.tails):
        rows.append((tail.available_from_s, Known.WINDOW_OPENS, i, 0, 0, 0))
        rows.append((tail.available_to_s, Known.WINDOW_CLOSES, i, 0, 0, 0))
    # of two windows that touch, the first must close before the second opens
    rows.sort(key=lambda row: (row[0], row[1] != Known.CLOSES, row[1], row[2]))
    agenda = np.zeros(len(rows), dtype=layout.AGENDA)
    for i, row in enumerate(rows):
        agenda[i] = row
    return agenda


def _world(network: Network, mission: Records, *, luck: bool, log: bool) -> Records:
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
        "places": len(network.places),
        "days": -(-network.horizon_s // DAY),
        "max_events": MAX_EVENTS,
        "bin_s": bin_width(network.horizon_s),
        "due": int(np.sum(loaded & (mission["ready_s"] <= 0))),
        "unready": int(np.sum(loaded & (mission["ready_s"] > 0))),
        "to_load": len(mission),
        "first_landed": -1,
        "closed_at": -1,
    }
    for name, value in values.items():
        world[name] = value
    return world
