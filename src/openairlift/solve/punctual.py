"""Departures moved a little where other traffic would make an aircraft wait or divert.

A plan reserves spots among its own aircraft only. Other traffic comes at its own times, so that one that arrives some
minutes later may find a spot where it would have been sent away, and be there hours earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from openairlift.audits import audit
from openairlift.audits.flight import audit_flight, audit_shape
from openairlift.audits.objective import objective
from openairlift.audits.timing import Timing, time_plan
from openairlift.network import Network
from openairlift.plan import Plan, Purpose

MINUTES = (10, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240)
"""By how much a departure is moved, later or sooner."""
ROUNDS = 3
"""How often all missions that are behind are looked at."""

FLOWN = 30_000
"""Missions that are timed anew at most, over all plans that are tried."""

Key = tuple[float, ...]


def punctual(network: Network, plan: Plan, *, over: Callable[[], bool] = lambda: False) -> Plan:
    """Return a plan that is no worse, in which less cargo is behind its planned times; the audit accepts it.

    Parameters
    ----------
    over : whether there is no time left.
    """
    if not plan.missions:
        return plan
    best, timing = plan, time_plan(network, plan)
    key = _key(network, best, timing)
    each = 2 * len(MINUTES) * len(plan.missions)
    flown = 0
    for _ in range(ROUNDS):
        before = key
        for mission in behind(network, best, timing):
            if flown and flown + each > FLOWN:
                return best
            flown += each
            best, key = _moved(network, best, mission, key, over)
        if not key < before or over():
            break
        timing = time_plan(network, best)
    return best


def behind(network: Network, plan: Plan, timing: Timing) -> list[int]:
    """Return the missions whose cargo is offloaded later than planned, those that are most behind first."""
    _, sound = audit_shape(network, plan)
    _, schedule = audit_flight(network, plan, sound)
    late: dict[int, int] = {}
    for stay in schedule.stays:
        seen = timing.stops[stay.mission][stay.stop].start
        if stay.purpose is Purpose.OFFLOAD and stay.park < network.horizon_s and seen != stay.park:
            late[stay.mission] = network.horizon_s if seen is None else seen - stay.park
    return sorted(late, key=lambda mission: (-late[mission], mission))


def _moved(network: Network, plan: Plan, number: int, key: Key, over: Callable[[], bool]) -> tuple[Plan, Key]:
    """Return a plan with one departure moved so that the most is gained, or the plan itself; and its key."""
    found: list[tuple[Key, int, Plan]] = []
    for minutes in MINUTES:
        for shift in (60 * minutes, -60 * minutes):
            if over():
                return plan, key
            mission = plan.missions[number]
            mission = replace(mission, earliest_s=mission.earliest_s + shift)
            if mission.earliest_s < 0:
                continue
            missions = (*plan.missions[:number], mission, *plan.missions[number + 1 :])
            trial = replace(plan, missions=missions)
            value = _key(network, trial, time_plan(network, trial))
            if value < key:
                found.append((value, shift, trial))
    for value, _, trial in sorted(found, key=lambda row: row[:2]):
        if not audit(network.scenario, trial, network=network):
            return trial, value
    return plan, key


def _key(network: Network, plan: Plan, timing: Timing) -> Key:
    terms = objective(network, plan, timing)
    return terms.undelivered, terms.late_weight_days, terms.delay_weight_days, terms.flying_h
