"""Compile a scenario to its network: places, types, tails and lines by index, distances, block times, payloads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openairlift.model import BODIES, AircraftType, Distribution, Place
from openairlift.network.calendars import link_opening, opening, window
from openairlift.network.ground import ground_arrays
from openairlift.network.legs import can_land, distances, gross_notes, legs
from openairlift.network.limits import handling_steps, parking_steps, working_steps
from openairlift.network.lines import Context, requirement_lines
from openairlift.network.network import Network, Stock, Stream, Surface, Tail
from openairlift.network.shocks import Field, shocks
from openairlift.network.support import clearances, fuels, pools
from openairlift.scenario import Scenario
from openairlift.scenario.keys import link_keys
from openairlift.units import seconds

TRAFFIC_GROUND = Distribution.constant(2.25 * 3600)
"""Time on the ground of other traffic where none is stated."""


def build_network(scenario: Scenario) -> Network:
    """Return the network of a scenario.

    Block time = ``floor(flown / block_speed(flown) + 0.5)`` [s], flown = great-circle distance × route factor [m].
    A type can't fly a leg when either end is no airfield, has no position, a runway shorter than the type needs or one
    that does not bear its take-off mass, when the leg lies beyond the last point of its payload curve, or when the
    curve or its block speed is not stated. Payload of the leg = the curve at the distance flown [kg]; the share that is
    really flown is left to the simulator. A leg that ends where there is no fuel has the payload of the distance there
    and on to the recovery field (blank: back); one that starts there goes to its recovery field only, where one is
    stated.

    What had to be assumed, and what can't work as stated, stands in `Network.notes`.
    """
    notes: list[str] = []
    places = tuple(scenario.places.values())
    types = tuple(scenario.aircraft.values())
    place_index = {place.id: i for i, place in enumerate(places)}
    type_index = {type_.type: i for i, type_ in enumerate(types)}
    stocks = tuple(
        Stock(
            place=place_index[row.place],
            item=row.item,
            quantity=row.quantity,
            ready_s=0 if row.ready is None else max(scenario.seconds(row.ready), 0),
        )
        for row in scenario.stock
    )
    links = tuple(
        Surface(origin=place_index[row.origin], destination=place_index[row.destination], record=row)
        for row in scenario.links
    )
    distance = distances(places)
    fuel = fuels(places)
    block, payload = legs(places, types, distance, notes, fuel=fuel)
    gross_notes(places, types, notes)
    ground, per_pallet, distributions = ground_arrays(scenario.ground_times, types, places, notes)
    context = Context(
        scenario=scenario,
        places=places,
        place_index=place_index,
        types=types,
        type_index=type_index,
        stocks=stocks,
        links=links,
    )
    field = Field(
        scenario=scenario,
        places=places,
        place_index=place_index,
        types=types,
        distance=distance,
        block=block,
        fuel=fuel,
    )
    keys = link_keys(scenario.links)
    for array in (distance, block, payload, ground, per_pallet):
        array.setflags(write=False)
    return Network(
        scenario=scenario,
        places=places,
        place_index=place_index,
        types=types,
        type_index=type_index,
        bodies=tuple(_body(type_, notes) for type_ in types),
        tails=tails(scenario, places, place_index, types, type_index, notes),
        lines=requirement_lines(context, notes),
        stocks=stocks,
        links=links,
        streams=streams(scenario, place_index),
        distance_m=distance,
        block_s=block,
        payload_kg=payload,
        ground=ground,
        per_pallet_s=per_pallet,
        distributions=distributions,
        parking=tuple(parking_steps(scenario, place, notes) for place in places),
        working=tuple(working_steps(scenario, place, notes) for place in places),
        open_s=tuple(opening(scenario, place) for place in places),
        handling=tuple(handling_steps(scenario, place, notes) for place in places),
        link_open_s=tuple(link_opening(scenario, row, key) for row, key in zip(scenario.links, keys, strict=True)),
        fuel=fuel,
        pools=pools(scenario, place_index, type_index, notes),
        clearances=clearances(scenario, places),
        shocks=shocks(field, notes),
        horizon_s=scenario.settings.horizon,
        notes=tuple(dict.fromkeys(notes)),
    )


def _body(type_: AircraftType, notes: list[str]) -> int:
    if type_.body is None:
        notes.append(f"No body class is stated for {type_.type}: wide was used.")
        return len(BODIES) - 1
    return BODIES.index(type_.body)


def tails(
    scenario: Scenario,
    places: Sequence[Place],
    place_index: Mapping[str, int],
    types: Sequence[AircraftType],
    type_index: Mapping[str, int],
    notes: list[str],
) -> tuple[Tail, ...]:
    """Return the tails in file order, named by type, number and home: ``C-17A 03 KDOV``."""
    codes = [place.icao for place in places]
    counts: dict[str, int] = {}
    result: list[Tail] = []
    for row in scenario.fleet:
        home = places[place_index[row.home]]
        label = home.icao if home.icao and codes.count(home.icao) == 1 else home.id
        type_ = types[type_index[row.type]]
        duty = type_.duty_s
        if row.augmented and type_.augmented_duty_s is not None:
            duty = type_.augmented_duty_s
        start, end = window(scenario, row.available_from, row.available_to)
        base = place_index[row.positioned_at or row.home]
        if row.tails and not can_land(type_, places[base]):
            notes.append(f"{row.type} at {places[base].id}: the type can't use that airfield; its tails stay there.")
        for _ in range(row.tails):
            key = f"{row.type}@{label}"
            counts[key] = counts.get(key, 0) + 1
            result.append(
                Tail(
                    name=f"{row.type} {counts[key]:02d} {label}",
                    type=type_index[row.type],
                    base=base,
                    home=place_index[row.home],
                    available_from_s=start,
                    available_to_s=end,
                    duty_s=None if duty is None else seconds(duty),
                )
            )
    return tuple(result)


def streams(scenario: Scenario, place_index: Mapping[str, int]) -> tuple[Stream, ...]:
    """Return other traffic in file order; the key is the place, repeats get ``#2``, ``#3``."""
    counts: dict[str, int] = {}
    result: list[Stream] = []
    for row in scenario.traffic:
        counts[row.place] = counts.get(row.place, 0) + 1
        opens, closes = window(scenario, row.opens, row.closes)
        result.append(
            Stream(
                key=row.place if counts[row.place] == 1 else f"{row.place}#{counts[row.place]}",
                place=place_index[row.place],
                body=BODIES.index(row.body),
                arrivals_per_day=row.arrivals_per_day,
                opens_s=opens,
                closes_s=max(closes, opens),
                ground_s=row.ground_s or TRAFFIC_GROUND,
                no_show_share=row.no_show_share,
            )
        )
    return tuple(result)
