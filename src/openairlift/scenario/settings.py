"""``scenario.toml`` to settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import Settings, specs
from openairlift.scenario.options import cell_text
from openairlift.tables import CellError, find_column, parse_cell

FILE = "scenario.toml"


def read_settings(raw: Mapping[str, Any], issues: list[Issue]) -> tuple[Settings | None, dict[str, str]]:
    """Return the settings and the text of each stated one by canonical name; None when something is wrong."""
    before = len(issues)
    names = [name for spec in specs(Settings) for name in spec.columns]
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    for key, value in raw.items():
        if key.startswith("x_"):
            continue
        match = find_column(Settings, key)
        if match is None:
            allowed = ", ".join(spec.column for spec in specs(Settings))
            issues.append(
                Issue(what="no such key", file=FILE, column=key, allowed=allowed, nearest=nearest(key, names))
            )
            continue
        spec, suffix = match
        if spec.attribute in values:
            issues.append(Issue(what="the setting stands twice, in two units", file=FILE, column=key, allowed="once"))
            continue
        if spec.attribute == "rank_weights":
            values[spec.attribute] = _weights(value, issues)
            texts[spec.column] = cell_text(value)
            continue
        if isinstance(value, dict | list) or (spec.kind.value == "text" and not isinstance(value, str)):
            issues.append(
                Issue(what="wrong kind of value", file=FILE, column=key, got=str(value), allowed=spec.kind.value)
            )
            continue
        text = f"{value.isoformat()}" if isinstance(value, date | datetime) else cell_text(value)
        try:
            values[spec.attribute] = parse_cell(spec, text, start=None, suffix=suffix)
            texts[spec.column] = text
        except CellError as error:
            issues.append(
                Issue(what=error.what, file=FILE, column=key, got=text, allowed=error.allowed, nearest=error.nearest)
            )
    for spec in specs(Settings):
        if spec.required and not any(name in raw for name in spec.columns):
            what = "a required key is missing"
            issues.append(Issue(what=what, file=FILE, column=spec.column, allowed=spec.description))
    return (Settings(**values) if len(issues) == before else None), texts


def _weights(value: Any, issues: list[Issue]) -> tuple[float, ...]:
    allowed = "a list of positive numbers that do not rise, such as [8, 4, 2, 1]"
    numbers = isinstance(value, list) and all(type(item) in (int, float) and item > 0 for item in value)
    if not numbers or not value or sorted(value, reverse=True) != value:
        issues.append(Issue(what="no weights", file=FILE, column="rank_weights", got=str(value), allowed=allowed))
        return (1.0,)
    return tuple(float(item) for item in value)
