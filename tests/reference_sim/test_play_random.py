"""What holds in every run of the plain simulator, in random worlds."""

from __future__ import annotations

from collections import Counter

import pytest

from openairlift.plan.events import EventKind
from tests.reference_sim import play
from tests.reference_sim.engine import Engine
from tests.reference_sim.seen import run
from tests.sim.worlds import world

K = EventKind


class Watched(Engine):
    """A run that looks at the spots of a place whenever somebody takes one."""

    def take_spot(self, place, who, spot):
        super().take_spot(place, who, spot)
        self.taken = getattr(self, "taken", 0) + 1
        if spot < 0:
            assert self.net.parking[place.index] is None
            return
        equal = self.net.places[place.index].spot_equivalence
        sharing = {(0, 1): equal.small_on_narrow, (0, 2): equal.small_on_wide, (1, 2): equal.narrow_on_wide}
        used = sum(-(-place.shared[spot][body] // sharing.get((body, spot), 1)) for body in range(spot + 1))
        steps = self.net.parking[place.index]
        limit = [v for t, v in zip(steps.times, steps.values, strict=True) if t <= self.now][-1]
        assert used <= limit[spot]
        assert spot >= who.body


@pytest.mark.parametrize("luck", [False, True])
@pytest.mark.parametrize("first", [0, 40, 80])
def test_spots_and_storage_are_never_over_their_limits(first, luck):
    for number in range(first, first + 40):
        net, plan = world(number)
        watched = Watched(net, plan, seed=number, run=0, luck=luck)
        watched.play()
        events = watched.log
        parked = [e for e in events if e[1] in (K.PARK, K.TRAFFIC_PARK)]
        gone = [e for e in events if e[1] == K.DIVERT]
        assert len(parked) <= getattr(watched, "taken", 0) <= len(parked) + len(gone)
        check_storage(net, plan, events)
        assert [event[0] for event in events] == sorted(event[0] for event in events)
        assert all(0 <= event[0] < net.horizon_s for event in events)


def check_storage(net, plan, events):
    loads = [load for _, load in plan.loads]
    grams, stored, batch = {}, Counter(), {}
    for time, kind, place, who, _, _, aux in events:
        if kind == K.LANDED:
            grams[who] = aux
            stored[place] += aux
            mission = plan.loads[who][0]
            batch[time, mission] = batch.get((time, mission), 0) + aux
            limit = net.places[place].storage_kg
            assert limit is None or stored[place] <= max(limit * 1000, batch[time, mission])
        elif kind == K.VEHICLE_LEFT or kind == K.FORWARDED:
            link = loads[who].link
            record = None if link is None else net.links[link].record
            if kind == K.FORWARDED and (record is None or record.trucks is None):
                stored[place] -= aux
            elif kind == K.VEHICLE_LEFT:
                payload = record.payload_kg
                trips = 1 if payload is None else max(1, -(-grams[who] // int(payload * 1000)))
                stored[place] -= grams[who] * (aux + 1) // trips - grams[who] * aux // trips
        assert stored[place] >= 0


def test_a_run_is_the_same_twice_and_runs_differ():
    net, plan = world(7)
    assert run(net, plan, luck=True) == run(net, plan, luck=True)
    assert run(net, plan, luck=True).events != run(net, plan, luck=True, seed=2).events


def test_the_log_may_be_left_out():
    net, plan = world(7)
    kept, left = (play(net, plan, seed=1, run=0, luck=True, log=log) for log in (True, False))
    assert left.events == []
    assert left.count == kept.count == len(kept.events)
    assert left.marks == kept.marks
