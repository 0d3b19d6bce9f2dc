"""Jobs: the same bytes as the command prints, stopped, out of time or memory, killed with the server, resumed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.web.conftest import ended

from openairlift.cli import app
from openairlift.web.jobs import JobFolder, State, stored_jobs
from openairlift.web.settings import Limits
from openairlift.web.worker import Teller

UKRAINE = "ukraine-2022"
FLOW = ("--mass", "9t", "--from", "KDOV", "--to", "EPRZ")


def printed(*arguments: str) -> bytes:
    """Return what a command prints with ``--json``."""
    return CliRunner().invoke(app, [*arguments, "--json"]).stdout_bytes


@pytest.mark.parametrize(
    ("slug", "body", "command"),
    [
        ("check", {"scenario": "relief-small", "options": ["rain"]}, ["check", "relief-small", "--option", "rain"]),
        ("find", {"kind": "airfield", "words": "beira"}, ["find", "airfield", "beira"]),
        ("evidence-check", {"scenario": "haiti-2010"}, ["evidence", "check", "haiti-2010"]),
        ("evidence-list", {"scenario": UKRAINE, "kind": "claims"}, ["evidence", "list", UKRAINE, "--kind", "claims"]),
        ("evidence-chain", {"scenario": UKRAINE, "id_": "share-70"}, ["evidence", "chain", UKRAINE, "share-70"]),
        (
            "quick",
            {"mass_kg": "9t", "origin": "KDOV", "destination": "EPRZ", "type_": "C-17A", "tails": 10, "ground_s": "2h"},
            ["quick", *FLOW, "--type", "C-17A", "--tails", "10", "--ground", "2h"],
        ),
    ],
)  # fmt: skip
def test_quick_work_is_answered_as_the_command_prints_it(
    client: TestClient, slug: str, body: dict[str, Any], command: list[str]
) -> None:
    answer = client.post(f"/api/verbs/{slug}", json=body)
    assert answer.status_code == 200, answer.text
    assert answer.content == printed(*command)


@pytest.mark.parametrize(
    ("slug", "body", "command"),
    [
        ("run", {"runs": 5, "seed": 3}, ["run", "relief-small", "--runs", "5", "--seed", "3"]),
        ("stocks", {"samples": 50, "months": 6}, ["stocks", "relief-small", "--samples", "50", "--months", "6"]),
    ],
)
def test_a_job_has_the_bytes_that_the_command_prints(
    client: TestClient, tmp_path: Path, slug: str, body: dict[str, Any], command: list[str]
) -> None:
    answer = client.post(f"/api/verbs/{slug}", json={"scenario": "relief-small", **body})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/api/jobs/{answer.json()['id']}"
    job = ended(client, answer.json()["id"])
    assert job["state"] == "done", job
    assert client.get(f"/api/jobs/{job['id']}/result").content == printed(*command, "--out", str(tmp_path))
    if slug == "run":
        assert client.get(f"/api/runs/{job['run']}").content == client.get(f"/api/jobs/{job['id']}/result").content
        report = client.get(f"/api/runs/{job['run']}/files/report.html")
        assert "sandbox" in report.headers["content-security-policy"]
        assert client.get(f"/api/runs/{job['run']}/files/provenance.json").status_code == 404
    else:
        assert "sandbox" in client.get(f"/api/jobs/{job['id']}/page").headers["content-security-policy"]
    events = client.get(f"/api/jobs/{job['id']}/events").text
    assert events.startswith("event: job\ndata: {")
    assert json.loads(events.split("data: ")[-1])["state"] == "done"


def test_the_view_of_a_run_has_what_jobs_found_on_its_scenario(client: TestClient, root: Path) -> None:
    def done(slug: str, body: dict[str, Any]) -> dict[str, Any]:
        asked = client.post(f"/api/verbs/{slug}", json=body)
        assert asked.status_code == 202, asked.text
        told = ended(client, asked.json()["id"])
        assert told["state"] == "done", told["error"]
        return told

    run = done("run", {"scenario": "relief-small", "runs": 3, "seed": 5})["run"]
    assert "swings" not in client.get(f"/api/runs/{run}/view").json()
    settings = {"ranges": {"places/*/clearance_h": "x 0.5..x 2"}, "runs": 2}
    job = done("sensitivity", {"run": run, **settings})
    view = client.get(f"/api/runs/{run}/view").json()
    assert view["swings"] == client.get(f"/api/jobs/{job['id']}/result").json()
    done("sensitivity", {"scenario": "relief-small", "options": ["rain"], **settings})  # another scenario
    assert client.get(f"/api/runs/{run}/view").json() == view
    mine = {**view["swings"], "title": "beside the run"}
    (root / "runs" / run / "sensitivity.json").write_text(json.dumps(mine), encoding="utf-8")
    assert client.get(f"/api/runs/{run}/view").json()["swings"]["title"] == "beside the run"


def test_a_job_that_fails_says_what_the_command_says(client: TestClient) -> None:
    body = {"scenario": "relief-small", "options": ["third-slt"]}
    job = ended(client, client.post("/api/verbs/run", json=body).json()["id"])
    assert (job["state"], job["has_result"]) == ("failed", False)
    assert job["issues"][0]["nearest"] == "third-slot"
    assert client.get(f"/api/jobs/{job['id']}/result").status_code == 409
    assert client.delete(f"/api/jobs/{job['id']}").status_code == 415
    assert client.delete(f"/api/jobs/{job['id']}", headers={"x-openairlift": "1"}).status_code == 200
    assert client.get(f"/api/jobs/{job['id']}").status_code == 404


def begun(client: TestClient, job: str, *, within_s: float = 120.0) -> None:
    """Wait until a job counts what it does."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        told = client.get(f"/api/jobs/{job}").json()
        if told["progress"] and told["progress"]["done"]:
            return
        assert told["state"] in ("waiting", "running"), told
        time.sleep(0.05)
    raise AssertionError("the job does not begin")


LONG = {"scenario": "relief-small", "runs": 200_000}
GO = {"x-openairlift": "1"}


def test_a_job_waits_is_stopped_and_resumes(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving(limits=Limits(jobs=1, waiting=1))
    first = client.post("/api/verbs/run", json=LONG).json()["id"]
    second = client.post("/api/verbs/run", json=LONG).json()
    assert second["state"] == "waiting"
    assert client.post("/api/verbs/run", json=LONG).status_code == 429
    assert client.delete(f"/api/jobs/{first}", headers=GO).status_code == 409
    assert client.post(f"/api/jobs/{second['id']}/cancel", headers=GO).json()["state"] == "stopped"
    begun(client, first)
    assert client.post(f"/api/jobs/{first}/cancel", headers=GO).status_code == 200
    stopped = ended(client, first)
    assert (stopped["state"], stopped["attempts"]) == ("stopped", 1)
    chunks = len(list(tmp_path.glob("runs/*/chunks/*.npz")))
    assert chunks
    assert client.post(f"/api/jobs/{first}/cancel", headers=GO).status_code == 409
    again = client.post(f"/api/jobs/{first}/resume", headers=GO)
    assert (again.status_code, again.json()["attempts"]) == (202, 2)
    begun(client, first)
    assert client.get(f"/api/jobs/{first}").json()["progress"]["done"] > 1
    client.post(f"/api/jobs/{first}/cancel", headers=GO)
    assert ended(client, first)["state"] == "stopped"
    assert len(list(tmp_path.glob("runs/*/chunks/*.npz"))) >= chunks


def test_time_ends_a_job(serving: Callable[..., TestClient]) -> None:
    client = serving(limits=Limits(jobs=2, time_s=1.0, grace_s=30.0))
    job = ended(client, client.post("/api/verbs/run", json=LONG).json()["id"])
    assert job["state"] in ("stopped", "failed")
    if job["state"] == "failed":
        assert "longer than" in job["error"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no RLIMIT_AS to hold a job by")
def test_memory_ends_a_job(serving: Callable[..., TestClient]) -> None:
    client = serving(limits=Limits(memory_mb=60))
    job = ended(client, client.post("/api/verbs/run", json=LONG).json()["id"])
    assert job["state"] in ("failed", "interrupted")
    assert not job["has_result"]


class Server:
    """A server as a process."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "openairlift", "serve", str(root), "--port", "0"]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        self.address = ""
        while not self.address:
            line = self.process.stderr.readline()
            assert line, "the server ended"
            self.address = next((word for word in line.split() if word.startswith("http://")), "")

    def ask(self, method: str, path: str, body: object = None) -> Any:
        data = b"" if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.address + path.lstrip("/"), method=method, data=data if method != "GET" else None,
            headers={"content-type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL to end a server with")
def test_a_server_killed_during_a_job_shows_it_as_interrupted_and_it_resumes(tmp_path: Path) -> None:
    server = Server(tmp_path)
    try:
        job = server.ask("POST", "/api/verbs/run", LONG)["id"]
        while not list(tmp_path.glob("runs/*/chunks/*.npz")):
            time.sleep(0.05)
    finally:
        server.process.send_signal(signal.SIGKILL)
        server.process.communicate()
    until = time.monotonic() + 20
    while JobFolder(tmp_path / "jobs" / job).is_busy() and time.monotonic() < until:
        time.sleep(0.05)  # its process notices that nobody could stop it
    assert not JobFolder(tmp_path / "jobs" / job).is_busy()
    server = Server(tmp_path)
    try:
        told = server.ask("GET", f"/api/jobs/{job}")
        assert told["state"] == "interrupted"
        assert "resumed" in told["error"]
        assert server.ask("GET", "/api/runs")["runs"][0]["finished"] is False
        assert server.ask("POST", f"/api/jobs/{job}/resume")["state"] == "running"
        while not (told := server.ask("GET", f"/api/jobs/{job}"))["progress"]:
            time.sleep(0.05)
        assert told["attempts"] == 2
    finally:
        server.process.send_signal(signal.SIGINT)
        server.process.communicate(timeout=60)
    assert [JobFolder(tmp_path / "jobs" / job).read("state.json")["state"]] == ["interrupted"]  # type: ignore[index]
    for damaged in tmp_path.glob("runs/*/.*.draft"):
        raise AssertionError(damaged)


def test_a_second_server_of_one_folder_is_refused(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    serving()
    result = CliRunner().invoke(app, ["serve", str(tmp_path), "--port", "0"])
    assert result.exit_code != 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--token", "short"], "at least 16"),
        (["--host", "10.0.0.1", "--token", "with blanks in between"], "at least 16"),
    ],
)
def test_wrong_usage_exits_with_2(tmp_path: Path, arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(app, ["serve", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert says in result.stderr


def test_half_made_and_half_dropped_folders_are_cleared(tmp_path: Path) -> None:
    job = JobFolder.make(tmp_path, {"verb": "run"})
    job.path.rename(tmp_path / ".0123456789abcdef.gone")
    (tmp_path / ".aaaaaaaaaaaaaaaa.draft").mkdir()
    kept = JobFolder.make(tmp_path, {"verb": "run"})
    assert [item.id for item in stored_jobs(tmp_path)] == [kept.id]
    assert [item.name for item in tmp_path.iterdir()] == [kept.id]
    assert kept.read("state.json") == {"state": State.WAITING, "attempts": 0}


def test_the_time_left_follows_from_what_is_counted(tmp_path: Path) -> None:
    clock = iter([0.0, 10.0, 20.0, 30.0, 40.0])
    teller = Teller(JobFolder(tmp_path), clock=lambda: next(clock))
    teller.words("reading")
    for done in (0, 10):
        teller.stages("simulate", done, 40)
    assert JobFolder(tmp_path).read("progress.json") == {"what": "simulating", "done": 10, "total": 40, "left_s": 60.0}
