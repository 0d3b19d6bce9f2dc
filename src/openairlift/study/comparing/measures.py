"""The numbers by which options are compared, one of every run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openairlift.network import Network
from openairlift.network.network import FloatArray
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, UNITS, listed
from openairlift.study.comparing import asked
from openairlift.study.comparing.cases import Case, mark_of

HOUR_S = 3600

TERMS = ("missing", "size_days_late", "size_days_after_free_flow")
"""The terms of the objective that are sizes, in the order in which they decide."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measure:
    """A number of every run of every case.

    Attributes
    ----------
    name, words, unit : what it is.
    more_is_better : True, False, or None where neither can be said.
    values : shape (cases, runs); inf = not within the horizon.
    horizon : what stands for inf where a mean is taken: the horizon of each case; None where nothing is inf.
    """

    name: str
    words: str
    unit: str
    more_is_better: bool | None
    values: FloatArray
    horizon: FloatArray | None = None

    @property
    def within(self) -> FloatArray:
        """The values with the horizon for what is not within it, shape (cases, runs)."""
        if self.horizon is None:
            return self.values
        return np.minimum(self.values, self.horizon[:, None])

    @property
    def losses(self) -> FloatArray:
        """Values turned so that less is better, inf kept, shape (cases, runs)."""
        return -self.values if self.more_is_better else self.values


def shared_requirements(asked_for: Sequence[tuple[Scenario, Network]]) -> tuple[tuple[str, ...], bool]:
    """Return the requirements that are the same in all scenarios, and whether none has others."""
    (first, network), *_ = asked_for
    names = [
        name
        for name, row in first.requirements.items()
        if all(
            other.requirements.get(name) == row and _sizes(more, name) == _sizes(network, name)
            for other, more in asked_for
        )
    ]
    return tuple(names), all(set(other.requirements) == set(names) for other, _ in asked_for)


def _sizes(network: Network, name: str) -> list[tuple[str, float, float, float]]:
    lines = [line for line in network.lines if line.requirement == name]
    return [(line.name, line.quantity, line.unit_kg, line.unit_usd) for line in lines]


def measures_of(cases: Sequence[Case], shared: Sequence[str], *, alone: bool) -> list[Measure]:
    """Return the measures of cases that are compared.

    Parameters
    ----------
    cases : at least one; all with the same runs and seed.
    shared : requirements that are the same in all of them.
    alone : whether no case has others.
    """
    first = cases[0]
    horizon_h = np.array([case.network.horizon_s / HOUR_S for case in cases])
    closure = [np.where(case.closed, case.closure_s / HOUR_S, np.inf) for case in cases]
    words = "time to closure: everything required is there"
    found = [_measure("closure", words, "h", False, closure, horizon=horizon_h)]
    if shared and not alone:
        times = [case.probed(asked.shared_closure(case.scenario, shared)) / HOUR_S for case in cases]
        words = "time to closure of what all options ask for"
        found.append(_measure("shared_closure", words, "h", False, times, horizon=horizon_h))
    meter = first.scenario.settings.objective_meter
    unit = UNITS.get(meter, "")
    found.append(_measure("undelivered", "not there by the horizon", unit, False, [_missing(case) for case in cases]))
    if shared and not alone:
        left = [_missing(case, shared) for case in cases]
        found.append(_measure("shared_undelivered", "not there by the horizon of what all ask for", unit, False, left))
    for index, (name, words) in enumerate(zip(TERMS, _TERM_WORDS, strict=True)):
        weighted = f"weighted {unit}" if index == 0 else f"weighted {unit} days"
        values = [case.terms[:, index] for case in cases]
        found.append(_measure(name, words, weighted, False if alone else None, values))
    if any(listed(case.scenario, case.network, meter="usd") > 0 for case in cases):
        found.append(_measure("value", "value there by the horizon", "USD", True, [_value(case) for case in cases]))
    if any(case.cost_usd.any() for case in cases):
        found.append(
            _measure("cost", "cost of what has a price", "USD", False, [_added(case.cost_usd) for case in cases])
        )
    flying = [case.flying_s.sum(axis=1) / HOUR_S for case in cases]
    found.append(_measure("flying", "flying hours", "h", False, flying))
    for type_ in _types(cases):
        hours = [_flown(case, type_) for case in cases]
        found.append(_measure(f"flying:{type_}", f"flying hours of {type_}", "h", None, hours))
    return found


_TERM_WORDS = (
    "size not there by its latest date, else the horizon",
    "size x days after the required date",
    "size x days after unhindered travel",
)


def _measure(
    name: str,
    words: str,
    unit: str,
    more_is_better: bool | None,
    values: Sequence[FloatArray],
    *,
    horizon: FloatArray | None = None,
) -> Measure:
    rows = np.array([np.asarray(row, dtype=np.float64) for row in values])
    return Measure(name=name, words=words, unit=unit, more_is_better=more_is_better, values=rows, horizon=horizon)


def listed_of(case: Case, shared: Sequence[str] = ()) -> float:
    """Return what a case asks for in the objective's meter; of some requirements where named."""
    meter = case.scenario.settings.objective_meter
    return listed(case.scenario, case.network, meter=meter, requirements=shared)


def _missing(case: Case, shared: Sequence[str] = ()) -> FloatArray:
    if shared:
        there = case.probed(asked.shared_amount(case.scenario, case.network, shared))
    else:
        meter = case.scenario.settings.objective_meter
        there = case.probed(asked.amount((mark_of(case.scenario), meter, ALL), case.network.horizon_s))
    return np.maximum(listed_of(case, shared) - there, 0.0)


def _value(case: Case) -> FloatArray:
    if listed(case.scenario, case.network, meter="usd") <= 0:
        return np.zeros(case.runs)
    return case.probed(asked.amount((mark_of(case.scenario), "usd", ALL), case.network.horizon_s))


def _added(by_kind: FloatArray) -> FloatArray:
    """Add in order, for the same bytes on every machine."""
    found: FloatArray = np.cumsum(by_kind, axis=1)[:, -1]
    return found


def _types(cases: Sequence[Case]) -> list[str]:
    return list(dict.fromkeys(type_.type for case in cases for type_ in case.network.types))


def _flown(case: Case, type_: str) -> FloatArray:
    names = [item.type for item in case.network.types]
    if type_ not in names:
        return np.zeros(case.runs)
    found: FloatArray = case.flying_s[:, names.index(type_)] / HOUR_S
    return found
