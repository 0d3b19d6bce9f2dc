"""What is counted: groups of requirements, their items, and what a unit of a line counts in each meter."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.network import Line, Network
from openairlift.scenario import Scenario

ALL = "all"
"""The group of all requirements."""

UNITS = {"mass": "kg", "usd": "USD", "items": "items", "people": "people"}


def unit_amount(line: Line, meter: str) -> float:
    """Return what one unit of a line counts in a meter: kg, USD, items or people.

    Cargo that is asked for by mass has no number of items, and people are no items: they count 0.
    """
    if meter == "mass":
        return line.unit_kg
    if meter == "usd":
        return line.unit_usd
    if meter == "people":
        return 1.0 if line.people else 0.0
    return 1.0 if line.unit == "piece" and not line.people else 0.0


def groups(scenario: Scenario, network: Network) -> tuple[str, ...]:
    """Return ``all`` and every package that has requirements, in the scenario's order."""
    used = {line.package for line in network.lines}
    return (ALL, *(package for package in scenario.packages if package in used))


def item_of(scenario: Scenario, line: Line) -> str | None:
    """Return the item of a line, None for cargo by mass, people and whole loads."""
    requirement = scenario.requirements[line.requirement]
    if requirement.item is not None:
        return requirement.item
    return line.name.split("/", 1)[1] if requirement.unit_type is not None and "/" in line.name else None


def counts_in(
    scenario: Scenario, line: Line, *, group: str, item: str | None, requirements: Sequence[str] = ()
) -> bool:
    """Whether a line belongs to a group, and to an item and to some requirements where such are named."""
    if requirements and line.requirement not in requirements:
        return False
    return group in (ALL, line.package) and (item is None or item_of(scenario, line) == item)


def listed(
    scenario: Scenario,
    network: Network,
    *,
    meter: str,
    group: str = ALL,
    item: str | None = None,
    requirements: Sequence[str] = (),
) -> float:
    """Return everything that the requirements of a group ask for, in a meter; of some requirements where named."""
    return float(
        sum(
            line.quantity * unit_amount(line, meter)
            for line in network.lines
            if counts_in(scenario, line, group=group, item=item, requirements=requirements)
        )
    )


def authorised(scenario: Scenario, network: Network, group: str = ALL) -> float | None:
    """Return the authorised amount of a package, or of all packages together where each states one [USD]."""
    chosen = groups(scenario, network)[1:] if group == ALL else (group,)
    amounts = [scenario.packages[package].authorised_usd for package in chosen]
    stated = [amount for amount in amounts if amount is not None]
    return float(sum(stated)) if stated and len(stated) == len(amounts) else None
