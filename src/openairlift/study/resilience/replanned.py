"""Plans for what is left when something is lost: the old plan where it still holds, else a new one; and their runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from openairlift.audits import audit
from openairlift.audits.timing import Timing, time_plan
from openairlift.model import MARKS, Disruption
from openairlift.network import Network, build_network
from openairlift.network.network import FloatArray, IntArray
from openairlift.plan import Plan, Terms
from openairlift.scenario import Scenario
from openairlift.scenario.further import with_disruptions
from openairlift.scenario.keys import link_keys
from openairlift.solve import make_plan
from openairlift.solve.values import Worth, gains
from openairlift.study.replicate import replicate
from openairlift.study.resilience.bounds import Window, at_stake
from openairlift.study.resilience.damage import damaged
from openairlift.study.resilience.losses import Loss

_ROWS = {"place": "closure", "link": "closure", "leg": "route", "airspace": "airspace"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What may be spent on every plan, as in `make_plan`."""

    effort: int = 1
    seed: int = 1
    time_limit_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulated:
    """Runs of a plan: weighted size that is missing, and when everything was there (-1 = not within the horizon)."""

    missing: FloatArray
    closure_s: IntArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """A plan for what is left.

    Attributes
    ----------
    plan, network : the plan, and what it was made for.
    terms : terms 1 to 3, counted as in the whole airlift, above what no plan of that can avoid.
    closure_s : when everything required is there; None = not within the horizon.
    kept : it is the plan of the whole airlift, which still holds.
    runs : what its runs gave; None where there are none.
    """

    plan: Plan
    network: Network
    terms: Terms
    closure_s: int | None
    kept: bool = False
    runs: Simulated | None = None


def reached(worth: Worth, network: Network, plan: Plan) -> tuple[Terms, Timing]:
    """Return the terms of a plan, sizes and free flow being those of `worth`, and its times."""
    mark = MARKS.index(network.scenario.settings.objective_mark)
    timing = time_plan(network, plan)
    left = list(at_stake(worth))
    for (_, load), times, quantity in zip(plan.loads, timing.marks, timing.carried, strict=True):
        landed, marked = (worth.horizon_s if t is None else t for t in (times[MARKS.index("landed")], times[mark]))
        parts = gains(worth, load.line, np.array([landed]), np.array([marked]))
        for term, part in enumerate(parts):
            left[term] -= float(part[0]) * quantity
    clean = [0.0 if value < 1e-9 * worth.scale else value for value in left]
    return (clean[0], clean[1], clean[2]), timing


def scenario_of(scenario: Scenario, losses: Collection[Loss], window: Window | None) -> Scenario:
    """Return a scenario in which things are lost for a window [s]; as it is where they are lost all along."""
    if window is None or not losses:
        return scenario
    opens, closes = (scenario.moment(second) for second in window)
    rows = [Disruption(kind=_ROWS[loss.kind], target=loss.target, opens=opens, closes=closes) for loss in losses]
    return with_disruptions(scenario, rows)


def without(scenario: Scenario, network: Network, losses: Collection[Loss], window: Window | None) -> Network:
    """Return the network of a scenario in which things are lost, all along or for a window."""
    if window is None:
        return damaged(network, losses)
    return build_network(scenario_of(scenario, losses, window)) if losses else network


def replanned(
    scenario: Scenario,
    network: Network,
    worth: Worth,
    losses: Collection[Loss],
    *,
    window: Window | None,
    before: Made | None,
    effort: Effort,
) -> Made:
    """Return the best plan found for what is left: the plan before if it still holds, and new ones.

    A place that is closed for a window is known to the planner; legs, links and airspaces are not. So a second plan
    does without what is lost all along, and the better one is taken.

    Raises
    ------
    KeyboardInterrupt
        When Ctrl-C ended the search for a plan: plans of unequal effort can't be compared.
    """
    left = without(scenario, network, losses, window)
    found: list[Made] = []
    if before is not None and not audit(left.scenario, before.plan, network=left):
        kept = _made(worth, left, before.plan, kept=True)
        if kept.terms <= before.terms:
            return kept
        found.append(kept)
    views = [left] if window is None or not losses else [left, damaged(network, losses)]
    for view in views:
        plan = make_plan(
            left.scenario, effort=effort.effort, seed=effort.seed, time_limit_s=effort.time_limit_s, network=view,
            prove=False,
        )  # fmt: skip
        if not plan.reproducible and effort.time_limit_s is None:
            raise KeyboardInterrupt
        found.append(_made(worth, left, plan))
    return min(found, key=lambda made: made.terms)


def _made(worth: Worth, network: Network, plan: Plan, *, kept: bool = False) -> Made:
    terms, timing = reached(worth, network, plan)
    return Made(plan=plan, network=network, terms=terms, closure_s=timing.closure_s, kept=kept)


def simulated(made: Made, *, runs: int, seed: int) -> Simulated:
    """Return what runs of a plan give, with the luck of the seed."""
    study = replicate(made.network.scenario, made.plan, runs=runs, seed=seed, network=made.network)
    return Simulated(missing=np.array(study.tally.objective[:, 0]), closure_s=study.closure_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A place, leg or link that carries more, or less, than before [kg].

    Attributes
    ----------
    kind : ``onload``, ``offload``, ``en-route``, ``leg`` or ``link``.
    name : of the place, ``A>B``, or of the link.
    before_kg, after_kg : mass by the plan of the whole airlift, and by the plan for what is left.
    """

    kind: str
    name: str
    before_kg: float
    after_kg: float

    @property
    def more_kg(self) -> float:
        """How much more it carries [kg]."""
        return self.after_kg - self.before_kg


def shifts(before: Plan, after: Plan, network: Network) -> tuple[Shift, ...]:
    """Return everything that carries another mass than before, what carries more first."""
    old, new = carried_kg(before, network), carried_kg(after, network)
    rows = [
        Shift(kind=kind, name=name, before_kg=old.get((kind, name), 0.0), after_kg=new.get((kind, name), 0.0))
        for kind, name in {**old, **new}
    ]
    moved = [row for row in rows if abs(row.more_kg) > 1e-6 * max(row.before_kg, row.after_kg, 1.0)]
    return tuple(sorted(moved, key=lambda row: (-row.more_kg, row.kind, row.name)))


def carried_kg(plan: Plan, network: Network) -> Mapping[tuple[str, str], float]:
    """Return the mass that a plan takes through places, legs and links, by (kind, name) as in `Shift` [kg]."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    keys = link_keys(network.scenario.links)
    for mission in plan.missions:
        mass = sum(load.mass_kg for load in mission.loads)
        if not mass:
            continue
        chain = [network.places[s.place].id for s in mission.stops[mission.onload : mission.offload + 1]]
        found["onload", chain[0]] += mass
        found["offload", chain[-1]] += mass
        for stop in chain[1:-1]:
            found["en-route", stop] += mass
        for a, b in pairwise(chain):
            found["leg", f"{a}>{b}"] += mass
    for _, load in plan.loads:
        if load.link is not None:
            found["link", keys[load.link]] += load.mass_kg
    return found
