"""The one way from Python into the search's compiled code, so that it is compiled once."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from openairlift.solve.jit import entry
from openairlift.solve.search.follow import follow
from openairlift.solve.search.guided import guided
from openairlift.solve.search.layout import BOARD, DESK, PLAY, SIGNS
from openairlift.solve.search.moves import dispatch, improve

_board, _play, _desk, _signs = BOARD.open, PLAY.open, DESK.open, SIGNS.open


class Task(IntEnum):
    """What there is to do."""

    DISPATCH = 0
    GUIDED = 1
    FOLLOW = 2
    IMPROVE = 3


@entry
def work(
    board: Any, play: Any, desk: Any, signs: Any, rng: Any, task: int, numbers: Any, reals: Any, tails: Any,
    targets: Any, tally: Any,
) -> int:  # fmt: skip
    """Do a task on tables of the four tuples; `numbers` and `reals` are its parameters. Return how many jobs came."""
    b, s, d, g = _board(board), _play(play), _desk(desk), _signs(signs)
    if task == 0:
        return dispatch(b, s, d, numbers[0], numbers[1], tails)
    if task == 1:
        return guided(b, s, d, g, numbers[0], reals[0], numbers[1], reals[1], tails)
    if task == 2:
        return follow(b, s, d, targets, numbers[0], reals[0])
    improve(b, s, d, rng, numbers[0], reals[0], numbers[1], numbers[2], tally)
    return 0
