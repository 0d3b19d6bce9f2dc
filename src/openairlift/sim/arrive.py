"""Over the field: arriving, holding for a spot, diverting."""

from __future__ import annotations

import numpy as np

from openairlift.plan.events import Cause, Draw, EventKind
from openairlift.plan.plan import Purpose
from openairlift.sim.count import count_traffic, log, log_craft, touch, wait_open
from openairlift.sim.crews import leave_at_base
from openairlift.sim.depart import count_movement, fly
from openairlift.sim.heap import push
from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Do, Int, Phase, State
from openairlift.sim.legs import block_now, flyable
from openairlift.sim.luck_nb import duration
from openairlift.sim.mission import ALTERNATE, BASE, rest
from openairlift.sim.queues import HOT, join, leave, queue_of
from openairlift.sim.slots import count_booking, drop_booking, open_from
from openairlift.sim.spots import NONE, cell, free_class
from openairlift.sim.traffic import ARRIVED, GAVE_UP, HELD, release

ZERO = np.int64(0)
ONE = np.int64(1)


@njit
def arrive(s: State, i: Int) -> None:
    """Let an aircraft come over the field, or taxi in from the base ramp."""
    c = s.craft[i]
    w = s.world[0]
    if c.from_air == 1:
        count_traffic(s, c.place, w.now, ARRIVED, i)
    if c.stream >= 0:
        log(s, EventKind.TRAFFIC_ARRIVE, c.place, c.stream, NONE, NONE, c.number)
        hold(s, i)
        return
    log_craft(s, EventKind.ARRIVE, c.place, i, ZERO)
    if c.away == 1:
        log_craft(s, EventKind.PARK, c.place, i, c.spot)
        land(s, i)
        count_arrival(s, c.place)
        stand(s, i)
    elif c.away == 2:
        recover(s, i)
        stand(s, i)
    elif s.stop[c.stop].purpose == Purpose.RECOVER.value:
        recover(s, i)
        leave_at_base(s, i)
        rest(s, i)
    else:
        hold(s, i)


@njit
def recover(s: State, i: Int) -> None:
    """Block in on the base ramp."""
    c = s.craft[i]
    c.on_ramp = 1
    log_craft(s, EventKind.RECOVER, c.place, i, ZERO)
    land(s, i)


@njit
def land(s: State, i: Int) -> None:
    """Count a block-in: of the crew's rest, as a movement, and in the landing charges."""
    c = s.craft[i]
    c.block_in = s.world[0].now
    if c.from_air == 1:
        count_movement(s, c.place)
        s.mission[c.mission].landings_usd += s.place[c.place].landing_usd


@njit
def count_arrival(s: State, place: Int) -> None:
    """Count a landing on this day, where arrivals a day are limited."""
    count_booking(s, place, s.world[0].now, ONE)


@njit
def stand(s: State, i: Int) -> None:
    """Stand for the en-route time after a divert."""
    c = s.craft[i]
    index = 16 * s.stop[c.stop].number + c.diverts
    c.diverts += 1
    c.cause = NONE
    over = s.world[0].now + duration(s, s.enroute[c.type, c.place], c.key, Draw.DIVERT_GROUND, index)
    push(s, over, Phase.RELEASE, c.key, Do.ANEW, i)


@njit
def hold(s: State, i: Int) -> None:
    """Queue for a spot; from the air with a limit of patience."""
    c = s.craft[i]
    c.joined = s.world[0].now
    c.held = 0
    c.cause = Cause.PARKING.value
    join(s, i, queue_of(c.place, c.body + HOT if needs_hot(s, i, c.place) else c.body))
    s.place[c.place].spot_waiting += 1
    touch(s, c.place)
    if c.from_air == 1:
        be_patient(s, i)


@njit
def needs_hot(s: State, i: Int, place: Int) -> Bool:
    """Return whether an aircraft needs a spot for dangerous cargo at a place."""
    p = s.place[place]
    if p.has_hot == 0 or s.craft[i].stream >= 0:
        return False
    return s.stop[s.craft[i].stop].explosive_g > p.spot_explosive_g


@njit
def be_patient(s: State, i: Int) -> None:
    """Set the moment at which an aircraft gives up: in the next second at the earliest, for spots come last."""
    c = s.craft[i]
    w = s.world[0]
    c.patience = push(s, w.now + max(w.hold_s, 1), Phase.ARRIVAL, c.key, Do.PATIENCE, i)


@njit
def stop_holding(s: State, i: Int) -> None:
    """Leave the queue for spots, and count the wait."""
    c = s.craft[i]
    w = s.world[0]
    leave(s, i)
    s.place[c.place].spot_waiting -= 1
    c.patience = NONE
    touch(s, c.place)
    if i < w.tails:
        wait_open(s, c.place, Cause.PARKING, c.joined, w.now)


@njit
def note_held(s: State, i: Int) -> None:
    """Count an aircraft that found no spot at once."""
    c = s.craft[i]
    if c.from_air == 1 and c.held == 0:
        c.held = 1
        count_traffic(s, c.place, c.joined, HELD, i)


@njit
def lose_patience(s: State, i: Int) -> None:
    """Let an aircraft that held as long as it may give up."""
    c = s.craft[i]
    w = s.world[0]
    note_held(s, i)
    if c.stream >= 0:
        count_traffic(s, c.place, w.now, GAVE_UP, i)
        log(s, EventKind.TRAFFIC_DIVERT, c.place, c.stream, NONE, NONE, c.number)
        stop_holding(s, i)
        drop_booking(s, i)
        release(s, i)
        return
    to, spot_class = refuge(s, i)
    if to < 0:
        be_patient(s, i)
        return
    count_traffic(s, c.place, w.now, GAVE_UP, i)
    log_craft(s, EventKind.DIVERT, c.place, i, ZERO)
    stop_holding(s, i)
    drop_booking(s, i)
    block = ZERO if to == c.place else block_now(s, c.type, c.place, to)
    c.cause = NONE
    c.away = BASE
    if spot_class >= 0:
        c.away = ALTERNATE
        c.spot = spot_class
        s.parked[to, cell(spot_class, c.body)] += 1
        if needs_hot(s, i, to):
            c.hot = 1
            s.place[to].hot_used += 1
        touch(s, to)
    fly(s, i, to, block)


@njit
def there_and_back(s: State, type_: Int, here: Int, there: Int) -> Bool:
    """Return whether a type can fly from here to there, and back."""
    return flyable(s, type_, here, there) and flyable(s, type_, there, here)


@njit
def refuge(s: State, i: Int) -> tuple[Int, Int]:
    """Return where a holding aircraft goes, with the class of the spot: an alternate, its base (-1), nowhere (-1)."""
    c = s.craft[i]
    now = s.world[0].now
    p = s.place[c.place]
    for k in range(p.alternate_first, p.alternate_last):
        to = s.alternate[k]
        q = s.place[to]
        if q.is_airfield == 0 or to == c.place or not there_and_back(s, c.type, c.place, to):
            continue
        arrive = now + block_now(s, c.type, c.place, to)
        if q.shut > 0 or s.barred[c.type, to] > 0 or q.spot_waiting > 0 or open_from(s, to, arrive) != arrive:
            continue
        if needs_hot(s, i, to) and q.hot_used >= q.hot_spots:
            continue
        spot_class = free_class(s, to, c.body)
        if spot_class >= 0:
            return to, spot_class
    if c.base == c.place or there_and_back(s, c.type, c.place, c.base):
        return c.base, NONE
    return NONE, NONE
