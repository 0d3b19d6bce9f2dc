"""TOML as text: ``scenario.toml`` as entries with their comments, and the other files tidied, comments kept."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openairlift.model import Kind, Settings
from openairlift.tables import CellError, find_column, number_text, parse_number

WEIGHTS = "rank_weights"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``scenario.toml``: a key with its value and the comment behind it, or a comment, or a blank line.

    Attributes
    ----------
    key : None for a comment or a blank line.
    value : of the key.
    note : comment without its mark.
    """

    key: str | None = None
    value: Any = None
    note: str = ""


def read_entries(text: str) -> list[Entry]:
    r"""Return the entries of ``scenario.toml``; tables become inline ones, at most one blank line stands between two.

    Raises
    ------
    tomllib.TOMLDecodeError
        When it is no TOML.

    Examples
    --------
    >>> read_entries("# mine\nseed =  7 # luck")
    [Entry(key=None, value=None, note='mine'), Entry(key='seed', value=7, note='luck')]
    """
    tomllib.loads(text)
    found: list[Entry] = []
    lines = text.split("\n")
    while lines:
        line = lines.pop(0).strip()
        if not line:
            if found and (found[-1].key is not None or found[-1].note):
                found.append(Entry())
        elif line.startswith("#"):
            found.append(Entry(note=_note(line)))
        elif line.startswith("["):
            rest = "\n".join([line, *lines])
            found += [Entry(note=note) for note in _comments(rest)]
            found += [Entry(key, value) for key, value in tomllib.loads(rest).items()]
            break
        else:
            found += _entry(line, lines)
    while found and found[-1] == Entry():
        found.pop()
    return found


def _note(comment: str) -> str:
    return comment.lstrip("#").strip()


def _entry(line: str, lines: list[str]) -> list[Entry]:
    """Return the entry that begins with a line; the lines that it goes on over are taken away."""
    chunk = line
    while True:
        try:
            values = tomllib.loads(chunk)
            break
        except tomllib.TOMLDecodeError:
            chunk += "\n" + lines.pop(0)
    notes = _comments(chunk)
    entries = [Entry(key, value) for key, value in values.items()]
    if "\n" not in chunk and notes:
        entries[-1] = Entry(entries[-1].key, entries[-1].value, notes[0])
        return entries
    return [*(Entry(note=note) for note in notes), *entries]


def _comments(text: str) -> list[str]:
    """Return the comments of a text: what stands behind a # outside quotes."""
    found: list[str] = []
    quote = ""
    index = 0
    while index < len(text):
        letter = text[index]
        if quote:
            if letter == "\\" and quote[0] == '"':
                index += 1
            elif text.startswith(quote, index):
                index += len(quote) - 1
                quote = ""
        elif letter in "\"'":
            quote = letter * 3 if text.startswith(letter * 3, index) else letter
            index += len(quote) - 1
        elif letter == "#":
            end = text.find("\n", index)
            end = len(text) if end < 0 else end
            found.append(_note(text[index:end]))
            index = end
        index += 1
    return [note for note in found if note]


def write_entries(entries: Sequence[Entry]) -> str:
    """Return entries as the text of ``scenario.toml``."""
    lines: list[str] = []
    for entry in entries:
        if entry.key is None:
            lines.append(f"# {entry.note}" if entry.note else "")
        else:
            note = f"  # {entry.note}" if entry.note else ""
            lines.append(f"{_key(entry.key)} = {literal(settled(entry.key, entry.value))}{note}")
    return "\n".join(lines).strip("\n") + "\n"


def settled(key: str, value: Any) -> Any:
    """Return the value of a known key in its plainest form: numbers as numbers, lists as lists, moments as text."""
    match = find_column(Settings, key)
    if match is None:
        return value
    spec = match[0]
    if spec.column == WEIGHTS:
        return _weights(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        if spec.kind in (Kind.NUMBER, Kind.INTEGER):
            try:
                number = parse_number(value)
                return number if float(number_text(number)) == number else value
            except CellError:
                return value.strip()
        return value.strip()
    return value


def _weights(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return [parse_number(part) for part in value.split(";")]
    except CellError:
        return value


def literal(value: Any) -> str:
    r"""Return a value as TOML writes it.

    Examples
    --------
    >>> literal([8.0, 4.5]), literal({"a": True}), literal('say "so"')
    ('[8, 4.5]', '{ a = true }', '"say \\"so\\""')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_text(value) if value == value and abs(value) < 1e300 else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {literal(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else literal(key)


def tidied(text: str) -> str:
    r"""Return a TOML text without blanks at the ends of lines, with one blank line at most between two; comments stay.

    Examples
    --------
    >>> tidied("a = 1  \r\n\n\n# so\nb = 2")
    'a = 1\n\n# so\nb = 2\n'
    """
    plain = text.replace("\r\n", "\n")
    made = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in plain.split("\n"))).strip("\n") + "\n"
    try:
        same = tomllib.loads(made) == tomllib.loads(plain)
    except tomllib.TOMLDecodeError:
        return plain
    return made if same else plain  # a text of several lines holds such blanks
