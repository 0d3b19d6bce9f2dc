"""What goes by surface alone, in the bound: the most that hauls can gain at given prices of lines and stocks.

Ways that take no time stand here too: nothing holds back what they carry but what there is of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from openairlift.model import MARKS, Link
from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.solve.bound.capacities import link_factor
from openairlift.solve.values import Worth, gains, onward_s
from openairlift.solve.ways import Way
from openairlift.units import DAY_S, seconds

Weights = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overland:
    """Cargo of a line that needs no aircraft's time: by a link from where it lies, or by a way that takes no time.

    Attributes
    ----------
    line, stock, link : indexes; stock −1 = none, link −1 = no limit of what is carried.
    ready_s : when it can leave [s].
    landed_s, marked_s : from leaving to landed and to the mark, at the least [s].
    earliest_s : it lands no earlier [s].
    """

    line: int
    stock: int
    link: int
    ready_s: int
    landed_s: int
    marked_s: int
    earliest_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """What a link can carry: `burst_kg` at once, and `kg_per_s` all along; None = without limit."""

    burst_kg: float
    kg_per_s: float | None


def overland(network: Network, instant: Iterable[Way], *, dated: bool) -> tuple[Overland, ...]:
    """Return everything that can go without an aircraft's time.

    Parameters
    ----------
    instant : ways that take (next to) no time.
    dated : whether nothing lands before its earliest date in a run.
    """
    mark = MARKS.index(network.scenario.settings.objective_mark)
    found = []
    for index, line in enumerate(network.lines):
        for _, stock, link in line.surface:
            ready = line.ready_s if stock is None else max(line.ready_s, network.stocks[stock].ready_s)
            least = _least_s(network.links[link].record)
            found.append(
                Overland(
                    line=index, stock=-1 if stock is None else stock, link=link, ready_s=ready, landed_s=least,
                    marked_s=0 if mark == 0 else least, earliest_s=line.earliest_s if dated else 0,
                )
            )  # fmt: skip
    for way in instant:
        for cargo in way.cargo:
            onward = onward_s(network, way.route.hub, cargo.link, mark)
            found.append(
                Overland(
                    line=cargo.line, stock=-1 if cargo.stock is None else cargo.stock, link=-1, ready_s=cargo.ready_s,
                    landed_s=0, marked_s=onward, earliest_s=network.lines[cargo.line].earliest_s if dated else 0,
                )
            )  # fmt: skip
    return tuple(found)


def _least_s(record: Link) -> int:
    """Return the time from leaving to delivered by a link; what passes a capacity a day can be small [s]."""
    parts = [record.transit_s, record.border_wait_s, record.unload_s]
    if record.capacity_kg_per_day is None:
        parts.append(record.load_s)
    return sum(seconds(part.mean) for part in parts if part is not None)


def road_of(network: Network, link: int) -> Road:
    """Return what a link can carry; vehicles that all leave at once, then each after its round trip."""
    record, factor = network.links[link].record, link_factor(network, link)
    if record.capacity_kg_per_day is not None:
        return Road(burst_kg=0.0, kg_per_s=record.capacity_kg_per_day * factor / DAY_S)
    if record.trucks is None or record.payload_kg is None:
        return Road(burst_kg=0.0, kg_per_s=None)
    back = 0 if record.transit_s is None else seconds(record.transit_s.mean)
    tour = _least_s(record) + back
    fleet_kg = (
        int(record.trucks * factor + 1.0) * record.payload_kg if factor > 1.0 else record.trucks * record.payload_kg
    )
    return Road(burst_kg=fleet_kg, kg_per_s=fleet_kg / tour if tour > 0 else None)


@dataclass(slots=True, eq=False)
class Surface:
    """Everything that goes overland, on the cells of a grid."""

    network: Network
    worth: Worth
    rows: tuple[Overland, ...]
    delta: int
    cells: int
    roads: dict[int, Road] = field(default_factory=dict)
    _gain: dict[tuple[int, Weights], FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # A load has left its stock when the first of it goes, so that for this mark a link holds nothing back.
        left = self.network.scenario.settings.objective_mark == MARKS[0]
        for link in {row.link for row in self.rows if row.link >= 0}:
            self.roads[link] = Road(burst_kg=0.0, kg_per_s=None) if left else road_of(self.network, link)

    def best(self, line: FloatArray, stock: FloatArray, weights: Weights) -> tuple[float, list[tuple[int, int, float]]]:
        """Return the most that can be gained at prices of lines and stocks, and by what: (row, units) with line, stock.

        The lesser of two bounds. By amount: every line in full on its best row. By link: of every link the lesser of
        the full lines that use it, and of what it can carry, cell by cell, of the line that is worth most per kg then.
        """
        if not self.rows:
            return 0.0, []
        quantity = [record.quantity for record in self.network.lines]
        nets = [self._net(number, line, stock, weights) for number in range(len(self.rows))]
        tops = [float(net.max()) for net in nets]
        amount, chosen = self._in_full(range(len(self.rows)), tops, quantity)
        carried, parts = 0.0, []
        for link in sorted({row.link for row in self.rows}):
            mine = [number for number, row in enumerate(self.rows) if row.link == link]
            value, units = self._in_full(mine, tops, quantity)
            limited = self._limited(link, mine, nets) if link >= 0 else None
            if limited is not None and limited[0] < value:
                value, units = limited
            carried += value
            parts += units
        if carried < amount:
            amount, chosen = carried, parts
        return amount, [(self.rows[number].line, self.rows[number].stock, units) for number, units in chosen]

    def _net(self, number: int, line: FloatArray, stock: FloatArray, weights: Weights) -> FloatArray:
        """Return what a unit gains that leaves in each cell, less its prices; 0 where that is not worth it."""
        row = self.rows[number]
        key = number, weights
        if key not in self._gain:
            leaves = np.arange(self.cells, dtype=np.int64) * self.delta
            leaves = np.maximum(leaves, row.ready_s)
            landed = np.maximum(leaves + row.landed_s, row.earliest_s)
            marked = np.maximum(leaves + row.marked_s, row.earliest_s if row.marked_s else 0)
            parts = gains(self.worth, row.line, landed, marked)
            total = np.zeros(self.cells)
            for weight, part in zip(weights, parts, strict=True):
                total += weight * part
            self._gain[key] = total
        price = line[row.line] + (stock[row.stock] if row.stock >= 0 else 0.0)
        result: FloatArray = np.maximum(self._gain[key] - price, 0.0)
        return result

    def _in_full(
        self, numbers: Iterable[int], tops: list[float], quantity: list[float]
    ) -> tuple[float, list[tuple[int, float]]]:
        """Return what some rows gain when each line goes in full by the best of them."""
        best: dict[int, int] = {}
        for number in numbers:
            line = self.rows[number].line
            if tops[number] > 0.0 and (line not in best or tops[number] > tops[best[line]]):
                best[line] = number
        return (
            sum(tops[number] * quantity[line] for line, number in best.items()),
            [(number, quantity[line]) for line, number in best.items()],
        )

    def _limited(
        self, link: int, numbers: list[int], nets: list[FloatArray]
    ) -> tuple[float, list[tuple[int, float]]] | None:
        """Return what a link can gain that always carries what is worth most per kg; None where nothing limits it."""
        road = self.roads[link]
        kilos = np.array([self.network.lines[self.rows[number].line].unit_kg for number in numbers])
        if road.kg_per_s is None or kilos.min() <= 0.0:
            return None
        each = np.array([nets[number] for number in numbers]) / kilos[:, None]
        first = min(self.rows[number].ready_s for number in numbers) // self.delta
        if first >= self.cells:
            return 0.0, []
        each[:, :first] = 0.0
        room = np.full(self.cells, road.kg_per_s * self.delta)
        room[first] += road.burst_kg
        top = each.argmax(axis=0)
        value = each[top, np.arange(self.cells)]
        used = np.bincount(top, weights=np.where(value > 0.0, room, 0.0), minlength=len(numbers)) / kilos
        return float(value @ room), [(numbers[k], float(used[k])) for k in range(len(numbers)) if used[k] > 0.0]
