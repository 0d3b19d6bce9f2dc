"""Every word for a unit, a multiplier and a vague amount, against what it means outside of this package."""

from __future__ import annotations

from fractions import Fraction

import pytest

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import State, anchor, read_snapshot
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
    "kt": "kt kts knot knots",
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


CURRENCIES = (
    "dollars euros yen hryvnias roubles yuan cents rupees pesos francs liras zlotys kroner shekels dinars dirhams "
    "riyals"
)
SIGNS = {
    "$": "dollar", "€": "euro", "£": "sterling", "¥": "yen", "₴": "hryvnia",
    "US$": "dollar", "A$": "a-dollar", "AU$": "a-dollar", "C$": "c-dollar", "CA$": "c-dollar", "NZ$": "nz-dollar",
    "HK$": "hk-dollar", "USD ": "dollar", "EUR ": "euro", "GBP ": "sterling", "JPY ": "yen", "PLN ": "zloty",
    "UAH ": "hryvnia",
}  # fmt: skip
TECHNICAL = (
    "kb mb gb tb wh kwh mwh gwh twh kv db hz khz mhz ghz psi hpa rpm mg ml cl kj mj kcal ppm bps volts watts amps"
)


def state_of(figure: str, text: str) -> State:
    """Return the state of a figure in the only paragraph of a text."""
    record = Evidence(id="q", source="s", says="own words", figures=(figure,), paragraph=1)
    return anchor(record, read_snapshot(text.encode(), "a.txt")).state


@pytest.mark.parametrize("word", CURRENCIES.split())
def test_a_currency_may_be_left_out_of_a_figure_and_may_not_be_another(word: str) -> None:
    text = f"It cost 350 {word} in all."
    assert state_of("350", text) is State.EXACT
    assert state_of(f"350 {word}", text) is State.EXACT
    assert state_of("350 kg", text) is State.CHANGED
    assert state_of(f"350 {word}", "It cost 350 pounds in all.") is State.CHANGED


@pytest.mark.parametrize("word", ["kg", "days", "km", "percent", "litres", "acres"])
def test_any_other_unit_may_not_be_left_out(word: str) -> None:
    assert state_of("350", f"It took 350 {word} in all.") is State.CHANGED


@pytest.mark.parametrize(("sign", "unit"), SIGNS.items())
def test_a_sign_or_code_before_a_number_is_its_currency(sign: str, unit: str) -> None:
    found = one(f"some {sign}7 were")
    assert (found.value, found.unit) == (7, unit)
    assert state_of("7", f"It cost {sign}7 in all.") is State.EXACT


@pytest.mark.parametrize("word", TECHNICAL.split())
def test_a_technical_unit_stands_for_itself_behind_a_number_only(word: str) -> None:
    assert one(f"some 7 {word} were").unit == word
    assert elements(normal(f"some {word} were")).stated() == ()


@pytest.mark.parametrize(
    ("word", "side"),
    [(word, side) for side in ("ago", "later", "earlier") for word in ("hours", "days", "weeks", "months", "years")],
)
def test_a_time_before_or_after_is_not_the_time_alone(word: str, side: str) -> None:
    assert one(f"it came 7 {word} {side}").unit == f"{one(f'it took 7 {word}').unit} {side}"


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


ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
MONTHS = "January February March April May June July August September October November December"
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"


@pytest.mark.parametrize(("value", "word"), [*enumerate(ONES.split()), *enumerate(TENS.split(), start=100)])
def test_a_number_in_a_word(value: int, word: str) -> None:
    wanted = value if value < 100 else 10 * (value - 98)
    assert one(f"exactly {word} trucks").value == wanted
    if value >= 100:
        assert one(f"exactly {word}-four trucks").value == one(f"exactly {word}four trucks").value == wanted + 4


@pytest.mark.parametrize(
    ("value", "word"), [*enumerate(ORDINALS.split(), start=1), (30, "thirtieth"), (100, "hundredth")]
)
def test_an_ordinal_in_a_word(value: int, word: str) -> None:
    assert one(f"its {word} truck")[:2] == ("ordinal", value)


@pytest.mark.parametrize(("number", "name"), [*enumerate(MONTHS.split(), start=1)])
def test_a_month_by_its_name_and_by_three_letters(number: int, name: str) -> None:
    point = "" if name == "May" else "."
    assert one(f"on 4 {name}").value == one(f"on {name[:3]}{point} 4").value == (None, number, 4)
    assert one(f"on 4 {name} 2023").value == (2023, number, 4)
    assert one(f"since {name}")[:2] == ("month", number)
    assert one("on 4 Sept").value == (None, 9, 4)


@pytest.mark.parametrize(("number", "name"), [*enumerate(DAYS.split(), start=1), (2, "Tues"), (4, "Thurs")])
def test_a_day_of_the_week(number: int, name: str) -> None:
    assert one(f"came {name} early")[:2] == ("weekday", number)


@pytest.mark.parametrize("word", ["yesterday", "today", "tonight", "tomorrow", "noon", "midnight"])
def test_a_moment_without_a_number(word: str) -> None:
    assert one(f"came {word} then")[:2] == ("vague", word)


@pytest.mark.parametrize("word", ["GMT", "UTC", "EST", "EDT", "CST", "CDT", "PST", "PDT", "CET", "CEST", "EET", "MSK"])
def test_a_zone_is_one_in_capitals_only(word: str) -> None:
    assert one(f"by {word} then")[:3] == ("unit", "", word.lower())
    assert elements(normal(f"by {word.lower()} then")).stated() == ()


@pytest.mark.parametrize("word", ["II", "III", "IV", "VI", "IX", "XI", "XIV", "XX", "XXIX"])
def test_a_roman_number_is_one_in_capitals_only(word: str) -> None:
    assert one(f"part {word} then")[:2] == ("name", word.lower())
    assert elements(normal(f"part {word.lower()} then")).stated() == ()


@pytest.mark.parametrize(
    ("words", "side"),
    [("last past previous", "last"), ("next coming following", "next"), ("this", "this"), ("late", "late")],
)
def test_a_time_beside_now(words: str, side: str) -> None:
    for word in words.split():
        found = one(f"came {word} week then")
        assert found.kind == "relative"
        assert isinstance(found.value, tuple)
        assert found.value[0] == side


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("over above exceeding more_than greater_than at_least no_less_than no_fewer_than", ">"),
        ("under below less_than fewer_than at_most up_to no_more_than", "<"),
        ("by", "by"),
        ("from", "from"),
        ("to", "to"),
    ],
)
def test_words_before_a_number_bound_it(words: str, bound: str) -> None:
    for word in words.replace("_", "~").split():
        assert one(f"it was {word.replace('~', ' ')} 80 then").bound == bound
