"""Files that are whole or absent: written beside their place, flushed to disk, then moved there in one step."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openairlift.errors import OpenAirliftError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path to write to; when the block ends well, that file takes the place of `path`."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        _sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write bytes to a file that is afterwards whole, or as it was."""
    with replacing(path) as draft:
        draft.write_bytes(data)


def write_once(path: Path, data: bytes) -> None:
    """Write a file that is not there yet; one with the same bytes is left alone.

    Raises
    ------
    OpenAirliftError
        When the file is there with other bytes.
    """
    if path.exists():
        if path.read_bytes() != data:
            raise OpenAirliftError(f"{path} holds something else and is not overwritten; choose another --out")
        return
    write_whole(path, data)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # folders can't be flushed there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file as long as the block runs; the system frees it when the process dies.

    Raises
    ------
    OpenAirliftError
        When another process holds it.
    """
    with path.open("ab") as file:
        try:
            _lock(file.fileno())
        except OSError:
            raise OpenAirliftError(
                f"another process writes the run in {path.parent}; wait for it, or choose another --out"
            ) from None
        yield


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
