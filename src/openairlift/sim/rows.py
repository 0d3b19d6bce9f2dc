# mypy: disable-error-code="no-untyped-call, override"
# numba's interface for extensions carries no types.
"""How compiled code sees `State`: one pointer to a table of addresses and shapes.

numba passes a named tuple of arrays by value, and again in every call: with 30 arrays and 80 functions the kernel took
53 s to compile. Here `s.place[i]` is compiled to a load of the array's address and an offset, and a call passes one
pointer. Rows of record arrays come as records, elements of plain arrays (indexed in all their dimensions) as numbers.
Nothing is checked: an index outside an array is an error of this room.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np
from numba.core import cgutils as _cgutils
from numba.core import datamodel as _datamodel
from numba.core import types
from numba.core.imputils import lower_builtin, lower_getattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import intrinsic
from numba.np.numpy_support import from_dtype

from openairlift.sim.layout import DTYPES, Records, State

cgutils: Any = _cgutils
datamodel: Any = _datamodel
ir: Any = cgutils.ir

WIDTH = 5
"""Integers an array in the table: its address and up to four lengths."""


class StateType(types.Type):
    """`State` in compiled code."""

    def __init__(self) -> None:
        super().__init__(name="State")


class RowsType(types.Type):
    """One array of `State` in compiled code."""

    def __init__(self, name: str) -> None:
        super().__init__(name=f"Rows({name})")
        self.dtype = from_dtype(DTYPES[name])


datamodel.register_default(StateType)(datamodel.models.OpaqueModel)
datamodel.register_default(RowsType)(datamodel.models.OpaqueModel)

state_type = StateType()


def table_of(state: State) -> Records:
    """Return the table of addresses and shapes; `state` must outlive its use."""
    table = np.ones((len(state), WIDTH), dtype=np.int64)
    for row, (name, array) in enumerate(zip(state._fields, state, strict=True)):
        if array.dtype != DTYPES[name] or not array.flags.c_contiguous or not array.flags.writeable:
            raise TypeError(f"array {name} of the kernel has type {array.dtype}, or can't be written in place")
        table[row, 0] = array.ctypes.data
        table[row, 1 : 1 + array.ndim] = array.shape
    return table


def _state_at(context: Any, table: Any) -> Any:
    """Return the state that a table describes."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        array = context.make_array(sig.args[0])(context, builder, args[0])
        return builder.bitcast(array.data, cgutils.voidptr_t)

    return state_type(table), build


state_at: Any = intrinsic(_state_at)


@infer_getattr
class _StateAttribute(AttributeTemplate):
    key = StateType

    def generic_resolve(self, state: Any, name: str) -> Any:
        return RowsType(name) if name in State._fields else None


@lower_getattr_generic(StateType)
def _attribute(context: Any, builder: Any, state: Any, value: Any, name: str) -> Any:
    offset = State._fields.index(name) * WIDTH * 8
    return cgutils.pointer_add(builder, value, ir.Constant(ir.IntType(64), offset))


def _whole(index: Any) -> Any:
    """Return the type to which an index is cast."""
    return types.UniTuple(types.intp, len(index)) if isinstance(index, types.BaseTuple) else types.intp


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        rows, index = args
        return signature(rows.dtype, rows, _whole(index)) if isinstance(rows, RowsType) else None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        rows, index, _ = args
        return signature(types.none, rows, _whole(index), rows.dtype) if isinstance(rows, RowsType) else None


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(types.intp, *args) if isinstance(args[0], RowsType) else None


def _entry(builder: Any, rows: Any, which: int) -> Any:
    """Return an entry of the table; none changes during a run, so that one load may serve for many."""
    integers = builder.bitcast(rows, ir.IntType(64).as_pointer())
    loaded = builder.load(builder.gep(integers, [ir.Constant(ir.IntType(64), which)]))
    loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
    return loaded


def _address(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Return the address of an element or row."""
    rows, index = args[0], args[1]
    flat = index
    if isinstance(sig.args[1], types.BaseTuple):
        parts = cgutils.unpack_tuple(builder, index)
        flat = parts[0]
        for axis, part in enumerate(parts[1:], start=1):
            flat = builder.add(builder.mul(flat, _entry(builder, rows, 1 + axis)), part)
    dtype = sig.args[0].dtype
    size = dtype.size if isinstance(dtype, types.Record) else dtype.bitwidth // 8
    offset = builder.mul(flat, ir.Constant(ir.IntType(64), size))
    pointer = context.get_value_type(dtype)
    if not isinstance(dtype, types.Record):
        pointer = pointer.as_pointer()
    return builder.inttoptr(builder.add(_entry(builder, rows, 0), offset), pointer)


@lower_builtin(operator.getitem, RowsType, types.Integer)
@lower_builtin(operator.getitem, RowsType, types.UniTuple)
def _getitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    address = _address(context, builder, sig, args)
    return address if isinstance(sig.return_type, types.Record) else builder.load(address)


@lower_builtin(operator.setitem, RowsType, types.Integer, types.Any)
@lower_builtin(operator.setitem, RowsType, types.UniTuple, types.Any)
def _setitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    address = _address(context, builder, sig, args)
    if isinstance(sig.args[2], types.Record):
        cgutils.raw_memcpy(builder, address, args[2], ir.Constant(ir.IntType(64), sig.args[2].size), 1)
    else:
        builder.store(args[2], address)
    return context.get_dummy_value()


@lower_builtin(len, RowsType)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _entry(builder, args[0], 1)
