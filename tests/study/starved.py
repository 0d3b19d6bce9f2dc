"""Small airlifts in which one or two limits are starved, so that the one requirement can't be met by its date."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.network.build import DEPOT, HUB, at, jet, place, requirement, scenario, spots

from openairlift.model import Disruption, FleetRow, Hours, Item, StockRow
from openairlift.scenario import Scenario

NIGHT = Hours((((0, 3600),),) * 7, "daily 00:00-01:00")


def starved(seed: int) -> tuple[Scenario, frozenset[str]]:
    """Return an airlift, and the keys of the limits that were starved in it."""
    luck = random.Random(seed)
    loads, latest = luck.randint(9, 12), luck.uniform(15, 20)
    depot = replace(DEPOT, parking=spots(wide=20), working=20)
    hub = replace(HUB, parking=spots(wide=20), working=20, loaders=20)
    crates = Item(item="crate", unit_mass_kg=1000.0)
    made = scenario(
        places=(depot, hub, place("aside", 50.0, 14.3, parking=spots(wide=2))),
        types=(jet(cargo_classes=("bulk", "oversize", "passengers"), pallets=None, floor_m=None),),
        fleet=(FleetRow(type="JET", tails=16, home="depot"),),
        items=(crates,),
        stock=(StockRow(place="depot", item="crate", quantity=40.0 * loads),),
        requirements=(requirement(item="crate", quantity=40.0 * loads - luck.randint(0, 5), latest=at(latest)),),
        horizon_days=2,
    )
    chosen = luck.sample(sorted(STARVE), luck.choice((1, 1, 2)))
    for name in chosen:
        made = STARVE[name](made, luck)
    return made, frozenset(chosen)


def _place(name: str, **stated: Any) -> Callable[[Scenario, random.Random], Scenario]:
    def change(made: Scenario, _luck: random.Random) -> Scenario:
        return replace(made, places={**made.places, name: replace(made.places[name], **stated)})

    return change


def _tails(made: Scenario, luck: random.Random) -> Scenario:
    return replace(made, fleet=(replace(made.fleet[0], tails=luck.randint(1, 2)),))


def _stock(made: Scenario, luck: random.Random) -> Scenario:
    return replace(made, stock=(replace(made.stock[0], quantity=float(luck.randint(40, 300))),))


def _ready(made: Scenario, luck: random.Random) -> Scenario:
    row = replace(made.requirements["r1"], ready=at(luck.uniform(14.5, 20)))
    return replace(made, requirements={"r1": row})


def _closed(made: Scenario, _luck: random.Random) -> Scenario:
    return replace(made, disruptions=(Disruption(kind="closure", target="hub", closes=at(36)),))


def _outsize(made: Scenario, _luck: random.Random) -> Scenario:
    return replace(made, items={"crate": replace(made.items["crate"], cargo_class="outsize")})


STARVE: Mapping[str, Callable[[Scenario, random.Random], Scenario]] = {
    "tails:JET": _tails,
    "working:depot": _place("depot", working=1),
    "working:hub": _place("hub", working=1),
    "parking:hub": _place("hub", parking=spots(wide=1)),
    "handling:hub": _place("hub", loaders=1),
    "hours:hub": _place("hub", open_hours=NIGHT),
    "arrivals:hub": _place("hub", arrivals_per_day=3.0),
    "runway:hub": _place("hub", runway_m=700.0),
    "stock:crate": _stock,
    "ready:r1": _ready,
    "disruption:closure:hub@the start": _closed,
    "hold:JET": _outsize,
}
