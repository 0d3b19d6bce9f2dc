"""The interface for programs: scenarios, their versions, and edits."""

from __future__ import annotations

from pathlib import Path as Folder
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import Response

from openairlift.errors import OpenAirliftError, ScenarioError, UsageError
from openairlift.verbs.checking import check
from openairlift.verbs.examples import copy_example
from openairlift.verbs.making import new
from openairlift.verbs.records import Record, issue_record
from openairlift.web.api import FileId, answered
from openairlift.web.bodies import CreateBody, EditBody
from openairlift.web.edits import Edit, changed_files
from openairlift.web.grids import grids, with_cells
from openairlift.web.house import House
from openairlift.web.scenarios import FILE, ConflictError, MissingError, Scenarios, Version

Id = Annotated[str, Path(max_length=200, json_schema_extra={"pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$"})]
Number = Annotated[int | None, Query(ge=1, le=999_999, description="Version; none = the newest.")]


class UnconditionalError(OpenAirliftError):
    """An edit that does not say of which version it is."""


class FaultyEditError(OpenAirliftError):
    """An edit with faults; carries what `check` says."""

    def __init__(self, record: Record) -> None:
        self.record = record
        super().__init__("the edit has faults, and no version was made; keep_faulty makes it all the same")


def scenarios_api(house: House) -> APIRouter:
    """Return the routes of scenarios."""
    router, shelf = APIRouter(prefix="/api/scenarios", tags=["scenarios"]), house.scenarios

    @router.get("", summary="All scenarios with their versions.")
    def listed() -> Response:
        return answered({"scenarios": [scenario_record(versions) for versions in shelf.all().values()]})

    @router.post("", summary="A new scenario: from files, an example, or one to start from.", status_code=201)
    def create(body: CreateBody) -> Response:
        version, record = created(shelf, body)
        return answered({**version_record(version), "record": record}, status=201, headers={"etag": f'"{version.tag}"'})

    @router.get("/{name}", summary="A scenario: its versions, files and mark (ETag).")
    def one(name: Id, version: Number = None) -> Response:
        found = shelf.find(name, version)
        record = {**scenario_record(shelf.versions(name)), **version_record(found), "files": list(found.files())}
        return answered(record, headers={"etag": f'"{found.tag}"'})

    @router.get("/{name}/tables", summary="A scenario's tables as text, and what `check` says at which cell.")
    def tables(name: Id, version: Number = None) -> Response:
        found, newest = shelf.find(name, version), shelf.find(name)
        record = tables_record(found, newest=newest.number)
        return answered(record, headers={"etag": f'"{found.tag}"'})

    @router.get("/{name}/files/{file}", summary="A file of a scenario, as text.")
    def file_(name: Id, file: FileId, version: Number = None) -> Response:
        files = shelf.find(name, version).files()
        if file not in files:
            raise MissingError(f"there is no file {file[:80]!r}; known: {', '.join(files)}")
        return Response(files[file], media_type="text/plain; charset=utf-8")

    @router.post("/{name}/edits", summary="Edit the newest version: a new one is made.", status_code=201)
    def edit(
        name: Id, body: EditBody, if_match: Annotated[str | None, Header(description="Mark of the version.")] = None
    ) -> Response:
        version, record = edited(shelf, name, body, tag=if_match)
        if version is None:
            return answered({"made": False, "check": record})
        told = {"made": True, **version_record(version), "check": record}
        return answered(told, status=201, headers={"etag": f'"{version.tag}"'})

    return router


def scenario_record(versions: list[Version]) -> Record:
    """Return what a scenario is, in short."""
    return {
        "name": versions[-1].name,
        "shipped": versions[0].shipped,
        "versions": [version.number for version in versions],
    }


def version_record(version: Version) -> Record:
    """Return which version it is."""
    return {"name": version.name, "version": version.number, "folder": version.folder, "tag": version.tag}


def tables_record(version: Version, *, newest: int) -> Record:
    """Return a version's tables as text, with what `check` says of them."""
    files = version.files()
    return {
        **version_record(version),
        "newest": newest,
        **grids(files),
        "check": with_cells(check(version.path), files),
    }


def created(shelf: Scenarios, body: CreateBody) -> tuple[Version, Record]:
    """Make a new scenario, and return it with what the command would print."""
    if sum(item is not None for item in (body.files, body.example, body.new)) != 1:
        raise UsageError("state one of files, example and new")
    record: dict[str, Any] = {}

    def fill(folder: Folder) -> None:
        if body.example is not None:
            record.update(copy_example(body.example, to=folder))
        elif body.new is not None:
            record.update(new(folder, **body.new.model_dump()))
        else:
            files = encoded(body.files or {})
            folder.mkdir()
            for name, data in files.items():
                (folder / name).write_bytes(data)
            if "scenario.toml" not in files:
                raise UsageError("a scenario has a file scenario.toml")
            record.update(check(folder))

    return shelf.create(body.name, fill), record


def encoded(files: dict[str, str]) -> dict[str, bytes]:
    """Return files as bytes; names that could be something else are refused."""
    for name in files:
        if FILE.fullmatch(name) is None or ".." in name:
            raise UsageError(
                f"{name[:80]!r} is no name of a file here: letters, figures, . _ - and .csv, .toml, .txt or .md"
            )
    return {name: text.encode() for name, text in files.items()}


def edited(shelf: Scenarios, name: str, body: EditBody, *, tag: str | None) -> tuple[Version | None, Record]:
    """Make the version after the newest with an edit, and return it with what `check` says.

    Raises
    ------
    UnconditionalError
        When it is not said of which version it is an edit.
    ConflictError
        When that is not the newest any more.
    FaultyEditError
        When the edit has faults.
    """
    head = shelf.find(name)
    stated = (tag or "").strip().removeprefix("W/").strip('"')
    if not stated:
        raise UnconditionalError("say which version you edit: If-Match with the ETag of the scenario")
    if stated != head.tag:
        raise ConflictError(
            f"{name!r} is at version {head.number} with the mark {head.tag} by now; load it and edit that"
        )
    edit = Edit(
        set=body.set, add=[(row.table, row.row) for row in body.add], remove=body.remove, files=encoded(body.files)
    )
    before = head.files()
    try:
        changed = changed_files(before, edit)
    except ScenarioError as error:
        said = with_cells({"valid": False, "issues": [issue_record(issue) for issue in error.issues]}, before)
        if body.only_check:
            return None, said
        raise FaultyEditError(said) from None
    changed = {file: data for file, data in changed.items() if before.get(file) != data}
    if not changed:
        raise UsageError("the edit changes nothing")
    found: dict[str, Any] = {}

    def checked(folder: Folder) -> None:
        found.update(with_cells(check(folder), {**before, **changed}))
        if body.only_check or (not found["valid"] and not body.keep_faulty):
            raise FaultyEditError(found)

    try:
        return shelf.add_version(head, changed, check=checked), found
    except FaultyEditError:
        if body.only_check:
            return None, found
        raise
