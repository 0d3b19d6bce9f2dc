"""The test of a claim as a tree; every node knows where in the test it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number without a unit."""

    value: float
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """A word in quotes."""

    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter of the claim."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments: (name, value); the name is blank for one given by its place."""

    function: str
    arguments: tuple[tuple[str, Node], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    """``-`` or ``not`` before something."""

    sign: str
    operand: Node
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two things and what stands between them: arithmetic, a comparison, ``and`` or ``or``."""

    sign: str
    left: Node
    right: Node
    at: int


Node = Number | Text | Name | Call | Unary | Binary


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, from left to right.

    Examples
    --------
    >>> [type(node).__name__ for node in walk(Unary("-", Number(1.0, 2), 1))]
    ['Unary', 'Number']
    """
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        yield here
        if isinstance(here, Call):
            waiting += [value for _, value in reversed(here.arguments)]
        elif isinstance(here, Unary):
            waiting.append(here.operand)
        elif isinstance(here, Binary):
            waiting += [here.right, here.left]
