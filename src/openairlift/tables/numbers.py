"""Numbers as cells state them: plain, or with a unit behind them; limits in the stored unit."""

from __future__ import annotations

import math
import re

from openairlift.errors import UnitError, nearest
from openairlift.model import FieldSpec
from openairlift.tables.fault import CellError
from openairlift.units import AMBIGUOUS_TONS, UNITS, Dimension, to_unit, ton_message, unit_of

LARGEST_INTEGER = 2**53
LARGEST = 1e18
"""Beyond this a number is a slip of the pen; sums of a million of them are still finite."""

_LONGEST = 60
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)")
_QUANTITY = re.compile(r"([+-]?[0-9.,]+(?:[eE][+-]?[0-9]{1,3})?)[ \t]*([A-Za-z_%$€/³][A-Za-z0-9_%$€/³]*)")


def parse_number(text: str) -> float:
    """Read a plain number: finite, with a decimal point.

    Thousands commas are accepted only where they can't be a decimal comma: ``1,234,567`` and ``1,234.5``.

    Examples
    --------
    >>> parse_number("1,234,567")
    1234567.0
    """
    word = text.strip()
    if len(word) > _LONGEST:
        raise CellError("is too long for a number", allowed=f"a number of at most {_LONGEST} characters")
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not _NUMBER.fullmatch(word):
        raise CellError(_no_number(word), allowed="a number with a decimal point, such as 14500 or 2.75")
    value = float(word)
    if not math.isfinite(value):
        raise CellError("is too large", allowed="a finite number")
    return value


def _no_number(word: str) -> str:
    if re.fullmatch(r"[+-]?[0-9]+(?:,[0-9]+)+", word):
        return "is ambiguous: the comma may mark thousands or decimals; write it without a comma, or with a point"
    if word.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        return "is no number; leave the cell blank where nothing is stated"
    if word.endswith("%"):
        return "is a percentage; write it as a share between 0 and 1"
    return "is no number"


def quantity(text: str, dimension: Dimension | None, suffix: str | None) -> float:
    """Read a number into the stored unit of its dimension.

    Parameters
    ----------
    text : a plain number, in the unit named by `suffix`, or a number with its own unit (``500t``), which then holds.
    dimension : what it measures; None for a plain number without a unit.
    suffix : unit of the column; None for the stored unit.

    Examples
    --------
    >>> quantity("90min", Dimension.TIME, "h"), quantity("1.5", Dimension.TIME, "h")
    (5400.0, 5400.0)
    """
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or match[2].lower() in ("inf", "nan"):
        number, unit = parse_number(text), suffix
    elif match[2].lower() in AMBIGUOUS_TONS:
        raise CellError(ton_message(match[2]))
    elif dimension is None or not UNITS[dimension]:
        what = _no_number(text.strip()) if match[2] == "%" else f"has a unit ({match[2]}), but the column takes none"
        raise CellError(what, allowed="a plain number")
    else:
        number, unit = parse_number(match[1]), match[2]
    value = number if unit is None or dimension is None else scale(number, unit, dimension)
    if abs(value) > LARGEST:
        raise CellError("is too large", allowed=f"a number up to {LARGEST:g}")
    return value


def scale(number: float, unit: str, dimension: Dimension) -> float:
    """Convert a number in the unit named by `unit` into the stored unit."""
    try:
        value = number * unit_of(unit, dimension).factor
    except UnitError as error:
        raise CellError(str(error), nearest=nearest(unit, UNITS[dimension])) from None
    if not math.isfinite(value):
        raise CellError("is too large", allowed="a finite number")
    return value


def within(value: float, spec: FieldSpec) -> float:
    """Return `value` (stored unit) if it keeps the field's limits."""
    if spec.above is not None and not value > spec.above:
        raise CellError("is too small", allowed=limits(spec))
    if spec.minimum is not None and value < spec.minimum:
        raise CellError("is too small", allowed=limits(spec))
    if spec.maximum is not None and value > spec.maximum:
        raise CellError("is too large", allowed=limits(spec))
    return value


def limits(spec: FieldSpec) -> str:
    """Say the limits of a field in the unit of its canonical column.

    Examples
    --------
    >>> from openairlift.model import Place, specs
    >>> limits(specs(Place)[3])
    'a number from -90 to 90'
    """

    def shown(value: float) -> str:
        if spec.suffix is not None and spec.dimension is not None:
            value = to_unit(value, spec.suffix, spec.dimension)
        return f"{value:g}"

    noun = "a whole number" if spec.kind == "integer" else "a number"
    if spec.suffix is not None:
        noun += f" [{spec.suffix}]"
    if spec.minimum is not None and spec.maximum is not None:
        return f"{noun} from {shown(spec.minimum)} to {shown(spec.maximum)}"
    parts = []
    if spec.above is not None:
        parts.append(f"above {shown(spec.above)}")
    if spec.minimum is not None:
        parts.append(f"of at least {shown(spec.minimum)}")
    if spec.maximum is not None:
        parts.append(f"up to {shown(spec.maximum)}")
    return " ".join([noun, " and ".join(parts)]) if parts else noun


def parse_integer(text: str, spec: FieldSpec) -> int:
    """Read a whole number within the field's limits; ``3.0`` is 3."""
    value = quantity(text, spec.dimension, None if spec.dimension is None else spec.suffix)
    if value != math.floor(value):
        raise CellError("is no whole number", allowed=limits(spec))
    if abs(value) > LARGEST_INTEGER:
        raise CellError("is too large", allowed=f"a whole number up to {LARGEST_INTEGER}")
    return int(within(value, spec))
