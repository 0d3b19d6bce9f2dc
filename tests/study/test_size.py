"""How many are enough: found by plans, proven by bounds, the gap where there is one."""

from __future__ import annotations

import pytest
from tests.network.build import at, place, requirement, scenario, spots

import openairlift as oa
from openairlift.errors import UsageError
from openairlift.model import FleetRow
from openairlift.study import size as sizing
from openairlift.study.meeting import attempt
from openairlift.study.size_counts import counted, shared_out

EFFORT = 3


def airlift(tails: int = 2, **fields: object) -> oa.Scenario:
    """Ten loads of 40 t from depot to hub; a round takes a little under 7.4 h."""
    asked = {"latest": at(30), **fields}
    return scenario(
        fleet=[FleetRow(type="JET", tails=tails, home="depot")], horizon_days=3,
        requirements=[requirement(mass_kg=400_000.0, **asked)],
    )  # fmt: skip


@pytest.mark.parametrize("tails", [1, 2, 3, 8])
def test_the_fewest_tails_with_proof_from_any_start(tails: int) -> None:
    found = oa.size(airlift(tails), fleet="JET", meet="latest", effort=EFFORT)
    assert (found.count, found.proven_short, found.exact) == (3, 2, True)
    assert found.stated == tails
    assert str(found) == "3 tails of JET can meet the latest dates; with 2 no plan does, which is proven"
    assert [row.count for row in found.tried] == sorted({row.count for row in found.tried})
    short = {row.count: row for row in found.tried if row.short}
    assert not any(row.met for row in short.values())
    assert short[2].bound is not None
    assert short[2].bound[0] > 0.0


def test_the_horizon_asks_for_fewer_than_the_latest_dates() -> None:
    found = oa.size(airlift(), fleet="JET", meet="horizon", effort=EFFORT)
    assert (found.count, found.exact) == (2, True)


def test_required_asks_that_nothing_is_late() -> None:
    made = airlift(latest=None, required=at(22))
    found = oa.size(made, fleet="JET", meet="required", effort=EFFORT)
    assert oa.size(made, fleet="JET", meet="latest", effort=EFFORT).count == 2
    assert found.count is not None
    assert found.count > 2
    assert found.late_anyway == ()
    assert attempt(airlift(found.count, latest=None, required=at(22)), late=True, effort=EFFORT).met


def test_what_is_late_at_free_flow_is_said_and_not_asked_for() -> None:
    found = oa.size(airlift(latest=None, required=at(3)), fleet="JET", meet="required", effort=EFFORT)
    assert found.late_anyway == ("r1",)


def test_slots_and_spots_of_a_place() -> None:
    made = airlift(10, latest=at(24))
    slots = oa.size(made, slots="depot", meet="latest", effort=EFFORT)
    assert (slots.resource, slots.count, slots.exact) == ("working slots at depot", 1, True)
    spot = oa.size(made, spots="hub", meet="latest", effort=EFFORT)
    assert (spot.resource, spot.stated) == ("parking spots (wide) at hub", 2)
    assert spot.count == 2
    assert spot.proven_short == 1


def test_no_number_is_enough_where_another_limit_binds() -> None:
    found = oa.size(airlift(latest=at(12)), slots="depot", meet="latest", effort=EFFORT)
    assert found.count is None
    assert found.never
    assert str(found).endswith("meets the latest dates (proven)")


def test_the_gap_is_printed_where_nothing_is_proven() -> None:
    found = oa.size(airlift(), fleet="JET", meet="latest", effort=1)
    assert found.count is not None
    assert found.proven_short is None
    assert not found.exact
    assert str(found).startswith("tails of JET: between 0 (nothing is proven short) and ")


def test_the_proven_side_is_searched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    real = sizing.attempt
    need = {count: count >= 9 for count in range(100)}

    def stub(made: oa.Scenario, **settings: object) -> object:
        found = real(made, effort=1)
        count = made.fleet[0].tails
        return type(found)(
            met=need[count], short=count <= 5, reached=found.reached, bound=(float(count <= 5), 0.0, 0.0),
            scale=1.0, plan=found.plan,
        )  # fmt: skip

    monkeypatch.setattr(sizing, "attempt", stub)
    found = oa.size(airlift(), fleet="JET", meet="latest")
    assert (found.count, found.proven_short, found.exact) == (9, 5, False)
    assert str(found) == "tails of JET: between 5 (proven short) and 9 (a plan meets the latest dates)"


def test_rows_share_tails_as_they_are_stated_and_crews_go_with_them() -> None:
    made = scenario(
        places=(place("a", 50, 8), place("depot", 49, 7), place("hub", 50, 22, parking=spots(wide=2))),
        fleet=[FleetRow(type="JET", tails=4, home="depot", crews=6), FleetRow(type="JET", tails=2, home="a")],
    )  # fmt: skip
    what = counted(made, fleet="JET", spots=None, slots=None)
    rows = what.variant(9).fleet
    assert [(row.tails, row.crews) for row in rows] == [(6, 9), (3, None)]
    assert what.variant(6).fleet == made.fleet


def test_shares_are_nested() -> None:
    before = [0, 0, 0]
    for total in range(1, 30):
        now = shared_out(total, [7, 3, 1])
        assert sum(now) == total
        assert all(a <= b for a, b in zip(before, now, strict=True))
        before = now


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "name one thing to count"),
        ({"fleet": "JET", "slots": "hub"}, "got 2"),
        ({"fleet": "JT"}, "did you mean 'JET'"),
        ({"spots": "hob"}, "did you mean 'hub'"),
        ({"slots": "town"}, "no limit"),
        ({"spots": "town"}, "no limit"),
        ({"fleet": "JET", "meet": "soon"}, "meet is one of"),
    ],
)
def test_wrong_usage_says_what_is_allowed(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        oa.size(airlift(), effort=EFFORT, **wrong)  # type: ignore[arg-type]
