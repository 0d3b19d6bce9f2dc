"""The addresses of the pages and of their forms."""

from __future__ import annotations

import hmac
import json
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.reports.svg import Markup
from openairlift.verbs.checking import check, check_text
from openairlift.verbs.records import issue_record
from openairlift.web import pages
from openairlift.web.api_scenarios import FaultyEditError, created, edited
from openairlift.web.bodies import CreateBody, EditBody, body_of
from openairlift.web.forms import Fields, body_from
from openairlift.web.guard import COOKIE, pass_of
from openairlift.web.house import House
from openairlift.web.jobs import ENDED
from openairlift.web.offered import VERBS
from openairlift.web.scenarios import MissingError

Id = Annotated[str, Path(max_length=200)]
Number = Annotated[int | None, Query(ge=1, le=999_999)]

STATIC = {
    "page.css": "text/css", "app.css": "text/css", "page.js": "text/javascript", "app.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}  # fmt: skip
"""Files that pages load."""

WHOLE_AGE_S = 30 * 86_400
"""How long a browser stays logged in [s]."""


class StaleError(OpenAirliftError):
    """A form that is none of this server's pages."""


async def form_fields(request: Request, house: House) -> Fields:
    """Return the fields of a form that one of our own pages sent.

    Raises
    ------
    StaleError
        When it lacks the mark of our pages.
    """
    try:
        fields = parse_qs((await request.body()).decode("utf-8"), keep_blank_values=True, max_num_fields=500)
    except ValueError:
        raise UsageError("the form can't be read") from None
    stated = fields.get("form_key", [""])[0]
    if not hmac.compare_digest(stated.encode(), house.form_key.encode()):
        raise StaleError("the page is older than the server, or not one of its own; load it again")
    return fields


def page_router(house: House) -> APIRouter:
    """Return the routes of pages."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    _add_entrance(router, house)
    _add_scenarios(router, house)
    _add_jobs(router, house)
    return router


def _add_entrance(router: APIRouter, house: House) -> None:
    token = house.settings.token

    @router.get("/static/{name}")
    def static(name: Id) -> Response:
        if name not in STATIC:
            raise MissingError("there is no such file")
        return Response(
            pages.static(name), media_type=f"{STATIC[name]}; charset=utf-8", headers={"cache-control": "no-cache"}
        )

    @router.get("/favicon.ico")
    def icon() -> Response:
        return static("icon.svg")

    @router.get("/app")
    def app() -> str:
        return pages.app_page()

    @router.get("/")
    def home() -> str:
        return pages.home_page(
            house.scenarios.all(), house.runs.all(), house.runner.all(), key=house.form_key, token=token is not None
        )

    @router.get("/login")
    def login_page() -> str:
        return pages.login_page(key=house.form_key)

    @router.post("/login")
    async def login(request: Request) -> Response:
        fields = await form_fields(request, house)
        given = fields.get("token", [""])[0].strip()
        if token is not None and not hmac.compare_digest(given.encode(), token.encode()):
            return HTMLResponse(pages.login_page(key=house.form_key, problem="That is not the token."), 403)
        answer = RedirectResponse("/", 303)
        if token is not None:
            answer.set_cookie(
                COOKIE, pass_of(token), max_age=WHOLE_AGE_S, httponly=True, samesite="strict",
                secure=request.url.scheme == "https",
            )  # fmt: skip
        return answer

    @router.get("/logout")
    def logout() -> Response:
        answer = RedirectResponse("/login" if token is not None else "/", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return answer


def _add_scenarios(router: APIRouter, house: House) -> None:
    shelf = house.scenarios

    @router.post("/scenarios")
    async def copy(request: Request) -> Response:
        fields = await form_fields(request, house)
        body = CreateBody(
            name=fields.get("name", [""])[0].strip() or " ", example=fields.get("example", [""])[0] or " "
        )
        version, _ = await run_in_threadpool(created, shelf, body)
        return RedirectResponse(pages.scenario_address(version.name), 303)

    @router.get("/scenarios/{name}")
    def scenario(name: Id, version: Number = None) -> str:
        return _scenario(house, name, version)

    @router.post("/scenarios/{name}/ask/{slug}")
    async def ask(name: Id, slug: Id, request: Request) -> Response:
        fields = await form_fields(request, house)
        return await run_in_threadpool(_asked, house, name, slug, fields)

    @router.post("/scenarios/{name}/edit")
    async def edit(name: Id, request: Request) -> Response:
        fields = await form_fields(request, house)
        return await run_in_threadpool(_changed, house, name, fields)


def _scenario(house: House, name: str, number: int | None, problem: Markup | None = None) -> str:
    version = house.scenarios.find(name, number)
    record = check(version.path)
    return pages.scenario_page(
        version, house.scenarios.versions(name), record, check_text(record), key=house.form_key,
        token=house.settings.token is not None, problem=problem,
    )  # fmt: skip


def _asked(house: House, name: str, slug: str, fields: Fields) -> Response:
    verb = VERBS.get(slug)
    if verb is None or "scenario" not in verb.takes:
        raise MissingError(f"there is no verb {slug[:40]!r}")
    stated = fields.get("version", [""])[0]
    number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 7 else None
    try:
        body = {"scenario": name, "version": number, **body_from(verb, fields)}
        body = body_of(verb).model_validate(body).model_dump(exclude_unset=True)
        if verb.job:
            return RedirectResponse(f"/jobs/{house.submit(verb, body)['id']}", 303)
        words = verb.words(house.call(verb, body))
        return HTMLResponse(pages.answer_page(verb, name, words, token=house.settings.token is not None))
    except ValidationError as error:
        problem = pages.problem_of("; ".join(validation_words(error)))
    except MissingError:
        raise
    except OpenAirliftError as error:
        issues = [issue_record(issue) for issue in error.issues] if isinstance(error, ScenarioError) else []
        problem = pages.problem_of(house.words(error), issues)
    return HTMLResponse(_scenario(house, name, number, problem), 422)


def _changed(house: House, name: str, fields: Fields) -> Response:
    cell, value = fields.get("cell", [""])[0].strip(), fields.get("value", [""])[0]
    try:
        edited(house.scenarios, name, EditBody(set={cell or " ": value}), tag=fields.get("tag", [""])[0])
    except ValidationError as error:
        problem = pages.problem_of("; ".join(validation_words(error)))
    except FaultyEditError as error:
        problem = pages.problem_of("The change has faults, and no version was made.", error.record["issues"])
    except MissingError:
        raise
    except OpenAirliftError as error:
        problem = pages.problem_of(house.words(error))
    else:
        return RedirectResponse(pages.scenario_address(name), 303)
    return HTMLResponse(_scenario(house, name, None, problem), 422)


def validation_words(error: ValidationError) -> list[str]:
    """Return what is wrong with a body, in words."""
    return [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors(include_url=False)]


def _add_jobs(router: APIRouter, house: House) -> None:
    token = house.settings.token is not None

    @router.get("/jobs/{job}")
    def job_(job: Id) -> str:
        told = house.runner.told(job)
        data = house.runner.job(job).result() if told["state"] in ENDED else None
        words = None if data is None else VERBS[told["verb"]].words(json.loads(data))
        return pages.job_page(told, words, key=house.form_key, token=token)

    @router.post("/jobs/{job}/cancel")
    async def cancel(job: Id, request: Request) -> Response:
        await form_fields(request, house)
        await run_in_threadpool(house.runner.cancel, job)
        return RedirectResponse(f"/jobs/{job}", 303)

    @router.post("/jobs/{job}/resume")
    async def resume(job: Id, request: Request) -> Response:
        await form_fields(request, house)
        await run_in_threadpool(house.runner.resume, job)
        return RedirectResponse(f"/jobs/{job}", 303)

    @router.post("/jobs/{job}/drop")
    async def drop(job: Id, request: Request) -> Response:
        await form_fields(request, house)
        await run_in_threadpool(house.runner.drop, job)
        return RedirectResponse("/", 303)
