"""Text files of a scenario, wherever it is kept: in its folder, or in sheets of its workbook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openairlift.errors import OpenAirliftError
from openairlift.evidence.drafting.fragment import parsed
from openairlift.exchange.opening import is_workbook
from openairlift.scenario import example_names
from openairlift.store.files import write_whole


class TextFiles:
    """The TOML files of a scenario's folder, or of its workbook."""

    def __init__(self, scenario: Path) -> None:
        self.path = scenario
        self._held: dict[str, bytes] | None = None
        if is_workbook(scenario):
            from openairlift.exchange.workbook import read_workbook

            self._held = read_workbook(scenario).files
            return
        if not scenario.is_dir():
            known = ", ".join(example_names())
            hint = "; copy a shipped one first: openairlift example NAME" if str(scenario) in example_names() else ""
            told = hint or f" (shipped ones, to copy: {known})"
            raise OpenAirliftError(f"{scenario} is no folder of a scenario and no workbook{told}")
        if not (scenario / "scenario.toml").is_file():
            raise OpenAirliftError(f"{scenario} holds no scenario.toml, so it is no scenario")

    def read(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the text and the records of a file; both empty where it is not there."""
        if self._held is not None:
            data = self._held.get(name)
        else:
            data = (self.path / name).read_bytes() if (self.path / name).exists() else None
        if data is None:
            return "", {}
        try:
            text = data.decode()
            return text, parsed(text)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            raise OpenAirliftError(f"{name} can't be read, so nothing is added to it: {error}") from None

    def write(self, texts: Mapping[str, str]) -> None:
        """Write files in this order: of a folder each whole or not at all, of a workbook all together."""
        if self._held is None:
            for name, text in texts.items():
                write_whole(self.path / name, text.encode())
            return
        from openairlift.exchange.workbook.patching import with_texts

        write_whole(self.path, with_texts(self.path.read_bytes(), texts, file=self.path.name))
