"""IATI transactions, as XML of the activity standard or as CSV: funds announced, committed and paid."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.exchange.readers.columns import Column, Use
from openairlift.exchange.readers.entries import Entry
from openairlift.exchange.readers.iati_xml import is_xml, sheet_of_xml
from openairlift.exchange.readers.reader import Imported, Reader, Source
from openairlift.exchange.readers.reading import Cells, Reading, id_of, shown

TYPES = {
    "1": ("received", "incoming funds"),
    "2": ("authorised", "outgoing commitment"),
    "3": ("sent", "disbursement"),
    "4": ("sent", "expenditure"),
    "11": ("authorised", "incoming commitment"),
    "12": ("announced", "outgoing pledge"),
    "13": ("announced", "incoming pledge"),
}
"""Step and name of each transaction type that a ledger takes; loans, equity and guarantees are left out."""

_NAMES = {name: code for code, (_, name) in TYPES.items()} | {
    "commitment": "2",
    "c": "2",
    "d": "3",
    "e": "4",
    "incoming fund": "1",
    "if": "1",
    "pledge": "12",
}
_STATUSES = {"2": "approved", "11": "approved", "12": "announced", "13": "announced"}

COLUMNS = (
    Column(
        key="activity",
        names=("iati-identifier", "iati identifier", "iati-activity/iati-identifier", "aid"),
        meaning="Activity: the package.",
        to=("packages.package", "ledger"),
        required=True,
    ),
    Column(key="title", names=("title", "title narrative", "iati-activity/title"), meaning="Title.",
           to=("packages.title",)),
    Column(
        key="reporter",
        names=("reporting-org", "reporting organisation", "iati-activity/reporting-org"),
        meaning="Who reports; the donor where no provider is named.",
        to=("packages.donor", "ledger"),
    ),
    Column(
        key="provider",
        names=("transaction_provider-org", "provider-org", "provider organisation", "transaction/provider-org"),
        meaning="Who gives.",
        to=("packages.donor", "ledger"),
    ),
    Column(
        key="receiver",
        names=("transaction_receiver-org", "receiver-org", "receiver organisation", "transaction/receiver-org"),
        meaning="Who receives.",
        use=Use.KEPT,
    ),
    Column(
        key="type",
        names=("transaction-type", "transaction type", "transaction_type", "transaction/transaction-type"),
        meaning="Code of the transaction type: 2, 11 authorised; 12, 13 announced; 3, 4 sent; 1 received.",
        to=("package_events.status", "ledger"),
        required=True,
    ),
    Column(
        key="on",
        names=("transaction-date", "transaction date", "transaction_date", "transaction/transaction-date"),
        meaning="Date.",
        to=("package_events.on", "ledger"),
        required=True,
    ),
    Column(
        key="value",
        names=("transaction-value", "transaction_value", "value", "transaction/value"),
        meaning="Amount, in the currency that stands beside it.",
        to=("packages.authorised_usd", "ledger"),
        required=True,
    ),
    Column(
        key="currency",
        names=("transaction_value_currency", "currency", "transaction/value/@currency"),
        meaning="Currency of the amount.",
        to=("packages.authorised_usd", "ledger"),
    ),
    Column(
        key="default",
        names=("default-currency", "default currency", "iati-activity/@default-currency"),
        meaning="Currency where none stands beside the amount.",
        to=("packages.authorised_usd", "ledger"),
    ),
    Column(key="description", names=("transaction_description", "description", "transaction/description"),
           meaning="In words.", use=Use.PASSED),
    Column(key="value_date", names=("transaction_value_value-date", "value-date", "transaction/value/@value-date"),
           meaning="Date of the exchange rate.", use=Use.PASSED),
    Column(key="country", names=("recipient-country-code", "recipient-country", "iati-activity/recipient-country"),
           meaning="Where it goes.", use=Use.KEPT),
    Column(key="humanitarian", names=("humanitarian", "transaction/@humanitarian"), meaning="Mark of relief.",
           use=Use.KEPT),
    Column(key="ref", names=("transaction_ref", "transaction/@ref"), meaning="Reference.", use=Use.PASSED),
)  # fmt: skip


def read(source: Source) -> Imported:
    """Read transactions: a package for each activity, steps of commitments and pledges, and a ledger's entries."""
    work = Reading(source, COLUMNS)
    authorised: dict[str, float] = {}
    others: set[str] = set()
    for cells in _rows(work):
        entry = _entry(work, cells)
        if entry is None:
            continue
        if entry.step == "authorised" and entry.meter == "usd":
            authorised[entry.package] = authorised.get(entry.package, 0.0) + entry.amount
        elif entry.step == "authorised":
            others.add(entry.package)
    for package, amount in authorised.items():
        if package not in others and amount > 0:
            work.tables["packages"][package]["authorised_usd"] = shown(amount)
    if others:
        work.report.note("Activities with commitments in other currencies than USD have no authorised_usd.")
    return work.done()


def _rows(work: Reading) -> Iterator[Cells]:
    if work.source.table is None and is_xml(work.source.data):
        sheet, strange = sheet_of_xml(work.source.data, file=work.source.file)
        yield from work.rows(sheet)
        for path, count in sorted(strange.items()):
            work.report.note(f"The element {path} ({count} times) is not understood; nothing is made of it.")
        return
    yield from work.rows()


def _entry(work: Reading, cells: Cells) -> Entry | None:
    activity, written = cells.text("activity"), cells.text("type").strip().lower()
    code = written if written in TYPES else _NAMES.get(written, "")
    amount, on = cells.amount("value"), cells.moment("on")
    currency = (cells.text("currency") or cells.text("default")).upper()
    if not activity or not on or amount is None:
        work.report.leave_out("it lacks an activity, a date or an amount", row=cells.number)
        return None
    if not code:
        work.report.leave_out("a ledger takes no transaction of this type", row=cells.number, got=written)
        return None
    if len(currency) != 3 or not currency.isalpha():
        cells.fault("currency", "no currency is stated", allowed="a code such as USD, or a default-currency")
        work.report.leave_out("its currency is not stated", row=cells.number, listed=False)
        return None
    step, word = TYPES[code]
    donor = cells.text("provider") or cells.text("reporter")
    package = work.name("packages", id_of(activity))
    row = {"package": package, "title": cells.text("title")[:200], "donor": donor}
    work.add("packages", package, row | cells.kept())
    if code in _STATUSES:
        event = {"package": package, "on": on, "status": _STATUSES[code]}
        work.add("package_events", f"{package}:{on}:{_STATUSES[code]}", event)
    work.report.used += 1
    entry = Entry(
        step=step, meter=currency.lower(), amount=amount, word=word, package=package, donor=donor, on=on,
        line=cells.number,
    )  # fmt: skip
    work.entries.append(entry)
    return entry


READER = Reader(
    name="iati",
    title="IATI transactions (XML of the activity standard, or CSV)",
    layout="iati-activity and transaction elements of the standard 2.0x, or a table with one transaction a row.",
    files=("xml", "csv", "xlsx"),
    columns=COLUMNS,
    tables=("packages", "package_events"),
    read=read,
)
