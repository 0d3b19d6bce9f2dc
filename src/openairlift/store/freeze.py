"""Frozen records as canonical JSON and back: every class, date, tuple and mapping returns as what it was."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from openairlift.errors import OpenAirliftError

_ROOMS = ("errors", "units", "model", "evidence", "scenario", "tables")
_TAG = "~"


def freeze(record: object) -> bytes:
    """Return a record as canonical JSON.

    Examples
    --------
    >>> from openairlift.model import Distribution
    >>> thaw(freeze(Distribution.constant(2))) == Distribution.constant(2)
    True
    """
    return (json.dumps(_plain(record), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def thaw(data: bytes) -> Any:
    """Return the record that `freeze` wrote.

    Raises
    ------
    OpenAirliftError
        When the text is no frozen record, or has a class that this version does not know.
    """
    try:
        return _record(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise OpenAirliftError(f"this is no frozen record of this version: {error}") from None


def _plain(value: object) -> Any:
    if isinstance(value, Enum):
        return {_TAG: f"={type(value).__name__}", "value": value.value}
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return {_TAG: "datetime", "value": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return {_TAG: "frozenset", "value": [_plain(item) for item in sorted(value)]}
    if isinstance(value, Mapping):
        return {_TAG: "mapping", "value": [[_plain(key), _plain(item)] for key, item in value.items()]}
    if dataclasses.is_dataclass(value):
        fields = {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value) if item.init}
        return {_TAG: type(value).__name__, **fields}
    raise TypeError(f"{type(value).__name__} can't be frozen")


def _record(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_record(item) for item in value)
    if not isinstance(value, dict):
        return value
    tag = value[_TAG]
    if tag == "datetime":
        return datetime.fromisoformat(value["value"])
    if tag == "frozenset":
        return frozenset(_record(item) for item in value["value"])
    if tag == "mapping":
        return MappingProxyType({_record(key): _record(item) for key, item in value["value"]})
    if tag.startswith("="):
        return _class(tag[1:])(value["value"])
    return _class(tag)(**{key: _record(item) for key, item in value.items() if key != _TAG})


@cache
def _class(name: str) -> Any:
    """Return a record class of the lower rooms by name; nothing else is ever made from a file."""
    for room in _ROOMS:
        found = getattr(import_module(f"openairlift.{room}"), name, None)
        if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, Enum)):
            return found
    raise KeyError(name)
