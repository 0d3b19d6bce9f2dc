"""The limits of places, cargo and countries in the audit: lower one, and the plan is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.network.build import DEPOT, HUB, at, curve, hours, jet, place, requirement, scenario, spots
from tests.plan.plans import load, plan_of, shuttle

from openairlift.audits import audit
from openairlift.model import ClearanceRow, Disruption, FleetRow, Item, StockRow, UnitLoadsRow
from openairlift.network import Network, build_network
from openairlift.plan import Mission, Plan, Purpose, Stop
from openairlift.scenario import Scenario

BULLETS, FUEL_CANS, PEROXIDE, PEOPLE, BULK = range(5)
DEPOT_PL = replace(DEPOT, country="DE")
HUB_PL = replace(HUB, country="PL")


def world(
    *,
    depot: Mapping[str, Any] | None = None,
    hub: Mapping[str, Any] | None = None,
    type_: Mapping[str, Any] | None = None,
    fleet: Mapping[str, Any] | None = None,
    **parts: Any,
) -> tuple[Scenario, Network]:
    """Return a world with cargo of several hazard classes, all from the depot to the hub."""
    items = (
        Item(item="bullets", unit_mass_kg=1000.0, hazard_class="1.1D", explosive_kg=50.0),
        Item(item="cans", unit_mass_kg=1000.0, hazard_class="3"),
        Item(item="peroxide", unit_mass_kg=1000.0, hazard_class="5.1"),
    )
    made = scenario(
        places=(replace(DEPOT_PL, **(depot or {})), replace(HUB_PL, **(hub or {}))),
        types=(jet(**{"gross_kg": 200_000.0, **(type_ or {})}),),
        fleet=(FleetRow(**{"type": "JET", "tails": 3, "home": "depot", **(fleet or {})}),),
        items=items,
        stock=tuple(StockRow(place="depot", item=item.item, quantity=20) for item in items),
        requirements=(
            *(requirement(item.item, item=item.item, quantity=20.0) for item in items),
            requirement("people", people=50),
            requirement("bulk"),
        ),
        links=(),
        **parts,
    )
    return made, build_network(made)


def one(net: Network, *loads: tuple[int, float], tail: int = 0, earliest_s: int = 0) -> Mission:
    """Return a mission with loads (line, quantity)."""
    carried = [
        load(net, quantity, line=line, number=tail + 1, stock=line if line < PEOPLE else None)
        for line, quantity in loads
    ]
    return shuttle(net, carried, tail=tail, earliest_s=earliest_s)


def two_with_bullets(net: Network) -> Plan:
    """Return a plan of two missions at once, each with 500 kg of explosive aboard."""
    return plan_of(net, one(net, (BULLETS, 10.0)), one(net, (BULLETS, 10.0), tail=1))


def found(changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return rules and words of what is wrong with the plan in a world with changes."""
    made, net = world(**changes)
    return [(item.rule, item.what) for item in audit(made, two_with_bullets(net), network=net)]


def test_without_limits_nothing_is_wrong() -> None:
    assert found({}) == []


LOWERED: dict[str, tuple[Mapping[str, Any], str, str]] = {
    "explosive at the hub": ({"hub": {"spot_explosive_kg": 499.0}}, "explosive", "500.0 kg of explosive aboard at hub"),
    "explosive at the depot": ({"depot": {"spot_explosive_kg": 0.0}}, "explosive", "may hold 0.0 kg"),
    "no hot spot": ({"hub": {"hot_spots": 0}}, "explosive", "at hub"),
    "one hot spot": ({"hub": {"hot_spots": 1}}, "hot_spots", "2 with much explosive aboard"),
    "one loader": ({"hub": {"loaders": 1}}, "handling", "2 are loaded or unloaded"),
    "one unloading crew": ({"hub": {"loaders": 3, "crews_unloading": 1}}, "handling", "suffice for 1"),
    "arrivals a day": ({"hub": {"arrivals_per_day": 1.9}}, "arrivals", "2 arrivals on day 0; it takes 1 a day"),
    "heavier than the field bears": ({"hub": {"max_gross_kg": 199_999.0}}, "gross", "hub bears 199,999 kg"),
    "no mission after the window": ({"fleet": {"available_to": at(5)}}, "window", "closes at 18,000 s"),
    "landing of everything": (
        {"clearances": (ClearanceRow(country="PL", purpose="landing", lead_s=86_400.0),)},
        "clearance",
        "lands at hub",
    ),
    "overflight of everything": (
        {"clearances": (ClearanceRow(country="PL", purpose="overflight", lead_s=86_400.0),)},
        "clearance",
        "leaves for hub",
    ),
    "overflight, where the leg begins": (
        {"clearances": (ClearanceRow(country="DE", purpose="overflight", lead_s=86_400.0),)},
        "clearance",
        "overflight is cleared at 86,400 s",
    ),
    "landing of explosives": (
        {"clearances": (ClearanceRow(country="PL", purpose="landing", lead_s=86_400.0, cargo="1"),)},
        "clearance",
        "lands at hub",
    ),
    "landing of anything hazardous": (
        {"clearances": (ClearanceRow(country="PL", purpose="landing", lead_s=86_400.0, cargo="hazardous"),)},
        "clearance",
        "lands at hub",
    ),
}


@pytest.mark.parametrize(("changes", "rule", "says"), LOWERED.values(), ids=LOWERED)
def test_a_limit_that_is_lower_is_named(changes: Mapping[str, Any], rule: str, says: str) -> None:
    faults = found(changes)
    assert any(got == rule and says in what for got, what in faults), faults
    if rule != "gross":
        assert {got for got, _ in faults} == {rule}


KEPT: dict[str, Mapping[str, Any]] = {
    "as much explosive as a spot may hold": {"hub": {"spot_explosive_kg": 500.0}},
    "a hot spot each": {"hub": {"hot_spots": 2, "spot_explosive_kg": 10.0}},
    "hot spots that nobody needs": {"hub": {"hot_spots": 0, "spot_explosive_kg": 500.0}},
    "a loader each": {"hub": {"loaders": 2}},
    "two arrivals a day": {"hub": {"arrivals_per_day": 2.0}},
    "as heavy as the field bears": {"hub": {"max_gross_kg": 200_000.0}},
    "clearances of other cargo": {
        "clearances": (
            ClearanceRow(country="PL", purpose="landing", lead_s=86_400.0, cargo="3"),
            ClearanceRow(country="PL", purpose="landing", lead_s=86_400.0, cargo="passengers"),
        )
    },
    "clearances of other countries": {"clearances": (ClearanceRow(country="FR", purpose="landing", lead_s=86_400.0),)},
    "the way back, empty": {"clearances": (ClearanceRow(country="DE", purpose="landing", lead_s=9e4, cargo="1"),)},
    "customs": {"clearances": (ClearanceRow(country="PL", purpose="customs", lead_s=86_400.0),)},
    "handling lost when nobody needs it": {
        "hub": {"loaders": 2},
        "disruptions": (
            Disruption(kind="capacity", target="hub/loaders", opens=at(20), closes=at(30), factor=0.0),
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", KEPT.values(), ids=KEPT)
def test_a_limit_that_is_kept_is_none(changes: Mapping[str, Any]) -> None:
    assert found(changes) == []


def test_handling_is_not_for_stops_on_the_way() -> None:
    mid = place("mid", 49.9, 14.5, loaders=1)
    made = scenario(places=(DEPOT, HUB, mid), links=())
    net = build_network(made)
    missions = [shuttle(net, [load(net, 1000.0, number=i + 1)], tail=i, via=[("mid", 0)]) for i in (0, 1)]
    assert audit(made, plan_of(net, *missions), network=net) == []


@pytest.mark.parametrize(
    ("loads", "rules"),
    [
        (((FUEL_CANS, 2.0), (PEROXIDE, 2.0)), {"segregation"}),
        (((BULLETS, 2.0), (FUEL_CANS, 2.0)), {"segregation"}),
        (((BULLETS, 2.0), (PEOPLE, 9.0)), {"segregation"}),
        (((BULLETS, 2.0), (BULK, 900.0)), set()),
        (((FUEL_CANS, 2.0), (PEOPLE, 9.0), (BULK, 900.0)), set()),
    ],
)
def test_hazards_that_may_not_go_together_are_refused(loads: tuple[tuple[int, float], ...], rules: set[str]) -> None:
    made, net = world()
    assert {item.rule for item in audit(made, plan_of(net, one(net, *loads)), network=net)} == rules


DRY = {"fuel_kg": 0.0, "fuel_kg_per_day": 0.0}


def test_to_a_place_without_fuel_the_radius_counts() -> None:
    """1,030 km there and as far back: 40 t go to 1,500 km, 20 t to 2,500 km."""
    payload = curve((0, 40), (1500, 40), (2500, 20), (9000, 0), y=1000.0)
    for hub, rules in (({}, set()), (DRY, {"payload"})):
        made, net = world(hub=hub, type_={"payload_at_range": payload})
        assert {item.rule for item in audit(made, plan_of(net, one(net, (BULK, 40_000.0))), network=net)} == rules
        least = float(net.payload_kg[0, 0, 1])
        fits = plan_of(net, one(net, (BULK, least)))
        assert audit(made, fits, network=net) == []
        assert (least < 40_000.0) == bool(rules)


def test_from_a_place_without_fuel_a_tail_goes_to_the_recovery_field() -> None:
    side = place("side", 50.5, 19.0)
    made = scenario(places=(DEPOT, replace(HUB, recovery="side", **DRY), side), links=())
    net = build_network(made)
    home = shuttle(net, [load(net, 1000.0)])
    fault = audit(made, plan_of(net, home), network=net)[0]
    assert fault.rule == "leg"
    assert fault.what == "JET can't fly from hub to depot: there is no fuel, and it has to recover at side"
    by_side = replace(home, stops=(*home.stops[:2], Stop(place=2, purpose=Purpose.ENROUTE), home.stops[2]))
    assert audit(made, plan_of(net, by_side), network=net) == []


def test_two_arrivals_on_two_days_are_two_days() -> None:
    made, net = world(hub={"arrivals_per_day": 1.0, "parking": spots(wide=1)})
    apart = plan_of(net, one(net, (BULLETS, 10.0)), one(net, (BULLETS, 10.0), tail=1, earliest_s=86_400))
    assert audit(made, apart, network=net) == []


def test_hours_of_ground_time_do_not_count_twice() -> None:
    """A mission that leaves as the next one lands shares the hot spot with it."""
    made, net = world(hub={"hot_spots": 1, "clearance_s": hours(1)})
    later = 9000
    plan = plan_of(net, one(net, (BULLETS, 10.0)), one(net, (BULLETS, 10.0), tail=1, earliest_s=later))
    assert audit(made, plan, network=net) == []
    close = plan_of(net, one(net, (BULLETS, 10.0)), one(net, (BULLETS, 10.0), tail=1, earliest_s=later - 1))
    assert {item.rule for item in audit(made, close, network=net)} == {"hot_spots"}


@pytest.mark.parametrize(
    ("loads", "alone"),
    [(((0, 1.0),), True), (((0, 2.0),), False), (((0, 1.0), (1, 500.0)), False), (((1, 500.0),), True)],
)
def test_a_load_that_fills_an_aircraft_flies_alone(loads: tuple[tuple[int, float], ...], alone: bool) -> None:
    made = scenario(
        places=(DEPOT_PL, HUB_PL),
        types=(jet(gross_kg=200_000.0),),
        fleet=(FleetRow(type="JET", tails=1, home="depot"),),
        unit_loads=(UnitLoadsRow(unit_type="battery", aircraft="JET", loads=3.0),),
        requirements=(requirement("unit", unit_type="battery"), requirement("bulk")),
        links=(),
    )
    net = build_network(made)
    mission = shuttle(net, [load(net, quantity, line=line, number=1) for line, quantity in loads])
    said = [
        found.what for found in audit(made, plan_of(net, mission), network=net) if "does not fly alone" in found.what
    ]
    assert bool(said) is not alone
