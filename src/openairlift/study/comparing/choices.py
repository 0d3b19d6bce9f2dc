"""What is compared: the base case, single options, and several together (``a+b``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openairlift.errors import UsageError, nearest
from openairlift.model import Option
from openairlift.scenario.options import AND, BASE


@dataclass(frozen=True, slots=True)
class Choice:
    """A name as the user wrote it, and the options that it lays over the base case."""

    name: str
    options: tuple[str, ...]


def choices_of(names: str | Iterable[str], options: Mapping[str, Option], *, least: int = 0) -> tuple[Choice, ...]:
    """Return what names stand for: ``base``, an option, or several joined by ``+``.

    Parameters
    ----------
    names : names, or one text with commas between them.
    options : the options of the scenario.
    least : so many at least.

    Raises
    ------
    UsageError
        When a name is unknown, two stand for the same, or there are too few.

    Examples
    --------
    >>> known = {name: Option(id=name, title=name) for name in ("patriot", "thaad")}
    >>> [(item.name, item.options) for item in choices_of("base, patriot+thaad", known)]
    [('base', ()), ('patriot+thaad', ('patriot', 'thaad'))]
    """
    listed = names.split(",") if isinstance(names, str) else list(names)
    found = [_choice(name.strip(), options) for name in listed if name.strip()]
    for index, item in enumerate(found):
        twin = next((other for other in found[:index] if set(other.options) == set(item.options)), None)
        if twin is not None:
            raise UsageError(f"{item.name!r} and {twin.name!r} stand for the same; name each once")
    if len(found) < least:
        raise UsageError(
            f"a comparison needs {least} names or more, got {', '.join(listed) or 'none'}; {_known(options)}"
        )
    return tuple(found)


def all_choices(options: Mapping[str, Option]) -> tuple[Choice, ...]:
    """Return the base case and every option of a scenario."""
    return (Choice(BASE, ()), *(Choice(name, (name,)) for name in options))


def _choice(name: str, options: Mapping[str, Option]) -> Choice:
    if name == BASE:
        return Choice(BASE, ())
    parts = [part.strip() for part in name.split(AND)]
    for part in parts:
        if part == BASE:
            raise UsageError(f"{name!r}: {BASE!r} is the case without options; leave it out of what {AND!r} joins")
        if part not in options:
            near = nearest(part, [*options, BASE])
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise UsageError(f"there is no option {part!r}{hint} {_known(options)}")
    return Choice(AND.join(parts), tuple(dict.fromkeys(parts)))


def _known(options: Mapping[str, Option]) -> str:
    known: Sequence[str] = list(options)
    return f"Options here: {', '.join(known)}" if known else "The scenario has no options"
