"""Stand-ins: aircraft types that bring in a forecast what a log tells of, and break down as often as their types do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openairlift.model import AircraftType, Distribution, Shape
from openairlift.network import Network
from openairlift.network.network import IntArray
from openairlift.outlook.draws import quantiles_of

HOP_S = 1
"""A flight that was flown is played as one of a second that begins this long before it landed [s]."""

POINTS = 400
"""Points of a distribution of which those behind the present are left."""

NO_TIME = Distribution.constant(0.0)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stand-in.

    Attributes
    ----------
    source : its type.
    onload, offload : its services; None = those of the type.
    loading : whether its onload still goes on, so that it may break down behind it.
    jumps : legs that it flies in a second; None = all.
    air : a leg, by its ends, and how long it still flies on it [s]; None = none.
    broken, repair : of one that stands at its hub, unloaded: how likely it is held up there, and for how long in all;
        None = as often, and as long, as the type breaks down.
    """

    source: int
    onload: Distribution | None
    offload: Distribution | None
    loading: bool = False
    jumps: tuple[tuple[int, int], ...] | None = None
    air: tuple[int, int, int] | None = None
    broken: float | None = None
    repair: Distribution | None = None


def left_of(service: Distribution, served_s: float) -> Distribution:
    """Return what is left of a service, given that it has gone on for so long [s]; a minute where none is so long.

    Examples
    --------
    >>> left_of(Distribution.constant(7200.0), 3600.0).mean
    3600.0
    """
    if served_s <= 0.0:
        return service
    lengths = quantiles_of(service, (np.arange(POINTS) + 0.5) / POINTS)
    left = lengths[lengths > served_s] - served_s
    return Distribution(Shape.EMPIRICAL, tuple(sorted(left.tolist()))) if left.size else Distribution.constant(60.0)


def held_up(repair: Distribution | None, held_s: int, broken: float) -> Distribution:
    """Return how long an aircraft is still under repair that has stood for so long behind its service and rest [s].

    It broke down behind its service with probability `broken`; else nothing that the log tells of holds it.
    """
    if repair is None or broken <= 0.0:
        return NO_TIME
    lengths = left_of(repair, float(held_s))
    none = round(POINTS * (1.0 - broken))
    count = POINTS - none
    if not count:
        return NO_TIME
    points = quantiles_of(lengths, (np.arange(count) + 0.5) / count)
    return Distribution(Shape.EMPIRICAL, tuple(sorted((*(0.0,) * none, *points.tolist()))))


def later(waits: Distribution, seconds: int) -> Distribution:
    """Return a wait that is longer by so much; it holds a value, or observations.

    Examples
    --------
    >>> later(Distribution.constant(60.0), 30).mean
    90.0
    """
    return Distribution(waits.shape, tuple(value + seconds for value in waits.parameters))


def with_kinds(network: Network, kinds: Sequence[Kind], block_s: IntArray) -> Network:
    """Return a network that has a type for every kind, behind its own: in order, with their services and legs.

    Stand-ins have loaded, so they are not found broken behind an onload that is over; everywhere else they are as often
    as their types.
    """
    count = len(network.types)
    sources = [*range(count), *(kind.source for kind in kinds)]
    ground, per_pallet = network.ground[sources].copy(), network.per_pallet_s[sources].copy()
    distributions = list(network.distributions)
    for index, kind in enumerate(kinds):
        for purpose, service in ((0, kind.onload), (1, kind.offload)):
            if service is not None:
                ground[count + index, :, purpose] = len(distributions)
                per_pallet[count + index, :, purpose] = 0.0
                distributions.append(service)
    types = (*network.types, *(_type(network.types[kind.source], i, kind) for i, kind in enumerate(kinds)))
    return replace(
        network,
        types=types,
        type_index={one.type: i for i, one in enumerate(types)},
        bodies=(*network.bodies, *(network.bodies[kind.source] for kind in kinds)),
        block_s=_hops(block_s, sources, kinds),
        payload_kg=network.payload_kg[sources],
        ground=ground,
        per_pallet_s=per_pallet,
        distributions=tuple(distributions),
        shocks=tuple(
            shock if shock.block_s is None else replace(shock, block_s=_hops(shock.block_s, sources, kinds))
            for shock in network.shocks
        ),
        sound=frozenset(count + i for i, kind in enumerate(kinds) if not kind.loading),
    )


def _type(type_: AircraftType, number: int, kind: Kind) -> AircraftType:
    """Return a type that carries what it is given, without limits of crews, costs or fuel."""
    return replace(
        type_,
        type=f"{type_.type} (stand-in {number + 1})",
        payload_flown_share=None,
        reliability_share=type_.reliability_share if kind.broken is None else 1.0 - kind.broken,
        repair_s=type_.repair_s if kind.repair is None else kind.repair,
        fuel_kg_per_h=None,
        cost_usd_per_h=None,
        charter_usd=None,
        duty_s=None,
        augmented_duty_s=None,
        hours_per_30d=None,
    )


def _hops(block_s: IntArray, sources: Sequence[int], kinds: Sequence[Kind]) -> IntArray:
    """Return block times by type, with a second where a stand-in jumps."""
    found: IntArray = block_s[list(sources)].copy()
    places = np.arange(found.shape[1])
    for rows, kind in zip(found[len(sources) - len(kinds) :], kinds, strict=True):
        if kind.jumps is None:
            same = rows[places, places].copy()
            rows[:] = HOP_S
            rows[places, places] = same
        else:
            for a, b in kind.jumps:
                if a != b:
                    rows[a, b] = HOP_S
        if kind.air is not None:
            a, b, seconds = kind.air
            rows[a, b] = seconds
    return found
