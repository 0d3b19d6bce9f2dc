"""A small airlift for tests of studies: two packages, items with values, people, trucks onward, luck on the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, hours, jet, requirement, scenario, triangular

from openairlift.evidence import Observation
from openairlift.model import GroundTime, Item, Package, PackageEvent, StockRow, Traffic
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.sim import Run, Simulator
from openairlift.solve import make_plan
from openairlift.study import Study, replicate
from openairlift.study.fold import Fold
from openairlift.study.layout import Layout

SEED = 7


def relief(**setting: Any) -> Scenario:
    """Return 60 generators worth 20,000 USD each, 90 t of food and 80 people; the food goes on to a town by truck."""
    return scenario(
        types=(jet(reliability_share=0.9, repair_s=hours(5)),),
        places=(DEPOT, replace(HUB, clearance_s=triangular(1, 2, 6)), TOWN),
        links=(ROAD,),
        ground_times=tuple(
            GroundTime(purpose=purpose, time_s=triangular(1.5, 2.0, 4.0))
            for purpose in ("onload", "offload", "enroute")
        ),
        items=(Item(item="generator", unit_mass_kg=1500.0, unit_volume_m3=4.0, unit_value_usd=20_000.0),),
        stock=(StockRow(place="depot", item="generator", quantity=60),),
        requirements=(
            requirement("power", item="generator", quantity=60.0, package="pkg", rank=1),
            requirement("food", cargo_class="bulk", mass_kg=90_000.0, destination="town", package="aid", rank=2),
            requirement("staff", people=80, rank=3),
        ),
        packages=(Package(package="pkg", authorised_usd=1_500_000.0), Package(package="aid")),
        package_events=(
            PackageEvent(package="pkg", on=at(0), status="announced"),
            PackageEvent(package="pkg", on=at(24), status="approved"),
            PackageEvent(package="pkg", on=at(12), status="approved"),
        ),
        traffic=(Traffic(place="hub", arrivals_per_day=6.0, body="wide"),),
        **{"horizon_days": 6, "objective_mark": "delivered", **setting},
    )


@cache
def world() -> tuple[Scenario, Network, Plan]:
    """Return the airlift with its network and plan, made once."""
    made = relief()
    network = build_network(made)
    return made, network, make_plan(made, network=network)


@cache
def study(runs: int = 45) -> Study:
    """Return a study of the airlift, made once."""
    made, network, plan = world()
    return replicate(made, plan, runs=runs, seed=SEED, network=network)


@cache
def played(runs: int = 45) -> tuple[Run, ...]:
    """Return the same runs as they are, nothing folded."""
    _, network, plan = world()
    simulator = Simulator(network, plan, luck=True, log=False)
    return tuple(simulator.play(SEED, run) for run in range(runs))


def folded(base: Study, layout: Layout, runs: Sequence[Run]) -> Study:
    """Return a study of runs that were played before, kept with another layout, or changed."""
    fold = Fold(layout, first=0, count=len(runs))
    for run in runs:
        fold.add(run)
    return Study.of(base.scenario, base.plan, network=base.network, seed=SEED, layout=layout, tally=fold.tally())


def observed(base: Study, **fields: Any) -> Study:
    """Return the study with one observation ``seen`` in its scenario."""
    book = replace(base.scenario.evidence, observations={"seen": Observation(id="seen", **fields)})
    made = replace(base.scenario, evidence=book)
    return replicate(made, base.plan, runs=base.runs, seed=base.seed, network=base.network)
