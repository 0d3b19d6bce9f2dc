"""Disruptions by index: which are shocks, and what each kind carries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, hours, jet, place, prop, requirement, scenario, spots
from tests.scenario.test_operations import GOOD, HEAD
from tests.scenario.tiny import FILES

import openairlift as oa
from openairlift.model import Disruption, FleetRow, Item, StockRow
from openairlift.network import Shock, ShockKind, build_network

H = 3600
DAY = 86_400
TYPES = (jet(gross_kg=250_000.0), prop(gross_kg=70_000.0), prop("OLD"))
FLEET = (
    FleetRow(type="JET", tails=3, home="depot"),
    FleetRow(type="PROP", tails=2, home="depot"),
    FleetRow(type="JET", tails=5, home="depot", positioned_at="hub"),
)


def made(*rows: Disruption) -> tuple[Shock, ...]:
    return network(*rows).shocks


def network(*rows: Disruption) -> oa.Network:
    hub = replace(HUB, loaders=2, crews_unloading=3)
    items = (Item(item="tent", unit_mass_kg=50.0),)
    stock = (
        StockRow(place="depot", item="tent", quantity=10),
        StockRow(place="depot", item="tent", quantity=20),
    )
    return build_network(
        scenario(
            places=(DEPOT, hub, TOWN),
            types=TYPES,
            fleet=FLEET,
            links=(ROAD, replace(ROAD, mode="rail"), ROAD),
            items=items,
            stock=stock,
            disruptions=rows,
        )
    )


def test_stated_closures_and_capacities_of_places_are_no_shocks() -> None:
    assert (
        made(
            Disruption(kind="closure", target="hub", opens=at(1), closes=at(2)),
            Disruption(kind="closure", target="hub>town:road", opens=at(1), closes=at(2)),
            Disruption(kind="capacity", target="hub/parking", opens=at(1), closes=at(2), factor=0.5),
            Disruption(kind="capacity", target="hub/loaders", opens=at(1), closes=at(2), factor=0.5),
        )
        == ()
    )


def test_closures_by_chance() -> None:
    length = hours(3)
    assert made(
        Disruption(kind="closure", target="hub", rate_per_day=0.5, duration_s=length),
        Disruption(kind="closure", target="hub>town:road#2", rate_per_day=2.0, duration_s=length),
    ) == (
        Shock(key="closure:hub", kind=ShockKind.CLOSURE, place=1, rate_per_day=0.5, duration_s=length),
        Shock(key="closure:hub>town:road#2", kind=ShockKind.CLOSURE, link=2, rate_per_day=2.0, duration_s=length),
    )


@pytest.mark.parametrize(("column", "what"), [("parking", 0), ("working", 1), ("loaders", 2), ("crews_unloading", 2)])
def test_capacities_of_places_by_chance(column: str, what: int) -> None:
    row = Disruption(kind="capacity", target=f"hub/{column}", factor=0.5, rate_per_day=0.5, duration_s=hours(3))
    key = f"capacity:hub/{column}"
    expected = Shock(
        key=key,
        kind=ShockKind.CAPACITY,
        place=1,
        what=what,
        factor=0.5,
        rate_per_day=0.5,
        duration_s=hours(3),
    )
    assert made(row) == (expected,)
    assert made(row, row) == (expected, replace(expected, key=f"{key}#2"))


def test_capacity_of_a_link_is_a_shock_stated_or_not() -> None:
    stated = Disruption(kind="capacity", target="hub>town:rail", opens=at(5), closes=at(9), factor=0.0)
    assert made(stated) == (
        Shock(
            key="capacity:hub>town:rail",
            kind=ShockKind.CAPACITY,
            link=1,
            what=3,
            factor=0.0,
            start_s=5 * H,
            end_s=9 * H,
        ),
    )


def test_a_capacity_by_chance_that_is_not_limited_is_noted() -> None:
    row = Disruption(kind="capacity", target="depot/loaders", factor=0.5, rate_per_day=1.0, duration_s=hours(1))
    found = network(row)
    assert found.shocks == ()
    assert found.notes == ("The disruption of depot/loaders has no effect: no limit is stated there.",)


def test_weather_slows_a_place_down() -> None:
    assert made(Disruption(kind="weather", target="hub", opens=at(-5), closes=at(9), factor=0.5)) == (
        Shock(key="weather:hub", kind=ShockKind.WEATHER, place=1, factor=0.5, start_s=0, end_s=9 * H),
    )


def test_weather_without_a_factor_leaves_all_of_it() -> None:
    (shock,) = made(Disruption(kind="weather", target="hub", opens=at(5), closes=at(9)))
    assert shock.factor == 1.0


def test_routes_one_way_and_both_ways() -> None:
    one, there, back = made(
        Disruption(kind="route", target="depot>hub", opens=at(5)),
        Disruption(kind="route", target="depot-hub", rate_per_day=1.0, duration_s=hours(2)),
    )
    assert one == Shock(key="route:depot>hub", kind=ShockKind.ROUTE, place=0, to=1, start_s=5 * H, end_s=10 * DAY)
    assert (there.place, there.to, back.place, back.to) == (0, 1, 1, 0)
    assert there.key == back.key == "route:depot-hub"  # one luck: both ways close at once
    assert there.rate_per_day == back.rate_per_day == 1.0


def test_mass_limits_bar_the_types_that_are_heavier() -> None:
    found = network(
        Disruption(kind="mass_limit", target="hub", opens=at(5), limit_kg=70_000.0),
        Disruption(kind="mass_limit", target="hub", opens=at(6), limit_kg=69_999.0),
    )
    assert [(shock.key, shock.place, shock.types) for shock in found.shocks] == [
        ("mass_limit:hub", 1, (0,)),
        ("mass_limit:hub#2", 1, (0, 1)),
    ]
    assert found.notes == (
        "No take-off mass is stated for OLD: the limit of the disruption at hub is not held against it.",
    )


@pytest.mark.parametrize(
    ("target", "factor", "tails", "count"),
    [
        ("fleet/JET@depot", None, (0, 1, 2), 3),
        ("fleet/JET@depot", 0.5, (0, 1, 2), 1),  # 1.5 left, rounded half up
        ("fleet/PROP@depot", 0.75, (3, 4), 0),
        ("fleet/JET@depot#2", 0.5, (5, 6, 7, 8, 9), 2),
        ("fleet/JET@depot#2", 0.0, (5, 6, 7, 8, 9), 5),
    ],
)
def test_losses_of_tails(target: str, factor: float | None, tails: tuple[int, ...], count: int) -> None:
    (shock,) = made(Disruption(kind="loss", target=target, opens=at(7), factor=factor))
    assert (shock.kind, shock.tails, shock.count, shock.stock) == (ShockKind.LOSS, tails, count, -1)
    assert (shock.start_s, shock.end_s, shock.duration_s) == (7 * H, 1 << 60, None)


def test_losses_of_stock_and_of_stored_cargo() -> None:
    first, second, stored, chance = made(
        Disruption(kind="loss", target="stock/depot:tent", opens=at(7), factor=0.25),
        Disruption(kind="loss", target="stock/depot:tent#2"),
        Disruption(kind="loss", target="hub", opens=at(-7)),
        Disruption(kind="loss", target="town", rate_per_day=0.5),
    )
    assert (first.stock, first.factor, first.count, first.tails) == (0, 0.25, 0, ())
    assert (second.stock, second.factor, second.start_s) == (1, 0.0, 0)
    assert (stored.place, stored.stock, stored.tails, stored.start_s) == (1, -1, (), 0)
    assert (chance.place, chance.start_s, chance.rate_per_day) == (2, None, 0.5)


def test_what_happens_after_the_horizon_is_no_shock() -> None:
    assert (
        made(
            Disruption(kind="weather", target="hub", opens=at(24 * 10), factor=0.5),
            Disruption(kind="weather", target="hub", closes=at(-1), factor=0.5),
            Disruption(kind="loss", target="hub", opens=at(24 * 11)),
        )
        == ()
    )


def test_a_closed_airspace_changes_block_times() -> None:
    # between the depot (49.44 N 7.6 E) and the hub (50.11 N 22.02 E)
    row = Disruption(kind="airspace", target="polygon(48 14; 52 14; 52 16; 48 16)", opens=at(1), closes=at(9))
    found = network(row)
    (shock,) = found.shocks
    assert (shock.kind, shock.place, shock.start_s, shock.end_s) == (ShockKind.AIRSPACE, -1, H, 9 * H)
    assert shock.block_s is not None
    assert not shock.block_s.flags.writeable
    assert shock.block_s.shape == found.block_s.shape
    assert (shock.block_s[:, 0, 1] > found.block_s[:, 0, 1]).all()
    assert (shock.block_s[:, 0, 1] == shock.block_s[:, 1, 0]).all()
    same = np.ones((3, 3), dtype=bool)
    same[0, 1] = same[1, 0] = False
    assert (shock.block_s[:, same] == found.block_s[:, same]).all()


def test_an_airspace_round_a_field_shuts_it_off() -> None:
    row = Disruption(kind="airspace", target="polygon(49 20; 51 20; 51 24; 49 24)")
    (shock,) = made(row)
    assert shock.block_s is not None
    assert (shock.block_s[:, 0, 1] == -1).all()
    assert (shock.block_s[:, 1, 0] == -1).all()
    assert (shock.block_s[:, 1, 1] == 0).all()


def test_an_airspace_that_no_leg_crosses_is_noted() -> None:
    row = Disruption(kind="airspace", target="polygon(-50 14; -52 14; -52 16; -50 16)")
    net = build_network(scenario(disruptions=(row,)))
    assert any("lies across no leg" in note for note in net.notes)
    crossed = build_network(scenario(disruptions=(replace(row, target="polygon(48 14; 52 14; 52 16; 48 16)"),)))
    assert not any("lies across no leg" in note for note in crossed.notes)


def test_a_way_round_beyond_the_payload_curve_is_not_flown() -> None:
    places = (place("a", 0.0, 0.0, parking=spots(wide=1)), place("b", 0.0, 30.0, parking=spots(wide=1)))
    row = Disruption(kind="airspace", target="polygon(40 14; 40 16; -40 16; -40 14)")
    near = Disruption(kind="airspace", target="polygon(10 14; 10 16; -10 16; -10 14)")
    fleet = (FleetRow(type="PROP", tails=1, home="a"),)
    asked = (requirement(origin="a", destination="b"),)
    made = scenario(places=places, types=(prop(),), fleet=fleet, requirements=asked, links=(), disruptions=(row, near))
    far, short = build_network(made).shocks
    assert far.block_s is not None
    assert short.block_s is not None
    assert far.block_s[0, 0, 1] == -1  # about 10,000 km, PROP flies 5,000
    assert short.block_s[0, 0, 1] > build_network(made).block_s[0, 0, 1]


BITS = st.sampled_from(["", ",", ";", ">", "-", "/", ":", "#2", "0", "1e9", "180", "90", "gorazde", "rimini"])


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_damaged_disruptions_are_refused_or_make_a_network(data: st.DataObject) -> None:
    crews = "place,crews,types,from,to\nsarajevo,2,C-17A,D+1,\n"
    clearances = "country,for,lead_h,cargo\nBA,landing,24,1\n"
    texts = {"disruptions.csv": HEAD + GOOD, "crews.csv": crews, "clearances.csv": clearances}
    name = data.draw(st.sampled_from([*texts, "disruptions.csv", "disruptions.csv"]))
    text = texts[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 8, len(text))))
    texts[name] = text[:start] + data.draw(BITS | st.text(max_size=3)) + text[end:]
    files = {key: value.encode("utf-8", "surrogatepass") for key, value in {**FILES, **texts}.items()}
    try:
        read = oa.read_scenario(files)
    except oa.ScenarioError:
        return
    found = build_network(read)
    assert len(found.shocks) <= 20
    assert all(shock.start_s is None or 0 <= shock.start_s < found.horizon_s for shock in found.shocks)


def test_every_kind_makes_shocks_from_files() -> None:
    files = {key: value.encode() for key, value in {**FILES, "disruptions.csv": HEAD + GOOD}.items()}
    found = build_network(oa.read_scenario(files))
    assert {shock.kind for shock in found.shocks} == set(ShockKind)
    assert len(found.shocks) == 14  # 16 rows, of which 3 stand in calendars, and a route both ways
