"""The simulator against queueing theory: mean waits by Erlang, Pollaczek and Khinchine, and mean-value analysis.

A reduced count; set ``OPENAIRLIFT_FULL=1`` for the full one, or run ``benchmarks/theory.py``.
"""

from __future__ import annotations

import os

import pytest
from tests.theory import closed, queues
from tests.theory.measure import Figure

FULL = os.environ.get("OPENAIRLIFT_FULL", "") not in ("", "0")
ARRIVALS = 60_000
CYCLES = 500
MOST_ERROR = 0.0035 if FULL else 0.02
"""Greatest standard error, as a share; a test whose error is greater would prove little."""


def check(figure: Figure) -> None:
    """The figure agrees with the theory, and is exact enough for that to mean something."""
    found = figure.record()
    assert figure.error < MOST_ERROR * figure.expected, found
    assert abs(figure.z) < 4.0, found
    assert abs(figure.relative) < (0.01 if FULL else 0.06), found


@pytest.mark.parametrize("name", list(queues.FULL))
def test_waits_at_a_station_follow_the_formula(name):
    check(queues.stations()[name](queues.FULL[name] if FULL else ARRIVALS))


@pytest.mark.parametrize("name", list(closed.FULL))
def test_a_closed_network_follows_mean_value_analysis(name):
    stations, tails = closed.NETWORKS[name]
    for figure in closed.study(name, stations, tails, closed.FULL[name] if FULL else CYCLES):
        check(figure)


def test_a_wrong_formula_is_noticed():
    """The reduced count can tell 5 % more service, and a queue with one server more."""
    name = "M/D/1, load 0.6"
    right = queues.stations()[name](ARRIVALS)
    for factor in (0.95, 1.05):
        with pytest.raises(AssertionError):
            check(Figure(name, factor**2 * right.expected, right.measured, right.error, right.count))


@pytest.mark.parametrize(
    ("service", "mean", "variance"),
    [
        (queues.constant_service(5400.0), 5400.0, 0.0),
        (queues.exponential_service(6000.0), 6000.0, 6000.0**2),
        (queues.lognormal_service(8000.0, 0.6), 8000.0, 4800.0**2),
        (queues.triangular_service(3000.0, 6000.0, 9000.0), 6000.0, 3000.0**2 / 6.0),
    ],
    ids=["constant", "exponential", "lognormal", "triangular"],
)
def test_moments_are_those_of_the_law(service, mean, variance):
    assert service.mean == pytest.approx(mean, rel=1e-4)
    assert service.law.mean == pytest.approx(service.mean, rel=1e-9)
    assert service.square - service.mean**2 == pytest.approx(variance, rel=1e-3, abs=1e-6)


def test_mean_value_analysis_agrees_with_a_birth_death_chain():
    """Several servers: one station with three servers and a flight is M/M/3 with finite calling population."""
    tails, service, flight = 7, 4000.0, 9000
    weights = [1.0]
    for n in range(1, tails + 1):
        weights.append(weights[-1] * (tails - n + 1) / flight * service / min(n, 3))
    total = sum(weights)
    throughput = sum(weight * min(n, 3) / service for n, weight in enumerate(weights)) / total
    present = sum(n * weight for n, weight in enumerate(weights)) / total
    found = closed.mean_value_analysis([closed.Station(3, service, flight)], tails)
    assert found.throughput == pytest.approx(throughput, rel=1e-12)
    assert found.waits[0] == pytest.approx(present / throughput - service, rel=1e-9)
