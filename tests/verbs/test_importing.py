"""The verb `import`: into a new folder, into a scenario, or only looked at."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from tests.exchange.readers import samples

from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.exchange import read_scenario as any_scenario
from openairlift.exchange.workbook import read_workbook, template
from openairlift.scenario import read_scenario
from openairlift.verbs.converting import convert
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


@pytest.fixture
def workbook(scenario: Path, tmp_path: Path) -> Path:
    """Return the scenario as a workbook with a column of its owner, a note, a formula and a format of its own."""
    path = tmp_path / "mine.xlsx"
    convert(scenario, path)
    book = load_workbook(path)
    sheet = book["Requirements"]
    column = sheet.max_column + 1
    sheet.cell(1, column).value = "x_desk"
    for number in range(2, sheet.max_row + 1):
        if sheet.cell(number, 1).value and not str(sheet.cell(number, 1).value).startswith("#"):
            sheet.cell(number, column).value = f"desk {number}"
    sheet.cell(sheet.max_row + 1, 1).value = "# ask about the tents"
    sheet["A1"].font = Font(bold=True, color="FF00AA00")
    book.create_sheet("x_notes")["A1"] = "mine"
    book.save(path)
    return path


def test_a_request_goes_into_a_workbook_and_nothing_of_it_is_lost(
    workbook: Path, scenario: Path, request_file: Path
) -> None:
    old, before = read_workbook(workbook).files, load_workbook(workbook)
    record = import_file("service-request", request_file, into=workbook, names=NAMES, dates="dmy")
    import_file("service-request", request_file, into=scenario, names=NAMES, dates="dmy")
    one, other = any_scenario(workbook), any_scenario(scenario)
    assert one.requirements == other.requirements
    assert one.items == other.items
    assert [*one.stock] == [*other.stock]
    assert one.evidence.sources.keys() == other.evidence.sources.keys()
    new, after = read_workbook(workbook).files, load_workbook(workbook)
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    assert changed == {"requirements.csv", "items.csv", "stock.csv", "evidence.toml"}
    for sheet in before.worksheets:
        if sheet.title == "Evidence":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                there = after[sheet.title][cell.coordinate]
                if cell.value is not None:
                    assert (there.value, there.number_format) == (cell.value, cell.number_format), cell.coordinate
    assert after["Requirements"]["A1"].font.b
    assert b"x_desk" in new["requirements.csv"]
    assert b"desk 4" in new["requirements.csv"]
    assert (workbook.parent / record["report"]).is_file()
    again = import_file("service-request", request_file, into=workbook, names=NAMES, dates="dmy")
    assert again["files"] == []
    assert read_workbook(workbook).files == new


def test_an_import_into_a_blank_workbook_fills_its_sheets(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(template())
    airports = tmp_path / "airports.csv"
    airports.write_text(samples.AIRPORTS, encoding="utf-8")
    record = import_file("ourairports", airports, into=path)
    rows = read_workbook(path).files["places.csv"].decode().splitlines()
    assert len(rows) == record["added"]["places"] + 1 > 1
    book, blank = load_workbook(path), load_workbook(BytesIO(template()))
    for number in (1, 2, 3):  # names, units and the example stay
        cells = [cell.value for cell in blank["Places"][number]]
        assert [cell.value for cell in book["Places"][number]][: len(cells)] == cells
    assert book["Places"].data_validations.count == blank["Places"].data_validations.count


def test_a_workbook_that_would_be_broken_keeps_its_bytes(workbook: Path, request_file: Path) -> None:
    before = workbook.read_bytes()
    with pytest.raises(ScenarioError, match="nothing was written"):
        import_file("service-request", request_file, into=workbook, dates="dmy")
    assert workbook.read_bytes() == before
    assert not list(workbook.parent.glob("*import-*"))
    with pytest.raises(OpenAirliftError, match="no such workbook"):
        import_file("service-request", request_file, into=workbook.with_name("other.xlsx"), names=NAMES, dates="dmy")
