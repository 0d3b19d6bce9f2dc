"""Bytes to text, and what can go wrong with a snapshot."""

from __future__ import annotations

from openairlift.errors import OpenAirliftError


class UnreadableError(OpenAirliftError):
    """A snapshot is there and can't be read as text."""


class MissingExtraError(OpenAirliftError):
    """A snapshot is there, and what reads its format is not installed."""


def decoded(data: bytes, declared: str | None = None) -> str:
    """Return bytes as text: by their byte order mark, as UTF-8, as declared, else as Windows-1252.

    Examples
    --------
    >>> decoded("70\u00a0%".encode("cp1252")) == "70\u00a0%"
    True
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(declared or "cp1252", errors="replace")
    except LookupError:
        return data.decode("cp1252", errors="replace")
