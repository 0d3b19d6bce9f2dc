"""The typed events of a simulated or timed plan, and the causes of waiting: one vocabulary for both engines."""

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


TRAFFIC_RANK = 3
"""Rank of other traffic in queues."""
