"""The application: interface, pages, guard, and how errors become answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.verbs.records import issue_record
from openairlift.web.api import api, fault
from openairlift.web.api_scenarios import FaultyEditError, UnconditionalError, scenarios_api
from openairlift.web.guard import Guard
from openairlift.web.house import House
from openairlift.web.page_routes import StaleError, page_router, validation_words
from openairlift.web.pages import message_page
from openairlift.web.runner import BusyError
from openairlift.web.scenarios import ConflictError, MissingError
from openairlift.web.settings import Settings

STATUSES: tuple[tuple[type[OpenAirliftError], int], ...] = (
    (MissingError, 404),
    (ConflictError, 409),
    (UnconditionalError, 428),
    (BusyError, 429),
    (StaleError, 403),
    (OpenAirliftError, 422),
)
"""Status of an error, by its kind; the first that fits."""

ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words}
    for status, words in {
        400: "The request can't be read.", 401: "The token is missing.", 403: "From a page of another site.",
        404: "There is no such thing.", 405: "The address takes other methods.",
        408: "The request took too long.", 409: "It can't be done as things stand.", 413: "The request is too large.",
        415: "It is not JSON.", 421: "The host is not this server.", 422: "Something stated is wrong.",
        428: "If-Match is missing.", 429: "Too much waits already.",
    }.items()
}  # fmt: skip


def make_app(settings: Settings) -> FastAPI:
    """Return the application for a served folder; its jobs start and stop with it.

    Parameters
    ----------
    settings : what the server is told when it starts.
    """
    house = House.of(settings)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        house.scenarios.clear_drafts()
        house.runner.open()
        try:
            yield
        finally:
            house.stopping.set()
            house.runner.close()

    app = FastAPI(
        title="OpenAirlift", version=openairlift.__version__, lifespan=life, docs_url=None, redoc_url=None,
        redirect_slashes=False, openapi_url="/api/openapi.json", responses=ERRORS,
        description="The verbs of the command line with the same JSON; long work as jobs.",
    )  # fmt: skip
    app.state.house = house
    app.include_router(api(house))
    app.include_router(scenarios_api(house))
    app.include_router(page_router(house))
    _add_errors(app, house)
    app.add_middleware(Guard, settings=settings)
    return app


def _add_errors(app: FastAPI, house: House) -> None:
    token = house.settings.token is not None

    def told(request: Request, status: int, words: str, issues: list[dict[str, Any]], **more: Any) -> Response:
        if request.url.path.startswith("/api"):
            return fault(status, words, issues, **more)
        return HTMLResponse(message_page("Not done" if status != 404 else "Not here", words, token=token), status)

    @app.exception_handler(OpenAirliftError)
    def own(request: Request, error: OpenAirliftError) -> Response:
        status = next(status for kind, status in STATUSES if isinstance(error, kind))
        if isinstance(error, FaultyEditError):
            return told(request, status, str(error), error.record["issues"], check=error.record)
        return told(
            request, status, house.words(error), [issue_record(issue) for issue in getattr(error, "issues", ())]
        )

    @app.exception_handler(RequestValidationError)
    def body(request: Request, error: RequestValidationError) -> Response:
        issues = [
            {"column": ".".join(str(part) for part in item["loc"][1:]), "what": item["msg"], "severity": "error"}
            for item in error.errors()
        ]
        return told(request, 422, "the request has other values than it may have", issues)

    @app.exception_handler(ValidationError)
    def form(request: Request, error: ValidationError) -> Response:
        return told(request, 422, "; ".join(validation_words(error)), [])

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        words = "there is nothing at this address" if error.status_code == 404 else str(error.detail)
        answer = told(request, error.status_code, words, [])
        if error.status_code == 405:
            answer.headers["allow"] = ", ".join(methods_at(app, request))
        return answer


def methods_at(app: FastAPI, request: Request) -> list[str]:
    """Return the methods that the address of a request takes, by all its routes."""
    described: dict[str, Any] = app.openapi()["paths"]
    own = request.url.path.split("/")
    found: set[str] = set()
    for path, methods in described.items():
        parts = path.split("/")
        if len(parts) == len(own) and all(a == b or a[:1] == "{" for a, b in zip(parts, own, strict=True)):
            found |= {method.upper() for method in methods}
    return sorted(found) or ["GET", "POST"]  # a page: what forms send
