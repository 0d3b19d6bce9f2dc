"""The reference is complete: every public name, flag, column and message is documented."""

from __future__ import annotations

import inspect
import re
import runpy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest

import openairlift
from openairlift.cli import app
from openairlift.model import TABLES, Settings, specs
from openairlift.tables.schema import cell_form

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
WITH_ISSUES = {"OpenAirliftError", "ScenarioError", "FaultyEditError"}
"""Errors without a text of their own: the base of all, and those that carry issues."""


@cache
def messages() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "write_messages.py"))


def test_the_page_of_messages_is_made_from_the_code() -> None:
    assert (REFERENCE / "messages.md").read_text(encoding="utf-8") == messages()["page"]()


def test_every_place_that_makes_a_message_could_be_read() -> None:
    assert messages()["unread"]() == []
    assert len(messages()["messages"]()) > 700


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("tables", "the column is not known"),
        ("tables", "the required column is missing"),
        ("tables", "the key stands in {where} too"),
        ("verbs", "there is no such scenario"),
        ("audits", "{one} ({kinds}) and {other} ({kinds}) may not go in one aircraft"),
        ("evidence", "too many operations in a row"),
    ],
)
def test_messages_that_are_known_stand_there(room: str, text: str) -> None:
    assert (room, text) in {(one.room, one.text) for one in messages()["messages"]()}


def test_every_kind_of_error_is_looked_at() -> None:
    made = {
        name
        for path in (ROOT / "src" / "openairlift").rglob("*.py")
        for name, bases in re.findall(r"^class (\w+)\((.*)\):", path.read_text(encoding="utf-8"), re.MULTILINE)
        if re.search(r"\b(?:\w*Error|OpenAirliftError)\b", bases)
    }
    assert {"UsageError", "CellError", "StaleError"} <= made
    assert made <= WITH_ISSUES | set(messages()["ERRORS"])


def test_every_public_name_stands_once_in_the_reference_and_is_described() -> None:
    page = (REFERENCE / "python.md").read_text(encoding="utf-8")
    named = re.findall(r"^::: openairlift\.(\w+)$", page, re.MULTILINE)
    assert sorted(named) == sorted(openairlift.__all__)
    assert [name for name in named if not inspect.getdoc(getattr(openairlift, name))] == []


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name."""
    yield " ".join(("openairlift", *path)), command
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


def test_every_command_and_flag_says_what_it_does() -> None:
    page = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    silent = []
    for name, command in commands(app):
        for parameter in command.params:
            names = parameter.opts if isinstance(parameter, click.Option) else [(parameter.name or "").upper()]
            row = re.search(rf"^\| .*`{re.escape(names[-1])}`.* \| (.+) \|$", sections[name], re.MULTILINE)
            if row is None or not row[1].strip():
                silent.append(f"{name} {names[-1]}")
        if not command.help:
            silent.append(name)
    assert silent == []


def test_every_column_has_its_meaning_and_its_unit() -> None:
    page = (REFERENCE / "files.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for file, record in {"scenario.toml": Settings, **{f"{name}.csv": one for name, one in TABLES.items()}}.items():
        for spec in specs(record):
            row = re.search(rf"^\| \**{re.escape(spec.column)}\** \| (.+?) \| .*\|$", sections[file], re.MULTILINE)
            assert row is not None, f"{file} {spec.column}"
            assert spec.description
            assert cell_form(spec).replace("|", "\\|") in row[0]
            assert spec.suffix is None or f"[{spec.suffix}]" in row[1]
