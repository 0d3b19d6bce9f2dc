"""What a planner may spend, and what it says of itself while it works."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from openairlift.plan import Terms


@dataclass(slots=True)
class State:
    """What the progress line shows: share of the budget that is used, best terms so far, bounds so far.

    `scale` is the least denominator of a gap; `left_s` is None for a budget in iterations.
    """

    share: float = 0.0
    best: Terms | None = None
    bound: Terms | None = None
    left_s: float | None = None
    scale: float = 0.0


@dataclass(slots=True)
class Budget:
    """Iterations or seconds, whichever is stated."""

    effort: int
    time_limit_s: float | None
    begun: float = field(default_factory=time.monotonic)
    stopped: bool = False

    def over(self, share: float = 1.0) -> bool:
        """Return whether a share of the time is used up; never for a budget in iterations."""
        return self.stopped or (
            self.time_limit_s is not None and time.monotonic() - self.begun > share * self.time_limit_s
        )

    def left(self, share: float = 1.0) -> float | None:
        """Return the seconds that are left of a share of the time, or None."""
        if self.time_limit_s is None:
            return None
        return max(share * self.time_limit_s - (time.monotonic() - self.begun), 0.0)
