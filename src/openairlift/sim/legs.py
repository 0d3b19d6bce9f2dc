"""Legs as they are now: round closed airspaces, or closed."""

from __future__ import annotations

import numpy as np

from openairlift.sim.jit import njit
from openairlift.sim.layout import Bool, Int, State


@njit
def block_now(s: State, type_: Int, here: Int, there: Int) -> Int:
    """Return the block time of a leg now [s], -1 where it can't be flown."""
    block = s.block[type_, here, there]
    if s.world[0].airspaces == 0 or block < 0:
        return block
    for k in range(len(s.shock)):
        shock = s.shock[k]
        if shock.on == 1 and shock.air >= 0:
            longer = s.airblock[shock.air, type_, here, there]
            if longer < 0:
                return np.int64(-1)
            block = max(block, longer)
    return block


@njit
def leg_closed(s: State, here: Int, there: Int) -> Bool:
    """Return whether a leg is closed."""
    return len(s.closed_leg) > 0 and s.closed_leg[here, there] > 0


@njit
def flyable(s: State, type_: Int, here: Int, there: Int) -> Bool:
    """Return whether a type can fly a leg now."""
    return not leg_closed(s, here, there) and block_now(s, type_, here, there) >= 0
