"""Requests made from the server's own description of itself: whatever comes, the server has no fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.conftest import BASE

from openairlift.web.app import make_app
from openairlift.web.offered import OFFERED
from openairlift.web.settings import Limits, Settings

AT_ONCE = ("check", "quick", "find", "evidence-check", "evidence-list", "evidence-chain")
TEXT = st.text(max_size=12) | st.sampled_from(
    ["relief-small", "closure", "KDOV", "EPRZ", "C-17A", "500t", "2h", "claims"]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)


def value_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Return values that fit a schema, and now and then one that does not."""
    if "anyOf" in schema:
        fits = st.one_of([value_of(item) for item in schema["anyOf"]])
    elif "enum" in schema:
        fits = st.sampled_from(schema["enum"])
    else:
        low, high = schema.get("minimum", schema.get("exclusiveMinimum")), schema.get("maximum")
        fits = {
            "integer": st.integers(low, high), "number": st.floats(low, high, allow_nan=False),
            "boolean": st.booleans(),
            "string": TEXT, "null": st.none(), "array": st.lists(TEXT, max_size=3),
            "object": st.dictionaries(TEXT, TEXT, max_size=3),
        }[schema.get("type", "string")]  # fmt: skip
    return st.one_of(fits, fits, fits, ANY)


def body_of(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    named = {name: value_of(item) for name, item in schema["properties"].items()}
    needed = {name: named[name] for name in schema.get("required", ())}
    others = {name: item for name, item in named.items() if name not in needed}
    return st.one_of(st.fixed_dictionaries(needed, optional=others), ANY)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/openapi.json").json()
    return found


@pytest.mark.parametrize("slug", AT_ONCE)
def test_any_body_is_answered_or_refused(client: TestClient, described: dict[str, Any], slug: str) -> None:
    name = described["paths"][f"/api/verbs/{slug}"]["post"]["requestBody"]["content"]["application/json"]["schema"][
        "$ref"
    ]
    schema = described["components"]["schemas"][name.rsplit("/", 1)[1]]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(body_of(schema))
    def sent(body: Any) -> None:
        data = json.dumps(body).encode()
        answer = client.post(f"/api/verbs/{slug}", content=data, headers={"content-type": "application/json"})
        assert answer.status_code in (200, 400, 404, 422), (body, answer.text)
        answer.json()

    sent()


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that takes every job on and starts none."""
    limits = Limits(jobs=0, waiting=10**6)
    settings_ = Settings(root=tmp_path_factory.mktemp("queue"), limits=limits)
    with TestClient(make_app(settings_), base_url=BASE) as found:
        yield found


@pytest.mark.parametrize("slug", [verb.slug for verb in OFFERED if verb.job])
def test_any_body_of_a_job_is_taken_or_refused(queue: TestClient, described: dict[str, Any], slug: str) -> None:
    name = described["paths"][f"/api/verbs/{slug}"]["post"]["requestBody"]["content"]["application/json"]["schema"][
        "$ref"
    ]
    schema = described["components"]["schemas"][name.rsplit("/", 1)[1]]

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(body_of(schema), st.booleans())
    def sent(body: Any, known: bool) -> None:
        if known and isinstance(body, dict):
            body = {**body, "scenario": "relief-small", "version": None}
            body.pop("run", None)
        answer = queue.post(
            f"/api/verbs/{slug}", content=json.dumps(body).encode(), headers={"content-type": "application/json"}
        )
        assert answer.status_code in (202, 400, 404, 422), (body, answer.text)
        assert answer.json()

    sent()
    answer = queue.post(f"/api/verbs/{slug}", json={"scenario": "relief-small", "nothing": 1})
    assert answer.status_code == 422


def test_a_whole_number_may_be_written_with_a_point(queue: TestClient) -> None:
    body = b'{"scenario": "relief-small", "version": 1.0, "runs": 20.0, "seed": 13.0}'
    answer = queue.post("/api/verbs/run", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 202
    assert answer.json()["settings"] == {"runs": 20, "seed": 13}
    body = body.replace(b"20.0", b"20.5")
    assert queue.post("/api/verbs/run", content=body, headers={"content-type": "application/json"}).status_code == 422


def test_every_address_of_the_description_answers_as_described(client: TestClient, described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for method in methods:
            address = path.replace("{", "").replace("}", "")
            data = b"" if method == "get" else b"{}"
            answer = client.request(method, address, headers={"content-type": "application/json"}, content=data)
            assert str(answer.status_code) in methods[method]["responses"], (path, method, answer.status_code)
            assert answer.headers["content-type"].startswith("application/json")
