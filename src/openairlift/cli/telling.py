"""A line on standard error that says what is tried next."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def told() -> Iterator[Callable[[str], None]]:
    """Yield a listener that writes what is tried next: over the line before where that is a terminal."""
    live = sys.stderr.isatty()

    def say(what: str) -> None:
        words = f"trying {what}"
        click.echo(f"\r\033[K{words}" if live else words, err=True, nl=not live)

    try:
        yield say
    finally:
        if live:
            click.echo("\r\033[K", err=True, nl=False)
