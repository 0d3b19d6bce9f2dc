"""The one stored unit per quantity, and every conversion into and out of it.

Stored: kg, m, m³, s, m/s, USD and shares between 0 and 1. A file may use another unit of the same kind: the suffix of
the column (``mass_st``) or of the value (``500t``) is the unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from openairlift.errors import UnitError

SHORT_TON_KG = 907.18474
LONG_TON_KG = 1016.0469088
POUND_KG = 0.45359237
NAUTICAL_MILE_M = 1852.0
FOOT_M = 0.3048
KNOT_MS = NAUTICAL_MILE_M / 3600.0
CUBIC_FOOT_M3 = FOOT_M**3
DAY_S = 86_400
MONTH_S = 2_629_800
"""A month of rates: a twelfth of 365.25 days."""


class Dimension(StrEnum):
    """The kinds of quantity that files may state."""

    MASS = "mass"
    LENGTH = "length"
    DISTANCE = "distance"
    VOLUME = "volume"
    TIME = "time"
    SPEED = "speed"
    MASS_PER_DAY = "mass per day"
    MASS_PER_HOUR = "mass per hour"
    MONEY = "money"
    MONEY_PER_MASS = "money per mass"
    MONEY_PER_HOUR = "money per hour"
    SHARE = "share"
    ANGLE = "angle"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that a file may use: its dimension and the factor to the stored unit."""

    suffix: str
    dimension: Dimension
    factor: float


def _units() -> dict[Dimension, dict[str, Unit]]:
    mass = {"kg": 1.0, "t": 1000.0, "st": SHORT_TON_KG, "lt": LONG_TON_KG, "lb": POUND_KG, "g": 0.001}
    length = {"m": 1.0, "ft": FOOT_M, "km": 1000.0, "nm": NAUTICAL_MILE_M, "mi": 1609.344, "cm": 0.01, "in": 0.0254}
    table: dict[Dimension, dict[str, float]] = {
        Dimension.MASS: mass,
        Dimension.LENGTH: length,
        Dimension.DISTANCE: {key: length[key] for key in ("km", "nm", "mi", "m")},
        Dimension.VOLUME: {"m3": 1.0, "ft3": CUBIC_FOOT_M3, "mton40": 40 * CUBIC_FOOT_M3, "l": 0.001},
        Dimension.TIME: {"s": 1.0, "min": 60.0, "h": 3600.0, "d": float(DAY_S)},
        Dimension.SPEED: {"ms": 1.0, "kmh": 1 / 3.6, "kt": KNOT_MS},
        Dimension.MASS_PER_DAY: {f"{key}_per_day": factor for key, factor in mass.items()},
        Dimension.MASS_PER_HOUR: {f"{key}_per_h": factor for key, factor in mass.items()},
        Dimension.MONEY: {"usd": 1.0},
        Dimension.MONEY_PER_MASS: {f"usd_per_{key}": 1.0 / factor for key, factor in mass.items()},
        Dimension.MONEY_PER_HOUR: {"usd_per_h": 1.0},
        Dimension.SHARE: {"share": 1.0, "pct": 0.01},
        Dimension.ANGLE: {"deg": 1.0},
        Dimension.COUNT: {},
    }
    return {
        dimension: {suffix: Unit(suffix, dimension, factor) for suffix, factor in suffixes.items()}
        for dimension, suffixes in table.items()
    }


UNITS = _units()
AMBIGUOUS_TONS = frozenset({"ton", "tons", "mt"})
SPELLED: Mapping[str, str] = MappingProxyType(
    {
        word: suffix
        for suffix, words in {
            "t": "ton tons tonne tonnes mt",
            "kg": "kgs kilo kilos kilogram kilograms",
            "lb": "lbs pound pounds",
            "m": "meter meters metre metres",
            "ft": "foot feet",
            "km": "kms kilometer kilometers kilometre kilometres",
            "mi": "mile miles",
            "h": "hr hrs hour hours",
            "min": "mins minute minutes",
            "s": "sec secs second seconds",
            "d": "day days",
            "kt": "kts knot knots",
            "kmh": "kph",
            "m3": "cbm",
            "pct": "percent",
            "usd": "dollar dollars",
        }.items()
        for word in words.split()
    }
)
"""Words and abbreviations of units that files don't use, and the suffix that they stand for."""
_QUANTITY = re.compile(r"\s*([+-]?(?:\d[\d,_]*)?(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([A-Za-z_]\w*)?\s*")


def ton_message(word: str) -> str:
    """Say what a bare "ton" could mean and how to write each meaning."""
    return (
        f"{word!r} has three meanings: write t (1,000 kg), st (short ton, 907.18474 kg) or lt (long ton, 1,016.05 kg)"
    )


def unit_of(suffix: str, dimension: Dimension) -> Unit:
    """Return the unit with this suffix in this dimension.

    Raises
    ------
    UnitError
        When the suffix is unknown, of another dimension, or a bare "ton".

    Examples
    --------
    >>> unit_of("st", Dimension.MASS).factor
    907.18474
    """
    known = UNITS[dimension]
    if suffix in known:
        return known[suffix]
    if suffix.lower() in AMBIGUOUS_TONS:
        raise UnitError(ton_message(suffix))
    raise UnitError(f"{suffix!r} is no unit of {dimension}; allowed: {', '.join(known) or 'a plain number'}")


def parse_quantity(text: str, dimension: Dimension) -> float:
    """Read a number with its unit, such as ``500t`` or ``2.75h``, into the stored unit.

    Examples
    --------
    >>> parse_quantity("500t", Dimension.MASS)
    500000.0
    >>> parse_quantity("2.75 h", Dimension.TIME)
    9900.0
    """
    match = _QUANTITY.fullmatch(text)
    if match is None or not match[1] or match[1] in "+-":
        raise UnitError(f"{text!r} is no number with a unit of {dimension}")
    if match[2] is None:
        allowed = ", ".join(UNITS[dimension])
        raise UnitError(f"{text!r} has no unit; write it behind the number ({allowed})")
    return float(match[1].replace(",", "").replace("_", "")) * unit_of(match[2], dimension).factor


def to_unit(value: float, suffix: str, dimension: Dimension) -> float:
    """Convert a stored value into the unit named by `suffix`.

    Examples
    --------
    >>> round(to_unit(256_279.69, "st", Dimension.MASS), 1)
    282.5
    """
    return value / unit_of(suffix, dimension).factor


def seconds(value: float) -> int:
    """Round a duration [s] to whole seconds, halves up: ``floor(x + 0.5)``.

    Examples
    --------
    >>> seconds(2.5), seconds(3.4999)
    (3, 3)
    """
    return int((value + 0.5) // 1)
