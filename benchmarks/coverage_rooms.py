"""Branch coverage of the core rooms, each by its own tests alone: `docs/figures/coverage.json`, and a table.

``python benchmarks/coverage_rooms.py [ROOM ...]`` measures the named rooms (else all), keeps the others as they are in
the record, and prints those below the bar. Code that numba compiles is measured with ``NUMBA_DISABLE_JIT=1``, which
runs the same lines as plain Python: slowly, so that only tests made for it are taken.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "docs" / "figures" / "coverage.json"
BAR = 95.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room with the tests that are its own.

    Attributes
    ----------
    tests : folders and files below the root; doctests of the room's own modules run with them.
    without_jit : whether its compiled code runs as plain Python.
    leave_out : words of tests that are not taken, in pytest's ``-k`` grammar.
    """

    tests: tuple[str, ...]
    without_jit: bool = False
    leave_out: str = ""


ROOMS = {
    "units": Room(tests=("tests/test_units.py", "tests/tables")),
    "model": Room(tests=("tests/model", "tests/tables")),
    "tables": Room(tests=("tests/tables",)),
    "scenario": Room(tests=("tests/scenario",)),
    "network": Room(tests=("tests/network",)),
    "plan": Room(tests=("tests/plan", "tests/audits")),
    "audits": Room(tests=("tests/audits",)),
    "evidence": Room(tests=("tests/evidence",)),
    "sim": Room(tests=("tests/sim", "tests/reference_sim"), without_jit=True),
    "solve": Room(tests=("tests/solve",)),
    "study": Room(
        tests=(
            "tests/study",
            # the study's own parts that are tested where they come together with files
            "tests/verbs/test_flight_log.py",
            "tests/verbs/test_differing.py",
            "tests/verbs/test_moving.py",
        )
    ),
}


def code(name: str) -> str:
    """Return the path of a room's code below the root."""
    package = f"src/openairlift/{name}"
    return package if (ROOT / package).is_dir() else f"{package}.py"


def inside(name: str) -> str:
    """Return the setting that names a room's files, those that no test imports included."""
    return f"source = {code(name)}" if (ROOT / code(name)).is_dir() else f"include = {code(name)}"


def measured(name: str, room: Room) -> dict[str, Any]:
    """Return lines, branches, and the share that was run, of a room and of each of its modules."""
    with tempfile.TemporaryDirectory() as folder:
        data, told = Path(folder) / "data", Path(folder) / "told.json"
        settings = Path(folder) / "settings.ini"
        settings.write_text(SETTINGS.format(data=data, files=inside(name)), encoding="utf-8")
        python = [sys.executable, "-m", "coverage"]
        chosen = ["-k", f"not ({room.leave_out})"] if room.leave_out else []
        words = [*python, "run", f"--rcfile={settings}", "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen]
        environment = {**os.environ, "CI": "true", **({"NUMBA_DISABLE_JIT": "1"} if room.without_jit else {})}
        done = subprocess.run([*words, *room.tests, code(name)], cwd=ROOT, env=environment, stdout=sys.stderr)
        subprocess.run(
            [*python, "json", f"--rcfile={settings}", "-q", "-o", str(told)], cwd=ROOT, check=True, stdout=sys.stderr
        )
        found = json.loads(told.read_text(encoding="utf-8"))
    files = {str(Path(path).relative_to("src/openairlift")): one for path, one in found["files"].items()}
    return {
        **shares(found["totals"]),
        "passed": done.returncode == 0,
        "tests": [*room.tests, "doctests of the room"],
        "jit": not room.without_jit,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "below": {path: share for path, one in files.items() if (share := shares(one["summary"])["share"]) < BAR},
        "missing": {path: one["missing_lines"] for path, one in files.items() if one["missing_lines"]},
        "missing_branches": {path: one["missing_branches"] for path, one in files.items() if one["missing_branches"]},
    }


SETTINGS = """[run]
branch = true
data_file = {data}
{files}
relative_files = true
disable_warnings = no-data-collected

[report]
exclude_also =
    if TYPE_CHECKING:
    raise AssertionError
    assert_never
    ^ *\\.\\.\\.$
"""


def shares(totals: dict[str, Any]) -> dict[str, Any]:
    """Return counts, and the share of lines and branches together [%]."""
    return {
        "lines": totals["num_statements"],
        "branches": totals["num_branches"],
        "share": round(totals["percent_covered"], 1),
    }


def table(known: dict[str, Any]) -> str:
    """Return the table of all rooms as Markdown."""
    rows = ["| room | lines | branches | lines and branches run [%] | by | measured |", "|---|---|---|---|---|---|"]
    for name in (name for name in ROOMS if name in known):
        one = known[name]
        tests = ", ".join(f"`{path}`" for path in one["tests"][:-1])
        plain = "" if one["jit"] else ", compiled code as plain Python"
        rows.append(
            f"| `{name}` | {one['lines']:,} | {one['branches']:,} | {one['share']:.1f} "
            f"| {tests}{plain} | {one['date']} |"
        )
    return "\n".join(rows) + "\n"


def main() -> int:
    """Measure, write the record, and print rooms below the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM")
    parser.add_argument("--out", type=Path, default=RECORD)
    asked = parser.parse_args()
    for name in asked.rooms or ROOMS:
        found = measured(name, ROOMS[name])
        known = json.loads(asked.out.read_text(encoding="utf-8")) if asked.out.exists() else {}
        known[name] = found
        asked.out.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    sys.stdout.write(table(known))
    low = [name for name in known if known[name]["share"] < BAR or not known[name]["passed"]]
    sys.stdout.write(f"below {BAR:g} %, or with a failing test: {', '.join(low) or 'none'}\n")
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
