"""Runways and crews in the audit, where the audit of whole plans does not reach."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import FleetRow, GroundTime, hours, jet, requirement
from tests.plan.plans import FREE_DEPOT, HUB, OFF, ON, load, place, plan_of, shuttle, small

from openairlift.audits import Violation, audit
from openairlift.audits.flight import audit_flight
from openairlift.audits.places import spots_suffice
from openairlift.model import Equivalence

HOUR = 3600


def rules(found: list[Violation]) -> list[str]:
    """Return the rules that are broken."""
    return [one.rule for one in found]


@pytest.mark.parametrize(
    "strip", [{"hub": replace(HUB, runway_m=900.0)}, {"depot": replace(FREE_DEPOT, runway_m=900.0)}]
)
def test_a_runway_that_is_too_short_is_named(strip: dict[str, object]) -> None:
    made, net = small(**strip)  # type: ignore[arg-type]
    found = audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)])), network=net)
    assert "runway" in rules(found)
    assert f"JET needs 1,000 m; {next(iter(strip))} has 900 m" in [one.what for one in found]


def test_a_stop_in_the_middle_of_a_road_has_no_runway() -> None:
    made, net = small(HUB, more=(place("town", 49.84, 24.03, runway_m=None),))
    found = audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)], hub="town", home=False)), network=net)
    assert "runway" in rules(found)


def crewed(duty_h: float, rest_s: int) -> list[Violation]:
    """Return what the audit says of a round trip with a duty day and a planned rest at the hub."""
    away = place("away", 52.0, 5.0)
    type_ = jet(duty_s=duty_h * HOUR, rest_s=10.0 * HOUR, report_s=1.0 * HOUR, release_s=0.5 * HOUR)
    made, net = small(HUB, more=(away,), types=(type_,), fleet=(FleetRow(type="JET", tails=1, home="away"),))
    return audit(made, plan_of(net, shuttle(net, [load(net, 1000.0)], rest_s=rest_s)), network=net)


def test_duty_counts_report_blocks_ground_and_release_until_the_rest() -> None:
    """Away to depot, onload, depot to hub: report 1 h, the blocks, 2 h, and 0.5 h for release."""
    away = place("away", 52.0, 5.0)
    _, net = small(HUB, more=(away,))
    outward = HOUR + int(net.block_s[0, 2, 0]) + ON + int(net.block_s[0, 0, 1]) + HOUR // 2
    whole = outward - HOUR // 2 + OFF + int(net.block_s[0, 1, 2]) + HOUR // 2
    pause = int(11.5 * HOUR)
    assert rules(crewed(outward / HOUR, pause)) == []
    assert rules(crewed((outward - 1) / HOUR, pause)) == ["duty"]
    assert rules(crewed(whole / HOUR, 0)) == []
    assert rules(crewed((whole - 1) / HOUR, 0)) == ["duty"]


def test_a_rest_covers_release_rest_and_report() -> None:
    assert rules(crewed(12.0, int(11.5 * HOUR) - 1)) == ["rest"]
    assert rules(crewed(12.0, int(11.5 * HOUR))) == []


def test_a_crew_that_begins_late_has_not_been_on_duty_before() -> None:
    """The tail stands away from the depot for two days before it positions: its duty begins with the report."""
    away = place("away", 52.0, 5.0)
    type_ = jet(duty_s=12.0 * HOUR, rest_s=10.0 * HOUR, report_s=1.0 * HOUR, release_s=0.5 * HOUR)
    made, net = small(HUB, more=(away,), types=(type_,), fleet=(FleetRow(type="JET", tails=1, home="away"),))
    for start in (0, 2 * 86_400):
        plan = plan_of(net, shuttle(net, [load(net, 1000.0)], earliest_s=start))
        assert rules(audit(made, plan, network=net)) == []


def test_what_is_said_of_a_duty_day_is_in_hours() -> None:
    found = crewed(3.0, 0)
    assert {one.rule for one in found} == {"duty"}
    last = found[-1].what
    away = place("away", 52.0, 5.0)
    _, net = small(HUB, more=(away,))
    blocks = [int(net.block_s[0, a, b]) for a, b in ((2, 0), (0, 1), (1, 2))]
    whole = HOUR + sum(blocks) + ON + OFF + HOUR // 2
    assert last == f"block-in after hub to away ends a duty of {whole / HOUR:.2f} h; the crew may do 3.00 h"


def test_pallets_take_time_at_onload_and_offload_and_not_on_the_way() -> None:
    """Six minutes a pallet position: ten of them make an hour at each end, none at the stop between."""
    mid = place("mid", 49.9, 14.5)
    times = (("onload", 2.0), ("offload", 2.5), ("enroute", 1.5))
    rows = tuple(GroundTime(purpose=name, time_s=hours(time), per_pallet_s=360.0) for name, time in times)
    made, net = small(HUB, more=(mid,), ground_times=rows, requirements=(requirement(mass_kg=45_000.0 * 0.8),))
    cargo = load(net, 36_000.0)
    assert cargo.pallets == 8.0
    plan = plan_of(net, shuttle(net, [cargo], via=[("mid", 0)]))
    _, schedule = audit_flight(net, plan, {0})
    a, b = int(net.block_s[0, 0, 2]), int(net.block_s[0, 2, 1])
    spent = 8 * 360
    assert [stay.served - stay.park for stay in schedule.stays] == [ON + spent, 5400, OFF + spent]
    assert schedule.landed == {0: ON + spent + a + 5400 + b + OFF + spent}
    assert audit(made, plan, network=net) == []


@pytest.mark.parametrize(
    ("aircraft", "spots", "equivalence", "fits"),
    [
        ((0, 0, 2), (0, 0, 2), Equivalence(), True),
        ((0, 0, 1), (5, 5, 0), Equivalence(), False),  # a larger aircraft never takes a smaller spot
        ((1, 0, 0), (0, 1, 0), Equivalence(), True),
        ((3, 5, 1), (3, 5, 1), Equivalence(), True),  # the ramp at Port-au-Prince in 2010, full
        ((4, 5, 1), (3, 5, 1), Equivalence(), False),
        ((0, 4, 0), (0, 0, 2), Equivalence(narrow_on_wide=2), True),
        ((0, 5, 0), (0, 0, 2), Equivalence(narrow_on_wide=2), False),
        ((1, 1, 0), (0, 0, 1), Equivalence(narrow_on_wide=2, small_on_wide=2), False),  # classes do not share a spot
        ((2, 2, 0), (0, 1, 1), Equivalence(narrow_on_wide=2, small_on_narrow=2), True),
    ],
)
def test_spots_suffice(
    aircraft: tuple[int, int, int], spots: tuple[int, int, int], equivalence: Equivalence, fits: bool
) -> None:
    assert spots_suffice(aircraft, spots, equivalence) is fits
