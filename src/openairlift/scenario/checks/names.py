"""Ids name rows that are there."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.errors import Issue, nearest
from openairlift.model import TABLES, specs
from openairlift.scenario.checks.draft import ANY, Draft, listed


def references(draft: Draft) -> Iterator[Issue]:
    """Check that every id names a row of the table that its column refers to."""
    for table in draft.tables:
        for spec in specs(TABLES[table]):
            if spec.refers is None or spec.refers in draft.unreadable:
                continue
            known = draft.known[spec.refers]
            free = (None, ANY, "*") if spec.default in (ANY, "*") else (None,)
            for row in draft.rows(table):
                value = getattr(row.record, spec.attribute)
                for name in value if isinstance(value, tuple) else (value,):
                    if name in free or name in known:
                        continue
                    what = f"there is no {name!r} in {spec.refers}"
                    allowed = listed(known) or f"a row in {spec.refers}.csv"
                    near = nearest(name, known)
                    yield draft.issue(table, row, spec.column, what, got=name, allowed=allowed, nearest=near)


def evidence(draft: Draft) -> Iterator[Issue]:
    """Check that evidence that a row cites is there, and is not what an observation rests on: that is no input."""
    known = draft.book.evidence
    observed = {name: record.id for record in draft.book.observations.values() for name in record.evidence}
    for table in draft.tables:
        for row in draft.rows(table):
            for name in row.evidence:
                if name not in known:
                    what = f"there is no evidence {name!r}"
                    allowed = listed(known) or "a record [evidence.ID] in evidence.toml"
                    near = nearest(name, known)
                    yield draft.issue(table, row, "evidence", what, got=name, allowed=allowed, nearest=near)
                elif name in observed:
                    what = (
                        f"the evidence {name!r} belongs to observation {observed[name]!r}, and that is never an input"
                    )
                    allowed = "evidence that no observation cites"
                    yield draft.issue(table, row, "evidence", what, got=name, allowed=allowed)


def observations(draft: Draft) -> Iterator[Issue]:
    """Check that package, item and place of an observation are there, if only in an option."""
    for record in draft.book.observations.values():
        for attribute, table in (("package", "packages"), ("item", "items"), ("place", "places")):
            name = getattr(record, attribute)
            known = [*draft.known[table], *draft.offered.get(table, [])]
            if name and name not in known and table not in draft.unreadable:
                yield Issue(
                    what=f"there is no {name!r} in {table}",
                    file="evidence.toml",
                    column=f"observation.{record.id}.{attribute}",
                    got=name,
                    allowed=listed(known) or f"a row in {table}.csv",
                    nearest=nearest(name, known),
                )
