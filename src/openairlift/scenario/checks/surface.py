"""Surface links and other traffic."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.errors import Issue
from openairlift.scenario.checks import overland
from openairlift.scenario.checks.draft import Draft, window_issues


def capacity(draft: Draft) -> Iterator[Issue]:
    """Check that a link has a capacity a day or vehicles, exactly one of the two."""
    for row in draft.rows("links"):
        record = row.record
        if record.capacity_kg_per_day is None and record.trucks is None:
            what = "a link without a capacity moves nothing"
            yield draft.issue("links", row, "trucks", what, allowed="capacity_kg_per_day, or trucks")
        elif record.capacity_kg_per_day is not None and record.trucks is not None:
            what = "a link has a capacity a day or vehicles, not both"
            yield draft.issue("links", row, "trucks", what, allowed="capacity_kg_per_day, or trucks")
        elif record.trucks is not None and record.payload_kg is None:
            what = "no payload is stated: each load goes on one vehicle, however heavy it is"
            yield draft.warning("links", row, "payload_kg", what)
        if record.trucks is not None and record.payload_kg is not None:
            heavy = [item for item in draft.items.values() if item.unit_mass_kg > record.payload_kg]
            if heavy:
                most = max(heavy, key=lambda item: item.unit_mass_kg)
                what = (
                    f"{most.item} weighs {most.unit_mass_kg:,.0f} kg, more than a vehicle takes; several trips are made"
                )
                yield draft.warning("links", row, "payload_kg", what)
        if record.transit_s is None:
            what = "no travel time is stated: none is counted"
            yield draft.warning("links", row, "transit_h", what)


def ends(draft: Draft) -> Iterator[Issue]:
    """Check that a link joins two places."""
    for row in draft.rows("links"):
        if row.record.origin == row.record.destination:
            what = "the link ends where it starts"
            yield draft.issue("links", row, "to", what, allowed="another place")


def used(draft: Draft) -> Iterator[Issue]:
    """Warn of links that can't be used: they start at no airfield, nor lead from cargo to where it is needed."""
    asked = [row.record for row in draft.rows("requirements")]
    for row in draft.rows("links"):
        record, start = row.record, draft.place(row.record.origin)
        if start is None or start.is_airfield or record.origin == record.destination:
            continue
        way = {(record.origin, record.destination)}
        if not any(overland.goes(draft, requirement, way) for requirement in asked):
            what = f"{start.id!r} has no runway, and nothing that is needed at {record.destination!r} lies there"
            if draft.no_runway(start.id) is None:
                yield draft.warning("links", row, "from", what + ": the link is never used")


def traffic(draft: Draft) -> Iterator[Issue]:
    """Check that other traffic lands at airfields, in a window."""
    for row in draft.rows("traffic"):
        place = draft.place(row.record.place)
        if place is not None and not place.is_airfield:
            issue = draft.issue("traffic", row, "place", f"{place.id!r} has no runway", allowed=draft.airfields())
            yield draft.no_runway(place.id) or issue
        yield from window_issues(draft, "traffic", row, "opens", "closes")
