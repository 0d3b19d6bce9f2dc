"""Proposals as text of a TOML file, and the moving of one record's text from file to file; nothing else is touched."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from openairlift.errors import OpenAirliftError

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def record_text(section: str, name: str, entry: Mapping[str, Any]) -> str:
    """Return a record as TOML.

    Examples
    --------
    >>> print(record_text("draft", "p3", {"paragraph": 3, "figures": ["500"]}), end="")
    [draft.p3]
    paragraph = 3
    figures = ["500"]
    """
    lines = [f"[{section}.{_key(name)}]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in entry.items()]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], Mapping):
            return "[ " + ", ".join(map(_value, value)) + " ]"
        return "[" + ", ".join(map(_value, value)) + "]"
    return _string(str(value))


def appended(text: str, added: Sequence[str]) -> str:
    r"""Return a file's text with records after it; its own lines, comments and line ends stay as they are.

    Examples
    --------
    >>> appended("# mine\n[source.a]\ntitle = 'A'", ["[source.b]\ntitle = 'B'\n"])
    "# mine\n[source.a]\ntitle = 'A'\n\n[source.b]\ntitle = 'B'\n"
    """
    end = "\r\n" if "\r\n" in text else "\n"
    whole = text
    for piece in added:
        if whole and not whole.endswith("\n"):
            whole += end
        if whole and not whole.endswith(end * 2):
            whole += end
        whole += piece.replace("\n", end)
    return whole


def parsed(text: str) -> dict[str, Any]:
    """Return the records of a TOML text, which may begin with a byte-order mark."""
    return tomllib.loads(text.removeprefix("\ufeff"))


def removed(text: str, section: str, names: Sequence[str]) -> str:
    """Return a file's text without some records: each from its header to the next one.

    Raises
    ------
    OpenAirliftError
        When a record can't be told from its surroundings, as where somebody has laid the file out in another way.
    """
    rest = text
    for name in names:
        either = "|".join((re.escape(name), re.escape(f'"{name}"'), re.escape(f"'{name}'")))
        head = re.compile(rf"^[ \t]*\[[ \t]*{section}[ \t]*\.[ \t]*(?:{either})[ \t]*\][^\n]*(?:\n|\Z)", re.MULTILINE)
        found = head.search(rest)
        if found is not None:
            after = _HEADER.search(rest, found.end())
            end = len(rest) if after is None else _with_comments(rest, found.end(), after.start())
            rest = rest[: found.start()] + rest[end:]
    if not _same(rest, parsed(text), section, names):
        raise OpenAirliftError(
            f"{', '.join(names)} can't be cut out of [{section}] as the file is laid out; move them by hand"
        )
    return rest


def _with_comments(text: str, low: int, at: int) -> int:
    """Return where the comments begin that stand right above a header: they belong to it."""
    while at > low:
        line = text.rfind("\n", low, at - 1) + 1
        if line <= low or not text[line:at].lstrip().startswith("#"):
            break
        at = line
    return at


def _same(text: str, before: Mapping[str, Any], section: str, names: Sequence[str]) -> bool:
    """Whether a text holds what there was before but for some records, and nothing else."""
    try:
        after = parsed(text)
    except tomllib.TOMLDecodeError:
        return False
    left = {name: entry for name, entry in before[section].items() if name not in names}
    return {**after, section: after.get(section, {})} == {**before, section: left}
