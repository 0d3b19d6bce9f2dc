"""US drawdown ceilings for Ukraine: one row a delegation of authority, with the most it may come to."""

from __future__ import annotations

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Reading, id_of, shown
from openairlift.units import Dimension

DONOR = "United States"

COLUMNS = (
    Column(
        key="date",
        names=("date",),
        meaning="Day of the memorandum: the package is approved.",
        to=("package_events.on", "packages.package", "ledger"),
        required=True,
    ),
    Column(
        key="authority",
        names=("authority",),
        meaning="Section of the Foreign Assistance Act; part of the package's name.",
        to=("packages.package", "packages.title", "ledger"),
        required=True,
    ),
    Column(
        key="usd_max",
        names=("usd_max",),
        meaning="Most that may be drawn down [USD]: a ceiling, not what was sent.",
        to=("packages.authorised_usd", "ledger"),
        dimension=Dimension.MONEY,
        unit="usd",
        required=True,
    ),
    Column(key="source_path", names=("source_path",), meaning="Where the memorandum stands.", use=Use.KEPT),
)


def read(source: Source) -> Imported:
    """Read the ledger: a package and its approval for each row."""
    work = Reading(source, COLUMNS)
    for cells in work.rows():
        on, authority, amount = cells.moment("date"), cells.text("authority"), cells.above("usd_max")
        if not (on and authority and amount):
            work.report.leave_out("it lacks a date, an authority or an amount", row=cells.number)
            continue
        package = work.unique("packages", f"{id_of(authority.replace('(', '').replace(')', ''))}-{on[:10]}")
        title = f"Drawdown of {on[:10]}, section {authority}"
        row = {"package": package, "title": title, "authorised_usd": shown(amount), "donor": DONOR}
        work.add("packages", package, row | cells.kept())
        work.add("package_events", package, {"package": package, "on": on, "status": "approved"})
        work.entries.append(
            Entry(
                step="authorised",
                meter="usd",
                amount=amount,
                word=authority,
                package=package,
                donor=DONOR,
                on=on,
                line=cells.number,
            )
        )
        work.report.used += 1
    work.report.note("Amounts are ceilings of what may be drawn down; nothing in the file says what was sent.")
    return work.done()


READER = Reader(
    name="drawdowns",
    title="US drawdown ceilings for Ukraine",
    layout="One row a delegation of authority under the Foreign Assistance Act, taken from the memoranda themselves.",
    files=("csv", "xlsx"),
    columns=COLUMNS,
    tables=("packages", "package_events"),
    read=read,
    producer="The White House, memoranda on the delegation of authority",
    licence="public domain (US government work)",
)
