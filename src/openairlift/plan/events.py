"""The typed events of a simulated or timed plan, and the causes of waiting: one vocabulary for all engines."""

from __future__ import annotations

from enum import IntEnum


class EventKind(IntEnum):
    """What happened. `who` is a mission for aircraft events, a load for cargo events, a stream for other traffic."""

    DEPART = 0  # block-out; place = where it leaves
    ARRIVE = 1  # over the field, or taxiing in from the base ramp; place = where it wants to land
    PARK = 2  # block-in on a spot
    START = 3  # service starts on a working slot
    END = 4  # service ends (an offload may still wait for storage)
    BREAK = 5  # found broken after service
    REPAIRED = 6
    DIVERT = 7  # gives up holding; place = where it held
    RECOVER = 8  # block-in on the base ramp
    LEFT_STOCK = 9
    LANDED = 10
    AT_HUB = 11
    FORWARDED = 12
    DELIVERED = 13
    TRAFFIC_ARRIVE = 14
    TRAFFIC_PARK = 15
    TRAFFIC_LEAVE = 16
    TRAFFIC_DIVERT = 17  # gave up holding, or found no slot
    REST = 18  # a crew rests, planned or because its duty is over
    CREW = 19  # another crew takes over; aux = index of its pool
    FUEL = 20  # fuel is issued where it is limited; aux = kg
    HELD_UP = 21  # can't set out; aux = cause
    LOST = 22  # a tail is lost
    LOAD_LOST = 23  # a load, or part of it, is lost; aux = mass [g]
    NO_SHOW = 24  # a load does not turn up; aux = mass [g]
    TRAFFIC_NO_SHOW = 25
    VEHICLE_LEFT = 26  # who = load, aux = trip
    VEHICLE_BACK = 27  # who = load, aux = trip
    SHOCK = 28  # who = shock; aux 1 = begins, 0 = ends
    REASSIGNED = 29  # a mission goes to another tail


class Cause(IntEnum):
    """Why something waited; the last axis of `waits`."""

    HOURS = 0  # for opening hours, here or at the next stop
    SLOT = 1  # on the ground for a reserved slot at the next stop
    PARKING = 2  # holding, or on the base ramp, for a spot here
    WORKING = 3  # on a spot for a working slot here
    STORAGE = 4  # unloaded but for want of room in storage here
    REPAIR = 5
    REST = 6
    TRUCKS = 7  # cleared cargo waiting for a surface vehicle here
    CLEARANCE = 8  # on the ground elsewhere for a landing or overflight clearance for here
    DISRUPTION = 9  # held up here: a place, route or airspace is closed, or the type barred
    CREW = 10  # here for a crew, or for its rest
    FUEL = 11
    RUNWAY = 12  # for a movement here
    CONVOY = 13  # a loaded vehicle, for its convoy or the hours of the link
    CARGO = 14  # on a spot for cargo that is not ready yet


class Draw(IntEnum):
    """Purpose of a random draw: part of its counter."""

    GROUND = 1
    BREAK = 2
    REPAIR = 3
    PAYLOAD = 4
    CLEARANCE = 5
    TRUCK_LOAD = 6
    TRANSIT = 7
    BORDER = 8
    TRUCK_UNLOAD = 9
    TRUCK_RETURN = 10
    TRAFFIC_GAP = 11
    TRAFFIC_GROUND = 12
    DIVERT_GROUND = 13
    NO_SHOW = 14
    TRAFFIC_NO_SHOW = 15
    SHOCK_GAP = 16
    SHOCK_LENGTH = 17


TRAFFIC_RANK = 3
"""Rank of other traffic in queues."""
