"""``evidence.toml`` to records; every issue at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openairlift.errors import Issue, nearest
from openairlift.evidence.chains import RELIABILITY, weakest_link
from openairlift.evidence.claims import read_claim
from openairlift.evidence.form import Form
from openairlift.evidence.records import (
    BASES,
    GRADE,
    QUANTITIES,
    RULES,
    SUPPORTS,
    Alternative,
    ArticleRow,
    ChainLink,
    Evidence,
    EvidenceBook,
    Observation,
    Parameter,
    Source,
    Statement,
)
from openairlift.evidence.rules import check_cited, check_conflicts, check_corroborated, check_separation
from openairlift.model import MARKS, METERS, STATUSES
from openairlift.tables import CellError, parse_moment

_UNIDENTIFIED = re.compile(r"\b(unnamed|unidentified|anonymous)\b", re.IGNORECASE)
_AFTER = re.compile(r"(\w+?)(?:\s*\+\s*\d+(?:\.\d+)?\s*[dh])?")
_WORDS: dict[str, tuple[str, ...]] = {
    "quantity": QUANTITIES,
    "mark": (*MARKS, "unspecified"),
    "meter": METERS,
    "of": ("authorised", "listed"),
}


def read_evidence(raw: Mapping[str, Any], *, file: str, issues: list[Issue]) -> EvidenceBook:
    """Read the parsed TOML of ``evidence.toml`` into a book.

    Parameters
    ----------
    raw : the TOML as a dictionary.
    file : its name, for messages.
    issues : receives what is wrong; a broken record is left out.

    Examples
    --------
    >>> raw = {"source": {"memo": {"title": "Memorandum", "producer": "The White House"}}}
    >>> read_evidence(raw, file="evidence.toml", issues=[]).sources["memo"].producer
    'The White House'
    """
    form = Form(raw, file, issues)
    form.check_sections()
    form.entries("draft")  # proposals: checked for their form, never used
    evidence = {name: _evidence(form, name, entry) for name, entry in form.entries("evidence").items()}
    observations = {name: _observation(form, name, entry) for name, entry in form.entries("observation").items()}
    params = {key: _param(form, key, entry) for key, entry in form.entries("param").items()}
    book = EvidenceBook(
        sources={name: Source(id=name, **entry) for name, entry in form.entries("source").items()},
        evidence={name: record for name, record in evidence.items() if record is not None},
        statements={
            name: Statement(id=name, **{**entry, "evidence": tuple(entry["evidence"])})
            for name, entry in form.entries("statement").items()
        },
        observations={name: record for name, record in observations.items() if record is not None},
        claims={name: read_claim(form, name, entry) for name, entry in form.entries("claim").items()},
        params={key: record for key, record in params.items() if record is not None},
        article_rows={
            name: ArticleRow(row=name, records=tuple(entry["records"]))
            for name, entry in form.entries("article_row").items()
        },
    )
    check_cited(form, book)
    check_separation(form, book)
    check_conflicts(form, book)
    check_corroborated(form, book)
    return book


def _evidence(form: Form, name: str, entry: dict[str, Any]) -> Evidence | None:
    where = f"evidence.{name}"
    links = entry.get("chain", [])
    faults = sum(not form.link(f"{where}.chain", link) for link in links)
    if faults:
        return None
    chain = tuple(
        ChainLink(
            who=link["who"],
            mode=link["mode"],
            on=link.get("on", ""),
            unidentified=link.get("unidentified", False) or _UNIDENTIFIED.search(link["who"]) is not None,
            reliability=link.get("reliability", ""),
        )
        for link in links
    )
    grade = entry.get("grade", "")
    if grade and GRADE.fullmatch(grade) is None:
        form.issue("not an Admiralty grade", f"{where}.grade", got=grade, allowed="A1 to F6")
        return None
    for link in chain:
        if link.reliability and link.reliability not in RELIABILITY:
            form.issue("not a reliability", f"{where}.chain.reliability", got=link.reliability, allowed="A to F")
            return None
    cap = weakest_link(chain)
    if grade and cap is not None and grade[0] < cap[0]:
        form.issue(cap[1], f"{where}.grade", got=grade, allowed=f"{cap[0]}{grade[1]} or lower")
        return None
    return Evidence(id=name, **{**entry, "figures": tuple(entry.get("figures", ())), "chain": chain})


def _observation(form: Form, name: str, entry: dict[str, Any]) -> Observation | None:
    where = f"observation.{name}"
    fine = True
    for key, allowed in _WORDS.items():
        if key in entry and entry[key] not in allowed:
            near = nearest(entry[key], allowed)
            form.issue("not one of the words", f"{where}.{key}", got=entry[key], allowed=", ".join(allowed), near=near)
            fine = False
    for key in ("at", "from", "to"):
        fault = _moment_fault(entry[key]) if key in entry else None
        if fault is not None:
            form.issue(fault, f"{where}.{key}", got=entry[key])
            fine = False
    low, high = entry.get("low"), entry.get("high")
    if low is not None and high is not None and low > high:
        form.issue("low is above high", f"{where}.low", got=f"{low} > {high}", allowed="low <= high")
        fine = False
    if not any(key in entry for key in ("value", "low", "high")) and not entry.get("not_comparable"):
        form.issue("states no number", where, allowed="value, low or high; or not_comparable with the reason")
        fine = False
    if not fine:
        return None
    fields: dict[str, Any] = {
        key: float(value) if key in ("value", "low", "high") else value for key, value in entry.items()
    }
    fields["evidence"] = tuple(entry["evidence"])
    for word, attribute in (("from", "opens"), ("to", "closes")):
        if word in fields:
            fields[attribute] = fields.pop(word)
    return Observation(id=name, **fields)


def _moment_fault(text: str) -> str | None:
    """Return what is wrong with a moment: a date-time, ``end of DATE``, or ``STATUS + N d`` (or h); None if nothing."""
    after = _AFTER.fullmatch(text.strip())
    if after is not None and after[1] in STATUSES:
        return None
    try:
        # The day from which C+3 and D+3 count doesn't matter for the form.
        parse_moment(text.strip().removeprefix("end of "), parse_moment("2000-01-01"))
    except CellError as error:
        return f"no moment, no 'end of DATE' and no 'STATUS + N d' with a status of a package: {error}"
    return None


def _param(form: Form, key: str, entry: dict[str, Any]) -> Parameter | None:
    where = f'param."{key}"'
    table, _, rest = key.partition("/")
    row, _, column = rest.rpartition("/")
    if not (table and row and column):
        form.issue("a parameter is named by its cell", where, got=key, allowed="table/row key/column")
        return None
    basis = entry["basis"] if isinstance(entry["basis"], dict) else {"value": entry["basis"]}
    unknown = [word for word in basis.values() if word not in BASES]
    for word in unknown:
        near = nearest(word, BASES)
        form.issue("no such basis", f"{where}.basis", got=word, allowed=", ".join(BASES), near=near)
    cited = [_cited(form, f"{where}.evidence", item) for item in entry.get("evidence", [])]
    if unknown or None in cited:
        return None
    if "quoted" in basis.values() and not cited:
        form.issue("a quoted parameter needs evidence", f"{where}.evidence", allowed="ids of evidence records")
    if "derived" in basis.values() and not entry.get("formula"):
        form.issue("a derived parameter needs its formula", f"{where}.formula", allowed="the formula in words or signs")
    others, rule = entry.get("alternatives", []), entry.get("rule", "")
    faulty = sum(not form.alternative(f"{where}.alternatives", other) for other in others)
    if faulty:
        return None
    if rule and rule not in RULES:
        form.issue("no such rule", f"{where}.rule", got=rule, allowed=", ".join(RULES), near=nearest(rule, RULES))
        return None
    value, low, high = (None if entry.get(word) is None else str(entry[word]) for word in ("value", "low", "high"))
    if (low is None) != (high is None):
        form.issue("a range has two ends", f"{where}.{'high' if high is None else 'low'}", allowed="low and high")
    return Parameter(
        key=key,
        table=table,
        row=row,
        column=column,
        basis=basis,
        value=value,
        low=low,
        high=high,
        evidence=tuple(pair for pair in cited if pair is not None),
        formula=entry.get("formula", ""),
        note=entry.get("note", ""),
        alternatives=tuple(
            Alternative(value=str(other["value"]), evidence=tuple(other["evidence"]), note=other.get("note", ""))
            for other in others
        ),
        rule=rule,
    )


def _cited(form: Form, where: str, item: str | dict[str, Any]) -> tuple[str, str] | None:
    if isinstance(item, str):
        return (item, "supports")
    name, says = item.get("id"), item.get("says", "supports")
    if not isinstance(name, str) or says not in SUPPORTS or set(item) - {"id", "says"}:
        form.issue("an entry is an id, or { id, says }", where, got=str(item), allowed="says: " + ", ".join(SUPPORTS))
        return None
    return (name, says)
