"""Positions of airfields by code, from the `airportsdata` package."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from operator import eq
from typing import Any, Literal, NamedTuple

from openairlift.reference.tables import airfields

RENAMED = {"HJJJ": "HSSJ"}
"""Airfields whose code has changed since the table of positions had it: the code now, and the one it is known by.

South Sudan's codes begin with HJ since it has its own prefix; OurAirports lists Juba as HJJJ.
"""

_NEAR = 0.6
"""Likeness from which a code is near another: two letters of four in the same order are not enough."""


class Position(NamedTuple):
    """Where an airfield lies (degrees, WGS 84), its country (ISO 3166-1 alpha-2) and its name."""

    lat: float
    lon: float
    country: str
    name: str


@cache
def _airports(code: Literal["ICAO", "IATA"]) -> Mapping[str, Any]:
    import airportsdata

    found: Mapping[str, Any] = airportsdata.load(code)
    return found


def position(icao: str) -> Position | None:
    """Return the position of an airfield by ICAO code, or None when the code is not known.

    Examples
    --------
    >>> position("EPRZ").country
    'PL'
    """
    row = _airports("ICAO").get(RENAMED.get(icao, icao))
    if row is None:
        return None
    return Position(float(row["lat"]), float(row["lon"]), str(row["country"]), str(row["name"]))


def airports() -> Mapping[str, Any]:
    """Return every airfield of the table of positions by ICAO code: name, city, country, lat, lon, iata.

    Examples
    --------
    >>> airports()["HSSJ"]["city"]
    'Juba'
    """
    return _airports("ICAO")


def icao_of(code: str) -> str | None:
    """Return the ICAO code of an ICAO or IATA code, or None when neither is known."""
    code = code.upper()
    if code in _airports("ICAO") or code in RENAMED:
        return code
    row = _airports("IATA").get(code)
    return str(row["icao"]) if row is not None and row.get("icao") else None


def near_codes(code: str, *, most: int = 4) -> list[str]:
    """Return the ICAO codes that look most like `code`, of two that look alike the one whose runway is shipped first.

    They begin with the same two letters, which stand for the country.

    Examples
    --------
    >>> near_codes("EPRX", most=2)
    ['EPRZ', 'EPRA']
    """
    code = code.upper()
    shipped = {row.key for row in airfields().rows}
    same = {known: SequenceMatcher(None, code, known).ratio() for known in _airports("ICAO") if known[:2] == code[:2]}
    near = [known for known, ratio in same.items() if ratio >= _NEAR]

    def rank(known: str) -> tuple[float, int, bool, str]:
        return -same[known], -sum(map(eq, code, known)), known not in shipped, known

    return sorted(near, key=rank)[:most]


def nearest_code(code: str) -> str | None:
    """Return the first of the ICAO codes that look most like `code`, or None."""
    return next(iter(near_codes(code, most=1)), None)
