"""``options.toml``: named changes of the base case, read and checked whether they are chosen or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import Option, StatusEvent
from openairlift.model.cargo import STATUSES

FILE = "options.toml"
BASE, AND = "base", "+"
"""Where options are listed: the name of no option at all, and what joins the names of several."""

_KEYS = ("title", "events", "evidence", "after", "add", "set", "remove")
_CHANGES = {"events": ("on", "status"), "add": ("table", "row"), "set": ("key", "value"), "remove": ("key",)}


def read_options(raw: Mapping[str, Any], evidence: Iterable[str], issues: list[Issue]) -> dict[str, Option]:
    """Read the parsed ``options.toml``; an option with a fault of form is left out.

    Parameters
    ----------
    raw : the TOML.
    evidence : ids of evidence that options may cite.
    issues : everything that is wrong is added here.
    """
    for section in raw:
        if section != "option" and not section.startswith("x_"):
            near = nearest(section, ["option"])
            issues.append(
                Issue(what="there is no such section", file=FILE, column=section, allowed="[option.ID]", nearest=near)
            )
    entries = raw.get("option", {})
    if not isinstance(entries, dict):
        issues.append(Issue(what="is no table of options", file=FILE, column="option", allowed="[option.ID]"))
        return {}
    options: dict[str, Option] = {}
    for name, entry in entries.items():
        before = len(issues)
        _check_form(name, entry, issues)
        if len(issues) == before:
            options[name] = _option(name, entry)
    known = set(evidence)
    for option in options.values():
        _check_names(option, "evidence", option.evidence, known, issues)
        _check_names(option, "after", option.after, entries, issues)
    _check_circles(options, issues)
    return options


def _check_form(name: str, entry: Any, issues: list[Issue]) -> None:
    where = f"option.{name}"
    if not isinstance(entry, dict):
        issues.append(Issue(what="is no table", file=FILE, column=where, got=str(entry)[:80], allowed="[option.ID]"))
        return
    if name == BASE or set(name) & set(f"{AND},") or name != name.strip() or not name:
        what = f"{name!r} can't name an option: {BASE!r} is the base case, {AND!r} and ',' join names"
        issues.append(Issue(what=what, file=FILE, column=where, got=name, allowed="another name, such as hub-closed"))
    for key, value in entry.items():
        if key.startswith("x_"):
            continue
        at = f"{where}.{key}"
        if key not in _KEYS:
            near, allowed = nearest(key, _KEYS), ", ".join(_KEYS)
            issues.append(Issue(what="there is no such key", file=FILE, column=at, allowed=allowed, nearest=near))
        elif key == "title":
            if not isinstance(value, str) or not value.strip():
                issues.append(Issue(what="is no text", file=FILE, column=at, got=str(value), allowed="a text"))
        elif key in ("evidence", "after"):
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                issues.append(Issue(what="is no list of ids", file=FILE, column=at, allowed='["id", …]'))
        else:
            _check_changes(at, value, _CHANGES[key], issues)


def _check_changes(at: str, value: Any, keys: tuple[str, ...], issues: list[Issue]) -> None:
    form = "[ { " + ", ".join(f"{key} = …" for key in keys) + " } ]"
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        issues.append(Issue(what="is no list of tables", file=FILE, column=at, got=str(value)[:80], allowed=form))
        return
    for item in value:
        near = next((found for key in item if key not in keys and (found := nearest(key, keys))), None)
        if set(item) != set(keys):
            got = ", ".join(item)
            issues.append(Issue(what="has other keys", file=FILE, column=at, got=got, allowed=form, nearest=near))
        elif "status" in item and item["status"] not in STATUSES:
            near = nearest(str(item["status"]), STATUSES)
            got, allowed = str(item["status"]), ", ".join(STATUSES)
            issues.append(
                Issue(what="there is no such status", file=FILE, column=at, got=got, allowed=allowed, nearest=near)
            )
        elif any(not isinstance(item[key], str) for key in ("table", "key") if key in item) or not isinstance(
            item.get("row", {}), dict
        ):
            issues.append(Issue(what="has values of another kind", file=FILE, column=at, got=str(item), allowed=form))


def _option(name: str, entry: Mapping[str, Any]) -> Option:
    return Option(
        id=name,
        title=entry.get("title", name),
        events=tuple(StatusEvent(on=cell_text(item["on"]), status=item["status"]) for item in entry.get("events", ())),
        evidence=tuple(entry.get("evidence", ())),
        after=tuple(entry.get("after", ())),
        add=tuple((item["table"], _row(item["row"])) for item in entry.get("add", ())),
        set=tuple((item["key"], cell_text(item["value"])) for item in entry.get("set", ())),
        remove=tuple(item["key"] for item in entry.get("remove", ())),
    )


def _row(row: Mapping[str, Any]) -> dict[str, str]:
    texts = {column: cell_text(value) for column, value in row.items()}
    return {column: text for column, text in texts.items() if text}


def _check_names(option: Option, key: str, names: Iterable[str], known: Iterable[str], issues: list[Issue]) -> None:
    listed = list(known)
    for name in names:
        if name not in listed:
            noun = "option" if key == "after" else "evidence"
            issues.append(
                Issue(
                    what=f"there is no {noun} {name!r}",
                    file=FILE,
                    column=f"option.{option.id}.{key}",
                    got=name,
                    nearest=nearest(name, listed),
                )
            )


def _check_circles(options: Mapping[str, Option], issues: list[Issue]) -> None:
    for name in options:
        if name in _ancestors(name, options):
            what = "the option builds on itself"
            issues.append(Issue(what=what, file=FILE, column=f"option.{name}.after", allowed="no circle"))


def _ancestors(name: str, options: Mapping[str, Option]) -> set[str]:
    """Return the options that an option builds on, through any number of steps."""
    found: set[str] = set()
    todo = list(options[name].after) if name in options else []
    while todo:
        base = todo.pop()
        if base not in found and base in options:
            found.add(base)
            todo.extend(options[base].after)
    return found


def builds_on(option: str, base: str, options: Mapping[str, Option]) -> bool:
    """Whether an option builds on another one, through any number of steps."""
    return base in _ancestors(option, options)


def in_order(chosen: Sequence[str], options: Mapping[str, Option], issues: list[Issue]) -> tuple[Option, ...]:
    """Return the chosen options, each after those it builds on, each once; unknown names become issues.

    Examples
    --------
    >>> known = {"a": Option(id="a", title="A"), "b": Option(id="b", title="B", after=("a",))}
    >>> [option.id for option in in_order(["b"], known, [])]
    ['a', 'b']
    """
    result: dict[str, Option] = {}

    def visit(name: str, path: frozenset[str]) -> None:
        for base in options[name].after:
            if base in options and base not in path:
                visit(base, path | {name})
        result.setdefault(name, options[name])

    for name in chosen:
        if name in options:
            visit(name, frozenset())
        else:
            allowed = ", ".join(options) or "none: the scenario has no options"
            near = nearest(name, options)
            what = f"there is no option {name!r}"
            issues.append(Issue(what=what, file=FILE, got=name, allowed=allowed, nearest=near))
    return tuple(result.values())


def cell_text(value: Any) -> str:
    """Return a TOML value as the text of a cell.

    Examples
    --------
    >>> cell_text(True), cell_text([8, 4.5]), cell_text("wide:3")
    ('yes', '8;4.5', 'wide:3')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(cell_text(item) for item in value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value).strip()
