"""Records of evidence as a person reads them."""

from __future__ import annotations

from typing import Any

from openairlift.evidence.anchoring import State
from openairlift.evidence.anchoring.amounts import Match
from openairlift.evidence.register import cell
from openairlift.verbs.records import Record

_ONE = {
    "statements": "statement",
    "evidence": "evidence record",
    "sources": "source",
    "observations": "observation",
    "params": "parameter",
    "claims": "claim",
    "packages": "package or option",
    "posture": "stated total",
}
_MANY = {"packages": "packages and options"}
_DIFFERENT = (Match.DIFFERS, Match.UNCLEAR)


def evidence_line(record: Record) -> str:
    """Return in a sentence what became of the quoted numbers and dates and of all evidence.

    Examples
    --------
    >>> inputs = {"counts": {"exact": 1, "not at hand": 1, "reference table": 3, "total": 5}}
    >>> evidence_line({"counts": {"exact": 2, "not at hand": 1, "total": 3}, "inputs": inputs})
    'quotes: of 5 numbers and dates 1 exact, 1 not at hand, 3 reference table; of 3 records 2 exact, 1 not at hand'
    """
    parts = []
    for counts, one, noun in (
        (record["inputs"]["counts"], "number or date", "numbers and dates"),
        (record["counts"], "record", "records"),
    ):
        told = ", ".join(f"{number} {state}" for state, number in counts.items() if number and state != "total")
        parts.append(f"of {counts['total']} {one if counts['total'] == 1 else noun} {told}" if told else f"no {noun}")
    return "quotes: " + "; ".join(parts)


def evidence_check_text(record: Record) -> str:
    """Return a check of evidence as a person reads it."""
    lines = [record["scenario"], evidence_line(record), "", "Sources"]
    for item in record["sources"]:
        told = item["state"] if item["sha256"] is None else f"{item['state']}, hash {item['sha256']}"
        lines.append(f"  {item['id']:<28} {told}" + (f" ({item['reason']})" if item["reason"] else ""))
    lines += ["", "Quoted inputs"]
    lines += [_input_line(item) for item in record["inputs"]["quoted"] if item["evidence"]]
    lines += [_input_line(item) for item in record["inputs"]["converted"] if item["value"]["state"] in _DIFFERENT]
    shipped = sum(not item["evidence"] for item in record["inputs"]["quoted"])
    if shipped:
        lines.append(f"  {shipped} more stand in shipped reference tables, each row with its source")
    lines += ["", "Evidence"]
    for item in record["anchors"]:
        if item["state"] != State.NOT_AT_HAND:
            where = "" if item["paragraph"] is None else f" paragraph {item['paragraph']}"
            lines.append(f"  {item['state']:<15} {item['id']}{where}" + (f": {item['note']}" if item["note"] else ""))
    away = [item["id"] for item in record["anchors"] if item["state"] == State.NOT_AT_HAND]
    if away:
        lines.append(f"  not at hand     {', '.join(away)}")
    for item in record["posture"]:
        lines += ["", f"Posture: {item['id']} states {item['stated']:,}: {item['agreement']} ({item['reason']})"]
    lines += _stale(record["stale"])
    if record["facts"]["rows"]:
        facts, bare = record["facts"]["rows"], len(record["facts"]["without_record"])
        lines += ["", f"{facts} {'fact' if facts == 1 else 'facts'} listed, {bare} without record"]
    lines += ["", *(f"warning: {what}" for what in record["slips"])] if record["slips"] else []
    lines += ["", *record["faults"], _closing(len(record["faults"]))]
    return "\n".join(lines)


def _input_line(item: Record) -> str:
    """Return an input with the state of its quote, or that its value is none of those that the evidence states."""
    cited = f"{item['input']}  [{', '.join(item['evidence'])}]"
    if item["value"]["state"] in _DIFFERENT:
        quote = f"; the quote: {item['state']}" if "state" in item else ""
        return f"  {'value differs':<15} {cited}: {item['value']['note'].removeprefix('value differs: ')}{quote}"
    return f"  {item['state']:<15} {cited}" + (f": {item['value']['note']}" if item["value"]["note"] else "")


def _closing(faults: int) -> str:
    return "fine" if not faults else f"{faults} {'thing' if faults == 1 else 'things'} to look at"


def _stale(stale: Record) -> list[str]:
    if not stale["sources"]:
        return []
    lines = ["", f"Stale, because {', '.join(stale['sources'])} changed"]
    kinds = ("evidence", "params", "inputs", "statements", "observations", "claims", "options")
    return lines + [f"  {kind}: {', '.join(stale[kind])}" for kind in kinds if stale[kind]]


def evidence_list_text(record: Record) -> str:
    """Return a list of records as a person reads it: one record a paragraph; without a kind, how many there are."""
    rows, counts = record["rows"], record.get("counts")
    parts = ["\n".join([f"{row['of']}: {row['id']}" if "of" in row else row["id"], *_fields(row)]) for row in rows]
    found = listed_words(record["kind"], len(rows)) if counts is None else _count_words(counts)
    found += f" with {record['search']!r}" if record["search"] else ""
    hint = (
        "; --kind KIND lists one of them, --search WORDS looks through all" if counts and not record["search"] else ""
    )
    return "\n\n".join([*parts, found + hint])


def _count_words(counts: Record) -> str:
    return ", ".join(listed_words(kind, many) for kind, many in counts.items() if many) or "no records"


def listed_words(kind: str, many: int) -> str:
    """Return how many of a kind there are, in words.

    Examples
    --------
    >>> listed_words("statements", 1), listed_words("posture", 2)
    ('1 statement', '2 stated totals')
    """
    one = _ONE[kind]
    return f"{many} {one if many == 1 else _MANY.get(kind, one + 's')}"


def _fields(row: Record) -> list[str]:
    return [f"  {name:<14} {cell(value)}" for name, value in row.items() if name not in ("id", "of") and cell(value)]


def evidence_chain_text(record: Record) -> str:
    """Return a chain as a person reads it: who told whom, roots, and what depends on it."""
    lines = [f"{record['kind']} {record['id']}"]
    for item in record["evidence"]:
        lines += ["", f"{item['id']}: {item['says']}"]
        place = f", {item['where']}" if item["where"] else ""
        lines.append(f"  in {item['source']} ({item['producer']}, {item['published'] or 'no date'}){place}")
        lines += [f"  {'  ' * at}← {_telling(link)}" for at, link in enumerate(item["chain"])]
        cap = "" if item["cap"] is None else f"; {item['cap']['why']}"
        lines.append(f"  grade {item['grade'] or '–'}: {item['grade_words']}{cap}")
        lines.append(f"  {item['state']}; root: {item['root']}")
    lines += ["", _roots_line(record)]
    for says, ids in record.get("beside", {}).items():
        lines.append(f"{says}: {', '.join(ids)}")
    if record.get("alternatives"):
        told = "; ".join(f"{other['value']} ({', '.join(other['evidence'])})" for other in record["alternatives"])
        lines.append(f"other values that sources state: {told}; the run follows the rule {record['rule']}")
    depends = record.get("depends")
    if depends is not None:
        stated = [f"  {kind}: {', '.join(ids)}" for kind, ids in depends.items() if ids]
        lines += ["", "What depends on it", *(stated or ["  nothing"])]
    for other in record.get("also", ()):
        lines += ["", evidence_chain_text(other)]
    return "\n".join(lines)


def _telling(link: Record) -> str:
    day = f" on {link['on']}" if link["on"] else ""
    return f"{link['who']} {link['mode']}{day}" + (" (unidentified)" if link["unidentified"] else "")


def _roots_line(record: Record) -> str:
    found: list[Any] = record["roots"]
    noun = "root" if len(found) == 1 else "roots"
    told = "; ".join(f"{item['root']} ({', '.join(item['evidence'])})" for item in found)
    return f"{len(found)} {noun}: {told}" if found else "no root: no evidence is cited"
