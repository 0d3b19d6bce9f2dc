"""Which files a scenario has, and their bytes: a folder, a shipped example, or files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, nearest
from openairlift.model import TABLES

REQUIRED_TABLES = ("places", "fleet", "requirements")

MOST_BYTES = 200_000_000
_TOMLS = ("scenario.toml", "options.toml", "evidence.toml")
_KNOWN = frozenset({*_TOMLS, "evidence-draft.toml", *(f"{name}.csv" for name in TABLES)})
_READ = (".csv", ".toml")


def example_names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios."""
    root = files("openairlift").joinpath("examples")
    return tuple(sorted(item.name for item in root.iterdir() if item.joinpath("scenario.toml").is_file()))


def read_files(source: str | Path | Mapping[str, bytes], issues: list[Issue]) -> tuple[str, dict[str, bytes]]:
    """Return the scenario's name, and the bytes of its CSV and TOML files by name.

    Files of other kinds, hidden ones and those that begin with ``x_`` are left out.

    Raises
    ------
    ScenarioError
        When there is no such folder or example.
    """
    if isinstance(source, Mapping):
        return "scenario", {name: source[name] for name in sorted(source) if _concerns(name)}
    path, name = Path(source), str(source)
    if _exists(path):
        return path.resolve().name, _read_folder(path, issues)
    if name in example_names():
        with as_file(files("openairlift").joinpath("examples", name)) as folder:
            return name, _read_folder(folder, issues)
    what = "there is no such folder, and no shipped scenario of this name"
    allowed = "a folder with scenario.toml, or " + ", ".join(example_names())
    raise ScenarioError([Issue(what=what, file=name, allowed=allowed, nearest=nearest(name, example_names()))])


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a name, or a NUL in it
        return False


def _concerns(name: str) -> bool:
    return name.lower().endswith(_READ) and not name.startswith((".", "x_", "~"))


def _read_folder(folder: Path, issues: list[Issue]) -> dict[str, bytes]:
    if not folder.is_dir():
        what = "a scenario is a folder, not a file"
        raise ScenarioError([Issue(what=what, file=folder.name, allowed="the folder that holds scenario.toml")])
    found: dict[str, bytes] = {}
    try:
        names = sorted(item.name for item in folder.iterdir() if _concerns(item.name))
    except OSError as error:
        raise ScenarioError([Issue(what=f"the folder can't be read: {error.strerror}", file=folder.name)]) from None
    for name in names:
        path = folder / name
        try:
            size = path.stat().st_size
            if not path.is_file():  # a folder, a pipe or a device, which may never end
                issues.append(Issue(what="this is no regular file", file=name, allowed="a file"))
            elif size > MOST_BYTES:
                what = f"the file has {size} bytes"
                issues.append(Issue(what=what, file=name, allowed=f"at most {MOST_BYTES} bytes"))
            else:
                found[name] = path.read_bytes()
        except OSError as error:
            issues.append(Issue(what=f"the file can't be read: {error.strerror}", file=name))
    return found


def check_names(found: Mapping[str, bytes], issues: list[Issue]) -> None:
    """Check that every file is part of the format, or named in a cell ``empirical(file.csv)``."""
    unknown = [name for name in found if name not in _KNOWN]
    for name in unknown:
        call = f"empirical({name})".encode()
        if name.endswith(".csv") and any(call in data for other, data in found.items() if other in _KNOWN):
            continue
        issues.append(
            Issue(
                what="there is no such file in the format of a scenario",
                file=name,
                allowed="the files of the format; begin the name with x_ to keep a file of your own",
                nearest=nearest(name, sorted(_KNOWN)),
            )
        )


def check_required(found: Mapping[str, bytes], unread: set[str], issues: list[Issue]) -> None:
    """Check that the files are there without which there is no scenario; `unread` are there but can't be read."""
    for name in ("scenario.toml", *(f"{table}.csv" for table in REQUIRED_TABLES)):
        if name not in found and name not in unread:
            near = nearest(name, [other for other in found if other not in _KNOWN])
            issues.append(Issue(what="the required file is missing", file=name, nearest=near))
