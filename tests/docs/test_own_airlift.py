"""The second tutorial, carried out word by word: its files are written, its commands run, in order."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import openairlift as oa
from openairlift.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "own-airlift.md").read_text(encoding="utf-8")
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```', re.MULTILINE | re.DOTALL)


def call(words: list[str]) -> str:
    """Run a command of the page as a shell would, in the present folder."""
    if words[0] == "cp":
        shutil.copytree(words[-2], words[-1])
        return ""
    expanded = [
        found for word in words[1:] for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])
    ]
    result = CliRunner().invoke(app, expanded)
    assert result.exit_code == 0, f"{shlex.join(words)}\n{result.output}"
    return result.output


def carried_out() -> dict[str, str]:
    """Write the files and run the commands of the page in order; return what each command printed, by its words."""
    printed = {}
    for language, title, text in BLOCK.findall(PAGE):
        if title:
            Path(title).write_text(text, encoding="utf-8")
            continue
        assert language == "console", f"a block that is neither a file nor commands: {text[:60]}"
        for line in text.splitlines():
            printed[line] = call(shlex.split(line))
    return printed


def printed_by(printed: dict[str, str], start: str) -> str:
    """Return what the last command that starts so has printed."""
    return [text for line, text in printed.items() if line.startswith(f"openairlift {start}")][-1]


def test_the_page_leads_from_the_template_to_a_judged_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    printed = carried_out()
    assert "lorr" not in printed_by(printed, "diff calm")  # the two differ by the storm alone
    assert re.search(r"closure: [\d.]+ h -> [\d.]+ h, change \+", printed_by(printed, "diff calm"))
    assert "C-130J-30" in printed_by(printed, "limits")
    assert "no airfield and no surface link leads to" in printed_by(printed, "resilience")
    assert printed_by(printed, "judge").count("decided by") + printed_by(printed, "judge").count("no input moves") == 4
    mine, again = oa.read_scenario("my-own"), oa.read_scenario("again")
    for name in ("settings", "places", "fleet", "requirements", "links", "disruptions"):
        assert getattr(again, name) == getattr(mine, name), name
    assert "nothing that is stated differs" in printed_by(printed, "diff my-own again")
    assert "most-in-three-days" in Path("page/report.html").read_text(encoding="utf-8")
    assert (tmp_path / "weighed" / "comparison.html").exists()
    assert (tmp_path / "lost" / "resilience.html").exists()


def test_the_page_is_linked_where_a_reader_would_look() -> None:
    root = Path(__file__).parents[2]
    for page in ("README.md", "mkdocs.yml", "docs/tutorial.md", "docs/index.md"):
        assert "own-airlift.md" in (root / page).read_text(encoding="utf-8"), page
