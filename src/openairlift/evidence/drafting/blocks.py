"""Text to blocks, passages and sentences, each of which knows where it stands in the file."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from openairlift.evidence.anchoring import quote_hash

_BLANK = re.compile(r"\n(?:[ \t\r\f\v]*\n)+")
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–−", "-"),
        **dict.fromkeys("\u202f\u2009\u2007\u2008\u200a\u2002\u2003", "\u00a0"),
        **dict.fromkeys("\r\t\f\v", " "),
    }
)
# Markup of plain-text formats, soft hyphens, and words broken at the end of a line: none of it is text.
_MARKUP = re.compile(
    r"\\(?=[$*_#%&~\[\]().!-])|\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|[\u00ad\ufeff\u200b]|^#+[ ]|"
    r"(?<=[a-z])-\n(?=[a-z])",
    re.M,
)
_BULLET = re.compile(r"\s*(?:[-•·▪◦‣*–—>] +|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)] +|\|)")
_KEY = re.compile(r"\s*[^:\n]{1,60}:\s+\S")
_COLUMNS = re.compile(r"\S(?:\t| {2,})+\S")
_OPENS_ON = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|as|into|that|than|is|are|was|were|has|have|its|their|"
    r"his|her|about|nearly|over|under|some)$"
)
_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9$€£¥]|\([a-z]{1,3}\) [A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|MR|MRS|MS|DR|GEN|COL|LT|ADM|SEN|REP|MAJ|CAPT|AMB|BRIG|SGT|Gen|Lt|Col|Maj|"
    r"Capt|Cmdr|Adm|Brig|Sgt|Sen|Rep|Gov|St|Prof|Rev|Hon|[Nn]o|Nos|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|vs|approx|ca|Inc|Ltd|Corp|Co|Fig|Art|Sec|Res|Ft|Mt|e\.g|i\.e|"
    r"cf|Mon|Tue|Wed|[Ee]xt|[Tt]el|"
    r"Thu|Fri|Sat|Sun|est|pp?|vol|Pres|Amb|Supt|Mgr)|(?:^|[\s(\"'])[A-Z]|(?:[A-Z]\.)+[A-Z])\.[\"')\]]*\s+$"
)
_STARTERS = re.compile(
    r"[\"'(\[]*(?:The|A|An|It|In|He|She|They|We|But|And|This|That|These|Those|There|On|At|If|For|As|"
    r"I|Some|Officials)\b"
)
_NUMBERED = re.compile(r"\s*(?:[-•]\s*)?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\.\s+")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as the file has it: its number and first line from 1, its text, and its page where there are some."""

    number: int
    line: int
    raw: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One block, or several that a page cut, as clean text; `marks` maps it back to blocks and their characters."""

    text: str
    blocks: tuple[Block, ...]
    marks: tuple[tuple[int, int, int], ...]
    """Starts of stretches: offset in `text`, index of the block, offset in its raw text."""
    breaks: tuple[tuple[int, ...], ...]
    """Where the lines of each block end."""

    def place(self, offset: int) -> tuple[Block, int]:
        """Return the block of a character, and its offset there."""
        index = max(0, bisect_right(self.marks, (offset, 1 << 60, 0)) - 1)
        start, block, raw = self.marks[index]
        return self.blocks[block], raw + offset - start

    def locate(self, offset: int) -> tuple[int, int]:
        """Return paragraph and line of a character, both from 1."""
        block, raw = self.place(offset)
        return block.number, block.line + bisect_left(self.breaks[block.number - self.blocks[0].number], raw)

    def verbatim(self, start: int, end: int) -> str:
        """Return a stretch as the file has it; blank lines between blocks become one line break."""
        first, begin = self.place(start)
        last, finish = self.place(max(start, end - 1))
        if first is last:
            return first.raw[begin : finish + 1]
        inner = [block.raw for block in self.blocks if first.number < block.number < last.number]
        return "\n".join([first.raw[begin:], *inner, last.raw[: finish + 1]])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a line of a list, or a row of a table."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The clean text."""
        return self.passage.text[self.start : self.end]

    @property
    def verbatim(self) -> str:
        """The sentence as the file has it, each run of white space as one space."""
        return " ".join(self.passage.verbatim(self.start, self.end).split())

    @property
    def sha256(self) -> str:
        """The hash of the sentence in normal form, as ``exact_sha256`` states it."""
        return quote_hash(self.passage.verbatim(self.start, self.end))


def split_blocks(text: str) -> list[Block]:
    r"""Return the paragraphs of a text: what stands between blank lines, headings included.

    Examples
    --------
    >>> [(block.number, block.line, block.raw) for block in split_blocks("Head\n\n\nOne\ntwo\n")]
    [(1, 1, 'Head'), (2, 4, 'One\ntwo')]
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    line, start = 1, 0
    for cut in (*_BLANK.finditer(text), None):
        end = len(text) if cut is None else cut.start()
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip("\n"))
        if piece.strip():
            blocks.append(Block(len(blocks) + 1, line + lead, piece[lead:].rstrip()))
        line += text.count("\n", start, len(text) if cut is None else cut.end())
        start = end if cut is None else cut.end()
    return blocks


def passages(blocks: list[Block]) -> Iterator[Passage]:
    """Yield the passages of a text: blocks that a page cut in the middle of a sentence are one."""
    index = 0
    while index < len(blocks):
        held = [blocks[index]]
        while (
            index + len(held) < len(blocks) and len(held) < 8 and _is_cut(held[-1].raw, blocks[index + len(held)].raw)
        ):
            held.append(blocks[index + len(held)])
        index += len(held)
        yield _passage(tuple(held))


def _is_cut(before: str, after: str) -> bool:
    """Whether a page ends between two blocks in the middle of a sentence."""
    head = after.lstrip("*_ ")
    tail = before[-200:].rstrip("*_ ")
    if not head or not tail or before.startswith("#") or _BULLET.match(after):
        return False
    if head[0].islower():
        return tail[-1].isalnum() or tail[-1] in ",-–—"
    return head[0].isalpha() and len(before) > 30 and _OPENS_ON.search(tail) is not None


def _passage(blocks: tuple[Block, ...]) -> Passage:
    parts: list[str] = []
    marks: list[tuple[int, int, int]] = []
    length = 0
    for index, block in enumerate(blocks):
        if index:
            broken = parts[-1].endswith("-") and block.raw[:1].islower()
            if broken:
                parts[-1] = parts[-1][:-1]
                length -= 1
            else:
                parts.append(" ")
                length += 1
        source = block.raw.translate(_SAME_LENGTH)
        if "'" in source and '"' not in source:
            source = _double(source)
        last = 0
        for found in (*_MARKUP.finditer(source), None):
            until = len(source) if found is None else found.start()
            if until > last or found is None:
                marks.append((length, index, last))
                parts.append(source[last:until])
                length += until - last
            if found is not None:
                last = found.end()
    breaks = tuple(tuple(match.start() for match in re.finditer("\n", block.raw)) for block in blocks)
    return Passage("".join(parts), blocks, tuple(marks), breaks)


def _double(text: str) -> str:
    """Return a text with double quotation marks around speech that the British way sets between single ones.

    A mark opens before a word and closes after a mark of punctuation; all others are apostrophes.
    """
    marks, opened = list(text), -1
    for match in re.finditer("'", text):
        at = match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if after.isalnum() and not before.isalnum():
            opened = at if opened < 0 else opened
        elif opened >= 0 and before in (",", ".", "!", "?") and not after.isalnum():
            marks[opened] = marks[at] = '"'
            opened = -1
    return "".join(marks)


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage; lines of lists and rows of tables stand alone."""
    text = passage.text
    for start, end in _lines(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if _runs_on(text, begin, stop):
                continue
            yield from _pieces(passage, begin, stop.end())
            begin = stop.end()
        yield from _pieces(passage, begin, end)


def _runs_on(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a full stop belongs to an abbreviation."""
    before = text[max(begin, stop.start() - 12) : stop.end()]
    if _NUMBERED.fullmatch(text, begin, stop.end()):
        return True
    if text[stop.start() : stop.end()].startswith("..."):
        return False
    if _ABBREVIATION.search(before) is None:
        return False
    initials = re.search(r"[A-Z]\.[A-Z]\.\s+$", before) is not None
    return not (initials and _STARTERS.match(text, stop.end()))


def _pieces(passage: Passage, start: int, end: int) -> Iterator[Sentence]:
    text = passage.text
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    while end - start > _LONGEST:  # no sentence of a person; cut at a space so that all work stays linear
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = start + _LONGEST if cut < 0 else cut
        yield Sentence(passage, start, cut)
        start = cut
    if start < end:
        yield Sentence(passage, start, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between line breaks that mean something: items, rows, keys with values, short lines."""
    if "\n" not in text:
        yield 0, len(text)
        return
    lines = text.split("\n")
    longest = max(map(len, lines))
    start, at = 0, 0
    for before, after in pairwise(lines):
        at += len(before) + 1
        if _breaks(before, after, longest):
            yield start, at - 1
            start = at
    yield start, len(text)


def _breaks(before: str, after: str, longest: int) -> bool:
    if _BULLET.match(after) or (_KEY.match(before) and _KEY.match(after)):
        return True
    if _COLUMNS.search(before) and _COLUMNS.search(after):
        return True
    opens = after.lstrip()[:1]
    short = len(before) < min(60, 0.75 * longest) or longest < 40
    return short and not (opens.islower() or opens == "") and before.rstrip()[-1:] != ","
