"""The frozen scenario: everything that files say, checked, with the origin of every input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from openairlift.errors import Issue
from openairlift.evidence import EvidenceBook
from openairlift.model import (
    AircraftType,
    Asset,
    Battery,
    ClearanceRow,
    Consumption,
    Disruption,
    FleetRow,
    GroundTime,
    Item,
    Link,
    Option,
    Package,
    PackageEvent,
    People,
    Place,
    Production,
    Requirement,
    Settings,
    Site,
    StagedCrews,
    StockRow,
    Traffic,
    UnitLoadsRow,
    UnitTypeRow,
)
from openairlift.notebook import rich


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One number that a result reads, and where it comes from.

    Attributes
    ----------
    table, key, column : the cell (``places``, ``hub``, ``parking``).
    value : the cell as text, in the unit of `column`.
    basis : quoted, converted, derived, estimated or assumed.
    source : source ids or, for shipped reference tables, the source and edition in words.
    evidence : evidence ids.
    note : what the parameter record adds, or its formula.
    where : ``places.csv, row 3`` or ``reference table aircraft``.
    """

    table: str
    key: str
    column: str
    value: str
    basis: str
    source: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    where: str = ""


class Told(Protocol):
    """Says where files really come from, when they were made of something else."""

    @property
    def name(self) -> str:
        """Return the scenario's name."""

    def issue(self, issue: Issue) -> Issue:
        """Return an issue of a file as the user knows the place."""

    def where(self, where: str) -> str:
        """Return where an input stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a scenario was read from, so that it can be read again with further options.

    Attributes
    ----------
    source : a folder, the name of a shipped scenario, or bytes of files by name.
    overrides : cells that were changed last.
    told : where files in memory come from, when they were made of something else.
    """

    source: str | Mapping[str, bytes]
    overrides: Mapping[str, str]
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultUsed:
    """A default that stood in for blank cells of one column."""

    table: str
    column: str
    value: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A scenario that passed every check.

    Mappings keep file order. `places`, `aircraft`, `items`, `ground_times` already hold what the shipped reference
    tables add: aircraft and items that the scenario uses, position, country and runway of known airfields.
    `inputs` are the numbers that plans and runs read, `outlook_inputs` those that only the outlooks read. `origin` says
    what it was read from; it is no part of what the scenario says, so that it is neither compared nor stored.
    """

    name: str
    settings: Settings
    places: Mapping[str, Place]
    aircraft: Mapping[str, AircraftType]
    ground_times: tuple[GroundTime, ...]
    fleet: tuple[FleetRow, ...]
    traffic: tuple[Traffic, ...]
    items: Mapping[str, Item]
    unit_types: Mapping[str, tuple[UnitTypeRow, ...]]
    unit_loads: Mapping[str, tuple[UnitLoadsRow, ...]]
    stock: tuple[StockRow, ...]
    requirements: Mapping[str, Requirement]
    packages: Mapping[str, Package]
    package_events: tuple[PackageEvent, ...]
    links: tuple[Link, ...]
    people: tuple[People, ...]
    disruptions: tuple[Disruption, ...]
    options: Mapping[str, Option]
    chosen: tuple[str, ...]
    evidence: EvidenceBook
    inputs: tuple[Input, ...]
    defaults: tuple[DefaultUsed, ...]
    unused: tuple[str, ...]
    warnings: tuple[Issue, ...]
    fingerprint: str
    crews: tuple[StagedCrews, ...] = ()
    clearances: tuple[ClearanceRow, ...] = ()
    production: tuple[Production, ...] = ()
    consumption: tuple[Consumption, ...] = ()
    outlook_inputs: tuple[Input, ...] = ()
    assets: Mapping[str, Asset] = field(default_factory=dict)
    batteries: Mapping[str, Battery] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def _repr_html_(self) -> str:
        """Return a small view for notebooks."""
        bases = Counter(item.basis for item in self.inputs)
        known = ", ".join(f"{count} {basis}" for basis, count in bases.most_common())
        rows = [
            ("name", self.name),
            ("options", ", ".join(self.chosen) or "base case"),
            ("from", f"{self.settings.start:%Y-%m-%d %H:%M} UTC, {self.settings.horizon_days:g} days"),
            ("places", len(self.places)),
            ("aircraft", sum(row.tails for row in self.fleet)),
            ("requirements", len(self.requirements)),
            ("inputs", f"{len(self.inputs)}: {known}"),
            ("warnings", len(self.warnings) or None),
        ]
        return rich(self.settings.title, rows, note=self.settings.banner)

    def seconds(self, moment: datetime) -> int:
        """Return a moment as whole seconds since the scenario's start."""
        return int((moment - self.settings.start).total_seconds() + 0.5)

    def moment(self, seconds: float) -> datetime:
        """Return the UTC moment that lies `seconds` after the scenario's start."""
        return self.settings.start + timedelta(seconds=seconds)

    def weight(self, rank: int) -> float:
        """Return the weight of a priority rank."""
        weights = self.settings.rank_weights
        return weights[min(rank, len(weights)) - 1]
