"""The proof beside a plan: certificates of the terms of the objective, worked out while the search goes on."""

from __future__ import annotations

from openairlift.plan import Proof, Terms
from openairlift.solve.bound.prices import Prices
from openairlift.solve.bound.prove import Certificate, Prover, bound_of, make_guide, step_for
from openairlift.solve.bound.relaxed import Relaxed
from openairlift.solve.budget import Budget, State
from openairlift.solve.search.table import SCALAR

ROUNDS = 250
"""Steps of an ascent at most."""
ENOUGH = 1e-4
"""Share of what is lost by which an ascent that is begun again has to be better, or it was the last."""
LEAST = 20
"""Steps at least."""
LAST = 0.95
"""Share of a time limit at which no certificate is worked on any more."""
GUIDE_COLUMNS = 60_000
"""Size of the guides of single terms."""


class Proving:
    """Certificates of one relaxed airlift, and the bounds that follow from them."""

    def __init__(self, relaxed: Relaxed, budget: Budget, state: State) -> None:
        self.relaxed, self.budget, self.state = relaxed, budget, state
        self.worth = relaxed.worth
        self.certificates: dict[int, Certificate] = {}
        self.complete = True

    def certify(self, prices: Prices, most: float) -> None:
        """Work out certificates: of the scalar first, then of terms that the best plan does not bring to zero.

        Parameters
        ----------
        prices, most : of the guide of the scalar: its prices, and about what a plan can gain.
        """
        prover = Prover(self.relaxed)
        self.certificates[2] = self._climb(prover, SCALAR, prices, most, until=LAST if self._deciding() == 2 else None)
        if bound_of(self.relaxed, self.certificates[2], 2, (0.0, 0.0, 0.0)) <= 0.0:
            return
        for term, weights in ((0, (1.0, 0.0, 0.0)), (1, (SCALAR[0] / SCALAR[1], 1.0, 0.0))):
            if self.state.best is not None and self.state.best[term] == 0.0:
                continue  # its bound is 0 as well
            if self.budget.over(0.8):
                self.complete = False
                return
            step = step_for(self.relaxed, columns=GUIDE_COLUMNS)
            _, start, gain = make_guide(self.relaxed, weights, step=step)
            until = 0.6 if self._deciding() == term else None
            self.certificates[term] = self._climb(prover, weights, start, gain, until=until)

    def _deciding(self) -> int:
        """Return the first term that the best plan so far does not bring to zero."""
        best = self.state.best
        return 2 if best is None else next((k for k in range(2) if best[k] > 0.0), 2)

    def _climb(
        self, prover: Prover, weights: Terms, prices: Prices, most: float, *, until: float | None
    ) -> Certificate:
        """Return a certificate after an ascent, whose target is a little below what the guide gains.

        until: share of a time limit up to which it is gone on with, as long as that helps; None = not.
        """
        timed = self.budget.time_limit_s is not None
        rounds = ROUNDS if timed else max(min(self.budget.effort, ROUNDS), LEAST)
        lost = sum(w * n for w, n in zip(weights, self.worth.nothing, strict=True)) - most
        target = most - 0.03 * abs(lost)
        found = prover.certify(
            weights,
            prices,
            target=target,
            iterations=rounds,
            stop=lambda _best: self.budget.over(LAST),
            left_s=lambda: self.budget.left(LAST),
            programmes=timed and prover.small,
        )
        while timed and until is not None and not self.budget.over(until):
            more = prover.certify(
                weights,
                found.prices,
                target=target,
                iterations=ROUNDS,
                stop=lambda _best: self.budget.over(until),
                left_s=lambda: self.budget.left(until),
                programmes=True,
            )
            helped = more.most < found.most - ENOUGH * abs(lost)
            found = more if more.most < found.most else found
            if not helped:
                break
        return found

    def bounds(self, reached: Terms) -> Terms:
        """Return what the certificates so far prove about each term, those before it no worse than reached."""
        found = [
            min(bound_of(self.relaxed, self.certificates[term], term, reached), reached[term])
            if term in self.certificates
            else 0.0
            for term in range(3)
        ]
        return found[0], found[1], found[2]

    def proof(self, reached: Terms, closure_s: int | None) -> Proof:
        """Return the proof of a plan that reached some terms."""
        nothing = [n - c for n, c in zip(self.worth.nothing, self.worth.constant, strict=True)]
        return Proof(
            objective=reached,
            bound=self.bounds(reached),
            nothing=(nothing[0], nothing[1], nothing[2]),
            scale=self.worth.scale,
            closure_s=closure_s,
            complete=self.complete,
        )
