"""Verdicts: all five, what they rest on, what Ctrl-C leaves; the bound lies above every run; tornado and inversion."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.fuzz.scenarios import scenario_files
from tests.scenario.tiny import FILES, write_tiny

import openairlift as oa
from openairlift.errors import ScenarioError, UsageError
from openairlift.model import MARKS
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.ranges import HIGH, LOW, moved, uncertain
from openairlift.study import ALL, Ask, Probe, Study, replicate
from openairlift.study.amounts import listed
from openairlift.study.judging import ceiling as ceilings
from openairlift.study.judging import judge as judging
from openairlift.study.judging import task
from openairlift.study.judging.ceiling import FAVOURABLE, ceiling
from openairlift.study.judging.court import Court
from openairlift.study.judging.evaluate import Anchored, Subject
from openairlift.study.judging.inversion import EARLIEST, STATED, scaled
from openairlift.study.judging.judge import Judgement
from openairlift.study.judging.prior import draw
from openairlift.study.judging.verdicts import VERDICTS, Judged

RANGES = """
[param."fleet/C-130J-30@rimini/tails"]
basis = "assumed"
low = 1
high = "6"
[param."links/*/trucks"]
basis = "estimated"
low = "x 0.2"
high = "x 4"
[param."stock/*/ready"]
basis = "assumed"
low = "- 1 d"
high = "+ 2 d"
"""
CLAIM = """
[claim.c]
says = "So much was there by then"
test = "share(meter='mass', mark=mark, at=at) >= x"
mark = ["landed", "delivered"]
at = ["2024-05-06T12:00Z", "2024-05-07T06:00Z", "2025-01-01"]
x = [0.3, 0.9]

[claim.without]
says = "Only with the stock as it is"
test = "share(meter='mass', mark='landed', at='2024-05-06T12:00Z') >= 0.5"
without = ["late"]

[claim.other]
says = "Soon"
test = "days(date_of('landed') - '2024-05-06') < n"
n = [0.5, 4]
"""
OPTION = """
[option.late]
title = "All stock two days later"
set = [ { key = "stock/rimini:blanket/ready", value = "D+2" }, { key = "stock/rimini:generator/ready", value = "D+3" } ]
"""


def files(text: str) -> dict[str, bytes]:
    every = {**FILES, "evidence.toml": text, "options.toml": FILES["options.toml"] + OPTION}
    return {name: content.encode() for name, content in every.items()}


def write_judged(folder: Path) -> Path:
    """Write the tiny scenario with ranges, claims and an option into a folder and return it."""
    return write_tiny(folder, files(RANGES + CLAIM))


def study_of(text: str, runs: int = 30) -> Study:
    made = read_scenario(files(text))
    return replicate(made, oa.make_plan(made), runs=runs)


@cache
def judged() -> Judgement:
    text = RANGES + CLAIM
    return oa.judge(
        study_of(text), trial_runs=20, draws=20, inversion=True,
        variants=lambda options: read_scenario(files(text), options=options),
    )  # fmt: skip


def readings(claim: str = "c") -> dict[tuple[str, ...], Judged]:
    (found,) = (item for item in judged().claims if item.claim.id == claim)
    return {tuple(str(value) for value in row.values.values()): row for row in found.readings}


def test_a_reading_that_holds_in_the_runs_is_consistent() -> None:
    row = readings()["landed", "2024-05-06T12:00Z", "0.3"]
    assert (row.verdict, row.probability, row.change, row.bound) == ("consistent", 1.0, None, None)
    assert row.interval is not None
    assert row.interval[0] == pytest.approx(30 / (30 + 1.959964**2), abs=1e-6)
    assert row.measured == (pytest.approx(30 / 44, abs=0.05),) * 3


def test_what_no_input_can_bring_is_not_reachable_by_the_bound() -> None:
    row = readings()["landed", "2024-05-06T12:00Z", "0.9"]
    assert row.verdict == "not reachable"
    assert row.bound is not None
    assert row.measured is not None
    assert row.measured[2] <= row.bound < 0.9


def test_the_smallest_change_is_found_and_does_what_it_says() -> None:
    row = readings()["delivered", "2024-05-06T12:00Z", "0.3"]
    assert row.verdict == "possible only if"
    assert row.change is not None
    (item,) = row.change.moved
    assert item.move.part in (0.25, 0.5, 0.75, 1.0)
    base = judged().study.scenario
    made = moved(base, {item.move.name: item.input.at(item.move.end, item.move.part)})
    at_s = 12 * 3600
    probe = Probe(ask=Ask.AMOUNT, mark="delivered", at_s=at_s)
    study = replicate(
        made, oa.make_plan(made, seed=base.settings.seed), runs=20, seed=base.settings.seed, probes=[probe]
    )
    held = study.probed(probe) / study.listed(meter="mass") >= 0.3
    assert float(np.mean(held)) == row.change.probability >= 0.05


def test_assumptions_that_the_bound_lets_through_are_tried_together_before_it_is_out_of_reach() -> None:
    """The airfield opens too late, which the bound drops; by cited inputs alone too little is ready."""
    text = """
[param."stock/*/ready"]
basis = "assumed"
low = "- 1 d"
high = "+ 2 d"
[claim.c]
says = "x"
test = "share(meter='mass', mark='landed', at='2024-05-06T09:00Z') >= 0.5"
"""
    every = files(text)
    places = every["places.csv"].decode().splitlines()
    made = [f"{line},{word}" for line, word in zip(places, ("open_hours", "", "daily 10:59-24:00", ""), strict=True)]
    every["places.csv"] = ("\n".join(made) + "\n").encode()
    every["stock.csv"] = every["stock.csv"].replace(b"rimini,blanket,20000,", b"rimini,blanket,20000,D+1")
    scenario = read_scenario(every)
    (row,) = oa.judge(replicate(scenario, oa.make_plan(scenario), runs=5), trial_runs=2, draws=0).claims[0].readings
    assert row.verdict == "not reachable"
    assert row.bound is not None
    assert row.bound_cited is not None
    assert row.bound_cited < 0.5 <= row.bound


def test_what_lies_outside_the_scenario_is_untestable() -> None:
    row = readings()["delivered", "2025-01-01", "0.9"]
    assert row.verdict == "untestable"
    assert row.probability is None
    assert "outside the scenario" in row.reasons[0]


def test_a_claim_with_options_holds_only_where_they_fail() -> None:
    (row,) = readings("without").values()
    assert row.verdict == "consistent"
    assert (row.probability, row.with_option) == (1.0, 0.0)


def test_without_the_files_it_cannot_be_compared() -> None:
    found = oa.judge(study_of(RANGES + CLAIM, runs=3), "without", draws=0)
    (row,) = found.claims[0].readings
    assert row.verdict == "untestable"
    assert "files of the scenario" in row.reasons[0]


def test_a_test_of_another_form_has_a_probability_and_no_bound() -> None:
    rows = readings("other")
    assert rows["4",].verdict == "consistent"
    short = rows["0.5",]
    assert short.verdict == "possible only if"
    assert short.threshold is None
    assert short.change is None
    assert any("no bound" in reason for reason in short.reasons)


def test_loose_inputs_have_no_power() -> None:
    text = (
        RANGES.replace('high = "+ 2 d"', 'high = "+ 5 d"')
        + """
[param."stock/rimini:blanket/ready"]
basis = "assumed"
low = "D+0"
high = "D+40"
[claim.c]
says = "x"
test = "share(meter='mass', mark='landed', item='blanket', at='2024-05-08') >= 0.5"
"""
    )
    every = files(text)
    every["stock.csv"] = every["stock.csv"].replace(b"rimini,blanket,20000,", b"rimini,blanket,20000,D+1")
    made = read_scenario(every)
    (row,) = oa.judge(replicate(made, oa.make_plan(made), runs=5), trial_runs=2, draws=40).claims[0].readings
    assert row.drawn is not None
    assert row.verdict == "no power"
    assert (row.drawn[0], row.drawn[2]) == (0.0, 1.0)


def test_the_two_inputs_that_move_it_most_are_named() -> None:
    row = readings()["delivered", "2024-05-07T06:00Z", "0.3"]
    assert [swing.input.name for swing in row.deciding][:1] == ["links/*/trucks"]
    assert all(len(row.deciding) <= 2 for row in readings().values())


def test_verdicts_are_never_true_or_false() -> None:
    found = {row.verdict for claim in judged().claims for row in claim.readings}
    assert found <= set(VERDICTS)
    assert len(found) == 4


def test_ctrl_c_leaves_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = task.make_plan, []

    def stopped(*arguments: object, **settings: object) -> object:
        calls.append(1)
        if len(calls) > 3:
            raise KeyboardInterrupt
        return real(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "make_plan", stopped)
    found = oa.judge(study_of(RANGES + CLAIM, runs=5), "c", trial_runs=2, draws=2)
    assert not found.complete
    verdicts = [row.verdict for row in found.claims[0].readings]
    assert {"consistent", "untestable", None} == set(verdicts)
    assert all(row.reasons == ("stopped before it was decided",) for row in found.claims[0].readings if not row.verdict)


@pytest.mark.parametrize(("claims", "settings"), [(["cc"], {}), ([], {"trial_runs": 0}), ([], {"draws": -1})])
def test_wrong_usage(claims: list[str], settings: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        oa.judge(study_of(RANGES + CLAIM, runs=1), *claims, **settings)  # type: ignore[arg-type]


def test_a_draw_of_one_input_does_not_depend_on_the_others() -> None:
    items, _ = uncertain(read_scenario(files(RANGES)))
    every = {move.name: move for move in draw(items, seed=3, sample=5)}
    assert set(every) == {item.name for item in items if item.stated}
    (alone,) = draw([next(item for item in items if item.column == "trucks")], seed=3, sample=5)
    assert every[alone.name] == alone
    ends = [draw(items, seed=3, sample=k)[0] for k in range(200)]
    assert 60 < sum(move.end == LOW for move in ends) < 140
    assert 0.25 < np.mean([move.part for move in ends]) < 0.42


# --- the bound --------------------------------------------------------------------------------------------------


def _scenario(seed: int) -> Scenario | None:
    try:
        return read_scenario(scenario_files(seed))
    except ScenarioError:
        return None


@pytest.mark.parametrize("seed", range(16))
def test_no_run_brings_more_than_the_bound(seed: int) -> None:
    """Random scenarios, planned and run with luck: nothing passes a mark earlier than the bound of that moment says."""
    made = _scenario(seed)
    assert made is not None
    plan = oa.make_plan(made)
    moments = [int(made.settings.horizon * part) for part in (0.15, 0.4)]
    meter = "mass"
    asked = [
        Probe(ask=Ask.AMOUNT, mark=mark, meter=meter, at_s=at_s)
        for at_s in moments
        for mark in ("left_stock", "landed", "at_hub", "delivered")
    ]
    study = replicate(made, plan, runs=8, seed=seed, probes=asked)
    for probe in asked:
        if listed(made, study.network, meter=meter) <= 0:
            continue
        found = ceiling(made, (), Subject(meter, probe.mark, ALL, None, probe.at_s))
        if found.most is not None:
            assert study.probed(probe).max() <= found.most * (1 + 1e-6) + 1e-6, (probe.mark, probe.at_s)


@pytest.mark.parametrize("seed", range(16, 28))
def test_no_run_brings_more_after_its_first_landing_than_the_bound(seed: int) -> None:
    """Windows are told apart as long as they lie above what the best run brought: none may fall below it."""
    made = _scenario(seed)
    if made is None:
        return
    after_s = int(made.settings.horizon * 0.2)
    asked = [
        Probe(ask=Ask.AMOUNT, mark=mark, meter="mass", after="landed", at_s=after_s)
        for mark in ("left_stock", "landed", "delivered")
    ]
    study = replicate(made, oa.make_plan(made), runs=8, seed=seed, probes=asked)
    for probe in asked:
        if listed(made, study.network, meter="mass") <= 0:
            continue
        best = float(study.probed(probe).max())
        subject = Subject("mass", probe.mark, ALL, None, Anchored(ALL, after_s))
        found = ceiling(made, (), subject, enough=best * (1 - 1e-6) + 1e-6)
        if found.most is not None:
            assert best <= found.most * (1 + 1e-6) + 1e-6, probe.mark


def test_a_first_landing_that_waits_for_everything_brings_more_than_one_that_does_not() -> None:
    """One aircraft held back lands one load at once; the loads after it are not there within six hours."""
    made = read_scenario(files(RANGES))
    made = replace(made, fleet=(replace(made.fleet[0], tails=1),), settings=replace(made.settings, horizon_days=2.0))
    looked: list[int] = []
    subject = Subject("mass", "landed", ALL, None, Anchored(ALL, 6 * 3600))
    loose = ceiling(made, (), subject).most
    tight = ceiling(made, (), subject, enough=0.95 * (loose or 0.0), tell=looked.append).most
    assert loose is not None
    assert tight is not None
    assert looked == list(range(1, len(looked) + 1))
    assert len(looked) > 1
    assert tight < 0.95 * loose
    fixed = ceiling(made, (), Subject("mass", "landed", ALL, None, 2 * 3600)).most
    assert fixed is not None
    assert tight > fixed
    back = Anchored(ALL, -60)
    assert ceiling(made, (), Subject("mass", "landed", ALL, None, back)).most is None


def test_the_bound_is_near_what_is_possible() -> None:
    made = read_scenario(files(RANGES))
    items, _ = uncertain(made)
    whole = 44_000.0 + 30 * 110
    most = [ceiling(made, (), Subject("mass", "landed", ALL, None, hours * 3600)).most for hours in (1, 12, 120)]
    assert most[0] is not None
    assert most[1] is not None
    assert most[0] < 0.1 * whole
    assert most[1] == pytest.approx(whole - 14_000, rel=1e-4)
    assert most[2] == pytest.approx(whole, rel=1e-6)
    never = replace(made, fleet=())
    assert ceiling(never, (), Subject("mass", "landed", ALL, None, 3600)).most == 0.0
    freed = ceiling(made, items, Subject("mass", "landed", ALL, None, 12 * 3600)).most
    assert freed is not None
    assert freed >= most[1] * (1 - 1e-6)


def test_moved_inputs_never_bring_more_than_the_bound_with_all_at_their_best() -> None:
    made = read_scenario(files(RANGES))
    items, _ = uncertain(made)
    at_s = 15 * 3600
    most = ceiling(made, items, Subject("mass", "delivered", ALL, None, at_s)).most
    assert most is not None
    probe = Probe(ask=Ask.AMOUNT, mark="delivered", at_s=at_s)
    for item in items:
        for end in (LOW, HIGH):
            changed = moved(made, {item.name: item.at(end)})
            study = replicate(changed, oa.make_plan(changed), runs=10, probes=[probe])
            assert study.probed(probe).max() <= most * (1 + 1e-6)


def test_there_is_no_bound_where_no_end_is_known_to_be_the_better_one() -> None:
    text = RANGES + '[param."requirements/*/rank"]\nbasis = "assumed"\nlow = "1"\nhigh = "3"\n'
    made = read_scenario(files(text))
    items, _ = uncertain(made)
    found = ceiling(made, items, Subject("mass", "landed", ALL, None, 3600))
    assert found.most is None
    assert "rank" in found.reason
    assert set(FAVOURABLE.values()) == {LOW, HIGH}


def test_masses_stay_where_they_are_what_is_measured() -> None:
    text = RANGES + '[param."items/*/unit_mass_kg"]\nbasis = "assumed"\nlow = "x 0.5"\nhigh = "x 2"\n'
    made = read_scenario(files(text))
    items, _ = uncertain(made)
    assert ceiling(made, items, Subject("mass", "landed", ALL, None, 3600)).held == ("items/*/unit_mass_kg",)
    assert ceiling(made, items, Subject("items", "landed", ALL, None, 3600)).held == ()


# --- tornado and inversion --------------------------------------------------------------------------------------


def test_tornado_orders_by_swing_and_names_what_to_chase() -> None:
    study = study_of(RANGES + CLAIM, runs=2)
    found = oa.tornado(study, answer="share(meter='mass', mark='delivered', at='2024-05-07T06:00Z')", runs=10)
    sizes = [row.size.value for row in found.rows]
    assert sizes == sorted(sizes, reverse=True)
    assert found.rows[0].input.name == "links/*/trucks"
    assert found.unit == ""
    assert [row.input.basis for row in found.chase] == sorted(row.input.basis for row in found.chase)
    by_hand = moved(study.scenario, {"": found.rows[0].input.at(LOW)})
    probe = Probe(ask=Ask.AMOUNT, mark="delivered", at_s=30 * 3600)
    again = replicate(by_hand, oa.make_plan(by_hand, seed=study.seed), runs=10, seed=study.seed, probes=[probe])
    shares = np.sort(again.probed(probe)) / again.listed(meter="mass")
    assert found.rows[0].at_low == pytest.approx(shares[4])


def test_tornado_of_closure_and_of_a_moment() -> None:
    study = study_of(RANGES, runs=2)
    closure = oa.tornado(study, runs=4)
    moment = oa.tornado(study, answer="date_of('delivered')", runs=4)
    assert (closure.unit, moment.unit) == ("hours", "days after the start")
    assert closure.now.value == pytest.approx(moment.now.value * 24)
    assert closure.complete


@pytest.mark.parametrize("answer", ["1 >", "shar()", "1 > 2", "'x'", "mass('landed', '2030-01-01')", "x + 1"])
def test_an_answer_that_cannot_be_worked_out_is_wrong_usage(answer: str) -> None:
    with pytest.raises(UsageError):
        oa.tornado(study_of(RANGES, runs=1), answer=answer, runs=1)


def test_the_inversion_grows_with_the_fleet_and_falls_with_the_mass() -> None:
    (found,) = judged().inversions
    assert found.claim == "c"
    by_cell = {(cell.release, cell.mass_kg, cell.tails): cell for cell in found.cells}
    assert {cell.release for cell in found.cells} == {STATED, EARLIEST}
    masses = sorted({cell.mass_kg for cell in found.cells})
    assert masses[1] / masses[0] == pytest.approx(10, rel=0.5)
    heavy = [cell.amount for cell in found.cells if cell.mass_kg == masses[-1] and cell.release == STATED]
    light = [cell.amount for cell in found.cells if cell.mass_kg == masses[0] and cell.release == STATED]
    assert max(heavy) < 0.3 < min(light)
    assert len(by_cell) == len(found.cells) == 32


def test_scaling_leaves_everything_else() -> None:
    made = read_scenario(files(RANGES))
    double = scaled(made, mass=2.0, fleet=0.5)
    assert double.items["blanket"].unit_mass_kg == 3.0
    assert [row.tails for row in double.fleet] == [1, 1]
    assert replace(double, items=made.items, fleet=made.fleet) == made
    assert MARKS[1] == "landed"
    assert judging.TRIAL_RUNS == 40


COMPARED = """
[claim.early]
says = "Only with the stock as it is"
test = "share(meter='mass', mark=mark, at='2024-05-06T12:00Z') >= x"
mark = ["landed", "delivered"]
x = [0.72, 0.9]
without = ["late"]

[claim.hours]
says = "Only with the stock as it is, in another form"
test = "hours(date_of('landed', share=0.4) - '2024-05-06') < n"
n = [2, 3]
without = ["late"]
"""


def compared() -> Judgement:
    text = RANGES + COMPARED
    return oa.judge(
        study_of(text, runs=10), trial_runs=5, draws=10,
        variants=lambda options: read_scenario(files(text), options=options),
    )  # fmt: skip


def test_options_are_run_only_where_they_can_decide_and_nothing_else_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim that compares fails where its test does: there the scenario with the options need not be run."""
    plain, made = task.make_plan, [0]

    def counted(*arguments: object, **settings: object) -> object:
        made[0] += 1
        return plain(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(task, "make_plan", counted)
    lazy, few = compared(), made[0]
    made[0] = 0
    monkeypatch.setattr(Court, "_needs", lambda _court, reading, _moves: bool(reading.claim.without))
    monkeypatch.setattr(Court, "_draw_needs", lambda _court, _options, _number: True)
    eager, many = compared(), made[0]
    assert few < 0.8 * many, (few, many)
    assert lazy.draws == eager.draws == 10
    told = [repr([reading for claim in found.claims for reading in claim.readings]) for found in (lazy, eager)]
    assert told[0] == told[1]


def test_a_bound_is_worked_out_once_for_all_that_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = read_scenario(files(RANGES + CLAIM))
    inputs, _ = uncertain(made)
    asked: list[tuple[int | None, int]] = []
    plain = ceilings._most

    def noted(best: Scenario, subject: Subject, since_s: int | None, until_s: int) -> float:
        asked.append((since_s, until_s))
        return plain(best, subject, since_s, until_s)

    monkeypatch.setattr(ceilings, "_most", noted)
    clock = Anchored(group=ALL, offset_s=6 * 3600)
    subject = Subject(meter="mass", mark="landed", group=ALL, item=None, at=clock)
    known: dict[ceilings.Asked, float] = {}
    found = [ceiling(made, inputs, subject, enough=enough, known=known).most for enough in (1.0, 2.0, 1e9)]
    assert len(asked) == len(set(asked)) == len(known)
    assert found == [ceiling(made, inputs, subject, enough=enough).most for enough in (1.0, 2.0, 1e9)]
    other = replace(subject, mark="delivered")
    assert ceiling(made, inputs, other, known=known).most == ceiling(made, inputs, other).most


def test_no_bound_is_asked_for_where_the_test_of_a_claim_that_compares_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """With stock a day earlier the test holds, with the option as well: that is what it fails by."""
    text = RANGES + """
[claim.late]
says = "Only with the stock as it is"
test = "share(meter='mass', mark='landed', at='2024-05-08T00:00Z') >= 0.2"
without = ["soon"]
"""  # fmt: skip
    option = '\n[option.soon]\ntitle = "The same"\nset = [ { key = "places/rimini/runway_m", value = 4000 } ]\n'
    every = {name: data + (option.encode() if name == "options.toml" else b"") for name, data in files(text).items()}
    made = read_scenario(every)
    asked: list[int] = []
    monkeypatch.setattr(
        judging, "ceiling", lambda _made, inputs, *_more, **_words: asked.append(len(inputs)) or _none()
    )
    found = oa.judge(
        replicate(made, oa.make_plan(made), runs=5), trial_runs=5, draws=0,
        variants=lambda options: read_scenario(every, options=options),
    )  # fmt: skip
    (row,) = found.claims[0].readings
    assert row.verdict == "possible only if"
    assert row.bound is None
    assert "no bound rules it out" in row.reasons[0]
    assert "where its test holds it holds with soon as well" in row.reasons[-1]
    inputs, _ = uncertain(made)
    assert asked == [sum(item.cited for item in inputs)] != [len(inputs)]  # with cited inputs alone


def _none() -> ceilings.Ceiling:
    return ceilings.Ceiling(most=None)
