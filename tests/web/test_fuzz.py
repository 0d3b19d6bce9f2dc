"""Requests made from the server's own description of itself: whatever comes, the server has no fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

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


def test_every_address_of_the_description_answers_as_described(client: TestClient, described: dict[str, Any]) -> None:
    for path, methods in described["paths"].items():
        for method in methods:
            address = path.replace("{", "").replace("}", "")
            data = b"" if method == "get" else b"{}"
            answer = client.request(method, address, headers={"content-type": "application/json"}, content=data)
            assert str(answer.status_code) in methods[method]["responses"], (path, method, answer.status_code)
            assert answer.headers["content-type"].startswith("application/json")
