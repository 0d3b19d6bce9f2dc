"""Airports by ICAO or IATA code, for quick looks that have no scenario (positions from the airportsdata package)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import airportsdata

from openairlift.errors import UsageError, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Airport:
    """An airport: ICAO code, name, country (ISO 3166-1 alpha-2) and position in degrees (WGS 84)."""

    icao: str
    name: str
    country: str
    lat: float
    lon: float


class Airports:
    """The airports of the world, loaded once a book."""

    def __init__(self) -> None:
        self._rows: Mapping[str, Mapping[str, Any]] = airportsdata.load("ICAO")
        self._by_iata = {row["iata"]: code for code, row in self._rows.items() if row["iata"]}

    def find(self, code: str) -> Airport:
        """Return the airport with an ICAO or IATA code; raises UsageError with what may have been meant.

        Examples
        --------
        >>> Airports().find("RZE").icao
        'EPRZ'
        """
        found = self.get(code)
        if found is None:
            meant = self._meant(code.strip())
            raise UsageError(
                f"no airport has the code {code!r}; allowed: an ICAO or IATA code"
                + (f"; did you mean {meant}?" if meant else "")
            )
        return found

    def get(self, code: str) -> Airport | None:
        """Return the airport with an ICAO or IATA code, or None."""
        key = code.strip().upper()
        row = self._rows.get(self._by_iata.get(key, key))
        if row is None:
            return None
        return Airport(
            icao=row["icao"], name=row["name"], country=row["country"], lat=float(row["lat"]), lon=float(row["lon"])
        )

    def _meant(self, text: str) -> str:
        """Return up to three airports that a text may mean: by city or name, else the nearest code."""
        word = text.casefold()
        hits = [
            f"{code} ({row['name']})"
            for code, row in self._rows.items()
            if len(word) > 3 and row["iata"] and (word in row["city"].casefold() or word in row["name"].casefold())
        ]
        if hits:
            return ", ".join(hits[:3])
        alike = nearest(text, (code for code in self._rows if code[:2] == text[:2].upper()))
        return "" if alike is None else f"{alike} ({self._rows[alike]['name']})"
