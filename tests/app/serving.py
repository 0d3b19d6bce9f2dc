"""A server of its own for tests of the served app: started, killed, started again, on a folder that stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any


class Server:
    """`openairlift serve` in a process of its own, on a port that stays the same."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder, self.arguments, self.port = folder, arguments, 0
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "openairlift", "serve", str(self.folder), "--port", str(self.port)]
        environment = {name: text for name, text in os.environ.items() if name != "OPENAIRLIFT_TOKEN"}
        self.process = subprocess.Popen(
            [*command, *self.arguments], stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
        )
        assert self.process.stderr is not None
        words = (word for line in self.process.stderr for word in line.split())
        self.address = next(word for word in words if word.startswith("http://")).rstrip("/")
        self.port = int(self.address.rsplit(":", 1)[1])

    def end(self, *, hard: bool = False) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGKILL if hard else signal.SIGTERM)
        self.process.communicate(timeout=120)
        self.process = None

    def ask(self, path: str, body: Any = None, **headers: str) -> Any:
        data = None if body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json", **{name.replace("_", "-"): text for name, text in headers.items()}}
        request = urllib.request.Request(self.address + path, data=data, headers=sent)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def ended(self, job: str, *, within_s: float = 240.0) -> dict[str, Any]:
        """Return how a job stands once it has ended."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            told: dict[str, Any] = self.ask(f"/api/jobs/{job}")
            if told["state"] not in ("waiting", "running"):
                return told
            time.sleep(0.2)
        raise AssertionError(f"job {job} has not ended: {told}")
