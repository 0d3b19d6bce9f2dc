"""Ranges of inputs: which cells are one assumption, their ends, and the scenario with them moved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scenario.tiny import FILES

from openairlift.errors import ScenarioError
from openairlift.evidence import BASES
from openairlift.model import Distribution, Shape, Spots
from openairlift.scenario import Scenario, read_scenario
from openairlift.scenario.ranges import HIGH, LOW, Uncertain, between, moved, uncertain
from openairlift.scenario.rows import replaced, rows

BASIS = """
[param."fleet/C-130J-30@rimini/tails"]
basis = "assumed"
low = 1
high = "6"

[param."stock/*/ready"]
basis = "assumed"
low = "- 2 d"
high = "+ 12 h"

[param."items/*/unit_mass_kg"]
basis = "estimated"
low = "x 0.5"
high = "x 2"

[param."places/sarajevo/parking"]
basis = "assumed"
low = "wide:1;narrow:1"
high = "wide:2;narrow:4"

[param."places/*/working"]
basis = "assumed"
"""


def read(text: str = BASIS) -> Scenario:
    return read_scenario({name: content.encode() for name, content in {**FILES, "evidence.toml": text}.items()})


def found(text: str = BASIS) -> dict[str, Uncertain]:
    return {item.name: item for item in uncertain(read(text))[0]}


def test_a_record_with_a_range_is_one_input_and_moves_all_its_cells() -> None:
    items = found()
    assert set(items["items/*/unit_mass_kg"].base) == {
        ("items", "blanket", "unit_mass_kg"), ("items", "generator", "unit_mass_kg"),
    }  # fmt: skip
    assert items["items/*/unit_mass_kg"].ends[HIGH]["items", "generator", "unit_mass_kg"] == 7000.0
    assert items["items/*/unit_mass_kg"].basis == "estimated"
    assert items["fleet/C-130J-30@rimini/tails"].ends[HIGH] == {("fleet", "C-130J-30@rimini", "tails"): 6}
    assert items["places/sarajevo/parking"].at(LOW) == {("places", "sarajevo", "parking"): Spots((0, 1, 1))}


def test_blank_cells_stay_blank_and_nothing_goes_before_the_start() -> None:
    ready = found()["stock/*/ready"]
    assert list(ready.base) == [("stock", "rimini:generator", "ready")]
    assert ready.at(LOW) == {("stock", "rimini:generator", "ready"): datetime(2024, 5, 6, tzinfo=UTC)}
    assert ready.at(HIGH) == {("stock", "rimini:generator", "ready"): datetime(2024, 5, 7, 12, tzinfo=UTC)}


def test_distributions_without_a_range_have_their_own_ends() -> None:
    items = found()
    clear = items["places/sarajevo/clearance_h"]
    assert not clear.stated
    assert [end.parameters for end in (clear.at(LOW), clear.at(HIGH)) for end in end.values()] == [
        (3600.0,),
        (14400.0,),
    ]
    repair = items["aircraft/C-17A/repair_h"]
    (low,), (high,) = (repair.at(end).values() for end in (LOW, HIGH))
    assert 0 < low.mean < repair.base["aircraft", "C-17A", "repair_s"].mean < high.mean


def test_numbers_without_a_range_are_told() -> None:
    left = {item.name: item for item in uncertain(read())[1]}
    assert left["places/*/working"].basis == "assumed"
    assert left["stock/*/quantity"].keys == ("rimini:blanket", "rimini:generator")
    assert "places/sarajevo/parking" not in left


def test_every_input_has_a_range_or_is_told_to_have_none_the_assumed_first() -> None:
    base = read()
    known, left = uncertain(base)
    ranged = {cell[:2] for item in known for cell in item.base}
    told = {(item.name.split("/")[0], key) for item in left for key in item.keys}
    for item in base.inputs:
        if item.table == "airfields":  # what a place takes from the register, and no cell of a table
            continue
        assert (item.table, item.key) in ranged | told
    order = [BASES.index(item.basis) for item in left]
    assert order == sorted(order, reverse=True)
    assert {"assumed"} < {item.basis for item in left}
    cells = [(item.name.partition("/")[0], key, item.name.rpartition("/")[2]) for item in left for key in item.keys]
    assert len(cells) == len(set(cells))
    weak = {(item.table, item.key, item.column) for item in base.inputs if item.basis == "assumed"}
    moved_ = {(table, key, spec) for item in known for table, key, spec in item.base}
    for table, key, column in weak:
        assert (table, key, column) in cells or any(cell[:2] == (table, key) for cell in moved_)


@pytest.mark.parametrize(
    ("name", "unit", "shown"),
    [
        ("fleet/C-130J-30@rimini/tails", "", ""),
        ("stock/*/ready", "", ""),
        ("items/*/unit_mass_kg", "", "kg"),
        ("places/sarajevo/parking", "", ""),
        ("places/sarajevo/clearance_h", "", "h"),
    ],
)
def test_ends_with_a_unit_of_their_own_get_no_other(name: str, unit: str, shown: str) -> None:
    assert (found()[name].unit, found()[name].shown) == (unit, shown)


@pytest.mark.parametrize(("low", "high"), [("0.5", "6"), ("uniform(1; 2)", "3"), ("triangular(1; 2; 3)", "4")])
def test_bare_ends_have_the_unit_of_the_column(low: str, high: str) -> None:
    text = f'[param."places/sarajevo/clearance_h"]\nbasis = "assumed"\nlow = "{low}"\nhigh = "{high}"\n'
    item = found(BASIS + text)["places/sarajevo/clearance_h"]
    assert (item.unit, item.scale) == ("h", 3600.0)


def test_moving_changes_the_named_cells_and_no_other() -> None:
    base = read()
    items = found()
    made = moved(base, {"fleet": items["fleet/C-130J-30@rimini/tails"].at(HIGH)})
    assert [row.tails for row in made.fleet] == [6, 1]
    assert made.places == base.places
    assert moved(base, {}) is base


@pytest.mark.parametrize(
    "table", ["places", "fleet", "stock", "links", "requirements", "traffic", "ground_times", "items"]
)
def test_replacing_every_row_by_itself_changes_nothing(table: str) -> None:
    base = read()
    field = {"places": "name", "fleet": "tails", "stock": "quantity", "links": "mode", "requirements": "rank",
             "traffic": "body", "ground_times": "time_s", "items": "name"}[table]  # fmt: skip
    values = {(table, key, field): getattr(row, field) for key, row in rows(base, table)}
    assert len(values) >= 1
    assert replaced(base, values) == base


def test_keys_are_those_of_inputs() -> None:
    base = read()
    for item in base.inputs:
        if item.table in ("places", "fleet", "stock", "links", "traffic") and not item.where.startswith("reference"):
            assert item.key in dict(rows(base, item.table))


def test_there_is_no_such_row() -> None:
    with pytest.raises(KeyError, match="fleet/nobody"):
        replaced(read(), {("fleet", "nobody", "tails"): 1})


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('low = "- 2 d"', 'low = "x 2"', "a moment has no factor"),
        ('low = "- 2 d"', 'low = "some time"', "'some time'"),
        ("low = 1\n", 'low = "few"\n', "'few'"),
        ("low = 1\n", "", "a range has two ends"),
        ("low = 1\n", "low = 7\n", "low is above high"),
        ('low = "x 0.5"', 'low = "x 3"', "low is above high"),
        ('low = "- 2 d"', 'low = "+ 13 h"', "low is above high"),
        ('low = "wide:1;narrow:1"', 'low = "wde:1"', "'wde:1'"),
    ],
)
def test_a_range_that_its_column_cannot_hold_is_an_issue(old: str, new: str, what: str) -> None:
    assert old in BASIS
    with pytest.raises(ScenarioError) as error:
        read(BASIS.replace(old, new, 1))
    assert any(
        what in issue.what and issue.column and issue.column.startswith("param.") for issue in error.value.issues
    )


@pytest.mark.parametrize("text", ["x half", "1 o'clock", "x 2 d"])
def test_what_is_allowed_is_said_once_and_covers_a_cell_and_a_factor(text: str) -> None:
    for old in ("low = 1\n", 'low = "- 2 d"', 'low = "x 0.5"', 'low = "wide:1;narrow:1"'):
        with pytest.raises(ScenarioError) as error:
            read(BASIS.replace(old, f'low = "{text}"\n', 1))
        (issue,) = error.value.issues
        assert str(issue).count("allowed:") == 1
        assert "allowed" not in issue.what
        assert (issue.allowed or "").startswith("a cell of the column")
        assert "a factor such as 'x 0.5'" in (issue.allowed or "")


def test_a_text_column_has_no_range() -> None:
    with pytest.raises(ScenarioError, match="has no range"):
        read('[param."fleet/*/owner"]\nbasis = "assumed"\nlow = "a"\nhigh = "b"\n')


TRIANGLE = Distribution(Shape.TRIANGULAR, (1.0, 2.0, 6.0))
LOGNORMAL = Distribution(Shape.LOGNORMAL, (2.0, 0.5))
PAIRS: list[tuple[Any, Any]] = [
    (1.0, 3.0), (2, 10), (datetime(2024, 5, 6, tzinfo=UTC), datetime(2024, 5, 9, tzinfo=UTC)),
    (Spots((0, 2, 1)), Spots((0, 4, 3))), (TRIANGLE, Distribution.constant(1.0)),
    (LOGNORMAL, Distribution.constant(5.0)),
]  # fmt: skip


@given(st.sampled_from(PAIRS), st.floats(0.0, 1.0))
def test_between_goes_from_one_to_the_other_without_passing_either(pair: tuple[Any, Any], part: float) -> None:
    def size(value: Any) -> float:
        if isinstance(value, datetime):
            return value.timestamp()
        return float(getattr(value, "mean", getattr(value, "total", value)))

    one, other = pair
    low, high = sorted((size(one), size(other)))
    assert low - 1 <= size(between(one, other, part)) <= high + 1
    assert between(one, other, 1.0) == other
    assert size(between(one, other, 0.0)) == pytest.approx(size(one))
    half = size(between(one, other, 0.5))
    assert half == pytest.approx((low + high) / 2, abs=0.51)
