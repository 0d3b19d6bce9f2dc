"""Drafting of evidence against labelled texts, and its speed, as one JSON.

``python benchmarks/drafting.py``. Texts, labels and the rule of scoring are those of ``tests/evidence/drafting``; the
time is the wall time in seconds for a megabyte of those texts, which hold far more figures than news does.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from openairlift.evidence.drafting import propose

ROOT = Path(__file__).resolve().parents[1]
BARS = {"recall": 0.95, "unit_and_thing": 0.85, "speaker": 0.75, "precision": 0.75}
MOST_S = 5.0


def quality() -> dict[str, dict[str, Any]]:
    """Return the shares of each text."""
    measure = import_module("tests.evidence.drafting.measure")
    found = {name: measure.score(name) for name in measure.texts()}
    return {
        name: {"figures": score.labels, **{key: round(value, 3) for key, value in score.shares.items()}}
        for name, score in found.items()
    }


def speed(size: int) -> dict[str, float]:
    """Return the time for the texts of the tests, repeated up to a size [bytes]."""
    corpus = ROOT / "tests" / "evidence" / "drafting" / "corpus"
    whole = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt")))
    text = "\n\n".join([whole] * (1 + size // len(whole)))[:size]
    start = time.perf_counter()
    draft = propose(text)
    return {"bytes": size, "figures": len(draft.proposals), "time_s": round(time.perf_counter() - start, 2)}


def main() -> None:
    """Print the figures."""
    sys.path.insert(0, str(ROOT))
    texts, timed = quality(), speed(1_000_000)
    short = [name for name, shares in texts.items() if any(shares[key] < bar for key, bar in BARS.items())]
    figures = {"texts": texts, "below_a_bar": short, "speed": timed}
    print(json.dumps({**figures, "holds": not short and timed["time_s"] <= MOST_S}, indent=1))


if __name__ == "__main__":
    main()
