"""Claims and ranges against the tables: what they name is there, and a range is one of its column."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.errors import Issue, nearest
from openairlift.evidence.language import TestError, check_test, parse_test
from openairlift.model import TABLES, Settings
from openairlift.scenario.checks.draft import Draft, listed
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.ranges import range_fault
from openairlift.tables import find_column

FILE = "evidence.toml"


def names(draft: Draft) -> Iterator[Issue]:
    """Yield packages, items, places and options that a claim names and that are not there."""
    for claim in draft.book.claims.values():
        where = f"claim.{claim.id}"
        try:
            ids = check_test(parse_test(claim.test), claim.readings, claim.undefined).ids
        except TestError:
            continue  # an issue already
        for table, name in sorted(ids):
            known = [*draft.known.get(table, []), *draft.offered.get(table, [])]
            if name not in known and table not in draft.unreadable:
                what, near = f"the test names no row of {table}", nearest(name, known)
                yield Issue(what=what, file=FILE, column=f"{where}.test", got=name, allowed=listed(known), nearest=near)
        for option in claim.without:
            if option not in draft.options:
                what, near = "no such option", nearest(option, draft.options)
                allowed = listed(draft.options) or "an option of options.toml"
                yield Issue(what=what, file=FILE, column=f"{where}.without", got=option, allowed=allowed, nearest=near)


def ranges(draft: Draft) -> Iterator[Issue]:
    """Yield ends of ranges that their column can't hold."""
    if draft.settings is None:
        return
    for param in draft.book.params.values():
        record = Settings if param.table == SETTINGS[0] else TABLES.get(param.table)
        match = None if record is None or param.low is None else find_column(record, param.column)
        if match is None:
            continue
        fault = range_fault(param, match[0], match[1], draft.settings.start)
        if fault is not None:
            cell = "a cell of the column" + ("" if fault.allowed is None else f" ({fault.allowed})")
            allowed = f"{cell}; a factor such as 'x 0.5'; for moments a shift such as '- 4 d'"
            near = fault.nearest
            yield Issue(what=fault.what, file=FILE, column=f'param."{param.key}"', allowed=allowed, nearest=near)
