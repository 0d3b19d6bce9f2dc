"""Write the JSON Schemas of what every command prints with ``--json``, and of the files of a run, with a page of them.

A schema is the shape of real outputs: every command is called in several ways on shipped examples (`CALLS`), and what
is always there is required, what is sometimes null may be null, and nothing else may stand there. Objects whose keys
are data (a place, a mark) are told apart by `MAPS`. What a part means is said by `MEANING`; a part without a meaning
is an error. ``python docs/write_schemas.py`` writes `docs/reference/schemas` and `docs/reference/json.md`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from openairlift.cli import app

HERE = Path(__file__).parent / "reference"
SCHEMAS = HERE / "schemas"
SMALL, CASE, CLASS = "relief-small", "ukraine-2022", "classroom"
FEW = "--runs 3 --seed 7 --workers 1"
