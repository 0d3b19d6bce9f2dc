"""Random worlds in which every feature of the simulator may act; one that is switched off leaves the rest as it is."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import replace

import numpy as np
from tests.sim.build import OFF, ON, RECOVER, constant, line, load, mission, stop
from tests.sim.worlds import DAY, with_hauls, world

from openairlift.model import Distribution, Shape
from openairlift.network.network import (
    UNREACHABLE,
    Clearance,
    Fuel,
    Network,
    Pool,
    Shock,
    ShockKind,
    Steps,
)
from openairlift.plan.plan import Plan

World = tuple[Network, Plan]
Feature = Callable[[random.Random, Network, Plan], World]

DEPOT, HUB, VIA, ALT = range(4)


def _places(net: Network, at: int, **fields) -> Network:
    places = list(net.places)
    places[at] = replace(places[at], **fields)
    return replace(net, places=tuple(places))


def _types(net: Network, **fields) -> Network:
    return replace(net, types=tuple(replace(record, **fields) for record in net.types))


def _settings(net: Network, **fields) -> Network:
    scenario = net.scenario
    return replace(net, scenario=replace(scenario, settings=replace(scenario.settings, **fields)))


def _links(net: Network, **fields) -> Network:
    return replace(net, links=tuple(replace(row, record=replace(row.record, **fields)) for row in net.links))


def _shock(net: Network, **fields) -> Network:
    return replace(net, shocks=(*net.shocks, Shock(**{"key": f"shock{len(net.shocks)}", **fields})))


def _when(r: random.Random) -> dict[str, object]:
    """Return a stated window, or a rate with a length."""
    if r.random() < 0.5:
        start = r.choice([0, 3600, 20_000, 50_000])
        return {"start_s": start, "end_s": start + r.choice([7200, 40_000, 90_000])}
    return {"rate_per_day": r.choice([1.0, 3.0]), "duration_s": Distribution(Shape.UNIFORM, (3000.0, 30_000.0))}


def duty(r: random.Random, net: Network, plan: Plan) -> World:
    limit = r.choice([9000, 20_000, 30_000, 50_000])
    net = _types(
        net, report_s=r.choice([None, 1800.0]), release_s=r.choice([None, 900.0]), rest_s=r.choice([7200.0, 30_000.0])
    )
    return replace(net, tails=tuple(replace(tail, duty_s=limit) for tail in net.tails)), plan


def hours(r: random.Random, net: Network, plan: Plan) -> World:
    return _types(net, hours_per_30d=r.choice([3.0, 6.0, 12.0])), plan


def home_crews(r: random.Random, net: Network, plan: Plan) -> World:
    pools = []
    for base in sorted({tail.base for tail in net.tails}):
        tails = tuple(i for i, tail in enumerate(net.tails) if tail.base == base)
        types = tuple(sorted({net.tails[i].type for i in tails}))
        pools.append(Pool(name=f"crews {base}", place=base, crews=r.randint(1, len(tails)), types=types, tails=tails))
    return replace(net, pools=(*pools, *net.pools)), plan


def staged_crews(r: random.Random, net: Network, plan: Plan) -> World:
    opens = r.choice([0, 0, 30_000])
    pools = [
        Pool(
            name="staged",
            place=at,
            crews=r.randint(1, 2),
            types=r.choice([(0,), (0, 1)]),
            opens_s=opens,
            closes_s=r.choice([200_000, 1 << 60]),
        )
        for at in (HUB, VIA)
        if r.random() < 0.7
    ]
    return replace(net, pools=(*net.pools, *pools)), plan


def fuel(r: random.Random, net: Network, plan: Plan) -> World:
    stocks = [None] * len(net.places)
    for at in (DEPOT, HUB, VIA):
        if r.random() < 0.6:
            stocks[at] = r.choice(
                [
                    Fuel(stock_kg=9000, kg_per_day=20_000),
                    Fuel(stock_kg=20_000, kg_per_day=0),
                    Fuel(stock_kg=0, kg_per_day=60_000),
                ]
            )
    if r.random() < 0.4:
        stocks[HUB] = Fuel(stock_kg=0, kg_per_day=0)
    return replace(_types(net, fuel_kg_per_h=r.choice([2000.0, 6000.0])), fuel=tuple(stocks)), plan


def handling(r: random.Random, net: Network, plan: Plan) -> World:
    steps = [None] * len(net.places)
    for at in (DEPOT, HUB):
        if r.random() < 0.8:
            steps[at] = r.choice(
                [Steps(times=(0,), values=((1,),)), Steps(times=(0, 30_000, 60_000), values=((2,), (0,), (1,)))]
            )
    return replace(net, handling=tuple(steps)), plan


def weather(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(
        net, kind=ShockKind.WEATHER, place=r.choice([DEPOT, HUB]), factor=r.choice([0.5, 0.8]), **_when(r)
    ), plan


def volume(r: random.Random, net: Network, plan: Plan) -> World:
    return _places(net, HUB, storage_m3=r.choice([25.0, 60.0])), plan


def vehicle_volume(r: random.Random, net: Network, plan: Plan) -> World:
    return _links(net, payload_m3=r.choice([20.0, 45.0])), plan


def convoy(r: random.Random, net: Network, plan: Plan) -> World:
    return _links(net, convoy=r.choice([2, 3])), plan


def link_hours(r: random.Random, net: Network, plan: Plan) -> World:
    opens, closes = r.choice([(21_600, 64_800), (0, 30_000)])
    windows = tuple((day * DAY + opens, day * DAY + closes) for day in range(4))
    return replace(net, link_open_s=tuple(windows for _ in net.links)), plan


def arrivals_a_day(r: random.Random, net: Network, plan: Plan) -> World:
    return _places(net, HUB, arrivals_per_day=r.choice([1.0, 2.5, 4.0])), plan


def movements(r: random.Random, net: Network, plan: Plan) -> World:
    for at in (DEPOT, HUB):
        net = _places(net, at, movements_per_h=r.choice([1.0, 2.0]))
    return net, plan


def absent_loads(r: random.Random, net: Network, plan: Plan) -> World:
    return replace(net, lines=tuple(replace(row, no_show_share=r.choice([0.2, 0.5])) for row in net.lines)), plan


def absent_traffic(r: random.Random, net: Network, plan: Plan) -> World:
    return replace(net, streams=tuple(replace(row, no_show_share=r.choice([0.2, 0.5])) for row in net.streams)), plan


def hot_spots(r: random.Random, net: Network, plan: Plan) -> World:
    for at in (DEPOT, HUB):
        net = _places(net, at, hot_spots=1, spot_explosive_kg=r.choice([None, 300.0]))
    lines = tuple(replace(row, explosive_kg=0.01 if row.unit == "kg" else 100.0) for row in net.lines)
    return replace(net, lines=lines), plan


def clearances(r: random.Random, net: Network, plan: Plan) -> World:
    found = [
        Clearance(
            kind=kind,
            places=r.choice([(HUB,), (HUB, ALT), (VIA,)]),
            lead_s=r.choice([7200, 30_000, 70_000]),
            cargo=r.choice([None, None, "bulk", "oversize", "hazardous", "1"]),
        )
        for kind in ("overflight", "landing", "customs")
        if r.random() < 0.7
    ]
    lines = list(net.lines)
    lines[0] = replace(lines[0], hazard="1.4")
    return replace(net, clearances=tuple(found), lines=tuple(lines)), plan


def closure(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(
        net, kind=ShockKind.CLOSURE, place=r.choice([DEPOT, HUB, VIA]), rate_per_day=2.0, duration_s=constant(20_000.0)
    ), plan


def link_closure(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(net, kind=ShockKind.CLOSURE, link=0, rate_per_day=2.0, duration_s=constant(30_000.0)), plan


def capacity(r: random.Random, net: Network, plan: Plan) -> World:
    for _ in range(2):
        what = r.randrange(3)
        net = _shock(
            net,
            kind=ShockKind.CAPACITY,
            place=r.choice([DEPOT, HUB]),
            what=what,
            factor=r.choice([0.0, 0.5]),
            rate_per_day=2.0,
            duration_s=constant(25_000.0),
        )
    return net, plan


def link_capacity(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(net, kind=ShockKind.CAPACITY, link=0, what=3, factor=r.choice([0.0, 0.3, 0.5]), **_when(r)), plan


def route(r: random.Random, net: Network, plan: Plan) -> World:
    a, b = r.choice([(DEPOT, HUB), (HUB, DEPOT), (DEPOT, VIA), (VIA, HUB)])
    return _shock(net, kind=ShockKind.ROUTE, place=a, to=b, **_when(r)), plan


def airspace(r: random.Random, net: Network, plan: Plan) -> World:
    for _ in range(r.randint(1, 2)):
        longer = np.where(net.block_s > 0, net.block_s + r.choice([1800, 9000]), net.block_s)
        a, b = r.choice([(DEPOT, HUB), (HUB, VIA)])
        if r.random() < 0.4:
            longer[:, a, b] = UNREACHABLE
        net = _shock(net, kind=ShockKind.AIRSPACE, block_s=longer, **_when(r))
    return net, plan


def mass_limit(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(
        net, kind=ShockKind.MASS_LIMIT, place=r.choice([HUB, VIA]), types=r.choice([(0,), (1,), (0, 1)]), **_when(r)
    ), plan


def lost_tails(r: random.Random, net: Network, plan: Plan) -> World:
    tails = tuple(i for i in range(len(net.tails)) if r.random() < 0.7) or (0,)
    when = {"start_s": r.choice([1000, 9000, 30_000, 60_000])} if r.random() < 0.6 else {"rate_per_day": 1.0}
    return _shock(net, kind=ShockKind.LOSS, tails=tails, count=r.randint(1, len(tails)), **when), plan


def lost_stock(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(
        net,
        kind=ShockKind.LOSS,
        stock=0,
        place=DEPOT,
        factor=r.choice([0.0, 0.5]),
        start_s=r.choice([0, 20_000, 50_000]),
    ), plan


def lost_store(r: random.Random, net: Network, plan: Plan) -> World:
    return _shock(net, kind=ShockKind.LOSS, place=HUB, rate_per_day=r.choice([2.0, 5.0])), plan


def windows(r: random.Random, net: Network, plan: Plan) -> World:
    return replace(
        net, tails=tuple(replace(tail, available_to_s=r.choice([10**9, 20_000, 60_000])) for tail in net.tails)
    ), plan


def reassign(r: random.Random, net: Network, plan: Plan) -> World:
    return _settings(net, recourse="reassign"), plan


def return_loads(r: random.Random, net: Network, plan: Plan) -> World:
    """Add missions that carry people from the hub to the depot."""
    lines = (*net.lines, line("back", unit="person", unit_kg=100.0, cargo_class="passengers", people=True, rank=2))
    missions = list(plan.missions)
    for number in range(r.randint(1, 4)):
        who = r.randrange(len(net.tails))
        cargo = load(40.0, of=len(lines) - 1, number=number + 1, unit_kg=100.0)
        ends = [stop(HUB, ON), stop(DEPOT, OFF)] + ([stop(net.tails[who].base, RECOVER)] if r.random() < 0.5 else [])
        missions.append(mission(cargo, tail=who, stops=ends, earliest_s=r.choice([0, 20_000])))
    return replace(net, lines=lines), replace(plan, missions=tuple(missions))


def hauls(r: random.Random, net: Network, plan: Plan) -> World:
    """Add hauls from the depot and from the hub, by road to the town."""
    return with_hauls(r, net, plan)


FEATURES: dict[str, Feature] = {
    feature.__name__: feature
    for feature in (
        duty, hours, home_crews, staged_crews, fuel, handling, weather, volume, vehicle_volume, convoy, link_hours,
        arrivals_a_day, movements, absent_loads, absent_traffic, hot_spots, clearances, closure, link_closure, capacity,
        link_capacity, route, airspace, mass_limit, lost_tails, lost_stock, lost_store, windows, reassign, return_loads,
        hauls,
    )
}  # fmt: skip
"""Every feature by name, in the order in which they are applied."""


RARE = ("volume", "vehicle_volume", "convoy", "hot_spots", "link_hours", "hours", "home_crews")
"""Features that need others to act, or seldom bind."""


def chosen(seed: int) -> tuple[str, ...]:
    """Return the features of a world: each in about two of five."""
    r = random.Random(f"features {seed}")
    return tuple(name for name in FEATURES if r.random() < (0.75 if name in RARE else 0.4))


def feature_world(seed: int, *, features: Collection[str] | None = None) -> World:
    """Return a world with some features; None takes those that `chosen` gives."""
    net, plan = world(seed)
    missions = tuple(
        replace(m, loads=tuple(replace(one, volume_m3=one.mass_kg / 250.0) for one in m.loads)) for m in plan.missions
    )
    plan = replace(plan, missions=missions)
    names = chosen(seed) if features is None else features
    for name, feature in FEATURES.items():
        if name in names:
            net, plan = feature(random.Random(f"{name} {seed}"), net, plan)
    return net, plan
