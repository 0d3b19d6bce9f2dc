"""Tuples of arrays in compiled code: what goes in is what is read, written and measured there."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

import openairlift as oa
from openairlift.network import build_network
from openairlift.solve.improve import plan_near
from openairlift.solve.jit import is_compiled, njit
from openairlift.solve.packed import Packing
from openairlift.solve.search.board import Board
from openairlift.solve.search.guided import Signs
from openairlift.solve.search.layout import BOARD, DESK, PLAY, SIGNS
from openairlift.solve.search.play import Play
from openairlift.solve.search.route import Desk

ROW = np.dtype([("a", "i8"), ("b", "f8")])


class Things(NamedTuple):
    number: int
    rows: Any
    grid: Any
    flags: Any


THINGS = Packing("Things", number=("i8", 0), rows=(ROW, 1), grid=("f8", 3), flags=("?", 2))
_things = THINGS.open


@njit
def work(table: Any, out: Any) -> None:
    t = _things(table)
    out[0] = t.number
    out[1] = t.rows.size
    out[2] = t.grid.shape[1]
    out[3] = t.grid[1, 2, 3]
    out[4] = t.grid[1, 2, 1:].sum()
    out[5] = np.searchsorted(t.grid[0, 0], 2.5)
    for i in range(t.flags.shape[0]):
        for k in range(t.flags.shape[1]):
            out[6] += t.flags[i, k]
    t.rows[1].a = 7
    t.rows[1].b += 0.5
    t.grid[1, 2, 3] = -1.0
    t.grid[0, 1, :] = 5.0


def things() -> Things:
    grid = np.arange(24.0).reshape(2, 3, 4)
    return Things(41, np.zeros(3, dtype=ROW), grid, np.eye(3, dtype=bool))


def test_compiled_code_reads_and_writes_the_arrays_themselves() -> None:
    given, out = things(), np.zeros(7)
    work(THINGS.pack(given), out)
    assert out.tolist() == [41, 3, 3, 23.0, 21.0 + 22.0 + 23.0, 3, 3]
    assert given.rows[1].tolist() == (7, 0.5)
    assert given.grid[1, 2, 3] == -1.0
    assert given.grid[0, 1].tolist() == [5.0] * 4


@pytest.mark.parametrize(
    "change",
    [
        {"grid": np.zeros((2, 3, 4), dtype=np.float32)},
        {"grid": np.zeros((2, 3))},
        {"grid": np.zeros((4, 3, 2)).T},
        {"flags": np.zeros((3, 3))},
        {"rows": np.zeros(3)},
    ],
)
def test_an_array_of_another_kind_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="Things"):
        THINGS.pack(things()._replace(**change))


@pytest.mark.parametrize(("packing", "kind"), [(BOARD, Board), (PLAY, Play), (DESK, Desk), (SIGNS, Signs)])
def test_layouts_have_the_fields_of_their_tuples_in_order(packing: Packing, kind: Any) -> None:
    assert tuple(packing.fields) == kind._fields


def test_what_is_compiled_is_known() -> None:
    plan_near(build_network(oa.read_scenario("relief-small")), effort=1, prove=False)
    assert is_compiled()
