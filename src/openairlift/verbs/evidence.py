"""Check a scenario's evidence, list it, follow a chain, and export it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from openairlift.errors import OpenAirliftError, UsageError, nearest
from openairlift.evidence import (
    KINDS,
    Dependants,
    EvidenceBook,
    holds,
    register,
    resting_on,
    to_csv,
)
from openairlift.exchange import read_scenario
from openairlift.exchange.prov import prov_jsonld
from openairlift.scenario import Scenario
from openairlift.verbs.anchors import anchors_of, evidence_record, faults_of, hold
from openairlift.verbs.evidence_rows import package_rows, posture_rows
from openairlift.verbs.records import Record, to_json
from openairlift.verbs.showing import HIDDEN, is_hidden
from openairlift.verbs.tellings import roots_record, telling_record

LISTED = (*KINDS, "packages", "posture")
"""What `evidence_list` lists."""


def evidence_check(source: str | Path, *, options: Sequence[str] = (), sources: str | Path | None = None) -> Record:
    """Return whether the sources of a scenario still say what its evidence takes from them.

    Parameters
    ----------
    source, options : the scenario.
    sources : folder with snapshots; they are looked up there first, else in the scenario's folder.

    Returns
    -------
    ``valid`` is false where a passage is changed, orphan or ambiguous, a snapshot is not the recorded one, or can't be
    read, or a quoted input is another number than its evidence states in a unit of the same kind. That no text is at
    hand is no fault.
    """
    scenario = read_scenario(source, options=options)
    record = evidence_record(scenario, hold(source, scenario.evidence, sources=sources))
    faults = faults_of(record) + _uncovered(scenario)
    return {
        "valid": not faults,
        "scenario": scenario.name,
        "banner": scenario.settings.banner,
        **record,
        "posture": posture_rows(scenario),
        "facts": {"rows": len(scenario.evidence.article_rows), "without_record": _uncovered(scenario)},
        "faults": faults,
    }


def evidence_list(source: str | Path, *, kind: str | None = None, search: str = "") -> Record:
    """Return the records of a kind, those that hold every word of a search.

    Parameters
    ----------
    source : the scenario.
    kind : one of `LISTED`; None = every kind: how many there are, and with a search the records, each with its kind.
    search : words; case does not matter.

    Raises
    ------
    UsageError
        When `kind` is none of `LISTED`.
    """
    if kind is not None and kind not in LISTED:
        raise UsageError(f"there is no kind {kind!r}; one of {', '.join(LISTED)}")
    scenario = read_scenario(source)
    if kind is not None:
        rows = _rows(scenario, kind, search)
        about = {"scenario": scenario.name, "banner": scenario.settings.banner}
        return {**about, "kind": kind, "search": search, "rows": rows}
    found = {name: _rows(scenario, name, search) for name in LISTED}
    return {
        "scenario": scenario.name,
        "banner": scenario.settings.banner,
        "kind": None,
        "search": search,
        "counts": {name: len(rows) for name, rows in found.items()},
        "rows": [{"of": name, **row} for name, rows in found.items() for row in rows] if search.split() else [],
    }


def _rows(scenario: Scenario, kind: str, search: str) -> list[Record]:
    if kind in KINDS:
        found = register(scenario.evidence, kind, search=search)
        return [{**row, "value": HIDDEN} if is_hidden(scenario, str(row["id"])) else row for row in found]
    made = package_rows(scenario) if kind == "packages" else posture_rows(scenario)
    return [row for row in made if holds(row, search)]


def evidence_chain(source: str | Path, id_: str, *, sources: str | Path | None = None) -> Record:
    """Return who told whom behind a record, its roots and grades, and what depends on it.

    Parameters
    ----------
    source : the scenario.
    id_ : id of evidence, of an observation, statement or claim, or the key of a parameter; ``observation:ID`` and the
        like where several have it.
    sources : folder with snapshots.

    Returns
    -------
    The record of the first that has the id; ``also`` holds those of another kind that have it too.

    Raises
    ------
    OpenAirliftError
        When there is no such record.
    """
    scenario = read_scenario(source)
    book = scenario.evidence
    (first, *others) = _cited(id_, book)
    anchors = anchors_of(book, hold(source, book, sources=sources))
    states = {name: str(item.state) for name, item in anchors.items()}
    also = [_chain_record(scenario, *other, states) for other in others]
    about = {"scenario": scenario.name, "banner": scenario.settings.banner}
    return {**about, **_chain_record(scenario, *first, states), "also": also}


def _chain_record(scenario: Scenario, kind: str, id_: str, ids: tuple[str, ...], states: Mapping[str, str]) -> Record:
    book = scenario.evidence
    param = book.params[id_] if kind == "param" else None
    support = ids if param is None else tuple(name for name, says in param.evidence if says == "supports")
    found = roots_record(support, book)
    record: Record = {
        "id": id_,
        "kind": kind,
        "evidence": [telling_record(name, book) | {"state": states[name]} for name in ids],
        "roots": found,
        "corroboration": len(found),
    }
    if param is not None:
        beside = {
            says: [name for name, what in param.evidence if what == says] for says in ("qualifies", "contradicts")
        }
        record["beside"] = {says: names for says, names in beside.items() if names}
        hidden = is_hidden(scenario, param.key)
        record["alternatives"] = [] if hidden else [asdict(other) for other in param.alternatives]
        record["rule"] = param.rule or None
    if kind == "evidence":
        record["depends"] = _depends(resting_on([id_], book), scenario, id_)
    return record


def evidence_prov(source: str | Path, *, sources: str | Path | None = None) -> Record:
    """Return a scenario's evidence as W3C PROV, in JSON-LD."""
    scenario = read_scenario(source)
    book = scenario.evidence
    states = {id_: str(item.state) for id_, item in anchors_of(book, hold(source, book, sources=sources)).items()}
    hidden = frozenset(key for key in book.params if is_hidden(scenario, key))
    return prov_jsonld(book, scenario=scenario.name, states=states, banner=scenario.settings.banner, withheld=hidden)


def write_register(record: Record, path: str | Path) -> None:
    """Write a list as CSV, or as JSON where the name ends so; a file that is there is not overwritten.

    Raises
    ------
    UsageError
        When the file is there, or its name ends neither in ``.csv`` nor in ``.json``.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in (".csv", ".json"):
        raise UsageError(f"{path}: the name of the file ends in .csv or .json")
    banner = {"banner": record["banner"]} if record.get("banner") else {}
    data = to_csv([{**row, **banner} for row in record["rows"]]).encode() if suffix == ".csv" else to_json(record)
    write_new(data, path)


def write_new(data: bytes, path: str | Path) -> None:
    """Write a file that is not there yet.

    Raises
    ------
    UsageError
        When it is there, or its folder is not.
    """
    from openairlift.store.files import write_once

    check_new(path)
    write_once(Path(path), data)


def check_new(path: str | Path) -> None:
    """Refuse a file that is there already, or whose folder is not; errors as of `write_new`."""
    if Path(path).exists():
        raise UsageError(f"{path} is there already and is not overwritten; choose another name")
    if not Path(path).absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no such folder")


def _cited(id_: str, book: EvidenceBook) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return every record that has an id: its kind, its id, and the evidence behind it."""
    homes: dict[str, dict[str, tuple[str, ...]]] = {
        "evidence": {name: (name,) for name in book.evidence},
        "observation": {name: record.evidence for name, record in book.observations.items()},
        "statement": {name: record.evidence for name, record in book.statements.items()},
        "claim": {name: record.evidence for name, record in book.claims.items()},
        "param": {key: param.ids for key, param in book.params.items()},
    }
    for sign in (".", ":"):
        kind, _, rest = id_.partition(sign)
        if kind in homes and rest in homes[kind]:
            return [(kind, rest, homes[kind][rest])]
    found = [(kind, id_, home[id_]) for kind, home in homes.items() if id_ in home]
    if found:
        return found
    known = [name for home in homes.values() for name in home]
    near = nearest(id_.partition(":")[2] or id_, known)
    hint = "" if near is None else f"; did you mean {near!r}?"
    raise OpenAirliftError(f"there is no evidence, observation, statement, claim or parameter {id_!r}{hint}")


def _depends(found: Dependants, scenario: Scenario, id_: str) -> Record:
    return {
        "params": list(found.params),
        "inputs": [f"{item.table}/{item.key}/{item.column}" for item in scenario.inputs if id_ in item.evidence],
        "statements": list(found.statements),
        "observations": list(found.observations),
        "claims": list(found.claims),
        "options": [name for name, option in scenario.options.items() if id_ in option.evidence],
    }


def _uncovered(scenario: Scenario) -> list[str]:
    """Return, in words, what the list of facts names that is not there."""
    book = scenario.evidence
    homes = {
        "source": book.sources,
        "evidence": book.evidence,
        "statement": book.statements,
        "observation": book.observations,
        "param": book.params,
        "claim": book.claims,
        "option": scenario.options,
    }
    missing = []
    for row in book.article_rows.values():
        for name in row.records:
            kind, _, key = name.partition(".")
            if key not in homes.get(kind, {}):
                missing.append(f"row {row.row} of the list of facts names {name!r}, and there is no such record")
    return missing
