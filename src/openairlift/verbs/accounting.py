"""The ledger: what was authorised, sent and received, from files, scenarios and runs side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openairlift.errors import OpenAirliftError, UsageError, nearest
from openairlift.exchange import read_scenario
from openairlift.exchange.ledger import BY, Account, Ledger, Total, make_ledger, of_scenario, of_study
from openairlift.exchange.readers import Imported, Source, find_reader, reader_names
from openairlift.exchange.readers.sheets import MOST_BYTES
from openairlift.exchange.readers.workbooks import looks_like_workbook
from openairlift.network import build_network
from openairlift.scenario import example_names
from openairlift.store import is_run, open_run
from openairlift.study import replicate
from openairlift.verbs.importing import of_workbook, read_source
from openairlift.verbs.records import Record, issue_record, number

Told = Callable[[str, int, int], None]
SNIFFED = 60_000
"""Bytes of a file from which its format is told [B]."""


def ledger(
    sources: Sequence[str],
    *,
    by: Sequence[str] = ("package",),
    gap_days: int = 180,
    names: Mapping[str, str] | None = None,
    rates: Mapping[str, float] | None = None,
    encoding: str = "utf-8",
    dates: str | None = None,
    progress: Told | None = None,
) -> Record:
    """Return what every source says was announced, authorised, listed, sent and received.

    Parameters
    ----------
    sources : files (``FORMAT:FILE`` where the format is not told by the columns), run folders, scenarios.
    by : what rows are told apart by, besides step, mark and meter: some of package, donor, item, date, word.
    gap_days : gaps between dates of more days than this are told.
    names : packages, donors and items that stand for others.
    rates : USD for one of a currency.
    encoding, dates : of files, as in `import_file`.
    progress : told what takes time.

    Raises
    ------
    UsageError
        When a source is none, or a word of `by` is not known.
    """
    for word in by:
        if word not in BY:
            near = nearest(word, BY)
            hint = "" if near is None else f"; did you mean {near!r}?"
            raise UsageError(f"rows can't be told apart by {word!r}; allowed: {', '.join(BY)}{hint}")
    if not sources:
        raise UsageError("name a file, a run folder or a scenario")
    tell = progress or (lambda _what, _done, _total: None)
    accounts: list[Account] = []
    told: list[Record] = []
    for source in sources:
        account, record = _account(source, by, encoding=encoding, dates=dates, tell=tell)
        count = sum(other.name.partition(" #")[0] == account.name for other in accounts)
        name = account.name if not count else f"{account.name} #{count + 1}"
        accounts.append(Account(name=name, entries=account.entries))
        told.append({"name": name, **record})
    small = {old.casefold(): new for old, new in (names or {}).items()}
    lowered = {currency.lower(): rate for currency, rate in (rates or {}).items()}
    book = make_ledger(accounts, by=by, gap_days=gap_days, names=small, rates=lowered)
    return {"sources": told, "rates": {name: number(rate) for name, rate in lowered.items()}, **ledger_record(book)}


def _account(source: str, by: Sequence[str], *, encoding: str, dates: str | None, tell: Told) -> tuple[Account, Record]:
    path = Path(source)
    if is_run(path):
        return _of_run(path, by, tell)
    if path.is_dir() or (not path.exists() and source in example_names()):
        scenario = read_scenario(source)
        entries = of_scenario(scenario, build_network(scenario))
        return Account(name=scenario.name, entries=entries), {"kind": "scenario", "entries": len(entries)}
    source, sheet = _sheet_of(source)
    format_, file = _format_of(source, encoding=encoding, dates=dates, sheet=sheet)
    reader, read, found = read_source(format_, file, encoding=encoding, dates=dates, sheet=sheet)
    record = {
        "kind": "file",
        "format": reader.name,
        "sha256": read.sha256,
        "rows": found.rows,
        "used": found.used,
        "entries": len(found.entries),
        "left_out": dict(found.left_out),
        "not_understood": [issue_record(issue) for issue in found.issues],
        "notes": list(found.notes),
    }
    return Account(name=read.file, entries=found.entries), record


def _of_run(path: Path, by: Sequence[str], tell: Told) -> tuple[Account, Record]:
    """Return the account of a run; curves by item are not stored, so its plan is simulated again with its seed."""
    run = open_run(path)
    study = run.study
    if "item" in by:
        items = list(dict.fromkeys(name for line in run.network.lines if (name := study.item_of(line)) is not None))
        study = replicate(
            run.scenario, run.plan, runs=study.runs, seed=study.seed, network=run.network, items=items, progress=tell
        )
    entries = of_scenario(run.scenario, run.network)
    entries += of_study(study, items="item" in by, dates="date" in by)
    record = {
        "kind": "run",
        "runs": study.runs,
        "seed": study.seed,
        "fingerprint": run.scenario.fingerprint,
        "banner": run.scenario.settings.banner,
        "entries": len(entries),
    }
    return Account(name=f"{run.scenario.name}, {study.runs} runs", entries=entries), record


def _sheet_of(source: str) -> tuple[str, str | None]:
    """Return a source and the sheet that it names: ``FILE#SHEET``, where there is no file of that name."""
    file, sign, sheet = source.rpartition("#")
    return (file, sheet) if sign and sheet and not Path(source).exists() else (source, None)


def _format_of(source: str, *, encoding: str, dates: str | None, sheet: str | None) -> tuple[str, Path]:
    """Return format and path of ``FORMAT:FILE`` or ``FILE``; the latter's format is told by its columns."""
    known = reader_names()
    prefix, sign, rest = source.partition(":")
    if sign and prefix in known and not Path(source).exists():
        return prefix, Path(rest)
    path = Path(source)
    if not path.is_file():
        near = nearest(source, example_names())
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise OpenAirliftError(f"{source} is no file, no run folder and no scenario{hint}")
    with path.open("rb") as handle:
        data = handle.read(SNIFFED)
        book = looks_like_workbook(data)
        data = data + handle.read(MOST_BYTES) if book else data
    if not book and len(data) == SNIFFED and b"\n" in data:
        data = data[: data.rindex(b"\n") + 1]
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return "iati", path
    read = Source(file=path.name, data=data, encoding=encoding, dates=dates)
    fitting = [name for name in known if _fits(name, read, sheet, book=book)]
    if len(fitting) == 1:
        return fitting[0], path
    what = "the columns fit no format with amounts" if not fitting else f"the columns fit {' and '.join(fitting)}"
    ledgers = [name for name in known if any("ledger" in column.to for column in find_reader(name).columns)]
    raise OpenAirliftError(f"{path.name}: {what}; write FORMAT:FILE, with FORMAT one of {', '.join(ledgers)}")


def _fits(name: str, source: Source, sheet: str | None, *, book: bool) -> bool:
    reader = find_reader(name)
    if not any("ledger" in column.to for column in reader.columns):
        return False
    try:
        found: Imported = reader.read(of_workbook(reader, source, sheet) if book else source)
    except OpenAirliftError:
        return False
    return bool(found.entries)


def ledger_record(book: Ledger) -> Record:
    """Return a ledger as a record."""
    return {
        "by": list(book.by),
        "gap_days": book.gap_days,
        "totals": [_total(item) for item in book.totals],
        "gaps": [
            {
                "source": item.source,
                "step": item.step,
                "word": item.word,
                "from": item.opens,
                "to": item.closes,
                "days": item.days,
            }
            for item in book.gaps
        ],
        "rows": [
            {
                **row.key,
                "step": row.step,
                "mark": row.mark,
                "meter": row.meter,
                "amounts": {
                    name: {
                        "amount": number(item.amount),
                        "entries": item.count,
                        "p10": _or_none(item.low),
                        "p90": _or_none(item.high),
                    }
                    for name, item in row.sums.items()
                },
                "difference": _or_none(row.difference),
            }
            for row in book.rows
        ],
        "shares": [
            {
                "source": item.source,
                **item.key,
                "step": item.step,
                "mark": item.mark,
                "meter": item.meter,
                "of": item.of,
                "share": number(item.value),
                "p10": _or_none(item.low),
                "p90": _or_none(item.high),
            }
            for item in book.shares
        ],
    }


def _total(item: Total) -> Record:
    return {
        "source": item.source,
        "step": item.step,
        "word": item.word,
        "meter": item.meter,
        "mark": item.mark,
        "amount": number(item.amount),
        "entries": item.count,
        "first": item.first or None,
        "last": item.last or None,
    }


def _or_none(value: float | None) -> float | int | None:
    return None if value is None else number(value)
