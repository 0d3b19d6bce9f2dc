"""Estimates of ground times, payloads and no-show rates from a log, each with a 95 % interval."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from openairlift.model import Flight, GroundTime
from openairlift.network import Network
from openairlift.network.ground import GroundTimes
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.flight_log.intervals import Estimate, mean_interval, share_interval
from openairlift.study.flight_log.legs import Leg
from openairlift.study.flight_log.matching import Match
from openairlift.study.flight_log.samples import Payload, Service, Trial, payloads, services, stays, trials
from openairlift.tables.keys import numbered

LEAST_MEAN, LEAST_SHARE = 10, 50
"""Observations from which on a mean, or a share, may be taken over as a parameter."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundEstimate:
    """The mean time of a kind of service.

    Attributes
    ----------
    place, type, purpose : what it is of; ``*`` = any.
    estimate : mean, interval and spread [s].
    row : key of the row of ``ground_times.csv`` that holds for it, or None.
    assumed_s : the mean that the scenario reckons with [s]; None where several rows hold.
    """

    place: str
    type: str
    purpose: str
    estimate: Estimate
    row: str | None = None
    assumed_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadEstimate:
    """The mean payload of a type, as a share of the planning payload of the leg, and in kg.

    Attributes
    ----------
    type : aircraft type.
    share, mass : estimates [share], [kg].
    values : the shares, ascending; those above 1 are not cut.
    assumed : mean of ``payload_flown_share`` in the scenario; None = the whole planning payload.
    """

    type: str
    share: Estimate
    mass: Estimate
    values: tuple[float, ...]
    assumed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShowEstimate:
    """The share of flights whose cargo never turned up; `requirement` None = of all flights."""

    requirement: str | None
    absent: int
    estimate: Estimate
    assumed: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimates:
    """Everything that a log gives estimates of.

    Attributes
    ----------
    by_row : services by the row of ``ground_times.csv`` that holds for them; what may be taken over.
    by_kind : services by place, type and purpose.
    stays : block-in to block-out by place, type and purpose; waiting is in it, so it is no ground time of the model.
    payloads, no_shows : by type; by requirement, all flights first.
    left_out : what could not be used, in words.
    """

    by_row: tuple[GroundEstimate, ...]
    by_kind: tuple[GroundEstimate, ...]
    stays: tuple[GroundEstimate, ...]
    payloads: tuple[PayloadEstimate, ...]
    no_shows: tuple[NoShowEstimate, ...]
    left_out: tuple[str, ...]


def estimate(
    scenario: Scenario,
    network: Network,
    plan: Plan,
    legs: Sequence[Leg],
    flights: Sequence[Flight],
    matches: Sequence[Match],
) -> Estimates:
    """Return estimates from rows of a log.

    Parameters
    ----------
    scenario, network, plan, legs : what the rows are about.
    flights : rows, as they were known.
    matches : which leg of the plan each row is.
    """
    left_out: list[str] = []
    by_row, by_kind = _ground(scenario, services(flights), left_out)
    flown, silent = payloads(flights, network, plan, legs, matches)
    if silent:
        what = "flights that flew all that was booked, less than the planning payload"
        left_out.append(f"{silent} {what}: they tell nothing of what the type can fly")
    return Estimates(
        by_row=by_row,
        by_kind=by_kind,
        stays=tuple(
            GroundEstimate(place=place, type=type_, purpose=purpose, estimate=mean_interval(values))
            for (place, type_, purpose), values in grouped(
                ((one.place, one.type, one.purpose), one.seconds) for one in stays(flights, legs, matches)
            )
        ),
        payloads=_payloads(scenario, flown),
        no_shows=_no_shows(scenario, trials(flights, legs, matches)),
        left_out=tuple(left_out),
    )


def grouped(pairs: Iterable[tuple[K, V]]) -> list[tuple[K, list[V]]]:
    """Return values by key, keys in order.

    Examples
    --------
    >>> grouped([("b", 1), ("a", 2), ("b", 3)])
    [('a', [2]), ('b', [1, 3])]
    """
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return sorted(found.items(), key=lambda item: item[0])  # type: ignore[arg-type,return-value]


def ground_keys(scenario: Scenario) -> list[str]:
    """Return the keys of the scenario's rows of ground times, as parameters name them."""
    return numbered(f"{row.place}:{row.type}:{row.purpose}" for row in scenario.ground_times)


def _ground(
    scenario: Scenario, found: Sequence[Service], left_out: list[str]
) -> tuple[tuple[GroundEstimate, ...], tuple[GroundEstimate, ...]]:
    """Return services by the row that holds for them, and by place, type and purpose."""
    times = GroundTimes(scenario.ground_times)
    keys = {id(row): key for row, key in zip(scenario.ground_times, ground_keys(scenario), strict=True)}
    by_row: dict[str, tuple[GroundTime, list[float]]] = {}
    by_kind: dict[tuple[str, str, str], list[float]] = {}
    unknown: set[str] = set()
    unpalletted = 0
    for one in found:
        by_kind.setdefault((one.place, one.type, one.purpose), []).append(one.seconds)
        row = times.row(one.place, one.type, one.purpose)
        if row is None:
            unknown.add(f"{one.purpose} of {one.type} at {one.place}")
            continue
        if row.per_pallet_s and one.pallets is None:
            unpalletted += 1
            continue
        seconds = one.seconds - row.per_pallet_s * (one.pallets or 0.0)
        by_row.setdefault(keys[id(row)], (row, []))[1].append(max(seconds, 0.0))
    if unknown:
        left_out.append(f"ground_times.csv has no row for {', '.join(sorted(unknown))}")
    if unpalletted:
        left_out.append(f"{unpalletted} services whose row adds a time per pallet: the log does not tell the pallets")
    rows = tuple(
        GroundEstimate(
            place=row.place, type=row.type, purpose=row.purpose, estimate=mean_interval(values), row=key,
            assumed_s=row.time_s.mean,
        )
        for key, (row, values) in by_row.items()
    )  # fmt: skip
    kinds = tuple(
        GroundEstimate(
            place=kind[0], type=kind[1], purpose=kind[2], estimate=mean_interval(values),
            row=None if (row := times.row(*kind)) is None else keys[id(row)],
            assumed_s=None if row is None or row.per_pallet_s else row.time_s.mean,
        )
        for kind, values in sorted(by_kind.items())
    )  # fmt: skip
    order = list(keys.values())
    return tuple(sorted(rows, key=lambda one: order.index(one.row or ""))), kinds


def _payloads(scenario: Scenario, found: Sequence[Payload]) -> tuple[PayloadEstimate, ...]:
    listed = []
    for type_, rows in grouped((one.type, one) for one in found):
        shares = [row.payload_kg / row.planning_kg for row in rows]
        flown = scenario.aircraft[type_].payload_flown_share
        listed.append(
            PayloadEstimate(
                type=type_, share=mean_interval(shares), mass=mean_interval([row.payload_kg for row in rows]),
                values=tuple(sorted(shares)), assumed=None if flown is None else flown.mean,
            )
        )  # fmt: skip
    return tuple(listed)


def _no_shows(scenario: Scenario, found: Sequence[Trial]) -> tuple[NoShowEstimate, ...]:
    if not found:
        return ()

    def of(name: str | None, rows: Sequence[Trial]) -> NoShowEstimate:
        absent = sum(row.absent for row in rows)
        assumed = None if name is None else scenario.requirements[name].no_show_share
        return NoShowEstimate(
            requirement=name, absent=absent, estimate=share_interval(absent, len(rows)), assumed=assumed
        )

    named = grouped((row.requirement, row) for row in found if row.requirement is not None)
    return (of(None, found), *(of(name, rows) for name, rows in named))
