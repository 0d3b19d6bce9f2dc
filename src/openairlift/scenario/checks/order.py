"""The checks in the order in which their issues are shown, and the tables that each of them reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from openairlift.errors import Issue
from openairlift.scenario.checks import (
    cargo,
    claims,
    cover,
    disruptions,
    fleet,
    flights,
    flows,
    names,
    places,
    plausible,
    requirements,
    stock,
    support,
    surface,
)
from openairlift.scenario.checks.draft import Draft

Check = Callable[[Draft], Iterator[Issue]]

CHECKS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (names.references, ()),
    (names.evidence, ("evidence",)),
    (names.observations, ()),
    (claims.names, ("evidence", "options")),
    (claims.ranges, ("evidence",)),
    (places.positions, ()),
    (places.hours, ()),
    (places.alternates, ()),
    (places.roadside, ()),
    (places.spots, ("fleet", "traffic", "aircraft", "places")),
    (plausible.codes, ()),
    (places.runways, ("fleet", "aircraft", "places")),
    (fleet.bases, ()),
    (fleet.windows, ()),
    (fleet.tails, ("fleet",)),
    (fleet.data, ("aircraft",)),
    (requirements.subject, ()),
    (requirements.amount, ()),
    (requirements.dates, ()),
    (requirements.route, ("links", "places", "stock")),
    (requirements.packages, ("package_events", "packages")),
    (stock.lies, ("links", "requirements", "places", "unit_types")),
    (stock.released, ()),
    (stock.origins, ()),
    (stock.held, ("stock", "unit_types")),
    (stock.enough, ("stock", "requirements")),
    (flows.windows, ()),
    (flows.ramps, ()),
    (flows.leads, ()),
    (flows.held, ("stock",)),
    (cargo.carried, ("fleet", "aircraft", "items", "unit_types", "unit_loads")),
    (surface.capacity, ()),
    (surface.ends, ()),
    (plausible.speeds, ("places",)),
    (plausible.loads, ()),
    (surface.used, ("requirements", "stock", "places", "unit_types")),
    (surface.traffic, ()),
    (support.recovery, ()),
    (support.light, ()),
    (support.hot_spots, ()),
    (support.crews, ("fleet",)),
    (support.clearances, ("places",)),
    (support.hazards, ()),
    (disruptions.targets, ("places", "links", "fleet", "stock")),
    (disruptions.columns, ()),
    (disruptions.moments, ()),
    (cover.positions, ("places",)),
    (cover.together, ()),
    (cover.weights, ()),
    (cover.types, ("unit_types", "unit_loads")),
    (flights.times, ()),
    (flights.ends, ("places",)),
)
"""A check is left out where one of the tables that it reads is broken, so that one fault does not show as ten."""


def check(draft: Draft, *, broken: Collection[str]) -> Iterator[Issue]:
    """Yield every issue that needs more than one cell.

    Parameters
    ----------
    draft : the scenario.
    broken : tables with faults.
    """
    for one, reads in CHECKS:
        if not any(table in broken for table in reads):
            yield from one(draft)
