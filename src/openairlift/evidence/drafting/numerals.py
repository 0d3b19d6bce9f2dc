"""Numbers as texts write them, in digits and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

ONES = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "lakh": 10**5,
    "crore": 10**7,
}
_LETTERS = {
    "k": 1e3,
    "K": 1e3,
    "m": 1e6,
    "M": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "B": 1e9,
    "BN": 1e9,
    "Bn": 1e9,
    "MN": 1e6,
    "tn": 1e12,
    "trn": 1e12,
}
FRACTIONS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "hundredth": 100,
}
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
VAGUE = {"a few": "a few", "several": "several", "a couple of": "2", "many": "many", "some": "some"}

_WORD = "|".join(sorted((*ONES, *TENS, *SCALES), key=len, reverse=True))
_SCALE = "|".join(SCALES)
_COMMA = (  # a comma that is decimal: before a unit or a scale, or after points between thousands
    r"\d{1,3}(?:\.\d{3})+,\d{2}(?![\d,])|"
    r"\d{1,3},\d{1,2}(?=[\s\u00a0-]?(?:%|(?i:(?:per\s?cent|percent|million|billion|bn|mn|tonnes?|tons?|"
    r"km|kg|kilomet(?:re|er)s?|met(?:re|er)s?|lit(?:re|er)s?|"
    r"hours?|days?|euros?|times|[tmh])\b)))"
)
_DIGITS = (
    rf"{_COMMA}|"
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[\u00a0 ]\d{3})+(?![\d.,]\d|\d|[A-Za-z-])|"
    r"\d{1,3}(?:\.\d{3}){2,}(?!\d)|"
    r"\d+(?:\.\d+)?"
)
DIGITS = re.compile(rf"(?P<digits>{_DIGITS})(?P<vulgar>\s?[½¼¾⅓⅔⅛])?|(?P<only>[½¼¾⅓⅔⅛])|\.(?P<bare>\d+)")
SCALE = re.compile(
    rf"(?:[\s\u00a0-]?(?P<word>{_SCALE})s?\b|[\s\u00a0]?(?P<abbr>mn|mln|bn|tn|trn|BN|Bn|MN)\b|"
    rf"(?P<letter>[kKmMbB])\b)",
    re.I,
)
WORDS = re.compile(
    rf"\b(?:(?P<vague>several|(?:a )?few|many|couple of|some) (?=(?:dozen|hundred|thousand|million)))?"
    rf"(?:(?P<a>an?)[ -](?:good |further |full |whole )?(?=(?:{_SCALE}|half[ -](?:{_SCALE}))\b))?"
    rf"(?:(?P<half>half)[ -]an?[ -](?=(?:{_SCALE})\b)|(?P<half2>half)[ -](?=(?:{_SCALE})\b))?"
    rf"(?:{_WORD})\b(?:(?:[ -]| and (?!a\b)|[ -]and[ -])(?:{_WORD})\b)*(?P<and>(?: and a |"
    rf"-and-a-)(?:half|quarter)\b(?P<scaled>[ -](?:million|billion|thousand)\b)?)?",
    re.IGNORECASE,
)
HALVES = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[ -])?"
    r"(?P<part>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|"
    r"twelfths?|twentieths?|thirtieths?|fortieths?|fiftieths?|hundredths?)\b",
    re.IGNORECASE,
)
PLURALS = re.compile(
    r"\b(?:(?P<tens>tens|dozens|hundreds) of )?(?P<what>dozens|scores|hundreds|thousands|millions|billions)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: where, and its value; None where the text leaves it open (``dozens``)."""

    start: int
    end: int
    value: float | None
    in_words: bool = False
    fraction: bool = False


def digits_value(match: re.Match[str]) -> float:
    """Return the value of a match of `DIGITS`."""
    if match["only"]:
        return _VULGAR[match["only"]]
    if match["bare"]:
        return float("0." + match["bare"][:15])
    text = match["digits"]
    if "," in text and len(text) - text.rfind(",") < 4:  # "12,5", "3.500,00"
        text = text.replace(".", "").replace(",", ".")
    if text.count(".") > 1:
        text = text.replace(".", "")
    value = float(re.sub(r"[,\u00a0 ]", "", text)[:40])
    return value + (_VULGAR[match["vulgar"].strip()] if match["vulgar"] else 0.0)


def scale_value(match: re.Match[str]) -> float:
    """Return the factor of a match of `SCALE`."""
    if match["word"]:
        return float(SCALES[match["word"].lower()])
    text = match["abbr"] or match["letter"]
    return _LETTERS.get(text) or _LETTERS[text.lower()]


def cardinal(text: str) -> float | None:
    """Return the value of a cardinal in words or digits, or None.

    Examples
    --------
    >>> [cardinal(text) for text in ("two hundred and fifty", "half a dozen", "a hundred", "three and a half", "1,500")]
    [250.0, 6.0, 100.0, 3.5, 1500.0]
    >>> cardinal("the last")
    """
    text = text.strip()
    found = DIGITS.fullmatch(text)
    if found is not None:
        return digits_value(found)
    low = text.lower()
    if low in ("a", "an"):
        return 1.0
    match = WORDS.fullmatch(text)
    return None if match is None else words_value(match)


def words_value(match: re.Match[str]) -> float | None:
    """Return the value of a match of `WORDS`; None for ``several hundred``."""
    if match["vague"] and not match["vague"].startswith("couple"):
        return None
    extra = 0.0
    text = match.group().lower()
    if match["and"]:
        extra = 0.25 if "quarter" in match["and"] else 0.5
        text = text[: -len(match["and"])]
    total, current, seen = 0.0, 0.0, False
    words = re.findall(r"[a-z]+", text)
    for word in words:
        if word in ONES:
            current += ONES[word]
        elif word in TENS:
            current += TENS[word]
        elif word in SCALES:
            factor = SCALES[word]
            base = current if seen and current else 1.0
            if factor in (100, 12):
                current = base * factor
            else:
                total += base * factor
                current = 0.0
        elif word in ("couple",):
            current = 2.0
        else:
            continue
        seen = True
    value = (total + current + extra) * (SCALES[match["scaled"][1:].lower()] if match["scaled"] else 1)
    return value / 2 if match["half"] or match["half2"] else value
