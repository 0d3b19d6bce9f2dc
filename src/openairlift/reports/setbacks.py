"""What went wrong: losses, and time lost to disruptions, clearances, crews, fuel and the runway, as sentences."""

from __future__ import annotations

from openairlift.reports.reading import Record, get, real, records
from openairlift.reports.show import Show, percent, plain

_FOR = {
    "disruption": "closed places, routes or airspaces, or types that were barred",
    "clearance": "landing and overflight clearances",
    "crew": "a crew with duty left",
    "fuel": "fuel",
    "runway": "the limit of movements",
    "hours": "opening hours and known closures, there or where they were bound",
}
"""What aircraft wait for, by cause."""
_LEAST_H = 1.0


def setback_sentences(summary: Record, show: Show) -> list[str]:
    """Say what was lost, and what besides scarce resources kept aircraft on the ground.

    Examples
    --------
    >>> setback_sentences({"waits": [{"place": "juba", "cause": "disruption", "hours": 365.0}]}, Show())
    ['At juba aircraft waited 365 h a run for closed places, routes or airspaces, or types that were barred.']
    """
    found = []
    lost = get(summary, "losses", default={})
    tails, mass = real(get(lost, "tails")) or 0.0, real(get(lost, "cargo_kg")) or 0.0
    if tails > 0 or mass > 0:
        what = f"{plain(round(tails, 1))} tails and {show.amount(mass, 'mass')} of cargo"
        found.append(
            f"Lost in disruptions, a run: {what}. Cargo was lost in {percent(real(get(lost, 'runs_share')) or 0.0)} of "
            "the runs; where it is, nothing closes."
        )
    rows = [row for row in records(summary, "waits") if get(row, "cause") in _FOR]
    for row in sorted(rows, key=lambda row: -(real(get(row, "hours")) or 0.0)):
        hours = real(get(row, "hours")) or 0.0
        if hours >= _LEAST_H:
            why, place = _FOR[str(get(row, "cause"))], get(row, "place", default="?")
            found.append(f"At {place} aircraft waited {plain(round(hours, 1))} h a run for {why}.")
    return found
