"""A normal text as words, numbers and signs, and a cursor that looks around in them."""

from __future__ import annotations

import re
from typing import NamedTuple

from openairlift.evidence.anchoring import lexicon as lex


class Lexeme(NamedTuple):
    """A word, number or sign, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


_LEX = re.compile(
    r"""
    (?P<date>\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d))
   |(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
   |(?P<num>\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)(?:\.\d+)?
           |\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?
           |\d{1,3}(?:[' ]\d{3})+(?!\d)(?:[.,]\d+)?
           |\d+[.,]\d+(?![.,]?\d)
           |(?<!\w)\.\d+
           |\d+)
   |(?P<name>[^\W\d_]+-?\d\w*(?:-\w+)*)
   |(?P<abbr>(?:[^\W\d_]\.){2,})
   |(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
   |(?P<sign>[$€£¥₴%°^/-])
    """,
    re.VERBOSE,
)


def lexemes(text: str) -> list[Lexeme]:
    """Return the words, numbers and signs of a text, in order."""
    return [Lexeme(match.lastgroup or "", match[0], *match.span()) for match in _LEX.finditer(text)]


def suffixed(item: Lexeme) -> bool:
    """Whether a word is the ending of an ordinal, as in 26th."""
    return item.kind == "word" and item.text in lex.SUFFIXES


class Cursor:
    """Looks around in the lexemes of a text; there is nothing before the first and behind the last."""

    def __init__(self, text: str) -> None:
        self.text, self.lexemes = text, lexemes(text)

    def at(self, at: int) -> Lexeme:
        """Return a lexeme; an empty one where there is none."""
        return self.lexemes[at] if 0 <= at < len(self.lexemes) else Lexeme("", "", -1, -1)

    def lower(self, at: int) -> str:
        """Return a word in small letters without dots; nothing for what is no word."""
        lexeme = self.at(at)
        return lexeme.text.lower().replace(".", "") if lexeme.kind in ("word", "abbr") else ""

    def touches(self, at: int) -> bool:
        """Whether a lexeme stands right behind the one before it."""
        return 0 < at < len(self.lexemes) and self.lexemes[at].start == self.lexemes[at - 1].end

    def near(self, at: int, *, between: str = " ") -> bool:
        """Whether nothing but a few signs stands between a lexeme and the one before it."""
        if not 0 < at < len(self.lexemes):
            return False
        return not self.text[self.lexemes[at - 1].end : self.lexemes[at].start].strip(between)
