"""Workbooks that a spreadsheet program has saved: LibreOffice opens ours, counts, and saves; we read what it saved."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.exchange.workbook.books import MINIMAL, part, repacked, stranger
from tests.exchange.workbook.test_round_trip import folder_files

from openairlift.exchange import read_scenario
from openairlift.exchange.workbook import canonical, read_sheets, results_workbook, template, workbook_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
if OFFICE is None and not os.environ.get("OPENAIRLIFT_NEEDS_OFFICE"):
    pytest.skip("needs LibreOffice (Debian: apt-get install libreoffice-calc)", allow_module_level=True)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return workbooks as LibreOffice saves them: a scenario, a blank one, one with formulas, a run's results."""
    from tests.study.worlds import study

    from openairlift.verbs.summary import summary

    assert OFFICE is not None, "LibreOffice is not installed, and CI needs it"
    folder = tmp_path_factory.mktemp("office")
    made = study()
    counted = {name: [list(row) for row in rows] for name, rows in MINIMAL.items()}
    counted["Places"][2][5] = "=1+SUM(F2:F2)"
    counted["Requirements"][1][1] = '=IF(TRUE,"bulk","")'
    given = {
        "scenario": workbook_of(folder_files("ukraine-2022"), title="Ukraine"),
        "blank": template(),
        "formulas": stranger(counted),
        "results": results_workbook(made, summary(made)),
    }
    for name, data in given.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    words = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    words += ["--outdir", str(folder / "out"), *(str(folder / f"{name}.xlsx") for name in given)]
    subprocess.run(words, check=True, capture_output=True, timeout=300)
    subprocess.run(
        [*words[:4], "xls", *words[5:7], str(folder / "blank.xlsx")], check=True, capture_output=True, timeout=300
    )
    found = {path.name: path.read_bytes() for path in (folder / "out").iterdir()}
    return {**found, "results before": given["results"]}


def test_a_scenario_that_was_opened_and_saved_is_the_same(saved: dict[str, bytes]) -> None:
    made = read_sheets(saved["scenario.xlsx"], file="scenario.xlsx")
    assert made.issues == []
    assert canonical(made.files) == canonical(folder_files("ukraine-2022"))


def test_a_blank_workbook_still_states_nothing(saved: dict[str, bytes]) -> None:
    made = read_sheets(saved["blank.xlsx"], file="blank.xlsx")
    assert (made.files, made.issues) == ({}, [])


def test_formulas_that_the_program_has_counted_are_read(saved: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    path.write_bytes(saved["formulas.xlsx"])
    made = read_scenario(path)
    assert made.places["beirut"].working == 3
    assert made.requirements["shelter"].cargo_class == "bulk"


def test_the_formulas_of_results_have_the_values_that_the_program_counts(saved: dict[str, bytes]) -> None:
    from openpyxl import load_workbook

    formulas = load_workbook(io.BytesIO(saved["results before"]))
    ours = load_workbook(io.BytesIO(saved["results before"]), data_only=True)
    theirs = load_workbook(io.BytesIO(saved["results.xlsx"]), data_only=True)
    compared = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    one, two = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
                    assert two == pytest.approx(one) if isinstance(one, int | float) else (two or "") == (one or "")
                    compared += 1
    assert compared > 15


def test_an_old_workbook_is_refused_with_what_to_do(saved: dict[str, bytes]) -> None:
    from openairlift.errors import ScenarioError

    with pytest.raises(ScenarioError, match=r"old format.*saved as \.xlsx"):
        read_sheets(saved["blank.xls"], file="blank.xls")


def test_a_workbook_as_google_exports_it() -> None:
    """Google Sheets states a size of 1,000 × 26 cells, prefixes nothing, and writes blank styled cells."""
    data = stranger(MINIMAL)
    name = "xl/worksheets/sheet2.xml"
    xml = part(data, name).replace(b'<dimension ref="A1:F3" />', b'<dimension ref="A1:Z1000"/>')
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="Z%d" s="0"/></row>' % (n, n, n) for n in range(4, 1001))
    made = read_sheets(repacked(data, {name: xml.replace(b"</sheetData>", blank + b"</sheetData>")}), file="a.xlsx")
    assert made.issues == []
    assert made.files["places.csv"].count(b"\n") == 3
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert name in archive.namelist()
