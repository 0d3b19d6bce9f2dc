"""Figures in a sentence: number, range, unit and what it is per, without names, dates and times."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from openairlift.evidence.drafting.masks import masks
from openairlift.evidence.drafting.numerals import (
    DIGITS,
    FRACTIONS,
    HALVES,
    PLURALS,
    SCALE,
    WORDS,
    cardinal,
    digits_value,
    scale_value,
    words_value,
)
from openairlift.evidence.drafting.units import CURRENCIES, per_at, unit_at
from openairlift.evidence.drafting.words import is_function, is_plural, is_verb

_CURRENCY = re.compile(
    r"(?:(?<![A-Za-z])(?:U\.S\.\$|(?:US|C|CA|A|AU|NZ|S|HK|R)?\$|USD|EUR|GBP|JPY|CHF|CAD|AUD|NOK|SEK|DKK|PLN|INR|UAH|TRY)|"
    r"[€£¥₹₴₺]|\bRs\.?)[\s\u00a0]?$"
)
_LONGEST = 24  # digits and separators; what is longer is no number that anybody wrote
_GUARD = re.compile(r"[\w.,/:@&'=-]$")
_RANGE = re.compile(r"\s?(?:-|\.\.)\s?|\s(?:to|or)\s|-to-|-or-")
_FROM = re.compile(r"\b(?:from|up from|down from)\s(?:\w+\s){0,2}$")
_BETWEEN = re.compile(r"\bbetween\s(?:\w+\s){0,2}$")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rising|increas\w*|grew|grown|raised|raise|fell|fallen|fall|falling|dropp\w*|declin\w*|cut|"
    r"reduc\w*|went|gone|climb\w*|jump\w*|up|down|expand\w*|shrank|doubl\w*|tripl\w*|moved?|brought|upgrad\w*)\b"
)
_VAGUE_TIME = re.compile(
    r"\b(?:in|within|for|over|takes?|took|taking|lasts?|a matter of|mere|just|only)\s(?P<what>hours|days|weeks|months)\b(?! (?:ago|earlier|later|before|after))"
)
_PAIR = re.compile(r"\b(?:an?|one) (pair|couple|brace|trio|quartet) of\b", re.IGNORECASE)
_GROUPS = {"pair": 2.0, "couple": 2.0, "brace": 2.0, "trio": 3.0, "quartet": 4.0}
_TWICE = re.compile(r"\b(?P<n>once|twice|thrice)(?=[ ](?:a|an|per|every|each|daily|weekly|monthly)\b)", re.IGNORECASE)
_IN = re.compile(r"\b(?P<a>one|two|three|four|\d{1,2})[ -](?:in|out of)[ -](?:every[ -])?(?P<b>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b(?! (?:\w+ )?(?:days|hours|weeks|months|minutes|years|provinces|countries|districts|places))", re.I)  # fmt: skip
_OF_ONE = re.compile(r" of (?:a|one|1) per ?cent\b", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\w.,])(?P<n>[1-9]\d{2,}|[1-9]\d{0,2}(?:,\d{3})+)(?:st|nd|rd|th) (?=[a-z])")
_ONE_THINGS = re.compile(
    r"(?: (?!of\b|another\b|who\b|that\b|which\b)[a-z][\w-]*){0,3}? (?:aircraft|plane|planes|jet|helicopter|flight|sortie|mission|"
    r"truck|convoy|ship|vessel|crew|pallet|container|battery|battalion|brigade|squadron|division|missile|launcher|radar|system|generator|"
    r"forklift|loader|K-loader|runway|spot|slot|stand|hangar|hospital|clinic|tent|kit|million|billion|hour|week|month|"
    r"year|minute|tonne|ton|kilogram|pallet|passenger|person in|hub|airport|airfield|base|depot|warehouse|bridge|tanker|freighter|"
    r"airlifter|transport|boat|barge|trailer|vehicle|tank|ambulance|company|regiment|unit|landing|war|load|rotation|"
    r"percent|per cent|percentage|kilometre|kilometer|mile|metre|meter|litre|gallon|drone|gun|howitzer|stretcher)\b|\s?%|-third|-quarter|-half| C-\d| A\d| An-| Il-| Mi-"
)
_FRACTION_NEXT = re.compile(r"(?=,? of\b| the\b| a (?!million|billion|dozen|thousand|hundred|day|year|century)| (?:less|more|fewer)\b| their\b| its\b| our\b| his\b| all\b|[.,;:)\"!?]|$| (?:were|was|are|is|have|has|had|came|come|went|go)\b)")
_HALF_UNIT = re.compile(r"\bhalf[ -]an?[ -](?=(?:hour|day|year|month|week|mile|tonne|ton|kilometre|kilometer|metre|minute|century|percent|per cent)\b)", re.I)  # fmt: skip
_STANDALONE = re.compile(r"\bhalf (?=of\b|the\b|their\b|its\b|our\b|that\b|those\b)", re.IGNORECASE)
_ORDINAL_TAIL = re.compile(r"[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b(?! of)")
_NEXT_WORD = re.compile(r"[\s\u00a0-]*([A-Za-z][\w'-]*)?")


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
    open_unit : whether it stands alone and may share the unit of the figure before it.
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
    open_unit: bool = False


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    value: float | None
    currency: str = ""
    share: bool = False
    unit: str = ""
    words: bool = False


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
    candidates = sorted([*_special(text), *_digit_figures(text), *_word_figures(text)], key=lambda item: (item.start, -item.end))
    if not candidates:
        return []
    hidden = masks(text, [(item.start, item.end) for item in candidates], opens=opens)
    raws = _join(candidates, sorted([*(dates or []), *hidden]))
    figures: list[Figure] = []
    index = 0
    while index < len(raws):
        figure, used = _build(text, raws, index)
        index += used
        if figure is not None:
            figures.append(figure)
    return _compound(text, figures)


def _join(raws: list[_Raw], covered: list[tuple[int, int]]) -> list[_Raw]:
    """Return candidates in order that overlap no covered stretch and no earlier candidate."""
    starts = [start for start, _ in covered]
    reach: list[int] = []
    for _, end in covered:
        reach.append(max(end, reach[-1] if reach else 0))
    kept: list[_Raw] = []
    last = -1
    for raw in raws:
        index = bisect_right(starts, raw.end - 1) - 1
        if raw.start < last or (index >= 0 and reach[index] > raw.start):
            continue
        kept.append(raw)
        last = raw.end
    return kept


def _digit_figures(text: str) -> list[_Raw]:
    found = []
    for match in DIGITS.finditer(text):
        start, end = match.span()
        if end - start > _LONGEST:
            continue
        before = text[max(0, start - 8) : start]
        money = _CURRENCY.search(before)
        begin = start
        currency = ""
        if money is not None:
            begin = start - len(money.group())
            sign = money.group().strip().rstrip(".")
            currency = CURRENCIES.get(sign, "USD" if sign.endswith("$") else sign)
        guard = text[max(0, begin - 1) : begin]
        ranged = guard == "-" and text[max(0, begin - 2) : begin - 1].isdigit()
        if guard and _GUARD.search(guard) and not ranged and not (guard in ".,'/" and text[begin - 2 : begin - 1] in ("", " ", ".")):
            continue
        if text[end : end + 1] == "/" and text[end + 1 : end + 2].isdigit():
            denominator = re.compile(r"/(\d{1,2})(?![\d/])").match(text, end)
            if denominator and float(denominator[1]) and digits_value(match) < float(denominator[1]):
                found.append(_Raw(start, denominator.end(), 100 * digits_value(match) / float(denominator[1]), share=True))
            continue
        value = digits_value(match)
        scale = SCALE.match(text, end)
        if scale is not None and _scales(text, scale, currency, match.group()):
            value *= scale_value(scale)
            end = scale.end()
        found.append(_Raw(begin, end, value, currency))
    return found


def _scales(text: str, scale: re.Match[str], currency: str, digits: str) -> bool:
    """Whether letters after a number are a scale: ``m`` is a million of money or people, else a metre."""
    if scale["letter"] is None:
        return not (scale["word"] and scale["word"].lower() == "dozen" and text[scale.start()] != " ")
    if currency:
        return True
    if scale["letter"] in "bB":
        return False
    follows = _NEXT_WORD.match(text, scale.end())
    word = follows[1] if follows is not None else None
    if scale["letter"] in "kK":
        return True
    return "," not in digits and word is not None and is_plural(word) and word.lower() not in ("runways",)


def _word_figures(text: str) -> list[_Raw]:
    found = []
    for match in WORDS.finditer(text):
        start, end = match.span()
        if text[max(0, start - 1) : start] in ("-", "'") or text[end : end + 1] == "'":
            continue
        if _ORDINAL_TAIL.match(text, end):
            continue
        low = match.group().lower()
        if low == "one" and not _counts_one(text, start, end):
            continue
        if low in ("hundred", "thousand", "million", "billion", "trillion", "zero", "lakh", "crore") and not text[end:].startswith(("-", " ")):
            continue
        if low in ("million", "billion", "trillion", "thousand", "hundred", "dozen") and start and text[start - 1] != " ":
            continue
        found.append(_Raw(start, end, words_value(match), words=True))
    for match in PLURALS.finditer(text):
        if re.compile(r" of\b| more\b|,? if not\b| (?:[a-z-]+ ){0,2}[a-z]+s\b|['\"]? (?:still|are|were|have|had)\b|[.,]").match(text, match.end()):
            if match["what"].lower() == "scores" and not text.startswith(" of", match.end()):
                continue
            found.append(_Raw(match.start(), match.end(), None, words=True))
    return found


def _counts_one(text: str, start: int, end: int) -> bool:
    if re.compile(r" (?:of|in|out of)\b").match(text, end):
        return re.compile(r" (?:in|out of) (?:every )?(?:\d|two|three|four|five|six|seven|eight|nine|ten)").match(text, end) is not None or \
            re.compile(r" of (?:(?:the|its|their|those|these|our) )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozen)").match(text, end) is not None
    if re.search(r"\b(?:the|this|that|every|any|no|which|another|each)\s$", text[max(0, start - 9) : start], re.I):
        return False
    return _ONE_THINGS.match(text, end) is not None


def _special(text: str) -> list[_Raw]:
    """Return pairs, fractions, ``one in five``, ``twice a week``, and times with no number (``in weeks``)."""
    found = []
    for match in _PAIR.finditer(text):
        follows = WORDS.match(text, match.end() + 1)
        if follows is None:
            found.append(_Raw(*match.span(), _GROUPS[match[1].lower()], words=True))
    for match in _HALF_UNIT.finditer(text):
        found.append(_Raw(match.start(), match.end() - 1, 0.5, words=True))
    for match in _IN.finditer(text):
        a, b = cardinal(match["a"]), cardinal(match["b"])
        if a and b and a < b and " out " not in match.group() and not (match["a"].isdigit() and not match["b"].isdigit()):
            if a == 1:
                found.append(_Raw(*match.span(), 100 * a / b, share=True, words=True))
    for match in HALVES.finditer(text):
        small = _OF_ONE.match(text, match.end())
        if small is not None and (part := match["part"].lower().rstrip("s")) in FRACTIONS:
            found.append(_Raw(match.start(), small.end(), (cardinal(match["count"] or "one") or 1.0) / FRACTIONS[part], share=True, words=True))
        elif (share := _fraction(text, match)) is not None:
            found.append(_Raw(*match.span(), share, share=True, words=True))
    for match in _TWICE.finditer(text):
        value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["n"].lower()]
        found.append(_Raw(*match.span(), value, unit="times", words=True))
    for match in _VAGUE_TIME.finditer(text):
        found.append(_Raw(*match.span("what"), None, unit=match["what"][:-1], words=True))
    for match in _ORDINAL.finditer(text):
        found.append(_Raw(match.start(), match.end() - 1, cardinal(match["n"]), words=True))
    return found


def _fraction(text: str, match: re.Match[str]) -> float | None:
    """Return a fraction in percent, or None where the word is no fraction (``a third aircraft``, ``the first half``)."""
    part = match["part"].lower()
    count = match["count"].lower() if match["count"] else ""
    before = text[max(0, match.start() - 12) : match.start()].lower()
    if part == "half" and not count:
        if re.search(r"(?:first|second|other|latter|next|last|and a|better|the)[ -]$", before) or match.start() and text[match.start() - 1] == "-":
            return None
        if re.compile(r"[ -]an?[ -]| (?:past|way|brother|time|staff|dozen|million)\b|-").match(text, match.end()):
            return None
        return 50.0 if _FRACTION_NEXT.match(text, match.end()) else None
    if not count or re.search(r"(?:first|second|third|fourth|last|next|every|per) (?:the )?$", before):
        return None
    if not text[: match.start()].strip() and text.startswith(",", match.end()):
        return None
    number = cardinal(count) or 1.0
    singular = not part.endswith("s") and part != "halves"
    if singular != (number == 1.0) or re.search(r"(?:and|about a|past)[ -]$", before) and part == "half":
        return None
    if not _FRACTION_NEXT.match(text, match.end()) and not (text[match.end() : match.end() + 1] == " " and "-" in match.group()):
        return None
    base = FRACTIONS[part if part in FRACTIONS else part.rstrip("s")]
    share = 100.0 * number / base
    return share if share < 100 else None


def _build(text: str, raws: list[_Raw], index: int) -> tuple[Figure | None, int]:
    """Return the figure that begins with a candidate, and how many candidates it takes."""
    raw = raws[index]
    low = high = raw.value
    used, end, currency, share, unit_word = 1, raw.end, raw.currency, raw.share, raw.unit
    first_unit = _unit(text, raw)
    if index + 1 < len(raws) and low is not None:
        after = raws[index + 1]
        begin = raw.end if first_unit is None else first_unit[2]
        if _is_range(text, raw, after, begin):
            low, high, end, used = raw.value, after.value, after.end, 2
            currency = currency or after.currency
            share = share or after.share
            follow = _unit(text, after)
            if high is not None and low is not None and raw.value is not None:
                low = _scaled(text, raw, after, low)
            raw, first_unit = after, follow or first_unit if follow is not None else (first_unit and (first_unit[0], first_unit[1], after.end))
    start = raws[index].start
    if share:
        name, kind, finish = "percent", "share", end
    elif unit_word:
        kind = "rate" if unit_word == "times" else "duration"
        name, finish = unit_word, end
    elif currency:
        name, kind, finish = currency, "money", end
        tail = unit_at(text, end + 1) if text[end : end + 1] in " \u00a0" else None
        if tail is not None and tail[1] == "money":
            finish = tail[2]
    elif first_unit is not None:
        name, kind, finish = first_unit
    else:
        name, kind, finish = "", "count", end
    return _finish(text, Figure(start, finish, finish, low, high, name, kind), raws[index].words and used == 1), used


def _finish(text: str, figure: Figure, words: bool) -> Figure | None:
    """Return a figure with what it is per, or None where it is none after all."""
    hyphen = text[figure.end : figure.end + 1] == "-" and text[figure.end + 1 : figure.end + 2].isalpha()
    if figure.kind == "share" and figure.unit == "percent" and (points := re.compile(r"[- ]points?\b").match(text, figure.end)):
        figure = replace(figure, unit="percentage point", end=points.end(), after=points.end())
    per = per_at(text, figure.end)
    if per is not None:
        figure = replace(figure, per=per[0], after=per[1])
    modifies = figure.kind not in ("count", "money", "share") and text[figure.start : figure.end].count("-") > 0
    return replace(figure, hyphen=hyphen or modifies, open_unit=figure.kind == "count")


def _unit(text: str, raw: _Raw) -> tuple[str, str, int] | None:
    """Return the unit after a candidate; ``-`` before it is that of ``30-day``."""
    at = raw.end
    gap = text[at : at + 1]
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


def _is_range(text: str, raw: _Raw, after: _Raw, begin: int) -> bool:
    if raw.value is None or after.value is None or raw.unit or after.unit:
        return False
    gap = text[begin : after.start]
    low = raw.value
    if _RANGE.fullmatch(gap):
        scaled = _scaled(text, raw, after, low)
        if scaled >= after.value:
            return False
        head = text[max(0, raw.start - 60) : raw.start]
        return not (" to " in gap and _FROM.search(head) and _CHANGE.search(head))
    if gap == " and " and _BETWEEN.search(text[max(0, raw.start - 24) : raw.start]):
        return True
    close = gap == ", " and after.value == low + 1 and low < 100
    return close and not raw.currency and re.compile(r",? (?:and|or) ").match(text, after.end) is None


def _scaled(text: str, raw: _Raw, after: _Raw, low: float) -> float:
    """Return the lower end with the scale of the upper: ``22-25 million``, ``$3-4bn``."""
    if after.value is None or raw.words:
        return low
    scale = re.compile(r"[\d.,]+[\s\u00a0-]?(million|billion|thousand|trillion|m|bn|k|mn|M|B|K)\b").search(text[after.start : after.end + 1])
    own = re.compile(r"(?:million|billion|thousand|trillion|\dm|bn|\dk|mn|\dM|\dB|\dK)$").search(text[raw.start : raw.end])
    if scale is None or own is not None or low >= 10_000:
        return low
    word = scale[1]
    factor = {"million": 1e6, "m": 1e6, "mn": 1e6, "M": 1e6, "billion": 1e9, "bn": 1e9, "B": 1e9, "thousand": 1e3, "k": 1e3, "K": 1e3,
              "trillion": 1e12}[word]  # fmt: skip
    return low * factor if low * factor < after.value else low


_SMALLER = {"h": ("min", 60.0), "min": ("s", 60.0), "day": ("h", 24.0), "week": ("day", 7.0), "year": ("month", 12.0), "ft": ("in", 12.0)}  # fmt: skip
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
    follows = _NEXT_WORD.match(text, at)
    word = follows[1] if follows is not None else None
    return word is None or is_function(word) or is_verb(word)
