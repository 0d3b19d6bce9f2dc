"""Tables set as text: which column and which row a figure stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from openairlift.evidence.drafting.nouns import Thing, head_of

_RULE = re.compile(r"^[\s|:+=-]+$")
_SPLIT = re.compile(r"\t+| {2,}")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a passage: the names of its columns, and for each cell its stretch, column and row."""

    names: tuple[str, ...]
    cells: tuple[tuple[int, int, int, str], ...]

    def thing(self, at: int) -> Thing | None:
        """Return what a figure at an offset of the passage counts: the name of its column, else of its row."""
        index = bisect_right(self.cells, (at, 1 << 60, 0, "")) - 1
        for start, end, column, row in self.cells[max(0, index) : index + 1]:
            if start <= at < end:
                name = self.names[column] if column < len(self.names) else ""
                chosen = name or row
                found = head_of(re.sub(r"\([^()]*\)", "", chosen)) if chosen else None
                if found is None:
                    return Thing(chosen, chosen) if chosen else None
                return Thing(found.head, f"{chosen}, {row}" if row and name and column else chosen)
        return None


def read_grid(text: str) -> Grid | None:
    r"""Return the table that a passage is, with bars or with wide gaps between columns; None where it is none.

    Examples
    --------
    >>> grid = read_grid("| Package | Value |\n|---|---|\n| A | $150M |")
    >>> grid.thing(37).head
    'Value'
    """
    lines = text.split("\n")
    if len(lines) < 2:
        return None
    bars = sum("|" in line.strip().strip("|") or line.strip().startswith("|") for line in lines)
    if bars < max(2, len(lines) // 2):
        return _gaps(lines)
    return _grid(lines, re.compile(r"\|"), outer=True)


def _gaps(lines: list[str]) -> Grid | None:
    rows = [line for line in lines if line.strip()]
    split = sum(len(_SPLIT.split(line.strip())) >= 2 for line in rows)
    if len(rows) < 3 or split < len(rows) - 1:
        return None
    return _grid(lines, _SPLIT, outer=False)


def _grid(lines: list[str], between: re.Pattern[str], *, outer: bool) -> Grid | None:
    names: tuple[str, ...] = ()
    cells: list[tuple[int, int, int, str]] = []
    offset = 0
    for number, line in enumerate(lines):
        pieces = _pieces(line, between, outer=outer)
        texts = [line[a:b].strip() for a, b in pieces]
        if _RULE.match(line):
            pass
        elif not names and number <= 1 and len(texts) >= 2 and not any(re.search(r"\d", text) for text in texts[1:]):
            names = tuple(texts)
        else:
            row = texts[0] if texts and not re.fullmatch(r"[\d.,%$€£ ]+", texts[0]) else ""
            cells += [(offset + a, offset + b, column, row) for column, (a, b) in enumerate(pieces)]
        offset += len(line) + 1
    return Grid(names, tuple(cells)) if cells else None


def _pieces(line: str, between: re.Pattern[str], *, outer: bool) -> list[tuple[int, int]]:
    body_start = len(line) - len(line.lstrip(" |")) if outer else len(line) - len(line.lstrip())
    body_end = len(line.rstrip(" |")) if outer else len(line.rstrip())
    pieces, start = [], body_start
    for match in between.finditer(line, body_start, max(body_start, body_end)):
        pieces.append((start, match.start()))
        start = match.end()
    pieces.append((start, max(start, body_end)))
    return pieces
