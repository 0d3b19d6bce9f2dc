"""Less is required now than has been carried: loads that are counted are cut to what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openairlift.network import Network
from openairlift.plan import Haul, Load
from openairlift.solve.replanning.held import Held


def trim(network: Network, helds: Sequence[Held], hauls: tuple[Haul, ...], issues: list[str]) -> tuple[Haul, ...]:
    """Cut loads of begun missions, in the order in which they were loaded, and hauls; return the hauls that stay.

    What is over stays aboard or where it landed, and is not counted.
    """
    left = [line.quantity for line in network.lines]
    over: dict[int, float] = {}

    def cut(load: Load) -> Load | None:
        line = network.lines[load.line]
        quantity = min(load.quantity, left[load.line])
        if line.unit != "kg":
            quantity = float(int(quantity + 1e-6))
        left[load.line] -= quantity
        if quantity >= load.quantity - 1e-6:
            return load
        over[load.line] = over.get(load.line, 0.0) + load.quantity - quantity
        if quantity <= 1e-6:
            return None
        share = quantity / load.quantity
        return replace(
            load, quantity=quantity, mass_kg=quantity * line.unit_kg, volume_m3=load.volume_m3 * share,
            pallets=load.pallets * share, value_usd=load.value_usd * share,
        )  # fmt: skip

    for held in helds:
        loads = tuple(load for load in map(cut, held.mission.loads) if load is not None)
        held.mission = held.planned = replace(held.mission, loads=loads)
    kept = tuple(replace(haul, load=load) for haul in hauls if (load := cut(haul.load)) is not None)
    issues += [
        f"{network.lines[line].name}: {quantity:,g} more have been loaded than are required now; they are not counted"
        for line, quantity in sorted(over.items())
    ]
    return kept
