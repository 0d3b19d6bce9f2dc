"""HTML to blocks of text, by the standard library's parser."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from openairlift.evidence.anchoring.encoding import decoded


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_HIDDEN = _names("script style noscript template head title svg math select iframe object del s strike")
"""What no reader sees, or what is struck out."""

_VOID = _names("area base br col embed hr img input link meta source track wbr")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)


def html_blocks(data: bytes) -> list[tuple[str, int]]:
    """Return the blocks of a page with the line each begins in: paragraphs, headings, items of lists, cells.

    Scripts, styles, text that is struck out, and what is marked as hidden are left out. Raised digits follow a ``^``.
    """
    match = _CHARSET.search(data[:2048])
    parser = _Blocks()
    parser.feed(_without_comments(decoded(data, match[1].decode("ascii") if match else None)))
    parser.close()
    parser.flush()
    return parser.blocks


def _without_comments(text: str) -> str:
    """Return a page without comments and declarations, in its lines.

    The parser looks for the end of each that has none again and again, and takes hours for a page of them.
    """
    parts, at = [], 0
    while (begin := _first(text, ("<!", "<?"), at)) >= 0:
        end = "-->" if text.startswith("<!--", begin) else ">"
        stop = text.find(end, begin + 2)
        stop = len(text) if stop < 0 else stop + len(end)
        parts += [text[at:begin], "\n" * text.count("\n", begin, stop)]
        at = stop
    parts.append(text[at:])
    whole = "".join(parts)
    last = whole.rfind(">") + 1
    return whole[:last] + whole[last:].replace("<", " ")


def _first(text: str, marks: tuple[str, ...], at: int) -> int:
    """Return where the first of some marks stands; -1 where none does."""
    match = re.compile("|".join(map(re.escape, marks))).search(text, at)
    return -1 if match is None else match.start()


class _Blocks(HTMLParser):
    """Collects the text of blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, int]] = []
        self._parts: list[str] = []
        self._line = 1
        self._begun = False
        self._open: list[tuple[str, bool]] = []  # tags that are open, and whether each hides what it holds
        self._count: Counter[str] = Counter()
        self._hiding = 0

    def flush(self) -> None:
        """End a block."""
        text = "\n".join(" ".join(line.split()) for line in "".join(self._parts).split("\v"))
        if text.strip():
            self.blocks.append((text.strip(), self._line))
        self._parts, self._begun = [], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or hide one."""
        if tag in _BLOCKS:
            self.flush()
        if tag == "br":
            self._parts.append("\v")
        if tag in _VOID:
            return
        told = dict(attrs)
        style = (told.get("style") or "").replace(" ", "").lower()
        reference = tag == "sup" and "reference" in (told.get("class") or "")
        if tag == "a" and self._parts[-1:] == ["^"]:  # a raised link is a note's number
            self._parts.pop()
            reference = True
        invisible = "display:none" in style or "visibility:hidden" in style
        hidden = tag in _HIDDEN or "hidden" in told or invisible or reference
        if tag in ("p", "li", "td", "th", "tr", "dd", "dt", "option"):
            self._implied_end(tag)
        self._open.append((tag, hidden))
        self._count[tag] += 1
        self._hiding += hidden
        if tag == "sup" and not self._hiding:
            self._parts.append("^")

    def _implied_end(self, tag: str) -> None:
        """End an element whose end tag may be left out."""
        if self._open and self._open[-1][0] == tag:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what is open down to this tag; a tag that was never opened ends nothing."""
        if tag in _BLOCKS:
            self.flush()
        if not self._count[tag]:
            return
        while self._open:
            name, hidden = self._open.pop()
            self._hiding -= hidden
            self._count[name] -= 1
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._hiding:
            return
        if not self._begun and data.strip():
            self._begun = True
            self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self._parts.append(data)
