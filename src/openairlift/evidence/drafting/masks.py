"""What holds digits or words of number and is no figure: names, times, telephone numbers, ages, scores, headings."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.numerals import ONES, TENS
from openairlift.evidence.drafting.words import is_plural, words_in, wordset

_LABELS = (
    "Section|Sections|Sec|Article|Articles|Art|Title|Chapter|Annex|Annexes|Appendix|Table|Figure|Fig|Resolution|Res|"
    "Runway|RWY|Gate|Hangar|Hall|Room|Rm|Building|Bldg|Route|Highway|Interstate|Flight|Phase|Level|Stage|"
    "Category|Cat|Class|Type|Mark|Mk|Version|Part|Page|Pages|pp?|No|Nos|Number|Report|Task Force|Unit|Group|Wing|"
    "Squadron|Brigade|Division|Regiment|Battalion|Pier|Berth|Terminal|Camp|Zone|Sector|Block|Lot|"
    "Rotation|Item|Step|Day|Week|"
    "Round|Box|Suite|Floor|Line|Track|Channel|District|Ward|Package|Tranche|Update|Issue|Vol|Volume|Grade|"
    "Tier|Hill|Checkpoint|SitRep|Brief|Platform|Bay|Spot|Stand|Apron|Ramp|Warehouse|Psalm|Paragraph|"
    "Para|Note|Footnote|Clause|Rule|Directive|Order|Annex|Exhibit|Schedule|Protocol|Amendment|Quarter|Corridor|"
    "Option|Convoy|Serial|Scenario|Question|Answer|Draft|Edition|Bulletin|Slide|Model|Series|Lane|Dock|Shed|Bulletin|Operation"
)
_BRANDS = (
    "Boeing|Airbus|Antonov|Ilyushin|Lockheed|Embraer|Cessna|Dash|ATR|Bombardier|Tupolev|Beechcraft|King Air|Saab|"
    "Fokker|MD|DC|Dornier|Casa|CASA|Let|Bell|Sikorsky|Mil|Kamov|Il|An|Tu|Yak|Patriot PAC|PAC|Caravan|"
    "Learjet|Gulfstream|Super"
)
_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_CODES = (
    "USD|EUR|GBP|JPY|CHF|CAD|AUD|NOK|SEK|DKK|PLN|CZK|HUF|RON|ILS|KRW|BRL|MXN|ZAR|SAR|AED|CNY|RUB|SGD|NZD|INR|UAH|TRY"
)
_AT_DIGITS = (
    r"(?<![\w.,])\d{1,2}\+[0-5]\d(?!\d)",
    r"\b(?:6|10|25|40|60)K\b(?= (?:[\w-]+ )?(?:[Ll]oaders?|Tunners?|Halvorsens?|K-loaders?|[Ff]orklifts?)\b)",
    r"\+\s?\d[\d\u00a0 ().-]{5,}\d",
    r"\(\d{2,5}\)\s?\d[\d -]{3,}\d|(?<![\w.,-])\d{3}[-.]\d{3}[-.]\d{4}(?!\d)|(?<![\w.,$-])\d{3}-\d{4}(?![\d%])",
    r"(?<![\w.,-])\d{1,2}[:.]\d{2}(?::\d{2})?\s?(?:a\.?m\.?|p\.?m\.?|AM|PM)(?!\w)",
    r"(?<=\bat )(?:[01]?\d|2[0-3])\.[0-5]\d(?=(?:,| with| on| and| in| by)? |[.,;)]?\s|[.,;]?$)"
    r"(?! (?:per ?cent|%|million|billion|bn|euros?|dollars?|pounds?|a |an |per |tonnes?|tons?|kilo))",
    r"(?<![\w.,-])\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:Z|UTC|GMT|CET|EST|EDT|local|hrs|hours|h)\b)?",
    r"(?<![\w.,-])(?:\d{1,2}\s?(?:-|to|and)\s?)?\d{1,2}\s?(?:a\.m\.?|p\.m\.?|am\b|pm\b|AM\b|PM\b|o'clock)",
    r"(?<![\w.,-])\d{4}\s?(?:Z|UTC|GMT|Zulu|zulu|hrs)\b|(?<![\w.,-])\d{6}Z[A-Z]{3}\d{2,4}|"
    r"(?<![\w.,-])0\d{3}(?:\s?(?:hours|h|local)\b)?(?![.,]?\d)",
    r"\d{1,3}(?:\.\d+)?\s?°\s?(?:\d{1,2}(?:\.\d+)?['\"]\s?){0,2}[NSEW]\b|"
    r"(?<![\w.])\d{1,2}\.\d+\s?[NS],?\s\d{1,3}\.\d+\s?[EW]\b",
    r"(?<![\w.,$€£])(?!\d+(?:[kKmMbBtTLlhgp]|bn|mn|tn|MT|mt|kg|KG|km|KM|kW|MW|lb|lbs|ft|mm|cm|hr|hrs|"
    r"GBP|USD|EUR|US|pax|nm|NM|km2|m2|m3|kt|kts|min|mins|yd|ha|kVA|MN|BN|Bn|th|st|nd|rd|"
    r"s)\b)\d+[A-Za-z]+\d*[A-Za-z]*\b",
    r"\b463L\b|(?<![\w.,$€£-])\d+-\d*[A-Z]{1,3}\d*\b",
    r"(?<![\w.,$€£-])7[0-8]7(?:-\d{1,3}\w{0,5}|s|F)\b|(?<![\w.,$€£-])7[0-8]7 (?=freighter|jet|jumbo|"
    r"cargo|aircraft|plane)",
    r"(?<![\w.,$€£-])\d{1,4} (?:Squadron|Brigade|Commando|Regiment|Wing|Battalion|Division|Corps|"
    r"Group|Flotilla|Company)\b(?! of)",
    r"(?:§|#|№)\s?\d+[\w.-]*",
    r"\b[Cc]alib(?:er|re)\b.{0,3}\d+|(?<![\w.,])\d{2,3}(?:\.\d)?[ -]?mm(?= (?:\w+ ){0,2}(?:howitzers?|"
    r"artillery|mortars?|rounds?|shells?|guns?|cannons?|ammunition|munitions|autocannons?|rockets?))",
    r"\b(?:FY|FY')\s?\d{2,4}\b|\bfiscal(?: year)? (?:19|20)\d\d\b|(?<![\w$€£])(?:19|20)\d0s\b|(?<![\w$€£,.])'?\d0s\b",
    r"(?<![\w.,])(?:19|20)\d\d(?:-|/)(?:\d{2}|(?:19|20)\d\d)(?![\d,])",
    r"(?<![\w.,])(?:24/7|9/11|50[-/]50|20/20|7/7|360-degree|1-2-3|101(?! (?:people|[a-z]+s)\b))(?![\w,])",
    r"(?<![\w.,])\d{1,4}/\d{2,4}(?![\w%])|(?<![\w.,])\d+(?:/\d+){2,}|(?<![\w.,])\d+(?:\.\d+){2,}(?![\w])",
    r"(?<= )'\d\d(?=[\s.,;)]|$)",
    r"\[\d{1,3}(?:[,-]\s?\d{1,3})*\]",
    r"(?<![\w.,])\d+(?:,\d{3})*(?:st|nd|rd|th)\b",
    r"(?<=[A-Za-z\"'], )(?:[1-9]\d)(?=, (?!\d)|,? (?:said|says|told)\b|\))|(?<=[a-z] \()(?:[1-9]\d)(?=\))(?<!\d\d\d)",
    rf"\b(?:\d{{1,2}}|(?i:{_NUMBER}))-(?:year|month|week)-olds?(?=\W|$)(?! (?:[A-Z]?\w*\d|aircraft|plane|airframe|"
    rf"fleet|ship|runway|jet|truck|building|war|conflict))",
)
_AT_WORDS = (
    r"\b[Nn](?:o|r|um)\.\s?\d[\d,/-]*",
    rf"\b(?!(?:{_CODES})\b)[A-Z]{{2,8}} \d{{1,4}}-\d{{1,5}}\b(?! (?:[a-z]+s|million|billion|percent|per)\b)",
    r"\b[DCHMN][+-]\d{1,3}\b",
    r"\b(?:are|is|were|was|boys|girls|men|women|children|people|those|anyone|everyone) (?:aged "
    r")?(?:over|under) \d{1,2}(?=[.,;:)]|$)",
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+\.(?:org|com|net|gov|mil|int|info|eu)\b(?:/\S*)?",
    r"\b(?i:tel|phone|telephone|call|fax|hotline|mobile|dial|whatsapp|ext|extension|"
    r"dsn)\b\.?:?\s(?:\w+\s){0,3}?[\d(][\d\u00a0 ()./-]{4,}\d(?!\w)",
    r"\b(?i:at|by|from|until|before|after|between|around)\s(?:[01]\d|2[0-3])[0-5]\d\s(?:hours|hrs|local)\b",
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf""
    rf"(?<![A-Za-z0-9$€£-])(?!(?:{_CODES})\d)(?!x\d)[A-Za-z][A-Za-z.'-]{{0,14}}[-/]?\d\w{{0,12}}(?:[-/.]\w{{1,12}}){{0,4}}",
    r"\b(?:said|says|asked|recalled|added) (?:[a-z]+ ){0,3}[A-Z][\w'-]+ [A-Z][\w'-]+, [1-9]\d(?=\.?$)",
    r"\b[Ee]xt(?:ension)?\.?\s\d{2,6}\b",
    r"\b[Ww]eek \d{1,2}\b(?! (?:of|more|in))",
    r"\bDash[ -]\d(?:-\d{3})?s?\b",
    rf"\b(?:{_BRANDS})[ -]\d{{2,4}}(?:-\d+\w*)?(?:[a-zA-Z]{{1,3}})?\b(?:/\d+)?",
    rf"\b(?:{_LABELS})\.?[\u00a0 ](?:No\.?\s?|number "
    rf")?[#]?\d+(?!,\d)(?:[-/]\d+)?(?:\(\w{{1,4}}\))*(?:[./]\d+|[A-Za-z])?(?!\w)",
    r"\b[Cc]alib(?:er|re)\b.{0,3}\d+|(?<![\w.,])\d{2,3}(?:\.\d)?[ -]?mm(?= (?:\w+ ){0,2}(?:howitzers?|"
    r"artillery|mortars?|rounds?|shells?|guns?|cannons?|ammunition|munitions|autocannons?|rockets?))",
    r"\b(?:FY|FY')\s?\d{2,4}\b|\bfiscal(?: year)? (?:19|20)\d\d\b|(?<![\w$€£])(?:19|20)\d0s\b|(?<![\w$€£,.])'?\d0s\b",
    r"\b(?:[Aa]ged?(?<!average age)(?<!mean age)(?<!median age)|turned|ages|"
    r"age of(?<!average age of)(?<!mean age of)(?<!median age of))"
    r"\s(?:between\s)?\d{1,3}(?:\s?(?:-|to|and)\s?\d{1,3})?(?!\s?%)(?! (?:of|per))\b",
    r"\b(?:beat|beats|won|win|wins|lost|lose|drew|draw|defeated|score[ds]?|victory|defeat|final|match|"
    r"match(?:es)?|game|leads?|trail(?:s|ed)?)\b(?: [\w'.]+){0,5}? \d{1,3}-\d{1,3}(?![\d%]| "
    r"(?:aircraft|planes|flights|days|hours|tonnes))",
    rf"\b(?:I|he|she|who|they) (?:was|am|is|were|are) (?:only |just |about )?(?i:{_NUMBER}|"
    rf"\d{{1,2}})(?=[,.;\"]|$| when\b)",
    rf"\b(?:\d{{1,2}}|(?i:{_NUMBER}))-(?:year|month|week)-olds?(?=\W|$)(?! (?:aircraft|plane|airframe|"
    rf"fleet|ship|runway|jet|truck|building|war|conflict))",
)
_AT_NUMBER_WORDS = (
    rf"(?<!from )\b(?i:(?:half|quarter|{_NUMBER}) past|(?:quarter|five|ten|twenty(?:-five)?) to) "
    rf"(?:{_NUMBER}|noon|midnight)(?=[\s,.;:\"')]|$)(?! (?:[a-z]+s)\b)",
    rf"\b(?i:{_NUMBER}|\d{{1,2}}) minutes? (?:past|to) (?i:{_NUMBER})\b|\bAT (?:{_NUMBER.upper()})\b",
    rf"\b[Cc]hildren (?:aged )?(?:under|over) (?:{_NUMBER})\b",
    rf"\b(?i:{_NUMBER}) o'clock|\b(?i:{_NUMBER}) (?:a\.m\.|p\.m\.|in the (?:morning|afternoon|evening))",
    rf"\b(?:Hangar|Phase|Gate|Terminal|World War|Radio|Channel|Highway|Route|Section|"
    rf"Runway|Part|Chapter|Day|Task Force|Level|Group|Pier|"
    rf"Camp|Tier) (?:{_NUMBER}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|I{{1,3}}|IV|V)\b",
    r"\bin (?:his|her|their|my) (?:early |mid-?|late )?(?:twenties|thirties|forties|fifties|sixties|"
    r"seventies|eighties|\d0s)\b",
    rf"\b(?i:{_NUMBER})[- ](?:stars?|way|sided|time|dimensional|pronged)(?: general| officer)?\b(?! the)",
    r"\b(?i:one another|no one|one by one|number one|one[- ]on[- ]one|one day(?= (?:the|soon|we|he|"
    r"she|they|it|I))|at one point|at one time|"
    r"on the one hand|one or the other|one and the same|one thing|one way or another|day one|square "
    r"one|on all fours|in one go|two by two|"
    r"one side|second to none|one or two ways|six feet under|a million to one|a thousand times|third "
    r"parties|one[- ]off|four corners|"
    r"thousand apologies|nine to five|ninety-nine times)\b",
)
# In groups, so that most places are passed over at a glance: only where digits or a word begin is anything tried.
_ONLY_DIGITS = r"(?=[\d(+\[§#№'])(?:" + "|".join(_AT_DIGITS) + r")|(?<![A-Za-z])(?=[A-Za-z])(?:"
_MASKS = re.compile(_ONLY_DIGITS + "|".join(_AT_WORDS) + ")")
_MASKS_AND_WORDS = re.compile(_ONLY_DIGITS + "|".join((*_AT_WORDS, *_AT_NUMBER_WORDS)) + ")")
_NUMBER_WORDS = frozenset(
    (
        *ONES,
        *TENS,
        "half",
        "quarter",
        "thousand",
        "million",
        "second",
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
    )
)
_ITEM = re.compile(
    r"^\s*(?:[-•·*]\s+)?(?:\(?\d{1,3}[.)](?=\s)|\(\d{1,3}\)|\d{1,2}(?:\.\d{1,2})+\.?(?=\s+[A-Z])|\d{1,2}/\d{0,2}(?=\s+[\"A-Z]))"
)
_YEAR = re.compile(r"(?<![\w.,$€£#/-])((?:1[5-9]|20)\d\d)(?![\d%/]|[.,]\d|[A-Za-z])(?:-(?=[a-z]))?")
_JET = re.compile(r"(?<![\w.,$€£/-])7[0-8]7(?![\w%]|[.,]\d|-\d)")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|since|of|by|until|from|to|and|through|during|the|late|early|mid|between|fiscal|for|after|before|year|"
    r"years|spring|summer|autumn|fall|winter|season|election|its|last|next|january|february|march|april|may|june|july|"
    r"august|september|october|november|december|©|copyright|about|around|circa|as far back as|or|this|back)[ (,-]*$",
    re.IGNORECASE,
)
_NUMERIC_BEFORE = re.compile(
    r"\b(?:some|nearly|almost|over|than|least|most|roughly|approximately|only|just|another|"
    r"additional|exactly|all|total of)\s$",
    re.I,
)
_COUNTED = re.compile(r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|several))\s$", re.I)
_NEXT = re.compile(r"[\s\u00a0]([A-Za-z][\w'-]*)(?:[\s\u00a0]([a-z][\w-]*))?")
_MEASURES = wordset(
    "mt kg km tonnes tons tonne people persons families households litres liters metres meters pallets lb lbs pounds "
    "million billion thousand hundred dozen trillion percent square short metric cubic feet miles troops soldiers"
)
_ACRONYM = re.compile(
    r"(?<![\w-])(?!(?:US|UK|USA|UAE|EU|UN|NATO|USD|EUR|GBP|AND|THE|OF|TO|IN|FOR|AT|BY|ON|OVER|REACH|"
    r"ABOUT|WITH|FROM|CHF|JPY|NOK|SEK|DKK|PLN|CAD|AUD|TOP|HIT|NEAR|PLUS|MORE|THAN|UP|SOME|ALL|LAND|"
    r"CARRY|FLY|GET|SENDS?|LIFT|TOTAL|AFTER|ONLY|JUST)\b)[A-Z]{2,6}[ ]\d{1,3}(?![\d,%.]\d|%|\d)"
)


_AROUND = 48


def _windows(spots: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return stretches around candidates, overlapping ones joined, so that the patterns read no more than needed."""
    joined: list[tuple[int, int]] = []
    for start, end in spots:
        low, high = max(0, start - _AROUND), min(length, end + _AROUND)
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def masks(text: str, spots: list[tuple[int, int]] | None = None, *, opens: bool = True) -> list[tuple[int, int]]:
    """Return stretches of a sentence that hold no figure, in order.

    Parameters
    ----------
    text : the sentence.
    spots : candidates in order; only what is near them is looked at. None = all of the sentence.
    opens : whether it opens a line, so that a number at its head may be that of an item.

    Examples
    --------
    >>> text = "Two C-17s of the 62nd Airlift Wing left at 14:30 under Section 506 in 2022"
    >>> [text[a:b] for a, b in masks(text)]
    ['C-17s', '62nd', '14:30', 'Section 506', '2022']
    """
    pattern = _MASKS_AND_WORDS if words_in(text) & _NUMBER_WORDS else _MASKS
    windows = [(0, len(text))] if spots is None else _windows(spots, len(text))
    found = [match.span() for low, high in windows for match in pattern.finditer(text, low, high)]
    if opens and (item := _ITEM.match(text)) is not None:
        found.append(item.span())
    found += [(match.start(1), match.end()) for match in _YEAR.finditer(text) if _is_year(text, match)]
    found += [match.span() for match in _JET.finditer(text) if not _counts(text, match.end())]
    found += [
        match.span()
        for match in _ACRONYM.finditer(text)
        if not _counts(text, match.end()) or _COUNTED.search(text[max(0, match.start() - 14) : match.start()])
    ]
    return sorted(found)


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether four digits are a year: not when a plural noun or a unit follows, and nothing before says year."""
    year = int(match[1])
    before = text[max(0, match.start() - 16) : match.start()]
    if not _counts(text, match.end()):
        return _NUMERIC_BEFORE.search(before) is None or year % 10 != 0 or year > 1990
    if _NUMERIC_BEFORE.search(before):
        return False
    follows = _NEXT.match(text, match.end())
    if follows is not None and follows[1].lower() in _MEASURES:
        return False
    return _BEFORE_YEAR.search(before) is not None or (year % 50 != 0 and 1900 <= year <= 2060)


def _counts(text: str, at: int) -> bool:
    """Whether a plural noun or a unit follows, so that the number before it counts something."""
    follows = _NEXT.match(text, at)
    if follows is None:
        return False
    word = follows[1]
    if word.lower() in _MEASURES:
        return True
    return word[0].islower() and (
        is_plural(word) or bool(follows[2] and is_plural(follows[2]) and not word.endswith("s"))
    )
