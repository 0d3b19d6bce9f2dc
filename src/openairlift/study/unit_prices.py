"""What one more spot, slot, tail or hour is worth: prices of a linear programme, checked by planning again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openairlift.network import Network, build_network
from openairlift.plan import TERMS, Plan
from openairlift.solve import make_plan
from openairlift.solve.unit_values import UnitValue, unit_values
from openairlift.study.blame_limits import MANY, Limit, limits_of
from openairlift.study.meeting import TOLERANCE, reached

CHECKED = 6
"""Units that are planned again with one more, the dearest first; hours have no price and are always tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What one unit more is worth, in the term that decides.

    Attributes
    ----------
    unit : one unit more, in words.
    key : of the limit, such as ``working:hub``.
    term : the term: undelivered in weighted size, lateness and delay in weighted size × days.
    dual : price in the linear programme: about the most that the unit can bring; None for hours.
    gain : by how much the plan with one unit more is better, made with the same effort and seed.
    """

    unit: str
    key: str
    term: str
    dual: float | None
    gain: float


def unit_prices(
    network: Network, plan: Plan, *, effort: int, seed: int, tell: Callable[[str], None]
) -> tuple[Price, ...]:
    """Return what one unit more is worth in the first term that is not zero, dearest first; none where all are."""
    scenario = network.scenario
    base, scale = reached(network, plan)
    term = next((k for k, value in enumerate(base) if value > TOLERANCE * scale), None)
    if term is None:
        return ()
    worth = {value.key: value for value in unit_values(network, term)}
    limits = [limit for limit in limits_of(network, loads=MANY) if limit.more is not None]
    chosen = _chosen(limits, worth, TOLERANCE * scale)
    found = []
    for limit in chosen:
        assert limit.more is not None and limit.unit is not None  # noqa: PT018
        tell(limit.unit)
        larger = build_network(limit.more(scenario))
        again = make_plan(larger.scenario, effort=effort, seed=seed, network=larger, prove=False)
        if not again.reproducible:
            raise KeyboardInterrupt
        more, _ = reached(larger, again)
        gain = max(base[term] - more[term], 0.0) if more[:term] <= base[:term] else 0.0
        value = worth.get(limit.key)
        found.append(
            Price(
                unit=limit.unit, key=limit.key, term=TERMS[term], gain=gain, dual=None if value is None else value.value
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.gain, -(row.dual or 0.0))))


def _chosen(limits: list[Limit], worth: dict[str, UnitValue], least: float) -> list[Limit]:
    """Return the limits with the dearest units, and opening hours."""
    priced = sorted(
        (limit for limit in limits if limit.key in worth and worth[limit.key].value > least),
        key=lambda limit: -worth[limit.key].value,
    )
    return priced[:CHECKED] + [limit for limit in limits if limit.kind == "hours"]
