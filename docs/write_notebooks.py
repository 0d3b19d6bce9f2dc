"""Write the notebooks of the teaching set from its page: one a limit, to reckon first and to run then.

`docs/teaching.md` is the source: a section's text, its block of code, and the answer that the block asserts. A notebook
asks first, lets one type what was reckoned, runs, and says whether it is right. ``python docs/write_notebooks.py``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE / "teaching.md"
FOLDER = HERE / "notebooks"
SECTION = re.compile(r"^## (?P<title>.+?)\n\n(?P<text>.+?)\n\n```python\n(?P<code>.+?)```\n", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^assert study\.closure_s\[0\] / 3600 == ([\d.]+)$", re.MULTILINE)
OPTION = re.compile(r'options=\["(\w+)"\]')
INTRODUCTION = """One depot, one field an hour away, twelve aircraft that carry ten tonnes each, and 480 tonnes:
48 loads. Loading takes an hour, unloading takes an hour, nothing breaks, every duration is fixed. Without a limit
everything is there after 15 hours: twelve aircraft, four waves of 4 hours, a wave unloaded 3 hours after it began."""


def cell(kind: str, text: str, number: int) -> dict[str, Any]:
    """Return a cell of a notebook."""
    lines = text.strip("\n").splitlines(keepends=True)
    found: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": lines}
    return found | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def notebook(title: str, option: str, text: str, code: str) -> dict[str, Any]:
    """Return the notebook of one limit."""
    (hours,) = ANSWER.findall(code)
    lines = [line for line in code.splitlines() if not line.startswith("assert")]
    checks = [line for line in code.splitlines() if line.startswith("assert")]
    said = "\n".join(("### Reckoned", "", text.replace("**", "")))
    cells = [
        ("markdown", f"# {title}\n\n{INTRODUCTION}\n\nOption `{option}` of the example `classroom` adds one limit:"),
        ("code", f'import openairlift as oa\n\nprint(oa.read_scenario("classroom").options["{option}"].title)'),
        ("markdown", "After how many hours is everything there now? Reckon first, and type it here."),
        ("code", "reckoned_h = None"),
        ("code", "\n".join([*lines, "hours = study.closure_s[0] / 3600", 'print(hours, "hours")'])),
        (
            "code",
            f"assert hours == {hours}  # the expected answer\n"
            'print("as reckoned" if reckoned_h == hours else "look again")',
        ),
        ("code", "\n".join(checks)),
        ("markdown", said),
    ]
    about = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    made = [cell(kind, source, number) for number, (kind, source) in enumerate(cells)]
    return {"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def notebooks() -> dict[str, dict[str, Any]]:
    """Return every notebook, by the name of its option."""
    found = {}
    for section in SECTION.finditer(PAGE.read_text(encoding="utf-8")):
        option = OPTION.search(section["code"])
        if option is not None:
            found[option[1]] = notebook(section["title"], option[1], section["text"], section["code"])
    return found


def written(book: dict[str, Any]) -> str:
    """Return a notebook as the text of its file."""
    return json.dumps(book, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, book in notebooks().items():
        (FOLDER / f"{name}.ipynb").write_text(written(book), encoding="utf-8")
