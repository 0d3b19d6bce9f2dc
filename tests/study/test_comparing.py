"""Options on the same luck: what differs in nothing is the same, pairs, ranks, regret, fronts, the pool of plans."""

from __future__ import annotations

import itertools
import math
import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.network.build import at, hours
from tests.reference_sim.seen import shocked
from tests.scenario.tiny import FILES
from tests.sim.worlds import world as random_world
from tests.study.worlds import relief

import openairlift as oa
from openairlift.audits import audit
from openairlift.errors import Interrupted, ScenarioError, UsageError
from openairlift.model import MARKS, Disruption, Option
from openairlift.network import build_network
from openairlift.network.network import ShockKind
from openairlift.outlook.cover import brought, share_by
from openairlift.plan import Proof, encode
from openairlift.reports.compared import comparison_page, comparison_text
from openairlift.sim import Simulator
from openairlift.study.comparing import asked, weigh
from openairlift.study.comparing.choices import choices_of
from openairlift.study.comparing.pairs import interval, paired
from openairlift.study.comparing.pareto import front
from openairlift.study.comparing.pool import Made, best_of, improved
from openairlift.study.comparing.ranks import lexicographic, rank_shares
from openairlift.study.comparing.regret import OTHERS, futures_of, grouped, regret_of
from openairlift.study.comparing.weighing import Weighing
from openairlift.study.futures import foreseen
from openairlift.study.probes import complete_probe
from openairlift.verbs.compared import record_of, results_of
from openairlift.verbs.records import to_json

MORE = """
[option.nothing]
title = "No change at all"

[option.nothing-again]
title = "No change either"
events = [ { on = "2024-05-01", status = "considered" } ]
evidence = ["slots"]

[option.closed]
title = "The field is closed for a day"
add = [ { table = "disruptions", row = { kind = "closure", target = "sarajevo", from = "D+2", to = "D+3" } } ]

"""


def tiny() -> oa.Scenario:
    files = {**FILES, "options.toml": FILES["options.toml"] + MORE}
    return oa.read_scenario({name: text.encode() for name, text in files.items()})


@pytest.fixture(scope="module", name="weighed")
def _weighed() -> Weighing:
    names = "base,nothing,nothing-again,third-slot,hospital,closed,closed+third-slot"
    return oa.compare(tiny(), options=names, runs=12, effort=1, replans=1, futures=["closed"])


def test_options_that_differ_in_nothing_give_the_same_bytes(weighed: Weighing) -> None:
    first = weighed.cases[0]
    for index in (1, 2):
        case = weighed.cases[index]
        assert weighed.changes[index] == ()
        assert encode(case.plan, case.network) == encode(first.plan, first.network)
        mine, base = (to_json(results_of(weighed.cases[i], weighed.measures, i)) for i in (index, 0))
        assert mine == base
        for name in ("closure_s", "terms", "flying_s", "cost_usd", "amounts", "complete_s"):
            assert getattr(case, name).tobytes() == getattr(first, name).tobytes()
        for measure in weighed.measures:
            found = weighed.within(measure)[index]
            assert (found.mean, found.low, found.high) == (0.0, 0.0, 0.0)
    for shares in weighed.ranks().values():
        assert shares[0].tolist() == shares[1].tolist() == shares[2].tolist()


def test_a_case_is_what_a_study_of_its_own_would_be(weighed: Weighing) -> None:
    case = weighed.cases[3]
    study = oa.replicate(case.scenario, case.plan, runs=12)
    assert case.closure_s.tolist() == study.closure_s.tolist()
    assert case.cost_usd.tolist() == study.tally.cost_usd.tolist()
    end = case.network.horizon_s
    for mark, meter, group in asked.curves(case.scenario, case.network):
        curve = study.delivered(mark=mark, meter=meter, group=group)
        assert case.probed(asked.amount((mark, meter, group), end)).tolist() == curve.at(end).tolist()
        day = asked.day_ends(end)[1]
        kept = case.probed(asked.amount((mark, meter, group), day))
        assert float(np.median(kept)) == pytest.approx(float(np.median(kept)))
        assert float(np.sort(kept)[5]) == pytest.approx(float(curve.quantile(0.5, at=[day])[0]))


def test_the_record_names_the_inputs_behind_every_row_and_holds_no_path(weighed: Weighing) -> None:
    record = record_of(weighed)
    rows = {row["option"]: row for row in record["differences"]}
    assert rows["third-slot"]["inputs"] == ["places/sarajevo/working"]
    assert rows["nothing"]["inputs"] == []
    assert set(rows) == {choice.name for choice in weighed.choices[1:]}
    assert [row["event"] for row in record["options"]] == [False, False, False, False, False, True, False]
    again = next(row for row in record["options"] if row["name"] == "nothing-again")["options"][0]
    assert again["status"] == [{"on": "2024-05-01", "status": "considered"}]
    assert again["sources"] == ["log"]
    assert b"/tmp" not in to_json(record)


def test_what_all_ask_for_is_compared_apart_where_some_ask_for_more(weighed: Weighing) -> None:
    assert not weighed.alone
    assert weighed.shared == ("blankets", "power", "team")
    shared, everything = weighed.measure("shared_closure"), weighed.measure("closure")
    assert shared is not None
    assert everything is not None
    assert (shared.values <= everything.values).all()
    assert shared.values[0].tolist() == everything.values[0].tolist()
    assert set(weighed.ranks()) >= {"shared_closure", "shared_undelivered"}
    assert "closure" not in weighed.ranks()
    assert "objective" not in weighed.ranks()


def test_what_asks_for_less_beats_nothing_that_asks_for_more(weighed: Weighing) -> None:
    hospital = [choice.name for choice in weighed.choices].index("hospital")
    for item in weighed.fronts():
        assert item.dominated_by[hospital] == ()
        assert item.share[hospital] == 0.0


def test_a_plan_meets_a_future_that_it_does_not_know(weighed: Weighing) -> None:
    (future,) = weighed.futures
    for case, struck in zip(weighed.cases, future.cases, strict=True):
        assert [m.tail for m in struck.plan.missions] == [m.tail for m in case.plan.missions]
        assert "closed" in struck.scenario.chosen
    closed = [choice.name for choice in weighed.choices].index("closed")
    assert future.cases[closed].closure_s.tolist() == weighed.cases[closed].closure_s.tolist()
    found = weighed.regrets_over_events()["shared_closure"]
    assert found.futures == ("as it is", "closed")
    assert (found.regret.min(axis=0) == 0.0).all()


# --- same luck --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_before_a_shock_strikes_the_log_is_the_same_in_random_worlds(first: int) -> None:
    """With the same plan nothing differs before the first contact: a shock is not foreseen by anybody."""
    struck = 0
    for number in range(first, first + 10):
        net, plan = random_world(number)
        start = 20_000 + 7_000 * (number % 20)
        kind = (ShockKind.CLOSURE, ShockKind.WEATHER)[number % 2]
        other = shocked(net, kind=kind, place=1 + number % 3, factor=0.5, start_s=start, end_s=start + 60_000)
        logs = [Simulator(item, plan, luck=True, log=True).play(number, 3).events for item in (net, other)]
        before, after = (log[log["time"] < start] for log in logs)
        assert before.tobytes() == after.tobytes()
        struck += logs[0][logs[0]["time"] >= start].tobytes() != logs[1][logs[1]["time"] > start].tobytes()
    assert struck


@given(day=st.integers(1, 4), run=st.integers(0, 50), length=st.integers(2, 30))
@settings(max_examples=25, deadline=None)
def test_a_stated_closure_is_met_no_earlier_than_by_who_could_land_in_it(day: int, run: int, length: int) -> None:
    made = relief(arrivals="free")
    start = at(24 * day)
    closure = Disruption(kind="closure", target="hub", opens=start, closes=at(24 * day + length))
    other = replace(made, disruptions=(closure,))
    plan = oa.make_plan(made)
    networks = [build_network(item) for item in (made, other)]
    logs = [Simulator(net, plan, luck=True, log=True).play(5, run).events for net in networks]
    longest = max(networks[0].block_s[t, a, b] for t in range(1) for a in range(2) for b in range(2) if a != b)
    contact = made.seconds(start) - int(longest)
    before, after = (log[log["time"] < contact] for log in logs)
    assert before.tobytes() == after.tobytes()


def test_two_options_meet_the_same_disruptions_by_chance() -> None:
    storm = Disruption(kind="closure", target="sarajevo", rate_per_day=0.4, duration_s=hours(6))
    found = oa.compare(tiny(), options="base,third-slot", against=[storm], runs=20, effort=1, replans=0)
    names = {futures_of(case.scenario, seed=found.seed, runs=20) for case in found.cases}
    assert len(names) == 1
    assert set(found.groups) == {"closure:sarajevo", "nothing by chance"}
    for run, name in enumerate(names.pop()):
        came = foreseen(found.cases[0].scenario, seed=found.seed, run=run).disruptions
        assert bool(came) == (name != "nothing by chance")


# --- arithmetic -------------------------------------------------------------------------------------------------

VALUES = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6)


@given(rows=VALUES)
def test_rank_shares_are_the_mean_over_all_orders_of_ties(rows: list[list[int]]) -> None:
    cases, runs = 3, len(rows)
    expected = np.zeros((cases, cases))
    for row in rows:
        orders = [p for p in itertools.permutations(range(cases)) if [row[i] for i in p] == sorted(row)]
        for order in orders:
            for rank, case in enumerate(order):
                expected[case, rank] += 1 / len(orders) / runs
    found = rank_shares(np.array(rows, dtype=float).T)
    assert found == pytest.approx(expected)
    assert found.sum(axis=0) == pytest.approx(np.ones(cases))


def test_what_is_not_within_the_horizon_ties_last() -> None:
    losses = np.array([[5.0, np.inf], [np.inf, np.inf], [1.0, np.inf]])
    assert rank_shares(losses)[1].tolist() == pytest.approx([1 / 6, 1 / 6, 2 / 3])


@given(rows=st.lists(st.tuples(*[st.tuples(*[st.integers(0, 2)] * 3)] * 3), min_size=1, max_size=5))
def test_the_first_term_that_differs_decides(rows: list[tuple[tuple[int, ...], ...]]) -> None:
    terms = np.array(rows, dtype=float).transpose(1, 0, 2)
    found = lexicographic(terms)
    for run, row in enumerate(rows):
        assert found[:, run].tolist() == [sum(other < mine for other in row) for mine in row]


@given(pairs=st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=2, max_size=30))
def test_an_interval_is_that_of_the_textbook(pairs: list[tuple[float, float]]) -> None:
    after, before = (np.array([pair[i] for pair in pairs]) for i in (0, 1))
    found = interval(after[:, None], before[:, None])[0]
    change = [a - b for a, b in pairs]
    assert found.mean == pytest.approx(statistics.fmean(change), abs=1e-9)
    spread = statistics.stdev(change) / math.sqrt(len(change))
    assert (found.high - found.low) / 2 >= 1.95 * spread - 1e-9
    if len(pairs) == 10:  # t(0.975, 9) = 2.262 (Abramowitz and Stegun 1964, table 26.10)
        assert (found.high - found.low) / 2 == pytest.approx(2.262157 * spread, rel=1e-5)


def test_runs_that_do_not_close_in_both_are_left_out_of_the_pairs_and_count_as_the_horizon_beside_it() -> None:
    found = paired(np.array([10.0, np.inf, 30.0]), np.array([12.0, 20.0, 40.0]))
    assert found is not None
    assert (found.change.mean, found.runs, found.less) == (-6.0, 2, 1.0)
    assert paired(np.array([1.0, np.inf]), np.array([np.inf, 2.0])) is None


def test_regret_is_zero_for_the_best_of_every_future_and_the_rarest_are_taken_together() -> None:
    losses = np.array([[1.0, 2.0, 9.0], [4.0, 4.0, 4.0]])
    found = regret_of(losses, {"calm": [0, 1], "storm": [2]})
    assert found.regret.tolist() == [[0.0, 5.0], [2.5, 0.0]]
    assert found.worst.tolist() == [5.0, 2.5]
    assert found.by_run == ((5 / 3, 5.0), (5 / 3, 3.0))
    many = grouped([f"f{i}" for i in range(15)] + ["f0"])
    assert next(iter(many)) == "f0"
    assert len(many[OTHERS]) == 3


@given(points=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6))
def test_the_front_is_that_of_brute_force(points: list[tuple[int, int]]) -> None:
    x, y = (np.array([[float(point[i])] for point in points]) for i in (0, 1))
    everything = [[True] * len(points)] * len(points)
    found = front(x, y, names=("a", "b"), covers=everything)
    for i, (a, b) in enumerate(points):
        beats = [j for j, (c, d) in enumerate(points) if c <= a and d <= b and (c, d) != (a, b)]
        assert list(found.dominated_by[i]) == beats
        assert found.share[i] == float(bool(beats))


# --- plans ------------------------------------------------------------------------------------------------------


def test_the_pool_gives_a_plan_that_is_never_worse_and_that_the_audit_accepts(weighed: Weighing) -> None:
    case, slot = weighed.cases[0], weighed.cases[3]
    own = Made(name="base", network=case.network, plan=encode(replace(case.plan, missions=()), case.network))
    other = Made(name="third-slot", network=slot.network, plan=encode(case.plan, case.network))
    found = best_of(own, [other])
    assert found.made_for == "third-slot"
    assert best_of(other, [own]).made_for == "third-slot"
    hospital = weighed.cases[4]
    more = Made(name="hospital", network=hospital.network, plan=encode(hospital.plan, hospital.network))
    assert best_of(own, [more]).made_for == "base"
    for done in weighed.cases:
        assert not audit(done.scenario, done.plan, network=done.network)


def test_a_bound_is_dropped_where_an_earlier_term_is_worse_than_the_proved_plan_s() -> None:
    proof = Proof(objective=(1.0, 5.0, 9.0), bound=(0.0, 4.0, 8.0), nothing=(9.0, 9.0, 99.0), scale=1.0)
    found = improved(proof, before=(1.0, 6.0, 9.0), after=(0.0, 8.0, 3.0), closure_s=None)
    assert found.objective == (0.0, 7.0, 3.0)
    assert found.bound == (0.0, 4.0, 0.0)


# --- wrong usage and Ctrl-C -------------------------------------------------------------------------------------

KNOWN = {name: Option(id=name, title=name) for name in ("patriot", "thaad")}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ("base,patrot", "did you mean 'patriot'"),
        ("base+patriot", "leave it out"),
        ("patriot+thaad,thaad+patriot", "stand for the same"),
        ("base", "needs 2 names or more"),
    ],
)
def test_wrong_names_are_told(names: str, words: str) -> None:
    with pytest.raises(UsageError, match=words.replace("+", r"\+")):
        choices_of(names, KNOWN, least=2)


def test_wrong_usage_is_told_before_anything_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weigh, "worked", lambda *_, **__: pytest.fail("nothing may be planned"))
    with pytest.raises(UsageError, match="at least 2 runs"):
        oa.compare(tiny(), runs=1)
    with pytest.raises(UsageError, match="needs 2 names"):
        oa.compare(tiny(), options="base")
    conflict = '\n[option.four]\nset = [ { key = "places/sarajevo/working", value = "4" } ]\n'
    meter = '\n[option.usd]\nset = [ { key = "scenario/settings/objective_meter", value = "usd" } ]\n'
    files = {**FILES, "options.toml": FILES["options.toml"] + conflict + meter}
    made = oa.read_scenario({name: text.encode() for name, text in files.items()})
    with pytest.raises(ScenarioError, match="sets the same cell"):
        oa.compare(made, options="base,third-slot+four")
    with pytest.raises(UsageError, match="objective_meter is usd in the one and mass in the other"):
        oa.compare(made, options="base,usd")


def test_of_all_options_those_that_measure_by_something_else_are_left_out_and_named() -> None:
    short = '\n[option.short]\nset = [ { key = "scenario/settings/horizon_days", value = "3" } ]\n'
    files = {**FILES, "options.toml": "[option.nothing]\n" + short}
    made = oa.read_scenario({name: text.encode() for name, text in files.items()})
    found = oa.compare(made, runs=2, effort=1, replans=0)
    assert [choice.name for choice in found.choices] == ["base", "nothing"]
    assert found.not_compared == (("short", "horizon_days is 3.0 in the one and 5.0 in the other"),)


class Shelf:
    """A shelf in memory that counts what is saved."""

    def __init__(self) -> None:
        self.kept: dict[str, object] = {}

    def load(self, key: str):
        return self.kept.get(key)

    def save(self, key: str, arrays: object) -> None:
        self.kept[key] = arrays


def test_ctrl_c_keeps_what_is_done_and_the_same_call_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    settings = {"options": "base,third-slot,no-traffic", "runs": 6, "effort": 1, "replans": 0, "shelf": shelf}
    whole = to_json(record_of(oa.compare(tiny(), **{**settings, "shelf": None})))
    done = 0

    def stops_after(count: int) -> None:
        real = weigh.worked

        def stopping(orders, work, **fields):
            nonlocal done
            for number, arrays in real(orders, work, **fields):
                yield number, arrays
                done += 1
                if done == count:
                    raise KeyboardInterrupt

        monkeypatch.setattr(weigh, "worked", stopping)

    stops_after(2)
    with pytest.raises(Interrupted, match="before the runs of the first option"):
        oa.compare(tiny(), **settings)
    assert len(shelf.kept) == 2
    monkeypatch.undo()
    done = 0
    stops_after(3)  # one plan is left, then the runs of two options
    part = oa.compare(tiny(), **settings)
    monkeypatch.undo()
    assert not part.complete
    assert [choice.name for choice in part.choices] == ["base", "third-slot"]
    assert part.left_out == ("no-traffic",)
    assert to_json(record_of(oa.compare(tiny(), **settings))) == whole


def test_marks_and_days_of_curves_are_all_there(weighed: Weighing) -> None:
    marks = {mark for mark, _, group in weighed.curves if group == "all"}
    assert marks == set(MARKS)
    for curve in weighed.curves:
        ends = [end for end, _ in weighed.days(curve)]
        assert ends[-1] == weighed.cases[0].network.horizon_s
        for one, other in itertools.pairwise(weighed.days(curve)):
            for before, after in zip(one[1], other[1], strict=True):
                if before is not None and after is not None:
                    assert (after >= before).all()


# --- cover -------------------------------------------------------------------------------------------------------


def test_cover_by_day_is_that_of_each_option_alone() -> None:
    base = oa.read_scenario("relief-small")
    found = oa.compare(base, options=["base", "clinics"], runs=6, replans=0, seed=5)
    days = found.cover()
    assert all(not values[0].any() for _, values in days if values[0] is not None)
    network, case = found.cases[1].network, found.cases[1]
    study = oa.replicate(case.scenario, case.plan, runs=6, seed=5)
    units = brought(case.scenario)
    complete = {one.requirement: study.probed(complete_probe(one.requirement, "delivered")) for one in units}
    alone = share_by(case.scenario, units, complete, [end for end, _ in days])
    assert days[-1][0] == network.horizon_s
    assert alone[:, -1].max() > 0
    for (_, values), exact in zip(days, alone.T, strict=True):
        assert values[1] is not None
        assert np.array_equal(values[1], exact)
    record = record_of(found)["cover"]
    assert record["units"]["base"] == []
    assert {row["requirement"] for row in record["units"]["clinics"]} == {one.requirement for one in units}
    last = record["rows"][-1]["options"]
    assert last["clinics"]["difference"]["mean"] == pytest.approx(float(alone[:, -1].mean()))
    text, page = comparison_text(record_of(found)), comparison_page(record_of(found), base)
    assert "What is covered (geometry, not protection)" in text
    assert 'id="cover"' in page


def test_without_units_that_reach_anything_nothing_is_said_of_cover(weighed: Weighing) -> None:
    record = record_of(weighed)
    assert record["cover"] is None
    assert "What is covered" not in comparison_text(record)
