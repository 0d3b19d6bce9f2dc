"""``python -m tests.exact SCENARIO``: the proved optimum of a small instance, as one JSON object on standard output."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from openairlift.network import build_network
from openairlift.plan import encode
from openairlift.scenario import read_scenario
from tests.exact.instance import instance_of
from tests.exact.proof import prove


def main() -> int:
    """Solve one scenario."""
    parser = argparse.ArgumentParser(prog="python -m tests.exact", description=__doc__)
    parser.add_argument("scenario", help="folder of a scenario")
    parser.add_argument("--limit", type=float, default=600.0, metavar="S", help="time limit [s]")
    parser.add_argument("--workers", type=int, default=2, help="strategies side by side")
    parser.add_argument("--seed", type=int, default=0, help="of the solver")
    parser.add_argument("--plain", action="store_true", help="without the constraints that only help the solver")
    asked = parser.parse_args()
    network = build_network(read_scenario(asked.scenario))
    proof = prove(
        instance_of(network), limit_s=asked.limit, workers=asked.workers, seed=asked.seed, implied=not asked.plain
    )
    record = asdict(proof) | {"plan": json.loads(encode(proof.plan, network))}
    sys.stdout.write(json.dumps(record) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
