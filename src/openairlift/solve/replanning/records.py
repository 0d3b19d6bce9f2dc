"""What replanning returns: the plan, what became of every mission and requirement, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from openairlift.plan import Plan


class Fate(StrEnum):
    """What became of a mission of the old plan, or where one of the new plan comes from."""

    KEPT = "kept"  # it has flown, or flies on as it was planned
    HOME = "home"  # flies on as planned; its tail then goes home instead of on to a mission that is no more
    REROUTED = "rerouted"  # its cargo goes to another hub, or its tail home by another way
    DIVERTED = "diverted"  # the same, and it turns in the air
    RETURNED = "returned"  # its cargo goes back and is in need again
    CUT = "cut"  # it takes no cargo, and its tail goes home
    HELD = "held"  # it waits where it stands until the way is free
    STRANDED = "stranded"  # there is no way from where it stands before the horizon
    DROPPED = "dropped"  # it had not begun
    AGAIN = "again"  # it had not begun and is planned again as it was
    NEW = "new"


GOES_ON = (Fate.KEPT, Fate.HOME, Fate.AGAIN)
"""Fates of missions that carry what they were to carry as they were to carry it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one mission.

    Attributes
    ----------
    fate : in one word.
    tail : name of its tail.
    old, new : index of the mission in the old and in the new plan, or None.
    reason : why, in words; empty for a mission that is kept.
    """

    fate: Fate
    tail: str
    old: int | None
    new: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What replanning does to one line of a requirement.

    Attributes
    ----------
    line : its name.
    required_before, required : how much is asked for, in the old and in the new scenario, in units of the line.
    arrival_before_s, arrival_s : when the last of what is carried passes the objective's mark, by the exact times of
        the old and of the new plan [s]; None when nothing passes it.
    undelivered_before, undelivered : what the plans do not bring past the mark, in units of the line.
    unit : piece, kg, person or load.
    reason : why something is left, in words; empty when nothing is.
    """

    line: str
    required_before: float
    required: float
    arrival_before_s: int | None
    arrival_s: int | None
    undelivered_before: float
    undelivered: float
    unit: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replanned:
    """A plan made again while the old one is carried out.

    Attributes
    ----------
    plan : what has been flown, what is kept, and what is new; its `proof` compares it with every way to go on.
    at_s : the moment from which on it is new [s].
    changes : of every mission of the old plan, then of the new missions.
    effects : of every line of the requirements, old or new.
    reasons : what is different from before and what that did, one sentence each.
    issues : what the new scenario says that the past contradicts, or what could not be kept; empty as a rule.
    """

    plan: Plan
    at_s: int
    changes: tuple[Change, ...]
    effects: tuple[Effect, ...]
    reasons: tuple[str, ...]
    issues: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[int, ...]:
        """Indexes in the old plan of the missions that had begun and are carried out as they were planned."""
        return tuple(
            change.old for change in self.changes if change.fate in (Fate.KEPT, Fate.HOME) and change.old is not None
        )

    def count(self, fate: Fate) -> int:
        """Return how many missions have a fate."""
        return sum(change.fate is fate for change in self.changes)
