"""The folder of one run: its identity, its files, its checkpoint."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openairlift
from openairlift.errors import OpenAirliftError, UsageError
from openairlift.network import Network
from openairlift.plan import Plan, encode
from openairlift.scenario import Scenario, freeze
from openairlift.store.arrays import Damaged, read_arrays, write_arrays
from openairlift.store.events import EventNames, EventParts, join_parts, part_of
from openairlift.store.files import locked, write_once, write_whole
from openairlift.store.flat import curves_table, plan_table, study_table
from openairlift.store.parquet import write_parquet
from openairlift.study import Study, chunks
from openairlift.study.tally import Arrays

FINISHED = "summary.json"
"""Written last: a folder that holds it is finished."""


RESULTS = "results.npz"
"""What the study kept of its runs, whole; the chunks are dropped when it is there."""

EVENTS = ("none", "first", "all")
"""Whose event logs are kept: of no run, of run 0, of every run."""


def run_id(
    scenario: Scenario,
    plan: bytes,
    *,
    runs: int,
    seed: int,
    events: str = "first",
    evidence: bytes = b"",
    judged: bool = False,
) -> str:
    """Return the name of a run: a hash of everything that determines what its folder holds.

    `evidence` tells what the texts of the sources said, where some were at hand; `judged` that the claims were
    judged.
    """
    digest = hashlib.sha256()
    stated = (scenario.fingerprint.encode(), plan, str(runs).encode(), str(seed).encode(), events.encode())
    further = (evidence, b"judged") if judged else (evidence,) if evidence else ()
    for part in (*stated, *further):
        digest.update(len(part).to_bytes(8, "little") + part)
    digest.update(openairlift.__version__.encode())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFolder:
    """A run's folder; also the checkpoint of its study.

    Attributes
    ----------
    path : the folder.
    id : name of the run.
    runs, seed : of the study.
    events : whose event logs are kept, one of `EVENTS`.
    """

    path: Path
    id: str
    runs: int
    seed: int
    events: str = "first"

    @classmethod
    def under(
        cls,
        out: Path,
        scenario: Scenario,
        plan: bytes,
        *,
        runs: int,
        seed: int,
        events: str = "first",
        evidence: bytes = b"",
        judged: bool = False,
    ) -> RunFolder:
        """Return the folder for a run below `out`; nothing is made yet.

        `evidence` is what tells the states of the evidence apart, where they are part of what the folder holds,
        `judged` that verdicts of the claims are.

        Raises
        ------
        UsageError
            When `events` is none of `EVENTS`.
        """
        if events not in EVENTS:
            raise UsageError(f"events must be one of {', '.join(EVENTS)}, got {events!r}")
        name = run_id(scenario, plan, runs=runs, seed=seed, events=events, evidence=evidence, judged=judged)
        return cls(path=out / name, id=name, runs=runs, seed=seed, events=events)

    def is_finished(self) -> bool:
        """Whether the run is there, whole."""
        return (self.path / FINISHED).is_file()

    @property
    def begun(self) -> bool:
        """Whether an interrupted run is there."""
        return (self.path / "plan.json").is_file() and not self.is_finished()

    def summary(self) -> bytes:
        """Return the finished run's summary as it was written."""
        return (self.path / FINISHED).read_bytes()

    @contextmanager
    def writing(self, scenario: Scenario, plan: Plan, *, network: Network, workers: int | None) -> Iterator[None]:
        """Store scenario and plan, then hold the folder against other writers as long as the block runs."""
        self.path.mkdir(parents=True, exist_ok=True)
        with locked(self.path / ".lock"):
            told = {"id": self.id, "runs": self.runs, "seed": self.seed, "events": self.events}
            write_once(self.path / "run.json", _json({**told, "version": openairlift.__version__}))
            write_once(self.path / "scenario.json", _json(freeze(scenario)))
            write_once(self.path / "plan.json", encode(plan, network))
            if not (self.path / "plan.parquet").exists():
                write_parquet(self.path / "plan.parquet", plan_table(plan, network))
            if not self.is_finished():
                self._chunks.mkdir(exist_ok=True)
                self._provenance(workers)
            yield

    def event_sink(self, plan: Plan, network: Network) -> EventParts | None:
        """Return where the event logs of all runs go, if they are kept."""
        return EventParts(self._chunks, EventNames.of(plan, network)) if self.events == "all" else None

    def finish(self, study: Study, summary: bytes, *, events: Any = None) -> None:
        """Store the results of a whole study; the summary comes last and marks the run as finished.

        Parameters
        ----------
        events : event log of run 0, where that of the first run is kept.
        """
        if self.events == "first" and not (self.path / "events.parquet").exists():
            write_parquet(self.path / "events.parquet", EventNames.of(study.plan, study.network).table(0, [events]))
        if self.events == "all" and not (self.path / "events.parquet").exists():
            join_parts(self._chunks, chunks(self.runs), to=self.path / "events.parquet")
        for name, table in (("study.parquet", study_table), ("curves.parquet", curves_table)):
            if not (self.path / name).exists():
                write_parquet(self.path / name, table(study))
        if not (self.path / RESULTS).exists():
            write_arrays(self.path / RESULTS, study.tally.arrays())
        self._provenance_end()
        write_once(self.path / FINISHED, summary)
        shutil.rmtree(self._chunks)

    def results(self) -> Arrays:
        """Return what the finished study kept of its runs.

        Raises
        ------
        OpenAirliftError
            When it is missing or damaged.
        """
        try:
            return read_arrays(self.path / RESULTS)
        except Damaged as error:
            raise OpenAirliftError(f"{self.path / RESULTS} is damaged ({error}); run the scenario again") from None
        except FileNotFoundError:
            raise OpenAirliftError(f"{self.path / RESULTS} is missing; run the scenario again") from None

    def load(self, chunk: int) -> Arrays | None:
        """Return a finished chunk; None when it is not there, or damaged (with a warning)."""
        path = self._chunk(chunk)
        if not path.exists() or (self.events == "all" and not part_of(self._chunks, chunk).exists()):
            return None
        try:
            return read_arrays(path)
        except Damaged as error:
            warnings.warn(f"{path.name} is damaged ({error}) and is computed again", RuntimeWarning, stacklevel=2)
            return None

    def save(self, chunk: int, arrays: Arrays) -> None:
        """Keep a finished chunk."""
        write_arrays(self._chunk(chunk), arrays)

    @property
    def _chunks(self) -> Path:
        return self.path / "chunks"

    def _chunk(self, chunk: int) -> Path:
        return self._chunks / f"{chunk:05d}.npz"

    def _provenance(self, workers: int | None) -> None:
        calls = self._calls()
        names = ("numpy", "numba", "duckdb")
        calls.append(
            {
                "begun": datetime.now(UTC).isoformat(timespec="seconds"),
                "folder": str(self.path.resolve()),
                "workers": workers,
                "process": os.getpid(),
                "python": platform.python_version(),
                "machine": platform.platform(),
                "versions": {name: version(name) for name in names},
            }
        )
        self._write_calls(calls)

    def _provenance_end(self) -> None:
        calls = self._calls()
        if calls:
            calls[-1]["ended"] = datetime.now(UTC).isoformat(timespec="seconds")
        self._write_calls(calls)

    def _calls(self) -> list[dict[str, Any]]:
        path = self.path / "provenance.json"
        if not path.exists():
            return []
        calls: list[dict[str, Any]] = json.loads(path.read_bytes())["calls"]
        return calls

    def _write_calls(self, calls: list[dict[str, Any]]) -> None:
        write_whole(self.path / "provenance.json", _json({"calls": calls}))


def _json(record: object) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def write_plan(folder: Path, plan: Plan, network: Network, *, encoded: bytes) -> None:
    """Write a plan as ``plan.json`` and ``plan.parquet`` into a folder that holds none."""
    folder.mkdir(parents=True, exist_ok=True)
    write_parquet(folder / "plan.parquet", plan_table(plan, network))
    write_once(folder / "plan.json", encoded)
