"""Candidates for figures: every number in digits or in words, pairs, fractions, and times without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openairlift.evidence.drafting.numerals import (
    DIGITS,
    FRACTIONS,
    HALVES,
    ONES,
    PLURALS,
    SCALE,
    SCALES,
    TENS,
    WORDS,
    cardinal,
    digits_value,
    scale_value,
    words_value,
)
from openairlift.evidence.drafting.units import CURRENCIES
from openairlift.evidence.drafting.words import is_plural, words_in

_CURRENCY = re.compile(
    r"(?:(?<![A-Za-z])(?:U\.S\.\$|(?:US|C|CA|A|AU|NZ|S|HK|R)?\$|USD|EUR|GBP|JPY|CHF|CAD|AUD|NOK|SEK|"
    r"DKK|PLN|INR|UAH|TRY|CZK|HUF|RON|ILS|KRW|BRL|MXN|ZAR|SAR|AED|CNY|RUB|SGD|NZD)|"
    r"[€£¥₹₴₺]|\bRs\.?)[\s\u00a0]?$"
)


_LONGEST = 24  # digits and separators; what is longer is no number that anybody wrote


_GUARD = re.compile(r"[\w.,/:@&'=-]$")


_VAGUE_TIME = re.compile(
    r"(?<!pays )(?<!paid )\b(?:in|within|for|over|takes?|took|taking|lasts?|a matter of|mere|just|only)\s"
    r"(?P<what>hours|days|weeks|months)\b(?! (?:ago|earlier|later|before|after|of supply))"
)


_PAIR = re.compile(r"\b(?:an?|one) (pair|couple|brace|trio|quartet) of\b", re.IGNORECASE)


_GROUPS = {"pair": 2.0, "couple": 2.0, "brace": 2.0, "trio": 3.0, "quartet": 4.0}


_TWICE = re.compile(
    r"\b(?P<n>once|twice|thrice)(?=[ ](?:a|an|per|every|each|daily|weekly|monthly|"
    r"the|as (?:many|much|long|high|big|large))\b)",
    re.IGNORECASE,
)


_IN = re.compile(
    r"\b(?P<a>one|two|three|four|five|six|seven|eight|nine|\d{1,2})[ -](?:in|out of)[ -](?:every[ "
    r"-])?(?P<b>two|three|four|five|"
    r"six|seven|eight|nine|ten|\d{1,3})\b(?! (?:\w+ )?(?:days|hours|weeks|months|minutes|years|"
    r"provinces|countries|districts|places))",
    re.I,
)


_FOLD = re.compile(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|\d{1,4})-?fold\b", re.IGNORECASE
)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_OF_ONE = re.compile(r" of (?:a|one|1) per ?cent\b", re.IGNORECASE)


_ORDINAL = re.compile(r"(?<![\w.,])(?P<n>[1-9]\d{2,}|[1-9]\d{0,2}(?:,\d{3})+)(?:st|nd|rd|th) (?=[a-z])")


_ONE_THINGS = re.compile(
    r"(?: (?!of\b|another\b|who\b|that\b|which\b)[a-z][\w-]*){0,3}? (?:aircraft|plane|planes|jet|"
    r"helicopter|flight|sortie|mission|"
    r"truck|convoy|ship|vessel|crew|pallet|container|battery|battalion|brigade|squadron|division|"
    r"missile|launcher|radar|system|generator|"
    r"forklift|loader|K-loader|runway|spot|slot|stand|hangar|hospital|clinic|tent|kit|million|billion|hour|week|month|"
    r"year|minute|tonne|ton|kilogram|pallet|passenger|person in|hub|airport|airfield|base|depot|"
    r"warehouse|bridge|tanker|freighter|"
    r"airlifter|transport|boat|barge|trailer|vehicle|tank|ambulance|company|regiment|unit|landing|war|load|rotation|"
    r"percent|per cent|percentage|kilometre|kilometer|mile|metre|meter|litre|gallon|drone|gun|"
    r"howitzer|stretcher)\b|\s?%|-third|-quarter|-half| C-\d| A\d| An-| Il-| Mi-"
)


_FRACTION_NEXT = re.compile(
    r"(?=,? of\b| the\b| as (?:much|many)\b| (?:that|this|what|those|these)\b| a (?!million|billion|dozen|thousand|"
    r"hundred|day|year|century)| (?:less|more|"
    r"fewer)\b| their\b| its\b| our\b| his\b| all\b|[.,;:)\"!?]|$| (?:were|was|are|is|have|has|had|"
    r"came|come|went|go)\b)"
)


_HALF_UNIT = re.compile(
    r"\bhalf[ -]an?[ -](?=(?:hour|day|year|month|week|mile|tonne|ton|kilometre|kilometer|metre|"
    r"minute|century|percent|per cent)\b)",
    re.I,
)


_UNIT_OF_TIME = {"hour": "h"}
_AND_A_HALF = re.compile(r"\b((?:an?|one)[ ](hour|day|week|month|year) and a half)\b", re.I)


_ORDINAL_TAIL = re.compile(r"[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b(?! of)")


NEXT_WORD = re.compile(r"[\s\u00a0-]*([A-Za-z][\w'-]*)?")


_OVER = re.compile(r"/(\d{1,2})(?![\d/])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a figure, before names, dates and times are ruled out.

    Attributes
    ----------
    start, end : where it stands.
    value : the number; None where the text leaves it open.
    currency, unit : where it carries one itself.
    share : whether it is a fraction, and its value in percent.
    words : whether it is written in words.
    """

    start: int
    end: int
    value: float | None
    currency: str = ""
    share: bool = False
    unit: str = ""
    words: bool = False


def in_digits(text: str) -> list[Candidate]:
    """Return numbers in digits, with their currency and their scale."""
    found = [_digits(text, match) for match in DIGITS.finditer(text) if match.end() - match.start() <= _LONGEST]
    return [item for item in found if item is not None]


def _digits(text: str, match: re.Match[str]) -> Candidate | None:
    start, end = match.span()
    money = _CURRENCY.search(text[max(0, start - 8) : start])
    begin, currency = start, ""
    if money is not None:
        begin = start - len(money.group())
        sign = money.group().strip().rstrip(".")
        currency = CURRENCIES.get(sign, "USD" if sign.endswith("$") else sign)
    if _is_part(text, begin):
        return None
    value = digits_value(match)
    if text.startswith("/", end) and text[end + 1 : end + 2].isdigit():
        over = _OVER.match(text, end)
        whole = 0.0 if over is None else float(over[1])
        return Candidate(start, over.end(), 100 * value / whole, share=True) if over and value < whole else None
    scale = SCALE.match(text, end)
    if scale is not None and _scales(text, scale, currency, match.group()):
        return Candidate(begin, scale.end(), value * scale_value(scale), currency)
    if currency and (spaced := _MILLION.match(text, end)) is not None:
        return Candidate(begin, spaced.end(), 1e6 * value, currency)
    return Candidate(begin, end, value, currency)


_MILLION = re.compile(r"[ \u00a0][mM](?=[\s.,;:)]|$)")  # "USD 212 m"


def _is_part(text: str, begin: int) -> bool:
    """Whether digits are part of a longer word, and neither the end of a range nor after a mark that ends a word."""
    before = text[max(0, begin - 1) : begin]
    if not before or _GUARD.search(before) is None:
        return False
    earlier = text[max(0, begin - 2) : begin - 1]
    return not (before == "-" and earlier.isdigit()) and not (before in ".,'/" and earlier in ("", " ", "."))


def _scales(text: str, scale: re.Match[str], currency: str, digits: str) -> bool:
    """Whether letters after a number are a scale: ``m`` is a million of money or people, else a metre."""
    if scale["letter"] is None:
        return not (scale["word"] and scale["word"].lower() == "dozen" and text[scale.start()] != " ")
    if currency:
        return True
    if scale["letter"] in "bB":
        return False
    follows = NEXT_WORD.match(text, scale.end())
    word = follows[1] if follows is not None else None
    if scale["letter"] in "kK":
        return True
    return "," not in digits and word is not None and is_plural(word) and word.lower() not in ("runways",)


_SCALES_ALONE = ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore", "dozen")
_SMALL = r"(?:\d|two|three|four|five|six|seven|eight|nine|ten|dozen)"
_PLURAL_GOES_ON = re.compile(
    r" of\b| more\b|,? if not\b| (?:[a-z-]+ ){0,2}[a-z]+s\b|['\"]? (?:still|are|were|have|had)\b|[.,]"
)
_ONE_OF = re.compile(r" (?:of|in|out of)\b")
_ONE_OF_SO_MANY = re.compile(rf" (?:in|out of) (?:every )?{_SMALL}| of (?:(?:the|its|their|those|these|our) )?{_SMALL}")
_FROM_TO = re.compile(r"\bfrom (?:[\w-]+ ){1,4}to $")
_ONE_AND_SOME = re.compile(  # "one controller and 300 sheep"
    rf" (?!of\b|day\b|side\b|hand\b|thing\b)[a-z-]+(?: [a-z-]+)?(?:,? (?:and|or)|,) "
    rf"(?:{_SMALL}|\d[\d,]*|[a-z]+teen|[a-z]+ty) [a-z]"
)
_ONE_IS = re.compile(r" (?:is|was|has|had|remains|remained|will)\b")
_AND_ONE = re.compile(  # "three are on the ground and one is inbound"
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)[^.;:]{3,80}(?:,| and|, and|, but) "
    r"(?:only |just )?$",
    re.IGNORECASE,
)
_THE_ONE = re.compile(r"\b(?:the|this|that|every|any|no|which|another|each)\s$", re.IGNORECASE)


_NUMBER_WORDS = frozenset((*ONES, *TENS, *SCALES))
_SMALL_NUMBER = "|".join(sorted(ONES, key=len, reverse=True))
_TWO_NUMBERS = re.compile(rf"\b({_SMALL_NUMBER}) (?:and )?((?:{'|'.join(TENS)}|{_SMALL_NUMBER})\b)", re.IGNORECASE)
_PLURAL_WORDS = frozenset(("dozens", "scores", "hundreds", "thousands", "millions", "billions"))
_PART_WORDS = frozenset((*FRACTIONS, *(f"{part}s" for part in FRACTIONS)))


def in_words(text: str) -> list[Candidate]:
    """Return numbers in words, and plurals such as dozens, whose value is open."""
    words = words_in(text)
    found = [
        Candidate(match.start(), match.end(), words_value(match), words=True)
        for whole in (WORDS.finditer(text) if words & _NUMBER_WORDS else ())
        for match in _apart(text, whole)
        if _is_number(text, match)
    ]
    for match in PLURALS.finditer(text) if words & _PLURAL_WORDS else ():
        scores = match["what"].lower() == "scores" and not text.startswith(" of", match.end())
        if _PLURAL_GOES_ON.match(text, match.end()) and not scores:
            found.append(Candidate(match.start(), match.end(), None, words=True))
    return found


def _apart(text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """Yield the numbers of a run of number words: ``three twenty-mile corridors`` holds two."""
    begin = match.start()
    pair = _TWO_NUMBERS.search(text, begin, match.end())
    while pair is not None:
        first = WORDS.match(text, begin, pair.end(1))
        if first is not None:
            yield first
        begin = pair.start(2)
        pair = _TWO_NUMBERS.search(text, begin, match.end())
    last = match if begin == match.start() else WORDS.match(text, begin, match.end())
    if last is not None:
        yield last


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Whether words of number are one, and no part of a compound, no ordinal, and not ``one`` as a pronoun."""
    start, end = match.span()
    before, low = text[max(0, start - 1) : start], match.group().lower()
    if before in ("-", "'") or text.startswith("'", end) or _ORDINAL_TAIL.match(text, end):
        return False
    if low == "one":
        return _counts_one(text, start, end)
    if low in _SCALES_ALONE or low == "zero":
        follows = low == "dozen" or text.startswith(("-", " "), end)
        return follows and (before in ("", " ") or low == "zero")
    return True


def _counts_one(text: str, start: int, end: int) -> bool:
    if _ONE_AND_SOME.match(text, end):
        return True
    if _ONE_OF.match(text, end):
        return _ONE_OF_SO_MANY.match(text, end) is not None
    if _FROM_TO.search(text[max(0, start - 40) : start]):
        return True
    if _ONE_IS.match(text, end) and _AND_ONE.search(text[:start]):
        return True
    return _THE_ONE.search(text[max(0, start - 9) : start]) is None and _ONE_THINGS.match(text, end) is not None


def in_and_out(text: str) -> list[Candidate]:
    """Return the two numbers of ``Pax in/out: 212/640``."""
    if "/" not in text:
        return []
    return [
        Candidate(*match.span(part), digits_value(number))
        for match in _IN_AND_OUT.finditer(text)
        for part in ("a", "b")
        if (number := DIGITS.fullmatch(match[part])) is not None
    ]


_IN_AND_OUT = re.compile(r"\b[A-Za-z]+/[A-Za-z]+: ?(?P<a>\d[\d,]{0,12})/(?P<b>\d[\d,]{0,12})(?![\d/])")


_OF_A_MILLION = re.compile(
    r"\b(?P<n>an?|one|two|three) (?P<part>half|quarters?|thirds?) of an? (?P<scale>million|billion)\b", re.IGNORECASE
)


_ONE_IN = re.compile(
    r"\bone [a-z]+ in (?:every )?(?P<of>two|three|four|five|six|seven|eight|nine|ten|\d{1,3})\b"
    r"(?! (?!is\b|was\b)[a-z]*s\b)",
    re.IGNORECASE,
)


def _parts_of_a_million(text: str) -> list[Candidate]:
    """Return sums such as ``a quarter of a million``."""
    return [
        Candidate(
            *match.span(),
            (cardinal(match["n"]) or 1.0)
            / FRACTIONS[match["part"].lower().rstrip("s")]
            * SCALES[match["scale"].lower()],
            words=True,
        )
        for match in _OF_A_MILLION.finditer(text)
    ]


def in_other_forms(text: str) -> list[Candidate]:
    """Return pairs, fractions, ``one in five``, ``twice a week``, and times with no number (``in weeks``)."""
    words = words_in(text)
    found = [
        Candidate(*match.span(), _GROUPS[match[1].lower()], words=True)
        for match in (_PAIR.finditer(text) if words & _GROUPS.keys() else ())
        if WORDS.match(text, match.end() + 1) is None
    ]
    if "half" in words:
        found += [
            Candidate(*match.span(1), 1.5, unit=_UNIT_OF_TIME.get(match[2].lower(), match[2].lower()), words=True)
            for match in _AND_A_HALF.finditer(text)
        ]
        found += [Candidate(match.start(), match.end() - 1, 0.5, words=True) for match in _HALF_UNIT.finditer(text)]
    for match in _IN.finditer(text):
        a, b = cardinal(match["a"]), cardinal(match["b"])
        told = a and b and a < b and b in (3.0, 4.0, 5.0, 10.0) and f"{match['a']}{match['b']}".isalpha()
        if told and a != 1.0 and " of " not in text[match.end() : match.end() + 4]:
            found.append(Candidate(*match.span(), 100 * (a or 0.0) / (b or 1.0), share=True, words=True))
        elif a == 1.0 and b and b > 1 and " out " not in match.group() and match["a"].isdigit() <= match["b"].isdigit():
            found.append(Candidate(*match.span(), 100 / b, share=True, words=True))
    found += [
        Candidate(*match.span(), 100 / below, share=True, words=True)
        for match in (_ONE_IN.finditer(text) if "one" in words else ())
        if (below := cardinal(match["of"])) and below > 1
    ]
    if words & _PART_WORDS:
        found += _parts_of_a_million(text)
        found += [item for match in HALVES.finditer(text) if (item := _part(text, match)) is not None]
    found += [
        Candidate(*match.span(), _TIMES[match["n"].lower()], unit="times", words=True)
        for match in (_TWICE.finditer(text) if words & _TIMES.keys() else ())
    ]
    if "fold" in text:
        found += [
            Candidate(*match.span(), cardinal(match["n"]), unit="times", words=True) for match in _FOLD.finditer(text)
        ]
    found += [
        Candidate(*match.span("what"), None, unit=match["what"][:-1], words=True)
        for match in _VAGUE_TIME.finditer(text)
    ]
    found += [
        Candidate(match.start(), match.end() - 1, cardinal(match["n"]), words=True) for match in _ORDINAL.finditer(text)
    ]
    return found


def _part(text: str, match: re.Match[str]) -> Candidate | None:
    """Return a fraction, or one of a percent (``half of one percent``)."""
    small = _OF_ONE.match(text, match.end())
    part = match["part"].lower().rstrip("s")
    if small is not None and part in FRACTIONS:
        value = (cardinal(match["count"] or "one") or 1.0) / FRACTIONS[part]
        return Candidate(match.start(), small.end(), value, share=True, words=True)
    share = _fraction(text, match)
    return None if share is None else Candidate(*match.span(), share, share=True, words=True)


_NO_HALF_BEFORE = re.compile(r"(?:first|second|other|latter|next|last|and a|better|the|\w-)[ -]?$")
_NO_HALF_AFTER = re.compile(r"[ -]an?[ -]| (?:past|way|brother|time|staff|dozen|million)\b|-")
_A_THIRD_ONE = re.compile(r" (?:is|was|has|had|remains|remained|will)\b")
_ORDINAL_BEFORE = re.compile(r"(?:first|second|third|fourth|last|next|every|per) (?:the )?$")


def _fraction(text: str, match: re.Match[str]) -> float | None:
    """Return a fraction in percent; None where the word is none (``a third aircraft``, ``the first half``)."""
    part, count = match["part"].lower(), (match["count"] or "").lower()
    before = text[max(0, match.start() - 12) : match.start()].lower()
    goes_on = _FRACTION_NEXT.match(text, match.end()) is not None or before.endswith("by ")
    if part == "half" and not count:
        ruled_out = _NO_HALF_BEFORE.search(before) or _NO_HALF_AFTER.match(text, match.end())
        return 50.0 if goes_on and not ruled_out else None
    if not count or _ORDINAL_BEFORE.search(before):
        return None
    if not text[: match.start()].strip() and text.startswith(",", match.end()):  # "A third, struck by lightning, …"
        return None
    if count == "a" and before.endswith("and ") and _A_THIRD_ONE.match(text, match.end()):
        return None  # "two are in service, and a third is being tested"
    number = cardinal(count) or 1.0
    if (not part.endswith("s") and part != "halves") != (number == 1.0):
        return None
    if part == "half" and before.endswith(("and ", "about a ", "past ", "and-", "past-")):
        return None
    several = part.endswith("s") and part not in ("quarters", "halves")  # "four fifths empty"
    if not goes_on and not several and not ("-" in match.group() and text.startswith(" ", match.end())):
        return None
    share = 100.0 * number / FRACTIONS[part if part in FRACTIONS else part.rstrip("s")]
    return share if share < 100 else None
