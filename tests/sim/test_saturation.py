"""Two closed forms: a saturated station, and the M/M/c queue."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.sim.build import network, place, plan, run_of, spots, stream, times

from openairlift.luck import key_of, triangular, uniform
from openairlift.luck import stream as root
from openairlift.model import Distribution, Shape
from openairlift.plan.events import EventKind
from openairlift.sim import simulate_many

DEPOT = place("depot")
DAY = 86_400


@pytest.mark.parametrize(
    ("slots", "shape"),
    [
        (3, Distribution(Shape.TRIANGULAR, (4800.0, 5400.0, 8400.0))),
        (4, Distribution(Shape.LOGNORMAL, (5000.0, 0.3))),
    ],
)
def test_a_saturated_station_serves_slots_over_ground_time(slots, shape):
    hub = place("hub", parking=spots(wide=slots), working=slots)
    days = 210
    flood = stream("hub", 1, arrivals_per_day=1.15 * slots * DAY / shape.mean, ground_s=shape)
    net = network([DEPOT, hub], streams=[flood], horizon_s=days * DAY, hold_s=1e8)
    served, expected = 0, 0.0
    for seed in range(1, 6):
        run = run_of(net, plan(), luck=True, seed=seed)
        left = np.array(times(run, EventKind.TRAFFIC_LEAVE))
        # from day 5 on somebody always waits
        assert run.occupancy[1, 2, 24 * 5 * 3600 // run.bin_s :].min() > 0
        served += int(np.sum(left >= 5 * DAY))
        expected += slots * (days - 5) * DAY / shape.mean
    assert served >= 40_000
    assert abs(served / expected - 1.0) < 0.005


@pytest.mark.parametrize(("servers", "load"), [(1, 0.7), (3, 0.8), (5, 0.6)])
def test_waiting_of_poisson_traffic_follows_erlang(servers, load):
    mean_s = 6000.0
    rate = load * servers / mean_s
    hub = place("hub", working=servers)
    # an exponential ground time, as the values at 2000 equally likely quantiles
    levels = (np.arange(2000) + 0.5) / 2000
    values = -np.log1p(-levels)
    values *= mean_s / values.mean()
    service = Distribution(Shape.EMPIRICAL, tuple(values.tolist()))
    days = 360
    waits = []
    for seed in range(1, 9):
        flow = stream("hub", 1, arrivals_per_day=rate * DAY, ground_s=service)
        run = run_of(network([DEPOT, hub], streams=[flow], horizon_s=days * DAY), plan(), luck=True, seed=seed)
        assert run.events is not None
        parked = times(run, EventKind.TRAFFIC_PARK)
        gone = run.events[run.events["kind"] == EventKind.TRAFFIC_LEAVE]
        started = np.sort(gone["aux"])  # first come, first served: the n-th to start is the n-th to come
        waits.append(float(np.mean(started - np.array(parked[: len(started)]))))
    offered = load * servers
    blocked = offered**servers / math.factorial(servers) / (1.0 - load)
    erlang_c = blocked / (sum(offered**k / math.factorial(k) for k in range(servers)) + blocked)
    expected = erlang_c * mean_s / (servers * (1.0 - load))
    error = float(np.std(waits, ddof=1)) / math.sqrt(len(waits))
    assert abs(float(np.mean(waits)) - expected) < 3.0 * error + 0.01 * expected
    assert error < 0.05 * expected


def test_throughput_of_a_batch_is_that_of_its_runs():
    hub = place("hub", parking=spots(wide=1), working=1)
    net = network([DEPOT, hub], streams=[stream("hub", 1, arrivals_per_day=90.0)], hold_s=1e8)
    batch = simulate_many(net, plan(), seed=3, first=2, count=3)
    runs = [run_of(net, plan(), luck=True, seed=3, run=n) for n in (2, 3, 4)]
    assert np.array_equal(batch.traffic, np.stack([run.traffic for run in runs]))
    assert np.array_equal(batch.occupancy, sum(run.occupancy for run in runs))


def test_the_triangular_ground_time_is_the_one_of_luck():
    shape = Distribution(Shape.TRIANGULAR, (4800.0, 5400.0, 8400.0))
    net = network([DEPOT, place("hub")], streams=[stream("hub", 1, ground_s=shape)])
    run = run_of(net, plan(), luck=True)
    assert run.events is not None
    gone = run.events[run.events["kind"] == EventKind.TRAFFIC_LEAVE]
    lengths = sorted((gone["time"] - gone["aux"]).tolist())
    drawn = [
        math.floor(triangular(4800.0, 5400.0, 8400.0, uniform(root(1, 0), key_of("traffic:hub"), 12, n)) + 0.5)
        for n in range(len(times(run, EventKind.TRAFFIC_ARRIVE)))
    ]
    assert set(lengths) <= set(drawn)
