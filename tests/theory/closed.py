"""A closed network: tails that cycle between stations with working slots, against exact mean-value analysis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tests.sim.build import OFF, ON, VIA, fleet, mission, network, place, plan, simulate, stop
from tests.theory.measure import BATCHES, SEEDS, Figure, batch_means, exponential_values, figure

from openairlift.model import Distribution, Shape
from openairlift.plan.events import EventKind

DAY = 86_400
LEVELS = 300
"""Values that stand for an exponential service: the time to compile a plan grows with them."""

PURPOSES = (ON, OFF, VIA)
"""What a cycle stops for at its first, second and third station."""


@dataclass(frozen=True, slots=True)
class Station:
    """A station of the cycle: working slots, mean service [s], time in the air to the next station [s]."""

    servers: int
    service_s: float
    flight_s: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Cycles a second, and the mean wait for a working slot at each station [s]."""

    throughput: float
    waits: tuple[float, ...]


def mean_value_analysis(stations: Sequence[Station], tails: int) -> Answer:
    """Return what exact mean-value analysis says (Reiser and Lavenberg 1980, with queue-dependent servers).

    Examples
    --------
    One exponential server and one tail: nobody waits, and a cycle is service and flight.

    >>> mean_value_analysis([Station(1, 3000.0, 7000)], 1)
    Answer(throughput=0.0001, waits=(0.0,))

    Two tails, two equal single servers, no flights: each finds the other at its station with probability 1/3.

    >>> found = mean_value_analysis([Station(1, 3000.0, 0)] * 2, 2)
    >>> [round(wait, 9) for wait in found.waits]
    [1500.0, 1500.0]
    """
    delay = sum(station.flight_s for station in stations)
    chances = [[1.0] for _ in stations]  # of j tails at the station, with n tails in all
    throughput, stays = 0.0, [0.0] * len(stations)
    for n in range(1, tails + 1):
        stays = [
            station.service_s * math.fsum(j / min(j, station.servers) * chance[j - 1] for j in range(1, n + 1))
            for station, chance in zip(stations, chances, strict=True)
        ]
        throughput = n / (delay + math.fsum(stays))
        for i, station in enumerate(stations):
            busy = [
                throughput * station.service_s / min(j, station.servers) * chances[i][j - 1] for j in range(1, n + 1)
            ]
            chances[i] = [1.0 - math.fsum(busy), *busy]
    return Answer(throughput, tuple(stay - s.service_s for stay, s in zip(stays, stations, strict=True)))


def world(stations: Sequence[Station], tails: int, cycles: int):
    """Return the network and the plan: `cycles` a tail, which nobody completes within the horizon."""
    n = len(stations)
    laws = [
        Distribution(Shape.EMPIRICAL, tuple(exponential_values(station.service_s, levels=LEVELS).tolist()))
        for station in stations
    ]
    expected_s = cycles / mean_value_analysis(stations, tails).throughput * tails
    net = network(
        [place(f"station{i}", working=station.servers) for i, station in enumerate(stations)],
        tails=fleet(tails),
        ground={(i, PURPOSES[i]): law for i, law in enumerate(laws)},
        block={(i, (i + 1) % n): station.flight_s for i, station in enumerate(stations)},
        horizon_s=int(0.95 * expected_s),
    )
    stops = [stop(i, PURPOSES[i]) for i in range(n)]
    each = [mission(tail=t, stops=stops) for t in range(tails)]
    return net, plan(*(each * cycles))


def observe(net, missions, *, seed: int) -> tuple[list[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    """Return the waits at each place in order of arrival [s], and the moments at which services at place 0 end [s]."""
    events = simulate(net.scenario, missions, seed=seed, network=net, log=True).events
    assert events is not None
    waits = []
    for i in range(len(net.places)):
        here = events[events["place"] == i]
        parked, started = (here[here["kind"] == kind] for kind in (EventKind.PARK, EventKind.START))
        begun = np.full(len(missions.missions), -1, dtype=np.int64)  # a mission stops once at a place
        begun[started["who"]] = started["time"]
        assert len(np.unique(parked["who"])) == len(parked)
        served = begun[parked["who"]]
        waits.append((served - parked["time"])[served >= 0].astype(np.float64))
    ends = events["time"][(events["kind"] == EventKind.END) & (events["place"] == 0)]
    return waits, ends.astype(np.float64)


def study(name: str, stations: Sequence[Station], tails: int, cycles: int) -> list[Figure]:
    """Return throughput and waits over the ten seeds beside mean-value analysis; `cycles` a tail and seed."""
    theory = mean_value_analysis(stations, tails)
    net, missions = world(stations, tails, cycles)
    waits: list[list[npt.NDArray[np.float64]]] = [[] for _ in stations]
    rates = []
    for seed in SEEDS:
        found, ends = observe(net, missions, seed=seed)
        assert len(ends) < len(missions.missions)
        for i, values in enumerate(found):
            waits[i].append(batch_means(values))
        counts, _ = np.histogram(ends, bins=BATCHES + 1, range=(0, net.horizon_s))
        rates.append(counts[1:] * (BATCHES + 1) * DAY / net.horizon_s)
    count = round(len(SEEDS) * theory.throughput * net.horizon_s * BATCHES / (BATCHES + 1))
    return [
        figure(f"{name}: cycles", theory.throughput * DAY, rates, count=count, unit="1/day"),
        *(
            figure(f"{name}: wait at station {i + 1}", theory.waits[i], waits[i], count=count)
            for i in range(len(stations))
        ),
    ]


NETWORKS: dict[str, tuple[tuple[Station, ...], int]] = {
    "closed, 2 stations, 10 tails": ((Station(1, 3000.0, 9000), Station(2, 6000.0, 10_000)), 10),
    "closed, 3 stations, 14 tails": (
        (Station(2, 5000.0, 8000), Station(3, 8000.0, 7000), Station(1, 2000.0, 6000)),
        14,
    ),
}
"""The networks by name: stations and tails."""

FULL = {"closed, 2 stations, 10 tails": 16_000, "closed, 3 stations, 14 tails": 16_000}
"""Cycles a tail and seed of the full count: enough for a standard error of about 0.25 %."""
