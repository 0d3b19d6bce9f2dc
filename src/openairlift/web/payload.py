"""JSON from a stranger: one reading only, nothing that is no JSON, nothing too deep."""

from __future__ import annotations

import json
import math
from typing import Any

DEEPEST = 20
"""Lists and objects within each other; no request needs more than 6."""

MOST_VALUES = 200_000
"""Values in one request."""


class BadJsonError(ValueError):
    """Bytes that are not the JSON that this server takes; says why."""


def read_json(data: bytes) -> Any:
    r"""Return what JSON bytes say.

    Refused: other encodings than UTF-8, NaN and infinities, numbers that overflow, two keys of one name, halves of a
    character, and what is nested deeper than `DEEPEST`.

    Raises
    ------
    BadJsonError
        When it is refused.

    Examples
    --------
    >>> read_json(b'{"runs": 20}')
    {'runs': 20}
    >>> read_json(b'{"runs": NaN}')
    Traceback (most recent call last):
        ...
    openairlift.web.payload.BadJsonError: NaN is no JSON
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise BadJsonError("the body is not UTF-8") from None
    try:
        value = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, parse_int=_whole, object_pairs_hook=_once
        )
    except BadJsonError:
        raise
    except RecursionError:
        raise BadJsonError("the body is nested too deep") from None
    except ValueError as error:
        raise BadJsonError(f"the body is no JSON: {error}") from None
    _check(value)
    return value


def _no_constant(name: str) -> Any:
    raise BadJsonError(f"{name} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise BadJsonError("a number is too large")
    return value


def _whole(text: str) -> int:
    if len(text) > 300:
        raise BadJsonError("a number is too long")
    return int(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadJsonError("an object has two keys of one name")
    return found


def _check(value: Any) -> None:
    """Refuse what is too deep or too much, or holds half a character."""
    todo, seen = [(value, 1)], 0
    while todo:
        item, depth = todo.pop()
        seen += 1
        if depth > DEEPEST:
            raise BadJsonError(f"the body is nested deeper than {DEEPEST}")
        if seen > MOST_VALUES:
            raise BadJsonError(f"the body has more than {MOST_VALUES:,} values")
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, dict):
            for key in item:
                _check_text(key)
            todo += [(child, depth + 1) for child in item.values()]
        elif isinstance(item, list):
            todo += [(child, depth + 1) for child in item]


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadJsonError("a text holds half a character") from None
