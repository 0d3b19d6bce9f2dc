"""When requirements are complete, against marks read one by one."""

from __future__ import annotations

from tests.network.build import FleetRow, at, jet, place, requirement, scenario, spots
from tests.study.worlds import folded, played, study

from openairlift.network import build_network
from openairlift.sim import Simulator
from openairlift.solve import make_plan
from openairlift.study import completions, replicate
from openairlift.study.layout import Layout


def test_each_requirement_has_its_own_completion_and_share_on_time() -> None:
    sc = scenario(
        places=(place("depot", 49.44, 7.60), place("hub", 50.11, 22.02, parking=spots(wide=1), working=1)),
        types=(jet(),),
        fleet=(FleetRow(type="JET", tails=2, home="depot"),),
        requirements=(
            requirement("soon", mass_kg=40_000.0, rank=1, required=at(24)),
            requirement("hopeless", mass_kg=400_000.0, required=at(7)),
            requirement("undated", mass_kg=10_000.0),
            requirement("never", mass_kg=10_000.0, ready=at(24 * 9.95), required=at(24 * 9.99)),
        ),
        links=(),
    )
    net = build_network(sc)
    found_in = replicate(sc, make_plan(sc, network=net), runs=3, seed=1, workers=1, network=net)
    simulator = Simulator(net, found_in.plan, luck=True, log=False)
    runs = [simulator.play(1, run) for run in range(3)]
    found = {item.requirement: item for item in completions(found_in)}
    assert list(found) == ["soon", "hopeless", "undated", "never"]
    for item in found.values():
        loads = [i for i, line in enumerate(found_in.load_lines) if net.lines[line].requirement == item.requirement]
        if item.requirement != "never":
            latest = sorted(int(run.marks[loads, 4].max()) for run in runs)
            assert item.quantiles((0.0, 0.5, 1.0)) == tuple(latest)
            assert (item.step_s, item.counts.sum()) == (1, 3)
    assert found["soon"].on_time_share == 1.0
    assert found["hopeless"].on_time_share == 0.0
    assert found["hopeless"].complete_share == 1.0
    assert found["undated"].on_time_share is None
    assert found["never"].complete_share == 0.0
    assert found["never"].on_time_share == 0.0
    assert found["never"].quantiles() == (None, None, None)


def test_very_large_studies_keep_dates_to_the_minute_rounded_up() -> None:
    base = study(20)
    fine = completions(base)
    layout = Layout.of(base.scenario, base.network, base.plan, runs=20, exact_dates=0)
    coarse = completions(folded(base, layout, played(20)))
    for exact, rounded in zip(fine, coarse, strict=True):
        assert rounded.step_s == 60
        assert (rounded.complete_share, rounded.on_time_share) == (exact.complete_share, exact.on_time_share)
        for second, minute in zip(exact.quantiles(), rounded.quantiles(), strict=True):
            assert (None if second is None else -(-second // 60) * 60) == minute
