"""The best plan that an option has: its own, or one that was made for another option and can be flown here as well.

A planner's search ends near the optimum, not at it, and a little more or less luck in it may hide what an option
brings. An option that only loosens a limit can fly every plan of the others, so that it is never worse for having been
searched with less luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openairlift.audits import audit, objective, time_plan
from openairlift.errors import PlanError
from openairlift.network import Network
from openairlift.plan import Plan, Proof, Terms, decode, encode

DIGITS = 9


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Made:
    """A plan as bytes, the network that it was made for, and the name of its option."""

    name: str
    network: Network
    plan: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The plan that an option carries out, as bytes, and the name of the option that it was made for."""

    plan: bytes
    made_for: str


def best_of(own: Made, others: Sequence[Made]) -> Best:
    """Return the best of an option's own plan and those of others that the audit accepts here.

    Plans are compared by the terms of the objective, one after the other, in exact times with luck off; of equals the
    own plan is taken. Plans for other requirements are left out.
    """
    network = own.network
    mine = decode(own.plan, network)
    terms, _ = _terms(network, mine)
    found, best, name = mine, terms, own.name
    seen = {own.plan}
    for other in others:
        if other.plan in seen or not same_lines(network, other.network):
            continue
        seen.add(other.plan)
        try:
            plan = decode(other.plan, network)
        except PlanError:  # it uses a tail, a place or a link that is not there
            continue
        if audit(network.scenario, plan, network=network):
            continue
        score, closure_s = _terms(network, plan)
        if _short(score) < _short(best):
            proof = None if mine.proof is None else improved(mine.proof, before=terms, after=score, closure_s=closure_s)
            found, best, name = replace(plan, proof=proof), score, other.name
    return Best(plan=own.plan if found is mine else encode(found, network), made_for=name)


def same_lines(one: Network, other: Network) -> bool:
    """Whether two networks ask for the same, so that a plan of one leaves nothing of the other out."""
    return [(line.name, line.quantity) for line in one.lines] == [(line.name, line.quantity) for line in other.lines]


def _terms(network: Network, plan: Plan) -> tuple[tuple[float, float, float, float], int | None]:
    timing = time_plan(network, plan)
    found = objective(network, plan, timing)
    closure_s = None if plan.shortfalls else timing.closure_s
    terms = (found.undelivered, found.late_weight_days, found.delay_weight_days, found.flying_h)
    return terms, closure_s


def _short(terms: Sequence[float]) -> list[float]:
    """Return terms without the dust of summing, so that it decides nothing."""
    return [float(f"{value:.{DIGITS}g}") if abs(value) > 1e-6 else 0.0 for value in terms]


def improved(proof: Proof, *, before: Sequence[float], after: Sequence[float], closure_s: int | None) -> Proof:
    """Return the proof of a better plan of the same airlift.

    Parameters
    ----------
    proof : of the plan before.
    before, after : exact terms of both plans; the proof may count lateness from what is late at free flow, which is the
        same for both.
    closure_s : when all is there by the better plan [s].

    Notes
    -----
    The bound of a term holds for plans whose earlier terms are no worse than the proved plan's. Where an earlier term
    of the better plan is larger than before (an even earlier one being less), nothing is known, and the bound is 0.

    Examples
    --------
    >>> old = Proof(objective=(0.0, 0.0, 9.0), bound=(0.0, 0.0, 4.0), nothing=(9.0, 9.0, 9.0), scale=1.0)
    >>> new = improved(old, before=(0.0, 0.0, 9.0), after=(0.0, 0.0, 6.0), closure_s=None)
    >>> new.objective, new.bound, round(new.gap[2], 3)
    ((0.0, 0.0, 6.0), (0.0, 0.0, 4.0), 0.333)
    """
    reached: list[float] = []
    bound: list[float] = []
    for k in range(3):
        value = max(proof.objective[k] + after[k] - before[k], 0.0)
        holds = all(reached[i] <= proof.objective[i] * (1 + 1e-9) for i in range(k))
        reached.append(value)
        bound.append(min(proof.bound[k], value) if holds else 0.0)
    return replace(proof, objective=_three(reached), bound=_three(bound), closure_s=closure_s)


def _three(values: Sequence[float]) -> Terms:
    return values[0], values[1], values[2]
