"""Moments as observations state them: a date-time, ``end of DATE``, or ``STATUS + N d`` of a package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from openairlift.model import STATUSES
from openairlift.scenario import Scenario
from openairlift.tables import parse_moment

_STATUS = re.compile(r"(\w+?)(?:\s*\+\s*(\d+(?:\.\d+)?)\s*(d|h))?")
_END = re.compile(r"end of\s+(.+)")


class Unresolved(ValueError):  # noqa: N818 - a finding, not a fault
    """A moment that can't be worked out; its text says why."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: UTC, seconds since the scenario's start, and what had to be decided to find it."""

    moment: datetime
    seconds: int
    note: str = ""


def resolve(text: str | datetime, scenario: Scenario, *, package: str | None = None) -> Moment:
    """Work out a moment.

    Parameters
    ----------
    text : a date-time as files accept it, ``end of 2022-03-04`` (midnight that ends the day, UTC), or
        ``approved + 5 d`` (from the latest event of that status of the package).
    package : whose events; None takes the scenario's only package.

    Raises
    ------
    Unresolved
        When the package or the event is missing, or the text is no moment.
    """
    if isinstance(text, datetime):
        return Moment(text, scenario.seconds(text))
    ends = _END.fullmatch(text.strip())
    if ends is not None:
        day = _moment(ends[1], scenario)
        end = datetime.combine(day.date(), time(), tzinfo=UTC) + timedelta(days=1)
        return Moment(end, scenario.seconds(end))
    word = _STATUS.fullmatch(text.strip())
    if word is None or word[1] not in STATUSES:
        moment = _moment(text, scenario)
        return Moment(moment, scenario.seconds(moment))
    if package is None and len(scenario.packages) == 1:
        package = next(iter(scenario.packages))
    if package is None:
        raise Unresolved(f"{text!r} counts from an event of a package, and none is named")
    dates = sorted({e.on for e in scenario.package_events if e.package == package and e.status == word[1]})
    if not dates:
        raise Unresolved(f"package {package!r} has no event {word[1]!r} to count {text!r} from")
    note = ""
    if len(dates) > 1:
        listed = ", ".join(f"{date:%Y-%m-%d}" for date in dates)
        note = f"{package} was {word[1]} on {listed} by different sources; counted from the latest"
    step = timedelta() if word[2] is None else timedelta(**{{"d": "days", "h": "hours"}[word[3]]: float(word[2])})
    moment = dates[-1] + step
    return Moment(moment, scenario.seconds(moment), note)


def _moment(text: str, scenario: Scenario) -> datetime:
    try:
        return parse_moment(text.strip(), scenario.settings.start)
    except ValueError as error:
        raise Unresolved(f"{text!r} is no moment: {error}") from None
