"""Draws by name: each is a function of size, seed, name and index, so that one more draw changes no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from openairlift.luck import key_of, stream, uniform

T = TypeVar("T")

_PURPOSE = 1
"""The one purpose of luck that is used here: names tell the draws apart."""


@dataclass(frozen=True, slots=True)
class Draws:
    """Luck of one instance.

    Examples
    --------
    >>> Draws("M", 7).between("lat", 3.0, 4.0) == Draws("M", 7).between("lat", 3.0, 4.0)
    True
    >>> sorted(Draws("M", 7).shuffled("order", "abc"))
    ['a', 'b', 'c']
    """

    size: str
    seed: int

    def unit(self, name: str, index: int = 0) -> float:
        """Return a draw in (0, 1)."""
        return uniform(stream(self.seed, 0), key_of(f"{self.size}/{name}"), _PURPOSE, index)

    def between(self, name: str, low: float, high: float, index: int = 0) -> float:
        """Return a draw between two numbers."""
        return low + (high - low) * self.unit(name, index)

    def whole(self, name: str, low: int, high: int, index: int = 0) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return min(low + int((high - low + 1) * self.unit(name, index)), high)

    def shuffled(self, name: str, items: Sequence[T]) -> list[T]:
        """Return the items in an order that is drawn."""
        order = sorted(range(len(items)), key=lambda i: (self.unit(name, i), i))
        return [items[i] for i in order]

    def dealt(self, name: str, items: Sequence[T], count: int) -> list[T]:
        """Return `count` of the items as from a pack that is shuffled anew when it is empty: each as often as can be.

        Examples
        --------
        >>> [Draws("M", 7).dealt("origin", "abc", 6).count(item) for item in "abc"]
        [2, 2, 2]
        """
        packs = -(-count // len(items))
        found = [item for pack in range(packs) for item in self.shuffled(f"{name}/{pack}", items)]
        return found[:count]
