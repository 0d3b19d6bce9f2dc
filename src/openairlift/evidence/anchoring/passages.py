"""A text made ready for search: its normal form, what must be the same letter by letter, its words and figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from openairlift.evidence.anchoring.elements import Elements, Figure
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.normal import NOT_KEY, joined, key, normal


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the normal text, from `start` to before `end`."""

    start: int
    end: int

    def meets(self, other: Span) -> bool:
        """Whether two stretches share a character."""
        return self.start < other.end and other.start < self.end


class Passages:
    """A text in normal form, with blocks joined: a sentence may go on in the next block.

    Parameters
    ----------
    blocks : texts of the blocks, in order.
    keep_hyphens : as in `normal`.
    """

    def __init__(self, blocks: Sequence[str], *, keep_hyphens: bool = False) -> None:
        self.begins: list[int] = []
        parts: list[str] = []
        size = 0
        for block in blocks:
            text = normal(block, keep_hyphens=keep_hyphens)
            glue = " " if parts else ""
            if parts and parts[-1][-1:] == "-" and parts[-1][-2:-1].isalpha() and text[:1].islower():
                left, right = parts[-1][:-1].rpartition(" ")[2], text.partition(" ")[0]
                whole = joined(left, right, keep=keep_hyphens)
                glue = ""
                if "-" not in whole[len(left) : len(left) + 1]:
                    parts[-1] = parts[-1][:-1]
                    size -= 1
            self.begins.append(size + len(glue))
            parts += [glue, text]
            size += len(glue) + len(text)
        self.text = "".join(parts)

    @cached_property
    def elements(self) -> Elements:
        """Words and figures."""
        return elements(self.text)

    @cached_property
    def key(self) -> str:
        """What must be the same for a quote to be verbatim."""
        return key(self.text)

    @cached_property
    def _steps(self) -> tuple[list[int], list[int]]:
        """Where, in the key and in the text, each run of kept characters begins."""
        in_key, in_text, kept, last = [0], [0], 0, 0
        for match in NOT_KEY.finditer(self.text):
            kept += match.start() - last
            last = match.end()
            if in_key[-1] == kept:
                in_text[-1] = last
            else:
                in_key.append(kept)
                in_text.append(last)
        return in_key, in_text

    def _offset(self, at: int) -> int:
        in_key, in_text = self._steps
        run = bisect_right(in_key, at) - 1
        return in_text[run] + at - in_key[run]

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Where each word stands, by number of the element."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.elements.keys):
            if word != "#":
                found[word].append(at)
        return dict(found)

    def verbatim(self, wanted: str) -> list[Span]:
        """Return every stretch with this key that begins and ends between words."""
        found: list[Span] = []
        at = self.key.find(wanted) if wanted else -1
        while at >= 0:
            span = Span(self._offset(at), self._offset(at + len(wanted) - 1) + 1)
            inner_start = span.start > 0 and _letters(self.text[span.start - 1 : span.start + 1])
            inner_end = span.end < len(self.text) and _letters(self.text[span.end - 1 : span.end + 1])
            if not inner_start and not inner_end:
                found.append(span)
            at = self.key.find(wanted, at + 1)
        return found

    def within(self, span: Span) -> tuple[int, int]:
        """Return the elements that a stretch touches, as numbers from and to before."""
        first = bisect_right(self.elements.ends, span.start)
        return first, max(first, bisect_left(self.elements.starts, span.end))

    def stated(self, span: Span) -> tuple[Figure, ...]:
        """Return the figures that a stretch touches, whole, even where it cuts one."""
        return self.elements.stated(*self.within(span))

    def block_of(self, at: int) -> int:
        """Return the number of the block, from 0, that a position lies in."""
        return max(bisect_right(self.begins, at) - 1, 0)

    def blocks(self, first: int, last: int) -> Span:
        """Return the stretch of some blocks, from `first` to `last`."""
        stop = self.begins[last + 1] if last + 1 < len(self.begins) else len(self.text)
        return Span(self.begins[first], stop)


def _letters(pair: str) -> bool:
    """Whether two characters stand inside one word or number."""
    return len(pair) == 2 and pair[0].isalnum() and pair[1].isalnum()
