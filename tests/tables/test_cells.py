from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openairlift.model import TABLES, FieldSpec, Kind, Settings, specs
from openairlift.tables import CellError, parse_boolean, parse_cell, parse_id, parse_ids

START = datetime(2022, 2, 25, tzinfo=UTC)
FIELDS = [(name, spec) for name, record in {**TABLES, "scenario": Settings}.items() for spec in specs(record)]


def cell(name: str, column: str) -> FieldSpec:
    return next(spec for table, spec in FIELDS if table == name and spec.column == column)


@pytest.mark.parametrize("text", ["yes", "TRUE", "1"])
def test_yes(text: str) -> None:
    assert parse_boolean(text) is True


@pytest.mark.parametrize("text", ["no", "False", "0"])
def test_no(text: str) -> None:
    assert parse_boolean(text) is False


@pytest.mark.parametrize("text", ["", "y", "on", "2", "maybe"])
def test_neither(text: str) -> None:
    with pytest.raises(CellError):
        parse_boolean(text)


@pytest.mark.parametrize("text", ["hub", "C-17A", "747-400F", "a.b_c-d", "9"])
def test_ids(text: str) -> None:
    assert parse_id(text) == text


@pytest.mark.parametrize("text", ["", "*", "-hub", "a b", "a/b", "a:b", "a#2", "é", "a@b", "a>b"])
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(CellError):
        parse_id(text)


def test_bad_id_gets_a_repaired_one_as_nearest() -> None:
    with pytest.raises(CellError) as caught:
        parse_id("my hub")
    assert caught.value.nearest == "my-hub"


def test_star_stands_only_where_the_default_is_a_star() -> None:
    assert parse_cell(cell("ground_times", "place"), "*", start=None) == "*"
    with pytest.raises(CellError):
        parse_cell(cell("stock", "place"), "*", start=None)
    assert parse_cell(cell("requirements", "origin"), "any", start=None) == "any"


def test_several_ids() -> None:
    assert parse_ids("a; b;c") == ("a", "b", "c")
    for text in ("a;;b", "a;a", ""):
        with pytest.raises(CellError):
            parse_ids(text)


def test_choices_name_the_nearest() -> None:
    assert parse_cell(cell("aircraft", "cargo_classes"), "bulk;outsize", start=None) == ("bulk", "outsize")
    with pytest.raises(CellError) as caught:
        parse_cell(cell("aircraft", "cargo_classes"), "bulk;outsized", start=None)
    assert caught.value.nearest == "outsize"
    assert caught.value.allowed == "bulk, oversize, outsize, passengers"


def test_column_suffix_is_the_unit() -> None:
    mass = cell("items", "unit_mass_kg")
    assert parse_cell(mass, "1", start=None) == 1.0
    assert parse_cell(mass, "1", start=None, suffix="st") == 907.18474
    assert parse_cell(mass, "1lb", start=None, suffix="st") == 0.45359237
    assert parse_cell(cell("scenario", "hold_min"), "45", start=None) == 2700.0


def test_text_keeps_line_breaks_and_refuses_control_characters() -> None:
    name = cell("places", "name")
    assert parse_cell(name, "Rzeszów\nJasionka", start=None) == "Rzeszów\nJasionka"
    with pytest.raises(CellError, match=r"U\+001B"):
        parse_cell(name, "hub\x1b[31m", start=None)


def test_every_kind_is_used_by_a_field() -> None:
    assert {spec.kind for _, spec in FIELDS} == set(Kind)


# Pieces of the grammar, so that random text comes near what is valid.
WORDS = (
    "0 1 2.5 -1 1e9 nan inf , ; : * = ( ) - + / # @ > % kg t st lb tons MT km nm kmh h min wide narrow small .csv "
    "triangular uniform lognormal empirical mean= cv= low= mon fri sun daily 24h 06:00 22:00 2022-03-04 T Z D+ C+ "
    "ZMAR22 0412 hub bulk yes any é ٣ 999999999999999999999"
)
PIECES = st.lists(st.sampled_from([*re.findall(r"\S+", WORDS), " ", "\n", "\t", "\x00"]), max_size=12).map("".join)


WITH_DEFAULT = [spec for _, spec in FIELDS if isinstance(spec.default, str) and not spec.required]


@pytest.mark.parametrize("spec", WITH_DEFAULT, ids=[spec.column for spec in WITH_DEFAULT])
def test_defaults_are_what_a_file_may_state(spec: FieldSpec) -> None:
    assert parse_cell(spec, spec.default, start=None) == spec.default


@given(st.sampled_from(FIELDS), st.text() | PIECES, st.sampled_from([None, START]))
@example(("aircraft", cell("aircraft", "payload_at_range")), "0km:1e308t", None)
@example(("ground_times", cell("ground_times", "time_h")), "empirical(1e308s; 1e308s; 1e308s)", None)
@example(("requirements", cell("requirements", "ready")), "D+9999", datetime(2199, 12, 31, tzinfo=UTC))
def test_any_text_gives_a_value_or_a_cell_error(
    field: tuple[str, FieldSpec], text: str, start: datetime | None
) -> None:
    _, spec = field
    try:
        value = parse_cell(spec, text, start=start)
    except CellError:
        return
    check(spec, value)


def check(spec: FieldSpec, value: Any) -> None:
    """A value that was accepted keeps the field's limits."""
    if spec.kind in (Kind.NUMBER, Kind.INTEGER):
        numbers = [value]
    elif spec.kind is Kind.DISTRIBUTION:
        numbers = [*value.parameters, value.mean]
    else:
        numbers = []
    for number in numbers:
        assert abs(number) < float("inf")
        if spec.minimum is not None:
            assert number >= spec.minimum
        if spec.above is not None and spec.kind is not Kind.DISTRIBUTION:
            assert number > spec.above
        if spec.maximum is not None:
            assert number <= spec.maximum
    if spec.kind is Kind.TIME:
        assert value.tzinfo is UTC
