"""Builds a release twice and looks at it: same bytes, sizes, a clean installation without Node.js, a bill of materials.

``python benchmarks/release.py --out dist`` builds from the last commit, in copies of their own. Needs the dependency
group ``release``. Prints one JSON; `holds` tells whether wheels and archives are the same byte by byte, the wheel stays
below 6 MB, the core installation below 420 MB, and what is installed answers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WHEEL_MB, CORE_MB = 6.0, 420.0
NODE = ("node", "npm", "npx")


def call(*words: str | Path, cwd: Path | None = None, **more: Any) -> str:
    """Return what a command prints; its faults are ours."""
    done = subprocess.run([str(word) for word in words], cwd=cwd, check=True, capture_output=True, text=True, **more)
    return str(done.stdout)


def built(folder: Path, commit: str) -> dict[str, Path]:
    """Return wheel and source archive, built from a commit in a fresh copy."""
    copy = folder / "copy"
    copy.mkdir(parents=True)
    archive = folder / "tree.tar"
    call("git", "archive", "--format=tar", "-o", archive, commit, cwd=ROOT)
    call("tar", "xf", archive, "-C", copy)
    call(sys.executable, "-m", "build", "--outdir", folder / "dist", cwd=copy)
    found = sorted((folder / "dist").iterdir())
    return {"wheel": next(p for p in found if p.suffix == ".whl"), "sdist": next(p for p in found if p.suffix == ".gz")}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def without_node(folder: Path) -> dict[str, str]:
    """Return an environment whose PATH has no Node.js: links to all else that is on it."""
    links = folder / "path"
    links.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for file in Path(place).iterdir() if Path(place).is_dir() else ():
            if file.name not in NODE and not (links / file.name).exists():
                (links / file.name).symlink_to(file)
    return {**os.environ, "PATH": str(links)}


def installed(wheel: Path, folder: Path, bill: Path | None) -> dict[str, Any]:
    """Install a wheel into a fresh environment without Node.js, and ask it something."""
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python, environment = home / "bin" / "python", without_node(folder)
    call(python, "-m", "pip", "install", "--quiet", wheel, env=environment)
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip())
    tools = {"pip", "setuptools", "wheel"}
    files = [p for top in site.iterdir() if top.name.split("-")[0] not in tools for p in (top, *top.rglob("*"))]
    size = sum(p.stat().st_size for p in files if p.is_file() and p.suffix != ".pyc")
    told = json.loads(
        call(home / "bin" / "openairlift", "run", "relief-small", "--runs", "5", "--json", cwd=folder, env=environment)
    )
    carries = "airlift-view" in next((folder / "runs").glob("*/report.html")).read_text(encoding="utf-8")
    if bill is not None:
        call(
            sys.executable, "-m", "cyclonedx_py", "environment", python, "--output-file", bill, "--output-reproducible"
        )
    return {"core_mb": round(size / 1e6, 1), "answers": told["runs"] == 5, "report_has_app": carries}


def main() -> int:
    """Print one JSON of figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, help="wheel, archive and bill of materials are put here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        commit = call("git", "rev-parse", "HEAD", cwd=ROOT).strip()
        first, second = built(Path(name) / "a", commit), built(Path(name) / "b", commit)
        bill = None
        if asked.out is not None:
            asked.out.mkdir(parents=True, exist_ok=True)
            bill = asked.out / "bill-of-materials.cdx.json"
            for path in first.values():
                (asked.out / path.name).write_bytes(path.read_bytes())
        figures: dict[str, Any] = {
            "same_bytes": {kind: digest(first[kind]) == digest(second[kind]) for kind in first},
            "sha256": {path.name: digest(path) for path in first.values()},
            "mb": {kind: round(path.stat().st_size / 1e6, 2) for kind, path in first.items()},
            **installed(first["wheel"], Path(name), bill),
            "python": sys.version.split()[0],
        }
    figures["holds"] = (
        all(figures["same_bytes"].values()) and figures["mb"]["wheel"] < WHEEL_MB and figures["core_mb"] < CORE_MB
        and figures["answers"] and figures["report_has_app"]
    )  # fmt: skip
    print(json.dumps(figures, indent=1))
    return 0 if figures["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
