"""Actual flights: times in their order, ends where aircraft can land."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from openairlift.errors import Issue
from openairlift.scenario.checks.draft import Draft, moment_text

_ORDER = ("onload_start", "onload_end", "block_out", "block_in", "offload_start", "offload_end")


def times(draft: Draft) -> Iterator[Issue]:
    """Check that what was flown happened in its order, and that what was not flown has no times."""
    for row in draft.rows("flights"):
        told = [(name, time) for name in _ORDER if (time := getattr(row.record, name)) is not None]
        for (before, first), (name, time) in pairwise(told):
            if time < first:
                what = f"it lies before {before}"
                yield draft.issue("flights", row, name, what, allowed=f"{moment_text(first)} or later")
        planned_out, planned_in = row.record.planned_out, row.record.planned_in
        if planned_out is not None and planned_in is not None and planned_in < planned_out:
            what = "it lies before planned_out"
            yield draft.issue("flights", row, "planned_in", what, allowed=f"{moment_text(planned_out)} or later")
        if row.record.outcome in ("cancelled", "no_show") and row.record.block_in is not None:
            what = f"a flight that landed was not {row.record.outcome}"
            yield draft.issue("flights", row, "outcome", what, allowed="flown, diverted or lost, or no block_in")
        if row.record.outcome in ("flown", "diverted") and row.record.block_in is None:
            what = f"a flight that is {row.record.outcome} has landed, and no block_in is stated"
            yield draft.issue("flights", row, "outcome", what, allowed="a time in block_in, or a blank outcome")


def ends(draft: Draft) -> Iterator[Issue]:
    """Check that a flight joins two different airfields."""
    for row in draft.rows("flights"):
        for column, name in (("from", row.record.origin), ("to", row.record.destination)):
            place = draft.place(name)
            if place is not None and not place.is_airfield:
                what = f"{name!r} is no airfield"
                issue = draft.issue("flights", row, column, what, allowed=draft.airfields())
                yield draft.no_runway(place.id) or issue
        if row.record.origin == row.record.destination:
            yield draft.issue("flights", row, "to", "the flight ends where it begins", allowed="another airfield")
