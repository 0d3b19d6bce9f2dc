"""What holds in every run: mass is conserved, no limit is exceeded, an aircraft is in one place."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sim.build import run_of
from tests.sim.worlds import world

from openairlift.plan.events import Cause, EventKind
from openairlift.plan.plan import Purpose

MARKS = [EventKind.LEFT_STOCK, EventKind.LANDED, EventKind.AT_HUB, EventKind.FORWARDED, EventKind.DELIVERED]
RUN = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows(run):
    assert run.events is not None
    for e in run.events:
        yield {name: int(e[name]) for name in run.events.dtype.names} | {"kind": EventKind(int(e["kind"]))}


def step_at(steps, time):
    return steps.values[max(i for i, start in enumerate(steps.times) if start <= time)]


@RUN
@given(st.integers(0, 10**6), st.booleans())
def test_mass_is_conserved_at_every_event(seed, luck):
    net, plan = world(seed)
    run = run_of(net, plan, luck=luck)
    passed = dict.fromkeys(MARKS, 0)
    of_load = defaultdict(set)
    for e in rows(run):
        if e["kind"] in passed:
            passed[e["kind"]] += e["aux"]
            of_load[e["who"]].add(e["aux"])
            amounts = [passed[mark] for mark in MARKS]
            assert amounts == sorted(amounts, reverse=True)
            assert run.marks[e["who"], MARKS.index(e["kind"])] == e["time"]
    assert all(len(amounts) == 1 for amounts in of_load.values())
    for row in run.marks:
        reached = row[row >= 0]
        assert np.all(np.diff(reached) >= 0)
        assert np.all(row[len(reached) :] == -1)
    planned, carried = defaultdict(float), defaultdict(float)
    for i, (_, item) in enumerate(plan.loads):
        planned[item.line] += item.quantity
        carried[item.line] += float(run.carried[i])
        if net.lines[item.line].unit == "piece":
            assert run.carried[i] == int(run.carried[i])
    for which, quantity in carried.items():
        assert quantity <= planned[which] * (1 + 1e-12)
        assert not run.closed or abs(quantity - planned[which]) < 1e-5


@RUN
@given(st.integers(0, 10**6), st.booleans())
def test_no_spot_holds_too_many(seed, luck):
    net, plan = world(seed)
    run = run_of(net, plan, luck=luck)
    standing = defaultdict(lambda: np.zeros((3, 3), dtype=int))
    spot = {}
    leaving = defaultdict(list)
    for e in rows(run):
        kind, at = e["kind"], e["place"]
        who = ("tail", e["tail"])
        if kind is EventKind.DEPART or (kind is EventKind.RECOVER and who in spot):
            if who in spot:
                where, cell = spot.pop(who)
                standing[where][cell] -= 1
        elif kind is EventKind.PARK:
            assert who not in spot
            cell = (e["aux"], net.bodies[net.tails[e["tail"]].type])
            spot[who] = (at, cell)
            standing[at][cell] += 1
        elif kind is EventKind.TRAFFIC_PARK:
            cell = (e["aux"], net.streams[e["who"]].body)
            standing[at][cell] += 1
            leaving[e["who"]].append(cell)
        elif kind is EventKind.TRAFFIC_LEAVE:
            # which of a stream's aircraft leaves makes no difference where they stand on spots of one class
            body = net.streams[e["who"]].body
            if len(set(leaving[e["who"]])) == 1:
                standing[at][leaving[e["who"]].pop()] -= 1
            else:
                return
            assert body >= 0
        if kind in (EventKind.PARK, EventKind.TRAFFIC_PARK) and net.parking[at] is not None:
            stop = plan.missions[e["who"]].stops[e["stop"]] if kind is EventKind.PARK else None
            if stop is not None and stop.place != at:
                continue  # a divert took its spot earlier
            capacity = step_at(net.parking[at], e["time"])
            share = net.places[at].spot_equivalence
            size = {(1, 0): share.small_on_narrow, (2, 0): share.small_on_wide, (2, 1): share.narrow_on_wide}
            mine = e["aux"]
            used = sum(-(-standing[at][mine, body] // size.get((mine, body), 1)) for body in range(mine + 1))
            assert used <= capacity[mine]
            assert mine >= (net.bodies[net.tails[e["tail"]].type] if stop is not None else 0)


@RUN
@given(st.integers(0, 10**6), st.booleans())
def test_no_more_services_than_working_slots(seed, luck):
    net, plan = world(seed)
    run = run_of(net, plan, luck=luck)
    begun, services = {}, defaultdict(list)
    landed = {}
    events = list(rows(run))
    for e in events:
        if e["kind"] is EventKind.LANDED:
            landed[plan.loads[e["who"]][0]] = e["time"]
    for e in events:
        key = (e["who"], e["stop"])
        if e["kind"] is EventKind.START:
            begun[key] = (e["place"], e["time"])
            stop = plan.missions[e["who"]].stops[e["stop"]]
            ready = max([net.lines[item.line].ready_s for item in plan.missions[e["who"]].loads], default=0)
            assert stop.purpose is not Purpose.ONLOAD or e["time"] >= ready
        elif e["kind"] is EventKind.END:
            place, start = begun.pop(key)
            offload = plan.missions[e["who"]].stops[e["stop"]].purpose is Purpose.OFFLOAD
            carries = any(m == e["who"] and run.carried[i] > 0 for i, (m, _) in enumerate(plan.loads))
            end = landed.get(e["who"], net.horizon_s) if offload and carries else e["time"]
            services[place].append((start, end))
        elif e["kind"] is EventKind.TRAFFIC_LEAVE:
            services[e["place"]].append((e["aux"], e["time"]))
    for place, start in begun.values():
        services[place].append((start, net.horizon_s))
    for place, spans in services.items():
        hours = net.open_s[place]
        for start, _ in spans:
            assert hours is None or any(opens <= start < closes for opens, closes in hours)
            if net.working[place] is not None:
                busy = sum(a <= start < b for a, b in spans)
                assert busy <= step_at(net.working[place], start)[0]


@RUN
@given(st.integers(0, 10**6), st.booleans())
def test_storage_holds_no_more_than_it_can(seed, luck):
    net, plan = world(seed)
    record = net.links[0].record
    if record.payload_kg is not None:
        return  # trips take cargo out before it is forwarded as a whole
    run = run_of(net, plan, luck=luck)
    limit = net.places[1].storage_kg
    stored = 0
    events = list(rows(run))
    for e, following in itertools.pairwise([*events, {"kind": None}]):
        if e["kind"] is EventKind.LANDED:
            stored += e["aux"]
        elif e["kind"] is EventKind.FORWARDED:
            stored -= e["aux"]
        assert stored >= 0
        if e["kind"] is EventKind.LANDED and following["kind"] is not EventKind.LANDED and limit is not None:
            mission = plan.loads[e["who"]][0]
            mine = sum(
                round(float(run.carried[i]) * item.mass_kg / item.quantity * 1000)
                for i, (m, item) in enumerate(plan.loads)
                if m == mission
            )
            assert stored <= limit * 1000 or stored == mine


@RUN
@given(st.integers(0, 10**6), st.booleans())
def test_an_aircraft_does_one_thing_after_another(seed, luck):
    net, plan = world(seed)
    run = run_of(net, plan, luck=luck)
    at, times = {}, []
    for e in rows(run):
        times.append(e["time"])
        tail = e["tail"]
        if tail < 0:
            continue
        where = at.get(tail, ("ramp", net.tails[tail].base))
        if e["kind"] is EventKind.DEPART:
            assert where[0] in ("ramp", "spot")
            assert where[1] == e["place"]
            at[tail] = ("air", None)
        elif e["kind"] is EventKind.ARRIVE:
            assert where[0] in ("air", "ramp") or plan.missions[e["who"]].stops[e["stop"]].purpose is Purpose.RECOVER
            at[tail] = ("over", e["place"])
        elif e["kind"] is EventKind.PARK:
            assert where == ("over", e["place"])
            at[tail] = ("spot", e["place"])
        elif e["kind"] is EventKind.RECOVER:
            assert where == ("over", e["place"])
            at[tail] = ("ramp", e["place"])
        elif e["kind"] is EventKind.DIVERT:
            assert where == ("over", e["place"])
            at[tail] = ("air", None)
        elif e["kind"] is EventKind.REST:
            assert where in (("spot", e["place"]), ("ramp", e["place"]))
        else:
            assert where == ("spot", e["place"])
    assert times == sorted(times)
    assert all(time < net.horizon_s for time in times)
    assert run.waits.min() >= 0
    assert run.waits.sum() <= net.horizon_s * (len(net.tails) + len(plan.loads)) * len(Cause)
    assert np.all(run.binding <= max(0, run.window[1] - max(run.window[0], 0)))


@RUN
@given(st.integers(0, 10**6))
def test_a_batch_run_equals_the_single_run(seed):
    net, plan = world(seed)
    first, again = run_of(net, plan, luck=True, run=1), run_of(net, plan, luck=True, run=1)
    assert np.array_equal(first.events, again.events)
    assert np.array_equal(first.waits, again.waits)
