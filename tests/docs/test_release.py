"""What goes out with a release says the same everywhere, and rests on licences that allow it."""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import openairlift

ROOT = Path(__file__).parents[2]
ALLOWED = re.compile(
    r"apache|mit\b|bsd|isc\b|psf|python software foundation|mpl|mozilla public|zlib|0bsd|unlicense|public domain|cc0|"
    r"redistribution and use in source and binary forms",
    re.IGNORECASE,
)
"""Licences under which a dependency may be used by and shipped beside an Apache-2.0 package."""


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return found


def closure(first: list[str]) -> set[str]:
    """Everything that is installed for these requirements, by name."""
    found: set[str] = set()
    open_ = [Requirement(text) for text in first]
    while open_:
        wanted = open_.pop()
        extras = wanted.extras or {""}
        if wanted.marker is not None and not any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = wanted.name.lower().replace("_", "-")
        if name in found or name == "openairlift":
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # an optional part of a dependency that nobody asked for
        found.add(name)
        for text in needs:
            inner = Requirement(text)
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                open_.append(inner)
    return found


def licence(name: str) -> str:
    about = metadata.metadata(name)
    stated = [about.get("License-Expression") or "", about.get("License") or ""]
    stated += [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " | ".join(text for text in stated if text)[:20_000]


def test_the_version_is_the_same_everywhere() -> None:
    version = project()["version"]
    assert version == openairlift.__version__
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_licence_is_the_same_everywhere() -> None:
    assert project()["license"] == "Apache-2.0"
    assert "license: Apache-2.0" in (ROOT / "CITATION.cff").read_text()
    assert "Apache License" in (ROOT / "LICENSE").read_text()
    assert json.loads((ROOT / "frontend" / "package.json").read_text())["license"] == "Apache-2.0"


def test_licences_of_all_dependencies_allow_it() -> None:
    about = project()
    extras = about["optional-dependencies"]
    assert isinstance(extras, dict)
    first = [*about["dependencies"], *(text for name, texts in extras.items() if name != "all" for text in texts)]  # type: ignore[misc]
    names = closure(first)
    assert {"numpy", "numba", "highspy", "duckdb", "fastapi", "salib"} <= names
    assert {name: licence(name) for name in names if not ALLOWED.search(licence(name))} == {}


def test_licences_of_what_the_app_holds_allow_it() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    shipped = {
        name: about for name, about in lock.items() if name and not about.get("dev") and not about.get("optional")
    }
    assert {"node_modules/preact", "node_modules/uplot", "node_modules/@deck.gl/core"} <= set(shipped)
    wrong = {
        name: about.get("license") for name, about in shipped.items() if not ALLOWED.search(about.get("license") or "")
    }
    assert wrong == {}


def test_no_lock_file_names_a_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    assert [name for name, about in lock.items() if "resolved" in about] == []


@pytest.mark.parametrize("room", re.findall(r"`(tests/[a-z]+)`", (ROOT / "SECURITY.md").read_text()))
def test_what_the_security_page_names_is_there(room: str) -> None:
    assert (ROOT / room).is_dir()
