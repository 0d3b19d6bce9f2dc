"""What stands where in a workbook: the names of its sheets, and what each column is headed with."""

from __future__ import annotations

from openairlift.model import TABLES, FieldSpec, Kind
from openairlift.tables import cell_default, cell_form

SETTINGS, README, LISTS = "Settings", "Readme", "Lists"
RESERVED = frozenset({"readme", "lists"})
"""Sheets that nothing is read from."""

COMMENT = "#"
"""A row whose first cell begins with it is no row of the table."""

EXAMPLE = "# example"
"""How the first cell of an example row begins."""

UNIT = "# unit"
SETTINGS_HEAD = ("key", "value", "unit", "meaning", "note")
FILE = "file"
"""First cell of a sheet that holds a file line by line; the name of the file stands beside it."""

BASE64 = "base64"
TEXTS = {"options.toml": "Options", "evidence.toml": "Evidence", "evidence-draft.toml": "Evidence_draft"}
"""Sheets of the files that are kept as lines of text."""

_UNITS = {
    Kind.TEXT: "text",
    Kind.ID: "id",
    Kind.IDS: "ids, ; between",
    Kind.INTEGER: "whole number",
    Kind.NUMBER: "number",
    Kind.DISTRIBUTION: "number or distribution",
    Kind.BOOLEAN: "yes or no",
    Kind.TIME: "date, UTC",
    Kind.CHOICE: "choose",
    Kind.CHOICES: "words, ; between",
    Kind.SPOTS: "wide:2;narrow:3",
    Kind.EQUIVALENCE: "wide=2*narrow",
    Kind.CURVE: "points, ; between",
    Kind.HOURS: "daily 06:00-18:00",
}


def sheet_name(table: str) -> str:
    """Return the name of a table's sheet.

    Examples
    --------
    >>> sheet_name("ground_times")
    'Ground_times'
    """
    return table.capitalize()


def table_of(title: str) -> str:
    """Return the table that a sheet's name stands for, if there is one: case does not count, blanks are underscores.

    Examples
    --------
    >>> table_of("Ground times")
    'ground_times'
    """
    return title.strip().lower().replace(" ", "_").replace("-", "_")


def is_table(name: str) -> bool:
    """Whether there is such a table."""
    return name in TABLES


def unit_words(spec: FieldSpec | None) -> str:
    """Return what the row of units says about a column."""
    if spec is None:
        return ""
    return spec.suffix or _UNITS.get(spec.kind, "text")


def help_text(spec: FieldSpec) -> str:
    """Return the note on a column: what it means, how a cell is written, the default."""
    lines = [spec.description, f"Holds {cell_form(spec)}."]
    default = cell_default(spec)
    if spec.required:
        lines.append("Required.")
    elif default:
        lines.append(f"Blank: {default}.")
    if not spec.used:
        lines.append("Read and checked; not used by this version.")
    return "\n".join(lines)


def letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Examples
    --------
    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
