"""Documentation that is made from the code is up to date, and what it shows runs."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from openairlift.cli import app
from openairlift.model import TABLES, specs

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/openairlift/examples/*/README.md")])


@pytest.mark.parametrize("name", ["files", "formats", "commands", "catalogue"])
def test_pages_made_from_the_code_are_up_to_date(name: str) -> None:
    made = runpy.run_path(str(ROOT / "docs" / "write_reference.py"))[f"{name}_page"]()
    assert (ROOT / "docs" / "reference" / f"{name}.md").read_text(encoding="utf-8") == made


def test_every_shipped_example_is_named_in_the_readme() -> None:
    listed = (
        (ROOT / "README.md").read_text(encoding="utf-8").split("or the name of a shipped example:")[1].split("\n\n")[0]
    )
    for folder in (ROOT / "src/openairlift/examples").iterdir():
        assert not (folder / "scenario.toml").exists() or f"`{folder.name}`" in listed


def test_every_column_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "files.md").read_text(encoding="utf-8")
    for table, record in TABLES.items():
        section = page.split(f"{table}.csv", 1)[1]
        for spec in specs(record):
            assert spec.column in section


def _blocks(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        blocks = re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        found += [(f"{page.relative_to(ROOT)} {number}", block) for number, block in enumerate(blocks)]
    return found


@pytest.mark.parametrize(("where", "code"), _blocks("python"))
def test_python_blocks_run(where: str, code: str) -> None:
    exec(compile(code, where, "exec"), {})  # noqa: S102 - our own documentation


def _commands() -> list[str]:
    lines = [line.strip() for page in PAGES for line in page.read_text(encoding="utf-8").splitlines()]
    found = [line.removeprefix("| ").strip("`") for line in lines if line.startswith("openairlift ")]
    found += [match for line in lines for match in re.findall(r"`(openairlift [^`]+)`", line)]
    return sorted(set(found))


@pytest.mark.parametrize("line", _commands())
def test_commands_that_are_shown_exist_with_their_options(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    path = []
    group: object = app
    while words and words[0] in getattr(group, "commands", {}):
        group = group.commands[words[0]]  # type: ignore[attr-defined]
        path.append(words.pop(0))
    assert path, f"no such command: {line}"
    page = CliRunner().invoke(app, [*path, "--help"]).output
    for word in words:
        if word.startswith("--"):
            assert word in page, f"{word} of {line}"
