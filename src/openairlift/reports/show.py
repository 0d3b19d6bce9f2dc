"""How numbers are shown: units by profile, dates in UTC with the day and local time beside it, shares in percent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from openairlift.units import Dimension, to_unit

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MARK_WORDS = {
    "left_stock": "left stock",
    "landed": "landed",
    "at_hub": "at the hub (cleared)",
    "forwarded": "left the hub",
    "delivered": "delivered",
}
METER_WORDS = {"mass": "mass", "usd": "value", "items": "items", "people": "people"}
NOT_WITHIN = "not within horizon"


def day_of(moment: datetime) -> str:
    """Return the date, such as ``4 Mar``."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def parse_date(text: object) -> datetime | None:
    """Return the aware UTC moment of an ISO text (or a datetime), or None."""
    if isinstance(text, datetime):
        moment = text
    else:
        try:
            moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
        except ValueError:
            return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Show:
    """Formatting for one profile: ``us-nato`` (short tons, nautical miles, Zulu) or ``humanitarian``.

    Attributes
    ----------
    profile : one of the two.
    start : of the scenario, which is C-day and D-day; None = days are not counted.
    zones : time zone by place, of those that state one.
    """

    profile: str = "humanitarian"
    start: datetime | None = None
    zones: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, found: object) -> Show:
        """Return how a record that names its scenario is shown."""
        about = found.get("scenario") if isinstance(found, Mapping) else None
        if not isinstance(about, Mapping):
            return cls()
        zones = about.get("time_zones")
        return cls(
            str(about.get("profile") or "humanitarian"),
            parse_date(about.get("start")),
            {str(place): str(zone) for place, zone in zones.items()} if isinstance(zones, Mapping) else {},
        )

    @property
    def nato(self) -> bool:
        """Whether short tons, nautical miles and Zulu time are shown."""
        return self.profile == "us-nato"

    @property
    def mass_unit(self) -> str:
        """The unit of mass in short."""
        return "st" if self.nato else "t"

    @property
    def mass_words(self) -> str:
        """The unit of mass in full."""
        return "short tons" if self.nato else "tonnes"

    def mass_value(self, kg: float) -> float:
        """Return a mass in the profile's unit."""
        return to_unit(kg, self.mass_unit, Dimension.MASS)

    def mass(self, kg: float) -> str:
        """Return a mass with its unit.

        Examples
        --------
        >>> Show("us-nato").mass(907_184.74), Show().mass(1500.0)
        ('1,000 st', '1.5 t')
        """
        return f"{plain(self.mass_value(kg))} {self.mass_unit}"

    def distance(self, metres: float) -> str:
        """Return a distance with its unit."""
        unit = "nm" if self.nato else "km"
        return f"{plain(to_unit(metres, unit, Dimension.DISTANCE))} {unit}"

    def amount(self, value: float, meter: str) -> str:
        """Return a quantity of a meter, given in its stored unit (kg, USD, items, people)."""
        if meter == "mass":
            return self.mass(value)
        if meter == "usd":
            return f"{plain(value / 1e6)} M USD" if abs(value) >= 1e6 else f"{value:,.0f} USD"
        return f"{value:,.0f} {meter}"

    def moment(self, moment: datetime, place: str | None = None) -> str:
        """Return date and time, with the day counted from the start, and the local time of a place, where known.

        Planners of the ``us-nato`` profile write Zulu time only.

        Examples
        --------
        >>> from datetime import datetime, UTC
        >>> Show().moment(datetime(2022, 3, 4, 12, tzinfo=UTC))
        '4 Mar 2022 12:00 UTC'
        >>> Show("us-nato").moment(datetime(2022, 3, 4, 12, tzinfo=UTC))
        '041200ZMAR22'
        >>> show = Show("humanitarian", datetime(2022, 3, 1, tzinfo=UTC), {"hub": "Europe/Warsaw"})
        >>> show.moment(datetime(2022, 3, 4, 23, 30, tzinfo=UTC), "hub")
        '4 Mar 2022 23:30 UTC (5 Mar 00:30 local, D+3)'
        """
        beside = [self._local(moment, place)] if place is not None and place in self.zones and not self.nato else []
        if self.start is not None:
            beside.append(self.day((moment - self.start) // timedelta(days=1)))
        return self.clock(moment) + (f" ({', '.join(beside)})" if beside else "")

    def clock(self, moment: datetime) -> str:
        """Return date and time alone, as a date-time group in the ``us-nato`` profile."""
        if self.nato:
            month = MONTHS[moment.month - 1].upper()
            return f"{moment.day:02d}{moment.hour:02d}{moment.minute:02d}Z{month}{moment.year % 100:02d}"
        return f"{day_of(moment)} {moment.year} {moment.hour:02d}:{moment.minute:02d} UTC"

    def _local(self, moment: datetime, place: str) -> str:
        there = moment.astimezone(ZoneInfo(self.zones[place]))
        date = "" if there.date() == moment.date() else f"{day_of(there)} "
        return f"{date}{there:%H:%M} local"

    def told(self, text: str | None, place: str | None = None) -> str:
        """Return a moment that a record holds as text; ``never`` for None."""
        moment = parse_date(text)
        return "never" if moment is None else self.moment(moment, place)

    def day(self, number: int) -> str:
        """Return a day counted from the scenario's start, as planners write it.

        Examples
        --------
        >>> Show("us-nato").day(3), Show().day(3), Show().day(-2)
        ('C+003', 'D+3', 'D-2')
        """
        sign = "-" if number < 0 else "+"
        return f"C{sign}{abs(number):03d}" if self.nato else f"D{sign}{abs(number)}"


def plain(value: float) -> str:
    """Return a number with as many digits as a reader needs.

    Examples
    --------
    >>> plain(1234.56), plain(12.34), plain(0.1234), plain(3.0)
    ('1,235', '12.3', '0.12', '3')
    """
    size = abs(value)
    if size >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if size >= 1 else f"{value:.2g}"


def percent(share: float) -> str:
    """Return a share in percent; what is neither none nor all is never shown as 0 or 100.

    Examples
    --------
    >>> percent(0.317), percent(0.004), percent(0.998), percent(1.0)
    ('32 %', '<1 %', '>99 %', '100 %')
    """
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1 - 1e-12:
        return ">99 %"
    return f"{share * 100:.0f} %"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    Examples
    --------
    >>> count(1, "run"), count(2, "run")
    ('1 run', '2 runs')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def after(start: datetime | None, seconds: float | None) -> datetime | None:
    """Return the moment `seconds` after `start`, or None when either is not known."""
    return None if start is None or seconds is None else start + timedelta(seconds=seconds)
