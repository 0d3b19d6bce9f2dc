"""Small random worlds: every feature of the simulator, with times that often coincide."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.sim.build import (
    OFF,
    ON,
    RECOVER,
    VIA,
    constant,
    haul,
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

from openairlift.model import Distribution, Equivalence, Link, Shape
from openairlift.network.network import Network, Steps, Stock, Surface
from openairlift.plan.plan import Haul, Mission, Plan

DAY = 86_400
BODIES = ("small", "narrow", "wide")


def world(seed: int) -> tuple[Network, Plan]:
    """Return a random network and plan."""
    r = random.Random(seed)
    places = [
        _airfield(r, "depot", alternates=()),
        _airfield(r, "hub", alternates=r.choice([(), ("alt",), ("town", "alt"), ("via", "alt")])),
        _airfield(r, "via", alternates=r.choice([(), ("alt",)])),
        _airfield(r, "alt", alternates=()),
        place("town", runway_m=None),
    ]
    types = [_type(r, name) for name in ("X", "Y")]
    tails = [
        tail(f"T{i}", type=r.randrange(2), base=r.choice([0, 0, 2]), available_from_s=r.choice([0, 0, 7200]))
        for i in range(r.randint(1, 6))
    ]
    lines = [
        line("r1", rank=r.randint(1, 4)),
        line("r2", rank=r.randint(1, 4), unit="piece", unit_kg=7_000.0, ready_s=r.choice([0, 9000])),
    ]
    net = network(
        places,
        tails=tails,
        types=types,
        lines=lines,
        stocks=[Stock(place=0, item="x", quantity=1e6, ready_s=r.choice([0, 0, 12_000]))],
        links=[_link(r)],
        streams=[
            stream(key, at, body=r.randrange(3), arrivals_per_day=r.choice([4.0, 12.0]), ground_s=_time(r, 4000.0))
            for key, at in (("hub", 1), ("alt", 3))
            if r.random() < 0.5
        ],
        ground={(i, purpose): _time(r, 3000.0) for i in range(4) for purpose in (ON, OFF, VIA)},
        per_pallet_s=r.choice([0.0, 30.0]),
        block={
            (a, b): value
            for a in range(4)
            for b in range(a)
            for value in [r.choice([600, 3600, 7200])]
            for a, b in ((a, b), (b, a))
        },
        payload_kg=40_000.0,
        parking={i: _parking_steps(r) for i in (1, 2) if r.random() < 0.2},
        working={1: Steps(times=(0, 20_000, 40_000), values=((2,), (r.randint(0, 1),), (3,)))}
        if r.random() < 0.3
        else {},
        open_s={i: _hours(r) for i in range(4) if r.random() < 0.25},
        horizon_s=4 * DAY,
        arrivals=r.choice(["slots", "free"]),
        hold_s=r.choice([600.0, 2700.0, 20_000.0]),
    )
    return net, plan(*_missions(r, net))


def _airfield(r: random.Random, name: str, **fields):
    parking = r.choice([None, spots(wide=1), spots(wide=2), spots(narrow=1, wide=1), spots(small=1, narrow=2, wide=1)])
    share = r.choice([Equivalence(), Equivalence(narrow_on_wide=2, small_on_narrow=2, small_on_wide=3)])
    return place(
        name,
        parking=parking,
        spot_equivalence=share,
        working=r.choice([None, 1, 2]),
        storage_kg=r.choice([None, None, 45_000.0, 10_000.0]),
        clearance_s=r.choice([None, _time(r, 5000.0)]),
        **fields,
    )


def _type(r: random.Random, name: str):
    return jet(
        name,
        body=r.choice(BODIES),
        pallets=r.choice([6, 18]),
        reliability_share=r.choice([None, 0.8, 0.5]),
        repair_s=_time(r, 9000.0),
        payload_flown_share=r.choice([None, Distribution(Shape.UNIFORM, (0.3, 1.0))]),
    )


def _time(r: random.Random, about: float) -> Distribution:
    return r.choice(
        [
            constant(about),
            Distribution(Shape.UNIFORM, (about * 0.5, about * 1.5)),
            Distribution(Shape.TRIANGULAR, (about * 0.5, about, about * 2.0)),
            Distribution(Shape.LOGNORMAL, (about, 0.5)),
            Distribution(Shape.EMPIRICAL, (about * 0.9, about, about * 1.6)),
        ]
    )


def _hours(r: random.Random) -> tuple[tuple[int, int], ...]:
    opens, closes = r.choice([(0, 40_000), (21_600, 64_800), (3600, 80_000)])
    return tuple((day * DAY + opens, day * DAY + closes) for day in range(4))


def _parking_steps(r: random.Random) -> Steps:
    return Steps(times=(0, 15_000, 60_000), values=((1, 1, 1), (0, 0, r.randint(0, 2)), (0, 2, 2)))


def with_hauls(r: random.Random, net: Network, made: Plan) -> tuple[Network, Plan]:
    """Add a link from the depot to the town, and hauls by it and by that from the hub, where cleared cargo waits too.

    The new link has the convoys, volumes and hours that others have.
    """
    old = net.links[0].record
    record = replace(_link(r), origin="depot", convoy=old.convoy, payload_m3=old.payload_m3)
    links = (*net.links, Surface(origin=0, destination=4, record=record))
    hours = (*net.link_open_s, r.choice([None, net.link_open_s[0]])) if net.link_open_s else ()
    net = replace(
        net, links=links, link_open_s=hours, scenario=replace(net.scenario, links=(*net.scenario.links, record))
    )
    return net, replace(made, hauls=tuple(_haul(r, number) for number in range(101, r.randint(102, 108))))


def _haul(r: random.Random, number: int) -> Haul:
    which = r.randrange(2)
    size = r.choice([1.0, 2.0, 4.0]) if which else r.choice([9_000.0, 20_000.0, 33_333.25])
    unit_kg = 7_000.0 if which else 1.0
    origin = r.choice([0, 0, 1])
    cargo = load(
        size,
        of=which,
        number=number,
        unit_kg=unit_kg,
        volume_m3=size * unit_kg / 250.0,
        stock=None if origin else r.choice([None, 0]),
        link=0 if origin else 1,
    )
    return haul(cargo, origin=origin, earliest_s=r.choice([0, 0, 3600, 10_000, 50_000]))


def _link(r: random.Random) -> Link:
    limit = r.choice([{"capacity_kg_per_day": 200_000.0}, {"trucks": 2, "payload_kg": 9_000.0}, {"trucks": 1}])
    return Link(
        origin="hub",
        destination="town",
        mode="road",
        load_s=_time(r, 600.0),
        transit_s=_time(r, 4000.0),
        border_wait_s=r.choice([None, _time(r, 900.0)]),
        unload_s=_time(r, 600.0),
        **limit,
    )


def _missions(r: random.Random, net: Network) -> list[Mission]:
    found = []
    numbers = [0, 0]
    for _ in range(r.randint(1, 14)):
        who = r.randrange(len(net.tails))
        loads = []
        for _ in range(r.choice([0, 1, 1, 1, 2])):
            which = r.randrange(2)
            numbers[which] += 1
            size = r.choice([1.0, 2.0, 4.0]) if which else r.choice([9_000.0, 20_000.0, 33_333.25])
            loads.append(
                load(
                    size,
                    of=which,
                    number=numbers[which],
                    unit_kg=7_000.0 if which else 1.0,
                    pallets=2.0 * size if which else 4.0,
                    stock=r.choice([None, 0]),
                    link=r.choice([None, 0]),
                )
            )
        stops = [stop(0, ON)]
        if r.random() < 0.3:
            stops.append(stop(2, VIA, r.choice([0, 3600])))
        stops.append(stop(1, OFF, r.choice([0, 0, 1800])))
        if r.random() < 0.7:
            stops.append(stop(net.tails[who].base, RECOVER, r.choice([0, 3600])))
        found.append(mission(*loads, tail=who, stops=stops, earliest_s=r.choice([0, 0, 3600, 10_000, 50_000])))
    return found
