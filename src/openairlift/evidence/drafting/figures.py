"""Figures in a sentence: number, range, unit and what it is per, without names, dates and times."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from openairlift.evidence.drafting.candidates import (
    NEXT_WORD,
    Candidate,
    in_and_out,
    in_digits,
    in_other_forms,
    in_words,
)
from openairlift.evidence.drafting.masks import masks
from openairlift.evidence.drafting.units import per_at, unit_at
from openairlift.evidence.drafting.words import is_function, is_verb

_RANGE = re.compile(r"\s?(?:-|\.\.)\s?|\s(?:to|or)\s|-to-|-or-")


_FROM = re.compile(r"\b(?:from|up from|down from)\s(?:\w+\s){0,2}$")


_BETWEEN = re.compile(r"\b[Bb]etween\s(?:\w+\s){0,2}$")


CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rising|increas\w*|grew|grown|raised|raise|fell|fallen|fall|falling|dropp\w*|declin\w*|cut|"
    r"reduc\w*|went|gone|climb\w*|jump\w*|up|down|expand\w*|lengthen\w*|extend\w*|widen\w*|shorten\w*|enlarg\w*|boost\w*|lower\w*|trim\w*|slash\w*|shrank|doubl\w*|tripl\w*|moved?|brought|upgrad\w*|"
    r"(?!ranged|varied)[a-z]+ed (?=[^.;,]{0,12}$))\b",
    re.IGNORECASE,
)


# "four financial years", "ten more tonnes": the unit stands after a word about counting.
_COUNTED_TIME = re.compile(
    r" (?:(?:more|further|additional|extra|full|whole|consecutive|successive|straight) |(?:working|business|calendar|"
    r"financial|fiscal|clear) (?=(?:days?|weeks?|months?|years?)\b)){1,2}(?=(?:tonne|ton|kilo|litre|"
    r"liter|hour|day|week|"
    r"month|year|minute|metre|meter|mile|gallon|euro|dollar)[a-z]*\b)"
)


_BY_SO_MUCH = re.compile(r"\bby\s(?:\w+\s){0,2}$")
_POINTS = re.compile(r"[- ]points?\b")
_SCALE_OF = re.compile(r"[\d.,]+[\s\u00a0-]?(million|billion|thousand|trillion|m|bn|k|mn|M|B|K)\b")
_SCALED = re.compile(r"(?:million|billion|thousand|trillion|bn|mn|\d[mkMBK])$")
_FACTORS = {
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "M": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "B": 1e9,
    "thousand": 1e3,
    "k": 1e3,
    "K": 1e3,
    "trillion": 1e12,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence.

    Attributes
    ----------
    start, end : where number and unit stand in the sentence; `after` is where its thing may begin.
    low, high : its value, or a range; None where the text leaves it open.
    unit : one spelling a unit (``t``, ``USD``, ``percent``); blank for a count.
    kind : count, money, share, mass, length, duration and so on.
    per : what it is per, such as day; blank for none.
    hyphen : whether it stands before its thing as an adjective, as in ``30-day rotation``.
    """

    start: int
    end: int
    after: int
    low: float | None
    high: float | None
    unit: str
    kind: str
    per: str = ""
    hyphen: bool = False


def find_figures(text: str, *, dates: list[tuple[int, int]] | None = None, opens: bool = True) -> list[Figure]:
    """Return the figures of a sentence in order.

    Parameters
    ----------
    text : the sentence.
    dates : stretches that are dates.
    opens : whether it opens a line, where the number of an item may stand.

    Examples
    --------
    >>> [(f.low, f.high, f.unit, f.per) for f in find_figures("8-10 planes with 350 tonnes a day for $1.2bn")]
    [(8.0, 10.0, '', ''), (350.0, 350.0, 't', 'day'), (1200000000.0, 1200000000.0, 'USD', '')]
    """
    pairs = in_and_out(text)
    candidates = sorted(
        [*pairs, *in_other_forms(text), *in_digits(text), *in_words(text)], key=lambda item: (item.start, -item.end)
    )
    if not candidates:
        return []
    # Sums of money and numbers such as 17,000 are never part of a name or a time.
    spots = [
        (item.start, item.end) for item in candidates if not item.currency and "," not in text[item.start : item.end]
    ]
    hidden = masks(text, spots, opens=opens)
    if pairs:
        hidden = [(a, b) for a, b in hidden if not any(a <= pair.start < b for pair in pairs)]
    raws = _join(candidates, sorted([*(dates or []), *hidden]))
    figures: list[Figure] = []
    index = 0
    while index < len(raws):
        figure, used = _build(text, raws, index)
        index += used
        figures.append(_in_pounds(text, figure))
    return _compound(text, figures)


_POUNDS = re.compile(r"(?i)pounds?$")
_OF_MONEY = re.compile(
    r"\b(?:costs?|pric\w+|pa(?:y|ys|id|ying)|spen[dt]\w*|rais(?:e|ed|es|ing)|worth|budgets?|fund\w*|"
    r"fees?|fin(?:e|es|ed)|"
    r"bills?|grants?|donat\w+|pledg\w+|salar\w+|sold|sells?|b(?:uy|uys|ought)|sales|tax\w*|apiece|sterling|pence)\b",
    re.IGNORECASE,
)


def _in_pounds(text: str, figure: Figure) -> Figure:
    """Return a figure in pounds as money, where its sentence is about money and no ``of`` follows."""
    if (
        figure.unit != "lb"
        or not _POUNDS.search(text[figure.start : figure.end])
        or text.startswith(" of ", figure.end)
    ):
        return figure
    near = text[max(0, figure.start - 80) : figure.end + 40]
    return replace(figure, unit="GBP", kind="money") if _OF_MONEY.search(near) else figure


def _join(raws: list[Candidate], covered: list[tuple[int, int]]) -> list[Candidate]:
    """Return candidates in order that overlap no covered stretch and no earlier candidate."""
    starts = [start for start, _ in covered]
    reach: list[int] = []
    for _, end in covered:
        reach.append(max(end, reach[-1] if reach else 0))
    kept: list[Candidate] = []
    last = -1
    for raw in raws:
        index = bisect_right(starts, raw.end - 1) - 1
        if raw.start < last or (index >= 0 and reach[index] > raw.start):
            continue
        kept.append(raw)
        last = raw.end
    return kept


def _build(text: str, raws: list[Candidate], index: int) -> tuple[Figure, int]:
    """Return the figure that begins with a candidate, and how many candidates it takes."""
    first = last = raws[index]
    unit = _unit(text, first)
    low = first.value
    if index + 1 < len(raws) and _is_range(text, first, raws[index + 1], first.end if unit is None else unit[2]):
        last = raws[index + 1]
        low = _scaled(text, first, last)
        unit = _unit(text, last) or (None if unit is None else (unit[0], unit[1], last.end))
    currency = first.currency or last.currency
    end = last.end
    if first.share or last.share:
        unit = ("percent", "share", end)
    elif first.unit:
        unit = (first.unit, "rate" if first.unit == "times" else "duration", end)
    elif currency:
        again = unit_at(text, end + 1) if text[end : end + 1] in (" ", "\u00a0") else None  # "$5 million dollars"
        unit = (currency, "money", again[2] if again is not None and again[1] == "money" else end)
    name, kind, end = unit or ("", "count", end)
    figure = Figure(first.start, end, end, low, last.value, name, kind)
    return _finish(text, figure), 1 if first is last else 2


def _finish(text: str, figure: Figure) -> Figure:
    """Return a figure with what it is per, and whether it stands before its thing as an adjective."""
    hyphen = text[figure.end : figure.end + 1] == "-" and text[figure.end + 1 : figure.end + 2].isalpha()
    points = _POINTS.match(text, figure.end) if figure.unit == "percent" else None
    if points is not None:
        figure = replace(figure, unit="percentage point", end=points.end(), after=points.end())
    per = per_at(text, figure.end)
    if per is not None:
        figure = replace(figure, per=per[0], after=per[1])
    modifies = (figure.kind not in ("count", "money", "share") or points is not None) and "-" in text[
        figure.start : figure.end
    ]
    return replace(figure, hyphen=hyphen or modifies)


def _unit(text: str, raw: Candidate) -> tuple[str, str, int] | None:
    """Return the unit after a candidate; ``-`` before it is that of ``30-day``."""
    at = raw.end
    gap = text[at : at + 1]
    if gap == " " and (kept := _COUNTED_TIME.match(text, at)) is not None:
        return unit_at(text, kept.end())
    if gap in (" ", "\u00a0", "-", "\n"):
        found = unit_at(text, at + 1)
        if found is not None and gap == "-" and text[at + 1 : found[2]] in ("m", "t", "h", "L", "l", "times"):
            return None
        if found is not None and gap != "-" and found[1] != "money" and text[at + 1 : found[2]] in ("pp",):
            return None
        return found
    if raw.words:
        return None
    return unit_at(text, at)


def _is_range(text: str, raw: Candidate, after: Candidate, begin: int) -> bool:
    if raw.value is None or after.value is None or raw.unit or after.unit or (raw.share and not after.share):
        return False
    gap = text[begin : after.start]
    by = raw.end < begin and _BY_SO_MUCH.search(text[max(0, raw.start - 24) : raw.start])
    if by or (raw.end < begin and _other_unit(text, raw, after)):
        return False
    low = raw.value
    if _RANGE.fullmatch(gap):
        scaled = _scaled(text, raw, after) or 0.0
        if scaled >= after.value:
            return False
        head = text[max(0, raw.start - 60) : raw.start]
        return not (" to " in gap and _FROM.search(head) and CHANGE.search(head))
    if gap == " and " and _BETWEEN.search(text[max(0, raw.start - 24) : raw.start]):
        return True
    close = gap == ", " and begin == raw.end and not raw.words and after.value == low + 1 and low < 100
    return close and not raw.currency and re.compile(r",? (?:and|or) ").match(text, after.end) is None


def _other_unit(text: str, raw: Candidate, after: Candidate) -> bool:
    """Whether two figures with a unit between them are no range: ``18% to 6,200 tonnes``, ``from 2 hours to 3``."""
    first, second = _unit(text, raw), _unit(text, after)
    if after.currency or (second is not None and first is not None and second[1] != first[1]):
        return True
    if second is None and not ends_alone(text, after.end):  # "20 tonnes or 90 passengers"
        return True
    return second is None and _FROM.search(text[max(0, raw.start - 60) : raw.start]) is not None


def _scaled(text: str, raw: Candidate, after: Candidate) -> float | None:
    """Return the lower end with the scale of the upper: ``22-25 million``, ``$3-4bn``."""
    low = raw.value
    if low is None or after.value is None or raw.words or low >= 10_000:
        return low
    scale = _SCALE_OF.search(text[after.start : after.end + 1])
    if scale is None or _SCALED.search(text[raw.start : raw.end]):
        return low
    factor = _FACTORS[scale[1]]
    return low * factor if low * factor < after.value else low


_SMALLER = {
    "h": ("min", 60.0),
    "min": ("s", 60.0),
    "day": ("h", 24.0),
    "week": ("day", 7.0),
    "year": ("month", 12.0),
    "ft": ("in", 12.0),
}


_GLUE = re.compile(r",? (?:and )?|\s?")


def _compound(text: str, figures: list[Figure]) -> list[Figure]:
    """Join ``2 h 40 min``, and ``six feet four inches``, into one figure in the smaller unit."""
    joined: list[Figure] = []
    for figure in figures:
        last = joined[-1] if joined else None
        small = _SMALLER.get(last.unit) if last else None
        if (
            last is not None
            and small is not None
            and figure.unit == small[0]
            and last.low is not None
            and figure.low is not None
            and last.low == last.high
            and _GLUE.fullmatch(text[last.end : figure.start])
        ):
            value = last.low * small[1] + figure.low
            joined[-1] = replace(figure, start=last.start, low=value, high=value)
        else:
            joined.append(figure)
    return joined


def ends_alone(text: str, at: int) -> bool:
    """Whether no noun follows a number: it stands at the end, or before a function word or a verb."""
    follows = NEXT_WORD.match(text, at)
    word = follows[1] if follows is not None else None
    return word is None or is_function(word) or is_verb(word)
