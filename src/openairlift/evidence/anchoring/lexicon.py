"""Words that make a figure: numbers, multipliers, units, months, weekdays. English press and staff usage."""

from __future__ import annotations

from fractions import Fraction


def _words(text: str) -> list[str]:
    return text.split()


_ONES = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = dict(zip(_words("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True))

SMALL: dict[str, int] = {
    **{word: value for value, word in enumerate(_ONES)},
    **_TENS,
    # A broken line may have joined them.
    **{f"{ten}{one}": value + digit for ten, value in _TENS.items() for digit, one in enumerate(_ONES[:10]) if digit},
}
"""Numbers below a hundred, in one word."""

TENS = frozenset(_TENS)

_BIG = {"hundred": 100, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ABBREVIATED = {"mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12}
BIG = _BIG | _ABBREVIATED
ABBREVIATED = frozenset(_ABBREVIATED)
"""Multipliers that mean one only behind a number."""

VAGUE = frozenset(
    _words(
        "dozens scores hundreds thousands millions billions trillions twice thrice double doubled triple tripled "
        "quadruple quadrupled halved hourly daily nightly weekly fortnightly monthly quarterly yearly annual annually "
        "pair trio dawn sunrise morning afternoon evening dusk sunset night spring summer autumn winter "
        "biweekly twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold hundredfold"
    )
)
"""Amounts without a number of their own; one for another changes what is said."""

PARTS: dict[str, Fraction] = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
MANY_PARTS = dict(
    zip(
        _words("halves thirds quarters fourths fifths sixths eighths tenths hundredths"),
        (2, 3, 4, 4, 5, 6, 8, 10, 100),
        strict=True,
    )
)

ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        _words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30, "hundredth": 100}
SUFFIXES = frozenset({"st", "nd", "rd", "th"})

MONTHS: dict[str, int] = {
    name[:cut]: number
    for number, name in enumerate(
        _words("january february march april may june july august september october november december"), start=1
    )
    for cut in (len(name), 3)
} | {"sept": 9}
WEEKDAYS = {
    name: number
    for number, name in enumerate(_words("monday tuesday wednesday thursday friday saturday sunday"), start=1)
} | {"tues": 2, "thurs": 4}
MOMENTS = frozenset({"yesterday", "today", "tonight", "tomorrow", "noon", "midnight"})
RELATIVE = {
    **dict.fromkeys(("last", "past", "previous"), "last"),
    **dict.fromkeys(("next", "coming", "following"), "next"),
    **{word: word for word in ("this", "early", "late", "mid")},
}
"""Words that put a unit, weekday or month before or after now, or in a part of it."""

SIDES = frozenset({"ago", "earlier", "later", "hence"})
"""Words that put a span of time before or after now."""

ROMANS = frozenset(
    tens + ones
    for tens in ("", "x", "xx")
    for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    if len(tens + ones) > 1
)
ZONES = frozenset(_words("gmt utc est edt cst cdt mst mdt pst pdt cet cest eet eest bst msk"))
"""Zones of clocks, in capitals."""

THAN = {"more": ">", "greater": ">", "less": "<", "fewer": "<"}
BOUNDS = {
    **{("", word): ">" for word in ("over", "above", "exceeding")},
    **{("", word): "<" for word in ("under", "below")},
    ("at", "least"): ">",
    ("at", "most"): "<",
    ("up", "to"): "<",
    ("", "by"): "by",
    ("", "to"): "to",
    ("", "from"): "from",
}
"""The two words before a number that make it a bound, or an end or the size of a change."""

OPPOSED = (frozenset("<>"), frozenset({"by", "to"}), frozenset({"from", "to"}), frozenset({"by", "from"}))
"""What can't be said of the same number."""

BOUND_SIGNS = {">": ">", "≥": ">", "<": "<", "≤": "<"}
BEFORE_MAY = frozenset(_words("in of since by until till last next early late mid this every through during from to"))
"""Words after which ``May`` is the month."""

UNITS: dict[str, str] = {}
"""Unit words that also count where no number stands before them: weeks for months is a change."""

SHORT: dict[str, str] = {}
"""Unit words that are one only behind a number."""


def _units(known: dict[str, str], **words: str) -> None:
    for unit, names in words.items():
        known.update(dict.fromkeys(names.split(), unit))


_units(
    UNITS,
    min="minute minutes",
    h="hour hours",
    d="day days",
    wk="week weeks",
    month="month months",
    y="year years",
    decade="decade decades",
    century="century centuries",
    fortnight="fortnight fortnights",
    kg="kilogram kilograms kilogramme kilogrammes",
    t="tonne tonnes",
    ton="ton tons",
    pound="pound pounds",
    km="kilometre kilometres kilometer kilometers",
    mile="mile miles",
    litre="litre litres liter liters",
    gallon="gallon gallons",
    barrel="barrel barrels",
    dollar="dollar dollars",
    euro="euro euros",
    rouble="rouble roubles ruble rubles",
    hryvnia="hryvnia hryvnias",
    yen="yen",
    yuan="yuan renminbi",
    rupee="rupee rupees",
    peso="peso pesos",
    franc="franc francs",
    lira="lira liras",
    zloty="zloty zlotys",
    krone="krone kroner krona kronor",
    shekel="shekel shekels",
    dinar="dinar dinars",
    dirham="dirham dirhams",
    riyal="riyal riyals",
    acre="acre acres",
    hectare="hectare hectares",
    kilowatt="kilowatt kilowatts",
    megawatt="megawatt megawatts",
    gigawatt="gigawatt gigawatts",
    kiloton="kiloton kilotons kilotonne kilotonnes",
    megaton="megaton megatons",
    ounce="ounce ounces",
    celsius="celsius",
    fahrenheit="fahrenheit",
)
UNITS |= {"percent": "%", "pct": "%"}
_units(
    SHORT,
    s="second seconds sec secs s",
    min="min mins",
    h="h hr hrs",
    d="d",
    wk="wk wks",
    y="yr yrs",
    kg="kg kgs kilo kilos",
    g="g gram grams gramme grammes",
    t="t",
    st="st",
    mt="mt",
    pound="lb lbs",
    km="km kms",
    m="m metre metres meter meters",
    cm="cm centimetre centimetres centimeter centimeters",
    mm="mm millimetre millimetres millimeter millimeters",
    mile="mi",
    nm="nm nmi",
    ft="ft foot feet",
    inch="inch inches",
    yard="yd yard yards",
    kt="kt kts knot knots",
    mph="mph",
    cent="cent cents",
    degree="degree degrees",
    am="am",
    pm="pm",
    dollar="usd",
    euro="eur",
    sterling="gbp sterling",
    yen="jpy",
    yuan="cny rmb",
    zloty="pln",
    hryvnia="uah",
    rouble="rub",
    franc="chf",
    kilowatt="kw",
    megawatt="mw",
    gigawatt="gw",
    hectare="ha",
    kmh="kmh kph",
)
SHORT |= {"pc": "%"}
SHORT |= {
    name: name
    for name in _words(
        "kb mb gb tb wh kwh mwh gwh twh kv db hz khz mhz ghz psi hpa rpm mg ml cl kj mj kcal ppm bps megabytes "
        "gigabytes terabytes kilobytes megahertz gigahertz decibels volts watts amps"
    )
}

PAIRS: dict[tuple[str, str], str] = {
    ("per", "cent"): "%",
    ("percentage", "point"): "pp",
    ("percentage", "points"): "pp",
    ("basis", "point"): "bp",
    ("basis", "points"): "bp",
    **{
        (kind, word): unit
        for kind, unit in (("short", "st"), ("metric", "t"), ("long", "lt"))
        for word in ("ton", "tons")
    },
    **{("metric", word): "t" for word in ("tonne", "tonnes")},
    **{("nautical", word): "nm" for word in ("mile", "miles")},
    **{
        (land, word): unit
        for land, unit in (
            ("us", "dollar"),
            ("american", "dollar"),
            ("canadian", "c-dollar"),
            ("australian", "a-dollar"),
        )
        for word in ("dollar", "dollars")
    },
    **{
        (kind, word): f"{kind[:2]} {unit}"
        for kind in ("square", "sq", "cubic", "cu")
        for words, unit in (
            ("km kilometre kilometres kilometer kilometers", "km"),
            ("m metre metres meter meters", "m"),
            ("mile miles", "mile"),
            ("ft foot feet", "ft"),
            ("yard yards", "yard"),
        )
        for word in _words(words)
    },
    ("pounds", "sterling"): "sterling",
}
"""Units of two words."""

CURRENCY_SIGNS = {"$": "dollar", "€": "euro", "£": "sterling", "¥": "yen", "₴": "hryvnia"}
CURRENCIES = frozenset(
    {*CURRENCY_SIGNS.values(), "rouble", "yuan", "cent", "rupee", "peso", "franc", "lira", "zloty", "krone"}
    | {"shekel", "dinar", "dirham", "riyal", "a-dollar", "c-dollar", "nz-dollar", "hk-dollar"}
)
CURRENCY_CODES = {"usd": "dollar", "eur": "euro", "gbp": "sterling", "jpy": "yen", "pln": "zloty", "uah": "hryvnia"}
DURATIONS = frozenset({"s", "min", "h", "d", "wk", "month", "y", "decade", "fortnight"})
DOLLARS = {"us": "dollar", "u": "dollar", "a": "a-dollar", "au": "a-dollar", "c": "c-dollar", "ca": "c-dollar"} | {
    "nz": "nz-dollar",
    "hk": "hk-dollar",
}
"""Letters right before a dollar sign."""

KNOWN = frozenset(
    {*SMALL, *BIG, *VAGUE, *PARTS, *MANY_PARTS, *ORDINALS, *MONTHS, *WEEKDAYS, *MOMENTS, *UNITS, *SHORT}
    | {first for first, _ in PAIRS}
    | {"a", "an", "minus", *CURRENCY_CODES, *DOLLARS, *RELATIVE, *ROMANS, *ZONES}
)
"""Words that may begin, or be part of, a figure: all others are plain words at once."""
