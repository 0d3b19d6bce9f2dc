"""Relief values: what one unit more brings, against answers that are known beforehand."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, jet, prop, requirement, scenario, spots
from tests.solve.worlds import world as random_world
from tests.study.worlds import study as luck_study

from openairlift.audits import audit
from openairlift.errors import UsageError
from openairlift.model import FleetRow, Hours
from openairlift.network import Pool, build_network
from openairlift.plan import Haul, Plan
from openairlift.scenario import Scenario
from openairlift.sim import Resource
from openairlift.solve import make_plan
from openairlift.study import Study, relief, replicate
from openairlift.study.limits import BindingShare
from openairlift.study.relief import limits
from openairlift.study.relief_changes import Change, changes_of, opening_changes
from openairlift.study.relief_gain import AMOUNT, CLOSURE, floor_of, mean_arrival_h, measure_of, outcome, paired
from openairlift.study.relief_hours import longer
from openairlift.study.relief_neutral import Neutral
from openairlift.study.relief_records import KEPT, REPLANNED, Limits, Relief

FREE = replace(DEPOT, parking=None, working=None)
DAY = 86_400


def studied(made: Scenario, *, runs: int = 3) -> Study:
    network = build_network(made)
    return replicate(made, make_plan(made, network=network), runs=runs, seed=1, network=network)


def crowded(**hub: Any) -> Study:
    """Return three jets that all want to unload at a hub at once, which takes 2.5 h each, without luck.

    The planner would let them come one by one, so that nobody waits and nothing binds; here they leave at once.
    """
    made = scenario(places=(FREE, replace(HUB, **hub), TOWN))
    network = build_network(made)
    plan = make_plan(made, network=network)
    eager = replace(plan, missions=tuple(replace(mission, earliest_s=0) for mission in plan.missions))
    return replicate(made, eager, runs=3, seed=1, network=network)


@cache
def one_spot() -> Limits:
    return limits(crowded(parking=spots(wide=1), working=None), replans=2)


def row_of(found: Limits, unit: str) -> Relief:
    (row,) = (row for row in found.rows if row.unit == unit)
    return row


def test_one_more_spot_saves_one_unloading() -> None:
    found = one_spot()
    row = row_of(found, "one more parking spot (wide) at hub")
    # alone the three unload one after the other, with two spots the last waits for the first only
    assert found.measure == CLOSURE
    assert row.value is not None
    assert (row.value.mean, row.value.low, row.value.high) == (2.5, 2.5, 2.5)
    assert row.kept == row.value
    assert row.distinguishable
    assert found.rows[0] is row


def test_a_spare_tail_brings_nothing() -> None:
    row = row_of(one_spot(), "one more JET at depot")
    assert row.value is not None
    assert row.value.mean == 0.0
    assert not row.distinguishable


def test_one_more_working_slot_where_spots_abound() -> None:
    found = limits(crowded(parking=spots(wide=3), working=1), replans=1)
    assert found.rows[0].unit == "one more working slot at hub"
    assert found.rows[0].value is not None
    assert found.rows[0].value.mean == 2.5


def test_resources_that_never_bind_are_listed_with_the_reason() -> None:
    found = limits(crowded(parking=spots(wide=1), working=3), top=1, replans=0)
    assert {row.resource for row in found.rows} == {"parking"}
    reasons = {row.name: row.reason for row in found.not_tried}
    assert reasons["working slots at hub"] == "it never binds"
    assert reasons["JET tails"] == "below the first 1 by binding share"
    assert all(row.binding_share is not None for row in found.not_tried)
    assert found.floor == 0.0
    assert found.complete


def test_what_does_not_close_is_measured_by_what_arrives() -> None:
    made = scenario(
        places=(FREE, HUB, TOWN),
        fleet=(FleetRow(type="JET", tails=1, home="depot"),),
        requirements=(requirement(mass_kg=4_000_000.0),),
        horizon_days=2,
    )
    study = studied(made)
    found = limits(study, replans=0)
    row = row_of(found, "one more JET at depot")
    assert found.measure == AMOUNT
    assert row.value is not None
    # one jet carries its share, two carry twice that: the gain is what is there without it
    assert row.value.mean == found.base > 0
    assert row.distinguishable


def test_a_study_with_luck_keeps_its_promises() -> None:
    found = limits(luck_study(), replans=3, top=4)
    assert len(found.neutral) == 3
    assert found.floor == floor_of(found.neutral)
    for row in found.rows:
        assert row.value is not None
        options = {KEPT: row.kept, REPLANNED: row.replanned}
        assert row.value == options[row.by]
        assert row.floor == (found.floor if row.by == REPLANNED else 0.0)
        assert row.distinguishable == (row.value.low > 0 and row.value.mean > row.floor)
        if not row.distinguishable:
            assert row.value.mean == max(gain.mean for gain in options.values() if gain is not None)
    clear = [row.distinguishable for row in found.rows]
    assert clear == sorted(clear, reverse=True)


def test_two_calls_give_the_same() -> None:
    first, second = (limits(luck_study(20), replans=1, top=2) for _ in range(2))
    assert (first.rows, first.neutral, first.not_tried) == (second.rows, second.neutral, second.not_tried)


@pytest.mark.parametrize("stop", [0, 2, 3])
def test_what_is_done_is_returned_when_stopped(stop: int) -> None:
    study = crowded(parking=spots(wide=1), working=None)
    whole = limits(study, replans=2)

    def tell(_what: str, done: int, _total: int) -> None:
        if done == stop:
            raise KeyboardInterrupt

    found = limits(study, replans=2, progress=tell)
    assert not found.complete
    assert whole.complete
    assert len(found.neutral) == min(stop, 2)
    assert len(found.rows) == max(stop - 2, 0)
    stopped = [row for row in found.not_tried if "stopped" in row.reason]
    assert len(stopped) + len(found.rows) == len(whole.rows)


def test_one_run_has_no_interval() -> None:
    with pytest.raises(UsageError, match="at least 2 runs"):
        limits(studied(scenario(), runs=1))


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(UsageError, match="top must be at least 1"):
        limits(luck_study(20), top=0)


def resource(kind: str, place: str | None = "hub", index: int = 1) -> Resource:
    return Resource(kind=kind, place=place, name=kind, index=index)


def only(study: Study, kind: str, **fields: Any) -> Change:
    (change,) = changes_of(study, resource(kind, **fields))
    return change


def test_one_unit_of_every_kind() -> None:
    hub = {
        "parking": spots(wide=2), "working": 2, "loaders": 2, "crews_unloading": 2, "storage_kg": 50_000.0,
        "storage_m3": 200.0, "fuel_kg": 1000.0, "fuel_kg_per_day": 500.0, "arrivals_per_day": 6.0,
    }  # fmt: skip
    made = scenario(
        places=(FREE, replace(HUB, **hub), TOWN),
        requirements=(requirement(destination="town", ready=at(30)), requirement("r2", ready=at(6))),
    )
    study = studied(made, runs=2)

    def place(kind: str) -> Any:
        return only(study, kind).scenario.places["hub"]

    assert place("working").working == 3
    assert (place("handling").loaders, place("handling").crews_unloading) == (3, 3)
    assert only(study, "handling").unit == "one more loader with an unloading crew at hub"
    assert (place("storage").storage_kg, place("storage").storage_m3) == pytest.approx((55_000.0, 220.0))
    assert only(study, "storage").unit == "10 % more storage at hub"
    assert (place("fuel").fuel_kg, place("fuel").fuel_kg_per_day) == pytest.approx((1100.0, 550.0))
    spot, arrival = changes_of(study, resource("parking"))
    assert spot.scenario.places["hub"].parking == spots(wide=3)
    assert arrival.scenario.places["hub"].arrivals_per_day == 7.0
    assert only(study, "trucks", index=0).scenario.links[0].trucks == 11
    assert only(study, "fleet", index=0).scenario.fleet[0].tails == 4
    early = only(study, "release").scenario.requirements
    assert (early["r1"].ready, early["r2"].ready) == (at(6), made.settings.start)
    assert changes_of(study, resource("unheard of")) == []


def test_a_capacity_a_day_grows_by_a_tenth() -> None:
    road = replace(ROAD, trucks=None, payload_kg=None, capacity_kg_per_day=100_000.0)
    study = studied(scenario(links=(road,), requirements=(requirement(destination="town"),)), runs=2)
    change = only(study, "trucks", index=0)
    assert change.scenario.links[0].capacity_kg_per_day == pytest.approx(110_000.0)
    assert change.unit == "10 % more capacity of the road from hub to town"


def test_nothing_stated_gives_no_change() -> None:
    study = studied(scenario(places=(FREE, replace(HUB, fuel_kg=0.0, parking=None, working=None), TOWN)), runs=2)
    for kind in ("fuel", "storage", "working", "handling", "parking", "release", "crews"):
        assert changes_of(study, resource(kind)) == []


def test_the_lesser_of_loaders_and_crews_is_added_to() -> None:
    made = scenario(places=(FREE, replace(HUB, loaders=3, crews_unloading=1), TOWN))
    hub = only(studied(made, runs=2), "handling").scenario.places["hub"]
    assert (hub.loaders, hub.crews_unloading) == (3, 2)


def test_spots_of_the_classes_that_come_and_of_which_others_leave_one() -> None:
    made = scenario(
        places=(FREE, replace(HUB, parking=spots(wide=3), other_traffic_share=0.5), TOWN),
        types=(jet(), prop()),
        fleet=(FleetRow(type="JET", tails=2, home="depot"), FleetRow(type="PROP", tails=2, home="depot")),
    )
    narrow, wide = changes_of(studied(made, runs=2), resource("parking"))
    assert narrow.unit == "one more parking spot (narrow) at hub"
    assert wide.scenario.places["hub"].parking == spots(wide=5)
    assert "(2 spots, of which others take 1)" in wide.unit
    before, after = build_network(made).parking[1], wide.network().parking[1]
    assert before is not None
    assert after is not None
    assert after.values[0][2] == before.values[0][2] + 1


def test_crews_of_a_row_and_staged_crews() -> None:
    fleet = (
        FleetRow(type="JET", tails=1, home="hub"),
        FleetRow(type="JET", tails=0, home="hub", crews=2),
        FleetRow(type="JET", tails=2, home="depot", crews=3),
    )
    study = studied(scenario(places=(FREE, HUB, TOWN), fleet=fleet), runs=2)
    pools = (
        Pool(name="crews of JET at depot", place=0, crews=3, types=(0,), tails=(1, 2)),
        Pool(name="crews staged at hub", place=1, crews=2, types=(0,)),
    )
    staged = replace(study, network=replace(study.network, pools=pools))
    own = only(staged, "crews", place="depot")
    assert [row.crews for row in own.scenario.fleet] == [None, 2, 4]
    other = only(staged, "crews", place="hub")
    assert other.unit == "one more crew (crews staged at hub)"
    assert other.scenario is study.scenario
    assert other.pool == 1


def hours_of(*windows: tuple[int, int]) -> Hours:
    return Hours((tuple((a * 3600, b * 3600) for a, b in windows),) * 7, "daily")


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (((8, 16),), ((8, 17),)),
        (((6, 8), (10, 12)), ((6, 8), (10, 13))),
        (((0, 4), (22, 24)), ((0, 5), (22, 24))),  # one window past midnight
        (((6, 24),), ((0, 1), (6, 24))),
        (((0, 23),), ((0, 24),)),
    ],
)
def test_one_hour_more_a_day(windows: tuple[tuple[int, int], ...], expected: tuple[tuple[int, int], ...]) -> None:
    found = longer(hours_of(*windows))
    assert found is not None
    assert found.days == hours_of(*expected).days


def test_what_never_closes_can_not_open_longer() -> None:
    assert longer(hours_of((0, 24))) is None
    assert longer(Hours(((),) * 7, "closed")) is None


def test_closed_days_stay_closed() -> None:
    monday = Hours((((28_800, 57_600),), *((),) * 6), "mon 08:00-16:00")
    found = longer(monday)
    assert found is not None
    assert found.days == (((28_800, 61_200),), *((),) * 6)


@given(st.lists(st.lists(st.tuples(st.integers(0, 23), st.integers(1, 24)), max_size=3), min_size=7, max_size=7))
def test_longer_hours_hold_the_old_ones(days: list[list[tuple[int, int]]]) -> None:
    rows = [[(a * 3600, b * 3600) for a, b in day if a < b] for day in days]
    hours = Hours(tuple(tuple(sorted(row)) for row in rows), "any")

    def minutes(value: Hours) -> set[int]:
        spans = [(d * 1440 + a // 60, d * 1440 + b // 60) for d, day in enumerate(value.days) for a, b in day]
        return {minute for start, end in spans for minute in range(start, end)}

    found = longer(hours)
    if found is None:
        assert len(minutes(hours)) in (0, 7 * 1440)
    else:
        more = minutes(found)
        assert minutes(hours) <= more
        assert len(more) <= len(minutes(hours)) + 7 * 60
        assert all(0 <= a < b <= DAY for day in found.days for a, b in day)


def test_opening_hours_are_tried_where_the_plan_goes() -> None:
    eight = hours_of((8, 16))
    places = (FREE, replace(HUB, open_hours=eight), replace(HUB, id="other", icao=None, open_hours=eight), TOWN)
    study = studied(scenario(places=places), runs=2)
    ((place, name, change),) = opening_changes(study)
    assert (place, name) == ("hub", "opening hours of hub")
    assert change.scenario.places["hub"].open_hours == longer(eight)
    found = limits(study, replans=0, top=1)
    assert row_of(found, change.unit).binding_share is None


@pytest.mark.parametrize("seed", range(12))
def test_a_tail_more_leaves_the_old_plan_as_it_was(seed: int) -> None:
    made = random_world(seed)
    network = build_network(made)
    plan = make_plan(made, network=network)
    study = replicate(made, plan, runs=2, seed=1, network=network)
    for index, type_ in enumerate(network.types):
        for change in changes_of(study, Resource(kind="fleet", place=None, name=type_.type, index=index)):
            larger = change.network()
            moved = change.moved(plan)
            assert len(larger.tails) == len(network.tails) + 1
            old = [(network.tails[m.tail].type, network.tails[m.tail].base) for m in plan.missions]
            assert [(larger.tails[m.tail].type, larger.tails[m.tail].base) for m in moved.missions] == old
            assert not audit(change.scenario, moved, network=larger)
            after = replicate(change.scenario, moved, runs=2, seed=1, network=larger)
            assert np.array_equal(outcome(after, AMOUNT), outcome(study, AMOUNT))


@pytest.mark.parametrize("seed", range(12))
def test_a_neutral_plan_can_be_flown_in_the_scenario_itself(seed: int) -> None:
    made = random_world(seed)
    network = build_network(made)
    for number in range(3):
        change = Neutral.of(made, number)
        assert change == Neutral.of(made, number)
        assert {row.type for row in change.scenario.fleet} == {row.type for row in made.fleet}
        other = build_network(change.scenario)
        plan = change.back(make_plan(change.scenario, network=other), made=other, base=network)
        assert not audit(made, plan, network=network)
        for line in range(len(network.lines)):
            carried = math.fsum(load.quantity for _, load in plan.loads if load.line == line)
            left = math.fsum(part.quantity for part in plan.shortfalls if part.line == line)
            assert carried + left == pytest.approx(network.lines[line].quantity)


def test_a_haul_of_a_neutral_plan_keeps_its_line_and_stock() -> None:
    made = random_world(3)
    network = build_network(made)
    change = Neutral.of(made, 2)
    other = build_network(change.scenario)
    names = [line.name for line in other.lines]
    load = replace(make_plan(change.scenario, network=other).loads[0][1], link=0, pallets=0.0)
    plan = Plan(missions=(), hauls=(Haul(load=load, origin=0),))
    (back,) = change.back(plan, made=other, base=network).hauls
    assert network.lines[back.load.line].name == names[load.line]
    if load.stock is not None:
        assert network.scenario.stock[back.load.stock or 0] == change.scenario.stock[load.stock]
    assert (back.origin, back.load.link, back.load.quantity) == (0, 0, load.quantity)


def test_tails_of_a_neutral_scenario_come_minutes_later() -> None:
    made = random_world(3)
    change = Neutral.of(made, 1)
    for row, position in zip(change.scenario.fleet, change.fleet, strict=True):
        base = made.fleet[position]
        start = base.available_from or made.settings.start
        assert row.available_from is not None
        assert timedelta(0) <= row.available_from - start <= timedelta(minutes=5)
        assert replace(row, available_from=base.available_from) == base


def test_an_interval_by_hand() -> None:
    found = paired([3.0, 4.0, 8.0], [1.0, 1.0, 1.0])
    # changes 2, 3, 7: mean 4, standard deviation √7, t of two degrees of freedom 4.3027
    half = 4.302652729749462 * math.sqrt(7.0) / math.sqrt(3)
    assert found.mean == 4.0
    assert (found.low, found.high) == pytest.approx((4 - half, 4 + half))
    with pytest.raises(ValueError, match="two runs"):
        paired([1.0], [0.0])


def test_runs_that_do_not_close_count_as_the_horizon() -> None:
    study = luck_study()
    worst = -study.network.horizon_s / 3600
    values = outcome(study, CLOSURE)
    assert np.all(values[~study.closed] == worst)
    assert np.all(values >= worst)
    assert measure_of(study) == (CLOSURE if study.closed_share >= 0.5 else AMOUNT)


def test_mean_arrival_by_hand() -> None:
    study = studied(scenario(places=(FREE, HUB, TOWN), requirements=(requirement(mass_kg=40_000.0),)))
    # one load: its arrival is closure
    assert mean_arrival_h(study) == pytest.approx(float(study.closure_s[0]) / 3600)


def test_binding_shares_are_those_of_the_study() -> None:
    found = one_spot()
    shares: dict[str, BindingShare] = {row.name: row for row in found.study.limits()}
    assert all(row.binding_share == shares[row.name].binding_share for row in found.rows)


def test_every_plan_has_the_same_budget_and_seed_and_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    base = studied(scenario(places=(FREE, replace(HUB, parking=spots(wide=1), working=None), TOWN)))
    seen: list[tuple[object, ...]] = []

    def asked(made: Scenario, **settings: Any) -> Plan:
        seen.append((settings["effort"], settings["seed"], settings["prove"]))
        return make_plan(made, network=settings["network"])

    monkeypatch.setattr(relief, "make_plan", asked)
    limits(base, effort=9, replans=2, top=1)
    assert set(seen) == {(9, base.seed, False)}


def test_a_search_that_was_stopped_ends_the_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    base = studied(scenario(places=(FREE, replace(HUB, parking=spots(wide=1), working=None), TOWN)))

    def stopped(made: Scenario, **settings: Any) -> Plan:
        return replace(make_plan(made, network=settings["network"]), reproducible=False)

    monkeypatch.setattr(relief, "make_plan", stopped)
    found = limits(base, effort=9, replans=2, top=1)
    assert not found.complete
    assert found.rows == ()
