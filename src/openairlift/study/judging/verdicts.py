"""What is said of a reading: one of five verdicts, never "true" or "false", and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openairlift.evidence import Claim
from openairlift.model import Distribution, Spots
from openairlift.scenario.ranges import Uncertain
from openairlift.study.judging.trials import Move

CONSISTENT = "consistent"
POSSIBLE = "possible only if"
UNREACHABLE = "not reachable"
UNTESTABLE = "untestable"
NO_POWER = "no power"

VERDICTS = (CONSISTENT, POSSIBLE, UNREACHABLE, UNTESTABLE, NO_POWER)

UNITS_OF = {"share": "share", "mass": "kg", "items": "items", "people": "people"}
"""Unit of an amount, by its function."""

LIKELY = 0.05
"""Probability from which on a reading is consistent."""

Quantiles = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An input of a change: where it goes, and what that is in words."""

    input: Uncertain
    move: Move
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of inputs that was found to make a reading consistent, and how probable it is then."""

    moved: tuple[Moved, ...]
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """What an answer is with one input at each end of its range: P50 of a number, or a probability."""

    input: Uncertain
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """How far apart they are."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One reading of a claim.

    Attributes
    ----------
    values : the value of every parameter.
    verdict : one of `VERDICTS`; None where work was stopped before it was decided.
    probability, interval : share of the runs in which it holds, with its 95 % interval; None where untestable.
    with_option : share of the runs in which the test holds with the options that the claim compares with; else None.
    threshold, measured : what an amount has to reach, and its P10, P50, P90; None where the test has another form.
    unit : of the amount: share, kg, items, people.
    most : everything that is listed, in the unit of the amount.
    drawn, drawn_probability : P5, P50, P95 of the amount, and the probability, when inputs are drawn from their ranges.
    bound : the most that the amount can be with every input at its favourable end; None where it was not worked out.
    bound_cited : the same with every cited input there, and what is assumed as it is; None where it was not needed.
    held : inputs that the bound leaves where they are.
    change : the smallest change that was found.
    alone : other inputs that would do alone.
    deciding : the inputs that move the answer most, two at the most.
    reasons : why it can't be tested, or what a reader has to know.
    """

    values: Mapping[str, Any]
    verdict: str | None
    probability: float | None = None
    interval: tuple[float, float] | None = None
    with_option: float | None = None
    threshold: float | None = None
    unit: str | None = None
    measured: Quantiles | None = None
    most: float | None = None
    drawn: Quantiles | None = None
    drawn_probability: float | None = None
    bound: float | None = None
    bound_cited: float | None = None
    held: tuple[str, ...] = ()
    change: Change | None = None
    alone: tuple[str, ...] = ()
    deciding: tuple[Swing, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedClaim:
    """A claim with all its readings."""

    claim: Claim
    readings: tuple[Judged, ...]


def in_words(item: Uncertain, move: Move) -> str:
    """Return where a move takes an input."""
    (cell, now), *others = item.base.items()
    then = item.at(move.end, move.part)[cell]
    if isinstance(now, datetime):
        days = (then - now).total_seconds() / 86_400
        return f"{abs(days):.3g} days {'earlier' if days < 0 else 'later'}"
    if isinstance(now, Distribution):
        one, other = now.mean, then.mean
        if not one:
            return f"a mean of {other:.4g} in place of 0"
        return f"{other / one:.3g} times its mean" if other else "0"
    if isinstance(now, Spots):
        return f"{then} in place of {now}" + (f", and {len(others)} more alike" if others else "")
    if not isinstance(now, int | float):
        return f"{move.part:.0%} of the way to {item.low if move.end == 'low' else item.high}"
    if others:
        return f"{then / now:.3g} times as much" if now else f"{then:g}"
    return f"{then / item.scale:g} in place of {now / item.scale:g} {item.shown}".rstrip()
