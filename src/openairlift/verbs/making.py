"""Make a new scenario: a folder with a synthetic instance or a small one to start from, or a blank workbook."""

from __future__ import annotations

import tomllib
from pathlib import Path

from openairlift.errors import OpenAirliftError, UsageError
from openairlift.exchange.workbook import template
from openairlift.instances import start, synthetic
from openairlift.verbs.records import Record


def new(
    to: str | Path,
    *,
    size: str | None = None,
    load: str | None = None,
    seed: int | None = None,
    slots: float | None = None,
) -> Record:
    """Write a new scenario into a folder and return the names of its files.

    Parameters
    ----------
    to : the folder; made if it is not there, else it must be empty.
    size : of a synthetic instance, S, M or L; None = a small commented scenario to start from.
    load, seed, slots : of a synthetic instance, as in `openairlift.instances.synthetic`; None = light, 1, 1.

    Raises
    ------
    UsageError
        When an option of synthetic instances is given without a size, or is out of range.
    OpenAirliftError
        When the folder is not empty.
    """
    given = {"--load": load, "--seed": seed, "--slots": slots}
    if size is None:
        if stray := [name for name, value in given.items() if value is not None]:
            raise UsageError(f"{', '.join(stray)} goes with --synthetic S, M or L only")
        files = start()
    else:
        files = synthetic(
            size,
            load="light" if load is None else load,
            seed=1 if seed is None else seed,
            slots=1.0 if slots is None else slots,
        )
    folder = Path(to)
    if folder.exists() and not folder.is_dir():
        raise OpenAirliftError(f"{folder} is a file; name a new or an empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise OpenAirliftError(f"{folder} is not empty and nothing in it is overwritten; name a new or an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return {"title": tomllib.loads(files["scenario.toml"])["title"], "files": sorted(files)}


def new_workbook(to: str | Path) -> Record:
    """Write a blank workbook to fill in: every sheet and column with units, drop-downs, help and an example row.

    Raises
    ------
    OpenAirliftError
        When the file is there already.
    UsageError
        When its name does not end in ``.xlsx``.
    """
    path = Path(to)
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"--workbook {to}: end its name in .xlsx")
    if path.exists():
        raise OpenAirliftError(f"{path} is there already and is not overwritten; choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as handle:
        handle.write(template())
    title = "A blank workbook: fill Settings, Places, Fleet and Requirements, then check, plan and run it"
    return {"title": title, "files": [path.name]}


def new_text(record: Record) -> str:
    """Return the record as a person reads it."""
    count = len(record["files"])
    noun = "file" if count == 1 else "files"
    return f"{record['title']}\n{count} {noun} written: {', '.join(record['files'])}"
