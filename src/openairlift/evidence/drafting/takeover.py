"""A bare number with the unit, or the scale of money, of the last figure of the sentence before."""

from __future__ import annotations

import re
from dataclasses import replace

from openairlift.evidence.drafting.figures import Figure
from openairlift.evidence.drafting.measures import Known
from openairlift.evidence.drafting.nouns import Thing, last_plural

_HEDGES = r"(?:(?:just|about|only|under|over|nearly|almost|around|some|roughly|maybe|perhaps|at least|at most) )*$"
_CLOSES = re.compile(r"(?: (?:so far|now|today|instead|already|at (?:least|most|best)))?[.!?;\"]*$")
_DAILY = re.compile(r" (?:a|per|every) (?:day|week|month|night)\b")
_RATHER = re.compile(
    r"(?:\bI'd say|\bI would say|\bI say|\bmake (?:that|it)|\bmore like|\bcloser to|\bnearer(?: to)?|\bcall it) "
    + _HEDGES
)
_LASTS = re.compile(
    r"\b(?:takes?|took|taken|lasts?|lasted|waits?|waited|stay(?:s|ed)?|(?:was|were|are|is|be) (?!broken|split|torn|cut)"
    r"(?:[a-z]+ )?(?:in|within|for|after)) " + _HEDGES
)
_RECORD = re.compile(
    r"\b(?:record|standard|average|best|target|total|peak|goal|norm|maximum|minimum|requirement|capacity|"
    r"limit)\b[^.;]{0,60} "
    r"(?:is|was|stands at|stood at) " + _HEDGES
)
_NOW = re.compile(
    r"\b(?:[Nn]ow|[Tt]oday),? (?:we|it|they|I|she|he) (?:needs?|takes?|is|are|has|have|moves?|lifts?|handles?) "
    + _HEDGES
)
_ADVERBIAL = re.compile(r"(?:By|In|Over|With|Without|After|Before|Since|Now|Today|Then)\b[^:.]{0,60}: " + _HEDGES[:-1])
_IS_NOW = re.compile(r"^[^.;:]{0,40}, (?:is|are) (?:now|still|already) " + _HEDGES)
_TIME = re.compile(r"(?:hour|day|week|month|year|minute|second)s?$")
_HOW_MANY = re.compile(r"\b(?:[Hh]ow many|enough|any|more) ((?:[a-z-]+ ){0,2}[a-z-]+s)\b")
_HAS_HAD = re.compile(
    r"\b(?:had|got|has|have|received|raised|collected|secured|spent|paid|gave|promised|pledged) " + _HEDGES
)
_WANTS = re.compile(
    r"\b(?:needs?|needed|wants?|wanted|requires?|required|consumes?|consumed|eats?|uses?|used|burns?|gets?|got|"
    r"receives?|received|brings?|brought) " + _HEDGES
)


def with_unit_of_before(text: str, figure: Figure, known: list[Known], previous: str) -> Figure:
    """Return a bare number that answers the last figure of the sentence before, with that one's unit.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> previous, text = "The army told us three weeks.", "I'd say six."
    >>> [before], [bare] = find_figures(previous), find_figures(text)
    >>> with_unit_of_before(text, bare, [Known(before, None, here=False)], previous).unit
    'week'
    """
    if figure.kind != "count" or figure.unit or not known:
        return figure
    last = known[-1].figure
    if last.kind in ("count", "rate"):
        return figure
    head = text[max(0, figure.start - 60) : figure.start]
    if known[-1].here:
        gap = text[last.after : figure.start]
        if _IS_NOW.search(gap) and _CLOSES.match(text, figure.end) and last.kind != "money":
            return replace(figure, unit=last.unit, kind=last.kind)  # "which stood at 40 minutes, is now three"
        clause = _RECORD.search(text[last.after : figure.start]) if ";" in text[last.after : figure.start] else None
        fits = clause is not None and _CLOSES.match(text, figure.end)
        return replace(figure, unit=last.unit, kind=last.kind) if fits and last.kind != "share" else figure
    if last.kind in ("mass", "volume") and figure.per:
        wants = _DAILY.match(text, figure.end) and _WANTS.search(head)
        return replace(figure, unit=last.unit, kind=last.kind) if wants else figure
    if not _CLOSES.match(text, figure.end):
        return figure
    if _ADVERBIAL.fullmatch(text, 0, figure.start):  # "By sea over the same time: 410,000."
        told = [item.figure for item in known if item.figure.kind != "duration"]
        return replace(figure, unit=told[-1].unit, kind=told[-1].kind) if told else figure
    if last.kind == "money":
        return _scaled_as(text, figure, known[-1]) if _HAS_HAD.search(head) or _RATHER.search(head) else figure
    recent = _TIME.search(previous[last.start : last.end]) is not None  # not a time of the paragraph before
    lasts = last.kind == "duration" and recent and _LASTS.search(head)
    now = (recent or last.kind != "duration") and _NOW.search(head)
    record = last.kind not in ("duration", "share") and _RECORD.search(text[max(0, figure.start - 90) : figure.start])
    fits = lasts or now or record or _RATHER.search(head)
    return replace(figure, unit=last.unit, kind=last.kind) if fits else figure


def _scaled_as(text: str, figure: Figure, last: Known) -> Figure:
    """Return a number as millions where the last sum was of millions: ``We have had just under four``."""
    if not figure.low or not figure.high or not last.figure.low or figure.low >= 1000:
        return figure
    factor = 1e9 if last.figure.low >= 1e9 else 1e6 if last.figure.low >= 1e6 else 1.0
    near = 0.01 <= figure.low * factor / last.figure.low <= 10
    scaled = replace(figure, unit=last.figure.unit, kind="money", low=figure.low * factor, high=figure.high * factor)
    return scaled if near else figure


def asked_about(text: str) -> Thing | None:
    """Return the plural noun that a question is about, for the numbers of its answer.

    Examples
    --------
    >>> asked_about("And do you have enough helicopters?").head
    'helicopters'
    """
    if not text.rstrip('"').endswith("?"):
        return None
    many = _HOW_MANY.search(text)
    return last_plural(many[1] if many is not None else text)


def in_sterling(text: str, figure: Figure) -> Figure:
    """Return a figure in pounds as money, for a text that writes sums with the sign of the pound.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> text = "an appeal for two million pounds"
    >>> in_sterling(text, find_figures(text)[0]).unit
    'GBP'
    """
    spelled = figure.unit == "lb" and text[figure.start : figure.end].lower().endswith(("pound", "pounds"))
    return replace(figure, unit="GBP", kind="money") if spelled and not text.startswith(" of ", figure.end) else figure
