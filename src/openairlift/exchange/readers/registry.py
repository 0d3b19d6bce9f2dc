"""Which readers there are: those that entry points of the group ``openairlift.readers`` name, ours among them."""

from __future__ import annotations

from importlib.metadata import entry_points

from openairlift.errors import OpenAirliftError, UsageError, nearest
from openairlift.exchange.readers.reader import Reader

GROUP = "openairlift.readers"


def reader_names() -> tuple[str, ...]:
    """Return the names of the readers that are installed.

    Examples
    --------
    >>> "tpfdd" in reader_names()
    True
    """
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def find_reader(name: str) -> Reader:
    """Return the reader of a format.

    Raises
    ------
    UsageError
        When there is none of this name.
    OpenAirliftError
        When the package that offers it is broken.
    """
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if not found:
        known = reader_names()
        near = nearest(name, known)
        hint = "" if near is None else f"; did you mean {near!r}?"
        listed = ", ".join(known) or "none (install the package again)"
        raise UsageError(f"{name!r} is no format that can be read; there are: {listed}{hint}")
    # Ours first: a package that takes one of our names does not take its place unseen.
    point = sorted(found, key=lambda item: not item.value.startswith("openairlift."))[0]
    try:
        reader = point.load()
    except (ImportError, AttributeError) as error:
        raise OpenAirliftError(f"the reader {name!r} ({point.value}) can't be loaded: {error}") from None
    if not isinstance(reader, Reader) or reader.name != name:
        raise OpenAirliftError(f"the entry point {name!r} ({point.value}) is no reader of this name")
    return reader
