"""Which requirements with a required date are late, as sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, parse_date, percent

AT_RISK = 0.95
"""Share of the runs in which a requirement must be on time to count as sure."""


def lateness_sentences(summary: Record, show: Show) -> list[str]:
    """Say, of requirements with a required date, which are late how often, the worst first, and only those at risk."""
    dated = [item for item in records(summary, "requirements") if get(item, "required") is not None]
    dated.sort(key=lambda item: real(get(item, "on_time_share")) or 0.0)
    found = []
    for item in dated:
        share = real(get(item, "on_time_share")) or 0.0
        if share >= AT_RISK:
            continue
        name, place = get(item, "requirement", default="?"), str(get(item, "destination", default="?"))
        middle = get(get(item, "complete", default={}), "p50")
        when = "not complete within the horizon (P50)"
        required = parse_date(get(item, "required"))
        done = parse_date(middle) if middle is not None else None
        if done is not None and required is not None:
            days = (done - required).total_seconds() / 86_400
            late = f"{days:.1f} days late" if days > 0 else "in time"
            when = f"complete {show.moment(done, place)} (P50), {late}"
        due = "?" if required is None else show.moment(required, place)
        found.append(f"{name} to {place}: required {due}, {when}; on time in {percent(share)} of the runs.")
    return found


def late_headline(summary: Record) -> str | None:
    """Say how many requirements with a date are surely, mostly and hardly on time; None where none has a date.

    Examples
    --------
    >>> rows = [{"required": "2022-03-01", "on_time_share": share} for share in (1.0, 0.97, 0.51)]
    >>> late_headline({"requirements": rows})
    '2 of 3 requirements with a required date are on time in at least 95 % of the runs; 1 in 50 to 95 %.'
    """
    dated = [item for item in records(summary, "requirements") if get(item, "required") is not None]
    if not dated:
        return None
    shares = [real(get(item, "on_time_share")) or 0.0 for item in dated]
    sure, late = sum(share >= AT_RISK for share in shares), sum(share < 0.5 for share in shares)
    between = len(shares) - sure - late
    verb = "is" if sure == 1 else "are"
    words = [
        f"{sure} of {count(len(dated), 'requirement')} with a required date {verb} on time in at least 95 % of the runs"
    ]
    words += [f"{between} in 50 to 95 %"] if between else []
    words += [f"{late} in fewer than half"] if late else []
    return "; ".join(words) + "."
