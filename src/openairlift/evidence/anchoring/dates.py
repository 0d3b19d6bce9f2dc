"""Dates as the press writes them."""

from __future__ import annotations

import re

from openairlift.evidence.anchoring import lexicon as lex
from openairlift.evidence.anchoring.elements import Figure
from openairlift.evidence.anchoring.lexemes import Cursor, suffixed


class Dates(Cursor):
    """Reads days of months, with the year or without."""

    def dated(self, at: int) -> tuple[Figure, int] | None:
        """Read a day of a month, in either order, with the year or without."""
        month = self._month(at)
        if month:
            stop = at + 1
            # A point ends an abbreviation ("Dec. 4"); after a whole name it ends a sentence, and a 4 opens a list.
            near = self.near(stop, between=" ." if len(self.lower(at)) < 5 and self.lower(at) != "may" else " ")
            day, end = self._day(stop) if near else (None, stop)
            if day is not None:
                year, end = self._year(end)
                return Figure("date", (year, month, day)), end
            year, end = self._year(stop)
            return (Figure("date", (year, month, None)), end) if year else (Figure("month", month), stop)
        day, end = self._day(at)
        if day is None:
            return None
        end += self.lower(end) == "of"
        month = self._month(end) if self.near(end, between=" -") else 0
        if not month:
            return None
        year, end = self._year(end + 1)
        return Figure("date", (year, month, day)), end

    def _month(self, at: int) -> int:
        word = self.lower(at)
        number = lex.MONTHS.get(word, 0)
        if not number or not self.at(at).text[:1].isupper():
            return 0
        if word == "may":
            beside = (self.at(at - 1), self.at(at + 1))
            told = any(item.kind == "num" or suffixed(item) for item in beside)
            return number if told or self.lower(at - 1) in lex.BEFORE_MAY else 0
        if word in ("mar", "jan", "jun", "dec", "sep", "oct") and self.at(at).text[1:].islower():
            beside = (self.at(at - 1), self.at(at + 1))
            return number if any(item.kind == "num" for item in beside) else 0
        return number

    def _day(self, at: int) -> tuple[int | None, int]:
        lexeme = self.at(at)
        if lexeme.kind != "num" or not re.fullmatch(r"\d\d?", lexeme.text) or not 1 <= int(lexeme.text) <= 31:
            return None, at
        if self.touches(at + 1) and suffixed(self.at(at + 1)):
            return int(lexeme.text), at + 2
        if self.touches(at + 1) and self.at(at + 1).kind in ("word", "sign") and self.at(at + 1).text != "-":
            return None, at
        return int(lexeme.text), at + 1

    def _year(self, at: int) -> tuple[int | None, int]:
        lexeme = self.at(at)
        if lexeme.kind == "num" and re.fullmatch(r"(?:19|20|21)\d\d", lexeme.text) and self.near(at, between=" ,."):
            return int(lexeme.text), at + 1
        return None, at


def numeric_date(text: str) -> Figure:
    """Return a date in digits; with strokes or dots nobody knows which is the month, and it stands for itself."""
    if "-" in text:
        year, month, day = (int(part) for part in text.split("-"))
        return Figure("date", (year, month, day))
    return Figure("name", text)
