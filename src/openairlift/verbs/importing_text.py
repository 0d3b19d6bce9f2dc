"""What an import did, as a person reads it."""

from __future__ import annotations

from openairlift.verbs.records import Record

MOST = 12
"""Lines of one kind that are shown; --json has all."""


def formats_text(record: Record) -> str:
    """Return the list of formats."""
    width = max((len(item["name"]) for item in record["formats"]), default=0)
    lines = [f"{item['name']:<{width}}  {item['title']} → {', '.join(item['tables'])}" for item in record["formats"]]
    return "\n".join([*lines, "", "openairlift import FORMAT --columns says what every column becomes."])


def columns_text(record: Record) -> str:
    """Return the mapping of one format."""
    lines = [f"{record['name']}: {record['title']}", record["layout"], ""]
    for column in record["columns"]:
        to = ", ".join(column["to"]) or "–"
        unit = f" [{column['unit']}]" if column["unit"] else (" [unit in the header]" if column["unit_needed"] else "")
        needed = " (required)" if column["required"] else ""
        lines.append(f"{column['names'][0]}{unit}{needed} → {column['use']}: {to}. {column['meaning']}")
        if column["names"][1:]:
            lines.append(f"    also {', '.join(column['names'][1:])}")
    return "\n".join(lines)


def import_text(record: Record) -> str:
    """Return the report of an import."""
    made = ", ".join(f"{count:,} {name}" for name, count in record["made"].items()) or "no rows of a table"
    amounts = f", {record['amounts']:,} amounts for a ledger" if record["amounts"] else ""
    lines = [
        f"{record['file']} as {record['format']}: {record['used']:,} of {record['rows']:,} rows used → {made}{amounts}"
    ]
    kept = [item["header"] for item in record["columns"] if item["fate"] == "kept"]
    passed = [item["header"] for item in record["columns"] if item["fate"] == "passed over"]
    lines += [f"kept in x_ columns, read by no result: {', '.join(kept)}"] if kept else []
    lines += [f"known and passed over: {', '.join(passed)}"] if passed else []
    lines += [f"left out: {_rows(count)}: {reason}" for reason, count in record["left_out"].items()]
    issues = record["not_understood"]
    if issues:
        lines.append(f"not understood ({len(issues) + record['not_listed']:,}):")
        lines += [f"  {_where(issue)}: {_said(issue)}" for issue in issues[:MOST]]
        more = len(issues) - MOST + record["not_listed"]
        lines += [f"  … and {more:,} more; --json lists up to 200"] if more > 0 else []
    lines += [f"note: {note}" for note in record["notes"]]
    if "added" in record:
        lines += _placed(record)
    return "\n".join(lines)


def _placed(record: Record) -> list[str]:
    added = [f"{_rows(count)} to {name}.csv" for name, count in record["added"].items() if count]
    lines = [f"written: {', '.join(added) or 'nothing'}"]
    there = {name: count for name, count in record["there_already"].items() if count}
    lines += [f"there already, the same: {_rows(count)} of {name}.csv" for name, count in there.items()]
    if record["conflicts"]:
        noun = "conflict" if len(record["conflicts"]) == 1 else "conflicts"
        lines.append(f"{len(record['conflicts'])} {noun} ({record['rule']}):")
        for item in record["conflicts"][:MOST]:
            cells = "; ".join(f"{c['column']}: {c['scenario']} there, {c['file']} in the file" for c in item["cells"])
            lines.append(f"  {item['table']}.csv, {item['key']}: {cells}")
        more = len(record["conflicts"]) - MOST
        lines += [f"  … and {more:,} more"] if more > 0 else []
    if record.get("missing"):
        lines.append(f"a scenario also needs {', '.join(record['missing'])}")
    return lines


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _where(issue: Record) -> str:
    row = f"row {issue['row']}" if issue["row"] is not None else "the file"
    return f"{row}, {issue['column']}" if issue["column"] else row


def _said(issue: Record) -> str:
    text = str(issue["what"])
    text += f"; got {issue['got']!r}" if issue["got"] is not None else ""
    text += f"; allowed: {issue['allowed']}" if issue["allowed"] is not None else ""
    return text + (f"; did you mean {issue['nearest']!r}?" if issue["nearest"] is not None else "")
