"""Disruptions from a file beside a scenario: read, checked against the scenario, and added to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.model import Disruption
from openairlift.scenario.beside import beside, draft_beside
from openairlift.scenario.checks import disruptions as checks
from openairlift.scenario.freeze import fingerprint
from openairlift.scenario.scenario import Scenario
from openairlift.tables import Row, Table, parse_table, read_csv

_NAME = "disruptions"


def read_disruptions(source: str | Path, scenario: Scenario) -> tuple[Disruption, ...]:
    """Return the rows of a file with the columns of ``disruptions.csv``, checked against a scenario.

    Parameters
    ----------
    source : the file; files that its cells name (``empirical(file.csv)``) lie beside it.
    scenario : what the rows are about.

    Raises
    ------
    ScenarioError
        When anything is wrong; carries every issue.
    OSError
        When the file can't be read.
    """
    path = Path(source)
    issues: list[Issue] = []
    raw = read_csv(path.read_bytes(), name=_NAME, file=path.name, issues=issues)
    table: Table[Any] = parse_table(raw, Disruption, start=scenario.settings.start, issues=issues, files=beside(path))
    if not raw.rows and not issues:
        issues.append(Issue(what="the file has no rows", file=path.name, allowed="at least one row"))
    _check(scenario, table, issues)
    return tuple(row.record for row in table.rows)


def check_disruptions(rows: Sequence[Disruption], scenario: Scenario) -> None:
    """Check records against a scenario.

    Raises
    ------
    ScenarioError
        When anything is wrong; carries every issue, rows counted from 1.
    """
    listed = tuple(
        Row(key=str(i), record=row, line=i, cells={"target": row.target}, written={}) for i, row in enumerate(rows, 1)
    )
    _check(scenario, Table(name=_NAME, file=_NAME, rows=listed, defaulted={}), [])


def _check(scenario: Scenario, table: Table[Any], issues: list[Issue]) -> None:
    draft = draft_beside(scenario, table)
    for check in (checks.targets, checks.columns, checks.moments):
        issues += check(draft)
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(dict.fromkeys(issues))


def with_disruptions(scenario: Scenario, rows: Sequence[Disruption]) -> Scenario:
    """Return the scenario with more disruptions, behind its own, and a new fingerprint."""
    made = replace(scenario, disruptions=(*scenario.disruptions, *rows))
    return replace(made, fingerprint=fingerprint(made))
