"""Options: named changes of the base scenario, checked always and laid over the raw tables when chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import TABLES, Option, StatusEvent, specs
from openairlift.model.cargo import STATUSES
from openairlift.tables import RawRow, RawTable, find_column, raw_keys

FILE = "options.toml"
_KEYS = ("title", "events", "evidence", "after", "add", "set", "remove")


def read_options(raw: Mapping[str, Any], evidence: Iterable[str], issues: list[Issue]) -> dict[str, Option]:
    """Read the parsed ``options.toml``; every issue at once."""
    issues.extend(
        Issue(what="no such section", file=FILE, column=section, allowed="[option.ID]")
        for section in raw
        if section != "option" and not section.startswith("x_")
    )
    entries = raw.get("option", {})
    options = {}
    known = set(evidence)
    for name, entry in entries.items() if isinstance(entries, dict) else ():
        option = _option(name, entry, issues) if isinstance(entry, dict) else None
        if option is not None:
            options[name] = option
            _check_ids(option, known, issues)
    for option in options.values():
        for base in option.after:
            if base not in options:
                what = "no such option"
                near = nearest(base, options)
                issues.append(Issue(what=what, file=FILE, column=f"option.{option.id}.after", got=base, nearest=near))
    _check_cycles(options, issues)
    return options


def _option(name: str, entry: dict[str, Any], issues: list[Issue]) -> Option | None:
    where = f"option.{name}"
    before = len(issues)
    for key in entry:
        if key not in _KEYS and not key.startswith("x_"):
            near = nearest(key, _KEYS)
            allowed = ", ".join(_KEYS)
            issues.append(Issue(what="no such key", file=FILE, column=f"{where}.{key}", allowed=allowed, nearest=near))
    issues.extend(
        Issue(what="not a list of tables", file=FILE, column=f"{where}.{key}", allowed="[ { … } ]")
        for key in ("events", "add", "set", "remove")
        if not _tables(entry.get(key, []))
    )
    if len(issues) > before:
        return None
    for event in entry.get("events", []):
        if event.get("status") not in STATUSES:
            got, allowed = str(event.get("status")), ", ".join(STATUSES)
            where_event = f"{where}.events"
            issues.append(Issue(what="no such status", file=FILE, column=where_event, got=got, allowed=allowed))
    for key, needed in (("add", ("table", "row")), ("set", ("key", "value")), ("remove", ("key",))):
        for change in entry.get(key, []):
            if set(change) != set(needed):
                allowed = "{ " + ", ".join(needed) + " }"
                issues.append(
                    Issue(what="a change has other keys", file=FILE, column=f"{where}.{key}", allowed=allowed)
                )
    if len(issues) > before:
        return None
    return Option(
        id=name,
        title=str(entry.get("title", name)),
        events=tuple(
            StatusEvent(on=str(event.get("on", "")), status=event["status"]) for event in entry.get("events", [])
        ),
        evidence=tuple(map(str, entry.get("evidence", []))),
        after=tuple(map(str, entry.get("after", []))),
        add=tuple((str(change["table"]), dict(change["row"])) for change in entry.get("add", [])),
        set=tuple((str(change["key"]), cell_text(change["value"])) for change in entry.get("set", [])),
        remove=tuple(str(change["key"]) for change in entry.get("remove", [])),
    )


def _tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _check_ids(option: Option, known: set[str], issues: list[Issue]) -> None:
    for id_ in option.evidence:
        if id_ not in known:
            where = f"option.{option.id}.evidence"
            issues.append(Issue(what="no such evidence", file=FILE, column=where, got=id_, nearest=nearest(id_, known)))


def _check_cycles(options: Mapping[str, Option], issues: list[Issue]) -> None:
    for name in options:
        seen, todo = set(), list(options[name].after)
        while todo:
            base = todo.pop()
            if base == name:
                what = "the option builds on itself"
                issues.append(Issue(what=what, file=FILE, column=f"option.{name}.after", allowed="no circle"))
                break
            if base not in seen and base in options:
                seen.add(base)
                todo.extend(options[base].after)


def order_of(chosen: Sequence[str], options: Mapping[str, Option], issues: list[Issue]) -> list[Option]:
    """Return the chosen options after those they build on, each once."""
    result: dict[str, Option] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        option = options.get(name)
        if option is None:
            near = nearest(name, options)
            allowed = ", ".join(options) or "none: the scenario has no options"
            issues.append(Issue(what="no such option", file=FILE, got=name, allowed=allowed, nearest=near))
            return
        for base in option.after:
            if base in options and base not in path:
                visit(base, (*path, name))
        result.setdefault(name, option)

    for name in chosen:
        visit(name, ())
    return list(result.values())


def check_options(options: Mapping[str, Option], tables: Mapping[str, RawTable], issues: list[Issue]) -> None:
    """Check each option alone against the base tables, so that a fault shows before it is chosen."""
    for option in options.values():
        copies = {name: RawTable(t.name, t.file, t.header, [RawRow(r.line, dict(r.cells)) for r in t.rows])
                  for name, t in tables.items()}  # fmt: skip
        scratch: list[Issue] = []
        for base in order_of([option.id], options, scratch):
            apply_option(base, copies, {}, issues if base is option else scratch)


def apply_option(
    option: Option, tables: dict[str, RawTable], touched: dict[str, tuple[str, str]], issues: list[Issue]
) -> None:
    """Lay one option over the raw tables; `touched` remembers who set which cell, so that conflicts show."""
    where = f"option.{option.id}"
    for name, row in option.add:
        if name not in TABLES:
            near, allowed = nearest(name, TABLES), ", ".join(TABLES)
            issues.append(
                Issue(what="no such table", file=FILE, column=f"{where}.add", got=name, allowed=allowed, nearest=near)
            )
            continue
        table = tables.setdefault(name, RawTable(name, FILE, ()))
        cells = {str(key): cell_text(value) for key, value in row.items() if cell_text(value)}
        for column in cells:
            _check_column(name, column, f"{where}.add", issues)
        table.rows.append(RawRow(None, cells))
    for key, value in option.set:
        set_cell(key, value, tables, issues, where=f"{where}.set", file=FILE)
        earlier = touched.get(key)
        if earlier is not None and earlier[1] != value:
            what = f"option {earlier[0]!r} sets the same cell to {earlier[1]!r}"
            issues.append(Issue(what=what, file=FILE, column=f"{where}.set", got=f"{key} = {value}"))
        touched[key] = (option.id, value)
    for key in option.remove:
        name, _, row_key = key.partition("/")
        found = _find(name, row_key, tables)
        if found is None:
            issues.append(_no_row(key, tables, f"{where}.remove", FILE))
        else:
            tables[name].rows.remove(found)


def set_cell(
    key: str, value: str, tables: Mapping[str, RawTable], issues: list[Issue], *, where: str, file: str
) -> bool:
    """Set the cell ``table/row key/column`` of the raw tables; returns whether the cell was found."""
    name, _, rest = key.partition("/")
    row_key, _, column = rest.rpartition("/")
    found = _find(name, row_key, tables)
    if found is None:
        issues.append(_no_row(key, tables, where, file))
        return False
    if not _check_column(name, column, where, issues, file=file):
        return False
    match = find_column(TABLES[name], column)
    assert match is not None
    for spelling in match[0].columns:
        found.cells.pop(spelling, None)
    if value:
        found.cells[column] = value
    return True


def _find(name: str, row_key: str, tables: Mapping[str, RawTable]) -> RawRow | None:
    if name not in tables or name not in TABLES:
        return None
    for key, row in zip(raw_keys(tables[name], TABLES[name]), tables[name].rows, strict=True):
        if key == row_key:
            return row
    return None


def _no_row(key: str, tables: Mapping[str, RawTable], where: str, file: str) -> Issue:
    name, _, rest = key.partition("/")
    if name not in TABLES:
        near = nearest(name, TABLES)
        return Issue(what="no such table", file=file, column=where, got=key, allowed=", ".join(TABLES), nearest=near)
    keys = raw_keys(tables[name], TABLES[name]) if name in tables else []
    near = nearest(rest.rpartition("/")[0] or rest, keys)
    return Issue(what="no such row", file=file, column=where, got=key, allowed="table/row key/column", nearest=near)


def _check_column(name: str, column: str, where: str, issues: list[Issue], *, file: str = FILE) -> bool:
    if column == "evidence" or column.startswith("x_") or find_column(TABLES[name], column) is not None:
        return True
    names = [spec.column for spec in specs(TABLES[name])]
    issues.append(
        Issue(
            what=f"no such column in {name}",
            file=file,
            column=where,
            got=column,
            allowed=", ".join(names),
            nearest=nearest(column, names),
        )
    )
    return False


def cell_text(value: Any) -> str:
    """Return a TOML value as the text of a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(cell_text(item) for item in value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
