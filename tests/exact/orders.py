"""A search of everything for very small instances: every choice, every order at every place, least times.

It shares no code with the constraint programme. Every place has one spot, so that stays at a place come one after the
other. For fixed choices and orders all times have least values (longest ways in a graph of differences), which are best
in every term at once; missions of a line are filled in the order in which they land.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, permutations, product

from openairlift.audits.objective import Quickest
from openairlift.model import MARKS
from openairlift.network import Network, can_carry
from openairlift.units import DAY_S

Edge = tuple[int, int, int]
"""(i, j, w): time j is at least time i + w; time 0 is the start."""

ON, LEAVE, STOP, THROUGH, HUB, AWAY, BACK, HOME = range(1, 9)
"""Times of a mission: block-in and block-out at the origin, en route, at the destination, and on the way back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A mission: line, tail, stop on the way out and back, and whether it goes straight on to the tail's next."""

    line: int
    tail: int
    out: int
    back: int
    straight: bool


def optimum(network: Network, loads: list[int]) -> tuple[float, ...]:
    """Return terms 1 to 3 of the best plan that flies a mission for each of some of `loads`, lines by index."""
    assert all(steps is not None and steps.values[0][-1] == 1 for steps in network.parking)
    best = _terms(network, [], [])
    for count in range(1, len(loads) + 1):
        for lines in sorted(set(permutations(loads, count))):
            for choices in _choices(network, lines):
                for landed in _landings(network, choices):
                    best = min(best, _terms(network, choices, landed))
    return best


def _choices(network: Network, lines: tuple[int, ...]) -> Iterator[list[Choice]]:
    """Yield every way to fly missions, each tail its own in this order."""
    stops = [p for p, place in enumerate(network.places) if place.id.startswith("s")]
    each = list(product(range(len(network.tails)), stops, stops, (False, True)))
    for some in product(each, repeat=len(lines)):
        choices = [Choice(line, *parts) for line, parts in zip(lines, some, strict=True)]
        last = {choice.tail: choice for choice in choices}
        fits = all(can_carry(network, network.tails[c.tail].type, c.line) is None for c in choices)
        if fits and not any(choice.straight for choice in last.values()):
            yield choices


def _landings(network: Network, choices: list[Choice]) -> Iterator[list[int]]:
    """Yield the ends of the offloads, at their least, for every order of the stays at every place."""
    edges, stays = _graph(network, choices)
    places = [[order for order in permutations(rows) if _in_turn(order)] for rows in stays.values()]
    for orders in product(*places):
        turns = [(first[1], second[0], 0) for order in orders for first, second in pairwise(order)]
        times = _least(1 + 8 * len(choices), [*edges, *turns], 3 * network.horizon_s)
        if times is None:
            continue
        landed = [
            times[8 * k + HUB]
            + network.nominal_ground_s(network.tails[c.tail].type, network.lines[c.line].destination, 1)
            for k, c in enumerate(choices)
        ]
        if max(landed) < network.horizon_s:
            yield landed


def _in_turn(order: tuple[tuple[int, int], ...]) -> bool:
    """Return whether stays of one mission come in the order of their times."""
    own = [((start - 1) // 8, start) for start, _ in order]
    return all(one[1] < two[1] for i, one in enumerate(own) for two in own[i + 1 :] if one[0] == two[0])


def _graph(network: Network, choices: list[Choice]) -> tuple[list[Edge], dict[int, list[tuple[int, int]]]]:
    """Return differences of times, and (block-in, block-out) of the stays at every place."""
    edges: list[Edge] = []
    stays: dict[int, list[tuple[int, int]]] = defaultdict(list)
    before: dict[int, int] = {}
    for k, choice in enumerate(choices):
        line, tail, at = network.lines[choice.line], network.tails[choice.tail], 8 * k
        way = (line.sources[0][0], choice.out, line.destination, choice.back)
        edges.append((0, at + ON, line.ready_s))
        for i, (place, purpose) in enumerate(zip(way, (0, 2, 1, 2), strict=True)):
            start = at + 1 + 2 * i
            edges.append((start, start + 1, network.nominal_ground_s(tail.type, place, purpose)))
            stays[place].append((start, start + 1))
            if i:
                edges += _flown(start - 1, start, _leg(network, tail.type, way[i - 1], place))
        ramp = _leg(network, tail.type, tail.base, way[0])
        if choice.tail not in before:
            edges.append((0, at + ON, tail.available_from_s + ramp))
        else:
            last = before[choice.tail]
            back, left = choices[last].back, 8 * last + HOME
            if choices[last].straight:
                edges += _flown(left, at + ON, _leg(network, tail.type, back, way[0]))
            else:
                edges.append((left, at + ON, _leg(network, tail.type, back, tail.base) + ramp))
        before[choice.tail] = k
    return edges, stays


def _leg(network: Network, type_: int, a: int, b: int) -> int:
    return 0 if a == b else int(network.block_s[type_, a, b])


def _flown(i: int, j: int, time: int) -> list[Edge]:
    """Return the differences that say: time j is time i + `time`."""
    return [(i, j, time), (j, i, -time)]


def _least(count: int, edges: list[Edge], most: int) -> list[int] | None:
    """Return the least times that keep all differences, or None where there are none."""
    times, changed = [0] * count, True
    while changed:
        changed = False
        for i, j, wait in edges:
            if times[i] + wait > times[j]:
                times[j], changed = times[i] + wait, True
                if times[j] > most or j == 0:
                    return None
    return times


def _terms(network: Network, choices: list[Choice], landed: list[int]) -> tuple[float, ...]:
    """Return the three terms, each line's missions filled in the order in which they land."""
    left = [line.quantity for line in network.lines]
    total, quickest = [0.0, 0.0, 0.0], Quickest(network)

    def count(line: int, quantity: float, time: int) -> None:
        row = network.lines[line]
        free = quickest.free_flow_s(row, MARKS.index("landed"))
        total[0] += row.weight * quantity * (time >= network.horizon_s)
        total[1] += row.weight * quantity * max(time - (row.required_s or 0), 0) / DAY_S
        total[2] += row.weight * quantity * max(time - free, 0) / DAY_S

    for time, choice in sorted(zip(landed, choices, strict=True), key=lambda pair: pair[0]):
        row, type_ = network.lines[choice.line], network.tails[choice.tail].type
        legs = ((row.sources[0][0], choice.out), (choice.out, row.destination))
        quantity = min(left[choice.line], *(float(network.payload_kg[type_, a, b]) for a, b in legs))
        left[choice.line] -= quantity
        count(choice.line, quantity, time)
    for line, quantity in enumerate(left):
        count(line, quantity, network.horizon_s)
    return tuple(total)
