"""The audit of one load, flown or hauled: what it is, and where it is drawn from."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.audits.records import SLACK, Asked, Violation
from openairlift.network.network import Network
from openairlift.plan import Load
from openairlift.scenario import Scenario


def close(a: float, b: float) -> bool:
    """Return whether two amounts are the same but for rounding."""
    return abs(a - b) <= SLACK * max(1.0, abs(a), abs(b))


def audit_load(network: Network, where: str, load: Load, cargo: Asked) -> Iterator[Violation]:
    """Yield violations of what one load is."""
    if load.quantity <= 0.0:
        yield Violation(rule="quantity", where=where, what=f"a load of {load.quantity:g} {cargo.unit}")
        return
    if cargo.unit != "kg" and abs(load.quantity - round(load.quantity)) > SLACK:
        what = f"{load.quantity:g} {cargo.unit}: a {cargo.unit} does not travel in parts"
        # The rest of a fractional requirement may be a fraction itself.
        if not close(cargo.quantity % 1.0, load.quantity % 1.0):
            yield Violation(rule="pieces", where=where, what=what)
    line = network.lines[load.line]
    stated = (
        ("mass_kg", load.mass_kg, load.quantity * cargo.unit_kg),
        ("volume_m3", load.volume_m3, load.quantity * (cargo.unit_m3 or 0.0)),
        ("value_usd", load.value_usd, load.quantity * line.unit_usd),
    )
    for name, got, expected in stated:
        if not close(got, expected):
            what = f"{name} is {got:,.3f}; {load.quantity:g} {cargo.unit} make {expected:,.3f}"
            yield Violation(rule="mass" if name == "mass_kg" else "value", where=where, what=what)


def source_fault(scenario: Scenario, network: Network, where: str, load: Load, origin: int) -> Iterator[Violation]:
    """Yield a violation where a load does not lie where it is loaded."""
    line, place = network.lines[load.line], network.places[origin].id
    stated = scenario.requirements[line.requirement].origin
    if (origin, load.stock) not in line.sources or stated not in (None, "any", place):
        what = f"loaded at {place}; it lies at {_sources(network, load.line) or 'no place'}"
        yield Violation(rule="source", where=where, what=what)


def _sources(network: Network, line: int) -> str:
    parts = []
    for place, stock in network.lines[line].sources:
        name = network.places[place].id
        parts.append(name if stock is None else f"{name} (stock of {network.stocks[stock].item})")
    return ", ".join(parts)
