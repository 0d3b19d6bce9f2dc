"""Cargo that does not fit must not hold up what does."""

from __future__ import annotations

from tests.network.build import FleetRow, at, curve, jet, place, requirement, scenario

from openairlift.audits import audit
from openairlift.model import Item
from openairlift.network import build_network
from openairlift.solve import make_plan

DEPOT = place("depot", 49.44, 7.60)
HUB = place("hub", 50.11, 22.02)
PIECES = (Item(item="press", unit_mass_kg=60_000.0), Item(item="crate", unit_mass_kg=1_000.0))


def test_a_piece_too_heavy_for_every_hold_holds_up_nothing_else() -> None:
    wanted = (
        requirement("a", item="press", quantity=1.0),
        requirement("b", item="crate", quantity=10.0, ready=at(24)),
    )
    sc = scenario(places=(DEPOT, HUB), links=(), items=PIECES, requirements=wanted)
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    assert [load.quantity for _, load in plan.loads] == [10.0]
    assert [net.lines[part.line].name for part in plan.shortfalls] == ["a"]
    assert "60,000 kg" in plan.shortfalls[0].reason


def test_a_heavy_piece_goes_by_the_route_that_takes_it() -> None:
    """Direct, 29 t fit; with a stop, 40 t: the 37 t piece needs the stop."""
    payload = curve((0, 40), (800, 40), (1200, 25), (6000, 0), y=1000.0)
    places = (DEPOT, place("mid", 49.9, 14.5), HUB)
    pieces = (Item(item="engine", unit_mass_kg=37_000.0),)
    sc = scenario(
        places=places,
        types=(jet(payload_at_range=payload),),
        fleet=(FleetRow(type="JET", tails=1, home="depot"),),
        links=(),
        items=pieces,
        requirements=(requirement("r", item="engine", quantity=1.0),),
    )
    net = build_network(sc)
    plan = make_plan(sc, network=net)
    assert audit(sc, plan, network=net) == []
    assert not plan.shortfalls
    assert net.place_index["mid"] in [stop.place for stop in plan.missions[0].stops]


def test_the_end_of_the_fleets_window_is_named() -> None:
    fleet = (FleetRow(type="JET", tails=1, home="depot", available_to=at(20)),)
    sc = scenario(places=(DEPOT, HUB), links=(), fleet=fleet, requirements=(requirement(mass_kg=400_000.0),))
    plan = make_plan(sc)
    assert "available until day 0.8" in plan.shortfalls[0].reason
