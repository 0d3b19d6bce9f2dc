"""Pictures of a study for notebooks, and the small views of objects."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import openairlift as oa
from openairlift.errors import UsageError
from openairlift.exchange.outward.flown import flown_legs
from openairlift.reports.page import first_log
from openairlift.study import Study
from openairlift.study.plotting import Drawn, _states


@pytest.fixture(scope="module")
def study() -> Study:
    scenario = oa.read_scenario("relief-small")
    return oa.replicate(scenario, oa.make_plan(scenario, effort=1), runs=4, seed=7, workers=1)


def test_the_closure_curve_is_that_of_the_study(study: Study) -> None:
    figure = study.plot_closure(meter="mass")
    (axes,) = figure.axes
    lines = {str(line.get_label()).split(":")[0]: line for line in axes.get_lines()}
    curve = study.delivered(mark="delivered", meter="mass").share("listed")
    drawn = np.asarray(lines["delivered"].get_ydata())
    assert np.array_equal(drawn, curve.quantile((0.5,))[0])
    assert set(lines) == {"at the hub (cleared)", "delivered"}
    assert isinstance(figure, Drawn)
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_lanes_never_hold_more_than_there_is(study: Study) -> None:
    figure = study.plot_lanes("beira")
    (axes,) = figure.axes
    lines = {str(line.get_label()): np.asarray(line.get_ydata(), dtype=float) for line in axes.get_lines()}
    assert 0 < lines["parking spots taken"].max() <= lines["spots there are"].max()
    assert lines["working slots taken"].max() <= lines["parking spots taken"].max() + 1e-9


def test_the_gantt_flies_the_legs_of_the_log(study: Study) -> None:
    log = first_log(study)
    flying = [(tail, start, end) for tail, state, start, end in _states(study, log) if state == "flying"]
    legs = {(leg.tail, leg.out_s, leg.over_s) for leg in flown_legs(study.plan, log)}
    assert legs
    assert legs <= set(flying)
    (axes,) = study.plot_gantt().axes
    named = [label.get_text() for label in axes.get_yticklabels()]
    assert len(named) == len({mission.tail for mission in study.plan.missions})


def test_wrong_names_are_told(study: Study) -> None:
    with pytest.raises(UsageError, match="did you mean 'beira'"):
        study.plot_lanes("biera")
    with pytest.raises(UsageError, match="none of mass, usd, items, people"):
        study.plot_closure(meter="weight")


def test_without_matplotlib_it_is_said_how_to_get_it(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "openairlift.study.plotting", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("openairlift.study.plotting", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match=r"pip install 'openairlift\[plots\]'"):
        study.plot_closure()


def test_objects_have_a_small_escaped_view(study: Study) -> None:
    views = [thing._repr_html_() for thing in (study.scenario, study.plan, study)]
    for view in views:
        assert len(view) < 3000
        assert "<script" not in view
        ET.fromstring(view)
    scenario, plan, runs = views
    assert "Relief to Beira" in scenario
    assert "172: 91 assumed" in scenario
    assert f"<td>{len(study.plan.missions)}</td>" in plan
    assert "4 (seed 7)" in runs
    assert "100% of the runs" in runs


def test_text_of_a_scenario_stays_text(study: Study) -> None:
    from dataclasses import replace

    settings = replace(study.scenario.settings, title="<script>alert(1)</script>")
    view = replace(study.scenario, settings=settings)._repr_html_()
    assert "<script" not in view
    assert "&lt;script&gt;" in view
