"""Logs made from simulated runs: matched, compared, estimated from, and forecast on from."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from openairlift.audits import time_plan
from openairlift.model import MARKS, Distribution, Flight
from openairlift.network import build_network
from openairlift.plan import EventKind
from openairlift.scenario import read_scenario
from openairlift.sim import Run, Simulator, simulate
from openairlift.solve import make_plan
from openairlift.study.flight_log.actual import compare_with_plan, known_at
from openairlift.study.flight_log.diverted import joined, onward_of
from openairlift.study.flight_log.estimates import estimate
from openairlift.study.flight_log.forecast import left_of, remainder, rolled_on
from openairlift.study.flight_log.legs import legs_of
from openairlift.study.flight_log.made import log_of_run
from openairlift.study.flight_log.matching import ONWARD, match_rows
from openairlift.study.flight_log.progress import Stage, progress_of
from openairlift.study.flight_log.samples import services

SCENARIO = read_scenario("relief-small")
NETWORK = build_network(SCENARIO)
PLAN = make_plan(SCENARIO, network=NETWORK)
TIMING = time_plan(NETWORK, PLAN)
LEGS = legs_of(NETWORK, PLAN, TIMING)
AT = 3 * 86_400
LANDED = MARKS.index("landed")


def run_and_log(seed: int = 5, until: int | None = None):  # type: ignore[no-untyped-def]
    run = simulate(SCENARIO, PLAN, seed=seed, network=NETWORK, log=True)
    return run, log_of_run(NETWORK, PLAN, run, until_s=until)


def test_a_run_without_luck_is_on_time_and_matched_leg_by_leg() -> None:
    run = simulate(SCENARIO, PLAN, seed=1, network=NETWORK, luck=False, log=True)
    log = log_of_run(NETWORK, PLAN, run)
    matches = match_rows(SCENARIO, LEGS, log.flights)
    assert [match.leg for match in matches if match.by != ONWARD] == list(range(len(LEGS)))
    actual = compare_with_plan(SCENARIO, LEGS, log, matches, at_s=NETWORK.horizon_s)
    assert (actual.late, actual.missing) == (0, ())
    assert {one.late_s for one in actual.flown if one.fate == "flown"} == {0}
    assert actual.payload_kg == pytest.approx(sum(load.mass_kg for _, load in PLAN.loads), rel=1e-6)


def test_rows_without_ids_are_found_by_type_route_and_time() -> None:
    run = simulate(SCENARIO, PLAN, seed=1, network=NETWORK, luck=False, log=True)
    log = log_of_run(NETWORK, PLAN, run)
    rows = [replace(flight, mission=None, tail=f"ZS-{hash(flight.tail) % 97:02d}X") for flight in log.flights]
    matches = match_rows(SCENARIO, LEGS, rows)
    onward = onward_of(rows)
    assert sorted(onward) == [row for row, match in enumerate(matches) if match.by == ONWARD]
    assert {match.by for match in matches} == {"route", ONWARD}
    assert len({match.leg for match in matches} - {None}) == len(rows) - len(onward)
    for row, flight in enumerate(rows):
        if row in onward:
            continue
        leg = LEGS[matches[row].leg or 0]
        assert (leg.type, leg.origin, leg.destination) == (flight.type, flight.origin, flight.destination)


def test_what_is_not_matched_is_told_why() -> None:
    row = run_and_log()[1].flights[0]
    wrong = [
        replace(row, mission=999),
        replace(row, mission=None, tail=None, origin="beira", destination="joburg"),
        replace(row, mission=None, tail=None, req_id=("power",)),
        replace(row, mission=None, tail=None, block_out=None, block_in=None),
        replace(
            row, mission=None, tail=None, block_out=SCENARIO.settings.start - timedelta(days=9), block_in=None
        ),
        replace(row, type="C-17A", mission=None, tail=None),
    ]  # fmt: skip
    reasons = [match.reason for match in match_rows(SCENARIO, LEGS, wrong)]
    assert reasons[0] == "the plan has no mission 999"
    assert reasons[2].startswith("no 767-300F carries power") or "lies" in reasons[2]
    assert reasons[3] == "the row tells no time to find it by"
    assert "h away" in reasons[4]
    assert reasons[5].startswith("no C-17A flies")


def test_estimates_are_the_means_of_what_the_log_tells() -> None:
    _, log = run_and_log()
    matches = match_rows(SCENARIO, LEGS, log.flights)
    found = estimate(SCENARIO, NETWORK, PLAN, LEGS, log.flights, matches)
    by_hand = [s.seconds for s in services(log.flights) if (s.type, s.purpose) == ("C-130H", "offload")]
    row = next(one for one in found.by_row if one.row == "*:C-130H:offload")
    assert (row.estimate.count, row.estimate.value) == (len(by_hand), pytest.approx(np.mean(by_hand)))
    assert row.assumed_s == pytest.approx(3600 * (1 + 1.5 + 2.5) / 3)
    assert row.estimate.low is not None
    assert row.estimate.low < row.estimate.value
    assert found.no_shows[0].absent == 0


def test_no_shows_are_counted_by_requirement() -> None:
    changed = replace(
        SCENARIO,
        requirements={name: replace(row, no_show_share=0.4) for name, row in SCENARIO.requirements.items()},
    )
    network = build_network(changed)
    shares = []
    for seed in range(12):
        run = simulate(changed, PLAN, seed=seed, network=network, log=True)
        log = log_of_run(network, PLAN, run)
        absent = sum(flight.fate == "no_show" for flight in log.flights)
        assert absent == int((run.carried == 0).sum()) > 5
        found = estimate(changed, network, PLAN, LEGS, log.flights, match_rows(changed, LEGS, log.flights)).no_shows
        assert found[0].absent == absent == sum(one.absent for one in found[1:])
        assert found[0].estimate.count == len(PLAN.loads)
        shares.append(found[0].estimate.value)
    assert np.mean(shares) == pytest.approx(0.4, abs=3.5 * (0.24 / 12 / len(PLAN.loads)) ** 0.5)


@pytest.mark.parametrize("seed", [5, 11, 23])
def test_a_forecast_keeps_every_landing_up_to_the_present_and_none_before_it_besides(seed: int) -> None:
    # A store that is full in the simulation may delay an offload that the log tells: here is room for all.
    places = {name: replace(place, storage_kg=None) for name, place in SCENARIO.places.items()}
    roomy = replace(SCENARIO, places=places)
    network = build_network(roomy)
    truth = simulate(roomy, PLAN, seed=seed, network=network, log=True)
    log = log_of_run(network, PLAN, truth, until_s=AT)
    matches = match_rows(roomy, LEGS, log.flights)
    progress = progress_of(roomy, network, PLAN, LEGS, log.flights, matches, at_s=AT)
    left = remainder(network, PLAN, progress, at_s=AT)
    assert sum(load.mass_kg for _, load in left.plan.loads) == pytest.approx(sum(x.mass_kg for _, x in PLAN.loads))
    told = {
        (NETWORK.lines[load.line].name, load.number): int(marks[LANDED])
        for (_, load), marks in zip(PLAN.loads, truth.marks, strict=True)
    }
    again = simulate(roomy, left.plan, seed=77, network=left.network)
    early = 0
    for (_, load), marks in zip(left.plan.loads, again.marks, strict=True):
        landed = told[left.network.lines[load.line].name, load.number]
        if 0 <= landed <= AT:
            early += 1
            assert abs(int(marks[LANDED]) - landed) <= 1
        else:
            assert int(marks[LANDED]) < 0 or int(marks[LANDED]) >= AT
    assert early > 10


def test_a_forecast_from_the_start_is_the_plan() -> None:
    progress = progress_of(SCENARIO, NETWORK, PLAN, LEGS, (), (), at_s=0)
    assert {one.stage for one in progress} == {Stage.WAITING}
    left = remainder(NETWORK, PLAN, progress, at_s=0)
    assert left.plan.missions == PLAN.missions
    before, after = (
        simulate(SCENARIO, plan, seed=3, network=net) for plan, net in ((PLAN, NETWORK), (left.plan, left.network))
    )
    assert np.array_equal(before.marks, after.marks)


def test_lost_cancelled_and_absent_missions_are_not_flown_again() -> None:
    _, log = run_and_log(until=AT)
    first = next(flight for flight in log.flights if flight.mission == 1)

    def stage(**changed: object) -> Stage:
        rows = (replace(first, **changed), *(flight for flight in log.flights if flight.mission != 1))  # type: ignore[arg-type]
        progress = progress_of(SCENARIO, NETWORK, PLAN, LEGS, rows, match_rows(SCENARIO, LEGS, rows), at_s=AT)
        left = remainder(NETWORK, PLAN, progress, at_s=AT)
        assert 0 in left.dropped
        return progress[0].stage

    nothing = {"block_in": None, "offload_start": None, "offload_end": None}
    assert stage(outcome="lost", **nothing) is Stage.LOST
    gone = {**nothing, "block_out": None, "onload_start": None, "onload_end": None}
    assert stage(outcome="cancelled", **gone) is Stage.OFF
    assert stage(outcome="no_show", **gone) is Stage.OFF


def test_what_happened_later_is_not_known() -> None:
    _, log = run_and_log()
    for flight in log.flights:
        known = known_at(flight, SCENARIO, AT)
        assert known.last is None or SCENARIO.seconds(known.last) <= AT
    cancelled = Flight(
        type="C-130H", origin="joburg", destination="beira", outcome="cancelled",
        planned_out=SCENARIO.moment(AT + 60),
    )  # fmt: skip
    assert known_at(cancelled, SCENARIO, AT).fate == "open"
    assert known_at(cancelled, SCENARIO, AT + 60).fate == "cancelled"


def test_what_is_left_of_a_service_is_the_tail_of_its_distribution() -> None:
    row = next(one for one in SCENARIO.ground_times if one.type == "C-130H" and one.purpose == "onload")
    left = left_of(row.time_s, 1.75 * 3600)  # the mode of triangular(1; 1.75; 3)
    assert left.mean / 3600 == pytest.approx((3 - 1.75) / 3, rel=0.01)
    assert left_of(row.time_s, 9 * 3600).mean == 60.0


def test_stand_ins_break_down_at_the_hub_as_often_as_their_type_and_not_where_they_loaded() -> None:
    types = tuple(replace(one, reliability_share=0.5, repair_s=Distribution.constant(7200.0)) for one in NETWORK.types)
    network = replace(NETWORK, types=types)
    broken = {Stage.AIR: 0, Stage.UNLOADING: 0}
    tried = dict(broken)
    for seed in range(5, 45):
        _, log = run_and_log(seed=seed, until=AT)
        matches = match_rows(SCENARIO, LEGS, log.flights)
        progress = progress_of(SCENARIO, network, PLAN, LEGS, log.flights, matches, at_s=AT)
        left = remainder(network, PLAN, progress, at_s=AT)
        events = simulate(SCENARIO, left.plan, seed=seed, network=left.network, log=True).events
        assert events is not None
        for number, mission in enumerate(left.plan.missions):
            named = re.search(r"mission ([0-9]+)", left.network.tails[mission.tail].name)
            at = None if named is None else progress[int(named[1]) - 1]
            if at is None or at.stage not in broken:
                continue
            found = events[(events["who"] == number) & (events["kind"] == EventKind.BREAK)]
            assert set(found["stop"].tolist()) <= {mission.offload}
            tried[at.stage] += 1
            broken[at.stage] += len(found)
    for stage, count in tried.items():
        assert count > 20
        assert abs(broken[stage] - count / 2) <= 2.6 * (count / 4) ** 0.5


def test_a_diverted_flight_and_the_one_that_goes_on_are_one_leg() -> None:
    run = simulate(SCENARIO, PLAN, seed=1, network=NETWORK, luck=False, log=True)
    assert run.events is not None
    log = log_of_run(NETWORK, PLAN, run)
    rows = [row for row, flight in enumerate(log.flights) if flight.fate == "diverted"]
    assert len(rows) == int((run.events["kind"] == EventKind.DIVERT).sum()) > 0
    matches = match_rows(SCENARIO, LEGS, log.flights)
    actual = compare_with_plan(SCENARIO, LEGS, log, matches, at_s=NETWORK.horizon_s)
    whole = joined(log.flights)
    assert sorted(whole) == rows
    for row in rows:
        leg = LEGS[matches[row].leg or 0]
        assert whole[row].fate == "flown"
        assert SCENARIO.seconds(whole[row].block_in or SCENARIO.settings.start) == leg.in_s
        onward = next(after for after, first in onward_of(log.flights).items() if first == row)
        assert actual.flown[onward].late_s == 0
    found = estimate(SCENARIO, NETWORK, PLAN, LEGS, log.flights, matches)
    assert found.no_shows[0].estimate.count == len(PLAN.loads)  # each load once, however often its flight was diverted
    progress = progress_of(SCENARIO, NETWORK, PLAN, LEGS, log.flights, matches, at_s=NETWORK.horizon_s - 1)
    assert {one.stage for one in progress} == {Stage.LANDED}


def test_a_crew_at_an_alternate_rests_where_its_duty_would_end_before_it_were_back() -> None:
    run, log = run_and_log(seed=1)
    assert run.events is not None
    row = next(
        i for i, flight in enumerate(log.flights) if flight.fate == "diverted" and i not in onward_of(log.flights)
    )
    flight = log.flights[row]
    now = SCENARIO.seconds(flight.block_in or SCENARIO.settings.start) + 6 * 3600
    rows = tuple(known_at(one, SCENARIO, now) for one in log.flights)
    rows = tuple(one for one in rows if one.last is not None)
    progress = progress_of(SCENARIO, NETWORK, PLAN, LEGS, rows, match_rows(SCENARIO, LEGS, rows), at_s=now)
    at = progress[(flight.mission or 0) - 1]
    tail = NETWORK.tails[PLAN.missions[at.mission].tail]
    rest = NETWORK.types[tail.type].rest_s or 0.0
    assert at.stage is Stage.AIR
    assert (at.since_s or 0) > now
    assert (at.duty_from_s or 0) >= now - 6 * 3600 + rest


def test_at_a_full_hub_the_next_day_is_forecast_without_bias() -> None:
    """A hundred aircraft wait for its slots, broken ones hold spots, and others stand at alternates."""
    folder = Path(str(resources.files("openairlift") / "examples" / "haiti-2010"))
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    files["scenario.toml"] = files["scenario.toml"].replace(b"horizon_days = 24", b"horizon_days = 7")
    scenario = read_scenario(files)
    network = build_network(scenario)
    plan = make_plan(scenario, network=network)
    legs = legs_of(network, plan, time_plan(network, plan))
    at = 5 * 86_400
    simulator = Simulator(network, plan, luck=True, log=True)

    def landed(played: Run) -> int:
        return int(((played.marks[:, LANDED] > at) & (played.marks[:, LANDED] <= at + 86_400)).sum())

    true, told = [], []
    for index in range(40):
        run = simulator.play(31, index)
        log = log_of_run(network, plan, run, until_s=at)
        matches = match_rows(scenario, legs, log.flights)
        progress = progress_of(scenario, network, plan, legs, log.flights, matches, at_s=at)
        left = rolled_on(network, plan, progress, at_s=at, seed=7)
        again = Simulator(left.network, left.plan, luck=True, log=False)
        true.append(landed(run))
        told.append(np.mean([landed(again.play(index, k)) for k in range(8)]))
    error = np.array(told) - np.array(true)
    margin = 2.6 * error.std(ddof=1) / len(error) ** 0.5
    assert margin < 0.05 * np.mean(true)
    assert abs(error.mean()) < 0.03 * np.mean(true) + margin
