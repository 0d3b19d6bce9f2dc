"""Take a picture of every screen of the app, at 360, 1280 and 3840 px, light and dark, so that a person can look.

From reports: ``python benchmarks/screens.py report.html … --out pictures``. With ``--served FOLDER`` also the screens
that need a server (runs, edit, jobs) are pictured, of a server that is started on that folder for the while. Each
picture is the whole page; what the browser complains of, and what is wider than the page, is printed, and the status
is 1 then.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

SCREENS = ("overview", "lanes", "gantt", "limits", "inputs", "tornado", "claims", "compare")
SERVED = ("runs", "edit", "jobs")
WIDTHS = {360: 740, 1280: 900, 3840: 2000}
FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
HARMLESS = "WebGL uniform block reflection failed"  # luma.gl, where the driver reports no layout of a block
SETTLED_MS = 1500


def take(page: Page, path: Path, troubles: list[str], *, whole: bool = True) -> None:
    """Write one picture, and note what does not fit."""
    page.wait_for_timeout(SETTLED_MS)
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > shown:
        troubles.append(f"{path.name}: {wide} px wide on a page of {shown} px")
    page.screenshot(path=path, full_page=whole)


def pictures(browser: Browser, sites: dict[str, list[str]], out: Path, *, widths: list[int]) -> list[str]:
    """Take every picture of some addresses, and return what is wrong."""
    troubles: list[str] = []
    for width in widths:
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": WIDTHS[width]}, color_scheme=scheme, locale="en-GB"
            )
            page = context.new_page()
            page.set_default_timeout(120_000)
            page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
            page.on(
                "console",
                lambda told: (
                    troubles.append(f"{told.type}: {told.text}")
                    if told.type in ("error", "warning") and HARMLESS not in told.text
                    else None
                ),
            )
            for name, addresses in sites.items():
                for address in addresses:
                    link = address.partition("#")[2]
                    screen = re.search(r"screen=(\w+)", link)
                    told = "tour" if "tour=" in link else screen[1] if screen else "overview"
                    told += "-drawer" if "select=input" in link else ""
                    page.goto("about:blank")
                    page.goto(address)
                    page.locator("main h2, main h1").first.wait_for()
                    take(page, out / f"{name}-{told}-{width}-{scheme}.png", troubles, whole="tour" not in told)
                if addresses and addresses[0].startswith("file:"):
                    page.get_by_role("button", name="Brief", exact=True).click()
                    take(page, out / f"{name}-brief-{width}-{scheme}.png", troubles, whole=False)
            context.close()
    return troubles


def main() -> int:
    """Take the pictures and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="*", type=Path, help="report.html files")
    parser.add_argument("--served", type=Path, help="folder to serve, for runs, edit and jobs")
    parser.add_argument("--scenario", help="scenario of that folder that edit shows")
    parser.add_argument("--screens", default=",".join((*SCREENS, "tour", *SERVED)), help="which, commas between")
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)), help="of the window [px]")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = asked.screens.split(",")
    sites = {
        f"{number}-{path.resolve().parent.name}": [
            *(f"{path.resolve().as_uri()}#screen={name}" for name in SCREENS if name in wanted),
            *([f"{path.resolve().as_uri()}#tour=2"] if "tour" in wanted else []),
        ]
        for number, path in enumerate(asked.reports)
    }
    server = None
    if asked.served:
        command = [sys.executable, "-m", "openairlift", "serve", str(asked.served), "--port", "0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert server.stderr is not None
        base = next(word for line in server.stderr for word in line.split() if word.startswith("http://")).rstrip("/")
        more = f"&scenario={asked.scenario}" if asked.scenario else ""
        sites["served"] = [f"{base}/app#screen={name}{more}" for name in SERVED if name in wanted]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            troubles = pictures(browser, sites, asked.out, widths=[int(width) for width in asked.widths.split(",")])
            browser.close()
    finally:
        if server is not None:
            server.terminate()
            server.wait()
    print("\n".join(dict.fromkeys(troubles)) or "nothing complained, nothing is wider than its page")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
