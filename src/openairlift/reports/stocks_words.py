"""What the stocks outlook says of an item, in sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import percent
from openairlift.reports.show import plain as exactly

COUNTED = (
    "Months are of 30.4375 days. What lies anywhere counts, released for the airlift or not. It runs out when "
    "something is asked for that is not there; that is lost, not owed. Used and arriving are means over all months. "
    "P10, P50 and P90 occurred in the samples: so large a share lies at or below them."
)


def plain(value: float) -> str:
    """Return a number with four digits at most, for none of these is known better.

    Examples
    --------
    >>> plain(1925613.0), plain(83.33)
    ('1,926,000', '83.3')
    """
    return exactly(float(f"{value:.4g}"))


def item_sentences(row: Record, months: int) -> list[str]:
    """Return everything that is known of an item."""
    found = [falling_sentence(get(row, "run_out"), months)]
    if real(get(get(get(row, "run_out"), "chance"), "share")) == 0.0 and _left(row) == 0.0:
        found = [f"Empty after {months} months, and nothing is asked for that was not there."]
    if get(row, "below_floor") is not None:
        found.append(falling_sentence(get(row, "below_floor"), months))
    found += [*_supply(row, months), *_unmet(row), rebuild_sentence(row, months), rate_sentence(row)]
    found += [reported_sentence(seen, months) for seen in records(row, "reported")]
    return found


def _left(row: Record) -> float:
    return float(get(get(get(row, "by_month"), "on_hand"), "p90")[-1])


def _share(chance: Record) -> str:
    share, low, high = (real(get(chance, name)) or 0.0 for name in ("share", "low", "high"))
    return f"{percent(share)} of the samples (95 % interval {100 * low:.4g} to {100 * high:.4g} %)"


def _when(found: Record) -> str:
    dates = get(found, "dates")
    p10, p50, p90 = (get(dates, name) for name in ("p10", "p50", "p90"))
    if p50 is None:
        return f"P10 {p10}, P50 later" if p10 else "P10 later"
    return f"P50 {p50} [P10 {p10}, P90 {p90 or 'later'}]"


def falling_sentence(found: Record, months: int) -> str:
    """Return when a stock runs out or falls below its floor."""
    level = real(get(found, "level")) or 0.0
    what = f"falls below its floor of {plain(level)}" if level else "runs out"
    share = real(get(get(found, "chance"), "share")) or 0.0
    if share == 0.0:
        return f"Never {what} within {months} months in any sample."
    if real(get(get(found, "months"), "p90")) == 0.0:
        return f"Already below its floor of {plain(level)} at the start."
    return f"{what[0].upper()}{what[1:]} within {months} months in {_share(get(found, 'chance'))}: {_when(found)}."


def _weeks(found: Record, months: int) -> str:
    most = months * 30.4375 / 7
    p10, p50, p90 = (real(get(found, name)) for name in ("p10", "p50", "p90"))
    if p10 is None:
        return f"more than {most:.0f} weeks"
    ends = [f"over {most:.0f}" if value is None else plain(value) for value in (p10, p50, p90)]
    if len(set(ends)) == 1:
        return f"{ends[0]} weeks"
    return f"{ends[1]} weeks (P10 {ends[0]}, P90 {ends[2]})"


def _supply(row: Record, months: int) -> list[str]:
    now, later = get(row, "weeks_of_supply"), get(row, "weeks_after_plan")
    if now is None:
        return []
    told = (
        f"With nothing arriving, what is there at the start would last {_weeks(now, months)} of the stated consumption"
    )
    return [told + (f"; what the plan leaves, {_weeks(later, months)}." if later is not None else ".")]


def _unmet(row: Record) -> list[str]:
    p10, p50, p90 = (real(get(get(row, "unmet"), name)) or 0.0 for name in ("p10", "p50", "p90"))
    if p90 <= 0.0:
        return []
    return [f"Asked for and not there, in all: P50 {plain(p50)} (P10 {plain(p10)}, P90 {plain(p90)})."]


def rebuild_sentence(row: Record, months: int) -> str:
    """Return when the stock is back at its level."""
    found = get(row, "rebuild")
    level = real(get(found, "level"))
    named = "the opening stock" if level is None else plain(level)
    fell = real(get(found, "fell_share")) or 0.0
    if fell == 0.0:
        return f"Never below {named}: nothing to rebuild."
    share = real(get(get(found, "chance"), "share")) or 0.0
    if share == 0.0:
        return f"Not back at {named} within {months} months in any sample."
    p10, p50, p90 = (real(get(get(found, "months"), name)) for name in ("p10", "p50", "p90"))
    ends = [f"over {months}" if value is None else plain(value) for value in (p10, p50, p90)]
    return (
        f"Back at {named} within {months} months in {_share(get(found, 'chance'))}: after P50 {ends[1]} months "
        f"(P10 {ends[0]}, P90 {ends[2]})."
    )


def rate_sentence(row: Record) -> str:
    """Return the production that holds the floor."""
    found = get(row, "rate")
    floor, share = real(get(found, "floor")) or 0.0, real(get(found, "share")) or 0.0
    lead, rate = real(get(found, "lead_months")) or 0.0, real(get(found, "per_month"))
    goal = f"the floor of {plain(floor)}" if floor else "the stock above zero"
    held = f"{goal} in {percent(share)} of the samples"
    since = f"from month {plain(lead)}" if lead else "from the start"
    if rate is None:
        return f"No production that begins to arrive {since} holds {held}: it is broken before."
    if rate == 0.0:
        return f"What is stated holds {held}: no more production is needed."
    low, high = real(get(found, "low")), real(get(found, "high"))
    ends = "" if low is None or high is None or low == high else f" (95 % interval {plain(low)} to {plain(high)})"
    return f"To hold {held}, {plain(rate)} a month more than stated would have to arrive {since}{ends}."


_ASKED = {"rebuild_months": "months to rebuild", "runout_months": "months until it runs out"}


def reported_sentence(seen: Record, months: int) -> str:
    """Return an observation beside the samples."""
    value, low, high = (real(get(seen, name)) for name in ("value", "low", "high"))
    number = f"{plain(value)}" if value is not None else " to ".join(plain(v) for v in (low, high) if v is not None)
    parts = []
    for at, name in ((value, "below"), (low, "low_below"), (high, "high_below")):
        share = real(get(seen, name))
        if at is not None and share is not None:
            parts.append(f"{percent(share)} of the samples lie below {plain(at)}")
        elif at is not None:
            parts.append(f"{plain(at)} lies beyond the {months} months looked at")
    note = get(seen, "note")
    sources = ", ".join(get(seen, "evidence", default=[])) or "no source stated"
    what = _ASKED[str(get(seen, "quantity"))]
    return f"Reported: {number} {what}; {', '.join(parts)}. {note + ' ' if note else ''}[{get(seen, 'id')}: {sources}]"
