from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.model import AircraftType, Equivalence, FieldSpec, Spots, specs
from openairlift.tables import CellError
from openairlift.tables.shapes import parse_curve, parse_equivalence, parse_spots


def field(column: str) -> FieldSpec:
    return next(spec for spec in specs(AircraftType) if spec.column == column)


def test_spots() -> None:
    assert parse_spots("wide:2;narrow:3") == Spots((0, 3, 2))
    assert parse_spots(" small : 3 ; wide:0 ; ") == Spots((3, 0, 0))


@pytest.mark.parametrize(
    "text", ["4", "wide", "wide:-1", "wide:2.5", "wide:1;wide:2", "wyde:1", "wide:1;;narrow:2", "wide:99999"]
)
def test_what_is_no_spots(text: str) -> None:
    with pytest.raises(CellError):
        parse_spots(text)


def test_misspelled_class_has_a_nearest() -> None:
    with pytest.raises(CellError) as caught:
        parse_spots("narow:1")
    assert caught.value.nearest == "narrow"


@given(st.tuples(*[st.integers(min_value=0, max_value=10_000)] * 3).filter(any))
def test_spots_read_back(counts: tuple[int, int, int]) -> None:
    assert parse_spots(str(Spots(counts))) == Spots(counts)


def test_equivalence() -> None:
    assert parse_equivalence("wide=2*narrow") == Equivalence(narrow_on_wide=2)
    assert parse_equivalence("wide = 3 small; narrow=2*small") == Equivalence(small_on_narrow=2, small_on_wide=3)


@pytest.mark.parametrize(
    "text", ["narrow=2*wide", "wide=2*wide", "wide=0*narrow", "wide=2*narrow;wide=3*narrow", "2", "wide=x*narrow"]
)
def test_what_is_no_equivalence(text: str) -> None:
    with pytest.raises(CellError):
        parse_equivalence(text)


def test_curves_need_a_unit_at_every_number() -> None:
    curve = parse_curve("0km:77000kg; 1000nm:50t", field("payload_at_range"))
    assert curve.points == ((0.0, 77000.0), (1_852_000.0, 50_000.0))
    with pytest.raises(CellError, match="has no unit"):
        parse_curve("0:77000", field("payload_at_range"))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("0km:1t;0km:2t", "beyond the point before"),
        ("10km:1t;5km:2t", "beyond the point before"),
        ("-1km:1t", "out of range"),
        ("0km:-1t", "out of range"),
        ("0km", "no point"),
        ("0km:5tons", "three meanings"),
        ("0km:5h", "no unit of mass"),
    ],
)
def test_what_is_no_curve(text: str, part: str) -> None:
    with pytest.raises(CellError, match=part):
        parse_curve(text, field("payload_at_range"))


def test_speed_is_above_nothing() -> None:
    assert parse_curve("500km:360kmh", field("block_speed")).points == ((500_000.0, pytest.approx(100.0)),)
    with pytest.raises(CellError, match="speed above 0"):
        parse_curve("500km:0kmh", field("block_speed"))
