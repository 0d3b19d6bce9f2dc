"""The compiler's settings for searches: as the simulator's, with a cache that notices an edit in any file of a room."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from openairlift.sim.cache import cache_folder
from openairlift.sim.jit import entry as _entry
from openairlift.sim.jit import njit

__all__ = ["entry", "is_compiled", "njit"]

F = TypeVar("F", bound=Callable[..., object])


def entry(function: F) -> F:
    """Compile a function that is called from Python, and keep the result until a file beside its own changes."""
    return _entry(function, files=_files(Path(inspect.getfile(function)).parent))


def is_compiled() -> bool:
    """Return whether the search of this version lies compiled in the cache."""
    folder = cache_folder(_files(Path(__file__).parent / "search"))
    return folder is not None and any(folder.rglob("work*.nbi"))


def _files(room: Path) -> list[Path]:
    return [*sorted(room.glob("*.py")), Path(__file__), Path(__file__).parent / "packed.py"]
