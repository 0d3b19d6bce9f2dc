"""A unit's sorties: golden numbers of the shipped battery, and what binds."""

from __future__ import annotations

from functools import cache

import pytest

from openairlift.network import Network, build_network
from openairlift.outlook.sorties import WEIGHT, Packing, pack, sortie
from openairlift.scenario import read_scenario


@cache
def battery() -> Network:
    return build_network(read_scenario("ukraine-2022", options=["patriot"]))


def packed(type_: str, payload_kg: float) -> Packing:
    net = battery()
    wanted = {i: line.quantity for i, line in enumerate(net.lines) if line.requirement == "patriot-1"}
    return pack(net, net.type_index[type_], wanted, payload_kg=payload_kg)


def test_a_patriot_battery_takes_14_c17_at_the_planning_payload() -> None:
    """14 of 40.8 t from the item list; 73 / 4 = 18.25 published with battalion headquarters (SASC, April 2025)."""
    found = packed("C-17A", 40_823.0)
    assert len(found.sorties) == 14
    assert found.bound >= 13  # 527 t by 40.8 t
    assert not found.unfit
    assert len(found.sorties) < 18.25


def test_every_piece_is_aboard_once_and_within_the_limits() -> None:
    net = battery()
    found = packed("C-17A", 40_823.0)
    for i, line in enumerate(net.lines):
        if line.requirement == "patriot-1":
            assert sum(item.aboard.get(i, 0.0) for item in found.sorties) == line.quantity
    for item in found.sorties:
        assert item.weight_share <= 1.0 + 1e-6
        assert item.floor_share is not None
        assert item.floor_share <= 1.0 + 1e-6
        assert item.seats_share is not None
        assert item.seats_share <= 1.0 + 1e-6


def test_with_the_greatest_payload_a_launcher_still_takes_an_aircraft_each() -> None:
    """Eight launchers in eight C-17 are quoted (Air & Cosmos 2023); the radar takes a ninth floor."""
    assert packed("C-17A", 77_519.0).bound >= 9


def test_a_small_type_names_what_it_can_not_carry() -> None:
    reasons = dict(packed("C-130J-30", 16_329.0).unfit)
    assert len(reasons) == 6
    assert all("outsize" in reason for reason in reasons.values())


@pytest.mark.parametrize(("payload_kg", "binds"), [(36_000.0, WEIGHT), (77_519.0, "floor")])
def test_what_keeps_a_second_launcher_out(payload_kg: float, binds: str) -> None:
    net = battery()
    launcher = next(i for i, line in enumerate(net.lines) if line.name == "patriot-1/patriot-launcher-m903")
    found = sortie(net, net.type_index["C-17A"], {launcher: 1.0}, later=[launcher], payload_kg=payload_kg)
    assert found.binds == binds
    last = sortie(net, net.type_index["C-17A"], {launcher: 1.0}, later=[], payload_kg=payload_kg)
    assert last.binds is None
