"""The server against requests that schemathesis makes from its OpenAPI description; nothing may be found.

pip install schemathesis
python benchmarks/openapi.py --examples 50

Requests that fit the description and yet mean nothing here (a scenario that is not there, a cell that is none, an edit
that changes nothing) may be answered by 404, 409, 422 or 428. Everything else is a finding: a fault of the server, an
answer that is not described, a request outside of the description that is taken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "422", "428", "429"]
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=50, help="Requests a route and kind.")
    parser.add_argument("--seconds", type=int, default=1800)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--schemathesis", default=shutil.which("schemathesis"), help="Its command.")
    asked = parser.parse_args()
    if asked.schemathesis is None:
        sys.exit("schemathesis is not installed: pip install schemathesis, in an environment of its own if you like")
    with tempfile.TemporaryDirectory() as name:
        folder, config = Path(name) / "served", Path(name) / "schemathesis.toml"
        folder.mkdir()
        config.write_text(CONFIG)
        command = [sys.executable, "-m", "openairlift", "serve", str(folder), "--port", "0", "--job-time", "5"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
        try:
            done = subprocess.run(
                [
                    asked.schemathesis, "--config-file", str(config), "run", f"{address}api/openapi.json",
                    "--max-examples", str(asked.examples), "--max-time", str(asked.seconds),
                    "--seed", str(asked.seed), "--header", "X-OpenAirlift: 1", "--request-timeout", "120",
                ],
                check=False,
            )  # fmt: skip
        finally:
            server.terminate()
            server.communicate(timeout=120)
    print(json.dumps({"examples": asked.examples, "holds": done.returncode == 0}, indent=1))
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
