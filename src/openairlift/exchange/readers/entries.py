"""What a ledger is made of: amounts that a source states, each with its step, date and place in the source."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = ("announced", "authorised", "listed", "sent", "received")
"""How far an amount has come: said, allowed to be spent, asked for in goods, on its way, arrived."""

MARK_STEPS = {
    "left_stock": "sent",
    "landed": "received",
    "at_hub": "received",
    "forwarded": "received",
    "delivered": "received",
}
"""The step of each mark of a load: it is sent when it leaves the stock, and received from the landing on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An amount that a source states.

    Attributes
    ----------
    step : one of `STEPS`.
    word : what the source calls it (``506(a)(1)``, ``Allocation``, ``disbursement``).
    meter : ``usd`` or another currency's code in small letters, ``mass`` [kg], ``items``, ``people``.
    amount : in the unit of the meter.
    package, donor, item : names as the source has them; blank = not said.
    on : date (``2022-02-25``) or moment; blank = not said.
    mark : of a received amount: one of the five marks, or ``unspecified``.
    line : in the source's file.
    low, high : ends of an amount that is a range (of simulated runs: the tenth and ninetieth percentile).
    """

    step: str
    meter: str
    amount: float
    word: str = ""
    package: str = ""
    donor: str = ""
    item: str = ""
    on: str = ""
    mark: str = "unspecified"
    line: int | None = None
    low: float | None = None
    high: float | None = None
