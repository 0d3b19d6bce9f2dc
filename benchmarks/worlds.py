"""A large made-up airlift in which every feature of the simulator acts, for speed; each feature can be switched off."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.sim.build import (
    OFF,
    ON,
    RECOVER,
    VIA,
    constant,
    jet,
    line,
    load,
    mission,
    network,
    place,
    plan,
    spots,
    stop,
    stream,
    tail,
)

from openairlift.model import Distribution, Equivalence, Link, Place, Shape
from openairlift.network.network import (
    UNREACHABLE,
    Clearance,
    Fuel,
    Network,
    Pool,
    Shock,
    ShockKind,
    Steps,
    Stock,
)
from openairlift.plan.plan import Mission, Plan

DAY = 86_400
TYPES = 5
World = tuple[Network, Plan]
Feature = Callable[[random.Random, Network, Plan], World]


def triangular(mean_s: float) -> Distribution:
    """Return a service time about a mean [s]."""
    return Distribution(Shape.TRIANGULAR, (0.7 * mean_s, mean_s, 1.3 * mean_s))


class Roles:
    """Which places are what: depots, hubs, stops on the way, alternates, towns."""

    def __init__(self, places: int) -> None:
        self.depots = range(places // 6)
        self.hubs = range(self.depots.stop, self.depots.stop + places // 4)
        self.vias = range(self.hubs.stop, self.hubs.stop + places // 4)
        self.towns = range(places - len(self.hubs), places)
        self.alternates = range(self.vias.stop, self.towns.start)


def base_world(*, tails: int, places: int, days: int, seed: int = 1) -> World:
    """Return the world without features: tails that cycle between depots and hubs, some through stops on the way."""
    r = random.Random(seed)
    roles = Roles(places)
    share = tails / len(roles.hubs)
    records = [_place(i, roles, share, r) for i in range(places)]
    types = [
        jet(f"T{k}", body=("small", "narrow", "wide")[k % 3], reliability_share=0.95, repair_s=triangular(9000.0))
        for k in range(TYPES)
    ]
    lines = [line(f"r{k}", rank=1 + k % 4, unit_m3=None) for k in range(40)]
    craft = tuple(
        tail(f"A{i}", type=r.randrange(TYPES), base=roles.depots[i % len(roles.depots)]) for i in range(tails)
    )
    net = network(
        records,
        tails=craft,
        types=types,
        lines=lines,
        stocks=[Stock(place=i, item="x", quantity=1e9, ready_s=0) for i in roles.depots],
        links=[_link(hub, roles.towns[k]) for k, hub in enumerate(roles.hubs)],
        ground={
            (i, p): triangular(mean)
            for i in range(roles.towns.start)
            for p, mean in ((ON, 9000.0), (OFF, 8000.0), (VIA, 5000.0))
        },
        block={
            (a, b): 5000 + (7919 * (min(a, b) * places + max(a, b))) % 15_000
            for a in range(places)
            for b in range(places)
            if a != b
        },
        payload_kg=60_000.0,
        horizon_s=days * DAY,
        arrivals="free",
        hold_s=5400.0,
    )
    return net, plan(*_missions(net, roles, days, r))


def _place(i: int, roles: Roles, share: float, r: random.Random) -> Place:
    name = f"p{i}"
    if i in roles.towns:
        return place(name, runway_m=None)
    if i in roles.hubs:
        size = max(2, round(share / 4))
        near = [f"p{roles.alternates[(i + k) % len(roles.alternates)]}" for k in range(2)]
        return place(
            name,
            parking=spots(small=size // 2, narrow=size, wide=size),
            spot_equivalence=Equivalence(narrow_on_wide=2, small_on_narrow=2, small_on_wide=3),
            working=max(1, size),
            storage_kg=2e6,
            clearance_s=triangular(20_000.0),
            alternates=tuple(near),
        )
    return place(name, working=None if r.random() < 0.5 else 400)


def _link(hub: int, town: int) -> Link:
    return Link(
        origin=f"p{hub}", destination=f"p{town}", mode="road", trucks=150, payload_kg=15_000.0,
        load_s=triangular(1800.0), unload_s=triangular(1800.0), transit_s=triangular(20_000.0),
        border_wait_s=triangular(3000.0),
    )  # fmt: skip


def _missions(net: Network, roles: Roles, days: int, r: random.Random) -> list[Mission]:
    found, numbers = [], [0] * len(net.lines)
    for number in range(int(days * 1.6)):
        for who, craft in enumerate(net.tails):
            hub = r.choice(roles.hubs)
            loads = []
            for _ in range(r.choice([1, 2])):
                which = r.randrange(len(net.lines))
                numbers[which] += 1
                mass = r.choice([9_000.0, 20_000.0, 25_000.0])
                loads.append(
                    load(mass, of=which, number=numbers[which], pallets=6.0, volume_m3=mass / 250.0, stock=craft.base,
                         link=r.choice([None, hub - roles.hubs.start]))
                )  # fmt: skip
            way = [stop(r.choice(roles.vias), VIA)] if r.random() < 0.4 else []
            stops = [stop(craft.base, ON), *way, stop(hub, OFF), stop(craft.base, RECOVER, 1800)]
            found.append(mission(*loads, tail=who, stops=stops, earliest_s=int(number * DAY / 1.6)))
    return found


def _places(net: Network, at: Collection[int], **fields: Any) -> Network:
    return replace(net, places=tuple(replace(p, **fields) if i in at else p for i, p in enumerate(net.places)))


def _types(net: Network, **fields: Any) -> Network:
    return replace(net, types=tuple(replace(record, **fields) for record in net.types))


def _links(net: Network, **fields: Any) -> Network:
    return replace(net, links=tuple(replace(row, record=replace(row.record, **fields)) for row in net.links))


def _settings(net: Network, **fields: Any) -> Network:
    scenario = net.scenario
    return replace(net, scenario=replace(scenario, settings=replace(scenario.settings, **fields)))


def _shock(net: Network, **fields: Any) -> Network:
    return replace(net, shocks=(*net.shocks, Shock(**{"key": f"shock{len(net.shocks)}", **fields})))


def _length() -> Distribution:
    return Distribution(Shape.UNIFORM, (3600.0, 20_000.0))


def _features(roles: Roles, places: int) -> dict[str, Feature]:
    hub, depot = roles.hubs[0], roles.depots[0]

    def crews(r: random.Random, net: Network, p: Plan) -> World:
        net = _types(net, report_s=5400.0, release_s=1800.0, rest_s=43_200.0)
        return replace(net, tails=tuple(replace(t, duty_s=60_000) for t in net.tails)), p

    def hours(r: random.Random, net: Network, p: Plan) -> World:
        return _types(net, hours_per_30d=140.0), p

    def pools(r: random.Random, net: Network, p: Plan) -> World:
        found = []
        for base in roles.depots:
            own = tuple(i for i, t in enumerate(net.tails) if t.base == base)
            kinds = tuple(sorted({net.tails[i].type for i in own}))
            found.append(Pool(name=f"c{base}", place=base, crews=int(2.5 * len(own)), types=kinds, tails=own))
        found += [Pool(name=f"s{at}", place=at, crews=4, types=tuple(range(TYPES))) for at in roles.hubs]
        return replace(net, pools=tuple(found)), p

    def fuel(r: random.Random, net: Network, p: Plan) -> World:
        state = [Fuel(stock_kg=400_000, kg_per_day=1_500_000) if i in roles.hubs else None for i in range(places)]
        state[roles.hubs[1]] = Fuel(stock_kg=0, kg_per_day=0)
        return replace(_types(net, fuel_kg_per_h=6000.0), fuel=tuple(state)), p

    def handling(r: random.Random, net: Network, p: Plan) -> World:
        steps = [
            Steps(times=(0,), values=((max(1, len(net.tails) // 60),),)) if i in roles.hubs else None
            for i in range(places)
        ]
        return replace(net, handling=tuple(steps)), p

    def weather(r: random.Random, net: Network, p: Plan) -> World:
        for at in roles.hubs[:4]:
            net = _shock(net, kind=ShockKind.WEATHER, place=at, factor=0.6, rate_per_day=0.5, duration_s=_length())
        return net, p

    def slots(r: random.Random, net: Network, p: Plan) -> World:
        return _settings(net, arrivals="slots"), p

    def field_limits(r: random.Random, net: Network, p: Plan) -> World:
        net = _places(net, roles.hubs[2:5], arrivals_per_day=len(net.tails) / 8.0)
        return _places(net, [*roles.hubs[5:7], *roles.depots[:2]], movements_per_h=len(net.tails) / 30.0), p

    def volume(r: random.Random, net: Network, p: Plan) -> World:
        return _places(_links(net, payload_m3=30.0), roles.hubs, storage_m3=9000.0), p

    def convoy(r: random.Random, net: Network, p: Plan) -> World:
        opens = tuple((d * DAY + 18_000, d * DAY + 75_600) for d in range(net.horizon_s // DAY))
        net = replace(net, link_open_s=tuple(opens if k % 2 else None for k in range(len(net.links))))
        return _links(net, convoy=4), p

    def no_shows(r: random.Random, net: Network, p: Plan) -> World:
        net = replace(net, lines=tuple(replace(row, no_show_share=0.03) for row in net.lines))
        return replace(net, streams=tuple(replace(row, no_show_share=0.1) for row in net.streams)), p

    def hot(r: random.Random, net: Network, p: Plan) -> World:
        net = _places(net, roles.hubs, hot_spots=3)
        lines = tuple(replace(row, explosive_kg=0.05 if k % 4 == 0 else 0.0) for k, row in enumerate(net.lines))
        return replace(net, lines=lines), p

    def clearances(r: random.Random, net: Network, p: Plan) -> World:
        found = (
            Clearance(kind="overflight", places=tuple(roles.hubs[:3]), lead_s=50_000),
            Clearance(kind="landing", places=tuple(roles.hubs[3:5]), lead_s=90_000),
            Clearance(kind="customs", places=tuple(roles.hubs[5:]), lead_s=20_000),
        )
        return replace(net, clearances=found), p

    def closures(r: random.Random, net: Network, p: Plan) -> World:
        for at in (hub, depot, roles.vias[0]):
            net = _shock(net, kind=ShockKind.CLOSURE, place=at, rate_per_day=0.3, duration_s=_length())
        return _shock(net, kind=ShockKind.CLOSURE, link=1, rate_per_day=0.3, duration_s=_length()), p

    def capacity(r: random.Random, net: Network, p: Plan) -> World:
        for what in range(3):
            at = roles.hubs[what]
            net = _shock(
                net, kind=ShockKind.CAPACITY, place=at, what=what, factor=0.5, rate_per_day=0.3, duration_s=_length()
            )
        return _shock(net, kind=ShockKind.CAPACITY, link=0, what=3, factor=0.4, start_s=DAY, end_s=4 * DAY), p

    def routes(r: random.Random, net: Network, p: Plan) -> World:
        net = _shock(net, kind=ShockKind.ROUTE, place=depot, to=hub, rate_per_day=0.3, duration_s=_length())
        longer = np.where(net.block_s > 0, net.block_s + 3600, net.block_s)
        longer[:, roles.depots[1], roles.hubs[1]] = UNREACHABLE
        return _shock(net, kind=ShockKind.AIRSPACE, block_s=longer, rate_per_day=0.2, duration_s=_length()), p

    def mass_limits(r: random.Random, net: Network, p: Plan) -> World:
        return _shock(net, kind=ShockKind.MASS_LIMIT, place=hub, types=(2,), start_s=5 * DAY, end_s=6 * DAY), p

    def losses(r: random.Random, net: Network, p: Plan) -> World:
        tails = tuple(range(0, len(net.tails), 10))
        net = _shock(net, kind=ShockKind.LOSS, tails=tails, count=2, rate_per_day=0.2)
        net = _shock(net, kind=ShockKind.LOSS, stock=0, place=depot, factor=0.9, start_s=10 * DAY)
        net = _shock(net, kind=ShockKind.LOSS, place=hub, start_s=12 * DAY)
        net = replace(
            net,
            tails=tuple(
                replace(t, available_to_s=20 * DAY if i % 40 == 1 else t.available_to_s)
                for i, t in enumerate(net.tails)
            ),
        )
        return _settings(net, recourse="reassign"), p

    def traffic(r: random.Random, net: Network, p: Plan) -> World:
        streams = tuple(
            stream(f"p{at}", at, body=k % 3, arrivals_per_day=len(net.tails) / 50.0, ground_s=triangular(6000.0))
            for k, at in enumerate(roles.hubs)
        )
        return replace(net, streams=streams), p

    found = (
        traffic, crews, hours, pools, fuel, handling, weather, slots, field_limits, volume, convoy, no_shows, hot,
        clearances, closures, capacity, routes, mass_limits, losses,
    )  # fmt: skip
    return {feature.__name__: feature for feature in found}


def full_world(*, tails: int, places: int, days: int, without: Collection[str] = ()) -> World:
    """Return a world with every feature but those named."""
    net, missions = base_world(tails=tails, places=places, days=days)
    for name, feature in _features(Roles(places), places).items():
        if name not in without:
            net, missions = feature(random.Random(name), net, missions)
    return net, missions


def feature_names(places: int = 40) -> tuple[str, ...]:
    """Return the names of the features."""
    return tuple(_features(Roles(places), places))


__all__ = ["base_world", "constant", "feature_names", "full_world"]
