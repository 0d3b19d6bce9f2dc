"""Runs jobs: each in a process of its own, so many at once, within memory and time, to be stopped and resumed.

The server keeps how each job stands in memory and on disk. One that was running when the server was killed is shown as
interrupted by the next server; one that waited goes on waiting.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.store.files import locked
from openairlift.web.jobs import (
    ASKED,
    END,
    ENDED,
    MESSAGES,
    PROGRESS,
    RESUMABLE,
    STATE,
    JobFolder,
    State,
    find_job,
    now,
    stored_jobs,
)
from openairlift.web.scenarios import ConflictError
from openairlift.web.settings import Limits

LOOK_S = 0.1
"""A job's process is looked at so often [s]."""


class BusyError(OpenAirliftError):
    """So many jobs wait that no more are taken."""


class Runner:
    """The jobs of a served folder."""

    def __init__(self, root: Path, *, limits: Limits) -> None:
        self.root, self.folder, self.limits = root, root / "jobs", limits
        self._lock = threading.RLock()
        self._states: dict[str, dict[str, Any]] = {}
        self._asked: dict[str, dict[str, Any]] = {}
        self._waiting: list[str] = []
        self._running: dict[str, _Running] = {}
        self._closing = False
        self._held = contextlib.ExitStack()

    def open(self) -> None:
        """Take over the folder: read the jobs that are there, and start those that waited.

        Raises
        ------
        UsageError
            When another server serves the folder.
        """
        self.folder.mkdir(exist_ok=True)
        try:
            self._held.enter_context(locked(self.folder / ".lock"))
        except OpenAirliftError:
            raise UsageError(f"another server serves {self.root}; stop it, or serve another folder") from None
        with self._lock:
            for job in stored_jobs(self.folder):
                self._asked[job.id] = job.read(ASKED) or {}
                self._states[job.id] = _found(job)
                if self._states[job.id]["state"] == State.WAITING:
                    self._waiting.append(job.id)
            self._fill()

    def close(self) -> None:
        """Stop what runs, which can be resumed by the next server, and let the folder go."""
        with self._lock:
            self._closing = True
            running = list(self._running.values())
            for item in running:
                item.stop("closing")
        for item in running:
            item.thread.join(self.limits.grace_s + 10.0)
        self._held.close()

    def submit(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a job on, and return how it stands.

        Raises
        ------
        BusyError
            When as many wait as may.
        """
        with self._lock:
            self._check_room()
            job = JobFolder.make(self.folder, asked)
            self._asked[job.id] = job.read(ASKED) or {}
            self._states[job.id] = {"state": State.WAITING, "attempts": 0}
            self._waiting.append(job.id)
            self._fill()
            return self.told(job.id)

    def resume(self, name: str) -> dict[str, Any]:
        """Let a job that ended early go on.

        Raises
        ------
        ConflictError
            When it did not end early, or its process is not gone yet.
        """
        with self._lock:
            job, state = self._find(name)
            if state["state"] not in RESUMABLE:
                raise ConflictError(
                    f"the job is {state['state']}; one that was stopped, interrupted or failed can be resumed"
                )
            if job.is_busy():
                raise ConflictError("the job's process is about to end; try again in a moment")
            self._check_room()
            job.begin()
            self._set(job, {"state": State.WAITING, "attempts": state["attempts"]})
            self._waiting.append(name)
            self._fill()
            return self.told(name)

    def cancel(self, name: str) -> dict[str, Any]:
        """Stop a job: what it has done so far is kept.

        Raises
        ------
        ConflictError
            When it has ended.
        """
        with self._lock:
            job, state = self._find(name)
            if state["state"] == State.WAITING:
                self._waiting.remove(name)
                self._set(job, {**state, "state": State.STOPPED, "ended": now(), "error": "stopped before it began"})
            elif name in self._running:
                self._running[name].stop("cancelled")
            elif state["state"] in ENDED:
                raise ConflictError(f"the job is {state['state']}; only one that waits or runs can be stopped")
            return self.told(name)

    def drop(self, name: str) -> None:
        """Take an ended job away with its result; a run that it made stays.

        Raises
        ------
        ConflictError
            When it has not ended.
        """
        with self._lock:
            job, state = self._find(name)
            if state["state"] not in ENDED or job.is_busy():
                raise ConflictError(f"the job is {state['state']}; stop it first")
            job.drop()
            del self._states[name], self._asked[name]

    def told(self, name: str) -> dict[str, Any]:
        """Return what a job is, how it stands and how far it is."""
        with self._lock:
            job, state = self._find(name)
            asked = self._asked[name]
            told = {key: asked[key] for key in ("id", "verb", "scenario", "version", "run_of", "settings", "created")}
            told |= {
                "state": state["state"], "attempts": state["attempts"], "begun": state.get("begun"),
                "ended": state.get("ended"), "error": state.get("error"), "issues": state.get("issues", []),
                "run": state.get("run"), "partial": state.get("partial", False),
                "page": state.get("page", False), "has_result": state.get("has_result", False),
                "stopping": name in self._running and self._running[name].why is not None,
                "ahead": self._waiting.index(name) if name in self._waiting else 0,
            }  # fmt: skip
        told["progress"] = job.read(PROGRESS) if told["state"] == State.RUNNING else None
        return told

    def all(self) -> list[dict[str, Any]]:
        """Return all jobs, newest first."""
        with self._lock:
            names = list(self._states)
        return [self.told(name) for name in reversed(names) if name in self._states]

    def job(self, name: str) -> JobFolder:
        """Return a job's folder; `MissingError` when there is none."""
        return self._find(name)[0]

    def _find(self, name: str) -> tuple[JobFolder, dict[str, Any]]:
        job = find_job(self.folder, name)
        return job, self._states[job.id]

    def _check_room(self) -> None:
        if self._closing:
            raise BusyError("the server is about to stop")
        if len(self._waiting) >= self.limits.waiting:
            raise BusyError(f"{self.limits.waiting} jobs wait already; try again later")

    def _set(self, job: JobFolder, state: dict[str, Any]) -> None:
        job.write(STATE, state)
        self._states[job.id] = state

    def _fill(self) -> None:
        """Start jobs while there is room."""
        while self._waiting and len(self._running) < self.limits.jobs and not self._closing:
            name = self._waiting.pop(0)
            job = JobFolder(self.folder / name)
            state = self._states[name]
            self._set(job, {"state": State.RUNNING, "attempts": state["attempts"] + 1, "begun": now()})
            self._running[name] = _Running(job, root=self.root, limits=self.limits, ended=self._ended)

    def _ended(self, item: _Running, status: int) -> None:
        """Take note that a job's process is gone."""
        job = item.job
        with self._lock:
            end = job.read(END)
            if end is None:
                end = _without_words(item.why, status)
            elif item.why == "closing" and end["state"] == State.STOPPED:
                end = {**end, "state": State.INTERRUPTED, "error": "the server was stopped"}
            elif item.why == "time" and end["state"] == State.STOPPED:
                end = {**end, "error": f"took longer than the {self.limits.time_s:.0f} s that one job may take"}
            self._set(job, _ended_state(self._states[job.id], job, end))
            del self._running[job.id]
            self._fill()


def _found(job: JobFolder) -> dict[str, Any]:
    """Return how a job stands that another server left; one that was running did not end well."""
    state = job.read(STATE) or {"state": State.WAITING, "attempts": 0}
    if state["state"] == State.RUNNING:
        end = job.read(END)  # it had ended, and the server was gone before it could take note
        gone = {"state": State.INTERRUPTED, "error": "the server ended while the job was running; it can be resumed"}
        state = _ended_state(state, job, end or gone)
        job.write(STATE, state)
    return state


def _ended_state(state: dict[str, Any], job: JobFolder, end: dict[str, Any]) -> dict[str, Any]:
    asked = job.read(ASKED) or {}
    page = asked.get("page")
    return {
        **state, **end, "ended": now(), "has_result": job.result() is not None,
        "page": bool(page) and (job.path / "out" / str(page)).is_file(),
    }  # fmt: skip


def _without_words(why: str | None, status: int) -> dict[str, Any]:
    """Return the end of a job whose process left no word about it."""
    if why == "closing":
        return {"state": State.INTERRUPTED, "error": "the server was stopped"}
    if why == "cancelled":
        return {"state": State.STOPPED, "error": "stopped"}
    if why == "time":
        return {"state": State.FAILED, "error": "took longer than one job may take"}
    return {
        "state": State.INTERRUPTED,
        "error": f"the job's process was killed or ran out of memory (status {status}); it can be resumed",
    }


class _Running:
    """A job's process and the thread that waits for it."""

    def __init__(self, job: JobFolder, *, root: Path, limits: Limits, ended: Callable[[_Running, int], None]) -> None:
        self.job = job
        self.why: str | None = None
        self._limits, self._ended = limits, ended
        self._kill_at = float("inf")
        self._until = time.monotonic() + limits.time_s
        command = [sys.executable, "-P", "-m", "openairlift.web.worker", f"jobs/{job.id}"]
        command += [str(limits.memory_mb or 0), str(limits.workers)]
        with (job.path / MESSAGES).open("ab") as messages:
            self._process = subprocess.Popen(
                command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=messages,
                env=_environment(), start_new_session=True,
            )  # fmt: skip
        self.thread = threading.Thread(target=self._watch, name=f"job {job.id}", daemon=True)
        self.thread.start()

    def stop(self, why: str) -> None:
        """Ask the process to end with what it has; it is killed when it takes too long about it."""
        if self.why is None:
            self.why = why
            self._kill_at = time.monotonic() + self._limits.grace_s
            self._signal(hard=False)

    def _watch(self) -> None:
        while True:
            try:
                status = self._process.wait(LOOK_S)
                break
            except subprocess.TimeoutExpired:
                at = time.monotonic()
                if at > self._kill_at:
                    self._signal(hard=True)
                elif at > self._until:
                    self.stop("time")
        self._signal(hard=True)  # what the job's process started itself
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._ended(self, status)

    def _signal(self, *, hard: bool) -> None:
        if sys.platform == "win32":
            self._process.terminate()
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL if hard else signal.SIGINT)


def _environment() -> dict[str, str]:
    """Return the environment of a job's process: ours, without the token."""
    return {name: value for name, value in os.environ.items() if name != "OPENAIRLIFT_TOKEN"}
