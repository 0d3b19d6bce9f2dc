"""The command line: a thin skin over `openairlift.verbs`; nothing heavy is imported before a verb needs it."""

from openairlift.cli.app import app, main

__all__ = ["app", "main"]
