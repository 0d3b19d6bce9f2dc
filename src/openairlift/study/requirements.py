"""When each requirement is complete, beside the date by which it is required."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from openairlift.model import MARKS
from openairlift.network import Network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Plan
from openairlift.scenario import Scenario

if TYPE_CHECKING:
    from openairlift.study.study import Study

_DELIVERED = MARKS.index("delivered")
_SLACK = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """When all of a requirement is delivered.

    Attributes
    ----------
    requirement, destination : ids.
    rank : its priority.
    required_s : date required (RDD) [s], or None.
    complete_share : share of the runs in which all of it is delivered within the horizon.
    on_time_share : share of the runs in which all of it is delivered by the required date; None where none is stated.
    runs : number of runs.
    step_s : dates are multiples of this, rounded up [s]: 1, or 60 in very large studies.
    dates_s, counts : moments of completion that occurred, and in how many runs [s].
    """

    requirement: str
    destination: str
    rank: int
    required_s: int | None
    complete_share: float
    on_time_share: float | None
    runs: int
    step_s: int
    dates_s: IntArray
    counts: IntArray

    def quantiles(self, q: Sequence[float] = (0.1, 0.5, 0.9)) -> tuple[int | None, ...]:
        """Return quantiles of the moment of completion [s]; None = not within the horizon."""
        reached = np.cumsum(self.counts)
        ranks = [max(int(np.ceil(self.runs * value)), 1) for value in q]
        at = np.searchsorted(reached, ranks, side="left").tolist()
        return tuple(int(self.dates_s[i]) if i < len(self.dates_s) else None for i in at)


@dataclass(frozen=True, eq=False, kw_only=True)
class Due:
    """Constants from which the completion of requirements in one run is reckoned.

    Attributes
    ----------
    of_load : requirement of each load.
    wanted : quantity of each requirement, in the units of its lines.
    required_s : by requirement; -1 = not stated.
    possible : whether the plan carries all of it.
    """

    of_load: IntArray
    wanted: FloatArray
    required_s: IntArray
    possible: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, scenario: Scenario, network: Network, plan: Plan, line_of: IntArray) -> Due:
        """Work the constants out; requirements are in file order."""
        index = {name: i for i, name in enumerate(scenario.requirements)}
        owner = np.array([index[line.requirement] for line in network.lines], dtype=np.int64)
        required = np.full(len(index), -1, dtype=np.int64)
        possible = np.ones(len(index), dtype=np.bool_)
        for i in reversed(range(len(network.lines))):
            due = network.lines[i].required_s
            required[owner[i]] = -1 if due is None else due
        for part in plan.shortfalls:
            possible[owner[part.line]] = False
        return cls(
            of_load=owner[line_of],
            wanted=np.bincount(owner, [line.quantity for line in network.lines], len(index)).astype(np.float64),
            required_s=required,
            possible=possible,
        )

    def of_run(self, marks: IntArray, carried: FloatArray) -> IntArray:
        """Return when each requirement was complete in one run [s]; -1 = not within the horizon."""
        count = len(self.wanted)
        marked, aboard = marks[:, _DELIVERED], carried > 0.0
        whole = np.bincount(self.of_load, carried, count) >= self.wanted * (1.0 - _SLACK) - _SLACK
        open_ = np.bincount(self.of_load[aboard & (marked < 0)], minlength=count) > 0
        last = np.full(count, -1, dtype=np.int64)
        np.maximum.at(last, self.of_load[aboard], marked[aboard])
        return np.where(whole & self.possible & ~open_, last, -1)


def completions(study: Study) -> list[Completion]:
    """Return every requirement in file order; what the plan leaves out is never complete."""
    tally, layout, runs = study.tally, study.layout, study.runs
    table = tally.dates
    bounds = np.searchsorted(table.keys, np.arange(len(layout.due.wanted) + 1) * table.stride)
    never = table.stride - 1
    found = []
    for i, (name, requirement) in enumerate(study.scenario.requirements.items()):
        own = slice(bounds[i], bounds[i + 1])
        values, counts = table.keys[own] - i * table.stride, table.counts[own]
        there = values < never
        required = int(layout.due.required_s[i])
        found.append(
            Completion(
                requirement=name,
                destination=requirement.destination,
                rank=requirement.rank,
                required_s=None if required < 0 else required,
                complete_share=int(counts[there].sum()) / runs,
                on_time_share=None if required < 0 else int(tally.on_time[i]) / runs,
                runs=runs,
                step_s=layout.date_s,
                dates_s=values[there] * layout.date_s,
                counts=counts[there],
            )
        )
    return found
