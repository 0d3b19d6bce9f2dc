"""Every number that a result reads, with its basis: from parameter records, reference tables, or assumed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from openairlift import reference
from openairlift.evidence import BASES, EvidenceBook
from openairlift.model import TABLES, Kind, Settings, specs
from openairlift.scenario.merge import Used
from openairlift.scenario.scenario import DefaultUsed, Input
from openairlift.tables import Row, Table

_NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.DISTRIBUTION, Kind.SPOTS, Kind.EQUIVALENCE, Kind.CURVE})


def list_inputs(
    settings: Mapping[str, str], tables: Mapping[str, Table[Any]], used: Used, book: EvidenceBook
) -> tuple[Input, ...]:
    """Return every numeric cell that a result of this version reads.

    A cell's basis is that of its parameter record; a shipped row's cell is quoted or estimated as the row says; a cell
    without a record is assumed.
    """
    found = [
        _input(book, "scenario", "settings", spec.column, settings[spec.column], "scenario.toml")
        for spec in specs(Settings)
        if spec.column in settings and spec.kind in _NUMERIC and spec.column != "seed"
    ]
    for name, table in tables.items():
        for row in table.rows:
            found += _cells(book, name, table, row)
    for name, rows in used.items():
        found += _shipped(name, rows)
    return tuple(found)


def _cells(book: EvidenceBook, name: str, table: Table[Any], row: Row[Any]) -> Iterator[Input]:
    line = f"{table.file}, row {row.line}" if row.line is not None else "options.toml"
    for spec in specs(TABLES[name]):
        if spec.used and spec.kind in _NUMERIC and spec.column in row.cells:
            written = row.written[spec.column]
            yield _input(book, name, row.key, written, row.cells[spec.column], line, row.evidence, spec.column)


def _input(
    book: EvidenceBook,
    table: str,
    key: str,
    column: str,
    value: str,
    where: str,
    evidence: tuple[str, ...] = (),
    canonical: str | None = None,
) -> Input:
    param = book.find_param(table, key, column) or book.find_param(table, key, canonical or column)
    if param is None:
        sources = "; ".join(book.sources_of(evidence))
        return Input(
            table=table,
            key=key,
            column=column,
            value=value,
            basis="assumed",
            source=sources,
            evidence=evidence,
            where=where,
        )
    ids = tuple(id_ for id_, _ in param.evidence) or evidence
    return Input(
        table=table,
        key=key,
        column=column,
        value=value,
        basis=param.weakest,
        source="; ".join(book.sources_of(ids)),
        evidence=ids,
        note="; ".join(part for part in (param.formula, param.note) if part),
        where=where,
    )


def _shipped(name: str, rows: Mapping[str, frozenset[str] | None]) -> Iterator[Input]:
    table = reference.reference_table(name)
    for row in table.table.rows:
        if row.key not in rows:
            continue
        columns = rows[row.key]
        origin = table.origins[row.key]
        for spec in specs(type(row.record)):
            if not spec.used or spec.kind not in _NUMERIC or spec.column not in row.cells:
                continue
            if columns is not None and spec.column not in columns:
                continue
            written = row.written[spec.column]
            guessed = bool({written, spec.column} & origin.estimated)
            yield Input(
                table=name,
                key=row.key,
                column=written,
                value=row.cells[spec.column],
                basis="estimated" if guessed else "quoted",
                source=" ".join(part for part in (origin.source, origin.edition) if part),
                note=origin.note,
                where=f"shipped table {name}",
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


def list_defaults(tables: Mapping[str, Table[Any]], settings: Mapping[str, str]) -> tuple[DefaultUsed, ...]:
    """Return every default that stood in for a blank cell and that a result reads."""
    found = [
        DefaultUsed(table="scenario", column=spec.column, value=_show(spec.default), rows=1)
        for spec in specs(Settings)
        if not spec.required and spec.used and spec.default is not None and spec.column not in settings
    ]
    for name, table in tables.items():
        found += [
            DefaultUsed(table=name, column=spec.column, value=_show(spec.default), rows=table.defaulted[spec.column])
            for spec in specs(TABLES[name])
            if spec.used and spec.column in table.defaulted
        ]
    streams = tables["traffic"].rows if "traffic" in tables else ()
    blank = sum(1 for row in streams if row.record.ground_s is None)
    if blank:
        found.append(DefaultUsed(table="traffic", column="ground_h", value="2.25", rows=blank))
    return tuple(found)


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(f"{item:g}" for item in value)
    if isinstance(value, float):
        return f"{value:g}"
    return "one for one" if not isinstance(value, str | int | float) else str(value)


def list_unused(tables: Mapping[str, Table[Any]], settings: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is stated but acts on no result of this version, in words."""
    found = [f"scenario.toml: {spec.column}" for spec in specs(Settings) if not spec.used and spec.column in settings]
    for name, table in tables.items():
        for spec in specs(TABLES[name]):
            rows = sum(1 for row in table.rows if spec.column in row.cells)
            if rows and not spec.used:
                found.append(f"{name}.csv: {spec.column} ({rows} {'row' if rows == 1 else 'rows'})")
        if name == "ground_times" and any(row.record.purpose == "expedited" for row in table.rows):
            found.append("ground_times.csv: rows for the purpose expedited")
    return tuple(found)
