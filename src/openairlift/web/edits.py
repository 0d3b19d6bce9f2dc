"""Edits of a scenario's cells and rows, as changes of its files; nothing is written here."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openairlift.errors import Issue, ScenarioError
from openairlift.evidence import read_evidence
from openairlift.model import TABLES
from openairlift.scenario.overlay import Overlay, check_column, check_table, no_row, setting_of, split_cell
from openairlift.scenario.parameters import Parameters
from openairlift.tables import RawTable, read_csv, read_toml

SETTINGS_FILE = "scenario.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What somebody wants changed, in the words of options.

    Attributes
    ----------
    set : text by cell (``places/hub/parking``); an empty one makes it blank.
    add : table and cells of rows to add.
    remove : rows to take out (``requirements/r7``).
    files : whole files, by name.
    """

    set: Mapping[str, str] = field(default_factory=dict)
    add: Sequence[tuple[str, Mapping[str, str]]] = ()
    remove: Sequence[str] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def changed_files(found: Mapping[str, bytes], edit: Edit) -> dict[str, bytes]:
    """Return the files that an edit changes, as they are afterwards.

    Parameters
    ----------
    found : the scenario's files.
    edit : the edit; whole files first, then cells, rows to add, rows to remove.

    Raises
    ------
    ScenarioError
        When it names a table, row or column that is not there, or a cell that takes its value from elsewhere.
    """
    now = {**found, **edit.files}
    issues: list[Issue] = []
    raw = {
        name: read_csv(now[f"{name}.csv"], name=name, file=f"{name}.csv", issues=issues)
        for name in _tables_of(edit)
        if f"{name}.csv" in now
    }
    if issues:
        raise ScenarioError(issues)
    overlay, documented = Overlay.of(raw), _documented(now)
    changed = dict(edit.files)
    touched: set[str] = set()
    for cell, text in edit.set.items():
        setting = setting_of(cell)
        if setting is not None:
            changed[SETTINGS_FILE] = now[SETTINGS_FILE] = _set_key(now, setting, text, issues)
        else:
            _set(overlay, documented, cell, text, touched, issues)
    for table, cells in edit.add:
        _add(overlay, table, cells, touched, issues)
    for key in edit.remove:
        _remove(overlay, key, touched, issues)
    if issues:
        raise ScenarioError(issues)
    for table in sorted(touched):
        changed[f"{table}.csv"] = written(overlay.tables[table])
    return changed


def _tables_of(edit: Edit) -> list[str]:
    named = [key.partition("/")[0] for key in (*edit.set, *edit.remove)] + [table for table, _ in edit.add]
    return [name for name in dict.fromkeys(named) if name in TABLES]


def _documented(found: Mapping[str, bytes]) -> Parameters | None:
    """Return the parameter records, which may put another value over a cell."""
    if "evidence.toml" not in found:
        return None
    toml = read_toml(found["evidence.toml"], file="evidence.toml", issues=[])
    return Parameters(read_evidence(toml, file="evidence.toml", issues=[]))


def _set(
    overlay: Overlay, documented: Parameters | None, key: str, text: str, touched: set[str], issues: list[Issue]
) -> None:
    cell = split_cell(key, file="edit", where=key, issues=issues)
    if cell is None:
        return
    param = None if documented is None else documented.find(cell.table, cell.key, cell.spec.column)
    if param is not None and param.value is not None:
        what = f"the cell takes its value, {param.value}, from a [param] record, which goes before it"
        issues.append(Issue(what=what, file="evidence.toml", column=key, allowed="change the value of the record"))
        return
    try:
        overlay.set(cell, text.strip(), by=None)
    except KeyError:
        known = overlay.keys.get(cell.table, [])
        issues.append(no_row(cell.table, cell.key, known, file=f"{cell.table}.csv", where=cell.column, got=key))
        return
    touched.add(cell.table)


def _add(overlay: Overlay, table: str, cells: Mapping[str, str], touched: set[str], issues: list[Issue]) -> None:
    file = f"{table}.csv"
    if not check_table(table, file="edit", where=None, got=table, issues=issues):
        return
    before = len(issues)
    for column in cells:
        if not column.startswith("x_"):
            check_column(table, column, file=file, where=column, got=column, issues=issues)
    if len(issues) == before:
        overlay.add(table, {name: text.strip() for name, text in cells.items() if text.strip()}, by="edit", file=file)
        touched.add(table)


def _remove(overlay: Overlay, key: str, touched: set[str], issues: list[Issue]) -> None:
    table, _, row = key.partition("/")
    if not check_table(table, file="edit", where=None, got=key, issues=issues):
        return
    if overlay.find(table, row) is None:
        issues.append(no_row(table, row, overlay.keys.get(table, []), file=f"{table}.csv", where=None, got=key))
        return
    overlay.remove(table, row)
    touched.add(table)


def written(raw: RawTable) -> bytes:
    r"""Return a table as the bytes of a CSV file; a column that no row had before comes last.

    Examples
    --------
    >>> from openairlift.tables import read_csv
    >>> written(read_csv(b"id,name\nhub,\"Hub, main\"\n", name="places", file="places.csv", issues=[]))
    b'id,name\nhub,"Hub, main"\n'
    """
    header = list(dict.fromkeys([*raw.header, *(name for row in raw.rows for name in row.cells)]))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.cells.get(name, "") for name in header] for row in raw.rows)
    return text.getvalue().encode()


def _set_key(found: Mapping[str, bytes], key: str, text: str, issues: list[Issue]) -> bytes:
    """Return ``scenario.toml`` with a key set: one line is changed, or one is put before the first table."""
    data = found.get(SETTINGS_FILE, b"")
    try:
        lines = data.decode("utf-8-sig").splitlines(keepends=True)
        before = tomllib.loads("".join(lines))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        issues.append(Issue(what="can't be read as it is, so no key of it is set", file=SETTINGS_FILE))
        return data
    if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", key) is None:
        issues.append(Issue(what="is no key", file=SETTINGS_FILE, column=key, got=key))
        return data
    value = _toml_value(text.strip(), before.get(key))
    head = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    at = next((at for at in range(head) if re.match(rf"\s*{re.escape(key)}\s*=", lines[at])), None)
    line = [] if value is None else [f"{key} = {value}\n"]
    made = "".join(lines[:head] + line + lines[head:]) if at is None else "".join(lines[:at] + line + lines[at + 1 :])
    try:
        after = tomllib.loads(made)
    except tomllib.TOMLDecodeError:
        after = {}
    if {**before, key: None} != {**after, key: None}:
        what = "the key takes more than one line; send the whole file"
        issues.append(Issue(what=what, file=SETTINGS_FILE, column=key, got=text))
        return data
    return made.encode()


def _toml_value(text: str, now: Any) -> str | None:
    """Return a text as TOML: as the kind that stands there, or as it reads; None = take the key away."""
    if not text:
        return None
    if not isinstance(now, str):
        try:
            tomllib.loads(f"value = {text}")
        except tomllib.TOMLDecodeError:
            pass
        else:
            return text if "\n" not in text else json.dumps(text)
    return json.dumps(text, ensure_ascii=False)
