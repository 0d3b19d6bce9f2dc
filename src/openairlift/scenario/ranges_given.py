"""Which inputs are asked about, by name, and ranges that are assumed for one call because no file states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from openairlift.errors import UsageError, nearest
from openairlift.evidence import Parameter
from openairlift.model import TABLES, FieldSpec, Kind, Settings, Spots, specs
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.ranges import Given, Uncertain, Unranged, has_ends, movable, range_fault, uncertain
from openairlift.scenario.scenario import Scenario
from openairlift.tables import find_column

UNSPREAD = ("lat", "lon", "rank")
"""Columns that a percentage says nothing about; moments and the keys of ``scenario.toml`` are others."""

_SHOWN = 8  # names in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The inputs to move, and the numbers that are left where they are because they have no range."""

    inputs: tuple[Uncertain, ...]
    without: tuple[Unranged, ...]


def asked_inputs(
    scenario: Scenario,
    *,
    inputs: Sequence[str] = (),
    ranges: Mapping[str, str] | None = None,
    spread: float | None = None,
) -> Asked:
    """Return the inputs that are asked about, with their ranges.

    Parameters
    ----------
    scenario : whose inputs they are.
    inputs : names ``table/row key/column``, in which ``*`` stands for any text; none = all that have a range. A name of
        one cell takes the whole assumption that the cell is part of.
    ranges : ends by name, as ``2..4``, ``x 0.5..x 2``, ``- 1 d..+ 2 d``. All cells of a name move together. They go
        before what the files state.
    spread : part by which other numbers that have no range go down and up, such as 0.2. A parameter record is one
        input; else each cell is.

    Raises
    ------
    UsageError
        When a name is of nothing, a range can't be read, or nothing that is asked about has a range.
    """
    if spread is not None and not 0 < spread < 1:
        raise UsageError(f"a spread lies between 0 and 1 (0 % and 100 %), got {spread:g}")
    stated = [_record_of(scenario, name, text) for name, text in (ranges or {}).items()]
    given = _given(stated, inputs, spread)
    known, without = uncertain(scenario, given=given if stated or spread else None)
    if not inputs:
        return Asked(inputs=known, without=without)
    wanted = {*inputs, *(ranges or {})}
    found = tuple(item for item in known if any(_covers(name, item) for name in wanted))
    for name in inputs:
        if not any(_covers(name, item) for item in found):
            raise UsageError(_nothing(scenario, name, known))
    return Asked(inputs=found, without=tuple(item for item in without if _named(inputs, item)))


def _named(names: Sequence[str], item: Unranged) -> bool:
    """Whether numbers without a range are among those that are asked about."""
    table, _, column = _parts(item.name)
    cells = [f"{table}/{key}/{column}" for key in item.keys]
    return any(fnmatchcase(cell, name) for cell in (item.name, *cells) for name in names)


def _given(stated: Sequence[tuple[Parameter, FieldSpec]], inputs: Sequence[str], spread: float | None) -> Given:
    def given(table: str, key: str, spec: FieldSpec, value: object, own: Parameter | None) -> Parameter | None:
        for param, column in stated:
            if param.table == table and column.attribute == spec.attribute and fnmatchcase(key, param.row):
                return param
        if spread is None or not _spreadable(table, spec) or has_ends(value) or (own is not None and own.low):
            return None
        cell = f"{table}/{key}/{spec.column}"
        if inputs and not any(_fits(name, table, key, spec) or (own and name == own.key) for name in inputs):
            return None
        name, row = (cell, key) if own is None else (own.key, own.row)
        low, high = f"x {1 - spread:.6g}", f"x {1 + spread:.6g}"
        return Parameter(
            key=name, table=table, row=row, column=spec.column, basis={"value": "assumed"}, low=low, high=high
        )

    return given


def _spreadable(table: str, spec: FieldSpec) -> bool:
    if spec.kind is Kind.TIME or table == SETTINGS[0]:
        return False
    return spec.column not in UNSPREAD


def _record_of(scenario: Scenario, name: str, text: str) -> tuple[Parameter, FieldSpec]:
    """Return a range of the command line as a parameter record, with its column."""
    table, key, column = _parts(name)
    record = Settings if table == SETTINGS[0] else TABLES.get(table)
    if record is None:
        raise UsageError(_unknown(f"there is no table {table!r}", table, [SETTINGS[0], *TABLES]))
    match = find_column(record, column)
    if match is None:
        known = [spec.column for spec in specs(record)]
        raise UsageError(_unknown(f"{table} has no column {column!r}", column, known))
    spec, suffix = match
    cells = {
        row: value
        for found, row, other, value in movable(scenario)
        if found == table and other.attribute == spec.attribute
    }
    values = [value for row, value in cells.items() if fnmatchcase(row, key)]
    if not values:
        raise UsageError(_unknown(f"no filled cell {column} of {table} has the key {key!r}", key, list(cells)))
    ends = text.split("..")
    if len(ends) != 2 or not all(end.strip() for end in ends):
        raise UsageError(f"the range of {name} is written LOW..HIGH, such as 2..4 or x 0.5..x 2; got {text!r}")
    low, high = (_spots(end, values) if spec.kind is Kind.SPOTS else end.strip() for end in ends)
    param = Parameter(key=name, table=table, row=key, column=column, basis={"value": "assumed"}, low=low, high=high)
    fault = range_fault(param, spec, suffix, scenario.settings.start)
    if fault is not None:
        allowed = "" if fault.allowed is None else f"; allowed: {fault.allowed}"
        raise UsageError(f"the range of {name}: {fault.what}{allowed}")
    return param, spec


def _spots(end: str, values: Sequence[object]) -> str:
    """Return a bare number of spots as spots of the one class that the cells have."""
    word = end.strip()
    if not word.isdecimal():
        return word
    classes = {
        part.partition(":")[0]
        for value in values
        if isinstance(value, Spots)
        for part in str(value).split(";")
        if part.partition(":")[2] not in ("", "0")
    }
    return f"{classes.pop()}:{word}" if len(classes) == 1 else word


def _parts(name: str) -> tuple[str, str, str]:
    """Return table, row key and column of a name; a row key may hold slashes."""
    table, _, rest = name.partition("/")
    key, _, column = rest.rpartition("/")
    if not (table and key and column):
        raise UsageError(f"an input is named table/row key/column, such as places/hub/parking; got {name!r}")
    return table.strip(), key.strip(), column.strip()


def _covers(name: str, item: Uncertain) -> bool:
    """Whether a name is that of an input, or of one of its cells."""
    if fnmatchcase(item.name, name):
        return True
    tables = {table: Settings if table == SETTINGS[0] else TABLES[table] for table, _, _ in item.base}
    columns = {(table, spec.attribute): spec for table, record in tables.items() for spec in specs(record)}
    return any(_fits(name, table, key, columns[table, attribute]) for table, key, attribute in item.base)


def _fits(name: str, table: str, key: str, spec: FieldSpec) -> bool:
    return any(fnmatchcase(f"{table}/{key}/{column}", name) for column in spec.columns)


def _nothing(scenario: Scenario, name: str, known: Sequence[Uncertain]) -> str:
    cells = [(table, key, spec) for table, key, spec, _ in movable(scenario)]
    bare = [f"{table}/{key}/{spec.column}" for table, key, spec in cells if _fits(name, table, key, spec)]
    if bare:
        named = ", ".join(bare[:_SHOWN]) + (f" and {len(bare) - _SHOWN} more" if len(bare) > _SHOWN else "")
        return (
            f"{name!r} names numbers that have no range, or none in which they move: {named}. Assume one: "
            f'--range "{bare[0]}=LOW..HIGH", or --spread 20% for all that have none'
        )
    _parts(name)
    names = [*(item.name for item in known), *(f"{table}/{key}/{spec.column}" for table, key, spec in cells)]
    return _unknown(f"{name!r} names no number of the scenario", name, names, listed=[item.name for item in known])


def _unknown(what: str, got: str, known: Sequence[str], *, listed: Sequence[str] | None = None) -> str:
    shown = list(dict.fromkeys(known if listed is None else listed))
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN and listed is not None else ""
    near = nearest(got, known)
    hint = "" if near is None else f"; did you mean {near!r}?"
    allowed = ", ".join(shown[:_SHOWN] if more else shown)
    return f"{what}; known: {allowed or 'none'}{more}{hint}"
