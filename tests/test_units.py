"""Conversions against the legal definitions of the units, and what is said of a unit that can't be read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.errors import UnitError
from openairlift.units import DAY_S, MONTH_S, UNITS, Dimension, parse_quantity, seconds, to_unit, unit_of

MASS = {"kg": 1.0, "t": 1e3, "st": 2000 * 0.45359237, "lt": 2240 * 0.45359237, "lb": 0.45359237, "g": 1e-3}
LENGTH = {"m": 1.0, "ft": 0.3048, "km": 1e3, "nm": 1852.0, "mi": 5280 * 0.3048, "cm": 1e-2, "in": 0.3048 / 12}
FACTORS = {
    "mass": MASS,
    "length": LENGTH,
    "distance": {name: LENGTH[name] for name in ("km", "nm", "mi", "m")},
    "volume": {"m3": 1.0, "ft3": 0.028316846592, "mton40": 40 * 0.028316846592, "l": 1e-3},
    "time": {"s": 1.0, "min": 60.0, "h": 3600.0, "d": 86_400.0},
    "speed": {"ms": 1.0, "kmh": 1000 / 3600, "kt": 1852 / 3600},
    "mass per day": {f"{name}_per_day": factor for name, factor in MASS.items()},
    "mass per hour": {f"{name}_per_h": factor for name, factor in MASS.items()},
    "money": {"usd": 1.0},
    "money per mass": {f"usd_per_{name}": 1 / factor for name, factor in MASS.items()},
    "money per hour": {"usd_per_h": 1.0},
    "share": {"share": 1.0, "pct": 0.01},
    "angle": {"deg": 1.0},
    "count": {},
}
"""International yard and pound agreement of 1959; the international nautical mile of 1929; 40 cubic feet a measurement
ton."""


def test_the_dimensions_and_their_units_are_these() -> None:
    assert {str(dimension): set(units) for dimension, units in UNITS.items()} == {
        name: set(units) for name, units in FACTORS.items()
    }


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, units in FACTORS.items() for name in units])
def test_a_unit_has_the_factor_of_its_definition(kind: str, name: str) -> None:
    found = unit_of(name, Dimension(kind))
    assert found.factor == pytest.approx(FACTORS[kind][name], rel=1e-12)
    assert (found.suffix, str(found.dimension)) == (name, kind)


def test_a_day_and_a_month_have_these_seconds() -> None:
    assert DAY_S == 24 * 60 * 60
    assert MONTH_S * 12 == 36_525 * 24 * 36


@pytest.mark.parametrize("word", ["ton", "tons", "mt", "MT", "Tons"])
def test_a_bare_ton_is_refused_with_its_three_meanings(word: str) -> None:
    said = (
        f"{word!r} has three meanings: write t (1,000 kg), st (short ton, 907.18474 kg) or lt (long ton, 1,016.05 kg)"
    )
    for call in (lambda: unit_of(word, Dimension.MASS), lambda: parse_quantity(f"5 {word}", Dimension.MASS)):
        with pytest.raises(UnitError) as caught:
            call()
        assert str(caught.value) == said


def test_an_unknown_unit_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(UnitError) as caught:
        unit_of("kt", Dimension.DISTANCE)
    assert str(caught.value) == "'kt' is no unit of distance; allowed: km, nm, mi, m"
    with pytest.raises(UnitError) as caught:
        unit_of("kg", Dimension.COUNT)
    assert str(caught.value) == "'kg' is no unit of count; allowed: a plain number"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500t", 500_000.0), (" 1,500 kg ", 1500.0), ("1_500kg", 1500.0), ("-3 t", -3000.0), ("+3 t", 3000.0),
        ("2.5e1 kg", 25.0), (".5 t", 500.0), ("1E-3 t", 1.0),
    ],
)  # fmt: skip
def test_a_quantity_is_read(text: str, value: float) -> None:
    assert parse_quantity(text, Dimension.MASS) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "kg", "+", "-", "- kg", "+kg", "five kg", "5 kg t", "5..3 kg", "--5 kg"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_quantity(text, Dimension.MASS)
    assert str(caught.value) == f"{text!r} is no number with a unit of mass"


def test_a_number_without_a_unit_is_refused_with_the_units() -> None:
    with pytest.raises(UnitError) as caught:
        parse_quantity("500", Dimension.TIME)
    assert str(caught.value) == "'500' has no unit; write it behind the number (s, min, h, d)"


@given(st.sampled_from([(kind, name) for kind, units in FACTORS.items() for name in units]), st.floats(-1e9, 1e9))
def test_into_a_unit_and_back_is_the_same(unit: tuple[str, str], value: float) -> None:
    kind, name = Dimension(unit[0]), unit[1]
    assert math.isclose(to_unit(value, name, kind) * unit_of(name, kind).factor, value, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("value", "whole"), [(0.0, 0), (0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3), (-0.5, 0), (-0.51, -1), (-1.5, -1)]
)
def test_seconds_are_rounded_halves_up(value: float, whole: int) -> None:
    assert seconds(value) == whole
    assert isinstance(seconds(value), int)
