from __future__ import annotations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.network.build import DEPOT, HUB, TOWN, at, curve, hours, jet, place, prop, scenario, spots

from openairlift.model import Disruption, Distribution, FleetRow, GroundTime, Place, Traffic
from openairlift.network import UNREACHABLE, Network, build_network
from openairlift.network.legs import at as over


def test_block_time_is_distance_flown_over_speed_rounded_half_up() -> None:
    network = build_network(scenario(types=(jet(route_factor=1.1),)))
    metres = Geodesic.WGS84.Inverse(DEPOT.lat, DEPOT.lon, HUB.lat, HUB.lon)["s12"]
    assert network.distance_m[0, 1] == pytest.approx(metres, rel=1e-9)
    assert network.block_s[0, 0, 1] == int(metres * 1.1 / 200.0 + 0.5)
    assert network.block_s[0, 0, 0] == 0


def test_speed_and_payload_are_read_at_the_distance_flown() -> None:
    far = place("far", 0.0, 50.0)
    near = place("near", 0.0, 0.0)
    flown = Geodesic.WGS84.Inverse(0, 0, 0, 50)["s12"] * 1.2
    type_ = jet(route_factor=1.2, block_speed=curve((0, 360), (10_000, 1080), y=1 / 3.6))
    network = build_network(scenario(places=(near, far), links=(), types=(type_,), requirements=()))
    speed = 100.0 + 200.0 * flown / 1e7
    assert network.block_s[0, 0, 1] == int(flown / speed + 0.5)
    assert network.payload_kg[0, 0, 1] == pytest.approx(40_000 * (8e6 - flown) / 4e6)


def test_a_curve_over_an_array_is_the_curve_point_by_point() -> None:
    made = curve((0, 40), (2000, 30), (4000, 10), (9000, 5))
    x = np.array([-1.0, 0.0, 1e6, 2e6, 3e6, 4e6, 5e6, 9e6, 9.5e6])
    assert over(made, x).tolist() == pytest.approx([made.at(float(value)) for value in x])
    assert over(made, x).tolist() == pytest.approx([40, 40, 35, 30, 20, 10, 9, 5, 5])
    assert over(curve((3, 7)), x).tolist() == [7.0] * 9


def test_a_leg_beyond_the_last_point_of_the_payload_curve_cant_be_flown() -> None:
    places = (place("a", 0, 0), place("b", 0, 71.8), place("c", 0, 71.9))  # 7,993 and 8,004 km
    network = build_network(scenario(places=places, links=(), requirements=()))
    assert network.block_s[0, 0, 1] > 0
    assert network.block_s[0, 0, 2] == UNREACHABLE
    assert network.payload_kg[0, 0, 2] == 0.0


def test_places_without_a_runway_or_with_a_short_one_cant_be_used() -> None:
    strip = place("strip", 50.0, 15.0, runway_m=950.0)
    network = build_network(scenario(places=(DEPOT, HUB, TOWN, strip), types=(jet(), prop())))
    assert (network.block_s[:, 0, 2] == UNREACHABLE).all()
    assert network.block_s[0, 0, 3] == UNREACHABLE
    assert network.block_s[0, 3, 0] == UNREACHABLE
    assert network.block_s[1, 0, 3] > 0


def test_a_type_that_states_no_runway_can_use_any() -> None:
    strip = place("strip", 50.0, 15.0, runway_m=300.0)
    network = build_network(scenario(places=(DEPOT, HUB, strip), types=(jet(runway_m=None),)))
    assert network.block_s[0, 0, 2] > 0


def test_types_that_state_too_little_are_noted() -> None:
    types = (jet("A", payload_at_range=None), jet("B", block_speed=None), jet("C", body=None))
    network = build_network(scenario(types=types))
    assert (network.block_s[:2] == UNREACHABLE).all()
    assert network.bodies == (2, 2, 2)
    assert network.notes == (
        "No payload by range is stated for A: it can't be planned.",
        "No block speed is stated for B: it can't be planned.",
        "No body class is stated for C: wide was used.",
    )


def test_a_place_without_a_position_has_no_distance() -> None:
    lost = Place(id="lost", name="lost", runway_m=3000.0)
    network = build_network(scenario(places=(DEPOT, HUB, lost)))
    assert np.isnan(network.distance_m[0, 2])
    assert network.block_s[0, 0, 2] == UNREACHABLE


def test_tails_are_named_by_type_number_and_home() -> None:
    fleet = (
        FleetRow(type="JET", tails=2, home="depot", positioned_at="hub", available_from=at(-3), available_to=at(48)),
        FleetRow(type="JET", tails=1, home="depot", augmented=True),
        FleetRow(type="JET", tails=1, home="hub"),
    )
    types = (jet(duty_s=57_600.0, augmented_duty_s=86_400.0),)
    network = build_network(scenario(types=types, fleet=fleet))
    assert [tail.name for tail in network.tails] == ["JET 01 ETAR", "JET 02 ETAR", "JET 03 ETAR", "JET 01 EPRZ"]
    first, third = network.tails[0], network.tails[2]
    assert (first.base, first.home) == (1, 0)
    assert (first.available_from_s, first.available_to_s, first.duty_s) == (0, 48 * 3600, 57_600)
    assert (third.available_from_s, third.available_to_s, third.duty_s) == (0, 864_000, 86_400)


def test_homes_that_share_an_airfield_are_told_apart_by_id() -> None:
    twin = place("twin", 49.44, 7.6, icao="ETAR")
    fleet = (FleetRow(type="JET", tails=1, home="depot"), FleetRow(type="JET", tails=1, home="twin"))
    network = build_network(scenario(places=(DEPOT, HUB, twin), fleet=fleet))
    assert [tail.name for tail in network.tails] == ["JET 01 depot", "JET 01 twin"]


def test_tails_at_an_airfield_that_their_type_cant_use_are_noted() -> None:
    short = place("short", 50.0, 10.0, runway_m=500.0)
    network = build_network(scenario(places=(DEPOT, HUB, short), fleet=(FleetRow(type="JET", tails=1, home="short"),)))
    assert network.notes == ("JET at short: the type can't use that airfield; its tails stay there.",)


def test_traffic_keys_windows_and_default_time() -> None:
    rows = (
        Traffic(place="hub", arrivals_per_day=4.0, opens=at(-5), closes=at(24), ground_s=hours(3)),
        Traffic(place="depot", arrivals_per_day=1.0, body="small"),
        Traffic(place="hub", arrivals_per_day=2.0, opens=at(24)),
        Traffic(place="hub", arrivals_per_day=2.0, opens=at(900)),
    )
    network = build_network(scenario(traffic=rows))
    assert [stream.key for stream in network.streams] == ["hub", "depot", "hub#2", "hub#3"]
    assert [(s.opens_s, s.closes_s) for s in network.streams[:3]] == [(0, 86_400), (0, 864_000), (86_400, 864_000)]
    assert network.streams[3].opens_s == network.streams[3].closes_s
    assert [stream.body for stream in network.streams] == [2, 0, 2, 2]
    assert network.streams[1].ground_s.mean == 8100.0


def test_arrays_cant_be_changed() -> None:
    network = build_network(scenario())
    with pytest.raises(ValueError, match="read-only"):
        network.block_s[0, 0, 1] = 1


def ground(network: Network, type_: int, place_: int, purpose: int) -> float:
    return network.distributions[int(network.ground[type_, place_, purpose])].mean / 3600


def test_the_most_specific_ground_time_wins() -> None:
    rows = (
        GroundTime(purpose="turn", time_s=hours(1)),
        GroundTime(type="JET", purpose="offload", time_s=hours(2)),
        GroundTime(place="hub", purpose="offload", time_s=hours(3)),
        GroundTime(place="hub", type="JET", purpose="onload", time_s=hours(4), per_pallet_s=60.0),
        GroundTime(place="hub", type="JET", purpose="onload", time_s=hours(9)),
    )
    network = build_network(scenario(types=(jet(), prop()), ground_times=rows))
    assert ground(network, 0, 1, 0) == 4
    assert ground(network, 0, 1, 1) == 3
    assert ground(network, 0, 1, 2) == 1
    assert ground(network, 0, 0, 1) == 2
    assert ground(network, 1, 1, 1) == 3
    assert ground(network, 1, 0, 1) == 1
    assert network.nominal_ground_s(0, 1, 0, pallets=10) == 4 * 3600 + 600
    assert network.nominal_ground_s(1, 1, 0, pallets=10) == 3600
    assert network.notes == ()


def test_a_turn_at_the_place_wins_over_the_types_own_purpose() -> None:
    rows = (
        GroundTime(type="JET", purpose="offload", time_s=hours(2)),
        GroundTime(place="hub", purpose="turn", time_s=hours(5)),
    )
    network = build_network(scenario(ground_times=rows))
    assert ground(network, 0, 1, 1) == 5
    assert ground(network, 0, 0, 1) == 2


def test_the_last_resort_is_used_and_noted() -> None:
    rows = (GroundTime(purpose="offload", time_s=Distribution.constant(60.0)),)
    network = build_network(scenario(ground_times=rows))
    assert ground(network, 0, 1, 0) == 2.25
    assert network.notes == ("No ground time is stated for JET (onload, enroute): 2.25 h was used.",)


def test_the_network_of_many_places_holds_closures_and_parking_by_index() -> None:
    closure = Disruption(kind="closure", target="b", opens=at(1), closes=at(2))
    places = (place("a", 0, 0), place("b", 0, 10, parking=spots(narrow=2)), place("c", 0, 20))
    network = build_network(scenario(places=places, links=(), requirements=(), disruptions=(closure,)))
    assert [window is None for window in network.open_s] == [True, False, True]
    assert [steps is None for steps in network.parking] == [True, False, True]
    assert network.place_index == {"a": 0, "b": 1, "c": 2}
