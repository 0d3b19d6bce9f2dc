"""Files to a frozen scenario; every issue at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, Severity, UsageError
from openairlift.scenario.assembly import Assembly
from openairlift.scenario.checks import check
from openairlift.scenario.files import check_names, check_required, read_files
from openairlift.scenario.freeze import read_only
from openairlift.scenario.scenario import Origin, Scenario, Told


def read_scenario(
    source: str | Path | Mapping[str, bytes],
    *,
    options: Sequence[str] = (),
    overrides: Mapping[str, str] | None = None,
    told: Told | None = None,
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
    told : where files in memory come from; None = they are files.

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
    work = overlaid(source, options=options, overrides=overrides)
    issues = work.issues
    work.name = work.name if told is None else told.name
    work.parse()
    draft = work.draft()
    issues += check(draft, broken=work.broken())
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise ScenarioError(dict.fromkeys(issues if told is None else map(told.issue, issues)))
    stated = source if isinstance(source, Mapping) else str(source)
    origin = Origin(source=read_only(stated), overrides=read_only(work.overrides), told=told)
    return replace(work.scenario(draft, told), origin=origin)


def overlaid(
    source: str | Path | Mapping[str, bytes], *, options: Sequence[str], overrides: Mapping[str, str] | None = None
) -> Assembly:
    """Return the text tables of a scenario with options, parameter values and overrides laid over them, not yet parsed.

    Parameters
    ----------
    source, options, overrides : as in `read_scenario`; issues are gathered in the assembly.
    """
    issues: list[Issue] = []
    name, found = read_files(source, issues)
    check_required(found, {issue.file for issue in issues}, issues)
    check_names(found, issues)
    work = Assembly(name=name, found=found, issues=issues, overrides=dict(overrides or {}))
    work.read_texts()
    work.lay_over(options)
    return work


def with_options(scenario: Scenario, wanted: Iterable[Sequence[str]]) -> tuple[Scenario, ...]:
    """Return a scenario with further options, one for each list of them, read again from what it was read from.

    Parameters
    ----------
    scenario : as `read_scenario` returned it.
    wanted : lists of ids of options, which come beside those that the scenario has.

    Raises
    ------
    ScenarioError
        When options have faults or conflict.
    UsageError
        When the scenario was not read from files, or is no longer what they say.

    Examples
    --------
    >>> [item.chosen for item in with_options(read_scenario("relief-small"), [[], ["rain"]])]
    [(), ('rain',)]
    """
    origin = scenario.origin
    if origin is None:
        raise UsageError("this scenario was not read from files; options need them: start from read_scenario(...)")
    if read_scenario(origin.source, options=scenario.chosen, overrides=origin.overrides, told=origin.told) != scenario:
        raise UsageError(
            "this scenario is not what its files say (it or they were changed since it was read); "
            "write the change into the files, or give it as read_scenario(..., overrides={...})"
        )
    chosen = scenario.chosen
    return tuple(
        read_scenario(origin.source, options=[*chosen, *more], overrides=origin.overrides, told=origin.told)
        if more
        else scenario
        for more in wanted
    )
