"""Units as texts write them, to one spelling each; what a bare ton may mean is left open."""

from __future__ import annotations

import re

_UNITS: dict[str, tuple[str, str]] = {
    # spelling as a regular expression: canonical name, kind
    r"per\s?cent|percent|pct\.?|%": ("percent", "share"),
    r"percentage[ -]points?|points? of a percent|pp": ("percentage point", "share"),
    r"metric ton(?:ne)?s?|tonnes?|t|MT|mt": ("t", "mass"),
    r"kilotonn?e?s?|kt": ("kt", "mass"),
    r"short tons?|st": ("short ton", "mass"),
    r"long tons?": ("long ton", "mass"),
    r"tons?": ("ton", "mass"),
    r"kilogram(?:me)?s?|kilos?|kgs?|KG": ("kg", "mass"),
    r"grams?|grammes?": ("g", "mass"),
    r"pounds?|lbs?\.?": ("lb", "mass"),
    r"sq(?:uare|\.)?[ -]?(?:kilomet(?:er|re)s?|km)|km2|km²": ("km2", "area"),
    r"sq(?:uare|\.)?[ -]?(?:met(?:er|re)s?|m)|m2|m²": ("m2", "area"),
    r"sq(?:uare|\.)?[ -]?(?:feet|foot|ft)|ft2|ft²": ("ft2", "area"),
    r"sq(?:uare|\.)?[ -]?miles?": ("mi2", "area"),
    r"hectares?|ha": ("ha", "area"),
    r"acres?": ("acre", "area"),
    r"cubic[ -]met(?:er|re)s?|cbm|m3|m³": ("m3", "volume"),
    r"cubic[ -](?:feet|foot)|cu\.? ?ft": ("ft3", "volume"),
    r"lit(?:er|re)s?|l|L": ("L", "volume"),
    r"gallons?|gal": ("gal", "volume"),
    r"barrels?|bbl": ("barrel", "volume"),
    r"nautical[ -]miles?|nmi?|NM": ("nmi", "length"),
    r"kilomet(?:er|re)s?|kms?|KM": ("km", "length"),
    r"miles?": ("mi", "length"),
    r"met(?:er|re)s?|m": ("m", "length"),
    r"centimet(?:er|re)s?|cm": ("cm", "length"),
    r"millimet(?:er|re)s?|mm": ("mm", "length"),
    r"feet|foot|ft\.?": ("ft", "length"),
    r"inch(?:es)?": ("in", "length"),
    r"yards?|yds?": ("yd", "length"),
    r"knots?|kts?": ("kn", "speed"),
    r"km/h|kph|kilomet(?:er|re)s? (?:an|per) hour": ("km/h", "speed"),
    r"mph|miles (?:an|per) hour": ("mph", "speed"),
    r"seconds?|secs?": ("s", "duration"),
    r"minutes?|mins?\.?": ("min", "duration"),
    r"hours?|hrs?|h": ("h", "duration"),
    r"days?": ("day", "duration"),
    r"weeks?": ("week", "duration"),
    r"fortnights?": ("fortnight", "duration"),
    r"months?": ("month", "duration"),
    r"years?|yrs?": ("year", "duration"),
    r"decades?": ("decade", "duration"),
    r"megawatts?|MW": ("MW", "power"),
    r"kilowatts?|kW": ("kW", "power"),
    r"kilovolt-amperes?|kVA": ("kVA", "power"),
    r"°\s?C|degrees? (?:Celsius|centigrade)|degrees?": ("°C", "temperature"),
    r"°\s?F|degrees? Fahrenheit": ("°F", "temperature"),
    r"(?:U\.?S\.? )?dollars?": ("USD", "money"),
    r"euros?": ("EUR", "money"),
    r"pounds sterling": ("GBP", "money"),
    r"yen": ("JPY", "money"),
    r"(?:Swiss )?francs?": ("CHF", "money"),
    r"cents": ("cent", "money"),
    r"pence|(?<=\d)p": ("pence", "money"),
    r"roubles?|rubles?": ("RUB", "money"),
    r"rupees?": ("INR", "money"),
    r"hryvnias?": ("UAH", "money"),
    r"zlotys?|złoty": ("PLN", "money"),
    **{
        rf"{land} (?:dollars?|kron(?:er|or|a|e)|crowns|francs?|pounds?|lira)": (code, "money")
        for land, code in (
            ("Canadian", "CAD"),
            ("Australian", "AUD"),
            ("New Zealand", "NZD"),
            ("Singapore", "SGD"),
            ("Hong Kong", "HKD"),
            ("Norwegian", "NOK"),
            ("Swedish", "SEK"),
            ("Danish", "DKK"),
            ("Turkish", "TRY"),
        )
    },
    r"kronor": ("SEK", "money"),
    r"kroner|crowns": ("krone", "money"),
    r"USD|US\$": ("USD", "money"),
    **{code: (code, "money") for code in ("EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NOK", "SEK", "DKK", "PLN")},
    r"fold": ("times", "rate"),
    r"times": ("times", "rate"),
}
CURRENCIES = {
    "$": "USD",
    "US$": "USD",
    "USD": "USD",
    "U.S.$": "USD",
    "€": "EUR",
    "EUR": "EUR",
    "£": "GBP",
    "GBP": "GBP",
    "¥": "JPY",
    "JPY": "JPY",
    "CHF": "CHF",
    "C$": "CAD",
    "CA$": "CAD",
    "CAD": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "AUD": "AUD",
    "NZ$": "NZD",
    "NOK": "NOK",
    "SEK": "SEK",
    "DKK": "DKK",
    "PLN": "PLN",
    "₹": "INR",
    "Rs": "INR",
    "INR": "INR",
    "₴": "UAH",
    "UAH": "UAH",
    "TRY": "TRY",
    "₺": "TRY",
    "S$": "SGD",
    "HK$": "HKD",
    "R$": "BRL",
}
_ORDER = sorted(_UNITS, key=len, reverse=True)
_NAMES = [_UNITS[spelling] for spelling in _ORDER]
_AT = re.compile("(?:" + "|".join(f"({spelling})" for spelling in _ORDER) + r")(?![A-Za-z0-9²³])(?!'s\b(?! worth))")
_PER = re.compile(
    r"\s*(?:(?:a|an|per|each|every)[ -](day|week|month|hour|year|night|minute|second|quarter|person|passenger|pallet|"
    r"flight|aircraft|plane|sortie|tonne|ton|kg|kilogram|kilogramme|kilo|kilomet(?:er|re)|km|mile|truck|crew|head|"
    r"household|family|litre|liter|unit|shift|spot|bag)\b|/(day|d|h|hr|hour|week|month|year|kg|km|t|pax)\b|"
    r"(daily|weekly|monthly|annually|yearly|hourly|nightly|apiece|each)\b)"
)
_PER_WORD = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "hourly": "hour",
    "nightly": "night",
    "apiece": "each",
    "d": "day",
    "h": "hour",
    "hr": "hour",
}


def unit_at(text: str, at: int) -> tuple[str, str, int] | None:
    """Return the unit that begins at a place: canonical name, kind, and where it ends.

    Examples
    --------
    >>> unit_at("40 metric tons", 3), unit_at("2 h 40", 2), unit_at("30 times", 3), unit_at("9 aircraft", 2)
    (('t', 'mass', 14), ('h', 'duration', 3), ('times', 'rate', 8), None)
    """
    found = _AT.match(text, at)
    if found is None or found.lastindex is None:
        return None
    name, kind = _NAMES[found.lastindex - 1]
    return name, kind, found.end()


def per_at(text: str, at: int) -> tuple[str, int] | None:
    """Return what a figure is per (``a day``, ``/h``, ``weekly``), and where that ends."""
    found = _PER.match(text, at)
    if found is None:
        return None
    word = next(group for group in found.groups() if group)
    return _PER_WORD.get(word, word), found.end()
