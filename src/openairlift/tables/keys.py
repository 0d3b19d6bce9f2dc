"""Keys of rows: how options, parameters and messages name a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openairlift.model import FieldSpec, specs
from openairlift.tables.raw import RawTable

ID_TABLES = frozenset({"places", "aircraft", "items", "requirements", "packages", "assets", "batteries", "sites"})
"""Tables whose key is an id column of their own: a second row with the same id is an error."""

_JOINTS = {"fleet": ("@",), "links": (">", ":")}


def row_key(name: str, cells: Mapping[str, str], record: type[Any]) -> str:
    """Return a row's natural key, before repeats are numbered.

    Parameters
    ----------
    name : name of the table.
    cells : text by canonical column; blank key columns take their default.
    record : record class of the table.

    Examples
    --------
    >>> from openairlift.model import TABLES
    >>> row_key("ground_times", {"place": "hub", "purpose": "offload"}, TABLES["ground_times"])
    'hub:*:offload'
    >>> row_key("links", {"from": "hub", "to": "camp", "mode": "road"}, TABLES["links"])
    'hub>camp:road'
    """
    return _joined(name, cells, [spec for spec in specs(record) if spec.key])


def _joined(name: str, cells: Mapping[str, str], fields: Sequence[FieldSpec]) -> str:
    words = [cells.get(spec.column) or str(spec.default or "") for spec in fields]
    joints = _JOINTS.get(name, ()) or (":",) * (len(words) - 1)
    return words[0] + "".join(joint + word for joint, word in zip(joints, words[1:], strict=True))


def numbered(keys: Iterable[str]) -> list[str]:
    """Return keys with repeats marked ``#2``, ``#3`` in file order.

    Examples
    --------
    >>> numbered(["hub", "camp", "hub"])
    ['hub', 'camp', 'hub#2']
    """
    seen: Counter[str] = Counter()
    result: list[str] = []
    for key in keys:
        seen[key] += 1
        result.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return result


def raw_keys(raw: RawTable, record: type[Any]) -> list[str]:
    """Return the key of every row of a raw table, in file order.

    A row of a table without an id column of its own may have one in a column ``id``. In tables with ids, a second row
    with the same id has the same key; `parse_table` reports it.
    """
    fields = [spec for spec in specs(record) if spec.key]
    if raw.name in ID_TABLES:
        return [_joined(raw.name, row.cells, fields) for row in raw.rows]
    natural = [row.cells.get("id") or _joined(raw.name, row.cells, fields) for row in raw.rows]
    repeats = iter(numbered(key for row, key in zip(raw.rows, natural, strict=True) if "id" not in row.cells))
    return [key if "id" in row.cells else next(repeats) for row, key in zip(raw.rows, natural, strict=True)]
