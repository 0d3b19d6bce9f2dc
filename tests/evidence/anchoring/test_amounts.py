"""Numbers of evidence beside the number of a cell: units, multipliers, rounding, and what can't be told."""

from __future__ import annotations

import pytest

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring.amounts import Match, Number, compare
from openairlift.units import Dimension, unit_of


def cell(value: float, suffix: str | None, dimension: Dimension | None) -> Number:
    stored = value if suffix is None or dimension is None else value * unit_of(suffix, dimension).factor
    return Number(value=stored, dimension=dimension, suffix=suffix)


def told(*figures: str, exact: str = "") -> Evidence:
    return Evidence(id="a", source="s", says="", figures=figures, exact=exact)


T, M, H = Dimension.MASS, Dimension.LENGTH, Dimension.TIME


@pytest.mark.parametrize(
    ("number", "figures", "state"),
    [
        (cell(150, "t", T), ["150 tonnes"], Match.AGREES),
        (cell(180, "t", T), ["150 tonnes"], Match.DIFFERS),
        (cell(150_000, "kg", T), ["150 tonnes"], Match.AGREES),
        (cell(1500, "kg", T), ["150 tonnes"], Match.DIFFERS),
        (cell(136.08, "t", T), ["150 short tons"], Match.AGREES),
        (cell(150, "t", T), ["150 short tons"], Match.DIFFERS),
        (cell(136.08, "t", T), ["150 tons"], Match.AGREES),
        (cell(150, "t", T), ["12", "150 tonnes", "9 trucks"], Match.AGREES),
        (cell(2400, "m", M), ["7,874 feet"], Match.AGREES),
        (cell(2500, "m", M), ["7,874 feet"], Match.DIFFERS),
        (cell(72, "h", H), ["three days"], Match.AGREES),
        (cell(48, "h", H), ["three days"], Match.DIFFERS),
        (cell(48, "h", H), ["two months"], Match.UNCLEAR),
        (cell(2.4, "t", T), ["2.4 to 3 tonnes"], Match.AGREES),
        (cell(3, "t", T), ["2.4 to 3 tonnes"], Match.AGREES),
        (cell(2.44, "t", T), ["2.4 tonnes"], Match.AGREES),
        (cell(2.46, "t", T), ["2.4 tonnes"], Match.DIFFERS),
        (cell(350_000_000, "usd", Dimension.MONEY), ["$350 million"], Match.AGREES),
        (cell(350_000_000, "usd", Dimension.MONEY), ["$350m"], Match.AGREES),
        (cell(350_000, "usd", Dimension.MONEY), ["$350 million"], Match.DIFFERS),
        (cell(350_000_000, "usd", Dimension.MONEY), ["€350 million"], Match.UNCLEAR),
        (cell(0.7, "share", Dimension.SHARE), ["70 percent"], Match.AGREES),
        (cell(0.4, "share", Dimension.SHARE), ["70 percent"], Match.DIFFERS),
        (cell(20, "t_per_day", Dimension.MASS_PER_DAY), ["20 tonnes"], Match.AGREES),
        (cell(25, "t_per_day", Dimension.MASS_PER_DAY), ["20 tonnes"], Match.UNCLEAR),
        (cell(2, "usd_per_kg", Dimension.MONEY_PER_MASS), ["$2,000"], Match.AGREES),
        (cell(3, "usd_per_kg", Dimension.MONEY_PER_MASS), ["$2,000"], Match.UNCLEAR),
        (cell(200, "nm", Dimension.DISTANCE), ["370 km"], Match.AGREES),
        (cell(250, "nm", Dimension.DISTANCE), ["370 km"], Match.DIFFERS),
        (cell(500, None, None), ["500 troops"], Match.AGREES),
        (cell(600, None, Dimension.COUNT), ["500 troops"], Match.UNCLEAR),
        (cell(150, None, Dimension.COUNT), ["150 tonnes"], Match.UNCLEAR),
        (cell(150, "t", T), ["C-17", "4 March", "dozens"], Match.NOT_COMPARED),
        (cell(150, "t", T), [], Match.NOT_COMPARED),
    ],
)
def test_a_number_is_one_of_those_that_the_evidence_states(number: Number, figures: list[str], state: Match) -> None:
    found, note = compare(number, [told(*figures)])
    assert found is state
    assert bool(note) == (state is not Match.AGREES)


def test_a_quote_is_read_and_the_note_holds_its_figures_only() -> None:
    quote = told(exact="The runway measures 2,400 m and nobody counted the lorries.")
    assert compare(cell(2400, "m", M), [quote])[0] is Match.AGREES
    assert compare(cell(3400, "m", M), [quote]) == (
        Match.DIFFERS,
        "value differs: the scenario has 3,400 m, the evidence says 2,400 m",
    )


def test_evidence_beside_it_that_shows_no_number_may_hold_it() -> None:
    hashed = Evidence(id="b", source="s", says="", exact_sha256="0" * 64)
    assert compare(cell(180, "t", T), [told("150 tonnes"), hashed])[0] is Match.UNCLEAR
    assert compare(cell(180, "t", T), [told("150 tonnes"), told("180 tonnes")])[0] is Match.AGREES


def test_a_converted_number_may_come_from_a_figure_without_a_unit() -> None:
    runway = cell(3200, "m", M)
    assert compare(runway, [told("10498")], converted=True)[0] is Match.AGREES
    assert compare(runway, [told("10498")])[0] is Match.UNCLEAR
    assert compare(runway, [told("9074")], converted=True)[0] is Match.UNCLEAR


@pytest.mark.parametrize(
    "text", ["0", "0.0 t", "½ t", ".5 t", "1/2 t", "1/0", "-3 t", "1,5 t", "1.500 t", "9" * 60, "t", ""]
)
def test_odd_figures_are_read_without_harm(text: str) -> None:
    for number in (cell(0, "t", T), cell(-3, "t", T), cell(1e300, "t", T)):
        compare(number, [told(text)])
        compare(number, [told(text)], converted=True)


@pytest.mark.parametrize(
    ("value", "text"), [(1.5, "1,5 t"), (1.5, "1.500 t"), (1500, "1.5 million kg"), (1500, "1,500 t")]
)
def test_signs_of_decimals_and_thousands_are_told_apart(value: float, text: str) -> None:
    assert compare(cell(value, "t", T), [told(text)])[0] is Match.AGREES
    assert compare(cell(value * 1.06, "t", T), [told(text)])[0] is Match.DIFFERS
