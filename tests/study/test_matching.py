"""Which mission of one plan is which of another."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.audits import time_plan
from openairlift.network import build_network
from openairlift.scenario import read_scenario
from openairlift.study.differing import sortie_changes
from openairlift.study.matching import Sortie, matched, sorties
from openairlift.verbs.planning import audited_plan

HOUR = 3600


def flight(tail: str, at_h: float | None, *loads: str, route: str = "depot hub") -> Sortie:
    return Sortie(
        tail=tail, type=tail[0].upper(), route=tuple(route.split()), loads=loads,
        lines=tuple(load.partition("#")[0] for load in loads), mass_kg=1000.0 * len(loads),
        offload_s=None if at_h is None else round(at_h * HOUR),
    )  # fmt: skip


def told(before: list[Sortie], after: list[Sortie], **settings: int) -> list[tuple[str, tuple[str, ...]]]:
    return [(item.kind, item.what) for item in sortie_changes(before, after, **settings)]


def test_a_mission_whose_first_load_is_dropped_is_still_that_mission() -> None:
    before = [flight("a1", 5, "r1#1", "r2#1"), flight("a2", 6, "r2#2")]
    after = [flight("a1", 5, "r2#1"), flight("a2", 6, "r2#2")]
    assert told(before, after) == [("moved", ("load",))]


def test_a_first_load_that_changes_aircraft_does_not_take_the_mission_along() -> None:
    before = [flight("a1", 5, "r1#1", "r2#1", "r2#2"), flight("a2", 6, "r3#1", "r3#2")]
    after = [flight("a1", 5, "r2#1", "r2#2"), flight("a2", 6, "r1#1", "r3#1", "r3#2")]
    assert told(before, after) == [("moved", ("load",)), ("moved", ("load",))]


def test_swapped_tails_are_two_moves_and_no_new_mission() -> None:
    before = [flight("a1", 5, "r1#1"), flight("a2", 9, "r2#1")]
    after = [flight("a2", 5, "r1#1"), flight("a1", 9, "r2#1")]
    assert told(before, after) == [("moved", ("tail",)), ("moved", ("tail",))]


def test_loads_of_a_line_are_alike_whatever_their_numbers() -> None:
    before = [flight("a1", 5, "r1#1"), flight("a1", 15, "r1#2"), flight("a2", 6, "r1#3")]
    after = [flight("a1", 5, "r1#3"), flight("a1", 15, "r1#1"), flight("a2", 6, "r1#2")]
    assert told(before, after) == []


def test_the_largest_common_part_wins_over_the_tail() -> None:
    before = [flight("a1", 5, "r1#1", "r2#1", "r3#1")]
    after = [flight("a1", 5.5, "r1#1", "r9#1", route="depot other"), flight("b1", 9, "r2#1", "r3#1")]
    assert matched(before, after) == {0: 1}


def test_without_a_common_load_tail_route_and_time_decide() -> None:
    before = [flight("a1", 5, "r1#1"), flight("a1", 12)]
    after = [flight("a1", 13), flight("a1", 6, "r7#1"), flight("a1", 90, "r8#1")]
    assert matched(before, after) == {0: 1, 1: 0}
    assert told(before, after) == [("new", ()), ("moved", ("time", "load")), ("moved", ("time",))]
    assert matched([flight("a1", 5, "r1#1")], [flight("a2", 5, "r2#1")]) == {}, "another tail with other cargo"
    assert matched([flight("a1", 5, "r1#1")], [flight("a2", 7, "r1#2")]) == {0: 0}, "cargo of one line"


def test_a_later_start_is_no_move() -> None:
    before, after = [flight("a1", 30, "r1#1")], [flight("a1", 6, "r1#1")]
    assert told(before, after, shift_s=24 * HOUR) == []
    assert told(before, after) == [("moved", ("time",))]


def test_what_never_offloads_is_matched_by_its_loads() -> None:
    assert matched([flight("a1", None, "r1#1")], [flight("a2", 5, "r1#1")]) == {0: 0}
    assert matched([flight("a1", None)], [flight("a1", 5)]) == {}


FLIGHTS = st.lists(
    st.builds(
        flight,
        st.sampled_from(["a1", "a2", "b1"]),
        st.one_of(st.none(), st.integers(0, 60)),
        st.sampled_from(["r1#1", "r1#2", "r2#1", "r3#1"]),
        route=st.sampled_from(["depot hub", "depot other"]),
    ),
    max_size=8,
)


@given(FLIGHTS, FLIGHTS)
def test_each_mission_is_taken_once_and_counts_add_up(before: list[Sortie], after: list[Sortie]) -> None:
    found = matched(before, after)
    assert len(set(found.values())) == len(found)
    kinds = [kind for kind, _ in told(before, after)]
    assert len(before) - kinds.count("gone") + kinds.count("new") == len(after)
    assert len(matched(after, before)) == pytest.approx(len(found), abs=2)


@given(FLIGHTS, st.randoms())
def test_another_order_of_the_same_missions_is_no_change(before: list[Sortie], luck: random.Random) -> None:
    after = list(before)
    luck.shuffle(after)
    assert told(before, after) == []


def test_a_plan_of_another_numbering_is_the_same_plan() -> None:
    """Numbers of loads are names: swapped between the loads of each line, nothing differs for a planner."""
    scenario = read_scenario("relief-small")
    network = build_network(scenario)
    plan = audited_plan(scenario, network=network)
    whole = sorties(plan, network, time_plan(network, plan))
    names = sorted({load for item in whole for load in item.loads})
    by_line: dict[str, list[str]] = {}
    for name in names:
        by_line.setdefault(name.partition("#")[0], []).append(name)
    other = {a: b for group in by_line.values() for a, b in zip(group, reversed(group), strict=True)}
    renamed = [replace(item, loads=tuple(other[load] for load in item.loads)) for item in whole]
    assert len(whole) > 20
    assert sortie_changes(whole, renamed) == ()
