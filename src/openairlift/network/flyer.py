"""One aircraft type between airports, without a scenario: legs, payloads and the en-route stop that helps most."""

from __future__ import annotations

from dataclasses import dataclass

from openairlift import reference
from openairlift.errors import UsageError, nearest
from openairlift.model import AircraftType, Curve
from openairlift.network.airports import Airport, Airports
from openairlift.network.geo import distance_m
from openairlift.units import seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLeg:
    """A leg: between which airports (ICAO), great-circle distance, distance flown [m], block time [s], payload [kg]."""

    origin: str
    destination: str
    distance_m: float
    flown_m: float
    block_s: int
    payload_kg: float


@dataclass(frozen=True, slots=True)
class Flyer:
    """An aircraft type with everything stated that a quick look needs."""

    record: AircraftType
    payload: Curve
    speed: Curve

    def leg(self, a: Airport, b: Airport) -> QuickLeg:
        """Return a leg; its payload is 0 beyond the ferry range."""
        distance = distance_m(a.lat, a.lon, b.lat, b.lon)
        flown = distance * self.record.route_factor
        return QuickLeg(
            origin=a.icao,
            destination=b.icao,
            distance_m=distance,
            flown_m=flown,
            block_s=seconds(flown / self.speed.at(flown)),
            payload_kg=self.payload.at(flown) if flown <= self.reach_m else 0.0,
        )

    @property
    def reach_m(self) -> float:
        """Ferry range [m]."""
        return self.payload.points[-1][0]

    @property
    def most_kg(self) -> float:
        """Payload of a short leg [kg]."""
        return self.payload.at(0.0)


def choose_stop(
    book: Airports, flyer: Flyer, start: Airport, end: Airport, via: str | None
) -> tuple[Airport | None, str]:
    """Return the en-route stop that the numbers need, or None, and what to say about it."""
    name, direct = flyer.record.type, flyer.leg(start, end)
    far, reach = kilometres(direct.flown_m), kilometres(flyer.reach_m)
    if via is not None:
        stop = book.find(via)
        short = [leg for leg in (flyer.leg(start, stop), flyer.leg(stop, end)) if leg.payload_kg <= 0.0]
        if short:
            raise UsageError(
                f"{name} carries nothing from {short[0].origin} to {short[0].destination}, "
                f"{kilometres(short[0].flown_m)} flown; its ferry range is {reach}"
            )
        return stop, runway_warning(flyer.record, stop)
    if direct.payload_kg >= flyer.most_kg:
        return None, ""
    found = _best_stop(book, flyer, start, end)
    if direct.payload_kg > 0.0:
        said = (
            f"{far} in one leg cut the payload of {name} from {tonnes(flyer.most_kg)} to {tonnes(direct.payload_kg)}."
        )
        if found is not None and found[1] > direct.payload_kg:
            said += f" A stop at {found[0].icao} ({found[0].name}) would allow {tonnes(found[1])}."
        return None, said
    if found is None:
        raise UsageError(
            f"{name} can't carry anything from {start.icao} to {end.icao}, {far} flown, even with one stop at a "
            f"shipped airfield; its ferry range is {reach}. Give a stop, or another type"
        )
    return found[0], (
        f"{far} in one leg are too far for {name} with cargo (ferry range {reach}): "
        f"the numbers reckon with a stop at {found[0].icao} ({found[0].name})."
    )


def _best_stop(book: Airports, flyer: Flyer, start: Airport, end: Airport) -> tuple[Airport, float] | None:
    """Return the shipped airfield that carries most per flying hour as the only stop, with its payload [kg]."""
    best: tuple[float, Airport, float] | None = None
    for row in reference.airfields().rows:
        airport, runway = book.get(row.record.icao or row.record.id), row.record.runway_m
        if airport is None or airport.icao in (start.icao, end.icao):
            continue
        if flyer.record.runway_m is not None and runway is not None and runway < flyer.record.runway_m:
            continue
        out, on = flyer.leg(start, airport), flyer.leg(airport, end)
        payload = min(out.payload_kg, on.payload_kg)
        rate = payload / (out.block_s + on.block_s)
        if payload > 0.0 and (best is None or rate > best[0]):
            best = (rate, airport, payload)
    return None if best is None else best[1:]


def find_flyer(type_: str) -> Flyer:
    """Return a type of the shipped table; raises UsageError with the nearest name."""
    types = {row.key: row.record for row in reference.aircraft().rows}
    record = types.get(type_) or next((value for key, value in types.items() if key.lower() == type_.lower()), None)
    if record is None:
        meant = nearest(type_, types)
        raise UsageError(
            f"{type_!r} is no shipped aircraft type; allowed: {', '.join(types)}"
            + (f"; did you mean {meant!r}?" if meant else "")
        )
    if record.payload_at_range is None or record.block_speed is None:
        raise UsageError(f"the shipped table states no payload by range or no block speed for {record.type}")
    return Flyer(record, record.payload_at_range, record.block_speed)


def offload_s(record: AircraftType) -> float:
    """Return the mean offload time of the shipped table [s]."""
    for row in reference.ground_times().rows:
        if row.record.type == record.type and row.record.purpose in ("offload", "turn"):
            return row.record.time_s.mean
    raise UsageError(f"the shipped table has no ground time for {record.type}; state ground_s")


def runway_warning(record: AircraftType, airport: Airport) -> str:
    """Return what to say where the shipped runway is too short, or an empty text."""
    runways = {row.record.icao or row.record.id: row.record.runway_m for row in reference.airfields().rows}
    runway = runways.get(airport.icao)
    if runway is None or record.runway_m is None or runway >= record.runway_m:
        return ""
    return f"The longest runway of {airport.icao} is {runway:,.0f} m; {record.type} needs {record.runway_m:,.0f} m."


def tonnes(kg: float) -> str:
    """Return a mass as a person reads it, such as ``40.8 t``."""
    return f"{kg / 1000:,.1f} t"


def kilometres(metres: float) -> str:
    """Return a distance as a person reads it, such as ``1,040 km``."""
    return f"{metres / 1000:,.0f} km"
