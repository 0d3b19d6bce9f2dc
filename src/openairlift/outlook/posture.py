"""Posture: people and units by country and date, from what stands there at the start and what is moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from openairlift.audits import Timing, time_plan
from openairlift.evidence import Count, Reconciled, reconcile
from openairlift.model import MARKS
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve import make_plan

PEOPLE = "people"
"""What is counted beside unit types."""

NOWHERE = "not stated"
"""Stands for the country of a place that states none."""

_LEFT, _DELIVERED = MARKS.index("left_stock"), MARKS.index("delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of what is in a country.

    Attributes
    ----------
    on : when.
    country : of the place, as the scenario names it.
    what : `PEOPLE`, or a unit type.
    change : how many more; less than 0 = they leave.
    total : how many are there from then on, of what is known; None where no starting number of people is stated for the
        country and some leave, so that nothing is known but the change.
    why : ``people.csv``, or the requirement that moves them.
    kind : what a starting number counts, as it is stated.
    """

    on: datetime
    country: str
    what: str
    change: float
    total: float | None
    why: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """What is where and when.

    Attributes
    ----------
    steps : changes by country, what and date.
    doubts : starting numbers that may hold what a move brings too, in words.
    not_moved : requirements that move people or units and are not complete in the plan within the horizon.
    """

    steps: tuple[Step, ...]
    doubts: tuple[str, ...]
    not_moved: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    on: datetime
    country: str
    what: str
    change: float
    why: str
    kind: str = ""


def moving_requirements(scenario: Scenario) -> tuple[str, ...]:
    """Return the requirements that move people or units, in file order."""
    return tuple(
        row.req_id for row in scenario.requirements.values() if row.unit_type is not None or row.people is not None
    )


def posture(scenario: Scenario, *, plan: Plan | None = None, network: Network | None = None) -> Posture:
    """Return people and units by country and date, as planned.

    Parameters
    ----------
    scenario : with ``people.csv``, where a starting number is known, and requirements that move people or units.
    plan, network : where they are at hand; else the baseline is planned.

    Returns
    -------
    Posture
        Changes by country, what and date, each with the running total.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.posture(oa.read_scenario("ukraine-2022"))
    >>> sorted({step.what for step in found.steps})
    ['people']
    """
    network = network if network is not None else build_network(scenario)
    plan = plan if plan is not None else make_plan(scenario, network=network)
    return posture_of(scenario, network, plan, time_plan(network, plan))


def posture_of(scenario: Scenario, network: Network, plan: Plan, timing: Timing) -> Posture:
    """Return people and units by country and date, as planned.

    People count where and when each load of them is delivered, and leave their origin's country when it leaves. People
    of a unit count as people too; the unit counts when the last of it is delivered. What moves within one country
    changes nothing.

    Parameters
    ----------
    scenario, network : of the plan.
    plan, timing : the plan and its exact times.
    """
    changes = [
        _Change(
            on=scenario.settings.start if row.as_of is None else row.as_of,
            country=row.country,
            what=PEOPLE,
            change=row.people,
            why="people.csv",
            kind=row.kind or "",
        )
        for row in scenario.people
    ]
    not_moved: list[str] = []
    for name in moving_requirements(scenario):
        found, whole = _moved(scenario, network, plan, timing, name)
        changes += found
        if not whole:
            not_moved.append(name)
    based = {(row.country, PEOPLE) for row in scenario.people}
    return Posture(
        steps=tuple(_totals(changes, based)), doubts=tuple(_doubts(scenario, changes)), not_moved=tuple(not_moved)
    )


def stated_totals(scenario: Scenario) -> tuple[tuple[str, Reconciled], ...]:
    """Return every total of people that an observation states beside base plus additions, by observation.

    Base is ``people.csv`` with its evidence; additions are the requirements for people. Units do not count: what a
    source says of people does not include a battery that was only considered.
    """
    book = scenario.evidence
    base = []
    for row in scenario.people:
        param = book.find_param("people", row.country, "people")
        base.append(Count(label=row.country, people=row.people, evidence=() if param is None else param.ids))
    cited = {
        item.key: item.evidence for item in scenario.inputs if (item.table, item.column) == ("requirements", "people")
    }
    additions = [
        Count(label=f"requirements/{name}", people=item.people, evidence=cited.get(name, ()))
        for name, item in scenario.requirements.items()
        if item.people is not None
    ]
    return tuple(
        (id_, reconcile(Count(label=id_, people=seen.value, evidence=seen.evidence), base, additions, book))
        for id_, seen in book.observations.items()
        if seen.quantity == "people" and seen.value is not None and seen.package is None
    )


def _moved(scenario: Scenario, network: Network, plan: Plan, timing: Timing, name: str) -> tuple[list[_Change], bool]:
    """Return the changes that a requirement makes, and whether all of it is delivered within the horizon."""
    requirement = scenario.requirements[name]
    wanted = {i: line.quantity for i, line in enumerate(network.lines) if line.requirement == name}
    found: list[_Change] = []
    last = 0
    first: tuple[int, str] | None = None
    target = network.places[next(network.lines[i].destination for i in wanted)].country or NOWHERE
    for number, (mission, load) in enumerate(plan.loads):
        if load.line not in wanted:
            continue
        left, there = timing.marks[number][_LEFT], timing.marks[number][_DELIVERED]
        source = plan.hauls[number - len(plan.loads)].origin if mission < 0 else _origin(plan, mission)
        country = network.places[source].country or NOWHERE
        if there is not None:
            wanted[load.line] -= timing.carried[number]
            last = max(last, there)
        if left is not None and (first is None or left < first[0]):
            first = left, country
        if network.lines[load.line].people and country != target:
            for second, where, sign in ((left, country, -1), (there, target, 1)):
                if second is not None:
                    amount = sign * timing.carried[number]
                    found.append(_at(scenario, second, where, PEOPLE, amount, name))
    whole = all(rest <= 1e-6 * max(network.lines[i].quantity, 1.0) for i, rest in wanted.items())
    if requirement.unit_type is not None and first is not None and first[1] != target:
        count = 1.0 if requirement.quantity is None else requirement.quantity
        found.append(_at(scenario, first[0], first[1], requirement.unit_type, -count, name))
        if whole:
            found.append(_at(scenario, last, target, requirement.unit_type, count, name))
    return found, whole


def _origin(plan: Plan, mission: int) -> int:
    row = plan.missions[mission]
    return row.stops[row.onload].place


def _at(scenario: Scenario, second: int, country: str, what: str, change: float, why: str) -> _Change:
    return _Change(on=scenario.moment(second), country=country, what=what, change=change, why=why)


def _totals(changes: list[_Change], based: set[tuple[str, str]]) -> list[Step]:
    """Return the changes in order with the running total; those of one moment, country and cause are one."""
    merged: dict[tuple[str, str, datetime, str, str], float] = {}
    order = sorted(changes, key=lambda row: (row.country, row.what != PEOPLE, row.what, row.on, row.why))
    for row in order:
        key = row.country, row.what, row.on, row.why, row.kind
        merged[key] = merged.get(key, 0.0) + row.change
    leaves = {(country, what) for (country, what, *_), change in merged.items() if change < 0.0}
    totals: dict[tuple[str, str], float] = {}
    steps = []
    for (country, what, on, why, kind), change in merged.items():
        totals[country, what] = math.fsum((totals.get((country, what), 0.0), change))
        known = (country, what) in based or (country, what) not in leaves
        total = totals[country, what] if known else None
        steps.append(Step(on=on, country=country, what=what, change=change, total=total, why=why, kind=kind))
    return steps


def _doubts(scenario: Scenario, changes: list[_Change]) -> list[str]:
    """Say which starting numbers were counted after a move to or from their country began."""
    found = []
    for row in scenario.people:
        if row.as_of is None:
            continue
        before = sorted(
            {c.why for c in changes if c.country == row.country and c.why != "people.csv" and c.on < row.as_of}
        )
        if before:
            found.append(
                f"{row.country}: counted on {row.as_of:%Y-%m-%d}, after {', '.join(before)} began to move; "
                "what they bring may be in the count already"
            )
    return found
