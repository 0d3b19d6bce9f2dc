"""The first sheet of a printed report: the answer, its curve, and what limits it, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openairlift.reports import sentences as say
from openairlift.reports.closure import closure_picture
from openairlift.reports.reading import Record, seen_of
from openairlift.reports.show import Show
from openairlift.reports.svg import Markup, el

if TYPE_CHECKING:
    from openairlift.study import Study

LIMITS = 3
"""Sentences about limits on the first sheet; all are in the annex."""

MORE = "Every number, with what it rests on, stands in the annex."


def sheet(study: Study, summary: Record, *, cards: Markup, facts: str, show: Show) -> Markup:
    """Return what is printed on page 1; on a screen it is not shown, for the page below it says the same.

    Parameters
    ----------
    study, summary, show : as of the page.
    cards : the answer in short.
    facts : what was run, in a line.
    """
    limits = say.limits_of(summary)
    told = [el("li", sentence) for _, sentence in limits[:LIMITS]]
    more = len(limits) - len(told)
    return el(
        "div",
        el("p", "OpenAirlift brief", class_="kicker"),
        el("p", study.scenario.settings.title, class_="sheet-title"),
        el("p", facts, class_="note"),
        cards,
        closure_picture(study, summary, observations=seen_of(summary), show=show),
        el("p", el("b", "What holds it back")),
        el("ol", told) if told else el("p", say.no_limit(summary)),
        el("p", f"{more} more in the annex. {MORE}" if more > 0 else MORE, class_="note"),
        class_="first-sheet",
    )
