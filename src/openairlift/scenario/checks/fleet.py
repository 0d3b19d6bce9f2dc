"""The fleet: where it stands, when it can be used, and what must be known of its types."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.errors import Issue
from openairlift.scenario.checks.draft import Draft, window_issues

_NEEDED = {
    "payload_at_range": "its payload by range",
    "block_speed": "its block speed",
    "body": "its body class",
    "cargo_classes": "its cargo classes",
}


def bases(draft: Draft) -> Iterator[Issue]:
    """Check that tails stand at airfields; a runway that is too short for them is a warning."""
    for row in draft.rows("fleet"):
        type_ = draft.aircraft.get(row.record.type)
        for column in ("home", "positioned_at"):
            place = draft.place(getattr(row.record, column))
            if place is None:
                continue
            if place.runway_m is None:
                what = f"{place.id!r} has no runway"
                issue = draft.issue("fleet", row, column, what, allowed=draft.airfields())
                yield draft.no_runway(place.id) or issue
            elif type_ is not None and type_.runway_m is not None and place.runway_m < type_.runway_m:
                what = f"the runway of {place.id!r} has {place.runway_m:,.0f} m, {type_.type} needs "
                yield draft.warning("fleet", row, column, what + f"{type_.runway_m:,.0f} m")


def windows(draft: Draft) -> Iterator[Issue]:
    """Check that windows of availability are not empty."""
    for row in draft.rows("fleet"):
        yield from window_issues(draft, "fleet", row, "available_from", "available_to")


def tails(draft: Draft) -> Iterator[Issue]:
    """Check that there is at least one tail."""
    rows = draft.rows("fleet")
    if rows and not any(row.record.tails for row in rows):
        yield Issue(what="the fleet has no tails", file=draft.file("fleet"), column="tails", allowed="1 or more in all")


def data(draft: Draft) -> Iterator[Issue]:
    """Check that what a plan needs is known of every type of the fleet."""
    seen: set[str] = set()
    for row in draft.rows("fleet"):
        type_ = draft.aircraft.get(row.record.type)
        if type_ is None or type_.type in seen:
            continue
        seen.add(type_.type)
        for attribute, words in _NEEDED.items():
            if not getattr(type_, attribute):
                what = f"of {type_.type} {words} is not known, without which it can't be planned"
                yield draft.issue("fleet", row, "type", what, allowed=f"state {attribute} in aircraft.csv")
