"""Hold the simulator against queueing theory with full counts, and print one JSON of figures.

``python benchmarks/theory.py``; ``--reduced`` for the counts of ``make test``. Ten fixed seeds, batch means.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def run(full: bool = True) -> dict[str, Any]:
    """Return every figure with its z and relative error, and whether the bar holds (|z| < 4, error < 1 %)."""
    sys.path[:0] = [entry for entry in (str(ROOT),) if entry not in sys.path]
    queues, closed = import_module("tests.theory.queues"), import_module("tests.theory.closed")
    begun = time.perf_counter()
    figures = [study(queues.FULL[name] if full else 60_000) for name, study in queues.stations().items()]
    for name, (stations, tails) in closed.NETWORKS.items():
        figures += closed.study(name, stations, tails, closed.FULL[name] if full else 500)
    return {
        "figures": [figure.record() for figure in figures],
        "seconds": round(time.perf_counter() - begun, 1),
        "worst_z": round(max(abs(figure.z) for figure in figures), 3),
        "worst_error": round(max(abs(figure.relative) for figure in figures), 5),
        "worst_standard_error": round(max(figure.error / figure.expected for figure in figures), 5),
        "holds": all(abs(figure.z) < 4.0 and abs(figure.relative) < (0.01 if full else 0.06) for figure in figures),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reduced", action="store_true")
    print(json.dumps(run(full=not parser.parse_args().reduced), indent=1))


if __name__ == "__main__":
    main()
