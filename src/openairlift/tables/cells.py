"""The grammar of cells: one parser for every kind of field."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from openairlift.errors import nearest
from openairlift.model import FieldSpec, Kind
from openairlift.tables.distributions import Files, parse_distribution
from openairlift.tables.fault import CellError
from openairlift.tables.hours import parse_hours
from openairlift.tables.moments import parse_moment
from openairlift.tables.numbers import parse_integer, quantity, within
from openairlift.tables.shapes import parse_curve, parse_equivalence, parse_spots, parts

__all__ = ["CellError", "parse_boolean", "parse_cell", "parse_id", "parse_ids"]

ID_GRAMMAR = "letters and digits, then also _ . - (no blanks)"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})


def parse_cell(
    spec: FieldSpec, text: str, *, start: datetime | None, suffix: str | None = None, files: Files | None = None
) -> Any:
    """Read one cell into the value that the record holds, in the stored unit.

    Parameters
    ----------
    spec : the field.
    text : the cell as written; not blank.
    start : the scenario's start, for ``C+003`` and ``D+3``; None where it isn't known.
    suffix : unit of the column; None takes the unit of the canonical column.
    files : gives the content of files named in ``empirical(file.csv)``.

    Raises
    ------
    CellError
        With what is wrong, what is allowed, and the nearest valid word.

    Examples
    --------
    >>> from openairlift.model import GroundTime, specs
    >>> parse_cell(specs(GroundTime)[4], "3", start=None)
    180.0
    """
    word = text.strip()
    unit = suffix if suffix is not None else spec.suffix
    match spec.kind:
        case Kind.TEXT:
            return _text(word)
        case Kind.ID:
            return parse_id(word, wildcard=spec.default == "*")
        case Kind.IDS:
            return parse_ids(word)
        case Kind.INTEGER:
            return parse_integer(word, spec)
        case Kind.NUMBER:
            return within(quantity(word, spec.dimension, unit), spec)
        case Kind.DISTRIBUTION:
            return parse_distribution(word, spec, suffix=unit, files=files)
        case Kind.BOOLEAN:
            return parse_boolean(word)
        case Kind.TIME:
            return parse_moment(word, start)
        case Kind.CHOICE:
            return _choice(word, spec.choices)
        case Kind.CHOICES:
            return _once(tuple(_choice(part, spec.choices) for part in parts(word)))
        case Kind.SPOTS:
            return parse_spots(word)
        case Kind.EQUIVALENCE:
            return parse_equivalence(word)
        case Kind.CURVE:
            return parse_curve(word, spec)
        case Kind.HOURS:
            return parse_hours(word)


def _text(word: str) -> str:
    match = _CONTROL.search(word)
    if match is not None:
        raise CellError(f"holds the control character U+{ord(match[0]):04X}", allowed="printable text")
    return word


def parse_id(word: str, *, wildcard: bool = False) -> str:
    """Read an id; ``*`` only where it stands for any.

    Examples
    --------
    >>> parse_id("depot-de"), parse_id("*", wildcard=True)
    ('depot-de', '*')
    """
    if wildcard and word == "*":
        return word
    if not _ID.fullmatch(word):
        allowed = f"{ID_GRAMMAR}, or * for any" if wildcard else ID_GRAMMAR
        fixed = re.sub(r"[^A-Za-z0-9_.-]+", "-", word).strip("_.-")
        raise CellError("is no id", allowed=allowed, nearest=fixed if _ID.fullmatch(fixed) else None)
    return word


def parse_ids(word: str) -> tuple[str, ...]:
    """Read several ids with ``;`` between."""
    return _once(tuple(parse_id(part) for part in parts(word)))


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    for index, word in enumerate(words):
        if word in words[:index]:
            raise CellError(f"names {word!r} twice", allowed="each once")
    return words


def _choice(word: str, choices: tuple[str, ...]) -> str:
    if word not in choices:
        raise CellError(f"{word!r} is not one of them", allowed=", ".join(choices), nearest=nearest(word, choices))
    return word


def parse_boolean(word: str) -> bool:
    """Read yes or no.

    Examples
    --------
    >>> parse_boolean("yes"), parse_boolean("0")
    (True, False)
    """
    if word.lower() in _YES:
        return True
    if word.lower() in _NO:
        return False
    raise CellError("is neither yes nor no", allowed="yes, no, true, false, 1, 0")
