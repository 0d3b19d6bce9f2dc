"""Write the pages of docs/reference that are made from the code: files.md, formats.md and commands.md."""

from __future__ import annotations

from pathlib import Path

import click

from openairlift.cli import app
from openairlift.tables import column_reference
from openairlift.verbs.importing import import_formats

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


def formats_page() -> str:
    """Return the page of every foreign layout with its whole mapping."""
    parts = [
        "# Formats that are read\n\nFor `openairlift import` and `openairlift ledger`; [how to use them]"
        "(../reading-other-formats.md). Headers are compared without case, accents, blanks and punctuation. A column "
        "of a quantity may name its unit: `Total weight (kg)`, `weight_lb`, `bulk (short tons)`. What is *read* goes "
        "into the columns named; what is *kept* goes into a column `x_…` that no result reads; what is *passed over* "
        "is known and dropped; every other column is reported. *ledger*: only a ledger takes it.\n\n"
        "This page is made from the code.\n"
    ]
    for item in import_formats()["formats"]:
        parts.append(f"## {item['name']}\n\n{item['title']}. {item['layout']} Writes {', '.join(item['tables'])}.\n")
        rows = ["| column | becomes | meaning |", "|---|---|---|"]
        for column in item["columns"]:
            names = ", ".join(f"`{name}`" for name in column["names"])
            unit = f" [{column['unit']}]" if column["unit"] else (" [unit named]" if column["unit_needed"] else "")
            needed = " **required**" if column["required"] else ""
            to = ", ".join(f"`{name}`" for name in column["to"]) or "–"
            use = "" if column["use"] == "read" else f"{column['use']}: "
            rows.append(f"| {names}{unit}{needed} | {use}{to} | {column['meaning']} |".replace("…|", "… |"))
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


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
    (HERE / "formats.md").write_text(formats_page(), encoding="utf-8")
    (HERE / "commands.md").write_text(commands_page(), encoding="utf-8")
