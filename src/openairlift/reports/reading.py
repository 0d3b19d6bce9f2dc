"""Reading the summary of a run: one place that knows its keys, and that bears with what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openairlift.reports.show import after, parse_date

Record = Mapping[str, Any]
BASES = ("quoted", "converted", "derived", "estimated", "assumed")


def get(record: object, *names: str, default: Any = None) -> Any:
    """Return the first of these names that a mapping or an object has and that is not None."""
    for name in names:
        value = record.get(name) if isinstance(record, Mapping) else getattr(record, name, None)
        if value is not None:
            return value
    return default


def records(record: object, *names: str) -> list[Any]:
    """Return a list under one of these names, empty where it is missing or no list."""
    value = get(record, *names, default=())
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def real(value: object) -> float | None:
    """Return a number as float, None for everything else."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


@dataclass(frozen=True, slots=True)
class Quantile:
    """A quantile of a moment: None in both = not within the horizon."""

    seconds: float | None
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Closure:
    """When all is there."""

    p10: Quantile
    p50: Quantile
    p90: Quantile
    closed_share: float | None


def start_of(summary: Record) -> datetime | None:
    """Return the scenario's start."""
    scenario = get(summary, "scenario", default={})
    return parse_date(get(scenario, "start"))


def closure_of(summary: Record) -> Closure | None:
    """Return the closure, or None when the summary has none."""
    found = get(summary, "closure")
    if not isinstance(found, Mapping):
        return None

    def quantile(name: str) -> Quantile:
        value = found.get(name)
        seconds = real(value) if not isinstance(value, Mapping) else real(get(value, "seconds", "s"))
        date = get(value, "date", "moment") if isinstance(value, Mapping) else value
        moment = parse_date(date) if isinstance(date, str | datetime) else after(start_of(summary), seconds)
        return Quantile(seconds, moment)

    return Closure(quantile("p10"), quantile("p50"), quantile("p90"), real(get(found, "closed_share")))


@dataclass(frozen=True, slots=True)
class Day:
    """A row of the closure curve: shares, or amounts where `share` is False."""

    day: float
    date: datetime | None
    p10: float
    p50: float
    p90: float
    share: bool


def _days(rows: list[Any], whole: float | None, *, share: bool) -> list[Day]:
    found = []
    for row in rows:
        low, middle, high, day = (real(get(row, name)) for name in ("p10", "p50", "p90", "day"))
        if low is None or middle is None or high is None or day is None:
            continue
        factor = 1.0 / whole if whole else 1.0
        moment = parse_date(get(row, "date"))
        found.append(Day(day, moment, low * factor, middle * factor, high * factor, share or bool(whole)))
    return found


def days_of(summary: Record, mark: str, meter: str) -> list[Day]:
    """Return the closure curve of a mark and a meter by day, as shares of what is listed where that is known."""
    table = get(get(summary, "delivered", default={}), mark, default={})
    return _days(records(table, meter), real(get(get(summary, "listed", default={}), meter)), share=False)


def package_days(package: Record, mark: str) -> list[Day]:
    """Return the share of a package by day."""
    return _days(records(get(package, "share", default={}), mark), None, share=True)


def metered(summary: Record) -> tuple[str, str]:
    """Return mark and meter of the objective."""
    scenario = get(summary, "scenario", default={})
    mark, meter = get(scenario, "objective_mark"), get(scenario, "objective_meter")
    return str(mark or "delivered"), str(meter or "mass")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report lies in the prediction at one mark; `quantiles` holds one number, or one per end of a range."""

    mark: str | None
    p10: float | None
    p50: float | None
    p90: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An observation as the report shows it; `placed` is empty where it can't be compared."""

    id: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    meter: str | None
    of: str | None
    package: str | None
    item: str | None
    place: str | None
    at: datetime | None
    at_s: float | None
    placed: tuple[Place, ...]
    reason: str | None
    notes: tuple[str, ...]
    evidence: tuple[str, ...]


def seen_of(summary: Record) -> list[Seen]:
    """Return the observations of the summary."""
    return [_seen(record, start_of(summary)) for record in records(summary, "observations")]


def _seen(record: Any, start: datetime | None) -> Seen:
    at = get(record, "at")
    at_s = real(get(at, "seconds"))
    notes = get(record, "notes", default=())
    return Seen(
        id=str(get(record, "id", default="?")),
        quantity=str(get(record, "quantity", default="other")),
        value=real(get(record, "value")),
        low=real(get(record, "low")),
        high=real(get(record, "high")),
        meter=get(record, "meter"),
        of=get(record, "of"),
        package=get(record, "package"),
        item=get(record, "item"),
        place=get(record, "place"),
        at=parse_date(get(at, "date")) or after(start, at_s),
        at_s=at_s,
        placed=_placed(get(record, "prediction", default={}), get(record, "quantile", default={})),
        reason=get(record, "reason"),
        notes=(notes,) if isinstance(notes, str) else tuple(notes),
        evidence=tuple(str(item) for item in records(record, "evidence")),
    )


def _placed(prediction: Any, quantiles: Any) -> tuple[Place, ...]:
    if not isinstance(prediction, Mapping) or not isinstance(quantiles, Mapping):
        return ()
    found = []
    for mark, values in prediction.items():
        stated = quantiles.get(mark)
        ends = [real(value) for value in (stated if isinstance(stated, list) else [stated])]
        p10, p50, p90 = (real(get(values, name)) for name in ("p10", "p50", "p90"))
        known = tuple(value for value in ends if value is not None)
        found.append(Place(None if mark == "any" else mark, p10, p50, p90, known))
    return tuple(found)
