"""The command line as a process: what it imports, and Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HEAVY = ("numba", "numpy", "pandas", "duckdb", "rich", "llvmlite")


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_package_brings_nothing_heavy() -> None:
    code = f"import openairlift, sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(code) == "[]"


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["--version"], ["nonsense"]])
def test_help_brings_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom openairlift.cli import app\n"
        f"try: app({arguments!r})\n"
        f"except SystemExit: print('heavy', [name for name in {HEAVY} if name in sys.modules])"
    )
    assert python(code).endswith("heavy []")


def test_a_quick_look_does_not_wait_for_the_simulator() -> None:
    code = (
        "import sys\nfrom openairlift.verbs import quick\n"
        "quick(mass_kg=5e5, origin='KDOV', destination='EPRZ', type_='C-17A', tails=10)\n"
        "print([name for name in ('numba', 'duckdb') if name in sys.modules])"
    )
    assert python(code) == "[]"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done_and_the_next_call_resumes_to_the_same_bytes(tmp_path: Path, workers: str) -> None:
    command = [sys.executable, "-m", "openairlift", "run", "relief-small", "--seed", "7", "--runs", "600", "--json"]
    kept = tmp_path / "interrupted"
    arguments = [*command, "--workers", workers, "--out", str(kept)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and len(list(kept.glob("*/chunks/*.npz"))) < 3:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "resumes" in stderr
    assert "Traceback" not in stderr
    chunks = {path: path.stat().st_mtime_ns for path in kept.glob("*/chunks/*.npz")}
    assert 3 <= len(chunks) < 30
    spoilt = max(chunks)
    spoilt.write_bytes(b"")
    del chunks[spoilt]
    resumed = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "resumed from an interrupted run" in resumed.stderr
    assert f"warning: {spoilt.name} is damaged" in resumed.stderr
    assert all(path.stat().st_mtime_ns == written for path, written in chunks.items())
    whole = subprocess.run([*command, "--out", str(tmp_path / "whole")], capture_output=True, text=True, check=True)
    assert resumed.stdout == whole.stdout
    files = {path.relative_to(kept): path for path in kept.rglob("*") if path.is_file()}
    for name, path in files.items():
        if name.name != "provenance.json":
            assert path.read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
