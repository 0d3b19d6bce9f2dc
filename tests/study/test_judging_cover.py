"""Claims about cover: testable where the scenario has the tables, run by run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import openairlift as oa
from openairlift.evidence import Claim
from openairlift.network import build_network
from openairlift.study import Unresolved
from openairlift.study.judging.readings import readings_of
from openairlift.study.probes import Ask, Probe

DAY = 86_400.0


def value(test: str, **options: Any) -> Any:
    """Return the left side of a test on four runs whose clinics are complete on stated days."""
    scenario = oa.read_scenario("relief-small", **options)
    network = build_network(scenario)
    (one,) = readings_of(Claim(id="c", says="so", test=f"{test} >= 0.5", readings={}, tz="UTC"))
    days = {"clinic-beira": [2.0, 3.0, 4.0, np.inf], "clinic-chimoio": [5.0, 5.0, 6.0, 6.0]}

    def asked(probe: Probe) -> Any:
        assert (probe.ask, probe.mark) == (Ask.COMPLETE, "delivered")
        return np.array(days[probe.requirements[0]]) * DAY

    work = one.evaluator(scenario, network, asked)
    return np.asarray(work.value(one.tree.left).data)  # type: ignore[union-attr]


def test_cover_counts_units_in_place_by_the_moment() -> None:
    """A clinic is in place 24 h after it is complete."""
    found = value("cover(at='2026-03-12')", options=["clinics"])  # three days after the start
    assert np.count_nonzero(found) == 1
    assert found[0] > 0.5
    last = value("cover()", options=["clinics"])
    assert last[0] == last[2] > last[3] > 0


def test_cover_of_a_place_and_of_a_type() -> None:
    assert value("cover(place='chimoio')", options=["clinics"]).tolist() == [1.0, 1.0, 1.0, 1.0]
    assert value("cover(unit_type='clinic', place='dondo')", options=["clinics"]).tolist() == [1.0, 1.0, 1.0, 0.0]


def test_without_units_nothing_is_covered() -> None:
    assert value("cover()").tolist() == 0.0


@pytest.mark.parametrize(
    ("test", "why"),
    [("cover(place='beira')", "weigh nothing"), ("cover(at='2027-01-01')", "outside the scenario")],
)
def test_what_cannot_be_told_says_why(test: str, why: str) -> None:
    with pytest.raises(Unresolved, match=why):
        value(test, options=["clinics"])
