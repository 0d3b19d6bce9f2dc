"""What held the airlift back: the share of the time during which a resource was full and something waited for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from openairlift.network.network import IntArray
from openairlift.study.curves import quantiles

if TYPE_CHECKING:
    from openairlift.sim import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingShare:
    """How much of the time from the first landing to closure (or the horizon) a resource was the limit.

    Attributes
    ----------
    resource : kind, such as ``parking`` or ``fleet``.
    place : id of the place, or None.
    name : in words, such as ``parking at hub``.
    binding_share : mean over the runs (0 to 1).
    p10, p50, p90 : quantiles over the runs.
    rank : 1 = the resource that binds longest; equal shares have equal ranks.
    """

    resource: str
    place: str | None
    name: str
    binding_share: float
    p10: float
    p50: float
    p90: float
    rank: int


def binding_shares(resources: Sequence[Resource], binding: IntArray, window: IntArray) -> list[BindingShare]:
    """Return every resource, the longest binding first; runs in which nothing landed count as 0.

    Parameters
    ----------
    resources : in the order of the last axis of `binding`.
    binding : binding time, shape (runs, resources) [s].
    window : first landing and end, shape (runs, 2) [s]; -1 where nothing landed.
    """
    length = np.where(window[:, 0] >= 0, window[:, 1] - window[:, 0], 0)
    shares = np.where(length[:, None] > 0, binding / np.maximum(length, 1)[:, None], 0.0)
    rows = []
    for index, resource in enumerate(resources):
        column = shares[:, index]
        low, middle, high = quantiles(column, (0.1, 0.5, 0.9))
        # cumsum adds in order; sum would pair terms by what the processor offers
        mean = float(np.cumsum(column)[-1] / len(column))
        rows.append((resource, mean, float(low), float(middle), float(high)))
    rows.sort(key=lambda row: (-row[1], row[0].name))
    means = [row[1] for row in rows]
    return [
        BindingShare(
            resource=str(resource.kind),
            place=resource.place,
            name=resource.name,
            binding_share=mean,
            p10=low,
            p50=middle,
            p90=high,
            rank=1 + means.index(mean),
        )
        for resource, mean, low, middle, high in rows
    ]
