"""What lies where at the start, and what the plan draws of it month by month."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from openairlift.model import Distribution
from openairlift.network import Network
from openairlift.outlook.draws import FloatArray
from openairlift.outlook.records import AtPlace
from openairlift.plan import NO_MISSION, Plan
from openairlift.scenario import Scenario
from openairlift.scenario.rows import rows
from openairlift.units import MONTH_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocks:
    """The stocks of one item.

    Attributes
    ----------
    item : its id.
    released : pieces released for the airlift, at all places.
    reserves : luck key and amount of every reserve.
    floor : sum of the floors that are stated; None where none is.
    drawn : what the plan has drawn by the end of every month, shape (months + 1,).
    places : where it lies.
    """

    item: str
    released: float
    reserves: tuple[tuple[str, Distribution], ...]
    floor: float | None
    drawn: FloatArray
    places: tuple[AtPlace, ...]

    @property
    def last(self) -> int:
        """The month by whose end the plan has drawn everything it draws; 0 where it draws nothing."""
        return int(np.count_nonzero(self.drawn < self.drawn[-1])) if self.drawn[-1] > 0.0 else 0


@dataclass(slots=True)
class _Sums:
    released: float = 0.0
    reserves: list[tuple[str, Distribution]] = field(default_factory=list)
    floor: float | None = None
    places: dict[str, list[float]] = field(default_factory=dict)


def stocks_of(scenario: Scenario, network: Network, plan: Plan, months: int) -> dict[str, Stocks]:
    """Return the stated stocks by item.

    Parameters
    ----------
    plan : its loads are drawn in the month in which their mission, or haul, begins.
    months : how many; what is drawn later is left out.
    """
    drawn, by_place = _drawn(network, plan, months)
    sums: dict[str, _Sums] = {}
    for key, row in rows(scenario, "stock"):
        found = sums.setdefault(row.item, _Sums())
        found.released += row.quantity
        where = found.places.setdefault(row.place, [0.0, 0.0])
        where[0] += row.quantity
        if row.reserve is not None:
            found.reserves.append((f"stock/{key}", row.reserve))
            where[1] += row.reserve.mean
        if row.floor is not None:
            found.floor = (found.floor or 0.0) + row.floor
    return {
        item: Stocks(
            item=item,
            released=found.released,
            reserves=tuple(found.reserves),
            floor=found.floor,
            drawn=drawn.get(item, np.zeros(months + 1)),
            places=tuple(
                AtPlace(place=place, released=released, reserve=reserve, drawn=by_place.get((item, place), 0.0))
                for place, (released, reserve) in found.places.items()
            ),
        )
        for item, found in sums.items()
    }


def _drawn(network: Network, plan: Plan, months: int) -> tuple[dict[str, FloatArray], dict[tuple[str, str], float]]:
    """Return what the plan draws: cumulative by item, and in all by item and place."""
    begins = [haul.earliest_s for haul in plan.hauls]
    drawn: dict[str, FloatArray] = {}
    places: dict[tuple[str, str], float] = {}
    hauls = iter(begins)
    for mission, load in plan.loads:
        begin = next(hauls) if mission == NO_MISSION else plan.missions[mission].earliest_s
        if load.stock is None:
            continue
        stock = network.stocks[load.stock]
        month = int(begin // MONTH_S) + 1
        if month > months:
            continue
        drawn.setdefault(stock.item, np.zeros(months + 1))[month] += load.quantity
        where = (stock.item, network.places[stock.place].id)
        places[where] = places.get(where, 0.0) + load.quantity
    return {item: np.cumsum(amounts) for item, amounts in drawn.items()}, places
