"""Named arrays in one file: packed, the same bytes every time, and checked when they are read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from openairlift.errors import OpenAirliftError
from openairlift.store.files import replacing

LEVEL = 1
"""How hard to pack: counts shrink tenfold at the first level, and little more at the others."""


class Damaged(OpenAirliftError):  # noqa: N818 - a finding about a file
    """A file of arrays that can't be read; its text says why."""


def write_arrays(path: Path, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write arrays to a file that numpy reads (``.npz``)."""
    with replacing(path) as draft, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as store:
        for name, array in arrays.items():
            with store.open(f"{name}.npy", "w", force_zip64=True) as file:  # dated 1980: no clock gets in
                np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a file.

    Raises
    ------
    Damaged
        When the file is not whole, or its sums don't agree.
    FileNotFoundError
        When it is not there.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except FileNotFoundError:
        raise
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise Damaged(str(error)) from None
