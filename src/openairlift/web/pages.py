"""The pages: what is there, a scenario with its forms, a job with its progress. They work without a script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import openairlift
from openairlift.reports import app
from openairlift.reports.shell import asset
from openairlift.reports.svg import Markup, el
from openairlift.web.declared import Verb
from openairlift.web.forms import verb_fields
from openairlift.web.jobs import ENDED, RESUMABLE
from openairlift.web.offered import OFFERED
from openairlift.web.scenarios import Version

Record = dict[str, Any]

LISTED = 50
"""Runs and jobs that the first page lists."""

FIRST = ("check", "plan", "run")
"""Verbs whose forms come first."""


@lru_cache(maxsize=8)
def static(name: str) -> bytes:
    """Return a file that pages load: the house style with what forms need, or the script."""
    if name in app.FILES:
        return app.built(name).encode()
    own = files("openairlift.web").joinpath(name).read_bytes()
    return asset("style.css").encode() + own if name == "page.css" else own


def app_page() -> str:
    """Return the page of the app: it asks the server for what it shows."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", "OpenAirlift"),
        el("link", rel="icon", href="/static/icon.svg"),
        el("link", rel="stylesheet", href="/static/app.css"),
        el("script", src="/static/app.js", defer=True),
    )
    body = el(
        "body", el("div", id="app"), el("noscript", el("p", "The app needs scripts. ", el("a", "Without", href="/")))
    )
    return "<!DOCTYPE html>\n" + el("html", head, body, lang="en") + "\n"


def document(title: str, *content: object, refresh: bool = False, token: bool = False) -> str:
    """Return a page.

    Parameters
    ----------
    title, content : what it shows.
    refresh : whether a browser without script loads it again now and then.
    token : whether the visitor can log out.
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("title", f"{title} – OpenAirlift"),
        el("link", rel="icon", href="/static/icon.svg"),
        el("link", rel="stylesheet", href="/static/page.css"),
        el("noscript", el("meta", http_equiv="refresh", content="3")) if refresh else None,
        el("script", src="/static/page.js", defer=True),
    )
    home = el("p", el("a", "OpenAirlift", href="/"), f" {openairlift.__version__}", class_="kicker")
    log_out = el("p", el("a", "Log out", href="/logout")) if token else None
    body = el(
        "body",
        el("a", "Skip to the content", href="#main", class_="skip"),
        el("header", home, el("h1", title), log_out),
        el("main", *content, id="main", tabindex="-1"),
    )
    return "<!DOCTYPE html>\n" + el("html", head, body, lang="en") + "\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]], caption: str) -> Markup:
    if not rows:
        return el("p", "None yet.", class_="note")
    head = el("thead", el("tr", [el("th", text, scope="col") for text in heads]))
    body = el("tbody", [el("tr", [el("td", cell) for cell in row]) for row in rows])
    table = el("table", el("caption", caption, class_="note"), head, body, class_="plain")
    return el("div", table, class_="scroll", tabindex="0", role="region", aria_label=caption)


def _section(title: str, *content: object) -> Markup:
    return el("section", el("h2", title), *content)


def form(
    address: str, *content: object, key: str, button: str, kind: str | None = None, inline: bool = False
) -> Markup:
    """Return a form with the mark that only our own pages have."""
    mark = el("input", type="hidden", name="form_key", value=key)
    send = el("button", button, type="submit", class_=kind)
    return el("form", mark, *content, send, method="post", action=address, class_="inline" if inline else None)


def scenario_address(name: str) -> str:
    """Return the address of a scenario's page."""
    return f"/scenarios/{quote(name, safe='')}"


def home_page(
    scenarios: dict[str, list[Version]], runs: Sequence[Record], jobs: Sequence[Record], *, key: str, token: bool
) -> str:
    """Return the first page."""
    listed = [
        (
            el("a", name, href=scenario_address(name)),
            "shipped" if versions[0].shipped else "yours",
            ", ".join(str(version.number) for version in versions),
        )
        for name, versions in scenarios.items()
    ]
    shipped = [name for name, versions in scenarios.items() if versions[0].shipped]
    choice = el("select", [el("option", name, value=name) for name in shipped], name="example", id="copy-of")
    copy = form(
        "/scenarios",
        el("div", el("label", "Copy of", for_="copy-of"), choice, class_="field"),
        el("div", el("label", "Name", for_="copy-name"), _text("name", "copy-name", required=True), class_="field"),
        key=key, button="Copy",
    )  # fmt: skip
    return document(
        "Scenarios, runs and jobs",
        _section("Scenarios", _table(("name", "from", "versions"), listed, "Scenarios and their versions")),
        el("details", el("summary", el("b", "Copy an example"), "to change it"), copy),
        _section(
            "Runs", _table(("run", "what", "runs", "seed", "report"), _run_rows(runs), "Stored runs, newest first")
        ),
        _section("Jobs", _table(("job", "about", "state", "asked at"), _job_rows(jobs), "Jobs, newest first")),
        token=token,
    )


def _run_rows(runs: Sequence[Record]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for run in runs[:LISTED]:
        options = f" + {', '.join(run['options'])}" if run["options"] else ""
        what = f"{run['scenario']}{options}: {run['title']}" if run["finished"] else "not finished"
        link = el(
            "span", el("a", f"app of {run['id'][:6]}", href=f"/app#run={run['id']}"), " ",
            el("a", "report", href=f"/api/runs/{run['id']}/files/report.html"),
        )  # fmt: skip
        rows.append((run["id"], what, run["runs"], run["seed"], link if run["finished"] else "–"))
    return rows


def _job_rows(jobs: Sequence[Record]) -> list[tuple[object, ...]]:
    return [
        (
            el("a", job["verb"].replace("-", " "), f" {job['id'][:6]}", href=f"/jobs/{job['id']}"),
            job["scenario"] or job["run_of"] or "–",
            job["state"],
            f"{job['created'][:19].replace('T', ' ')} Z",
        )
        for job in jobs[:LISTED]
    ]


def _text(name: str, mark: str, *, required: bool = False, value: str = "") -> Markup:
    return el("input", type="text", name=name, id=mark, required=required, value=value, autocomplete="off")


def scenario_page(
    version: Version,
    versions: Sequence[Version],
    checked: Record,
    words: str,
    *,
    key: str,
    token: bool,
    problem: Markup | None = None,
) -> str:
    """Return the page of a scenario.

    Parameters
    ----------
    version, versions : the one that is shown, and all.
    checked, words : what `check` says, as a record and as a person reads it.
    problem : what was wrong with a form that was sent.
    """
    address = scenario_address(version.name)
    options = checked.get("size", {}).get("options", [])
    others = [
        el("li", el("a", f"version {one.number}", href=f"{address}?version={one.number}"))
        if one.number != version.number
        else el("li", f"version {one.number} (shown)")
        for one in versions
    ]
    asks = [verb for name in FIRST for verb in OFFERED if verb.name == name]
    asks += [verb for verb in OFFERED if "scenario" in verb.takes and verb.name not in FIRST]
    newest = version.number == versions[-1].number
    said = el("details", el("summary", "All of it"), el("pre", words, tabindex="0"))
    return document(
        f"{version.name}, version {version.number}",
        problem,
        _section("What check says", _issues(checked["issues"]), said),
        _section("Ask", [_ask(verb, version, options, key, opened=verb.name == "run") for verb in asks]),
        _section("Change", _edit_form(version, address, key) if newest else el("p", "Only the newest can be changed.")),
        _section(
            "Versions and files",
            el("ul", others),
            el("ul", [_file_link(version, name) for name in version.files()]),
        ),
        token=token,
    )  # fmt: skip


def _file_link(version: Version, name: str) -> Markup:
    address = f"/api{scenario_address(version.name)}/files/{quote(name, safe='')}?version={version.number}"
    return el("li", el("a", name, href=address))


def _issues(issues: Sequence[Record]) -> Markup:
    if not issues:
        return el("p", "Fine: nothing is wrong or doubtful.")
    rows = [
        (
            issue["severity"],
            issue["file"],
            "–" if issue["row"] is None else issue["row"],
            issue["column"] or "–",
            el("span", issue["what"], f"; got {issue['got']!r}" if issue["got"] is not None else None),
            issue["allowed"] or "–",
            issue["nearest"] or "–",
        )
        for issue in issues
    ]
    return _table(
        ("weight", "file", "row", "column", "what", "allowed", "did you mean"), rows, "Issues, with their cells"
    )


def _ask(verb: Verb, version: Version, options: Sequence[str], key: str, *, opened: bool) -> Markup:
    content = form(
        f"{scenario_address(version.name)}/ask/{verb.slug}",
        el("input", type="hidden", name="version", value=version.number),
        verb_fields(verb, options),
        key=key, button=verb.name.capitalize(),
    )  # fmt: skip
    return el("details", el("summary", el("b", verb.name.capitalize()), verb.says), content, open=opened)


def _edit_form(version: Version, address: str, key: str) -> Markup:
    about = "Nothing is overwritten: the change makes a new version. Faults are told here first."
    return form(
        f"{address}/edit",
        el("p", about),
        el("input", type="hidden", name="tag", value=version.tag),
        el(
            "div",
            el(
                "div", el("label", "Cell", for_="cell"), _text("cell", "cell", required=True),
                el("small", "table/row/column, such as places/hub/parking; scenario/settings/KEY for scenario.toml"),
                class_="field",
            ),
            el(
                "div", el("label", "New value", for_="value"), _text("value", "value"),
                el("small", "blank = not stated"), class_="field",
            ),
            class_="fields",
        ),
        key=key, button="Change",
    )  # fmt: skip


def problem_of(words: str, issues: Sequence[Record] = ()) -> Markup:
    """Return what was wrong with a form, for the page that it was sent from."""
    return el(
        "section",
        el("h2", "Not done"),
        el("p", words, class_="alert", role="alert"),
        _issues(issues) if issues else None,
    )


def job_page(job: Record, words: str | None, *, key: str, token: bool) -> str:
    """Return the page of a job.

    Parameters
    ----------
    job : how it stands.
    words : its result as a person reads it, or None.
    """
    address, title = f"/jobs/{job['id']}", job["verb"].replace("-", " ")
    about = job["scenario"] or job["run_of"] or ""
    version = f", version {job['version']}" if job["version"] else ""
    back = el("p", el("a", f"{about}{version}", href=scenario_address(about))) if job["scenario"] else None
    going = job["state"] not in ENDED
    stated = ", ".join(f"{name} {value}" for name, value in job["settings"].items() if len(str(value)) < 60)
    status = el(
        "div",
        el("p", "State: ", el("span", job["state"], class_="state", id="state"), role="status"),
        _progress(job) if going else None,
        el("p", job["error"], class_="alert", role="alert") if job["error"] else None,
        el("p", f"Asked with: {stated}", class_="note") if stated else None,
        id="job", data_state=job["state"], data_events=f"/api/jobs/{job['id']}/events" if going else None,
    )  # fmt: skip
    buttons = [
        form(f"{address}/cancel", key=key, button="Stop, and keep what is done", inline=True) if going else None,
        form(f"{address}/resume", key=key, button="Resume", inline=True) if job["state"] in RESUMABLE else None,
        form(f"{address}/drop", key=key, button="Take away", kind="plain", inline=True) if not going else None,
    ]
    return document(
        f"{title.capitalize()} {about}".strip(), back, _section("How it stands", status, buttons),
        _section("Issues", _issues(job["issues"])) if job["issues"] else None,
        _section("Result", _result_links(job), el("pre", words, tabindex="0")) if words is not None else None,
        refresh=going, token=token,
    )  # fmt: skip


def _progress(job: Record) -> Markup:
    done = job["progress"] or {"what": "starting", "done": 0, "total": 0, "left_s": None}
    total = done["total"] or None
    words = done["what"] + (f": {done['done']} of {total}" if total else "")
    if job["state"] == "waiting":
        words = f"{job['ahead']} ahead of it"
    left = "" if done["left_s"] is None else f", about {done['left_s']:.0f} s left"
    bar = el("progress", id="bar", max=total, value=done["done"] if total else None, aria_label="Done so far")
    return el("div", bar, el("p", words + left, id="words"))


def _result_links(job: Record) -> Markup:
    links = [el("a", "as JSON", href=f"/api/jobs/{job['id']}/result")]
    if job["page"]:
        links.insert(0, el("a", "the page", href=f"/api/jobs/{job['id']}/page"))
    if job["run"]:
        links.insert(0, el("a", "the report", href=f"/api/runs/{job['run']}/files/report.html"))
    part = el("p", "It was stopped: this is what was done by then.", class_="alert") if job["partial"] else None
    return el("div", part, el("ul", [el("li", link) for link in links]))


def answer_page(verb: Verb, name: str, words: str, *, token: bool) -> str:
    """Return the answer of quick work."""
    back = el("p", el("a", name, href=scenario_address(name)))
    return document(
        f"{verb.name.capitalize()} {name}", back, el("section", el("pre", words, tabindex="0")), token=token
    )


def message_page(title: str, words: str, *, token: bool = False) -> str:
    """Return a page that says why there is no other one."""
    return document(title, el("p", words, role="alert"), el("p", el("a", "To the first page", href="/")), token=token)


def login_page(*, key: str, problem: str | None = None) -> str:
    """Return the page that asks for the token."""
    field = el("input", type="password", name="token", id="token", required=True, autocomplete="current-password")
    return document(
        "Log in",
        el("p", problem, class_="alert", role="alert") if problem else None,
        form("/login", el("div", el("label", "Token of this server", for_="token"), field, class_="field"), key=key,
             button="Log in"),
    )  # fmt: skip
