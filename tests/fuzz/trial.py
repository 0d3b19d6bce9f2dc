"""One trial: read a random scenario, plan it, simulate it, and look for anything that should not be."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
from tests.fuzz.invariants import broken
from tests.fuzz.scenarios import scenario_files

import openairlift as oa
from openairlift.plan import Haul, Load
from openairlift.plan.events import Cause, EventKind

COMPARED = ("marks", "carried", "waits", "traffic", "own_traffic", "binding", "flying_s", "occupancy", "events")


@dataclass(slots=True)
class Trial:
    """What came of a seed: what is wrong, in words, and what happened by name, so that a fuzz is known to try much."""

    seed: int
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)


def attempt(seed: int) -> Trial:
    """Return the trial of a seed; whatever is raised is part of it."""
    trial = Trial(seed)
    try:
        _attempt(trial)
    except Exception as error:  # noqa: BLE001 - a crash is what is looked for
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = "; ".join(str(issue) for issue in getattr(error, "issues", ())) or str(error)
        trial.wrong.append(f"{type(error).__name__} at {where.name}:{where.lineno}: {what[:400]}")
    return trial


def hurried(plan: oa.Plan) -> oa.Plan:
    """Return a plan whose missions begin as soon as their tails are free: cargo is often not ready, fields are full."""
    return replace(plan, missions=tuple(replace(mission, earliest_s=0) for mission in plan.missions))


def overland(plan: oa.Plan, network: oa.Network) -> oa.Plan:
    """Return a plan in which hauls carry the lines that can go by surface alone, as far as they were planned, and more.

    Missions that carried them fly empty. Stocks are not looked at: the simulator does not look either.
    """
    hauls: list[Haul] = []

    def by_road(load: Load) -> None:
        ways = network.lines[load.line].surface
        place, stock, link = ways[load.number % len(ways)]
        moved = replace(load, stock=stock, link=link, pallets=0.0)
        hauls.append(Haul(load=moved, origin=place, earliest_s=7200 * (load.number % 3)))

    missions = []
    for mission in plan.missions:
        for load in mission.loads:
            if network.lines[load.line].surface:
                by_road(load)
        missions.append(
            replace(mission, loads=tuple(load for load in mission.loads if not network.lines[load.line].surface))
        )
    for part in plan.shortfalls:
        line = network.lines[part.line]
        if line.surface and part.quantity > 0.0:
            volume = part.quantity * (line.unit_m3 or 0.0)
            by_road(Load(line=part.line, number=10**6, quantity=part.quantity, mass_kg=part.mass_kg, volume_m3=volume,
                         pallets=0.0, value_usd=0.0))  # fmt: skip
    return replace(plan, missions=tuple(missions), hauls=tuple(hauls), shortfalls=())


def _attempt(trial: Trial) -> None:
    scenario = oa.read_scenario(scenario_files(trial.seed))
    network = oa.build_network(scenario)
    plan = oa.make_plan(scenario, network=network)
    steady = [oa.simulate(scenario, plan, network=network, luck=False, log=True) for _ in range(2)]
    lucky = oa.simulate(scenario, plan, network=network, run=trial.seed % 7, log=True)
    for name in COMPARED:
        if not np.array_equal(getattr(steady[0], name), getattr(steady[1], name)):
            trial.wrong.append(f"luck off: {name} differs between two runs")
    hasty = hurried(plan)
    hurry = oa.simulate(scenario, hasty, network=network, run=trial.seed % 7, log=True)
    driven = overland(plan, network)
    drive = oa.simulate(scenario, driven, network=network, run=trial.seed % 7, log=True)
    for run, flown, what in (
        (steady[0], plan, "luck off"),
        (lucky, plan, "luck on"),
        (hurry, hasty, "hurried"),
        (drive, driven, "overland"),
    ):
        trial.wrong += [f"{what}: {problem}" for problem in broken(network, flown, run)]
    assert lucky.events is not None
    kinds, numbers = np.unique(lucky.events["kind"], return_counts=True)
    trial.seen.update({EventKind(int(kind)).name: int(n) for kind, n in zip(kinds, numbers, strict=True)})
    waited = (lucky.waits + hurry.waits).sum(axis=0)
    trial.seen.update({f"wait {cause.name}": 1 for cause in Cause if waited[cause] > 0})
    trial.seen.update({"scenarios": 1, "scenarios with missions": bool(plan.missions), "missions": len(plan.missions)})
    there = drive.marks[len(driven.loads) - len(driven.hauls) :, 4] >= 0
    trial.seen.update({"hauls": len(driven.hauls), "hauls delivered": int(np.sum(there))})
    trial.seen["missions not ended"] += int(np.sum(lucky.ended < 0))
