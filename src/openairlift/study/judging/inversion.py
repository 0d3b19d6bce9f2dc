"""The question turned round: for which package masses and tonnes a day is a share reached by a moment."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from openairlift.network import Network, build_network
from openairlift.scenario import Scenario
from openairlift.scenario.ranges import LOW, Uncertain, moved
from openairlift.scenario.rows import CellAt, replaced
from openairlift.study.amounts import listed
from openairlift.study.judging.court import Court
from openairlift.study.judging.evaluate import Subject
from openairlift.study.judging.readings import Reading
from openairlift.study.judging.task import Task, Values, carried_out
from openairlift.study.judging.trials import Kept, Told
from openairlift.study.judging.verdicts import LIKELY
from openairlift.study.probes import Ask, Probe
from openairlift.units import DAY_S

MASSES = (0.1, 1.0, 10.0, 100.0)
FLEETS = (0.5, 1.0, 2.0, 4.0)
RUNS = 10

STATED, EARLIEST = "as stated", "at the earliest"
"""When what is carried is released: as the scenario says, or at the early end of each range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One mass and one fleet: what a tail more or less and a heavier package make of the reading.

    Attributes
    ----------
    release : when the cargo is released.
    mass_kg : listed mass of the package.
    tails : aircraft.
    kg_per_day : what lands a day from the first landing to the moment, mean over the runs.
    amount : P50 of the reading's amount.
    probability : share of the runs in which the reading holds.
    """

    release: str
    mass_kg: float
    tails: int
    kg_per_day: float
    amount: float
    probability: float

    @property
    def reached(self) -> bool:
        """Whether the reading is consistent there."""
        return self.probability >= LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """A grid of masses and fleets for one reading.

    Attributes
    ----------
    claim : id of the claim.
    values : of the reading.
    threshold : what has to be reached.
    cells : by release, mass and fleet.
    runs : of every cell.
    """

    claim: str
    values: dict[str, Any]
    threshold: float
    cells: tuple[Cell, ...]
    runs: int


def invertible(court: Court, readings: list[Reading]) -> Reading | None:
    """Return the first reading that asks for a share by a moment that is the same in every run."""
    base = court.trials[()].base
    for reading in readings:
        bar = reading.bar(base.scenario, base.network)
        if bar is None or bar.call.function != "share" or reading.claim.without:
            continue
        if reading.measured(base) is not None and reading.fixed(base.scenario, base.network):
            return reading
    return None


def cells_of(court: Court) -> int:
    """Return how many cells a grid has."""
    return len(MASSES) * len(FLEETS) * (2 if _released(court) else 1)


def _released(court: Court) -> list[Uncertain]:
    """Return the inputs that are release dates with a stated range."""
    return [item for item in court.inputs if item.column == "ready" and item.stated]


def invert(court: Court, reading: Reading, tell: Told) -> Inversion:
    """Run a reading with other masses and other fleets.

    Every shipping mass and volume is multiplied alike, and so is the number of tails of every row of the fleet; all
    else stays as it is. Each cell is planned and simulated anew, up to the moment of the reading. It is done with the
    cargo released as stated and, where ranges of release dates are known, at their early ends.
    """
    base = court.trials[()].base
    bar = reading.bar(base.scenario, base.network)
    assert bar is not None
    work = reading.evaluator(base.scenario, base.network, lambda _: np.zeros(1))
    subject = work.subject(bar.call)
    assert isinstance(subject.at, int)
    early, total = _released(court), cells_of(court)
    asked: list[tuple[str, _Asked]] = []
    for release in (STATED, EARLIEST) if early else (STATED,):
        scenario = base.scenario if release == STATED else _early(base.scenario, early)
        for mass, fleet in product(MASSES, FLEETS):
            words = f"masses x {mass:g}, tails x {fleet:g}, release {release}"
            asked.append((words, _asked(court, reading, scaled(scenario, mass=mass, fleet=fleet), subject.at, release)))
    cells: dict[int, Cell] = {}
    tell(asked[0][0], 0, total)
    with closing(carried_out([one.task for _, one in asked], workers=court.trials[()].workers)) as results:
        for number, values in results:
            cells[number] = _cell(reading, asked[number][1], values)
            if len(cells) < total:
                tell(asked[len(cells)][0], len(cells), total)
    return Inversion(
        claim=reading.claim.id,
        values=dict(reading.values),
        threshold=bar.least,
        cells=tuple(cells[number] for number in range(len(asked))),
        runs=RUNS,
    )


def _early(scenario: Scenario, inputs: list[Uncertain]) -> Scenario:
    return moved(scenario, {item.name: item.at(LOW) for item in inputs})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A cell before it is run: what to run, up to which moment, and what its flow is reckoned from."""

    release: str
    at_s: int
    task: Task
    network: Network
    subject: Subject
    landed: Probe
    first: Probe


def _asked(court: Court, reading: Reading, scenario: Scenario, at_s: int, release: str) -> _Asked:
    trials = court.trials[()]
    made = replace(scenario, settings=replace(scenario.settings, horizon_days=(at_s + 1) / DAY_S))
    network = build_network(made)
    bar = reading.bar(made, network)
    assert bar is not None
    subject = reading.evaluator(made, network, lambda _: np.zeros(1)).subject(bar.call)
    landed = Probe(ask=Ask.AMOUNT, mark="landed", meter="mass", group=subject.group, item=subject.item, at_s=at_s)
    first = Probe(ask=Ask.FIRST, mark="landed", group=subject.group, item=subject.item)
    seed = trials.base.seed
    task = Task(
        scenario=made,
        probes=(*reading.probes(made, network), landed, first),
        runs=RUNS,
        seed=seed,
        plan_seed=seed,
        effort=trials.effort,
    )
    return _Asked(release=release, at_s=at_s, task=task, network=network, subject=subject, landed=landed, first=first)


def _cell(reading: Reading, asked: _Asked, values: Values) -> Cell:
    made, network, subject = asked.task.scenario, asked.network, asked.subject
    kept = Kept(scenario=made, network=network, runs=RUNS, values=values)
    days = np.maximum((asked.at_s - kept.probed(asked.first)) / DAY_S, 0.0)
    flows = np.divide(kept.probed(asked.landed), days, out=np.zeros(RUNS), where=np.isfinite(days) & (days > 0))
    measured = reading.measured(kept)
    assert measured is not None
    return Cell(
        release=asked.release,
        mass_kg=listed(made, network, meter="mass", group=subject.group, item=subject.item),
        tails=sum(row.tails for row in made.fleet),
        kg_per_day=float(np.mean(flows)),
        amount=float(np.quantile(measured, 0.5, method="inverted_cdf")),
        probability=float(np.mean(reading.holds(kept))),
    )


def scaled(scenario: Scenario, *, mass: float = 1.0, fleet: float = 1.0) -> Scenario:
    """Return the scenario with every shipping mass and volume multiplied, and the tails of every row of the fleet.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> sc = read_scenario("relief-small")
    >>> sum(row.tails for row in scaled(sc, fleet=2.0).fleet) == 2 * sum(row.tails for row in sc.fleet)
    True
    """
    values: dict[CellAt, Any] = {}
    for key, item in scenario.items.items():
        values["items", key, "unit_mass_kg"] = item.unit_mass_kg * mass
        if item.unit_volume_m3 is not None:
            values["items", key, "unit_volume_m3"] = item.unit_volume_m3 * mass
    for key, row in scenario.requirements.items():
        if row.mass_kg is not None:
            values["requirements", key, "mass_kg"] = row.mass_kg * mass
    made = replaced(scenario, values)
    tails = tuple(replace(row, tails=max(int(row.tails * fleet + 0.5), min(row.tails, 1))) for row in made.fleet)
    return replace(made, fleet=tails)
