"""Neutral re-plans: the same scenario but for what should not matter, to measure the planner's own noise."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from openairlift.network import Network
from openairlift.plan import Load, Plan
from openairlift.scenario import Scenario

T = TypeVar("T")

MOST_DELAY_S = 300
"""Longest delay of the tails of a row of the fleet [s]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neutral:
    """A scenario with a change that should not matter.

    The rows of fleet, stock and requirements stand in another order, and the tails of every row of the fleet are there
    up to five minutes later. A plan for it can be flown as it stands in the scenario itself.

    Attributes
    ----------
    scenario : the scenario with that change.
    fleet, stock : place of each row in the base scenario.
    """

    scenario: Scenario
    fleet: tuple[int, ...]
    stock: tuple[int, ...]

    @classmethod
    def of(cls, scenario: Scenario, number: int) -> Neutral:
        """Return the neutral change with a number; the same number gives the same change."""
        fleet = _order(len(scenario.fleet), number, "fleet")
        stock = _order(len(scenario.stock), number, "stock")
        names = list(scenario.requirements)
        wanted = [names[i] for i in _order(len(names), number, "requirements")]
        start, luck = scenario.settings.start, random.Random(f"delays {number}")
        delays = [timedelta(seconds=luck.randint(0, MOST_DELAY_S)) for _ in fleet]
        rows = [
            replace(row, available_from=max(row.available_from or start, start) + delay)
            for row, delay in zip(_taken(scenario.fleet, fleet), delays, strict=True)
        ]
        return cls(
            scenario=replace(
                scenario,
                fleet=tuple(rows),
                stock=_taken(scenario.stock, stock),
                requirements={name: scenario.requirements[name] for name in wanted},
            ),
            fleet=fleet,
            stock=stock,
        )

    def back(self, plan: Plan, *, made: Network, base: Network) -> Plan:
        """Return a plan of `made`, the network with this change, with the indexes of `base`, the network without."""
        sizes = [row.tails for row in base.scenario.fleet]
        firsts = [sum(sizes[:row]) for row in range(len(sizes))]
        tails = [firsts[row] + number for row in self.fleet for number in range(sizes[row])]
        at = {line.name: i for i, line in enumerate(base.lines)}
        lines = [at[line.name] for line in made.lines]

        def moved(load: Load) -> Load:
            stock = None if load.stock is None else self.stock[load.stock]
            return replace(load, line=lines[load.line], stock=stock)

        return replace(
            plan,
            missions=tuple(
                replace(mission, tail=tails[mission.tail], loads=tuple(moved(load) for load in mission.loads))
                for mission in plan.missions
            ),
            hauls=tuple(replace(haul, load=moved(haul.load)) for haul in plan.hauls),
            shortfalls=tuple(replace(part, line=lines[part.line]) for part in plan.shortfalls),
        )


def _order(length: int, number: int, what: str) -> tuple[int, ...]:
    order = list(range(length))
    random.Random(f"{what} {number}").shuffle(order)
    return tuple(order)


def _taken(rows: Sequence[T], order: Sequence[int]) -> tuple[T, ...]:
    return tuple(rows[i] for i in order)
