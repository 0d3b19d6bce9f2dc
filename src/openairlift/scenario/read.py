"""Files to a frozen scenario; every issue at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from openairlift.errors import Issue, ScenarioError, Severity, nearest
from openairlift.evidence import EvidenceBook, read_evidence
from openairlift.model import PERSON, TABLES, Option, Settings
from openairlift.scenario.files import LATER, REQUIRED_TABLES, read_files
from openairlift.scenario.inputs import list_defaults, list_inputs, list_unused
from openairlift.scenario.lint import Draft, lint
from openairlift.scenario.merge import (
    Used,
    known_words,
    merge_aircraft,
    merge_ground_times,
    merge_items,
    merge_places,
    merge_units,
)
from openairlift.scenario.options import apply_option, check_options, order_of, read_options, set_cell
from openairlift.scenario.scenario import Scenario
from openairlift.scenario.settings import read_settings
from openairlift.tables import RawTable, Table, parse_table, raw_keys, read_csv, read_toml


def read_scenario(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
) -> Scenario:
    """Read a scenario from a folder, a shipped example, or files in memory.

    Parameters
    ----------
    source : a folder if it exists, else the name of a shipped scenario; or file names with their bytes.
    options : ids of options to lay over the base case, in this order.
    overrides : cells to change last, ``{"places/hub/parking": "wide:3"}``.

    Raises
    ------
    ScenarioError
        When anything is wrong; carries every issue with file, row, column, what was got and what is allowed.

    Examples
    --------
    >>> import openairlift as oa
    >>> oa.read_scenario("relief-small").settings.objective_mark
    'delivered'
    """
    issues: list[Issue] = []
    name, found = read_files(source, issues)
    settings, stated = _settings(found, issues)
    raw = {
        table: read_csv(found[f"{table}.csv"], name=table, file=f"{table}.csv", issues=issues)
        for table in TABLES
        if f"{table}.csv" in found
    }
    book = EvidenceBook.empty()
    if "evidence.toml" in found:
        toml = read_toml(found["evidence.toml"], file="evidence.toml", issues=issues)
        book = read_evidence(toml, file="evidence.toml", issues=issues)
    known_options, chosen = _overlay(found, raw, book, options, overrides or {}, issues)
    _check_params(book, raw, issues)
    start = settings.start if settings is not None else None
    tables: dict[str, Table[Any]] = {
        table: parse_table(text, TABLES[table], start=start, issues=issues) for table, text in raw.items()
    }
    for table in REQUIRED_TABLES:
        if table not in raw:
            issues.append(Issue(what="a required file is missing", file=f"{table}.csv"))
        elif raw[table].header and not raw[table].rows:
            issues.append(Issue(what="the file has no rows", file=f"{table}.csv", allowed="at least one row"))
    if settings is None:
        raise ScenarioError(issues)
    return _assemble(name, settings, stated, tables, book, known_options, chosen, found, issues)


def _settings(found: Mapping[str, bytes], issues: list[Issue]) -> tuple[Settings | None, dict[str, str]]:
    if "scenario.toml" not in found:
        what = "a required file is missing"
        issues.append(Issue(what=what, file="scenario.toml", allowed="title, start and horizon_days at least"))
        return None, {}
    before = len(issues)
    toml = read_toml(found["scenario.toml"], file="scenario.toml", issues=issues)
    return read_settings(toml, issues) if len(issues) == before else (None, {})


def _overlay(
    found: Mapping[str, bytes],
    raw: dict[str, RawTable],
    book: EvidenceBook,
    chosen: Sequence[str],
    overrides: Mapping[str, str],
    issues: list[Issue],
) -> tuple[dict[str, Option], tuple[str, ...]]:
    """Lay options, parameter values and overrides over the raw tables, in this order."""
    known: dict[str, Option] = {}
    if "options.toml" in found:
        toml = read_toml(found["options.toml"], file="options.toml", issues=issues)
        known = read_options(toml, book.evidence, issues)
        check_options(known, raw, issues)
    order = order_of(chosen, known, issues)
    for param in book.params.values():
        if param.value is not None and "*" not in param.row:
            set_cell(param.key, param.value, raw, issues, where=f'param."{param.key}"', file="evidence.toml")
        elif param.value is not None and param.table in raw:
            for key in raw_keys(raw[param.table], TABLES[param.table]):
                if book.find_param(param.table, key, param.column) is param:
                    cell = f"{param.table}/{key}/{param.column}"
                    set_cell(cell, param.value, raw, issues, where=f'param."{param.key}"', file="evidence.toml")
    touched: dict[str, tuple[str, str]] = {}
    scratch: list[Issue] = []  # faults of options were found by check_options; conflicts only show here
    for option in order:
        apply_option(option, raw, touched, scratch)
    issues += [issue for issue in scratch if issue not in issues]
    for key, value in overrides.items():
        set_cell(key, value, raw, issues, where=key, file="overrides")
    return known, tuple(option.id for option in order)


def _check_params(book: EvidenceBook, raw: Mapping[str, RawTable], issues: list[Issue]) -> None:
    """Every parameter record names a cell, or a pattern of cells, that exists."""
    keys = {table: raw_keys(text, TABLES[table]) for table, text in raw.items()}
    for param in book.params.values():
        where = f'param."{param.key}"'
        if param.table == "scenario":
            continue
        if param.table not in TABLES:
            near, allowed = nearest(param.table, TABLES), ", ".join(TABLES)
            issues.append(
                Issue(what="no such table", file="evidence.toml", column=where, allowed=allowed, nearest=near)
            )
            continue
        own = keys.get(param.table, [])
        matches = param.row in own or any(book.find_param(param.table, key, param.column) is param for key in own)
        if not matches and "*" not in param.row:
            near = nearest(param.row, own)
            what = f"no row of {param.table} has this key"
            issues.append(Issue(what=what, file="evidence.toml", column=where, got=param.row, nearest=near))


def _assemble(
    name: str,
    settings: Settings,
    stated: dict[str, str],
    tables: dict[str, Table[Any]],
    book: EvidenceBook,
    options: dict[str, Option],
    chosen: tuple[str, ...],
    found: Mapping[str, bytes],
    issues: list[Issue],
) -> Scenario:
    """Add what the reference tables know, check across tables, freeze."""
    used: Used = {}
    wanted = {table: [row.record for row in parsed.rows] for table, parsed in tables.items()}
    places = merge_places(tables["places"], used, issues) if "places" in tables else {}
    types = [row.type for row in wanted.get("fleet", [])]
    aircraft = merge_aircraft(tables.get("aircraft"), types, used)
    ground_times = merge_ground_times(tables.get("ground_times"), types, used)
    asked = [row.unit_type for row in wanted.get("requirements", []) if row.unit_type is not None]
    units, unit_loads = merge_units(tables.get("unit_types"), tables.get("unit_loads"), asked, used)
    named = [row.item for row in (*wanted.get("stock", []), *wanted.get("requirements", [])) if row.item is not None]
    named += [row.item for rows in units.values() for row in rows if row.item != PERSON]
    items = merge_items(tables.get("items"), named, used)
    own_units = [row.unit_type for row in (*wanted.get("unit_types", []), *wanted.get("unit_loads", []))]
    draft = Draft(
        settings=settings,
        tables=tables,
        places=places,
        aircraft=aircraft,
        items=items,
        unit_types=units,
        unit_loads=unit_loads,
        ground_times=ground_times,
        known={
            "places": [row.key for row in tables["places"].rows] if "places" in tables else [],
            "aircraft": known_words(aircraft, "aircraft"),
            "items": known_words(items, "items"),
            "unit_types": known_words(own_units, "unit_types"),
            "packages": [row.package for row in wanted.get("packages", [])],
        },
    )
    issues += lint(draft)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(issues)
    scenario = Scenario(
        name=name,
        settings=settings,
        places=places,
        aircraft=aircraft,
        ground_times=ground_times,
        fleet=tuple(wanted.get("fleet", ())),
        traffic=tuple(wanted.get("traffic", ())),
        items=items,
        unit_types=units,
        unit_loads=unit_loads,
        stock=tuple(wanted.get("stock", ())),
        requirements={row.req_id: row for row in wanted.get("requirements", ())},
        packages={row.package: row for row in wanted.get("packages", ())},
        package_events=tuple(wanted.get("package_events", ())),
        links=tuple(wanted.get("links", ())),
        people=tuple(wanted.get("people", ())),
        disruptions=tuple(wanted.get("disruptions", ())),
        options=options,
        chosen=chosen,
        evidence=book,
        inputs=list_inputs(stated, tables, used, book),
        defaults=list_defaults(tables, stated),
        unused=(
            *list_unused(tables, stated),
            *(f"{file}.csv" for file in LATER if f"{file}.csv" in found),
        ),
        warnings=tuple(issue for issue in issues if issue.severity is Severity.WARNING),
        fingerprint="",
    )
    return _fingerprinted(scenario)


def _fingerprinted(scenario: Scenario) -> Scenario:
    """Return the scenario with the hash of everything in it that determines a result or its report."""
    parts = [f"{item.name}={getattr(scenario, item.name)!r}" for item in fields(scenario) if item.name != "fingerprint"]
    return replace(scenario, fingerprint=hashlib.sha256("\n".join(parts).encode()).hexdigest())
