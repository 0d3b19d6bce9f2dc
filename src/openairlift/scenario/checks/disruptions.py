"""Disruptions: what they are about is there, and they say what their kind needs and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import PLACE_CAPACITIES
from openairlift.model.disruptions import is_link, polygon_corners, route_ends
from openairlift.scenario.checks.draft import Draft, listed, window_issues
from openairlift.scenario.keys import fleet_keys, link_keys, stock_keys
from openairlift.tables import Row

_TABLE = "disruptions"
_POLYGON = "polygon(50 20; 50 30; 45 25): three corners or more, latitude and longitude in degrees, less than half the "
_POLYGON += "globe across"
_KEYS: dict[str, Callable[[Iterable[Any]], list[str]]] = {
    "links": link_keys,
    "fleet": fleet_keys,
    "stock": stock_keys,
}
_USES: dict[str, tuple[str, ...]] = {
    "factor": ("capacity", "weather", "loss"),
    "limit_kg": ("mass_limit",),
}
_NEEDS: dict[str, tuple[str, str]] = {
    "capacity": ("factor", "how much is left is not stated"),
    "weather": ("factor", "how much of the pace is left is not stated"),
    "mass_limit": ("limit_kg", "the limit is not stated"),
}


def targets(draft: Draft) -> Iterator[Issue]:
    """Check that what a disruption is about is there."""
    checks: dict[str, Callable[[Draft, Row[Any]], Iterator[Issue]]] = {
        "closure": _closure,
        "capacity": _capacity,
        "route": _route,
        "airspace": _airspace,
        "loss": _loss,
    }
    for row in draft.rows(_TABLE):
        yield from checks.get(row.record.kind, _airfield)(draft, row)


def columns(draft: Draft) -> Iterator[Issue]:
    """Check that a disruption states what its kind needs, and no column that says nothing about its kind."""
    for row in draft.rows(_TABLE):
        record = row.record
        needed, what = _NEEDS.get(record.kind, ("", ""))
        if needed and getattr(record, needed) is None:
            yield draft.issue(_TABLE, row, needed, what, allowed="a number")
        elif record.kind == "weather" and record.factor == 0:
            what = "no pace at all: services would never end"
            yield draft.issue(_TABLE, row, "factor", what, allowed="above 0; to stop all work, the kind closure")
        elif record.kind in ("weather", "loss") and record.factor is not None and record.factor > 1:
            yield draft.issue(_TABLE, row, "factor", "more is left than there was", allowed="0 to 1")
        for column, kinds in _USES.items():
            if column in row.cells and record.kind not in kinds:
                what = f"the kind {record.kind} has no {column}"
                yield draft.issue(_TABLE, row, column, what, allowed=f"a blank cell, or the kind {listed(kinds)}")


def moments(draft: Draft) -> Iterator[Issue]:
    """Check that a disruption has a window or comes by chance, not both, and ends."""
    for row in draft.rows(_TABLE):
        record = row.record
        loss = record.kind == "loss"
        if record.rate_per_day is not None:
            for column, value in (("from", record.opens), ("to", record.closes)):
                if value is not None:
                    what = "it comes by chance: rate_per_day and a stated window exclude each other"
                    yield draft.issue(_TABLE, row, column, what, allowed="a blank cell, or no rate_per_day")
            if record.duration_s is None and not loss:
                what = "how long it lasts is not stated"
                yield draft.issue(_TABLE, row, "duration_h", what, allowed="a number or a distribution, in hours")
        elif record.duration_s is not None and not loss:
            what = "a length without a rate: with a stated window, from and to say how long it lasts"
            yield draft.issue(_TABLE, row, "duration_h", what, allowed="a blank cell, or rate_per_day beside it")
        if loss and record.duration_s is not None:
            yield draft.issue(_TABLE, row, "duration_h", "a loss has no end", allowed="a blank cell")
        if loss and record.closes is not None and record.rate_per_day is None:
            yield draft.issue(_TABLE, row, "to", "a loss has no end", allowed="a blank cell")
        else:
            yield from window_issues(draft, _TABLE, row, "opens", "closes")


def _known(draft: Draft, table: str) -> Sequence[str]:
    """Return how disruptions name the rows of a table."""
    return _KEYS[table](row.record for row in draft.rows(table))


def _place(draft: Draft, row: Row[Any], name: str, *, also: str = "") -> Iterator[Issue]:
    """Yield what is wrong with a target that should be a place with a runway."""
    known = draft.known["places"]
    place = draft.place(name)
    if name not in known:
        what, near = f"there is no {name!r} in places", nearest(name, known)
        yield draft.issue(_TABLE, row, "target", what, allowed=listed(known) + also, nearest=near)
    elif place is not None and not place.is_airfield:
        what = f"{name!r} has no runway: this version disrupts airfields"
        issue = draft.issue(_TABLE, row, "target", what, allowed=draft.airfields() + also)
        yield draft.no_runway(name) or issue


def _airfield(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    name, slash, _ = row.record.target.partition("/")
    if slash and name in draft.known["places"]:
        what = f"the kind {row.record.kind} is about a whole place"
        yield draft.issue(_TABLE, row, "target", what, allowed=name, nearest=name)
    else:
        yield from _place(draft, row, row.record.target)


def _closure(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    name, slash, _ = row.record.target.partition("/")
    if is_link(row.record.target):
        yield from _link(draft, row)
    elif slash and name in draft.known["places"]:
        yield draft.issue(_TABLE, row, "target", "a closure closes a whole place", allowed=name, nearest=name)
    else:
        yield from _place(draft, row, row.record.target, also="; or a link, such as hub>town:road")


def _link(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    known = _known(draft, "links")
    if row.record.target not in known:
        what, near = f"there is no link {row.record.target!r}", nearest(row.record.target, known)
        allowed = listed(known) or "a row in links.csv"
        yield draft.issue(_TABLE, row, "target", what, allowed=allowed, nearest=near)


def _capacity(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    if is_link(row.record.target):
        yield from _link(draft, row)
        return
    name, _, part = row.record.target.partition("/")
    wrong = list(_place(draft, row, name))
    yield from wrong
    if wrong:
        return
    place = draft.place(name)
    if part not in PLACE_CAPACITIES:
        near = nearest(part, PLACE_CAPACITIES)
        allowed = ", ".join(f"{name}/{one}" for one in PLACE_CAPACITIES) + "; or a link, such as hub>town:road"
        what = "names no capacity of a place"
        yield draft.issue(_TABLE, row, "target", what, allowed=allowed, nearest=f"{name}/{near}" if near else None)
    elif place is not None and getattr(place, part) is None:
        what = f"{part} of {name!r} is not limited: there is nothing to take away"
        yield draft.issue(_TABLE, row, "target", what, allowed=f"state {part} in places.csv")


def _route(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    known = draft.known["places"]
    readings = route_ends(row.record.target, known)
    if len(readings) != 1:
        first = next((name for name in known if row.record.target.startswith(f"{name}-")), None)
        rest = "" if first is None else row.record.target[len(first) + 1 :]
        near = None if first is None else nearest(rest, known)
        what = "can be read in more than one way" if readings else "names no two airfields"
        allowed = "A>B (one way), or A-B (both ways), of " + listed(known)
        yield draft.issue(_TABLE, row, "target", what, allowed=allowed, nearest=f"{first}-{near}" if near else None)
        return
    start, end, _ = readings[0]
    if start == end:
        yield draft.issue(_TABLE, row, "target", "the route ends where it starts", allowed="two airfields")
        return
    for name in (start, end):
        yield from _place(draft, row, name)


def _airspace(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    try:
        polygon_corners(row.record.target)
    except ValueError as error:
        yield draft.issue(_TABLE, row, "target", str(error), allowed=_POLYGON)


def _loss(draft: Draft, row: Row[Any]) -> Iterator[Issue]:
    table, slash, name = row.record.target.partition("/")
    also = "; or fleet/TYPE@HOME, stock/place:item"
    if not slash:
        known = draft.known["places"]
        if table not in known:
            what, near = f"there is no {table!r} in places", nearest(table, known)
            yield draft.issue(_TABLE, row, "target", what, allowed=listed(known) + also, nearest=near)
        if row.record.factor is not None:
            what = "of what is stored at a place all is lost"
            yield draft.issue(_TABLE, row, "factor", what, allowed="a blank cell")
    elif table not in ("fleet", "stock"):
        near = nearest(table, ("fleet", "stock"))
        what = "names neither tails nor stock"
        yield draft.issue(
            _TABLE, row, "target", what, allowed="a place" + also, nearest=f"{near}/{name}" if near else None
        )
    elif name not in _known(draft, table):
        rows = _known(draft, table)
        near = nearest(name, rows)
        what = f"there is no row {name!r} in {table}"
        allowed = listed(f"{table}/{one}" for one in rows) or f"a row in {table}.csv"
        yield draft.issue(_TABLE, row, "target", what, allowed=allowed, nearest=f"{table}/{near}" if near else None)
