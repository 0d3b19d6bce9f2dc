"""The compiler's settings for searches, the same as the simulator's; compiled code is kept beside it."""

from openairlift.sim.jit import entry, njit

__all__ = ["entry", "njit"]
