"""Pages of judge, sensitivity and compare as the app: swings, claims, options side by side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from openairlift.verbs import compare, judge, sensitivity
from tests.app.conftest import opened
from tests.app.looking import assert_accessible, assert_no_wider_than_the_page
from tests.scenario.tiny import write_tiny
from tests.study.test_verdicts import write_judged

PAGES = {"claims": "judgement.html", "tornado": "sensitivity.html", "compare": "comparison.html"}
TITLES = {"claims": "Claims", "tornado": "What each input is worth in the answer", "compare": "Compare"}


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    tiny = write_judged(folder / "tiny")
    judge(tiny, runs=5, trial_runs=2, draws=3, seed=1, inversion=False, out=folder)
    sensitivity(tiny, runs=2, seed=1, out=folder)
    compare(write_tiny(folder / "options"), runs=4, seed=1, effort=1, replans=1, out=folder)
    return folder


def test_a_claim_has_its_readings_its_caution_and_what_decides_it(chromium: Browser, results: Path) -> None:
    with opened(chromium) as (page, seen):
        page.goto((results / PAGES["claims"]).as_uri())
        expect(page.get_by_role("heading", name="Claims", exact=True)).to_be_visible()
        expect(page.locator("#app").get_by_text("No verdict says that a sentence is true or false.")).to_be_visible()
        readings = page.locator(".oa-reading")
        expect(readings.filter(has_text="possible only if").first).to_contain_text("then it holds in")
        expect(readings.filter(has_text="untestable").first).to_contain_text("2025-01-01")
        for some in readings.filter(has_text="possible only if").all():
            some.get_by_role("button", name="Details").click()
            expect(some).to_contain_text("95 % interval")
            if "Decided by" in some.inner_text():
                break
        some.get_by_role("button", name="As bars").click()
        expect(page.get_by_role("heading", name=TITLES["tornado"])).to_be_visible()
        expect(page.locator(".oa-bars li").first).to_contain_text("Swing")
        page.wait_for_url(re.compile("screen=tornado.*of=c"))
        assert seen.elsewhere(results.as_uri()) == []


def test_it_is_seen_on_what_a_verdict_hangs_and_readings_are_filtered(chromium: Browser, results: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto((results / PAGES["claims"]).as_uri())
        expect(page.get_by_role("heading", name="On what the verdict hangs")).to_be_visible()
        expect(page.locator(".oa-ways")).to_contain_text("possible only if")
        all_shown = page.locator(".oa-count")
        expect(all_shown).to_have_text("12 of 12 readings shown.")
        chosen = page.get_by_role("group", name="Filter the readings").get_by_role("combobox", name="verdict")
        chosen.select_option("untestable")
        expect(all_shown).not_to_contain_text("12 of 12")
        for row in page.locator(".oa-reading").all():
            expect(row).to_contain_text("untestable")
        page.wait_for_url(re.compile(r"readings=verdict%3Auntestable"))
        page.reload()
        expect(chosen).to_have_value("untestable")
        page.get_by_role("button", name="Show all").focus()
        page.keyboard.press("Enter")
        expect(all_shown).to_contain_text("12 of 12")
        value = page.locator(".oa-part button").first
        value.press("Enter")
        expect(value).to_have_attribute("aria-pressed", "true")
        expect(all_shown).not_to_contain_text("12 of 12")


def test_swings_come_with_the_assumed_first_and_lead_to_the_input(chromium: Browser, results: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto((results / PAGES["tornado"]).as_uri())
        expect(page.get_by_role("heading", name=TITLES["tornado"])).to_be_visible()
        names = page.locator(".oa-bar-name").all_inner_texts()
        bases = [
            next(word for word in ("assumed", "estimated", "quoted", "derived", "converted") if word in name)
            for name in names
        ]
        strength = {"assumed": 0, "estimated": 1}
        ranks = [strength.get(base, 2) for base in bases]
        assert ranks
        assert ranks == sorted(ranks)
        page.get_by_role("radio", name="the largest").check()
        page.wait_for_url(re.compile("order=size"))
        page.locator(".oa-bar-name button").first.click()
        expect(page.get_by_role("heading", name="Inputs", exact=True)).to_be_visible()
        expect(page.locator(".oa-count")).not_to_contain_text(re.compile("^0 of"))


def test_options_stand_side_by_side_with_inputs_first(chromium: Browser, results: Path) -> None:
    with opened(chromium) as (page, seen):
        page.goto((results / PAGES["compare"]).as_uri())
        expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
        page.get_by_role("combobox", name="B:").select_option("third-slot")
        titles = page.locator("main h2").all_inner_texts()
        assert titles.index("What differs in the inputs") < titles.index("What comes of it")
        cell = page.locator("#app tr", has_text="places/sarajevo/working")
        expect(cell).to_contain_text("assumed")
        expect(page.get_by_role("heading", name="How often each comes first")).to_be_visible()
        expect(page.get_by_role("heading", name="Two measures at once")).to_be_visible()
        page.wait_for_url(re.compile("b=third-slot"))
        page.get_by_role("slider").focus()
        page.keyboard.press("PageUp")
        expect(page.get_by_text(re.compile(r": A \d+ %, B \d+ %\."))).to_be_visible()
        page.reload()
        expect(page.get_by_role("combobox", name="B:")).to_have_value("third-slot")
        assert seen.elsewhere(results.as_uri()) == []


@pytest.mark.parametrize("name", ["claims", "tornado", "compare"])
def test_a_report_without_such_a_result_says_how_to_get_it(chromium: Browser, report: Path, name: str) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#screen={name}")
        verb = {"claims": "run|judge", "tornado": "sensitivity", "compare": "compare"}[name]
        expect(page.locator(".oa-code")).to_contain_text(re.compile(f"openairlift ({verb}) relief-small"))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280, 3840])
@pytest.mark.parametrize("name", ["claims", "tornado", "compare"])
def test_they_can_be_read_by_everybody(chromium: Browser, results: Path, name: str, width: int, dark: bool) -> None:
    with opened(chromium, width=width, dark=dark) as (page, _):
        page.goto((results / PAGES[name]).as_uri())
        expect(page.get_by_role("heading", name=TITLES[name], exact=True)).to_be_visible()
        details = page.get_by_role("button", name="Details")
        if details.count():
            details.first.click()
        for closed in page.locator("details").all():
            closed.evaluate("(one) => { one.open = true; }")
        assert_accessible(page)
        assert_no_wider_than_the_page(page)
