"""What the search works on: outfits, lifts, hops and stops as arrays, made once from a network.

An *outfit* is the tails of one type and crew; a *lift* is the laden part of a mission with its crew rests; an *end* is
where a tail can be free: a base ramp, or a hub after an offload; a *hop* leads from an end to the start of a lift.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from openairlift.model import MARKS
from openairlift.network import UNREACHABLE, Network, Route, RouteBook, Tail, can_use, may_share
from openairlift.network.fit import position_limit, positions_per_unit
from openairlift.plan import Purpose
from openairlift.solve.chains import Chain, duty_at, with_rests
from openairlift.solve.packing import hazard_of
from openairlift.solve.shapes import Shapes
from openairlift.solve.values import Worth, onward_s
from openairlift.solve.ways import Way
from openairlift.units import seconds

FAR = 1 << 50
"""No limit on a time."""
ROUTES = 6
"""Routes of a lane that the search looks at, the most productive ones."""
DETOURS = 3
"""Other stops of an empty move that are kept, for when the quickest has no room."""
ENDS = 80
"""Ends of an outfit; tails that would come to more go home first."""


def record(**fields: str) -> np.dtype[Any]:
    """Return a record type from space-separated field names by kind."""
    return np.dtype([(name, kind) for kind, names in fields.items() for name in names.split()])


OUTFIT = record(i8="type body lift_first lift_last ends groups hop_first group_first bases end_first pauses")
LIFT = record(
    i8="way origin group stops landed length end cargo_first cargo_last cleared "
    "spec0 spec1 spec2 spec3 off0 off1 off2 off3",
    f8="payload positions seats explosive",
)
CARGO = record(i8="line stock link ready marked earliest", f8="room")
LINE = record(i8="latest required free_flow whole people hazard", f8="quantity size unit_kg explosive gain")
TAIL = record(i8="outfit base_end from_s to_s")


class Board(NamedTuple):
    """Inputs of the search; rows refer to rows of other arrays, -1 is none, times are seconds.

    hop: first row of an outfit + end × groups + group. back: chain from an end to a base end, first row of an outfit's
    ends² …: `end_first[outfit] + end × bases + base`. opens, closes: windows of a place, rows window[place] …
    """

    horizon: int
    mark: int
    outfit: Any
    lift: Any
    cargo: Any
    spec: Any
    hop: Any
    chain: Any
    back: Any
    end: Any
    line: Any
    share: Any
    stock: Any
    tail: Any
    window_first: Any
    window: Any
    positions: Any
    per_spot: Any
    spots: Any
    landings: Any


@dataclass(slots=True)
class _Draft:
    """A lift while an outfit is gathered: way, rests, where it ends, and the hop that leads to it from every end."""

    way: int
    rests: tuple[int, ...]
    end: int
    cleared: int
    hops: dict[int, tuple[int, int, int]]


class _Maker:
    """Gathers the rows of a board."""

    def __init__(self, network: Network, ways: tuple[Way, ...], worth: Worth, shapes: Shapes) -> None:
        self.network, self.ways, self.worth, self.shapes = network, ways, worth, shapes
        self.mark = MARKS.index(network.scenario.settings.objective_mark)
        self.hubs = {way.route.hub for way in ways}
        self.outfits: list[tuple[Any, ...]] = []
        self.lifts: list[tuple[Any, ...]] = []
        self.cargo: list[tuple[Any, ...]] = []
        self.specs: dict[tuple[int, ...], int] = {}
        self.chains: dict[tuple[Any, ...], int] = {}
        self.others: dict[int, int] = {}
        self.hops: list[tuple[int, int, int]] = []
        self.back: list[int] = []
        self.ends: list[tuple[int, int]] = []
        self.positions: list[list[float]] = []
        self.tails: list[tuple[int, int, int, int]] = [(-1, 0, 0, 0)] * len(network.tails)

    # --- rows ---------------------------------------------------------------------------------------------------

    def spec(self, type_: int, place: int, purpose: Purpose, ground: int, rest: int, hot: bool) -> int:
        """Return the row of a stop: what it asks of its place."""
        handled = int(purpose is not Purpose.ENROUTE)
        key = place, ground, ground + rest, handled, int(hot), self.network.bodies[type_]
        return self.specs.setdefault(key, len(self.specs))

    def chain(
        self,
        type_: int,
        stops: tuple[int, ...],
        blocks: tuple[int, ...],
        rests: tuple[int, ...],
        last: int,
        duty: int = -1,
    ) -> int:
        """Return the row of an empty move through en-route stops; `last` is a rest after it, -1 for none.

        duty: what a crew has done before it [s]: other moves that stand in for it depend on that.
        """
        key = type_, stops, blocks, rests, last, duty
        return self.chains.setdefault(key, len(self.chains))

    def chain_rows(self) -> list[tuple[Any, ...]]:
        rows = []
        for type_, stops, blocks, rests, last, _ in self.chains:
            specs, offsets, now = [-1, -1, -1], [0, 0, 0], 0
            for i, (place, block) in enumerate(zip(stops, blocks, strict=False)):
                now += block
                ground = self.network.nominal_ground_s(type_, place, int(Purpose.ENROUTE))
                specs[i], offsets[i] = self.spec(type_, place, Purpose.ENROUTE, ground, rests[i], False), now
                now += ground + rests[i]
            now += sum(blocks[len(stops) :])
            rows.append((len(stops), now, *specs, *offsets, last, -1))
        for chain, other in self.others.items():
            rows[chain] = (*rows[chain][:9], other)
        return rows

    # --- outfits ------------------------------------------------------------------------------------------------

    def outfit(self, tails: list[int], ways: list[int]) -> None:
        """Add the outfit of tails of one type and duty day (and of one base where there is a duty day)."""
        first = self.network.tails[tails[0]]
        bases = tuple(dict.fromkeys(self.network.tails[t].base for t in tails))
        drafts, ends, backs = self._crewed(first, ways) if first.duty_s is not None else self._plain(first, bases, ways)
        groups: dict[tuple[Any, ...], int] = {}
        number = len(self.outfits)
        end_first, hop_first, lift_first, back_first = len(self.ends), len(self.hops), len(self.lifts), len(self.back)
        for draft in drafts:
            key = tuple(sorted(draft.hops.items()))
            group = groups.setdefault(key, len(groups))
            self._lift(draft, group)
        table = [[(-1, 0, -1)] * len(groups) for _ in ends]
        for key, group in groups.items():
            for end, hop in key:
                table[end][group] = hop
        self.hops += [hop for row in table for hop in row]
        self.ends += ends
        self.back += [chain for row in backs for chain in row]
        for t in tails:
            tail = self.network.tails[t]
            self.tails[t] = number, bases.index(tail.base), tail.available_from_s, tail.available_to_s
        self.outfits.append(
            (first.type, self.network.bodies[first.type], lift_first, len(self.lifts), len(ends), len(groups),
             hop_first,
             back_first, len(bases), end_first, int(first.duty_s is None))
        )  # fmt: skip

    def _plain(
        self, tail: Tail, bases: tuple[int, ...], ways: list[int]
    ) -> tuple[list[_Draft], list[tuple[int, int]], list[list[int]]]:
        """Return lifts, ends and ways back of tails without a duty day."""
        type_, book = tail.type, self.shapes.book
        hubs = tuple(dict.fromkeys(self.ways[w].route.hub for w in ways))
        places = (*bases, *hubs)
        ends = [(place, int(i < len(bases))) for i, place in enumerate(places)]
        hops: dict[tuple[int, int], tuple[int, int, int] | None] = {}
        for e, place in enumerate(places):
            for origin in dict.fromkeys(self.ways[w].route.origin for w in ways):
                route = book.empty(type_, place, origin)
                hops[e, origin] = None if route is None else (self._length(route), FAR, self._empty(route))
        drafts = []
        for w in ways:
            way = self.ways[w]
            found = {e: hop for e in range(len(places)) if (hop := hops[e, way.route.origin]) is not None}
            if found:
                rests = (0,) * len(way.places)
                cleared = self._cleared(way, max(hop[0] for hop in found.values()))
                drafts.append(_Draft(w, rests, len(bases) + hubs.index(way.route.hub), cleared, found))
        backs = []
        for place in places:
            homes = [book.empty(type_, place, base) for base in bases]
            backs.append([-1 if home is None else self._empty(home) for home in homes])
        return drafts, ends, backs

    def _length(self, route: Route) -> int:
        stops = sum(self.network.nominal_ground_s(route.type, p, int(Purpose.ENROUTE)) for p in route.stops)
        return route.flying_s + stops

    def _empty(self, route: Route) -> int:
        """Return the row of an empty move; moves by other stops follow it, quickest first, for when one is full."""
        first = self.chain(route.type, route.stops, route.block_s, (0,) * len(route.stops), 0)
        if len(route.stops) != 1 or first in self.others:
            return first
        network, type_, a, b = self.network, route.type, route.origin, route.hub
        block = network.block_s[type_]
        found = []
        for stop in range(len(network.places)):
            if stop in (a, b, *route.stops) or UNREACHABLE in (block[a, stop], block[stop, b]):
                continue
            if can_use(network, type_, stop):
                wait = network.nominal_ground_s(type_, stop, int(Purpose.ENROUTE))
                found.append((int(block[a, stop]) + wait + int(block[stop, b]), stop))
        before = first
        for _, stop in sorted(found)[:DETOURS]:
            chain = self.chain(type_, (stop,), (int(block[a, stop]), int(block[stop, b])), (0,), 0)
            if chain in self.others or chain == before:
                break
            self.others[before] = chain
            before = chain
        return first

    def _cleared(self, way: Way, gap: int) -> int:
        """Return the first moment at which an onload may start for clearances' sake, without those for some cargo."""
        clearances = self.shapes.clearances
        if not clearances.any:
            return 0
        blocks = (0, *way.route.block_s)
        chain = Chain(way.route.origin, way.places, way.purposes, blocks, way.ground_s, (0,) * len(way.places))
        lines = [cargo.line for cargo in way.cargo] if clearances.by_cargo else [None]
        return max(clearances.cleared_from(chain, line) for line in lines) + gap

    def _crewed(self, tail: Tail, ways: list[int]) -> tuple[list[_Draft], list[tuple[int, int]], list[list[int]]]:
        """Return lifts, ends and ways back of tails with a duty day: ends differ by the duty that a crew has done."""
        record = self.network.types[tail.type]
        report = seconds(record.report_s or 0.0)
        ends: dict[tuple[int, int, int], int] = {(tail.base, report, -1): 0}
        backs: list[list[int]] = [[self.chain(tail.type, (), (0,), (), 0)]]
        drafts: dict[tuple[Any, ...], _Draft] = {}
        due = [(tail.base, report, -1)]
        while due:
            key = due.pop(0)
            here, used, _ = key
            for w in ways:
                made = self._shape(tail, w, here, used)
                if made is None:
                    continue
                rests, hop, after, back = made
                target = (self.ways[w].route.hub, after, back)
                if target not in ends:
                    if len(ends) >= ENDS:
                        continue
                    ends[target] = len(ends)
                    backs.append([back])
                    due.append(target)
                cleared = self._cleared(self.ways[w], hop[0])
                draft = drafts.setdefault((w, rests, target), _Draft(w, rests, ends[target], cleared, {}))
                draft.cleared = max(draft.cleared, cleared)
                draft.hops[ends[key]] = hop
        return list(drafts.values()), [(place, int(i == 0)) for i, (place, _, _) in enumerate(ends)], backs

    def _shape(
        self, tail: Tail, w: int, here: int, used: int
    ) -> tuple[tuple[int, ...], tuple[int, int, int], int, int] | None:
        """Return rests of the laden stops, the hop to them, the duty used after them, and the way back."""
        way, network = self.ways[w], self.network
        to = self.shapes.book.empty(tail.type, here, way.route.origin, duty_s=tail.duty_s)
        if to is None:
            return None
        first, last = len(to.stops), len(to.stops) + len(way.places)
        found: list[Chain] = []
        for back in self.shapes.ways_back(tail.type, way.route.hub, tail.base, tail.duty_s):
            chain = self.shapes.legs(tail.type, here, to, way.route, back, 0.0)
            rested = with_rests(network, tail.type, chain, tail.duty_s, used, base=tail.base)
            if rested is not None:
                found.append(rested[0])
        if not found:
            return None
        best = next((chain for chain in found if not chain.rests[last - 1]), found[0])
        record = network.types[tail.type]
        report, release = seconds(record.report_s or 0.0), seconds(record.release_s or 0.0)
        resting = frozenset(i for i, rest in enumerate(best.rests) if rest)
        after = duty_at(best, resting, None, used, report, base=tail.base, until=last)
        gap = sum(best.blocks[: first + 1]) + sum(best.ground[:first]) + sum(best.rests[:first])
        before = self.chain(tail.type, to.stops, best.blocks[: first + 1], best.rests[:first], 0)
        slack = self._slack(best, resting, used, last, tail, release) if here != tail.base else FAR
        done = report if after is None else after
        return best.rests[first:last], (gap, slack, before), done, self._ways_home(tail.type, best, found, last, done)

    def _ways_home(self, type_: int, best: Chain, found: list[Chain], last: int, done: int) -> int:
        """Return the row of the way home behind the first `last` stops; others follow it, for when its stops are full.

        A crew rests for long: at places where no cargo lands it is in nobody's way, so that ways by these come first.
        """
        alike = [best] + [c for c in found if c is not best and c.rests[:last] == best.rests[:last]]
        alike.sort(
            key=lambda c: any(r and p in self.hubs for p, r in zip(c.places[last:], c.rests[last:], strict=True))
        )
        rows = [self.chain(type_, c.places[last:-1], c.blocks[last:], c.rests[last:-1], 0, done) for c in alike]
        for row, other in pairwise(dict.fromkeys(rows)):
            self.others.setdefault(row, other)
        return rows[0]

    def _slack(self, chain: Chain, resting: frozenset[int], used: int, last: int, tail: Tail, release: int) -> int:
        """Return how long a crew may wait before a chain so that rests and the duty after it stay as they are [s]."""
        most = used
        for i in range(last):
            used += chain.blocks[i]
            most = max(most, used) if chain.blocks[i] else most
            if i in resting or chain.places[i] == tail.base:
                return max((tail.duty_s or 0) - release - most, 0)
            used += chain.ground[i]
        return 0

    def _lift(self, draft: _Draft, group: int) -> None:
        way, network = self.ways[draft.way], self.network
        record = network.types[way.type]
        explosive = any(network.lines[c.line].explosive_kg > 0.0 for c in way.cargo)
        specs, offsets, now = [-1] * 4, [0] * 4, 0
        for j, (place, purpose, ground) in enumerate(zip(way.places, way.purposes, way.ground_s, strict=True)):
            now += way.route.block_s[j - 1] if j else 0
            hot = explosive and bool(network.places[place].hot_spots)
            specs[j], offsets[j] = self.spec(way.type, place, purpose, ground, draft.rests[j], hot), now
            now += ground + draft.rests[j]
        landed = now - draft.rests[-1]
        limit = position_limit(record)
        first = len(self.cargo)
        rows = []
        for c in way.cargo:
            line = network.lines[c.line]
            marked = way.ground_s[0] - landed if self.mark == 0 else onward_s(network, way.route.hub, c.link, self.mark)
            rows.append((c.line, -1 if c.stock is None else c.stock, -1 if c.link is None else c.link, c.ready_s,
                         marked, line.earliest_s, c.room))  # fmt: skip
        rows.sort(key=lambda row: (-row[6] * self.worth.size[row[0]] * (1.0 if row[6] else 0.0), row[0]))
        self.cargo += rows
        self.lifts.append(
            (draft.way, way.route.origin, group, len(way.places), landed, now, draft.end, first, len(self.cargo),
             draft.cleared, *specs, *offsets, way.payload_kg, -1.0 if limit is None else limit,
             -1.0 if record.seats is None else float(record.seats),
             -1.0 if way.explosive_kg is None else way.explosive_kg)
        )  # fmt: skip


def make_board(network: Network, ways: tuple[Way, ...], worth: Worth, book: RouteBook) -> Board:
    """Return the board of a network: everything that a search needs to know, once."""
    maker = _Maker(network, ways, worth, Shapes(network, book))
    groups: dict[tuple[int, int | None, int], list[int]] = {}
    for t, tail in enumerate(network.tails):
        groups.setdefault((tail.type, tail.duty_s, -1 if tail.duty_s is None else tail.base), []).append(t)
    lanes: dict[tuple[int, int | None, int, int], list[tuple[float, int]]] = {}
    for w, way in enumerate(ways):
        key = way.type, way.duty_s, way.route.origin, way.route.hub
        lanes.setdefault(key, []).append((-way.payload_kg / way.landed_s, w))
    for (type_, duty_s, _), tails in groups.items():
        mine = [w for key, lane in lanes.items() if key[:2] == (type_, duty_s) for _, w in sorted(lane)[:ROUTES]]
        if mine:
            maker.outfit(tails, mine)
    return _freeze(maker)


def _freeze(maker: _Maker) -> Board:
    network, worth = maker.network, maker.worth
    chains = maker.chain_rows()
    lines = network.lines
    classes = [hazard_of(line) for line in lines]
    share = np.array([[may_share(a, b) for b in classes] for a in classes], dtype=np.bool_).reshape(
        len(lines), len(lines)
    )
    windows: list[tuple[int, int]] = []
    first = [0]
    for opens in network.open_s:
        windows += [(0, FAR)] if opens is None else list(opens)
        first.append(len(windows))
    positions = np.zeros((len(network.types), len(lines)))
    for type_ in {tail.type for tail in network.tails}:
        for i, line in enumerate(lines):
            positions[type_, i] = positions_per_unit(network, type_, line)
    return Board(
        horizon=network.horizon_s,
        mark=maker.mark,
        outfit=np.array(maker.outfits, dtype=OUTFIT),
        lift=np.array(maker.lifts, dtype=LIFT),
        cargo=np.array(maker.cargo, dtype=CARGO),
        spec=np.array(list(maker.specs), dtype=np.int64).reshape(-1, 6),
        hop=np.array(maker.hops, dtype=np.int64).reshape(-1, 3),
        chain=np.array(chains, dtype=np.int64).reshape(-1, 10),
        back=np.array(maker.back, dtype=np.int64),
        end=np.array(maker.ends, dtype=np.int64).reshape(-1, 2),
        line=np.array(
            [
                (
                    worth.latest[i],
                    min(int(worth.required[i]), worth.horizon_s),
                    worth.free_flow[i],
                    0 if line.unit == "kg" else 2 if line.unit == "load" else 1,
                    int(line.people),
                    0,
                    line.quantity,
                    worth.size[i],
                    line.unit_kg,
                    line.explosive_kg,
                    0.0,
                )
                for i, line in enumerate(lines)
            ],
            dtype=LINE,
        ),
        share=share,
        stock=np.array([stock.quantity for stock in network.stocks] or [0.0], dtype=np.float64),
        tail=np.array(maker.tails, dtype=TAIL),
        window_first=np.array(first, dtype=np.int64),
        window=np.array(windows, dtype=np.int64).reshape(-1, 2),
        positions=positions,
        per_spot=np.array(
            [
                [[1, e.small_on_narrow, e.small_on_wide], [1, 1, e.narrow_on_wide], [1, 1, 1]]
                for e in (place.spot_equivalence for place in network.places)
            ],
            dtype=np.int64,
        ).reshape(-1, 3, 3),
        spots=np.array(
            [
                [1, 1, 1] if steps is None else [max(column) for column in zip(*steps.values, strict=True)]
                for steps in network.parking
            ],
            dtype=np.int64,
        ),
        landings=np.array(
            [0 if p.arrivals_per_day is None else max(1, int(p.arrivals_per_day)) for p in network.places],
            dtype=np.int64,
        ),
    )
