"""Jobs as folders: what was asked, how it stands, how far it is, what came out. Each file is whole or absent."""

from __future__ import annotations

import json
import re
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from openairlift.errors import OpenAirliftError
from openairlift.store.files import locked, write_whole
from openairlift.web.scenarios import MissingError

ASKED, STATE, PROGRESS, RESULT, END, MESSAGES, OUT, LOCK = (
    "job.json", "state.json", "progress.json", "result.json", "end.json", "messages.txt", "out", ".lock",
)  # fmt: skip

_ID = re.compile(r"[0-9a-f]{16}")


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


ENDED = frozenset({State.DONE, State.STOPPED, State.FAILED, State.INTERRUPTED})
RESUMABLE = frozenset({State.STOPPED, State.FAILED, State.INTERRUPTED})


def now() -> str:
    """Return the moment, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class JobFolder:
    """The folder of one job."""

    path: Path

    @property
    def id(self) -> str:
        """Its name."""
        return self.path.name

    @classmethod
    def make(cls, jobs: Path, asked: dict[str, Any]) -> JobFolder:
        """Make the folder of a new job, which waits.

        Parameters
        ----------
        jobs : folder of all jobs.
        asked : what is asked: verb, source, arguments, and what stands on its page.
        """
        jobs.mkdir(parents=True, exist_ok=True)
        name = secrets.token_hex(8)
        draft = jobs / f".{name}.draft"
        draft.mkdir()
        folder = cls(draft)
        folder.write(ASKED, {"id": name, "created": now(), **asked})
        folder.write(STATE, {"state": State.WAITING, "attempts": 0})
        draft.rename(jobs / name)
        return cls(jobs / name)

    def write(self, name: str, record: dict[str, Any]) -> None:
        """Write a file of it, whole."""
        write_whole(self.path / name, _json(record))

    def read(self, name: str) -> dict[str, Any] | None:
        """Return a file of it, or None where there is none."""
        try:
            found: dict[str, Any] = json.loads((self.path / name).read_bytes())
        except FileNotFoundError:
            return None
        return found

    def tell(self, record: dict[str, Any]) -> None:
        """Write how far it is: whole, but not flushed to disk, for it comes often and is no result."""
        draft = self.path / f".{PROGRESS}.draft"
        draft.write_bytes(_json(record))
        draft.replace(self.path / PROGRESS)

    def result(self) -> bytes | None:
        """Return what came out, as ``--json`` prints it, or None where there is nothing."""
        try:
            return (self.path / RESULT).read_bytes()
        except FileNotFoundError:
            return None

    def is_busy(self) -> bool:
        """Whether a process works on it."""
        try:
            with locked(self.path / LOCK):
                return False
        except OpenAirliftError:
            return True

    def begin(self) -> None:
        """Drop what an attempt before left, but for the part of its work that the next one goes on with."""
        for name in (END, PROGRESS, RESULT):
            (self.path / name).unlink(missing_ok=True)
        out = self.path / OUT
        if out.is_dir():
            for item in out.iterdir():
                if item.is_file():
                    item.unlink()

    def drop(self) -> None:
        """Take it away with all its files: first its name, so that half of it is never seen."""
        gone = self.path.with_name(f".{self.id}.gone")
        self.path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def stored_jobs(jobs: Path) -> list[JobFolder]:
    """Return the jobs of a folder, oldest first; what was left half made or half dropped is cleared away."""
    if not jobs.is_dir():
        return []
    found: list[tuple[str, JobFolder]] = []
    for path in jobs.iterdir():
        if path.name.startswith(".") and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif _ID.fullmatch(path.name) and not path.is_symlink():
            asked = JobFolder(path).read(ASKED)
            if asked is not None:
                found.append((asked["created"], JobFolder(path)))
    return [folder for _, folder in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def find_job(jobs: Path, name: str) -> JobFolder:
    """Return a job by its id.

    Raises
    ------
    MissingError
        When there is none.
    """
    if not _ID.fullmatch(name) or not (jobs / name / ASKED).is_file() or (jobs / name).is_symlink():
        raise MissingError(f"there is no job {name[:40]!r}")
    return JobFolder(jobs / name)


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
