"""What became of the quotes behind the inputs: found in their sources, or not at hand."""

from __future__ import annotations

from typing import Any

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import count
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import links, table

STATES = ("changed", "orphan", "ambiguous", "exact", "fuzzy", "no quote", "not at hand", "reference table")
_FAULTS = frozenset({"changed", "orphan", "ambiguous"})
_WORDS = {
    "exact": "anchored: stands there word for word",
    "fuzzy": "anchored: words were edited, its figures stand",
    "ambiguous": "ambiguous: stands there more than once",
    "orphan": "orphan: nothing there resembles it",
    "changed": "changed: another figure or unit stands there",
    "no quote": "no quote is stated",
    "not at hand": "not at hand",
    "reference table": "shipped reference table",
}
NOTE = (
    "A quoted number is anchored when its passage was found in a snapshot of the source and every number and unit in "
    "it is the same. Not at hand: the text was not there to look into; that says nothing against the number."
)


def quotes_sentence(summary: Record) -> str | None:
    """Say how many quoted numbers and dates are anchored; None where the summary does not tell.

    Examples
    --------
    >>> quotes_sentence({"evidence": {"inputs": {"counts": {"exact": 1, "not at hand": 2, "total": 3}}}})
    'Of 3 quoted numbers and dates 1 anchored in the source, 2 not at hand.'
    """
    counts = get(get(get(summary, "evidence"), "inputs"), "counts")
    total = int(real(get(counts, "total")) or 0)
    if not total:
        return None
    number = {state: int(real(get(counts, state)) or 0) for state in STATES}
    parts = [(number["exact"] + number["fuzzy"], "anchored in the source"), (number["not at hand"], "not at hand")]
    parts += [(number["reference table"], "in shipped tables"), (number["no quote"], "without a quote")]
    parts += [(number[state], state) for state in ("changed", "orphan", "ambiguous")]
    told = ", ".join(f"{many:,} {words}" for many, words in parts if many)
    return f"Of {count(total, 'quoted number or date', 'quoted numbers and dates')} {told}."


def quotes_section(summary: Record) -> Markup:
    """Return every quoted input with the state of its quote, the sources, and what is stale."""
    found = get(summary, "evidence")
    if found is None:
        return el("p", "This summary does not tell what became of the quotes.")
    sentence = quotes_sentence(summary) or "Nothing is quoted."
    notes = {str(get(item, "id")): str(get(item, "note", default="")) for item in records(found, "anchors")}
    inputs = records(get(found, "inputs"), "quoted")
    rows = [_row(item, notes) for item in inputs if get(item, "state") != "reference table"]
    shipped = len(inputs) - len(rows)
    parts: list[Markup | None] = [el("p", sentence), el("p", NOTE, class_="note"), _stale(get(found, "stale"))]
    parts.append(table(("Input", "Quote", "Evidence", "Note"), rows) if rows else None)
    told = f"{count(shipped, 'more', 'more')} from shipped reference tables, each row with its source."
    parts.append(el("p", told, class_="note") if shipped else None)
    sources = [
        (el("a", get(item, "id"), href=f"#src-{get(item, 'id')}"), _source_words(item))
        for item in records(found, "sources")
    ]
    parts += [el("h3", f"Texts of the sources ({len(sources)})"), table(("Source", "Text"), sources)] if sources else []
    backed = [
        (get(item, "record"), count(len(records(item, "evidence")), "record"), "; ".join(records(item, "roots")))
        for item in records(found, "corroboration")
    ]
    if backed:
        note = "Evidence that ends at the same speaker is one root, however many outlets carry it."
        parts += [el("h3", "Independent roots"), el("p", note, class_="note")]
        parts.append(table(("What", "Evidence", "Roots"), backed))
    conflicts = [_conflict(item) for item in records(found, "conflicts")]
    if conflicts:
        parts += [el("h3", "Values that disagree"), table(("Parameter", "In use", "Also stated", "Rule"), conflicts)]
    return el("div", parts)


def _conflict(item: Any) -> tuple[object, ...]:
    """Return what is in use and what is not, side by side."""
    others: list[object] = []
    for other in records(item, "alternatives"):
        others += ["; " if others else "", str(get(other, "value")), " (", *links(records(other, "evidence")), ")"]
    used = ["by ", *links(records(item, "supports"))]
    return el("b", get(item, "param")), used, others or links(records(item, "contradicts")), get(item, "rule")


def states_of(summary: Record) -> dict[str, str]:
    """Return by evidence id what became of its quote, in words."""
    anchors = records(get(summary, "evidence"), "anchors")
    return {str(get(item, "id")): _WORDS.get(state := str(get(item, "state")), state) for item in anchors}


def _row(item: Any, notes: dict[str, str]) -> tuple[object, ...]:
    state = str(get(item, "state", default="not at hand"))
    cited = [str(id_) for id_ in records(item, "evidence")]
    value = str(get(get(item, "value"), "note", default="") or "")
    parts = [*([value] if value else []), *(f"{id_}: {notes[id_]}" for id_ in cited if notes.get(id_))]
    told = "; ".join(parts) or "–"
    pill = el("span", _WORDS.get(state, state), class_="pill assumed" if state in _FAULTS else "pill")
    return el("b", get(item, "input")), pill, links(cited), told


def _source_words(item: Any) -> str:
    known = {
        "as recorded": "at hand, the bytes that were recorded",
        "changed": "at hand, and changed since it was recorded",
        "not recorded": "at hand; no hash was recorded",
    }
    reason = get(item, "reason", default="")
    state = str(get(item, "state", default="not at hand"))
    return known.get(str(get(item, "sha256")), f"{state}: {reason}" if reason else state)


def _stale(stale: Any) -> Markup | None:
    sources = records(stale, "sources")
    if not sources:
        return None
    kinds = ("evidence", "params", "inputs", "statements", "observations", "claims", "options")
    marked = "; ".join(f"{kind}: {', '.join(map(str, records(stale, kind)))}" for kind in kinds if records(stale, kind))
    told = f"Stale, because {', '.join(map(str, sources))} changed since it was recorded: {marked or 'nothing'}."
    return el("p", el("span", "stale", class_="pill assumed"), " ", told)
