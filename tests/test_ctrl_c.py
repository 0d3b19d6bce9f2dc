"""Ctrl-C that a destructor swallows is sent again; everything else is reported as ever."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable

import pytest

from openairlift.ctrl_c import ctrl_c_heard


class Dying:
    """Something that goes wrong as it is let go of."""

    def __init__(self, error: type[BaseException]) -> None:
        self.error = error

    def __del__(self) -> None:
        if self.error is KeyboardInterrupt:
            signal.raise_signal(signal.SIGINT)
        raise self.error


def compute() -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pass


def wait() -> None:
    threading.Event().wait(60)


@pytest.mark.parametrize("work", [compute, wait])
def test_ctrl_c_in_a_destructor_ends_what_comes_next(work: Callable[[], None]) -> None:
    def interrupted() -> None:
        with ctrl_c_heard():
            Dying(KeyboardInterrupt)
            work()

    with pytest.raises(KeyboardInterrupt):
        interrupted()


def test_other_errors_of_a_destructor_are_reported_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException]] = []

    def report(dropped: sys.UnraisableHookArgs) -> None:
        reported.append(dropped.exc_type)

    monkeypatch.setattr(sys, "unraisablehook", report)
    with ctrl_c_heard():
        Dying(ZeroDivisionError)
    Dying(OverflowError)
    assert reported == [ZeroDivisionError, OverflowError]
