"""What a study keeps, settled before its first run: which curves, how finely, which numbers of every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.errors import OpenAirliftError, UsageError, nearest
from openairlift.model import MARKS, METERS
from openairlift.network import Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, counts_in, groups, item_of, listed, unit_amount
from openairlift.study.cost import CostModel
from openairlift.study.objective import Terms
from openairlift.study.probes import Ask, Probe
from openairlift.study.requirements import Due

GRID_S = 6 * 3600
"""Spacing of the grid on which curves are kept [s]."""

STEPS = 1000
"""Steps between nothing and the listed amount to which the values of large studies are rounded."""

EXACT_VALUES = 4_000_000
"""Runs × curves × marks × moments up to which values are kept as they are."""

EXACT_DATES = 2_000_000
"""Runs × requirements up to which dates are kept to the second."""

COARSE_DATE_S = 60

_FINEST = 10**6
_SUM_LIMIT, _FLOAT_LIMIT = 1 << 62, 1 << 52


@dataclass(frozen=True, eq=False, kw_only=True)
class Layout:
    """What is kept of the runs of a study.

    Curves are kept as counts of values, cell by cell: how many runs had which amount past which mark at which moment.
    Up to `EXACT_VALUES` values in all, an amount is kept to 1 / `scale` of the meter's unit. Above, it is rounded to
    the nearest of `steps` equal parts of what is listed, at least `STEPS`: a quantile is then within half a part,
    0.05 %, of the exact one, since rounding keeps the order. Means are exact to 1 / `scale` in both. Which of the two
    holds depends on the scenario and the number of runs alone.

    Attributes
    ----------
    runs : of the whole study.
    horizon_s, grid_s : end of the scenario; moments at which curves are kept [s].
    meters : those in which something is listed.
    subjects : groups, and items of groups, that have curves.
    curves : (subject, meter) of each curve, as indexes.
    listed : what is listed, by curve.
    scale : parts of the meter's unit that are counted, by meter: a power of ten.
    steps : parts of what is listed to which values are rounded, by curve; 0 = values are exact.
    stride : values of a cell lie below it.
    date_s : dates of completion are kept as multiples of this, rounded up [s].
    loads : number of loads of the plan.
    load_class : class of each load; loads of a class belong to the same subjects.
    members : classes of each subject.
    units : what a unit of each load counts, shape (meters, loads).
    probes : numbers that are kept of every run.
    probe_loads : loads that each probe is about.
    probe_group : loads of its group, whatever the item.
    probe_listed : what is listed of it.
    probe_places : place of each probe, or -1.
    terms, due : constants for the objective and for the completion of requirements.
    prices : what the plan's flying, landings, handling and surface trips cost.
    """

    runs: int
    horizon_s: int
    grid_s: IntArray
    meters: tuple[str, ...]
    subjects: tuple[tuple[str, str | None], ...]
    curves: tuple[tuple[int, int], ...]
    listed: FloatArray
    scale: FloatArray
    steps: IntArray
    stride: int
    date_s: int
    loads: int
    load_class: IntArray
    members: tuple[IntArray, ...]
    units: FloatArray
    probes: tuple[Probe, ...]
    probe_loads: tuple[IntArray, ...]
    probe_group: tuple[IntArray, ...]
    probe_listed: tuple[float, ...]
    probe_places: tuple[int, ...]
    terms: Terms
    due: Due
    prices: CostModel

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        network: Network,
        plan: Plan,
        *,
        runs: int,
        items: Sequence[str] = (),
        probes: Sequence[Probe] = (),
        exact_values: int = EXACT_VALUES,
        exact_dates: int = EXACT_DATES,
    ) -> Layout:
        """Settle what is kept.

        Parameters
        ----------
        items : items that get curves of their own, in every group that asks for them.
        probes : numbers of every run.
        exact_values, exact_dates : bounds up to which curves and dates are exact.

        Raises
        ------
        UsageError
            When no requirement asks for an item.
        """
        lines = np.array([load.line for _, load in plan.loads], dtype=np.int64)
        subjects = _subjects(scenario, network, items)
        meters = tuple(meter for meter in METERS if listed(scenario, network, meter=meter) > 0)
        curves: list[tuple[int, int]] = []
        amounts: list[float] = []
        for s, (group, item) in enumerate(subjects):
            for m, meter in enumerate(meters):
                amount = listed(scenario, network, meter=meter, group=group, item=item)
                if amount > 0:
                    curves.append((s, m))
                    amounts.append(amount)
        grid = grid_of(network.horizon_s)
        cells = max(len(curves), 1) * len(MARKS) * len(grid)
        exact = cells * runs <= exact_values
        tops = [max([a for (_, m), a in zip(curves, amounts, strict=True) if m == i]) for i in range(len(meters))]
        scale = [_scale(top, runs=runs, cells=cells if exact else 1, loads=len(lines)) for top in tops]
        steps = [0 if exact else _steps(a, meters[m]) for (_, m), a in zip(curves, amounts, strict=True)]
        most = max((round(top * s) + len(lines) for top, s in zip(tops, scale, strict=True)), default=0)
        line_class, members = _classes(scenario, network, subjects)
        units = np.array([[unit_amount(line, meter) for line in network.lines] for meter in meters])
        return cls(
            runs=runs,
            horizon_s=network.horizon_s,
            grid_s=grid,
            meters=meters,
            subjects=subjects,
            curves=tuple(curves),
            listed=np.array(amounts),
            scale=np.array(scale),
            steps=np.array(steps, dtype=np.int64),
            stride=2 + (most if exact else max(steps, default=0)),
            date_s=1 if runs * max(len(scenario.requirements), 1) <= exact_dates else COARSE_DATE_S,
            loads=len(lines),
            load_class=line_class[lines],
            members=members,
            units=units.reshape(len(meters), len(network.lines))[:, lines],
            probes=tuple(dict.fromkeys(probes)),
            **_probed(scenario, network, plan, lines, tuple(dict.fromkeys(probes))),
            terms=Terms.of(scenario, network, lines),
            due=Due.of(scenario, network, plan, lines),
            prices=CostModel.of(network, plan),
        )

    def check(self, sums: IntArray, probes: FloatArray) -> None:
        """Refuse results that were kept with another layout.

        Raises
        ------
        OpenAirliftError
            When they don't fit.
        """
        curves = (len(self.curves), len(MARKS), len(self.grid_s))
        if sums.shape != curves or probes.shape[1] != len(self.probes):
            raise OpenAirliftError("what was kept of these runs belongs to a study that keeps other curves or probes")

    @property
    def exact(self) -> bool:
        """Whether curves are kept without rounding to steps."""
        return not self.steps.any()

    def curve(self, group: str, item: str | None, meter: str) -> int | None:
        """Return the index of a curve; None where nothing is listed, so that it is always 0.

        Raises
        ------
        KeyError
            When the item has no curves in this study.
        """
        if (group, item) not in self.subjects:
            raise KeyError(item)
        key = (self.subjects.index((group, item)), self.meters.index(meter) if meter in self.meters else -1)
        return self.curves.index(key) if key in self.curves else None


def grid_of(horizon_s: int) -> IntArray:
    """Return the moments at which curves are kept: every 6 h from the start, and the horizon [s]."""
    return np.unique(np.append(np.arange(0, horizon_s, GRID_S, dtype=np.int64), np.int64(horizon_s)))


def _subjects(scenario: Scenario, network: Network, items: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    found: list[tuple[str, str | None]] = [(group, None) for group in groups(scenario, network)]
    known = dict.fromkeys(item for line in network.lines if (item := item_of(scenario, line)) is not None)
    for item in dict.fromkeys(items):
        if item not in known:
            near = nearest(item, known)
            raise UsageError(
                f"no requirement asks for {item!r}" + ("" if near is None else f"; did you mean {near!r}?")
            )
        asked = {line.package for line in network.lines if item_of(scenario, line) == item}
        found += [(group, item) for group in groups(scenario, network) if group == ALL or group in asked]
    return tuple(found)


def _classes(
    scenario: Scenario, network: Network, subjects: Sequence[tuple[str, str | None]]
) -> tuple[IntArray, tuple[IntArray, ...]]:
    """Return the class of every line, and the classes of every subject."""
    index: dict[tuple[bool, ...], int] = {}
    belongs = [
        tuple(counts_in(scenario, line, group=group, item=item) for group, item in subjects) for line in network.lines
    ]
    classes = np.array([index.setdefault(flags, len(index)) for flags in belongs], dtype=np.int64)
    members = [[k for flags, k in index.items() if flags[s]] for s in range(len(subjects))]
    return classes, tuple(np.array(found, dtype=np.int64) for found in members)


def _scale(top: float, *, runs: int, cells: int, loads: int) -> float:
    """Return the finest power of ten by which amounts up to `top` can be counted in whole numbers without overflow."""
    scale = _FINEST
    while scale > 1 and (
        (top * scale + loads) * runs > _SUM_LIMIT
        or top * scale > _FLOAT_LIMIT
        or cells * (top * scale + loads + 2) > _SUM_LIMIT
    ):
        scale //= 10
    return float(scale)


def _steps(amount: float, meter: str) -> int:
    """Return the steps of a curve: where few whole things are counted, a multiple of them, so that each is a step."""
    if meter in ("items", "people") and amount.is_integer() and amount <= STEPS:
        return int(amount) * -(-STEPS // int(amount))
    return STEPS


def _probed(
    scenario: Scenario, network: Network, plan: Plan, lines: IntArray, probes: Sequence[Probe]
) -> dict[str, Any]:
    loads, amounts, groups = [], [], []
    flown = [mission.stops[mission.onload].place for mission in plan.missions for _ in mission.loads]
    origins = np.array([*flown, *(haul.origin for haul in plan.hauls)], dtype=np.int64)

    def of(group: str, item: str | None, requirements: Sequence[str] = ()) -> npt.NDArray[np.bool_]:
        wanted = [
            i
            for i, line in enumerate(network.lines)
            if counts_in(scenario, line, group=group, item=item, requirements=requirements)
        ]
        return np.isin(lines, np.array(wanted, dtype=np.int64))

    for probe in probes:
        here = of(probe.group, probe.item, probe.requirements)
        if probe.place and probe.ask is Ask.AMOUNT:
            here &= origins == network.place_index[probe.place]
        loads.append(np.flatnonzero(here))
        groups.append(np.flatnonzero(of(probe.group, None)))
        amounts.append(
            listed(
                scenario,
                network,
                meter=probe.meter,
                group=probe.group,
                item=probe.item,
                requirements=probe.requirements,
            )
        )
    places = tuple(network.place_index.get(probe.place, -1) for probe in probes)
    found = {"probe_loads": tuple(loads), "probe_group": tuple(groups)}
    return {**found, "probe_listed": tuple(amounts), "probe_places": places}
