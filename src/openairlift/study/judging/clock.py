"""Moments and day rules of a claim, in its time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openairlift.evidence.language import Rule, parse_rule
from openairlift.scenario import Scenario
from openairlift.study.moments import Unresolved, resolve
from openairlift.units import DAY_S

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_DAYS = 4000
_SLACK = 3
"""Days of the calendar that are looked at before the scenario and after it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads moments and days of one claim: a date without a time is the midnight that begins it in the zone."""

    scenario: Scenario
    tz: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.tz or "UTC")

    def seconds(self, text: str, package: str | None) -> int:
        """Return a moment in seconds since the scenario's start [s].

        Raises
        ------
        Unresolved
            When it can't be worked out.
        """
        word = text.strip()
        ends = word.startswith("end of ")
        if _DATE.fullmatch(word.removeprefix("end of ").strip()):
            day = self._day(word.removeprefix("end of ").strip())
            return self._midnight(day + timedelta(days=1) if ends else day)
        return resolve(text, self.scenario, package=package).seconds

    def end(self, start_s: float, days: float, rule: Rule | None) -> int:
        """Return the moment that ends so many days after a start [s].

        Without a rule, and by a rule in hours, a day is 24 h. By the calendar the day in which the start lies (in the
        zone) is not counted, and the midnight that ends the last day is the end.

        Raises
        ------
        Unresolved
            When the days are out of range.
        """
        self._check(days)
        if rule is None or rule.days is None:
            return int(start_s + days * DAY_S + 0.5)
        local = self.scenario.moment(start_s).astimezone(self.zone)
        return self._midnight(local.date() + timedelta(days=rule.days + 1))

    def calendar(self, days: int) -> tuple[tuple[int, int], ...]:
        """Return, for a start on each day of the scenario, from when that day is and the end after so many days [s]."""
        self._check(days)
        first = self.scenario.settings.start.astimezone(self.zone).date() - timedelta(days=_SLACK)
        count = self.scenario.settings.horizon // DAY_S + 2 * _SLACK + 1
        every = [first + timedelta(days=k) for k in range(count)]
        return tuple((self._midnight(day), self._midnight(day + timedelta(days=days + 1))) for day in every)

    def rule(self, text: str, days: float) -> Rule:
        """Return a day rule that speaks of so many days."""
        rule = parse_rule(text)
        if rule is None or not rule.fits(days):
            raise Unresolved(f"{text!r} is no rule for {days:g} days")
        return rule

    def _midnight(self, day: date) -> int:
        """Return the moment at which a day begins in the zone [s]."""
        local = datetime.combine(day, time(), tzinfo=self.zone)
        return self.scenario.seconds(local.astimezone(UTC))

    @staticmethod
    def _day(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise Unresolved(f"{text!r} is no date: {error}") from None

    @staticmethod
    def _check(days: float) -> None:
        if not 0 <= days <= _MOST_DAYS:
            raise Unresolved(f"{days:g} days are out of range (0 to {_MOST_DAYS:,})")
