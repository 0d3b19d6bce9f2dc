"""Production and consumption: windows, ramps and leads, and whether there is a stock that they change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openairlift.errors import Issue
from openairlift.scenario.checks.draft import Draft, listed, moment_text
from openairlift.tables import Row

FLOWS = ("production", "consumption")


def _rows(draft: Draft) -> Iterator[tuple[str, Row[Any]]]:
    for table in FLOWS:
        for row in draft.rows(table):
            yield table, row


def windows(draft: Draft) -> Iterator[Issue]:
    """Check that a flow ends after it begins; it may begin long after the horizon."""
    for table, row in _rows(draft):
        opens, closes = row.record.opens, row.record.closes
        if opens is not None and closes is not None and closes <= opens:
            what = "the flow ends before it begins" if closes < opens else "the flow is empty"
            yield draft.issue(table, row, "to", what, allowed=f"after {moment_text(opens)}")


def ramps(draft: Draft) -> Iterator[Issue]:
    """Check that a ramp has a beginning."""
    for table, row in _rows(draft):
        if row.record.ramp_months is not None and row.record.opens is None:
            what = "a ramp needs a beginning, and the row states none in the column from"
            yield draft.issue(table, row, "ramp_months", what, allowed="a date in the column from, or no ramp")


def leads(draft: Draft) -> Iterator[Issue]:
    """Warn of a lead that delays nothing: a flow that has always run, and never ends."""
    for table, row in _rows(draft):
        record = row.record
        if record.lead_months is not None and record.opens is None and record.closes is None:
            what = "the flow has run since before the start and has no end: the lead delays nothing"
            yield draft.warning(table, row, "lead_months", what, allowed="a date in the column from")


def held(draft: Draft) -> Iterator[Issue]:
    """Warn of items whose stock is not stated: nothing can be said of their outlook."""
    stocks = dict.fromkeys(row.record.item for row in draft.rows("stock"))
    told: set[str] = set()
    for table, row in _rows(draft):
        item = row.record.item
        if item not in stocks and item not in told:
            told.add(item)
            what = f"no stock of {item!r} is stated: its outlook can't be worked out"
            yield draft.warning(table, row, "item", what, allowed=listed(stocks) or "a row in stock.csv")
