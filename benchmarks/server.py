"""The server under load: clients that read, ask and edit, jobs that run, for a while; no 5xx, no lost job.

python benchmarks/server.py --seconds 60 --clients 50 --jobs 8
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any

READ = (
    "", "app", "api/scenarios", "api/jobs", "api/runs", "api/verbs", "scenarios/relief-small",
    "api/scenarios/mine/tables", "api/scenarios/relief-small/tables",
)  # fmt: skip
"""What pages and the app ask for."""


class Client:
    """Asks a server, and counts the answers by status."""

    def __init__(self, address: str) -> None:
        self.address, self.counts, self.took = address, Counter[int](), list[float]()
        self._lock = threading.Lock()

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """Return status and record of an answer; 599 = none came."""
        data = None if method == "GET" else json.dumps(body or {}).encode()
        sent = {"content-type": "application/json", **{name.replace("_", "-"): text for name, text in headers.items()}}
        request = urllib.request.Request(self.address + path, method=method, data=data, headers=sent)
        begun = time.monotonic()
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        except OSError:
            status, text = 599, b""
        with self._lock:
            self.counts[status] += 1
            self.took.append(time.monotonic() - begun)
        return status, json.loads(text) if text[:1] in (b"{", b"[") else None


def busy(client: Client, until: float, seed: int) -> None:
    """Do what a visitor does, until the time is over."""
    luck = random.Random(seed)
    while time.monotonic() < until:
        what = luck.random()
        if what < 0.35:
            client.ask("GET", luck.choice(READ))
        elif what < 0.6:
            client.ask("POST", "api/verbs/check", {"scenario": luck.choice(["relief-small", "mine"])})
        elif what < 0.75:
            body = {"mass_kg": "500t", "origin": "KDOV", "destination": "EPRZ", "type_": "C-17A", "tails": 10}
            client.ask("POST", "api/verbs/quick", body)
        elif what < 0.9:
            _, found = client.ask("GET", "api/scenarios/mine")
            if found:
                change = {"set": {"places/beira/working": str(luck.randint(1, 40))}}
                client.ask("POST", "api/scenarios/mine/edits", change, if_match=found["tag"])
        else:
            client.ask("POST", "api/verbs/check", {"scenario": "no such one"})
        time.sleep(luck.random() * 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=8)
    parser.add_argument("--runs", type=int, default=400)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "openairlift", "serve", folder, "--port", "0", "--jobs", str(asked.jobs)]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        address = next(word for line in server.stderr for word in line.split() if word.startswith("http://"))
        client = Client(address)
        try:
            figures = load(client, asked)
        finally:
            server.terminate()
            server.communicate(timeout=120)
        figures["drafts_left"] = len(list(Path(folder).glob(".drafts/*")))
        print(json.dumps(figures, indent=1))
        if figures["5xx"] or figures["lost"] or figures["not_done"]:
            sys.exit(1)


def load(client: Client, asked: argparse.Namespace) -> dict[str, Any]:
    """Put the load on, wait for the jobs, and return what happened."""
    client.ask("POST", "api/scenarios", {"name": "mine", "example": "relief-small"})
    until = time.monotonic() + asked.seconds
    threads = [threading.Thread(target=busy, args=(client, until, n)) for n in range(asked.clients)]
    for thread in threads:
        thread.start()
    names = []
    for seed in range(asked.jobs):
        status, job = client.ask(
            "POST", "api/verbs/run", {"scenario": "relief-small", "runs": asked.runs, "seed": seed}
        )
        if status == 202:
            names.append(job["id"])
    for thread in threads:
        thread.join()
    states: dict[str, str] = {}
    while len(states) < len(names):
        for name in names:
            status, job = client.ask("GET", f"api/jobs/{name}")
            if status != 200 or job["state"] not in ("waiting", "running"):
                states[name] = job["state"] if status == 200 else "lost"
        time.sleep(0.5)
    took = sorted(client.took)
    return {
        "clients": asked.clients, "jobs": asked.jobs, "seconds": asked.seconds, "requests": len(took),
        "by_status": {str(status): count for status, count in sorted(client.counts.items())},
        "5xx": sum(count for status, count in client.counts.items() if status >= 500),
        "lost": asked.jobs - len(names) + list(states.values()).count("lost"),
        "not_done": sum(state != "done" for state in states.values()),
        "p50_s": round(took[len(took) // 2], 3), "p95_s": round(took[int(len(took) * 0.95)], 3),
    }  # fmt: skip


if __name__ == "__main__":
    main()
