"""What a test means before it is run: functions, arguments, parameters and kinds, with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openairlift.errors import nearest
from openairlift.evidence.language.tokens import TestError
from openairlift.evidence.language.tree import Binary, Call, Name, Node, Number, Text, Unary
from openairlift.evidence.language.vocabulary import (
    FIRST_LANDING,
    FUNCTIONS,
    RULES,
    Argument,
    Kind,
    parse_rule,
)
from openairlift.model import STATUSES
from openairlift.tables import CellError, parse_moment

Readings = Mapping[str, Sequence[Any]]
_COMPARED = (Kind.NUMBER, Kind.MOMENT, Kind.DURATION)


@dataclass(slots=True)
class Faults:
    """What is wrong with a test, and which parameters and ids it uses.

    Attributes
    ----------
    found : the faults.
    used : parameters that the test reads.
    ids : (table, id) of packages, items and places that it names.
    """

    found: list[TestError] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)

    def add(self, what: str, at: int, *, allowed: str | None = None, near: str | None = None) -> None:
        """Add a fault."""
        self.found.append(TestError(what, at, allowed=allowed, near=near))


def check_test(tree: Node, readings: Readings, undefined: Mapping[str, str]) -> Faults:
    """Return what is wrong with a test.

    Parameters
    ----------
    tree : the test.
    readings : the values of every parameter: numbers, or texts.
    undefined : parameters that the claim leaves open, with the reason.

    Examples
    --------
    >>> from openairlift.evidence.language import parse_test
    >>> check_test(parse_test("shar(at=start) > 1"), {"start": ["2022-02-25"]}, {}).found[0].near
    'share'
    """
    check = _Check(readings, undefined)
    kind = check.kind(tree)
    if kind not in (Kind.TRUTH, Kind.ANY):
        check.faults.add(
            f"the test is a {kind}, neither true nor false", tree.at, allowed="a comparison such as … >= 0.7"
        )
    return check.faults


def check_answer(tree: Node, *, words: Sequence[str] = ()) -> tuple[Kind, Faults]:
    """Return what an expression without parameters is, and what is wrong with it.

    Parameters
    ----------
    tree : the expression.
    words : what may stand in its place as a whole, for the nearest name.

    Examples
    --------
    >>> from openairlift.evidence.language import parse_test
    >>> str(check_answer(parse_test("days(2) / hours(1)"))[0])
    'number'
    """
    check = _Check({}, {}, words=words)
    return check.kind(tree), check.faults


class _Check:
    def __init__(self, readings: Readings, undefined: Mapping[str, str], *, words: Sequence[str] | None = None) -> None:
        self.readings, self.undefined, self.faults = readings, undefined, Faults()
        self.words = words

    def kind(self, node: Node) -> Kind:
        """Return what a node is; a faulty one is anything, so that one fault is told once."""
        match node:
            case Number():
                return Kind.NUMBER
            case Text():
                return Kind.TEXT
            case Name():
                return self.name(node)
            case Call():
                return self.call(node)
            case Unary():
                return self.unary(node)
            case Binary():
                return self.binary(node)

    def name(self, node: Name) -> Kind:
        self.faults.used.add(node.name)
        if node.name in self.undefined:
            return Kind.ANY
        if node.name not in self.readings:
            known = [*self.readings, *self.undefined]
            if node.name in FUNCTIONS:
                self.faults.add(
                    f"{node.name!r} is a function and needs its arguments", node.at, allowed=f"{node.name}(…)"
                )
            elif self.words is not None:
                near = nearest(node.name, [*self.words, *FUNCTIONS])
                allowed = ", ".join(["a number", "a text in quotes", *(f"{word} alone" for word in self.words)])
                self.faults.add(
                    f"no such name: {node.name!r}", node.at, allowed=f"{allowed}, {', '.join(FUNCTIONS)}", near=near
                )
            else:
                self.faults.add(
                    f"the parameter {node.name!r} has no readings", node.at, near=nearest(node.name, known),
                    allowed=f"a key {node.name} of the claim with its readings, or its name under undefined",
                )  # fmt: skip
            return Kind.ANY
        values = self.readings[node.name]
        texts = sum(isinstance(value, str) for value in values)
        if texts not in (0, len(values)):
            self.faults.add(
                f"the readings of {node.name!r} mix numbers and texts", node.at, allowed="one kind of value"
            )
            return Kind.ANY
        return Kind.TEXT if texts else Kind.NUMBER

    def texts(self, node: Node) -> Sequence[str]:
        """Return every text that a node may be."""
        if isinstance(node, Text):
            return [node.value]
        if isinstance(node, Name):
            return [value for value in self.readings.get(node.name, ()) if isinstance(value, str)]
        return []

    def numbers(self, node: Node) -> Sequence[float]:
        """Return every number that a node is known to be."""
        if isinstance(node, Number):
            return [node.value]
        if isinstance(node, Name):
            return [float(value) for value in self.readings.get(node.name, ()) if not isinstance(value, str)]
        return []

    def as_moment(self, node: Node, kind: Kind) -> Kind:
        """Return the kind of a node that stands where a moment is wanted: texts are read as moments."""
        if kind is not Kind.TEXT:
            return kind
        for text in self.texts(node):
            fault = moment_fault(text)
            if fault is not None:
                self.faults.add(
                    f"{text!r} {fault}", node.at, allowed=f"a date, 'end of DATE', 'approved + 5 d', {FIRST_LANDING!r}"
                )
        return Kind.MOMENT

    def unary(self, node: Unary) -> Kind:
        kind = self.kind(node.operand)
        wanted = (Kind.TRUTH,) if node.sign == "not" else (Kind.NUMBER, Kind.DURATION)
        if kind not in (*wanted, Kind.ANY):
            self.faults.add(f"{node.sign!r} stands before a {kind}", node.at, allowed=" or ".join(wanted))
            return Kind.ANY
        return Kind.TRUTH if node.sign == "not" else kind

    def binary(self, node: Binary) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if node.sign in ("and", "or"):
            for kind, side in ((left, node.left), (right, node.right)):
                if kind not in (Kind.TRUTH, Kind.ANY):
                    self.faults.add(f"{node.sign!r} joins a {kind}", side.at, allowed="comparisons")
            return Kind.TRUTH
        if Kind.ANY in (left, right):
            return Kind.ANY if node.sign in "+-*/" else Kind.TRUTH
        if Kind.MOMENT in (left, right) or Kind.DURATION in (left, right):
            left, right = self.beside(node.left, left, right), self.beside(node.right, right, left)
        if node.sign in "+-*/":
            return self.arithmetic(node, left, right)
        if left is not right or left not in _COMPARED:
            self.faults.add(
                f"a {left} is compared with a {right}", node.at, allowed="two numbers, moments or durations"
            )
        return Kind.TRUTH

    def beside(self, node: Node, kind: Kind, other: Kind) -> Kind:
        """Return the kind of a text beside a moment or a duration."""
        return self.as_moment(node, kind) if other in (Kind.MOMENT, Kind.DURATION) else kind

    def arithmetic(self, node: Binary, left: Kind, right: Kind) -> Kind:
        found = _RESULTS.get((node.sign, left, right))
        if found is None:
            sign = {"+": "added to", "-": "taken from", "*": "multiplied by", "/": "divided by"}[node.sign]
            pair = (right, left) if node.sign == "-" else (left, right)
            self.faults.add(f"a {pair[0]} is {sign} a {pair[1]}", node.at, allowed="days(…) or hours(…) beside moments")
            return Kind.ANY
        return found

    # --- calls --------------------------------------------------------------------------------------------------

    def call(self, node: Call) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            near = nearest(node.function, FUNCTIONS)
            self.faults.add(f"no such function: {node.function!r}", node.at, allowed=", ".join(FUNCTIONS), near=near)
            for _, value in node.arguments:
                self.kind(value)
            return Kind.ANY
        given = self.placed(node, list(function.arguments))
        kinds = {name: self.argument(node, name, function.arguments[name], value) for name, value in given.items()}
        for name, argument in function.arguments.items():
            if argument.required and name not in given:
                self.faults.add(f"{node.function} needs {name!r}", node.at, allowed=f"{name}=…")
        if node.function == "end":
            self.rules(given)
        if node.function in ("share", "date_of"):
            self.denominators(given)
        if function.gives is None:
            return self.span(node, kinds.get("value", Kind.ANY))
        return function.gives

    def placed(self, node: Call, known: list[str]) -> dict[str, Node]:
        """Return the arguments by name; those without one come first and take the names in order."""
        given: dict[str, Node] = {}
        named = False
        for number, (name, value) in enumerate(node.arguments):
            named = named or bool(name)
            found = name or ("" if named or number >= len(known) else known[number])
            if found in known and found not in given:
                given[found] = value
                continue
            self.kind(value)
            if found in given:
                self.faults.add(f"{node.function} has {found!r} twice", value.at, allowed="each once")
            elif name:
                what, near = f"{node.function} has no argument {name!r}", nearest(name, known)
                self.faults.add(what, value.at, allowed=", ".join(known), near=near)
            else:
                what = f"{node.function}: a value without a name stands too late"
                self.faults.add(what, value.at, allowed=", ".join(f"{word}=…" for word in known))
        return given

    def argument(self, node: Call, name: str, argument: Argument, value: Node) -> Kind:
        kind = self.kind(value)
        if kind is Kind.ANY or argument.kind is Kind.ANY:
            return kind
        if argument.kind is Kind.MOMENT:
            kind = self.as_moment(value, kind)
        if kind is not argument.kind:
            self.faults.add(f"{name!r} of {node.function} is a {kind}", value.at, allowed=f"a {argument.kind}")
            return Kind.ANY
        for text in self.texts(value):
            if argument.words and text not in argument.words:
                near = nearest(text, argument.words)
                self.faults.add(f"{text!r} is no {name}", value.at, allowed=", ".join(argument.words), near=near)
            if argument.names:
                self.faults.ids.add((argument.names, text))
            if argument.rule and parse_rule(text) is None:
                self.faults.add(f"{text!r} is no day rule", value.at, allowed=RULES)
        return kind

    def rules(self, given: Mapping[str, Node]) -> None:
        """Report day rules that speak of another number of days."""
        if "rule" not in given or "days" not in given:
            return
        counts = self.numbers(given["days"])
        for text in self.texts(given["rule"]):
            rule = parse_rule(text)
            for count in counts:
                if rule is not None and not rule.fits(count):
                    self.faults.add(f"{text!r} does not end {count:g} days", given["rule"].at, allowed=RULES)

    def denominators(self, given: Mapping[str, Node]) -> None:
        """Report literals that can never go together: an authorised amount is one of money."""
        meter, of = given.get("meter"), given.get("of")
        if isinstance(meter, Text) and isinstance(of, Text) and of.value == "authorised" and meter.value != "usd":
            self.faults.add("an authorised amount is in USD", of.at, allowed="meter='usd', or of='listed'")

    def span(self, node: Call, kind: Kind) -> Kind:
        """Return what `days` and `hours` give."""
        if kind is Kind.NUMBER:
            return Kind.DURATION
        if kind is Kind.DURATION:
            return Kind.NUMBER
        if kind is not Kind.ANY:
            self.faults.add(f"{node.function} of a {kind}", node.at, allowed="a number, or a duration")
        return Kind.ANY


_RESULTS: Mapping[tuple[str, Kind, Kind], Kind] = {
    **{(sign, Kind.NUMBER, Kind.NUMBER): Kind.NUMBER for sign in "+-*/"},
    ("-", Kind.MOMENT, Kind.MOMENT): Kind.DURATION,
    ("+", Kind.MOMENT, Kind.DURATION): Kind.MOMENT,
    ("-", Kind.MOMENT, Kind.DURATION): Kind.MOMENT,
    ("+", Kind.DURATION, Kind.MOMENT): Kind.MOMENT,
    ("+", Kind.DURATION, Kind.DURATION): Kind.DURATION,
    ("-", Kind.DURATION, Kind.DURATION): Kind.DURATION,
    ("*", Kind.DURATION, Kind.NUMBER): Kind.DURATION,
    ("*", Kind.NUMBER, Kind.DURATION): Kind.DURATION,
    ("/", Kind.DURATION, Kind.NUMBER): Kind.DURATION,
    ("/", Kind.DURATION, Kind.DURATION): Kind.NUMBER,
}
"""What arithmetic gives, by sign and what stands on both sides."""


def moment_fault(text: str) -> str | None:
    """Return what keeps a text from being a moment, or None."""
    word = text.strip()
    if word == FIRST_LANDING:
        return None
    head, plus, tail = word.partition("+")
    if head.strip() in STATUSES and (not plus or _is_step(tail)):
        return None
    try:
        parse_moment(word.removeprefix("end of "), parse_moment("2000-01-01"))  # which C-day doesn't matter here
    except CellError as error:
        return str(error)
    return None


def _is_step(text: str) -> bool:
    word = text.strip()
    if word[-1:] not in ("d", "h"):
        return False
    number = word[:-1].strip()
    return number.replace(".", "", 1).isascii() and number.replace(".", "", 1).isdigit() and len(number) < 10
