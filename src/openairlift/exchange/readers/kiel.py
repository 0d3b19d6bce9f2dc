"""The layout of the Kiel Ukraine Support Tracker, sheet *Bilateral Assistance, MAIN DATA*."""

from __future__ import annotations

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of

MEASURES = {
    "allocation": ("authorised", "allocated"),
    "allocated": ("authorised", "allocated"),
    "commitment": ("announced", "announced"),
    "committed": ("announced", "announced"),
}
"""Step of the ledger and status of a package by the word of the column `measure`."""

SPLIT = "Values of whole activities are commitments; those of sub-activities are allocations, and part of the former."

COLUMNS = (
    Column(
        key="activity",
        names=("activity_id", "id"),
        meaning="Name of the activity.",
        to=("packages.package", "ledger"),
        required=True,
    ),
    Column(
        key="donor", names=("donor", "donors", "countries"), meaning="Who gives.", to=("packages.donor", "ledger"),
        required=True,
    ),
    Column(
        key="on",
        names=("announcement_date", "announcement date"),
        meaning="Day of the announcement or allocation.",
        to=("package_events.on", "ledger"),
    ),
    Column(
        key="measure",
        names=("measure", "type_of_measure"),
        meaning="Commitment (an announcement here: it may be a promise) or Allocation (authorised here).",
        to=("package_events.status", "ledger"),
        required=True,
    ),
    Column(key="explanation", names=("explanation",), meaning="What it is about.", to=("packages.title",)),
    Column(key="item", names=("item",), meaning="Item, in words.", to=("ledger",)),
    Column(key="number", names=("item_numb", "item_number"), meaning="How many items.", to=("ledger",)),
    Column(
        key="number_delivered", names=("item_numb_deliv", "item_number_delivered"), meaning="How many were delivered.",
        to=("ledger",),
    ),
    Column(
        key="total_eur",
        names=("tot_activity_value_EUR",),
        meaning=(
            "Value of the whole activity [EUR], once an activity: announced, also where it is allocated, for an "
            "allocation is part of a commitment. Without values of sub-activities in the file it is what is allocated."
        ),
        to=("ledger",),
    ),
    Column(
        key="sub_eur",
        names=("tot_sub_activity_value_EUR",),
        meaning="Value of the sub-activity [EUR]: authorised, in rows of allocations.",
        to=("ledger",),
    ),
    Column(
        key="spread_eur",
        names=("tot_sub_activity_value_EUR_redistr",),
        meaning="The same with values of packages spread over their items; before the column above where it is filled.",
        to=("ledger",),
    ),
    Column(
        key="delivered_eur",
        names=("tot_value_deliv_EUR", "tot_value_delivered_EUR"),
        meaning="Value of what was delivered [EUR]; the file does not say at which mark.",
        to=("ledger",),
    ),
    Column(key="currency", names=("reporting_currency",), meaning="Currency that the donor reports in.", use=Use.KEPT),
    Column(key="sub_activity", names=("sub_activity_id",), meaning="Name of the sub-activity.", use=Use.KEPT),
    Column(key="item_type", names=("item_type",), meaning="Kind of item.", use=Use.KEPT),
    *(
        Column(key=name, names=(name,), meaning="In the currency that the donor reports in.", use=Use.PASSED)
        for name in ("source_reported_value", "tot_activity_value", "tot_sub_activity_value")
    ),
    Column(key="estimate", names=("item_value_estimate_USD",), meaning="Items at list prices [USD].", use=Use.PASSED),
    Column(key="estimate_delivered", names=("item_value_estimate_deliv_USD",),
           meaning="Delivered items at list prices [USD].", use=Use.PASSED),
    Column(key="price", names=("item_price_USD",), meaning="List price of an item [USD].", use=Use.PASSED),
    Column(key="month", names=("month",), meaning="Months since December 2021.", use=Use.PASSED),
    Column(key="dated", names=("month_exists_dummy",), meaning="Whether the month is known.", use=Use.PASSED),
    Column(key="general", names=("aid_type_general",), meaning="Kind of aid.", use=Use.KEPT),
    Column(key="specific", names=("aid_type_specific",), meaning="Kind of aid, closer.", use=Use.KEPT),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read the tracker: a package for each activity, its dated step, and what a ledger takes."""
    work = Reading(source, COLUMNS)
    for cells in work.rows():
        activity, donor = cells.text("activity"), cells.text("donor")
        measure = cells.text("measure").lower()
        if not (activity and donor):
            work.report.leave_out("it names no activity or no donor", row=cells.number)
            continue
        if measure not in MEASURES:
            cells.fault("measure", "is no measure that is known", allowed="Commitment or Allocation")
            work.report.leave_out("its measure is not known", row=cells.number, listed=False)
            continue
        step, status = MEASURES[measure]
        package = work.name("packages", id_of(activity))
        on = cells.moment("on")
        title = cells.text("explanation") or cells.text("item")
        work.add("packages", package, {"package": package, "title": title[:200], "donor": donor} | cells.kept())
        if on:
            event = {"package": package, "on": on, "status": status}
            work.add("package_events", f"{package}:{on}:{status}", event)
        before = len(work.entries)
        _entries(work, cells, package=package, donor=donor, on=on, step=step)
        work.report.used += 1
        if len(work.entries) == before:
            work.report.note("Rows without an amount became packages; a ledger has nothing of them.")
    work.report.note("Values are in EUR and stay so: packages have no authorised_usd.")
    return work.done()


def _entries(work: Reading, cells: Cells, *, package: str, donor: str, on: str, step: str) -> None:
    item, word = cells.text("item"), cells.text("measure")
    taken = [("total_eur", "eur", step, word)]
    if step == "authorised" and cells.stands("sub_eur", "spread_eur"):
        taken = [
            ("total_eur", "eur", "announced", "Commitment"),
            ("spread_eur" if cells.has("spread_eur") else "sub_eur", "eur", step, word),
        ]
        work.report.note(SPLIT)
    taken += [
        ("delivered_eur", "eur", "received", "delivered"),
        ("number", "items", step, word),
        ("number_delivered", "items", "received", "delivered"),
    ]
    for key, meter, what, called in taken:
        amount = cells.above(key)
        if amount is not None:
            work.entries.append(
                Entry(
                    step=what,
                    meter=meter,
                    amount=amount,
                    word=called,
                    package=package,
                    donor=donor,
                    item=item,
                    on=on if what != "received" else "",
                    line=cells.number,
                )
            )


READER = Reader(
    name="kiel",
    title="Kiel Ukraine Support Tracker layout",
    layout=(
        "Columns of the sheet “Bilateral Assistance, MAIN DATA”, in the tracker's workbook or as CSV; other columns "
        "are reported."
    ),
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("packages", "package_events"),
    read=read,
    producer="Kiel Institute for the World Economy",
)
