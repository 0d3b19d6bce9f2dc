"""What is left when a place, a leg, a link or an airspace is lost."""

from __future__ import annotations

import re

import numpy as np
import pytest

from openairlift.errors import UsageError
from openairlift.network import UNREACHABLE, Network, RouteBook, build_network
from openairlift.scenario import read_scenario
from openairlift.solve.baseline import plan_baseline
from openairlift.solve.ways import all_ways
from openairlift.study.resilience.damage import damaged
from openairlift.study.resilience.losses import Loss, asked, legs_of, links_of, loss_of


@pytest.fixture(scope="module")
def network() -> Network:
    return build_network(read_scenario("ukraine-2022"))


def test_nothing_goes_by_a_lost_place(network: Network) -> None:
    left = damaged(network, [loss_of("hub", network)])
    hub = network.place_index["hub"]
    assert [place.id for place in left.places] == [place.id for place in network.places]
    assert all(hub not in way.places for way in all_ways(left, RouteBook(left)))
    assert all(place != hub for line in left.lines for place, _ in line.hubs)
    cut = [i for i, link in enumerate(left.links) if hub in (link.origin, link.destination)]
    assert cut
    assert all(left.link_open_s[i] == () for i in cut)
    assert any(hub in way.places for way in all_ways(network, RouteBook(network)))


def test_a_lost_leg_is_not_flown_and_others_are(network: Network) -> None:
    a, b = network.place_index["depot-de"], network.place_index["hub"]
    both, one = (damaged(network, [loss_of(word, network)]) for word in ("depot-de-hub", "depot-de>hub"))
    assert (both.block_s[:, a, b] == UNREACHABLE).all()
    assert (both.block_s[:, b, a] == UNREACHABLE).all()
    assert (one.block_s[:, a, b] == UNREACHABLE).all()
    assert np.array_equal(one.block_s[:, b, a], network.block_s[:, b, a])
    assert (network.block_s[:, a, b] != UNREACHABLE).any()


def test_a_closed_airspace_forces_a_way_round_that_is_longer_and_carries_no_more(network: Network) -> None:
    """A square over Czechia and Saxony, across the leg from Ramstein to Rzeszow (49.5 N, 7.6 E to 50.1 N, 22 E)."""
    left = damaged(network, [loss_of("polygon(48 12; 48 16; 52 16; 52 12)", network)])
    a, b, c = (network.place_index[name] for name in ("depot-de", "hub", "base-krakow"))
    flown = [t for t in range(len(network.types)) if network.block_s[t, a, b] != UNREACHABLE]
    assert flown
    for t in flown:
        assert left.block_s[t, a, b] > network.block_s[t, a, b]
        assert left.payload_kg[t, a, b] <= network.payload_kg[t, a, b]
    assert np.array_equal(left.block_s[:, b, c], network.block_s[:, b, c])  # far from it


def test_a_lost_link_takes_the_hubs_that_it_served(network: Network) -> None:
    left = damaged(network, [loss_of("base-suceava>fwd-chernivtsi:road", network)])
    suceava = network.place_index["base-suceava"]
    end = network.place_index["fwd-chernivtsi"]
    for before, after in zip(network.lines, left.lines, strict=True):
        if before.destination == end:
            assert any(place == suceava for place, _ in before.hubs)
            assert all(place != suceava for place, _ in after.hubs)


def test_routes_are_those_that_the_plan_uses(network: Network) -> None:
    plan = plan_baseline(network)
    legs, links = legs_of(network, plan), links_of(network, plan)
    assert legs
    assert links
    found = asked(["routes", "hub", "places"], network.scenario, network, plan)
    assert found[: len(legs) + len(links)] == (*legs, *links)
    assert sum(loss.target == "hub" for loss in found) == 1
    assert all(network.places[network.place_index[loss.target]].is_airfield for loss in found if loss.kind == "place")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("hubb", "'hub'"),
        ("depot-de>hubb", "'hub'"),
        ("hub>fwd-lvov:road", "'hub>fwd-lviv:road'"),
        ("place", "'places'"),
        ("polygon(1 2; 3 4)", "has 2 corners"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(network: Network, word: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        loss_of(word, network)


def test_nothing_lost_is_the_network_itself(network: Network) -> None:
    assert damaged(network, []) is network
    assert str(Loss(kind="airspace", target="polygon(…)", name="closed")) == "closed"
