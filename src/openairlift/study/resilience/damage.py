"""The network that is left when something is lost from the start to the horizon."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from openairlift.model.disruptions import polygon_corners
from openairlift.network import UNREACHABLE, Line, Network
from openairlift.network.airspace import way_round
from openairlift.network.legs import legs
from openairlift.network.network import FloatArray, IntArray
from openairlift.scenario.keys import link_keys
from openairlift.study.resilience.losses import Loss, ends_of


def damaged(network: Network, losses: Collection[Loss]) -> Network:
    """Return a network without what is lost; indexes of everything stay.

    - *place*: nothing lands, stops or leaves there, by air or by surface; cargo, stocks and aircraft there stay there.
    - *leg*: nobody flies it. *link*: nothing goes by it.
    - *airspace*: legs across it take the shortest way round, with the block time and the payload of that length; those
      that end in it, or for which the way round is too far, are not flown. Of several airspaces the longest way counts,
      which is no longer than the way round all of them.

    What is lost is known from the start: planner, audit and simulator find a network that never had it.
    """
    if not losses:
        return network
    shut = {network.place_index[loss.target] for loss in losses if loss.kind == "place"}
    keys = link_keys(network.scenario.links)
    cut = {keys.index(loss.target) for loss in losses if loss.kind == "link"}
    cut |= {i for i, link in enumerate(network.links) if link.origin in shut or link.destination in shut}
    block, payload = _around(network, [loss for loss in losses if loss.kind == "airspace"])
    for loss in losses:
        if loss.kind == "leg":
            for a, b in ends_of(loss, network):
                block[:, a, b], payload[:, a, b] = UNREACHABLE, 0.0
    for place in shut:
        block[:, place, :] = block[:, :, place] = UNREACHABLE
        payload[:, place, :] = payload[:, :, place] = 0.0
    for array in (block, payload):
        array.setflags(write=False)
    link_open = network.link_open_s or (None,) * len(network.links)
    return replace(
        network,
        block_s=block,
        payload_kg=payload,
        lines=tuple(_line(line, shut, cut) for line in network.lines),
        open_s=tuple(() if place in shut else hours for place, hours in enumerate(network.open_s)),
        link_open_s=tuple(() if link in cut else hours for link, hours in enumerate(link_open)) if cut else link_open,
    )


def _line(line: Line, shut: Collection[int], cut: Collection[int]) -> Line:
    """Return a line with the sources, hubs and links that are left to it."""
    if line.destination in shut:
        return replace(line, hubs=(), surface=())
    return replace(
        line,
        sources=tuple(row for row in line.sources if row[0] not in shut),
        hubs=tuple(row for row in line.hubs if row[0] not in shut and row[1] not in cut),
        surface=tuple(row for row in line.surface if row[0] not in shut and row[2] not in cut),
    )


def _around(network: Network, airspaces: Collection[Loss]) -> tuple[IntArray, FloatArray]:
    """Return block times [s] and payloads [kg] with the ways round closed airspaces, shape (types, places, places)."""
    block, payload = np.array(network.block_s), np.array(network.payload_kg)
    if not airspaces:
        return block, payload
    points = [None if p.lat is None or p.lon is None else (p.lat, p.lon) for p in network.places]
    way = np.array(network.distance_m)
    for loss in airspaces:
        way = np.maximum(way, way_round(points, polygon_corners(loss.target), network.distance_m))
    longer = way > network.distance_m
    found, carried = legs(network.places, network.types, way, [], fuel=network.fuel)
    changed = longer[None, :, :] & (block != UNREACHABLE)
    block[changed], payload[changed] = found[changed], carried[changed]
    return block, payload
