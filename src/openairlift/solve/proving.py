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
"""Share of what is lost by which a certificate has to get better, or nothing more is tried."""
LEAST = 20
"""Steps at least."""
PROGRAMMES = 60
"""Effort from which programmes look for prices where few loads are asked for; they always do under a time limit."""
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
        self.targets: dict[int, float] = {}  # about what no prices undercut, by term
        self.complete = True

    def certify(self, prices: Prices, most: float) -> None:
        """Work out certificates: of the scalar first, then of terms that the best plan does not bring to zero.

        Parameters
        ----------
        prices, most : of the guide of the scalar: its prices, and about what a plan can gain.
        """
        prover = Prover(self.relaxed)
        self._climb(prover, 2, SCALAR, prices, most)
        if bound_of(self.relaxed, self.certificates[2], 2, (0.0, 0.0, 0.0)) > 0.0:
            for term, weights in ((0, (1.0, 0.0, 0.0)), (1, (SCALAR[0] / SCALAR[1], 1.0, 0.0))):
                if self.state.best is not None and self.state.best[term] == 0.0:
                    continue  # its bound is 0 as well
                if self.budget.over(0.8):
                    self.complete = False
                    return
                step = step_for(self.relaxed, columns=GUIDE_COLUMNS)
                _, start, gain = make_guide(self.relaxed, weights, step=step)
                self._climb(prover, term, weights, start, gain)
        if self.budget.time_limit_s is not None:
            self._go_on(prover)

    def _deciding(self) -> int:
        """Return the first term that the best plan so far does not bring to zero."""
        best = self.state.best
        return 2 if best is None else next((k for k in range(2) if best[k] > 0.0), 2)

    def _climb(self, prover: Prover, term: int, weights: Terms, prices: Prices, most: float) -> None:
        """Keep a certificate of a term, after steps whose target is a little below what its guide gains."""
        timed = self.budget.time_limit_s is not None
        lost = sum(w * n for w, n in zip(weights, self.worth.nothing, strict=True)) - most
        self.targets[term] = most - 0.03 * abs(lost)
        self.certificates[term] = prover.certify(
            weights,
            prices,
            target=self.targets[term],
            iterations=ROUNDS if timed else max(min(self.budget.effort, ROUNDS), LEAST),
            stop=lambda _best: self.budget.over(LAST),
            left_s=lambda: self.budget.left(LAST),
            programmes=prover.small and (timed or self.budget.effort >= PROGRAMMES),
        )

    def _go_on(self, prover: Prover) -> None:
        """Better the certificate of the deciding term as long as there is time and that helps."""
        while not self.budget.over(LAST) and (term := self._deciding()) in self.certificates:
            before = self.certificates[term]
            nothing = sum(w * n for w, n in zip(before.weights, self.worth.nothing, strict=True))
            more = prover.certify(
                before.weights,
                before.prices,
                target=self.targets[term],
                iterations=ROUNDS,
                stop=lambda _best: self.budget.over(LAST),
                left_s=lambda: self.budget.left(LAST),
                programmes=True,
            )
            if more.most < before.most:
                self.certificates[term] = more
            if more.most >= before.most - ENOUGH * abs(nothing - before.most):
                break

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
