"""Set up the state of a search, and turn it into a plan."""

from __future__ import annotations

from typing import Any

import numpy as np

from openairlift.network import Network
from openairlift.network.network import IntArray
from openairlift.plan import Load, Mission, Purpose, Stop
from openairlift.solve.search.board import Board
from openairlift.solve.search.clock import CAP_HAND, CAP_HOT, CAP_SPOT, CAP_WORK, NO_LIMIT, WIDTH
from openairlift.solve.search.links import BY_BASE
from openairlift.solve.search.play import JOB, LINK, Play
from openairlift.solve.search.route import Desk
from openairlift.solve.search.traffic import arrivals, with_traffic
from openairlift.units import DAY_S

SCALAR = (100.0, 10.0, 1.0)
"""Weights of terms 1 to 3 in the scalar that serves the search only: a unit not delivered counts as much as 100 days'
delay of it, a day's lateness as much as ten days' delay. Plans are compared term by term all the same."""


def set_up(network: Network, board: Board, *, heed: bool = False) -> Play:
    """Return the state of a search before anything is planned; heed = other traffic has its spots and slots."""
    places, tails, lines = len(network.places), len(network.tails), len(network.lines)
    rows = _jobs(network, board)
    width = min(rows, max(64, 8 * rows // max(tails, 1)))
    lines_of = [_capacities(network, board, p, heed=heed) for p in range(places)]
    steps = 256 + 8 * rows // max(1, min(places, 4)) + max((len(times) for times, _ in lines_of), default=0)
    numbers = np.zeros((places, steps, WIDTH), dtype=np.int16)
    play = Play(
        times=np.zeros((places, steps), dtype=np.int64),
        steps=numbers,
        words=numbers.view(np.int64),
        count=np.ones(places, dtype=np.int64),
        landed=np.zeros((places, network.horizon_s // DAY_S + 8), dtype=np.int64),
        left=np.array([line.quantity for line in network.lines], dtype=np.float64),
        stock=board.stock.copy(),
        job=np.zeros(rows, dtype=JOB),
        load_line=np.zeros((rows, min(lines, 48)), dtype=np.int64),
        load_row=np.zeros((rows, min(lines, 48)), dtype=np.int64),
        load_quantity=np.zeros((rows, min(lines, 48))),
        link=np.zeros(rows + tails, dtype=LINK),
        order=np.zeros((tails, width), dtype=np.int64),
        jobs=np.zeros(tails, dtype=np.int64),
        free=np.arange(rows, dtype=np.int64),
        free_count=np.array([rows], dtype=np.int64),
        weights=np.array(SCALAR, dtype=np.float64),
        begin=np.array([[t["base_end"], t["from_s"], -1] for t in board.tail], dtype=np.int64).reshape(-1, 3),
    )
    play.link["chain"] = play.link["back"] = play.link["kind"] = -1
    for p, (times, numbers_of) in enumerate(lines_of):
        play.count[p] = len(times)
        play.times[p, : len(times)] = times
        play.steps[p, : len(times)] = numbers_of
    return play


def copied(play: Play) -> Play:
    """Return a copy of a state, which later changes of it leave alone."""
    fields = {name: array.copy() for name, array in play._asdict().items() if name != "words"}
    return Play(**fields, words=fields["steps"].view(np.int64))


def _jobs(network: Network, board: Board) -> int:
    """Return room for jobs: half again as many as full loads of the smallest room, and as tails can fly."""
    loads = 0.0
    for i, line in enumerate(network.lines):
        rooms = board.cargo["room"][board.cargo["line"] == i]
        if rooms.size:
            loads += line.quantity / max(float(rooms.min()), 1e-6) + 1.0
    shortest = float(board.lift["length"].min()) if board.lift.size else 1.0
    flown = len(network.tails) * (network.horizon_s / max(shortest, 3600.0) + 1.0)
    return int(min(loads * 1.5, flown * 1.2)) + 200


def _capacities(network: Network, board: Board, p: int, *, heed: bool) -> tuple[list[int], list[IntArray]]:
    """Return the steps of a place before anything is planned: when they begin, and what holds then."""
    parking, working = network.parking[p], network.working[p]
    handling = network.handling[p] if network.handling else None
    times = sorted({0, *(t for steps in (parking, working, handling) if steps is not None for t in steps.times)})
    rows = []
    for time in times:
        row = np.zeros(WIDTH, dtype=np.int64)
        row[CAP_SPOT : CAP_SPOT + 3] = NO_LIMIT if parking is None else _at(parking, time)
        row[CAP_WORK] = NO_LIMIT if working is None else _at(working, time)[0]
        row[CAP_HAND] = NO_LIMIT if handling is None else _at(handling, time)[0]
        row[CAP_HOT] = network.places[p].hot_spots or 0
        rows.append(row)
    if heed and (coming := arrivals(network, p)):
        patience = int((network.scenario.settings.hold_s + 0.5) // 1)
        return with_traffic(times, rows, coming, board.per_spot[p], patience)
    return times, rows


def _at(steps: Any, time: int) -> tuple[int, ...]:
    index = max(i for i, moment in enumerate(steps.times) if moment <= time)
    value: tuple[int, ...] = steps.values[index]
    return value


def make_desk(network: Network, board: Board, *, moments: int) -> Desk:
    """Return room to work in for sweeps of so many moments."""
    lifts = max((int(o["lift_last"] - o["lift_first"]) for o in board.outfit), default=1)
    ends = max((int(o["ends"]) for o in board.outfit), default=1)
    groups = max((int(o["groups"]) for o in board.outfit), default=1)
    specs, most = max(len(board.spec), 1), 1024
    return Desk(
        list=np.zeros((specs, 2, most), dtype=np.int64),
        listed=np.zeros(specs, dtype=np.int64),
        stamp=np.zeros(specs, dtype=np.int64),
        call=np.zeros(1, dtype=np.int64),
        active=np.zeros(lifts, dtype=np.int64),
        when=np.zeros((lifts, moments + 1), dtype=np.int64),
        worth=np.zeros((lifts, moments + 1)),
        lands=np.zeros((lifts, moments + 1), dtype=np.int64),
        after=np.zeros((lifts, moments + 1), dtype=np.int64),
        at=np.zeros(4, dtype=np.int64),
        best=np.zeros(4, dtype=np.int64),
        at_end=np.zeros((ends, moments + 2)),
        at_group=np.zeros((groups, moments + 2)),
        one=np.zeros((2, most), dtype=np.int64),
        two=np.zeros((2, most), dtype=np.int64),
        three=np.zeros((2, most), dtype=np.int64),
        spots=np.zeros(3, dtype=np.int64),
        banned=np.zeros(max(len(board.lift), 1), dtype=np.int64),
        since=np.zeros(max(len(board.lift), 1), dtype=np.int64),
        tried=np.zeros(max(len(board.lift), 1), dtype=np.int64),
        least=np.zeros(4, dtype=np.int64),
        row=np.zeros(max(len(board.cargo), 1), dtype=np.int64),
        row_first=np.zeros(max(len(board.lift), 1), dtype=np.int64),
        row_last=np.zeros(max(len(board.lift), 1), dtype=np.int64),
        end=np.zeros(ends, dtype=np.int64),
        group=np.zeros(groups, dtype=np.int64),
        gap=np.zeros((ends, groups), dtype=np.int64),
        noise=np.ones(max(len(network.lines), 1)),
        price=np.zeros(max(len(network.lines), 1)),
    )


def missions_of(network: Network, board: Board, play: Play) -> tuple[Mission, ...]:
    """Return the missions that a state stands for, in order of their first movement."""
    found: list[tuple[int, int, int, Mission]] = []
    numbers = [0] * len(network.lines)
    drafts = []
    for t in range(len(network.tails)):
        for q in range(int(play.jobs[t])):
            j = int(play.order[t, q])
            follow = int(play.order[t, q + 1]) if q + 1 < play.jobs[t] else len(play.job) + t
            drafts.append((int(play.link[j]["leaves"]), t, q, j, follow))
    drafts.sort()
    for leaves, t, q, j, follow in drafts:
        stops = _stops(network, board, play, t, j, follow)
        loads = tuple(_load(network, board, play, j, k, numbers) for k in range(int(play.job[j]["loads"])))
        found.append((leaves, t, q, Mission(tail=t, stops=stops, loads=loads, earliest_s=leaves)))
    return tuple(mission for _, _, _, mission in found)


def _chain_stops(board: Board, chain: int) -> list[Stop]:
    row: IntArray = board.chain[chain]
    specs = [board.spec[row[2 + k]] for k in range(int(row[0]))]
    return [Stop(place=int(s[0]), purpose=Purpose.ENROUTE, rest_s=int(s[2] - s[1])) for s in specs]


def _stops(network: Network, board: Board, play: Play, t: int, j: int, follow: int) -> tuple[Stop, ...]:
    link, after, lift = play.link[j], play.link[follow], board.lift[play.job[j]["lift"]]
    stops = _chain_stops(board, int(link["chain"])) if link["chain"] >= 0 else []
    count = int(lift["stops"])
    for k in range(count):
        spec = board.spec[lift[f"spec{k}"]]
        purpose = Purpose.ONLOAD if k == 0 else Purpose.OFFLOAD if k == count - 1 else Purpose.ENROUTE
        rest = int(spec[2] - spec[1])
        if k < count - 1:
            here, there = (int(play.job[j]["start" if m == 0 else f"at{m}"]) for m in (k, k + 1))
            rest += there - here - int(lift[f"off{k + 1}"] - lift[f"off{k}"])
        elif after["kind"] == BY_BASE:  # a pause before the way home; where none is flown in time it is not a pause
            rest += int(after["back_at"]) - int(play.job[j]["start" if k == 0 else f"at{k}"]) - int(spec[2])
        stops.append(Stop(place=int(spec[0]), purpose=purpose, rest_s=rest))
    if after["kind"] == BY_BASE:
        stops += _chain_stops(board, int(after["back"]))
        stops.append(Stop(place=network.tails[t].base, purpose=Purpose.RECOVER))
    return tuple(stops)


def _load(network: Network, board: Board, play: Play, j: int, k: int, numbers: list[int]) -> Load:
    cargo = board.cargo[play.load_row[j, k]]
    index, quantity = int(cargo["line"]), float(play.load_quantity[j, k])
    line = network.lines[index]
    numbers[index] += 1
    type_ = network.tails[int(play.job[j]["tail"])].type
    return Load(
        line=index,
        number=numbers[index],
        quantity=quantity,
        mass_kg=quantity * line.unit_kg,
        volume_m3=quantity * (line.unit_m3 or 0.0),
        pallets=float(board.positions[type_, index]) * quantity,
        value_usd=quantity * line.unit_usd,
        stock=None if cargo["stock"] < 0 else int(cargo["stock"]),
        link=None if cargo["link"] < 0 else int(cargo["link"]),
    )
