"""What stood at each airfield by time against its limits, and what was left of the stocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from openairlift.plan import EventKind
from openairlift.reports.lanes import hubs_of, steps
from openairlift.reports.view.where import closed_hours

if TYPE_CHECKING:
    from openairlift.network import Network
    from openairlift.study import Study

DIGITS = 3
MOST = 40
"""Places with lanes, the busiest first."""

LANES = ("parking", "working", "waiting")


def lanes(study: Study, events: npt.NDArray[Any]) -> dict[str, Any]:
    """Return means over the runs by stretches of ``bin_s``: spots and slots taken, aircraft waiting, storage, diverts.

    Per place: ``parking``, ``working``, ``waiting`` [aircraft], ``stored_kg``, each a list by bin; the capacities as
    steps [from, value]; ``gave_up`` by day, a run; ``closed`` as [from, to]; ``fuel`` where it is limited.
    """
    tally, network = study.tally, study.network
    runs, bin_s = max(study.runs, 1), int(tally.bin_s)
    hubs = hubs_of(study)
    others = [
        place
        for place in range(len(network.places))
        if place not in hubs and bool(tally.occupancy[place].any() or tally.stored_kg_s[place].any())
    ]
    others.sort(key=lambda place: (-float(tally.occupancy[place, 0].sum()), place))
    issued = _sums(events, EventKind.FUEL, lambda row: (int(row["place"]), int(row["aux"])))
    found = []
    for place in [*hubs, *others][:MOST]:
        record = network.places[place]
        mean = tally.occupancy[place] / (runs * bin_s)
        found.append(
            {
                "place": place,
                **{name: [round(float(value), DIGITS) for value in mean[row]] for row, name in enumerate(LANES)},
                "stored_kg": [round(float(value), 1) for value in tally.stored_kg_s[place] / (runs * bin_s)],
                "spots": steps(network.parking[place]), "slots": steps(network.working[place]),
                "storage_kg": record.storage_kg,
                "gave_up": [round(float(value) / runs, DIGITS) for value in tally.traffic[place, :, 2]],
                "closed": closed_hours(network, place),
                "fuel": _fuel(network, place, issued.get(place, [])),
            }
        )  # fmt: skip
    return {"bin_s": bin_s, "places": found, "left_out": max(len(hubs) + len(others) - MOST, 0)}


def stocks(study: Study, events: npt.NDArray[Any]) -> list[dict[str, Any]]:
    """Return, by place with stock, its mass at the start [kg] and what had left by when in the run that is shown.

    ``left`` are steps [from, kg]. What a shock destroyed is not taken off: it never left.
    """
    scenario, network = study.scenario, study.network
    listed: dict[int, float] = {}
    for row in network.stocks:
        listed[row.place] = listed.get(row.place, 0.0) + row.quantity * scenario.items[row.item].unit_mass_kg
    loads = study.plan.loads

    def drawn(row: Any) -> tuple[int, float] | None:
        load = loads[int(row["who"])][1]
        return None if load.stock is None else (network.stocks[load.stock].place, load.mass_kg)

    left = _sums(events, EventKind.LEFT_STOCK, drawn)
    return [
        {"place": place, "kg": round(kg, 1), "left": left.get(place, [])} for place, kg in sorted(listed.items()) if kg
    ]


def _fuel(network: Network, place: int, issued: list[list[float]]) -> dict[str, Any] | None:
    """Return what is there at the start and comes a day [kg], and what was issued by when in the run that is shown."""
    fuel = network.fuel[place] if network.fuel else None
    return None if fuel is None else {"kg": fuel.stock_kg, "kg_per_day": fuel.kg_per_day, "issued": issued}


def _sums(events: npt.NDArray[Any], kind: EventKind, amount: Any) -> dict[int, list[list[float]]]:
    """Return, by place, running sums as steps [from, sum] of what events of a kind amount to."""
    found: dict[int, list[list[float]]] = {}
    for row in events[events["kind"] == kind]:
        told = amount(row)
        if told is None:
            continue
        place, value = told
        run, time = found.setdefault(place, []), int(row["time"])
        total = round((run[-1][1] if run else 0) + value, 1)
        if run and run[-1][0] == time:
            run[-1][1] = total
        else:
            run.append([time, total])
    return found
