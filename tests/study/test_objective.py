"""The objective's terms on one load that is reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.network.build import HUB, at, hours, place, requirement, scenario
from tests.study.worlds import folded

from openairlift.model import Item, Link, StockRow
from openairlift.network import Network, build_network
from openairlift.sim import Simulator
from openairlift.solve import make_plan
from openairlift.study import Study, replicate
from openairlift.study.layout import Layout
from openairlift.study.objective import free_flow_s

DAY = 86_400


def one_load(**dates: object) -> Study:
    """Return a study of 30 t from depot to hub: 2 h onload, the flight, 2.5 h offload, 1 h clearance; rank 3."""
    made = scenario(
        places=(scenario().places["depot"], replace(HUB, clearance_s=hours(1))),
        requirements=(requirement(mass_kg=30_000.0, cargo_class="bulk", **dates),),
    )
    network = build_network(made)
    return replicate(made, make_plan(made, network=network), runs=2, network=network)


def arrival_s(study: Study) -> int:
    return int(2 * 3600 + study.network.block_s[0, 0, 1] + 2.5 * 3600 + 3600)


def test_an_unhindered_load_is_neither_missing_nor_late_nor_slow() -> None:
    study = one_load()
    terms = study.objective()
    assert free_flow_s(study.network, study.network.lines[0], mark="delivered") == arrival_s(study)
    assert study.closure_s.tolist() == [arrival_s(study)] * 2
    assert (terms["missing"], terms["size_days_late"], terms["size_days_after_free_flow"]) == (0.0, 0.0, 0.0)
    assert terms["flying_h"] >= study.network.block_s[0, 0, 1] / 3600


def test_free_flow_grows_along_the_marks() -> None:
    study = one_load()
    line, network = study.network.lines[0], study.network
    block = int(network.block_s[0, 0, 1])
    assert free_flow_s(network, line, mark="left_stock") == 2 * 3600
    assert free_flow_s(network, line, mark="landed") == 4.5 * 3600 + block
    assert free_flow_s(network, line, mark="at_hub") == 5.5 * 3600 + block


def test_the_way_by_surface_belongs_to_the_free_flow_time() -> None:
    """Ready after 6 h at a yard by the road: 1 h to load, 10 on the road, 2 at the border, 1 to unload."""
    yard = place("yard", 50.0, 8.0, runway_m=None)
    stated = {"load_s": hours(1), "unload_s": hours(1), "transit_s": hours(10), "border_wait_s": hours(2)}
    for limit, travel_h in (({"trucks": 1}, 14), ({"capacity_kg_per_day": 1e5}, 13)):
        made = scenario(
            places=(*scenario().places.values(), yard),
            items=(Item(item="crate", unit_mass_kg=100.0),),
            stock=(StockRow(place="yard", item="crate", quantity=9.0, ready=at(6)),),
            requirements=(requirement(item="crate", quantity=9.0, origin="any", earliest=at(19)),),
            links=(Link(origin="yard", destination="hub", mode="road", **limit, **stated),),
        )
        network = build_network(made)
        assert free_flow_s(network, network.lines[0], mark="left_stock") == 6 * 3600
        for mark in ("landed", "delivered"):
            assert free_flow_s(network, network.lines[0], mark=mark) == max(6 + travel_h, 19) * 3600
        later = replace(network.lines[0], earliest_s=30 * 3600)
        assert free_flow_s(network, later, mark="landed") == 30 * 3600


def test_lateness_is_weight_times_mass_times_days() -> None:
    study = one_load(required=at(1))
    weight = study.scenario.weight(3)
    expected = weight * 30_000 * (arrival_s(study) - 3600) / DAY
    assert study.objective()["size_days_late"] == pytest.approx(expected)


def again(study: Study, *, network: Network | None = None, **changes: object) -> dict[str, float]:
    """Return the terms of the study's own runs after a change to them or to the network."""
    net = study.network if network is None else network
    simulator = Simulator(study.network, study.plan, luck=True, log=False)
    runs = [replace(simulator.play(study.seed, run), **changes) for run in range(2)]  # type: ignore[arg-type]
    return folded(study, Layout.of(study.scenario, net, study.plan, runs=2), runs).objective()


def test_what_lands_after_its_latest_date_is_missing() -> None:
    study = one_load()
    lines = tuple(replace(line, latest_s=3600) for line in study.network.lines)
    terms = again(study, network=replace(study.network, lines=lines))
    assert terms["missing"] == pytest.approx(study.scenario.weight(3) * 30_000)


def test_what_never_arrives_counts_as_arriving_at_the_horizon() -> None:
    study = one_load(required=at(24))
    terms = again(study, marks=np.full((1, 5), -1))
    size = study.scenario.weight(3) * 30_000
    assert terms["missing"] == pytest.approx(size)
    assert terms["size_days_late"] == pytest.approx(size * 9)


def test_what_was_not_carried_counts_too() -> None:
    study = one_load()
    assert again(study, carried=np.array([15_000.0]))["missing"] == pytest.approx(study.scenario.weight(3) * 15_000)
