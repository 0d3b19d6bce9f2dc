"""The stored runs that a server has: what is in them, and which of their files it gives out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openairlift.reports.app import record_in
from openairlift.store import is_run
from openairlift.store.folder import FINISHED
from openairlift.verbs.beside import VERBS, results_beside
from openairlift.web.scenarios import MissingError

GIVEN = {
    "summary.json": "application/json",
    "report.html": "text/html; charset=utf-8",
    "scenario.json": "application/json",
    "plan.json": "application/json",
    "plan.parquet": "application/vnd.apache.parquet",
    "events.parquet": "application/vnd.apache.parquet",
    "study.parquet": "application/vnd.apache.parquet",
    "curves.parquet": "application/vnd.apache.parquet",
}
"""Files of a run that are given out, with their kind; ``provenance.json`` names this machine's paths and is not."""

_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of a served folder."""

    root: Path
    _seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where they are."""
        return self.root / "runs"

    def all(self) -> list[dict[str, Any]]:
        """Return every run with its title, newest first."""
        if not self.folder.is_dir():
            return []
        found = [
            (path.stat().st_mtime, path)
            for path in self.folder.iterdir()
            if _ID.fullmatch(path.name) and not path.is_symlink() and is_run(path)
        ]
        return [self.told(path.name) for _, path in sorted(found, reverse=True)]

    def told(self, run: str) -> dict[str, Any]:
        """Return what a run is, in short."""
        path = self.path(run)
        if run in self._seen:
            return self._seen[run]
        stated = json.loads((path / "run.json").read_bytes())
        short = {"id": run, "runs": stated["runs"], "seed": stated["seed"], "version": stated["version"]}
        if not (path / FINISHED).is_file():
            return {**short, "finished": False, "at": None, "title": None, "scenario": None, "options": None}
        summary = json.loads((path / FINISHED).read_bytes())
        scenario = summary["scenario"]
        self._seen[run] = {
            **short, "finished": True, "at": written_at(path / FINISHED), "title": summary["title"],
            "scenario": scenario["name"], "options": scenario["options"],
        }  # fmt: skip
        return self._seen[run]

    def path(self, run: str) -> Path:
        """Return a run's folder.

        Raises
        ------
        MissingError
            When there is no such run.
        """
        path = self.folder / run if _ID.fullmatch(run) else None
        if path is None or path.is_symlink() or not is_run(path):
            raise MissingError(f"there is no run {run[:40]!r}")
        return path

    def files(self, run: str) -> list[str]:
        """Return the files of a run that are given out."""
        path = self.path(run)
        return [name for name in GIVEN if (path / name).is_file()]

    def view(self, run: str, more: Callable[[str], dict[str, Any]] = lambda _: {}) -> bytes:
        """Return the record that the app shows of a run: that of its report, with results that lie beside it.

        Parameters
        ----------
        run : its id.
        more : returns further results, by the fingerprint of the run's scenario; those beside it go before.

        Raises
        ------
        MissingError
            When there is no such run, or its report carries no record.
        """
        record = record_in(self.file(run, "report.html")[0].read_bytes())
        if record is None:
            raise MissingError(f"the report of run {run!r} carries no record for the app; run the scenario again")
        fingerprint = json.loads((self.path(run) / FINISHED).read_bytes())["scenario"]["fingerprint"]
        found = results_beside([self.path(run)], fingerprint, kinds=tuple(VERBS))
        found = {**more(fingerprint), **found}
        held = [kind for kind in found if f'"{kind}":{{"'.encode() not in record]
        added = "".join(f",{json.dumps(kind)}:{json.dumps(found[kind], ensure_ascii=False)}" for kind in held)
        return record.rstrip().removesuffix(b"}") + added.encode() + b"}"

    def file(self, run: str, name: str) -> tuple[Path, str]:
        """Return a file of a run, and its kind.

        Raises
        ------
        MissingError
            When it is not there, or not given out.
        """
        if name not in GIVEN or not (self.path(run) / name).is_file():
            raise MissingError(f"run {run!r} has no file {name[:80]!r} to give")
        return self.path(run) / name, GIVEN[name]


def written_at(path: Path) -> str:
    """Return when a file was written, UTC, to the second."""
    return f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"
