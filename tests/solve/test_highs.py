"""The solver is silent, also in what it prints below Python."""

from __future__ import annotations

import subprocess
import sys


def test_making_and_running_it_prints_nothing() -> None:
    program = "from openairlift.solve.highs import quiet_highs; quiet_highs().run()"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
