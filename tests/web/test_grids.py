"""Tables as grids for the app: what stands in the files, what columns mean, and issues at their cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from openairlift.model import TABLES
from openairlift.tables import read_csv
from openairlift.web.grids import grids, located
from openairlift.web.offered import OFFERED
from openairlift.web.scenarios import Scenarios


def table_of(record: dict[str, Any], name: str) -> dict[str, Any]:
    return next(table for table in record["tables"] if table["name"] == name)


@pytest.mark.parametrize("name", ["relief-small", "haiti-2010", "ukraine-2022"])
def test_grids_hold_what_the_files_hold(client: TestClient, tmp_path: Path, name: str) -> None:
    record = client.get(f"/api/scenarios/{name}/tables").json()
    files = Scenarios(tmp_path).find(name).files()
    assert {table["name"] for table in record["tables"]} == {"scenario", *TABLES}
    for table in record["tables"]:
        if table["name"] == "scenario":
            continue
        assert table["there"] == (table["file"] in files)
        if table["there"]:
            raw = read_csv(files[table["file"]], name=table["name"], file=table["file"], issues=[])
            assert [row["cells"] for row in table["rows"]] == [row.cells for row in raw.rows]
            stated = [column["name"] for column in table["columns"] if column["stated"]]
            assert stated == list(raw.header)
            assert all(column["says"] for column in table["columns"] if not column["stated"])
    assert record["tag"] == client.get(f"/api/scenarios/{name}").json()["tag"]
    assert record["check"]["valid"] is True


def test_issues_come_at_their_cells_before_a_version_is_made(serving: Callable[..., TestClient]) -> None:
    client = serving()
    tag = client.get("/api/scenarios/relief-small").headers["etag"]

    def tried(**body: Any) -> list[dict[str, Any]]:
        answer = client.post(
            "/api/scenarios/relief-small/edits", json={**body, "only_check": True}, headers={"if-match": tag}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["made"] is False
        found: list[dict[str, Any]] = answer.json()["check"]["issues"]
        return found

    first = tried(set={"places/beira/working": "three"})[0]
    assert first["cell"] == {"table": "places", "at": 2, "key": "beira", "column": "working"}
    first = tried(set={"places/beira/alternates": "jobrg"})[0]
    assert (first["cell"]["key"], first["nearest"]) == ("beira", "joburg")
    first = next(one for one in tried(set={"places/beira/working": "x"}, remove=["places/dubai"]) if one["got"] == "x")
    assert first["cell"]["at"] == 1  # the row before it is gone
    first = tried(set={"scenario/settings/horizon_days": "-4"})[0]
    assert (first["cell"]["table"], first["cell"]["key"]) == ("scenario", "horizon_days")
    first = tried(set={"places/bera/working": "3"})[0]  # a fault of the edit itself is told, not refused
    assert first["nearest"] == "beira"
    assert client.get("/api/scenarios/relief-small").json()["versions"] == [1]


def test_a_cell_that_a_record_gives_is_held() -> None:
    files = {
        "scenario.toml": b'title = "A"\nstart = 2026-01-01\nrank_weights = [1, 2.5]\n',
        "places.csv": b"id,name,parking\nhub,Hub,wide:2\nhub,Again,\n",
        "evidence.toml": b'[param."places/hub/parking"]\nvalue = "wide:4"\nbasis = "assumed"\n',
        "options.toml": b'[option.more]\ntitle = "More"\n',
    }
    record = grids(files)
    assert record["held"] == {"places/hub/parking": "wide:4"}
    assert record["options"] == [{"name": "more", "title": "More"}]
    assert [row["twice"] for row in table_of(record, "places")["rows"]] == [False, True]
    settings = {row["key"]: row["cells"].get("value") for row in table_of(record, "scenario")["rows"]}
    assert (settings["title"], settings["start"], settings["rank_weights"]) == ("A", "2026-01-01", "[1, 2.5]")
    assert settings["seed"] is None


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"id;name\n", b"id,id\n1,2\n", b'"', b"id\n" + b"x" * 2_000_000])
def test_files_that_can_not_be_read_give_grids_without_a_fault(data: bytes) -> None:
    record = grids({"places.csv": data, "scenario.toml": data, "options.toml": data, "evidence.toml": data})
    assert table_of(record, "places")["there"] is True
    assert located([{"file": "places.csv", "row": 7, "column": None}], {"places.csv": data})[0]["cell"] is None


def test_the_declared_verbs_are_told_with_their_settings(client: TestClient) -> None:
    told = client.get("/api/verbs").json()["verbs"]
    assert [verb["slug"] for verb in told] == [verb.slug for verb in OFFERED]
    for verb, own in zip(told, OFFERED, strict=True):
        assert [setting["name"] for setting in verb["settings"]] == [setting.name for setting in own.settings]
        assert all(setting["says"] for setting in verb["settings"])
