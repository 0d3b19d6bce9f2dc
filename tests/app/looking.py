"""What every screen has to bear: axe finds nothing serious, nothing is wider than the page."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def assert_accessible(page: Page) -> None:
    """Fail where axe-core has a serious or critical finding on what a page shows."""
    if not AXE.is_file():
        if os.environ.get("OPENAIRLIFT_NEEDS_BROWSER"):
            pytest.fail(f"OPENAIRLIFT_NEEDS_BROWSER is set, and there is no {AXE.name}")
        pytest.skip("needs axe-core: `python hatch_build.py --check` installs it")
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")  # colours on their way
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']}).then(r => r.violations)")
    bad = [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
    assert not bad, "\n".join(bad)


def assert_no_wider_than_the_page(page: Page) -> None:
    """Fail where something makes the page scroll sideways."""
    width, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= shown
