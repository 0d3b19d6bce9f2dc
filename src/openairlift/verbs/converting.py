"""Turn a scenario's folder into a workbook or back, and bring a folder into canonical form."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from openairlift.errors import Issue, OpenAirliftError, ScenarioError, Severity, UsageError, nearest
from openairlift.exchange import is_workbook
from openairlift.exchange.workbook import Sheets, canonical, read_workbook, workbook_of
from openairlift.scenario import example_names
from openairlift.verbs.records import Record

MOST_BYTES = 5_000_000
"""Size of a file that is no table of the scenario and still goes into a workbook."""


def convert(source: str | Path, to: str | Path) -> Record:
    """Write a scenario's folder as a workbook, or a workbook as a folder; nothing is overwritten, nothing lost.

    Parameters
    ----------
    source : a folder, a workbook, or the name of a shipped example.
    to : a new file that ends in ``.xlsx``, or a new or empty folder, whose files are in canonical form.

    Returns
    -------
    dict
        ``files`` written, or held by the workbook; ``left``: files of the folder that a workbook can't hold.

    Raises
    ------
    ScenarioError
        When a table can't be read. What the cells say is not checked: `check` does that.
    OpenAirliftError
        When `to` is there already.
    """
    target = Path(to)
    if is_workbook(source):
        if target.suffix.lower() == ".xlsx":
            raise UsageError(f"{to}: a workbook is turned into a folder; to copy it, copy the file")
        _check_folder(target)
        made = canonical(_files(read_workbook(source)))
        target.mkdir(parents=True, exist_ok=True)
        for name, data in made.items():
            (target / name).write_bytes(data)
        return {"form": "folder", "files": sorted(made), "left": []}
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"{to}: a folder is turned into a workbook; end its name in .xlsx")
    if target.exists():
        raise OpenAirliftError(f"{target} is there already and is not overwritten; choose another name")
    held, left = _folder(source)
    data = workbook_of(held, title=f"Scenario {Path(source).name}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as handle:
        handle.write(data)
    return {"form": "workbook", "files": sorted(held), "left": left}


def convert_text(record: Record) -> str:
    """Return the record as a person reads it."""
    verb = "holds" if record["form"] == "workbook" else "files written:"
    lines = [f"{record['form']}: {verb} {', '.join(record['files'])}"]
    if record["left"]:
        lines.append(f"left where they are, a workbook can't hold them: {', '.join(record['left'])}")
    return "\n".join(lines)


def fmt(folder: str | Path, *, check: bool = False) -> Record:
    """Bring the files of a folder into canonical form, or say which are not.

    Parameters
    ----------
    folder : of a scenario.
    check : change nothing.

    Returns
    -------
    dict
        ``changed``: the files that were, or would be, written anew.

    Raises
    ------
    UsageError
        When it is no folder of a scenario.
    ScenarioError
        When a file can't be read; nothing is changed then.
    """
    path = Path(folder)
    if is_workbook(path):
        raise UsageError(f"{folder} is a workbook; fmt is for folders (openairlift convert makes one of it)")
    if not path.is_dir():
        hint = "; it is a shipped example, and stays as it is" if str(folder) in example_names() else ""
        raise UsageError(f"{folder} is no folder{hint}")
    if not any((path / name).is_file() for name in ("scenario.toml", "places.csv", "requirements.csv")):
        raise UsageError(f"{folder} is no folder of a scenario: it holds no scenario.toml")
    held, _ = _folder(path)
    made = canonical(held)
    changed = [name for name, data in made.items() if data != held[name]]
    if not check:
        for name in changed:
            (path / name).write_bytes(made[name])
    return {"changed": changed, "files": sorted(held)}


def fmt_text(record: Record) -> str:
    """Return the record as a person reads it."""
    return "\n".join(record["changed"]) or "nothing to change"


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OpenAirliftError(f"{folder} is a file; name a new or an empty folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise OpenAirliftError(f"{folder} is not empty and nothing in it is overwritten; name a new or an empty folder")


def _files(sheets: Sheets) -> dict[str, bytes]:
    if any(issue.severity is Severity.ERROR for issue in sheets.issues):
        raise ScenarioError(sheets.issues)
    if not sheets.files:
        what = "the workbook states nothing: no sheet holds more than its example row"
        raise ScenarioError([Issue(what=what, file=sheets.name, allowed="rows in Settings, Places, Fleet …")])
    return sheets.files


def _folder(source: str | Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a folder or an example by name, and the names of what can't go into a workbook."""
    path = Path(source)
    if path.is_dir():
        return _held(path)
    if not path.exists() and str(source) in example_names():
        with as_file(files("openairlift").joinpath("examples", str(source))) as folder:
            return _held(folder)
    near = nearest(str(source), example_names())
    allowed = "a folder with scenario.toml, a workbook, or " + ", ".join(example_names())
    raise ScenarioError([Issue(what="there is no such scenario", file=str(source), allowed=allowed, nearest=near)])


def _held(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    held: dict[str, bytes] = {}
    left: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~", "__")):
            continue
        table = path.suffix.lower() in (".csv", ".toml")
        if path.is_file() and (table or path.stat().st_size <= MOST_BYTES):
            held[path.name] = path.read_bytes()
        else:
            left.append(path.name)
    return held, left
