"""The smallest change of inputs that makes a reading consistent.

A search yields the moves that it has to know next, so that those of many readings are tried together.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from openairlift.scenario.ranges import HIGH, LOW
from openairlift.study.judging.court import Court
from openairlift.study.judging.readings import Reading
from openairlift.study.judging.trials import Move, Moves
from openairlift.study.judging.verdicts import LIKELY, Change, Moved, Swing, in_words

MOST_MOVED = 6
"""Inputs that are moved together, one more at a time, before all are."""

_DUST = 1e-9

T = TypeVar("T")
Search = Generator[list[Moves], None, T]
"""Yields moves that are to be tried before it goes on, and returns what it found."""


def swings(court: Court, reading: Reading) -> list[Swing]:
    """Return what the answer is with each input at its ends, the largest swing first; those without effect left out."""
    found = [
        Swing(
            input=item,
            at_low=court.answer(reading, [Move(name=item.name, end=LOW)]),
            at_high=court.answer(reading, [Move(name=item.name, end=HIGH)]),
        )
        for item in court.inputs
    ]
    return sorted((swing for swing in found if swing.size > _DUST), key=lambda swing: -swing.size)


def change_of_one(court: Court, reading: Reading) -> Search[tuple[Change | None, tuple[str, ...]]]:
    """Return the smallest change of one input that will do, and the other inputs that would do alone.

    Each is taken to an end of its range; the shortest part of the way is looked for by halving, in quarters.
    """
    singles = [
        move
        for item in court.inputs
        for end in (LOW, HIGH)
        if court.probability(reading, [move := Move(name=item.name, end=end)]) >= LIKELY
    ]
    if singles:
        shortest = yield from _shortened(court, reading, singles)
        best = min(shortest, key=lambda move: (move.part, -court.probability(reading, [move])))
        others = tuple(dict.fromkeys(move.name for move in singles if move.name != best.name))
        return _change(court, reading, (best,)), others
    return None, ()


def _shortened(court: Court, reading: Reading, moves: list[Move]) -> Search[list[Move]]:
    """Return for each the least of a quarter, half, three quarters and all of the way that will do, by halving."""
    best = list(moves)
    parts, step = [0.5] * len(moves), 0.25
    for _ in range(2):
        tried = [Move(name=move.name, end=move.end, part=part) for move, part in zip(moves, parts, strict=True)]
        yield [(move,) for move in tried]
        for number, move in enumerate(tried):
            if court.probability(reading, [move]) >= LIKELY:
                best[number], parts[number] = move, parts[number] - step
            else:
                parts[number] += step
        step /= 2
    return best


def change_of_several(court: Court, reading: Reading) -> Search[Change | None]:
    """Return a change of several inputs that will do; None where none was found.

    Each is taken to the end at which the answer is better, the most effective first, up to `MOST_MOVED`, and then all
    at once; those that turn out not to be needed are put back.
    """
    yield [()]
    now = court.answer(reading, ())
    gains: list[tuple[float, Move]] = []
    for item in court.inputs:
        ends = [
            (court.answer(reading, [move]), move) for move in (Move(name=item.name, end=end) for end in (LOW, HIGH))
        ]
        value, move = max(ends, key=lambda pair: pair[0])
        if value > now + _DUST:
            gains.append((value - now, move))
    ordered = [move for _, move in sorted(gains, key=lambda pair: -pair[0])]
    for count in (*range(2, MOST_MOVED + 1), len(ordered)):
        chosen = ordered[:count]
        if len(chosen) < 2:
            continue
        yield [tuple(chosen)]
        if court.probability(reading, chosen) >= LIKELY:
            needed = yield from _needed(court, reading, chosen)
            return _change(court, reading, needed)
    return None


def _needed(court: Court, reading: Reading, chosen: list[Move]) -> Search[Moves]:
    """Return the moves without those that can be put back, the least effective first."""
    kept = list(chosen)
    for move in reversed(chosen[:-1]):
        rest = [other for other in kept if other is not move]
        if len(rest) < 2:
            continue
        yield [tuple(rest)]
        if court.probability(reading, rest) >= LIKELY:
            kept = rest
    return tuple(kept)


def _change(court: Court, reading: Reading, moves: Moves) -> Change:
    known = court.trials[()].inputs
    return Change(
        moved=tuple(Moved(input=known[move.name], move=move, words=in_words(known[move.name], move)) for move in moves),
        probability=court.probability(reading, moves),
    )
