"""Independent tasks in processes of this machine; Ctrl-C ends them at once."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections import deque
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from openairlift.errors import OpenAirliftError
from openairlift.study.pool import begin, without_sigint
from openairlift.study.work import packed, unpacked

Make = Callable[[Any], Callable[[Any], Any]]
"""Makes what does the tasks from what is sent once to every process; a function of a module."""


def spread(make: Make, shared: Any, tasks: Sequence[Any], *, workers: int) -> Generator[tuple[int, Any], None, None]:
    """Yield the number and the result of every task when it is done, in any order.

    With one worker, or one task, everything happens in this process.

    Raises
    ------
    OpenAirliftError
        When a process was killed.
    """
    workers = min(workers, len(tasks))
    if workers <= 1:
        work = make(shared) if tasks else None
        for number, task in enumerate(tasks):
            assert work is not None
            yield number, work(task)
        return
    with tempfile.TemporaryDirectory(prefix="openairlift-") as folder:
        path = Path(folder) / "shared"
        path.write_bytes(packed(shared))
        yield from _among(make, path, deque(enumerate(tasks)), workers)


def _among(
    make: Make, path: Path, todo: deque[tuple[int, Any]], workers: int
) -> Generator[tuple[int, Any], None, None]:
    spawn = multiprocessing.get_context("spawn")
    hired: dict[Connection, SpawnProcess] = {}
    try:
        with without_sigint():
            for _ in range(workers):
                here, there = spawn.Pipe()
                process = spawn.Process(target=_serve, args=(make, str(path), there), daemon=True)
                process.start()
                there.close()
                hired[here] = process
        busy = {pipe for pipe in hired if _give(pipe, todo)}
        while busy:
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                try:
                    number, result, fault = pipe.recv()
                except (EOFError, ConnectionResetError):
                    raise OpenAirliftError(
                        "a worker process was killed; is there too little memory? Try --workers 1"
                    ) from None
                if fault is not None:
                    raise fault
                if not _give(pipe, todo):
                    busy.discard(pipe)
                yield number, unpacked(result)
    finally:
        for pipe, process in hired.items():
            pipe.close()
            process.terminate()
        for process in hired.values():
            process.join()


def _give(pipe: Connection, todo: deque[tuple[int, Any]]) -> bool:
    """Give a process its next task; False where there is none."""
    if not todo:
        return False
    number, task = todo.popleft()
    pipe.send((number, packed(task)))
    return True


def _serve(make: Make, path: str, pipe: Connection) -> None:
    """Do tasks until there are none."""
    begin(str(Path(path).parent))
    work = make(unpacked(Path(path).read_bytes()))
    while True:
        try:
            number, task = pipe.recv()
        except EOFError:
            return
        try:
            result, fault = packed(work(unpacked(task))), None
        except Exception as error:  # noqa: BLE001 – whatever it is goes to who asked
            result, fault = b"", error
        pipe.send((number, result, fault))
