"""The interface for programs: verbs, jobs, runs."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel

import openairlift
from openairlift.errors import OpenAirliftError
from openairlift.verbs.records import to_json
from openairlift.web.bodies import body_of
from openairlift.web.declared import Verb
from openairlift.web.guard import REPORT_POLICY
from openairlift.web.house import House
from openairlift.web.jobs import ENDED
from openairlift.web.offered import ELSEWHERE, NOT_OFFERED, OFFERED
from openairlift.web.runner import BusyError

LOOK_S = 0.3
"""A job that somebody listens to is looked at so often [s]."""

BEAT_S = 15.0
"""A sign of life when there is nothing to tell [s]."""

# What an id looks like stands in the description; another one is told that there is no such thing.
Id = Annotated[str, Path(max_length=200, json_schema_extra={"pattern": "^[0-9a-f]{16}$"})]
FileId = Annotated[str, Path(max_length=200, json_schema_extra={"pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$"})]


def answered(record: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a record as the bytes that ``--json`` prints."""
    return Response(to_json(record), status_code=status, media_type="application/json", headers=headers)


def api(house: House) -> APIRouter:
    """Return the routes of verbs, jobs and runs."""
    router = APIRouter(prefix="/api")

    @router.get("/", summary="What this server is and offers.", tags=["server"])
    def about() -> Response:
        limits = house.settings.limits
        return answered(
            {
                "name": "openairlift",
                "version": openairlift.__version__,
                "verbs": [{"name": verb.name, "says": verb.says, "job": verb.job} for verb in OFFERED],
                "elsewhere": ELSEWHERE,
                "not_offered": NOT_OFFERED,
                "limits": {
                    "jobs": limits.jobs, "waiting": limits.waiting, "memory_mb": limits.memory_mb,
                    "time_s": limits.time_s, "upload_bytes": limits.upload_bytes,
                },
            }
        )  # fmt: skip

    @router.get("/verbs", summary="The verbs with their settings, for forms.", tags=["verbs"])
    def verbs() -> Response:
        return answered({"verbs": [verb.told_as() for verb in OFFERED]})

    for verb in OFFERED:
        _add_verb(router, house, verb)
    _add_jobs(router, house)
    _add_runs(router, house)
    return router


def _add_verb(router: APIRouter, house: House, verb: Verb) -> None:
    """Add the route of a verb: quick work is answered at once, long work becomes a job."""

    def at_once(body: BaseModel) -> Response:
        return answered(house.call(verb, body.model_dump(exclude_unset=True)))

    def as_job(body: BaseModel) -> Response:
        told = house.submit(verb, body.model_dump(exclude_unset=True))
        return answered(told, status=202, headers={"location": f"/api/jobs/{told['id']}"})

    endpoint = as_job if verb.job else at_once
    endpoint.__annotations__ = {"body": body_of(verb), "return": Response}
    router.add_api_route(
        f"/verbs/{verb.slug}", endpoint, methods=["POST"], summary=verb.says, tags=["verbs"],
        operation_id=f"verb_{verb.slug.replace('-', '_')}", status_code=202 if verb.job else 200,
        response_description="How the job stands." if verb.job else "What `--json` prints.",
    )  # fmt: skip


def _add_jobs(router: APIRouter, house: House) -> None:
    runner = house.runner

    @router.get("/jobs", summary="All jobs, newest first.", tags=["jobs"])
    def jobs() -> Response:
        return answered({"jobs": runner.all()})

    @router.get("/jobs/{job}", summary="How a job stands, and how far it is.", tags=["jobs"])
    def job_(job: Id) -> Response:
        return answered(runner.told(job))

    @router.get("/jobs/{job}/result", summary="What came out, as `--json` prints it.", tags=["jobs"])
    def result(job: Id) -> Response:
        data = runner.job(job).result()
        if data is None:
            return answered(
                {"error": f"the job is {runner.told(job)['state']} and has no result", "issues": []}, status=409
            )
        return Response(data, media_type="application/json")

    @router.get("/jobs/{job}/page", summary="The page that the job wrote.", tags=["jobs"])
    def page(job: Id) -> Response:
        return FileResponse(
            house.page(job), media_type="text/html; charset=utf-8", headers={"content-security-policy": REPORT_POLICY}
        )

    @router.post("/jobs/{job}/cancel", summary="Stop a job; what it has done is kept.", tags=["jobs"])
    def cancel(job: Id) -> Response:
        return answered(runner.cancel(job))

    @router.post("/jobs/{job}/resume", summary="Let a job that ended early go on.", tags=["jobs"], status_code=202)
    def resume(job: Id) -> Response:
        return answered(runner.resume(job), status=202)

    @router.delete("/jobs/{job}", summary="Take an ended job away; runs stay.", tags=["jobs"])
    def drop(job: Id) -> Response:
        runner.drop(job)
        return answered({"dropped": job})

    listening = [0]

    @router.get("/jobs/{job}/events", summary="How a job goes, as server-sent events.", tags=["jobs"])
    async def events(job: Id, request: Request) -> Response:
        runner.job(job)
        if listening[0] >= house.settings.limits.listeners:
            raise BusyError(f"{listening[0]} pages listen already; ask for the job itself now and then")

        async def counted() -> AsyncIterator[bytes]:
            listening[0] += 1
            try:
                async for event in job_events(house, job):
                    yield event
            finally:
                listening[0] -= 1

        return StreamingResponse(counted(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def job_events(house: House, job: str) -> AsyncIterator[bytes]:
    """Yield a job's state whenever it changed, until it has ended; each event tells all, so none can be missed."""
    before, idle = b"", 0.0
    while True:
        try:
            told = await asyncio.to_thread(house.runner.told, job)
        except OpenAirliftError:
            yield b"event: gone\ndata: {}\n\n"
            return
        data = json.dumps(told, ensure_ascii=False).encode()
        if data != before:
            yield b"event: job\ndata: " + data + b"\n\n"
            before, idle = data, 0.0
        if told["state"] in ENDED or house.stopping.is_set():
            return
        await asyncio.sleep(LOOK_S)
        idle += LOOK_S
        if idle >= BEAT_S:
            yield b": still here\n\n"
            idle = 0.0


def _add_runs(router: APIRouter, house: House) -> None:
    runs = house.runs

    @router.get("/runs", summary="All stored runs, newest first.", tags=["runs"])
    def all_runs() -> Response:
        return answered({"runs": runs.all()})

    @router.get("/runs/{run}", summary="A run's summary, as `run --json` prints it.", tags=["runs"])
    def summary(run: Id) -> Response:
        path, kind = runs.file(run, "summary.json")
        return Response(path.read_bytes(), media_type=kind)

    @router.get("/runs/{run}/view", summary="What the app shows of a run.", tags=["runs"])
    def view(run: Id) -> Response:
        return Response(house.view(run), media_type="application/json")

    @router.get("/runs/{run}/files", summary="The files of a run that are given out.", tags=["runs"])
    def files(run: Id) -> Response:
        return answered({**runs.told(run), "files": runs.files(run)})

    @router.get("/runs/{run}/files/{name}", summary="A file of a run.", tags=["runs"])
    def file(run: Id, name: FileId) -> Response:
        path, kind = runs.file(run, name)
        if name == "report.html":
            return FileResponse(path, media_type=kind, headers={"content-security-policy": REPORT_POLICY})
        return FileResponse(path, media_type=kind, filename=name)


def fault(status: int, words: str, issues: list[dict[str, Any]] | None = None, **more: Any) -> JSONResponse:
    """Return an error in the form of ``--json``: what, and the issues."""
    return JSONResponse({"error": words, "issues": issues or [], **more}, status_code=status)
