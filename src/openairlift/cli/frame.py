"""What all commands share: exit status, nearest names, quantities with units, output."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from openairlift.errors import Interrupted, OpenAirliftError, UnitError, UsageError, nearest
from openairlift.model import PROFILES
from openairlift.units import UNITS, Dimension, parse_quantity

F = TypeVar("F", bound=Callable[..., Any])

ISSUES, USAGE, INTERRUPTED = 1, 2, 130

PROFILE = "openairlift.profile"
"""Where a call keeps the display profile that was asked for."""

_READS = frozenset({"scenario", "source", "before"})


def note(text: str) -> None:
    """Write to standard error."""
    click.echo(text, err=True)


def emit(record: Any, *, as_json: bool, text: Callable[[Any], str]) -> None:
    """Print a record: as one JSON object, or as a person reads it."""
    if as_json:
        from openairlift.verbs.records import to_json

        click.echo(to_json(record), nl=False)
    else:
        click.echo(bannered(text(as_shown(record)), record))


def bannered(text: str, record: Any) -> str:
    """Return a text with the scenario's banner above it, where there is one."""
    about = record.get("scenario") if isinstance(record, dict) else None
    banner = about.get("banner") if isinstance(about, dict) else None
    if banner is None and isinstance(record, dict):
        banner = record.get("banner")
    line = "".join(letter if letter.isprintable() else "\ufffd" for letter in " ".join(str(banner or "").split()))
    return f"{line}\n{text}" if line else text


def as_shown(record: Any) -> Any:
    """Return a record in the profile that ``--profile`` asks for; the record as it is without."""
    context = click.get_current_context(silent=True)
    profile = None if context is None else context.meta.get(PROFILE)
    if profile is None or not isinstance(record, dict):
        return record
    from openairlift.verbs.records import in_profile

    return in_profile(record, profile)


def _profiled(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    context.meta[PROFILE] = value
    return value


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning to a user, who has no use for the place in the code."""
    note(f"warning: {message}")


class Command(click.Command):
    """A command that turns this package's errors into a message and an exit status.

    One that reads a scenario or a run takes ``--profile``, which changes the units of its text.
    """

    paged = False
    """Whether the function is told the profile, for a page that it writes."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        names = {parameter.name for parameter in self.params}
        if (names & _READS or self.name == "quick") and "as_json" in names:
            option = click.Option(
                ["--profile"], type=click.Choice(PROFILES), expose_value=self.paged, callback=_profiled,
                help="Units and dates of text and pages: us-nato = short tons, nautical miles, Zulu; none = the "
                "scenario's.",
            )  # fmt: skip
            self.params.append(option)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        status = ISSUES
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _warned
                return super().invoke(ctx)
        except UsageError as error:
            status = USAGE
            note(f"openairlift: {error}")
        except Interrupted as error:
            status = INTERRUPTED
            note(f"openairlift: {error}")
        except OpenAirliftError as error:
            note(f"openairlift: {error}")
            if ctx.params.get("as_json"):
                from openairlift.verbs.records import issue_record, to_json

                found = [issue_record(issue) for issue in getattr(error, "issues", ())]
                click.echo(to_json({"error": str(error).partition("\n")[0], "issues": found}), nl=False)
        except KeyboardInterrupt:
            status = INTERRUPTED
            note("openairlift: stopped by Ctrl-C; the same call starts where the last finished runs end")
        except BrokenPipeError:
            raise
        except OSError as error:
            note(f"openairlift: {error.strerror or error}" + (f": {error.filename}" if error.filename else ""))
        return ctx.exit(status)


class Paged(Command):
    """A command that writes a page, in the profile that is asked for."""

    paged = True


class Group(click.Group):
    """A group that names the command nearest to one that it does not know."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = nearest(name, self.list_commands(ctx))
            hint = "" if near is None else f" Did you mean {near!r}?"
            raise click.UsageError(f"No such command {name!r}.{hint} Known: {', '.join(self.list_commands(ctx))}.", ctx)
        return super().resolve_command(ctx, args)


def quantity(dimension: Dimension) -> dict[str, Any]:
    """Return what makes an option take a number with its unit, such as 500t."""

    def read(context: click.Context, parameter: click.Parameter, value: str | None) -> float | None:
        try:
            return None if value is None else parse_quantity(value, dimension)
        except UnitError as error:
            raise click.BadParameter(str(error), context, parameter) from None

    return {"callback": read, "metavar": f"NUMBER[{'|'.join(UNITS[dimension])}]"}


def study_options(*, out: str) -> Callable[[F], F]:
    """Add the options that `run` and `report` share."""
    options = [
        click.option("--option", "options", multiple=True, metavar="NAME", help="Apply an option; repeatable."),
        click.option("--runs", type=click.IntRange(min=1), help="Simulated runs.  [default: 200]"),
        click.option("--seed", type=click.IntRange(min=0), help="Seed of all draws; none = the scenario's."),
        click.option("--workers", type=click.IntRange(min=1), help="Processes; none = all cores when that is quicker."),
        click.option(
            "--effort",
            type=click.IntRange(min=1),
            default=1,
            show_default=True,
            help="Planner's budget: 1 = the baseline, fast and without a bound; 2 or more = near the optimum.",
        ),
        click.option("--out", type=click.Path(file_okay=False, path_type=Path), help=out),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    ]

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate
