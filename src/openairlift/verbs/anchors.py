"""A scenario's evidence against the texts that are at hand: snapshots found, anchors, and what rests on them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from openairlift.errors import UsageError
from openairlift.evidence import EvidenceBook, Parameter, Source, resting_on_sources, roots, slips
from openairlift.evidence.anchoring import (
    FAULTS,
    MOST_BYTES,
    Anchor,
    MissingExtraError,
    Snapshot,
    State,
    UnreadableError,
    anchor,
    read_snapshot,
)
from openairlift.evidence.anchoring.amounts import Match
from openairlift.scenario import Scenario
from openairlift.scenario.parameters import Parameters, canonical
from openairlift.verbs.records import Record, number, to_json
from openairlift.verbs.values import converted_records, input_name, value_record

REFERENCE = "reference table"
"""What a quoted number of a shipped table rests on."""

_ORDER = (State.CHANGED, State.ORPHAN, State.AMBIGUOUS, State.EXACT, State.FUZZY, State.NO_QUOTE, State.NOT_AT_HAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A source's snapshot, or why there is none.

    Attributes
    ----------
    source : id of the source.
    state : ``at hand``, ``not at hand`` or ``unreadable``.
    snapshot : the text, where it is at hand.
    reason : why it is not.
    sha256 : ``as recorded``, ``changed`` or ``not recorded``; None where it is not at hand.
    """

    source: str
    state: str
    snapshot: Snapshot | None = None
    reason: str = ""
    sha256: str | None = None


def hold(source: str | Path, book: EvidenceBook, *, sources: str | Path | None = None) -> dict[str, Held]:
    """Return the snapshots of a book's sources: of `sources` first, else of the scenario's own folder.

    Parameters
    ----------
    source : the scenario: a folder or the name of a shipped example.
    book : its evidence.
    sources : folder with snapshots.

    Raises
    ------
    UsageError
        When `sources` is no folder.
    """
    if sources is not None and not Path(sources).is_dir():
        raise UsageError(f"--sources {sources}: there is no such folder")
    with ExitStack() as stack:
        folders = [] if sources is None else [Path(sources)]
        if Path(source).is_dir():
            folders.append(Path(source))
        elif Path(source).is_file():  # a workbook: texts lie beside it
            folders.append(Path(source).parent)
        elif not Path(source).exists():
            shipped = files("openairlift").joinpath("examples", str(source))
            if shipped.is_dir():
                folders.append(stack.enter_context(as_file(shipped)))
        return {id_: _held(record, folders) for id_, record in book.sources.items()}


def _held(record: Source, folders: Iterable[Path]) -> Held:
    if not record.text:
        return Held(source=record.id, state="not at hand", reason="the source names no text")
    for folder in folders:
        path = folder / record.text
        try:
            if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
                continue
            if path.stat().st_size > MOST_BYTES:
                reason = f"it has {path.stat().st_size} bytes, at most {MOST_BYTES} are read"
                return Held(source=record.id, state="unreadable", reason=reason)
            snapshot = read_snapshot(path.read_bytes(), record.text)
        except MissingExtraError as error:
            return Held(source=record.id, state="not at hand", reason=str(error))
        except UnreadableError as error:
            return Held(source=record.id, state="unreadable", reason=str(error))
        except OSError as error:
            return Held(source=record.id, state="unreadable", reason=error.strerror or "it can't be read")
        known = "not recorded" if not record.sha256 else "changed"
        if record.sha256 == snapshot.sha256:
            known = "as recorded"
        return Held(source=record.id, state="at hand", snapshot=snapshot, sha256=known)
    return Held(source=record.id, state="not at hand", reason=f"{record.text} is in none of the folders looked into")


def anchors_of(book: EvidenceBook, held: Mapping[str, Held]) -> dict[str, Anchor]:
    """Return the state of every evidence record."""
    nothing = Held(source="", state="not at hand")
    return {id_: anchor(record, held.get(record.source, nothing).snapshot) for id_, record in book.evidence.items()}


def evidence_record(scenario: Scenario, held: Mapping[str, Held] | None = None) -> Record:
    """Return what became of a scenario's evidence, without paths and without words of the sources.

    Parameters
    ----------
    scenario : with its evidence.
    held : as `hold` returns them; None = no text is at hand.
    """
    book = scenario.evidence
    held = held or {id_: _held(record, ()) for id_, record in book.sources.items()}
    found = anchors_of(book, held)
    changed = [id_ for id_, item in held.items() if item.sha256 == "changed"]
    stale = resting_on_sources(changed, book)
    old = frozenset(stale.evidence)
    quoted = _quoted(scenario, found)
    return {
        "counts": _counts(item.state for item in found.values()),
        "inputs": {
            "counts": _counts((item["state"] for item in quoted), further=REFERENCE),
            "quoted": quoted,
            "converted": converted_records(scenario, {item["input"] for item in quoted}),
        },
        "corroboration": _corroboration(book),
        "anchors": [_anchor(item, book) for item in found.values()],
        "sources": [
            {"id": item.source, "state": item.state, "sha256": item.sha256, "reason": item.reason}
            for item in held.values()
        ],
        "stale": {
            "sources": changed,
            **{
                name: list(getattr(stale, name))
                for name in ("evidence", "params", "statements", "observations", "claims")
            },
            "inputs": [input_name(item) for item in scenario.inputs if old.intersection(item.evidence)],
            "options": [id_ for id_, option in scenario.options.items() if old.intersection(option.evidence)],
        },
        "conflicts": _conflicts(book),
        "slips": slips(book),
    }


def faults_of(record: Record) -> list[str]:
    """Return in words what of an evidence record somebody has to look at; nothing where all is well."""
    found = [
        f"evidence {item['id']!r} is {item['state']}" + (f": {item['note']}" if item["note"] else "")
        for item in record["anchors"]
        if item["state"] in FAULTS
    ]
    found += [
        f"source {item['id']!r} has changed since it was recorded; what rests on it is stale"
        if item["sha256"] == "changed"
        else f"the text of source {item['id']!r} can't be read: {item['reason']}"
        for item in record["sources"]
        if item["sha256"] == "changed" or item["state"] == "unreadable"
    ]
    return found + [_value_words(item) for item in _valued(record) if item["value"]["state"] == Match.DIFFERS]


def doubts_of(record: Record) -> list[str]:
    """Return in words what is doubtful.

    Quoted inputs with evidence that states nothing to look for, or no number of theirs; one text as two sources; chains
    turned round.
    """
    found = [
        f"{item['input']} is quoted, and its evidence states no exact, exact_sha256 or figures to look for"
        for item in record["inputs"]["quoted"]
        if item["state"] == State.NO_QUOTE
    ]
    unclear = [_value_words(item) for item in _valued(record) if item["value"]["state"] == Match.UNCLEAR]
    return found + unclear + list(record["slips"])


def _valued(record: Record) -> list[Record]:
    """Return the inputs with a number of their own that is quoted or converted."""
    return [*record["inputs"]["quoted"], *record["inputs"]["converted"]]


def _value_words(item: Record) -> str:
    return f"{item['input']}: {item['value']['note']}"


def digest(record: Record, scenario: Scenario) -> bytes:
    """Return what tells two evidence records of a scenario apart; nothing for the one without any text at hand."""
    return b"" if record == evidence_record(scenario) else hashlib.sha256(to_json(record)).digest()


def _counts(states: Iterable[str], *, further: str | None = None) -> Record:
    counts = Counter(str(state) for state in states)
    names = [*map(str, State), *([further] if further else [])]
    return {**{name: counts[name] for name in names}, "total": counts.total()}


def _corroboration(book: EvidenceBook) -> list[Record]:
    """Return, for what rests on several records, how many roots they have."""
    cited: dict[str, tuple[str, ...]] = {
        f"param.{key}": tuple(name for name, says in param.evidence if says == "supports")
        for key, param in book.params.items()
    }
    for kind, records in (
        ("observation", book.observations),
        ("statement", book.statements),
        ("claim", book.claims),
    ):
        cited |= {f"{kind}.{id_}": tuple(record.evidence) for id_, record in records.items()}
    return [
        {"record": name, "evidence": list(ids), "roots": list(roots(ids, book))}
        for name, ids in cited.items()
        if len(ids) > 1
    ]


def _anchor(item: Anchor, book: EvidenceBook) -> Record:
    return {
        "id": item.id,
        "source": book.evidence[item.id].source,
        "state": str(item.state),
        "paragraph": item.paragraph,
        "page": item.page,
        "line": item.line,
        "score": None if item.score is None else number(round(item.score, 4)),
        "note": item.note,
    }


def _quoted(scenario: Scenario, found: Mapping[str, Anchor]) -> list[Record]:
    """Return every input of which a number is quoted, then the quoted dates and codes, with the state of each."""
    parameters = Parameters(scenario.evidence)
    rows: list[Record] = []
    used: set[str] = set()
    for item in scenario.inputs:
        stated = bool(scenario.evidence.params)
        param = parameters.find(item.table, item.key, canonical(item.table, item.column)) if stated else None
        what_if = item.where == "overrides" or item.where.startswith("options.toml, ")
        partly = param is not None and "quoted" in param.basis.values() and not what_if
        if item.basis != "quoted" and not partly:
            continue
        used |= {param.key} if param is not None else set()
        rows.append(
            {
                "input": input_name(item),
                "evidence": list(item.evidence),
                "state": _state(item.evidence, param, found),
                "value": value_record(item, param, scenario.evidence),
            }
        )
    for key, param in scenario.evidence.params.items():
        if "quoted" in param.basis.values() and key not in used:
            told = {"state": str(Match.NOT_COMPARED), "note": ""}
            rows.append(
                {"input": key, "evidence": list(param.ids), "state": _state(param.ids, param, found), "value": told}
            )
    return rows


def _conflicts(book: EvidenceBook) -> list[Record]:
    """Return what sources state beside the values in use, and the rule that chose among them."""
    return [
        {
            "param": key,
            "rule": param.rule,
            "supports": [name for name, says in param.evidence if says == "supports"],
            "contradicts": [name for name, says in param.evidence if says == "contradicts"],
            "alternatives": [
                {"value": other.value, "evidence": list(other.evidence), "note": other.note}
                for other in param.alternatives
            ],
        }
        for key, param in book.params.items()
        if param.rule
    ]


def _state(ids: Iterable[str], param: Parameter | None, found: Mapping[str, Anchor]) -> str:
    """Return the state of an input: a fault in anything that it cites, else the best of what supports it."""
    cited = [found[id_].state for id_ in ids if id_ in found]
    if not cited:
        return REFERENCE
    faults = [state for state in cited if state in FAULTS]
    supports = [] if param is None else [found[id_].state for id_, says in param.evidence if says == "supports"]
    return str(min(faults or supports or cited, key=_ORDER.index))
