"""What comes into a stock and what goes out of it, months ahead: production and consumption."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.model.values import Distribution

DRAWN = ("once", "monthly")
"""How a quantity that is a distribution is drawn: one value for all months (it is not known), or one a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """A row of ``production.csv``: a flow into the stock of an item; rows of one item add up."""

    item: str = column(Kind.ID, "Item.", required=True, key=True, refers="items", outlook=True)
    quantity_per_month: Distribution = column(
        Kind.DISTRIBUTION, "How many a month (of 30.4375 days).", required=True, minimum=0, outlook=True
    )
    opens: datetime | None = column(
        Kind.TIME,
        "Ordered or decided from then on; blank = since before the start: what arrives first was ordered earlier.",
        name="from",
        outlook=True,
    )
    closes: datetime | None = column(Kind.TIME, "Ordered until then; blank = no end.", name="to", outlook=True)
    lead_months: Distribution | None = column(
        Kind.DISTRIBUTION, "Months from order to arrival; blank = 0.", minimum=0, outlook=True
    )
    ramp_months: Distribution | None = column(
        Kind.DISTRIBUTION,
        "Months in which the rate grows in a straight line from 0 to the quantity; blank = at once.",
        minimum=0,
        outlook=True,
    )
    drawn: str = column(
        Kind.CHOICE,
        "A quantity that is a distribution is drawn once for all months, or monthly.",
        default="once",
        choices=DRAWN,
        outlook=True,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumption:
    """A row of ``consumption.csv``: a flow out of the stock of an item, besides what the plan draws; rows add up."""

    item: str = column(Kind.ID, "Item.", required=True, key=True, refers="items", outlook=True)
    quantity_per_month: Distribution = column(
        Kind.DISTRIBUTION, "How many a month (of 30.4375 days).", required=True, minimum=0, outlook=True
    )
    opens: datetime | None = column(
        Kind.TIME, "Decided from then on; blank = since before the start.", name="from", outlook=True
    )
    closes: datetime | None = column(Kind.TIME, "Until then; blank = no end.", name="to", outlook=True)
    lead_months: Distribution | None = column(
        Kind.DISTRIBUTION, "Months from that decision to the first use; blank = 0.", minimum=0, outlook=True
    )
    ramp_months: Distribution | None = column(
        Kind.DISTRIBUTION,
        "Months in which the rate grows in a straight line from 0 to the quantity; blank = at once.",
        minimum=0,
        outlook=True,
    )
    drawn: str = column(
        Kind.CHOICE,
        "A quantity that is a distribution is drawn once for all months, or monthly.",
        default="once",
        choices=DRAWN,
        outlook=True,
    )
