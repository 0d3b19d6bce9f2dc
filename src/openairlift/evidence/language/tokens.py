"""The test of a claim as tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2000
"""Characters of a test."""

LARGEST = 1e15
"""Size of a number."""

_DIGITS = 40
_SKIPPED = " \t\r\n"
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SIGN = re.compile(r"<=|>=|==|!=|[<>+\-*/(),=]")
_TEXT = re.compile(r"'[^'\r\n]*'|\"[^\"\r\n]*\"")


class TestError(ValueError):
    """A test that can't be read: what is wrong, at which character (from 1), what is allowed, the nearest name."""

    __test__ = False  # no test case, whatever its name

    def __init__(self, what: str, at: int, *, allowed: str | None = None, near: str | None = None) -> None:
        super().__init__(what)
        self.what, self.at, self.allowed, self.near = what, at, allowed, near


class Kind(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its kind, its text (without quotes), and its first character, counted from 1."""

    kind: Kind
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """Split a test into tokens; the last is of kind `END`.

    Raises
    ------
    TestError
        At the first character that begins no token, or where the test or a number is too long.

    Examples
    --------
    >>> [token.text for token in tokens("share(of='listed') >= 0.7")]
    ['share', '(', 'of', '=', 'listed', ')', '>=', '0.7', '']
    """
    if len(text) > LONGEST:
        raise TestError(f"the test has {len(text):,} characters", LONGEST + 1, allowed=f"at most {LONGEST:,}")
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at] in _SKIPPED:
            at += 1
            continue
        token, at = _next(text, at)
        found.append(token)
    found.append(Token(Kind.END, "", len(text) + 1))
    return found


def _next(text: str, at: int) -> tuple[Token, int]:
    for kind, pattern in ((Kind.NUMBER, _NUMBER), (Kind.NAME, _NAME), (Kind.TEXT, _TEXT), (Kind.SIGN, _SIGN)):
        match = pattern.match(text, at)
        if match is None:
            continue
        word = match[0]
        if kind is Kind.NUMBER:
            _check_number(text, match)
        return Token(kind, word[1:-1] if kind is Kind.TEXT else word, at + 1), match.end()
    if text[at] in "'\"":
        raise TestError("a text has no end", at + 1, allowed="a text on one line between ' or \"")
    if text[at] == "%":
        raise TestError("there is no per cent sign", at + 1, allowed="a share as a number: 0.5 for 50 %")
    raise TestError(
        f"{text[at]!r} begins nothing that this language knows", at + 1,
        allowed="names, numbers, texts in quotes, + - * / ( ) , = < <= > >= == != and or not",
    )  # fmt: skip


def _check_number(text: str, match: re.Match[str]) -> None:
    if len(match[0]) > _DIGITS or float(match[0]) > LARGEST:
        raise TestError("a number is too large or too long", match.start() + 1, allowed=f"up to {LARGEST:g}")
    after = text[match.end() : match.end() + 1]
    if after and (after.isalnum() or after in "_."):
        raise TestError(
            f"a number is followed by {after!r}", match.end() + 1, allowed="a sign or a blank after a number"
        )
