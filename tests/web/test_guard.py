"""Who may come in: hosts, origins, kinds of body, tokens, sizes, and 200 hostile requests that change nothing."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from openairlift.errors import UsageError
from openairlift.web.guard import COOKIE, Refused, check_path, pass_of
from openairlift.web.settings import Settings

BASE = "http://127.0.0.1:8765"
TOKEN = "correct-horse-battery"
JSON = {"content-type": "application/json"}
FORM = "application/x-www-form-urlencoded"


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "localhost", "[::1]:8765", "LOCALHOST", "127.8.9.1"]
)
def test_this_machine_is_let_in(client: TestClient, host: str) -> None:
    assert client.get("/api/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8765",
        "10.0.0.8",
        "evil.example@127.0.0.1",
        "::::",
    ],
)
def test_a_name_that_somebody_points_here_is_not(client: TestClient, host: str) -> None:
    assert client.get("/api/", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_page_of_another_site_can_not_write(client: TestClient, root: Path, headers: dict[str, str]) -> None:
    before = contents(root)
    body = {"scenario": "relief-small", "runs": 3}
    assert client.post("/api/verbs/run", json=body, headers=headers).status_code == 403
    assert contents(root) == before


def test_our_own_page_can(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert client.post("/api/verbs/check", json={"scenario": "relief-small"}, headers=headers).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_of_another_site_could_send_is_refused(client: TestClient, kind: str) -> None:
    body = b'{"scenario": "relief-small"}'
    assert client.post("/api/verbs/check", content=body, headers={"content-type": kind}).status_code == 415


def test_a_page_of_another_site_can_not_read(client: TestClient) -> None:
    answer = client.get("/api/scenarios", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"})
    assert answer.status_code == 403
    answer = client.get("/api/scenarios", headers={"origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_no_answer_may_be_embedded_or_guessed_at(client: TestClient) -> None:
    for address in ("/", "/api/", "/nothing", "/static/page.js", "/api/jobs/nothing"):
        headers = client.get(address).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in headers


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "CONNECT", "BREW"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/scenarios")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/jobs", "GET"),
        ("GET", "/api/verbs/run", "POST"),
        ("OPTIONS", "/api/scenarios", "GET, POST"),
        ("POST", "/api/jobs/0000000000000000", "DELETE, GET"),
        ("DELETE", "/app", "GET, POST"),
    ],
)
def test_an_address_says_which_methods_it_takes(client: TestClient, method: str, path: str, allowed: str) -> None:
    headers = {"x-openairlift": "1"} if path.startswith("/api") else {"content-type": FORM}
    answer = client.request(method, path, headers=headers)
    assert answer.status_code == 405
    assert answer.headers["allow"] == allowed


def test_too_much_is_refused_stated_or_not(client: TestClient) -> None:
    assert client.post("/api/verbs/check", content=b"x" * 200_001, headers=JSON).status_code == 413
    drops = itertools.repeat(b"x" * 10_000, 30)
    assert client.post("/api/verbs/check", content=drops, headers=JSON).status_code == 413


def test_another_address_demands_a_token(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--token"):
        Settings(root=tmp_path, host="0.0.0.0")
    with pytest.raises(UsageError, match="at least 16"):
        Settings(root=tmp_path, host="10.0.0.1", token="short")
    assert TOKEN not in repr(Settings(root=tmp_path, token=TOKEN))


def test_the_token_opens_and_is_told_nowhere(
    serving: Callable[..., TestClient], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = serving(token=TOKEN)
    assert client.get("/api/").status_code == 401
    assert client.get("/api/", headers={"authorization": f"Bearer {TOKEN}x"}).status_code == 401
    assert client.get("/api/", headers={"authorization": f"Bearer {TOKEN[:-1]}"}).status_code == 401
    assert client.get("/api/", headers={"cookie": f"{COOKIE}={TOKEN}"}).status_code == 401
    assert client.get("/api/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert client.get("/api/openapi.json").status_code == 401
    assert client.get("/", follow_redirects=False).headers["location"] == "/login"
    page = client.get("/login").text
    key = page.split('name="form_key" value="')[1].split('"')[0]
    wrong = client.post("/login", data={"form_key": key, "token": "wrong-wrong-wrong-wrong"})
    assert wrong.status_code == 403
    right = client.post("/login", data={"form_key": key, "token": TOKEN}, follow_redirects=False)
    assert right.status_code == 303
    cookie = right.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert pass_of(TOKEN) in cookie
    assert TOKEN not in cookie
    assert client.get("/").status_code == 200
    assert TOKEN not in client.get("/").text
    assert TOKEN not in caplog.text
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()]


def test_names_are_let_in_where_they_are_allowed(serving: Callable[..., TestClient]) -> None:
    client = serving(token=TOKEN, host="10.0.0.1", names=("planning.example",))
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/api/", headers={**bearer, "host": "planning.example"}).status_code == 200
    assert client.get("/api/", headers={**bearer, "host": "10.0.0.1:8765"}).status_code == 200
    assert client.get("/api/", headers={**bearer, "host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "path",
    ["/api/../x", "/api/./x", "/..", "//evil.example", "/a%2f..%2fb", "/a%5cb", "/a\\b", "/a\nb", "/" + "a" * 2001],
)
def test_a_path_that_could_mean_another_is_refused_as_it_was_sent(path: str) -> None:
    with pytest.raises(Refused):
        check_path({"path": path, "raw_path": path.encode()})


NASTY = (
    "../../etc/passwd", "..", ".", "/etc/passwd", "....//....//etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/x",
    "..\\..\\windows", "a/../../b", "\x00", "a\x00b", "<script>alert(1)</script>", "'; DROP TABLE runs; --",
    "$(touch pwned)", "`touch pwned`", "| touch pwned", "; touch pwned", "{{7*7}}", "${jndi:ldap://evil.example/x}",
    "\u202egpj.exe", "\u0000", "🛩" * 40, "a" * 199, "--help", "-P", "__proto__", "con", "runs", "jobs", ".drafts",
    "relief-small.v2/../..", "file:///etc/passwd", "http://evil.example/", "%00", "%", "\r\nset-cookie: a=b",
)  # fmt: skip


def hostile(client: TestClient) -> list[tuple[str, int]]:
    """Send every nasty text to every place that takes one; return what was sent and the status of the answer."""
    states: list[tuple[str, int]] = []
    for text in NASTY:
        tries = (
            ("/api/verbs/check", {"scenario": text}),
            ("/api/verbs/run", {"scenario": text}),
            ("/api/verbs/limits", {"run": text}),
            ("/api/verbs/replan", {"scenario": "relief-small", "plan": text, "at": text}),
            ("/api/verbs/quick", {"mass_kg": text, "origin": text, "destination": text, "type_": text, "tails": 1}),
            ("/api/scenarios", {"name": text, "example": "relief-small"}),
            ("/api/scenarios", {"name": "fine", "files": {text: "x", "scenario.toml": text}}),
            ("/api/scenarios/relief-small/edits", {"set": {text: text}, "files": {text: text}}),
        )
        for address, body in tries:
            answer = client.post(address, json=body, headers={"if-match": "v1-0000"})
            states.append((f"{address} {body}", answer.status_code))
        for path in ("/api/scenarios/{}", "/api/runs/{}/files", "/api/jobs/{}", "/scenarios/{}", "/static/{}"):
            answer = client.get(path.format(quote(text)), follow_redirects=False)
            assert "root:" not in answer.text
            states.append((str(answer.request.url), answer.status_code))
    return states


def quote(text: str) -> str:
    """Quote what a client can't send at all, and nothing else."""
    return "".join(letter if letter.isprintable() and letter.isascii() and letter not in " #?" else f"%{byte:02x}"
                   for letter in text for byte in letter.encode()[:1])  # fmt: skip


def test_hostile_requests_change_nothing_and_run_nothing(
    serving: Callable[..., TestClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    client = serving()
    before = contents(tmp_path)
    states = hostile(client)
    assert len(states) >= 200
    assert contents(tmp_path) == before
    ours = {BASE, f"{BASE}/", f"{BASE}/api/", f"{BASE}/api/runs", f"{BASE}/api/scenarios", f"{BASE}/api/jobs"}
    odd = [pair for pair in states if not 400 <= pair[1] < 500 and pair[0].rstrip("?") not in ours]
    assert not odd  # what the client itself made of dots is an address of ours
    assert client.get("/api/jobs").json() == {"jobs": []}
    assert not list(tmp_path.rglob("*pwned*"))
