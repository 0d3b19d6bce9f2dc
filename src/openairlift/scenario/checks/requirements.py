"""Requirements: what they ask for, by when, from where to where, and for which package."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from openairlift.errors import Issue
from openairlift.scenario.checks import overland
from openairlift.scenario.checks.draft import ANY, Draft, moment_text
from openairlift.tables import Row

SUBJECTS = ("item", "unit_type", "cargo_class", "people")
_NEEDS = {"item": ("quantity", "mass_kg"), "unit_type": ("quantity",), "cargo_class": ("mass_kg",), "people": ()}
_ORDER = (
    ("ready", "latest"),
    ("ready", "required"),
    ("earliest", "latest"),
    ("earliest", "required"),
    ("latest", "required"),
)
_OUT = ("considered", "cancelled")


def subject(draft: Draft) -> Iterator[Issue]:
    """Check that a requirement asks for exactly one of item, unit type, cargo class and people."""
    for row in draft.rows("requirements"):
        asked = [name for name in SUBJECTS if getattr(row.record, name) is not None]
        allowed = ", ".join(SUBJECTS)
        if not asked:
            yield draft.issue("requirements", row, "item", "asks for nothing", allowed=f"one of {allowed}")
        elif len(asked) > 1:
            what = f"asks for {' and '.join(asked)}"
            yield draft.issue("requirements", row, asked[1], what, allowed=f"exactly one of {allowed}")
        elif row.record.cargo_class == "passengers":
            what = "passengers are asked for by their number"
            yield draft.issue("requirements", row, "cargo_class", what, allowed="the column people")


def amount(draft: Draft) -> Iterator[Issue]:
    """Check that a requirement says how much, once, and whole pieces where it asks for pieces."""
    for row in draft.rows("requirements"):
        asked = [name for name in SUBJECTS if getattr(row.record, name) is not None]
        if len(asked) != 1:
            continue
        needs = _NEEDS[asked[0]]
        stated = [name for name in ("quantity", "mass_kg") if getattr(row.record, name) is not None]
        wrong = [name for name in stated if name not in needs]
        if wrong:
            what = f"a requirement by {asked[0]} has no {wrong[0]}"
            allowed = f"a blank cell, and {' or '.join(needs or asked)}"
            yield draft.issue("requirements", row, wrong[0], what, allowed=allowed)
        elif needs and not stated:
            what = f"does not say how much of {getattr(row.record, asked[0])!r}"
            yield draft.issue("requirements", row, needs[0], what, allowed=" or ".join(needs))
        elif len(stated) > 1:
            what = "says twice how much: by quantity and by mass"
            yield draft.issue("requirements", row, stated[1], what, allowed="one of the two")
        elif row.record.quantity is not None and row.record.quantity % 1 != 0:
            what = "is no whole number of pieces"
            yield draft.issue("requirements", row, "quantity", what, allowed="a whole number")


def dates(draft: Draft) -> Iterator[Issue]:
    """Check that dates do not cross; those outside the horizon are warned of."""
    end = draft.end()
    for row in draft.rows("requirements"):
        record = row.record
        crossed = False
        for first, second in _ORDER:
            early, late = getattr(record, first), getattr(record, second)
            if early is not None and late is not None and late < early and not crossed:
                crossed = True
                what = f"{second} lies before {first} ({moment_text(early)})"
                allowed = f"{moment_text(early)} or later"
                yield draft.issue("requirements", row, second, what, allowed=allowed)
        if draft.settings is None or end is None or crossed:
            continue
        for column in ("ready", "earliest"):
            yield from _too_late(draft, row, column, getattr(record, column), end)
        for column in ("latest", "required"):
            moment = getattr(record, column)
            if moment is not None and moment < draft.settings.start:
                what = f"lies before the scenario starts ({moment_text(draft.settings.start)}): it can't be met"
                yield draft.warning("requirements", row, column, what)
            elif moment is not None and moment > end:
                what = f"lies after the horizon ({moment_text(end)}): nothing can be late for it"
                yield draft.warning("requirements", row, column, what)


def _too_late(draft: Draft, row: Row[Any], column: str, moment: datetime | None, end: datetime) -> Iterator[Issue]:
    if moment is not None and moment >= end:
        what = f"lies after the horizon ({moment_text(end)}): nothing of it can move"
        yield draft.warning("requirements", row, column, what)


def route(draft: Draft) -> Iterator[Issue]:
    """Check that there is a way: by air from and to airfields, by air and a link, or by a link from where it lies."""
    linked: set[str] = set()
    roots: dict[str, Issue] = {}
    links = overland.ends(draft)
    for row in draft.rows("links"):
        start = draft.place(row.record.origin)
        if start is not None and start.is_airfield:
            linked.add(row.record.destination)
        elif start is not None and (root := draft.no_runway(start.id)) is not None:
            roots.setdefault(row.record.destination, root)
    for row in draft.rows("requirements"):
        record = row.record
        goal, origin = draft.place(record.destination), draft.place(record.origin)
        by_link = overland.goes(draft, record, links)
        if goal is not None and not goal.is_airfield and record.destination not in linked and not by_link:
            what = f"{record.destination!r} has no runway, and no link leads to it from an airfield"
            allowed = "state runway_m in places.csv, or a row in links.csv"
            issue = draft.issue("requirements", row, "destination", what, allowed=allowed)
            yield draft.no_runway(goal.id) or roots.get(goal.id) or issue
        if origin is not None and not origin.is_airfield and not by_link and record.origin != record.destination:
            what = f"{record.origin!r} has no runway, and no link leads from it to {record.destination!r}"
            allowed = f"{draft.airfields()}, or a row in links.csv"
            yield draft.no_runway(origin.id) or draft.issue("requirements", row, "origin", what, allowed=allowed)
        if record.origin not in (None, ANY) and record.origin == record.destination:
            what = "origin and destination are one place"
            yield draft.issue("requirements", row, "destination", what, allowed="another place")


def packages(draft: Draft) -> Iterator[Issue]:
    """Keep what is only considered, or cancelled, out of the base case; an option may add requirements of it.

    The latest status event of a package counts, of two at one time the later row.
    """
    latest: dict[str, tuple[datetime, str]] = {}
    for row in draft.rows("package_events"):
        event = row.record
        if event.package not in latest or event.on >= latest[event.package][0]:
            latest[event.package] = (event.on, event.status)
    for row in draft.rows("requirements"):
        on, status = latest.get(row.record.package or "", (None, ""))
        if on is not None and status in _OUT and ("requirements", row.key) not in draft.added:
            what = (
                f"the package {row.record.package!r} is {status} since {moment_text(on)}: it can't enter the base case"
            )
            allowed = "an option that adds the requirement"
            yield draft.issue("requirements", row, "package", what, allowed=allowed)
