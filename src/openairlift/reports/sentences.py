"""What a result says, in sentences: the same words in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openairlift.reports.reading import (
    BASES,
    Day,
    Place,
    Record,
    Seen,
    closure_of,
    days_of,
    get,
    metered,
    package_days,
    real,
    records,
)
from openairlift.reports.show import (
    MARK_WORDS,
    METER_WORDS,
    NOT_WITHIN,
    Show,
    count,
    day_of,
    percent,
    plain,
)

BINDS = 0.005
"""Share of the time below which a resource is not named as a limit."""

CLOSES = "everything required"
_FULL = {
    "parking": "was full with aircraft waiting",
    "working": "were all taken with an aircraft waiting",
    "storage": "was full and kept an aircraft from unloading",
    "trucks": "kept cleared cargo waiting for vehicles",
    "fleet": "were all busy or away while missions were due",
    "release": "left aircraft idle because cargo was not ready",
}
_QUANTITY = {
    "share": "share",
    "mass": "mass",
    "items": "items",
    "people": "people",
    "arrivals_per_day": "arrivals a day",
    "diverts": "diverts",
    "no_shows": "slots not used",
    "closure_days": "days to closure",
    "first_arrival": "days to the first arrival",
}


def closure_sentence(summary: Record, show: Show) -> str:
    """Say how likely closure is and when."""
    closure = closure_of(summary)
    mark, _ = metered(summary)
    what = f"{CLOSES} is {MARK_WORDS.get(mark, mark)}"
    if closure is None:
        return "The summary states no closure."
    undelivered = records(get(summary, "plan", default={}), "undelivered")
    never = closure.closed_share == 0
    if never or (closure.closed_share is None and closure.p10.moment is None):
        why = f"; the plan leaves out {count(len(undelivered), 'part')} of the requirements" if undelivered else ""
        return f"Closure: {NOT_WITHIN}. In no run {what}{why}."
    words = [NOT_WITHIN if q.moment is None else show.moment(q.moment) for q in (closure.p50, closure.p10, closure.p90)]
    likely = (
        ""
        if closure.closed_share is None
        else f" In {percent(closure.closed_share)} of the runs it is within the horizon."
    )
    return f"Closure ({what}): P50 {words[0]} [P10 {words[1]} – P90 {words[2]}].{likely}"


def chosen_days(rows: list[Day]) -> list[Day]:
    """Return the days worth a line: dense at first, then weekly, and the last; not long after all is there."""
    wanted = {1, 2, 3, 5, 7, 10, 14, 21, 28, 35, 42, 60, 90, 120}
    picked: list[Day] = []
    for row in rows:
        last = row is rows[-1]
        same = bool(picked) and (picked[-1].p10, picked[-1].p50, picked[-1].p90) == (row.p10, row.p50, row.p90)
        if last or (row.day in wanted and not (same and row.p90 > 0)):
            picked.append(row)
            if row.share and row.p10 >= 1 - 1e-9:
                break
    return picked


def day_value(row: Day, value: float, meter: str, show: Show) -> str:
    """Return a value of a curve as text."""
    return percent(value) if row.share else show.amount(value, meter)


def day_text(row: Day, meter: str, show: Show) -> str:
    """Return ``P50 [P10 – P90]``."""
    p50, p10, p90 = (day_value(row, value, meter, show) for value in (row.p50, row.p10, row.p90))
    return f"{p50} [{p10} – {p90}]"


def _table(curves: Mapping[str, list[Day]], meter: str, show: Show) -> tuple[list[str], list[list[str]]]:
    stated = {mark: rows for mark, rows in curves.items() if rows}
    if not stated:
        return [], []
    by_day = {mark: {row.day: row for row in rows} for mark, rows in stated.items()}
    lines = []
    for row in chosen_days(list(stated.values())[-1]):
        cells = [f"{row.day:g}", "" if row.date is None else day_of(row.date)]
        cells += [day_text(by_day[m][row.day], meter, show) if row.day in by_day[m] else "–" for m in stated]
        lines.append(cells)
    return ["day", "end of", *(MARK_WORDS.get(mark, mark) for mark in stated)], lines


def arrival_rows(summary: Record, show: Show) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of the table "what arrives when", for the objective's meter."""
    mark, meter = metered(summary)
    pair = {"at_hub", mark if mark != "at_hub" else "delivered"}
    marks = [name for name in MARK_WORDS if name in pair]
    return _table({name: days_of(summary, name, meter) for name in marks}, meter, show)


def arrival_sentence(summary: Record, show: Show) -> str | None:
    """Say what has arrived after about a week, and at the end, for the objective's mark and meter."""
    mark, meter = metered(summary)
    rows = days_of(summary, mark, meter)
    if not rows:
        return None
    early = next((row for row in rows if row.day == 5), rows[len(rows) // 2])
    word = MARK_WORDS.get(mark, mark)
    text = f"By {METER_WORDS.get(meter, meter)}, {day_text(early, meter, show)} {word} after {early.day:g} days"
    if rows[-1] is early:
        return f"{text}."
    return f"{text}, {day_text(rows[-1], meter, show)} by day {rows[-1].day:g}."


def package_sentences(summary: Record, show: Show) -> list[str]:
    """Say what share of each package has been delivered after five days, by its own meter."""
    found = []
    packages = get(summary, "packages", default={})
    for key, package in packages.items() if isinstance(packages, Mapping) else ():
        rows = package_days(package, "delivered")
        meter, of = str(get(package, "meter", default="mass")), get(package, "of", default="listed")
        early = next((row for row in rows if row.day == 5), rows[-1] if rows else None)
        if early is not None:
            share = day_text(early, meter, show)
            word = METER_WORDS.get(meter, meter)
            found.append(f"Of package {key}, {share} of the {of} {word} is delivered after {early.day:g} days.")
    return found


def package_tables(summary: Record, show: Show) -> list[tuple[str, list[str], list[list[str]]]]:
    """Return, per package, a sentence about its size and the table of its share by day."""
    found = []
    packages = get(summary, "packages", default={})
    for key, package in packages.items() if isinstance(packages, Mapping) else ():
        meter = str(get(package, "meter", default="mass"))
        whole = real(get(get(package, "listed", default={}), meter))
        authorised = real(get(package, "authorised_usd"))
        title = get(package, "title")
        text = f"Package {key}{'' if title is None else f' ({title})'}: "
        text += "size not stated" if whole is None else f"{show.amount(whole, meter)} listed"
        text += "" if authorised is None else f" of {show.amount(authorised, 'usd')} authorised"
        text += f". Share of what is {get(package, 'of', default='listed')}, by {METER_WORDS.get(meter, meter)}:"
        header, rows = _table({m: package_days(package, m) for m in ("at_hub", "delivered")}, meter, show)
        found.append((text, header, rows))
    return found


def traffic_sentences(summary: Record) -> list[str]:
    """Say where arriving aircraft had to hold or went elsewhere."""
    found = []
    for row in records(summary, "arrivals"):
        arrived, held, gave_up = (real(get(row, name)) or 0.0 for name in ("arrived", "held", "gave_up"))
        if held >= 0.05 or gave_up >= 0.05:
            found.append(
                f"{get(row, 'place', default='?')}: of {plain(arrived)} arrivals a run (all traffic), {plain(held)} "
                f"had to wait for a spot and {plain(gave_up)} gave up and went elsewhere."
            )
    return found


def limit_sentence(limit: Any) -> str:
    """Say how long a resource was the limit."""
    name = str(get(limit, "name", "resource", default="?"))
    share = real(get(limit, "p50", "binding_share")) or 0.0
    low, high = real(get(limit, "p10")), real(get(limit, "p90"))
    span = "" if low is None or high is None else f" [{percent(low)} – {percent(high)}]"
    told = _FULL.get(str(get(limit, "resource", "kind", default="")), "was the limit")
    return f"{name[:1].upper()}{name[1:]} {told} {percent(share)} of the time{span}."


def limits_of(summary: Record) -> list[tuple[Any, str]]:
    """Return the limits worth naming, longest first, with their sentences."""
    found = sorted(records(summary, "limits"), key=lambda item: -(real(get(item, "binding_share")) or 0.0))
    return [(item, limit_sentence(item)) for item in found if (real(get(item, "binding_share")) or 0.0) >= BINDS]


def no_limit(summary: Record) -> str:
    """Say that nothing was the limit, or that nothing is known of limits."""
    if get(summary, "limits") is None:
        return "The summary states no limits."
    return "No stated resource was the limit for more than half a percent of the time."


def band_sentence() -> str:
    """Say what the band from P10 to P90 holds, and what it does not."""
    return (
        "The band P10 – P90 is the luck of operations: ground times, repairs, clearance, roads, other traffic. Assumed "
        "inputs stand at one value each, so it is narrower than what is not known."
    )


def inputs_sentence(summary: Record) -> str:
    """Say how many inputs rest on what, such as ``31 of 48 inputs quoted, 9 derived, 8 assumed``."""
    counts = get(summary, "inputs")
    if counts is None:
        return "The summary states no inputs."
    numbers = {basis: int(real(get(counts, basis)) or 0) for basis in BASES}
    total = int(real(get(counts, "total")) or sum(numbers.values()))
    stated = [(number, basis) for basis, number in numbers.items() if number]
    if not stated:
        return f"{count(total, 'input')}; none has a stated basis."
    (first, basis), *rest = stated
    tail = "".join(f", {number:,} {word}" for number, word in rest)
    return f"{first:,} of {count(total, 'input')} {basis}{tail}."


def reported(seen: Seen, show: Show) -> str:
    """Return what was reported, as text."""

    def value(number: float) -> str:
        if seen.quantity == "share":
            return f"{number * 100:.4g} %"
        if seen.quantity == "mass":
            return show.mass(number)
        return f"{number:,.0f}" if number == int(number) else plain(number)

    if seen.value is not None:
        text = value(seen.value)
    elif seen.low is not None and seen.high is not None:
        text = f"{value(seen.low)} to {value(seen.high)}"
    elif seen.low is not None:
        text = f"at least {value(seen.low)}"
    elif seen.high is not None:
        text = f"at most {value(seen.high)}"
    else:
        text = "no number"
    words = [] if seen.quantity == "other" else [_QUANTITY.get(seen.quantity, seen.quantity)]
    if seen.quantity == "share":
        words = [f"of {METER_WORDS.get(seen.meter or '', seen.meter or 'an unstated meter')}"]
        words += [f"({seen.of})"] if seen.of else []
    dated = seen.at is not None and seen.quantity not in ("closure_days", "first_arrival")
    when = [f"by {show.moment(seen.at)}"] if dated and seen.at is not None else []
    return " ".join([text, *words, *when])


def placed_texts(seen: Seen, show: Show) -> list[str]:
    """Return, per mark, the prediction and where the report lies in it."""
    texts = []
    for place in seen.placed:
        head = "" if place.mark is None else f"{MARK_WORDS.get(place.mark, place.mark)}: "
        texts.append(f"{head}predicted {span(seen, place, show)}; {quantile_text(seen, place)}")
    return texts


def span(seen: Seen, place: Place, show: Show) -> str:
    """Return P50 [P10 – P90] of a prediction."""
    if place.p10 is None and place.p50 is None and place.p90 is None:
        return NOT_WITHIN
    middle, low, high = (predicted(seen, value, show) for value in (place.p50, place.p10, place.p90))
    return f"{middle} [{low} – {high}]"


def quantile_text(seen: Seen, place: Place) -> str:
    """Say where the report lies in the prediction; of a bound, how many runs agree with it."""
    if not place.quantiles:
        return "no quantile"
    if seen.value is None and len(place.quantiles) == 1:
        agree = 1 - place.quantiles[0] if seen.high is None else place.quantiles[0]
        return f"{percent(agree)} of the runs agree"
    if set(place.quantiles) in ({0.0}, {1.0}):
        return f"the reported value lies {'below' if place.quantiles[0] == 0.0 else 'above'} every run"
    return f"the reported value is at quantile {' to '.join(f'{value:.2f}' for value in place.quantiles)}"


def predicted(seen: Seen, value: float | None, show: Show) -> str:
    """Return a predicted value of an observation's quantity as text."""
    if value is None:
        return NOT_WITHIN
    if seen.quantity == "share":
        return percent(value)
    return show.mass(value) if seen.quantity == "mass" else plain(value)


def compared(summary_observations: list[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Split observations into those that were compared and those that can't be."""
    return [s for s in summary_observations if s.placed], [s for s in summary_observations if not s.placed]


def default_sentence(item: Any) -> str:
    """Return a default that was used, as text."""
    if isinstance(item, str):
        return item
    rows = int(real(get(item, "rows")) or 0)
    head = f"{get(item, 'table', default='?')}/{get(item, 'column', default='?')} = {get(item, 'value', default='?')}"
    return f"{head} ({count(rows, 'row')})" if rows else head


def warning_sentence(item: Any) -> str:
    """Return a warning of the reader, as text."""
    if isinstance(item, str):
        return item
    what = get(item, "what")
    if what is None:
        return str(item)
    where = [str(get(item, "file", default=""))]
    where += [f"{name} {get(item, name)}" for name in ("row", "column") if get(item, name) is not None]
    got = get(item, "got")
    told = f"{what}; got {got!r}" if got is not None else str(what)
    return f"{', '.join(part for part in where if part)}: {told}" if where[0] else told


def plan_sentence(summary: Record, show: Show) -> str:
    """Say what the plan does and what was proved about it."""
    plan = get(summary, "plan")
    if plan is None:
        return "The summary states no plan."
    missions = get(plan, "missions")
    number = int(real(missions) or 0) if not isinstance(missions, list) else len(missions)
    text = f"{count(number, 'mission')}"
    loads, mass, sorties = real(get(plan, "loads")), real(get(plan, "mass_kg")), get(plan, "sorties", default={})
    text += "" if loads is None else f", {count(int(loads), 'load')}"
    text += "" if mass is None else f", {show.mass(mass)}"
    by_surface = real(get(plan, "by_surface_kg"))
    text += "" if by_surface is None else f", {show.mass(by_surface)} of it by surface alone"
    types = [f"{kind} {number}" for kind, number in sorties.items()] if isinstance(sorties, Mapping) else []
    text += f" ({', '.join(types)})" if types else ""
    text += f"; planned by method {get(plan, 'method', default='not stated')}."
    bound = get(plan, "bound")
    return text + (" No bound was computed: how far from the best plan it is, is not known." if bound is None else "")


def undelivered_sentence(item: Any, show: Show) -> str:
    """Say what the plan does not carry and why."""
    if isinstance(item, str):
        return item
    name = get(item, "line", "requirement", "name", default="?")
    mass = real(get(item, "mass_kg"))
    size = "" if mass is None else f" ({show.mass(mass)})"
    return f"{name}{size}: {get(item, 'reason', default='no reason stated')}"
