"""The inputs screen: from a result to its inputs, from an input to its evidence, and back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from openairlift.reports.app import record_in, with_app
from tests.app.conftest import opened
from tests.app.looking import assert_accessible, assert_no_wider_than_the_page

RUNWAY = "places/dubai/runway_m"


def drawer(page: Page, name: str) -> None:
    expect(page.get_by_role("dialog", name=name)).to_be_visible()


def test_a_result_leads_to_its_inputs_and_an_input_to_its_locator(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, seen):
        page.goto(report.as_uri())
        page.get_by_role("button", name=re.compile("Inputs behind it: closure")).click()
        expect(page.get_by_role("heading", name="Inputs", exact=True)).to_be_visible()
        count = page.locator(".oa-count")
        expect(count).to_contain_text(re.compile(r"Behind requirement \w+\. [1-9]\d* of 172 inputs shown"))
        page.get_by_role("searchbox", name="Find").fill("dubai runway")
        page.get_by_role("button", name=RUNWAY).click()
        drawer(page, RUNWAY)
        shown = page.get_by_role("dialog")
        expect(shown.get_by_label("Evidence runways")).to_contain_text("figures 14764")
        expect(shown).to_contain_text("1 independent root behind 1 piece of evidence: OurAirports")
        expect(shown).to_contain_text("Grade B3: usually reliable source")
        expect(shown.get_by_role("list").first).to_contain_text("OurAirports")
        assert seen.elsewhere(report.as_uri()) == []


def test_the_drawer_closes_by_escape_and_gives_the_focus_back(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#screen=inputs&q=runway")
        row = page.get_by_role("button", name=RUNWAY)
        row.focus()
        row.press("Enter")
        drawer(page, RUNWAY)
        expect(page.get_by_role("dialog")).to_contain_text("Converted: stands in a source, in another unit.")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(row).to_be_focused()


def test_other_inputs_on_the_same_evidence_are_a_click_away(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#screen=inputs&select=input:{RUNWAY}")
        drawer(page, RUNWAY)
        page.get_by_role("dialog").get_by_role("button", name="places/beira/runway_m").click()
        drawer(page, "places/beira/runway_m")
        page.wait_for_url(re.compile("select=input%3Aplaces%2Fbeira%2Frunway_m"))
        page.get_by_role("button", name="All about place beira").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".oa-count")).to_contain_text("Behind place beira.")


def test_a_link_holds_the_filters(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#screen=inputs")
        page.get_by_role("checkbox", name="quoted").check()
        page.get_by_role("checkbox", name="converted").check()
        page.get_by_role("combobox", name="Table").select_option("places")
        told = page.locator(".oa-count").inner_text()
        page.wait_for_url(re.compile("in=places"))
        page.reload()
        expect(page.locator(".oa-count")).to_have_text(told)
        expect(page.get_by_role("checkbox", name="converted")).to_be_checked()
        expect(page.locator(".oa-inputs tbody tr")).to_have_count(3)
        page.get_by_role("button", name="Show all").click()
        expect(page.locator(".oa-count")).to_have_text("172 of 172 inputs shown.")


def test_a_name_that_is_not_there_is_told(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#screen=inputs&select=input:places/nowhere/lat")
        expect(page.get_by_role("dialog")).to_contain_text("No input of this record has that name.")


def test_twenty_thousand_inputs_stay_quick(chromium: Browser, report: Path, tmp_path: Path) -> None:
    carried = record_in(report.read_bytes())
    assert carried is not None
    record = json.loads(carried)
    rows = record["inputs"]
    record["inputs"] = [{**rows[i % len(rows)], "key": f"{rows[i % len(rows)]['key']}-{i}"} for i in range(20_000)]
    large = tmp_path / "large.html"
    page_before = "<html><head></head><body><div id='brief'></div></body></html>"
    large.write_text(with_app(page_before, record), encoding="utf-8")
    with opened(chromium) as (page, _):
        page.goto(f"{large.as_uri()}#screen=inputs")
        expect(page.locator(".oa-count")).to_have_text("20,000 of 20,000 inputs shown.")
        assert page.locator(".oa-inputs tbody tr").count() == 50
        spent = page.evaluate(
            """async () => {
                const find = document.getElementById('inputs-find'), spent = [];
                for (const text of ['r', 'ru', 'run', 'runw', 'runwa', 'runway']) {
                    const before = performance.now();
                    find.value = text;
                    find.dispatchEvent(new Event('input', { bubbles: true }));
                    await new Promise(done => setTimeout(done));
                    document.body.getBoundingClientRect();
                    spent.push(performance.now() - before);
                }
                return spent.sort((a, b) => a - b)[3];
            }"""
        )
        assert spent < 400  # 20 to 60 ms on a machine that does nothing else
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(re.compile("Page 2 of"))).to_be_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("select", ["", f"&select=input:{RUNWAY}"])
def test_it_can_be_read_by_everybody(chromium: Browser, report: Path, width: int, dark: bool, select: str) -> None:
    with opened(chromium, width=width, dark=dark) as (page, _):
        page.goto(f"{report.as_uri()}#screen=inputs{select}")
        expect(page.get_by_role("heading", name=RUNWAY if select else "Inputs", exact=True)).to_be_visible()
        assert_accessible(page)
        assert_no_wider_than_the_page(page)
