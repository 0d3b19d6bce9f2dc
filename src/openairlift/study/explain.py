"""What can't be met, what is to blame, and what one more unit is worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from openairlift.audits.timing import time_plan
from openairlift.errors import UsageError, nearest
from openairlift.model import MARKS
from openairlift.network import Network, build_network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.solve import make_plan
from openairlift.study.blame import Blame, blame, reduced
from openairlift.study.blame_words import Words
from openairlift.study.meeting import EFFORT
from openairlift.study.unit_prices import Price, unit_prices

MOST = 5
"""Requirements that are explained where none is named: those of which most is missing."""

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What a scenario can't meet, and why.

    Attributes
    ----------
    unmet : requirements that a plan does not meet by their latest date, else by the horizon, and what is to blame.
    more : further ones that were not explained.
    prices : what one unit more is worth, dearest first.
    complete : False where Ctrl-C ended it.
    """

    unmet: tuple[Blame, ...]
    more: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    complete: bool = True


def explain(
    scenario: Scenario,
    *,
    requirement: str | None = None,
    effort: int = EFFORT,
    seed: int = 1,
    prices: bool = True,
    most: int = MOST,
    progress: Told | None = None,
) -> Explanation:
    """Say what can't be met, the smallest set of limits to blame, and what one more unit is worth.

    A requirement is met when all of it is there by its latest date, else by the horizon. Where it can't be met alone,
    that is explained; else it is asked beside the requirements that the plan meets. Limits are lifted one after the
    other, with a plan as witness that it helps and a bound above zero as proof that it does not, until a set is left
    of which none can be missed. Single limits are tried first. Dates are blamed last: they are what is asked for.

    Parameters
    ----------
    requirement : explain this one; None = those that the plan does not meet, at most `most` of them.
    effort, seed : of every plan.
    prices : whether prices are worked out.
    progress : told what is tried next.

    Raises
    ------
    UsageError
        When there is no such requirement.

    Examples
    --------
    >>> import openairlift as oa
    >>> found = oa.explain(oa.read_scenario("relief-small"), effort=2, prices=False)
    >>> [row.requirement for row in found.unmet]
    []
    """
    tell = progress or (lambda _: None)
    if requirement is not None and requirement not in scenario.requirements:
        near = nearest(requirement, scenario.requirements)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"there is no requirement {requirement!r}; allowed: {', '.join(scenario.requirements)}{hint}")
    network = build_network(scenario)
    tell("all as it is stated")
    plan = make_plan(scenario, effort=effort, seed=seed, network=network, prove=False)
    missing = missing_of(network, plan)
    met = [key for key in scenario.requirements if key not in missing]
    asked = list(missing) if requirement is None else [key for key in missing if key == requirement]
    found: list[Blame] = []
    complete = True
    priced: tuple[Price, ...] = ()
    try:
        for key in asked[:most]:
            row = blame(scenario, key, beside=met, effort=effort, seed=seed, tell=tell)
            found.append(replace(row, reasons=_reasons(scenario, row)))
        if prices:
            priced = unit_prices(network, plan, effort=effort, seed=seed, tell=tell)
    except KeyboardInterrupt:
        complete = False
    return Explanation(unmet=tuple(found), more=tuple(asked[most:]), prices=priced, complete=complete)


def missing_of(network: Network, plan: Plan) -> dict[str, float]:
    """Return the weighted mass that is not there by its date, by requirement, the most first [kg]."""
    mark, landed = MARKS.index(network.scenario.settings.objective_mark), MARKS.index("landed")
    timing = time_plan(network, plan)
    left = [line.quantity for line in network.lines]
    for (_, load), times, quantity in zip(plan.loads, timing.marks, timing.carried, strict=True):
        latest = network.lines[load.line].latest_s
        time = times[landed]
        if times[mark] is not None if latest is None else time is not None and time <= latest:
            left[load.line] -= quantity
    found: dict[str, float] = {}
    for line, rest in zip(network.lines, left, strict=True):
        if rest > 1e-6 + 1e-9 * line.quantity:
            mass = rest * line.unit_kg * line.weight
            found[line.requirement] = found.get(line.requirement, 0.0) + mass
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def _reasons(scenario: Scenario, row: Blame) -> tuple[str, ...]:
    """Return sentences: what is needed, and what each blamed limit allows."""
    network = build_network(reduced(scenario, (row.requirement, *row.beside)))
    words = Words(network, row.requirement)
    if row.feasible:
        return (f"{words.need()}; a plan beside all that is met now can do that: what else is planned weighs more",)
    if not row.limits:
        tail = f": {row.shortfall}" if row.shortfall else ""
        return (f"{words.need()}; lifting every limit that is stated does not help{tail}",)
    others = f", beside {len(row.beside)} other requirements" if row.beside else ""
    return tuple(f"{words.need()}{others}; {words.allows(limit)}" for limit in row.limits)
