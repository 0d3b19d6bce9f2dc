"""Time of `compare` over the options of a scenario, and whether it gives the same bytes again; one JSON of figures.

``python benchmarks/compare.py --scenario ukraine-2022 --runs 200``: on an idle machine, after one call that
compiled the simulator. The wall time is that of a whole process; the second call is for the bytes alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from typing import Any

CALL = [sys.executable, "-m", "openairlift", "compare"]
LIMIT_S = 120.0


def timed(words: list[str]) -> tuple[float, float, bytes]:
    """Return the wall time [s], the time of all cores [s] and the standard output of a process."""
    before, start = os.times(), time.perf_counter()
    done = subprocess.run([*CALL, *words, "--json"], capture_output=True, check=True)
    wall, after = time.perf_counter() - start, os.times()
    spent = sum(after[2:4]) - sum(before[2:4])
    return wall, spent, done.stdout


def main() -> int:
    """Print one JSON: the time, what was compared, and whether one worker gives the same bytes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--scenario", default="ukraine-2022")
    parser.add_argument("--options", help="as in the command; none = base and every option")
    parser.add_argument("--runs", default="200")
    parser.add_argument("--effort", help="none = the command's default")
    parser.add_argument("--once", action="store_true", help="time alone, no second call for the bytes")
    asked = parser.parse_args()
    words = [asked.scenario, "--runs", asked.runs]
    words += ["--options", asked.options] if asked.options else []
    words += ["--effort", asked.effort] if asked.effort else []
    wall, spent, first = timed(words)
    record = json.loads(first)
    figures: dict[str, Any] = {
        "scenario": asked.scenario,
        "options": [row["name"] for row in record["options"]],
        "runs": record["runs"],
        "effort": record["effort"],
        "wall_s": round(wall, 1),
        "all_cores_s": round(spent, 1),
        "within_limit": wall <= LIMIT_S,
        "load_after": round(os.getloadavg()[0], 1),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    if not asked.once:
        figures["same_bytes_with_one_worker"] = timed([*words, "--workers", "1"])[2] == first
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0 if figures["within_limit"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
