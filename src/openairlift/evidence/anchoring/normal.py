"""Texts in normal form: one sort of quotes and dashes, words whole that a line's end has broken."""

from __future__ import annotations

import re
import unicodedata

from openairlift.evidence.anchoring.lexicon import BIG, SMALL, UNITS

_SINGLE = "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u02bc\u02b9\u2039\u203a`"
_DOUBLE = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e"
_HYPHENS = "\u2010\u2011\u2012\u2043\u2212\ufe63\uff0d"
_GONE = "\u00ad\u200b\u200c\u200d\u2060\ufeff*"
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_GONE, ""),
        # What NFKC would make of 2½ is 21⁄2, and 102 of 10².
        **{char: " " + unicodedata.normalize("NFKC", char).replace("\u2044", "/") for char in _FRACTIONS},
        **{char: f"^{digit}" for digit, char in enumerate(_RAISED)},
        **dict.fromkeys("\u2014\u2015\u2e3a", " - "),
    }
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"(?m)^[ \t]{0,3}(?:#{1,6}|>)[ \t]+")
_NOTE_MARK = re.compile(r"(?<=[^\s\[(])\[\d{1,3}\]")
_TWO_SINGLES = re.compile(r"''")
_SPAN_OF_NUMBERS = re.compile(r"(?<=\d)\s*\u2013\s*(?=\d)")
_DASH = re.compile(r"\u2013|(?<!-)-{2,3}(?!-)")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-[ \t]*\n[ \t]*([^\W\d_]+)")
_BROKEN_ELSE = re.compile(r"(\w)-[ \t]*\n[ \t]*(\w)")
_SPACE = re.compile(r"\s+")


def normal(text: str, *, keep_hyphens: bool = False) -> str:
    r"""Return a text in normal form.

    Unicode NFKC; straight quotes; one sort of hyphen and dash; no marks of Markdown and of notes (``[12]`` behind a
    word), no soft hyphens; a word that ends a line with a hyphen is joined with its rest; runs of white space are one
    blank.

    Parameters
    ----------
    text : a block of text, with its line ends.
    keep_hyphens : keep the hyphen of a word that is broken at it; nobody can tell ``anti-`` + ``tank`` from
        ``mis-`` + ``siles`` for sure.

    Examples
    --------
    >>> normal("“about\u00a0half a\ndozen” mis-\nsiles")
    '"about half a dozen" missiles'
    """
    text = unicodedata.normalize("NFKC", text.translate(_TABLE))
    text = _HEADING.sub("", _ESCAPED.sub(r"\1", text))
    text = _TWO_SINGLES.sub('"', _NOTE_MARK.sub("", text))
    text = _DASH.sub(" - ", _SPAN_OF_NUMBERS.sub("-", text))
    text = _BROKEN.sub(lambda match: joined(match[1], match[2], keep=keep_hyphens), text)
    text = _BROKEN_ELSE.sub(r"\1-\2", text)
    return _SPACE.sub(" ", text).strip()


def joined(left: str, right: str, *, keep: bool) -> str:
    """Return a word whose hyphen stood at the end of a line; five-day and twenty-five keep theirs.

    Examples
    --------
    >>> joined("mis", "siles", keep=False), joined("five", "day", keep=False)
    ('missiles', 'five-day')
    """
    number = left.lower() in SMALL and (right.lower() in UNITS or right.lower() in SMALL or right.lower() in BIG)
    kept = keep or number or not right[:1].islower()
    return f"{left}-{right}" if kept else left + right


NOT_KEY = re.compile(r"[\s\-_]+")


def key(text: str) -> str:
    r"""Return what must be the same, letter by letter, for a quote to be verbatim: all but white space and hyphens.

    Examples
    --------
    >>> key(normal("anti-tank  missiles, now")) == key(normal("anti-\ntank missiles, now"))
    True
    """
    return NOT_KEY.sub("", text)
