"""What a comparison has to know of every run, asked for before the first is played."""

from __future__ import annotations

from collections.abc import Sequence

from openairlift.model import MARKS, METERS
from openairlift.network import Network
from openairlift.scenario import Scenario
from openairlift.study.amounts import ALL, groups, item_of, listed
from openairlift.study.comparing import covering
from openairlift.study.comparing.cases import mark_of
from openairlift.study.probes import Ask, Probe
from openairlift.units import DAY_S

DAYS = 31
"""Days of a curve that are compared at most; where there are more, every second, third, …, and the last."""

Curve = tuple[str, str, str]
"""Mark, meter and group."""


def day_ends(horizon_s: int) -> list[int]:
    """Return the ends of the days that are compared [s], the horizon last.

    Examples
    --------
    >>> day_ends(200_000)
    [86400, 172800, 200000]
    """
    days = -(-horizon_s // DAY_S)
    step = -(-days // DAYS)
    return sorted({min(day * DAY_S, horizon_s) for day in [*range(step, days, step), days]})


def curves(scenario: Scenario, network: Network) -> list[Curve]:
    """Return the curves that are compared: every mark in every meter, of everything and of each package."""
    found = []
    for group in groups(scenario, network):
        for meter in METERS:
            if listed(scenario, network, meter=meter, group=group) > 0:
                found += [(mark, meter, group) for mark in MARKS]
    return found


def amount(curve: Curve, at_s: int) -> Probe:
    """Return the probe for an amount of a curve by a moment [s]."""
    mark, meter, group = curve
    return Probe(ask=Ask.AMOUNT, mark=mark, meter=meter, group=group, at_s=at_s)


def shared_closure(scenario: Scenario, shared: Sequence[str]) -> Probe:
    """Return the probe for when everything that all cases ask for is there."""
    return Probe(ask=Ask.COMPLETE, mark=mark_of(scenario), meter="mass", requirements=tuple(shared))


def shared_amount(scenario: Scenario, network: Network, shared: Sequence[str]) -> Probe:
    """Return the probe for what is there by the horizon of what all cases ask for, in the objective's meter."""
    meter = scenario.settings.objective_meter
    return Probe(
        ask=Ask.AMOUNT,
        mark=mark_of(scenario),
        meter=meter,
        at_s=network.horizon_s,
        requirements=tuple(shared),
    )


def stocks(scenario: Scenario, network: Network) -> dict[tuple[str, str], Probe]:
    """Return the probes for what has left each stock by the horizon, by place and item, where it is asked for."""
    asked = {item for line in network.lines if (item := item_of(scenario, line)) is not None}
    found: dict[tuple[str, str], Probe] = {}
    for stock in network.stocks:
        place = network.places[stock.place].id
        if stock.item in asked:
            found[place, stock.item] = Probe(
                ask=Ask.AMOUNT, mark="left_stock", meter="items", item=stock.item, place=place, at_s=network.horizon_s
            )
    return found


def probes(scenario: Scenario, network: Network, shared: Sequence[str]) -> tuple[Probe, ...]:
    """Return everything that has to be known of every run of a case.

    Parameters
    ----------
    shared : requirements that all cases ask for.
    """
    ends = day_ends(network.horizon_s)
    found = [amount(curve, end) for curve in curves(scenario, network) for end in ends]
    meter = scenario.settings.objective_meter
    found.append(amount((mark_of(scenario), meter, ALL), network.horizon_s))
    found += stocks(scenario, network).values()
    found += covering.probes(scenario)
    if shared:
        found += [shared_closure(scenario, shared), shared_amount(scenario, network, shared)]
    return tuple(dict.fromkeys(found))
