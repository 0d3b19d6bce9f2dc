"""Chromium for tests of the app, which watches what a page asks for and complains of."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from openairlift.verbs import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""Draw WebGL without a graphics card."""

PATIENCE_MS = 120_000
"""How long a busy machine that draws without a graphics card may take."""

expect.set_options(timeout=PATIENCE_MS / 4)

# luma.gl says so where it takes the layout of a block that the driver does not report whole; the picture is right.
HARMLESS = ("WebGL uniform block reflection failed",)


@dataclass
class Seen:
    """What a page did that a person would not see."""

    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(word in message.text for word in HARMLESS):
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def elsewhere(self, *allowed: str) -> list[str]:
        """Addresses that were asked for and begin with none of these."""
        return [url for url in self.asked if not url.startswith((*allowed, "data:", "blob:", "about:"))]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("OPENAIRLIFT_NEEDS_BROWSER"):
            pytest.fail("OPENAIRLIFT_NEEDS_BROWSER is set, and there is no chromium")
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, *, width: int = 1280, height: int = 900, dark: bool = False
) -> Iterator[tuple[Page, Seen]]:
    """Open a page that is watched; at its end it must have complained of nothing."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    page, seen = context.new_page(), Seen()
    page.set_default_timeout(PATIENCE_MS)
    seen.watch(page)
    yield page, seen
    context.close()
    assert not seen.complaints, seen.complaints


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small run, moved away from all that was there when it was written."""
    folder = tmp_path_factory.mktemp("report")
    outcome = run("relief-small", runs=5, seed=7, workers=1, out=folder / "runs")
    moved = folder / "elsewhere" / "r.html"
    moved.parent.mkdir()
    shutil.move(outcome.report, moved)
    return moved
