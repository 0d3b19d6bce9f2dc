"""Distributions, written where a number may stand: ``triangular(2.25; 2.75; 3.25)``."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from openairlift.errors import nearest
from openairlift.model import Distribution, FieldSpec, Shape
from openairlift.tables.fault import CellError
from openairlift.tables.numbers import limits, parse_number, quantity, within

Files = Callable[[str], bytes | None]
"""Gives the content of a file that lies beside the tables, or None where there is none of that name."""

PARAMETERS = {
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.LOGNORMAL: ("mean", "cv"),
    Shape.EMPIRICAL: (),
}
GRAMMAR = (
    "a number, lognormal(mean=2.75; cv=0.3), triangular(low; mode; high), uniform(low; high), empirical(v1; v2; …)"
)
_CALL = re.compile(r"([A-Za-z_]+)\s*\(([^()]*)\)")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.(?:csv|txt)")
_MOST_VALUES = 100_000


def parse_distribution(
    text: str, spec: FieldSpec, *, suffix: str | None = None, files: Files | None = None
) -> Distribution:
    """Read a number or a distribution into the field's stored unit.

    Parameters
    ----------
    text : the cell.
    spec : the field, for its dimension and limits.
    suffix : unit of the column; None for the stored unit.
    files : gives the content of a file named in ``empirical(file.csv)``.

    Examples
    --------
    >>> from openairlift.model import GroundTime, specs
    >>> str(parse_distribution("triangular(2.25; 2.75; 3.25)", specs(GroundTime)[3], suffix="h"))
    'triangular(8100; 9900; 11700)'
    """
    if "(" not in text:
        return Distribution.constant(within(quantity(text, spec.dimension, suffix), spec))
    match = _CALL.fullmatch(text.strip())
    if match is None:
        raise CellError("is no distribution", allowed=GRAMMAR)
    shape = _shape(match[1])
    parts = [part.strip() for part in match[2].split(";")]
    if shape is Shape.EMPIRICAL:
        return Distribution(shape, _observations(parts, spec, suffix, files))
    numbers = tuple(
        parse_number(part) if name == "cv" else quantity(part, spec.dimension, suffix)
        for name, part in zip(PARAMETERS[shape], _arranged(shape, parts), strict=True)
    )
    if shape is Shape.LOGNORMAL:
        return Distribution(shape, _lognormal(numbers, spec))
    if any(b < a for a, b in pairwise(numbers)):
        raise CellError("has its numbers out of order", allowed=f"{' <= '.join(PARAMETERS[shape])}")
    for number in numbers:
        within(number, spec)
    return Distribution(shape, numbers)


def _shape(word: str) -> Shape:
    known = {shape.name.lower(): shape for shape in PARAMETERS}
    if word.lower() not in known:
        raise CellError(
            f"{word!r} is no distribution", allowed=", ".join(sorted(known)), nearest=nearest(word, sorted(known))
        )
    return known[word.lower()]


def _arranged(shape: Shape, parts: list[str]) -> list[str]:
    """Return the arguments in the order of the parameters, given by position or by name."""
    names = PARAMETERS[shape]
    form = f"{shape.name.lower()}({'; '.join(names)})"
    if len(parts) != len(names):
        hint = "; separate numbers by ';'" if any("," in part for part in parts) else ""
        raise CellError(f"needs {len(names)} numbers and has {len(parts)}{hint}", allowed=form)
    named = [part.partition("=") for part in parts]
    if not any(sign for _, sign, _ in named):
        return parts
    given = {name.strip(): value.strip() for name, sign, value in named if sign}
    for name in given:
        if name not in names:
            raise CellError(f"{name!r} is no parameter of it", allowed=form, nearest=nearest(name, names))
    if set(given) != set(names):
        raise CellError("names some parameters twice or not at all", allowed=form)
    return [given[name] for name in names]


def _lognormal(numbers: tuple[float, ...], spec: FieldSpec) -> tuple[float, ...]:
    mean, cv = numbers
    if not mean > 0:
        raise CellError("has a mean that is not above 0", allowed="lognormal(mean=…; cv=…) with mean > 0")
    if not 0 <= cv <= 100:
        raise CellError("has a coefficient of variation out of range", allowed="cv from 0 to 100")
    if spec.maximum is not None:
        raise CellError(
            "has no upper end, but the column ends", allowed=f"{limits(spec)}, or a distribution with an end"
        )
    return (within(mean, spec), cv)


def _observations(parts: list[str], spec: FieldSpec, suffix: str | None, files: Files | None) -> tuple[float, ...]:
    if len(parts) == 1 and (_FILE.fullmatch(parts[0]) or not re.match(r"[+-]?[0-9.]", parts[0])):
        parts = _from_file(parts[0], files)
    if len(parts) > _MOST_VALUES:
        raise CellError(f"has {len(parts)} observations", allowed=f"at most {_MOST_VALUES}")
    return tuple(sorted(within(quantity(part, spec.dimension, suffix), spec) for part in parts))


def _from_file(name: str, files: Files | None) -> list[str]:
    """Return the numbers of a file: one a line; a first line ``value`` is its heading."""
    if not _FILE.fullmatch(name):
        raise CellError("names no file and no numbers", allowed="empirical(v1; v2; …) or empirical(file.csv)")
    data = None if files is None else files(name)
    if data is None:
        raise CellError(f"names the file {name}, which is not beside the tables", allowed="a file in the scenario")
    try:
        lines = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
    except UnicodeDecodeError as error:
        raise CellError(f"names the file {name}, which is not UTF-8 (byte {error.start})") from None
    numbers = [line for line in lines if line]
    if numbers and numbers[0] == "value":
        del numbers[0]
    if not numbers:
        raise CellError(f"names the file {name}, which holds no numbers", allowed="one number a line")
    return numbers
