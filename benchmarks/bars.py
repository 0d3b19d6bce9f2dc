"""Measure what the project promises about speed and repeatability, and write one JSON of figures.

Run on an idle machine: ``python benchmarks/bars.py --out bars.json``. Each time is the wall time of a whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CALL = [sys.executable, "-m", "openairlift"]


def timed(words: list[str], *, cache: Path | None = None) -> tuple[float, str]:
    """Return the wall time [s] and the standard output of a process."""
    environment = {**os.environ, **({"OPENAIRLIFT_CACHE": str(cache)} if cache else {})}
    start = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    return time.perf_counter() - start, done.stdout


def median(words: list[str], times: int = 5) -> float:
    """Return the median wall time [s] of a process over some calls."""
    return round(statistics.median(timed(words)[0] for _ in range(times)), 3)


def processor_s() -> float:
    """Return the processor time [s] of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def same_bytes(one: Path, two: Path) -> bool:
    """Whether two run folders hold the same files, byte for byte, but for provenance.json."""
    files = [sorted(p.relative_to(root) for p in root.rglob("*") if p.is_file()) for root in (one, two)]
    if files[0] != files[1]:
        return False
    return all((one / f).read_bytes() == (two / f).read_bytes() for f in files[0] if f.name != "provenance.json")


def measure(folder: Path) -> dict[str, Any]:
    """Return every figure."""
    run = [*CALL, "run", "ukraine-2022", "--runs", "200", "--seed", "7", "--json"]
    figures: dict[str, Any] = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "load": os.getloadavg()[0],
    }
    figures["import_s"] = median([sys.executable, "-c", "import openairlift"])
    figures["bare_python_s"] = median([sys.executable, "-c", "pass"])
    figures["help_s"] = median([*CALL, "--help"])
    begun = processor_s()
    figures["run_first_s"], first = timed([*run, "--out", str(folder / "a")], cache=folder / "cache")
    compiled = processor_s()
    again = [timed([*run, "--out", str(folder / f"b{i}")], cache=folder / "cache") for i in range(3)]
    figures["run_first_processor_s"] = round(compiled - begun, 1)
    figures["run_after_processor_s"] = round((processor_s() - compiled) / len(again), 1)
    figures["run_after_s"] = round(statistics.median(seconds for seconds, _ in again), 2)
    figures["run_first_s"] = round(figures["run_first_s"], 2)
    _, one = timed([*run, "--workers", "1", "--out", str(folder / "one")], cache=folder / "cache")
    _, two = timed([*run, "--workers", "2", "--out", str(folder / "two")], cache=folder / "cache")
    figures["same_json"] = len({first, one, two, *(text for _, text in again)}) == 1
    (a,), (b,) = ((folder / name).iterdir() for name in ("one", "two"))
    figures["same_files"] = same_bytes(a, b)
    return figures


def large_study(folder: Path, runs: int = 10_000) -> dict[str, Any]:
    """Return time and memory of a large study on two cores; memory is that of the largest process, and of all."""
    words = [*CALL, "run", "ukraine-2022", "--runs", str(runs), "--seed", "7", "--workers", "2", "--json"]
    seconds, _ = timed([*words, "--out", str(folder / f"large{runs}")])
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return {"runs": runs, "seconds": round(seconds, 1), "largest_process_mb": round(largest)}


def studies() -> dict[str, Any]:
    """Return the figures of the other files, each run in a process of its own with its full counts."""
    here = Path(__file__).parent
    calls: dict[str, list[str]] = {
        "kernel": [],
        "reduced": [],
        "theory": [],
        "fuzz": ["--count", "10000"],
        "language": ["--count", "100000"],
        "stocks": [],
        "anchoring": [],
        "drafting": [],
        "small": ["--seeds", "0-99"],
    }
    return {
        name: json.loads(timed([sys.executable, str(here / f"{name}.py"), *words])[1]) for name, words in calls.items()
    }


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quick", action="store_true", help="start-up and repeatability only")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
        if not chosen.quick:
            figures["study"] = [large_study(Path(folder), runs) for runs in (1000, 10_000)]
            figures |= studies()
    chosen.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
