"""What the language of claims knows: functions, their arguments, and words for day rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from openairlift.model import MARKS, METERS

FIRST_LANDING = "first landing"
"""The word for the first landing of the cargo that a call is about, found run by run."""

COUNTED = ("arrivals", "diverts", "no_shows")
"""What `count` can count."""

DENOMINATORS = ("listed", "authorised")


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TRUTH = "truth"
    MOMENT = "moment"
    DURATION = "duration"
    TEXT = "text"
    ANY = "anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument: its kind, whether it must be there, and the words that it may be (blank = any)."""

    kind: Kind = Kind.TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    names: str = ""  # table whose ids it takes
    rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function: its arguments in order, and what it gives (None = depends on its argument, see `check`)."""

    arguments: Mapping[str, Argument]
    gives: Kind | None
    says: str


_MARK = Argument(required=True, words=MARKS)
_METER = Argument(required=True, words=METERS)
_OF = Argument(words=DENOMINATORS)
_PACKAGE = Argument(names="packages")
_ITEM = Argument(names="items")
_PLACE = Argument(names="places")
_AT = Argument(kind=Kind.MOMENT, required=True)
_AMOUNT = {"mark": _MARK, "at": _AT, "package": _PACKAGE, "item": _ITEM}

FUNCTIONS: Mapping[str, Function] = {
    "share": Function(
        arguments={"meter": _METER, "mark": _MARK, "at": _AT, "of": _OF, "package": _PACKAGE, "item": _ITEM},
        gives=Kind.NUMBER,
        says="what had passed the mark by the moment, as a part of what is listed or was authorised (1 = all)",
    ),
    "mass": Function(arguments=_AMOUNT, gives=Kind.NUMBER, says="what had passed the mark by the moment [kg]"),
    "items": Function(arguments=_AMOUNT, gives=Kind.NUMBER, says="pieces that had passed the mark by the moment"),
    "people": Function(
        arguments={"mark": _MARK, "at": _AT, "package": _PACKAGE},
        gives=Kind.NUMBER,
        says="people who had passed the mark by the moment",
    ),
    "date_of": Function(
        arguments={
            "mark": _MARK, "share": Argument(kind=Kind.NUMBER), "meter": Argument(words=METERS), "of": _OF,
            "package": _PACKAGE, "item": _ITEM,
        },
        gives=Kind.MOMENT,
        says="when a share (1 where none is stated) had passed the mark; never, where that is not within the horizon",
    ),
    "count": Function(
        arguments={
            "what": Argument(required=True, words=COUNTED), "place": Argument(required=True, names="places"),
            "since": Argument(kind=Kind.MOMENT), "until": Argument(kind=Kind.MOMENT),
        },
        gives=Kind.NUMBER,
        says="aircraft of all traffic that arrived, gave up or did not come, on whole UTC days since and until",
    ),
    "stock": Function(
        arguments={
            "item": Argument(required=True, names="items"), "place": _PLACE, "at": Argument(kind=Kind.MOMENT),
        },
        gives=Kind.NUMBER,
        says="what is left of an item at a place (everywhere, where none is named) at the moment [in its own unit]",
    ),
    "cover": Function(
        arguments={
            "unit_type": Argument(names="batteries"), "place": _PLACE, "at": Argument(kind=Kind.MOMENT),
        },
        gives=Kind.NUMBER,
        says="part of the weight of all assets (of those at a place) within reach of units (of a type) that are in "
        "place by the moment, or by the horizon (1 = all)",
    ),
    "days": Function(
        arguments={"value": Argument(kind=Kind.ANY, required=True)}, gives=None,
        says="of a number: so many times 24 h; of a duration: how many days it is",
    ),
    "hours": Function(
        arguments={"value": Argument(kind=Kind.ANY, required=True)}, gives=None,
        says="of a number: so many hours; of a duration: how many hours it is",
    ),
    "end": Function(
        arguments={
            "start": Argument(kind=Kind.MOMENT, required=True), "days": Argument(kind=Kind.NUMBER, required=True),
            "rule": Argument(rule=True),
        },
        gives=Kind.MOMENT,
        says="the moment that ends so many days after a start, by a day rule",
    ),
}  # fmt: skip
"""Every function, its arguments in the order in which they may be given without a name."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
RULES = "'120 h' (hours after the start), or 'end of fifth day' (of the calendar, the day of the start not counted)"
_HOURS = re.compile(r"([0-9]{1,4})\s*h")
_DAY = re.compile(r"end of (?:day ([0-9]{1,3})|([0-9]{1,3})(?:st|nd|rd|th) day|([a-z]+) day)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A day rule: so many whole hours, or the end of so many days of the calendar."""

    hours: int | None = None
    days: int | None = None

    def fits(self, days: float) -> bool:
        """Whether the rule speaks of this number of days."""
        return (self.hours == round(days * 24, 6)) if self.hours is not None else (self.days == days)


def parse_rule(text: str) -> Rule | None:
    """Read a day rule; None when it is none.

    Examples
    --------
    >>> parse_rule("120 h"), parse_rule("end of fifth day"), parse_rule("soon")
    (Rule(hours=120, days=None), Rule(hours=None, days=5), None)
    """
    word = " ".join(text.split())
    hours = _HOURS.fullmatch(word)
    if hours is not None:
        return Rule(hours=int(hours[1]))
    day = _DAY.fullmatch(word)
    if day is None:
        return None
    if day[3] is not None:
        return Rule(days=ORDINALS.index(day[3]) + 1) if day[3] in ORDINALS else None
    return Rule(days=int(day[1] or day[2]))
