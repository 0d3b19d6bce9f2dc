"""Random small airlifts for planners: a few airfields, types, limits, stocks and requirements."""

from __future__ import annotations

import random
from typing import Any

from tests.network.build import at, hours, jet, place, prop, requirement, scenario, spots

from openairlift.model import FleetRow, Item, Link, StockRow
from openairlift.scenario import Scenario


def world(seed: int, **settings: Any) -> Scenario:
    """Return the random scenario of a seed."""
    luck = random.Random(seed)
    origins = [f"o{i}" for i in range(luck.randint(1, 3))]
    hubs = [f"h{i}" for i in range(luck.randint(1, 3))]
    places = [
        place(name, 48 + luck.uniform(-3, 3), 5 + luck.uniform(-4, 4), **_limits(luck, origin=True)) for name in origins
    ]
    places += [place(name, 50 + luck.uniform(-3, 3), 22 + luck.uniform(-3, 3), **_limits(luck)) for name in hubs]
    places.append(place("town", 50, 26, runway_m=None))
    links = [
        Link(origin=hub, destination="town", mode="road", trucks=luck.randint(2, 9), payload_kg=15_000.0,
             load_s=hours(1), unload_s=hours(1), transit_s=hours(luck.uniform(2, 6)))
        for hub in hubs
    ]  # fmt: skip
    items = [
        Item(item="crate", unit_mass_kg=luck.uniform(50, 900), unit_volume_m3=luck.uniform(0.2, 3)),
        Item(item="truck", unit_mass_kg=9000, length_m=6.5, width_m=2.4, height_m=2.5, cargo_class="oversize"),
    ]
    rows: list[StockRow] = []
    wanted = []
    for number in range(luck.randint(1, 6)):
        item = luck.choice(items)
        quantity = luck.randint(1, 12) if item.item == "truck" else luck.randint(20, 200)
        origin = luck.choice([*origins, "any"])
        where = origins if origin == "any" else [origin]
        rows += [
            StockRow(place=spot, item=item.item, quantity=quantity, ready=at(luck.choice([0, 0, 6.5, 30.25])))
            for spot in where
        ]
        destination = luck.choice([*hubs, "town"])
        wanted.append(
            requirement(f"r{number}", item=item.item, quantity=float(quantity), origin=origin, destination=destination,
                        rank=luck.randint(1, 4), ready=at(luck.choice([0, 0, 12])),
                        earliest=luck.choice([None, None, at(20)]))
        )  # fmt: skip
    fleet = [
        FleetRow(type=luck.choice(["JET", "PROP"]), tails=luck.randint(1, 4), home=luck.choice([*origins, *hubs]))
        for _ in range(luck.randint(1, 3))
    ]
    types = (jet(duty_s=16 * 3600.0, report_s=3600.0, release_s=1800.0, rest_s=12 * 3600.0), prop())
    return scenario(places=places, types=types, fleet=fleet, requirements=wanted, links=links, items=items, stock=rows,
                    horizon_days=luck.choice([3, 6]), **settings)  # fmt: skip


def _limits(luck: random.Random, *, origin: bool = False) -> dict[str, Any]:
    """Return parking and working limits; origins are limited less often."""
    stated: dict[str, Any] = {}
    if luck.random() < (0.4 if origin else 0.8):
        stated["parking"] = spots(wide=luck.randint(1, 3), narrow=luck.randint(0, 2))
    if luck.random() < (0.3 if origin else 0.6):
        stated["working"] = luck.randint(1, 3)
    return stated
