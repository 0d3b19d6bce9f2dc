"""The status ladder of packages and options, and the mark of a load that each step is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openairlift.model import STATUSES

STATUS_MARKS: dict[str, str | None] = {
    **dict.fromkeys(("considered", "announced", "approved", "allocated")),
    "in_transit": "left_stock",
    "landed": "landed",
    "delivered": "delivered",
    "cancelled": None,
}
"""The mark that a step states; None where no load has moved. Nothing is called delivered for an earlier step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where something stands on the ladder: the latest step, its day, its mark, and the steps before it."""

    status: str
    on: str
    mark: str | None
    steps: tuple[tuple[str, str], ...]
    disputed: tuple[str, ...] = ()


def standing(events: Iterable[tuple[str, str]]) -> Standing | None:
    """Return where something stands; None where no step is stated.

    Parameters
    ----------
    events : (day, status) in any order; days as ISO texts. The latest wins; of one day, the step higher up the ladder.

    Returns
    -------
    The standing; `disputed` names the steps that are stated for more than one day.

    Examples
    --------
    >>> standing([("2022-03-04", "landed"), ("2022-02-25", "approved")]).mark
    'landed'
    """
    steps = tuple(sorted(dict.fromkeys(events), key=lambda event: (event[0], STATUSES.index(event[1]))))
    if not steps:
        return None
    day, status = steps[-1]
    named = [name for _, name in steps]
    disputed = tuple(name for name in dict.fromkeys(named) if named.count(name) > 1)
    return Standing(status=status, on=day, mark=STATUS_MARKS[status], steps=steps, disputed=disputed)
