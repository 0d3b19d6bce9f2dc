"""The anchoring suite and its speed, as one JSON: tampered figures that pass, other cases in the right state, times.

``python benchmarks/anchoring.py``. The cases are those of ``tests/evidence/anchoring``; times are wall times in seconds
on texts of 0.25, 1 and 4 MB, of the first quote that is looked up and of a further one that was edited.
"""

from __future__ import annotations

import json
import random
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from openairlift.evidence import Evidence
from openairlift.evidence.anchoring import ANCHORED, anchor, read_snapshot

ROOT = Path(__file__).resolve().parents[1]


def suite() -> dict[str, Any]:
    """Return how many cases there are, how many tampered ones pass, and how many others are right."""
    made = import_module("tests.evidence.anchoring.cases").cases()
    passed = right = tampered = 0
    for case in made:
        record = Evidence(id="case", source="s", says="own words", **case.record)
        state = anchor(record, read_snapshot(case.source.encode(), case.file)).state
        tampered += case.tampered
        passed += case.tampered and state in ANCHORED
        right += not case.tampered and state in case.right
    others = len(made) - tampered
    return {"cases": len(made), "tampered": tampered, "passed": passed, "others": others, "right": right}


def speed(size: int) -> dict[str, float]:
    """Return the time of the first quote and of an edited one in a text of a size [bytes]."""
    corpus = import_module("tests.evidence.anchoring.corpus")
    luck = random.Random(1)
    words = " ".join(corpus.PARAGRAPHS).split()
    rows = [" ".join(luck.choices(words, k=60)) + "." for _ in range(size // 390)]
    rows[len(rows) // 2] = corpus.PARAGRAPHS[3]
    snapshot = read_snapshot("\n\n".join(rows).encode(), "a.txt")
    times = []
    for quote in (corpus.PARAGRAPHS[3], corpus.PARAGRAPHS[3].replace("northern", "southern")):
        start = time.perf_counter()
        found = anchor(Evidence(id="case", source="s", says="own words", exact=quote), snapshot)
        times.append(round(time.perf_counter() - start, 3))
        assert found.state in ANCHORED
    return {"bytes": len("\n\n".join(rows)), "first_s": times[0], "edited_s": times[1]}


def main() -> None:
    """Print the figures."""
    sys.path.insert(0, str(ROOT))
    figures = suite()
    figures["holds"] = (
        not figures["passed"] and figures["right"] >= 0.99 * figures["others"] and figures["cases"] >= 300
    )
    print(json.dumps({**figures, "speed": [speed(size) for size in (250_000, 1_000_000, 4_000_000)]}, indent=1))


if __name__ == "__main__":
    main()
