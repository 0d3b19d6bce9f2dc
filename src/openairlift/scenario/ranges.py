"""What is not known exactly: the ends of each input's range, and the scenario with inputs moved towards them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from openairlift.evidence import BASES, Parameter
from openairlift.luck import sample
from openairlift.model import TABLES, Distribution, FieldSpec, Kind, Settings, Shape, Spots, specs
from openairlift.model import Curve as Points
from openairlift.scenario.overlay import SETTINGS
from openairlift.scenario.parameters import Parameters
from openairlift.scenario.rows import CellAt, replaced, rows
from openairlift.scenario.scenario import Scenario
from openairlift.tables import CellError, find_column, parse_cell
from openairlift.units import UNITS

LOW, HIGH = "low", "high"

Given = Callable[[str, str, FieldSpec, Any, Parameter | None], Parameter | None]
"""Gives the range that somebody states for a cell (table, row key, column, value, record of the scenario)."""

_FACTOR = re.compile(r"[x×*]\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)")
_SHIFT = re.compile(r"([+-])\s*([0-9]{1,4}(?:\.[0-9]{1,4})?)\s*(d|h)")
_BARE = re.compile(r"-?[0-9][0-9.,_eE+-]*|[a-z]+\(.*\)")  # a number, or a distribution: no unit of its own
_MOVED = frozenset({Kind.TIME, Kind.INTEGER, Kind.NUMBER, Kind.DISTRIBUTION, Kind.SPOTS, Kind.CURVE})
_TAIL = 0.05  # of a distribution without ends

Cells = dict[CellAt, tuple[FieldSpec, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """An input, or several that are one assumption and move together, with the two ends of its range.

    Attributes
    ----------
    name : ``table/row key/column``, with ``*`` as in the parameter record.
    column : canonical column.
    basis : the weakest basis of its cells.
    grades : Admiralty grades of the evidence behind it.
    cited : whether a document stands behind it: some evidence, or a basis stronger than assumed.
    low, high : the ends, as they are written.
    unit : the unit of both where they are written without one; blank for factors, shifts, counts and shares.
    shown, scale : unit of the cells in words, and how many stored units it has.
    stated : whether the range is stated; else it is that of the distribution in the cell.
    given : whether it was stated for this call only, beside the files: an assumption.
    base, ends : values now, and at the two ends, by cell; in the stored unit.
    """

    name: str
    column: str
    basis: str
    grades: tuple[str, ...]
    cited: bool
    low: str
    high: str
    unit: str
    shown: str
    scale: float
    stated: bool
    base: Mapping[CellAt, Any]
    ends: Mapping[str, Mapping[CellAt, Any]]
    given: bool = False

    def at(self, end: str, part: float = 1.0) -> dict[CellAt, Any]:
        """Return the values a part of the way from now to an end."""
        return {cell: between(value, self.ends[end][cell], part) for cell, value in self.base.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unranged:
    """Numbers without a range: what they are worth is not known.

    Attributes
    ----------
    name : ``table/row key/column``; of a parameter record its name, else with ``*`` where several cells are alike.
    basis : the weakest basis of a record, or the one that all the cells have.
    keys : rows of the cells.
    """

    name: str
    basis: str
    keys: tuple[str, ...]


def uncertain(scenario: Scenario, *, given: Given | None = None) -> tuple[tuple[Uncertain, ...], tuple[Unranged, ...]]:
    """Return the inputs whose ranges are known, and the numbers without a range, the least known first.

    A parameter record with ``low`` and ``high`` is one input, whatever number of cells it is about. Distributions that
    no range is stated for have their own ends: least and greatest value, or the 5 % and 95 % quantiles. Numbers without
    a range are grouped by their parameter record, or by column and basis where there is none. What `given` states for a
    cell goes before the record of the scenario.
    """
    parameters = Parameters(scenario.evidence)
    known = {(item.table, item.key, item.column): item.basis for item in scenario.inputs}
    groups: dict[str, tuple[Parameter | None, Cells]] = {}
    stated: dict[str, dict[str, Parameter]] = {}
    without: dict[tuple[str, str, str], tuple[str, list[str]]] = {}
    for table, key, spec, value in movable(scenario):
        param = parameters.find(table, key, spec.column)
        own = None if given is None else given(table, key, spec, value, param)
        if own is not None:
            beside = stated.setdefault(own.key, {})
            if param is not None:
                beside[param.key] = param
            groups.setdefault(own.key, (own, {}))[1][table, key, spec.attribute] = (spec, value)
            continue
        spread = has_ends(value)
        if (param is None or param.low is None) and not spread:
            if param is not None:
                without.setdefault((param.key, "", ""), (param.weakest, []))[1].append(key)
            else:
                for column in (name for name in spec.columns if (table, key, name) in known):
                    basis = known[table, key, column]
                    without.setdefault((table, column, basis), (basis, []))[1].append(key)
            continue
        name = f"{table}/{key}/{spec.column}" if param is None else param.key
        groups.setdefault(name, (param, {}))[1][table, key, spec.attribute] = (spec, value)
    found = [_group(scenario, known, name, param, cells) for name, (param, cells) in groups.items()]
    made = (
        item if item.name not in stated else _as_given(scenario, item, stated[item.name].values(), known)
        for item in found
        if item is not None
    )
    return tuple(made), _unranged(without)


def movable(scenario: Scenario) -> Iterator[tuple[str, str, FieldSpec, Any]]:
    """Yield table, row key, column and value of every cell that may have a range."""
    for table in (SETTINGS[0], *TABLES):
        fields = [spec for spec in specs(_record(table)) if spec.kind in _MOVED and spec.used and not spec.outlook]
        for key, record in rows(scenario, table):
            for spec in fields:
                value = getattr(record, spec.attribute)
                if value is not None:
                    yield table, key, spec, value


def has_ends(value: object) -> bool:
    """Whether a value has ends of its own: it is a distribution."""
    return isinstance(value, Distribution) and value.shape is not Shape.CONSTANT


def _as_given(
    scenario: Scenario, item: Uncertain, beside: Iterable[Parameter], known: Mapping[CellAt, str]
) -> Uncertain:
    """Return an input whose range was stated for this call: its basis and grades are those of its cells."""
    found = [param.weakest for param in beside]
    for table, key, attribute in item.base:
        columns = next(spec.columns for spec in specs(_record(table)) if spec.attribute == attribute)
        found += [known[table, key, column] for column in columns if (table, key, column) in known]
    basis = max(found, key=BASES.index, default="assumed")
    cited = [id_ for param in beside for id_ in param.ids]
    return replace(
        item,
        basis=basis,
        grades=_grades(scenario, cited),
        cited=bool(cited) or basis != "assumed",
        given=True,
    )


def _grades(scenario: Scenario, cited: Iterable[str]) -> tuple[str, ...]:
    book = scenario.evidence
    return tuple(dict.fromkeys(grade for id_ in cited if id_ in book.evidence and (grade := book.evidence[id_].grade)))


def _unranged(found: Mapping[tuple[str, str, str], tuple[str, list[str]]]) -> tuple[Unranged, ...]:
    """Return the groups by basis, the weakest first; each by its record's name, or by table and column."""
    made = [
        Unranged(
            name=name if not column else f"{name}/{keys[0] if len(keys) == 1 else '*'}/{column}",
            basis=basis,
            keys=tuple(keys),
        )
        for (name, column, _), (basis, keys) in found.items()
    ]
    return tuple(sorted(made, key=lambda item: (-BASES.index(item.basis), item.name)))


def moved(scenario: Scenario, moves: Mapping[str, Mapping[CellAt, Any]]) -> Scenario:
    """Return the scenario with the values of some inputs replaced (by name of the input, which does not matter)."""
    values = {cell: value for cells in moves.values() for cell, value in cells.items()}
    return replaced(scenario, values) if values else scenario


def range_fault(param: Parameter, spec: FieldSpec, suffix: str | None, start: datetime) -> CellError | None:
    """Return what is wrong with a stated range of a column, with what a cell of it may be where that is the fault."""
    found: list[tuple[str, Any]] = []
    for text in (param.low, param.high):
        if text is None:
            return None  # an issue already: a range has two ends
        if spec.kind not in _MOVED:
            return CellError(f"a column of the kind {spec.kind} has no range")
        shift, factor = _SHIFT.fullmatch(text.strip()), _FACTOR.fullmatch(text.strip())
        if factor is not None and spec.kind is Kind.TIME:
            return CellError(f"{text!r}: a moment has no factor, but a shift such as '- 4 d'")
        if factor is not None:
            found.append(("factor", float(factor[1])))
        elif shift is not None and spec.kind is Kind.TIME:
            found.append(("shift", _hours(shift)))
        else:
            try:
                found.append(("cell", parse_cell(spec, text, suffix=suffix, start=start)))
            except CellError as error:
                return CellError(f"{text!r} {error.what}", allowed=error.allowed, nearest=error.nearest)
    (one, low), (other, high) = found
    if one == other and isinstance(low, int | float | datetime) and low > high:
        return CellError(f"low is above high: {param.low!r}, {param.high!r}")
    return None


def _hours(shift: re.Match[str]) -> float:
    return float(shift[2]) * (24 if shift[3] == "d" else 1) * (1 if shift[1] == "+" else -1)


def _record(table: str) -> type[Any]:
    return Settings if table == SETTINGS[0] else TABLES[table]


def _group(
    scenario: Scenario,
    known: Mapping[CellAt, str],
    name: str,
    param: Parameter | None,
    cells: Cells,
) -> Uncertain | None:
    ends: dict[str, dict[CellAt, Any]] = {LOW: {}, HIGH: {}}
    stated = param is not None and param.low is not None
    match = None if param is None else find_column(_record(param.table), param.column)
    suffix = None if match is None else match[1]
    for cell, (spec, value) in cells.items():
        for end in (LOW, HIGH):
            text = getattr(param, end) if stated else None
            ends[end][cell] = _own_end(value, end) if text is None else _end(scenario, spec, suffix, value, text)
    base = {cell: value for cell, (_, value) in cells.items()}
    if ends[LOW] == base and ends[HIGH] == base:
        return None
    basis = _basis(known, param, cells)
    cited = () if param is None else param.ids
    first = next(iter(cells))
    shown, scale = _unit(cells[first][0], suffix)
    words = [
        (getattr(param, end) if stated else None) or _shown(cells[first][0], ends[end], end) for end in (LOW, HIGH)
    ]
    return Uncertain(
        name=name,
        column=cells[first][0].column,
        basis=basis,
        grades=_grades(scenario, cited),
        cited=bool(cited) or basis != "assumed",
        low=words[0],
        high=words[1],
        unit=shown if stated and all(_BARE.fullmatch(word.strip()) for word in words) else "",
        shown=shown,
        scale=scale,
        stated=stated,
        base=base,
        ends=ends,
    )


def _unit(spec: FieldSpec, suffix: str | None) -> tuple[str, float]:
    """Return the unit of a column in words, and its size in the stored unit; blank for counts and plain shares."""
    suffix = suffix or spec.suffix
    if spec.dimension is None or not suffix or suffix not in UNITS[spec.dimension]:
        return "", 1.0
    scale = UNITS[spec.dimension][suffix].factor
    words = {"share": "", "pct": "%", "m3": "m³", "ft3": "ft³", "usd": "USD", "kmh": "km/h", "ms": "m/s"}
    return words.get(suffix, suffix.replace("_per_", "/").replace("usd", "USD")), scale


def _basis(known: Mapping[CellAt, str], param: Parameter | None, cells: Cells) -> str:
    if param is not None:
        return param.weakest
    found = [
        known[table, key, column]
        for (table, key, _), (spec, _) in cells.items()
        for column in spec.columns
        if (table, key, column) in known
    ]
    return max(found, key=BASES.index, default="assumed")


def _end(scenario: Scenario, spec: FieldSpec, suffix: str | None, value: Any, text: str) -> Any:
    """Return the value of a cell at a stated end."""
    word = text.strip()
    shift, factor = _SHIFT.fullmatch(word), _FACTOR.fullmatch(word)
    if shift is not None and isinstance(value, datetime):
        return max(value + timedelta(hours=_hours(shift)), scenario.settings.start)
    if factor is not None:
        return _scaled(spec, value, float(factor[1]))
    found = parse_cell(spec, text, suffix=suffix, start=scenario.settings.start)
    return max(found, scenario.settings.start) if isinstance(found, datetime) else found


def _own_end(value: Distribution, end: str) -> Distribution:
    """Return the least or greatest value of a distribution."""
    if value.shape is Shape.LOGNORMAL:
        return Distribution.constant(sample(int(value.shape), value.parameters, _TAIL if end == LOW else 1 - _TAIL))
    return Distribution.constant(min(value.parameters) if end == LOW else max(value.parameters))


def _scaled(spec: FieldSpec, value: Any, factor: float) -> Any:
    if isinstance(value, Distribution):
        return value.scaled(factor)
    if isinstance(value, Spots):
        counts = tuple(max(round(count * factor), 1) if count else 0 for count in value.counts)
        return Spots((counts[0], counts[1], counts[2]))
    if isinstance(value, Points):
        return Points(tuple((x, y * factor) for x, y in value.points))
    if isinstance(value, int):
        return max(int(value * factor + 0.5), int(spec.minimum or 0))
    return value * factor if spec.maximum is None else min(value * factor, spec.maximum)


def between(base: Any, end: Any, part: float) -> Any:
    """Return the value a part of the way from one to another; whole numbers are rounded.

    Examples
    --------
    >>> between(2.0, 4.0, 0.5), between(2, 6, 0.5)
    (3.0, 4)
    """
    if part >= 1.0 or base == end:
        return end
    if isinstance(base, datetime):
        return base + timedelta(seconds=round((end - base).total_seconds() * part))
    if isinstance(base, Distribution):
        return _mixed(base, end, part)
    if isinstance(base, Spots):
        counts = tuple(int(a + (b - a) * part + 0.5) for a, b in zip(base.counts, end.counts, strict=True))
        return Spots((counts[0], counts[1], counts[2]))
    if isinstance(base, Points):
        pairs = zip(base.points, end.points, strict=True)
        return Points(tuple((x, y + (other - y) * part) for (x, y), (_, other) in pairs))
    mixed = base + (end - base) * part
    return int(mixed + 0.5) if isinstance(base, int) else mixed


def _mixed(base: Distribution, end: Distribution, part: float) -> Distribution:
    """Return a distribution between two: of like ones by parameters, else shifted by its mean."""
    if base.shape is end.shape and len(base.parameters) == len(end.parameters):
        return replace(base, parameters=_mix(base.parameters, end.parameters, part))
    if end.shape is Shape.CONSTANT and base.shape is Shape.LOGNORMAL:
        mean, cv = base.parameters
        return replace(base, parameters=(mean + (end.mean - mean) * part, cv * (1 - part)))
    if end.shape is Shape.CONSTANT:
        return replace(base, parameters=_mix(base.parameters, end.parameters * len(base.parameters), part))
    return end if part >= 0.5 else base


def _mix(one: tuple[float, ...], other: tuple[float, ...], part: float) -> tuple[float, ...]:
    return tuple(a + (b - a) * part for a, b in zip(one, other, strict=True))


def _shown(spec: FieldSpec, values: Mapping[CellAt, Distribution], end: str) -> str:
    """Return an end of a distribution in the unit of its column; in words where the cells differ."""
    means = {value.mean for value in values.values()}
    if len(means) > 1:
        return "the least of each" if end == LOW else "the greatest of each"
    factor = UNITS[spec.dimension][spec.suffix].factor if spec.dimension is not None and spec.suffix else 1.0
    return f"{means.pop() / factor:.4g} {spec.suffix or ''}".strip()
