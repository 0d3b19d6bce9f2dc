# mypy: disable-error-code="no-untyped-call, override, untyped-decorator"
# numba's interface for extensions carries no types.
"""How compiled code of a search sees a named tuple of arrays: one pointer to a table of addresses and shapes.

numba passes such a tuple by value, and again in every call: with 65 arrays in the hands of every function a move of the
search took ten times as long. Here `s.jobs` is compiled to an array built from its address and lengths, of which only
what is used is left after optimisation, and a call passes one pointer. The arrays must outlive the call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba.core import cgutils as _cgutils
from numba.core import datamodel as _datamodel
from numba.core import types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import intrinsic
from numba.np import arrayobj as _arrayobj
from numba.np.numpy_support import from_dtype

cgutils: Any = _cgutils
datamodel: Any = _datamodel
arrayobj: Any = _arrayobj
ir: Any = cgutils.ir

WIDTH = 5
"""Integers a field in the table: the address and up to four lengths, or a whole number and nothing."""

Table = npt.NDArray[np.int64]


class Field(NamedTuple):
    """What a field of a tuple holds: an array of a type with so many axes; none for a whole number."""

    dtype: Any
    axes: int


class PackedType(types.Type):
    """A named tuple in compiled code."""

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        super().__init__(name=f"Packed({name})")
        self.fields = {key: (row, field) for row, (key, field) in enumerate(fields.items())}


datamodel.register_default(PackedType)(datamodel.models.OpaqueModel)


class Packing:
    """The layout of a kind of tuple: `pack` makes the table of one, `open` reads it in compiled code."""

    def __init__(self, name: str, **fields: tuple[Any, int]) -> None:
        self.name = name
        self.fields = {key: Field(np.dtype(kind), axes) for key, (kind, axes) in fields.items()}
        packed = PackedType(name, self.fields)

        def opened(_context: Any, table: Any) -> Any:
            def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
                array = context.make_array(sig.args[0])(context, builder, args[0])
                return builder.bitcast(array.data, cgutils.voidptr_t)

            return packed(table), build

        self.open: Any = intrinsic(opened)

    def pack(self, values: Sequence[Any]) -> Table:
        """Return the table of a tuple, whose fields must be those of the layout.

        Raises
        ------
        TypeError : a field has another type or number of axes, or does not lie in one piece.
        """
        table = np.ones((len(self.fields), WIDTH), dtype=np.int64)
        for row, ((key, field), value) in enumerate(zip(self.fields.items(), values, strict=True)):
            if not field.axes:
                table[row, 0] = value
                continue
            if value.dtype != field.dtype or value.ndim != field.axes or not value.flags.c_contiguous:
                raise TypeError(f"{self.name}.{key} has type {value.dtype} and {value.ndim} axes, or lies in pieces")
            table[row, 0] = value.ctypes.data
            table[row, 1 : 1 + field.axes] = value.shape
        return table


@infer_getattr
class _Attribute(AttributeTemplate):
    key = PackedType

    def generic_resolve(self, packed: Any, name: str) -> Any:
        if name not in packed.fields:
            return None
        field = packed.fields[name][1]
        return _array(field) if field.axes else types.int64


def _array(field: Field) -> Any:
    return types.Array(from_dtype(field.dtype), field.axes, "C")


@lower_getattr_generic(PackedType)
def _attribute(context: Any, builder: Any, packed: Any, value: Any, name: str) -> Any:
    row, field = packed.fields[name]
    integers = builder.bitcast(value, ir.IntType(64).as_pointer())

    def entry(which: int) -> Any:
        loaded = builder.load(builder.gep(integers, [ir.Constant(ir.IntType(64), row * WIDTH + which)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))  # no array moves during a call
        return loaded

    if not field.axes:
        return entry(0)
    kind = _array(field)
    made = context.make_array(kind)(context, builder)
    shape = [entry(1 + axis) for axis in range(field.axes)]
    size = ir.Constant(ir.IntType(64), field.dtype.itemsize)
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    pointer = builder.inttoptr(entry(0), context.get_data_type(kind.dtype).as_pointer())
    arrayobj.populate_array(made, data=pointer, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return made._getvalue()
