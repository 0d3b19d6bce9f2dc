"""Read a scenario and say everything that is wrong or doubtful."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, Severity, pointed
from openairlift.exchange import read_scenario
from openairlift.scenario import Scenario
from openairlift.verbs.anchors import doubts_of, evidence_record, faults_of, hold
from openairlift.verbs.evidence_text import evidence_line
from openairlift.verbs.records import Record, defaults_record, inputs_record, issue_record, scenario_record


def check(source: str | Path, *, options: Sequence[str] = (), sources: str | Path | None = None) -> Record:
    """Return whether a scenario can be used, its issues, its size, and what its inputs rest on.

    Options that are not asked for are laid over it one by one, so that a fault in one shows before it is wanted.

    Parameters
    ----------
    source, options : the scenario.
    sources : folder with snapshots of its sources. A passage that is not there, is ambiguous, or has another figure is
        an issue: a quoted number needs evidence that anchors. Texts that are not at hand are none.
    """
    try:
        scenario = read_scenario(source, options=options)
    except ScenarioError as error:
        return {"valid": False, "issues": [issue_record(issue) for issue in error.issues]}
    untried = _options_alone(source, scenario)
    evidence = evidence_record(scenario, hold(source, scenario.evidence, sources=sources))
    faults = [Issue(what=what, file="evidence.toml") for what in faults_of(evidence)]
    doubts = [Issue(what=what, file="evidence.toml", severity=Severity.WARNING) for what in doubts_of(evidence)]
    people = sum(item.people or 0 for item in scenario.requirements.values())
    return {
        "valid": not faults and not untried,
        "issues": [issue_record(issue) for issue in (*scenario.warnings, *doubts, *untried, *faults)],
        "title": scenario.settings.title,
        "scenario": scenario_record(scenario),
        "size": {
            "places": len(scenario.places),
            "airfields": sum(place.is_airfield for place in scenario.places.values()),
            "aircraft_types": len({row.type for row in scenario.fleet}),
            "tails": sum(row.tails for row in scenario.fleet),
            "requirements": len(scenario.requirements),
            "people": people,
            "options": list(scenario.options),
        },
        "inputs": inputs_record(scenario),
        "evidence": evidence,
        "defaults": defaults_record(scenario),
        "unused": list(scenario.unused),
    }


def _options_alone(source: str | Path, scenario: Scenario) -> list[Issue]:
    """Return what is wrong with options that were not asked for, each laid over the scenario alone."""
    found: dict[Issue, None] = {}
    for name in scenario.options:
        if name in scenario.chosen:
            continue
        try:
            read_scenario(source, options=[name])
        except ScenarioError as error:
            found |= {replace(issue, what=f"with option {name}: {issue.what}"): None for issue in error.issues}
    return list(found)


def check_text(record: Record) -> str:
    """Return a check's record as a person reads it."""
    lines = []
    if "title" in record:
        size, inputs = record["size"], record["inputs"]
        lines += [
            record["title"],
            f"{_counted(size['requirements'], 'requirement')}, {_counted(size['airfields'], 'airfield')}, "
            f"{_counted(size['tails'], 'tail')} of "
            f"{_counted(size['aircraft_types'], 'type')}; options: {', '.join(size['options']) or 'none'}",
            f"inputs: {inputs['quoted']} of {inputs['total']} quoted, {inputs['converted']} converted, "
            f"{inputs['derived']} derived, {inputs['estimated']} estimated, {inputs['assumed']} assumed",
            evidence_line(record["evidence"]),
        ]
        lines += [
            f"default used: {item['table']}/{item['column']} = {item['value']} ({_counted(item['rows'], 'row')})"
            for item in record["defaults"]
        ]
        lines += [f"stated but not used by this version: {name}" for name in record["unused"]]
    lines += [_issue_text(issue) for issue in record["issues"]]
    errors = sum(issue["severity"] == Severity.ERROR for issue in record["issues"])
    lines.append("fine" if record["valid"] else f"{_counted(errors, 'issue')} to mend")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _issue_text(issue: Record) -> str:
    where = issue["file"]
    if "!" in where:  # a cell of a workbook
        where += "" if issue["column"] is None else f" ({issue['column']})"
    else:
        where += "" if issue["row"] is None else f", row {issue['row']}"
        where += "" if issue["column"] is None else f", column {issue['column']}"
    text = f"{issue['severity']}: {where}: {issue['what']}"
    text += "" if issue["got"] is None else f"; got {issue['got']!r}"
    text += "" if issue["allowed"] is None else f"; allowed: {issue['allowed']}"
    text += "" if issue["nearest"] is None else f"; did you mean {issue['nearest']!r}?"
    if issue["text"] is None or issue["at"] is None:
        return text
    return "\n".join([text, *(f"  {line}" for line in pointed(issue["text"], issue["at"]))])
