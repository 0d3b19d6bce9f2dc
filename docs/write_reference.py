"""Write the pages of docs/reference that are made from the code: files.md and commands.md."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli import app
from openairlift.tables import column_reference

HERE = Path(__file__).parent / "reference"


def files_page() -> str:
    """Return the page of every file and column."""
    head = (
        "# Files\n\nA scenario is a folder of small text files. `scenario.toml`, `places.csv`, `fleet.csv` and "
        "`requirements.csv` are required. A column in bold must be there. A unit suffix may be another of the "
        "same kind (`mass_st` for `mass_kg`). Where a number may stand, so may a distribution: "
        "`lognormal(mean=2.75; cv=0.3)`, "
        "`triangular(2.25; 2.75; 3.25)`, `uniform(2; 3)`, `empirical(2.1; 2.4; 3)`. Dates: `2022-03-04`, "
        "`2022-03-04T12:00Z`, `041200ZMAR22`, `C+003`, `D+3`. Columns that begin with `x_` are yours. Any row may "
        "carry `evidence` (ids, `;` between).\n\nThis page is made from the code.\n\n"
    )
    return head + column_reference().rstrip() + "\n"


def commands_page() -> str:
    """Return the page of every command with its options."""
    parts = [
        "# Commands\n\nThis page is made from the code. Exit status: 0 fine, 1 issues in the input, 2 wrong usage, "
        "130 interrupted (the same call resumes).\n"
    ]
    for path, command in _walk(app, ("openairlift",)):
        parts.append(f"## {' '.join(path)}\n\n{(command.help or '').strip()}\n")
        rows = [row for parameter in command.params if (row := _row(parameter))]
        if rows:
            parts.append("| parameter | meaning |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _walk(command: click.Command, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    found = [(path, command)]
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            found += _walk(command.commands[name], (*path, name))
    return found


def _row(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        return f"| {names} | {(parameter.help or '').strip()} |"
    return f"| `{(parameter.name or '').upper()}` | {'required' if parameter.required else 'optional'} |"


if __name__ == "__main__":
    (HERE / "files.md").write_text(files_page(), encoding="utf-8")
    (HERE / "commands.md").write_text(commands_page(), encoding="utf-8")
