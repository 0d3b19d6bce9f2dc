"""A quick look: what planning factors say about one flow of cargo, with every formula written out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from openairlift import reference
from openairlift.errors import UsageError
from openairlift.network import formulas
from openairlift.network.airports import Airport, Airports
from openairlift.network.flyer import Flyer, QuickLeg, choose_stop, find_flyer, offload_s, runway_warning, tonnes
from openairlift.units import DAY_S, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLook:
    """The answer of `quick_look`, in stored units.

    Attributes
    ----------
    origin, destination, stop : airports; `stop` is the en-route stop that the numbers reckon with, or None.
    type, source : aircraft type, and where its figures come from.
    legs : the way out; the way back is the same where it can't be flown empty in one leg.
    payload_kg : planning payload of one mission.
    missions : how many it takes.
    out_s, back_s, cycle_s : block times out and back, and the whole cycle with all ground times.
    fleet_kg_per_day, station_kg_per_day : what the tails and what the spots allow; None where spots are not stated.
    delivered_kg_per_day, binds : the least of them, and which it is (``tails`` or ``spots``).
    arrival_s : when the first load is at the destination, from the start of its loading.
    interval_s, closure_s : time between arrivals, and when the last load arrives.
    formulas : each formula with its numbers.
    warnings : what a reader must know.
    """

    mass_kg: float
    origin: Airport
    destination: Airport
    stop: Airport | None
    type: str
    source: str
    tails: int
    spots: int | None
    ground_s: float
    legs: tuple[QuickLeg, ...]
    payload_kg: float
    missions: int
    out_s: int
    back_s: int
    cycle_s: int
    fleet_kg_per_day: float
    station_kg_per_day: float | None
    delivered_kg_per_day: float
    binds: str
    arrival_s: int
    interval_s: int
    closure_s: int
    formulas: tuple[str, ...]
    warnings: tuple[str, ...]


def quick_look(
    *,
    mass_kg: float,
    origin: str,
    destination: str,
    type_: str,
    tails: int,
    spots: int | None = None,
    ground_s: float | None = None,
    hours_per_day: float = 24.0,
    efficiency: float = formulas.QUEUEING_EFFICIENCY,
    reliability: float = 1.0,
    payload_kg: float | None = None,
    via: str | None = None,
) -> QuickLook:
    """Return what planning factors say about carrying a mass from one airport to another.

    Parameters
    ----------
    mass_kg : what has to be carried [kg].
    origin, destination, via : ICAO or IATA codes; `via` is an en-route stop.
    type_ : a type of the shipped table.
    tails : aircraft.
    spots : aircraft that the destination can serve at once (working MOG); None = no limit.
    ground_s : time at each stop [s]; None = the mean offload time of the shipped table.
    hours_per_day : operating hours of the destination.
    efficiency : queueing efficiency of the destination.
    reliability : factor on the fleet's rate.
    payload_kg : planning payload instead of the shipped one [kg].

    Raises
    ------
    UsageError
        When a code or a type is unknown, a number makes no sense, or the type can't fly it even with one stop.
    """
    _check(mass_kg=mass_kg, tails=tails, hours_per_day=hours_per_day, efficiency=efficiency, reliability=reliability)
    optional = {"spots": spots, "ground_s": ground_s, "payload_kg": payload_kg}
    _check(**{name: value for name, value in optional.items() if value is not None})
    if hours_per_day > 24.0:
        raise UsageError(f"hours_per_day must be at most 24, got {hours_per_day:g}")
    if int(tails) != tails or (spots is not None and int(spots) != spots):
        raise UsageError("tails and spots are whole numbers")
    book, flyer = Airports(), find_flyer(type_)
    start, end = book.find(origin), book.find(destination)
    if start.icao == end.icao:
        raise UsageError(f"origin and destination are the same airport, {start.icao}")
    warnings = [runway_warning(flyer.record, airport) for airport in (start, end)]
    stop, note = choose_stop(book, flyer, start, end, via)
    warnings.append(note)
    chain = (start, end) if stop is None else (start, stop, end)
    legs = tuple(flyer.leg(a, b) for a, b in pairwise(chain))
    payload = min(leg.payload_kg for leg in legs)
    if payload_kg is not None:
        if payload_kg > payload:
            warnings.append(
                f"The payload of {tonnes(payload_kg)} is above what {type_} carries that far, {tonnes(payload)}."
            )
        payload = payload_kg
    ground = offload_s(flyer.record) if ground_s is None else float(ground_s)
    return _reckon(
        flyer,
        (start, stop, end),
        legs,
        (payload, mass_kg, ground),
        (tails, spots),
        (hours_per_day, efficiency, reliability),
        [warning for warning in warnings if warning],
    )


def _reckon(
    flyer: Flyer,
    chain: tuple[Airport, Airport | None, Airport],
    legs: tuple[QuickLeg, ...],
    load: tuple[float, float, float],
    fleet: tuple[int, int | None],
    factors: tuple[float, float, float],
    warnings: list[str],
) -> QuickLook:
    (payload, mass, ground), (tails, spots), (hours, efficiency, reliability) = load, fleet, factors
    start, stop, end = chain
    out_s = sum(leg.block_s for leg in legs)
    home = flyer.leg(end, start)
    direct_back = home.flown_m <= flyer.reach_m
    back_s = home.block_s if direct_back else out_s
    stops = (len(legs) - 1) * (1 if direct_back else 2) + 2
    out_h, ground_h = out_s / 3600, ground / 3600
    cycle = formulas.cycle_h((out_s + back_s) / 3600, [ground_h] * stops)
    count = formulas.missions(mass, payload)
    by_fleet = formulas.fleet_per_day_by_cycle(tails, payload, cycle_time_h=cycle, reliability=reliability)
    rates, by_station = {"tails": by_fleet}, None
    lines = [
        f"missions = ceil({tonnes(mass)} / {tonnes(payload)}) = {count:,}",
        f"cycle = {out_h:.2f} h out + {back_s / 3600:.2f} h back + {stops} x {ground_h:.2f} h on the ground"
        f" = {cycle:.2f} h",
        f"fleet = {tails} tails x {tonnes(payload)} x 24 h / {cycle:.2f} h x {reliability:g}"
        f" = {tonnes(by_fleet)} a day",
    ]
    if spots is not None:
        by_station = rates["spots"] = formulas.station_per_day(
            spots, payload, hours_per_day=hours, ground_time_h=ground_h, efficiency=efficiency
        )
        lines.append(
            f"station = {spots} spots x {tonnes(payload)} x {hours:g} h / {ground_h:.2f} h x {efficiency:g}"
            f" = {tonnes(by_station)} a day"
        )
    binds, rate = formulas.delivered_per_day(rates)
    between = formulas.interval_h(rate / payload)
    arrival = formulas.time_to_arrival_h(out_h, [ground_h] * len(legs))
    closure = formulas.closure_h(arrival, count, between)
    lines += [
        f"delivered = min({', '.join(f'{name} {tonnes(value)}' for name, value in rates.items())})"
        f" = {tonnes(rate)} a day; {binds} bind",
        f"interval = 24 h / ({tonnes(rate)} / {tonnes(payload)}) = {between:.2f} h",
        f"time to arrival = {out_h:.2f} h flying + {len(legs)} x {ground_h:.2f} h on the ground = {arrival:.2f} h",
        f"closure = {arrival:.2f} h + ({count:,} - 1) x {between:.2f} h = {closure:.1f} h = {closure / 24:.1f} days",
    ]
    source, edition = reference.source_of("aircraft", flyer.record.type)
    return QuickLook(
        mass_kg=float(mass),
        origin=start,
        destination=end,
        stop=stop,
        type=flyer.record.type,
        source=f"{source} ({edition})" if edition else source,
        tails=int(tails),
        spots=None if spots is None else int(spots),
        ground_s=ground,
        legs=legs,
        payload_kg=payload,
        missions=count,
        out_s=out_s,
        back_s=back_s,
        cycle_s=seconds(cycle * 3600),
        fleet_kg_per_day=by_fleet,
        station_kg_per_day=by_station,
        delivered_kg_per_day=rate,
        binds=binds,
        arrival_s=seconds(arrival * 3600),
        interval_s=seconds(DAY_S * payload / rate),
        closure_s=seconds(closure * 3600),
        formulas=tuple(lines),
        warnings=tuple(warnings),
    )


def _check(**numbers: float) -> None:
    for name, value in numbers.items():
        if not 0.0 < value < 1e15:
            raise UsageError(f"{name} must be above 0, got {value:g}")
