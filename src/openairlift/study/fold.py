"""Fold one run after the other into a tally, and forget it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from openairlift.model import MARKS
from openairlift.network.network import FloatArray
from openairlift.study.cost import KINDS
from openairlift.study.counts import Counter
from openairlift.study.ladders import ladders
from openairlift.study.layout import GRID_S, Layout
from openairlift.study.probes import Ask
from openairlift.study.tally import SUMS, Tally

if TYPE_CHECKING:
    from openairlift.sim import Run

_WHOLE = 1 - 1e-9
_LANDED = MARKS.index("landed")
_COLUMNS = {Ask.ARRIVALS: 0, Ask.DIVERTS: 2, Ask.NO_SHOWS: 3}
"""Column of a run's traffic that counts what a probe asks for."""
_ADDED = {
    "waits_at": "waits",
    "traffic": "traffic",
    "own_traffic": "own_traffic",
    "occupancy": "occupancy",
    "fuel_kg": "fuel_kg",
}
"""Sums over the runs, and the array of a run that goes into each."""


class Fold:
    """The tally of a stretch of runs while it is made."""

    def __init__(self, layout: Layout, *, first: int, count: int) -> None:
        self._layout, self._first, self._count = layout, first, count
        self._moments = len(layout.grid_s)
        shape = (len(layout.curves), len(MARKS), self._moments)
        self._cells = (np.arange(np.prod(shape), dtype=np.int64) * layout.stride).reshape(shape)
        self._factor = np.ones(shape[0])
        if not layout.exact:
            whole = layout.listed * layout.scale[[m for _, m in layout.curves]]
            self._factor = layout.steps / whole
        self._group_curves = [c for c, (s, _) in enumerate(layout.curves) if layout.subjects[s][1] is None]
        self._group_scale = layout.scale[[layout.curves[c][1] for c in self._group_curves]][:, None]
        self._classes = max((int(found.max(initial=-1)) + 1 for found in layout.members), default=0)
        self._row = (layout.load_class[:, None] * len(MARKS) + np.arange(len(MARKS))) * (self._moments + 1)
        self._never_date = -(-layout.horizon_s // layout.date_s) + 1
        requirements = len(layout.due.wanted)
        self._date_cells = np.arange(requirements, dtype=np.int64) * (self._never_date + 1)
        self._ladders = ladders(layout)
        together = {int(index) for ladder in self._ladders for index in ladder.probes}
        self._single = [index for index in range(len(layout.probes)) if index not in together]
        self._curves, self._dates = Counter(layout.stride), Counter(self._never_date + 1)
        self._sums: dict[str, npt.NDArray[Any]] = {
            "curve_sums": np.zeros(shape, dtype=np.int64),
            "on_time": np.zeros(requirements, dtype=np.int64),
            "losses": np.zeros(3, dtype=np.int64),
            "cost_cents": np.zeros(len(layout.prices.requirements), dtype=np.int64),
        }
        self._by_run: dict[str, npt.NDArray[Any]] = {
            "closed": np.zeros(count, dtype=np.bool_),
            "window": np.zeros((count, 2), dtype=np.int64),
            "objective": np.zeros((count, 3)),
            "probes": np.zeros((count, len(layout.probes))),
            "cost_usd": np.zeros((count, len(KINDS) + 1)),
            "delivered": np.zeros((count, len(self._group_curves), len(MARKS))),
        }
        self._bin_s = 0
        self._seen = 0

    def add(self, run: Run) -> None:
        """Add a run; every run of the stretch has to be added once, in any order."""
        if self._seen == 0:
            self._begin(run)
        self._seen += 1
        at = run.run - self._first
        scaled = np.rint(run.carried * self._layout.units * self._layout.scale[:, None])
        self._add_curves(at, run, scaled)
        self._add_dates(run)
        if any(self._layout.prices.priced):
            self._add_costs(at, run)
        by_run = self._by_run
        by_run["closed"][at] = run.closed
        by_run["window"][at] = run.window
        by_run["binding"][at] = run.binding
        by_run["waits"][at] = run.waits.sum(axis=0)
        by_run["flying_s"][at] = run.flying_s
        by_run["objective"][at] = self._layout.terms.of_run(run.marks, run.carried)
        for ladder in self._ladders:
            by_run["probes"][at, ladder.probes] = ladder.of_run(run, scaled)
        for index in self._single:
            by_run["probes"][at, index] = self._probe(index, run, scaled)
        for name, of in _ADDED.items():
            self._sums[name] += getattr(run, of)
        # -3 (under way) and -2 (never begun) go behind the causes; -1 has ended
        stuck = np.where(run.stuck >= 0, run.stuck, run.stuck + 3 + run.waits.shape[1])[run.stuck != -1]
        self._sums["unfinished"] += np.bincount(stuck, minlength=run.waits.shape[1] + 2)
        self._sums["losses"] += [run.lost_tails, round(run.lost_kg), run.lost_kg > 0]
        self._sums["stored_kg_s"] += np.rint(run.stored_kg_s).astype(np.int64)

    def tally(self) -> Tally:
        """Return the tally of the stretch."""
        if self._seen != self._count:
            raise ValueError(f"{self._seen} of {self._count} runs were added")
        sums = {name: self._sums[name] for name in SUMS}
        return Tally(**self._by_run, **sums, curves=self._curves.table(), dates=self._dates.table(), bin_s=self._bin_s)

    def _begin(self, run: Run) -> None:
        seconds = np.int32 if self._layout.horizon_s < 1 << 31 else np.int64
        self._by_run["binding"] = np.zeros((self._count, len(run.binding)), dtype=seconds)
        self._by_run["waits"] = np.zeros((self._count, run.waits.shape[1]), dtype=np.int64)
        self._by_run["flying_s"] = np.zeros((self._count, len(run.flying_s)), dtype=np.int64)
        for name, of in _ADDED.items():
            self._sums[name] = np.zeros(getattr(run, of).shape, dtype=np.int64)
        self._sums["unfinished"] = np.zeros(run.waits.shape[1] + 2, dtype=np.int64)
        self._sums["stored_kg_s"] = np.zeros(run.stored_kg_s.shape, dtype=np.int64)
        self._bin_s = int(run.bin_s)

    def _add_curves(self, at: int, run: Run, scaled: FloatArray) -> None:
        """Count the values of every curve, mark and moment; all sums are of whole numbers, so exact in any order."""
        layout, moments = self._layout, self._moments
        if not layout.curves:
            return
        reached = np.where(run.marks < 0, moments, np.minimum(-(-run.marks // GRID_S), moments))
        bins = (self._row + reached).ravel()
        size = self._classes * len(MARKS) * (moments + 1)
        tables = []
        for amounts in scaled:
            table = np.bincount(bins, np.repeat(amounts, len(MARKS)), size)
            tables.append(table.reshape(self._classes, len(MARKS), moments + 1)[:, :, :moments])
        steps = np.empty((len(layout.curves), len(MARKS), moments))
        for c, (subject, meter) in enumerate(layout.curves):
            np.add.reduce(tables[meter][layout.members[subject]], axis=0, out=steps[c])
        values = np.cumsum(steps, axis=2, out=steps)
        self._sums["curve_sums"] += values.astype(np.int64)
        self._by_run["delivered"][at] = values[self._group_curves, :, -1] / self._group_scale
        if not layout.exact:
            values = np.rint(values * self._factor[:, None, None])
        keys = np.minimum(values.astype(np.int64), layout.stride - 1) + self._cells
        self._curves.add(keys.ravel())

    def _add_dates(self, run: Run) -> None:
        due = self._layout.due
        complete = due.of_run(run.marks, run.carried)
        self._sums["on_time"] += (complete >= 0) & (complete <= due.required_s)
        dates = np.where(complete < 0, self._never_date, -(-complete // self._layout.date_s))
        self._dates.add(dates + self._date_cells)

    def _add_costs(self, at: int, run: Run) -> None:
        landed = run.marks[:, _LANDED] >= 0
        prices = self._layout.prices
        costs = prices.run(run.mission_flown_s, run.mission_landings_usd, run.carried, run.trips, landed)
        self._by_run["cost_usd"][at] = [*costs.by_kind, costs.unshared]
        self._sums["cost_cents"] += np.rint(costs.by_requirement * 100).astype(np.int64)

    def _moment(self, index: int, run: Run) -> float:
        """Return the moment of an amount [s]; before the scenario where nothing ever passed the mark it counts from."""
        probe = self._layout.probes[index]
        if not probe.after:
            return probe.at_s
        marks = run.marks[self._layout.probe_group[index], MARKS.index(probe.after)]
        if not (marks >= 0).any():
            return -1
        first = int(marks[marks >= 0].min())
        if not probe.calendar:
            return first + probe.at_s
        row = bisect_right(probe.calendar, first, key=lambda pair: pair[0]) - 1
        return probe.calendar[max(row, 0)][1]

    def _probe(self, index: int, run: Run, scaled: FloatArray) -> float:
        layout = self._layout
        probe, loads = layout.probes[index], layout.probe_loads[index]
        if probe.ask in _COLUMNS:
            column = _COLUMNS[probe.ask]
            return float(run.traffic[layout.probe_places[index], probe.from_day : probe.to_day, column].sum())
        nothing = 0.0 if probe.ask is Ask.AMOUNT else np.inf
        if probe.meter not in layout.meters:
            return nothing
        meter = layout.meters.index(probe.meter)
        amounts, marks = scaled[meter, loads], run.marks[loads, MARKS.index(probe.mark)]
        there = (marks >= 0) & (amounts > 0)
        if probe.ask is Ask.AMOUNT:
            return float(amounts[there & (marks <= self._moment(index, run))].sum() / layout.scale[meter])
        if probe.ask is Ask.REACHED:
            order = np.argsort(marks[there], kind="stable")
            enough = np.cumsum(amounts[there][order]) >= probe.amount * layout.scale[meter] * _WHOLE
            return float(marks[there][order][np.argmax(enough)]) if enough.any() else nothing
        if not there.any():
            return nothing
        if probe.ask is Ask.FIRST:
            return float(marks[there].min())
        # cumsum adds in order; sum would pair terms by what the processor offers
        amount = float(np.cumsum((run.carried * layout.units[meter])[loads][there])[-1])
        return float(marks[there].max()) if amount >= layout.probe_listed[index] * _WHOLE else nothing
