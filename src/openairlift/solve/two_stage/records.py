"""The records that state a two-stage linear programme, each checked where it is made."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openairlift.errors import TwoStageError

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

SENSES = ("<=", ">=", "==")
PROBABILITY_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Triplets:
    """A sparse matrix as (row, column, value), for programmes whose dense matrices would not fit.

    Attributes
    ----------
    shape : rows and columns.
    rows, columns : index of each entry, counted from 0; an entry may be stated once.
    values : the entries.

    Examples
    --------
    >>> import openairlift as oa
    >>> oa.Triplets(shape=(1, 3), rows=[0, 0], columns=[0, 2], values=[50, 20]).values
    array([50., 20.])
    """

    shape: tuple[int, int]
    rows: Sequence[int] | Indices
    columns: Sequence[int] | Indices
    values: Sequence[float] | Array

    def __post_init__(self) -> None:
        for name, limit in (("rows", self.shape[0]), ("columns", self.shape[1])):
            given = np.asarray(getattr(self, name))
            if given.ndim != 1 or (given.size and given.dtype.kind not in "iu"):
                raise TwoStageError(f"Triplets: {name} must be a list of whole numbers, counted from 0")
            index = given.astype(np.int64)
            index.setflags(write=False)
            if index.size and (index.min() < 0 or index.max() >= limit):
                raise TwoStageError(
                    f"Triplets: {name} runs from {index.min()} to {index.max()}; allowed: 0 to {limit - 1}"
                )
            object.__setattr__(self, name, index)
        object.__setattr__(self, "values", _vector(self.values, "Triplets: values", finite=True))
        rows, columns = np.asarray(self.rows), np.asarray(self.columns)
        if not len(rows) == len(columns) == len(self.values):
            raise TwoStageError(
                f"Triplets: {len(rows)} rows, {len(columns)} columns, {len(self.values)} values; allowed: equally many"
            )
        keys = rows * self.shape[1] + columns
        order = np.sort(keys)
        if np.any(order[1:] == order[:-1]):
            row, column = divmod(int(order[1:][order[1:] == order[:-1]][0]), self.shape[1])
            raise TwoStageError(f"Triplets: the entry ({row}, {column}) is stated twice; add the values up")


Vector = Sequence[float] | Array
Bound = Sequence[float | None] | Array
Matrix = Sequence[Sequence[float]] | Array | Triplets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """One way the future may go: what it then costs to react, and what has to hold.

    The rows are ``technology @ x + recourse @ y  (senses)  rhs`` for the first stage x and the recourse y.

    Attributes
    ----------
    name : how messages and results call it.
    probability : above 0; those of a programme add up to 1.
    cost : of each recourse variable, per unit.
    technology : matrix of rows × first-stage variables.
    recourse : matrix of rows × recourse variables.
    rhs : right-hand side of each row.
    senses : ``<=``, ``>=`` or ``==``, one a row, or one text for all rows.
    lower, upper : bounds of the recourse variables; None within them is no bound. Left out: 0 and no bound.
    """

    name: str
    probability: float
    cost: Vector
    technology: Matrix
    recourse: Matrix
    rhs: Vector
    senses: str | Sequence[str]
    lower: Bound | None = None
    upper: Bound | None = None

    def __post_init__(self) -> None:
        where = f"outcome {self.name!r}"
        if not 0.0 < self.probability <= 1.0 + PROBABILITY_TOLERANCE:
            raise TwoStageError(
                f"{where}: its probability is {self.probability:g}; allowed: above 0 and up to 1"
                " (leave out an outcome that can't come)"
            )
        _freeze_rows(self, where, {"technology": None, "recourse": len(self.cost)})
        _freeze_bounds(self, where)

    @property
    def size(self) -> tuple[int, int]:
        """Rows and recourse variables."""
        return len(self.rhs), len(self.cost)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoStage:
    """A two-stage linear programme: minimise the first stage's cost and the expected cost of recourse.

    min cost·x + Σ p_k min { cost_k·y : technology_k x + recourse_k y (senses) rhs_k, bounds }  subject to
    ``rows @ x (senses) rhs`` and the bounds of x. Costs, matrices, right-hand sides and bounds may all differ by
    outcome (random recourse); the number of recourse variables may too.

    Attributes
    ----------
    cost : of each first-stage variable, per unit.
    outcomes : what may happen; their probabilities add up to 1.
    rows, rhs, senses : limits of the first stage alone; left out: none.
    lower, upper : bounds of x; None within them is no bound. Left out: 0 and no bound.
    names : of the first-stage variables, for messages and print; left out: x0, x1 and so on.
    name : of the programme.

    Raises
    ------
    TwoStageError
        When sizes don't fit, a number is missing or not finite, or probabilities don't add up to 1.

    Examples
    --------
    Papers are bought at 6 and sold at 10; demand is 20 or 40, each as likely as the other:

    >>> import openairlift as oa
    >>> days = [oa.Outcome(name=f"{d} readers", probability=0.5, cost=[-10], technology=[[-1], [0]],
    ...                    recourse=[[1], [1]], rhs=[0, d], senses="<=") for d in (20, 40)]
    >>> paper = oa.TwoStage(cost=[6], outcomes=days, names=["papers"])
    >>> oa.solve_extensive(paper).first_stage
    {'papers': 20.0}
    """

    cost: Vector
    outcomes: Sequence[Outcome]
    rows: Matrix | None = None
    rhs: Vector = ()
    senses: str | Sequence[str] = ()
    lower: Bound | None = None
    upper: Bound | None = None
    names: Sequence[str] = ()
    name: str = "two-stage programme"

    def __post_init__(self) -> None:
        count = len(self.cost)
        if not self.outcomes:
            raise TwoStageError(f"{self.name}: it has no outcomes; allowed: at least one")
        object.__setattr__(self, "outcomes", tuple(self.outcomes))
        object.__setattr__(self, "names", tuple(self.names) or tuple(f"x{index}" for index in range(count)))
        if self.rows is None:
            object.__setattr__(self, "rows", np.zeros((0, count)))
        if len(self.names) != count:
            raise TwoStageError(f"{self.name}: {len(self.names)} names for {count} first-stage variables")
        _refuse_twins(self.name, "names of the first stage", self.names)
        _refuse_twins(self.name, "names of the outcomes", [outcome.name for outcome in self.outcomes])
        _freeze_rows(self, self.name, {"rows": count})
        _freeze_bounds(self, self.name)
        for outcome in self.outcomes:
            columns = _shape(outcome.technology)[1]
            if columns != count:
                raise TwoStageError(
                    f"{self.name}, outcome {outcome.name!r}: technology has {columns} columns;"
                    f" allowed: {count}, one for each first-stage variable"
                )
        total = math.fsum(outcome.probability for outcome in self.outcomes)
        if abs(total - 1.0) > PROBABILITY_TOLERANCE:
            raise TwoStageError(
                f"{self.name}: the probabilities of its {len(self.outcomes)} outcomes add up to {total:.9g}; allowed: 1"
            )


def bounds(record: Outcome | TwoStage) -> tuple[Array, Array]:
    """Return the lower and the upper bounds of a record's variables; no bound is infinite."""
    return np.asarray(record.lower, dtype=float), np.asarray(record.upper, dtype=float)


def limits(record: Outcome | TwoStage) -> tuple[Array, Array]:
    """Return the least and the largest value that each row may take."""
    rhs, senses = np.asarray(record.rhs, dtype=float), np.asarray(record.senses, dtype=object)
    return np.where(senses == "<=", -np.inf, rhs), np.where(senses == ">=", np.inf, rhs)


def entries(matrix: Matrix | None) -> tuple[Indices, Indices, Array]:
    """Return rows, columns and values of a matrix's entries that are not zero."""
    if isinstance(matrix, Triplets):
        rows, columns, values = np.asarray(matrix.rows), np.asarray(matrix.columns), np.asarray(matrix.values)
        kept = values != 0.0
        return rows[kept], columns[kept], values[kept]
    dense = np.asarray(matrix, dtype=float)
    rows, columns = np.nonzero(dense)
    return rows, columns, dense[rows, columns]


def _freeze_rows(record: Outcome | TwoStage, where: str, matrices: dict[str, int | None]) -> None:
    """Turn costs, right-hand side, senses and matrices into arrays that fit, or say what does not."""
    for name in ("cost", "rhs"):
        object.__setattr__(record, name, _vector(getattr(record, name), f"{where}: {name}", finite=True))
    count = len(record.rhs)
    senses = (record.senses,) * count if isinstance(record.senses, str) else tuple(record.senses)
    for sense in senses:
        if sense not in SENSES:
            raise TwoStageError(f"{where}: got the sense {sense!r}; allowed: {', '.join(SENSES)}")
    if len(senses) != count:
        raise TwoStageError(f"{where}: {len(senses)} senses for {count} right-hand sides; allowed: one a row")
    object.__setattr__(record, "senses", senses)
    for name, columns in matrices.items():
        matrix = _matrix(getattr(record, name), f"{where}: {name}")
        object.__setattr__(record, name, matrix)
        wanted = (count, _shape(matrix)[1] if columns is None else columns)
        if _shape(matrix) != wanted:
            raise TwoStageError(
                f"{where}: {name} is {_shape(matrix)[0]} × {_shape(matrix)[1]}; allowed: {wanted[0]} × {wanted[1]},"
                " a row for each right-hand side and a column for each variable"
            )


def _freeze_bounds(record: Outcome | TwoStage, where: str) -> None:
    count = len(record.cost)
    for name, default, unbounded in (("lower", 0.0, -np.inf), ("upper", np.inf, np.inf)):
        given = getattr(record, name)
        filled = np.full(count, default) if given is None else given
        if not isinstance(filled, np.ndarray):
            filled = [unbounded if value is None else value for value in filled]
        found = _vector(filled, f"{where}: {name}", finite=False)
        if len(found) != count:
            raise TwoStageError(f"{where}: {len(found)} bounds in {name} for {count} variables")
        object.__setattr__(record, name, found)
    lower, upper = bounds(record)
    for index in np.flatnonzero((lower > upper) | (lower == np.inf) | (upper == -np.inf)):
        raise TwoStageError(
            f"{where}: variable [{index}] has lower {lower[index]:g} and upper {upper[index]:g}; allowed: lower ≤ upper"
        )


def _vector(given: object, where: str, *, finite: bool) -> Array:
    return _numbers(given, where, dimensions=1, finite=finite)


def _matrix(given: object, where: str) -> Array | Triplets:
    return given if isinstance(given, Triplets) else _numbers(given, where, dimensions=2, finite=True)


def _numbers(given: object, where: str, *, dimensions: int, finite: bool) -> Array:
    # Arrays that nobody can write to any more are kept, so that records made of records don't copy matrices.
    kept = isinstance(given, np.ndarray) and given.dtype == np.float64 and not given.flags.writeable
    try:
        found = np.asarray(given) if kept else np.array(given, dtype=float)
    except (TypeError, ValueError) as error:
        raise TwoStageError(f"{where} must be numbers in {dimensions} dimension(s): {error}") from error
    if found.ndim != dimensions:
        raise TwoStageError(f"{where} has {found.ndim} dimension(s); allowed: {dimensions}")
    wrong = ~np.isfinite(found) if finite else np.isnan(found)
    if wrong.any():
        at = ", ".join(str(index) for index in np.argwhere(wrong)[0])
        raise TwoStageError(f"{where}[{at}] is {found[wrong][0]}; allowed: a {'finite ' if finite else ''}number")
    found.setflags(write=False)
    return found


def _shape(matrix: Matrix | None) -> tuple[int, int]:
    if isinstance(matrix, Triplets):
        return matrix.shape
    rows, columns = np.shape(np.asarray(matrix))
    return rows, columns


def _refuse_twins(where: str, what: str, names: Sequence[str]) -> None:
    twins = [name for name, count in Counter(names).items() if count > 1]
    if twins:
        raise TwoStageError(f"{where}: the {what} must differ; stated more than once: {', '.join(twins)}")
