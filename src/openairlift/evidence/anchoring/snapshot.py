"""A source's snapshot: the bytes of a text, HTML or PDF file as blocks with their paragraph, page and lines."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from openairlift.evidence.anchoring.encoding import UnreadableError, decoded
from openairlift.evidence.anchoring.hypertext import html_blocks
from openairlift.evidence.anchoring.passages import Passages
from openairlift.evidence.anchoring.pdf import pdf_pages

MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of text between blank lines, or of HTML; `paragraph`, `page` and `line` (its first) count from 1."""

    text: str
    paragraph: int
    page: int
    line: int


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """What a source said on the day it was kept.

    Attributes
    ----------
    blocks : in reading order.
    sha256 : of the file's bytes, in hexadecimal.
    """

    blocks: tuple[Block, ...]
    sha256: str

    @cached_property
    def passages(self) -> Passages:
        """The text made ready for search."""
        return Passages([block.text for block in self.blocks])

    @cached_property
    def hyphened(self) -> Passages:
        """The same with the hyphens of broken words kept."""
        return Passages([block.text for block in self.blocks], keep_hyphens=True)


def read_snapshot(data: bytes, name: str) -> Snapshot:
    r"""Return a snapshot of a file.

    Parameters
    ----------
    data : the file's bytes.
    name : its name; ``.html``, ``.htm`` and ``.xhtml`` are read as HTML, ``.pdf`` as PDF, all others as plain text, in
        which a form feed begins a page.

    Raises
    ------
    UnreadableError
        When the bytes are not what the name says, too many, or hold no text.
    MissingExtraError
        When a PDF is to be read and pypdf is not installed.

    Examples
    --------
    >>> read_snapshot(b"# Heading\n\nOne line,\nand another.", "a.txt").blocks[1].text
    'One line,\nand another.'
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"it has {len(data)} bytes, at most {MOST_BYTES} are read")
    suffix = PurePath(name).suffix.lower()
    if suffix == ".pdf":
        pages = _without_furniture(pdf_pages(data))
    elif suffix in (".html", ".htm", ".xhtml"):
        blocks = tuple(
            Block(text=text, paragraph=number, page=1, line=line)
            for number, (text, line) in enumerate(html_blocks(data), start=1)
        )
        return _checked(blocks, data)
    else:
        pages = decoded(data).replace("\r\n", "\n").replace("\r", "\n").split("\f")
        pages = _without_furniture(pages)
    return _checked(_blocks(pages), data)


def _checked(blocks: tuple[Block, ...], data: bytes) -> Snapshot:
    if not any(re.search(r"\w", block.text) for block in blocks):
        raise UnreadableError("it holds no text; a scan has to be read by a person or a text recogniser first")
    return Snapshot(blocks=blocks, sha256=hashlib.sha256(data).hexdigest())


def _blocks(pages: list[str]) -> tuple[Block, ...]:
    found: list[Block] = []
    line = 1
    for page, text in enumerate(pages, start=1):
        lines = text.split("\n")
        begin: int | None = None
        for at, row in enumerate([*lines, ""]):
            if row.strip() and begin is None:
                begin = at
            elif not row.strip() and begin is not None:
                block = "\n".join(lines[begin:at])
                found.append(Block(text=block, paragraph=len(found) + 1, page=page, line=line + begin))
                begin = None
        line += len(lines) - 1
    return tuple(found)


_NUMBERED = re.compile(
    r"\W*(?:page|p\.)?\W*(?:\d{1,4}|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE
)


def _without_furniture(pages: list[str]) -> list[str]:
    """Return pages without page numbers and running heads, so that sentences go on from one page to the next.

    Only the first and the last line of a page are looked at, and only where there are several pages. A line stays in
    count, as a blank one.
    """
    if len(pages) < 2:
        return pages
    split = [page.split("\n") for page in pages]
    edges = [[at for at, row in enumerate(lines) if row.strip()] for lines in split]
    seen: Counter[str] = Counter()
    for lines, rows in zip(split, edges, strict=True):
        for at in {*rows[:1], *rows[-1:]}:
            told = lines[at].strip()
            seen.update({told, re.sub(r"\d+", "#", told)})
    for lines, rows in zip(split, edges, strict=True):
        for at in {*rows[:1], *rows[-1:]}:
            told = lines[at].strip()
            often, alike = seen[told], seen[re.sub(r"\d+", "#", told)]
            # A line that differs in its numbers only may be a row of a list, unless it stands on most pages.
            repeated = max(often if often >= 2 else 0, alike if alike >= 3 else 0) * 2 > len(pages)
            if repeated or _NUMBERED.fullmatch(told):
                lines[at] = ""
    return ["\n".join(lines) for lines in split]
