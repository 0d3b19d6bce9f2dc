"""IATI XML into lines, without ever building its tree: entities and document types are refused, memory is bounded."""

from __future__ import annotations

from collections import Counter
from typing import Any

from openairlift.errors import ScenarioError
from openairlift.exchange.readers.sheets import LONGEST_CELL, MOST_BYTES, MOST_LINES, Line, Sheet, refused

DEEPEST = 40
MOST_ELEMENTS = 4_000_000
_HEADER = (
    *("iati-identifier", "title", "reporting-org", "default-currency", "recipient-country-code"),
    *("transaction-type", "transaction-date", "transaction-value", "transaction_value_currency"),
    *("transaction_provider-org", "transaction_receiver-org", "humanitarian"),
)
_ACTIVITY = {
    "iati-activity/iati-identifier": "iati-identifier",
    "iati-activity/title": "title",
    "iati-activity/title/narrative": "title",
    "iati-activity/reporting-org": "reporting-org",
    "iati-activity/reporting-org/narrative": "reporting-org",
}
_TRANSACTION = {
    "transaction/value": "transaction-value",
    "transaction/provider-org": "transaction_provider-org",
    "transaction/provider-org/narrative": "transaction_provider-org",
    "transaction/receiver-org": "transaction_receiver-org",
    "transaction/receiver-org/narrative": "transaction_receiver-org",
}
_ATTRIBUTES = {
    ("transaction/transaction-type", "code"): "transaction-type",
    ("transaction/transaction-date", "iso-date"): "transaction-date",
    ("transaction/value", "currency"): "transaction_value_currency",
    ("transaction", "humanitarian"): "humanitarian",
    ("iati-activity/recipient-country", "code"): "recipient-country-code",
    ("iati-activity", "default-currency"): "default-currency",
}
_KNOWN = frozenset(
    {
        *_ACTIVITY, *_TRANSACTION, *(path for path, _ in _ATTRIBUTES), "transaction/description",
        *(f"transaction/{name}" for name in (
            "disbursement-channel", "sector", "recipient-country", "recipient-region", "flow-type", "finance-type",
            "aid-type", "tied-status",
        )),
    }
)  # fmt: skip
"""Elements of a transaction that are read, or known and passed over."""


def is_xml(data: bytes) -> bool:
    """Whether a file begins as XML does."""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


class _Target:
    """Takes the events of the parser; keeps the activity and the transaction at hand, and finished lines."""

    def __init__(self, file: str) -> None:
        self.file, self.path, self.lines = file, list[str](), list[Line]()
        self.activity: dict[str, str] = {}
        self.transaction: dict[str, str] | None = None
        self.strange: Counter[str] = Counter()
        self.text: list[str] = []
        self.size = self.elements = self.number = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.path.append(tag)
        if len(self.path) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise refused("is nested too deep, or has too many elements", file=self.file)
        if tag == "iati-activity":
            self.activity = {}
        elif tag == "transaction":
            self.transaction = {}
            self.number += 1
            if self.number > MOST_LINES:
                raise refused(f"has more than {MOST_LINES:,} transactions", file=self.file)
        where = self._where()
        for name, value in attributes.items():
            column = _ATTRIBUTES.get((where, name))
            if column is not None:
                self._keep(column, value)
        self.text, self.size = [], 0

    def data(self, text: str) -> None:
        where = self._where()
        if where in _ACTIVITY or where in _TRANSACTION:
            self.size += len(text)
            if self.size > LONGEST_CELL:
                raise refused(f"has a text of more than {LONGEST_CELL:,} characters", file=self.file)
            self.text.append(text)

    def end(self, tag: str) -> None:
        where = self._where()
        column = _TRANSACTION.get(where) if self.transaction is not None else _ACTIVITY.get(where)
        if column is not None:
            self._keep(column, "".join(self.text))
        elif where.count("/") == 1 and where.startswith("transaction/") and where not in _KNOWN:
            path = where[:100]
            self.strange[path if len(self.strange) < 100 or path in self.strange else "transaction/…"] += 1
        self.text = []
        if tag == "transaction" and self.transaction is not None:
            row = self.activity | self.transaction
            self.lines.append(Line(self.number + 1, tuple(row.get(name, "") for name in _HEADER)))
            self.transaction = None
        self.path.pop()

    def close(self) -> None:
        return None

    def _where(self) -> str:
        """Return the path from the transaction, or from the activity."""
        for top in ("transaction", "iati-activity"):
            if top in self.path:
                return "/".join(self.path[self.path.index(top) :])
        return ""

    def _keep(self, column: str, value: str) -> None:
        kept = self.activity if self.transaction is None else self.transaction
        text = " ".join(value.split())
        if text:
            kept.setdefault(column, text)


def sheet_of_xml(data: bytes, *, file: str) -> tuple[Sheet, Counter[str]]:
    """Return a line for each transaction (the nth has the number n + 1), and elements of them that are not known.

    Raises
    ------
    ScenarioError
        When it is no XML, or has entities, a document type, too many or too long parts.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    if len(data) > MOST_BYTES:
        raise refused(f"has {len(data):,} bytes", file=file, allowed=f"at most {MOST_BYTES:,} bytes")
    target = _Target(file)
    parser: Any = DefusedXMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        for begin in range(0, len(data), 65_536):
            parser.feed(data[begin : begin + 65_536])
        parser.close()
    except ScenarioError:
        raise
    except DefusedXmlException:
        allowed = "XML without DOCTYPE and ENTITY"
        raise refused("has a document type or entities, which are refused", file=file, allowed=allowed) from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise refused(f"is not XML: {error}", file=file) from None
    lines = [Line(1, _HEADER), *target.lines]
    return Sheet(file=file, lines=iter(lines)), target.strange
