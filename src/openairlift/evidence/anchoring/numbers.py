"""Numbers in digits and words, with multiplier and unit."""

from __future__ import annotations

import re
from fractions import Fraction

from openairlift.evidence.anchoring import lexicon as lex
from openairlift.evidence.anchoring.elements import Figure
from openairlift.evidence.anchoring.lexemes import Cursor, suffixed

MOST_DIGITS = 40
"""Longer runs of digits are no numbers that anybody counts with."""


class Numbers(Cursor):
    """Reads numbers."""

    def number(self, at: int, *, unit: str = "") -> tuple[Figure, int] | None:
        """Read a number in digits or words, with multiplier and unit."""
        read = self.count(at, money=bool(unit))
        if read is None:
            return None
        value, stop, _ = read
        if isinstance(value, str):
            return Figure("name", value), stop
        if self.touches(stop) and suffixed(self.at(stop)) and self.at(stop - 1).kind == "num":
            return Figure("ordinal", int(value)), stop + 1
        if self.touches(stop) and self.at(stop).kind == "word" and self.at(stop - 1).kind == "num":
            attached = self.lower(stop)
            if attached not in lex.SHORT and attached not in lex.UNITS:
                text = self.text[self.at(at).start : self.at(stop).end].lower().replace("-", "")
                return Figure("name", text), stop + 1
        if self.at(stop).text == "^" and self.touches(stop) and self.at(stop + 1).kind == "num":
            return Figure("name", f"{value}^{self.at(stop + 1).text}"), stop + 2
        stated, end = self.unit(stop)
        if unit and stated not in ("", unit):
            stated, end = "", stop
        if stated in lex.DURATIONS and self.lower(end) in lex.SIDES and self.near(end):
            return Figure("number", value, f"{stated} {self.lower(end)}"), end + 1
        return Figure("number", value, unit or stated), end

    def unit(self, at: int) -> tuple[str, int]:
        """Read the unit behind a number; nothing where none follows."""
        hyphen = self.at(at).text == "-" and self.touches(at) and self.touches(at + 1)
        begin = at + hyphen
        if not hyphen and not self.near(begin):
            return "", at
        if self.at(begin).text == "%":
            return "%", begin + 1
        if self.at(begin).text == "°":
            scale = self.lower(begin + 1) if self.near(begin + 1) else ""
            return (f"degree {scale}", begin + 2) if scale in ("c", "f") else ("degree", begin + 1)
        if self.at(begin).text in lex.CURRENCY_SIGNS and not hyphen:
            follows = self.at(begin + 1).kind == "num" and self.touches(begin + 1)
            return ("", at) if follows else (lex.CURRENCY_SIGNS[self.at(begin).text], begin + 1)
        word = self.lower(begin)
        pair = lex.PAIRS.get((word, self.lower(begin + 1))) if self.near(begin + 1, between=" -") else None
        if pair is not None:
            return pair, begin + 2
        if word == "us" or not word:
            return "", at
        unit = lex.UNITS.get(word) or lex.SHORT.get(word)
        if unit is None or (word == "second" and not self.touches(begin) and hyphen):
            return "", at
        return unit, begin + 1

    def count(self, at: int, *, money: bool = False) -> tuple[Fraction | str, int, int] | None:
        """Read the number alone: (value, or the text where it is none; where it ends; multiplier in words)."""
        lexeme = self.at(at)
        if lexeme.kind == "num":
            value: Fraction | str = _value(lexeme.text)
            stop = at + 1
            if isinstance(value, str):
                return value, stop, 1
            value, stop = self._fraction(value, stop)
        else:
            words = self._words(at)
            if words is None:
                return None
            value, stop = words
        value, stop = self._and_a_half(value, stop)
        scale = 1
        while True:
            factor = self._multiplier(stop, money=money)
            if factor is None or scale * factor > 10**15:
                return value * scale, stop, scale
            scale *= factor
            stop += 1
            value, stop = self._and_more(value, scale, stop)

    def _multiplier(self, at: int, *, money: bool) -> int | None:
        hyphen = self.at(at).text == "-"
        word = self.lower(at)
        if hyphen or not self.near(at):
            return None
        if word in lex.BIG:
            return lex.BIG[word]
        if word == "m" and money:
            return 10**6
        if word == "b" and money and self.touches(at):
            return 10**9
        return 1000 if word == "k" and self.touches(at) else None

    def _and_more(self, value: Fraction, scale: int, at: int) -> tuple[Fraction, int]:
        """Read what words add behind a multiplier: two hundred (and) fifty, two million five hundred thousand."""
        if self.at(at - 2).kind == "num" or scale not in (100, 1000, 10**6, 10**9):
            return value, at
        begin = at + (self.lower(at) == "and" and self.lower(at + 1) in lex.SMALL)
        if self.lower(begin) not in lex.SMALL or not self.near(begin, between=" -"):
            return value, at
        more = self._small(begin)
        if more[0] >= scale:
            return value, at
        total, stop = Fraction(more[0]), more[1]
        if self.lower(stop) == "hundred" and scale > 100 and self.near(stop):
            total, stop = total * 100, stop + 1
        factor = lex.BIG.get(self.lower(stop), 0) if self.near(stop) else 0
        if 1000 <= factor < scale:
            total, stop = self._and_more(total, factor, stop + 1)
            total *= factor
        return value + total / scale, stop

    def _small(self, at: int) -> tuple[int, int]:
        """Read a number below a hundred in words."""
        word = self.lower(at)
        value, stop = lex.SMALL[word], at + 1
        if word in lex.TENS:
            begin = stop + (self.at(stop).text == "-")
            one = lex.SMALL.get(self.lower(begin), 0)
            if 0 < one < 10 and self.near(begin):
                return value + one, begin + 1
        return value, stop

    def _words(self, at: int) -> tuple[Fraction, int] | None:
        word, after = self.lower(at), self.lower(at + 1)
        if word == "one" and (self.lower(at - 1) == "no" or after == "another"):
            return None
        if word in lex.SMALL:
            value, stop = self._small(at)
            begin = stop + (self.at(stop).text == "-")
            parts = lex.MANY_PARTS.get(self.lower(begin))
            return (Fraction(value, parts), begin + 1) if parts and self.near(begin) else (Fraction(value), stop)
        if word in ("a", "an") and after in lex.BIG and after not in lex.ABBREVIATED and self.near(at + 1):
            return Fraction(1), at + 1
        if word in lex.PARTS:
            begin = at + 1 + (after in ("a", "an"))
            big = self.lower(begin) in lex.BIG and self.lower(begin) not in lex.ABBREVIATED
            return lex.PARTS[word], begin if big and self.near(begin, between=" -") else at + 1
        return None

    def _fraction(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        """Read 1/2 and 2 1/2."""
        if self.at(at).text == "/" and self.touches(at) and self.touches(at + 1) and self.at(at + 1).kind == "num":
            below = _value(self.at(at + 1).text)
            return (value / below, at + 2) if isinstance(below, Fraction) and below else (value, at)
        mixed = self.at(at).kind == "num" and self.near(at) and self.at(at + 1).text == "/"
        if mixed and self.touches(at + 1) and self.touches(at + 2) and self.at(at + 2).kind == "num":
            above, below = _value(self.at(at).text), _value(self.at(at + 2).text)
            if isinstance(above, Fraction) and isinstance(below, Fraction) and above < below:
                return value + above / below, at + 3
        return value, at

    def _and_a_half(self, value: Fraction, at: int) -> tuple[Fraction, int]:
        if self.lower(at) == "and" and self.lower(at + 1) in ("a", "one") and self.lower(at + 2) in lex.PARTS:
            return value + lex.PARTS[self.lower(at + 2)], at + 3
        return value, at


def _value(text: str) -> Fraction | str:
    """Return the value of digits: 17,000, 17 000 and 17'000 are the same, and so are 1.5 and 1,5."""
    plain = text.replace(" ", "").replace("'", "")
    if len(plain) > MOST_DIGITS:
        return text
    if plain.count(".") > 1:
        plain = plain.replace(".", "").replace(",", ".")
    elif "," in plain:
        head, _, tail = plain.rpartition(",")
        grouped = re.fullmatch(r"\d{3}(?:\.\d+)?", tail) is not None and not plain.startswith("0,")
        if grouped:
            plain = plain.replace(",", "")
        elif "," not in head and (len(tail) < 3 or head == "0") and "." not in plain:
            plain = f"{head}.{tail}"
        else:
            return text
    return Fraction(plain)
