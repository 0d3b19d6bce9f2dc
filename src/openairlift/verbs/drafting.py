"""Propose evidence from a text, and accept what a person has looked at."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openairlift.errors import Issue, OpenAirliftError, UsageError, nearest
from openairlift.evidence import read_evidence
from openairlift.evidence.anchoring import UnreadableError, read_snapshot
from openairlift.evidence.chains import normal_name
from openairlift.evidence.drafting import Block, Draft, Proposal, propose
from openairlift.evidence.drafting.fragment import appended, parsed, record_text, removed
from openairlift.evidence.form import KEYS
from openairlift.verbs.records import Record, number
from openairlift.verbs.text_files import TextFiles

DRAFTS, EVIDENCE = "evidence-draft.toml", "evidence.toml"
_HEAD = (
    "# Proposals of evidence, found by rules in texts; none of them is used. Look each one up in its "
    "source, mend it, then\n"
    "# openairlift evidence accept SCENARIO ID … moves it into evidence.toml. Delete what is wrong.\n"
)


def evidence_draft(
    file: str | Path,
    *,
    into: str | Path | None = None,
    published: str | None = None,
    producer: str | None = None,
    title: str | None = None,
    exact: bool = False,
    statuses: bool = False,
) -> Record:
    """Return proposals of evidence from an English text.

    Parameters
    ----------
    file : text, HTML or PDF.
    into : folder or workbook of a scenario; the proposals are added to its ``evidence-draft.toml``, where nothing is
        overwritten.
    published : day of publication, YYYY-MM-DD, for relative dates; None = as the text states it.
    producer, title : of the source; None = as the text states them.
    exact : keep the words of each sentence; else a hash of them, for texts that may not be copied.
    statuses : also propose sentences with a word of status and no figure.

    Raises
    ------
    UsageError
        When `published` is no date.
    OpenAirliftError
        When the text can't be read, or `into` is no scenario.
    """
    day = _day(published)
    path = Path(file)
    data = path.read_bytes()
    try:
        snapshot = read_snapshot(data, path.name)
    except UnreadableError as error:
        raise OpenAirliftError(f"{path.name}: {error}") from None
    several = any(block.page > 1 for block in snapshot.blocks)
    blocks = [
        Block(block.paragraph, block.line, block.text, block.page if several else None) for block in snapshot.blocks
    ]
    found = propose(blocks, published=day)
    source = _source(found, path, data, producer=producer, title=title)
    name = _slug(path.stem)
    items = [*found.proposals, *(found.statuses if statuses else ())]
    record: Record = {
        "source": {"id": name, **source},
        "proposals": [_proposal_record(item, name, source["producer"]) for item in items],
    }
    if into is not None:
        written = _write(Path(into), record["source"], items, exact=exact)
        record["written"] = written
        record["source"]["id"] = written["source"]
        record["proposals"] = [_proposal_record(item, written["source"], written["producer"]) for item in items]
    return record


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--published is a day such as 2022-03-08, not {text!r}") from None


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "text"


def _source(found: Draft, path: Path, data: bytes, *, producer: str | None, title: str | None) -> dict[str, str]:
    entry = {
        "title": title or found.title or path.name,
        "producer": producer or found.producer or "unknown",
        "published": "" if found.published is None else found.published.isoformat(),
        "text": "" if re.search(r"[\\:]", path.name) else path.name,  # no name that a scenario may hold
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    return {key: value for key, value in entry.items() if value}


def _proposal_record(item: Proposal, source: str, producer: str) -> Record:
    return {
        "id": f"{source}-{item.id}",
        "kind": item.kind,
        "figure": item.figure,
        "low": None if item.low is None else number(item.low),
        "high": None if item.high is None else number(item.high),
        "unit": item.unit,
        "per": item.per,
        "thing": item.thing,
        "head": item.head,
        "status": item.status,
        "dates": [{"text": when.text, "value": when.value} for when in item.dates],
        "chain": _chain(item, producer),
        "speaker": item.chain[-1].who.shown if item.chain else producer,
        "paragraph": item.paragraph,
        "page": item.page,
        "line": item.line,
        "exact_sha256": item.sha256,
    }


def _chain(item: Proposal, producer: str) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = [{"who": producer, "mode": "reports"}]
    for link in item.chain:
        entry: dict[str, Any] = {"who": link.who.shown, "mode": link.mode}
        if link.who.unnamed:
            entry["unidentified"] = True
        links.append(entry)
    return links


def _draft_entry(item: Proposal, source: str, producer: str, *, exact: bool) -> dict[str, Any]:
    """Return a proposal as the record of a draft; blanks are left out."""
    dates = [f"{when.text} = {when.value}" if when.value else when.text for when in item.dates]
    entry: dict[str, Any] = {
        "source": source,
        "paragraph": item.paragraph,
        "page": item.page,
        "line": item.line,
        "figures": [item.figure] if item.figure else None,
        "says": _says(item),
        "exact" if exact else "exact_sha256": item.sentence if exact else item.sha256,
        "chain": _chain(item, producer),
        "kind": item.kind,
        "low": item.low,
        "high": item.high,
        "unit": item.unit,
        "per": item.per,
        "thing": item.thing,
        "status": item.status,
        "dates": dates,
    }
    return {key: value for key, value in entry.items() if value not in (None, "", [])}


def _says(item: Proposal) -> str:
    """Return what a proposal says in few words of our own: the person who accepts it writes a better sentence."""
    figure = item.figure + (f" per {item.per}" if item.per and item.per != "each" else " each" if item.per else "")
    text = f"{item.thing or item.kind}: {figure}" if item.figure else "a status without a figure"
    return text + (f" ({item.status.replace('_', ' ')})" if item.status else "")


def _section(toml: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = toml.get(name, {})
    return found if isinstance(found, dict) else {}


def _write(into: Path, source: Record, items: Sequence[Proposal], *, exact: bool) -> Record:
    """Add proposals to the drafts of a scenario; those that are there, or accepted already, are left alone."""
    files = TextFiles(into)
    text, drafts = files.read(DRAFTS)
    _, accepted = files.read(EVIDENCE)
    sources = {**_section(accepted, "source"), **_section(drafts, "source")}
    name = _source_id(source, sources)
    held = _section(sources, name)
    producer = str(held.get("producer") or source["producer"])
    known = {**_section(accepted, "evidence"), **_section(drafts, "draft")}
    pieces = [] if name in sources else [record_text("source", name, {k: v for k, v in source.items() if k != "id"})]
    ids: list[str] = []
    for item in items:
        id_ = f"{name}-{item.id}"
        if id_ in known:
            continue
        ids.append(id_)
        pieces.append(record_text("draft", id_, _draft_entry(item, name, producer, exact=exact)))
    if ids:
        whole = appended(text or _HEAD, pieces)
        _check(whole, drafts, DRAFTS)
        files.write({DRAFTS: whole})
    return {
        "file": DRAFTS,
        "source": name,
        "producer": producer,
        "source_known": name in sources,
        "other_text": held.get("sha256", source["sha256"]) not in ("", source["sha256"]),
        "ids": ids,
        "already": len(items) - len(ids),
    }


def _source_id(source: Record, sources: Mapping[str, Any]) -> str:
    """Return the id of the same document if the scenario has it, else a free one.

    The same document has the same hash, the same file of text, or the same title and day: a second source for it would
    make two roots of one article.
    """
    known = [(name, entry) for name, entry in sources.items() if isinstance(entry, dict)]
    for same in (_same_hash, _same_text, _same_title):
        for name, entry in known:
            if same(source, entry):
                return name
    name, count = str(source["id"]), 1
    while name in sources:
        count += 1
        name = f"{source['id']}-{count}"
    return name


def _same_hash(source: Record, entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("sha256") == source["sha256"])


def _same_text(source: Record, entry: Mapping[str, Any]) -> bool:
    return bool(source.get("text")) and entry.get("text") == source["text"]


def _same_title(source: Record, entry: Mapping[str, Any]) -> bool:
    """Whether title and day are those of a source, and not the producers of two outlets."""
    here, there = (" ".join(str(item.get("title", "")).casefold().split()) for item in (source, entry))
    dated = bool(source.get("published")) and entry.get("published") == source["published"]
    producers = {normal_name(str(item.get("producer", ""))) for item in (source, entry)} - {"", "unknown"}
    return dated and here == there and len(producers) < 2


def _check(whole: str, before: Mapping[str, Any], file: str) -> dict[str, Any]:
    """Return the records of a file as it would be written, all of which it held before being the same.

    Raises
    ------
    OpenAirliftError
        When they are not: then nothing is written.
    """
    try:
        after = parsed(whole)
    except tomllib.TOMLDecodeError as error:
        raise OpenAirliftError(f"{file} is laid out so that nothing can be added at its end: {error}") from None
    for section, entries in before.items():
        kept = after.get(section)
        if isinstance(entries, dict) and isinstance(kept, dict):
            kept = {name: kept.get(name) for name in entries}
        if kept != entries:
            raise OpenAirliftError(f"{file} is laid out so that nothing can be added at its end; nothing is written")
    return after


def _check_form(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Refuse records that the linter would refuse.

    Raises
    ------
    OpenAirliftError
        When the file has faults that it did not have before; then nothing is written.
    """
    old: list[Issue] = []
    new: list[Issue] = []
    read_evidence(before, file=EVIDENCE, issues=old)
    read_evidence(after, file=EVIDENCE, issues=new)
    known = {str(issue) for issue in old}
    faults = [str(issue) for issue in new if str(issue) not in known]
    if faults:
        raise OpenAirliftError("nothing is accepted; mend the proposal first\n  " + "\n  ".join(faults))


def evidence_accept(scenario: str | Path, ids: Sequence[str], *, says: str | None = None) -> Record:
    """Move proposals into ``evidence.toml``; the rest of both files stays as it is.

    Parameters
    ----------
    scenario : folder or workbook.
    ids : of ``evidence-draft.toml``.
    says : what the record says, in your own words, in place of the proposal's; with one id only.

    Raises
    ------
    UsageError
        When there is no id, or `says` goes with several.
    OpenAirliftError
        When an id is unknown, or evidence.toml holds another record of its name; then nothing is written.
    """
    if not ids:
        raise UsageError("name at least one proposal to accept")
    if says is not None and len(set(ids)) > 1:
        raise UsageError("--says goes with one id only")
    files = TextFiles(Path(scenario))
    draft_text, drafts = files.read(DRAFTS)
    text, evidence = files.read(EVIDENCE)
    wanted = list(dict.fromkeys(ids))
    _known(wanted, _section(drafts, "draft"))
    pieces: list[str] = []
    sources: list[str] = []
    for name in wanted:
        entry = _section(drafts, "draft")[name]
        record = _accepted(name, entry, says)
        if name in _section(evidence, "evidence"):
            if _section(evidence, "evidence")[name] != record:
                raise OpenAirliftError(f"{EVIDENCE} holds another [evidence.{name}]; rename the proposal, or delete it")
        else:
            source = record["source"]
            if source not in _section(evidence, "source") and source not in sources:
                if source not in _section(drafts, "source"):
                    raise OpenAirliftError(f"[draft.{name}] is of a source {source!r} that neither file has")
                sources.append(source)
                pieces.append(record_text("source", source, _section(drafts, "source")[source]))
            pieces.append(record_text("evidence", name, record))
    written = {}
    if pieces:
        written[EVIDENCE] = appended(text, pieces)
        _check_form(evidence, _check(written[EVIDENCE], evidence, EVIDENCE))
    # Written second: if this is cut short, a draft that is accepted already is only dropped by the next call.
    files.write({**written, DRAFTS: removed(draft_text, "draft", wanted)})
    return {"accepted": wanted, "sources": sources, "left": len(_section(drafts, "draft")) - len(wanted)}


def _accepted(name: str, entry: Any, says: str | None) -> dict[str, Any]:
    """Return the evidence record that a proposal becomes; what its finder thought of it stays behind."""
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("source", "says")):
        raise OpenAirliftError(f"[draft.{name}] has no source and says; mend it in {DRAFTS}")
    record = {key: value for key, value in entry.items() if key in KEYS["evidence"] or key.startswith("x_")}
    return record if says is None else {**record, "says": says}


def _known(ids: Sequence[str], drafts: Mapping[str, Any]) -> None:
    lines = []
    for name in ids:
        if name not in drafts:
            near = nearest(name, drafts)
            lines.append(f"there is no proposal {name!r}" + (f"; did you mean {near!r}?" if near else ""))
    if lines:
        if not drafts:
            lines.append(f"{DRAFTS} holds no proposals; openairlift evidence draft FILE --into SCENARIO makes some")
        raise OpenAirliftError("\n  ".join(lines))
