"""A small scenario with a plan made by hand that keeps every limit: what the tests of the audit break."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.network.build import DEPOT, HUB, ROAD, TOWN, at, jet, place, requirement, scenario

from openairlift.model import FleetRow, Item, StockRow
from openairlift.plan import Load, Mission, Plan, Purpose, Shortfall, Stop
from openairlift.scenario import Scenario

HOUR = 3600
DEPOT_AT, HUB_AT, TOWN_AT, FAR_AT, SIDE_AT = range(5)
FAR = place("far", -40.0, 170.0)
SIDE = place("side", 50.5, 21.0)
BULK, TRUCKS, PEOPLE, TANK, FRAMES = range(5)
"""Lines of the scenario."""

Change = Mapping[str, Any]


def world(
    *,
    depot: Change | None = None,
    hub: Change | None = None,
    type_: Change | None = None,
    fleet: Change | None = None,
    people: Change | None = None,
    trucks_held: float = 4.0,
    **settings: Any,
) -> Scenario:
    """Return the scenario, with fields of single records changed.

    60 t of bulk, 10 frames and 80 people go to the hub, 4 trucks on to the town by road; a tank can't be carried.
    """
    crew = {"duty_s": 16.0 * HOUR, "report_s": 1.0 * HOUR, "release_s": 0.5 * HOUR, "rest_s": 12.0 * HOUR}
    row = {"type": "JET", "tails": 3, "home": "depot"}
    asked = {"people": 80, "earliest": at(20)}
    return scenario(
        places=(replace(DEPOT, **(depot or {})), replace(HUB, **(hub or {})), TOWN, FAR, SIDE),
        types=(jet(**{**crew, **(type_ or {})}),),
        fleet=(FleetRow(**{**row, **(fleet or {})}),),
        items=(
            Item(item="truck", unit_mass_kg=9000.0, unit_volume_m3=30.0, length_m=6.5, width_m=2.4, height_m=2.5,
                 cargo_class="oversize", unit_value_usd=1e5),
            Item(item="tank", unit_mass_kg=60_000.0, cargo_class="outsize"),
            Item(item="frame", unit_mass_kg=1000.0, unit_volume_m3=13.0),
        ),
        stock=(
            StockRow(place="depot", item="truck", quantity=trucks_held, ready=at(6)),
            StockRow(place="depot", item="tank", quantity=1),
            StockRow(place="depot", item="frame", quantity=10),
        ),
        requirements=(
            requirement("bulk", cargo_class="bulk", mass_kg=60_000.0),
            requirement("trucks", item="truck", quantity=4.0, destination="town"),
            requirement("people", **{**asked, **(people or {})}),
            requirement("tank", item="tank", quantity=1.0),
            requirement("frames", item="frame", quantity=10.0),
        ),
        links=(ROAD,),
        **settings,
    )  # fmt: skip


def load(line: int, number: int, quantity: float, **fields: Any) -> Load:
    """Return a load of one line with the mass, volume, positions and value that follow from its quantity."""
    each = {
        BULK: (1.0, 0.0, 1 / 4500, 0.0, None, None),
        TRUCKS: (9000.0, 30.0, 18 * 6.5 / (2 * 26.0), 1e5, 0, 0),
        PEOPLE: (110.0, 0.0, 0.0, 0.0, None, None),
        TANK: (60_000.0, 0.0, 60_000 / 4500, 0.0, 1, None),
        FRAMES: (1000.0, 13.0, 1.0, 0.0, 2, None),
    }[line]
    stated = {
        "mass_kg": quantity * each[0],
        "volume_m3": quantity * each[1],
        "pallets": quantity * each[2],
        "value_usd": quantity * each[3],
        "stock": each[4],
        "link": each[5],
    }
    return Load(line=line, number=number, quantity=quantity, **{**stated, **fields})


STOPS = (
    Stop(place=DEPOT_AT, purpose=Purpose.ONLOAD),
    Stop(place=HUB_AT, purpose=Purpose.OFFLOAD),
    Stop(place=DEPOT_AT, purpose=Purpose.RECOVER),
)


def mission(tail: int, hour: float, *loads: Load) -> Mission:
    """Return a mission from the depot to the hub and back."""
    return Mission(tail=tail, stops=STOPS, loads=loads, earliest_s=int(hour * HOUR))


def good() -> Plan:
    """Return the plan that keeps every limit."""
    return Plan(
        missions=(
            mission(0, 0, load(BULK, 1, 40_000.0)),
            mission(1, 0, load(BULK, 2, 20_000.0), load(FRAMES, 1, 10.0)),
            mission(2, 12, load(TRUCKS, 1, 4.0)),
            mission(0, 24, load(PEOPLE, 1, 80.0)),
        ),
        shortfalls=(Shortfall(line=TANK, quantity=1.0, mass_kg=60_000.0, reason="too heavy for every type"),),
    )


def with_mission(index: int, change: Callable[[Mission], Mission], plan: Plan | None = None) -> Plan:
    """Return the plan with one mission changed."""
    plan = plan or good()
    missions = [change(row) if i == index else row for i, row in enumerate(plan.missions)]
    return replace(plan, missions=tuple(missions))


def with_load(index: int, position: int, **fields: Any) -> Plan:
    """Return the plan with fields of one load of one mission changed."""

    def change(row: Mission) -> Mission:
        loads = [replace(one, **fields) if i == position else one for i, one in enumerate(row.loads)]
        return replace(row, loads=tuple(loads))

    return with_mission(index, change)
