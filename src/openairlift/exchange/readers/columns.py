"""How a foreign layout describes its columns once: reading, the report and the documentation are made from this."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openairlift.errors import Issue, Severity, nearest
from openairlift.units import AMBIGUOUS_TONS, UNITS, Dimension, ton_message

MOST_UNKNOWN = 100
"""Columns without a meaning that a report names one by one."""


class Use(StrEnum):
    """What becomes of a column."""

    READ = "read"
    KEPT = "kept"  # copied into a column x_…; no result reads it
    PASSED = "passed over"  # known, and nothing is made of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a foreign layout.

    Attributes
    ----------
    key : name in the reader's code.
    names : headers that mean it, as published; compared without case, accents, blanks and punctuation.
    meaning : what it holds and what is made of it, in one sentence.
    to : columns of a scenario that it feeds (``requirements.mass_kg``), or ``ledger`` for what only a ledger takes.
    dimension, unit : of a number with a unit; the unit that holds where neither header nor cell names one, None = the
        header has to name it.
    required : without this column the file is refused.
    """

    key: str
    names: tuple[str, ...]
    meaning: str
    to: tuple[str, ...] = ()
    dimension: Dimension | None = None
    unit: str | None = None
    use: Use = Use.READ
    required: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in a file: its cell in a row, its header as written, the unit that holds for it."""

    at: int
    header: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one column of a file; `near` is the known header that looks most like one without a meaning."""

    header: str
    fate: str
    to: tuple[str, ...] = ()
    near: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A header against a layout: where each known column stands, and what becomes of every column."""

    places: dict[str, Place]
    fates: tuple[Fate, ...]


_UNIT_WORDS = {
    **dict.fromkeys(("kgs", "kilo", "kilos", "kilogram", "kilograms"), "kg"),
    **dict.fromkeys(("tonne", "tonnes", "metric ton", "metric tons", "metric tonnes"), "t"),
    **dict.fromkeys(("ston", "stons", "short ton", "short tons"), "st"),
    **dict.fromkeys(("long ton", "long tons"), "lt"),
    **dict.fromkeys(("lbs", "pound", "pounds"), "lb"),
    **dict.fromkeys(("m3", "cbm", "cubic metres", "cubic meters", "cu m"), "m3"),
    **dict.fromkeys(("cuft", "cu ft", "cubic feet", "cft"), "ft3"),
    **dict.fromkeys(("mton", "mtons", "measurement ton", "measurement tons"), "mton40"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("feet", "foot"), "ft"),
}
_BARE = AMBIGUOUS_TONS | {"mts"}


def plain(header: str) -> str:
    """Return a header as it is compared: lower case, without accents, words apart by one blank.

    Examples
    --------
    >>> plain("  Total_Weight (KG) "), plain("Total volume [m³]"), plain("#adm1 +code")
    ('total weight kg', 'total volume m3', '#adm1+code')
    """
    text = unicodedata.normalize("NFKD", header.strip()).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    if text.startswith("#"):
        return re.sub(r"\s+", "", text)
    return re.sub(r"[^a-z0-9%]+", " ", text).strip()


def unit_word(word: str, dimension: Dimension) -> str | None:
    """Return the unit that a word of a header or of a cell means, or None.

    Examples
    --------
    >>> unit_word("short tons", Dimension.MASS), unit_word("MT", Dimension.MASS)
    ('st', None)
    """
    found = _UNIT_WORDS.get(plain(word), plain(word))
    return found if found in UNITS[dimension] else None


def bare_ton(text: str) -> str | None:
    """Return the word of a text that is a bare "ton", which has three meanings, or None.

    Examples
    --------
    >>> bare_ton("Weight (MT)"), bare_ton("Weight (metric tons)"), bare_ton("STONS")
    ('mt', None, None)
    """
    words = plain(text).split()
    for before, word in zip(["", *words], words, strict=False):
        if word in _BARE and before not in ("metric", "short", "long", "measurement"):
            return word
    return None


def match_header(
    header: Sequence[str], columns: Iterable[Column], *, file: str, line: int
) -> tuple[Match, list[Issue]]:
    """Return where the columns of a layout stand in a header, and everything that is wrong or not understood.

    A bare "ton" is an error, and so is a column of a quantity that names no unit where its layout has none; a column
    that the layout does not know is a warning.
    """
    layout = tuple(columns)
    known = {plain(name): column for column in layout for name in column.names}
    places: dict[str, Place] = {}
    fates: list[Fate] = []
    issues: list[Issue] = []
    weighed = any(column.dimension is Dimension.MASS for column in layout)
    for at, written in enumerate(header):
        if not written.strip():
            continue
        column, unit = _column(written, known)
        if column is None:
            word = bare_ton(written) if weighed else None
            if word is not None:
                issues.append(Issue(what=f"the column's unit {ton_message(word)}", file=file, row=line, column=written))
            near = nearest(plain(written), known)
            shown = None if near is None else known[near].names[0]
            fates.append(Fate(header=written, fate="not understood", near=shown))
            continue
        if column.dimension is not None and column.use is Use.READ and unit is None:
            allowed = (
                f"{written} (kg)" if column.dimension is Dimension.MASS else f"{written} with its unit in brackets"
            )
            what = "the column's header names no unit"
            issues.append(Issue(what=what, file=file, row=line, column=written, allowed=allowed))
        if column.key in places:
            what = f"the columns {places[column.key].header!r} and {written!r} state the same thing"
            issues.append(Issue(what=what, file=file, row=line, column=written, allowed="one of the two"))
            continue
        places[column.key] = Place(at, written.strip(), unit)
        fates.append(Fate(header=written.strip(), fate=str(column.use), to=column.to))
    for column in layout:
        if column.required and column.key not in places:
            near = nearest(plain(column.names[0]), [plain(name) for name in header])
            what = "the required column is missing"
            allowed = " or ".join(column.names)
            issues.append(Issue(what=what, file=file, row=line, column=column.names[0], allowed=allowed, nearest=near))
    issues += _unknown(fates, file, line)
    return Match(places=places, fates=tuple(fates)), issues


def _column(written: str, known: dict[str, Column]) -> tuple[Column | None, str | None]:
    """Return the column of a header and its unit; (None, None) where the layout has no such column."""
    words = plain(written)
    if words in known:
        return known[words], known[words].unit
    parts = words.split()
    for count in range(1, min(len(parts), 4)):
        base, last = " ".join(parts[:-count]), " ".join(parts[-count:])
        column = known.get(base)
        if column is not None and column.dimension is not None:
            unit = unit_word(last, column.dimension)
            if unit is not None:
                return column, unit
    return None, None


def _unknown(fates: list[Fate], file: str, line: int) -> list[Issue]:
    lost = [fate for fate in fates if fate.fate == "not understood"]
    issues = [
        Issue(
            what="the column is not understood; nothing is made of it",
            file=file,
            row=line,
            column=fate.header[:80],
            nearest=fate.near,
            severity=Severity.WARNING,
        )
        for fate in lost[:MOST_UNKNOWN]
    ]
    if len(lost) > MOST_UNKNOWN:
        what = f"{len(lost) - MOST_UNKNOWN} more columns are not understood"
        issues.append(Issue(what=what, file=file, row=line, severity=Severity.WARNING))
    return issues
