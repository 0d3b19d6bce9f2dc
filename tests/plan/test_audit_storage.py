"""Storage in the audit: a sweep over marks that were changed by hand, since the engine itself never overfills it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.network.build import ROAD, TOWN
from tests.plan.plans import HUB, OFF, ON, hours, load, plan_of, requirement, shuttle, shuttles, small

from openairlift.network import Network
from openairlift.plan import Plan, Timing, audit, time_plan
from openairlift.plan.audit_times import audit_storage


def timed(storage_kg: float) -> tuple[Network, Plan, Timing]:
    """Return two loads of 10 t at a hub with a day of clearance."""
    _, net = small(replace(HUB, storage_kg=storage_kg, clearance_s=hours(24)))
    plan = shuttles(net, 2)
    return net, plan, time_plan(net, plan)


def test_what_the_engine_stores_is_accepted() -> None:
    made, net = small(replace(HUB, storage_kg=15_000.0, clearance_s=hours(24)))
    plan = shuttles(net, 2)
    assert audit(made, plan, network=net) == []


def test_two_loads_where_one_fits_are_refused() -> None:
    net, plan, timing = timed(15_000.0)
    landed = ON + int(net.block_s[0, 0, 1]) + OFF
    both = replace(timing, marks=tuple((ON, landed, landed + 86_400, landed + 86_400, None) for _ in plan.loads))
    (found,) = audit_storage(net, plan, both)
    assert (found.rule, found.where) == ("storage", "hub")
    assert found.what == f"20,000 kg stored at {landed:,} s; there is room for 15,000 kg"


@pytest.mark.parametrize(("storage_kg", "faults"), [(20_000.0, 0), (19_999.0, 1), (9_999.0, 1)])
def test_the_limit_is_the_limit(storage_kg: float, faults: int) -> None:
    net, plan, timing = timed(storage_kg)
    both = replace(timing, marks=tuple((ON, 30_000 + i, 90_000, 90_000, None) for i in range(2)))
    assert len(list(audit_storage(net, plan, both))) == faults


def test_a_load_heavier_than_storage_may_stand_there_alone() -> None:
    net, plan, timing = timed(5_000.0)
    assert list(audit_storage(net, plan, timing)) == []
    one_after_the_other = replace(
        timing, marks=((ON, 30_000, 60_000, 60_000, None), (ON, 60_000, 90_000, 90_000, None))
    )
    assert list(audit_storage(net, plan, one_after_the_other)) == []


def test_only_the_last_trip_of_a_load_counts_for_certain() -> None:
    road = replace(ROAD, trucks=1, payload_kg=10_000.0)
    made, net = small(
        replace(HUB, storage_kg=30_000.0), more=(TOWN,), links=(road,), requirements=(requirement(destination="town"),)
    )
    first = shuttle(net, [load(net, 30_000.0, link=0)])
    second = shuttle(net, [load(net, 10_000.0, number=2, link=0)], tail=1, earliest_s=60)
    plan = plan_of(net, first, second)
    assert audit(made, plan, network=net) == []
    timing = time_plan(net, plan)
    assert (timing.marks[1][1] or 0) < (timing.marks[0][3] or 0)  # in, while two trips of the first still wait
