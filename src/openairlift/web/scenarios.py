"""The scenarios that a server has: shipped ones, folders of the served one, and versions of both.

Version 1 of a scenario is the folder ``NAME``, or the shipped example; an edit writes a new folder ``NAME.v2`` and so
on. A folder takes its name in one step when it is whole, so two edits can't make the same version.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from openairlift.errors import OpenAirliftError, nearest
from openairlift.scenario.files import example_names

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
"""Names that a new scenario may have."""

FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}\.(csv|toml|txt|md|html)")
"""Names that a file which is sent may have."""

MOST_FILES = 100
_DEVICES = {"con", "nul", "aux", "prn"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
RESERVED = frozenset({"runs", "jobs"} | _DEVICES)
"""Folders of the server's own, and names that mean devices on some systems."""

_VERSION = re.compile(r"(?P<name>.+)\.v(?P<number>[1-9][0-9]{0,5})")
_DRAFTS = ".drafts"


class MissingError(OpenAirliftError):
    """There is no such thing here."""


class ConflictError(OpenAirliftError):
    """Somebody else was quicker, or the name is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a scenario.

    Attributes
    ----------
    name, number : which one.
    path : its folder.
    shipped : whether it came with the package.
    """

    name: str
    number: int
    path: Path
    shipped: bool

    @property
    def folder(self) -> str:
        """The name of its folder, by which verbs call it."""
        return self.path.name

    @property
    def tag(self) -> str:
        """Return a mark of its number and content: another content has another mark."""
        digest = hashlib.sha256()
        for name, data in self.files().items():
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return f"v{self.number}-{digest.hexdigest()[:16]}"

    def files(self) -> dict[str, bytes]:
        """Return its files that a scenario may have, by name."""
        found = {}
        for item in sorted(self.path.iterdir(), key=lambda one: one.name):
            if item.is_file() and not item.is_symlink() and not item.name.startswith(".") and FILE.fullmatch(item.name):
                found[item.name] = item.read_bytes()
        return found


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The scenarios of a served folder."""

    root: Path

    def all(self) -> dict[str, list[Version]]:
        """Return every scenario with its versions, oldest first; names in order."""
        shipped = Path(str(files("openairlift").joinpath("examples")))
        first = {name: Version(name=name, number=1, path=shipped / name, shipped=True) for name in example_names()}
        folders = {item.name: item for item in self._folders()}
        later: list[tuple[str, int, Path]] = []
        for name, path in folders.items():
            match = _VERSION.fullmatch(name)
            if match is not None and int(match["number"]) > 1 and (match["name"] in folders or match["name"] in first):
                later.append((match["name"], int(match["number"]), path))
            else:
                first[name] = Version(name=name, number=1, path=path, shipped=False)
        found = {name: [first[name]] for name in sorted(first)}
        for name, number, path in sorted(later):
            found[name].append(Version(name=name, number=number, path=path, shipped=False))
        return found

    def _folders(self) -> list[Path]:
        """Return the folders that hold a scenario; a link that leads elsewhere is not followed."""
        found = []
        with os.scandir(self.root) as entries:
            for entry in entries:
                plain = entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
                if plain and entry.name not in RESERVED and (Path(entry.path) / "scenario.toml").is_file():
                    found.append(self.root / entry.name)
        return found

    def versions(self, name: str) -> list[Version]:
        """Return the versions of a scenario, oldest first.

        Raises
        ------
        MissingError
            When there is none of this name; names are looked up, never made into a path.
        """
        known = self.all()
        if name not in known:
            near = nearest(name, known)
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise MissingError(f"there is no scenario {name[:80]!r}{hint}")
        return known[name]

    def find(self, name: str, number: int | None = None) -> Version:
        """Return a version of a scenario; None = the newest.

        Raises
        ------
        MissingError
            When there is no such version.
        """
        versions = self.versions(name)
        if number is None:
            return versions[-1]
        for version in versions:
            if version.number == number:
                return version
        known = ", ".join(str(version.number) for version in versions)
        raise MissingError(f"scenario {name!r} has no version {number}; known: {known}")

    def create(self, name: str, fill: Callable[[Path], object]) -> Version:
        """Make a new scenario.

        Parameters
        ----------
        name : of the scenario.
        fill : writes its files into a folder that does not exist yet.

        Raises
        ------
        ConflictError
            When the name is taken.
        """
        if NAME.fullmatch(name) is None or name.lower() in RESERVED:
            raise OpenAirliftError(f"{name[:80]!r} can't name a scenario: letters, figures, - and _, at most 60")
        taken = {folder.name.lower() for folder in self.root.iterdir()} | set(example_names())
        if name.lower() in taken:
            raise ConflictError(f"the name {name!r} is taken, and nothing is overwritten; choose another one")
        return self._place(name, 1, name, fill)

    def add_version(self, base: Version, changed: Mapping[str, bytes], *, check: Callable[[Path], None]) -> Version:
        """Make the version after `base`, with changed files.

        Parameters
        ----------
        base : the newest version.
        changed : bytes of the files that differ.
        check : called with the whole new folder before it takes its name; raises to give it up.

        Raises
        ------
        ConflictError
            When there is a newer version by now.
        """

        def fill(folder: Path) -> None:
            shutil.copytree(base.path, folder, symlinks=True, ignore=_left_out)
            for name, data in changed.items():
                (folder / name).write_bytes(data)
            check(folder)

        number = base.number + 1
        return self._place(base.name, number, f"{base.name}.v{number}", fill)

    def _place(self, name: str, number: int, folder: str, fill: Callable[[Path], object]) -> Version:
        drafts = self.root / _DRAFTS / secrets.token_hex(8)
        drafts.mkdir(parents=True)
        draft, path = drafts / folder, self.root / folder
        try:
            fill(draft)
            if path.exists():
                raise ConflictError(
                    f"version {number} of {name!r} was made by somebody else meanwhile; load it and try again"
                )
            try:
                draft.rename(path)
            except OSError:
                raise ConflictError(f"{folder!r} was made by somebody else meanwhile; load it and try again") from None
        finally:
            shutil.rmtree(drafts, ignore_errors=True)
        return Version(name=name, number=number, path=path, shipped=False)

    def clear_drafts(self) -> None:
        """Drop what a server that was killed left half made."""
        shutil.rmtree(self.root / _DRAFTS, ignore_errors=True)


def _left_out(folder: str, names: list[str]) -> list[str]:
    """Return what a new version does not take along: hidden things, and links, which may lead anywhere."""
    return [name for name in names if name.startswith((".", "__")) or (Path(folder) / name).is_symlink()]
