"""A scenario as plain JSON and back, exactly; and its fingerprint."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Hashable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from openairlift import errors, evidence, model
from openairlift.errors import OpenAirliftError
from openairlift.scenario import scenario as records
from openairlift.scenario.scenario import Scenario

_HOMES = (records, model, evidence, errors)
_CLASS, _VALUE = "class", "value"
_AS_THEY_ARE = frozenset({type(None), str, bool, int, float})
_NOT_HASHED = frozenset({"fingerprint"})
_NOT_FROZEN = frozenset({"origin"})
"""Where a scenario was read from: a path of a machine, which no result may depend on."""


def freeze(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as a dictionary that JSON can hold; `thaw` gives the same scenario back.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> scenario = read_scenario("relief-small")
    >>> thaw(json.loads(json.dumps(freeze(scenario)))) == scenario
    True
    """
    frozen: dict[str, Any] = _plain(scenario)
    return frozen


def thaw(frozen: Mapping[str, Any]) -> Scenario:
    """Return the scenario that `freeze` was given.

    Raises
    ------
    OpenAirliftError
        When this is no frozen scenario of this version.
    """
    try:
        found = _record(frozen)
    except (KeyError, TypeError, ValueError) as error:
        raise OpenAirliftError(f"this is no frozen scenario of this version: {error}") from None
    if not isinstance(found, Scenario):
        raise OpenAirliftError("this is no frozen scenario")
    return found


def fingerprint(scenario: Scenario) -> str:
    """Return the SHA-256 of everything in a scenario but its fingerprint: settings, records, evidence, inputs.

    The order of rows counts, the order of columns and of files does not.
    """
    frozen = {key: value for key, value in freeze(scenario).items() if key not in _NOT_HASHED}
    text = json.dumps(frozen, ensure_ascii=True, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return {_CLASS: type(value).__name__, _VALUE: value.value}
    if isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        return {_CLASS: "datetime", _VALUE: value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_CLASS: "mapping", _VALUE: [[_plain(key), _plain(item)] for key, item in value.items()]}
    if dataclasses.is_dataclass(value):
        fields = {name: _plain(getattr(value, name)) for name in _names(cast(Hashable, type(value)))}
        return {_CLASS: type(value).__name__, **fields}
    raise TypeError(f"{type(value).__name__} can't be frozen")


@cache
def _names(record: Any) -> tuple[str, ...]:
    """Return the fields of a record that are frozen, in order of their names."""
    left_out = _NOT_FROZEN if record is Scenario else frozenset()
    return tuple(sorted(item.name for item in dataclasses.fields(record) if item.name not in left_out))


def _record(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_record(item) for item in value)
    if not isinstance(value, Mapping):
        return value
    name = value[_CLASS]
    if name == "datetime":
        return datetime.fromisoformat(value[_VALUE])
    if name == "mapping":
        return MappingProxyType({_record(key): _record(item) for key, item in value[_VALUE]})
    found = _class(name)
    if issubclass(found, Enum):
        return found(value[_VALUE])
    return found(**{key: _record(item) for key, item in value.items() if key != _CLASS})


@cache
def _class(name: str) -> Any:
    """Return a record class by name; nothing else is ever made from a file."""
    for home in _HOMES:
        found = getattr(home, name, None)
        if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, Enum)):
            return found
    raise KeyError(name)


def read_only(value: Any) -> Any:
    """Return a value in which every list is a tuple and every mapping can't be changed."""
    if isinstance(value, list | tuple):
        return tuple(read_only(item) for item in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: read_only(item) for key, item in value.items()})
    return value
