"""Files to a frozen scenario; every issue at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, Severity
from openairlift.scenario.assembly import Assembly
from openairlift.scenario.checks import check
from openairlift.scenario.files import check_names, check_required, read_files
from openairlift.scenario.scenario import Scenario


def read_scenario(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
) -> Scenario:
    """Read a scenario from a folder, a shipped example, or files in memory.

    Options are laid over the base case first, each after those it builds on; then the values of parameter records, save
    where an option has set the cell; then the overrides. What the shipped tables know is added last.

    Parameters
    ----------
    source : a folder if it exists, else the name of a shipped scenario; or bytes of files by name.
    options : ids of options.
    overrides : cells to change last, ``{"places/hub/parking": "wide:3"}``; keys of ``scenario.toml`` are
        ``scenario/settings/KEY``.

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
    check_required(found, {issue.file for issue in issues}, issues)
    check_names(found, issues)
    work = Assembly(name=name, found=found, issues=issues, overrides=dict(overrides or {}))
    work.read_texts()
    work.lay_over(options)
    work.parse()
    draft = work.draft()
    issues += check(draft, broken=work.broken())
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(dict.fromkeys(issues))
    return work.scenario(draft)
