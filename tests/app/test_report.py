"""The app inside a report: opened from a file, with nothing else there."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.app.conftest import opened


def test_a_moved_report_opens_as_the_app_and_asks_for_nothing(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, seen):
        page.goto(report.as_uri())
        expect(page.get_by_role("heading", level=1)).to_contain_text("Relief to Beira")
        expect(page.locator(".oa-map canvas")).to_be_visible()
        expect(page.locator(".oa-told")).to_contain_text("aircraft in the air")
        assert seen.elsewhere(report.as_uri()) == []


def test_the_clock_scrubs_by_keyboard_and_the_link_keeps_it(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#t=86400")
        slider = page.get_by_role("slider")
        expect(slider).to_have_value("86400")
        slider.press("ArrowRight")
        slider.press("PageUp")
        expect(slider).to_have_value(str(86400 + 3600 + 86400))
        page.wait_for_url(re.compile(r"#.*t=176400"))


def test_play_moves_the_clock(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#t=0")
        page.get_by_role("button", name="Play").click()
        expect(page.get_by_role("slider")).not_to_have_value("0")
        page.get_by_role("button", name="Pause").click()


def test_units_follow_the_profile(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#t=0&profile=us-nato")
        expect(page.locator(".oa-now")).to_contain_text(re.compile(r"^\d{6}Z[A-Z]{3}\d\d"))
        page.get_by_label("Units").select_option("humanitarian")
        expect(page.locator(".oa-now")).to_contain_text("UTC")


def test_the_brief_is_the_page_that_prints(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(report.as_uri())
        expect(page.locator("#brief")).to_be_hidden()
        page.get_by_role("button", name="Brief").click()
        expect(page.locator("#brief h1")).to_be_visible()
        page.get_by_role("button", name="Back to the app").click()
        expect(page.locator(".oa-map")).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator("#app")).to_be_hidden()
        expect(page.locator("#brief .sheet-title")).to_be_visible()
