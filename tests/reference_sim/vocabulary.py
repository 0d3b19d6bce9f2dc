"""Numbers and small things that every part of the plain simulator uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy

from openairlift.luck import GOLDEN, MASK, sample, triangular
from openairlift.model import Distribution

HOUR = 3600
DAY = 86_400
NEVER = 1 << 60

PHASE = 1 << 64
"""Priorities are PHASE × phase + luck key, so that a second is worked through in the order of the page."""

CALENDAR = PHASE
SHOCK = PHASE + (1 << 63)
ARRIVAL = 2 * PHASE

SLACK = 1e-9

Shape = tuple[int, tuple[float, ...], float]
"""A distribution: shape, parameters, mean."""


class Step(simpy.Event):
    """Something that is bound to happen to somebody; it has succeeded as soon as it is made."""

    _ok = True
    _value: Any = None

    def __init__(self, call: Callable[[Any], None], who: Any) -> None:
        self.callbacks = (call,)  # type: ignore[assignment]
        self.who = who


def shape_of(distribution: Distribution | None) -> Shape:
    """Return a distribution as three plain values; nothing stated is zero."""
    if distribution is None:
        return 0, (0.0,), 0.0
    return int(distribution.shape), distribution.parameters, distribution.mean


def whole(value: float) -> int:
    """Return a number of seconds, grams or litres, rounded half up."""
    return int((value + 0.5) // 1)


class Luck:
    """All draws of one run."""

    __slots__ = ("on", "root")

    def __init__(self, root: int, *, on: bool) -> None:
        self.root = root
        self.on = on

    def uniform(self, key: int, purpose: int, index: int) -> float:
        """Return the draw in (0, 1)."""
        z = (self.root ^ key) + ((purpose << 32) + index) * GOLDEN & MASK
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        z = (z ^ (z >> 31)) + key & MASK
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return (((z ^ (z >> 31)) >> 11) + 0.5) * (1.0 / 9007199254740992.0)

    def value(self, shape: Shape, key: int, purpose: int, index: int) -> float:
        """Return a quantile, or the mean with luck off."""
        if not self.on:
            return shape[2]
        kind, numbers, _ = shape
        if kind == 0:
            return numbers[0]
        if kind == 2:
            return triangular(numbers[0], numbers[1], numbers[2], self.uniform(key, purpose, index))
        return sample(kind, numbers, self.uniform(key, purpose, index))

    def seconds(self, shape: Shape, key: int, purpose: int, index: int) -> int:
        """Return a drawn duration."""
        return int((self.value(shape, key, purpose, index) + 0.5) // 1)
