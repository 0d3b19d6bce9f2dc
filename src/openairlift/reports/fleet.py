"""Use of the fleet, fuel issued, and missions that did not end, as sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, count, plain
from openairlift.reports.svg import Markup, el

_ENDINGS = {
    "hours": "waiting for opening hours",
    "slot": "waiting for a slot",
    "parking": "waiting for a spot",
    "working": "waiting for a working slot",
    "storage": "kept from unloading by full storage",
    "repair": "being repaired",
    "rest": "resting",
    "clearance": "waiting for a clearance",
    "disruption": "kept by a disruption, or lost",
    "crew": "waiting for a crew",
    "fuel": "waiting for fuel",
    "runway": "waiting for the runway",
    "cargo": "waiting for cargo",
    "under_way": "under way",
    "never_begun": "never begun",
}


def fleet_sentences(summary: Record, show: Show) -> list[str]:
    """Say how much each type flew, what fuel was issued where, and how missions stood at the horizon.

    Examples
    --------
    >>> flown = {"type": "C-17A", "tails": 2, "flying_h": 96.0, "flying_h_per_tail_day": 4.8}
    >>> fleet_sentences({"fleet": [flown]}, Show())
    ['C-17A: 2 tails flew 96 h a run, 4.8 h a tail and day.']
    """
    found = []
    for row in records(summary, "fleet"):
        hours, use = real(get(row, "flying_h")), real(get(row, "flying_h_per_tail_day"))
        tails = int(real(get(row, "tails")) or 0)
        if hours is not None and use is not None:
            found.append(
                f"{get(row, 'type', default='?')}: {count(tails, 'tail')} flew {plain(round(hours, 1))} h a run, "
                f"{plain(round(use, 1))} h a tail and day."
            )
    for row in records(summary, "fuel"):
        mass = real(get(row, "kg"))
        if mass is not None:
            found.append(f"Fuel issued at {get(row, 'place', default='?')}: {show.amount(mass, 'mass')} a run.")
    ends = [
        f"{plain(round(number, 1))} {_ENDINGS.get(str(get(row, 'cause')), str(get(row, 'cause')))}"
        for row in records(summary, "unfinished")
        if (number := real(get(row, "missions")) or 0.0) >= 0.05
    ]
    if ends:
        found.append(f"Missions that had not ended by the horizon, a run: {', '.join(ends)}.")
    return found


def fleet_section(summary: Record, show: Show) -> Markup:
    """Return the sentences as a list."""
    return el("ul", [el("li", sentence) for sentence in fleet_sentences(summary, show)])
