"""Where a record says that it stands, as a stretch of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.anchoring.passages import Passages, Span
from openairlift.evidence.anchoring.snapshot import Snapshot
from openairlift.evidence.records import Evidence

_OPEN_ENDED = re.compile(
    r"(?:a|about|against|among|an|and|are|as|at|be|between|but|by|for|from|had|has|have|her|his|if|in|into|is|its|of|on|or"
    r"|over|since|than|that|the|their|this|through|to|under|until|was|were|when|where|which|while|who|will|with)"
)
"""Words that end no sentence: where one ends a block, the next block goes on with it."""


@dataclass(frozen=True, slots=True)
class Region:
    """The blocks that a locator names, from `first` to `last`; `wide` adds those that a broken sentence goes on in."""

    first: int
    last: int
    span: Span
    wide: Span


def region_of(record: Evidence, snapshot: Snapshot, text: Passages) -> Region | None:
    """Return the stretch that a record's paragraph, page or line names; None where it names none that is there."""
    found = [
        at
        for at, block in enumerate(snapshot.blocks)
        if (record.paragraph is None or block.paragraph == record.paragraph)
        and (record.page is None or block.page == record.page)
        and (record.line is None or block.line <= record.line <= block.line + block.text.count("\n"))
    ]
    if not found or (record.paragraph is None and record.page is None and record.line is None):
        return None
    first, last = found[0], found[-1]
    wide = widened(first, last, snapshot)
    return Region(wide[0], wide[1], text.blocks(first, last), text.blocks(*wide))


def widened(first: int, last: int, snapshot: Snapshot) -> tuple[int, int]:
    """Return blocks with those before and after that share a sentence with them."""
    blocks = snapshot.blocks
    while first > 0 and goes_on(blocks[first - 1].text, blocks[first].text):
        first -= 1
    while last + 1 < len(blocks) and goes_on(blocks[last].text, blocks[last + 1].text):
        last += 1
    return first, last


def goes_on(block: str, after: str) -> bool:
    """Whether a block ends within a sentence that the next one goes on with.

    Examples
    --------
    >>> goes_on("They stood in NATO", "territories next door."), goes_on("It was full.", "they left.")
    (True, False)
    >>> goes_on("A heading", "The text begins here.")
    False
    """
    end, begin = block.rstrip(), after.lstrip()
    if not end or not begin or end[-1] in ".!?:;\"'”’)":
        return False
    if begin[0].islower() or end[-1] in ",-–—":
        return True
    return _OPEN_ENDED.fullmatch(re.split(r"\W+", end.lower())[-1]) is not None
