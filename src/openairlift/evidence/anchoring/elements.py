"""What a text is cut into: words, and figures, each a number with its unit, a date, or a type such as C-17."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from openairlift.evidence.anchoring import lexicon as lex


class Figure(NamedTuple):
    """What a text states as a figure.

    `kind` is number, ordinal, date, clock, weekday, month, unit (one without a number), relative (last week), vague
    (dozens, twice) or name (C-17, 1990s). Figures are the same when kind, value and unit are equal, however they are
    written, and both are whole or the same end of a range (`role`: low or high). `bound` is ``>`` behind *more than*
    and its like, ``<`` behind *less than*, else by, to or from where that stands before the number; it may be left out,
    not turned round.
    """

    kind: str
    value: object
    unit: str = ""
    role: str = ""
    bound: str = ""


@dataclass(slots=True)
class Elements:
    """A normal text, cut: `keys` holds words in small letters, and ``#`` where a figure stands."""

    keys: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    figures: dict[int, Figure] = field(default_factory=dict)

    def add(self, word: str, start: int, end: int) -> None:
        """Add a word."""
        self.keys.append(word)
        self.starts.append(start)
        self.ends.append(end)

    def add_figure(self, figure: Figure, start: int, end: int) -> None:
        """Add a figure."""
        self.figures[len(self.keys)] = figure
        self.add("#", start, end)

    def stated(self, first: int = 0, last: int | None = None) -> tuple[Figure, ...]:
        """Return the figures among some elements, in order."""
        stop = len(self.keys) if last is None else last
        return tuple(self.figures[i] for i in range(first, stop) if i in self.figures)


def agrees(stated: Figure, found: Figure, *, bare: bool = False) -> bool:
    """Whether a figure of a record is the one of a source.

    A date may leave the year out. With `bare`, money may leave the currency out; any other unit must be stated.

    Examples
    --------
    >>> agrees(Figure("date", (None, 2, 26)), Figure("date", (2022, 2, 26)))
    True
    >>> agrees(Figure("number", 70, "%"), Figure("number", 40, "%"))
    False
    """
    if {stated.bound, found.bound} in lex.OPPOSED or stated.role != found.role:
        return False
    stated, found = stated._replace(bound=""), found._replace(bound="")
    if stated == found:
        return True
    if stated.kind == found.kind == "date":
        assert isinstance(stated.value, tuple)
        assert isinstance(found.value, tuple)
        return stated.value[0] is None and stated.value[1:] == found.value[1:]
    return bare and not stated.unit and found.unit in lex.CURRENCIES and stated == found._replace(unit="")
