"""Whether a source still says what a record takes from it: the state of an anchor, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from openairlift.evidence.anchoring.elements import Elements, Figure, agrees
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.fuzzy import LONGEST, Found, align, similar_places
from openairlift.evidence.anchoring.hashes import hashed_runs, hashed_sentences
from openairlift.evidence.anchoring.normal import key, normal
from openairlift.evidence.anchoring.passages import Passages, Span
from openairlift.evidence.anchoring.regions import Region, region_of, widened
from openairlift.evidence.anchoring.snapshot import Snapshot
from openairlift.evidence.records import Evidence

LIKE = 0.72
"""Likeness of the words, figures apart, from which a passage counts as an edited quote."""

TIED = 0.03
"""Passages that are as like as the best but for this much are looked at together."""

SHORT = 4
"""A quote of fewer words has to be whole but for its figures."""


class State(StrEnum):
    """What became of an anchor.

    `FUZZY`: the words were edited, the figures stand. `CHANGED`: a figure or its unit is another one, however like the
    words. `ORPHAN`: nothing there resembles it. `NOT_AT_HAND`: there is no text to look into. `NO_QUOTE`: the record
    states nothing that could be looked for.
    """

    EXACT = "exact"
    FUZZY = "fuzzy"
    AMBIGUOUS = "ambiguous"
    ORPHAN = "orphan"
    CHANGED = "changed"
    NOT_AT_HAND = "not at hand"
    NO_QUOTE = "no quote"


FAULTS = frozenset({State.AMBIGUOUS, State.ORPHAN, State.CHANGED})
"""States that somebody has to look at."""

ANCHORED = frozenset({State.EXACT, State.FUZZY})
_BEST = (State.EXACT, State.FUZZY, State.AMBIGUOUS, State.CHANGED, State.ORPHAN, State.NO_QUOTE, State.NOT_AT_HAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An evidence record against its source.

    Attributes
    ----------
    id : the record.
    state : what became of it.
    paragraph, page, line : where it was found; None where it was not.
    note : what to know, without words of the source but its figures.
    score : likeness of the words, where they were compared.
    """

    id: str
    state: State
    paragraph: int | None = None
    page: int | None = None
    line: int | None = None
    note: str = ""
    score: float | None = None


def anchor(record: Evidence, snapshot: Snapshot | None) -> Anchor:
    """Return the state of an evidence record against a snapshot of its source.

    Parameters
    ----------
    record : with `exact`, `exact_sha256`, or `figures` and a locator.
    snapshot : None where it is not at hand.

    Examples
    --------
    >>> from openairlift.evidence.anchoring import read_snapshot
    >>> found = read_snapshot(b"About 40 percent arrived in five days.", "a.txt")
    >>> record = Evidence(id="share", source="a", says="a share", exact="About 70 % arrived in five days.")
    >>> anchor(record, found).state, anchor(record, None).state
    (<State.CHANGED: 'changed'>, <State.NOT_AT_HAND: 'not at hand'>)
    """
    if snapshot is None:
        return Anchor(id=record.id, state=State.NOT_AT_HAND)
    found = _Work(record, snapshot, snapshot.passages).anchor()
    if found.state is State.EXACT or snapshot.hyphened.text == snapshot.passages.text:
        return found
    # Words that a line's end has broken may have a hyphen of their own: half-full, ground-hours.
    other = _Work(record, snapshot, snapshot.hyphened).anchor()
    return min(found, other, key=lambda item: _BEST.index(item.state))


class _Work:
    """Looks for one record in one snapshot."""

    def __init__(self, record: Evidence, snapshot: Snapshot, text: Passages) -> None:
        self.record, self.snapshot, self.text = record, snapshot, text
        self.region: Region | None = region_of(record, snapshot, text)
        self.stated = any(getattr(record, name) is not None for name in ("paragraph", "page", "line"))

    def anchor(self) -> Anchor:
        record = self.record
        if record.exact:
            found = self._quote()
        elif record.exact_sha256:
            found = self._hash()
        elif record.figures:
            return self._figures()
        elif self.stated and self.region is None:
            return self._made(State.ORPHAN, note=f"the text has no {record.locator}")
        else:
            note = "the record states no exact, exact_sha256 or figures to look for"
            return self._made(State.NO_QUOTE, self.region.span if self.region else None, note=note)
        return self._with_figures(found) if record.figures and found.state in ANCHORED else found

    def _made(self, state: State, span: Span | None = None, *, note: str = "", score: float | None = None) -> Anchor:
        if span is None:
            return Anchor(id=self.record.id, state=state, note=note, score=score)
        block = self.snapshot.blocks[self.text.block_of(span.start)]
        return Anchor(
            id=self.record.id,
            state=state,
            paragraph=block.paragraph,
            page=block.page,
            line=block.line,
            note=note,
            score=score,
        )

    # ------------------------------------------------------------ a verbatim quote

    def _quote(self) -> Anchor:
        quote = normal(self.record.exact)
        wanted = elements(quote)
        if not wanted.keys:
            return self._made(State.NO_QUOTE, note="exact holds no word")
        spans = self.text.verbatim(key(quote))
        good = [span for span in spans if same(wanted.stated(), self.text.stated(span))]
        if good:
            return self._verbatim(wanted, good)
        if spans:
            span = self._chosen(spans)[0]
            return self._made(State.CHANGED, span, note=self._difference(wanted, span), score=1.0)
        return self._edited(wanted)

    def _verbatim(self, wanted: Elements, good: list[Span]) -> Anchor:
        note = ""
        if self.stated and not any(self._in_region(span) for span in good):
            near = self._nearby(wanted)
            if near is not None and near.score >= LIKE and not same(wanted.stated(), self.text.stated(near.span)):
                where = self.snapshot.blocks[self.text.block_of(good[0].start)].paragraph
                note = f"{self._difference(wanted, near.span)}; verbatim in paragraph {where}"
                return self._made(State.CHANGED, near.span, note=note, score=near.score)
            note = f"not in {self.record.locator}, which the record states"
        chosen = self._chosen(good)
        if len(chosen) > 1:
            return self._made(State.AMBIGUOUS, chosen[0], note=self._several(chosen), score=1.0)
        return self._made(State.EXACT, chosen[0], note=note, score=1.0)

    def _edited(self, wanted: Elements) -> Anchor:
        near = self._nearby(wanted)
        least = LIKE if len(wanted.keys) >= SHORT else 1.0
        places = [near] if near is not None and near.score >= least else similar_places(wanted.keys, self.text)
        places = [place for place in places if place.score >= least]
        if not places:
            what = "nothing in the text resembles the quote"
            long = f"the quote has more than {LONGEST} words and does not stand there verbatim; quote less"
            return self._made(State.ORPHAN, note=long if len(wanted.keys) > LONGEST else what)
        best = places[0].score
        tied = [place for place in places if place.score >= best - TIED]
        agreeing = [place for place in tied if same(wanted.stated(), self.text.stated(place.span))]
        if not agreeing or (agreeing[0].score < best and len(agreeing) < len(tied)):
            span = tied[0].span
            return self._made(State.CHANGED, span, note=self._difference(wanted, span), score=best)
        chosen = self._chosen([place.span for place in agreeing])
        if len(chosen) > 1:
            return self._made(State.AMBIGUOUS, chosen[0], note=self._several(chosen), score=best)
        note = (
            f"words were edited; likeness {best:.2f}"
            if best < 1
            else "signs, capitals or the writing of figures differ"
        )
        if self.stated and not self._in_region(chosen[0]):
            note += f"; not in {self.record.locator}, which the record states"
        return self._made(State.FUZZY, chosen[0], note=note, score=best)

    def _nearby(self, wanted: Elements) -> Found | None:
        """Return the best fit where the record says that it stands."""
        if self.region is None:
            return None
        first, last = self.text.within(self.region.wide)
        return align(wanted.keys, self.text, first, last)

    def _in_region(self, span: Span) -> bool:
        return self.region is not None and span.meets(self.region.wide)

    def _chosen(self, spans: list[Span]) -> list[Span]:
        """Return the stretches that remain when the locator, then prefix and suffix have been asked."""
        if len(spans) > 1 and self.region is not None:
            spans = [span for span in spans if span.meets(self.region.span)] or (
                [span for span in spans if self._in_region(span)] or spans
            )
        if len(spans) > 1 and (self.record.prefix or self.record.suffix):
            ranked = sorted(
                ((self._context(span), span.start, span) for span in spans), key=lambda item: (-item[0], item[1])
            )
            if ranked[0][0] >= 0.6 and ranked[0][0] > ranked[1][0] + 0.1:
                return [ranked[0][2]]
        return spans

    def _context(self, span: Span) -> float:
        """Return how like the text around a stretch is to the record's prefix and suffix."""
        prefix, suffix = key(normal(self.record.prefix)), key(normal(self.record.suffix))
        before = key(self.text.text[max(span.start - 4 * len(prefix) - 40, 0) : span.start])
        after = key(self.text.text[span.end : span.end + 4 * len(suffix) + 40])
        pairs = [(prefix, before[-len(prefix) :] if prefix else ""), (suffix, after[: len(suffix)])]
        scores = [SequenceMatcher(None, wanted, found, autojunk=False).ratio() for wanted, found in pairs if wanted]
        return sum(scores) / len(scores)

    def _several(self, spans: Sequence[Span]) -> str:
        places = [str(self.snapshot.blocks[self.text.block_of(span.start)].paragraph) for span in spans]
        return f"stands {len(spans)} times (paragraphs {listed(places)}); a locator, prefix or suffix tells which"

    def _difference(self, wanted: Elements, span: Span) -> str:
        first, last = self.text.within(span)
        here = shown_figures(self.text, first, last)
        stated = [normal(self.record.exact)[wanted.starts[at] : wanted.ends[at]] for at in wanted.figures]
        return f"the record states {listed(stated)}; the source has {listed(here)}"

    # ------------------------------------------------------------ a hash

    def _hash(self) -> Anchor:
        wanted, region = self.record.exact_sha256, self.region
        if self.stated and region is None:
            return self._made(State.ORPHAN, note=f"the text has no {self.record.locator}")
        text = self.text
        if region is None:
            begin, runs = 0, hashed_sentences(text.text, wanted, blocks=text.begins)
        else:
            span = text.blocks(region.first, region.last)
            begin, runs = span.start, hashed_runs(text.text[span.start : span.end], wanted)
        if len(runs) > 1:
            return self._made(State.AMBIGUOUS, note=f"{len(runs)} runs of words have this hash")
        if runs:
            return self._made(State.EXACT, Span(begin + runs[0][0], begin + runs[0][1]), score=1.0)
        what = f"no run of whole words in {self.record.locator}" if self.stated else "no run of whole sentences"
        return self._made(State.ORPHAN, note=f"{what} has this hash")

    # ------------------------------------------------------------ figures

    def _figures(self) -> Anchor:
        if self.stated and self.region is None:
            return self._made(State.ORPHAN, note=f"the text has no {self.record.locator}")
        if self.region is None:
            return self._anywhere()
        missing, outside = [], False
        for figure in self.record.figures:
            if self._places(figure, self.region.span):
                continue
            if self._places(figure, self.region.wide):
                outside = True
            else:
                missing.append(figure)
        if not missing:
            note = "some of it in a block that the same sentence goes on in" if outside else ""
            return self._made(State.EXACT, self.region.span, note=note)
        first, last = self.text.within(self.region.wide)
        here = shown_figures(self.text, first, last)
        elsewhere = [figure for figure in missing if self._places(figure, Span(0, len(self.text.text)))]
        note = f"{listed(missing)} not in {self.record.locator}; it has {listed(here)}"
        note += f"; {listed(elsewhere)} elsewhere in the text" if elsewhere else ""
        return self._made(State.CHANGED if here else State.ORPHAN, self.region.span, note=note)

    def _anywhere(self) -> Anchor:
        whole = Span(0, len(self.text.text))
        places = {figure: self._places(figure, whole) for figure in self.record.figures}
        missing = [figure for figure, spans in places.items() if not spans]
        if missing:
            return self._made(State.ORPHAN, note=f"{listed(missing)} not in the text")
        often = [figure for figure, spans in places.items() if len(spans) > 1]
        span = next(iter(places.values()))[0]
        if often:
            note = f"{listed(often)} more than once in the text; paragraph, page or line tells which"
            return self._made(State.AMBIGUOUS, span, note=note)
        return self._made(State.EXACT, span)

    def _with_figures(self, found: Anchor) -> Anchor:
        """Return an anchored quote, or changed where a stated figure is not with it."""
        at = (found.paragraph or 1) - 1
        span = self.text.blocks(*widened(at, at, self.snapshot))
        missing = [figure for figure in self.record.figures if not self._places(figure, span)]
        if not missing:
            return found
        note = f"{listed(missing)} not where the quote stands"
        return self._made(State.CHANGED, span, note=note, score=found.score)

    def _places(self, figure: str, where: Span) -> list[Span]:
        """Return where a figure stands: a number with its unit, and the words that the record has beside it."""
        wanted = elements(normal(figure))
        size = len(wanted.keys)
        first, last = self.text.within(where)
        found: list[Span] = []
        if not size:
            return found
        have = self.text.elements
        found += [
            Span(have.starts[at], have.ends[at + size - 1])
            for at in range(first, last - size + 1)
            if have.keys[at : at + size] == wanted.keys
            and all(agrees(stated, have.figures[at + offset], bare=True) for offset, stated in wanted.figures.items())
        ]
        return found


def same(stated: Sequence[Figure], found: Sequence[Figure]) -> bool:
    """Whether two texts state the same figures in the same order."""
    return len(stated) == len(found) and all(map(agrees, stated, found))


def shown_figures(text: Passages, first: int, last: int) -> list[str]:
    """Return the figures among some elements, as they are written."""
    have = text.elements
    return [text.text[have.starts[at] : have.ends[at]] for at in range(first, last) if at in have.figures]


def listed(figures: Sequence[str]) -> str:
    """Return figures as text, at most eight."""
    shown = ", ".join(figures[:8]) + (" …" if len(figures) > 8 else "")
    return shown or "no figure"
