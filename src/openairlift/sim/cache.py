"""Where compiled code is kept between calls: a folder of the user, named by what it was compiled from."""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path


def cache_root() -> Path:
    """Return the user's cache folder of this package; the variable ``OPENAIRLIFT_CACHE`` overrides it."""
    stated = os.environ.get("OPENAIRLIFT_CACHE")
    if stated:
        return Path(stated)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "openairlift"


def sources() -> list[Path]:
    """Return the files that this room's compiled code is made from."""
    room = Path(__file__).parent
    return [*sorted(room.glob("*.py")), room.parent / "plan" / "events.py"]


def fingerprint(files: list[Path]) -> str:
    """Return a hash of source files and of the versions that their compiled form depends on."""
    digest = hashlib.blake2b(digest_size=10)
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in ("numba", "numpy"):
        digest.update(version(name).encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()


def cache_folder(files: list[Path] | None = None) -> Path | None:
    """Return the folder for what is compiled from files (none: this room), made and writable, or None."""
    try:
        folder = cache_root() / "numba" / fingerprint(sources() if files is None else files)
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except (OSError, RuntimeError):  # RuntimeError: no home folder
        return None
    return folder


def has_compiled() -> bool:
    """Return whether compiled code of this version lies in the cache."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob("*.nbi"))
