"""The folder of one run: its identity, its files, its checkpoint."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import openairlift
from openairlift.network import Network
from openairlift.plan import Plan, encode
from openairlift.scenario import Scenario, freeze
from openairlift.store.files import locked, replacing, write_once, write_whole
from openairlift.store.flat import curves_table, events_table, plan_table, study_table
from openairlift.store.parquet import write_parquet
from openairlift.study import Study
from openairlift.study.samples import Arrays, Samples

FINISHED = "summary.json"
"""Written last: a folder that holds it is finished."""


def run_id(scenario: Scenario, plan: bytes, *, runs: int, seed: int) -> str:
    """Return the name of a run: a hash of everything that determines its result."""
    digest = hashlib.sha256()
    for part in (scenario.fingerprint.encode(), plan, str(runs).encode(), str(seed).encode()):
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
    """

    path: Path
    id: str
    runs: int
    seed: int

    @classmethod
    def under(cls, out: Path, scenario: Scenario, plan: bytes, *, runs: int, seed: int) -> RunFolder:
        """Return the folder for a run below `out`; nothing is made yet."""
        name = run_id(scenario, plan, runs=runs, seed=seed)
        return cls(path=out / name, id=name, runs=runs, seed=seed)

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
        (self.path / "chunks").mkdir(parents=True, exist_ok=True)
        with locked(self.path / ".lock"):
            study = {"id": self.id, "runs": self.runs, "seed": self.seed, "version": openairlift.__version__}
            write_once(self.path / "run.json", _json(study))
            write_once(self.path / "scenario.json", _json(freeze(scenario)))
            write_once(self.path / "plan.json", encode(plan, network))
            if not (self.path / "plan.parquet").exists():
                write_parquet(self.path / "plan.parquet", plan_table(plan, network))
            self._provenance(workers)
            yield

    def finish(self, study: Study, summary: bytes, *, events: Any) -> None:
        """Store the results of a whole study; the summary comes last and marks the run as finished."""
        tables = {
            "events.parquet": events_table(events, study.plan, study.network),
            "study.parquet": study_table(study),
            "curves.parquet": curves_table(study),
        }
        for name, columns in tables.items():
            if not (self.path / name).exists():
                write_parquet(self.path / name, columns)
        self._provenance_end()
        write_once(self.path / FINISHED, summary)

    def load(self, chunk: int) -> Arrays | None:
        """Return a finished chunk; None when it is not there, or damaged (with a warning)."""
        path = self._chunk(chunk)
        if not path.exists():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                arrays: dict[str, npt.NDArray[Any]] = {name: stored[name] for name in stored.files}
            Samples.of_arrays(arrays)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            warnings.warn(f"{path.name} is damaged ({error}) and is computed again", RuntimeWarning, stacklevel=2)
            return None
        return arrays

    def save(self, chunk: int, arrays: Arrays) -> None:
        """Keep a finished chunk."""
        with replacing(self._chunk(chunk)) as draft, draft.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **dict(arrays))

    def _chunk(self, chunk: int) -> Path:
        return self.path / "chunks" / f"{chunk:05d}.npz"

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
