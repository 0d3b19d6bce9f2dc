"""More than a thousand hostile requests of seven kinds: each is refused, nothing is changed, nothing is run."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.test_guard import BASE, NASTY, contents, quote

from openairlift.web.offered import OFFERED

Headers = dict[str, str]
JSON = {"content-type": "application/json"}
GO = {"x-openairlift": "1"}


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    path: str
    body: bytes | None = None
    headers: Headers = field(default_factory=dict)


def post(path: str, body: Any, **headers: str) -> Request:
    return Request("POST", path, json.dumps(body).encode(), {**JSON, **headers})


def names() -> Iterator[Request]:
    """Nasty texts as the name of a scenario or a run, to every verb."""
    for verb in OFFERED:
        for text in NASTY:
            if "scenario" in verb.takes:
                yield post(f"/api/verbs/{verb.slug}", {"scenario": text})
            if "run" in verb.takes:
                yield post(f"/api/verbs/{verb.slug}", {"run": text})


WRONG: tuple[Any, ...] = ([[[]]], {"a": {"b": []}}, -(2**70), 2**70, "x" * 10_001, [None], [["x"]], {"": ""})


def types() -> Iterator[Request]:
    """Values of kinds that a setting does not have, and settings that are not there."""
    for verb in OFFERED:
        about = {"scenario": "relief-small"} if verb.takes else {}
        for setting in verb.settings:
            for value in WRONG:
                yield post(f"/api/verbs/{verb.slug}", {**about, "unheard_of": 1, setting.name: value})
        for extra in ("out", "workers", "progress", "__class__", "source", "sources", "Scenario"):
            yield post(f"/api/verbs/{verb.slug}", {**about, extra: "/tmp/pwned"})
        for number in (0, -1, 1_000_000, 1.5, "1", True, [1], 2**64):
            if verb.takes:
                yield post(f"/api/verbs/{verb.slug}", {**about, "version": number})


RAW = (
    b"", b"\x00", b"\xff\xfe{\x00}\x00", b"\xef\xbb\xbf{}x", b"{", b"[]", b"null", b"true", b"1", b'"x"', b"{}{}",
    b"NaN", b'{"scenario": NaN}', b'{"scenario": Infinity}', b'{"scenario": 1e999}', b"\x1f\x8b\x08\x00",
    b'{"scenario": "a", "scenario": "relief-small"}',
    b'{"scenario": "\\ud800"}', b'{"a": ' * 30 + b"1" + b"}" * 30, b"[" * 50_000, b'{"runs": ' + b"9" * 400 + b"}",
    b"{'scenario': 'relief-small'}", b'{"scenario": "relief-small",}', b"scenario=relief-small", b"<x/>",
    b'{"scenario": "relief-small"}\x00', b"x" * 300_000, b'{"x": [' + b"1," * 60_000 + b"1]}",
)  # fmt: skip


def bodies() -> Iterator[Request]:
    """Bytes that are no JSON, or JSON that two readers would read differently."""
    for path in ("/api/verbs/run", "/api/verbs/check", "/api/scenarios", "/api/scenarios/relief-small/edits"):
        for data in RAW:
            yield Request("POST", path, data, {**JSON, "if-match": '"v1-0000"'})


def headers() -> Iterator[Request]:
    """Good requests with headers that another site, or another host's name, would bring."""
    good = {"scenario": "relief-small", "runs": 3}
    for host in ("evil.example", "evil.example:8765", "127.0.0.1@evil.example", "127.0.0.1.nip.io", " ", "[::2]"):
        yield post("/api/verbs/run", good, host=host)
    for origin in (
        "http://evil.example",
        "https://127.0.0.1.evil.example",
        "null",
        "file://",
        "http://127.0.0.1:1",
        "x",
    ):
        yield post("/api/verbs/run", good, origin=origin)
    for site in ("cross-site", "same-site", "CROSS-SITE", "x"):
        yield post("/api/verbs/run", good, **{"sec-fetch-site": site})
    for kind in ("text/plain", "text/json", "application/xml", "multipart/form-data; boundary=x", "application/jsonx",
                 "application/x-www-form-urlencoded", "text/html", ""):  # fmt: skip
        yield post("/api/verbs/run", good, **{"content-type": kind})
        yield Request(
            "POST", "/api/verbs/run", json.dumps(good).encode(), {"content-type": kind, **GO, "origin": "null"}
        )
    for length in ("-1", "abc", "1e3", "99999999999999999999", "8000001", "0x10"):
        yield post("/api/verbs/run", good, **{"content-length": length})
    for method in ("PUT", "PATCH", "TRACE", "CONNECT", "MOVE", "COPY", "PROPFIND", "LINK"):
        for path in ("/api/verbs/run", "/api/scenarios/relief-small/edits", "/", "/app", "/api/jobs"):
            yield Request(method, path, b"{}", JSON)
    for mark in ("", "*", '"*"', "v1", 'W/"v1-0000"', '"v1-0000", "v2-0000"', "x" * 5000):
        yield post("/api/scenarios/relief-small/edits", {"set": {"places/beira/working": "9"}}, **{"if-match": mark})


def paths() -> Iterator[Request]:
    """Nasty texts in every part of an address that holds a name."""
    places = (
        "/api/scenarios/{}/tables", "/api/scenarios/relief-small/files/{}", "/api/scenarios/{}/files/places.csv",
        "/api/runs/{}/view", "/api/runs/{}", "/api/runs/0000000000000000/files/{}", "/api/jobs/{}/events",
        "/api/jobs/{}/result", "/api/jobs/{}/page", "/jobs/{}", "/static/{}",
    )  # fmt: skip
    for text in NASTY:
        for place in places:
            yield Request("GET", place.format(quote(text)))
        for place in ("/api/jobs/{}/cancel", "/api/jobs/{}/resume"):
            yield Request("POST", place.format(quote(text)), b"{}", JSON)
        yield Request("DELETE", f"/api/jobs/{quote(text)}", None, GO)


def versions() -> Iterator[Request]:
    """Numbers of versions that are none."""
    for text in (
        "0",
        "-1",
        "1e3",
        "x",
        "1;2",
        "999999",
        "1000000",
        "%00",
        "%2e%2e",
        "٣",
        "0x1",
        "[]",
        "*",
    ):
        for path in ("/api/scenarios/relief-small", "/api/scenarios/relief-small/tables", "/scenarios/relief-small"):
            yield Request("GET", f"{path}?version={text}")


EDITS: tuple[dict[str, Any], ...] = (
    {"files": {"../x.csv": "x"}}, {"files": {".hidden.csv": "x"}}, {"files": {"x.py": "import os"}},
    {"files": {"x.so": "x"}}, {"files": {"a/b.csv": "x"}}, {"files": {"a\\b.csv": "x"}}, {"files": {"con": "x"}},
    {"files": {"scenario.toml\u0000.csv": "x"}}, {"files": {f"f{n}.csv": "x" for n in range(101)}},
    {"set": {f"places/beira/x_{n}": "1" for n in range(1001)}}, {"remove": ["places/beira"] * 1001},
    {"add": [{"table": "places", "row": {}}] * 1001}, {"add": [{"table": "../places", "row": {"id": "x"}}]},
    {"set": {"scenario/settings/__proto__": "x"}}, {"set": {"scenario/settings/a.b": "x"}}, {"set": {"": "x"}},
    {"set": {"places/beira/working": 3}}, {"set": [["places/beira/working", "3"]]}, {"add": {"table": "places"}},
    {"only_check": "yes"}, {"keep_faulty": 1, "set": {"places/beira/working": "3"}},
    {"set": {"places/beira/parking": "=cmd|' /C calc'!A0"}}, {"set": {"places/beira/working": "9" * 10_001}},
    {"add": [{"table": "places", "row": {"id": "\u202ex", "name": "<script>alert(1)</script>"}}]}, {},
    {"set": {"places/beira/clearance_h": "empirical(/etc/passwd)"}},
    {"set": {"places/beira/clearance_h": "empirical(../../secret.csv)"}},
)  # fmt: skip


def edits(tag: str) -> Iterator[Request]:
    """Edits of the right version that name what may not be named, or are too much; and new scenarios of such files."""
    for body in EDITS:
        yield post("/api/scenarios/relief-small/edits", body, **{"if-match": f'"{tag}"'})
    for text in NASTY:
        yield post("/api/scenarios/relief-small/edits", {"set": {f"places/{text}/working": "3"}}, **{"if-match": tag})
        yield post("/api/scenarios/relief-small/edits", {"remove": [f"places/{text}"]}, **{"if-match": tag})
        yield post("/api/scenarios", {"name": "fine", "example": text})
        yield post("/api/scenarios", {"name": text, "new": {}})
        yield post("/api/scenarios", {"name": text, "files": {"scenario.toml": "title = 'x'"}})
    for name in ("a" * 61, "é", "a b", "-a", ".a", "a.v2", "", "a\n", "runs", "jobs", "NUL", "com1", "LPT9", "aux"):
        yield post("/api/scenarios", {"name": name, "example": "relief-small"})


OURS = frozenset(
    f"{BASE}{path}"
    for path in (
        "",
        "/",
        "/api/",
        "/api/runs",
        "/api/scenarios",
        "/api/jobs",
        "/app",
        "/login",
        "/api/scenarios/relief-small",
    )
)
"""What the client itself makes of dots in an address."""


@pytest.mark.parametrize("kind", [names, types, bodies, headers, paths, versions, edits])
def test_hostile_requests_of_a_kind_are_refused_and_do_nothing(
    serving: Callable[..., TestClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Callable[..., Any]
) -> None:
    monkeypatch.chdir(tmp_path)
    client = serving()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "scenario.toml").write_text("title = 'mine'")
    (tmp_path / "secret.csv").write_text("1\n2\n")
    tag = client.get("/api/scenarios/relief-small").json()["tag"]
    before = contents(tmp_path)
    sent = list(kind(tag) if kind is edits else kind())
    odd, tried = [], 0
    for one in sent:
        # A client that is built by the rules can't send some of these at all, which is as good as a refusal.
        try:
            answer = client.request(one.method, one.path, content=one.body, headers=one.headers, follow_redirects=False)
        except (UnicodeEncodeError, ValueError):
            continue
        tried += 1
        fine = answer.status_code == 200 and str(answer.request.url).rstrip("?") in OURS and one.method == "GET"
        if not (400 <= answer.status_code < 500 or fine):
            odd.append((one, answer.status_code, answer.text[:200]))
        assert "root:" not in answer.text
        assert "Traceback" not in answer.text
    assert not odd
    assert tried >= 0.9 * len(sent)
    assert contents(tmp_path) == before
    assert client.get("/api/jobs").json() == {"jobs": []}
    assert not list(tmp_path.rglob("*pwned*"))


def test_they_are_more_than_a_thousand() -> None:
    counts = {kind.__name__: len(list(kind())) for kind in (names, types, bodies, headers, paths, versions)}
    counts["edits"] = len(list(edits("v1")))
    assert sum(counts.values()) >= 1000, counts
    assert all(count >= 30 for count in counts.values()), counts
