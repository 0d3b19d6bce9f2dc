"""Dates in a sentence, relative ones resolved against the day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from openairlift.evidence.drafting.numerals import cardinal
from openairlift.evidence.drafting.words import words_in

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<{0}>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|"
    r"AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)"
)
_D = r"\d{{1,2}}(?:st|nd|rd|th)?"
_TO = r"(?:\s?-\s?|\s(?:to|and|until|through|or)\s)"
_YEAR = r"(?:(?:19|20)\d\d)"
_DATE = re.compile(
    r"(?:(?<![A-Za-z])|(?=\d))(?:"
    + "|".join(
        [
            rf"(?<![\w.-])(?P<iso>{_YEAR}-[01]\d-[0-3]\d)(?![\w-])",
            r"(?<![\w.,/-])(?P<num>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2}))(?![\w/-])",
            # 26 February 2022, 7-9 March, the 7th of March
            rf"(?<![\w.,$€£-])(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:{_TO}(?P<d1b>\d{{1,2}})(?:st|nd|rd|th)?)?\s(?:of\s)?"
            + _MONTH.format("m1")
            + rf"(?![\w])(?:,?\s(?P<y1>{_YEAR})(?!\d|,\d))?",
            # February 26, 2022; Feb. 26; March 7-9
            r"\b" + _MONTH.format("m2") + rf"\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%]|[:,.]\d)"
            rf"(?:{_TO}(?P<d2b>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%,.]\d|\d|\s(?:[a-z]+s\b|percent|per cent)))?"
            rf"(?:,?\s(?P<y2>{_YEAR})(?!\d|,\d))?",
            r"\b(?P<part>(?:early|mid|late)[ -])?" + _MONTH.format("m3") + rf",?(?:\sof)?\s(?P<y3>{_YEAR})(?!\d|,\d)",
            r"\b(?:(?:in|since|until|by|from|during|of|last|next|this|early|mid|late|and|to|through|end of)[ -])"
            + _MONTH.format("m4")
            + r"(?=[\s,.;:)]|$)(?!\.?\s\d)",
            r"\b(?P<rel>yesterday|today|tonight|tomorrow|overnight|this (?:morning|afternoon|evening|weekend)|"
            r"last night|over the weekend|the weekend)\b",
            r"\b(?P<which>(?:[Ll]ast|[Nn]ext|[Tt]his|past|previous|coming)\s)(?P<span>week|month|year|weekend)\b",
            r"\b(?P<ago>[\w-]{1,20}(?:[ -][\w-]{1,20})?)\s(?P<agounit>day|week|month|year|hour|"
            r"minute)s?\s(?:ago|earlier)\b",
            r"\b(?P<wdwhich>(?:last|next|this|this past|until|by)\s)?(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|"
            r"Saturday|Sunday)\b",
        ]
    )
    + ")"
)
_NUMERIC = re.compile(r"\d[-/.]\d")
_DATE_WORDS = frozenset(
    (
        *(*_MONTHS, *(name[:3] for name in _MONTHS), "sept", *_DAYS),
        *("yesterday", "today", "tonight", "tomorrow", "overnight", "morning", "afternoon", "evening", "weekend"),
        *("night", "week", "month", "year", "ago", "earlier"),
    )
)
_FUTURE = re.compile(r"\b(?:will|would|until|next|due|expected|shall|scheduled|set to|plans? to|starting)\b[^.]{0,60}$")
_FUTURE_AFTER = re.compile(r"^[^.]{0,40}\b(?:will|is due|are due)\b")


@dataclass(frozen=True, slots=True)
class When:
    """A date as the text has it, and what it means: a day, month or year, or ``first/last`` day; blank if unknown."""

    start: int
    end: int
    text: str
    value: str


def _month(word: str) -> int:
    low = word.lower().rstrip(".")[:3]
    return next(index for index, name in enumerate(_MONTHS, 1) if name.startswith(low))


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str, published: date | None) -> list[When]:
    """Return the dates of a sentence in order.

    Parameters
    ----------
    text : the sentence.
    published : day of publication; None leaves relative dates, and days without a year, unresolved.

    Examples
    --------
    >>> [(when.text, when.value) for when in find_dates("On Monday, after Feb. 26", date(2022, 3, 8))]
    [('Monday', '2022-03-07'), ('Feb. 26', '2022-02-26')]
    """
    if not (words_in(text) & _DATE_WORDS or _NUMERIC.search(text)):
        return []
    found = []
    for match in _DATE.finditer(text):
        value = _value(match, text, published)
        if value is not None:
            found.append(When(match.start(), match.end(), match.group(), value))
    return found


def _value(match: re.Match[str], text: str, published: date | None) -> str | None:
    get = match.groupdict()
    if get["iso"]:
        return get["iso"] if _safe(*map(int, get["iso"].split("-"))) else None
    if get["num"]:
        return _numeric(get["num"])
    for month, day, until, year in (("m1", "d1", "d1b", "y1"), ("m2", "d2", "d2b", "y2")):
        if get[month]:
            return _calendar(get[month], get[day], get[until], get[year], published)
    if get["m3"]:
        return f"{get['y3']}-{_month(get['m3']):02}"
    if get["m4"]:
        if published is None:
            return ""
        first = _near(published, _month(get["m4"]), 1)
        return f"{first:%Y-%m}" if first else ""
    return _relative(get, match, text, published)


def _numeric(text: str) -> str:
    """Return 26/02/2022 as a date where only one order of day and month is possible; blank where both are."""
    a, b, year = (int(part) for part in re.split(r"[/.]", text))
    year += 2000 if year < 100 else 0
    if a > 12 >= b:
        day = _safe(year, b, a)
    elif b > 12 >= a:
        day = _safe(year, a, b)
    else:
        day = _safe(year, a, b) if a == b else None
    return f"{day:%Y-%m-%d}" if day else ""


def _calendar(month: str, day: str, until: str | None, year: str | None, published: date | None) -> str | None:
    number = _month(month)
    if not 1 <= int(day) <= 31:
        return None
    if year is None and published is None:
        return f"--{number:02}-{int(day):02}"
    known = [
        _safe(int(year), number, int(text)) if year else _near(published or date.min, number, int(text))
        for text in (day, until)
        if text
    ]
    if None in known or not known:
        return None
    return "/".join(f"{item:%Y-%m-%d}" for item in known if item)


def _near(published: date, month: int, day: int) -> date | None:
    """Return the date of a day and month that lies nearest to the day of publication."""
    options = [
        found for year in (published.year - 1, published.year, published.year + 1) if (found := _safe(year, month, day))
    ]
    return min(options, key=lambda item: abs((item - published).days), default=None)


def _relative(get: dict[str, str | None], match: re.Match[str], text: str, published: date | None) -> str | None:
    if get["ago"]:
        count = cardinal(get["ago"])
        if count is None:
            return None
        return _ago(count, get["agounit"] or "day", published)
    if published is None:
        return ""
    if get["wd"]:
        return _weekday(get, match, text, published)
    word = (get["rel"] or "").lower()
    if "weekend" in word or get["span"] == "weekend":
        ahead = (get["which"] or "").strip().lower() in ("next", "coming")
        monday = published - timedelta(days=published.weekday())
        saturday = monday + timedelta(days=5 if ahead or word.startswith("this") or published.weekday() >= 5 else -2)
        return f"{saturday:%Y-%m-%d}/{saturday + timedelta(days=1):%Y-%m-%d}"
    if word:
        shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
        return f"{published + timedelta(days=shift):%Y-%m-%d}"
    return _span((get["which"] or "").lower(), get["span"] or "", published)


def _span(which: str, span: str, published: date) -> str:
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(which.strip(), 0)
    if span == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return f"{monday:%Y-%m-%d}/{monday + timedelta(days=6):%Y-%m-%d}"
    if span == "month":
        months = published.year * 12 + published.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return f"{published.year + step:04}"


def _ago(count: float, unit: str, published: date | None) -> str:
    if published is None or count > 5000:
        return ""
    if unit in ("month", "year"):
        months = published.year * 12 + published.month - 1 - round(count * (12 if unit == "year" else 1))
        return f"{months // 12:04}-{months % 12 + 1:02}" if months >= 12 else ""
    days = {"day": 1.0, "week": 7.0, "hour": 1 / 24, "minute": 0.0}[unit] * count
    return f"{published - timedelta(days=int(days)):%Y-%m-%d}"


def _weekday(get: dict[str, str | None], match: re.Match[str], text: str, published: date) -> str:
    wanted = _DAYS.index((get["wd"] or "").lower())
    which = (get["wdwhich"] or "").strip()
    before = text[max(0, match.start() - 60) : match.start()]
    ahead = which in ("next", "until") or (
        which not in ("last", "this past")
        and (_FUTURE.search(before) is not None and re.search(r"\b(?:said|told|had|has|have)\b", before) is None)
    )
    ahead = ahead or _FUTURE_AFTER.match(text[match.end() : match.end() + 60]) is not None
    if ahead:
        forth = (wanted - published.weekday()) % 7
        return f"{published + timedelta(days=forth or (7 if which == 'next' else 0)):%Y-%m-%d}"
    back = (published.weekday() - wanted) % 7
    return f"{published - timedelta(days=back or (7 if which == 'last' else 0)):%Y-%m-%d}"


_FULL = re.compile(
    rf"(?<![\w.-])(?:{_YEAR}-[01]\d-[0-3]\d(?!\d)|\d{{1,2}}(?:st|nd|rd|th)?\s"
    + _MONTH.format("a")
    + rf",?\s{_YEAR}|"
    + _MONTH.format("b")
    + rf"\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR})(?!\d)"
)


def find_published(pieces: Iterable[str]) -> date | None:
    """Return the day of publication that a text states itself: the first full date at its head."""
    for piece in pieces:
        for match in _FULL.finditer(piece[:400]):
            for when in find_dates(match.group(), None):
                if re.fullmatch(r"\d{4}-\d\d-\d\d", when.value):
                    return date.fromisoformat(when.value)
    return None
