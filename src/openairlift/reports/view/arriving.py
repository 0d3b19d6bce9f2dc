"""What arrives when, and what was reported of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openairlift.errors import UsageError
from openairlift.model import METERS
from openairlift.reports.reading import Record, seen_of

if TYPE_CHECKING:
    from openairlift.study import Study

MARKS = ("landed", "at_hub", "delivered")
QUANTILES = (0.1, 0.5, 0.9)
MOMENTS = 400
"""Moments of a curve at most: more than a screen has columns to spare for it."""


def curves(study: Study) -> list[dict[str, Any]]:
    """Return, by meter and by what the share is of, the moments [s] and P10, P50 and P90 of each mark as shares.

    ``whole`` is what the share is of, in the meter's unit. A meter that nothing is listed in is left out.
    """
    found = []
    for meter in METERS:
        for of in ("listed", "authorised") if meter == "usd" else ("listed",):
            marks, grid, whole, unit = {}, None, None, None
            for mark in MARKS:
                try:
                    amount = study.delivered(mark=mark, meter=meter)
                    curve = amount.share(of)
                except UsageError:
                    continue
                step = max(1, -(-len(curve.grid_s) // MOMENTS))
                kept = [*range(0, len(curve.grid_s), step)]
                kept += [len(curve.grid_s) - 1] if kept[-1] != len(curve.grid_s) - 1 else []
                rows = curve.quantile(QUANTILES)
                marks[mark] = [[round(float(row[i]), 5) for i in kept] for row in rows]
                grid = [int(curve.grid_s[i]) for i in kept]
                whole, unit = (amount.listed if of == "listed" else amount.authorised), amount.unit
            if marks:
                found.append({"meter": meter, "of": of, "unit": unit, "whole": whole, "grid_s": grid, "marks": marks})
    return found


def closing(study: Study) -> dict[str, Any] | None:
    """Return the latest required date [s], the share of the runs that close by then, and how many lines have no date.

    None where no requirement has a required date.
    """
    dates = [line.required_s for line in study.network.lines]
    stated = [date for date in dates if date is not None]
    if not stated:
        return None
    last, closed = max(stated), study.closure_s
    return {
        "required_s": int(last),
        "share": round(float(((closed >= 0) & (closed <= last)).sum()) / study.runs, 5),
        "undated": len(dates) - len(stated),
    }


def seen(summary: Record) -> list[dict[str, Any]]:
    """Return the observations with the moment and the value where they can be drawn."""
    return [
        {
            "id": one.id, "quantity": one.quantity, "value": one.value, "low": one.low, "high": one.high,
            "meter": one.meter, "of": one.of, "package": one.package, "place": one.place,
            "at_s": one.at_s, "reason": one.reason, "notes": list(one.notes), "evidence": list(one.evidence),
            "placed": [
                {"mark": place.mark, "p10": place.p10, "p50": place.p50, "p90": place.p90,
                 "quantiles": list(place.quantiles)}
                for place in one.placed
            ],
        }
        for one in seen_of(summary)
    ]  # fmt: skip
