"""Finished parts of long work as files, so that the same call goes on where it was interrupted."""

from __future__ import annotations

import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

from openairlift.store.arrays import Damaged, read_arrays, write_arrays
from openairlift.study.tally import Arrays


@dataclass(frozen=True, slots=True)
class ShelfFolder:
    """A folder of parts, each a file named by a hash of everything that determines it."""

    path: Path

    def load(self, key: str) -> Arrays | None:
        """Return a part; None when it is not there, or damaged (with a warning)."""
        path = self._file(key)
        try:
            return read_arrays(path)
        except FileNotFoundError:
            return None
        except Damaged as error:
            warnings.warn(f"{path.name} is damaged ({error}) and is computed again", RuntimeWarning, stacklevel=2)
            return None

    def save(self, key: str, arrays: Arrays) -> None:
        """Keep a part."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_arrays(self._file(key), arrays)

    def clear(self) -> None:
        """Drop all parts, once what they are parts of is kept whole."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _file(self, key: str) -> Path:
        return self.path / f"{key}.npz"
