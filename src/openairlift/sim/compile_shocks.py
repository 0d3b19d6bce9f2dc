"""Compile crews and shocks to the kernel's arrays."""

from __future__ import annotations

import numpy as np

from openairlift.luck import key_of
from openairlift.network.network import Network
from openairlift.sim import layout
from openairlift.sim.compile_network import Distributions
from openairlift.sim.layout import Records

NOT_THERE = 1 << 60
"""Since when a crew is rested that is not in its pool."""


def fill_crews(network: Network) -> tuple[Records, Records, Records]:
    """Return pools, their crews, and which types each pool serves, shape (pools, types)."""
    pool = np.zeros(len(network.pools), dtype=layout.POOL)
    serves = np.zeros((len(network.pools), len(network.types)), dtype=np.int64)
    ready: list[int] = []
    for k, record in enumerate(network.pools):
        row = pool[k]
        row["place"], row["opens_s"], row["closes_s"] = record.place, record.opens_s, record.closes_s
        row["staged"] = record.tails is None
        # crews of staged pools at the base may come home to the pool of a fleet row
        more = (
            0
            if record.tails is None
            else sum(p.crews for p in network.pools if p.tails is None and p.place == record.place)
        )
        row["crew_first"], row["crew_last"] = len(ready), len(ready) + record.crews + more
        ready += [0] * record.crews + [NOT_THERE] * more
        serves[k, list(record.types)] = 1
    crew = np.zeros(len(ready), dtype=layout.CREW)
    crew["ready_s"] = ready
    crew["joined"] = np.arange(len(ready)) - len(ready)
    return pool, crew, serves


def pool_of(network: Network) -> dict[int, int]:
    """Return the pool of the fleet row of each tail that has one."""
    return {tail: k for k, pool in enumerate(network.pools) for tail in pool.tails or ()}


def fill_shocks(network: Network, table: Distributions) -> tuple[Records, Records, Records]:
    """Return shocks, the list of tails and types that they name, and the block times of closed airspaces."""
    shock = np.zeros(len(network.shocks), dtype=layout.SHOCK)
    named: list[int] = []
    blocks: list[Records] = []
    for k, record in enumerate(network.shocks):
        row = shock[k]
        row["kind"], row["place"], row["to"], row["link"] = record.kind, record.place, record.to, record.link
        row["stock"], row["what"], row["factor"], row["count"] = record.stock, record.what, record.factor, record.count
        row["start_s"] = 0 if record.start_s is None else record.start_s
        row["end_s"], row["rate"] = record.end_s, record.rate_per_day
        row["duration"] = table.row(record.duration_s)
        row["key"] = key_of(f"shock:{record.key}")
        row["tail_first"] = len(named)
        named += record.tails
        row["tail_last"] = row["type_first"] = len(named)
        named += record.types
        row["type_last"] = len(named)
        row["air"] = -1
        if record.block_s is not None:
            row["air"] = len(blocks)
            blocks.append(np.asarray(record.block_s, dtype=np.int64))
    shape = (len(blocks), len(network.types), len(network.places), len(network.places))
    air = np.array(blocks, dtype=np.int64).reshape(shape) if blocks else np.zeros(shape, dtype=np.int64)
    return shock, np.array(named, dtype=np.int64), np.ascontiguousarray(air)
