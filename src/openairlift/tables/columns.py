"""Headers against records: which column is which field, in which unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import FieldSpec, specs
from openairlift.tables.keys import ID_TABLES
from openairlift.units import AMBIGUOUS_TONS, SPELLED, ton_message

EVIDENCE = "evidence"
KEPT = "x_"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A column that a file may use: its field, and the unit that its name states."""

    spec: FieldSpec
    suffix: str | None


def spellings(record: type[Any]) -> dict[str, Spelling]:
    """Return every column that a file may use for a record, canonical names first in their field's place.

    Examples
    --------
    >>> from openairlift.model import Item
    >>> spellings(Item)["unit_mass_st"].spec.attribute
    'unit_mass_kg'
    """
    found: dict[str, Spelling] = {}
    for spec in specs(record):
        for column in spec.columns:
            suffix = None if spec.suffix is None else column[len(spec.base) + 1 :]
            found.setdefault(column, Spelling(spec, suffix))
    return found


def find_column(record: type[Any], name: str) -> tuple[FieldSpec, str | None] | None:
    """Return the field that a column name belongs to and the unit that the name states, or None.

    Examples
    --------
    >>> from openairlift.model import Item
    >>> find_column(Item, "unit_mass_st")[1]
    'st'
    """
    found = spellings(record).get(name)
    return None if found is None else (found.spec, found.suffix)


def match_columns(
    header: Iterable[str], record: type[Any], *, name: str, file: str, issues: list[Issue]
) -> dict[str, Spelling]:
    """Return the fields of a header's columns; unknown, doubled and missing columns become issues.

    `name` is the table's: tables without an id column of their own may have a column ``id``.
    """
    known = spellings(record)
    extra = {EVIDENCE} if name in ID_TABLES or "id" in known else {EVIDENCE, "id"}
    found: dict[str, Spelling] = {}
    taken: dict[str, str] = {}
    for column in header:
        if column in known:
            first = taken.setdefault(known[column].spec.column, column)
            if first != column:
                what = f"the columns {first!r} and {column!r} state the same field"
                issues.append(Issue(what=what, file=file, column=column, allowed="one of the two"))
            else:
                found[column] = known[column]
        elif column and column not in extra and not column.startswith(KEPT):
            issues.append(_unknown(column, known, extra, file))
    for spec in specs(record):
        if spec.required and spec.column not in taken:
            allowed = " or ".join(spec.columns)
            issues.append(Issue(what="the required column is missing", file=file, column=spec.column, allowed=allowed))
    return found


def nearest_unit(name: str, known: Collection[str]) -> str | None:
    """Return the column that a name means which spells its unit out, or None.

    The unit in a name counts, not only its letters: ``payload_tons`` looks like ``payload_st`` and means
    ``payload_t``.

    Examples
    --------
    >>> nearest_unit("transit_hours", ["transit_h", "transit_min"])
    'transit_h'
    """
    written = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_").replace("_per_day", "_per-day").split("_")
    words = [SPELLED.get(word, word) for word in written]
    exact = "_".join(words).replace("-", "_")
    if exact in known:
        return exact
    if len(words) == 1 or words[-1] == written[-1]:
        return None
    return nearest(exact, [one for one in known if one.rpartition("_")[2] == words[-1]])


def _unknown(column: str, known: dict[str, Spelling], extra: set[str], file: str) -> Issue:
    for spelling in known.values():
        spec = spelling.spec
        if spec.suffix is not None and column == spec.base:
            what = "the column's name states no unit"
            return Issue(what=what, file=file, column=column, allowed=", ".join(spec.columns), nearest=spec.column)
    words = column.lower().split("_")
    ton = next((word for word in words[1:] if word in AMBIGUOUS_TONS), None)
    respelled = nearest_unit(column, known)
    if ton is not None:
        near = respelled or nearest(column.lower().replace(f"_{ton}", "_t"), known)
        return Issue(what=f"the column's unit {ton_message(ton)}", file=file, column=column, nearest=near)
    near = respelled or nearest(column, [*known, *extra])
    allowed = f"{', '.join(dict.fromkeys(s.spec.column for s in known.values()))}, {EVIDENCE}, or a name from x_"
    return Issue(what="the column is not known", file=file, column=column, allowed=allowed, nearest=near)
