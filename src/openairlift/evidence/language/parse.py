"""The test of a claim to a tree, by recursive descent; nothing is ever evaluated as Python."""

from __future__ import annotations

from collections.abc import Iterator

from openairlift.evidence.language.tokens import Kind, TestError, Token, tokens
from openairlift.evidence.language.tree import Binary, Call, Name, Node, Number, Text, Unary

DEEPEST = 24
"""Brackets and signs that may stand inside each other."""

MOST_NODES = 200
"""Parts of a test."""

MOST_CHAINED = 40
"""Operations of one kind in a row, as in ``1 + 2 + 3``."""

_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_TURNED = {">": ">=", "<": "<="}
"""What is meant by ``=>`` and ``=<``, by the second sign."""

_WORDS = ("and", "or", "not")


def parse_test(text: str) -> Node:
    """Return the tree of a test.

    ``or`` binds least, then ``and``, ``not``, comparison (one, no chains), ``+ -``, ``* /``, and a sign.

    Raises
    ------
    TestError
        With the character at which reading failed, and what is allowed there.

    Examples
    --------
    >>> tree = parse_test("share(at=start) >= 0.70 and not 1 > 2")
    >>> tree.sign, tree.left.sign, tree.left.left.function
    ('and', '>=', 'share')
    """
    parser = _Parser(tokens(text))
    tree = parser.either()
    parser.end()
    return tree


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.place, self.depth, self.nodes = found, 0, 0, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.here
        self.place += 1
        return token

    def sees(self, *words: str) -> bool:
        return self.here.kind in (Kind.SIGN, Kind.NAME) and self.here.text in words

    def expect(self, sign: str, why: str) -> None:
        if not self.sees(sign):
            raise TestError(f"{self.said()} where {sign!r} {why}", self.here.at, allowed=sign)
        self.take()

    def said(self) -> str:
        return "the test ends here," if self.here.kind is Kind.END else f"{self.here.text!r} stands"

    def end(self) -> None:
        if self.here.kind is Kind.END:
            return
        if self.sees(*_COMPARISONS):
            what = "comparisons can't be chained"
            raise TestError(what, self.here.at, allowed="a < b and b < c")
        if self.sees("="):
            raise self.lone_equals()
        raise TestError(
            f"{self.said()} after the end of the test", self.here.at, allowed="and, or, a comparison, + - * /"
        )

    def lone_equals(self) -> TestError:
        """Return the fault of an ``=`` that compares: with what it was probably meant to be."""
        at, following = self.here.at, self.tokens[self.place + 1]
        meant = _TURNED.get(following.text) if following.kind is Kind.SIGN and following.at == at + 1 else None
        if meant is None:
            return TestError("'=' compares nothing", at, allowed="==", near="==")
        return TestError(f"'={following.text}' compares nothing", at, allowed=", ".join(_COMPARISONS), near=meant)

    def made(self, node: Node) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise TestError("the test has too many parts", node.at, allowed=f"at most {MOST_NODES}")
        return node

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TestError(
                "brackets and signs stand too deep inside each other", self.here.at, allowed=f"{DEEPEST} deep"
            )

    # --- from what binds least to what binds most ---------------------------------------------------------------

    def either(self) -> Node:
        self.deeper()
        left = self.both()
        for _ in self.chain("or"):
            at = self.take().at
            left = self.made(Binary("or", left, self.both(), at))
        self.depth -= 1
        return left

    def both(self) -> Node:
        left = self.negation()
        for _ in self.chain("and"):
            at = self.take().at
            left = self.made(Binary("and", left, self.negation(), at))
        return left

    def chain(self, *signs: str) -> Iterator[int]:
        """Yield once for every operation at this level; each time one has to be taken."""
        for done in range(MOST_CHAINED + 1):
            if not self.sees(*signs):
                return
            if done == MOST_CHAINED:
                what, allowed = "too many operations in a row", f"at most {MOST_CHAINED}; brackets group them"
                raise TestError(what, self.here.at, allowed=allowed)
            yield done

    def negation(self) -> Node:
        if not self.sees("not"):
            return self.comparison()
        at = self.take().at
        self.deeper()
        node = self.made(Unary("not", self.negation(), at))
        self.depth -= 1
        return node

    def comparison(self) -> Node:
        left = self.sum()
        if not self.sees(*_COMPARISONS):
            return left
        sign = self.take()
        return self.made(Binary(sign.text, left, self.sum(), sign.at))

    def sum(self) -> Node:
        left = self.product()
        for _ in self.chain("+", "-"):
            sign = self.take()
            left = self.made(Binary(sign.text, left, self.product(), sign.at))
        return left

    def product(self) -> Node:
        left = self.signed()
        for _ in self.chain("*", "/"):
            sign = self.take()
            left = self.made(Binary(sign.text, left, self.signed(), sign.at))
        return left

    def signed(self) -> Node:
        if not self.sees("-"):
            return self.primary()
        at = self.take().at
        self.deeper()
        node = self.made(Unary("-", self.signed(), at))
        self.depth -= 1
        return node

    def primary(self) -> Node:
        token = self.here
        if token.kind is Kind.NUMBER:
            self.take()
            return self.made(Number(float(token.text), token.at))
        if token.kind is Kind.TEXT:
            self.take()
            return self.made(Text(token.text, token.at))
        if token.kind is Kind.NAME and token.text not in _WORDS:
            self.take()
            return self.call(token) if self.sees("(") else self.made(Name(token.text, token.at))
        if self.sees("("):
            self.take()
            node = self.either()
            self.expect(")", "closes a bracket")
            return node
        raise TestError(
            f"{self.said()} where a value is needed", token.at, allowed="a number, a text, a name, a function"
        )

    def call(self, name: Token) -> Node:
        self.expect("(", "opens the arguments")
        found: list[tuple[str, Node]] = []
        while not self.sees(")"):
            if found:
                self.expect(",", "stands between arguments")
            found.append(self.argument())
        self.take()
        return self.made(Call(name.text, tuple(found), name.at))

    def argument(self) -> tuple[str, Node]:
        following = self.tokens[self.place + 1] if self.here.kind is Kind.NAME else None
        if following is not None and following.kind is Kind.SIGN and following.text == "=":
            name = self.take().text
            self.take()
            return name, self.either()
        return "", self.either()
