"""A study: many runs of one plan, and the questions it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from openairlift.errors import UsageError, nearest
from openairlift.evidence import MONTHS_AHEAD
from openairlift.model import MARKS, METERS
from openairlift.network import Line, Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.notebook import rich
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, UNITS, authorised, groups, item_of, listed
from openairlift.study.cost import Costs, CostSummary, summarised
from openairlift.study.curves import Curve, quantiles
from openairlift.study.layout import Layout
from openairlift.study.limits import BindingShare, binding_shares
from openairlift.study.objective import objective_terms
from openairlift.study.observations import Comparison, compare
from openairlift.study.probes import Ask, Probe
from openairlift.study.tally import Tally

if TYPE_CHECKING:
    from types import ModuleType

    from matplotlib.figure import Figure

    from openairlift.sim import Resource


@dataclass(frozen=True, eq=False, kw_only=True)
class Study:
    """Many runs of one plan.

    Attributes
    ----------
    scenario, plan, network : what was simulated.
    seed, runs : seed of all draws, number of runs.
    resources : what can bind, in the order of `tally.binding`.
    layout : what was kept, and how finely.
    tally : what was kept of the runs.
    """

    scenario: Scenario
    plan: Plan
    network: Network
    seed: int
    runs: int
    resources: tuple[Resource, ...]
    layout: Layout
    tally: Tally

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, *, network: Network, seed: int, layout: Layout, tally: Tally) -> Study:
        """Return the study of a tally that `replicate` made.

        Raises
        ------
        OpenAirliftError
            When the tally was made with another layout.
        """
        layout.check(tally.curve_sums, tally.probes)
        from openairlift.sim import resources  # brings numba

        return cls(
            scenario=scenario,
            plan=plan,
            network=network,
            seed=seed,
            runs=tally.runs,
            resources=tuple(resources(network)),
            layout=layout,
            tally=tally,
        )

    @property
    def groups(self) -> tuple[str, ...]:
        """``all`` and every package that has requirements, in the scenario's order."""
        return groups(self.scenario, self.network)

    @cached_property
    def load_lines(self) -> IntArray:
        """Line of each load, shape (loads,)."""
        return np.array([load.line for _, load in self.plan.loads], dtype=np.int64)

    def listed(self, *, meter: str, group: str = ALL, item: str | None = None) -> float:
        """Return everything that the requirements of a group ask for, in a meter."""
        return listed(self.scenario, self.network, meter=meter, group=group, item=item)

    def item_of(self, line: Line) -> str | None:
        """Return the item of a line, None for cargo by mass, people and whole loads."""
        return item_of(self.scenario, line)

    def authorised(self, group: str = ALL) -> float | None:
        """Return the authorised amount of a package, or of all packages together where each states one [USD]."""
        return authorised(self.scenario, self.network, group)

    def delivered(
        self, *, mark: str | None = None, meter: str | None = None, group: str = ALL, item: str | None = None
    ) -> Curve:
        """Return the closure curve: how much had passed `mark` by when, over all runs.

        Parameters
        ----------
        mark, meter : None takes those of the scenario's objective.
        group : a package, or ``all``.
        item : count this item only; `replicate` has to be told of it beforehand.

        Raises
        ------
        UsageError
            When a name is unknown, or the study holds no curves of the item.
        """
        mark = self.scenario.settings.objective_mark if mark is None else mark
        meter = self.scenario.settings.objective_meter if meter is None else meter
        for word, value, known in (("mark", mark, MARKS), ("meter", meter, METERS), ("group", group, self.groups)):
            if value not in known:
                near = nearest(value, known)
                hint = "" if near is None else f"; did you mean {near!r}?"
                raise UsageError(f"{value!r} is no {word}; allowed: {', '.join(known)}{hint}")
        layout, tally = self.layout, self.tally
        try:
            index = layout.curve(group, item, meter)
        except KeyError:
            raise UsageError(
                f"no curves of {item!r} were kept for {group!r}; ask beforehand: replicate(..., items=[{item!r}])"
            ) from None
        moments, step = len(layout.grid_s), MARKS.index(mark)
        stated = self.listed(meter=meter, group=group, item=item)
        means, step_size, resolution = np.zeros(moments), 0.0, 0.0
        if index is not None:
            scale, steps = layout.scale[layout.curves[index][1]], int(layout.steps[index])
            means = tally.curve_sums[index, step] / (scale * self.runs)
            step_size, resolution = (stated / steps, 1 / steps) if steps else (1 / float(scale), 0.0)
        return Curve(
            mark=mark,
            meter=meter,
            group=group,
            unit=UNITS[meter],
            grid_s=layout.grid_s,
            listed=stated,
            authorised=self.authorised(group),
            runs=self.runs,
            resolution=resolution,
            counts=None if index is None else tally.curves,
            first_cell=0 if index is None else (index * len(MARKS) + step) * moments,
            value=step_size,
            means=means,
            kept=self._kept(mark, meter, group, item, index),
        )

    def _kept(self, mark: str, meter: str, group: str, item: str | None, index: int | None) -> dict[int, FloatArray]:
        """Return what passed a mark by the moments that were kept run by run."""
        layout = self.layout
        found: dict[int, FloatArray] = {}
        about = Probe(ask=Ask.AMOUNT, mark=mark, meter=meter, group=group, item=item)
        for i, probe in enumerate(layout.probes):
            if replace(probe, at_s=0) == about:
                found[probe.at_s] = self.tally.probes[:, i]
        if item is None:
            own = [c for c, (s, _) in enumerate(layout.curves) if layout.subjects[s][1] is None]
            ends = (
                np.zeros(self.runs) if index is None else self.tally.delivered[:, own.index(index), MARKS.index(mark)]
            )
            found[layout.horizon_s] = ends
        return found

    def probed(self, probe: Probe) -> FloatArray:
        """Return a number that was kept of every run, shape (runs,).

        Raises
        ------
        UsageError
            When the study was not asked for it.
        """
        if probe not in self.layout.probes:
            raise UsageError(f"this study did not keep {probe}; ask beforehand: replicate(..., probes=[...])")
        found: FloatArray = self.tally.probes[:, self.layout.probes.index(probe)]
        return found

    @property
    def closed(self) -> npt.NDArray[np.bool_]:
        """Whether everything required passed the objective's mark within the horizon, shape (runs,)."""
        return self.tally.closed & (not self.plan.shortfalls)

    @property
    def closure_s(self) -> IntArray:
        """When everything required had passed the objective's mark, shape (runs,) [s]; -1 = not within the horizon."""
        return np.where(self.closed, self.tally.window[:, 1], -1)

    @property
    def closed_share(self) -> float:
        """Share of the runs that close within the horizon."""
        return float(np.count_nonzero(self.closed)) / self.runs

    def closure_quantiles(self, q: Sequence[float] = (0.1, 0.5, 0.9)) -> tuple[int | None, ...]:
        """Return quantiles of the closure time [s]; None = not within the horizon (censored runs count as later)."""
        return censored_quantiles(self.closure_s, q)

    def limits(self) -> list[BindingShare]:
        """Return what was the limit how long, the longest first."""
        return binding_shares(self.resources, self.tally.binding, self.tally.window)

    def objective(self) -> dict[str, float]:
        """Return the terms of the objective, means over the runs (see `objective_terms`)."""
        return objective_terms(self)

    def cost(self) -> CostSummary:
        """Return what the airlift costs, means over the runs; what has no price is named and left out."""
        tally, prices = self.tally, self.layout.prices
        mass = self.delivered(meter="mass").at(self.layout.horizon_s)
        by_requirement = np.broadcast_to(tally.cost_cents / (100 * self.runs), (self.runs, len(prices.requirements)))
        costs = Costs(by_kind=tally.cost_usd[:, :-1], by_requirement=by_requirement, unshared=tally.cost_usd[:, -1])
        return summarised(prices, costs, mass)

    def observations(self) -> list[Comparison]:
        """Place every observation of the scenario beside the results; nothing else in a study reads observations.

        Those of months ahead stand beside the stocks outlook instead.
        """
        seen = self.scenario.evidence.observations.items()
        return [compare(self, key) for key, record in seen if record.quantity not in MONTHS_AHEAD]

    def plot_closure(self, *, meter: str | None = None) -> Figure:
        """Draw how much is at the hub and delivered by when: P50, and the band from P10 to P90.

        Parameters
        ----------
        meter : ``mass``, ``usd``, ``items`` or ``people``; None = that of the objective.

        Returns
        -------
        A figure of matplotlib, which a notebook shows; ``figure.savefig("closure.svg")`` saves it.

        Raises
        ------
        UsageError
            When matplotlib is not installed, or nothing is listed in the meter.

        Examples
        --------
        >>> import openairlift as oa
        >>> scenario = oa.read_scenario("relief-small")
        >>> study = oa.replicate(scenario, oa.make_plan(scenario, effort=1), runs=3, seed=1, workers=1)
        >>> [axes.get_title(loc="left") for axes in study.plot_closure(meter="mass").axes]
        ['Relief to Beira: two depots, one crowded airport, two towns: share by mass']
        """
        return _plotting().closure_figure(self, meter=meter)  # type: ignore[no-any-return]

    def plot_lanes(self, place: str) -> Figure:
        """Draw spots and slots taken, and aircraft that wait, at a place by time: means over the runs.

        Parameters
        ----------
        place : id of a place.

        Raises
        ------
        UsageError
            When matplotlib is not installed, or there is no such place.
        """
        return _plotting().lanes_figure(self, place)  # type: ignore[no-any-return]

    def plot_gantt(self) -> Figure:
        """Draw what every aircraft does in the first run, by time; that run is played again for it.

        Raises
        ------
        UsageError
            When matplotlib is not installed.
        """
        return _plotting().gantt_figure(self)  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        ends = [
            "not within the horizon" if second is None else f"{self.scenario.moment(second):%Y-%m-%d %H:%M} UTC"
            for second in self.closure_quantiles((0.1, 0.5, 0.9))
        ]
        limits = [f"{one.name} {one.binding_share:.0%}" for one in self.limits()[:3] if one.binding_share > 0]
        rows = [
            ("runs", f"{self.runs} (seed {self.seed})"),
            ("closure P50", ends[1]),
            ("closure P10 – P90", f"{ends[0]} – {ends[2]}"),
            ("closes within the horizon", f"{self.closed_share:.0%} of the runs"),
            ("binding longest", ", ".join(limits)),
        ]
        return rich(f"Study: {self.scenario.settings.title}", rows, note=self.scenario.settings.banner)


def _plotting() -> ModuleType:
    """Return the module that draws; matplotlib is brought in when something is drawn."""
    try:
        from openairlift.study import plotting
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "matplotlib":
            raise
        raise UsageError("pictures need matplotlib: python -m pip install 'openairlift[plots]'") from None
    return plotting


def censored_quantiles(seconds: IntArray, q: Sequence[float]) -> tuple[int | None, ...]:
    """Return quantiles of times of which negative ones are "not within the horizon"; such a quantile is None.

    Examples
    --------
    >>> censored_quantiles(np.array([10, -1, 30, 20]), (0.5, 0.9))
    (20, None)
    """
    found = quantiles(np.where(seconds < 0, np.inf, seconds), q)
    return tuple(int(value) if np.isfinite(value) else None for value in np.atleast_1d(found))
