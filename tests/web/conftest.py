"""A served folder, and a client that calls the application without a network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from openairlift.web.app import make_app
from openairlift.web.settings import Limits, Settings

BASE = "http://127.0.0.1:8765"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[TestClient]:
    limits = Limits(upload_bytes=200_000, jobs=2, grace_s=10.0)
    with TestClient(make_app(Settings(root=root, limits=limits)), base_url=BASE) as found:
        yield found


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[..., TestClient]]:
    """Return what serves a fresh folder with other settings."""
    opened: list[TestClient] = []

    def serve(**settings: Any) -> TestClient:
        made = TestClient(make_app(Settings(root=tmp_path, **settings)), base_url=BASE)
        made.__enter__()
        opened.append(made)
        return made

    yield serve
    for item in opened:
        item.__exit__(None, None, None)


def ended(client: TestClient, job: str, *, within_s: float = 240.0) -> dict[str, Any]:
    """Return how a job stands once it has ended."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(f"/api/jobs/{job}").json()
        if told["state"] not in ("waiting", "running"):
            return told
        time.sleep(0.1)
    raise AssertionError(f"job {job} has not ended: {told}")
