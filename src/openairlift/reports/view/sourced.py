"""Every input with its basis, and the evidence book: who said it, to whom, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from openairlift.evidence import grade_words, root_name, root_of
from openairlift.network.shown import shown_value
from openairlift.reports.quotes import states_of
from openairlift.reports.reading import Record
from openairlift.reports.view.behind import About

if TYPE_CHECKING:
    from openairlift.evidence import Evidence, EvidenceBook
    from openairlift.scenario import Scenario


def inputs(scenario: Scenario, summary: Record) -> list[dict[str, Any]]:
    """Return the inputs as rows; a coordinate only to the grid that the scenario asks for.

    ``about`` = what each is about, as `About` says it.
    """
    about = About(scenario)
    return [
        {
            "table": item.table, "key": item.key, "column": item.column, "value": shown_value(item, scenario),
            "basis": item.basis, "source": item.source, "evidence": list(item.evidence), "note": item.note,
            "where": item.where, "about": about.tags(item),
        }
        for item in scenario.inputs
    ]  # fmt: skip


def book(scenario: Scenario, summary: Record) -> dict[str, Any]:
    """Return evidence, sources, statements and claims by id."""
    states, held = states_of(summary), scenario.evidence
    return {
        "evidence": {key: {**plain(one), **_more(one, states.get(key), held)} for key, one in held.evidence.items()},
        "sources": {key: plain(one) for key, one in held.sources.items()},
        "statements": {key: plain(one) for key, one in held.statements.items()},
        "claims": {key: plain(one) for key, one in held.claims.items()},
    }


def _more(record: Evidence, state: str | None, held: EvidenceBook) -> dict[str, Any]:
    grade = record.grade
    return {
        "state": state,
        "grade_words": grade_words(grade) if grade else None,
        "root": root_name(record, held),
        "root_key": root_of(record, held),
    }


def plain(value: Any) -> Any:
    """Return a record as JSON has it: moments as text, sets and tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
