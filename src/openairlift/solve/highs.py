"""HiGHS, silent: its banner would stand in front of the JSON on standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import highspy


def quiet_highs() -> highspy.Highs:
    """Return a HiGHS solver that prints nothing, not even when it is made.

    highspy 1.16 prints its banner as soon as the constructor sets callbacks, before anybody can silence it; so the
    silence comes with the callbacks.

    Examples
    --------
    >>> status = quiet_highs().run()
    """
    import highspy

    class Quiet(highspy.Highs):
        """The solver, silenced before its constructor logs."""

        def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's name
            self.silent()
            super().enableCallbacks()

    return Quiet()
