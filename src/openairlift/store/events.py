"""Event logs as tables: of one run, or of every run of a study, chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from openairlift.network import Network
from openairlift.plan import EventKind, Plan
from openairlift.store.files import replacing
from openairlift.store.parquet import quoted, write_parquet
from openairlift.study.work import Chunk, Log

Names = npt.NDArray[np.object_]

_CARGO = (
    EventKind.LEFT_STOCK,
    EventKind.LANDED,
    EventKind.AT_HUB,
    EventKind.FORWARDED,
    EventKind.DELIVERED,
    EventKind.LOAD_LOST,
    EventKind.NO_SHOW,
    EventKind.VEHICLE_LEFT,
    EventKind.VEHICLE_BACK,
)
_TRAFFIC = tuple(kind for kind in EventKind if kind.name.startswith("TRAFFIC_"))
_MISSION, _LOAD, _STREAM, _SHOCK = range(4)


@dataclass(frozen=True, eq=False, slots=True)
class EventNames:
    """Names for the indexes in an event log; the last of each is that of -1.

    Attributes
    ----------
    kinds, places, tails : by index.
    about : what `who` counts, by kind: missions, loads, streams of traffic or shocks.
    who : names of missions, loads, streams and shocks, one after the other.
    starts, counts : where each of them starts in `who`, and how many there are.
    """

    kinds: Names
    places: Names
    tails: Names
    about: npt.NDArray[np.int64]
    who: Names
    starts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, plan: Plan, network: Network) -> EventNames:
        """Collect the names."""
        about = np.full(max(EventKind) + 1, _MISSION, dtype=np.int64)
        about[list(_CARGO)], about[list(_TRAFFIC)], about[EventKind.SHOCK] = _LOAD, _STREAM, _SHOCK
        groups: list[list[str]] = [[f"mission {i}" for i in range(len(plan.missions))]]
        groups.append([f"{network.lines[load.line].name}#{load.number}" for _, load in plan.loads])
        groups.append([f"traffic {stream.key}" for stream in network.streams])
        groups.append([f"shock {shock.key}" for shock in network.shocks])
        counts = np.array([len(group) for group in groups], dtype=np.int64)
        kinds = [""] * (max(EventKind) + 1)
        for kind in EventKind:
            kinds[kind] = kind.name.lower()
        return cls(
            kinds=_names(kinds),
            places=_names([*(place.id for place in network.places), ""]),
            tails=_names([*(tail.name for tail in network.tails), ""]),
            about=about,
            who=_names([*(name for group in groups for name in group), ""]),
            starts=np.cumsum(counts) - counts,
            counts=counts,
        )

    def table(self, first: int, logs: Sequence[Log]) -> dict[str, Any]:
        """Return the event logs of the runs from `first` on as columns; the simulator's arrays hold indexes."""
        log = np.concatenate([np.zeros(0, dtype=logs[0].dtype), *logs])
        kind = log["kind"].astype(np.int64)
        about, who = self.about[kind], log["who"].astype(np.int64)
        known = (who >= 0) & (who < self.counts[about])
        runs = np.repeat(np.arange(first, first + len(logs), dtype=np.int64), [len(one) for one in logs])
        return {
            "run": runs,
            "time_s": log["time"].astype(np.int64),
            "event": self.kinds[kind],
            "place": self.places[log["place"]],
            "who": self.who[np.where(known, self.starts[about] + who, -1)],
            "tail": self.tails[log["tail"]],
            "stop": log["stop"].astype(np.int64),
            "aux": log["aux"].astype(np.int64),
        }


@dataclass(frozen=True, slots=True)
class EventParts:
    """The event logs of all runs on their way: a file a chunk, joined when all are there.

    Attributes
    ----------
    folder : where the files are.
    names : for the indexes in the logs.
    """

    folder: Path
    names: EventNames

    def save_events(self, chunk: int, first: int, logs: Sequence[Log]) -> None:
        """Keep the event logs of a chunk."""
        write_parquet(part_of(self.folder, chunk), self.names.table(first, logs))


def part_of(folder: Path, chunk: int) -> Path:
    """Return the file with the event logs of a chunk."""
    return folder / f"{chunk:05d}.events.parquet"


def join_parts(folder: Path, chunks: Sequence[Chunk], *, to: Path) -> None:
    """Write the event logs of all chunks, in the order of the runs, to one file; never all are in memory."""
    parts = ", ".join(quoted(part_of(folder, chunk.index)) for chunk in chunks)
    with replacing(to) as draft, duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_parquet([{parts}])) TO {quoted(draft)} (FORMAT parquet, COMPRESSION zstd)"
        )


def _names(names: Sequence[str]) -> Names:
    found = np.empty(len(names), dtype=object)
    found[:] = names
    return found
