"""Write `docs/reference/messages.md`: every message that an issue, an error or a fault of a plan can carry.

Messages are read from the code itself: what stands where an `Issue`, a `Violation` or an error is made, with what is
filled in between braces, and what is allowed where it is said in words. ``python docs/write_messages.py`` writes it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

HERE = Path(__file__).parent
CODE = HERE.parent / "src" / "openairlift"
PAGE = HERE / "reference" / "messages.md"
HEAD = """# Messages

Every message that a user may meet, by the part of the code that says it; `{…}` is filled in. An issue also names file,
row and column, what was got, and the nearest valid name where one is near; `check` prints all issues at once. Exit
status 1: something in the input; 2: a call that can't be meant so. A *fault* is what the audit says of a plan.

This page is made from the code by `docs/write_messages.py`.

"""
ROOMS = {
    "units": "Units: a number with a unit that is missing, unknown or of another kind.",
    "tables": "Cells, columns and keys of tables. Change the cell that is named; columns stand in [files](files.md).",
    "evidence": "Evidence, claims and sources. Their grammar stands in [evidence and options](evidence.md).",
    "reference": "Shipped tables: a name that they don't hold.",
    "scenario": "The scenario as a whole: options, parameters, and rows that have to fit one another.",
    "network": "What follows from a scenario: routes, calendars, loads that fit.",
    "plan": "Reading a plan back.",
    "sim": "A plan that can't be simulated as it stands.",
    "audits": "Faults of a plan: a limit that it breaks.",
    "solve": "Planning, and two-stage programmes.",
    "outlook": "Stocks, posture and cover.",
    "study": "Studies, comparisons, sensitivity, claims on runs.",
    "store": "Stored runs and the catalogue.",
    "exchange": "Workbooks, foreign formats, ledgers, exports.",
    "instances": "Instances that are made.",
    "reports": "Reports.",
    "notebook": "Views for notebooks.",
    "verbs": "What a command was asked to do.",
    "cli": "The command line's own words.",
    "web": "The server and the page.",
    "luck": "Draws.",
    "errors": "Errors.",
    "model": "Records.",
}
ERRORS = (
    "UsageError", "PlanError", "TwoStageError", "UnitError", "CellError", "BadParameter", "TestError", "Refused",
    "MissingExtraError", "BadJsonError", "UnconditionalError", "MissingError", "ConflictError",
    "StaleError", "BusyError", "UnmetError", "UnreadableError", "Interrupted", "BareTon", "Unresolved", "Damaged",
)  # fmt: skip
"""Errors with a text; a `ScenarioError` and a `FaultyEditError` carry issues."""
WHAT = {"Issue": "what", "Violation": "what"}
PLACE = {"Refused": 1}
"""Errors whose text is not the first argument."""

TELLING = (
    "faults_of",
    "doubts_of",
    "_unknown",
    "_nothing",
    "_unanswered",
    "_no_number",
    "ton_message",
    "_told",
    "_indexes",
    "_order",
    "_faults",
    "misfit",
)
"""Parts of the names of functions that make messages."""
DEPTH = 4


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the room, what is made of it, its text, and what is allowed, where that is said in words."""

    room: str
    kind: str
    text: str
    allowed: str


class Module:
    """One module of the code, with what is needed to follow a name to the words that it stands for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    @cached_property
    def inside(self) -> dict[ast.AST, ast.FunctionDef]:
        """The function around each node."""
        found: dict[ast.AST, ast.FunctionDef] = {}

        def look(node: ast.AST, around: ast.FunctionDef | None) -> None:
            for child in ast.iter_child_nodes(node):
                if around is not None:
                    found[child] = around
                look(child, child if isinstance(child, ast.FunctionDef) else around)

        look(self.tree, None)
        return found

    @cached_property
    def calls(self) -> dict[str, list[ast.Call]]:
        """The calls of the module, by the name of what is called."""
        found: dict[str, list[ast.Call]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                found.setdefault(called(node), []).append(node)
        return found

    @cached_property
    def own(self) -> dict[str, ast.FunctionDef]:
        """The functions of the module that make messages, by name."""
        return {
            node.name: node
            for node in ast.walk(self.tree)
            if isinstance(node, ast.FunctionDef) and any(part in node.name for part in TELLING)
        }

    def made(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield each place where an issue, a fault or an error is made."""
        for name in (*WHAT, *ERRORS):
            for node in self.calls.get(name, []):
                yield name, node

    def texts(self, node: ast.AST | None, depth: int = DEPTH) -> list[str]:
        """Return the texts that an expression may be; a part that is filled in stands between braces."""
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=values):
                return ["".join(part.value if isinstance(part, ast.Constant) else hole(part) for part in values)]
            case ast.IfExp(body=body, orelse=other):
                return self.texts(body, depth) + self.texts(other, depth)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return [
                    a + b
                    for a in self.texts(left, depth) or [hole(left)]
                    for b in self.texts(right, depth) or [hole(right)]
                ]
            case ast.Name(id=name) if depth and (function := self.inside.get(node)) is not None:
                return self.named(name, function, depth - 1) or self.constant(name)
            case ast.Tuple(elts=[*_, last]):
                return self.texts(last, depth)
            case ast.BoolOp(values=values):
                return [text for value in values for text in self.texts(value, depth)]
            case ast.Subscript(value=value) if depth:
                return self.texts(value, depth - 1)
            case ast.Call(func=ast.Attribute(attr="join"), args=[ast.GeneratorExp(elt=value)]):
                return self.texts(value, depth)
            case ast.Call(func=ast.Name(id="list"), args=[value]):
                return self.texts(value, depth)
            case ast.Call() if depth and (function := self.own.get(called(node), FUNCTIONS.get(called(node)))):
                return FUNCTIONS_AT[function].given(function, depth - 1)
        return []

    def given(self, function: ast.FunctionDef, depth: int) -> list[str]:
        """Return the texts that a function returns, yields or collects."""
        found = []
        for node in ast.walk(function):
            match node:
                case ast.Return(value=value) | ast.Yield(value=value) if value is not None:
                    found += self.texts(value, depth)
                case ast.Call(func=ast.Attribute(attr="append"), args=[value]):
                    found += self.texts(value, depth)
        return found

    def constant(self, name: str) -> list[str]:
        """Return the text of a name that stands at the head of the module."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == name for to in node.targets):
                return self.texts(node.value, 0)
        return []

    def named(self, name: str, function: ast.FunctionDef, depth: int) -> list[str]:
        """Return the texts that a name stands for: what is assigned to it, or what callers hand over."""
        found = []
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Name(id=to)], value=value) if to == name:
                    found += self.texts(value, depth)
                case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                    for to, value in zip(names, values, strict=False):
                        found += self.texts(value, depth) if isinstance(to, ast.Name) and to.id == name else []
                case ast.For(target=to, iter=over) | ast.comprehension(target=to, iter=over):
                    last = to.elts[-1] if isinstance(to, ast.Tuple) else to
                    found += self.texts(over, depth) if isinstance(last, ast.Name) and last.id == name else []
        names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
        own = names[1:] if names[:1] in (["self"], ["cls"]) else names
        if name in own or name in {item.arg for item in function.args.kwonlyargs}:
            at = own.index(name) if name in own else None
            for near in (module for module in MODULES if module.path.parent == self.path.parent):
                for call in near.calls.get(function.name, []):
                    found += near.texts(argument(call, name, at), depth)
        return found


MODULES = [Module(path) for path in sorted(CODE.rglob("*.py"))]
FUNCTIONS_AT = {
    node: module for module in MODULES for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)
}
FUNCTIONS = {name: node for module in MODULES for name, node in module.own.items()}
"""Functions that make the text of a message, by name."""


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def argument(node: ast.Call, name: str, at: int | None) -> ast.expr | None:
    """Return an argument of a call, by name or place."""
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[at] if at is not None and at < len(node.args) else None


def hole(part: ast.AST) -> str:
    """Return what stands for a part that is filled in: the last name in it."""
    names = [
        node.id if isinstance(node, ast.Name) else node.attr
        for node in ast.walk(part)
        if isinstance(node, ast.Name | ast.Attribute)
    ]
    words = [name for name in names if name not in ("self", "join", "str", "len", "repr")]
    return "{" + (words[0] if words else "…") + "}"


@cache
def messages() -> list[Message]:
    """Return every message of the code, in the order of the rooms."""
    found = []
    for module in MODULES:
        room = module.path.relative_to(CODE).parts[0].removesuffix(".py")
        for name, call in module.made():
            text = argument(call, WHAT.get(name, ""), PLACE.get(name, 0))
            allowed = " / ".join(module.texts(argument(call, "allowed", None)))
            kind = {"Issue": "issue", "Violation": "fault"}.get(name, "error")
            found += [Message(room, kind, one, allowed) for one in module.texts(text)]
    return sorted(set(found), key=lambda one: (list(ROOMS).index(one.room), one.kind, one.text, one.allowed))


def unread() -> list[str]:
    """Return where a message is made of what can't be read from the code, other than one that is passed on."""
    found = []
    for module in MODULES:
        for name, call in module.made():
            text = argument(call, WHAT.get(name, ""), PLACE.get(name, 0))
            told = "" if text is None else ast.unparse(text)
            if not module.texts(text) and not told.endswith((".what", "str(error)", ".not_comparable")):
                found.append(f"{module.path.relative_to(CODE)}:{call.lineno}: {told}")
    return found


def page() -> str:
    """Return the page."""
    parts, known = [HEAD.rstrip() + "\n"], messages()
    for room, about in ROOMS.items():
        rows = [one for one in known if one.room == room]
        if rows:
            lines = ["| kind | message | allowed |", "|---|---|---|"]
            lines += [f"| {one.kind} | {cell(one.text)} | {cell(one.allowed)} |" for one in rows]
            parts.append(f"## {room}\n\n{about}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(parts)


def cell(text: str) -> str:
    """Return a text as a cell of a table."""
    shown = " ".join(text.split()).replace("|", "\\|").replace("`", "'")
    return f"`{shown}`" if shown else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{len(messages())} messages\n")
