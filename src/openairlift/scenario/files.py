"""Which files a scenario has, and their text: a folder, a shipped example, or files in memory."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from openairlift.errors import Issue, ScenarioError, Severity, nearest
from openairlift.model import TABLES

REQUIRED_TABLES = ("places", "fleet", "requirements")

LATER = ("crews", "production", "consumption", "assets", "batteries", "sites", "clearances", "flights")
"""Tables of the format that this version reads no results from."""

MAX_BYTES = 200_000_000
_KNOWN = frozenset({"scenario.toml", "options.toml", "evidence.toml", *(f"{name}.csv" for name in (*TABLES, *LATER))})


def example_names() -> tuple[str, ...]:
    """Return the names of the shipped scenarios."""
    root = files("openairlift").joinpath("examples")
    return tuple(sorted(item.name for item in root.iterdir() if item.joinpath("scenario.toml").is_file()))


def read_files(source: str | Path | Mapping[str, bytes], issues: list[Issue]) -> tuple[str, dict[str, bytes]]:
    """Return the scenario's name and its files by name; files that are no part of the format become issues.

    Raises
    ------
    ScenarioError
        When there is no such folder or example.
    """
    if isinstance(source, Mapping):
        found = dict(source)
        _check_names(found, issues)
        return "scenario", found
    path = Path(source)
    if path.exists():
        return _read_folder(path, path.resolve().name, issues)
    name = str(source)
    if name in example_names():
        with as_file(files("openairlift").joinpath("examples", name)) as folder:
            return _read_folder(folder, name, issues)
    raise ScenarioError(
        [
            Issue(
                what="there is no such folder, and no shipped scenario of this name",
                file=name,
                allowed="a folder with scenario.toml, or " + ", ".join(example_names()),
                nearest=nearest(name, example_names()),
            )
        ]
    )


def _read_folder(folder: Path, name: str, issues: list[Issue]) -> tuple[str, dict[str, bytes]]:
    if not folder.is_dir():
        what = "a scenario is a folder, not a file"
        raise ScenarioError([Issue(what=what, file=folder.name, allowed="the folder that holds scenario.toml")])
    found: dict[str, bytes] = {}
    for item in sorted(folder.iterdir()):
        if not item.is_file() or item.suffix not in (".csv", ".toml") or item.name.startswith((".", "x_")):
            continue
        try:
            if item.stat().st_size > MAX_BYTES:
                issues.append(Issue(what="the file is too large", file=item.name, allowed="200 MB"))
                continue
            found[item.name] = item.read_bytes()
        except OSError as error:
            issues.append(Issue(what=f"the file can't be read: {error.strerror}", file=item.name))
    _check_names(found, issues)
    return name, found


def _check_names(found: Mapping[str, bytes], issues: list[Issue]) -> None:
    for name in found:
        if name not in _KNOWN:
            issues.append(
                Issue(
                    what="no such file in the format of a scenario",
                    file=name,
                    allowed="the files of the format; begin the name with x_ to keep a file of your own",
                    nearest=nearest(name, _KNOWN),
                )
            )
        elif name.removesuffix(".csv") in LATER:
            what = "this version reads no results from this file"
            issues.append(Issue(what=what, file=name, severity=Severity.WARNING))
