"""Cells with a small grammar of their own: parking spots, spot equivalence, curves."""

from __future__ import annotations

import re

from openairlift.errors import UnitError, nearest
from openairlift.model import BODIES, Curve, Equivalence, FieldSpec, Spots
from openairlift.tables.fault import CellError
from openairlift.tables.numbers import quantity
from openairlift.units import UNITS, Dimension

MOST_SPOTS = 10_000
_EQUIVALENCE = re.compile(r"([A-Za-z]+)\s*=\s*([0-9]{1,4})\s*\*?\s*([A-Za-z]+)")
_EQUIVALENCES = {
    ("wide", "narrow"): "narrow_on_wide",
    ("narrow", "small"): "small_on_narrow",
    ("wide", "small"): "small_on_wide",
}


def _body(word: str) -> str:
    if word not in BODIES:
        raise CellError(f"{word!r} is no class of spot", allowed=", ".join(BODIES), nearest=nearest(word, BODIES))
    return word


def parts(text: str) -> list[str]:
    """Split a cell at ``;``; a last one that ends it is allowed, an empty part is not."""
    pieces = [piece.strip() for piece in text.strip().removesuffix(";").split(";")]
    if not all(pieces):
        raise CellError("has an empty part between two ';'", allowed="parts separated by one ';'")
    return pieces


def parse_spots(text: str) -> Spots:
    """Read parking spots by class.

    Examples
    --------
    >>> parse_spots("wide:2;narrow:3").counts
    (0, 3, 2)
    """
    counts: dict[str, int] = {}
    for part in parts(text):
        word, sign, number = (piece.strip() for piece in part.partition(":"))
        if not sign:
            raise CellError(f"{part!r} names no class of spot", allowed="spots by class, such as wide:2;narrow:3")
        if _body(word) in counts:
            raise CellError(f"states {word!r} twice", allowed="each class once")
        if not re.fullmatch(r"[0-9]{1,6}", number) or int(number) > MOST_SPOTS:
            raise CellError(f"{number!r} is no number of spots", allowed=f"a whole number from 0 to {MOST_SPOTS}")
        counts[word] = int(number)
    small, narrow, wide = (counts.get(body, 0) for body in BODIES)
    return Spots((small, narrow, wide))


def parse_equivalence(text: str) -> Equivalence:
    """Read how many smaller aircraft a larger spot holds.

    Examples
    --------
    >>> parse_equivalence("wide=2*narrow").narrow_on_wide
    2
    """
    found: dict[str, int] = {}
    for part in parts(text):
        match = _EQUIVALENCE.fullmatch(part)
        if match is None:
            raise CellError(f"{part!r} is no equivalence", allowed="such as wide=2*narrow; narrow=2*small")
        field = _EQUIVALENCES.get((_body(match[1]), _body(match[3])))
        if field is None:
            raise CellError(f"{match[1]!r} is not larger than {match[3]!r}", allowed="a larger class = n * a smaller")
        if field in found:
            raise CellError(f"states {match[1]} and {match[3]} twice", allowed="each pair once")
        if not 1 <= int(match[2]) <= 100:
            raise CellError(f"{match[2]} is out of range", allowed="a whole number from 1 to 100")
        found[field] = int(match[2])
    return Equivalence(**found)


def _with_unit(text: str, dimension: Dimension) -> float:
    if re.fullmatch(r"[+-]?[0-9.,]+(?:[eE][+-]?[0-9]{1,3})?", text):
        raise CellError(f"{text!r} has no unit", allowed=f"a number with {', '.join(UNITS[dimension])}")
    return quantity(text, dimension, None)


def parse_curve(text: str, spec: FieldSpec) -> Curve:
    """Read a piecewise linear function: points ``x:y`` with a unit behind each number, x ascending.

    Examples
    --------
    >>> from openairlift.model import AircraftType, specs
    >>> parse_curve("0km:77t;4400km:77t", specs(AircraftType)[3]).points
    ((0.0, 77000.0), (4400000.0, 77000.0))
    """
    if spec.x is None or spec.y is None:
        raise UnitError(f"the curve {spec.column!r} has no dimensions")
    points: list[tuple[float, float]] = []
    for part in parts(text):
        left, sign, right = (piece.strip() for piece in part.partition(":"))
        if not sign:
            raise CellError(f"{part!r} is no point", allowed="points x:y separated by ';', such as 0km:77t;4400km:77t")
        x, y = _with_unit(left, spec.x), _with_unit(right, spec.y)
        if x < 0 or y < 0 or (spec.y is Dimension.SPEED and y == 0):
            raise CellError(f"{part!r} is out of range", allowed="x of at least 0; y of at least 0, a speed above 0")
        if points and x <= points[-1][0]:
            raise CellError(f"{part!r} does not lie beyond the point before it", allowed="x ascending")
        points.append((x, y))
    return Curve(tuple(points))
