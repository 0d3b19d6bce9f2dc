"""The verb `import`: into a new folder, into a scenario, or only looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.exchange.readers import samples

from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.scenario import read_scenario
from openairlift.verbs.examples import copy_example
from openairlift.verbs.importing import import_file, import_formats, tables_text
from openairlift.verbs.importing_text import columns_text, formats_text, import_text

NAMES = {"Johannesburg": "joburg", "Beira": "beira"}


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    path = tmp_path / "request.csv"
    path.write_text(samples.SRF, encoding="utf-8")
    return path


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    copy_example("relief-small", to=tmp_path / "mine")
    return tmp_path / "mine"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_request_goes_into_a_scenario_and_cites_its_file(scenario: Path, request_file: Path) -> None:
    before = read_scenario(scenario)
    record = import_file("service-request", request_file, into=scenario, names=NAMES, dates="dmy")
    after = read_scenario(scenario)
    assert set(after.requirements) - set(before.requirements) == {"MOZ-0042-1", "MOZ-0042-2"}
    assert after.evidence.sources["service-request-request"].sha256 == record["sha256"]
    cited = [item for item in after.inputs if "service-request-request" in item.evidence]
    assert {item.table for item in cited} == {"requirements", "items", "stock"}
    report = json.loads((scenario / "import-service-request.json").read_bytes())
    assert [issue["row"] for issue in report["not_understood"]] == [7, 12]
    assert "1 thing" not in import_text(record)
    assert "written: 1 row to items.csv, 1 row to stock.csv, 2 rows to requirements.csv" in import_text(record)


def test_the_same_file_again_changes_nothing(scenario: Path, request_file: Path) -> None:
    import_file("service-request", request_file, into=scenario, names=NAMES, dates="dmy")
    before = contents(scenario)
    record = import_file("service-request", request_file, into=scenario, names=NAMES, dates="dmy")
    assert contents(scenario) == before
    assert record["added"] == {"items": 0, "stock": 0, "requirements": 0}
    assert "written: nothing" in import_text(record)


def test_what_would_break_a_scenario_is_not_written(scenario: Path, request_file: Path) -> None:
    before = contents(scenario)
    with pytest.raises(ScenarioError, match=r"nothing was written.*--name Johannesburg=ID") as caught:
        import_file("service-request", request_file, into=scenario, dates="dmy")
    assert contents(scenario) == before
    assert all("as the import would leave it" in issue.file for issue in caught.value.issues)


def test_a_new_folder_is_not_an_old_one(tmp_path: Path, request_file: Path) -> None:
    record = import_file("service-request", request_file, out=tmp_path / "new", dates="dmy")
    assert record["missing"] == ["scenario.toml", "fleet.csv"]
    assert "a scenario also needs scenario.toml, fleet.csv" in import_text(record)
    assert sorted(contents(tmp_path / "new")) == sorted([*record["files"], "import-service-request.json"])
    with pytest.raises(OpenAirliftError, match="not overwritten"):
        import_file("service-request", request_file, out=tmp_path / "new")
    with pytest.raises(OpenAirliftError, match=r"no scenario\.toml"):
        import_file("service-request", request_file, into=tmp_path / "new")
    with pytest.raises(UsageError, match="one of them"):
        import_file("service-request", request_file, into=tmp_path, out=tmp_path)


def test_without_a_folder_nothing_is_written(tmp_path: Path, request_file: Path) -> None:
    before = sorted(tmp_path.iterdir())
    record = import_file("service-request", request_file)
    assert sorted(tmp_path.iterdir()) == before
    assert "items.csv\nitem,name" in tables_text(record)
    assert str(tmp_path) not in json.dumps(record)


def test_a_file_that_is_not_there_and_words_that_are_none(tmp_path: Path, request_file: Path) -> None:
    with pytest.raises(ScenarioError, match="can't be read"):
        import_file("kiel", tmp_path / "none.csv")
    with pytest.raises(UsageError, match="no encoding"):
        import_file("kiel", request_file, encoding="ebcdic")
    with pytest.raises(UsageError, match="no order"):
        import_file("kiel", request_file, dates="ydm")


def test_the_formats_tell_their_whole_mapping() -> None:
    record = import_formats()
    assert {item["name"] for item in record["formats"]} >= set(samples.FILES)
    assert all(name in formats_text(record) for name in samples.FILES)
    tpfdd = next(item for item in record["formats"] if item["name"] == "tpfdd")
    text = columns_text(tpfdd)
    assert "bulk [unit in the header] → read: requirements.mass_kg" in text
    assert all(column["names"][0] in text for column in tpfdd["columns"])
