from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.model import FieldSpec, Kind, Place, Settings, specs
from openairlift.tables import CellError, parse_number
from openairlift.tables.numbers import limits, parse_integer, quantity, scale, within
from openairlift.units import UNITS, Dimension, to_unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14500", 14500.0),
        (" 2.75 ", 2.75),
        ("-3", -3.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1,234,567", 1234567.0),
        ("1,234.5", 1234.5),
    ],
)
def test_plain_numbers(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "14,500", "2,75", "1,23,456", "nan", "NaN", "inf", "-Infinity", "1e999", "0x10", "1_000", "٣", "1 000"],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(CellError):
        parse_number(text)


def test_ambiguous_comma_says_why() -> None:
    with pytest.raises(CellError, match="the comma may mark thousands or decimals"):
        parse_number("14,500")


def test_endless_digits_are_refused_before_they_are_read() -> None:
    with pytest.raises(CellError, match="too long"):
        parse_number("9" * 100_000)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_reads_back(value: float) -> None:
    assert parse_number(repr(value)) == value


@pytest.mark.parametrize(("text", "kg"), [("1t", 1000.0), ("1 t", 1000.0), ("1st", 907.18474), ("1lb", 0.45359237)])
def test_unit_behind_the_number_wins_over_the_column(text: str, kg: float) -> None:
    assert quantity(text, Dimension.MASS, "st") == kg


@pytest.mark.parametrize("word", ["ton", "tons", "MT", "mt", "Tons"])
def test_bare_tons_name_three_meanings(word: str) -> None:
    with pytest.raises(CellError, match=r"three meanings: .*1,000 kg.*short ton.*long ton"):
        quantity(f"5 {word}", Dimension.MASS, "kg")


def test_unit_of_another_dimension_names_the_units_that_fit() -> None:
    with pytest.raises(CellError, match=r"'h' is no unit of mass; allowed: kg, t, st") as caught:
        quantity("5h", Dimension.MASS, "kg")
    assert "kg" in caught.value.what


def test_plain_column_takes_no_unit() -> None:
    with pytest.raises(CellError, match="takes none"):
        quantity("5kg", None, None)
    with pytest.raises(CellError, match="share between 0 and 1"):
        quantity("5%", None, None)


UNIT_CASES = [(dimension, suffix) for dimension, units in UNITS.items() for suffix in units]


@pytest.mark.parametrize(("dimension", "suffix"), UNIT_CASES)
@given(value=st.floats(min_value=1e-6, max_value=1e9))
def test_conversions_round_trip(dimension: Dimension, suffix: str, value: float) -> None:
    stored = scale(value, suffix, dimension)
    assert math.isclose(to_unit(stored, suffix, dimension), value, rel_tol=1e-12)


def test_conversion_beyond_floats_is_refused() -> None:
    with pytest.raises(CellError, match="too large"):
        scale(1e308, "t", Dimension.MASS)


def spec(**given_: float) -> FieldSpec:
    return FieldSpec(attribute="a", column="a", kind=Kind.INTEGER, description="A.", **given_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("limit", "good", "bad"),
    [({"minimum": 0}, 0, -1), ({"maximum": 5}, 5, 6), ({"above": 0}, 1, 0)],
)
def test_limits_hold_at_their_edge(limit: dict[str, float], good: float, bad: float) -> None:
    assert within(good, spec(**limit)) == good
    with pytest.raises(CellError):
        within(bad, spec(**limit))


def test_limits_are_said_in_the_unit_of_the_column() -> None:
    hold = next(s for s in specs(Settings) if s.column == "hold_min")
    assert limits(hold) == "a number [min] of at least 0"
    working = next(s for s in specs(Place) if s.column == "working")
    assert limits(working) == "a whole number of at least 0"


def test_integers() -> None:
    assert parse_integer("3", spec()) == 3
    assert parse_integer("3.0", spec()) == 3
    for text in ("3.5", "1e30", "three"):
        with pytest.raises(CellError):
            parse_integer(text, spec())
