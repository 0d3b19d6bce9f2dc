"""What each input is worth: the same luck everywhere, exact zeros, Ctrl-C, and the tornado as the first method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from tests.scenario.tiny import FILES
from tests.study.test_verdicts import RANGES, files, study_of

import openairlift as oa
from openairlift.errors import UsageError
from openairlift.scenario.ranges import HIGH, LOW, moved, uncertain
from openairlift.study import Study
from openairlift.study.judging.answers import Answer, p50
from openairlift.study.sensitivity import sensitivity as module
from openairlift.study.sensitivity.design import Figure
from openairlift.study.sensitivity.sensitivity import values_at

AT = "share@1.25"


@cache
def study() -> Study:
    return study_of(RANGES, runs=1)


def test_one_at_a_time_agrees_with_planning_and_running_by_hand() -> None:
    found = oa.sensitivity(study(), runs=5, inputs=["links/*/trucks"])
    (row,) = found.rows
    base = study()
    by_hand = []
    for end in (LOW, HIGH):
        made = moved(base.scenario, {"": row.input.at(end)})
        again = oa.replicate(made, oa.make_plan(made, seed=base.seed), runs=5, seed=base.seed)
        by_hand.append(float(np.sort(again.closure_s)[2]) / 3600)
    assert [row.at_low, row.at_high] == by_hand
    assert row.size.value == pytest.approx(abs(by_hand[1] - by_hand[0]))
    assert row.size.value > 0
    assert row.interaction is None


def test_an_input_without_effect_gets_exactly_zero_on_the_same_luck() -> None:
    # prices move no aircraft, so nothing may move at all
    ranges = {"items/blanket/unit_value_usd": "x 0.1..x 9", "stock/*/ready": "- 1 d..+ 2 d"}
    for method, samples in (("oat", None), ("morris", 2), ("sobol", 4)):
        found = oa.sensitivity(study(), method=method, samples=samples, runs=2, inputs=[*ranges], ranges=ranges)
        by_name = {row.input.name: row for row in found.rows}
        idle, busy = by_name["items/blanket/unit_value_usd"], by_name["stock/*/ready"]
        assert idle.size == Figure(0.0, 0.0, 0.0)
        assert idle.interaction in (None, Figure(0.0, 0.0, 0.0))
        assert busy.size.value > 0
        assert idle.input.given
        assert [row.input.name for row in found.chase] == ["stock/*/ready"]


def test_the_same_seed_gives_the_same_figures_for_any_number_of_processes() -> None:
    words: dict[str, Any] = {
        "answer": AT,
        "method": "morris",
        "samples": 2,
        "runs": 2,
        "inputs": ["links/*", "fleet/*"],
    }
    one, two = oa.sensitivity(study(), **words), oa.sensitivity(study(), **words, workers=2)
    assert [(row.input.name, row.size, row.mean, row.interaction) for row in one.rows] == [
        (row.input.name, row.size, row.mean, row.interaction) for row in two.rows
    ]
    assert one.blocks == 2
    assert one.evaluations <= 1 + 2 * (1 + len(one.rows))


def test_the_tornado_is_one_at_a_time_over_all_inputs_with_a_range() -> None:
    one, other = oa.tornado(study(), answer=AT, runs=2), oa.sensitivity(study(), answer=AT, runs=2)
    assert one.rows == other.rows
    assert {row.input.name for row in one.rows} == {item.name for item in uncertain(study().scenario)[0]}
    assert one.without_range == other.without_range


@pytest.mark.parametrize(("method", "after", "blocks", "rows"), [("oat", 4, 1, 1), ("morris", 11, 2, 3)])
def test_ctrl_c_keeps_whole_blocks(
    monkeypatch: pytest.MonkeyPatch, method: str, after: int, blocks: int, rows: int
) -> None:
    real = module.answered

    def some(trials: Any, _work: object, *, workers: int | None) -> Iterator[tuple[int, Any]]:
        for number in range(len(trials)):
            if number == after:
                raise KeyboardInterrupt
            yield number, real(trials[number])

    monkeypatch.setattr(module, "worked", some)
    samples = None if method == "oat" else 5
    inputs = ["links/*/trucks", "fleet/*/tails", "stock/*/ready"]
    found = oa.sensitivity(study(), answer=AT, method=method, samples=samples, runs=1, inputs=inputs)
    assert not found.complete
    assert found.evaluations == after
    assert found.blocks >= blocks
    assert len(found.rows) >= rows


def test_ctrl_c_at_once_leaves_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_trials: Any, _work: object, *, workers: int | None) -> Iterator[tuple[int, Any]]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(module, "worked", stopped)
    found = oa.sensitivity(study(), method="sobol", samples=4, runs=1)
    assert (found.rows, found.chase, found.blocks, found.complete) == ((), (), 0, False)
    assert np.isnan(found.now.value)


def test_an_input_goes_from_end_to_end_through_what_it_is() -> None:
    (item,) = [item for item in uncertain(study().scenario)[0] if item.name == "links/*/trucks"]
    ((cell, now),) = item.base.items()

    def at(part: float) -> Any:
        return values_at([item], np.array([part])).get(cell, now)

    assert (at(0.0), at(0.5), at(1.0)) == (item.ends[LOW][cell], now, item.ends[HIGH][cell])
    steps = [at(part) for part in np.linspace(0, 1, 21)]
    assert steps == sorted(steps)
    assert values_at([item], np.array([np.nan])) == {}
    assert values_at([item], np.array([0.5])) == {}
    # one-sided: evenly from what it is to the other end, with no half of the cube at one place
    one = replace(item, ends={LOW: dict(item.base), HIGH: item.ends[HIGH]})
    halfway = values_at([one], np.array([0.5]))[cell]
    assert now < halfway < item.ends[HIGH][cell]
    other = replace(item, ends={LOW: item.ends[LOW], HIGH: dict(item.base)})
    assert values_at([other], np.array([0.0]))[cell] == item.ends[LOW][cell]
    assert values_at([other], np.array([1.0])) == {}


def test_answers_in_a_word() -> None:
    base = study()
    probes = Answer(AT).probes(base.scenario, base.network)
    made = oa.replicate(base.scenario, base.plan, runs=4, probes=probes)
    assert p50(Answer("closure").by_run(made)) * 3600 == np.sort(made.closure_s)[1]
    assert np.all(Answer("undelivered").by_run(made) == 0.0) == (made.closed_share == 1.0)
    shares = Answer(AT).by_run(made)
    assert np.all((shares >= 0) & (shares <= 1))
    text = "share(meter='mass', mark='delivered', at='2024-05-07T06:00Z')"
    assert list(shares) == list(Answer(text).by_run(made))
    assert Answer("share@2024-05-07T06:00Z:mass:delivered").probes(base.scenario, base.network) == probes
    landed = Answer("share@2024-05-07T06:00Z:landed:people").probes(base.scenario, base.network)
    assert {(probe.mark, probe.meter) for probe in landed} == {("landed", "people")}
    assert [Answer(word).unit for word in ("closure", "cost", "undelivered", AT)] == ["hours", "USD", "share", "share"]


def test_cost_is_that_of_the_study_and_refused_where_nothing_has_a_price() -> None:
    with pytest.raises(UsageError, match="no price"):
        oa.sensitivity(study_of(RANGES, runs=1), answer="cost", runs=1)
    first, *others = FILES["places.csv"].splitlines()
    priced = "\n".join([f"{first},landing_usd", *(f"{line},100" for line in others)]) + "\n"
    scenario = oa.read_scenario({**files(RANGES), "places.csv": priced.encode()})
    made = oa.replicate(scenario, oa.make_plan(scenario), runs=3)
    assert float(np.mean(Answer("cost").by_run(made))) == pytest.approx(made.cost().total_usd)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"answer": "closur"}, "closure"),
        ({"answer": "share@5:mas"}, "did you mean 'mass'"),
        ({"answer": "share@"}, "share@5"),
        ({"answer": "share@2030-01-01"}, "outside"),
        ({"method": "moris"}, "did you mean 'morris'"),
        ({"method": "sobol", "samples": 10}, "power of two"),
        ({"runs": 0}, "at least 1"),
        ({"inputs": ["links/*/truks"]}, "did you mean 'links/"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_planned(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, Any], match: str
) -> None:
    def planned(*_arguments: object, **_settings: object) -> object:
        raise AssertionError("planned")

    base = study()
    monkeypatch.setattr("openairlift.study.judging.task.make_plan", planned)
    with pytest.raises(UsageError, match=match):
        oa.sensitivity(base, **words)
