"""Flights that were diverted and went on: rows of a log that are one leg of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from openairlift.model import Flight

_NEVER = datetime.max.replace(tzinfo=UTC)


def onward_rows(flights: Sequence[Flight]) -> dict[int, list[int]]:
    """Return the rows that go on from a diversion, in order of time, by the row that was diverted first.

    A row goes on that is the next of the same mission, or where none is told of the same tail, bound for the same
    place, and leaves from where the row before it was diverted to.
    """
    by_way: dict[tuple[int | str, str], list[tuple[datetime, int]]] = {}
    for row, flight in enumerate(flights):
        who = flight.mission if flight.mission is not None else flight.tail
        if who is not None and flight.fate not in ("no_show", "cancelled"):
            by_way.setdefault((who, flight.destination), []).append((flight.block_out or _NEVER, row))
    found: dict[int, list[int]] = {}
    for rows in by_way.values():
        first: int | None = None
        before: Flight | None = None
        for _, row in sorted(rows):
            flight = flights[row]
            goes_on = before is not None and before.fate == "diverted" and before.landed_at == flight.origin
            if goes_on and first is not None:
                found.setdefault(first, []).append(row)
            else:
                first = row
            before = flight
    return found


def onward_of(flights: Sequence[Flight]) -> dict[int, int]:
    """Return, of every row that goes on from a diversion, the row that was diverted first."""
    return {row: first for first, rows in onward_rows(flights).items() for row in rows}


def joined(flights: Sequence[Flight]) -> dict[int, Flight]:
    """Return diverted flights that went on as one, by their first row: with the course of their last row.

    A flight that has landed where it was bound for is flown, with the offload that its last row tells; one that stands
    at an alternate is diverted there; one that is under way again left when its last row did.
    """
    found = {}
    for first, rows in onward_rows(flights).items():
        whole, last = flights[first], flights[rows[-1]]
        found[first] = replace(
            whole,
            origin=last.origin,
            block_out=last.block_out,
            block_in=last.block_in,
            landed_at=last.landed_at,
            outcome=last.outcome,
            offload_start=last.offload_start,
            offload_end=last.offload_end,
            payload_kg=whole.payload_kg if last.payload_kg is None else last.payload_kg,
        )
    return found
