"""The verbs of the server against the commands: the same names, arguments, bounds, choices and defaults."""

from __future__ import annotations

import inspect
from typing import Any

import click
import pytest

from openairlift.cli import app
from openairlift.web.bodies import body_of
from openairlift.web.declared import Kind, Verb
from openairlift.web.offered import ELSEWHERE, NOT_OFFERED, OFFERED, VERBS

OURS = {
    "as_json",
    "results",
    "out",
    "claim_review",
    "workers",
    "sources",
    "cluster",
    "csv_file",
    "profile",
    "scenario",
    "source",
}
"""Parameters of commands that say where files lie, how many processes work, and how to print: the server's matter."""

OTHER_NAMES = {
    "quick": {"mass": "mass_kg", "ground": "ground_s", "hours": "hours_per_day"},
    "plan against": {"against": "disruptions"},
    "stocks": {},
}


def commands(group: click.Group, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        here = (*path, name)
        found |= commands(command, here) if isinstance(command, click.Group) else {" ".join(here): command}
    return found


COMMANDS = commands(app)  # type: ignore[arg-type]


def test_every_command_is_offered_or_says_why_not() -> None:
    offered = {verb.name for verb in OFFERED} - {"plan against"}
    assert offered | set(ELSEWHERE) | set(NOT_OFFERED) == set(COMMANDS)
    assert not offered & (set(ELSEWHERE) | set(NOT_OFFERED))


def parameters(verb: Verb) -> dict[str, click.Parameter]:
    command = COMMANDS["plan" if verb.name == "plan against" else verb.name]
    names = OTHER_NAMES.get(verb.name, {})
    found = {
        names.get(item.name or "", item.name or ""): item
        for item in command.params
        if item.name not in OURS or (item.name == "scenario" and isinstance(item, click.Option))
    }
    if verb.name == "plan":
        del found["against"], found["samples"]
    if verb.name == "plan against":
        del found["missions"]
    return found


@pytest.mark.parametrize("slug", VERBS)
def test_arguments_are_those_of_the_command(slug: str) -> None:
    verb = VERBS[slug]
    found = parameters(verb)
    assert {setting.name for setting in verb.settings} == set(found)
    for setting in verb.settings:
        parameter = found[setting.name]
        bounds = parameter.type
        if isinstance(bounds, (click.IntRange, click.FloatRange)) and bounds.min is not None:
            assert (setting.low, setting.above) == (bounds.min, bounds.min_open), setting.name
        if isinstance(bounds, click.Choice):
            assert setting.choices == tuple(bounds.choices), setting.name
        assert setting.required == (parameter.required or setting.name == "disruptions"), setting.name
        if isinstance(parameter, click.Option) and not parameter.multiple and setting.kind is not Kind.NAMES:
            stated: Any = parameter.to_info_dict()["default"]
            absent = stated is None or setting.default is None
            assert absent == (stated is None) or setting.name in DEFAULTS_IN_THE_VERB, setting.name
            assert absent or stated == setting.default, setting.name


DEFAULTS_IN_THE_VERB = {"effort"}


@pytest.mark.parametrize("slug", VERBS)
def test_the_function_takes_every_argument(slug: str) -> None:
    verb = VERBS[slug]
    known = inspect.signature(verb.function()).parameters
    assert {setting.name for setting in verb.settings} <= set(known)
    assert ("out" in known) >= verb.out
    assert ("searching" in known) == verb.searches
    assert ("progress" in known) == (verb.told != "none")
    assert verb.says.endswith(".")


@pytest.mark.parametrize("slug", VERBS)
def test_the_body_refuses_what_is_not_declared(slug: str) -> None:
    schema = body_of(VERBS[slug]).model_json_schema()
    assert schema["additionalProperties"] is False
    assert all("description" in item for item in schema["properties"].values())
