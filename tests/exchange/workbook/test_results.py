"""A run's results as a workbook: what it holds, that it is live, and the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.study.worlds import study

from openairlift.exchange.workbook import results_workbook
from openairlift.verbs.summary import summary


@pytest.fixture(scope="module")
def made() -> tuple[Any, dict[str, Any], bytes]:
    done = study()
    record = summary(done)
    return done, record, results_workbook(done, record)


def cells(book: Any, sheet: str) -> dict[str, Any]:
    """Return the values beside the words in the first column."""
    return {row[0].value: row[1].value for row in book[sheet].iter_rows(min_row=1) if row[0].value}


def test_the_same_study_gives_the_same_bytes(made: tuple[Any, dict[str, Any], bytes]) -> None:
    done, record, data = made
    assert results_workbook(done, record) == data


def test_the_summary_says_what_the_record_says(made: tuple[Any, dict[str, Any], bytes]) -> None:
    _, record, data = made
    told = cells(load_workbook(io.BytesIO(data), data_only=True), "Summary")
    last = record["delivered"]["delivered"]["mass"][-1]
    assert told["delivered, P50"] == pytest.approx(last["p50"] / 1000)
    assert told["delivered, share by P50"] == pytest.approx(last["p50"] / record["listed"]["mass"])
    assert told["Missions"] == record["plan"]["missions"]
    assert told["Inputs assumed"] == record["inputs"]["assumed"]
    assert told["Mass loaded by plan"] == pytest.approx(record["plan"]["mass_kg"] / 1000)


def test_its_numbers_are_formulas_over_other_sheets(made: tuple[Any, dict[str, Any], bytes]) -> None:
    told = cells(load_workbook(io.BytesIO(made[2])), "Summary")
    day = [
        cell.coordinate
        for row in load_workbook(io.BytesIO(made[2]))["Summary"]
        for cell in row
        if "change it" in str(cell.value)
    ]
    assert told["delivered, P50"].startswith("=INDEX(Arrivals!")
    assert told["delivered, P50"].endswith(f",$B${day[0][1:]})")
    assert told["Inputs assumed"].startswith("=COUNTIF(Inputs!")
    assert told["Requirements late by P50"].startswith("=COUNTIF(Requirements!")


def test_it_has_charts_and_a_page_that_explains(made: tuple[Any, dict[str, Any], bytes]) -> None:
    _, record, data = made
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert sum(name.startswith("xl/charts/chart") for name in names) == 2
        assert b"Arrivals!" in archive.read("xl/charts/chart1.xml") + archive.read("xl/charts/chart2.xml")
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames[:2] == ["Readme", "Summary"]
    assert cells(book, "Readme")["Fingerprint"] == record["scenario"]["fingerprint"]
    assert {cell.hyperlink.location for row in book["Readme"] for cell in row if cell.hyperlink} >= {"Summary!A1"}


def test_every_input_stands_there(made: tuple[Any, dict[str, Any], bytes]) -> None:
    done, _, data = made
    sheet = load_workbook(io.BytesIO(data))["Inputs"]
    assert sheet.max_row == len(done.scenario.inputs) + 2
