"""Hauls that keep every limit pass the audit, broken ones are refused for their reason; the objective counts them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.network.build import DEPOT, HUB, at, hours, jet, place, requirement, scenario
from tests.plan.plans import load, plan_of, shuttle

from openairlift.audits import Violation, audit, needs_run, objective, time_plan
from openairlift.audits.check import audit_run
from openairlift.model import FleetRow, Hours, Item, Link, StockRow
from openairlift.network import Network, Shock, ShockKind, build_network
from openairlift.plan import EventKind, Haul, Load, Mission, Plan, Purpose, Stop
from openairlift.scenario import Scenario

HOUR = 3600
DAY = 86_400
YARD = place("yard", 50.0, 8.0, runway_m=None)
DEPOT_AT, HUB_AT, YARD_AT = range(3)
FROM_DEPOT, FROM_YARD, BACK = range(3)
CRATES, BULK, ELSEWHERE = range(3)
"""Lines of the world."""


def link(origin: str, **fields: Any) -> Link:
    """Return a road to the hub: an hour each for loading and unloading, ten on the road."""
    stated = {"trucks": 4, "payload_kg": 10_000.0, "load_s": hours(1), "unload_s": hours(1), "transit_s": hours(10)}
    return Link(**{"origin": origin, "destination": "hub", "mode": "road", **stated, **fields})


def world(*, asked: Mapping[str, Any] | None = None, ready: Any = None, **fields: Any) -> tuple[Scenario, Network]:
    """Return crates at a yard by the road (ready after 6 h) and at the depot, and bulk at the depot, for the hub."""
    made = scenario(
        places=(replace(DEPOT, parking=None), HUB, YARD),
        fleet=(FleetRow(type="JET", tails=3, home="depot"),),
        items=(Item(item="crate", unit_mass_kg=1000.0, unit_volume_m3=5.0),),
        stock=(
            StockRow(place="yard", item="crate", quantity=20, ready=at(6)),
            StockRow(place="depot", item="crate", quantity=5),
        ),
        requirements=(
            requirement("crates", item="crate", quantity=24.0, origin="any", **(asked or {})),
            requirement("bulk", cargo_class="bulk", mass_kg=30_000.0, **({} if ready is None else {"ready": ready})),
            requirement("elsewhere", cargo_class="bulk", mass_kg=1000.0, origin="hub", destination="depot"),
        ),
        links=(
            link("depot", **fields),
            link("yard", **fields),
            Link(origin="hub", destination="depot", mode="road", trucks=1),
        ),
    )
    return made, build_network(made)


def haul(net: Network, quantity: float, *, line: int = CRATES, number: int = 1, origin: int = YARD_AT,
         stock: int | None = 0, by: int | None = FROM_YARD, earliest_s: int = 0, **fields: Any) -> Haul:  # fmt: skip
    """Return a haul whose amounts follow from its line."""
    row = net.lines[line]
    made = Load(
        line=line,
        number=number,
        quantity=quantity,
        mass_kg=quantity * row.unit_kg,
        volume_m3=quantity * (row.unit_m3 or 0.0),
        pallets=0.0,
        value_usd=quantity * row.unit_usd,
        stock=stock,
        link=by,
    )
    return Haul(load=replace(made, **fields), origin=origin, earliest_s=earliest_s)


def made_of(net: Network, *hauls: Haul, missions: tuple[Mission, ...] = ()) -> Plan:
    """Return a plan of missions and hauls; what they leave behind is a shortfall."""
    bare = plan_of(net, *missions)
    short = []
    for index, row in enumerate(net.lines):
        left = row.quantity - sum(one.quantity for _, one in bare.loads if one.line == index)
        left -= sum(each.load.quantity for each in hauls if each.load.line == index)
        if left > 1e-9:
            short.append((index, left))
    parts = tuple(
        replace(plan_of(net).shortfalls[index], quantity=left, mass_kg=left * net.lines[index].unit_kg)
        for index, left in short
    )
    return replace(bare, hauls=hauls, shortfalls=parts)


def good(net: Network) -> Plan:
    """Return a plan that keeps every limit: 20 crates and 10 t by road from both places, the rest by air."""
    by_air = shuttle(net, [load(net, 4.0, number=2, stock=1), load(net, 20_000.0, line=BULK)])
    by_road = haul(net, 10_000.0, line=BULK, number=2, origin=DEPOT_AT, stock=None, by=FROM_DEPOT)
    return made_of(net, haul(net, 20.0), by_road, missions=(by_air,))


def rules(found: list[Violation]) -> set[str]:
    return {one.rule for one in found}


def test_a_plan_with_hauls_that_keeps_every_limit_has_no_violation() -> None:
    made, net = world()
    assert audit(made, good(net), network=net) == []
    assert audit(made, made_of(net, haul(net, 20.0)), network=net) == []
    assert not needs_run(net, good(net))


def yard(**fields: Any) -> Haul:
    quantity = fields.pop("quantity", 20.0)
    return haul(world()[1], quantity, **fields)


BROKEN: dict[str, tuple[Haul, str, str]] = {
    "a place that is not there": (yard(origin=8), "index", "place 8; there are 3"),
    "a line that is not there": (replace(yard(), load=replace(yard().load, line=7)), "index", "line 7"),
    "a stock that is not there": (yard(stock=4), "index", "stock row 4"),
    "a link that is not there": (yard(by=5), "index", "link 5"),
    "no link": (yard(by=None), "link", "no link is planned, and no aircraft"),
    "a link from somewhere else": (yard(by=FROM_DEPOT), "link", "depot>hub; it lies at yard and is needed at hub"),
    "a link to somewhere else": (
        haul(world()[1], 1000.0, line=BULK, origin=HUB_AT, stock=None, by=BACK), "link", "needed at hub"
    ),
    "a place where it does not lie": (
        yard(origin=DEPOT_AT, by=FROM_DEPOT), "source", "loaded at depot; it lies at yard (stock of crate)"
    ),
    "no stock": (yard(stock=None), "source", "yard (stock of crate)"),
    "more than the stock holds": (yard(quantity=21.0), "stock", "21.000 are drawn, 20.000 are held"),
    "more than is asked": (yard(quantity=25.0), "over", "25.000 piece are carried, 24.000 are required"),
    "part of a piece": (yard(quantity=2.5), "pieces", "2.5 piece"),
    "nothing": (yard(quantity=0.0), "quantity", "a load of 0 piece"),
    "another mass": (yard(mass_kg=7.0), "mass", "20,000"),
    "pallet positions": (yard(pallets=3.0), "pallets", "takes none"),
    "load number 0": (yard(number=0), "number", "count from 1"),
    "after the horizon": (yard(earliest_s=10 * DAY - HOUR), "horizon", "the scenario ends at 864,000 s"),
}  # fmt: skip


@pytest.mark.parametrize(("broken", "rule", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_haul_is_refused(broken: Haul, rule: str, says: str) -> None:
    made, net = world()
    plan = Plan(missions=(), hauls=(broken,)) if rule == "index" else made_of(net, broken)
    found = audit(made, plan, network=net)
    assert any(one.rule == rule and says in one.what and one.where for one in found), found


@pytest.mark.parametrize("name", ["part of a piece", "pallet positions", "more than the stock holds", "load number 0"])
def test_one_fault_breaks_one_rule(name: str) -> None:
    made, net = world()
    assert rules(audit(made, made_of(net, BROKEN[name][0]), network=net)) == {BROKEN[name][1]}


def test_missions_and_hauls_draw_on_one_stock_and_share_numbers() -> None:
    made, net = world()
    by_air = shuttle(net, [load(net, 3.0, stock=1)])
    by_road = haul(net, 3.0, number=2, origin=DEPOT_AT, stock=1, by=FROM_DEPOT)
    found = audit(made, made_of(net, by_road, missions=(by_air,)), network=net)
    assert [(one.rule, one.where) for one in found] == [("stock", "stock of crate at depot")]
    same = replace(by_road, load=replace(by_road.load, number=1, quantity=2.0, mass_kg=2000.0, volume_m3=10.0))
    found = audit(made, made_of(net, same, missions=(by_air,)), network=net)
    assert rules(found) == {"number"}


def test_a_haul_is_landed_when_it_is_delivered() -> None:
    """Ready 6 h, then 12 h at best: not before an earliest date of 19 h, unless it sets out later."""
    made, net = world(asked={"earliest": at(19)})
    found = audit(made, made_of(net, haul(net, 20.0)), network=net)
    assert [(one.rule, one.where) for one in found] == [("earliest", "haul 0, load crates#1")]
    assert "delivered at 64,800 s, before the earliest date 68,400 s" in found[0].what
    assert audit(made, made_of(net, haul(net, 20.0, earliest_s=7 * HOUR)), network=net) == []


def test_a_capacity_a_day_takes_its_time_to_pass() -> None:
    """20 t pass in 2 h: 6 + 2 + 11 h."""
    limit = {"trucks": None, "payload_kg": None, "capacity_kg_per_day": 240_000.0}
    for hour, expected in ((19, set()), (19.01, {"earliest"})):
        made, net = world(asked={"earliest": at(hour)}, **limit)
        assert rules(audit(made, made_of(net, haul(net, 20.0)), network=net)) == expected


def test_an_aircraft_can_not_load_where_there_is_no_runway() -> None:
    made, net = world()
    stops = (Stop(place=YARD_AT, purpose=Purpose.ONLOAD), Stop(place=HUB_AT, purpose=Purpose.OFFLOAD))
    flown = Mission(tail=0, stops=stops, loads=(load(net, 4.0, stock=0),))
    assert "runway" in rules(audit(made, made_of(net, missions=(flown,)), network=net))


def test_a_link_without_loading_time_takes_its_other_parts_to_the_second() -> None:
    """Ready after 6 h, ten on the road, one to unload: 61,200 s."""
    for second, expected in ((61_200, set()), (61_201, {"earliest"})):
        made, net = world(asked={"earliest": at(second / HOUR)}, load_s=None)
        assert net.lines[CRATES].earliest_s == second
        assert rules(audit(made, made_of(net, haul(net, 20.0)), network=net)) == expected


def test_a_haul_may_be_delivered_at_the_end_of_the_scenario_and_no_later() -> None:
    made, net = world()
    last = 10 * DAY - 12 * HOUR
    assert audit(made, made_of(net, haul(net, 20.0, earliest_s=last)), network=net) == []
    assert rules(audit(made, made_of(net, haul(net, 20.0, earliest_s=last + 1)), network=net)) == {"horizon"}


def test_the_dates_of_a_haul_of_a_kilogram_are_looked_at() -> None:
    made, _ = world()
    row = replace(made.requirements["bulk"], earliest=at(40))
    made = replace(made, requirements={**made.requirements, "bulk": row})
    net = build_network(made)
    by_road = haul(net, 1.0, line=BULK, origin=DEPOT_AT, stock=None, by=FROM_DEPOT)
    assert rules(audit(made, made_of(net, by_road), network=net)) == {"earliest"}


def test_a_haul_waits_for_what_is_ready_last() -> None:
    """Bulk at the depot is ready after 9 h, 12 h before it is there."""
    for hour, expected in ((21, set()), (21.01, {"earliest"})):
        made, net = world(ready=at(9))
        row = replace(made.requirements["bulk"], earliest=at(hour))
        made = replace(made, requirements={**made.requirements, "bulk": row})
        net = build_network(made)
        by_road = haul(net, 10_000.0, line=BULK, origin=DEPOT_AT, stock=None, by=FROM_DEPOT)
        assert rules(audit(made, made_of(net, by_road), network=net)) == expected


def test_one_link_with_hours_among_those_of_a_plan_needs_a_run() -> None:
    made, _ = world()
    links = (made.links[0], replace(made.links[1], open_hours=OPEN), made.links[2])
    net = build_network(replace(made, links=links))
    by_yard = haul(net, 20.0)
    by_depot = haul(net, 10_000.0, line=BULK, number=1, origin=DEPOT_AT, stock=None, by=FROM_DEPOT)
    assert needs_run(net, made_of(net, by_yard, by_depot))
    assert needs_run(net, made_of(net, by_yard))
    assert not needs_run(net, made_of(net, by_depot))


OPEN = Hours((((8 * HOUR, 20 * HOUR),),) * 7, "daily 08:00-20:00")
PASS = {"trucks": None, "payload_kg": None, "capacity_kg_per_day": 240_000.0}


def refused(net: Network, plan: Plan, timing: Any) -> set[str]:
    return rules(audit_run(net, plan, timing))


@pytest.mark.parametrize("limit", [{}, PASS])
def test_the_run_keeps_the_hours_of_a_link_that_a_haul_takes(limit: dict[str, Any]) -> None:
    made, net = world(open_hours=OPEN, **limit)
    plan = made_of(net, haul(net, 20.0))
    assert needs_run(net, plan)
    assert audit(made, plan, network=net) == []
    _, free = world(**limit)
    assert refused(net, plan, time_plan(free, plan)) == {"link_hours"}


@pytest.mark.parametrize(("limit", "rule"), [({"trucks": 2}, "vehicles"), (PASS, "link_capacity")])
def test_more_on_a_link_than_it_takes_is_refused(limit: dict[str, Any], rule: str) -> None:
    _, net = world(**limit)
    plan = made_of(net, haul(net, 10.0), haul(net, 10.0, number=2))
    timing = time_plan(net, plan)
    assert refused(net, plan, timing) == set()
    less = {"trucks": 1} if rule == "vehicles" else {**PASS, "capacity_kg_per_day": 200_000.0}
    _, smaller = world(**less)
    assert refused(smaller, plan, timing) == {rule}
    more = Shock(key="more", kind=ShockKind.CAPACITY, link=FROM_YARD, what=3, factor=2.0, start_s=0)
    assert refused(replace(smaller, shocks=(more,)), plan, timing) == set()


def test_the_deterministic_run_of_a_haul() -> None:
    """20 t by 10 t a truck are two trips at once; marks skipped take the time of delivery."""
    _, net = world()
    plan = good(net)
    timing = time_plan(net, plan)
    assert timing.marks[2] == (6 * HOUR, *[18 * HOUR] * 4)
    assert timing.marks[3] == (0, *[12 * HOUR] * 4)
    assert timing.carried == (4.0, 20_000.0, 20.0, 10_000.0)
    assert timing.flying_s[0] == 2 * int(net.block_s[0, DEPOT_AT, HUB_AT])
    assert int((timing.events["kind"] == EventKind.VEHICLE_LEFT).sum()) == 3


def test_the_latest_date_is_compared_with_delivery() -> None:
    for hour, missing in ((17.99, 24.0), (18.0, 4.0)):
        _, net = world(asked={"latest": at(hour)})
        plan = made_of(net, haul(net, 20.0))
        crates = replace(net, lines=tuple(replace(row, weight=float(i == CRATES)) for i, row in enumerate(net.lines)))
        assert objective(crates, plan, time_plan(crates, plan)).undelivered == missing * 1000.0


@pytest.mark.parametrize(
    ("mark", "road_s"), [("left_stock", 6 * HOUR), ("landed", 18 * HOUR), ("delivered", 18 * HOUR)]
)
def test_the_way_by_surface_belongs_to_the_free_flow_time(mark: str, road_s: int) -> None:
    """Crates lie at the yard only, from which nothing flies."""
    made, _ = world()
    made = replace(made, stock=made.stock[:1], settings=replace(made.settings, objective_mark=mark))
    net = build_network(made)
    crates = replace(net, lines=tuple(replace(row, weight=float(i == CRATES)) for i, row in enumerate(net.lines)))
    plan = made_of(net, haul(net, 20.0))
    got = objective(crates, plan, time_plan(crates, plan))
    assert got.delay_weight_days == pytest.approx(4000.0 * (10 * DAY - road_s) / DAY)


def test_the_earliest_date_bounds_the_free_flow_time_of_a_haul() -> None:
    made, _ = world(asked={"earliest": at(30)})
    net = build_network(replace(made, stock=made.stock[:1]))
    crates = replace(net, lines=tuple(replace(row, weight=float(i == CRATES)) for i, row in enumerate(net.lines)))
    plan = made_of(net)
    got = objective(crates, plan, time_plan(crates, plan))
    assert got.delay_weight_days == pytest.approx(24_000.0 * (240 - 30) / 24)


def test_the_quicker_of_air_and_road_counts() -> None:
    """Bulk at the depot: by air 4.5 h and the flight, by a fast road 3 h."""
    for transit_h, quickest in ((1, 3 * HOUR), (10, None)):
        made, _ = world(transit_s=hours(transit_h))
        net = build_network(replace(made, aircraft={"JET": jet()}))
        by_air = int(4.5 * HOUR) + int(net.block_s[0, DEPOT_AT, HUB_AT])
        only = replace(net, lines=tuple(replace(row, weight=float(i == BULK)) for i, row in enumerate(net.lines)))
        plan = made_of(net)
        got = objective(only, plan, time_plan(only, plan))
        assert got.delay_weight_days == pytest.approx(30_000.0 * (10 * DAY - (quickest or by_air)) / DAY)
