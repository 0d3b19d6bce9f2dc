"""What comes out when every input whose range is stated is drawn from it."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift import luck
from openairlift.scenario.ranges import HIGH, LOW, Uncertain
from openairlift.study.judging.trials import Move

DRAWS = 40
"""Draws of all inputs together, each planned again and simulated once."""

SPREAD = 0.9
"""Part of what is possible that a prediction has to cover so that it fits any outcome."""


def draw(inputs: Sequence[Uncertain], *, seed: int, sample: int) -> tuple[Move, ...]:
    """Return a draw of all inputs whose range is stated: as likely above as below, less likely the further off.

    Each goes a part of the way to one of its ends, the part from a triangular distribution whose mode is 0. The draw of
    an input does not depend on the others.
    """
    root = luck.stream(seed, sample)
    found = []
    for item in inputs:
        if not item.stated:
            continue  # its distribution is drawn in the run itself
        way = luck.triangular(-1.0, 0.0, 1.0, luck.uniform(root, luck.key_of(item.name), 1, 0))
        found.append(Move(name=item.name, end=LOW if way < 0 else HIGH, part=abs(way)))
    return tuple(found)


def fits_anything(p5: float, p95: float, most: float) -> bool:
    """Whether a prediction covers nearly everything between nothing and the most that is possible.

    Examples
    --------
    >>> fits_anything(0.02, 0.96, 1.0), fits_anything(0.55, 0.84, 1.0)
    (True, False)
    """
    return most > 0 and (p95 - p5) / most >= SPREAD
