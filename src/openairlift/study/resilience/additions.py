"""One more base: an option of the scenario that adds it, or an airfield by its ICAO code."""

from __future__ import annotations

from dataclasses import replace

from openairlift.errors import UsageError
from openairlift.model import Place
from openairlift.network import Network
from openairlift.reference.positions import nearest_code, position
from openairlift.reference.tables import airfields
from openairlift.scenario import Scenario
from openairlift.scenario.freeze import fingerprint


def with_airfield(scenario: Scenario, icao: str) -> Scenario:
    """Return a scenario with one more airfield, at which nothing lies and to which nothing is bound: a place to stop.

    Position and runway are those of the shipped tables; parking and slots are not stated, so that they do not bind.

    Raises
    ------
    UsageError
        When the code is not known, its runway is not shipped, or a place of the scenario has it already.
    """
    code = icao.upper()
    known = next((place.id for place in scenario.places.values() if place.icao == code), None)
    if known is not None:
        raise UsageError(f"{code} is in the scenario already, as {known!r}")
    where = position(code)
    if where is None:
        near = nearest_code(code)
        hint = "" if near is None else f"; did you mean {near}?"
        options = ", ".join(scenario.options) or "none"
        raise UsageError(f"{icao!r} is no option of the scenario ({options}) and no ICAO code{hint}")
    row = next((row.record for row in airfields().rows if row.record.icao == code), None)
    if row is None or row.runway_m is None:
        raise UsageError(
            f"the runway of {code} is not in the shipped table; add the place by an option (options.toml) and name that"
        )
    place = Place(
        id=code.lower(), name=where.name, icao=code, lat=where.lat, lon=where.lon, country=where.country,
        runway_m=row.runway_m,
    )  # fmt: skip
    made = replace(scenario, places={**scenario.places, place.id: place})
    return replace(made, fingerprint=fingerprint(made))


def check_same(before: Network, after: Network, name: str) -> None:
    """Check that an addition leaves what is asked for as it is.

    Raises
    ------
    UsageError
        When it does not: then nothing can be compared.
    """
    rows = [[(line.name, line.quantity, line.unit_kg, line.weight) for line in net.lines] for net in (before, after)]
    if rows[0] != rows[1] or before.horizon_s != after.horizon_s:
        raise UsageError(
            f"the option {name!r} changes what is asked for, not only what there is; compare it with `compare`"
        )
