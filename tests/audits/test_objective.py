"""The objective, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import ROAD, TOWN, at
from tests.plan.plans import HUB, OFF, ON, hours, load, place, plan_of, requirement, shuttle, shuttles, small

from openairlift.audits import Objective, objective, time_plan
from openairlift.model import FleetRow, Item
from openairlift.plan import Plan

DAY = 86_400


def test_nothing_planned_is_all_undelivered_and_comes_at_the_horizon() -> None:
    _, net = small(HUB, requirements=(requirement(rank=1, required=at(24)),))
    plan = Plan(missions=())
    b = int(net.block_s[0, 0, 1])
    got = objective(net, plan, time_plan(net, plan))
    weighted = 8.0 * 100_000.0
    assert got.undelivered == weighted
    assert got.late_weight_days == pytest.approx(weighted * 9)
    assert got.delay_weight_days == pytest.approx(weighted * (10 - (ON + b + OFF) / DAY))
    assert got.flying_h == 0.0


def test_a_load_at_its_free_flow_time_has_no_delay() -> None:
    _, net = small(HUB, requirements=(requirement(mass_kg=10_000.0),))
    got = objective(net, shuttles(net, 1), time_plan(net, shuttles(net, 1)))
    assert got == Objective(
        undelivered=0.0, late_weight_days=0.0, delay_weight_days=0.0, flying_h=2 * int(net.block_s[0, 0, 1]) / 3600
    )


def test_the_way_by_road_belongs_to_the_free_flow_time() -> None:
    hub = replace(HUB, clearance_s=hours(6))
    _, net = small(hub, more=(TOWN,), links=(ROAD,), requirements=(requirement(mass_kg=10_000.0, destination="town"),))
    plan = plan_of(net, shuttle(net, [load(net, 10_000.0, link=0)]))
    timing = time_plan(net, plan)
    assert timing.closure_s == ON + int(net.block_s[0, 0, 1]) + OFF + 3600 * (6 + 1 + 4 + 2 + 1)
    assert objective(net, plan, timing).delay_weight_days == 0.0


def test_the_earliest_date_moves_the_free_flow_time() -> None:
    _, net = small(HUB, requirements=(requirement(mass_kg=10_000.0, earliest=at(48)),))
    late = shuttles(net, 1)
    late = replace(late, missions=(replace(late.missions[0], earliest_s=2 * DAY),))
    timing = time_plan(net, late)
    expected = (timing.closure_s or 0) - 2 * DAY
    assert objective(net, late, timing).delay_weight_days == pytest.approx(2.0 * 10_000.0 * expected / DAY)


def test_the_latest_date_counts_what_comes_after_it_as_undelivered() -> None:
    _, net = small(HUB, requirements=(requirement(mass_kg=20_000.0, latest=at(5)),))
    plan = plan_of(
        net,
        shuttle(net, [load(net, 10_000.0)]),
        shuttle(net, [load(net, 10_000.0, number=2)], tail=1, earliest_s=3600),
    )
    timing = time_plan(net, plan)
    assert [mark[4] or 0 for mark in timing.marks] == [21_399, 24_999]
    assert objective(net, plan, timing).undelivered == 2.0 * 20_000.0
    on_time = replace(net, lines=(replace(net.lines[0], latest_s=21_399),))
    assert objective(on_time, plan, timing).undelivered == 2.0 * 10_000.0


@pytest.mark.parametrize(("meter", "size"), [("mass", 1100.0), ("people", 10.0), ("items", 0.0), ("usd", 500.0)])
def test_every_meter_counts_its_own(meter: str, size: float) -> None:
    _, net = small(HUB, requirements=(requirement(people=10, value_usd=500.0, rank=4),), objective_meter=meter)
    plan = Plan(missions=())
    assert objective(net, plan, time_plan(net, plan)).undelivered == pytest.approx(size)


@pytest.mark.parametrize(("meter", "size"), [("items", 7.0), ("mass", 2100.0), ("people", 0.0), ("usd", 140.0)])
def test_pieces_count_one_each_in_items(meter: str, size: float) -> None:
    _, net = small(
        HUB, items=(Item(item="crate", unit_mass_kg=300.0, unit_value_usd=20.0),), objective_meter=meter,
        requirements=(requirement(item="crate", quantity=7.0, rank=4),),
    )  # fmt: skip
    plan = Plan(missions=())
    assert objective(net, plan, time_plan(net, plan)).undelivered == pytest.approx(size)


def test_splitting_a_load_changes_nothing() -> None:
    _, net = small(HUB, requirements=(requirement(mass_kg=10_000.0),))
    whole = plan_of(net, shuttle(net, [load(net, 10_000.0)], earliest_s=7200))
    parts = plan_of(net, shuttle(net, [load(net, 4_000.0), load(net, 6_000.0, number=2)], earliest_s=7200))
    one, two = (objective(net, plan, time_plan(net, plan)) for plan in (whole, parts))
    assert two.delay_weight_days == pytest.approx(one.delay_weight_days)
    assert one.delay_weight_days == pytest.approx(2.0 * 10_000.0 * 7200 / DAY)


def test_the_first_term_decides() -> None:
    better = Objective(undelivered=1.0, late_weight_days=9.0, delay_weight_days=9.0, flying_h=9.0)
    worse = Objective(undelivered=2.0, late_weight_days=0.0, delay_weight_days=0.0, flying_h=0.0)
    assert better < worse


@pytest.mark.parametrize(("mark", "mean_h"), [("left_stock", 0.0), ("landed", 0.0), ("at_hub", 6.0)])
def test_the_mark_of_the_objective_decides_closure(mark: str, mean_h: float) -> None:
    _, net = small(
        replace(HUB, clearance_s=hours(6)), requirements=(requirement(mass_kg=10_000.0),), objective_mark=mark
    )
    timing = time_plan(net, shuttles(net, 1))
    landed = ON + int(net.block_s[0, 0, 1]) + OFF
    assert timing.closure_s == (ON if mark == "left_stock" else landed + int(mean_h * 3600))
    assert objective(net, shuttles(net, 1), timing).delay_weight_days == 0.0


def test_an_en_route_stop_belongs_to_the_free_flow_time() -> None:
    """Depot to far hub only by way of a stop in between."""
    mid, far = place("mid", 45.0, -50.0), place("hub", 35.0, -120.0)
    depot = place("depot", 49.44, 7.60)
    _, net = small(far, depot, more=(mid,), fleet=(FleetRow(type="JET", tails=1, home="depot"),),
                   requirements=(requirement(mass_kg=1_000.0),))  # fmt: skip
    assert int(net.block_s[0, 0, 1]) == -1
    plan = plan_of(net, shuttle(net, [load(net, 1000.0)], via=[("mid", 0)], home=False))
    timing = time_plan(net, plan)
    assert timing.closure_s == ON + int(net.block_s[0, 0, 2]) + 5400 + int(net.block_s[0, 2, 1]) + OFF
    assert objective(net, plan, timing).delay_weight_days == 0.0


def test_what_comes_on_the_required_date_is_not_late() -> None:
    """Two loads, one on the second of the date and one an hour later; a second late counts as a second."""
    rows = (requirement(mass_kg=20_000.0, required=at(21_399 / 3600)),)
    _, net = small(HUB, requirements=rows)
    plan = plan_of(
        net,
        shuttle(net, [load(net, 10_000.0)]),
        shuttle(net, [load(net, 10_000.0, number=2)], tail=1, earliest_s=3600),
    )
    timing = time_plan(net, plan)
    assert net.lines[0].required_s == 21_399
    weight = net.lines[0].weight
    assert objective(net, plan, timing).late_weight_days == pytest.approx(weight * 10_000.0 * 3600 / DAY)
    first = replace(net, lines=(replace(net.lines[0], required_s=21_398),))
    assert objective(first, plan, timing).late_weight_days == pytest.approx(weight * 10_000.0 * (1 + 3601) / DAY)


def test_what_comes_before_its_free_flow_time_makes_up_for_nothing() -> None:
    """A line of which half comes late is as late beside one that comes early."""
    rows = (requirement("a", mass_kg=10_000.0), requirement("b", mass_kg=10_000.0, ready=at(4)))
    _, net = small(HUB, requirements=rows)
    plan = plan_of(net, shuttle(net, [load(net, 10_000.0)]), shuttle(net, [load(net, 10_000.0, line=1)], tail=1))
    got = objective(net, plan, time_plan(net, plan))
    assert got.delay_weight_days == pytest.approx(0.0)
    assert got.undelivered == 0.0
