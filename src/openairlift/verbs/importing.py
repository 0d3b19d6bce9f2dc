"""Turn foreign tables into those of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openairlift.errors import OpenAirliftError
from openairlift.exchange import places_table, read_ourairports
from openairlift.verbs.records import Record, issue_record


def import_ourairports(file: str | Path, *, out: str | Path | None = None, icao: Sequence[str] = ()) -> Record:
    """Return airfields with their longest open runway, from the runways of OurAirports.

    Parameters
    ----------
    file : ``runways.csv``.
    out : file for the table; None puts it into the record as ``table``. A file that is there is not overwritten.
    icao : airfields wanted; none = all that have a known position.
    """
    if out is not None and Path(out).exists():
        raise OpenAirliftError(f"{out} is there already and is not overwritten; choose another --out")
    found = read_ourairports(file)
    text, missing = places_table(found, icao=icao)
    record: Record = {
        "airfields": text.count("\n") - 1,
        "runways": len(found.runways),
        "closed": found.closed,
        "issues": [issue_record(issue) for issue in (*found.issues, *missing)],
        "source": "OurAirports runways (public domain); positions and names of airportsdata",
    }
    if out is None:
        return {**record, "table": text}
    with Path(out).open("x", encoding="utf-8", newline="") as handle:
        handle.write(text)
    return record
