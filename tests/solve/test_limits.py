"""Limits that the baseline plans for: dangerous cargo, clearances, loaders, arrivals, places without fuel, crews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from tests.network.build import at, curve, jet, place, requirement, scenario, spots

from openairlift.audits import audit, time_plan
from openairlift.model import ClearanceRow, FleetRow, Item, Place, StockRow
from openairlift.network import Network, build_network
from openairlift.plan import Plan, Purpose
from openairlift.solve import make_plan

DEPOT = place("depot", 49.44, 7.60, country="DE")
HUB = place("hub", 50.11, 22.02, country="PL")
DAY = 86_400
ITEMS = (
    Item(item="bullets", unit_mass_kg=1000.0, hazard_class="1.1D", explosive_kg=50.0),
    Item(item="cans", unit_mass_kg=1000.0, hazard_class="3"),
    Item(item="peroxide", unit_mass_kg=1000.0, hazard_class="5.1"),
    Item(item="tents", unit_mass_kg=1000.0),
)


def planned(
    asked: dict[str, float],
    *,
    depot: Place = DEPOT,
    hub: Place = HUB,
    more: Sequence[Place] = (),
    tails: int = 3,
    type_: dict[str, Any] | None = None,
    fleet: dict[str, Any] | None = None,
    **parts: Any,
) -> tuple[Network, Plan]:
    """Return the baseline plan for items from depot to hub, which the audit accepts."""
    sc = scenario(
        places=(depot, hub, *more),
        types=(jet(**(type_ or {})),),
        fleet=(FleetRow(**{"type": "JET", "tails": tails, "home": "depot", **(fleet or {})}),),
        items=ITEMS,
        stock=tuple(StockRow(place="depot", item=item, quantity=count) for item, count in asked.items()),
        requirements=tuple(requirement(item, item=item, quantity=count) for item, count in asked.items()),
        links=(),
        **parts,
    )
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    return net, plan


def aboard(net: Network, plan: Plan) -> list[dict[str, float]]:
    """Return what each mission carries, by line."""
    return [{net.lines[load.line].name: load.quantity for load in row.loads} for row in plan.missions]


def test_what_may_not_go_together_goes_apart() -> None:
    net, plan = planned({"cans": 5.0, "peroxide": 5.0, "tents": 5.0})
    assert not plan.shortfalls
    assert sorted(map(sorted, aboard(net, plan))) == [["cans", "tents"], ["peroxide"]]


def test_a_spot_without_hot_spots_limits_the_explosive_aboard() -> None:
    net, plan = planned({"bullets": 20.0}, hub=replace(HUB, spot_explosive_kg=275.0))
    assert sorted(load["bullets"] for load in aboard(net, plan)) == [5.0, 5.0, 5.0, 5.0]
    net, plan = planned({"bullets": 20.0}, depot=replace(DEPOT, spot_explosive_kg=500.0))
    assert [load["bullets"] for load in aboard(net, plan)] == [10.0, 10.0]


def test_hot_spots_are_taken_one_after_the_other() -> None:
    hub = replace(HUB, hot_spots=1, spot_explosive_kg=100.0, parking=spots(wide=5))
    net, plan = planned({"bullets": 80.0}, hub=hub)
    assert not plan.shortfalls
    stays = [(stops[1].park or 0, stops[1].depart or 0) for stops in time_plan(net, plan).stops]
    assert len(stays) >= 2
    assert all(a[1] <= b[0] for a, b in pairwise(sorted(stays)))


@pytest.mark.parametrize("kind", ["landing", "overflight"])
def test_flights_wait_for_their_clearance(kind: str) -> None:
    row = ClearanceRow(country="PL", purpose=kind, lead_s=2.0 * DAY)
    net, plan = planned({"tents": 5.0}, clearances=(row,))
    (stops,) = time_plan(net, plan).stops
    moment = stops[1].arrive if kind == "landing" else stops[0].depart
    assert moment == 2 * DAY


def test_cargo_that_needs_no_clearance_does_not_wait_for_cargo_that_does() -> None:
    row = ClearanceRow(country="PL", purpose="landing", lead_s=2.0 * DAY, cargo="1")
    net, plan = planned({"bullets": 5.0, "tents": 5.0}, clearances=(row,))
    assert aboard(net, plan) == [{"tents": 5.0}, {"bullets": 5.0}]
    landed = [stops[1].arrive or 0 for stops in time_plan(net, plan).stops]
    assert landed[0] < DAY
    assert landed[1] == 2 * DAY


def test_loaders_are_a_limit_beside_working_slots() -> None:
    net, plan = planned({"tents": 120.0}, hub=replace(HUB, working=3, loaders=1))
    timing = time_plan(net, plan)
    services = sorted((stops[1].start or 0, stops[1].end or 0) for stops in timing.stops)
    assert len(services) >= 3
    assert all(a[1] <= b[0] for a, b in pairwise(services))
    assert dict(timing.waits) == {}


def test_arrivals_a_day_are_spread_over_days() -> None:
    net, plan = planned({"tents": 200.0}, hub=replace(HUB, arrivals_per_day=2.0), tails=6)
    timing = time_plan(net, plan)
    days = [(stops[1].arrive or 0) // DAY for stops in timing.stops]
    assert len(days) >= 5
    assert max(days.count(day) for day in days) == 2
    assert dict(timing.waits) == {}


def test_from_a_place_without_fuel_the_way_home_leads_over_the_recovery_field() -> None:
    """The stop for fuel comes after the offload, and the next load is fetched from there."""
    hub = replace(HUB, fuel_kg=0.0, fuel_kg_per_day=0.0, recovery="side")
    net, plan = planned({"tents": 80.0}, hub=hub, more=(place("side", 50.5, 19.0),), tails=1)
    side = net.place_index["side"]
    assert not plan.shortfalls
    chain = [(stop.place, stop.purpose) for mission in plan.missions for stop in mission.stops]
    after = [chain[i + 1] for i, (_, purpose) in enumerate(chain) if purpose is Purpose.OFFLOAD]
    assert after == [(side, Purpose.ENROUTE)] * len(plan.missions)


def test_a_place_without_fuel_costs_payload() -> None:
    payload = curve((0, 40), (1500, 40), (2500, 20), (9000, 0), y=1000.0)
    _, with_fuel = planned({"tents": 40.0}, type_={"payload_at_range": payload, "pallets": None, "floor_m": None})
    net, without = planned(
        {"tents": 40.0},
        hub=replace(HUB, fuel_kg=0.0),
        type_={"payload_at_range": payload, "pallets": None, "floor_m": None},
    )
    assert len(with_fuel.missions) == 1
    assert len(without.missions) == 2
    assert all(sum(load.mass_kg for load in row.loads) <= float(net.payload_kg[0, 0, 1]) for row in without.missions)


@pytest.mark.parametrize(("augmented", "rests"), [(False, True), (True, False)])
def test_an_augmented_crew_flies_on(augmented: bool, rests: bool) -> None:
    hours = {"duty_s": 6.0, "augmented_duty_s": 16.0, "rest_s": 12.0, "report_s": 1.0, "release_s": 0.5}
    _, plan = planned(
        {"tents": 5.0}, type_={name: value * 3600 for name, value in hours.items()}, fleet={"augmented": augmented}
    )
    assert any(stop.rest_s for stop in plan.missions[0].stops) is rests


def test_people_fly_out_with_the_tails_that_bring_cargo_in() -> None:
    """A return load needs no flight of its own: the tail takes it from the hub on its way home."""
    rows = (requirement("in", mass_kg=80_000.0), requirement("out", people=200, origin="hub", destination="depot"))
    sc = scenario(
        places=(DEPOT, HUB), fleet=(FleetRow(type="JET", tails=1, home="depot"),), requirements=rows, links=()
    )
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    assert not plan.shortfalls
    assert [sorted(one) for one in aboard(net, plan)] == [["in"], ["out"], ["in"], ["out"]]
    timing = time_plan(net, plan)
    assert timing.flying_s[0] == 4 * int(net.block_s[0, 0, 1])


REASONS: dict[str, tuple[dict[str, float], dict[str, Any], str]] = {
    "a piece that is too explosive": (
        {"bullets": 1.0},
        {"hub": replace(HUB, spot_explosive_kg=40.0)},
        "one piece holds 50.0 kg of explosive; a spot at hub may hold 40.0 kg, and there are no hot spots",
    ),
    "a clearance beyond the horizon": (
        {"tents": 1.0},
        {"clearances": (ClearanceRow(country="PL", purpose="landing", lead_s=11.0 * DAY),)},
        "the clearance for landing at hub takes 11.0 days, to the horizon or beyond",
    ),
    "a clearance that leaves too little time": (
        {"tents": 900.0},
        {"clearances": (ClearanceRow(country="PL", purpose="overflight", lead_s=9.0 * DAY),)},
        "the clearance for overflight at hub came on day 9.0 only",
    ),
    "what may not go together": (
        {"peroxide": 2000.0, "cans": 2000.0},
        {"tails": 1},
        "as 5.1 it may not go in one aircraft with 3 (cans)",
    ),
    "a type that is too heavy": (
        {"tents": 1.0},
        {"hub": replace(HUB, max_gross_kg=100_000.0), "type_": {"gross_kg": 150_000.0}},
        "hub: it bears 100,000 kg, a JET weighs 150,000 kg",
    ),
    "no loaders": ({"tents": 1.0}, {"hub": replace(HUB, loaders=0)}, "no loaders or no unloading crews"),
    "a window that ends too soon": ({"tents": 900.0}, {"fleet": {"available_to": at(30)}}, "available until day 1.2"),
}


@pytest.mark.parametrize(("asked", "parts", "words"), REASONS.values(), ids=REASONS)
def test_the_limit_to_blame_is_named(asked: dict[str, float], parts: dict[str, Any], words: str) -> None:
    net, plan = planned(asked, **parts)
    reasons = {net.lines[part.line].name: part.reason for part in plan.shortfalls}
    assert words in reasons[next(iter(asked))]
