"""Ctrl-C that Python drops is sent once more.

An exception raised inside a destructor or a callback can't go up: Python reports it to `sys.unraisablehook` and
forgets it. Ctrl-C that comes just then would be lost, and a search without an end would go on.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN_S = 0.01
"""How long after it was dropped Ctrl-C is sent again [s]: by then the destructor is done."""


@contextmanager
def ctrl_c_heard() -> Iterator[None]:
    """Send Ctrl-C again whenever a destructor swallowed it, until this context ends."""
    before = sys.unraisablehook

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            timer = threading.Timer(AGAIN_S, _interrupt)
            timer.daemon = True
            timer.start()
        else:
            before(dropped)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _interrupt() -> None:
    """Interrupt the main thread, be it waiting for a lock or not."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
