"""A study: many runs of one plan, and the questions it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from openairlift.errors import UsageError, nearest
from openairlift.model import MARKS, METERS
from openairlift.network import Line, Network
from openairlift.network.network import IntArray
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.curves import ALL, NEVER, Curve, grid_of, group_columns, quantiles, unit_amount
from openairlift.study.limits import BindingShare, binding_shares
from openairlift.study.objective import objective_terms
from openairlift.study.observations import Comparison, compare
from openairlift.study.samples import Samples

if TYPE_CHECKING:
    from openairlift.sim import Resource

UNITS = {"mass": "kg", "usd": "USD", "items": "items", "people": "people"}


@dataclass(frozen=True, eq=False, kw_only=True)
class Study:
    """Many runs of one plan.

    Attributes
    ----------
    scenario, plan, network : what was simulated.
    seed, runs : seed of all draws, number of runs.
    resources : what can bind, in the order of `samples.binding`.
    samples : what was kept of every run.
    """

    scenario: Scenario
    plan: Plan
    network: Network
    seed: int
    runs: int
    resources: tuple[Resource, ...]
    samples: Samples

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, *, network: Network, seed: int, samples: Samples) -> Study:
        """Return the study of samples that `replicate` made."""
        from openairlift.sim import resources  # brings numba

        return cls(
            scenario=scenario,
            plan=plan,
            network=network,
            seed=seed,
            runs=samples.runs,
            resources=tuple(resources(network)),
            samples=samples,
        )

    @property
    def groups(self) -> tuple[str, ...]:
        """``all`` and every package that has requirements, in the scenario's order."""
        used = {line.package for line in self.network.lines}
        return (ALL, *(package for package in self.scenario.packages if package in used))

    @cached_property
    def load_lines(self) -> IntArray:
        """Line of each load, shape (loads,)."""
        return np.array([load.line for _, load in self.plan.loads], dtype=np.int64)

    def listed(self, *, meter: str, group: str = ALL, item: str | None = None) -> float:
        """Return everything that the requirements of a group ask for, in a meter."""
        return float(
            sum(
                line.quantity * unit_amount(line, meter)
                for line in self.network.lines
                if (group in (ALL, line.package)) and (item is None or self.item_of(line) == item)
            )
        )

    def item_of(self, line: Line) -> str | None:
        """Return the item of a line, None for cargo by mass, people and whole loads."""
        requirement = self.scenario.requirements[line.requirement]
        if requirement.item is not None:
            return requirement.item
        return line.name.split("/", 1)[1] if requirement.unit_type is not None and "/" in line.name else None

    def authorised(self, group: str = ALL) -> float | None:
        """Return the authorised amount of a package, or of all packages together where each states one [USD]."""
        chosen = self.groups[1:] if group == ALL else (group,)
        amounts = [self.scenario.packages[package].authorised_usd for package in chosen]
        stated = [amount for amount in amounts if amount is not None]
        return float(sum(stated)) if stated and len(stated) == len(amounts) else None

    def delivered(
        self, *, mark: str | None = None, meter: str | None = None, group: str = ALL, item: str | None = None
    ) -> Curve:
        """Return the closure curve: how much had passed `mark` by when, in every run.

        Parameters
        ----------
        mark, meter : None takes those of the scenario's objective.
        group : a package, or ``all``.
        item : count this item only.

        Raises
        ------
        UsageError
            When a name is unknown.
        """
        mark = self.scenario.settings.objective_mark if mark is None else mark
        meter = self.scenario.settings.objective_meter if meter is None else meter
        for word, value, known in (("mark", mark, MARKS), ("meter", meter, METERS), ("group", group, self.groups)):
            if value not in known:
                near = nearest(value, known)
                hint = "" if near is None else f"; did you mean {near!r}?"
                raise UsageError(f"{value!r} is no {word}; allowed: {', '.join(known)}{hint}")
        columns = group_columns(self.network.lines, self.load_lines, group=group, item=item, items=self.item_of)
        times = self.samples.marks[:, columns, MARKS.index(mark)].astype(np.int64)
        units = np.array([unit_amount(self.network.lines[i], meter) for i in self.load_lines[columns]])
        return Curve(
            mark=mark,
            meter=meter,
            group=group,
            unit=UNITS[meter],
            times_s=np.where(times < 0, NEVER, times),
            amounts=self.samples.carried[:, columns] * units,
            grid_s=grid_of(self.network.horizon_s),
            listed=self.listed(meter=meter, group=group, item=item),
            authorised=self.authorised(group),
        )

    @property
    def closed(self) -> npt.NDArray[np.bool_]:
        """Whether everything required passed the objective's mark within the horizon, shape (runs,)."""
        return self.samples.closed & (not self.plan.shortfalls)

    @property
    def closure_s(self) -> IntArray:
        """When everything required had passed the objective's mark, shape (runs,) [s]; -1 = not within the horizon."""
        return np.where(self.closed, self.samples.window[:, 1], -1)

    @property
    def closed_share(self) -> float:
        """Share of the runs that close within the horizon."""
        return float(np.count_nonzero(self.closed)) / self.runs

    def closure_quantiles(self, q: Sequence[float] = (0.1, 0.5, 0.9)) -> tuple[int | None, ...]:
        """Return quantiles of the closure time [s]; None = not within the horizon (censored runs count as later)."""
        return censored_quantiles(self.closure_s, q)

    def limits(self) -> list[BindingShare]:
        """Return what was the limit how long, the longest first."""
        return binding_shares(self.resources, self.samples.binding, self.samples.window)

    def objective(self) -> dict[str, float]:
        """Return the terms of the objective, means over the runs (see `objective_terms`)."""
        return objective_terms(self)

    def observations(self) -> list[Comparison]:
        """Place every observation of the scenario beside the results; nothing else reads observations."""
        return [compare(self, key) for key in self.scenario.evidence.observations]


def censored_quantiles(seconds: IntArray, q: Sequence[float]) -> tuple[int | None, ...]:
    """Return quantiles of times of which negative ones are "not within the horizon"; such a quantile is None.

    Examples
    --------
    >>> censored_quantiles(np.array([10, -1, 30, 20]), (0.5, 0.9))
    (20, None)
    """
    found = quantiles(np.where(seconds < 0, np.inf, seconds), q)
    return tuple(int(value) if np.isfinite(value) else None for value in np.atleast_1d(found))
