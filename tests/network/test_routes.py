from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import at, hours, jet, place, prop, scenario, spots

from openairlift.model import Disruption, Equivalence, FleetRow, GroundTime, Hours, Place
from openairlift.network import UNREACHABLE, Network, Route, RouteBook, build_network, can_use, routes, spots_for

KM = 111.31949  # of a degree of longitude on the equator


def on_equator(*kilometres: float, **fields: dict[str, object]) -> tuple[Place, ...]:
    """Places p0, p1 … at distances along the equator; `fields` are per place."""
    return tuple(
        place(**{"id_": f"p{i}", "lat": 0.0, "lon": km / KM, **fields.get(f"p{i}", {})})
        for i, km in enumerate(kilometres)
    )


def network_of(*kilometres: float, type_: object = None, **fields: dict[str, object]) -> Network:
    places = on_equator(*kilometres, **fields)
    fleet = (FleetRow(type="JET", tails=1, home="p0"),)
    return build_network(scenario(places=places, links=(), requirements=(), fleet=fleet, types=(type_ or jet(),)))


def test_a_leg_with_the_full_payload_is_flown_directly() -> None:
    network = network_of(0, 2000, 1000)
    (route,) = routes(network, 0, 0, 1)
    assert (route.stops, route.payload_kg, route.places) == ((), 40_000.0, (0, 1))
    assert route.block_s == (10_000,)
    assert route.flying_s == 10_000


def test_a_stop_that_keeps_the_payload_comes_before_a_direct_leg_that_halves_it() -> None:
    network = network_of(0, 6000, 3000)
    best, direct = routes(network, 0, 0, 1)
    assert (best.stops, best.payload_kg, best.block_s) == ((2,), 40_000.0, (15_000, 15_000))
    assert direct.stops == ()
    assert direct.payload_kg == pytest.approx(20_000, rel=1e-3)


def test_a_direct_leg_with_little_less_comes_first() -> None:
    network = network_of(0, 4100, 2000)
    direct, stop = routes(network, 0, 0, 1)
    assert direct.stops == ()
    assert direct.payload_kg == pytest.approx(39_000, rel=1e-3)
    assert stop.stops == (2,)


def test_two_stops_where_one_is_not_enough() -> None:
    network = network_of(0, 12_000, 3900, 7800)
    best = routes(network, 0, 0, 1)[0]
    assert best.stops == (2, 3)
    assert best.payload_kg == pytest.approx(38_000, rel=1e-2)
    assert len(best.block_s) == 3


def test_the_payload_is_that_of_the_critical_leg() -> None:
    network = network_of(0, 7000, 2000)
    best = routes(network, 0, 0, 1)[0]
    assert best.stops == (2,)
    assert best.payload_kg == pytest.approx(30_000, rel=1e-3)
    assert best.payload_kg == min(network.payload_kg[0, 0, 2], network.payload_kg[0, 2, 1])


def test_what_is_too_far_with_any_stop_has_no_route() -> None:
    network = network_of(0, 15_000, 3000)
    assert routes(network, 0, 0, 1) == ()
    assert RouteBook(network).empty(0, 0, 1) is None


def test_the_ferry_range_needs_no_payload() -> None:
    network = network_of(0, 7900)
    book = RouteBook(network)
    empty = book.empty(0, 0, 1)
    assert empty == Route(type=0, origin=0, hub=1, stops=(), block_s=(39_500,), payload_kg=0.0)
    assert book.routes(0, 0, 1)[0].payload_kg == pytest.approx(1000, rel=1e-2)


def test_an_empty_leg_takes_the_quickest_stops_it_needs() -> None:
    network = network_of(0, 9000, 2000, 4000, p2={"lat": 20.0})
    assert RouteBook(network).empty(0, 0, 1).stops == (3,)
    network = network_of(0, 17_000, 6000, 12_000)
    assert RouteBook(network).empty(0, 0, 1).stops == (2, 3)


def test_the_same_place_is_a_way_without_legs_and_no_route_for_a_load() -> None:
    network = network_of(0, 1000)
    assert RouteBook(network).empty(0, 1, 1).block_s == ()
    assert routes(network, 0, 1, 1) == ()


def test_a_leg_longer_than_the_duty_day_is_flown_through_a_stop() -> None:
    network = network_of(0, 3600, 1800, type_=jet(report_s=3600.0, release_s=1800.0))
    book = RouteBook(network)
    assert book.routes(0, 0, 1)[0].stops == ()
    enough = 18_000 + 3600 + 1800 + 2  # the leg takes 5 h
    assert book.routes(0, 0, 1, duty_s=enough)[0].stops == ()
    assert [route.stops for route in book.routes(0, 0, 1, duty_s=enough - 10)] == [(2,)]
    assert book.empty(0, 0, 1, duty_s=enough - 10).stops == (2,)
    assert book.routes(0, 0, 1, duty_s=9000) == ()


def test_ends_and_stops_need_a_spot_and_a_slot_that_the_type_can_use() -> None:
    def stops(**fields: object) -> tuple[int, ...]:
        return routes(network_of(0, 6000, 3000, p2=fields), 0, 0, 1)[0].stops

    assert stops(parking=spots(wide=1)) == (2,)
    assert stops(parking=spots(narrow=9)) == ()
    assert stops(parking=spots(wide=1), working=0) == ()
    assert stops(working=1) == (2,)
    assert stops(open_hours=Hours(((),) * 7, "never")) == ()
    assert routes(network_of(0, 1000, p1={"parking": spots(narrow=2)}), 0, 0, 1) == ()
    assert RouteBook(network_of(0, 1000, p1={"parking": spots(narrow=2)})).empty(0, 0, 1) is not None


def test_a_place_that_is_closed_all_the_time_cant_be_used_one_that_is_closed_for_a_while_can() -> None:
    closures = (
        Disruption(kind="closure", target="p0", closes=at(48)),
        Disruption(kind="closure", target="p1"),
        Disruption(kind="capacity", target="p2/parking", factor=0.0),
        Disruption(kind="capacity", target="p3/parking", opens=at(24), factor=0.0),
    )
    places = on_equator(0, 1000, 2000, 3000, p2={"parking": spots(wide=2)}, p3={"parking": spots(wide=2)})
    fleet = (FleetRow(type="JET", tails=1, home="p0"),)
    network = build_network(scenario(places=places, links=(), requirements=(), fleet=fleet, disruptions=closures))
    assert [can_use(network, 0, place_) for place_ in range(4)] == [True, False, False, True]


def test_smaller_aircraft_share_larger_spots_as_stated() -> None:
    ramp = place("ramp", 0, 0, parking=spots(wide=2, narrow=3), spot_equivalence=Equivalence(narrow_on_wide=2))
    network = build_network(
        scenario(
            places=(ramp, place("field", 0, 5)),
            types=(jet(), prop(), jet("TINY", body="small")),
            requirements=(),
            links=(),
        )
    )
    assert [spots_for(network, type_, 0) for type_ in range(3)] == [2, 7, 5]
    assert spots_for(network, 0, 1) is None
    shared = Equivalence(small_on_narrow=3, small_on_wide=4)
    ramp = place("ramp", 0, 0, parking=spots(wide=2, narrow=3, small=1), spot_equivalence=shared)
    types = (jet(), prop(), jet("TINY", body="small"))
    network = build_network(scenario(places=(ramp, place("field", 0, 5)), types=types, requirements=(), links=()))
    assert [spots_for(network, type_, 0) for type_ in range(3)] == [2, 5, 1 + 3 * 3 + 2 * 4]


def test_more_routes_are_given_when_asked_for() -> None:
    network = network_of(0, 6000, 2900, 3000, 3100)
    assert len(routes(network, 0, 0, 1)) == 3
    found = routes(network, 0, 0, 1, limit=10)
    assert sorted(route.stops for route in found) == [(), (2,), (3,), (4,)]
    assert found[-1].stops == ()


@st.composite
def fields(draw: st.DrawFn) -> Network:
    n = draw(st.integers(2, 7))
    where = draw(st.lists(st.tuples(st.floats(-60, 60), st.floats(0, 120)), min_size=n, max_size=n, unique=True))
    places = tuple(place(f"p{i}", lat, lon) for i, (lat, lon) in enumerate(where))
    times = (GroundTime(purpose="turn", time_s=hours(draw(st.floats(0.5, 6)))),)
    fleet = (FleetRow(type="JET", tails=1, home="p0"),)
    return build_network(scenario(places=places, links=(), requirements=(), fleet=fleet, ground_times=times))


@settings(deadline=None)
@given(fields())
def test_routes_are_flyable_and_the_best_of_all_chains(network: Network) -> None:
    book = RouteBook(network)
    found = book.routes(0, 0, 1, limit=100)
    back = book.empty(0, 1, 0)
    fixed = network.nominal_ground_s(0, 0, 0) + network.nominal_ground_s(0, 1, 1)
    stop_s = network.nominal_ground_s(0, 0, 2)

    def rate(chain: tuple[int, ...]) -> float:
        legs = [(0, a, b) for a, b in itertools.pairwise((0, *chain, 1))]
        if any(network.block_s[leg] == UNREACHABLE for leg in legs):
            return 0.0
        out = sum(int(network.block_s[leg]) for leg in legs) + stop_s * len(chain)
        home = 0 if back is None else back.flying_s + stop_s * len(back.stops)
        return float(min(network.payload_kg[leg] for leg in legs)) / (fixed + out + home)

    others = range(2, len(network.places))
    chains = [chain for size in range(3) for chain in itertools.permutations(others, size)]
    best = max(rate(chain) for chain in chains)
    if not found:
        assert best == 0.0
        return
    rates = [rate(route.stops) for route in found]
    assert rates == sorted(rates, reverse=True)
    assert rates[0] >= best * (1 - 1e-12)
    assert len({route.stops for route in found}) == len(found)


@settings(deadline=None)
@given(fields())
def test_the_empty_way_is_the_quickest_of_the_shortest_chains(network: Network) -> None:
    stop_s = network.nominal_ground_s(0, 0, 2)
    empty = RouteBook(network).empty(0, 0, 1)
    others = range(2, len(network.places))
    for size in range(3):
        times = [
            sum(int(network.block_s[0, a, b]) for a, b in itertools.pairwise(chain)) + stop_s * size
            for chain in ((0, *middle, 1) for middle in itertools.permutations(others, size))
            if all(network.block_s[0, a, b] != UNREACHABLE for a, b in itertools.pairwise(chain))
        ]
        if times:
            assert empty is not None
            assert len(empty.stops) == size
            assert empty.flying_s + stop_s * size == min(times)
            return
    assert empty is None
