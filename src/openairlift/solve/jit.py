"""The compiler's settings for searches: as the simulator's, with a cache that notices an edit in any file of a room."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from openairlift.sim.jit import entry as _entry
from openairlift.sim.jit import njit

__all__ = ["entry", "njit"]

F = TypeVar("F", bound=Callable[..., object])


def entry(function: F) -> F:
    """Compile a function that is called from Python, and keep the result until a file beside its own changes."""
    room = Path(inspect.getfile(function)).parent
    return _entry(function, files=[*sorted(room.glob("*.py")), Path(__file__)])
