"""The report on paper: a brief of one page, and the annex from page 2 on."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from openairlift.reports import report as write_report
from openairlift.store import open_run
from openairlift.verbs import run
from tests.app.conftest import opened

PAPERS = ("A4", "Letter")


@pytest.fixture(scope="module", params=["relief-small", "ukraine-2022"])
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with few limits and observations, and one with many."""
    folder = tmp_path_factory.mktemp("printed")
    stored = open_run(run(request.param, runs=5, seed=7, workers=1, out=folder).folder)
    return write_report(stored.study, folder / "out", summary=stored.summary)


def pages(browser: Browser, path: Path, paper: str, *, dark: bool = False) -> list[str]:
    with opened(browser, dark=dark) as (page, _):
        page.goto(path.as_uri())
        data = page.pdf(format=paper, print_background=True)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("paper", PAPERS)
def test_page_one_is_the_brief_and_the_annex_begins_on_page_two(chromium: Browser, printed: Path, paper: str) -> None:
    found = pages(chromium, printed, paper)
    first, second = found[0], found[1]
    for words in ("OPENAIRLIFT BRIEF", "When all is there", "What holds it back", "line = P50, band = P10 to P90"):
        assert words in first
    assert "Every number, with what it rests on, stands in the annex." in first
    assert "Annex: every number" not in first
    assert second.startswith(f"2 / {len(found)} Annex: every number and what it rests on What arrives when")
    assert len(found) > 3
    assert all(text.startswith(f"{number} / {len(found)} ") for number, text in enumerate(found, 1))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_table_of_inputs_breaks_between_rows_and_repeats_its_head(
    chromium: Browser, printed: Path, paper: str
) -> None:
    found = pages(chromium, printed, paper)
    heads = [text for text in found if "Input Value Basis Rests on Where" in text]
    rows = sum(text.count(" settings") + text.count("requirements/") for text in found)
    assert len(heads) >= 3
    assert rows > 10
    assert not [text for text in found if len(text) < 40]  # no page is left empty


def test_paper_has_a_line_an_input_and_what_it_rests_on_once(chromium: Browser, printed: Path) -> None:
    found = pages(chromium, printed, "A4")
    heads = [number for number, text in enumerate(found) if "Input Value Basis Rests on Where" in text]
    with opened(chromium) as (page, _):
        page.goto(printed.as_uri())
        page.emulate_media(media="print")
        rows = page.locator("#input-rows tr")
        assert rows.count() / len(heads) > 35  # rows a page; before it was ten
        cells = page.evaluate("[...document.querySelectorAll('#input-rows a[href^=\"#rests-\"]')].map(a => a.hash)")
        notes = page.evaluate("[...document.querySelectorAll('.rests p')].map(p => '#' + p.id)")
        assert list(dict.fromkeys(cells)) == notes  # each number has its note, each note an input
        evidence = page.evaluate("[...document.querySelectorAll('.rests a')].map(a => a.hash.slice(1))")
        assert all(page.locator(f'[id="{name}"]').count() == 1 for name in set(evidence))
        assert page.locator("#input-rows td.screen:visible").count() == 0
        page.emulate_media(media="screen")
        assert page.locator("#input-rows td.paper:visible").count() == 0


def test_paper_is_white_whatever_the_screen_is(chromium: Browser, printed: Path) -> None:
    with opened(chromium, dark=True) as (page, _):
        page.goto(printed.as_uri())
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.getElementById('brief')).color") == "rgb(0, 0, 0)"
