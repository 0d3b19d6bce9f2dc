"""What stood at each airfield by time, against its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.reports.lanes import hubs_of, steps
from openairlift.reports.view.where import closed_hours

if TYPE_CHECKING:
    from openairlift.study import Study

DIGITS = 3
MOST = 40
"""Places with lanes, the busiest first."""

LANES = ("parking", "working", "waiting")


def lanes(study: Study) -> dict[str, Any]:
    """Return means over the runs by stretches of ``bin_s``: spots and slots taken, aircraft waiting, storage, diverts.

    Per place: ``parking``, ``working``, ``waiting`` [aircraft], ``stored_kg``, each a list by bin; the capacities as
    steps [from, value]; ``gave_up`` by day, a run; ``closed`` as [from, to].
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
            }
        )  # fmt: skip
    return {"bin_s": bin_s, "places": found, "left_out": max(len(hubs) + len(others) - MOST, 0)}
