"""The planning formulas of airlift as small functions, for hand checks, quick looks and tests.

The formulas are those of the US Air Force's pamphlet of planning factors (AFPAM 10-1403, recalled) and the
ramp-capacity line that other projects quote from it. Times are in hours, speeds and distances in units that go together
(kt and nm). `payload` and `requirement` may be in any one unit of mass, or be counted in people: a rate comes out in
that unit per day. Planning factors such as `efficiency` are inputs here, never constants of the engine; the simulator
uses none of them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

QUEUEING_EFFICIENCY = 0.85
"""Share of a station's arithmetic capacity that planners count on (AFPAM 10-1403); a default of arguments below."""


def missions(requirement: float, payload: float) -> int:
    """Return the missions that a requirement takes: ceil(requirement ÷ payload).

    Examples
    --------
    >>> missions(5000, 45)
    112
    """
    _positive(payload=payload)
    return math.ceil(requirement / payload - 1e-12)


def leg_time_h(distance: float, block_speed: float) -> float:
    """Return the time of a leg [h]: distance ÷ block speed.

    Examples
    --------
    >>> round(leg_time_h(3500, 415), 3)  # nm, kt
    8.434
    """
    _positive(block_speed=block_speed)
    return distance / block_speed


def round_trip_flying_h(legs: Sequence[tuple[float, float]]) -> float:
    """Return the flying time of a round trip [h]: the sum over its legs of distance ÷ block speed.

    Examples
    --------
    >>> round(round_trip_flying_h([(3500, 415), (3500, 415)]), 3)
    16.867
    """
    return math.fsum(leg_time_h(distance, speed) for distance, speed in legs)


def cycle_h(flying_h: float, ground_times_h: Sequence[float]) -> float:
    """Return the time of a cycle [h]: flying and ground times of the round trip.

    Examples
    --------
    >>> round(cycle_h(round_trip_flying_h([(16, 530), (16, 530)]), [1.75, 1.75]), 2)  # km, km/h
    3.56
    """
    return flying_h + math.fsum(ground_times_h)


def time_to_arrival_h(flying_h: float, ground_times_h: Sequence[float]) -> float:
    """Return the time until the first load is at the offload field [h]: flying and the ground times up to there.

    Examples
    --------
    >>> round(time_to_arrival_h(leg_time_h(3500, 415), [3.25]), 3)
    11.684
    """
    return flying_h + math.fsum(ground_times_h)


def fleet_per_day(tails: float, payload: float, *, flying_hours_per_day: float, round_trip_h: float) -> float:
    """Return the daily rate of a fleet limited by its utilisation: N × payload × UTE ÷ round-trip flying time.

    Examples
    --------
    >>> flying = round_trip_flying_h([(3500, 415), (3500, 415)])
    >>> round(fleet_per_day(30, 45, flying_hours_per_day=12.5, round_trip_h=flying), 2)  # st
    1000.45
    """
    _positive(round_trip_h=round_trip_h)
    return tails * payload * flying_hours_per_day / round_trip_h


def fleet_per_day_by_cycle(
    tails: float, payload: float, *, cycle_time_h: float, hours_per_day: float = 24.0, reliability: float = 1.0
) -> float:
    """Return the daily rate of a fleet limited by its cycle: N × payload × hours ÷ cycle × reliability.

    Examples
    --------
    >>> fleet_per_day_by_cycle(8, 40, cycle_time_h=12)
    640.0
    """
    _positive(cycle_time_h=cycle_time_h)
    return tails * payload * hours_per_day / cycle_time_h * reliability


def million_ton_miles_per_day(
    tails: float, block_speed_kt: float, payload_st: float, *, flying_hours_per_day: float, productivity: float
) -> float:
    """Return the million ton-miles a day of a fleet (short tons, nautical miles).

    Examples
    --------
    >>> round(million_ton_miles_per_day(30, 415, 45, flying_hours_per_day=12.5, productivity=0.47), 4)
    3.2915
    """
    return tails * block_speed_kt * payload_st * flying_hours_per_day * productivity / 1e6


def arrivals_per_day(
    spots: float, *, hours_per_day: float, ground_time_h: float, efficiency: float = QUEUEING_EFFICIENCY
) -> float:
    """Return the aircraft that a station can take a day: spots × hours ÷ ground time × efficiency.

    Examples
    --------
    >>> round(arrivals_per_day(2, hours_per_day=24, ground_time_h=2.25), 2)
    18.13
    """
    _positive(ground_time_h=ground_time_h)
    return spots * hours_per_day / ground_time_h * efficiency


def station_per_day(
    spots: float,
    payload: float,
    *,
    hours_per_day: float,
    ground_time_h: float,
    efficiency: float = QUEUEING_EFFICIENCY,
) -> float:
    """Return the daily rate of a station: MOG × payload × operating hours ÷ ground time × efficiency.

    Examples
    --------
    >>> round(station_per_day(2, 45, hours_per_day=24, ground_time_h=2.25), 1)  # st
    816.0
    >>> round(station_per_day(1, 45, hours_per_day=24, ground_time_h=3.25), 1)
    282.5
    """
    return payload * arrivals_per_day(
        spots, hours_per_day=hours_per_day, ground_time_h=ground_time_h, efficiency=efficiency
    )


def sorties_per_day(
    spots: float, *, hours_per_day: float, cycle_time_h: float, efficiency: float = QUEUEING_EFFICIENCY
) -> float:
    """Return the sorties a day of aircraft that shuttle, one a spot: spots × hours ÷ cycle × efficiency.

    Examples
    --------
    >>> round(sorties_per_day(1, hours_per_day=20, cycle_time_h=3.56), 1)
    4.8
    """
    return arrivals_per_day(spots, hours_per_day=hours_per_day, ground_time_h=cycle_time_h, efficiency=efficiency)


def interval_h(arrivals_a_day: float) -> float:
    """Return the time between arrivals [h]: 24 ÷ arrivals a day.

    Examples
    --------
    >>> interval_h(16)
    1.5
    """
    _positive(arrivals_a_day=arrivals_a_day)
    return 24.0 / arrivals_a_day


def closure_h(arrival_h: float, mission_count: int, between_h: float) -> float:
    """Return when the last mission arrives [h]: time to arrival + (missions − 1) × interval.

    Examples
    --------
    >>> closure_h(11.5, 112, 1.5)
    178.0
    """
    return arrival_h + (mission_count - 1) * between_h


def tails_to_saturate(
    rate_per_day: float, payload: float, *, flying_hours_per_day: float, round_trip_h: float
) -> float:
    """Return the tails that fill a station, not rounded: rate × round-trip flying time ÷ (payload × UTE).

    Examples
    --------
    >>> flying = round_trip_flying_h([(3500, 415), (3500, 415)])
    >>> tails = tails_to_saturate(816, 45, flying_hours_per_day=12.5, round_trip_h=flying)
    >>> round(tails, 2), math.ceil(tails)
    (24.47, 25)
    """
    _positive(payload=payload, flying_hours_per_day=flying_hours_per_day)
    return rate_per_day * round_trip_h / (payload * flying_hours_per_day)


def fuel_limited_departures_per_day(fuel_per_day: float, fuel_per_sortie: float) -> float:
    """Return the departures a day that fuel allows: daily issue ÷ uplift of a sortie.

    Examples
    --------
    >>> fuel_limited_departures_per_day(600, 40)
    15.0
    """
    _positive(fuel_per_sortie=fuel_per_sortie)
    return fuel_per_day / fuel_per_sortie


def crew_limited_departures_per_day(crews: float, *, duty_h: float, rest_h: float, legs_per_duty: float = 1.0) -> float:
    """Return the departures a day that crews allow: crews × 24 ÷ (duty + rest) × legs per duty.

    Examples
    --------
    >>> crew_limited_departures_per_day(14, duty_h=16, rest_h=12, legs_per_duty=2)
    24.0
    """
    _positive(duty_and_rest_h=duty_h + rest_h)
    return crews * 24.0 / (duty_h + rest_h) * legs_per_duty


def delivered_per_day(limits: Mapping[str, float]) -> tuple[str, float]:
    """Return what limits the delivered rate, and the rate: the least of the limits, the first one where they tie.

    Examples
    --------
    >>> delivered_per_day({"fleet": 1000.45, "station hub": 816.0})
    ('station hub', 816.0)
    """
    if not limits:
        raise ValueError("no limit was given; at least one rate is needed")
    name = min(limits, key=lambda key: limits[key])
    return name, limits[name]


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not value > 0.0:
            raise ValueError(f"{name} must be above 0, got {value:g}")
