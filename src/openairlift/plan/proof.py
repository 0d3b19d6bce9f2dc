"""How good a plan is: its terms, the bound of each, and the gaps between them."""

from __future__ import annotations

from dataclasses import dataclass

TERMS = ("undelivered", "lateness", "delay")
"""The first three terms of the objective, in the order in which they decide."""

Terms = tuple[float, float, float]
"""Values of the terms: weighted size, and weighted size × days twice."""


def deciding_term(plan: Terms, bound: Terms, scale: float) -> int:
    """Return the index of the first term that is not zero in plan or bound; the last where all are.

    Examples
    --------
    >>> deciding_term((0.0, 5.0, 9.0), (0.0, 0.0, 8.0), 1.0), deciding_term((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1.0)
    (1, 2)
    """
    for index, values in enumerate(zip(plan, bound, strict=True)):
        if max(values) > 1e-6 * scale:
            return index
    return len(TERMS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a plan reaches and what no plan can beat.

    Attributes
    ----------
    objective : terms of the plan; lateness counted above what is late at free flow.
    bound : for each term, a value that no plan of the declared ways can beat unless an earlier term is worse.
    nothing : terms when nothing is delivered, counted likewise.
    scale : 1 % of the total weighted size, the least denominator of a gap.
    closure_s : when the last of everything required passed the objective's mark [s]; None when something is missing.
    complete : whether the bound was worked out as far as the budget asked, not stopped before.
    """

    objective: Terms
    bound: Terms
    nothing: Terms
    scale: float
    closure_s: int | None = None
    complete: bool = True

    @property
    def gap(self) -> Terms:
        """(plan − bound) / max(plan, scale) of each term."""
        found = [
            max(plan - bound, 0.0) / max(plan, self.scale, 1e-12)
            for plan, bound in zip(self.objective, self.bound, strict=True)
        ]
        return found[0], found[1], found[2]

    @property
    def value_gap(self) -> Terms:
        """(plan − bound) / (nothing − bound) of each term; 0 where nothing could be gained."""
        found = [
            max(plan - bound, 0.0) / (nothing - bound) if nothing > bound else 0.0
            for plan, bound, nothing in zip(self.objective, self.bound, self.nothing, strict=True)
        ]
        return found[0], found[1], found[2]

    @property
    def deciding(self) -> int:
        """Index of the first term that is not zero in plan or bound: its gap is *the* gap."""
        return deciding_term(self.objective, self.bound, self.scale)
