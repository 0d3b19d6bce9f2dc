"""Candidates for a plan that stands up to disruptions: the plain plan, other seeds, futures foreseen, margins kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from openairlift.model import FleetRow
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.futures import foreseen
from openairlift.units import DAY_S

SEEDS = 2
"""Plans with other seeds of the search."""
RESERVE = 0.1
"""Share of the tails of a fleet row that a plan with a reserve leaves free, rounded up."""

Planner = Callable[[Scenario, int], Plan]
"""Plans a scenario with a seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan and how it was made; `future` is the number of the run that it foresees, or None."""

    name: str
    plan: Plan
    future: int | None = None


def candidates(
    scenario: Scenario, *, seed: int, samples: int, planner: Planner, search_seed: int
) -> Iterator[Candidate]:
    """Yield plans of a scenario with disruptions; the first is the plain one, which foresees none that come by chance.

    Futures in which nothing comes are not planned again.
    """
    plain = planner(scenario, search_seed)
    yield Candidate(name="plain", plan=plain)
    for more in range(1, SEEDS + 1):
        yield Candidate(name=f"seed {search_seed + more}", plan=planner(scenario, search_seed + more))
    reserve = _reserve(scenario)
    if reserve is not None:
        less, numbers = reserve
        yield Candidate(name="tails in reserve", plan=renumbered(planner(less, search_seed), numbers))
    expected = mean_capacity(scenario)
    if expected.places != scenario.places:
        yield Candidate(name="capacity left on the mean", plan=planner(expected, search_seed))
    calm = tuple(row for row in scenario.disruptions if row.rate_per_day is None)
    for run in range(samples):
        future = foreseen(scenario, seed=seed, run=run)
        plan = plain if future.disruptions == calm else planner(future, search_seed)
        yield Candidate(name=f"future {run + 1} foreseen", plan=plan, future=run)


def _reserve(scenario: Scenario) -> tuple[Scenario, list[int]] | None:
    """Return the scenario with some tails of every row left out, and the numbers of those that stay; None for none."""
    rows: list[FleetRow] = []
    numbers: list[int] = []
    first = 0
    for row in scenario.fleet:
        kept = row.tails - (0 if row.tails < 2 else max(int(RESERVE * row.tails + 0.999), 1))
        numbers += range(first, first + kept)
        first += row.tails
        rows.append(replace(row, tails=kept))
    return None if len(numbers) == first else (replace(scenario, fleet=tuple(rows)), numbers)


def renumbered(plan: Plan, numbers: list[int]) -> Plan:
    """Return a plan whose tail i is tail numbers[i]."""
    return replace(plan, missions=tuple(replace(row, tail=numbers[row.tail]) for row in plan.missions))


def mean_capacity(scenario: Scenario) -> Scenario:
    """Return the scenario in which places that chance may close or cut have what is left of them on the mean.

    Something that comes λ times a day and lasts d days is there for λ d / (1 + λ d) of the time. Capacities are
    rounded, and at least 1 where there was any.
    """
    left: dict[str, float] = {}
    for row in scenario.disruptions:
        place = row.target.partition("/")[0]
        if row.rate_per_day is None or row.duration_s is None or place not in scenario.places:
            continue
        if row.kind in ("closure", "capacity", "weather"):
            there = row.rate_per_day * row.duration_s.mean / DAY_S
            cut = 0.0 if row.kind == "closure" or row.factor is None else min(row.factor, 1.0)
            left[place] = left.get(place, 1.0) * (1.0 - (1.0 - cut) * there / (1.0 + there))
    places = dict(scenario.places)
    for name, share in left.items():
        working = places[name].working
        if working:
            places[name] = replace(places[name], working=max(int(working * share + 0.5), 1))
    return replace(scenario, places=places)


def still_valid(network: Network, plan: Plan) -> bool:
    """Whether the audit accepts a plan in the scenario as it is, disruptions by chance apart."""
    from openairlift.audits import audit

    return not audit(network.scenario, plan, network=network)
