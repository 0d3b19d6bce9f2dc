"""The process of one job: does what its folder asks, tells how far it is, and leaves what came out.

It ends at once when the server that started it is gone, for nobody could stop it then; its folder says that it was
running, which the next server shows as interrupted. What verbs keep by themselves (chunks of a run) is there then.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from openairlift.ctrl_c import ctrl_c_heard
from openairlift.errors import Interrupted, OpenAirliftError
from openairlift.store.files import locked, write_whole
from openairlift.verbs.records import issue_record, to_json
from openairlift.web.declared import Kind, Verb
from openairlift.web.jobs import ASKED, END, LOCK, OUT, RESULT, JobFolder, State
from openairlift.web.offered import VERBS

EVERY_S = 0.2
"""Progress is written so often [s]."""

ORPHANED = 70
"""Exit status of a process whose server is gone."""


class Teller:
    """Writes how far a job is, with the time left."""

    def __init__(self, folder: JobFolder, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self._written, self._stage = -1e9, ""
        self._since: tuple[str, int, float] = ("", 0, 0.0)

    def stages(self, what: str, done: int, total: int) -> None:
        """Take note of a count, or of a stage without one.

        Verbs that count steps name each step; those that count runs name the stage. The time left follows from the
        counts since the total was last new.
        """
        what, at = STAGES.get(what, what), self._clock()
        if self._since[0] != str(total) or done < self._since[1]:
            self._since = (str(total), done, at)
        made, spent = done - self._since[1], at - self._since[2]
        left = spent / made * (total - done) if total and made > 0 else None
        self._write(what, done, total, left, last=bool(total) and done == total)

    def words(self, what: str) -> None:
        """Take note of what is tried next."""
        self._write(what, 0, 0, None)

    def timed(self, what: str, left_s: float | None) -> None:
        """Take note of a step that knows its own time left."""
        self._write(what, 0, 0, left_s or None)

    def search(self, _stage: str, words: str) -> None:
        """Take note of what the planner does."""
        self._write(words, 0, 0, None)

    def _write(self, what: str, done: int, total: int, left: float | None, *, last: bool = False) -> None:
        at = self._clock()
        if at - self._written < EVERY_S and not last and what == self._stage:
            return
        if at - self._written < EVERY_S / 10 and not last:
            return
        self._written, self._stage = at, what
        left_s = None if left is None else round(left, 1)
        self._folder.tell({"what": what, "done": done, "total": total, "left_s": left_s})


STAGES = {"plan": "planning", "compile": "compiling the simulator, this once", "simulate": "simulating"}


def call(verb: Verb, source: str | None, arguments: dict[str, Any], folder: JobFolder, *, workers: int) -> Any:
    """Call a verb for a job, and return what it returns."""
    teller = Teller(folder)
    given = dict(arguments)
    for setting in verb.settings:
        if setting.kind is Kind.TABLE and given.get(setting.name) is not None:
            table = folder.path / f"{setting.name}.csv"
            write_whole(table, given[setting.name].encode())
            given[setting.name] = table
        if setting.kind is Kind.MOMENT and given.get(setting.name) is not None:
            given[setting.name] = datetime.fromisoformat(given[setting.name])
    if verb.told == "stages":
        given["progress"] = teller.stages
        if verb.name != "plan":
            given["workers"] = workers
    elif verb.told == "timed":
        given |= {"progress": teller.timed, "workers": workers}
    elif verb.told == "words":
        given["progress"] = teller.words
    if verb.searches:
        given["searching"] = teller.search
    if verb.out:
        given["out"] = folder.path / OUT
    elif verb.name == "run" or (verb.name == "report" and not (source or "").startswith("runs/")):
        given["out"] = Path("runs")
    return verb.function()(*([] if source is None else [source]), **given)


def work(folder: JobFolder, *, workers: int) -> dict[str, Any]:
    """Do a job, keep its result, and return how it ended."""
    asked = folder.read(ASKED)
    if asked is None:
        return {"state": State.FAILED, "error": "the job's file is gone"}
    verb = VERBS[asked["verb"]]
    try:
        found = call(verb, asked["source"], asked["arguments"], folder, workers=workers)
    except (KeyboardInterrupt, Interrupted):
        return {"state": State.STOPPED, "error": "stopped; resuming starts where the last finished part ends"}
    except OpenAirliftError as error:
        issues = [issue_record(issue) for issue in getattr(error, "issues", ())]
        return {"state": State.FAILED, "error": str(error).partition("\n")[0], "issues": issues}
    except MemoryError:
        return {"state": State.FAILED, "error": "the job needs more memory than this server gives to one"}
    run = None
    if hasattr(found, "data"):  # of `run` and `report`: what --json prints, and the folder
        data, run = found.data, found.folder.name if found.folder.parent.name == "runs" else None
        record = found.record
    else:
        record, data = found, to_json(found)
    write_whole(folder.path / RESULT, data)
    whole = record.get("complete", True) and not record.get("stopped", False)
    return {"state": State.DONE if whole else State.STOPPED, "run": run, "partial": not whole}


def limit_memory(megabytes: int) -> None:
    """Let this process take no more memory than stated, where the system can."""
    if megabytes and sys.platform != "win32":
        import resource

        wanted = megabytes * 1_000_000
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))


def watch_parent() -> None:
    """End this process when nobody holds the other end of its standard input any more."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(ORPHANED)

    threading.Thread(target=watch, daemon=True).start()


def main(arguments: list[str]) -> int:
    """Work on the job in a folder: FOLDER MEMORY_MB WORKERS."""
    folder = JobFolder(Path(arguments[0]))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a server started with `&` hands on that it is ignored
    watch_parent()
    limit_memory(int(arguments[1]))
    if sys.platform != "win32":
        os.nice(5)  # pages are answered first
    with locked(folder.path / LOCK), ctrl_c_heard():
        try:
            end = work(folder, workers=int(arguments[2]))
        except KeyboardInterrupt:
            end = {"state": State.STOPPED, "error": "stopped"}
        except Exception:  # noqa: BLE001 - whatever it is, the job's folder has to say that it failed
            traceback.print_exc()
            end = {
                "state": State.FAILED,
                "error": "a fault of the program; messages.txt in the job's folder tells more",
            }
        folder.write(END, end)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
