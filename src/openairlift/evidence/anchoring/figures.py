"""A text cut into words and figures."""

from __future__ import annotations

from fractions import Fraction

from openairlift.evidence.anchoring import lexicon as lex
from openairlift.evidence.anchoring.dates import Dates, numeric_date
from openairlift.evidence.anchoring.elements import Elements, Figure
from openairlift.evidence.anchoring.numbers import Numbers


def elements(text: str) -> Elements:
    """Cut a normal text into words and figures.

    Examples
    --------
    >>> found = elements("about half a dozen bases and $350m")
    >>> found.keys
    ['about', '#', 'bases', 'and', '#']
    >>> found.stated()[1] == elements("350 million dollars").stated()[0]
    True
    """
    return _Reader(text).read()


class _Reader(Numbers, Dates):
    """Reads a text into elements."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.found = Elements()

    def read(self) -> Elements:
        """Return words and figures, in order."""
        at, count = 0, len(self.lexemes)
        while at < count:
            lexeme = self.lexemes[at]
            if lexeme.kind == "word" and lexeme.text.lower() not in lex.KNOWN:
                at = self._word(at)
            elif (read := self._figure(at)) is not None:
                figure, stop = read
                start = self.lexemes[at].start
                self.found.add_figure(figure, start, self.lexemes[stop - 1].end)
                at = self._range(at, stop)
            elif lexeme.kind in ("word", "abbr"):
                at = self._word(at)
            else:
                at += 1
        return self.found

    def _word(self, at: int) -> int:
        """Add a word; parts with hyphens between them are one."""
        start, stop, parts = self.lexemes[at].start, at + 1, [self.lower(at).replace("'", "")]
        while (
            self.at(stop).text == "-"
            and self.touches(stop)
            and self.touches(stop + 1)
            and self.at(stop + 1).kind == "word"
            and self.lower(stop + 1) not in lex.KNOWN - {"a", "an", "s", "m", "t", "d", "h", "g"}
        ):
            parts.append(self.lower(stop + 1).replace("'", ""))
            stop += 2
        self.found.add("".join(parts), start, self.lexemes[stop - 1].end)
        return stop

    def _range(self, at: int, stop: int) -> int:
        """Share multiplier and unit of ``2-3 million`` or ``2 to 3 days`` with the first number."""
        index = len(self.found.keys) - 1
        first = self.found.figures[index]
        dash = self.at(stop).text == "-" and self.touches(stop) and self.touches(stop + 1)
        word = self.lower(stop) in ("to", "or") and self.near(stop) and self.near(stop + 1)
        if first.kind != "number" or not (dash or word) or first.unit not in ("", *lex.CURRENCIES):
            return stop
        read = self._figure(stop + 1)
        if read is None or read[0].kind != "number":
            return stop
        second, end = read
        scale = self._scale(stop + 1)
        if word:
            self.found.add(self.lower(stop), self.lexemes[stop].start, self.lexemes[stop].end)
        if scale > 1 and isinstance(first.value, Fraction) and first.value < 1000 and self._scale(at) == 1:
            first = first._replace(value=first.value * scale)
        unit = first.unit or second.unit
        self.found.figures[index] = first._replace(unit=unit)
        shared = second if second.unit else second._replace(unit=unit)
        self.found.add_figure(shared, self.lexemes[stop + 1].start, self.lexemes[end - 1].end)
        return end

    def _scale(self, at: int) -> int:
        """Return the multiplier in words of the number that begins here."""
        at += self.at(at).kind == "sign"
        read = self.count(at)
        return 1 if read is None else read[2]

    def _figure(self, at: int) -> tuple[Figure, int] | None:
        lexeme = self.at(at)
        if lexeme.kind == "date":
            return numeric_date(lexeme.text), at + 1
        if lexeme.kind == "clock":
            unit = self.lower(at + 1) if self.near(at + 1) and self.lower(at + 1) in ("am", "pm") else ""
            return Figure("clock", lexeme.text, unit), at + 1 + bool(unit)
        if lexeme.kind == "name":
            bare = lexeme.text.lower().replace("-", "")
            return Figure("name", bare.removesuffix("s") if bare[:-1][-1:].isdigit() else bare), at + 1
        if lexeme.kind == "sign" or self.lower(at):
            signed = self._signed(at)
            if signed is not None:
                return signed
        if lexeme.kind == "num" or self.lower(at):
            return self.dated(at) or self.number(at) or self._alone(at)
        return None

    def _signed(self, at: int) -> tuple[Figure, int] | None:
        """Read a number behind a sign of currency or a minus."""
        unit, sign, begin = "", 1, at
        if self.at(begin).text == "-" and self.touches(begin + 1) and not self.touches(begin):
            if self.text[self.at(begin).start - 1 : self.at(begin).start].strip("( "):
                return None
            sign, begin = -1, begin + 1
        letters = self.lower(begin)
        if letters in lex.DOLLARS and self.at(begin + 1).text == "$" and self.touches(begin + 1):
            unit, begin = lex.DOLLARS[letters], begin + 2
        elif self.at(begin).text in lex.CURRENCY_SIGNS:
            unit, begin = lex.CURRENCY_SIGNS[self.at(begin).text], begin + 1
        elif letters in lex.CURRENCY_CODES and self.near(begin + 1):
            unit, begin = lex.CURRENCY_CODES[letters], begin + 1
        if begin == at or self.at(begin).kind != "num" or not self.near(begin):
            return None
        read = self.number(begin, unit=unit)
        if read is None or read[0].kind != "number" or not isinstance(read[0].value, Fraction):
            return read
        return read[0]._replace(value=read[0].value * sign), read[1]

    def _alone(self, at: int) -> tuple[Figure, int] | None:
        """Read what is a figure without a number: a weekday, an ordinal, a unit, an amount in words."""
        word = self.lower(at)
        if word in lex.WEEKDAYS and self.at(at).text[:1].isupper():
            return Figure("weekday", lex.WEEKDAYS[word]), at + 1
        if word in lex.ORDINALS:
            return Figure("ordinal", lex.ORDINALS[word]), at + 1
        if word in lex.MOMENTS or word in lex.VAGUE or word in lex.MANY_PARTS:
            return Figure("vague", word), at + 1
        if word in lex.BIG and word not in lex.ABBREVIATED:
            return Figure("vague", word), at + 1
        pair = lex.PAIRS.get((word, self.lower(at + 1))) if self.near(at + 1, between=" -") else None
        if pair is not None:
            return Figure("unit", "", pair), at + 2
        return (Figure("unit", "", lex.UNITS[word]), at + 1) if word in lex.UNITS else None
