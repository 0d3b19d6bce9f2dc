"""Single stations: other traffic at one place with working slots, against Erlang and Pollaczek-Khinchine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tests.sim.build import network, place, plan, simulate, stream
from tests.theory.measure import BATCHES, SEEDS, Figure, batch_means, exponential_values, figure

from openairlift.model import Distribution, Shape
from openairlift.plan.events import EventKind

DAY = 86_400
MOST = 500_000
"""Most arrivals of one run: its log has three entries each."""


@dataclass(frozen=True, slots=True)
class Service:
    """A time on a working slot with its first two moments [s], [s²], of the values as they are drawn."""

    law: Distribution
    mean: float
    square: float


def constant_service(value: float) -> Service:
    """Return a service that always takes the same whole number of seconds."""
    return Service(Distribution.constant(value), value, value * value)


def exponential_service(mean: float) -> Service:
    """Return an exponential service, as equally likely values; moments are those of the values, in whole seconds."""
    values = np.floor(exponential_values(mean) + 0.5)
    law = Distribution(Shape.EMPIRICAL, tuple(values.tolist()))
    return Service(law, float(values.mean()), float(np.mean(values * values)))


def lognormal_service(mean: float, cv: float) -> Service:
    """Return a lognormal service."""
    return Service(Distribution(Shape.LOGNORMAL, (mean, cv)), mean, mean * mean * (1.0 + cv * cv))


def triangular_service(low: float, mode: float, high: float) -> Service:
    """Return a triangular service."""
    a, b, c = low, high, mode
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0
    mean = (a + b + c) / 3.0
    return Service(Distribution(Shape.TRIANGULAR, (low, mode, high)), mean, variance + mean * mean)


def pollaczek_khinchine(rate: float, service: Service) -> float:
    """Return the mean wait in an M/G/1 queue [s]: rate E[S²] / (2 (1 - rho)).

    Examples
    --------
    >>> pollaczek_khinchine(1 / 2000, constant_service(1000.0))
    500.0
    """
    return rate * service.square / (2.0 * (1.0 - rate * service.mean))


def erlang_c(servers: int, offered: float) -> float:
    """Return the probability that one has to wait in an M/M/c queue.

    Examples
    --------
    >>> round(erlang_c(1, 0.5), 12), round(erlang_c(2, 1.0), 12)
    (0.5, 0.333333333333)
    """
    blocking = 1.0
    for k in range(1, servers + 1):
        blocking = offered * blocking / (k + offered * blocking)
    return servers * blocking / (servers - offered * (1.0 - blocking))


def erlang_wait(rate: float, servers: int, service: Service) -> float:
    """Return the mean wait in an M/M/c queue [s].

    The values that stand for the exponential are rounded to whole seconds. The factor E[S²] / (2 mean²), exact for one
    server, corrects for that; it is nearly 1.
    """
    offered = rate * service.mean
    wait = erlang_c(servers, offered) * service.mean / (servers - offered)
    return wait * service.square / (2.0 * service.mean**2)


def waits(
    key: str, service: Service, *, rate: float, servers: int, count: int, seed: int, run: int
) -> npt.NDArray[np.float64]:
    """Return the waits of about `count` aircraft in order of arrival [s], from the log of one run."""
    closes = int(count / rate)
    net = network(
        [place("depot"), place("field", working=servers)],
        streams=[stream(key, 1, arrivals_per_day=rate * DAY, ground_s=service.law, closes_s=closes)],
        horizon_s=closes + int(1000 * service.mean),
    )
    events = simulate(net.scenario, plan(), seed=seed, run=run, network=net, log=True).events
    assert events is not None
    came = np.sort(events["time"][events["kind"] == EventKind.TRAFFIC_ARRIVE])
    parked = np.sort(events["time"][events["kind"] == EventKind.TRAFFIC_PARK])
    # first come, first served: the n-th to start is the n-th to come
    started = np.sort(events["aux"][events["kind"] == EventKind.TRAFFIC_LEAVE])
    assert np.array_equal(came, parked)
    assert len(came) == len(started)
    return (started - came).astype(np.float64)


def study(name: str, service: Service, *, load: float, servers: int, count: int, expected: float) -> Figure:
    """Return the mean wait over the ten seeds beside what theory says; `count` arrivals a seed, in equal runs."""
    rate = load * servers / service.mean
    parts = -(-count // MOST)
    size = count // parts
    runs = [
        batch_means(waits(name, service, rate=rate, servers=servers, count=size, seed=seed, run=run))
        for seed in SEEDS
        for run in range(parts)
    ]
    return figure(name, expected, runs, count=len(SEEDS) * parts * BATCHES * (size // (BATCHES + 1)))


def single_server(name: str, service: Service, load: float) -> Callable[[int], Figure]:
    """Return the study of an M/G/1 queue; it takes the arrivals a seed."""
    expected = pollaczek_khinchine(load / service.mean, service)
    return lambda count: study(name, service, load=load, servers=1, count=count, expected=expected)


def several_servers(name: str, service: Service, load: float, servers: int) -> Callable[[int], Figure]:
    """Return the study of an M/M/c queue; it takes the arrivals a seed."""
    expected = erlang_wait(load * servers / service.mean, servers, service)
    return lambda count: study(name, service, load=load, servers=servers, count=count, expected=expected)


FULL = {
    "M/M/1, load 0.5": 500_000,
    "M/M/2, load 0.6": 1_000_000,
    "M/M/3, load 0.6": 1_500_000,
    "M/D/1, load 0.6": 400_000,
    "M/G/1, lognormal with cv 0.6, load 0.5": 400_000,
    "M/G/1, triangular, load 0.6": 400_000,
}
"""Arrivals a seed of the full count, by name of the study: enough for a standard error of about 0.25 %."""


def stations() -> dict[str, Callable[[int], Figure]]:
    """Return the studies by name; each takes the arrivals a seed."""
    one, two, three, even, long_tailed, triangular = FULL
    return {
        one: single_server(one, exponential_service(6000.0), 0.5),
        two: several_servers(two, exponential_service(6000.0), 0.6, 2),
        three: several_servers(three, exponential_service(9000.0), 0.6, 3),
        even: single_server(even, constant_service(5400.0), 0.6),
        long_tailed: single_server(long_tailed, lognormal_service(8000.0, 0.6), 0.5),
        triangular: single_server(triangular, triangular_service(3600.0, 5400.0, 12_600.0), 0.6),
    }
