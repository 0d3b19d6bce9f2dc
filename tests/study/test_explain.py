"""What can't be met: the blamed set helps and none of it can be missed; what limits allow; prices."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from tests.network.build import DEPOT, HUB, at, jet, requirement, scenario
from tests.study.starved import starved

import openairlift as oa
from openairlift.audits import audit
from openairlift.errors import UsageError
from openairlift.model import FleetRow
from openairlift.study.blame_limits import lifted
from openairlift.study.meeting import attempt

EFFORT = 2


@pytest.mark.parametrize("seed", range(50))
def test_the_blamed_set_helps_and_no_proper_subset_does(seed: int) -> None:
    made, starving = starved(seed)
    assert not attempt(made, effort=EFFORT).met
    (row,) = oa.explain(made, effort=EFFORT, prices=False).unmet
    assert row.requirement == "r1"
    assert {limit.key for limit in row.limits} == starving
    free = row.lift(made)
    plan = attempt(free, effort=EFFORT).plan
    assert attempt(free, effort=EFFORT).met
    assert not audit(free, plan)
    for size in range(len(row.limits)):
        for part in combinations(row.limits, size):
            assert not attempt(lifted(made, part), effort=5 * EFFORT, seed=seed + 2).met
    assert row.reasons
    assert len(row.reasons) == len(row.limits)


def few_tails(**settings: object) -> oa.Scenario:
    return scenario(
        fleet=[FleetRow(type="JET", tails=2, home="depot")], horizon_days=3,
        requirements=[requirement(mass_kg=400_000.0, latest=at(30))],
    )  # fmt: skip


def test_sentences_say_what_is_needed_and_what_is_allowed() -> None:
    found = oa.explain(few_tails(), effort=EFFORT)
    (row,) = found.unmet
    assert row.reasons == (
        "requirement r1 needs 10 JET loads by 2022-02-26T06:00Z; the 2 tails of JET can land 8 by then",
    )
    assert row.proven
    assert [limit.key for limit in row.instead] == ["latest:r1"]


def test_slots_are_counted_in_the_time_there_is() -> None:
    made = scenario(
        places=(replace(DEPOT, working=1), replace(HUB, parking=None), DEPOT), horizon_days=2,
        fleet=[FleetRow(type="JET", tails=20, home="depot")],
        requirements=[requirement(mass_kg=400_000.0, latest=at(20))],
    )  # fmt: skip
    made = replace(made, places={"depot": replace(DEPOT, working=1), "hub": replace(HUB, parking=None, working=None)})
    (row,) = oa.explain(made, effort=EFFORT, prices=False).unmet
    assert [limit.key for limit in row.limits] == ["working:depot"]
    assert "needs 10 JET loads" in row.reasons[0]
    assert "the working slots at depot allow 8 (2 h each" in row.reasons[0]


def test_prices_are_those_of_what_is_scarce_and_are_checked() -> None:
    prices = oa.explain(few_tails(), effort=EFFORT).prices
    assert [row.key for row in prices] == ["tails:JET"]
    assert prices[0].term == "undelivered"
    # one more tail lands four loads of 40 t more, of weight 2; two are wanting
    assert prices[0].dual == pytest.approx(320_000.0, rel=1e-3)
    assert prices[0].gain == pytest.approx(160_000.0)


def test_what_fits_alone_is_asked_beside_what_is_met() -> None:
    made = scenario(
        fleet=[FleetRow(type="JET", tails=2, home="depot")], horizon_days=3,
        requirements=[requirement(f"r{i}", mass_kg=160_000.0, latest=at(30)) for i in range(3)],
    )  # fmt: skip
    (row,) = oa.explain(made, effort=EFFORT, prices=False).unmet
    assert len(row.beside) == 2
    assert [limit.key for limit in row.limits] == ["tails:JET"]
    assert "beside 2 other requirements" in row.reasons[0]


def test_dates_are_blamed_where_nothing_else_helps() -> None:
    made = scenario(requirements=[requirement(latest=at(4))], horizon_days=2)
    (row,) = oa.explain(made, effort=EFFORT, prices=False).unmet
    assert [limit.key for limit in row.limits] == ["latest:r1"]
    assert "the quickest flight lands it on 2022-02-25T05:56Z" in row.reasons[0]


def test_a_requirement_without_any_way_names_what_stands_in_it() -> None:
    made = scenario(
        types=[jet(cargo_classes=("bulk",))], requirements=[requirement(mass_kg=40_000.0, cargo_class="outsize")]
    )
    (row,) = oa.explain(made, effort=EFFORT, prices=False).unmet
    assert [limit.key for limit in row.limits] == ["hold:JET"]
    assert "there is none; what stands in the way: the doors, floor and cargo classes of JET" in row.reasons[0]


def test_nothing_to_explain_where_all_is_met() -> None:
    made = scenario()
    assert oa.explain(made, effort=EFFORT, prices=False).unmet == ()
    assert oa.explain(made, requirement="r1", effort=EFFORT, prices=False).unmet == ()


def test_an_unknown_requirement_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"no requirement 'r11'; allowed: r1; did you mean 'r1'\?"):
        oa.explain(scenario(), requirement="r11")
