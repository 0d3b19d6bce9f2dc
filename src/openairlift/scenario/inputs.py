"""Every number that a result reads, with its basis: from parameter records, reference tables, or assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openairlift import reference
from openairlift.evidence import BASES, EvidenceBook, Parameter
from openairlift.model import PERSON, TABLES, FieldSpec, Kind, Option, Place, Settings, specs
from openairlift.scenario.merge import POSITION, Taken
from openairlift.scenario.overlay import SETTINGS, Overlay
from openairlift.scenario.parameters import Parameters
from openairlift.scenario.scenario import Input
from openairlift.tables import Row, Table

NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DISTRIBUTION, Kind.SPOTS, Kind.EQUIVALENCE, Kind.CURVE})
_NO_INPUT = frozenset({"seed", "blur_km"})
"""Numbers of ``scenario.toml`` that say how to run or to show, not what is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Which rows a result reads: keys of ``aircraft``, ``items`` and units; other tables are read whole."""

    types: frozenset[str]
    items: frozenset[str]
    units: frozenset[str]

    def has(self, table: str, record: Any) -> bool:
        """Whether a result reads this row."""
        if table == "aircraft":
            return record.type in self.types
        if table in ("items", "stock"):
            return record.item in self.items
        if table in ("unit_types", "unit_loads"):
            return record.unit_type in self.units
        if table == "ground_times":
            return record.purpose != "expedited" and record.type in {"*", *self.types}
        return True


class Inputs:
    """Lists the inputs of a scenario."""

    def __init__(self, book: EvidenceBook, overlay: Overlay, options: Mapping[str, Option], read: Read) -> None:
        self.book, self.overlay, self.options, self.read = book, overlay, options, read
        self.parameters = Parameters(book)

    def settings(self, texts: Mapping[str, str], replaced: Mapping[str, tuple[str, str]]) -> Iterator[Input]:
        """Yield the numbers of ``scenario.toml``; `replaced` are those that parameters and overrides state."""
        table, key = SETTINGS
        for spec in specs(Settings):
            if spec.column not in texts or spec.kind not in NUMERIC or not spec.used or spec.column in _NO_INPUT:
                continue
            by = next((who for name, (_, who) in replaced.items() if name in spec.columns), None)
            if by == "overrides":
                yield self._changed(table, key, spec.column, texts[spec.column], by)
            else:
                param = self.parameters.find(table, key, spec.column)
                yield self._input(table, key, spec.column, texts[spec.column], param, where="scenario.toml")

    def table(self, table: Table[Any]) -> Iterator[Input]:
        """Yield the numbers of a table of the scenario; actual flights are no input."""
        if table.name == "flights":
            return
        for row in table.rows:
            if not self.read.has(table.name, row.record):
                continue
            for spec in _numeric(TABLES[table.name]):
                if spec.column in row.cells and (table.name, row.key, spec.column) != ("items", PERSON, "unit_mass_kg"):
                    yield self._cell(table, row, spec)

    def outlook(self, table: Table[Any]) -> Iterator[Input]:
        """Yield the numbers of a table that only the outlooks read."""
        for row in table.rows:
            for spec in specs(TABLES[table.name]):
                if spec.outlook and spec.kind in NUMERIC and spec.column in row.cells:
                    yield self._cell(table, row, spec)

    def _cell(self, table: Table[Any], row: Row[Any], spec: FieldSpec) -> Input:
        cell = (table.name, row.key, spec.column)
        written, text = row.written[spec.column], row.cells[spec.column]
        param = self.parameters.find(*cell)
        by = self.overlay.changed.get(cell)
        if by is not None:
            return self._changed(table.name, row.key, written, text, by)
        if cell in self.overlay.borrowed:
            return _shipped(table.name, row.key, spec.column, written, text)
        added = self.overlay.added.get((table.name, row.key))
        if added is not None and param is None:
            return self._changed(table.name, row.key, written, text, added)
        where = f"{table.file}, row {row.line}" if row.line is not None else "options.toml"
        if row.line is None and added is None:
            where = "evidence.toml"
        return self._input(table.name, row.key, written, text, param, where=where, cited=row.evidence)

    def _input(
        self,
        table: str,
        key: str,
        column: str,
        text: str,
        param: Parameter | None,
        *,
        where: str,
        cited: tuple[str, ...] = (),
    ) -> Input:
        evidence = tuple(name for name, _ in param.evidence) if param is not None and param.evidence else cited
        note = "" if param is None else "; ".join(part for part in (param.formula, param.note) if part)
        return Input(
            table=table,
            key=key,
            column=column,
            value=text,
            basis="assumed" if param is None else param.weakest,
            source="; ".join(self.book.sources_of(evidence)),
            evidence=evidence,
            note=note,
            where=where,
        )

    def _changed(self, table: str, key: str, column: str, text: str, by: str) -> Input:
        """Return the input of a what-if: whatever the base value rests on, this one is assumed."""
        option = self.options.get(by.removeprefix("option "))
        evidence = option.evidence if option is not None else ()
        return Input(
            table=table,
            key=key,
            column=column,
            value=text,
            basis="assumed",
            source="; ".join(self.book.sources_of(evidence)),
            evidence=evidence,
            note=f"stated by {by}",
            where="overrides" if option is None else f"options.toml, {by}",
        )

    def shipped(self, taken: Taken) -> Iterator[Input]:
        """Yield the numbers that come from shipped rows."""
        for (table, key), columns in taken.items():
            if table == "airfields":
                continue
            row = next(row for row in reference.reference_table(table).table.rows if row.key == key)
            record: Any = type(row.record)
            for spec in _numeric(record):
                if spec.column not in columns or (table, key, spec.column) == ("items", PERSON, "unit_mass_kg"):
                    continue
                written, text = row.written[spec.column], row.cells[spec.column]
                param = self.parameters.find(table, key, spec.column)
                if param is None:
                    yield _shipped(table, key, spec.column, written, text)
                else:
                    where = f"reference table {table}"
                    yield self._input(table, key, written, text, param, where=where)

    def airfields(self, places: Iterable[Place], taken: Taken) -> Iterator[Input]:
        """Yield positions and runways that come with an ICAO code.

        Their basis is no stronger than that of the code itself: where the identity of a place is assumed, so is its
        position.
        """
        for place in places:
            columns = taken.get(("airfields", place.icao or ""))
            if place.icao is None or columns is None:
                continue
            param = self.parameters.find("places", place.id, "icao")
            own: Collection[str] = next((row.cells for row in reference.airfields().rows if row.key == place.icao), ())
            for column in ("lat", "lon", "runway_m"):
                if column not in columns or (column == "runway_m" and "runway_m" not in own):
                    continue
                if column in POSITION:
                    value = f"{getattr(place, column):.10g}"
                    found = Input(
                        table="airfields",
                        key=place.icao,
                        column=column,
                        value=value,
                        basis="quoted",
                        source="airportsdata",
                        where="reference table airfields",
                    )
                else:
                    found = _shipped("airfields", place.icao, column, column, f"{place.runway_m:.10g}")
                yield found if param is None else _weakened(found, place.id, param)


def _weakened(found: Input, place: str, param: Parameter) -> Input:
    if BASES.index(param.weakest) <= BASES.index(found.basis):
        return found
    note = f"the ICAO code of {place} is {param.weakest}"
    return Input(
        table=found.table,
        key=found.key,
        column=found.column,
        value=found.value,
        basis=param.weakest,
        source=found.source,
        evidence=tuple(name for name, _ in param.evidence),
        note="; ".join(part for part in (note, found.note) if part),
        where=found.where,
    )


@cache
def _numeric(record: type[Any]) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in specs(record) if spec.used and not spec.outlook and spec.kind in NUMERIC)


def _shipped(table: str, key: str, column: str, written: str, text: str) -> Input:
    source, edition = reference.source_of(table, key)
    guessed = {column, written} & reference.estimated(table, key)
    return Input(
        table=table,
        key=key,
        column=written,
        value=text,
        basis="estimated" if guessed else "quoted",
        source=", ".join(part for part in (source, edition) if part),
        note=reference.reference_table(table).origins[key].note,
        where=f"reference table {table}",
    )


def count_bases(inputs: Iterable[Input]) -> dict[str, int]:
    """Return how many inputs have each basis, strongest first, and the total.

    Examples
    --------
    >>> count_bases([])
    {'quoted': 0, 'converted': 0, 'derived': 0, 'estimated': 0, 'assumed': 0, 'total': 0}
    """
    counts = Counter(item.basis for item in inputs)
    return {**{basis: counts[basis] for basis in BASES}, "total": counts.total()}
