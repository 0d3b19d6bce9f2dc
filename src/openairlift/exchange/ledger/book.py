"""Entries of several sources in one ledger: sums by what is asked for, differences, shares, gaps between dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from openairlift.exchange.readers.entries import STEPS, Entry
from openairlift.model import MARKS

BY = ("package", "donor", "item", "date", "word")
"""What rows of a ledger can be told apart by, besides step, mark and meter, which always tell them apart."""

_MARKS = (*MARKS, "unspecified")
_BASES = ("authorised", "listed")
_MOVED = ("sent", "received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A source of a ledger: its name, and what it states."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What one source states for one row: the sum of `count` entries; `low` and `high` only where it is one range."""

    amount: float
    count: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Amounts of one kind by source.

    Attributes
    ----------
    key : what the row is about, by the words of `BY` that were asked for.
    step, mark, meter : of the amounts; the mark of what was sent or received.
    sums : by source; a source that states nothing is absent.
    """

    key: Mapping[str, str]
    step: str
    mark: str
    meter: str
    sums: Mapping[str, Sum]

    @property
    def difference(self) -> float | None:
        """Largest less smallest amount where two sources or more state one, else None."""
        amounts = [item.amount for item in self.sums.values()]
        return max(amounts) - min(amounts) if len(amounts) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All entries of one source, step, word and meter, with their first and last date."""

    source: str
    step: str
    word: str
    meter: str
    mark: str
    amount: float
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days between two neighbouring dates of one source, step and word."""

    source: str
    step: str
    word: str
    opens: str
    closes: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What share of an authorised or listed amount was sent, or received at a mark, as one source states both."""

    source: str
    key: Mapping[str, str]
    step: str
    mark: str
    meter: str
    of: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Rows, totals, gaps and shares of several sources."""

    by: tuple[str, ...]
    gap_days: int
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]
    gaps: tuple[Gap, ...]
    shares: tuple[Share, ...]


def make_ledger(
    accounts: Sequence[Account],
    *,
    by: Sequence[str] = ("package",),
    gap_days: int = 180,
    names: Mapping[str, str] | None = None,
    rates: Mapping[str, float] | None = None,
) -> Ledger:
    """Return the ledger of several sources.

    Parameters
    ----------
    accounts : sources with their entries, in the order in which they shall stand.
    by : some of `BY`.
    gap_days : gaps between dates of more days than this are told.
    names : names (in small letters) of packages, donors and items that stand for others.
    rates : USD for one of a currency; what has no rate stays in its own.

    Examples
    --------
    >>> one = Entry(step="authorised", meter="usd", amount=350.0, package="p1", on="2022-02-25")
    >>> two = Entry(step="authorised", meter="usd", amount=300.0, package="p1")
    >>> book = make_ledger([Account(name="a", entries=(one,)), Account(name="b", entries=(two,))])
    >>> book.rows[0].sums["a"].amount, book.rows[0].sums["b"].amount, book.rows[0].difference
    (350.0, 300.0, 50.0)
    """
    known, usd = dict(names or {}), dict(rates or {})
    seen = [
        Account(name=account.name, entries=tuple(_converted(_renamed(item, known), usd) for item in account.entries))
        for account in accounts
    ]
    rows = _rows(seen, tuple(by))
    return Ledger(
        by=tuple(by),
        gap_days=gap_days,
        rows=rows,
        totals=tuple(total for account in seen for total in _totals(account)),
        gaps=tuple(gap for account in seen for gap in _gaps(account, gap_days)),
        shares=tuple(_shares(rows, [account.name for account in seen])),
    )


def _renamed(entry: Entry, names: Mapping[str, str]) -> Entry:
    changes: dict[str, Any] = {
        field: names[name.casefold()]
        for field in ("package", "donor", "item")
        if (name := getattr(entry, field)).casefold() in names
    }
    return replace(entry, **changes) if changes else entry


def _converted(entry: Entry, rates: Mapping[str, float]) -> Entry:
    rate = rates.get(entry.meter)
    return entry if rate is None else replace(entry, meter="usd", amount=entry.amount * rate)


def _of(entry: Entry, word: str) -> str:
    return entry.on[:10] if word == "date" else str(getattr(entry, word))


def _rows(accounts: Sequence[Account], by: tuple[str, ...]) -> tuple[Row, ...]:
    sums: dict[tuple[tuple[str, ...], str, str, str], dict[str, list[Entry]]] = {}
    for account in accounts:
        for entry in account.entries:
            key = (tuple(_of(entry, word) for word in by), entry.step, entry.mark, entry.meter)
            sums.setdefault(key, {}).setdefault(account.name, []).append(entry)
    ordered = sorted(sums, key=lambda key: (key[0], STEPS.index(key[1]), _MARKS.index(key[2]), key[3]))
    return tuple(
        Row(
            key=dict(zip(by, key[0], strict=True)),
            step=key[1],
            mark=key[2],
            meter=key[3],
            sums={name: _sum(entries) for name, entries in sums[key].items()},
        )
        for key in ordered
    )


def _sum(entries: Sequence[Entry]) -> Sum:
    alone = entries[0] if len(entries) == 1 else None
    return Sum(
        amount=sum(entry.amount for entry in entries),
        count=len(entries),
        low=None if alone is None else alone.low,
        high=None if alone is None else alone.high,
    )


def _groups(account: Account) -> dict[tuple[str, str, str, str], list[Entry]]:
    found: dict[tuple[str, str, str, str], list[Entry]] = {}
    for entry in account.entries:
        found.setdefault((entry.step, entry.word, entry.meter, entry.mark), []).append(entry)
    return dict(sorted(found.items(), key=lambda item: (STEPS.index(item[0][0]), _MARKS.index(item[0][3]))))


def _dates(entries: Iterable[Entry]) -> list[str]:
    """Return the calendar dates of entries, each once; ``C+003`` is none."""
    found = set()
    for entry in entries:
        try:
            found.add(date.fromisoformat(entry.on[:10]).isoformat())
        except ValueError:
            continue
    return sorted(found)


def _totals(account: Account) -> Iterable[Total]:
    for (step, word, meter, mark), entries in _groups(account).items():
        dates = _dates(entries)
        yield Total(
            source=account.name,
            step=step,
            word=word,
            meter=meter,
            mark=mark,
            amount=sum(entry.amount for entry in entries),
            count=len(entries),
            first=dates[0] if dates else "",
            last=dates[-1] if dates else "",
        )


def _gaps(account: Account, longest: int) -> Iterable[Gap]:
    """Yield gaps between dates on which something was announced or authorised, by the source's own word for it."""
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in account.entries:
        if entry.step in ("announced", "authorised"):
            groups.setdefault((entry.step, entry.word), []).append(entry)
    for (step, word), entries in groups.items():
        for first, second in pairwise(_dates(entries)):
            days = (date.fromisoformat(second) - date.fromisoformat(first)).days
            if days > longest:
                yield Gap(source=account.name, step=step, word=word, opens=first, closes=second, days=days)


def _shares(rows: Sequence[Row], sources: Sequence[str]) -> Iterable[Share]:
    """Yield shares where one source states both amounts in one meter, for the same key but for its date and word."""

    def about(row: Row) -> tuple[tuple[str, str], ...]:
        return tuple((word, name) for word, name in row.key.items() if word not in ("date", "word"))

    def told(row: Row, source: str) -> Sum:
        return row.sums[source]

    for source in sources:
        found: dict[tuple[tuple[tuple[str, str], ...], str, str, str], list[Sum]] = {}
        for row in rows:
            if source in row.sums:
                found.setdefault((about(row), row.step, row.mark, row.meter), []).append(told(row, source))
        for (key, step, mark, meter), sums in found.items():
            if step not in _MOVED:
                continue
            for of in _BASES:
                base = sum(item.amount for item in found.get((key, of, "unspecified", meter), ()))
                if base > 0:
                    one = sums[0] if len(sums) == 1 else None
                    yield Share(
                        source=source,
                        key=dict(key),
                        step=step,
                        mark=mark,
                        meter=meter,
                        of=of,
                        value=sum(item.amount for item in sums) / base,
                        low=None if one is None or one.low is None else one.low / base,
                        high=None if one is None or one.high is None else one.high / base,
                    )
