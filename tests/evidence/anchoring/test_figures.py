from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openairlift.evidence.anchoring.elements import Figure, agrees
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.normal import normal

SAME = (
    ("$350 million", "$350m", "US$350 million", "350 million dollars", "350 million US dollars", "$350,000,000"),
    ("1.5 million", "1,5 million", "1 500 000", "1,500,000", "1'500'000", "one and a half million"),
    ("17,000", "17 000", "17\u202f000", "17000", "17 thousand", "seventeen thousand", "17K"),
    ("70 percent", "70 %", "70%", "70\u00a0per cent", "seventy percent", "70 pct"),
    ("five days", "5 days", "five-day", "5-day", "5 d"),
    ("half a dozen", "six", "6"),
    ("26 Feb", "Feb. 26", "February 26", "26 February", "26th of February", "February 26th"),
    ("26 February 2022", "Feb. 26, 2022", "2022-02-26", "February 26 2022"),
    ("2.5 hours", "2½ hours", "2 1/2 hours", "two and a half hours", "2,5 h"),
    ("two thirds", "two-thirds", "2/3"),
    ("twenty-five", "25", "twenty five"),
    ("150", "one hundred and fifty", "a hundred and fifty", "one hundred fifty"),
    ("250,000", "two hundred and fifty thousand", "250 thousand"),
    ("45 tonnes", "45 t", "45 metric tons", "45-tonne"),
    ("C-17", "C-17s", "C17", "C\u201117"),
    ("£1.2 billion", "£1.2bn", "1.2 billion pounds sterling", "GBP 1.2 billion"),
    ("6 p.m.", "6 pm", "six p.m."),
    ("minus 7 degrees", "-7 degrees", "−7°"),
    ("300 Canadian dollars", "C$300", "CA$300"),
    ("last week", "past week", "previous week"),
)
"""Each row: one figure in several spellings."""


@pytest.mark.parametrize("row", SAME)
def test_spellings_of_one_figure_are_one_figure(row: tuple[str, ...]) -> None:
    found = [elements(normal(told)).stated() for told in row]
    assert all(len(figures) == 1 for figures in found), found
    assert all(figures == found[0] for figures in found), found


def test_figures_of_different_rows_differ() -> None:
    firsts = [elements(normal(row[0])).stated()[0] for row in SAME]
    assert len(set(firsts)) == len(firsts)


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        ("a no-fly zone may be declared", ["a", "nofly", "zone", "may", "be", "declared"]),
        ("no one marches", ["no", "one", "marches"]),
        ("the sun", ["the", "sun"]),
        ("in May", ["in", "#"]),
        ("between 2 and 3", ["between", "#", "and", "#"]),
        ("anti-tank missiles", ["antitank", "missiles"]),
        ("", []),
    ],
)
def test_words_and_figures(told: str, keys: list[str]) -> None:
    assert elements(normal(told)).keys == keys


def test_ranges_share_unit_and_multiplier() -> None:
    for told in ("2-3 million", "2–3 million", "2 to 3 million", "two to three million"):
        values = [figure.value for figure in elements(normal(told)).stated()]
        assert values == [2_000_000, 3_000_000], told
        assert elements(normal(told)).keys == ["#", "#"]
    assert [figure.unit for figure in elements("two or three days").stated()] == ["d", "d"]


def test_an_end_of_a_range_is_not_the_number_alone() -> None:
    low, high = elements("2 to 3 aircraft").stated()
    (alone,) = elements("3 aircraft").stated()
    assert (low.role, high.role) == ("low", "high")
    assert not agrees(alone, high)
    moved = elements("it rose from 500 to 14,500").stated()
    assert [figure.role for figure in moved] == ["", ""]


def test_a_bound_may_be_left_out_and_not_turned_round() -> None:
    more, less, plain = (elements(normal(f"{told}80 calves")).stated()[0] for told in ("at least ", "at most ", ""))
    assert agrees(plain, more)
    assert agrees(more, plain)
    assert not agrees(more, less)
    assert elements("no more than 80").stated()[0].bound == "<"
    assert elements(normal("≥ 80 men")).stated()[0].bound == ">"


def test_a_long_run_of_digits_is_no_number() -> None:
    figures = elements("9" * 5000).stated()
    assert [figure.kind for figure in figures] == ["name"]


def test_a_date_may_leave_the_year_out_but_not_have_another() -> None:
    with_year, without = Figure("date", (2022, 2, 26)), Figure("date", (None, 2, 26))
    assert agrees(without, with_year)
    assert not agrees(with_year, without)
    assert not agrees(with_year, Figure("date", (2021, 2, 26)))


def test_money_may_leave_the_currency_out_in_figures_only() -> None:
    bare, money = Figure("number", Fraction(350)), Figure("number", Fraction(350), "dollar")
    assert agrees(bare, money, bare=True)
    assert not agrees(bare, money)
    assert not agrees(money, bare, bare=True)
    assert not agrees(bare, Figure("number", Fraction(350), "%"), bare=True)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_are_the_same_only_where_their_values_are(a: int, b: int) -> None:
    one, other = elements(f"{a:,} men").stated(), elements(f"{b} men").stated()
    assert (one == other) == (a == b)


@given(st.text())
def test_any_text_is_cut_in_order(told: str) -> None:
    plain = normal(told)
    found = elements(plain)
    assert all(start < end for start, end in zip(found.starts, found.ends, strict=True))
    assert all(end <= start for end, start in zip(found.ends, found.starts[1:], strict=False))
