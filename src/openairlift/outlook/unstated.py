"""What the stocks outlook would need and nobody stated, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from openairlift.outlook.opening import Stocks
from openairlift.outlook.records import ItemOutlook

_MOST = 8


def unstated(
    wanted: Sequence[str],
    *,
    opened: Mapping[str, Stocks],
    flows: Mapping[str, Mapping[str, Any]],
    made: Iterable[ItemOutlook],
) -> tuple[str, ...]:
    """Return a sentence for everything that is not stated of the items asked for.

    Parameters
    ----------
    wanted : the items.
    opened : stated stocks by item.
    flows : production and consumption by item.
    made : what could be worked out.
    """
    there = [name for name in wanted if name in opened]
    found = [
        (
            [name for name in wanted if name not in opened],
            "The stock of {} is not stated: nothing can be said of it.",
        ),
        (
            [name for name in there if name not in flows["consumption"]],
            "The consumption of {} is not stated: nothing but the plan draws on it.",
        ),
        (
            [name for name in there if name not in flows["production"]],
            "The production of {} is not stated: nothing comes in.",
        ),
        (
            [one.item for one in made if not one.floor_by],
            "No floor of {} is stated: it is looked at against zero alone.",
        ),
    ]
    return tuple(sentence.format(_named(names)) for names, sentence in found if names)


def _named(names: Collection[str]) -> str:
    listed = list(names)
    if len(listed) > _MOST:
        return f"{', '.join(listed[:_MOST])} and {len(listed) - _MOST} more"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"
