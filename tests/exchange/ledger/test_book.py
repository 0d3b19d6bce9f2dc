"""The ledger: sums, differences beside each other, shares within a source, gaps between dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openairlift.exchange.ledger import Account, make_ledger
from openairlift.exchange.readers import STEPS, Entry, Source, find_reader

DRAWDOWNS = Path(__file__).parents[1] / "readers" / "us-drawdowns-ukraine.csv"


def entry(**fields: object) -> Entry:
    return Entry(**({"step": "authorised", "meter": "usd", "amount": 1.0} | fields))  # type: ignore[arg-type]


def test_the_drawdowns_for_ukraine_come_to_their_published_sum() -> None:
    """31.36 bn USD over 53 rows of section 506(a)(1), with both gaps of over 180 days (the memoranda themselves)."""
    found = find_reader("drawdowns").read(Source(file=DRAWDOWNS.name, data=DRAWDOWNS.read_bytes()))
    book = make_ledger([Account(name="us", entries=found.entries)], by=("word",))
    (total,) = [total for total in book.totals if total.word == "506(a)(1)"]
    assert (total.count, total.amount) == (53, 31_363_000_000)
    assert (total.first, total.last) == ("2021-08-27", "2024-09-26")
    gaps = [(gap.opens, gap.closes, gap.days) for gap in book.gaps if gap.word == "506(a)(1)"]
    assert gaps == [("2021-08-27", "2022-02-25", 182), ("2023-09-21", "2024-05-10", 232)]
    assert found.issues == ()


def test_sources_that_differ_stand_beside_each_other() -> None:
    one = Account(name="a", entries=(entry(amount=350.0, package="p1"), entry(amount=10.0, package="p2")))
    two = Account(name="b", entries=(entry(amount=300.0, package="other"),))
    apart = make_ledger([one, two])
    assert [row.difference for row in apart.rows] == [None, None, None]
    book = make_ledger([one, two], names={"other": "p1"})
    first, second = book.rows
    assert {name: item.amount for name, item in first.sums.items()} == {"a": 350.0, "b": 300.0}
    assert (first.difference, second.difference) == (50.0, None)


def test_currencies_are_not_mixed_without_a_rate() -> None:
    account = Account(name="a", entries=(entry(amount=10.0), entry(meter="eur", amount=10.0)))
    assert [(row.meter, row.sums["a"].amount) for row in make_ledger([account], by=()).rows] == [
        ("eur", 10),
        ("usd", 10),
    ]
    (row,) = make_ledger([account], by=(), rates={"eur": 1.1}).rows
    assert row.sums["a"].amount == pytest.approx(21.0)


def test_marks_are_never_added_up() -> None:
    entries = tuple(
        entry(step="received", mark=mark, amount=5.0, low=4.0, high=6.0) for mark in ("landed", "delivered")
    )
    book = make_ledger([Account(name="a", entries=(entry(amount=10.0), *entries))], by=())
    assert [(row.mark, row.sums["a"].amount) for row in book.rows[1:]] == [("landed", 5.0), ("delivered", 5.0)]
    assert [(share.mark, share.of, share.value, share.low, share.high) for share in book.shares] == [
        ("landed", "authorised", 0.5, 0.4, 0.6),
        ("delivered", "authorised", 0.5, 0.4, 0.6),
    ]


def test_a_share_is_of_what_the_same_source_states_in_the_same_meter() -> None:
    one = Account(name="a", entries=(entry(amount=100.0), entry(step="received", meter="items", amount=5.0)))
    two = Account(name="b", entries=(entry(step="received", amount=50.0),))
    assert make_ledger([one, two], by=()).shares == ()


def test_a_share_by_date_is_of_the_whole() -> None:
    sent = tuple(entry(step="sent", amount=20.0, on=f"2022-03-0{day}") for day in (1, 2))
    (share,) = make_ledger([Account(name="a", entries=(entry(amount=100.0), *sent))], by=("date",)).shares
    assert (share.value, share.low) == (pytest.approx(0.4), None)


def test_only_dates_of_the_calendar_make_gaps() -> None:
    entries = tuple(entry(on=on) for on in ("2022-01-01", "C+003", "", "2022-01-01", "2023-01-01"))
    book = make_ledger([Account(name="a", entries=entries)], gap_days=364)
    assert [gap.days for gap in book.gaps] == [365]
    assert make_ledger([Account(name="a", entries=entries)], gap_days=365).gaps == ()


entries = st.lists(
    st.builds(
        Entry,
        step=st.sampled_from(STEPS),
        meter=st.sampled_from(("usd", "mass")),
        amount=st.integers(0, 1000).map(float),
        package=st.sampled_from(("", "p", "q")),
        donor=st.sampled_from(("", "x")),
        item=st.sampled_from(("", "i")),
        on=st.sampled_from(("", "2022-01-01", "2022-08-01")),
    ),
    max_size=20,
)


@settings(max_examples=30, deadline=None)
@given(entries, st.lists(st.sampled_from(("package", "donor", "item", "date", "word")), unique=True))
def test_nothing_is_lost_however_rows_are_told_apart(found: list[Entry], by: list[str]) -> None:
    book = make_ledger([Account(name="a", entries=tuple(found))], by=by)
    for meter in ("usd", "mass"):
        for step in STEPS:
            whole = sum(item.amount for item in found if (item.meter, item.step) == (meter, step))
            assert sum(r.sums["a"].amount for r in book.rows if (r.meter, r.step) == (meter, step)) == whole
            assert sum(t.amount for t in book.totals if (t.meter, t.step) == (meter, step)) == whole
