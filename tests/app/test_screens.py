"""What a person sees of a run: map, lanes, bars of aircraft, limits; by mouse, keyboard and link, narrow and wide."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from openairlift.reports.app import record_in
from tests.app.conftest import opened
from tests.app.looking import assert_accessible

SCREENS = ("overview", "lanes", "gantt", "limits")
TAIL = "767-300F 05 OMDW"
NO_WEBGL = """
const asked = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return String(kind).startsWith("webgl") ? null : asked.call(this, kind, ...more);
};
"""


def at(report: Path, link: str) -> str:
    return f"{report.as_uri()}#{link}"


def link_of(page: Page) -> str:
    return str(page.evaluate("location.hash"))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("width", "dark"), [(360, False), (360, True), (1280, False), (1280, True), (3840, False), (3840, True)]
)
def test_every_screen_fits_and_can_be_read(
    chromium: Browser, report: Path, screen: str, width: int, dark: bool
) -> None:
    with opened(chromium, width=width, dark=dark) as (page, seen):
        page.goto(at(report, f"screen={screen}&t=300000&select=place:beira"))
        expect(page.locator("main h2").first).to_be_visible()
        wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide <= inner
        assert seen.elsewhere(report.as_uri()) == []
        assert_accessible(page)


def test_a_bar_says_what_it_is_and_is_chosen_with_its_time(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(at(report, "screen=gantt&t=0"))
        grid = page.get_by_role("grid", name="Aircraft by tail")
        expect(grid.get_by_role("row")).not_to_have_count(0)
        box = grid.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 11)
        expect(page.get_by_role("row", selected=True)).to_have_count(1)
        page.wait_for_url(re.compile(r"select=tail"))
        told = page.locator("[aria-live=polite]")
        expect(told).to_contain_text("From – to")
        before = told.inner_text()
        grid.focus()
        page.keyboard.press("ArrowRight")
        expect(told).not_to_have_text(before)
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("row", selected=True)).to_have_attribute("aria-rowindex", "2")
        expect(page.get_by_role("table")).to_contain_text("Mission and loads")
        page.wait_for_timeout(300)
        link = link_of(page)
        shown = told.inner_text()
        page.goto("about:blank")
        page.goto(report.as_uri() + link)
        expect(page.locator("[aria-live=polite]")).to_have_text(re.compile(re.escape(shown.split("\n")[1])))


def test_waiting_aircraft_say_why(chromium: Browser, report: Path) -> None:
    carried = record_in(report.read_bytes())
    assert carried is not None
    record = json.loads(carried)
    stays, causes = record["stays"], record["words"]["causes"]
    row = next(row for row, cause in enumerate(stays["cause"]) if cause == causes.index("parking"))
    tail, moment = record["tails"][stays["tail"][row]]["name"], stays["from"][row]
    with opened(chromium) as (page, _):
        page.goto(at(report, f"screen=gantt&t={moment}&select=tail:{tail}"))
        expect(page.locator("[aria-live=polite]")).to_contain_text("for a parking spot")


def test_rows_of_bars_are_found_ordered_and_zoomed(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(at(report, "screen=gantt&t=300000"))
        page.get_by_role("searchbox", name="Find").fill("C-130H")
        expect(page.get_by_text(re.compile(r"5 of 14 tails"))).to_be_visible()
        page.get_by_role("combobox", name="Order").select_option("waiting")
        page.get_by_role("button", name="1 day").click()
        expect(page.locator(".oa-axis")).to_contain_text("12:00")
        page.wait_for_url(re.compile(r"sort=waiting"))
        page.wait_for_url(re.compile(r"zoom=\d+-\d+"))
        page.get_by_role("button", name="All", exact=True).click()
        expect(page.locator(".oa-axis")).to_contain_text("D+2")


def test_lanes_are_chosen_and_scrub_the_clock(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(at(report, "screen=lanes&t=0"))
        expect(page.get_by_role("heading", level=3)).to_have_count(3)
        page.get_by_role("checkbox", name=re.compile("dubai")).uncheck()
        expect(page.get_by_role("heading", level=3)).to_have_count(2)
        page.wait_for_url(re.compile(r"fields=beira%2Cjoburg"))
        lane = page.get_by_role("img", name=re.compile("Parking spots taken: highest")).first
        box = lane.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
        expect(page.get_by_role("slider")).to_have_value(re.compile(r"^60\d{4}$"))
        expect(page.locator(".oa-lane-names .oa-lane-now").first).to_contain_text("of 3")


def test_a_limit_selects_its_place_for_map_and_lanes(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(at(report, "screen=limits"))
        expect(page.get_by_text("openairlift limits relief-small --runs 5 --seed 7")).to_be_visible()
        page.get_by_role("button", name="Choose beira").first.click()
        page.wait_for_url(re.compile(r"select=place%3Abeira"))
        page.get_by_role("button", name="Airfields", exact=True).click()
        expect(page.locator(".oa-chosen").get_by_role("heading")).to_contain_text("beira")
        page.get_by_role("button", name="Overview").click()
        expect(page.get_by_role("heading", name="beira", exact=True)).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.get_by_role("heading", name="beira", exact=True)).to_have_count(0)


def test_late_requirements_are_those_of_the_summary(chromium: Browser, report: Path) -> None:
    carried = record_in(report.read_bytes())
    assert carried is not None
    late = [one for one in json.loads(carried)["summary"]["requirements"] if one["on_time_share"] < 1]
    with opened(chromium) as (page, _):
        page.goto(at(report, "screen=limits"))
        rows = page.get_by_role("table", name="Required dates").locator("tbody tr")
        expect(rows).to_have_count(len(late))


def test_the_map_goes_to_the_region_and_back(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(at(report, "t=300000&map=near"))
        expect(page.get_by_role("button", name="Around the destinations")).to_have_attribute("aria-pressed", "true")
        names = page.locator(".oa-names span")
        expect(names.filter(has_text="chimoio")).to_have_count(1)
        expect(names.filter(has_text="dubai")).to_have_count(0)
        page.get_by_role("button", name="Everywhere").click()
        expect(names.filter(has_text="dubai")).to_have_count(1)
        page.get_by_text("Key", exact=True).click()
        expect(page.get_by_text("stock left, of what lay there")).to_be_visible()


def test_names_on_the_map_do_not_cover_each_other(chromium: Browser, report: Path) -> None:
    with opened(chromium, width=360) as (page, _):
        page.goto(at(report, "t=300000"))
        expect(page.locator(".oa-names span").first).to_be_attached()
        boxes = page.evaluate(
            "[...document.querySelectorAll('.oa-names b')].map(e => { const b = e.getBoundingClientRect();"
            " return [b.left, b.top, b.right, b.bottom]; })"
        )
        pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
        assert not [(a, b) for a, b in pairs if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]


def test_without_webgl_the_map_is_drawn_flat_and_moves(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.add_init_script(NO_WEBGL)
        page.goto(at(report, "t=100000"))
        expect(page.get_by_text("this browser has no WebGL 2")).to_be_visible()
        picture = page.locator("canvas.oa-flat")
        before = picture.screenshot()
        page.get_by_role("slider").press("PageUp")
        assert picture.screenshot() != before


def test_the_headline_is_the_share_of_runs_that_close_in_time(chromium: Browser, report: Path) -> None:
    carried = record_in(report.read_bytes())
    assert carried is not None
    share = json.loads(carried)["closing"]["share"]
    with opened(chromium) as (page, _):
        page.goto(report.as_uri())
        expect(page.locator(".oa-headline b")).to_have_text(f"{round(share * 100)} %")
