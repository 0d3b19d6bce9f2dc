"""Random small airlifts for planners: a few airfields, types, limits, stocks and requirements."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from tests.network.build import at, hours, jet, place, prop, requirement, scenario, spots

from openairlift.model import ClearanceRow, FleetRow, Hours, Item, Link, StagedCrews, StockRow
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


HAZARDS = (None, None, "1.1D", "1.4S", "3", "5.1", "8", "9")


def limited(seed: int, **settings: Any) -> Scenario:
    """Return the random scenario of a seed with dangerous cargo, people to fetch, crews, fuel, clearances and hours."""
    luck = random.Random(seed)
    plain = world(seed, **settings)
    items = {
        "crate": replace(
            plain.items["crate"], hazard_class=luck.choice(HAZARDS), explosive_kg=luck.choice([None, 2.5])
        ),
        "truck": replace(
            plain.items["truck"], hazard_class=luck.choice(HAZARDS), explosive_kg=luck.choice([None, 40.0])
        ),
    }
    hubs = [id_ for id_ in plain.places if id_.startswith("h")]
    people = requirement("people", people=luck.randint(10, 300), origin=luck.choice(hubs), destination="o0",
                         rank=luck.randint(1, 4))  # fmt: skip
    types = {
        name: replace(row, fuel_kg_per_h=8000.0, gross_kg=150_000.0, hours_per_30d=luck.choice([None, 12.0, 100.0]))
        for name, row in plain.aircraft.items()
    }
    types["JET"] = replace(types["JET"], augmented_duty_s=24 * 3600.0)
    countries = {id_: luck.choice(["DE", "PL", "UA"]) for id_ in plain.places}
    return replace(
        plain,
        items=items,
        aircraft=types,
        places={
            id_: replace(row, country=countries[id_], **(_more(luck) if row.is_airfield else {}))
            for id_, row in plain.places.items()
        },
        requirements={**plain.requirements, "people": people},
        fleet=tuple(
            replace(row, augmented=luck.random() < 0.3, crews=luck.choice([None, None, row.tails, 2 * row.tails]),
                    available_from=luck.choice([None, at(7)]), available_to=luck.choice([None, at(60)]))
            for row in plain.fleet
        ),
        links=tuple(
            replace(row, open_hours=luck.choice([None, HOURS]), convoy=luck.choice([None, 2]), payload_m3=40.0)
            for row in plain.links
        ),
        clearances=tuple(
            ClearanceRow(country=luck.choice(["DE", "PL", "UA"]), purpose=purpose, lead_s=luck.uniform(0, 40) * 3600,
                         cargo=luck.choice([None, "1", "hazardous", "oversize", "passengers"]))
            for purpose in ("overflight", "landing", "customs")
            if luck.random() < 0.5
        ),
        crews=(StagedCrews(place=luck.choice(hubs), crews=2),) if luck.random() < 0.3 else (),
    )  # fmt: skip


HOURS = Hours((((21_600, 64_800),),) * 7, "mon-sun 06:00-18:00")


def _more(luck: random.Random) -> dict[str, Any]:
    """Return limits of an airfield beside spots and slots, each stated now and then."""
    choices: dict[str, list[Any]] = {
        "loaders": [1, 2],
        "crews_unloading": [1, 3],
        "arrivals_per_day": [2.0, 6.5],
        "movements_per_h": [1.0, 3.0],
        "hot_spots": [0, 1],
        "spot_explosive_kg": [50.0, 400.0],
        "storage_m3": [60.0, 400.0],
        "storage_kg": [20_000.0],
        "max_gross_kg": [140_000.0, 200_000.0],
        "clearance_s": [hours(6)],
        "fuel_kg": [0.0, 300_000.0],
        "fuel_kg_per_day": [0.0, 100_000.0],
    }
    return {name: luck.choice(values) for name, values in choices.items() if luck.random() < 0.2}
