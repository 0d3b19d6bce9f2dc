"""Which requirements with a required date are late, as sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, parse_date, percent


def lateness_sentences(summary: Record, show: Show) -> list[str]:
    """Say, of requirements with a required date, which are late how often, the worst first."""
    dated = [item for item in records(summary, "requirements") if get(item, "required") is not None]
    dated.sort(key=lambda item: real(get(item, "on_time_share")) or 0.0)
    found = []
    for item in dated:
        share = real(get(item, "on_time_share")) or 0.0
        if share >= 1.0:
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
    """Say how many requirements with a date are mostly on time; None where none has a date."""
    dated = [item for item in records(summary, "requirements") if get(item, "required") is not None]
    if not dated:
        return None
    good = sum(1 for item in dated if (real(get(item, "on_time_share")) or 0.0) >= 0.5)
    return f"{good} of {count(len(dated), 'requirement')} with a required date are complete by then in most runs."
