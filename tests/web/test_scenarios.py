"""Scenarios and versions: nothing is overwritten, edits of an old version are refused, issues come at the cells."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from openairlift.errors import ScenarioError
from openairlift.scenario import read_scenario
from openairlift.tables import read_csv
from openairlift.web.edits import Edit, changed_files, written
from openairlift.web.scenarios import Scenarios

EDITS = "/api/scenarios/{}/edits"


def tag_of(client: TestClient, name: str) -> str:
    return client.get(f"/api/scenarios/{name}").headers["etag"]


def edit(client: TestClient, name: str, tag: str | None = None, **body: Any) -> Any:
    headers = {} if tag == "" else {"if-match": tag or tag_of(client, name)}
    return client.post(EDITS.format(name), json=body, headers=headers)


def files_of(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in folder.iterdir()}


def test_an_edit_makes_a_version_and_leaves_the_old_one(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving()
    client.post("/api/scenarios", json={"name": "mine", "example": "relief-small"})
    before = files_of(tmp_path / "mine")
    answer = edit(client, "mine", set={"places/beira/working": "3"})
    assert answer.status_code == 201
    assert answer.json()["version"] == 2
    assert answer.json()["check"]["valid"] is True
    assert answer.headers["etag"] == tag_of(client, "mine")
    assert files_of(tmp_path / "mine") == before
    after = files_of(tmp_path / "mine.v2")
    assert {name for name in before if before[name] != after[name]} == {"places.csv"}
    assert read_scenario(tmp_path / "mine.v2").places["beira"].working == 3
    assert client.get("/api/scenarios/mine?version=1").json()["version"] == 1
    assert client.get("/api/scenarios/mine").json()["versions"] == [1, 2]
    assert not list((tmp_path / ".drafts").iterdir())


def test_an_edit_of_an_old_version_is_refused(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving()
    old = tag_of(client, "relief-small")
    assert edit(client, "relief-small", old, set={"places/beira/working": "3"}).status_code == 201
    late = edit(client, "relief-small", old, set={"places/beira/working": "4"})
    assert late.status_code == 409
    assert "version 2" in late.json()["error"]
    assert edit(client, "relief-small", "", set={"places/beira/working": "4"}).status_code == 428
    (tmp_path / "relief-small.v2" / "places.csv").write_text("id\n")  # somebody's editor
    assert edit(client, "relief-small", old.replace("v1", "v2"), set={"places/beira/working": "4"}).status_code == 409
    assert sorted(item.name for item in tmp_path.iterdir() if item.name.startswith("relief")) == ["relief-small.v2"]


def test_of_edits_at_the_same_time_one_is_made(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving()
    tag, states = tag_of(client, "relief-small"), []
    ready = threading.Barrier(6)

    def send(slots: int) -> None:
        ready.wait()
        states.append(edit(client, "relief-small", tag, set={"places/beira/working": str(slots)}).status_code)

    threads = [threading.Thread(target=send, args=(3 + n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == [201, 409, 409, 409, 409, 409]
    assert client.get("/api/scenarios/relief-small").json()["versions"] == [1, 2]


@pytest.mark.parametrize(
    ("body", "file", "says"),
    [
        ({"set": {"places/beira/workin": "3"}}, "edit", "no column"),
        ({"set": {"place/beira/working": "3"}}, "edit", "no table"),
        ({"set": {"places/biera/working": "3"}}, "places.csv", "no row"),
        ({"set": {"places/beira/working": "three"}}, "places.csv", ""),
        ({"set": {"scenario/settings/horizon_days": "-4"}}, "scenario.toml", ""),
        ({"set": {"scenario/settings/horizon_day": "4"}}, "scenario.toml", ""),
        ({"remove": ["places/biera"]}, "places.csv", "no row"),
        ({"add": [{"table": "fleet", "row": {"tailz": "1"}}]}, "fleet.csv", "no column"),
        ({"files": {"places.csv": "id,name\nhub"}}, "places.csv", ""),
    ],
)
def test_faults_come_at_their_cells_and_no_version_is_made(
    client: TestClient, root: Path, body: dict[str, Any], file: str, says: str
) -> None:
    answer = edit(client, "relief-small", **body)
    assert answer.status_code == 422
    assert any(item["file"] == file and says in item["what"] for item in answer.json()["issues"]), answer.text
    assert not (root / "relief-small.v2").exists()


def test_an_edit_can_be_tried_first_and_faults_be_kept(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving()
    tried = edit(client, "relief-small", set={"places/beira/working": "three"}, only_check=True)
    assert tried.status_code == 200
    assert tried.json()["made"] is False
    assert tried.json()["check"]["issues"][0]["column"] == "working"
    assert not (tmp_path / "relief-small.v2").exists()
    kept = edit(client, "relief-small", set={"places/beira/working": "three"}, keep_faulty=True)
    assert kept.status_code == 201
    assert kept.json()["check"]["valid"] is False
    assert edit(client, "relief-small", set={"places/beira/working": "3"}).json()["check"]["valid"] is True


def test_rows_settings_and_files_can_be_edited(serving: Callable[..., TestClient], tmp_path: Path) -> None:
    client = serving()
    body = {
        "set": {"scenario/settings/seed": "99", "scenario/settings/title": "Ours"},
        "add": [{"table": "requirements", "row": {"req_id": "extra", "item": "tent", "quantity": "10", "origin": "any",
                                                  "destination": "dondo"}}],
        "files": {"notes.txt": "why"},
    }  # fmt: skip
    answer = edit(client, "relief-small", **body)
    assert answer.status_code == 201, answer.text
    scenario = read_scenario(tmp_path / "relief-small.v2")
    assert (scenario.settings.seed, scenario.settings.title) == (99, "Ours")
    assert "extra" in scenario.requirements
    assert edit(client, "relief-small", remove=["requirements/extra"]).status_code == 201
    assert "extra" not in read_scenario(tmp_path / "relief-small.v3").requirements
    assert (tmp_path / "relief-small.v3" / "notes.txt").read_text() == "why"


def test_a_cell_that_a_record_goes_before_is_not_edited_in_vain() -> None:
    found = {"places.csv": b"id,name,parking\nhub,Hub,wide:2\n", "evidence.toml": (
        b'[param."places/hub/parking"]\nvalue = "wide:4"\nbasis = "assumed"\n'
    )}  # fmt: skip
    with pytest.raises(ScenarioError, match="takes its value"):
        changed_files(found, Edit(set={"places/hub/parking": "wide:3"}))


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    raw = read_csv(b"id,name\na,b\n", name="places", file="places.csv", issues=[])
    row = raw.rows[0]
    raw.rows = [type(row)(None, {"id": key, "name": name}) for key, name in rows]
    issues: list[Any] = []
    again = read_csv(written(raw), name="places", file="places.csv", issues=issues)
    assert [item.cells for item in again.rows] == [{"id": key, "name": name} for key, name in rows]
    assert not issues


@pytest.mark.parametrize("text", ["1\nother = 2", '1"', "[1", "x = y", "\\", '"""', "1 # why", "true", "C-17"])
def test_a_key_is_set_and_no_other_one(text: str) -> None:
    found = {"scenario.toml": b'title = "A"\nhold_min = 5\n\n[x_own]\nhold_min = 7\n'}
    for key in ("title", "hold_min", "seed"):
        made = tomllib.loads(
            changed_files(found, Edit(set={f"scenario/settings/{key}": text}))["scenario.toml"].decode()
        )
        before = tomllib.loads(found["scenario.toml"].decode())
        assert {**made, key: None} == {**before, key: None}
        assert made[key] in (text, True, 1)


def test_links_and_odd_folders_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "scenario.toml").write_text("title = 'x'")
    served = tmp_path / "served"
    served.mkdir()
    (served / "inside").symlink_to(outside, target_is_directory=True)
    (served / ".hidden").mkdir()
    (served / "empty").mkdir()
    (served / "odd name é").mkdir()
    (served / "odd name é" / "scenario.toml").write_text("title = 'x'")
    (served / "odd name é" / "passwd.txt").symlink_to("/etc/passwd")
    found = Scenarios(served).all()
    assert [name for name, versions in found.items() if not versions[0].shipped] == ["odd name é"]
    assert list(found["odd name é"][0].files()) == ["scenario.toml"]


@pytest.mark.parametrize("body", [{"new": {}}, {"new": {"size": "S", "seed": 3}}, {"example": "haiti-2010"}])
def test_a_new_scenario_is_like_the_command_makes_it(client: TestClient, root: Path, body: dict[str, Any]) -> None:
    name = f"made-{abs(hash(str(body)))}"
    answer = client.post("/api/scenarios", json={"name": name, **body})
    assert answer.status_code == 201
    assert set(answer.json()["record"]["files"]) <= {item.name for item in (root / name).iterdir()}
    assert client.post("/api/scenarios", json={"name": name, **body}).status_code == 409
    assert client.post("/api/verbs/check", json={"scenario": name}).json()["valid"] is True
