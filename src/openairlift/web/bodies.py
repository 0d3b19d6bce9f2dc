"""The declarations of verbs as models of a request's body: what is not declared is refused, and nothing is guessed."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from openairlift.web.declared import MOST_NAMES, MOST_TABLE, MOST_TEXT, Kind, Setting, Verb
from openairlift.web.scenarios import MOST_FILES

Name = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=MOST_TEXT)]


def _whole(value: Any) -> Any:
    """Take 13.0 as 13: in JSON both are the same whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]


def _one_of(*names: str) -> dict[str, Any]:
    """Return the part of a schema that says that one of these is stated, and the others are not."""
    stated, unstated = {"not": {"type": "null"}}, {"type": "null"}
    ways = [{"required": [name], "properties": {n: stated if n == name else unstated for n in names}} for name in names]
    return {"oneOf": ways}


class Body(BaseModel):
    """A request's body."""

    model_config = ConfigDict(extra="forbid", strict=True)


class RowToAdd(Body):
    """A row to add to a table."""

    table: Name
    row: dict[Name, Text] = Field(max_length=100)


class EditBody(Body):
    """Changes of a scenario, in the words of options, and whole files; all of them make one new version."""

    set: dict[Name, Text] = Field(default_factory=dict, max_length=1000, description="Text by cell.")
    add: list[RowToAdd] = Field(default_factory=list, max_length=1000, description="Rows to add.")
    remove: list[Name] = Field(default_factory=list, max_length=1000, description="Rows to take out.")
    files: dict[Name, str] = Field(default_factory=dict, max_length=MOST_FILES, description="Whole files, by name.")
    only_check: bool = Field(default=False, description="Say what `check` would say, and make no version.")
    keep_faulty: bool = Field(default=False, description="Make the version even where `check` finds faults.")


class Synthetic(Body):
    """A scenario to start from: small and commented, or with a size a synthetic instance of the benchmark."""

    size: Literal["S", "M", "L"] | None = None
    load: Literal["light", "congested"] | None = None
    seed: Whole | None = Field(default=None, ge=0, le=2**53 - 1)
    slots: float | None = Field(default=None, gt=0, le=1000)


class CreateBody(Body):
    """A new scenario: from files, from a shipped example, or one to start from."""

    model_config = ConfigDict(json_schema_extra=_one_of("files", "example", "new"))

    name: Name
    files: dict[Name, str] | None = Field(default=None, max_length=MOST_FILES)
    example: Name | None = None
    new: Synthetic | None = None


@cache
def body_of(verb: Verb) -> type[BaseModel]:
    """Return the model of a verb's body.

    Examples
    --------
    >>> from openairlift.web.offered import VERBS
    >>> sorted(body_of(VERBS["run"]).model_fields)
    ['effort', 'events', 'judge', 'options', 'runs', 'scenario', 'seed', 'version']
    """
    fields: dict[str, Any] = {}
    if "scenario" in verb.takes:
        needed = verb.takes == ("scenario",)
        fields["scenario"] = (Name, Field(description="Name of a scenario.")) if needed else (
            Name | None, Field(default=None, description="Name of a scenario; or state a run."),
        )  # fmt: skip
        fields["version"] = (
            Annotated[Whole, Field(ge=1, le=999_999)] | None, Field(default=None, description="None = the newest."),
        )  # fmt: skip
    if "run" in verb.takes:
        fields["run"] = (Name | None, Field(default=None, description="Id of a stored run."))
    for setting in verb.settings:
        kind = _type_of(setting)
        if setting.required:
            fields[setting.name] = (kind, Field(description=setting.says))
        else:
            fields[setting.name] = (kind | None, Field(default=setting.default, description=setting.says))
    name = "".join(part.title() for part in verb.slug.split("-"))
    made: type[BaseModel] = create_model(f"{name}Body", __base__=Body, __doc__=verb.says, **fields)
    if len(verb.takes) > 1:
        made.model_config = ConfigDict(**made.model_config, json_schema_extra=_one_of(*verb.takes))
        made.model_rebuild(force=True)
    return made


def _type_of(setting: Setting) -> Any:
    bounds: dict[str, Any] = {"le": setting.high}
    bounds["gt" if setting.above else "ge"] = setting.low
    if setting.kind is Kind.WHOLE:
        whole: dict[str, Any] = {key: int(value) for key, value in bounds.items() if value is not None}
        return Annotated[Whole, Field(**whole)]
    if setting.kind is Kind.NUMBER:
        return Annotated[float, Field(allow_inf_nan=False, **bounds)]
    if setting.choices:
        return Literal[setting.choices]
    plain = {
        Kind.FLAG: bool,
        Kind.NAMES: Annotated[list[Name], Field(max_length=MOST_NAMES)],
        Kind.LEVELS: Annotated[dict[Name, Annotated[float, Field(ge=0, le=1e15)]], Field(max_length=MOST_NAMES)],
        Kind.RANGES: Annotated[dict[Name, Name], Field(max_length=MOST_NAMES)],
        Kind.TABLE: Annotated[str, Field(max_length=MOST_TABLE)],
    }
    return plain.get(setting.kind, Text)
