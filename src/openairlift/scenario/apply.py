"""Options laid over the base case: every change of every option is checked, the chosen ones are carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from openairlift.errors import Issue, nearest
from openairlift.model import TABLES, Option, Settings, specs
from openairlift.scenario.options import FILE, builds_on, in_order
from openairlift.scenario.overlay import (
    SETTINGS,
    Overlay,
    can_borrow,
    check_table,
    new_key,
    no_row,
    setting_of,
    shipped_keys,
    split_cell,
)
from openairlift.tables import CellError, Files, RawRow, RawTable, find_column, parse_cell, parse_table


def check_options(
    options: Mapping[str, Option],
    base: Overlay,
    *,
    start: datetime | None,
    files: Files | None,
    issues: list[Issue],
) -> None:
    """Check every option on top of those it builds on, without changing anything.

    Parameters
    ----------
    options : all options of the scenario.
    base : the base case.
    start, files : as for `parse_table`.
    issues : tables, rows and columns that are not there and cells that can't be read are added here.
    """
    for option in options.values():
        rows = _Rows(base)
        for step in in_order([option.id], options, []):
            if step is not option:
                rows.take(step)
        _check_changes(option, rows, start, files, issues)


class _Rows:
    """Which rows are there while an option is checked: those of the base case, less the removed, with the added."""

    def __init__(self, base: Overlay) -> None:
        self.base = base
        self.added: dict[str, list[str]] = {}
        self.removed: set[tuple[str, str]] = set()

    def keys(self, table: str) -> list[str]:
        own = [key for key in self.base.keys.get(table, []) if (table, key) not in self.removed]
        return own + self.added.get(table, [])

    def has(self, table: str, key: str) -> bool:
        if key in self.added.get(table, []):
            return True
        return (table, key) not in self.removed and self.base.find(table, key) is not None

    def take(self, option: Option) -> None:
        """Carry out rows added and removed by an option."""
        for table, cells in option.add:
            if table in TABLES:
                taken = [*self.base.keys.get(table, []), *self.added.get(table, [])]
                self.added.setdefault(table, []).append(new_key(table, cells, taken))
        for key in option.remove:
            table, _, row = key.partition("/")
            self.removed.add((table, row))
            if row in self.added.get(table, []):
                self.added[table].remove(row)


def _check_changes(
    option: Option, rows: _Rows, start: datetime | None, files: Files | None, issues: list[Issue]
) -> None:
    where = f"option.{option.id}"
    for key, text in option.set:
        if setting_of(key) is not None:
            _check_setting(key, text, start, f"{where}.set", issues)
            continue
        cell = split_cell(key, file=FILE, where=f"{where}.set", issues=issues)
        if cell is None:
            _check_row(key, rows, f"{where}.set", issues)
            continue
        if not rows.has(cell.table, cell.key) and not can_borrow(cell.table, cell.key):
            known = [*rows.keys(cell.table), *shipped_keys(cell.table)]
            issues.append(no_row(cell.table, cell.key, known, file=FILE, where=f"{where}.set", got=key))
        else:
            _check_text(key, text, start, files, f"{where}.set", issues)
    for key in option.remove:
        table, _, row = key.partition("/")
        at = f"{where}.remove"
        if check_table(table, file=FILE, where=at, got=key, issues=issues) and not rows.has(table, row):
            issues.append(no_row(table, row, rows.keys(table), file=FILE, where=at, got=key))
    for table, cells in option.add:
        at = f"{where}.add"
        if not check_table(table, file=FILE, where=at, got=table, issues=issues):
            continue
        found: list[Issue] = []
        raw = RawTable(table, FILE, (), [RawRow(None, dict(cells))])
        parse_table(raw, TABLES[table], start=start, issues=found, files=files)
        issues += [_at(issue, at) for issue in found]
        if not found and rows.has(table, new_key(table, cells, rows.keys(table))):
            key = new_key(table, cells, rows.keys(table))
            issues.append(Issue(what=f"{table} has a row {key!r} already", file=FILE, column=at, got=key))


def _check_row(key: str, rows: _Rows, where: str, issues: list[Issue]) -> None:
    """Check the row that a key names whose column is not known; a table that is not known has no rows."""
    table, row = key.partition("/")[0], key.partition("/")[2].rpartition("/")[0]
    if table in TABLES and row and not rows.has(table, row) and not can_borrow(table, row):
        known = [*rows.keys(table), *shipped_keys(table)]
        issues.append(no_row(table, row, known, file=FILE, where=where, got=key))


def _check_setting(key: str, text: str, start: datetime | None, where: str, issues: list[Issue]) -> None:
    name = setting_of(key) or ""
    match = find_column(Settings, name)
    if match is None:
        known = [spec.column for spec in specs(Settings)]
        near = nearest(name, known)
        what = f"there is no key {name!r} in scenario.toml"
        issues.append(Issue(what=what, file=FILE, column=where, got=key, allowed=", ".join(known), nearest=near))
        return
    try:
        parse_cell(match[0], text, start=start, suffix=match[1])
    except CellError as error:
        what = f"{key} {error.what}"
        issue = Issue(what=what, file=FILE, column=where, got=text[:80], allowed=error.allowed, nearest=error.nearest)
        issues.append(issue)


def option_settings(option: Option) -> dict[str, str]:
    """Return the keys of ``scenario.toml`` that an option sets, with their texts."""
    named = ((setting_of(key), text) for key, text in option.set)
    return {name: text for name, text in named if name is not None}


def _at(issue: Issue, where: str) -> Issue:
    """Return an issue of an added row with the place in ``options.toml``."""
    return Issue(
        what=issue.what,
        file=FILE,
        column=where if issue.column is None else f"{where}.{issue.column}",
        got=issue.got,
        allowed=issue.allowed,
        nearest=issue.nearest,
        severity=issue.severity,
    )


def _check_text(
    key: str, text: str, start: datetime | None, files: Files | None, where: str, issues: list[Issue]
) -> None:
    table, _, rest = key.partition("/")
    match = find_column(TABLES[table], rest.rpartition("/")[2])
    if match is None:
        return
    spec, suffix = match
    if not text:
        if spec.required:
            issues.append(Issue(what="the cell must not be blank", file=FILE, column=where, got=key))
        return
    try:
        parse_cell(spec, text, start=start, suffix=suffix, files=files)
    except CellError as error:
        issues.append(
            Issue(
                what=f"{key} {error.what}",
                file=FILE,
                column=where,
                got=text[:80],
                allowed=error.allowed,
                nearest=error.nearest,
            )
        )


def apply_options(
    chosen: Sequence[Option], options: Mapping[str, Option], overlay: Overlay, issues: list[Issue]
) -> None:
    """Carry out the chosen options, which are without faults, in this order; conflicts between them become issues.

    Two options conflict when neither builds on the other and both set one cell to different values, or one changes a
    row that the other removes.
    """
    sets: dict[tuple[str, str, str], tuple[str, str]] = {}
    removed: dict[tuple[str, str], str] = {}
    for option in chosen:
        where = f"option.{option.id}"
        for key, text in option.set:
            setting = setting_of(key)
            cell = None if setting is not None else split_cell(key, file=FILE, where=where, issues=issues)
            name = (*SETTINGS, setting) if setting is not None else (None if cell is None else cell.id)
            if name is None:
                continue
            other = removed.get(name[:2])
            if other is not None:
                what = f"the option {other!r} removes this row"
                issues.append(Issue(what=what, file=FILE, column=f"{where}.set", got=key, allowed="one of the two"))
                continue
            earlier = sets.get(name)
            if earlier is not None and earlier[1] != text and not builds_on(option.id, earlier[0], options):
                what = f"the option {earlier[0]!r} sets the same cell to {earlier[1]!r}"
                got, allowed = f"{key} = {text}", "one of the two"
                issues.append(Issue(what=what, file=FILE, column=f"{where}.set", got=got, allowed=allowed))
            sets[name] = (option.id, text)
            if cell is not None:
                overlay.set(cell, text, by=f"option {option.id}")
        for key in option.remove:
            table, _, row = key.partition("/")
            changed_by = [who for (t, r, _), (who, _) in sets.items() if (t, r) == (table, row)]
            unrelated = [who for who in changed_by if who != option.id and not builds_on(option.id, who, options)]
            other = next(iter(unrelated), None)
            if other is not None:
                what = f"the option {other!r} changes this row"
                issues.append(Issue(what=what, file=FILE, column=f"{where}.remove", got=key, allowed="one of the two"))
            elif overlay.find(table, row) is not None:
                overlay.remove(table, row)
                removed[table, row] = option.id
        for table, cells in option.add:
            _add(option, table, cells, overlay, issues)


def _add(option: Option, table: str, cells: dict[str, str], overlay: Overlay, issues: list[Issue]) -> None:
    key = new_key(table, cells, overlay.keys.get(table, []))
    if overlay.find(table, key) is not None:
        other = overlay.added.get((table, key), "the base case")
        what = f"{other} has a row {key!r} in {table} already"
        issues.append(Issue(what=what, file=FILE, column=f"option.{option.id}.add", got=key, allowed="one of the two"))
        return
    overlay.add(table, cells, by=f"option {option.id}", file=FILE)
