"""Layout of the kernel's data: one record array an entity, inputs and state side by side, in one named tuple.

`compile.initial_state` fills the inputs and the state at second 0; a run works on a copy. Indices refer to rows of the
other arrays; -1 is "none" in here (never outside this room). Times are whole seconds, masses in storage whole grams, so
that sums are exact whatever their order.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Records = npt.NDArray[Any]
Rows: TypeAlias = Any
"""An array of records or numbers; compiled code reads fields of its rows as attributes."""

Int: TypeAlias = Any
"""A 64-bit integer of compiled code, which may come as a numpy scalar; `Float` and `Bool` likewise."""
Float: TypeAlias = Any
Bool: TypeAlias = Any

MARK_COUNT = 5
DAY = 86_400


def _record(**fields: str) -> np.dtype[Any]:
    """Return a record type from space-separated field names by kind: i8 (integers) or f8 (floats)."""
    return np.dtype([(name, kind) for kind, names in fields.items() for name in names.split()])


PLACE = _record(
    i8="parking_first parking_last has_parking has_working always_open window_first window_last "
    "alternate_first alternate_last is_airfield link storage_g clearance narrow_on_wide small_on_narrow small_on_wide "
    "resource_parking resource_working resource_storage "
    # state
    "cap_small cap_narrow cap_wide slots is_open busy node dirty slot_waiting spot_waiting work_waiting "
    "stored_g seen_s seen_spots seen_busy seen_waiting seen_g"
)
"""A place. parking_first:parking_last = rows of `step`; window_…= rows of `window`; link = first link that starts here.

State: capacities now, aircraft on working slots (busy), head of the reservations (node), aircraft elsewhere that wait
for a slot here, waiting for a spot, for a working slot; cargo in storage; what `count.observe` saw last, and when.
"""

QUEUE = _record(i8="head tail")
"""A queue of aircraft: five a place (spots by body class, working slots, storage)."""

CRAFT = _record(
    i8="type body base from_s to_s mission_first mission_last "
    # state
    "mission stop place spot on_ramp busy rank key joined from_air held diverts away patience slot_wait "
    "in_window idle idle_ramp queue next prev stream number since "
    "b_place b_class b_start b_end n_place n_class n_start n_end"
)
"""An aircraft: the tails of the fleet first, then a pool for other traffic (free rows linked by `next`).

mission_first:mission_last = rows of `mission` (sorted by tail). State: row of the current or next mission and stop,
place (where it stands, or is heading), spot class or -1, whether it stands on the base ramp, whether a mission has
begun, rank and luck key of the mission, when it joined its queue, whether it came by air, whether holding is counted,
diverts at this stop, away (0 = bound for its stop, 1 = for an alternate, 2 = for its base), number of the valid
patience event, reservation where it stands (b_…) and at the next stop (n_…).
"""

MISSION = _record(
    i8="index tail type stop_first stop_last load_first load_last earliest_s ready_s rank key begun due pending",
    f8="payload_kg pallet_limit",
)
"""A mission; `index` is its place in the plan. `pending` = the aircraft that waits for the cargo to be ready, or -1."""

STOP = _record(i8="place purpose rest_s number ground nominal_s reserve_s", f8="extra_s")
"""A stop; ground = row of `dist`, extra_s = per pallet position × positions, reserve_s = nominal time + rest."""

LOAD = _record(
    i8="mission rank key group whole link place destination objective_due trips started left arrived grams joined next",
    f8="quantity unit_kg fit_kg unit_positions carried",
)
"""A load; group = row of `leftover`, fit_kg = mass of a unit where payload is concerned (0: always fits)."""

KIND = _record(i8="repair share resource due idle flying_s", f8="reliability")
"""An aircraft type: rows of `dist` for repair and for the share of the payload that is flown."""

LINK = _record(
    i8="origin destination next payload_g load unload transit border vehicles resource head tail busy free",
    f8="capacity_kg_per_day",
)
"""A surface link; capacity_kg_per_day 0 = vehicles. State: queue of loads, whether a load passes, free vehicles."""

VEHICLE = _record(i8="link load trip next")
STREAM = _record(i8="place body opens_s closes_s key ground nominal_s number", f8="rate sum_s")
"""Other traffic; state: number of the next arrival, sum of the gaps so far [s]."""

DIST = _record(i8="family first count", f8="mean")
STEP = _record(i8="time small narrow wide")
WINDOW = _record(i8="opens closes")
AGENDA = _record(i8="time what who a b c")
"""What is known beforehand, by time: capacity steps, openings and closings, cargo ready, windows of tails."""

EVENT = _record(i8="when key number what who")
"""An entry of the event heap; when = 8 × second + phase."""

NODE = _record(i8="time next")
"""A moment at which reservations of a place start or end; changes by (class, body) stand in `delta`."""

RESOURCE = _record(i8="on since total")

WORLD = _record(
    i8="now horizon luck slots hold_s objective logging log_count heap_count numbers agenda_next dirty_count "
    "craft_free node_free tails places days events events_second max_events status bin_s release due idle unready "
    "to_load pending left_groups first_landed closed_at release_resource",
    u8="root",
)

EVENTS_DTYPE = np.dtype(
    [("time", "i8"), ("kind", "i2"), ("place", "i4"), ("who", "i4"), ("tail", "i4"), ("stop", "i4"), ("aux", "i8")]
)
"""A logged event. aux: mass [g] for cargo marks, class of the spot for PARK and TRAFFIC_PARK, second at which service
started for END and TRAFFIC_LEAVE, number of the arrival for TRAFFIC_ARRIVE and TRAFFIC_DIVERT, else 0."""


class State(NamedTuple):
    """Everything that a run reads and changes."""

    place: Rows
    queue: Rows
    craft: Rows
    mission: Rows
    stop: Rows
    load: Rows
    kind: Rows
    link: Rows
    vehicle: Rows
    stream: Rows
    dist: Rows
    param: Rows
    block: Rows
    enroute: Rows
    step: Rows
    window: Rows
    alternate: Rows
    agenda: Rows
    heap: Rows
    node: Rows
    delta: Rows
    parked: Rows
    dirty: Rows
    leftover: Rows
    resource: Rows
    world: Rows
    marks: Rows
    waits: Rows
    traffic: Rows
    occupancy: Rows
    stored: Rows
    log: Rows


_I8, _F8 = np.dtype(np.int64), np.dtype(np.float64)
DTYPES: dict[str, np.dtype[Any]] = {
    **dict.fromkeys(("block", "enroute", "alternate", "delta", "parked", "dirty", "marks", "waits"), _I8),
    **dict.fromkeys(("traffic", "occupancy", "stored"), _I8),
    "param": _F8,
    "leftover": _F8,
    "place": PLACE,
    "queue": QUEUE,
    "craft": CRAFT,
    "mission": MISSION,
    "stop": STOP,
    "load": LOAD,
    "kind": KIND,
    "link": LINK,
    "vehicle": VEHICLE,
    "stream": STREAM,
    "dist": DIST,
    "step": STEP,
    "window": WINDOW,
    "agenda": AGENDA,
    "heap": EVENT,
    "node": NODE,
    "resource": RESOURCE,
    "world": WORLD,
    "log": EVENTS_DTYPE,
}
"""Element type of every array of `State`."""


class Do(IntEnum):
    """What an entry of the heap asks for."""

    BEGIN = 0
    DEPART = 1
    ARRIVE = 2
    END = 3
    REPAIRED = 4
    RESTED = 5
    STOOD = 6
    PATIENCE = 7
    CLEARED = 8
    PASSED = 9
    DELIVERED = 10
    LEFT = 11
    UNLOADED = 12
    BACK = 13
    TRAFFIC = 14


class Phase(IntEnum):
    """Order within a second; starts (phase 3) have no entries in the heap."""

    RELEASE = 0
    ARRIVAL = 2


class Known(IntEnum):
    """What an entry of the agenda says."""

    PARKING = 0
    WORKING = 1
    OPENS = 2
    CLOSES = 3
    READY = 4
    WINDOW_OPENS = 5
    WINDOW_CLOSES = 6


class Status(IntEnum):
    """How a run ended; the kernel stops and the caller enlarges what was too small."""

    DONE = 0
    HEAP_FULL = 1
    CRAFT_FULL = 2
    LOG_FULL = 3
    ENDLESS = 4
