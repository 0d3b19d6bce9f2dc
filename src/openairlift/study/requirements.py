"""When each requirement is complete, beside the date by which it is required."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openairlift.model import MARKS
from openairlift.network.network import IntArray

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
    complete_s : per run, when the last of it was delivered [s]; -1 = not within the horizon.
    """

    requirement: str
    destination: str
    rank: int
    required_s: int | None
    complete_s: IntArray

    @property
    def complete_share(self) -> float:
        """Share of the runs in which all of it is delivered within the horizon."""
        return float(np.count_nonzero(self.complete_s >= 0) / len(self.complete_s))

    @property
    def on_time_share(self) -> float | None:
        """Share of the runs in which all of it is delivered by the required date; None where no date is stated."""
        if self.required_s is None:
            return None
        on_time = (self.complete_s >= 0) & (self.complete_s <= self.required_s)
        return float(np.count_nonzero(on_time) / len(self.complete_s))


def completions(study: Study) -> list[Completion]:
    """Return every requirement in file order; what the plan leaves out is never complete."""
    network, samples = study.network, study.samples
    line_of = study.load_lines
    short = {part.line for part in study.plan.shortfalls}
    found = []
    for name, requirement in study.scenario.requirements.items():
        lines = [i for i, line in enumerate(network.lines) if line.requirement == name]
        loads = np.flatnonzero(np.isin(line_of, lines))
        marks = samples.marks[:, loads, _DELIVERED]
        aboard = samples.carried[:, loads]
        wanted = sum(network.lines[i].quantity for i in lines)
        whole = aboard.sum(axis=1) >= wanted * (1.0 - _SLACK) - _SLACK
        reached = ((marks >= 0) | (aboard <= 0.0)).all(axis=1) & whole & (not short.intersection(lines))
        last = np.where(aboard > 0.0, marks, -1).max(axis=1, initial=-1)
        found.append(
            Completion(
                requirement=name,
                destination=requirement.destination,
                rank=requirement.rank,
                required_s=network.lines[lines[0]].required_s if lines else None,
                complete_s=np.where(reached, last, -1).astype(np.int64),
            )
        )
    return found
