"""The study of losses as a whole: relief-small, where everything lands at one airfield."""

from __future__ import annotations

from functools import cache
from operator import itemgetter

import pytest

from openairlift.audits import audit
from openairlift.errors import Interrupted, UsageError
from openairlift.scenario import read_scenario
from openairlift.study.resilience.bounds import weighted
from openairlift.study.resilience.replanned import Shift, carried_kg
from openairlift.study.resilience.resilience import Resilience, resilience
from openairlift.study.resilience.spread import spread

SCENARIO = "relief-small"


@cache
def study(*, runs: int = 4) -> Resilience:
    return resilience(read_scenario(SCENARIO), lose=["places", "routes"], pairs=True, runs=runs)


def test_the_only_port_of_debarkation_is_the_worst_loss() -> None:
    found = study()
    first = found.cases[0]
    assert str(first.lost[0]) == "beira"
    assert found.share(first.least.loss) == pytest.approx(1.0, abs=1e-5)  # a bound grants 1e-6 of tolerance
    assert first.least.undelivered == pytest.approx(found.stake[0])
    assert first.made is not None
    assert first.made.terms == pytest.approx(found.stake)
    assert first.made.closure_s is None


def test_no_plan_beats_its_bound_and_losses_never_help() -> None:
    found = study()
    cases = {frozenset(case.lost): case for case in (found.whole, *found.cases, *found.sets)}
    for lost, case in cases.items():
        if case.made is not None:
            assert weighted(case.made.terms) >= case.least.loss * (1 - 1e-9)
            assert not audit(case.made.network.scenario, case.made.plan, network=case.made.network)
        for other, less in cases.items():
            if other < lost:
                assert case.least.loss >= less.least.loss
                assert case.least.undelivered >= less.least.undelivered


def test_what_takes_over_carries_more() -> None:
    found = study()
    case = next(case for case in found.cases if str(case.lost[0]) == "beira>dondo:road")
    assert case.made is not None
    assert found.whole.made is not None
    before, after = (carried_kg(made.plan, made.network) for made in (found.whole.made, case.made))
    assert ("link", "beira>dondo:road") in before
    assert ("link", "beira>dondo:road") not in after
    assert (
        Shift(kind="link", name="beira>dondo:road", before_kg=before["link", "beira>dondo:road"], after_kg=0.0)
        in case.shifts
    )


def test_the_worst_choice_and_protection_are_told() -> None:
    found = study()
    assert found.worst is not None
    assert found.protected is not None
    assert [str(loss) for loss in found.worst.case.lost] == ["beira"]
    assert found.protected.case.least.loss <= found.worst.case.least.loss
    assert [str(loss) for choice in found.each for loss in choice.spared] == ["beira"]


def test_runs_are_there_for_every_plan() -> None:
    found = study()
    for case in (found.whole, *found.cases, *found.sets):
        if case.made is not None:
            assert case.made.runs is not None
            assert case.made.runs.missing.shape == (4,)
            assert (case.made.runs.missing <= found.stake[0] * (1 + 1e-9)).all()


def test_a_window_hurts_less_than_a_loss_for_good() -> None:
    scenario = read_scenario(SCENARIO)
    found = resilience(scenario, lose=["beira"], window=(86_400, 3 * 86_400), runs=0)
    case = found.cases[0]
    assert case.made is not None
    assert found.whole.made is not None
    assert found.whole.least.loss <= case.least.loss <= weighted(case.made.terms)
    assert weighted(case.made.terms) > weighted(found.whole.made.terms)
    assert case.made.terms[0] < 0.01 * found.stake[0]  # nearly all of it comes, later


def test_ctrl_c_keeps_what_is_done() -> None:
    def told(words: str, _left: float | None) -> None:
        if "planned again" in words:
            raise KeyboardInterrupt

    found = resilience(read_scenario(SCENARIO), lose=["places"], runs=0, progress=told)
    assert not found.complete
    assert len(found.cases) == 3
    assert found.worst is None


def test_ctrl_c_before_anything_is_known_is_told() -> None:
    def told(_words: str, _left: float | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match="before the whole airlift"):
        resilience(read_scenario(SCENARIO), lose=["places"], runs=0, progress=told)


@pytest.mark.parametrize(
    "wrong", [{"budget": 0}, {"protections": -1}, {"runs": -1}, {"window": (5, 5)}, {"lose": ["airspaces"]}]
)
def test_wrong_usage_is_told(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        resilience(read_scenario(SCENARIO), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("workers", [1, 2])
def test_tasks_give_the_same_in_any_number_of_processes(workers: int) -> None:
    """Each task is a tuple, of which its member 1 is asked for."""
    assert sorted(spread(itemgetter, 1, [(0, 5), (0, 6), (0, 7)], workers=workers)) == [(0, 5), (1, 6), (2, 7)]
    with pytest.raises(IndexError):
        list(spread(itemgetter, 1, [(0, 5), (0,)], workers=workers))
