"""Mutation score of a room: small faults are put into its code, one at a time, and its own tests have to notice.

``python benchmarks/mutation.py ROOM --count 150 --seed 1``. A mutant is one change of one expression or statement;
a sample of all, drawn by the seed, is tried, each against the tests that run its line (found by coverage), in a process
of its own. What the tests don't notice is printed with file and line. The score is killed over tried, with a 95 %
interval (Wilson). Own driver, since mutmut does not change what stands at module level (the units are a table there)
nor decorated functions, and cosmic-ray starts Python anew for each mutant. Draws of property tests are kept fixed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RECORD = ROOT / "docs" / "figures" / "mutation.json"
BAR = 85.0
MOST_BYTES = 6 << 30
"""Address space of a mutant: some run on for ever and keep what they make."""
CONTROLS = 5
"""Places that are first tried without a change, which the tests have to pass."""

ROOMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "units": ("units.py", ("tests/test_units.py", "tests/tables")),
    "network": ("network", ("tests/network",)),
    "audits": ("audits", ("tests/audits",)),
    "anchoring": ("evidence/anchoring", ("tests/evidence/anchoring",)),
}
"""Code below `src/openairlift`, and the tests that are its own; doctests of the code run with them."""

COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
REVERSED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "ceil": "floor", "floor": "ceil"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where, what it was, what it is, and the whole tree that holds it."""

    path: Path
    line: int
    last: int
    was: str
    now: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Where and what, for people."""
        return f"{self.path.relative_to(ROOT / 'src/openairlift')}:{self.line}: {self.was}  ->  {self.now}"


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what one node may become."""
    match node:
        case ast.Compare(ops=[op]):
            for table in (COMPARE, REVERSED):
                if type(op) in table:
                    yield ast.Compare(node.left, [table[type(op)]()], node.comparators)
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield ast.BinOp(node.left, ARITHMETIC[type(op)](), node.right)
        case ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(op)](), node.value)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield ast.Constant(f"XX{value}")
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            found = copy.copy(node)
            found.test = ast.UnaryOp(ast.Not(), test)
            yield found
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            yield ast.Call(ast.Name(CALLS[name], ast.Load()), node.args, node.keywords)
        case ast.Call(func=ast.Attribute(value=whose, attr=name)) if name in CALLS:
            yield ast.Call(ast.Attribute(whose, CALLS[name], ast.Load()), node.args, node.keywords)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def sites(tree: ast.Module) -> list[ast.AST]:
    """Return the nodes that may be changed: no docstrings, annotations, imports, type-only blocks or `__all__`."""
    found: list[ast.AST] = []

    def look(node: ast.AST) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom) or _type_only(node) or _names(node):
            return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        found.append(node)
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "type_params", "decorator_list"):
                continue
            if isinstance(node, ast.JoinedStr) and field == "values":
                for part in node.values:
                    if isinstance(part, ast.FormattedValue):
                        look(part.value)
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    look(child)

    look(tree)
    return found


def _type_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _names(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)


def places(path: Path) -> list[tuple[Path, int, int]]:
    """Return every change that a module allows: file, number of the node, number of the change."""
    nodes = sites(ast.parse(path.read_text(encoding="utf-8")))
    return [(path, number, turn) for number, node in enumerate(nodes) for turn in range(len(list(changes(node))))]


def mutant(path: Path, number: int, turn: int) -> Mutant:
    """Return one mutant of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    old = sites(tree)[number]
    new = ast.copy_location(list(changes(old))[turn], old)
    was, now = (_short(part) for part in (old, new))
    _Swap(old, new).visit(tree)
    ast.fix_missing_locations(tree)
    line = getattr(old, "lineno", 1)
    last = line if isinstance(old, ast.If | ast.While) else getattr(old, "end_lineno", None) or line
    return Mutant(path, line, last, was, now, tree)


def unchanged(one: Mutant) -> Mutant:
    """Return the same place without a change: the control."""
    return replace(one, tree=ast.parse(one.path.read_text(encoding="utf-8")))


def _short(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(node)).split("\n", 1)[0][:100]


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self.new if node is self.old else self.generic_visit(node)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated code to whoever imports the module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        parts = mutant.path.relative_to(ROOT / "src").with_suffix("").parts
        self.package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.package else parts)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of the mutated module, and of no other."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(
            fullname,
            self.mutant.path,
            loader=self,
            submodule_search_locations=[str(self.mutant.path.parent)] if self.package else None,
        )

    def create_module(self, spec: Any) -> ModuleType | None:
        """Take Python's own way."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated code."""
        exec(compile(self.mutant.tree, str(self.mutant.path), "exec", dont_inherit=True), module.__dict__)  # noqa: S102


PLUGIN = """
import json, os, pathlib, coverage, pytest
_times = {}
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    coverage.Coverage.current().switch_context(item.nodeid)
    yield
    coverage.Coverage.current().switch_context("")
def pytest_runtest_logreport(report):
    _times[report.nodeid] = _times.get(report.nodeid, 0.0) + report.duration
def pytest_sessionfinish(session):
    pathlib.Path(os.environ["MUTATION_TIMES"]).write_text(json.dumps(_times))
"""


@dataclass(frozen=True, slots=True)
class Tests:
    """Which tests run which line, and how long each takes."""

    by_line: dict[str, dict[int, set[str]]]
    times: dict[str, float]

    def of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a mutant's lines, the quick ones first; for what runs on import, all of them."""
        lines = self.by_line.get(str(mutant.path), {})
        found = set().union(*(lines.get(line, set()) for line in range(mutant.line, mutant.last + 1)))
        if "" in found:
            found = set(self.times)
        return sorted(found - {""}, key=lambda name: (self.times.get(name, 0.0), name))


def traced(code: Path, tests: Sequence[str]) -> Tests:
    """Run the tests once and note which lines each of them runs."""
    with tempfile.TemporaryDirectory() as folder:
        data, times = Path(folder) / "data", Path(folder) / "times.json"
        (Path(folder) / "mutation_contexts.py").write_text(PLUGIN, encoding="utf-8")
        known_paths = [path for path in (folder, os.environ.get("PYTHONPATH")) if path]
        environment = {
            **os.environ, "CI": "true", "MUTATION_TIMES": str(times), "PYTHONPATH": os.pathsep.join(known_paths)
        }  # fmt: skip
        which = [f"--include={code}/*" if code.is_dir() else f"--include={code}"]
        words = [sys.executable, "-m", "coverage", "run", *which, f"--data-file={data}", "-m", "pytest", "-q"]
        words += ["-p", "mutation_contexts", "-p", "no:cacheprovider", *tests, str(code)]
        done = subprocess.run(words, cwd=ROOT, env=environment, stdout=sys.stderr)
        if done.returncode:
            raise SystemExit("the tests fail without any mutant")
        coverage = importlib.import_module("coverage")
        known = coverage.CoverageData(basename=str(data))
        known.read()
        by_line = {
            path: {line: set(names) for line, names in known.contexts_by_lineno(path).items()}
            for path in known.measured_files()
        }
        return Tests(by_line, json.loads(times.read_text(encoding="utf-8")))


def tried(mutant: Mutant, tests: Tests, *, patience_s: float) -> str:
    """Return what became of a mutant: killed, slow (killed by time), survived, or not run by any test."""
    names = tests.of(mutant)
    if not names:
        return "not run"
    limit = patience_s + 3 * sum(tests.times.get(name, 0.1) for name in names)  # the times are those under trace
    child = os.fork()
    if child == 0:
        _child(mutant, names, each_s=int(patience_s / 2 + 3 * max(tests.times.get(name, 0.1) for name in names)))
    begun = time.monotonic()
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        if time.monotonic() - begun > limit:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return "slow"
        time.sleep(0.02)


def _child(mutant: Mutant, names: list[str], *, each_s: int) -> None:
    """Run the tests on a mutant; one that runs on for ever fails by its time, one that fills the memory by that."""
    status = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        quiet = os.open(os.devnull, os.O_RDWR)
        if not os.environ.get("MUTATION_LOUD"):
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
        os.chdir(ROOT)
        finder = Finder(mutant)
        sys.meta_path.insert(0, finder)
        importlib.import_module(finder.name)
        pytest = importlib.import_module("pytest")
        words = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", f"timeout={each_s}"]
        status = int(pytest.main([*words, *names]))
    finally:
        os._exit(status)


def warmed() -> None:
    """Import what is not ours, once for all mutants; the children are forked from here."""
    heavy = ("pytest", "_pytest.doctest", "hypothesis", "hypothesis.strategies", "numpy", "numba", "highspy", "duckdb")
    for name in (
        *heavy,
        "airportsdata",
        "openpyxl",
        "xlsxwriter",
        "click",
        "pyproj",
        "geographiclib.geodesic",
        "pypdf",
    ):
        importlib.import_module(name)
    if any(name.split(".")[0] == "openairlift" for name in sys.modules):
        raise SystemExit("the code to be mutated was imported too early")


def wilson(killed: int, count: int) -> tuple[float, float]:
    """Return a 95 % interval of a share [%]."""
    z, share = 1.96, killed / count
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return round(100 * (middle - half), 1), round(100 * (middle + half), 1)


def measured(name: str, *, count: int, seed: int, minutes: float = math.inf) -> dict[str, Any]:
    """Return the score of a room, with every mutant that survived; of a sample cut short, of those that were tried."""
    ends = time.monotonic() + 60.0 * minutes
    where, rooms = ROOMS[name]
    code = ROOT / "src" / "openairlift" / where
    paths = sorted(code.glob("**/*.py")) if code.is_dir() else [code]
    every = [place for path in paths for place in places(path)]
    chosen = [mutant(*place) for place in random.Random(seed).sample(every, min(count, len(every)))]
    tests = traced(code, rooms)
    warmed()
    for one in chosen[:CONTROLS]:
        if tried(unchanged(one), tests, patience_s=60.0) not in ("survived", "not run"):
            raise SystemExit(f"control: without a change the tests of this place fail: {one.name}")
    states: dict[str, list[str]] = {"killed": [], "slow": [], "survived": [], "not run": []}
    for number, one in enumerate(chosen, 1):
        if time.monotonic() > ends:
            chosen = chosen[: number - 1]
            break
        state = tried(one, tests, patience_s=60.0)
        states[state].append(one.name)
        sys.stderr.write(f"{number} of {len(chosen)}: {state:8} {one.name}\n")
        sys.stderr.flush()
    killed = len(states["killed"]) + len(states["slow"])
    return {
        "mutants": len(every),
        "tried": len(chosen),
        "seed": seed,
        "killed": killed,
        "by_time": len(states["slow"]),
        "score": round(100 * killed / len(chosen), 1),
        "interval": wilson(killed, len(chosen)),
        "tests": list(rooms),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "survived": sorted(states["survived"]),
        "not_run": sorted(states["not run"]),
    }


def main() -> int:
    """Measure rooms one after another, each in a process of its own, and write the record."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RECORD)
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no further mutant after so many")
    asked = parser.parse_args()
    os.environ["CI"] = "true"
    found = measured(asked.room, count=asked.count, seed=asked.seed, minutes=asked.minutes)
    known = json.loads(asked.out.read_text(encoding="utf-8")) if asked.out.exists() else {}
    known[asked.room] = found
    asked.out.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    told = {key: value for key, value in found.items() if key not in ("survived", "not_run")}
    sys.stdout.write(json.dumps({asked.room: told}, indent=1) + "\n")
    return int(found["score"] < BAR)


if __name__ == "__main__":
    sys.exit(main())
