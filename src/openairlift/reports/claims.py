"""Claims as a reader sees them: their readings with verdicts, who said them, and how to judge what was not judged."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import count
from openairlift.reports.svg import Markup, el
from openairlift.reports.tables import links, table
from openairlift.reports.verdicts import (
    CAUTION,
    deciding_words,
    end_words,
    probability_words,
    reading_words,
    verdict_sentence,
)

HEADER = ("Reading", "Verdict", "Probability", "Decided by")


def counted_words(claim: Record) -> str:
    """Say how many readings a claim has, and how many have each verdict.

    Examples
    --------
    >>> counted_words({"readings": [{"verdict": "consistent"}, {"verdict": "untestable"}, {"verdict": "consistent"}]})
    '3 readings: 2 consistent, 1 untestable'
    >>> counted_words({"readings_in_all": 3})
    '3 readings, not judged'
    """
    rows = records(claim, "readings")
    without = records(claim, "without")
    compared = f"; compared with the option {', '.join(without)}" if without else ""
    if get(claim, "readings") is None:
        return f"{count(int(real(get(claim, 'readings_in_all')) or 0), 'reading')}, not judged{compared}"
    verdicts = Counter(str(get(row, "verdict", default="not judged")) for row in rows)
    told = ", ".join(f"{many} {verdict}" for verdict, many in verdicts.items())
    return f"{count(len(rows), 'reading')}: {told}{compared}"


def grouped(claim: Record) -> list[tuple[str, Record, int]]:
    """Return the readings; those that can't be tested for one and the same reason as one."""
    alike: dict[str, list[Record]] = {}
    for row in records(claim, "readings"):
        same = get(row, "verdict") == "untestable"
        alike.setdefault(verdict_sentence(row) if same else reading_words(row), []).append(row)
    found = []
    for rows in alike.values():
        names = {
            name: list(dict.fromkeys(str(get(row, "reading", default={}).get(name)) for row in rows))
            for name in get(rows[0], "reading", default={})
        }
        words = " · ".join(f"{name} {' or '.join(values)}" for name, values in names.items())
        found.append((words or reading_words(rows[0]), rows[0], len(rows) if len(rows) > 1 else 0))
    return found


def readings_table(claim: Record) -> Markup:
    """Return every reading with its verdict, its probability and the inputs that decide it."""
    rows = [
        (
            [words, f" ({alike} readings)" if alike else ""],
            verdict_sentence(row),
            probability_words(row) or "–",
            deciding_words(row) or "–",
        )
        for words, row, alike in grouped(claim)
    ]
    return table(HEADER, rows, class_="stack readings")


def hanging_sentences(claim: Record) -> list[str]:
    """Say which parts of a reading its verdict hangs on: over pairs of readings that differ in one part alone.

    Examples
    --------
    >>> found = [("usd", 5, "consistent"), ("usd", 6, "consistent"), ("kg", 5, "untestable"), ("kg", 6, "untestable")]
    >>> rows = [{"reading": {"meter": meter, "days": days}, "verdict": verdict} for meter, days, verdict in found]
    >>> hanging_sentences({"readings": rows})
    ['meter: in 2 of 2 pairs of readings that differ in it alone, the verdict is another', 'days: never']
    """
    rows = [row for row in records(claim, "readings") if get(row, "verdict") is not None]
    names = list(dict.fromkeys(name for row in rows for name in get(row, "reading", default={})))
    found = []
    for name in names:
        alike: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            values = get(row, "reading", default={})
            others = tuple(str(values.get(other)) for other in names if other != name)
            alike.setdefault(others, []).append(str(get(row, "verdict")))
        pairs = [one != other for verdicts in alike.values() for one, other in combinations(verdicts, 2)]
        if pairs:
            found.append((sum(pairs) / len(pairs), sum(pairs), len(pairs), name))
    found.sort(key=lambda item: -item[0])
    told = [
        f"{name}: in {changed} of {pairs} pairs of readings that differ in it alone, the verdict is another"
        for share, changed, pairs, name in found
        if share
    ]
    never = [name for share, _, _, name in found if not share]
    return told + ([f"{', '.join(never)}: never"] if never else [])


def hanging_list(claim: Record) -> Markup | None:
    """Return on what the verdict of a claim hangs, as a list."""
    lines = hanging_sentences(claim)
    if not lines:
        return None
    items = [el("li", line) for line in lines]
    return el("div", el("p", "What changes the verdict:"), el("ul", items, class_="plain"))


def decided_words(claim: Record) -> str:
    """Name the inputs that decide most readings of a claim; nothing where none does.

    Examples
    --------
    >>> row = {"deciding": [{"input": "fleet/a/tails", "basis": "assumed"}]}
    >>> decided_words({"readings": [row, row, {}]})
    'decided by fleet/a/tails (assumed) in 2 readings'
    """
    found: Counter[str] = Counter()
    for row in records(claim, "readings"):
        found.update(f"{get(item, 'input')} ({get(item, 'basis')})" for item in records(row, "deciding"))
    told = ", ".join(f"{name} in {count(many, 'reading')}" for name, many in found.most_common(2))
    return f"decided by {told}" if told else ""


def told_sentences(claim: Record) -> list[str]:
    """Say for each piece of evidence of a claim who told whom, from the publication to the originator.

    Examples
    --------
    >>> chain = [{"who": "The Harbour Post", "mode": "reports"}, {"who": "port official", "mode": "told"}]
    >>> told_sentences({"told": [{"id": "e1", "chain": chain, "grade": "C3"}]})
    ['e1 (C3): The Harbour Post reports ← port official told']
    """
    lines = []
    for item in records(claim, "told"):
        chain = [
            " ".join(str(part) for part in (get(link, "who"), get(link, "mode"), get(link, "on")) if part)
            for link in records(item, "chain")
        ]
        names = chain or [str(get(item, "producer", default="") or get(item, "source", default="?"))]
        lines.append(f"{get(item, 'id')} ({get(item, 'grade', default='not graded')}): {' ← '.join(names)}")
    return lines


def roots_words(claim: Record) -> str:
    """Say how many independent roots stand behind a claim.

    Examples
    --------
    >>> roots_words({"roots": [{"root": "port official"}]})
    '1 root: port official'
    """
    names = [str(get(item, "root")) for item in records(claim, "roots")]
    return f"{count(len(names), 'root')}: {'; '.join(names)}" if names else "nobody is recorded to have said it"


def judged_sentence(found: Record) -> str:
    """Say on what claims were judged, or that they were not and how it is done.

    Examples
    --------
    >>> judged_sentence({"command": "openairlift run port --judge"})
    'Not judged. openairlift run port --judge does it.'
    """
    judged, command, reason = get(found, "judged"), get(found, "command"), get(found, "reason")
    if judged is None:
        return f"Not judged{f': {reason}' if reason else ''}. {command} does it."
    told = (
        f"Judged on {count(int(get(judged, 'runs', default=0)), 'run')} (seed {get(judged, 'seed')}); "
        f"{count(int(get(judged, 'inputs_with_range', default=0)), 'input')} moved to both ends of their ranges, "
        f"{get(judged, 'trial_runs')} runs each; {count(int(get(judged, 'draws', default=0)), 'draw')} of all of them."
    )
    return told + (f" {command} judges the rest." if command else "")


def chase_sentence(found: Record) -> str:
    """Name the assumed inputs that decide most readings; nothing where none does.

    Examples
    --------
    >>> chase_sentence({"chase": [{"input": "fleet/a/tails", "low": "2", "high": "9", "readings": 3}]})
    'What to look for next, assumed inputs that decide readings: fleet/a/tails (2 to 9) decides 3 readings.'
    """
    told = "; ".join(
        f"{get(item, 'input')} ({end_words(item, 'low')} to {end_words(item, 'high')}) decides "
        f"{count(int(real(get(item, 'readings')) or 0), 'reading')}"
        for item in records(found, "chase")
    )
    return f"What to look for next, assumed inputs that decide readings: {told}." if told else ""


def claims_words(found: Record) -> str | None:
    """Say in a line how many claims there are and what became of them; None where there is none."""
    claims = records(found, "claims")
    if not claims:
        return None
    judged = get(found, "judged")
    if judged is None:
        return f"{count(len(claims), 'claim')}, not judged: {get(found, 'command')} tests every reading of them."
    told = ", ".join(f"{many} {verdict}" for verdict, many in get(judged, "verdicts", default={}).items() if many)
    return f"{count(len(claims), 'claim')}; readings: {told}."


def claims_section(found: Record) -> Markup:
    """Return the claims of a run: every reading with its verdict where they were judged, and who said them."""
    claims = records(found, "claims")
    if not claims:
        return el("p", "The scenario has no claims.")
    judged = get(found, "judged")
    return el(
        "div",
        el("p", judged_sentence(found)),
        el("p", chase) if (chase := chase_sentence(found)) else None,
        el("p", CAUTION, class_="note") if judged is not None else None,
        [_claim(claim) for claim in claims],
    )


def _claim(claim: Record) -> Markup:
    note = get(claim, "note")
    return el(
        "div",
        el("h3", f"{get(claim, 'id')}: {get(claim, 'says')}"),
        el("p", el("code", get(claim, "test", default=""))),
        el("p", counted_words(claim)),
        el("p", note, class_="note") if note else None,
        told_list(claim, linked=True),
        hanging_list(claim),
        readings_table(claim) if records(claim, "readings") else _open_terms(claim),
    )


def told_list(claim: Record, *, linked: bool = False) -> Markup | None:
    """Return who told whom, as a list; with links where the page has the evidence."""
    lines = [el("li", sentence) for sentence in told_sentences(claim)]
    if not lines:
        return None
    shown = ["; evidence: ", *links([str(get(item, "id")) for item in records(claim, "told")])] if linked else []
    return el("div", el("p", "Said by ", roots_words(claim), shown), el("ul", lines))


def _open_terms(claim: Record) -> Markup | None:
    """Return what a claim leaves open, for one that was not judged."""
    terms = get(claim, "undefined", default={})
    if not terms:
        return None
    return el("p", "Left open: ", "; ".join(f"{name} ({why})" for name, why in terms.items()), class_="note")
