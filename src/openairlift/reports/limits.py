"""What holds the airlift back: a sentence and a bar for each resource."""

from __future__ import annotations

from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.sentences import limits_of, no_limit, traffic_sentences
from openairlift.reports.setbacks import setback_sentences
from openairlift.reports.show import Show, percent, plain
from openairlift.reports.svg import Markup, el

WAITS_SHOWN = 12


def limits_section(summary: Record, show: Show) -> Markup:
    """Return bars with their sentences, what else cost time, and where waiting added up."""
    found = limits_of(summary)
    setbacks = [el("li", sentence) for sentence in setback_sentences(summary, show)]
    beside = el("ul", setbacks) if setbacks else None
    if not found:
        return el("div", el("p", no_limit(summary)), beside, _waits(summary))
    items = [el("li", el("p", sentence), _bar(item)) for item, sentence in found]
    note = (
        "Binding share: of the time from the first landing to closure (or the horizon), how long the resource was full "
        "and something waited for it; the mean over the runs, and P10 to P90 as a whisker. A full resource for which "
        "nothing waits is no limit."
    )
    traffic = [el("li", sentence) for sentence in traffic_sentences(summary)]
    return el(
        "div",
        el("ol", items, class_="limits"),
        el("p", note, class_="note"),
        beside,
        el("ul", traffic) if traffic else None,
        _waits(summary),
    )


def _bar(item: Any) -> Markup:
    share = min(max(real(get(item, "p50", "binding_share")) or 0.0, 0.0), 1.0)
    low, high = real(get(item, "p10")), real(get(item, "p90"))
    marks = [
        el("rect", x=0, y=4, width=1000, height=12, class_="bar-all"),
        el("rect", x=0, y=4, width=share * 1000, height=12, class_="bar"),
    ]
    if low is not None and high is not None:
        marks.append(el("path", d=f"M{low * 1000:.0f} 2v16M{high * 1000:.0f} 2v16", class_="whisker"))
        marks.append(el("path", d=f"M{low * 1000:.0f} 10H{high * 1000:.0f}", class_="whisker"))
    bar = el("svg", marks, viewBox="0 0 1000 20", preserveAspectRatio="none", aria_hidden="true", class_="limit-bar")
    return el("div", bar, el("span", percent(share), class_="figure"), class_="limit-row")


def _waits(summary: Record) -> Markup | None:
    rows = sorted(records(summary, "waits"), key=lambda row: -(real(get(row, "hours")) or 0.0))
    if not rows:
        return None
    lines = [
        el(
            "tr",
            el("td", get(row, "place", default="?"), data_label="Place"),
            el("td", get(row, "cause", default="?"), data_label="Waiting for"),
            el("td", plain(real(get(row, "hours")) or 0.0), data_label="Hours a run", class_="num"),
        )
        for row in rows[:WAITS_SHOWN]
    ]
    head = el("tr", [el("th", name, scope="col") for name in ("Place", "Waiting for", "Hours a run (mean)")])
    left = len(rows) - WAITS_SHOWN
    more = el("p", f"And {left} smaller ones, in summary.json.", class_="note") if left > 0 else None
    table = el("table", el("thead", head), el("tbody", lines), class_="stack small")
    return el("details", el("summary", "Waiting by place and cause"), table, more)
