"""List the shipped examples, and copy one into a folder."""

from __future__ import annotations

import shutil
import tomllib
from importlib.resources import as_file, files
from pathlib import Path

from openairlift.errors import OpenAirliftError, UsageError, nearest
from openairlift.verbs.records import Record


def list_examples() -> Record:
    """Return the shipped examples with their titles."""
    found = {}
    for folder in sorted(files("openairlift").joinpath("examples").iterdir(), key=lambda item: item.name):
        settings = folder.joinpath("scenario.toml")
        if settings.is_file():
            found[folder.name] = str(tomllib.loads(settings.read_text(encoding="utf-8"))["title"])
    return {"examples": [{"name": name, "title": title} for name, title in found.items()]}


def copy_example(name: str, *, to: str | Path | None = None) -> Record:
    """Copy a shipped example into a new folder, named like it unless `to` says otherwise.

    Raises
    ------
    UsageError
        When there is no example of that name.
    OpenAirliftError
        When the folder is there already.
    """
    known = [item["name"] for item in list_examples()["examples"]]
    if name not in known:
        near = nearest(name, known)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"{name!r} is no shipped example; there are: {', '.join(known)}{hint}")
    target = Path(name if to is None else to)
    if target.exists():
        raise OpenAirliftError(f"{target} is there already and is not overwritten; choose another --out")
    with as_file(files("openairlift").joinpath("examples", name)) as folder:
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns("__pycache__"))
    return {"example": name, "files": sorted(path.name for path in target.rglob("*") if path.is_file())}
