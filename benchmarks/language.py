"""Throw 100,000 strings at the language of claims, and print one JSON: code that ran, the slowest, and memory.

``python benchmarks/language.py --count 100000``.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def run(count: int = 100_000, seed: int = 1) -> dict[str, Any]:
    """Return what came of it, and whether the bar holds: no code run, no string above 1 s or 100 MB."""
    sys.path[:0] = [entry for entry in (str(ROOT),) if entry not in sys.path]
    found: dict[str, Any] = import_module("tests.evidence.thrown").throw(count, seed=seed)
    found["holds"] = found["code_run"] == 0 and found["slowest_s"] < 1.0 and found["most_mb"] < 100
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(json.dumps(run(chosen.count, chosen.seed)))
