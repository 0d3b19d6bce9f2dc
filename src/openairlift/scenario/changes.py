"""Which cells differ between two readings of one scenario, and what each of the two values rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openairlift.errors import UsageError
from openairlift.model import TABLES
from openairlift.scenario.assembly import Assembly
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.parameters import canonical
from openairlift.scenario.read import overlaid
from openairlift.scenario.scenario import Input, Scenario
from openairlift.tables import find_column

Cells = dict[tuple[str, str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell that differs between two readings of a scenario.

    Attributes
    ----------
    table, key, column : the cell; keys of ``scenario.toml`` are ``scenario``, ``settings``.
    kind : ``changed``; ``added`` or ``removed`` with its row; ``read`` or ``not read``: the same number stands in a
        shipped table or a row that results read in one case only.
    before, after : texts; None = blank, or not there.
    basis_before, basis : what a number rests on; None where the cell is no number that results read.
    evidence, source : of the value after; of the value before where there is none after.
    by : who changed it: ``option x``; blank where that follows from another change.
    """

    table: str
    key: str
    column: str
    kind: str
    before: str | None
    after: str | None
    basis_before: str | None = None
    basis: str | None = None
    evidence: tuple[str, ...] = ()
    source: str = ""
    by: str = ""

    @property
    def cell(self) -> str:
        """The cell as options and parameters name it."""
        return f"{self.table}/{self.key}/{self.column}"


def cell_changes(before: Scenario, after: Scenario) -> tuple[CellChange, ...]:
    """Return every cell in which two readings of one scenario differ, in the order of the tables.

    Parameters
    ----------
    before, after : two scenarios that were read from the same files with other options.

    Raises
    ------
    UsageError
        When one of them was not read from files.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> calm, wet = read_scenario("relief-small"), read_scenario("relief-small", options=["third-slot"])
    >>> [(item.cell, item.before, item.after, item.basis, item.by) for item in cell_changes(calm, wet)]
    [('places/beira/working', '2', '3', 'assumed', 'option third-slot')]
    """
    one, two = _texts(before), _texts(after)
    old, new = _cells(one), _cells(two)
    known = {_name(item): item for item in (*before.inputs, *before.outlook_inputs)}
    now = {_name(item): item for item in (*after.inputs, *after.outlook_inputs)}
    found = list(_stated(old, new, known, now, one, two, after))
    seen = {(item.table, item.key, item.column) for item in found}
    rows = {(item.table, item.key) for item in found if item.kind in ("added", "removed")}
    for name in [*known, *(name for name in now if name not in known)]:
        was, is_ = known.get(name), now.get(name)
        if name in seen or name[:2] in rows or _same(was, is_):
            continue
        kind = "changed" if was is not None and is_ is not None else ("read" if was is None else "not read")
        found.append(_change(name, kind, was, is_))
    order = {table: i for i, table in enumerate((SETTINGS[0], *TABLES))}
    return tuple(sorted(found, key=lambda item: order.get(item.table, len(order))))


def _texts(scenario: Scenario) -> Assembly:
    if scenario.origin is None:
        raise UsageError("this scenario was not read from files; start from read_scenario(...)")
    return overlaid(scenario.origin.source, options=scenario.chosen, overrides=scenario.origin.overrides)


def _cells(work: Assembly) -> Cells:
    """Return every cell that is stated, by table, row and canonical column."""
    found: Cells = {(*SETTINGS, name): text for name, text in work.texts.items()}
    for table, raw in work.overlay.tables.items():
        for key, row in zip(work.overlay.keys[table], raw.rows, strict=True):
            for column, text in row.cells.items():
                if text:
                    found.setdefault((table, key, _column(table, column)), text)
    return found


def _column(table: str, column: str) -> str:
    match = find_column(TABLES[table], column)
    return column if match is None else match[0].column


def _name(item: Input) -> tuple[str, str, str]:
    return item.table, item.key, canonical(item.table, item.column)


def _stated(
    old: Cells,
    new: Cells,
    known: dict[tuple[str, str, str], Input],
    now: dict[tuple[str, str, str], Input],
    one: Assembly,
    two: Assembly,
    after: Scenario,
) -> Iterator[CellChange]:
    """Yield the cells of files and options that differ."""
    rows_before = {(table, key) for table, keys in one.overlay.keys.items() for key in keys} | {SETTINGS}
    rows_after = {(table, key) for table, keys in two.overlay.keys.items() for key in keys} | {SETTINGS}
    for name in [*old, *(name for name in new if name not in old)]:
        before, text = old.get(name), new.get(name)
        if before == text:
            continue
        if name[:2] not in rows_before and _borrowed(name, two):
            continue  # cells that were copied from a shipped row to stand beside the one that is changed
        kind = "added" if name[:2] not in rows_before else "removed" if name[:2] not in rows_after else "changed"
        if kind == "added" and name[:2] not in two.overlay.added:
            kind = "changed"  # a shipped row of which one cell is changed
        by = two.overlay.changed.get(name) or two.overlay.added.get(name[:2]) or _remover(name, kind, after)
        yield _change(name, kind, known.get(name), now.get(name), before=before, after=text, by=by, chosen=after)


def _borrowed(name: tuple[str, str, str], work: Assembly) -> bool:
    return name in work.overlay.borrowed


def _remover(name: tuple[str, str, str], kind: str, after: Scenario) -> str:
    """Return the option that removed a row or set a key of ``scenario.toml``."""
    row = f"{name[0]}/{name[1]}"
    for chosen in reversed(after.chosen):
        option = after.options[chosen]
        if kind == "removed" and row in option.remove:
            return f"option {chosen}"
        if any(key.startswith(f"{row}/") for key, _ in option.set) and name[:2] == SETTINGS:
            return f"option {chosen}"
    return ""


def _same(was: Input | None, is_: Input | None) -> bool:
    return was is not None and is_ is not None and (was.value, was.basis) == (is_.value, is_.basis)


def _change(
    name: tuple[str, str, str],
    kind: str,
    was: Input | None,
    is_: Input | None,
    *,
    before: str | None = None,
    after: str | None = None,
    by: str = "",
    chosen: Scenario | None = None,
) -> CellChange:
    rests = is_ if is_ is not None else was
    option = None if chosen is None else chosen.options.get(by.removeprefix("option "))
    evidence = rests.evidence if rests is not None else () if option is None else option.evidence
    source = rests.source if rests is not None else ""
    if rests is None and option is not None and chosen is not None:
        source = "; ".join(chosen.evidence.sources_of(evidence))
    return CellChange(
        table=name[0],
        key=name[1],
        column=name[2],
        kind=kind,
        before=before if before is not None else None if was is None else was.value,
        after=after if after is not None else None if is_ is None or kind == "removed" else is_.value,
        basis_before=None if was is None else was.basis,
        basis=None if is_ is None else is_.basis,
        evidence=evidence,
        source=source,
        by=by,
    )
