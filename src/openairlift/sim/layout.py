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
QUEUES = 11
"""Queues a place: for spots, working slots, storage, fuel and crews; see `queues`."""

DAY = 86_400


def _record(**fields: str) -> np.dtype[Any]:
    """Return a record type from space-separated field names by kind: i8 (integers) or f8 (floats)."""
    return np.dtype([(name, kind) for kind, names in fields.items() for name in names.split()])


PLACE = _record(
    i8="parking_first parking_last has_parking has_working has_handling always_open window_first window_last "
    "alternate_first alternate_last is_airfield link storage_g storage_l clearance "
    "narrow_on_wide small_on_narrow small_on_wide arrivals_limit moves_limit limit_row "
    "has_hot hot_spots spot_explosive_g has_fuel fuel_stock fuel_day is_dry "
    "resource_parking resource_working resource_handling resource_storage resource_fuel resource_crew "
    # state
    "step_small step_narrow step_wide step_slots step_handling cap_small cap_narrow cap_wide slots handling "
    "is_open shut busy handling_busy hot_used node dirty slot_waiting spot_waiting work_waiting stored_g stored_l "
    "fuel_issued wake_s fuel_wake_s seen_s seen_spots seen_busy seen_waiting seen_g",
    f8="landing_usd pace",
)
"""A place. parking_first:parking_last = rows of `step`; window_…= rows of `window`; link = first link that starts here.

limit_row = row of `moves` and `landings`. State: capacities as the calendar has them (step_…) and after shocks,
aircraft on working slots (busy), on those of handling, on hot spots, head of the reservations (node), aircraft
elsewhere that wait for a slot here, waiting for a spot, for a working slot; cargo in storage; fuel issued [kg]; moments
at which phase 3 is to look again; what `count.observe` saw last, and when.
"""

QUEUE = _record(i8="head tail")
"""A queue of aircraft; see `queues` for which there are at a place."""

CRAFT = _record(
    i8="type body base from_s to_s duty_s pool "
    # state
    "mission following last left turned before stop place spot on_ramp busy rank key joined from_air held diverts away "
    "patience slot_wait in_window idle idle_ramp queue next prev stream number since "
    "b_place b_class b_start b_end n_place n_class n_start n_end "
    "has_crew on_duty duty_from rest_to block_in block moved fuelled serving hot lost held_up held_since cause"
)
"""An aircraft: the tails of the fleet first, then a pool for other traffic (free rows linked by `next`).

pool = crews of its fleet row, or -1. State: row of the current or next mission and stop, missions after it (following,
last: a list through `mission.next`; left = how many have not begun), whether it has turned to a mission that has not
begun, the mission before; place (where it stands, or is heading), spot class or -1, whether it stands on the base ramp,
whether a mission has begun (busy), rank and luck key of the mission, when it joined its queue, whether it came by air,
whether holding is counted, diverts at this stop, away (0 = bound for its stop, 1 = for an alternate, 2 = for its base),
number of the valid patience event, reservation where it stands (b_…) and at the next stop (n_…); whether the crew's
duty runs and since when, end of a rest during a repair, last block-in, block time with which it moved on, hour of a
booked movement + 1, fuel issued, 1 or 2 while it is served (2 = with handling), whether it holds a hot spot, whether it
is lost (2 = its missions are dealt with), what it waits for (cause, -1 = nothing).
"""

MISSION = _record(
    i8="index tail type stop_first stop_last load_first load_last earliest_s ready_s rank key next begun due pending "
    "taken dropped ended_s stuck flown_s",
    f8="payload_kg pallet_limit landings_usd",
)
"""A mission; `index` is its place in the plan. `pending` = the aircraft that waits for the cargo to be ready, or -1.

taken = its cargo was taken aboard, dropped = nobody flies it any more, ended_s = -1 until it ends, stuck = an
`Ended` or a cause.
"""

STOP = _record(
    i8="place purpose rest_s number ground nominal_s reserve_s ahead_s over_s land_s fuel_kg explosive_g", f8="extra_s"
)
"""A stop; ground = row of `dist`, extra_s = per pallet position × positions, reserve_s = nominal time + rest.

ahead_s = duty from block-in there to the last block-in before a rest; over_s, land_s = clearances; fuel_kg = for the
legs after it up to the next fuel; explosive_g = planned aboard there.
"""

LOAD = _record(
    i8="mission row rank key group whole link place onload destination stock customs_s there_s trips started left "
    "arrived grams litres joined next state",
    f8="quantity unit_kg unit_l fit_kg unit_positions carried no_show_share",
)
"""A load; mission = its place in the plan, row = row of `mission` (both -1 for a haul), group = row of `leftover`.

Hauls are the last rows. They wait for their link `At.STOCK`, from `there_s` on; their place is their origin.

fit_kg = mass of a unit where payload is concerned (0: always fits); state = an `At`.
"""

KIND = _record(
    i8="repair share report_s release_s rest_s hours_s resource due idle flying_s sound", f8="reliability fuel_kg_per_h"
)
"""An aircraft type: rows of `dist` for repair and for the share of the payload that is flown; hours_s -1 = no limit.

sound = 1 where it never breaks behind an onload.
"""

LINK = _record(
    i8="origin destination next payload_g payload_l load unload transit border vehicles convoy always_open "
    "window_first window_last resource "
    # state
    "head tail busy free is_open shut limit out loading ready_head ready_tail ready",
    f8="capacity_kg_per_day factor",
)
"""A surface link; capacity_kg_per_day 0 = vehicles.

State: queue of loads, whether a load passes, free vehicles, vehicles that may be out and that are, vehicles that are
being loaded, and those that are loaded and wait to leave.
"""

VEHICLE = _record(i8="link load trip next since")
POOL = _record(i8="place crew_first crew_last opens_s closes_s staged")
CREW = _record(i8="ready_s joined")
"""A crew of a pool: since when it is rested (`FAR` while it is out), and its turn among those that joined.

`hours` has its row behind those of the tails.
"""

SHOCK = _record(
    i8="kind place to link stock what count start_s end_s duration key tail_first tail_last type_first type_last air "
    "on number",
    f8="factor rate",
)
STREAM = _record(i8="place body opens_s closes_s key ground nominal_s number", f8="rate sum_s no_show_share")
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
    "to_load pending left_groups first_landed closed_at release_resource lost lost_g lost_tails reassign hours_on "
    "airspaces crews_joined first_haul",
    u8="root",
)

EVENTS_DTYPE = np.dtype(
    [("time", "i8"), ("kind", "i2"), ("place", "i4"), ("who", "i4"), ("tail", "i4"), ("stop", "i4"), ("aux", "i8")]
)
"""A logged event. aux: mass [g] for cargo marks, class of the spot for PARK and TRAFFIC_PARK, second at which service
started for END and TRAFFIC_LEAVE, number of the arrival for TRAFFIC_ARRIVE, TRAFFIC_DIVERT and TRAFFIC_NO_SHOW, what
the kind says for later ones, else 0."""


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
    pool: Rows
    crew: Rows
    pool_type: Rows
    hours: Rows
    shock: Rows
    shock_list: Rows
    airblock: Rows
    closed_leg: Rows
    barred: Rows
    moves: Rows
    landings: Rows
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
    **dict.fromkeys(("traffic", "occupancy", "stored", "pool_type", "hours", "shock_list", "airblock"), _I8),
    **dict.fromkeys(("closed_leg", "barred", "moves", "landings"), _I8),
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
    "pool": POOL,
    "crew": CREW,
    "shock": SHOCK,
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


UNCHANGED = frozenset(
    [
        *("block", "enroute", "dist", "param", "step", "window", "alternate", "agenda", "stop"),
        *("pool", "pool_type", "shock_list", "airblock"),
    ]
)
"""Arrays of `State` that a run only reads: runs share them."""


class Do(IntEnum):
    """What an entry of the heap asks for."""

    BEGIN = 0
    DEPART = 1
    ARRIVE = 2
    END = 3
    REPAIRED = 4
    RESTED = 5
    ANEW = 6
    PATIENCE = 7
    NEXT = 8  # up to here: about an aircraft
    CLEARED = 9
    PASSED = 10
    DELIVERED = 11
    LOADED = 12
    UNLOADED = 13
    BACK = 14
    TRAFFIC = 15
    TOUCH = 16
    SHOCK_ON = 17
    SHOCK_OFF = 18
    VANISH = 19
    THERE = 20  # a haul's cargo


class Phase(IntEnum):
    """Order within a second; starts (phase 3) have no entries in the heap."""

    RELEASE = 0
    CHANGE = 1
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
    HANDLING = 7
    LINK_OPENS = 8
    LINK_CLOSES = 9


class At(IntEnum):
    """Where a load is."""

    STOCK = 0
    ABOARD = 1
    STORED = 2
    WAITING = 3  # for a surface link
    ONWARD = 4  # on its way, or there
    ABSENT = 5  # it did not turn up
    LOST = 6


class Ended(IntEnum):
    """How a mission stands at the horizon, where it does not wait for a `Cause`."""

    DONE = -1
    NEVER_BEGAN = -2
    UNDER_WAY = -3


class Status(IntEnum):
    """How a run ended; the kernel stops and the caller enlarges what was too small."""

    DONE = 0
    HEAP_FULL = 1
    CRAFT_FULL = 2
    LOG_FULL = 3
    ENDLESS = 4
