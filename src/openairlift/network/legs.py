"""Single legs: distances, block times and payloads by type; which types can land where; fields without fuel."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openairlift.model import AircraftType, Curve, Place
from openairlift.network.geo import distance_m
from openairlift.network.network import UNREACHABLE, FloatArray, Fuel, IntArray


def distances(places: Sequence[Place]) -> FloatArray:
    """Return the great-circle distances [m], shape (places, places); NaN where a position is not stated."""
    n = len(places)
    result = np.zeros((n, n), dtype=np.float64)
    for i, a in enumerate(places):
        for j in range(i + 1, n):
            b = places[j]
            if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
                result[i, j] = result[j, i] = np.nan
            else:
                result[i, j] = result[j, i] = distance_m(a.lat, a.lon, b.lat, b.lon)
    return result


def legs(
    places: Sequence[Place],
    types: Sequence[AircraftType],
    distance: FloatArray,
    notes: list[str],
    *,
    fuel: Sequence[Fuel | None] = (),
) -> tuple[IntArray, FloatArray]:
    """Return block times [s] and payloads [kg] of single legs, shape (types, places, places)."""
    n = len(places)
    block = np.full((len(types), n, n), UNREACHABLE, dtype=np.int64)
    payload = np.zeros((len(types), n, n), dtype=np.float64)
    onward = _onward(places, distance, fuel)
    barred = _barred(places, fuel)
    for t, type_ in enumerate(types):
        if type_.payload_at_range is None or type_.block_speed is None:
            what = "payload by range" if type_.payload_at_range is None else "block speed"
            notes.append(f"No {what} is stated for {type_.type}: it can't be planned.")
            continue
        usable = np.array([can_land(type_, place) for place in places], dtype=np.bool_)
        may = usable[:, None] & usable[None, :] & ~barred
        flown = distance * type_.route_factor
        block[t], payload[t] = _flown(
            type_.payload_at_range, type_.block_speed, may, flown, onward * type_.route_factor
        )
    return block, payload


def closed_legs(
    places: Sequence[Place],
    types: Sequence[AircraftType],
    block: IntArray,
    way: FloatArray,
    distance: FloatArray,
    *,
    fuel: Sequence[Fuel | None] = (),
) -> IntArray:
    """Return block times [s] where legs have other ways of a length [m]; those as long as before keep theirs.

    Parameters
    ----------
    block : block times of the direct legs [s]; what can't be flown there can't be flown here.
    way : lengths of the ways round [m], shape (places, places); infinite where there is none.
    distance : lengths of the direct legs [m].
    """
    result = np.array(block)
    onward = _onward(places, distance, fuel)
    longer = way > distance
    for t, type_ in enumerate(types):
        if type_.payload_at_range is None or type_.block_speed is None:
            continue
        may = (block[t] != UNREACHABLE) & longer
        factor = type_.route_factor
        found, _ = _flown(type_.payload_at_range, type_.block_speed, may, way * factor, onward * factor)
        result[t][longer] = found[longer]
    result.setflags(write=False)
    return result


def _flown(
    payload_at_range: Curve,
    block_speed: Curve,
    may: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    flown: FloatArray,
    onward: FloatArray,
) -> tuple[IntArray, FloatArray]:
    """Return block times [s] and payloads [kg] of the legs that may be flown and lie within the payload curve."""
    reach = payload_at_range.points[-1][0]
    with np.errstate(invalid="ignore"):
        good = may & (flown + onward <= reach)
    block = np.full(flown.shape, UNREACHABLE, dtype=np.int64)
    payload = np.zeros(flown.shape, dtype=np.float64)
    length = flown[good]
    block[good] = np.floor(length / at(block_speed, length) + 0.5).astype(np.int64)
    payload[good] = at(payload_at_range, length + onward[good])
    return block, payload


def at(curve: Curve, x: FloatArray) -> FloatArray:
    """Return the ordinates of a curve, as `Curve.at` gives them one by one.

    Examples
    --------
    >>> at(Curve(((0.0, 10.0), (4.0, 2.0))), np.array([0.0, 1.0, 9.0])).tolist()
    [10.0, 8.0, 2.0]
    """
    xs, ys = (np.array(column, dtype=np.float64) for column in zip(*curve.points, strict=True))
    index = np.searchsorted(xs, x, side="right")
    if len(xs) == 1:
        return np.full(x.shape, ys[0])
    low = np.clip(index, 1, len(xs) - 1) - 1
    value = ys[low] + (ys[low + 1] - ys[low]) * (x - xs[low]) / (xs[low + 1] - xs[low])
    result: FloatArray = np.where(index == 0, ys[0], np.where(index == len(xs), ys[-1], value))
    return result


def can_land(type_: AircraftType, place: Place) -> bool:
    """Return whether a type can use an airfield: its position is known, the runway is long and strong enough."""
    if place.runway_m is None or place.lat is None or place.lon is None:
        return False
    if type_.gross_kg is not None and place.max_gross_kg is not None and type_.gross_kg > place.max_gross_kg:
        return False
    return type_.runway_m is None or place.runway_m >= type_.runway_m


def gross_notes(places: Sequence[Place], types: Sequence[AircraftType], notes: list[str]) -> None:
    """Note the types whose take-off mass is not stated where places limit it."""
    limited = [place.id for place in places if place.max_gross_kg is not None and place.is_airfield]
    if limited:
        notes += [
            f"No take-off mass is stated for {type_.type}: the limit at {', '.join(limited)} is not held against it."
            for type_ in types
            if type_.gross_kg is None
        ]


def dry(fuel: Sequence[Fuel | None], place: int) -> bool:
    """Return whether a place states that there is no fuel."""
    there = fuel[place] if fuel else None
    return there is not None and there.stock_kg == 0 and there.kg_per_day == 0


def _recoveries(places: Sequence[Place]) -> list[int | None]:
    """Return the index of each place's recovery field, None where none is stated."""
    index = {place.id: i for i, place in enumerate(places)}
    return [None if place.recovery is None else index[place.recovery] for place in places]


def _onward(places: Sequence[Place], distance: FloatArray, fuel: Sequence[Fuel | None]) -> FloatArray:
    """Return how far on a leg must be able to go for fuel [m]: 0 where there is some at its end."""
    recovery = _recoveries(places)
    result = np.zeros_like(distance)
    for j, field in enumerate(recovery):
        if dry(fuel, j):
            result[:, j] = distance[j, :] if field is None else distance[j, field]
            result[j, j] = 0.0
    return result


def _barred(places: Sequence[Place], fuel: Sequence[Fuel | None]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which legs are not flown: from a field without fuel to another than its recovery field."""
    result = np.zeros((len(places), len(places)), dtype=np.bool_)
    for i, field in enumerate(_recoveries(places)):
        if dry(fuel, i) and field is not None:
            result[i, :] = True
            result[i, [i, field]] = False
    return result
