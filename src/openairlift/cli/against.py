"""The options of `plan` that plan against disruptions which come by chance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from openairlift.cli.frame import emit
from openairlift.cli.telling import told
from openairlift.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])


def against_options(function: F) -> F:
    """Add the options."""
    function = click.option(
        "--samples", type=click.IntRange(min=1), help="Futures that --against is planned for.  [default: 20]"
    )(function)
    return click.option(
        "--against",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Plan against sampled futures of these disruptions (columns of disruptions.csv); effort 20 unless stated.",
    )(function)


def planned_against(scenario: str, against: Path | None, *, as_json: bool, **settings: Any) -> None:
    """Plan against disruptions and print what hedging costs and brings."""
    if against is None:
        raise UsageError("--samples counts the futures of --against; name a file with disruptions there")
    from openairlift.verbs.robust import against as verb
    from openairlift.verbs.robust import against_text

    with told() as progress:
        record = verb(scenario, against, progress=progress, **settings)
    emit(record, as_json=as_json, text=against_text)
