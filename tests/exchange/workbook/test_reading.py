"""What cells are read as, and how issues name them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.workbook.books import MINIMAL, part, repacked, start_files, stranger

from openairlift.errors import ScenarioError
from openairlift.exchange import is_workbook, read_scenario
from openairlift.exchange.workbook import read_sheets, workbook_of
from openairlift.scenario.read import with_options

MORE: dict[str, list[list[Any]]] = {
    **MINIMAL,
    "ground times": [["place", "type", "purpose", "time_h"], ["*", "*", "offload", time(2, 45)]],
}


def told(data: bytes, folder: Path) -> list[str]:
    """Return what is said of a workbook."""
    path = folder / "plan.xlsx"
    path.write_bytes(data)
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path)
    return [str(issue) for issue in caught.value.issues]


def changed(sheet: str, row: int, column: int, value: Any) -> dict[str, list[list[Any]]]:
    """Return the minimal workbook with one cell changed, counted from 1."""
    sheets = {name: [list(cells) for cells in rows] for name, rows in MORE.items()}
    cells = sheets[sheet][row - 1]
    cells += [None] * (column - len(cells))
    cells[column - 1] = value
    return sheets


def test_a_strangers_workbook_is_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(stranger(MORE))
    made = read_scenario(path)
    assert made.name == "plan"
    assert made.places["beirut"].working == 1
    assert made.ground_times[0].time_s.mean == 2.75 * 3600
    where = {(item.table, item.key, item.column): item.where for item in made.inputs}
    assert where["places", "beirut", "working"] == "Places, row 3"
    assert where["scenario", "settings", "horizon_days"] == "Settings"


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("ready", datetime(2030, 3, 5, 12, 30), "2030-03-05T12:30Z"),  # noqa: DTZ001 - spreadsheets know no zones
        ("ready", datetime(2030, 3, 5, 12, 29, 59, 999_999), "2030-03-05T12:30Z"),  # noqa: DTZ001 - spreadsheets know no zones
        ("ready", date(2030, 3, 5), "2030-03-05"),
        ("ready", datetime(2030, 3, 5, 0, 0, 7), "2030-03-05T00:00:07Z"),  # noqa: DTZ001 - spreadsheets know no zones
        ("mass_kg", 0.1 + 0.2, "0.3"),
        ("mass_kg", 90000.0, "90000"),
        ("x_free", True, "yes"),
        ("x_free", time(7, 5), "07:05"),
        ("x_free", timedelta(hours=30), "30"),
        ("x_free", 1e20, "1e+20"),
    ],
)
def test_values(column: str, value: Any, text: str) -> None:
    rows = [["req_id", column], ["r1", value]]
    made = read_sheets(stranger({"Requirements": rows}), file="a.xlsx")
    assert made.files["requirements.csv"].decode() == f"req_id,{column}\nr1,{text}\n"


def test_dates_keep_whether_they_state_a_time_of_day() -> None:
    table = b"req_id,ready,required\nr1,2030-03-05T00:00Z,2030-03-05\n"
    made = read_sheets(workbook_of({"requirements.csv": table}, title=""), file="a.xlsx")
    assert made.files["requirements.csv"] == table


@pytest.mark.parametrize(
    ("place", "value", "issue"),
    [
        (("Places", 3, 6), "one", "Places!F3 (working): is no number; got 'one'"),
        (("Places", 1, 5), "parkng", "Places!E1 (parkng): the column is not known"),
        (("Requirements", 2, 5), "beirt", "Requirements!E2 (destination): "),
        (("Requirements", 2, 3), "90 tons", "Requirements!C2 (mass_kg): "),
        (("Settings", 4, 1), "horizon_day", "Settings!B4 (horizon_day): there is no such key"),
        (("Settings", 4, 2), "week", "Settings!B4 (horizon_days): is no number"),
        (("Settings", 3, 2), None, "Settings!B3 (start): the required key is missing"),
        (("Places", 3, 1), "depot", "Places!A3: the key stands in row 2 too"),
        (("Places", 3, 9), "lost", "Places!I3: the cell stands in a column without a name; got 'lost'"),
        (("Places", 1, 6), "id", "Places!A1 (id): the column stands there twice"),
        (("Places", 3, 6), "=1+1", "Places!F3: holds a formula whose value is not stored"),
    ],
)
def test_issues_name_the_cell(place: tuple[str, int, int], value: Any, issue: str, tmp_path: Path) -> None:
    found = told(stranger(changed(*place, value)), tmp_path)
    assert any(text.startswith(issue) for text in found), found


def test_rows_are_counted_as_the_workbook_counts_them(tmp_path: Path) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in MINIMAL.items()}
    head, depot, beirut = sheets["Places"]
    depot[1] = "Depot\nin two lines"
    beirut[5] = "one"
    sheets["Places"] = [[], head, ["# a note"], depot, [], ["#"], beirut]
    assert any(text.startswith("Places!F7 (working)") for text in told(stranger(sheets), tmp_path))
    sheets["Places"][-1] = [*depot[:5], 1]
    assert any("the key stands in row 4 too" in text for text in told(stranger(sheets), tmp_path))


def test_a_sheet_that_is_not_known_is_told_and_ones_own_is_not(tmp_path: Path) -> None:
    (found,) = told(stranger({**MINIMAL, "Fleat": [["type"], ["C-17A"]]}), tmp_path)
    assert found.startswith("Fleat: there is no such sheet")
    assert found.endswith("did you mean 'Fleet'?")
    path = tmp_path / "own.xlsx"
    path.write_bytes(stranger({**MINIMAL, "x_mine": [["a"], [1]], "Sheet1": [], "Readme": [["any"]]}))
    assert read_scenario(path).places
    assert read_sheets(path.read_bytes(), file="own.xlsx").files["x_mine.csv"] == b"a\n1\n"


def test_missing_sheets_are_told_as_sheets(tmp_path: Path) -> None:
    found = told(stranger({"Settings": MINIMAL["Settings"]}), tmp_path)
    assert [text.partition(":")[0] for text in found] == ["Places", "Fleet", "Requirements"]
    assert all("sheet" in text for text in found)


def test_formulas_count_by_their_stored_value() -> None:
    data = stranger(changed("Places", 3, 6, "=1+1"))
    sheet = "xl/worksheets/sheet2.xml"
    xml = part(data, sheet)
    assert xml.count(b"<f>1+1</f><v />") == 1 or xml.count(b"<f>1+1</f><v></v>") == 1
    stored = xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    made = read_sheets(repacked(data, {sheet: stored}), file="a.xlsx")
    assert made.issues == []
    assert b"wide:1,2\n" in made.files["places.csv"]
    # A formula whose value is an empty text is a blank cell, and no fault.
    blank = stored.replace(b"<f>1+1</f><v>2</v>", b"<f>1+1</f><v></v>").replace(b'r="F3"', b'r="F3" t="str"')
    made = read_sheets(repacked(data, {sheet: blank}), file="a.xlsx")
    assert made.issues == []
    assert b"wide:1,\n" in made.files["places.csv"]


def test_errors_of_the_spreadsheet_are_issues() -> None:
    data = stranger(changed("Places", 3, 6, "#REF!"))
    (issue,) = read_sheets(data, file="a.xlsx").issues
    assert (issue.where, issue.got) == ("Places!F3", "#REF!")


def test_issues_in_texts_name_the_row_of_the_sheet(tmp_path: Path) -> None:
    files = {
        **start_files(),
        "options.toml": b'[option.a]\ntitle = "A"\n\n[option.b]\nset = [ { key = "places/x/y" } ]\n',
    }
    (found,) = told(workbook_of(files, title=""), tmp_path)
    assert found.startswith("Options!A5 (option.b.set): has other keys")
    files["options.toml"] = b"[option.a]\n[option.a\n"
    (found,) = told(workbook_of(files, title=""), tmp_path)
    assert found.startswith("Options")
    assert "row 3" in found


def test_a_workbook_that_is_not_there_or_is_none(tmp_path: Path) -> None:
    assert is_workbook(tmp_path / "no.xlsx")
    assert not is_workbook(tmp_path)
    with pytest.raises(ScenarioError, match="No such file"):
        read_scenario(tmp_path / "no.xlsx")
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert not is_workbook(folder)


def test_options_are_laid_over_a_workbook(tmp_path: Path) -> None:
    options = b'[option.more]\ntitle = "More"\nset = [ { key = "fleet/C-130J-30@depot/tails", value = "5" } ]\n'
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook_of({**start_files(), "options.toml": options}, title=""))
    assert read_scenario(path, options=["more"]).fleet[0].tails == 5
    (again,) = with_options(read_scenario(path), [["more"]])
    assert (again.name, again.fleet[0].tails) == ("plan", 5)
    assert again == read_scenario(path, options=["more"])
    assert read_scenario(path, overrides={"places/beirut/working": "7"}).places["beirut"].working == 7
