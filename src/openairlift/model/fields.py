"""How a record describes its fields once: code, JSON Schema, column reference and messages are made from this."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Protocol, cast

from openairlift.units import UNITS, Dimension


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    ID = "id"
    IDS = "ids"  # several ids, ";" between
    INTEGER = "integer"
    NUMBER = "number"
    DISTRIBUTION = "distribution"  # a number, or a distribution where a number may stand
    BOOLEAN = "boolean"
    TIME = "time"  # a moment; stored as aware UTC datetime
    CHOICE = "choice"
    CHOICES = "choices"  # several of the choices, ";" between
    SPOTS = "spots"  # wide:2;narrow:3
    EQUIVALENCE = "equivalence"  # wide=2*narrow
    CURVE = "curve"  # 0km:77000kg;4400km:77000kg
    HOURS = "hours"  # weekly opening hours


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a record, as files, messages and documentation need it.

    Attributes
    ----------
    attribute : name of the record's attribute, ending in its stored unit (``duty_s``).
    column : canonical name in files (``duty_h``).
    kind, dimension : what the cell holds; the dimension of a number, if it has one.
    description : one sentence.
    required : the column must be there and every cell filled.
    default : used where the cell is blank; None = not stated.
    minimum, maximum, above : limits in the stored unit; `above` is exclusive.
    choices : allowed words.
    refers : table in which the id must be found, or None.
    key : part of the row's key.
    used : False while no result of this version reads the field.
    outlook : read by the outlooks alone: no input of a plan or a run.
    x, y : for curves, dimensions of abscissa and ordinate.
    """

    attribute: str
    column: str
    kind: Kind
    description: str
    dimension: Dimension | None = None
    required: bool = False
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    choices: tuple[str, ...] = ()
    refers: str | None = None
    key: bool = False
    used: bool = True
    outlook: bool = False
    x: Dimension | None = None
    y: Dimension | None = None

    @property
    def base(self) -> str:
        """The column's name without its unit suffix (``duty``)."""
        if self.dimension is None or self.dimension is Dimension.COUNT:
            return self.column
        for suffix in sorted(UNITS[self.dimension], key=len, reverse=True):
            if self.column.endswith("_" + suffix):
                return self.column[: -len(suffix) - 1]
        return self.column

    @property
    def suffix(self) -> str | None:
        """The unit suffix of the canonical column (``h``), or None."""
        return None if self.base == self.column else self.column[len(self.base) + 1 :]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column name that a file may use for this field."""
        if self.suffix is None or self.dimension is None:
            return (self.column,)
        return (self.column, *(f"{self.base}_{s}" for s in UNITS[self.dimension] if s != self.suffix))


def column(
    kind: Kind,
    description: str,
    *,
    name: str | None = None,
    default: Any = None,
    required: bool = False,
    **spec: Any,
) -> Any:
    """Declare a record's field together with its description; `name` is the file's column where it differs."""
    metadata = {"kind": kind, "description": description, "column": name, "default": default, "required": required}
    metadata.update(spec)
    if required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


class Record(Protocol):
    """A frozen dataclass whose fields were made with `column`."""

    __dataclass_fields__: Any


def specs(record: type[Any]) -> tuple[FieldSpec, ...]:
    """Return the field specifications of a record class, in file order.

    Examples
    --------
    >>> from openairlift.model import Place
    >>> [spec.column for spec in specs(Place)][:3]
    ['id', 'name', 'icao']
    """
    return _specs(cast(Hashable, record))


@cache
def _specs(record: Any) -> tuple[FieldSpec, ...]:
    """Return what a class declares; a class never changes, and a reader asks for every row."""
    return tuple(_iterate(record))


def _iterate(record: type[Any]) -> Iterator[FieldSpec]:
    for item in dataclasses.fields(record):
        if "kind" not in item.metadata:
            continue
        metadata = dict(item.metadata)
        metadata["column"] = metadata["column"] or item.name
        yield FieldSpec(attribute=item.name, **metadata)
