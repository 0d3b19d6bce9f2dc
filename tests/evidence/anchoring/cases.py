"""Cases for the anchors: each says what was done to the text, and what has to come out because of that."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.evidence.anchoring.corpus import CHANGED, EDITED, FIGURES, PARAGRAPHS, REWRITTEN, Swap

from openairlift.evidence.anchoring import State, quote_hash

PASSES = frozenset({State.EXACT, State.FUZZY})
FAILS = frozenset({State.CHANGED, State.ORPHAN})


@dataclass(frozen=True)
class Case:
    """A source and a record of it; `right` are the states that may come out."""

    name: str
    source: str
    record: dict[str, Any]
    right: frozenset[State]
    file: str = "source.txt"
    tampered: bool = field(default=False)  # a figure is another one: it must not pass


def text(paragraphs: tuple[str, ...] | list[str]) -> str:
    """Join paragraphs with blank lines."""
    return "\n\n".join(paragraphs) + "\n"


def swapped(swap: Swap) -> list[str]:
    """Return the paragraphs with a swap."""
    found = list(PARAGRAPHS)
    assert found[swap.paragraph - 1].count(swap.old) == 1, swap
    found[swap.paragraph - 1] = found[swap.paragraph - 1].replace(swap.old, swap.new)
    return found


def curly(told: str) -> str:
    """Set straight quotes as a typesetter does, with long dashes and no-break blanks."""
    told = re.sub(r'"(?=\w)', "“", told)
    return told.replace('"', "”").replace("'", "’").replace(" percent", "\u00a0percent").replace("-", "\u2011")


def wrapped(told: str, luck: random.Random, *, width: int = 58) -> str:
    """Break lines, and long words at them with a hyphen, as a PDF comes out."""
    lines, line = [], ""
    for word in told.split(" "):
        if len(line) + len(word) + 1 <= width:
            line = f"{line} {word}".strip()
            continue
        if len(word) >= 9 and word.isalpha():
            cut = luck.randrange(3, len(word) - 3)
            lines.append(f"{line} {word[:cut]}-".strip())
            line = word[cut:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def broken(told: str, luck: random.Random, breaker: str) -> str:
    """Put a break between two words in the middle."""
    words = told.split(" ")
    cut = luck.randrange(3, len(words) - 3)
    return " ".join(words[:cut]) + breaker + " ".join(words[cut:])


def html(paragraphs: list[str]) -> str:
    """Set paragraphs as a page, with marks inside them."""
    rows = []
    for told in paragraphs:
        safe = told.replace("&", "&amp;").replace('"', "&ldquo;", 1).replace('"', "&rdquo;")
        first, _, rest = safe.partition(" ")
        rows.append(f"<p><b>{first}</b> {rest}<script>var n = 99;</script></p>")
    return "<html><head><title>999</title></head><body><h1>A heading</h1>" + "\n".join(rows) + "</body></html>"


def cases() -> list[Case]:
    """Return every case."""
    luck = random.Random(20220308)
    makers = (_verbatim, _breaks, _edits, _duplicates, _removed, _changed, _rewritten, _figures, _hashes, _traps)
    return [case for maker in makers for case in maker(luck)]


def _verbatim(luck: random.Random) -> Iterator[Case]:
    exact = frozenset({State.EXACT})
    for number, told in enumerate(PARAGRAPHS, start=1):
        yield Case(f"verbatim {number}", text(PARAGRAPHS), {"exact": told}, exact)
        yield Case(f"curly source {number}", text([curly(row) for row in PARAGRAPHS]), {"exact": told}, exact)
        yield Case(f"curly quote {number}", text(PARAGRAPHS), {"exact": curly(told)}, exact)
        yield Case(f"html {number}", html(list(PARAGRAPHS)), {"exact": told}, exact, file="page.html")
        words = told.split(" ")
        part = " ".join(words[: len(words) // 2 + 2])
        if not re.search(r"(\d|half|five|three|a)$", part.rstrip(",")):
            yield Case(f"half {number}", text(PARAGRAPHS), {"exact": part, "paragraph": number}, exact)


def _breaks(luck: random.Random) -> Iterator[Case]:
    exact = frozenset({State.EXACT})
    for number, told in enumerate(PARAGRAPHS, start=1):
        for turn in range(2):
            rows = [wrapped(row, luck, width=40 + 13 * turn) for row in PARAGRAPHS]
            yield Case(f"hyphens {number} {turn}", text(rows), {"exact": told}, exact)
        for name, breaker in (("page", "\f"), ("numbered page", "\n\n12\n\f"), ("block", "\n\n")):
            rows = list(PARAGRAPHS)
            rows[number - 1] = broken(told, luck, breaker)
            yield Case(f"{name} in {number}", text(rows), {"exact": told}, exact)


def _edits(luck: random.Random) -> Iterator[Case]:
    for swap in EDITED:
        told = PARAGRAPHS[swap.paragraph - 1]
        for locator in ({}, {"paragraph": swap.paragraph}):
            name = f"edit {swap.old!r} {locator}"
            yield Case(name, text(swapped(swap)), {"exact": told, **locator}, frozenset({State.FUZZY}))


def _duplicates(luck: random.Random) -> Iterator[Case]:
    for number, told in enumerate(PARAGRAPHS, start=1):
        rows = [*PARAGRAPHS, "Here the bulletin begins again.", told]
        yield Case(f"twice {number}", text(rows), {"exact": told}, frozenset({State.AMBIGUOUS}))
        yield Case(
            f"twice, told {number}", text(rows), {"exact": told, "paragraph": len(rows)}, frozenset({State.EXACT})
        )
        prefix = {"exact": told, "prefix": "the bulletin begins again."}
        yield Case(f"twice, prefix {number}", text(rows), prefix, frozenset({State.EXACT}))


def _removed(luck: random.Random) -> Iterator[Case]:
    for number, told in enumerate(PARAGRAPHS, start=1):
        rows = [row for row in PARAGRAPHS if row != told]
        yield Case(f"removed {number}", text(rows), {"exact": told}, frozenset({State.ORPHAN}))
        record = {"exact": told, "paragraph": number}
        yield Case(f"removed, told {number}", text(rows), record, frozenset({State.ORPHAN}))


def _changed(luck: random.Random) -> Iterator[Case]:
    changed = frozenset({State.CHANGED})
    edits = {swap.paragraph: swap for swap in EDITED}
    for swap in CHANGED:
        told = PARAGRAPHS[swap.paragraph - 1]
        rows = swapped(swap)
        name = f"{swap.old!r} is {swap.new!r}"
        yield Case(name, text(rows), {"exact": told}, changed, tampered=True)
        yield Case(f"{name}, told", text(rows), {"exact": told, "paragraph": swap.paragraph}, changed, tampered=True)
        yield Case(
            f"{name} in the quote", text(PARAGRAPHS), {"exact": rows[swap.paragraph - 1]}, changed, tampered=True
        )
        set_rows = [wrapped(curly(row), luck) for row in rows]
        yield Case(f"{name}, set", text(set_rows), {"exact": told}, changed, tampered=True)
        yield Case(f"{name}, html", html(rows), {"exact": told}, changed, file="a.html", tampered=True)
        edit = edits.get(swap.paragraph)
        if edit is not None and edit.old in rows[swap.paragraph - 1]:
            rows[swap.paragraph - 1] = rows[swap.paragraph - 1].replace(edit.old, edit.new)
            yield Case(f"{name}, edited", text(rows), {"exact": told}, changed, tampered=True)


def _rewritten(luck: random.Random) -> Iterator[Case]:
    for swap in REWRITTEN:
        told = PARAGRAPHS[swap.paragraph - 1]
        name = f"{swap.old!r} as {swap.new!r}"
        yield Case(name, text(swapped(swap)), {"exact": told}, PASSES)


def _figures(luck: random.Random) -> Iterator[Case]:
    for number, figure in FIGURES:
        record = {"figures": (figure,), "paragraph": number}
        yield Case(f"figure {figure!r}", text(PARAGRAPHS), record, frozenset({State.EXACT}))
        rows = [wrapped(curly(row), luck) for row in PARAGRAPHS]
        yield Case(f"figure {figure!r} set", text(rows), record, frozenset({State.EXACT}))
        elsewhere = {"figures": (figure,), "paragraph": 13}
        yield Case(f"figure {figure!r} elsewhere", text(PARAGRAPHS), elsewhere, FAILS, tampered=True)
        beyond = {"figures": (figure,), "paragraph": 99}
        yield Case(f"figure {figure!r} beyond", text(PARAGRAPHS), beyond, frozenset({State.ORPHAN}), tampered=True)
    for swap in CHANGED:
        if re.search(r"\d|five|nine|dozen|quarters|twenty|weeks", swap.old) and " and " not in swap.old:
            figure = re.sub(r" (wide|additional|pier)$", "", swap.old)
            record = {"figures": (figure,), "paragraph": swap.paragraph}
            name = f"figure {figure!r} is {swap.new!r}"
            if figure not in swap.new:
                yield Case(name, text(swapped(swap)), record, FAILS, tampered=True)


def _hashes(luck: random.Random) -> Iterator[Case]:
    for number, told in enumerate(PARAGRAPHS, start=1):
        words = told.split(" ")
        part = " ".join(words[2:-3])
        record = {"exact_sha256": quote_hash(part), "paragraph": number}
        yield Case(f"hash {number}", text(PARAGRAPHS), record, frozenset({State.EXACT}))
        yield Case(f"hash of a sentence {number}", text(PARAGRAPHS), {"exact_sha256": quote_hash(told)}, PASSES)
        gone = [row for row in PARAGRAPHS if row != told]
        yield Case(f"hash gone {number}", text(gone), record, frozenset({State.ORPHAN}))


def _traps(luck: random.Random) -> Iterator[Case]:
    """Yield what is made to look right."""
    changed = frozenset({State.CHANGED})
    tail = "An annex repeats that 17,000 tickets were sold, 70 percent of them in five days, for $350 million."
    rows = [*swapped(Swap(4, "17,000", "1,700")), tail]
    yield Case("number moved elsewhere", text(rows), {"exact": PARAGRAPHS[3]}, changed, tampered=True)
    record = {"figures": ("17,000",), "paragraph": 4}
    yield Case("figure moved elsewhere", text(rows), record, changed, tampered=True)
    rows = swapped(Swap(3, "70 percent of it was spent", "40 percent of it, some 70 tonnes, was spent"))
    yield Case("same number, other unit nearby", text(rows), {"exact": PARAGRAPHS[2]}, changed, tampered=True)
    record = {"figures": ("70 percent",), "paragraph": 3}
    yield Case("figure with another unit nearby", text(rows), record, changed, tampered=True)
    twin = PARAGRAPHS[7].replace("battalion", "regiment").replace("roads", "bridges")
    rows = [*swapped(Swap(8, "14,500", "15,000")), twin]
    record = {"exact": PARAGRAPHS[7], "paragraph": 8}
    yield Case("a twin has the number", text(rows), record, changed, tampered=True)
    rows = [*swapped(Swap(8, "14,500", "15,000")), "An old bulletin said:", PARAGRAPHS[7]]
    yield Case("the old words stand elsewhere", text(rows), record, changed, tampered=True)
    cut = "bringing the total number of soldiers in the province to 14"
    yield Case("a quote that cuts a number", text(PARAGRAPHS), {"exact": cut}, changed, tampered=True)
    cut = "Parliament approved $350"
    yield Case("a quote that cuts a multiplier", text(PARAGRAPHS), {"exact": cut}, changed, tampered=True)
    cut = "500 in the northern province"
    rows = [*PARAGRAPHS, "There were 14,500 in the northern province at Easter."]
    yield Case("a quote that begins in a number", text(rows), {"exact": cut}, changed, tampered=True)
    struck = html(list(PARAGRAPHS)).replace("17,000", "<del>17,000</del> 1,700")
    yield Case("struck out", struck, {"exact": PARAGRAPHS[3]}, changed, file="a.html", tampered=True)
    hidden = html(list(PARAGRAPHS)).replace("17,000", '<span style="display: none">17,000</span> 1,700')
    yield Case("hidden", hidden, {"exact": PARAGRAPHS[3]}, changed, file="a.html", tampered=True)
    raised = html(list(PARAGRAPHS)).replace("1.5 million", "1.5<sup>9</sup>")
    yield Case("raised", raised, {"exact": PARAGRAPHS[4]}, changed, file="a.html", tampered=True)
    record = {"figures": ("$350 million",), "paragraph": 3}
    for new in ("€350 million", "$350", "$350 billion", "350 million tonnes"):
        yield Case(
            f"$350 million is {new}", text(swapped(Swap(3, "$350 million", new))), record, changed, tampered=True
        )
    for same in ("$350m", "350 million dollars", "US$ 350 million"):
        rows = swapped(Swap(3, "$350 million", same))
        yield Case(f"$350 million as {same}", text(rows), record, frozenset({State.EXACT}))
    record = {"figures": ("500",), "paragraph": 8}
    rows = swapped(Swap(8, "500 additional", "many additional"))
    yield Case("500 within 14,500", text(rows), record, changed, tampered=True)
