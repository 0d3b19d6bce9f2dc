"""Actual flights: what was flown, for plan against actual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openairlift.model.fields import Kind, column
from openairlift.units import Dimension

OUTCOMES = ("flown", "diverted", "lost", "cancelled", "no_show")
"""What may have become of a flight; *late* is worked out from its times."""

STOP_PURPOSES = ("onload", "offload", "enroute", "recover")
"""What a flight may land for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """A row of ``flights.csv``: one leg as it was flown, or that was not flown. No plan and no run reads it."""

    flight: str | None = column(Kind.TEXT, "Flight or call sign, as in the manifest.", key=True)
    mission: int | None = column(
        Kind.INTEGER, "Number of the mission in the plan, as plan --missions and daily show it.", minimum=1
    )
    tail: str | None = column(Kind.TEXT, "Tail of the fleet (C-17A@depot-de#1), or registration.")
    type: str = column(Kind.ID, "Aircraft type.", required=True, refers="aircraft")
    origin: str = column(Kind.ID, "Where it left.", name="from", required=True, key=True, refers="places")
    destination: str = column(Kind.ID, "Where it was to land.", name="to", required=True, key=True, refers="places")
    landed_at: str | None = column(Kind.ID, "Where it landed instead, if it was diverted.", refers="places")
    purpose: str | None = column(
        Kind.CHOICE,
        "What it landed for; blank = as in the plan, else offload where times or a payload say so.",
        choices=STOP_PURPOSES,
    )
    planned_out: datetime | None = column(Kind.TIME, "Planned block-out; blank = as in the plan.")
    planned_in: datetime | None = column(Kind.TIME, "Planned block-in; blank = as in the plan.")
    block_out: datetime | None = column(Kind.TIME, "Actual block-out; blank = not yet, or never.")
    block_in: datetime | None = column(Kind.TIME, "Actual block-in; blank = not yet, or never.")
    onload_start: datetime | None = column(Kind.TIME, "Start of the onload before it left.")
    onload_end: datetime | None = column(Kind.TIME, "End of that onload.")
    offload_start: datetime | None = column(Kind.TIME, "Start of the offload after it landed.")
    offload_end: datetime | None = column(Kind.TIME, "End of that offload.")
    planned_payload_kg: float | None = column(
        Kind.NUMBER, "Payload that was booked.", minimum=0, dimension=Dimension.MASS
    )
    payload_kg: float | None = column(
        Kind.NUMBER, "Payload flown, people included.", minimum=0, dimension=Dimension.MASS
    )
    passengers: int | None = column(Kind.INTEGER, "People aboard who are cargo.", minimum=0)
    pallets: float | None = column(Kind.NUMBER, "Pallet positions used.", minimum=0)
    req_id: tuple[str, ...] = column(Kind.IDS, "Requirements aboard, ; between.", default=(), refers="requirements")
    package: str | None = column(Kind.ID, "Package aboard.", refers="packages")
    outcome: str | None = column(
        Kind.CHOICE,
        "What became of it: no_show = its cargo never turned up; blank = diverted where landed_at says so, else flown.",
        choices=OUTCOMES,
    )
    note: str | None = column(Kind.TEXT, "Anything else.")

    @property
    def fate(self) -> str:
        """One of `OUTCOMES`, ``under_way`` (it has left and not landed) or ``open`` (nothing has happened yet).

        Examples
        --------
        >>> Flight(type="C-17A", origin="dover", destination="hub").fate
        'open'
        """
        if self.outcome is not None and self.outcome not in ("flown", "diverted"):
            return self.outcome
        if self.block_in is None:
            return "open" if self.block_out is None else "under_way"
        return "diverted" if self.outcome == "diverted" or self.landed_at not in (None, self.destination) else "flown"

    @property
    def last(self) -> datetime | None:
        """The last moment that something actual is told of, or None."""
        times = (
            self.block_out,
            self.block_in,
            self.onload_start,
            self.onload_end,
            self.offload_start,
            self.offload_end,
        )
        return max((time for time in times if time is not None), default=None)
