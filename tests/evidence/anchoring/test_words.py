"""Every word for a unit, a multiplier and a vague amount, against what it means outside of this package."""

from __future__ import annotations

from fractions import Fraction

import pytest

from openairlift.evidence.anchoring.elements import Figure
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.normal import normal

UNITS = {
    "s": "second seconds sec secs",
    "min": "minute minutes min mins",
    "h": "hour hours h hr hrs",
    "d": "day days d",
    "wk": "week weeks wk wks",
    "y": "year years yr yrs",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes",
    "g": "g gram grams gramme grammes",
    "t": "t tonne tonnes",
    "pound": "pound pounds lb lbs",
    "km": "km kms kilometre kilometres kilometer kilometers",
    "m": "metre metres meter meters",
    "cm": "cm centimetre centimetres centimeter centimeters",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "mile": "mile miles mi",
    "nm": "nm nmi",
    "ft": "ft foot feet",
    "inch": "inch inches",
    "yard": "yd yard yards",
    "kt": "kt kts knot",
    "mph": "mph",
    "cent": "cent cents",
    "degree": "degree degrees",
    "dollar": "dollar dollars usd",
    "euro": "euro euros eur",
    "sterling": "gbp sterling",
    "yen": "yen jpy",
    "yuan": "yuan renminbi cny rmb",
    "rupee": "rupee rupees",
    "peso": "peso pesos",
    "franc": "franc francs chf",
    "lira": "lira liras",
    "zloty": "zloty zlotys pln",
    "krone": "krone kroner krona kronor",
    "shekel": "shekel shekels",
    "dinar": "dinar dinars",
    "dirham": "dirham dirhams",
    "riyal": "riyal riyals",
    "rouble": "rouble roubles ruble rubles rub",
    "hryvnia": "hryvnia hryvnias uah",
    "acre": "acre acres",
    "hectare": "hectare hectares ha",
    "kilowatt": "kilowatt kilowatts kw",
    "megawatt": "megawatt megawatts mw",
    "gigawatt": "gigawatt gigawatts gw",
    "kiloton": "kiloton kilotons kilotonne kilotonnes",
    "megaton": "megaton megatons",
    "ounce": "ounce ounces",
    "celsius": "celsius",
    "fahrenheit": "fahrenheit",
    "kmh": "kmh kph",
    "%": "percent pct pc %",
}
PAIRS = {
    "%": ("per cent",),
    "pp": ("percentage point", "percentage points"),
    "bp": ("basis point", "basis points"),
    "st": ("short ton", "short tons"),
    "t": ("metric ton", "metric tons", "metric tonne", "metric tonnes"),
    "lt": ("long ton", "long tons"),
    "nm": ("nautical mile", "nautical miles"),
    "dollar": ("US dollar", "US dollars", "American dollars"),
    "c-dollar": ("Canadian dollar", "Canadian dollars"),
    "a-dollar": ("Australian dollar", "Australian dollars"),
    "sq km": ("square kilometres", "square kilometers", "sq km"),
    "cu m": ("cubic metres", "cubic meters", "cubic metre", "cu m"),
    "sq mile": ("square miles", "square mile", "sq miles"),
    "cu ft": ("cubic feet", "cubic foot", "cu ft"),
    "sq yard": ("square yards",),
}
MULTIPLIERS = {
    "hundred": 10**2, "dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
VAGUE = (
    "dozens scores hundreds thousands millions billions trillions twice thrice double doubled triple tripled quadruple "
    "quadrupled halved hourly daily nightly weekly fortnightly monthly quarterly yearly annual annually biweekly "
    "twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold hundredfold"
)


def one(text: str) -> Figure:
    """Return the only figure of a text."""
    (found,) = elements(normal(text)).stated()
    return found


@pytest.mark.parametrize(("unit", "word"), [(unit, word) for unit, words in UNITS.items() for word in words.split()])
def test_a_word_for_a_unit_is_that_unit(unit: str, word: str) -> None:
    found = one(f"some 7 {word} were")
    assert (found.value, found.unit) == (7, unit)


@pytest.mark.parametrize(("unit", "words"), [(unit, words) for unit, all_ in PAIRS.items() for words in all_])
def test_two_words_for_a_unit_are_that_unit(unit: str, words: str) -> None:
    found = one(f"some 7 {words} were")
    assert (found.value, found.unit) == (7, unit)


@pytest.mark.parametrize(("word", "factor"), MULTIPLIERS.items())
def test_a_multiplier_multiplies(word: str, factor: int) -> None:
    assert one(f"some 7 {word} trucks").value == 7 * factor


@pytest.mark.parametrize("word", VAGUE.split())
def test_a_vague_amount_is_an_amount_and_no_plain_word(word: str) -> None:
    said, plain = elements(normal(f"it flew {word} then")), elements(normal("it flew often then"))
    assert len(said.stated()) == 1 + len(plain.stated())
    other = elements(normal(f"it flew {'daily' if word != 'daily' else 'weekly'} then"))
    assert said.stated() != other.stated()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("two million five hundred thousand people", 2_500_000),
        ("one thousand two hundred trucks", 1200),
        ("three thousand and forty trucks", 3040),
        ("forty-two trucks", 42),
        ("nineteen trucks", 19),
        ("two million five thousand people", 2_005_000),
        ("two million five hundred thousand and forty people", 2_500_040),
        ("three billion two million five thousand six", 3_002_005_006),
        ("two hundred fifty thousand people", 250_000),
        ("two hundred and fifty million people", 250_000_000),
        ("half a million people", 500_000),
        ("a quarter million people", 250_000),
        ("1.234.567 people", 1_234_567),
        ("1.234.567,5 kg", Fraction(2_469_135, 2)),
        ("0,125 kg", Fraction(1, 8)),
        ("three quarters of the trucks", Fraction(3, 4)),
        ("two fifths of the trucks", Fraction(2, 5)),
        ("three eighths of it", Fraction(3, 8)),
        ("seven tenths of it", Fraction(7, 10)),
        ("five hundredths of it", Fraction(1, 20)),
        ("five sixths of it", Fraction(5, 6)),
    ],
)
def test_numbers_in_words_and_digits_have_their_value(text: str, value: Fraction) -> None:
    assert one(text).value == value
