"""Every input with its basis, and the evidence book behind it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from openairlift.evidence import grade_words
from openairlift.network.shown import shown_value
from openairlift.reports.quotes import states_of
from openairlift.reports.reading import BASES, Record, get
from openairlift.reports.sentences import inputs_sentence
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import links, table

if TYPE_CHECKING:
    from openairlift.scenario import Input, Scenario

_HEADER = ("Input", "Value", "Basis", "Rests on", "Source", "Evidence and notes", "Where")
_PAPER, _SCREEN = frozenset({"Rests on"}), frozenset({"Source", "Evidence and notes"})
"""Columns that are only printed, and only on a screen: paper has a line an input, and what it rests on below, once."""

Rests = tuple[str, tuple[str, ...], str]
"""Source, evidence and note of an input: many inputs rest on the same."""


def inputs_section(scenario: Scenario, summary: Record) -> Markup:
    """Return every input; a tiny script filters the rows, without it all are shown."""
    counts = Counter(item.basis for item in scenario.inputs)
    boxes = [
        el("label", el("input", type="checkbox", value=basis, checked=True), pill(basis), f" {counts[basis]:,}")
        for basis in dict.fromkeys((*BASES, *sorted(counts)))
        if counts[basis]
    ]
    search = el("label", "Find ", el("input", type="search", id="find", autocomplete="off"))
    told = el("p", f"{len(scenario.inputs):,} shown.", id="found", role="status")
    form = el("form", el("fieldset", el("legend", "Show"), boxes), search, told, id="filter", hidden=True)
    numbers = {rests: number for number, rests in enumerate(_told_apart(scenario), 1)}
    rows = [_row(item, scenario, numbers) for item in scenario.inputs]
    head = el("tr", [el("th", name, scope="col", class_=_medium(name)) for name in _HEADER])
    body = el("tbody", rows, id="input-rows")
    grid = el("table", el("thead", head), body, class_="stack inputs")
    note = "Quoted: stands in a source. Converted: the same in another unit. Derived: by a stated formula. Estimated: "
    note += "an informed figure of ours. Assumed: nobody published it, or no record says where it comes from."
    return el("div", el("p", inputs_sentence(summary)), el("p", note, class_="note"), form, grid, _notes(numbers))


def _told_apart(scenario: Scenario) -> dict[Rests, None]:
    """Return what the inputs rest on, each once, in their order; nothing where an input rests on nothing."""
    return dict.fromkeys(rests for item in scenario.inputs if any(rests := _rests(item)))


def _rests(item: Input) -> Rests:
    return item.source or "", tuple(item.evidence), item.note or ""


def _notes(numbers: dict[Rests, int]) -> Markup | None:
    """Return what inputs rest on as numbered notes, for paper."""
    items = []
    for (source, evidence, note), number in numbers.items():
        told = [source, links(evidence) if evidence else None, note]
        parts = [[" · " if index else "", part] for index, part in enumerate(part for part in told if part)]
        items.append(el("p", el("b", f"[{number}]"), " ", parts, id=f"rests-{number}"))
    if not items:
        return None
    return el("div", el("h3", "What the inputs rest on"), el("div", items), class_="paper rests")


def _medium(column: str) -> str | None:
    return "paper" if column in _PAPER else "screen" if column in _SCREEN else None


def pill(basis: str) -> Markup:
    """Return a basis as a marked word."""
    return el("span", basis, class_=f"pill {basis if basis in BASES else 'assumed'}")


def _row(item: Input, scenario: Scenario, numbers: dict[Rests, int]) -> Markup:
    name = [item.table, "/", el("b", item.key), "/", item.column]
    notes: list[object] = links(item.evidence) if item.evidence else []
    notes += [" " if notes else "", item.note] if item.note else []
    number = numbers.get(_rests(item))
    rests: object = "–" if number is None else el("a", f"[{number}]", href=f"#rests-{number}")
    value = shown_value(item, scenario)
    cells = (name, value, pill(item.basis), rests, item.source or "–", notes or "–", item.where or "–")
    marked = [
        el("td", value, data_label=label, class_=_medium(label)) for label, value in zip(_HEADER, cells, strict=True)
    ]
    return el("tr", marked, data_basis=item.basis)


def evidence_section(scenario: Scenario, summary: Record, *, claims: bool = True) -> Markup:
    """Return claims, statements, evidence and sources of the evidence book, and what became of each quote.

    Claims are left out where the page has a section of its own for them.
    """
    states = states_of(summary)
    book = scenario.evidence
    parts: list[Markup] = []
    rows = [
        (el("b", k), get(c, "says", default="–"), el("code", get(c, "test", default="–")), links(_ids(c)))
        for k, c in book.claims.items()
    ]
    if rows and claims:
        note = "Tested by openairlift judge: a verdict for every reading, never true or false."
        parts += [
            el("h3", f"Claims ({len(rows)})"),
            el("p", note, class_="note"),
            table(("Claim", "Says", "Test", "Evidence"), rows),
        ]
    statements = [
        (get(s, "holder", default="–"), get(s, "on", default="–"), get(s, "position", default="–"), links(_ids(s)))
        for s in book.statements.values()
    ]
    if statements:
        note = "Who holds what position. No statement has any effect on the model."
        parts += [el("h3", f"Statements ({len(statements)})"), el("p", note, class_="note")]
        parts.append(table(("Holder", "On", "Position", "Evidence"), statements))
    if book.evidence:
        parts.append(el("h3", f"Evidence ({len(book.evidence)})"))
        parts.append(
            el("dl", [_evidence(key, record, states.get(key)) for key, record in book.evidence.items()], class_="book")
        )
    if book.sources:
        parts.append(el("h3", f"Sources ({len(book.sources)})"))
        parts.append(el("dl", [_source(key, record) for key, record in book.sources.items()], class_="book"))
    return el("div", parts) if parts else el("p", "The scenario has no evidence book.")


def _ids(record: Any) -> list[str]:
    """Return the evidence ids of a record, however they are written (an id, or an id with what it says)."""
    return [
        item if isinstance(item, str) else str(get(item, "id", "evidence", default=item))
        for item in get(record, "evidence", default=())
    ]


def _evidence(key: str, record: Any, state: str | None) -> list[Markup]:
    source = get(record, "source", default="")
    places = [f"{name} {value}" for name in ("paragraph", "page", "line") if (value := get(record, name)) is not None]
    figures = get(record, "figures", default=())
    told: list[object] = [get(record, "says", default="–")]
    exact = get(record, "exact")
    told += [el("br"), el("q", exact)] if exact else []
    chain = [_link_of(link) for link in get(record, "chain", default=())]
    facts = [
        *([["source ", el("a", source, href=f"#src-{source}")]] if source else []),
        *([", ".join(places)] if places else []),
        *([f"figures {', '.join(map(str, figures))}"] if figures else []),
        *([f"grade {grade} ({grade_words(grade)})"] if (grade := get(record, "grade")) else []),
        *([" ← ".join(chain)] if chain else []),
        *([state] if state else []),
    ]
    line = [[" · " if index else "", fact] for index, fact in enumerate(facts)]
    return [el("dt", key, id=f"ev-{key}"), el("dd", told, el("br"), el("small", line))]


def _link_of(link: Any) -> str:
    parts = [str(get(link, "who", default="?")), str(get(link, "mode", default="")), str(get(link, "on", default=""))]
    return " ".join(part for part in parts if part)


def _source(key: str, record: Any) -> list[Markup]:
    facts = [str(v) for name in ("producer", "published", "licence") if (v := get(record, name))]
    url = get(record, "url")
    address: object = None
    if isinstance(url, str):
        safe = url.startswith(("https://", "http://"))
        address = el("a", url, href=url, rel="noreferrer noopener") if safe else url
    told = [get(record, "title", default="–"), el("br"), el("small", " · ".join(facts))]
    return [el("dt", key, id=f"src-{key}"), el("dd", told, [el("br"), address] if address else None)]
