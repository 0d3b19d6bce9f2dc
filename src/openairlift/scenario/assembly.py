"""The steps from files to a scenario, one method each."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.evidence import EvidenceBook, read_evidence
from openairlift.model import TABLES, Option, Settings
from openairlift.scenario.apply import apply_options, check_options, option_settings
from openairlift.scenario.checks import Draft
from openairlift.scenario.files import REQUIRED_TABLES
from openairlift.scenario.freeze import fingerprint, read_only
from openairlift.scenario.inputs import Inputs, Read
from openairlift.scenario.merge import (
    Taken,
    merge_aircraft,
    merge_ground_times,
    merge_items,
    merge_places,
    merge_units,
    shipped_ids,
)
from openairlift.scenario.options import FILE as OPTIONS
from openairlift.scenario.options import in_order, read_options
from openairlift.scenario.overlay import Overlay, no_row, rekeyed, setting_of, shipped_keys, split_cell
from openairlift.scenario.parameters import (
    Parameters,
    apply_parameters,
    check_parameters,
    settings_values,
)
from openairlift.scenario.scenario import Scenario, Told
from openairlift.scenario.settings import FILE as SCENARIO
from openairlift.scenario.settings import read_settings
from openairlift.scenario.stated import list_defaults, list_unused
from openairlift.tables import CellError, Files, RawTable, Table, parse_cell, parse_table, read_csv, read_toml

_ANY_START = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in for the start where ``scenario.toml`` is broken, so that ``D+3`` does not become a second issue."""


@dataclass(kw_only=True)
class Assembly:
    """A scenario while it is being read; the methods are called in the order in which they stand."""

    name: str
    found: dict[str, bytes]
    issues: list[Issue]
    overrides: dict[str, str]
    overlay: Overlay = field(default_factory=lambda: Overlay({}, {}))
    book: EvidenceBook = field(default_factory=EvidenceBook.empty)
    options: dict[str, Option] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    settings: Settings | None = None
    texts: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: dict[str, Table[Any]] = field(default_factory=dict)
    unmatched: dict[str, list[Issue]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    taken: Taken = field(default_factory=dict)

    @property
    def start(self) -> datetime:
        """The scenario's start, or a stand-in."""
        return _ANY_START if self.settings is None else self.settings.start

    @property
    def files(self) -> Files:
        """Gives the bytes of a file beside the tables."""
        return self.found.get

    def read_texts(self) -> None:
        """Read every file into text cells, settings and evidence into records."""
        if "evidence.toml" in self.found:
            self.book = read_evidence(self._toml("evidence.toml"), file="evidence.toml", issues=self.issues)
        self.replaced = settings_values(self.book, self.overrides)
        if "scenario.toml" in self.found:
            before = len(self.issues)
            toml = self._toml("scenario.toml")
            if len(self.issues) == before:
                self.settings, self.texts = read_settings(toml, self.issues, replaced=self.replaced)
        raw: dict[str, RawTable] = {}
        for table in TABLES:
            file = f"{table}.csv"
            if file in self.found:
                raw[table] = read_csv(self.found[file], name=table, file=file, issues=self.issues)
                if table in REQUIRED_TABLES and raw[table].header and not raw[table].rows:
                    self.issues.append(Issue(what="the file has no rows", file=file, allowed="at least one row"))
        self.overlay = Overlay.of(raw)
        if "options.toml" in self.found:
            toml = self._toml("options.toml")
            self.options = read_options(toml, self.book.evidence, self.issues)

    def _toml(self, file: str) -> dict[str, Any]:
        return read_toml(self.found[file], file=file, issues=self.issues)

    def lay_over(self, options: Sequence[str]) -> None:
        """Lay options, parameter values and overrides over the tables."""
        check_parameters(self.book, self.overlay, self.options, self.texts, self.unmatched)
        before = len(self.issues)
        check_options(self.options, self.overlay, start=self.start, files=self.files, issues=self.issues)
        order = in_order(options, self.options, self.issues)
        self.chosen = tuple(option.id for option in order)
        if len(self.issues) == before:
            apply_options(order, self.options, self.overlay, self.issues)
            self._take_settings(order)
        parameters = Parameters(self.book)
        apply_parameters(self.book, parameters, self.overlay, start=self.start, files=self.files, issues=self.issues)
        for key, text in self.overrides.items():
            self._override(key, text.strip())

    def _take_settings(self, chosen: Sequence[Option]) -> None:
        """Read the settings anew where chosen options change them; parameters and overrides still come last."""
        changes = {name: (text, OPTIONS) for option in chosen for name, text in option_settings(option).items()}
        if changes and self.settings is not None:
            self.replaced = changes | self.replaced
            self.settings, self.texts = read_settings(self._toml(SCENARIO), self.issues, replaced=self.replaced)

    def _override(self, key: str, text: str) -> None:
        if setting_of(key) is not None:
            return  # taken in with scenario.toml
        cell = split_cell(key, file="overrides", where=None, issues=self.issues)
        if cell is None:
            return
        if self.overlay.find(cell.table, cell.key) is None and cell.key not in shipped_keys(cell.table):
            known = self.overlay.keys.get(cell.table, [])
            self.issues.append(no_row(cell.table, cell.key, known, file="overrides", where=None, got=key))
            return
        try:
            suffix = cell.column[len(cell.spec.base) + 1 :] or None
            if text:
                parse_cell(cell.spec, text, start=self.start, suffix=suffix, files=self.files)
        except CellError as error:
            issue = Issue(what=error.what, file="overrides", column=key, got=text, allowed=error.allowed)
            self.issues.append(dataclasses.replace(issue, nearest=error.nearest))
            return
        try:
            self.overlay.set(cell, text, by="overrides")
        except KeyError:
            what = "the cell of a shipped unit can't be changed alone"
            allowed = f"the unit's rows in {cell.table}.csv"
            self.issues.append(Issue(what=what, file="overrides", column=key, allowed=allowed))

    def parse(self) -> None:
        """Read the cells into records, with the shipped rows that they use."""
        for name, raw in self.overlay.tables.items():
            table: Table[Any] = parse_table(raw, TABLES[name], start=self.start, issues=self.issues, files=self.files)
            self.tables[name] = rekeyed(table, self.overlay.keys[name])
        self.tables = {name: self.tables[name] for name in TABLES if name in self.tables}
        broken = self.broken()  # where a table is broken, a record that matches nothing there is no second fault
        for name, found in self.unmatched.items():
            if name not in broken:
                self.issues += found
        keys = self.overlay.keys
        units = [
            row.cells["unit_type"]
            for name in ("unit_types", "unit_loads")
            if name in self.overlay.tables
            for row in self.overlay.tables[name].rows
            if "unit_type" in row.cells
        ]
        self.known = {
            "places": list(keys.get("places", [])),
            "packages": list(keys.get("packages", [])),
            "batteries": list(keys.get("batteries", [])),
            "aircraft": list(dict.fromkeys([*keys.get("aircraft", []), *shipped_ids("aircraft")])),
            "items": list(dict.fromkeys([*keys.get("items", []), *shipped_ids("items")])),
            "unit_types": list(dict.fromkeys([*units, *shipped_ids("unit_types")])),
            "requirements": list(keys.get("requirements", [])),
        }

    def broken(self) -> set[str]:
        """Return the tables with faults, ``evidence`` among them."""
        files = {issue.file for issue in self.issues if issue.severity is Severity.ERROR}
        return {file.removesuffix(".csv").removesuffix(".toml") for file in files}

    def _rows(self, table: str) -> tuple[Any, ...]:
        return self.tables[table].rows if table in self.tables else ()

    def _records(self, table: str) -> tuple[Any, ...]:
        return tuple(row.record for row in self._rows(table))

    def draft(self) -> Draft:
        """Return what the scenario will hold."""
        taken = self.taken
        asked = self._records("requirements")
        units, loads = merge_units(
            self._rows("unit_types"),
            self._rows("unit_loads"),
            [row.unit_type for row in asked if row.unit_type is not None],
            taken,
        )
        items = [row.item for row in asked if row.item is not None]
        items += [row.item for rows in units.values() for row in rows]
        for table in ("stock", "production", "consumption"):
            items += [row.item for row in self._records(table)]
        tables = self.overlay.tables
        unreadable = {name for name in self.broken() if name not in tables or not tables[name].rows}
        return Draft(
            unreadable=frozenset(unreadable),
            settings=self.settings,
            tables=self.tables,
            known=self.known,
            offered=self._offered(),
            places=merge_places(self._rows("places"), taken),
            aircraft=merge_aircraft(self._rows("aircraft"), self._types(), taken),
            items=merge_items(self._rows("items"), items, taken),
            unit_types=units,
            unit_loads=loads,
            book=self.book,
            added=self.overlay.added,
            options=tuple(self.options),
        )

    def _types(self) -> list[str]:
        return [row.type for row in self._records("fleet")]

    def _offered(self) -> dict[str, list[str]]:
        """Return the ids that options would add, by table."""
        found: dict[str, list[str]] = {}
        for option in self.options.values():
            for table, cells in option.add:
                id_ = {"packages": "package", "items": "item", "places": "id"}.get(table)
                if id_ is not None and id_ in cells:
                    found.setdefault(table, []).append(cells[id_])
        return found

    def scenario(self, draft: Draft, told: Told | None = None) -> Scenario:
        """Return the frozen scenario of a draft without errors."""
        if self.settings is None:
            raise ScenarioError(self.issues)
        ground_times = merge_ground_times(self._rows("ground_times"), self._types(), self.taken)
        used = {row.item for row in self._records("requirements") if row.item is not None}
        used |= {row.item for rows in draft.unit_types.values() for row in rows}
        read = Read(
            types=frozenset(self._types()),
            items=frozenset(used),
            units=frozenset([*draft.unit_types, *draft.unit_loads]),
        )
        inputs = Inputs(self.book, self.overlay, self.options, read)
        listed = [*inputs.settings(self.texts, self.replaced)]
        for parsed in self.tables.values():
            listed += inputs.table(parsed)
        listed += inputs.airfields(draft.places.values(), self.taken)
        listed += inputs.shipped({cell: columns for cell, columns in self.taken.items() if _is_read(cell, read)})
        outlook = [item for parsed in self.tables.values() for item in inputs.outlook(parsed)]
        warnings = [issue for issue in dict.fromkeys(self.issues) if issue.severity is Severity.WARNING]
        if told is not None:
            listed = [dataclasses.replace(item, where=told.where(item.where)) for item in listed]
            outlook = [dataclasses.replace(item, where=told.where(item.where)) for item in outlook]
            warnings = [told.issue(issue) for issue in warnings]
        made = Scenario(
            name=self.name,
            settings=self.settings,
            places=read_only(draft.places),
            aircraft=read_only(draft.aircraft),
            ground_times=ground_times,
            fleet=self._records("fleet"),
            traffic=self._records("traffic"),
            items=read_only(draft.items),
            unit_types=read_only(draft.unit_types),
            unit_loads=read_only(draft.unit_loads),
            stock=self._records("stock"),
            requirements=read_only({row.req_id: row for row in self._records("requirements")}),
            packages=read_only({row.package: row for row in self._records("packages")}),
            package_events=self._records("package_events"),
            links=self._records("links"),
            people=self._records("people"),
            disruptions=self._records("disruptions"),
            options=read_only(self.options),
            chosen=self.chosen,
            evidence=self.book,
            inputs=tuple(listed),
            defaults=list_defaults(self.tables, self.texts),
            unused=list_unused(self.tables, self.texts),
            warnings=tuple(warnings),
            fingerprint="",
            crews=self._records("crews"),
            clearances=self._records("clearances"),
            production=self._records("production"),
            consumption=self._records("consumption"),
            outlook_inputs=tuple(outlook),
            assets=read_only({row.id: row for row in self._records("assets")}),
            batteries=read_only({row.unit_type: row for row in self._records("batteries")}),
            sites=read_only({row.id: row for row in self._records("sites")}),
        )
        return dataclasses.replace(made, fingerprint=fingerprint(made))


def _is_read(cell: tuple[str, str], read: Read) -> bool:
    """Whether a result reads this shipped row; items of stocks that nothing asks for are not read."""
    table, key = cell
    return table != "items" or key in read.items
