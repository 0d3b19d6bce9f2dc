"""The pages: forms do what the interface does, everything has a label, nothing of a stranger's text is run."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import ended

from openairlift.web.forms import body_from
from openairlift.web.offered import OFFERED, VERBS


class Fields(HTMLParser):
    """Fields and labels of a page, and where it points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.places: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "label":
            self.labels.add(found.get("for") or "")
        if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
            self.fields.append(found)
        if tag == "script":
            self.scripts.append(found)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        self.places += [found[name] or "" for name in ("href", "src", "action") if found.get(name)]
        assert not [name for name in found if name.startswith("on") or name == "style"], tag


def key_of(client: TestClient) -> str:
    return client.get("/").text.split('name="form_key" value="')[1].split('"')[0]


@pytest.mark.parametrize("address", ["/", "/login", "/scenarios/relief-small", "/scenarios/ukraine-2022"])
def test_every_field_has_a_label_and_nothing_leaves_this_host(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    page = Fields(answer.text)
    assert {field.get("id") for field in page.fields} <= page.labels
    assert len(page.ids) == len(set(page.ids))
    assert all(place.startswith(("/", "#")) and not place.startswith("//") for place in page.places)
    assert [script.get("src") for script in page.scripts] == ["/static/page.js"]


def test_a_form_runs_a_job_whose_page_shows_its_result(client: TestClient) -> None:
    key = key_of(client)
    sent = {"form_key": key, "version": "1", "runs": "4", "seed": "", "effort": "1", "events": "first",
            "options": ["third-slot"]}  # fmt: skip
    answer = client.post("/scenarios/relief-small/ask/run", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    address = answer.headers["location"]
    page = client.get(address).text
    assert "<progress" in page or "report" in page
    job = ended(client, address.rsplit("/", 1)[1])
    assert job["settings"]["options"] == ["third-slot"]
    page = client.get(address).text
    assert f"/api/runs/{job['run']}/files/report.html" in page
    assert "In short" in page or "closure" in page.lower()
    assert job["run"] in client.get("/").text


def test_forms_of_other_pages_are_refused(client: TestClient, root: Path) -> None:
    for key in ("", "x" * 32):
        sent = {"form_key": key, "version": "1", "runs": "4"}
        assert client.post("/scenarios/relief-small/ask/run", data=sent).status_code == 403
        assert (
            client.post("/scenarios", data={"form_key": key, "name": "n", "example": "relief-small"}).status_code == 403
        )


def test_a_faulty_form_says_what_is_wrong(client: TestClient) -> None:
    key = key_of(client)
    for field, text, says in (
        ("runs", "many", "no whole number"), ("runs", "0", "greater than"), ("options", "third-slt", "third-slot"),
    ):  # fmt: skip
        answer = client.post("/scenarios/relief-small/ask/check" if field == "options" else
                             "/scenarios/relief-small/ask/run", data={"form_key": key, field: text})  # fmt: skip
        assert answer.status_code in (200, 422)
        assert says in answer.text
    tag = client.get("/api/scenarios/relief-small").headers["etag"]
    bad = {"form_key": key, "tag": tag, "cell": "places/beira/working", "value": "three"}
    answer = client.post("/scenarios/relief-small/edit", data=bad)
    assert answer.status_code == 422
    assert "working" in answer.text
    assert "three" in answer.text


def test_a_good_change_makes_a_version(serving: Callable[..., TestClient]) -> None:
    client = serving()
    sent = {"form_key": key_of(client), "tag": client.get("/api/scenarios/relief-small").headers["etag"],
            "cell": "places/beira/working", "value": "3"}  # fmt: skip
    assert client.post("/scenarios/relief-small/edit", data=sent, follow_redirects=False).status_code == 303
    assert "version 2" in client.get("/scenarios/relief-small").text


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_scripts_in_every_text_stay_texts(serving: Callable[..., TestClient]) -> None:
    client = serving()
    toml = f'title = "{SCRIPT}"\nstart = "2026-01-01"\nhorizon_days = 5\nbanner = "{SCRIPT}"\n'
    files = {"scenario.toml": toml, "places.csv": f'id,name\n"{SCRIPT}","{SCRIPT}"\n', "fleet.csv": f"{SCRIPT}\n1\n",
             "requirements.csv": "req_id\n1\n"}  # fmt: skip
    assert client.post("/api/scenarios", json={"name": "odd", "files": files}).status_code == 201
    page = client.get("/scenarios/odd")
    assert page.status_code == 200
    Fields(page.text)
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    gone = client.get("/scenarios/%3Cscript%3Ealert(1)%3C%2Fscript%3E")
    assert "<script>alert" not in gone.text
    sent = {"form_key": key_of(client), "fleet": SCRIPT, "meet": "required"}
    told = client.post("/scenarios/relief-small/ask/size", data=sent, follow_redirects=False)
    job = ended(client, told.headers["location"].rsplit("/", 1)[1])
    assert job["state"] == "failed"
    assert "<script>alert" not in client.get(f"/jobs/{job['id']}").text


@pytest.mark.parametrize("verb", OFFERED, ids=lambda verb: verb.slug)
def test_a_blank_form_states_defaults_only(verb: object) -> None:
    found = body_from(verb, {})  # type: ignore[arg-type]
    assert set(found.values()) <= {False}


def test_fields_of_every_kind_are_read() -> None:
    found = body_from(VERBS["stocks"], {"items": ["tent, food"], "floors": ["food=1000, tent=3.5"], "hold": ["0.8"]})
    assert found == {"items": ["tent", "food"], "floors": {"food": 1000.0, "tent": 3.5}, "hold": 0.8}
    found = body_from(VERBS["sensitivity"], {"ranges": ["places/hub/parking=2..4\nfleet/*/tails=x 0.5..x 2"]})
    assert found == {"ranges": {"places/hub/parking": "2..4", "fleet/*/tails": "x 0.5..x 2"}}


def test_the_style_has_both_themes_and_no_other_host(client: TestClient) -> None:
    style = client.get("/static/page.css").text
    assert "prefers-color-scheme: dark" in style
    assert not re.search(r"https?://|@import|url\(", style)
