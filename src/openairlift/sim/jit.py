"""The compiler's settings. Only the entry is cached: numba does not notice an edit in a function that it calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

from openairlift.sim.cache import cache_folder

F = TypeVar("F", bound=Callable[..., object])


def njit(function: F) -> F:
    """Compile a function when it is first called from compiled code."""
    return cast(F, numba.njit(error_model="numpy", nogil=True)(function))


def entry(function: F, *, files: list[Path] | None = None) -> F:
    """Compile a function that is called from Python, and keep the result in the user's cache folder.

    numba picks the folder when caching is switched on, from a global setting; that is set for this one call only.

    Parameters
    ----------
    files : what the compiled code is made from; None = this room.
    """
    config: Any = numba.config
    dispatcher: Any = numba.njit(error_model="numpy", nogil=True)(function)
    folder = cache_folder(files)
    if folder is not None:
        before = config.CACHE_DIR
        config.CACHE_DIR = str(folder)
        try:
            dispatcher.enable_caching()
        finally:
            config.CACHE_DIR = before
    return cast(F, dispatcher)
