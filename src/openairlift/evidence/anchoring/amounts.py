"""Numbers that evidence states, beside the number of a cell: is it one of them, in whatever unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from openairlift.evidence.anchoring import lexicon as lex
from openairlift.evidence.anchoring.figures import elements
from openairlift.evidence.anchoring.normal import normal
from openairlift.evidence.records import Evidence
from openairlift.units import UNITS, Dimension, to_unit

_DIGITS = re.compile(r"\d[\d,.' ]*")
_SHOWN = 4
_CLOSE = 1e-9
_COARSEST = 0.01
"""A cell that was converted may be rounded, by no more than this share of it."""

_FACTORS: dict[str, tuple[str, dict[str, tuple[float, ...]]]] = {
    "mass": ("kg t st lt g", {"pound": (0.45359237,), "mt": (1000.0,), "ton": (1000.0, 907.18474, 1016.0469088)}),
    "length": ("m ft km nm cm", {"mile": (1609.344, 1852.0), "inch": (0.0254,), "mm": (0.001,), "yard": (0.9144,)}),
    "volume": ("", {"cu m": (1.0,), "cu ft": (0.3048**3,), "litre": (0.001,)}),
    "time": ("s min h d", {"wk": (604800.0,), "fortnight": (1209600.0,), "month": (), "y": ()}),
    "speed": ("kt kmh", {"mph": (0.44704,)}),
    "money": ("", {"dollar": (1.0,), "cent": (0.01,)}),
    "share": ("", {"%": (0.01,)}),
    "angle": ("", {"degree": (1.0,)}),
}
_RATES = {Dimension.MASS_PER_DAY: "mass", Dimension.MASS_PER_HOUR: "mass", Dimension.MONEY_PER_HOUR: "money"}
_KINDS: dict[str, tuple[str, tuple[float, ...]]] = {
    unit: (kind, factors)
    for kind, (same, others) in _FACTORS.items()
    for unit, factors in (
        *((name, (UNITS[Dimension(kind)][name].factor,)) for name in same.split()),
        *others.items(),
    )
}
"""Units of figures: kind, and what one may be in the stored unit (none where that has no fixed length)."""


class Match(StrEnum):
    """What comes of a cell's number beside those of its evidence.

    `DIFFERS`: the evidence states a number of the same kind of unit, and another one. `UNCLEAR`: none of its numbers is
    that of the cell, and no unit tells whether one of them should be.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    NOT_COMPARED = "not compared"


class Amount(NamedTuple):
    """A number that evidence states: as written, its value, its unit, and half of its last digit."""

    text: str
    value: float
    unit: str
    half: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of a cell in the stored unit, with the unit that it is written in."""

    value: float
    dimension: Dimension | None
    suffix: str | None

    @property
    def written(self) -> float:
        """The number in the unit that it is written in."""
        if self.dimension is None or not self.suffix:
            return self.value
        return to_unit(self.value, self.suffix, self.dimension)

    def __str__(self) -> str:
        """Return the number with its unit."""
        return f"{self.written:,.10g}" + (f" {self.suffix}" if self.suffix else "")


def amounts(record: Evidence) -> list[Amount]:
    """Return the numbers of a record's figures and quote; dates, types and vague amounts are none.

    Examples
    --------
    >>> [found.unit for found in amounts(Evidence(id="a", source="s", says="", figures=("150 tonnes", "C-17")))]
    ['t']
    """
    found = []
    for text in (*record.figures, record.exact):
        plain = normal(text)
        cut = elements(plain)
        for at, figure in cut.figures.items():
            if figure.kind == "number" and isinstance(figure.value, Fraction):
                shown = plain[cut.starts[at] : cut.ends[at]]
                found.append(Amount(shown, float(figure.value), figure.unit, _half(shown, float(figure.value))))
    return found


def _half(text: str, value: float) -> float:
    """Return half of the last digit of a number in digits, times its multiplier; nothing for one in words."""
    digits = _DIGITS.search(text)
    whole = 0 if digits is None else int(re.sub(r"\D", "", digits[0]))  # 2.4 t is 24 of its last digit
    return abs(value) * 0.5 / whole if whole else 0.0


def compare(number: Number, records: Sequence[Evidence], *, converted: bool = False) -> tuple[Match, str]:
    """Return whether a cell's number is one of those that some evidence states, and a note where it is not.

    Parameters
    ----------
    number : of the cell.
    records : evidence that is cited for it.
    converted : the cell states it in another unit; figures without a unit may be in any.

    Examples
    --------
    >>> seen = Evidence(id="a", source="s", says="", figures=("150 tonnes",))
    >>> compare(Number(value=180_000.0, dimension=Dimension.MASS, suffix="t"), [seen])[1]
    'value differs: the scenario has 180 t, the evidence says 150 tonnes'
    """
    stated = [amounts(record) for record in records]
    found = [amount for group in stated for amount in group]
    if not found:
        return Match.NOT_COMPARED, "not compared: the evidence states no number"
    if any(_fits(number, amount, converted=converted) for amount in found):
        return Match.AGREES, ""
    same = [amount for amount in found if _same_kind(number, amount)]
    clear = bool(same) and all(stated)
    texts = list(dict.fromkeys(amount.text for amount in (same if clear else found)))
    told = ", ".join(texts[:_SHOWN]) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")
    note = f"value differs: the scenario has {number}, the evidence says {told}"
    if clear:
        return Match.DIFFERS, note
    return Match.UNCLEAR, f"{note}; nothing tells whether that is the same quantity"


def _same_kind(number: Number, amount: Amount) -> bool:
    """Whether a figure is, by its unit, a number of the cell's kind that could be converted."""
    kind, factors = _KINDS.get(amount.unit, ("", ()))
    return bool(factors) and kind == _kind(number.dimension)


def _kind(dimension: Dimension | None) -> str:
    return {Dimension.DISTANCE: "length"}.get(dimension, str(dimension)) if dimension is not None else ""


def _fits(number: Number, amount: Amount, *, converted: bool) -> bool:
    dimension = number.dimension
    kind, factors = _KINDS.get(amount.unit, ("", ()))
    if dimension is None or dimension is Dimension.COUNT:
        return not amount.unit and _near(number.value, amount.value, amount.half)
    if not amount.unit:
        factors = tuple({1.0, *(unit.factor for unit in UNITS[dimension].values())}) if converted else ()
        own = UNITS[dimension][number.suffix].factor if number.suffix else 1.0
        factors = (own, *factors)
    elif dimension is Dimension.MONEY_PER_MASS and amount.unit in lex.CURRENCIES:
        factors = tuple(factor * unit.factor for factor in factors for unit in UNITS[dimension].values())
    elif kind not in (_kind(dimension), _RATES.get(dimension)):
        return False
    scale = UNITS[dimension][number.suffix].factor if number.suffix else 1.0
    for factor in factors:
        rounded = 0.0 if abs(factor - scale) <= _CLOSE * scale else _half_written(number.written) * scale
        if _near(number.value, amount.value * factor, amount.half * factor + rounded):
            return True
    return False


def _near(value: float, stated: float, half: float) -> bool:
    return abs(value - stated) <= max(half * (1 - _CLOSE), _CLOSE * abs(stated))


def _half_written(value: float) -> float:
    """Return half of the last digit that a converted number is written to; closing zeros may be rounding."""
    text = f"{abs(value):.10g}"
    if not value or "e" in text:
        return 0.0
    decimals = len(text.partition(".")[2])
    zeros = len(text) - len(text.rstrip("0")) if not decimals else 0
    return min(0.5 * 10.0 ** (zeros - decimals), _COARSEST * abs(value))
