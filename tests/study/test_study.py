"""Curves, closure, limits: against plain reckoning from runs that were kept whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.study.plain import amount, least
from tests.study.worlds import SEED, folded, played, study, world

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.model import MARKS
from openairlift.plan import Shortfall
from openairlift.sim import Resource
from openairlift.study import Ask, Curve, Gathering, Probe, Study, quantiles, replicate
from openairlift.study.fold import Fold
from openairlift.study.layout import Layout, grid_of
from openairlift.study.limits import binding_shares
from openairlift.study.study import censored_quantiles

RUNS = 45
QS = (0.1, 0.5, 0.9)
CURVES = [
    (mark, meter, group)
    for mark in MARKS
    for meter, group in (("mass", "all"), ("usd", "pkg"), ("items", "all"), ("people", "all"), ("mass", "aid"))
]


def coarse() -> Study:
    """Return the study with its curves rounded to steps, as very large studies keep them."""
    base = study(RUNS)
    layout = Layout.of(base.scenario, base.network, base.plan, runs=RUNS, exact_values=0)
    return folded(base, layout, played(RUNS))


def curve(**fields: object) -> Curve:
    return replace(study().delivered(mark="delivered", meter="usd", group="pkg"), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("mark", "meter", "group"), CURVES)
def test_quantiles_and_means_are_those_of_runs_kept_whole(mark: str, meter: str, group: str) -> None:
    found = study(RUNS).delivered(mark=mark, meter=meter, group=group)
    assert found.resolution == 0
    for i, at in enumerate(found.grid_s.tolist()):
        exact = [amount(run, mark=mark, meter=meter, group=group, at=at) for run in played(RUNS)]
        assert found.quantile(QS)[:, i].tolist() == pytest.approx([least(exact, q) for q in QS], rel=1e-12, abs=1e-4)
        assert found.mean()[i] == pytest.approx(sum(exact) / RUNS, rel=1e-12, abs=1e-4)
    assert found.at(found.grid_s[-1]).tolist() == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("mark", "meter", "group"), CURVES)
def test_rounded_quantiles_are_within_half_a_step_and_means_are_exact(mark: str, meter: str, group: str) -> None:
    exact, rounded = (base.delivered(mark=mark, meter=meter, group=group) for base in (study(RUNS), coarse()))
    assert 0 < rounded.resolution <= 1 / 1000
    error = np.abs(exact.quantile(QS) - rounded.quantile(QS))
    assert error.max() <= 0.5 * rounded.resolution * rounded.listed * (1 + 1e-9)
    assert exact.mean().tolist() == rounded.mean().tolist()
    assert (rounded.quantile(QS) == 0).sum() >= (exact.quantile(QS) == 0).sum()
    if meter in ("items", "people"):
        assert rounded.quantile(QS) == pytest.approx(exact.quantile(QS), rel=1e-12)


def test_some_rounding_does_happen() -> None:
    exact, rounded = (base.delivered(mark="landed", meter="mass").quantile(0.5) for base in (study(RUNS), coarse()))
    assert not np.array_equal(exact, rounded)


def test_the_grid_has_start_every_six_hours_and_horizon() -> None:
    assert grid_of(50_000).tolist() == [0, 21_600, 43_200, 50_000]
    assert grid_of(43_200).tolist() == [0, 21_600, 43_200]


def test_a_moment_off_the_grid_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="nearest is 21600"):
        curve().quantile(0.5, at=[20_000])
    with pytest.raises(UsageError, match="nearest is"):
        curve().mean(at=[10**12])
    assert curve().mean(at=[43_200, 0]).tolist() == [curve().mean()[2], 0.0]


def test_a_moment_that_was_not_kept_run_by_run_is_refused() -> None:
    with pytest.raises(UsageError, match="ask for it beforehand"):
        curve().at(20_000)


def test_probes_and_items_that_were_asked_for_are_kept() -> None:
    made, network, plan = world()
    probe = Probe(ask=Ask.AMOUNT, mark="landed", meter="mass", item="generator", at_s=100_000)
    found = replicate(made, plan, runs=5, seed=SEED, network=network, items=["generator"], probes=[probe])
    exact = [amount(run, mark="landed", meter="mass", item="generator", at=100_000) for run in played(5)]
    assert found.delivered(mark="landed", meter="mass", item="generator").at(100_000).tolist() == exact
    assert found.probed(probe).tolist() == exact
    kept = found.delivered(mark="landed", meter="items", item="generator", group="pkg")
    assert kept.quantile(1.0)[-1] == max(
        amount(run, mark="landed", meter="items", item="generator", at=network.horizon_s) for run in played(5)
    )
    with pytest.raises(UsageError, match="items="):
        study().delivered(item="generator")
    with pytest.raises(UsageError, match="probes="):
        study().probed(probe)
    with pytest.raises(UsageError, match="did you mean 'generator'"):
        replicate(made, plan, runs=1, network=network, items=["generatr"])


def test_quantiles_are_values_that_occurred() -> None:
    assert quantiles([4.0, 1.0, 3.0, 2.0], (0.1, 0.5, 0.51, 0.9)).tolist() == [1.0, 2.0, 3.0, 4.0]


def test_shares_divide_by_what_is_listed_or_authorised() -> None:
    plain, end = curve(), study().network.horizon_s
    for of, whole in (("listed", 1_200_000.0), ("authorised", 1_500_000.0)):
        share = plain.share(of)
        assert share.unit == "share"
        assert share.at(end).tolist() == (plain.at(end) / whole).tolist()
        assert share.quantile(0.5).tolist() == pytest.approx((plain.quantile(0.5) / whole).tolist())
        assert share.mean().tolist() == (plain.mean() / whole).tolist()


@pytest.mark.parametrize(
    ("fields", "of", "words"),
    [
        ({"meter": "mass"}, "authorised", "in USD"),
        ({"authorised": None}, "authorised", "no authorised amount"),
        ({"listed": 0.0}, "listed", "nothing is listed"),
        ({}, "planned", "'planned'"),
    ],
)
def test_a_share_of_nothing_is_refused(fields: dict[str, object], of: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        curve(**fields).share(of)


def test_what_is_not_listed_is_nothing_everywhere() -> None:
    found = study().delivered(meter="people", group="pkg")
    assert found.listed == 0
    assert not found.quantile(QS).any()
    assert not found.mean().any()
    assert not found.at(study().network.horizon_s).any()


@given(st.lists(st.integers(-1, 99), min_size=1, max_size=30), st.floats(0.01, 1.0))
def test_censored_runs_count_as_later_than_all_others(seconds: list[int], q: float) -> None:
    (found,) = censored_quantiles(np.array(seconds), (q,))
    ordered = sorted(s if s >= 0 else 10**9 for s in seconds)
    at_or_below = [value for value in ordered if sum(o <= value for o in ordered) / len(ordered) >= q - 1e-12]
    assert found == (at_or_below[0] if at_or_below[0] < 10**9 else None)


def test_binding_shares_are_means_and_quantiles_of_the_window_sorted() -> None:
    resources = [Resource(kind="parking", place="hub", name=name, index=0) for name in ("a", "b", "c")]
    binding = np.array([[10, 50, 10], [30, 50, 30], [7, 7, 7]])
    window = np.array([[0, 100], [100, 200], [-1, 100]])
    first, second, third = binding_shares(resources, binding, window)
    assert (first.name, first.rank, first.binding_share) == ("b", 1, pytest.approx((0.5 + 0.5) / 3))
    assert (first.p10, first.p90) == (0.0, 0.5)
    assert [(item.name, item.rank) for item in (second, third)] == [("a", 2), ("c", 2)]


def test_curves_grow_with_time_and_shrink_along_the_marks() -> None:
    found = study()
    values = [found.delivered(mark=mark, meter="mass").quantile((0.0, 0.5, 1.0)) for mark in MARKS]
    assert all((np.diff(value, axis=1) >= 0).all() for value in values)
    assert all((early >= late - 1e-6).all() for early, late in pairwise(values))


def test_mass_is_that_of_the_packages_and_of_the_people() -> None:
    found = study()
    horizon = found.network.horizon_s
    whole = found.delivered(mark="at_hub", meter="mass").at(horizon)
    parts = [found.delivered(mark="at_hub", meter="mass", group=group).at(horizon) for group in ("pkg", "aid")]
    people = found.delivered(mark="at_hub", meter="people").at(horizon)
    assert whole == pytest.approx(sum(parts) + people * 110.0)
    assert (whole <= found.listed(meter="mass") + 1e-6).all()


def test_listed_counts_each_meter_apart() -> None:
    found = study()
    assert found.listed(meter="usd") == 60 * 20_000.0
    assert found.listed(meter="items") == 60
    assert found.listed(meter="people") == 80
    assert found.listed(meter="mass") == 60 * 1500.0 + 90_000.0 + 80 * 110.0
    assert found.listed(meter="mass", item="generator") == 90_000.0
    assert found.listed(meter="mass", group="aid") == 90_000.0


def test_the_objectives_mark_and_meter_are_the_default() -> None:
    found = study()
    assert (found.delivered().mark, found.delivered().meter) == ("delivered", "mass")


@pytest.mark.parametrize(
    ("wrong", "near"), [({"mark": "at_hubb"}, "at_hub"), ({"meter": "mas"}, "mass"), ({"group": "pkgg"}, "pkg")]
)
def test_unknown_names_are_refused_with_the_nearest(wrong: dict[str, str], near: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean '{near}'"):
        study().delivered(**wrong)  # type: ignore[arg-type]


def test_authorised_needs_an_amount_for_every_package() -> None:
    assert study().authorised("pkg") == 1_500_000.0
    assert study().authorised() is None


def test_closure_is_when_the_last_load_passed_the_objectives_mark() -> None:
    found = study()
    assert found.closed.any()
    for run, closed, second in zip(played(RUNS), found.closed, found.closure_s, strict=True):
        last = run.marks[run.carried > 0, MARKS.index("delivered")]
        assert closed == (last >= 0).all()
        assert second == (last.max() if closed else -1)


def test_sums_are_those_of_runs_kept_whole() -> None:
    tally, runs = study(RUNS).tally, played(RUNS)
    assert np.array_equal(tally.waits_at, sum(run.waits for run in runs))
    assert np.array_equal(tally.waits, [run.waits.sum(axis=0) for run in runs])
    assert np.array_equal(tally.traffic, sum(run.traffic for run in runs))
    assert np.array_equal(tally.own_traffic, sum(run.own_traffic for run in runs))
    assert np.array_equal(tally.fuel_kg, sum(run.fuel_kg for run in runs))
    assert tally.losses[0] == sum(run.lost_tails for run in runs)
    assert tally.unfinished.sum() == sum(np.count_nonzero(run.ended < 0) for run in runs)
    assert tally.unfinished[-1] == sum(np.count_nonzero(run.stuck == -2) for run in runs)
    assert np.array_equal(tally.occupancy, sum(run.occupancy for run in runs))
    assert np.array_equal(tally.stored_kg_s, sum(run.stored_kg_s for run in runs))
    assert np.array_equal(tally.binding, [run.binding for run in runs])
    assert np.array_equal(tally.window, [run.window for run in runs])
    assert np.array_equal(tally.flying_s, [run.flying_s for run in runs])
    assert tally.bin_s == runs[0].bin_s


def test_a_plan_with_a_shortfall_never_closes() -> None:
    base = study()
    short = replace(base.plan, shortfalls=(Shortfall(line=0, quantity=1.0, mass_kg=1500.0, reason="a test"),))
    found = replace(base, plan=short)
    assert found.closure_quantiles() == (None, None, None)
    assert found.closed_share == 0.0


def test_binding_never_exceeds_its_window() -> None:
    assert all(0.0 <= limit.binding_share <= 1.0 for limit in study().limits())
    assert len(study().limits()) == len(study().resources)


def test_what_was_kept_with_another_layout_is_refused() -> None:
    base = study(RUNS)
    other = Layout.of(base.scenario, base.network, base.plan, runs=RUNS, items=["generator"])
    with pytest.raises(OpenAirliftError, match="other curves or probes"):
        Gathering(other).add(0, base.tally)
    with pytest.raises(OpenAirliftError, match=r"0 of 45 runs"):
        Gathering(base.layout).tally()
    with pytest.raises(ValueError, match="0 of 3 runs"):
        Fold(base.layout, first=0, count=3).tally()


def test_whether_values_are_rounded_depends_on_the_size_of_the_study_alone() -> None:
    base = study(RUNS)
    small, large = (Layout.of(base.scenario, base.network, base.plan, runs=runs) for runs in (200, 1_000_000))
    assert small.exact
    assert not large.exact
    assert large.stride * large.steps.size < 1 << 31
    assert (large.listed * large.scale[[m for _, m in large.curves]] * 1_000_000 < 2**62).all()


def test_costs_are_means_of_what_each_run_costs() -> None:
    base = study(RUNS)
    types = tuple(replace(type_, cost_usd_per_h=10_000.0) for type_ in base.network.types)
    network = replace(base.network, types=types)
    layout = Layout.of(base.scenario, network, base.plan, runs=RUNS)
    found = folded(base, layout, played(RUNS)).cost()
    hours = sum(int(run.mission_flown_s.sum()) for run in played(RUNS)) / 3600 / RUNS
    assert found.by_kind["flying"] == pytest.approx(hours * 10_000)
    assert found.total_usd == pytest.approx(hours * 10_000)
    shared = [usd for usd in found.by_requirement.values() if usd is not None]
    assert sum(shared) + found.unshared_usd == pytest.approx(found.total_usd, abs=0.01 * len(shared))
    assert base.cost().total_usd is None
