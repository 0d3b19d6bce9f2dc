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
                self.found.add_figure(figure._replace(bound=self._bound(at)), start, self.lexemes[stop - 1].end)
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
        """Read on where a range goes on, such as ``2-3 million``: both ends share multiplier and unit."""
        index = len(self.found.keys) - 1
        first = self.found.figures[index]
        dash = self.at(stop).text == "-" and self.touches(stop) and self.touches(stop + 1)
        word = self.lower(stop) in ("to", "or") and self.near(stop) and self.near(stop + 1)
        if first.kind != "number" or not (dash or word):
            return stop
        read = self._figure(stop + 1)
        if read is None or read[0].kind != "number":
            return stop
        second, end = read
        if first.unit not in ("", second.unit) and (first.unit not in lex.CURRENCIES or second.unit):
            return stop
        scale = self._scale(stop + 1)
        if scale > 1 and isinstance(first.value, Fraction) and first.value < 1000 and self._scale(at) == 1:
            first = first._replace(value=first.value * scale)
        if word and (self.lower(at - 1) == "from" or not _spans(first.value, second.value)):
            return stop
        unit = first.unit or second.unit
        self.found.figures[index] = first._replace(unit=unit, role="low")
        shared = second._replace(unit=second.unit or unit, role="high")
        self.found.add_figure(shared, self.lexemes[stop + 1].start, self.lexemes[end - 1].end)
        return end

    def _scale(self, at: int) -> int:
        """Return the multiplier in words of the number that begins here."""
        at += self.at(at).kind == "sign"
        read = self.count(at)
        return 1 if read is None else read[2]

    def _bound(self, at: int) -> str:
        """Return whether a number is stated as a lower or an upper bound."""
        sign = self.text[: self.at(at).start].rstrip()[-1:] if at == 0 else self._between(at)
        if sign in lex.BOUND_SIGNS:
            return lex.BOUND_SIGNS[sign]
        one, two, three = (self.lower(at - back) for back in (1, 2, 3))
        if one == "than" and two in lex.THAN:
            bound = lex.THAN[two]
            return {">": "<", "<": ">"}[bound] if three == "no" else bound
        return lex.BOUNDS.get((two, one), lex.BOUNDS.get(("", one), ""))

    def _between(self, at: int) -> str:
        return self.text[self.at(at - 1).end : self.at(at).start].rstrip()[-1:]

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
            told = self._signed(at) or self._relative(at)
            if told is not None:
                return told
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
        elif self.lower(begin) == "minus":
            read = self.number(begin + 1) if self.near(begin + 1) else None
            if read is None or not isinstance(read[0].value, Fraction):
                return None
            return read[0]._replace(value=-read[0].value), read[1]
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

    def _relative(self, at: int) -> tuple[Figure, int] | None:
        """Read a time that is told from now, such as last week or mid-March."""
        side = lex.RELATIVE.get(self.lower(at))
        begin = at + 1 + (self.at(at + 1).text == "-" and self.touches(at + 1))
        if side is None or not self.near(begin):
            return None
        read = self.dated(begin) or self._alone(begin) if self.lower(begin) else None
        if read is None or read[0].kind not in ("unit", "weekday", "month", "date"):
            return None
        figure, stop = read
        return Figure("relative", (side, figure.kind, figure.value), figure.unit), stop

    def _alone(self, at: int) -> tuple[Figure, int] | None:
        """Read what is a figure without a number: a weekday, an ordinal, a unit, an amount in words."""
        word = self.lower(at)
        if word in lex.WEEKDAYS and self.at(at).text[:1].isupper():
            return Figure("weekday", lex.WEEKDAYS[word]), at + 1
        if word in lex.ROMANS and self.at(at).text.isupper():
            return Figure("name", word), at + 1
        if word in lex.ZONES:
            return (Figure("unit", "", word), at + 1) if self.at(at).text.isupper() else None
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


def _spans(low: object, high: object) -> bool:
    """Whether two numbers with ``to`` between them are ends of a range; 500 to 14,500 is a move, or two numbers."""
    if not isinstance(low, Fraction) or not isinstance(high, Fraction):
        return False
    return low < high <= 10 * low
