"""The command line as a process: what it imports, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

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


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """What starts a process that does not outlive its test."""
    with ExitStack() as stack:

        def starting(arguments: Sequence[str], **settings: Any) -> subprocess.Popen[str]:
            settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **settings}
            process = subprocess.Popen(arguments, **settings)
            stack.callback(ended, process)
            return process

        yield starting


def ended(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
        process.communicate()


def processes() -> list[tuple[int, int, str]]:
    """Return (id, parent, command) of the processes that run, oldest first."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return [(int(row[0]), int(row[1]), row[3]) for row in rows if len(row) == 4 and not row[2].startswith("Z")]


def workers_of(parent: int) -> list[int]:
    """Return the worker processes of a process."""
    return [pid for pid, of, command in processes() if of == parent and "spawn_main" in command]


def files_of(folder: Path) -> dict[Path, bytes]:
    """Return everything below a folder but what knows the clock."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "provenance.json"
    }


def test_a_worker_that_is_killed_half_way_and_another_hash_seed_change_no_byte(start: Start, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openairlift", "run", "relief-small", "--seed", "7", "--runs", "1000", "--json"]
    arguments = [*command, "--workers", "2", "--events", "all", "--out", str(tmp_path / "killed")]
    process = start(
        arguments,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    while process.poll() is None and len(list((tmp_path / "killed").glob("*/chunks/*.npz"))) < 4:
        time.sleep(0.002)
    workers = workers_of(process.pid)
    os.kill(workers[0], signal.SIGKILL)
    stdout, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert "warning: a worker process was killed" in stderr
    whole = subprocess.run(
        [*command, "--workers", "1", "--events", "all", "--out", str(tmp_path / "whole")],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "2"},
    )
    assert stdout == whole.stdout
    assert files_of(tmp_path / "killed") == files_of(tmp_path / "whole")


def test_workers_end_when_the_command_is_killed_and_the_next_call_resumes(start: Start, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "openairlift", "run", "relief-small", "--runs", "2000", "--workers", "2"]
    arguments += ["--out", str(tmp_path / "out")]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = start(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(scratch)}
    )
    while process.poll() is None and len(list((tmp_path / "out").glob("*/chunks/*.npz"))) < 4:
        time.sleep(0.002)
    workers = workers_of(process.pid)
    process.kill()
    process.wait()
    end = time.monotonic() + 30
    while time.monotonic() < end and {pid for pid, _, _ in processes()} & set(workers):
        time.sleep(0.05)
    assert len(workers) == 2
    assert not {pid for pid, _, _ in processes()} & set(workers)
    assert list(scratch.iterdir()) == []
    resumed = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "of them done before" in resumed.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_done_and_the_next_call_resumes_to_the_same_bytes(
    start: Start, tmp_path: Path, workers: str
) -> None:
    command = [sys.executable, "-m", "openairlift", "run", "relief-small", "--seed", "7", "--runs", "600", "--json"]
    kept = tmp_path / "interrupted"
    arguments = [*command, "--workers", workers, "--out", str(kept)]
    process = start(arguments)
    while process.poll() is None and len(list(kept.glob("*/chunks/*.npz"))) < 3:
        time.sleep(0.002)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "resumes" in stderr
    assert "Traceback" not in stderr
    chunks = sorted(kept.glob("*/chunks/*.npz"))
    assert 3 <= len(chunks) < 30
    spoilt = chunks.pop()
    spoilt.write_bytes(b"")
    resumed = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "resumed from an interrupted run" in resumed.stderr
    assert f"warning: {spoilt.name} is damaged" in resumed.stderr
    assert f"600 runs, {20 * len(chunks)} of them done before" in resumed.stderr
    whole = subprocess.run([*command, "--out", str(tmp_path / "whole")], capture_output=True, text=True, check=True)
    assert resumed.stdout == whole.stdout
    assert files_of(kept) == files_of(tmp_path / "whole")


def test_ctrl_c_on_a_local_cluster_keeps_what_is_done_and_the_next_call_resumes(start: Start, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openairlift", "run", "relief-small", "--seed", "7", "--runs", "2000", "--json"]
    arguments = [*command, "--cluster", "local", "--workers", "2", "--out", str(tmp_path / "a")]
    process = start(arguments, start_new_session=True)
    while process.poll() is None and len(list((tmp_path / "a").glob("*/chunks/*.npz"))) < 4:
        time.sleep(0.002)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers, too
    stdout, stderr = process.communicate()
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert "resumes" in stderr
    assert "Traceback" not in stderr
    resumed = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert "of them done before" in resumed.stderr
    whole = subprocess.run([*command, "--out", str(tmp_path / "b")], capture_output=True, text=True, check=True)
    assert resumed.stdout == whole.stdout
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_ctrl_c_ends_the_search_and_prints_the_best_plan(start: Start, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "openairlift", "plan", "relief-small", "--effort", "1000000", "--json"]
    arguments += ["--out", str(tmp_path / "plan")]
    process = start(arguments)
    assert process.stderr is not None
    before = []
    for line in process.stderr:
        before.append(line)
        if line.startswith("search"):
            break
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert process.returncode == 130, [*before, stderr]
    assert "Traceback" not in stderr
    assert "stopped by Ctrl-C; the best plan by then is printed" in stderr
    record = json.loads(stdout)
    assert record["stopped"]
    assert record["missions"] > 0
    assert not record["plan"]["reproducible"]
    assert not record["plan"]["proof_complete"]
    assert (tmp_path / "plan" / "plan.json").is_file()


def test_ctrl_c_during_the_search_of_a_run_leaves_no_run(start: Start, tmp_path: Path) -> None:
    arguments = [sys.executable, "-m", "openairlift", "run", "relief-small", "--effort", "1000000", "--json"]
    process = start([*arguments, "--out", str(tmp_path / "runs")])
    assert process.stderr is not None
    next(line for line in process.stderr if line.startswith("search"))
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert process.returncode == 130, stderr
    assert stdout == ""
    assert not (tmp_path / "runs").exists()
