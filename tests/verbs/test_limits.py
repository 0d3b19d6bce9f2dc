"""The verb `limits`: one record, the same bytes every time, from a scenario or a run folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openairlift import verbs
from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.reports.relief import base_sentence, noise_sentence, relief_sentence, relief_text
from openairlift.reports.show import Show
from openairlift.verbs.records import Record, to_json

EXAMPLE = "relief-small"


def found(**settings: object) -> Record:
    record: Record = verbs.limits(EXAMPLE, **{"runs": 4, "seed": 7, "workers": 1, "top": 2, "replans": 1, **settings})  # type: ignore[arg-type]
    return record


def test_two_calls_give_the_same_bytes() -> None:
    one, two = found(), found()
    assert to_json(one) == to_json(two)
    assert one["complete"]
    assert one["measure"] == "closure"
    assert [row["rank"] for row in one["relief"]] == list(range(1, len(one["relief"]) + 1))
    assert len(one["neutral_replans"]) == 1
    assert {"resource", "name", "binding_share", "reason"} <= one["not_tried"][0].keys()


def test_a_run_folder_gives_what_its_scenario_gives(tmp_path: Path) -> None:
    folder = verbs.run(EXAMPLE, runs=4, seed=7, workers=1, out=tmp_path).folder
    assert to_json(verbs.limits(folder, workers=1, top=2, replans=1)) == to_json(found())


def test_a_run_folder_holds_its_runs(tmp_path: Path) -> None:
    folder = verbs.run(EXAMPLE, runs=2, seed=7, workers=1, out=tmp_path).folder
    with pytest.raises(OpenAirliftError, match="holds its options"):
        verbs.limits(folder, runs=5)


def test_a_search_gives_the_same_bytes_from_a_scenario_and_from_its_run(tmp_path: Path) -> None:
    one = found(effort=2)
    assert (one["effort"], one["method"]) == (2, "near-optimal")
    assert "every plan near the optimum, effort 2" in relief_text(one)
    folder = verbs.run(EXAMPLE, runs=4, seed=7, workers=1, effort=2, out=tmp_path).folder
    assert to_json(verbs.limits(folder, workers=1, top=2, replans=1, effort=2)) == to_json(one)
    with pytest.raises(UsageError, match="give the --effort"):
        verbs.limits(folder, workers=1)


def test_plans_of_a_search_are_not_set_against_a_baseline(tmp_path: Path) -> None:
    folder = verbs.run(EXAMPLE, runs=4, seed=7, workers=1, out=tmp_path).folder
    with pytest.raises(UsageError, match="leave --effort out"):
        verbs.limits(folder, workers=1, effort=2)


def test_a_faulty_scenario_is_said() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'relief-small'"):
        verbs.limits("relief-smal")


def test_the_verb_stays_a_function() -> None:
    assert callable(verbs.limits)
    assert callable(verbs.limits)


def test_the_record_reads_as_text() -> None:
    record = found()
    text = relief_text(record)
    assert all(len(line) <= 100 for line in text.splitlines())
    for row in record["relief"]:
        assert relief_sentence(row, record, Show()).split(":")[0] in " ".join(text.split())
    assert json.loads(to_json(record)) == record


CLOSURE = {"measure": "closure", "mark": "delivered"}
AMOUNT = {"measure": "amount", "mark": "landed", "meter": "mass"}


def row(mean: float, low: float, high: float, **fields: object) -> Record:
    gain = {"mean": mean, "low": low, "high": high}
    return {"added": "one more parking spot (wide) at hub", "relief": gain, "plan": "replanned", **fields}


def test_sentences_about_closure() -> None:
    spot = row(5.2, 3.9, 6.4, distinguishable=True)
    assert relief_sentence(spot, CLOSURE, Show()) == (
        "One more parking spot (wide) at hub: closure 5.2 h earlier (95 % interval 3.9 to 6.4), with a new plan."
    )
    faint = row(1.25, -0.5, 3.0, distinguishable=False, noise_floor=2.0)
    assert relief_sentence(faint, CLOSURE, Show()) == (
        "One more parking spot (wide) at hub: not distinguishable from zero: closure 1.2 h earlier "
        "(95 % interval −0.5 to 3); the planner's noise floor is 2 h."
    )
    worse = {"mean": -30.0, "low": -31.0, "high": -29.0}
    kept = row(
        0.0, 0.0, 0.0, plan="kept", distinguishable=False, noise_floor=0.0, old_plan={"mean": 0.0}, new_plan=worse
    )
    assert relief_sentence(kept, CLOSURE, Show()).endswith(
        "closure unchanged (95 % interval 0 to 0); with the old plan (a new one did worse)."
    )
    assert "not known" in relief_sentence({"added": "one more crew", "relief": None}, CLOSURE, Show())


def test_sentences_about_amounts() -> None:
    spot = row(2_400_000.0, 2_300_000.0, 2_500_000.0, distinguishable=True, per_day=100_000.0)
    assert relief_sentence(spot, AMOUNT, Show()) == (
        "One more parking spot (wide) at hub: 2,400 t more landed within the horizon, 100 t a day "
        "(95 % interval 2,300 to 2,500 t), with a new plan."
    )
    assert "short" not in base_sentence({**AMOUNT, "base": 1e6, "closed_share": 0.0}, Show())
    lost = base_sentence({**AMOUNT, "base": 1e6, "closed_share": 0.0, "lost_share": 0.5}, Show())
    assert lost.endswith("Cargo is lost in 50 % of the runs, and no resource lets those close.")
    assert base_sentence({**AMOUNT, "base": 1e6, "closed_share": 0.0}, Show()) == (
        "As it is, 1,000 t is landed within the horizon, on average; 0 % of the runs close, so relief is what more is "
        "there by the horizon."
    )


def test_the_noise_is_said() -> None:
    gains = [{"mean": -20.0, "low": -21.0, "high": -19.0}, {"mean": 1.5, "low": 1.0, "high": 2.0}]
    text = noise_sentence({**CLOSURE, "noise_floor": 2.0, "neutral_replans": gains}, Show())
    assert text.startswith("Noise floor of the planner: 2 h. 2 re-plans")
    assert "−20 h to 1.5 h" in text
    assert "not measured" in noise_sentence(CLOSURE, Show())


def test_what_was_stopped_is_said() -> None:
    assert "Stopped before everything was tried" in relief_text({**CLOSURE, "complete": False})
