"""The guided first visit: every step is a state of the link, and it can be left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.app.conftest import opened
from tests.app.looking import assert_accessible, assert_no_wider_than_the_page


def test_the_tour_goes_through_the_screens_by_keyboard(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(report.as_uri())
        page.get_by_role("button", name="Guided tour").focus()
        page.keyboard.press("Enter")
        tour = page.get_by_role("region", name="Guided tour")
        expect(tour).to_contain_text("1 of ")
        steps = int(re.findall(r"1 of (\d+)", tour.inner_text())[0])
        assert 5 <= steps <= 8
        seen = set()
        for step in range(1, steps):
            expect(tour).to_contain_text(f"{step} of {steps}.")
            seen.add(page.locator("nav [aria-current]").inner_text())
            tour.get_by_role("button", name="Next").press("Enter")
        expect(tour).to_contain_text(f"{steps} of {steps}.")
        assert {"Overview", "Inputs"} <= seen
        tour.get_by_role("button", name="Done").press("Enter")
        expect(tour).to_have_count(0)
        expect(page.get_by_role("button", name="Guided tour")).to_be_focused()


def test_a_step_is_a_link_and_escape_leaves(chromium: Browser, report: Path) -> None:
    with opened(chromium) as (page, _):
        page.goto(f"{report.as_uri()}#tour=2")
        tour = page.get_by_role("region", name="Guided tour")
        expect(tour).to_contain_text("2 of ")
        page.keyboard.press("Escape")
        expect(tour).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_step_can_be_read_by_everybody(chromium: Browser, report: Path, width: int, dark: bool) -> None:
    with opened(chromium, width=width, dark=dark) as (page, _):
        page.goto(report.as_uri())
        page.get_by_role("button", name="Guided tour").click()
        tour = page.get_by_role("region", name="Guided tour")
        while True:
            assert_accessible(page)
            assert_no_wider_than_the_page(page)
            following = tour.get_by_role("button", name="Next")
            if not following.count():
                break
            following.press("Enter")
