"""Options that were planned and simulated on the same luck, and the questions that they answer together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openairlift.model import Disruption
from openairlift.network.network import FloatArray
from openairlift.scenario import CellChange
from openairlift.study.amounts import listed
from openairlift.study.comparing import asked, covering
from openairlift.study.comparing.cases import Case
from openairlift.study.comparing.choices import Choice
from openairlift.study.comparing.measures import Measure, listed_of, measures_of
from openairlift.study.comparing.pairs import Paired, interval, paired
from openairlift.study.comparing.pareto import Front, front
from openairlift.study.comparing.ranks import lexicographic, rank_shares
from openairlift.study.comparing.regret import Regret, futures_of, grouped, regret_of
from openairlift.study.cost import CostModel
from openairlift.study.relief_gain import Interval

OBJECTIVE = "objective"
"""Name of the ranking by the terms of the objective, one after the other."""

RANKED = (
    "shared_closure", "closure", "shared_undelivered", "undelivered", "size_days_after_free_flow", "cost", "flying",
)  # fmt: skip
"""Measures that options are ranked by, where they are there."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Future:
    """An event that comes unforeseen, and what becomes of the plan of every option in it."""

    event: Choice
    cases: tuple[Case, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Weighing:
    """Options of a scenario, each planned and simulated on the same luck; the first is what the others differ from.

    Attributes
    ----------
    choices, cases : what was compared, and what came of it.
    changes : cells in which each differs from the first.
    against : disruptions that hold in every case, beside those of the scenario.
    shared, alone : requirements that are the same in all cases; whether no case has others.
    noise : the first case with plans that differ by the planner's noise only.
    futures : events that come unforeseen.
    not_compared : options that measure by something else than the first, with the reason.
    left_out : names of options that were not reached before Ctrl-C.
    seed, runs, effort : of every case.
    complete : False where Ctrl-C ended the work.
    """

    choices: tuple[Choice, ...]
    cases: tuple[Case, ...]
    changes: tuple[tuple[CellChange, ...], ...]
    against: tuple[Disruption, ...]
    shared: tuple[str, ...]
    alone: bool
    noise: tuple[Case, ...]
    futures: tuple[Future, ...]
    not_compared: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    seed: int
    runs: int
    effort: int
    complete: bool

    @cached_property
    def measures(self) -> list[Measure]:
        """The measures of all cases."""
        return measures_of(self.cases, self.shared, alone=self.alone)

    def measure(self, name: str) -> Measure | None:
        """Return a measure by name, None where no case has it."""
        return next((item for item in self.measures if item.name == name), None)

    @cached_property
    def _of_noise(self) -> list[Measure]:
        return measures_of((self.cases[0], *self.noise), self.shared, alone=self.alone)

    def differences(self, measure: Measure) -> list[Paired | None]:
        """Return what each case differs by from the first, over the runs in which both are within the horizon."""
        first = measure.values[0]
        return [paired(row, first) for row in measure.values]

    def within(self, measure: Measure) -> list[Interval]:
        """Return what each case differs by from the first, what is not within the horizon counted as the horizon."""
        rows = measure.within
        return [interval(row[:, None], rows[0][:, None])[0] for row in rows]

    def noise_of(self, name: str) -> float | None:
        """Return the largest mean difference that a neutral re-plan of the first case makes; None = not measured."""
        found = next((item for item in self._of_noise if item.name == name), None)
        if not self.noise or found is None:
            return None
        rows = found.within
        return max(abs(interval(row[:, None], rows[0][:, None])[0].mean) for row in rows[1:])

    def days(self, curve: asked.Curve) -> list[tuple[int, list[FloatArray | None]]]:
        """Return by day end [s] the share of a curve that is there in every run, by case; None where a case lacks it.

        A share is of what the case itself lists in the curve's meter and group.
        """
        _, meter, group = curve
        ends = sorted({end for case in self.cases for end in asked.day_ends(case.network.horizon_s)})
        found: list[tuple[int, list[FloatArray | None]]] = []
        for end in ends:
            row: list[FloatArray | None] = []
            for case in self.cases:
                whole = listed(case.scenario, case.network, meter=meter, group=group)
                probe = asked.amount(curve, end)
                row.append(case.probed(probe) / whole if whole > 0 and probe in case.probes else None)
            found.append((end, row))
        return found

    @cached_property
    def curves(self) -> list[asked.Curve]:
        """The curves that some case has."""
        return list(dict.fromkeys(c for case in self.cases for c in asked.curves(case.scenario, case.network)))

    def cover(self) -> list[tuple[int, list[FloatArray | None]]]:
        """Return by day end [s] the covered share in every run, by case, as `covering.covered` gives it.

        Nothing where no case brings units with a stated reach.
        """
        if not any(covering.bringing(case.scenario) for case in self.cases):
            return []
        ends = sorted({end for case in self.cases for end in asked.day_ends(case.network.horizon_s)})
        shares = [covering.covered(case, ends) for case in self.cases]
        return [(end, [None if one is None else one[:, at] for one in shares]) for at, end in enumerate(ends)]

    @cached_property
    def event(self) -> tuple[bool, ...]:
        """By case, whether it differs from the first in disruptions only: it happens, and nobody chooses it."""
        return tuple(bool(rows) and all(row.table == "disruptions" for row in rows) for rows in self.changes)

    @cached_property
    def covers(self) -> list[list[bool]]:
        """Whether case i asks for all that case j asks for."""
        wanted = [dict(case.scenario.requirements) for case in self.cases]
        return [[all(one.get(k) == v for k, v in other.items()) for other in wanted] for one in wanted]

    def ranks(self) -> dict[str, FloatArray]:
        """Return rank shares by measure, shape (cases, ranks) each; by the objective where all ask for the same."""
        found: dict[str, FloatArray] = {}
        if self.alone:
            flying = np.array([case.flying_s.sum(axis=1) / 3600 for case in self.cases])
            terms = np.array([case.terms for case in self.cases])
            found[OBJECTIVE] = rank_shares(lexicographic(np.concatenate([terms, flying[:, :, None]], axis=2)))
        for name in self._ranked():
            measure = self.measure(name)
            if measure is not None:
                found[name] = rank_shares(measure.losses)
        return found

    def _ranked(self) -> list[str]:
        """Return the measures to rank by: of what all ask for where some ask for more."""
        more = () if self.alone or not self.shared else ("closure", "undelivered", "size_days_after_free_flow")
        spent = "flying" if self.priced else "cost"
        return [name for name in RANKED if name not in (*more, spent)]

    @cached_property
    def priced(self) -> bool:
        """Whether everything that some plan uses has a price; else options are not ranked by what has one."""
        costs = self.measure("cost") is not None
        return costs and not any(CostModel.of(case.network, case.plan).not_stated for case in self.cases)

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """Runs by which of the first case's disruptions come by chance."""
        return grouped(futures_of(self.cases[0].scenario, seed=self.seed, runs=self.runs))

    def regrets(self) -> dict[str, Regret]:
        """Return the regret by measure, over the runs grouped by what comes by chance."""
        found: dict[str, Regret] = {}
        for name in self._ranked():
            measure = self.measure(name)
            if measure is not None:
                losses = -measure.within if measure.more_is_better else measure.within
                found[name] = regret_of(losses, self.groups)
        return found

    def regrets_over_events(self) -> dict[str, Regret]:
        """Return the regret by measure, over the stated futures and the one in which none of them comes."""
        found: dict[str, Regret] = {}
        if not self.futures:
            return found
        columns = [self.cases, *(future.cases for future in self.futures)]
        names = ["as it is", *(future.event.name for future in self.futures)]
        tables = [{m.name: m for m in measures_of(cases, self.shared, alone=self.alone)} for cases in columns]
        runs = {name: range(k * self.runs, (k + 1) * self.runs) for k, name in enumerate(names)}
        for name in self._ranked():
            if all(name in table for table in tables):
                found[name] = regret_of(np.concatenate([table[name].within for table in tables], axis=1), runs)
        return found

    def fronts(self) -> list[Front]:
        """Return closure, delay and what is not there against cost; against flying hours where a price is missing."""
        spent = self.measure("cost" if self.priced else "flying")
        closure = self.measure("shared_closure") or self.measure("closure")
        found: list[Front] = []
        if spent is None or closure is None:
            return found
        found.append(front(closure.within, spent.values, names=(closure.name, spent.name), covers=self.covers))
        delay = self.measure("size_days_after_free_flow")
        if delay is not None and self.alone:
            found.append(front(delay.values, spent.values, names=(delay.name, spent.name), covers=self.covers))
        left = self.measure("undelivered")
        if left is not None:
            whole = np.array([max(listed_of(case), 1e-9) for case in self.cases])
            share = left.values / whole[:, None]
            found.append(front(share, spent.values, names=("undelivered_share", spent.name), covers=self.covers))
        return found
