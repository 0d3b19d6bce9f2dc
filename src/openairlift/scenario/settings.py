"""``scenario.toml`` to settings."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.model import FieldSpec, Kind, Settings, specs
from openairlift.scenario.options import cell_text
from openairlift.tables import CellError, find_column, nearest_unit, parse_cell
from openairlift.units import AMBIGUOUS_TONS, UNITS, ton_message

FILE = "scenario.toml"
_WEIGHTS = "rank_weights"
_PLAIN = (str, int, float)


def read_settings(
    raw: Mapping[str, Any], issues: list[Issue], *, replaced: Mapping[str, tuple[str, str]] | None = None
) -> tuple[Settings | None, dict[str, str]]:
    """Return the settings and the text of each stated key by canonical name.

    Parameters
    ----------
    raw : the TOML.
    issues : everything that is wrong is added here.
    replaced : texts that take the place of keys, with the file that says so (parameters and overrides).

    Returns
    -------
    tuple
        Settings (None when something is wrong), and texts.
    """
    reader = _Reader(issues)
    taken = dict(replaced or {})
    spelled = {match[0].column for key in taken if (match := find_column(Settings, key)) is not None}
    for key, value in raw.items():
        if key.startswith("x_"):
            continue
        match = find_column(Settings, key)
        if match is None:
            issues.append(_unknown(key, FILE))
        elif match[0].column not in spelled:
            reader.read(key, value, *match, file=FILE)
    for key, (text, file) in taken.items():
        match = find_column(Settings, key)
        if match is None:
            issues.append(_unknown(key, file))
        else:
            reader.read(key, text, *match, file=file)
    for spec in specs(Settings):
        if spec.required and spec.column not in reader.texts and spec.column not in reader.broken:
            issues.append(
                Issue(what="the required key is missing", file=FILE, column=spec.column, allowed=spec.description)
            )
            reader.broken.add(spec.column)
    return (None if reader.broken else Settings(**reader.values)), reader.texts


class _Reader:
    """Reads keys one by one; faults become issues."""

    def __init__(self, issues: list[Issue]) -> None:
        self.issues = issues
        self.values: dict[str, Any] = {}
        self.texts: dict[str, str] = {}
        self.broken: set[str] = set()

    def read(self, key: str, value: Any, spec: FieldSpec, suffix: str | None, *, file: str) -> None:
        if spec.column in self.texts or spec.column in self.broken:
            what = "the same setting stands there in another unit"
            self.issues.append(Issue(what=what, file=file, column=key, allowed="one of the two"))
            self.broken.add(spec.column)
            return
        text = cell_text(value)
        try:
            self.values[spec.attribute] = _value(spec, value, text, suffix)
            self.texts[spec.column] = text
        except CellError as error:
            self.broken.add(spec.column)
            self.issues.append(
                Issue(
                    what=error.what,
                    file=file,
                    column=key,
                    got=text[:80],
                    allowed=error.allowed,
                    nearest=error.nearest,
                )
            )


def _value(spec: FieldSpec, value: Any, text: str, suffix: str | None) -> Any:
    if spec.column == _WEIGHTS:
        return _weights(value)
    is_moment = hasattr(value, "isoformat")
    if isinstance(value, bool) or not (isinstance(value, _PLAIN) or is_moment):
        raise CellError("is a value of another kind", allowed=f"{spec.kind}: {spec.description}")
    if spec.kind in (Kind.TEXT, Kind.CHOICE) and not isinstance(value, str):
        raise CellError("is no text", allowed=", ".join(spec.choices) or "a text in quotes")
    if not text:
        raise CellError("is blank", allowed="a value, or leave the key out")
    return parse_cell(spec, text, start=None, suffix=suffix)


def _weights(value: Any) -> tuple[float, ...]:
    form = "a list of positive numbers, none above the one before it, such as [8, 4, 2, 1]"
    if isinstance(value, str):  # from a parameter or an override
        try:
            value = [float(part) for part in value.split(";")]
        except ValueError:
            raise CellError("is no list of numbers", allowed=form) from None
    if not isinstance(value, list) or not value or not all(type(item) in (int, float) for item in value):
        raise CellError("is no list of numbers", allowed=form)
    numbers = tuple(float(item) for item in value)
    if not all(0.0 < number < 1e12 for number in numbers):
        raise CellError("has a weight that is not positive and finite", allowed=form)
    if any(later > earlier for earlier, later in pairwise(numbers)):
        raise CellError("gives a less urgent rank a larger weight", allowed=form)
    return numbers


def _unknown(key: str, file: str) -> Issue:
    """Return the issue of an unknown key, or of a known one with an unknown unit."""
    names = [name for spec in specs(Settings) for name in spec.columns]
    for spec in specs(Settings):
        if spec.suffix is None or spec.dimension is None or not key.startswith(spec.base):
            continue
        unit = key[len(spec.base) :].removeprefix("_")
        if key not in (spec.base, f"{spec.base}_{unit}"):
            continue
        what = ton_message(unit) if unit.lower() in AMBIGUOUS_TONS else f"{unit!r} is no unit of {spec.dimension}"
        if not unit:
            what = "the key states no unit"
        allowed = ", ".join(f"{spec.base}_{suffix}" for suffix in UNITS[spec.dimension])
        near = nearest_unit(key, spec.columns) or spec.column
        return Issue(what=what, file=file, column=key, allowed=allowed, nearest=near)
    allowed = ", ".join(spec.column for spec in specs(Settings))
    close = nearest_unit(key, names) or nearest(key, names)
    return Issue(what="there is no such key", file=file, column=key, allowed=allowed, nearest=close)
