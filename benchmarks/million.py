"""A study of a million runs on a local Dask cluster, stopped on its way and resumed: the same bytes as without a stop.

``python benchmarks/million.py --runs 1000000``. The study is begun, interrupted as by Ctrl-C once it has done a part,
begun again with the same command, and compared with one that nobody interrupted. Prints one JSON; `holds` tells
whether the summaries are the same byte by byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any


def command(scenario: str, runs: int, out: Path, cluster: str | None) -> list[str]:
    """Return the command of the study."""
    more = ["--cluster", cluster, "--workers", "2"] if cluster else ["--workers", "2"]
    return [
        sys.executable, "-m", "openairlift", "run", scenario, "--runs", str(runs), "--seed", "7", "--events", "none",
        "--out", str(out), "--json", *more,
    ]  # fmt: skip


def stopped(words: list[str], out: Path, *, parts: int) -> int:
    """Begin a study and send it Ctrl-C once so many parts are kept; return its exit status."""
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    drain = threading.Thread(target=lambda: process.stderr and process.stderr.read())
    drain.start()
    while process.poll() is None:
        if len(list(out.glob("*/chunks/*"))) >= parts:
            process.send_signal(signal.SIGINT)
            break
        time.sleep(0.2)
    status = process.wait()
    drain.join()
    return status


def finished(words: list[str]) -> tuple[str, float]:
    """Run a study to its end; return the hash of what it prints, and its wall time [s]."""
    begun = time.perf_counter()
    done = subprocess.run(words, capture_output=True, check=True)
    return hashlib.sha256(done.stdout).hexdigest(), time.perf_counter() - begun


def main() -> int:
    """Measure, and print one JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--scenario", default="relief-small")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--parts", type=int, default=20, help="parts that are kept before the stop")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        broken, whole = Path(name) / "broken", Path(name) / "whole"
        words = command(asked.scenario, asked.runs, broken, "local")
        status = stopped(words, broken, parts=asked.parts)
        kept = len(list(broken.glob("*/chunks/*")))
        resumed, resumed_s = finished(words)
        plain, plain_s = finished(command(asked.scenario, asked.runs, whole, None))
    figures: dict[str, Any] = {
        "scenario": asked.scenario, "runs": asked.runs, "status_when_stopped": status, "parts_kept": kept,
        "resumed_s": round(resumed_s, 1), "in_one_go_s": round(plain_s, 1), "sha256": plain,
        "largest_process_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000),
        "holds": resumed == plain and status == 130 and kept > 0,
    }  # fmt: skip
    print(json.dumps(figures, indent=1))
    return 0 if figures["holds"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
