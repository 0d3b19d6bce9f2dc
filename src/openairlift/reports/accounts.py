"""A ledger as a person reads it: sources side by side, what differs, what share has arrived, when nothing came."""

from __future__ import annotations

from typing import Any

MOST_ROWS = 60
"""Rows of one kind that are shown; --json has all."""

_MARK = "unspecified"


def ledger_text(record: dict[str, Any]) -> str:
    """Return the text of a ledger's record."""
    parts = ["\n".join(_sources(record)), "\n".join(_totals(record))]
    parts += ["\n".join(part) for part in (_gaps(record), _rows(record), _shares(record)) if part]
    return "\n\n".join(parts)


def amount_text(amount: float, meter: str) -> str:
    """Return an amount with its unit, shortened.

    Examples
    --------
    >>> amount_text(31_363_000_000, "usd"), amount_text(2_500_000, "mass"), amount_text(1200, "items")
    ('31.36 bn USD', '2,500 t', '1,200 items')
    """
    if meter == "mass":
        return f"{amount / 1000:,.0f} t" if abs(amount) >= 10_000 else f"{amount / 1000:,.2f} t"
    if meter in ("items", "people"):
        return f"{amount:,.0f} {meter}"
    for size, word in ((1e9, "bn"), (1e6, "m")):
        if abs(amount) >= size:
            return f"{amount / size:,.2f} {word} {meter.upper()}"
    return f"{amount:,.0f} {meter.upper()}"


def _sources(record: dict[str, Any]) -> list[str]:
    lines = []
    for item in record["sources"]:
        if item["kind"] == "file":
            told = f"{item['format']}, {item['used']:,} of {item['rows']:,} rows used"
            lost = len(item["not_understood"])
            told += f", {lost} things not understood (openairlift import {item['format']} lists them)" if lost else ""
        elif item["kind"] == "run":
            told = f"{item['runs']:,} simulated runs: means, and the 10th and 90th percentile"
        else:
            told = "scenario: what it authorises and lists; nothing simulated"
        lines.append(f"{item['name']}: {told}")
        lines += [f"  banner: {item['banner']}"] if item.get("banner") else []
        lines += [f"  note: {note}" for note in item.get("notes", ())]
    lines += [f"rate: 1 {name.upper()} = {rate:g} USD, for every date" for name, rate in record["rates"].items()]
    return lines


def _totals(record: dict[str, Any]) -> list[str]:
    lines = ["Totals"]
    for item in record["totals"]:
        if item["word"] == "simulated":
            continue  # marks of one load, one after the other: rows below have them
        dates = "" if item["first"] is None else f", {item['first']} to {item['last']}"
        what = _what(item)
        mark = "" if item["mark"] == _MARK else f" at {item['mark']}"
        entries = f"{item['entries']:,} {'entry' if item['entries'] == 1 else 'entries'}"
        amount = amount_text(item["amount"], item["meter"])
        lines.append(f"  {item['source']}: {what}{mark}: {amount}, {entries}{dates}")
    return lines


def _gaps(record: dict[str, Any]) -> list[str]:
    if not record["gaps"]:
        return []
    lines = [f"Gaps of over {record['gap_days']} days"]
    for item in record["gaps"]:
        what = _what(item)
        lines.append(f"  {item['source']}: nothing {what} from {item['from']} to {item['to']}, {item['days']} days")
    return lines


def _rows(record: dict[str, Any]) -> list[str]:
    names = [item["name"] for item in record["sources"]]
    rows = record["rows"]
    if not rows:
        return []
    by = ", ".join(record["by"]) or "step"
    several = len(names) > 1
    lines = [f"By {by}" + (": what each source states; nothing is averaged" if several else "")]
    table = [[*record["by"], "step", "mark", *names, *(["difference"] if several else [])]]
    # Rows that more than one source states come first where rows have to be cut.
    shown = sorted(rows, key=lambda row: -len(row["amounts"]))[:MOST_ROWS] if len(rows) > MOST_ROWS else rows
    for row in shown:
        cells = [str(row[word]) or "–" for word in record["by"]]
        cells += [row["step"], "" if row["mark"] == _MARK else row["mark"]]
        cells += [_sum(row["amounts"].get(name), row["meter"]) for name in names]
        if several:
            difference = row["difference"]
            cells.append("" if difference is None else amount_text(difference, row["meter"]) if difference else "none")
        table.append(cells)
    lines += _columns(table)
    if len(rows) > MOST_ROWS:
        lines.append(f"  … and {len(rows) - MOST_ROWS:,} more rows; --json has all, --by with fewer words has less")
    return lines


def _what(item: dict[str, Any]) -> str:
    return f"{item['step']} ({item['word']})" if item["word"] not in ("", item["step"]) else str(item["step"])


def _sum(item: dict[str, Any] | None, meter: str) -> str:
    if item is None:
        return "–"
    text = amount_text(item["amount"], meter)
    if item["p10"] is not None and item["p10"] != item["p90"]:
        text += f" ({amount_text(item['p10'], meter)} to {amount_text(item['p90'], meter)})"
    return text


def _shares(record: dict[str, Any]) -> list[str]:
    """Return shares, one line for each whole and meter, one column for each mark."""
    lines: dict[tuple[str, str, str, str], dict[str, str]] = {}
    for item in record["shares"]:
        about = ", ".join(item[word] for word in record["by"] if item.get(word)) or "–"
        meter = item["meter"].upper() if item["meter"] not in ("mass", "items", "people") else item["meter"]
        column = item["step"] if item["mark"] == _MARK else item["mark"]
        spread = ""
        if item["p10"] is not None and f"{item['p10']:.0%}" != f"{item['p90']:.0%}":
            spread = f" ({item['p10']:.0%} to {item['p90']:.0%})"
        lines.setdefault((item["source"], about, item["of"], meter), {})[column] = f"{item['share']:.0%}{spread}"
    if not lines:
        return []
    columns = list(dict.fromkeys(column for cells in lines.values() for column in cells))
    table = [["source", ", ".join(record["by"]) or "all", "share of the", "", *columns]]
    table += [[*key, *(cells.get(column, "–") for column in columns)] for key, cells in list(lines.items())[:MOST_ROWS]]
    more = len(lines) - MOST_ROWS
    over = any(item["share"] > 1.005 for item in record["shares"])
    return [
        "Share sent or received by the end, each of what the same source states",
        *_columns(table),
        *([f"  … and {more:,} more; --json has all"] if more > 0 else []),
        *(["  over 100%: the source has no whole for all of it, or calls it by another name"] if over else []),
    ]


def _columns(table: list[list[str]]) -> list[str]:
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table
    ]
