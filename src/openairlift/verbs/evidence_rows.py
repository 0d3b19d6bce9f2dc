"""Rows of what is no record of its own: where packages stand, and stated totals beside the sum."""

from __future__ import annotations

from openairlift.evidence import standing
from openairlift.outlook.posture import stated_totals
from openairlift.scenario import Scenario
from openairlift.verbs.records import Record, number


def package_rows(scenario: Scenario) -> list[Record]:
    """Return where packages and options stand on the ladder, with the mark that the step states."""
    rows: list[Record] = []
    events = {
        name: [(f"{event.on:%Y-%m-%d}", event.status) for event in scenario.package_events if event.package == name]
        for name in scenario.packages
    }
    options = {name: [(event.on, event.status) for event in option.events] for name, option in scenario.options.items()}
    for kind, known in (("package", events), ("option", options)):
        for name, steps in known.items():
            at = standing(steps)
            rows.append(
                {
                    "id": name,
                    "kind": kind,
                    "status": "no step is stated" if at is None else at.status,
                    "on": "" if at is None else at.on,
                    "mark": "" if at is None else at.mark or "",
                    "steps": [] if at is None else [f"{status} {day}" for day, status in at.steps],
                    "disputed": [] if at is None else list(at.disputed),
                }
            )
    return rows


def posture_rows(scenario: Scenario) -> list[Record]:
    """Return every stated total of people beside the sum, or why there is none."""
    rows: list[Record] = []
    for id_, found in stated_totals(scenario):
        rows.append(
            {
                "id": id_,
                "stated": number(found.stated.people),
                "at": scenario.evidence.observations[id_].at or "",
                "agreement": str(found.agreement),
                "reason": found.reason,
                "sum": None if found.total is None else number(found.total),
                "difference": None if found.difference is None else number(found.difference),
                "base": [f"{count.label} {count.people:,.0f}" for count in found.base],
                "additions": [f"{count.label} {count.people:,.0f}" for count in found.additions],
            }
        )
    return rows
