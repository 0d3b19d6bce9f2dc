"""A scenario from wherever it is kept: a folder, a shipped example, files in memory, or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openairlift import scenario as base
from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.scenario import Scenario

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods", ".numbers")
"""How the names of workbooks end; all but the first are refused with a word on what to do."""


def is_workbook(source: str | Path | Mapping[str, bytes]) -> bool:
    """Whether a scenario is named by a file that looks like a workbook.

    Examples
    --------
    >>> is_workbook("relief-small"), is_workbook("no-such.xlsx")
    (False, True)
    """
    if isinstance(source, Mapping):
        return False
    path = Path(source)
    try:
        return path.suffix.lower() in ENDINGS and not path.is_dir()
    except (OSError, ValueError):  # too long for a name, or a NUL in it
        return False


def read_scenario(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
) -> Scenario:
    """Read a scenario from a folder, a workbook, a shipped example, or files in memory.

    Options are laid over the base case first, each after those it builds on; then the values of parameter records, save
    where an option has set the cell; then the overrides. What the shipped tables know is added last.

    Parameters
    ----------
    source : a folder or a workbook (``.xlsx``) if it exists, else the name of a shipped scenario; or bytes of files by
        name.
    options : ids of options.
    overrides : cells to change last, ``{"places/hub/parking": "wide:3"}``; keys of ``scenario.toml`` are
        ``scenario/settings/KEY``.

    Raises
    ------
    ScenarioError
        When anything is wrong; carries every issue with file, row, column (of a workbook with the cell, such as
        ``Places!F12``), what was got and what is allowed.

    Examples
    --------
    >>> import openairlift as oa
    >>> oa.read_scenario("relief-small").settings.objective_mark
    'delivered'
    """
    if isinstance(source, Mapping) or not is_workbook(source):
        return base.read_scenario(source, options=options, overrides=overrides)
    from openairlift.exchange.workbook.reading import read_workbook

    sheets = read_workbook(source)
    try:
        made = base.read_scenario(sheets.files, options=options, overrides=overrides, told=sheets)
    except ScenarioError as error:
        raise ScenarioError(_once([*sheets.issues, *error.issues])) from None
    if any(issue.severity is Severity.ERROR for issue in sheets.issues):
        raise ScenarioError(sheets.issues)
    return made


def _once(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues, leaving out what is only said again of a cell that could not be read."""
    unread = {issue.file for issue in issues if "formula whose value" in issue.what or "error of the" in issue.what}
    seen: set[str] = set()
    found = []
    for issue in issues:
        if issue.file in unread and issue.file in seen:
            continue
        seen.add(issue.file)
        found.append(issue)
    return found
