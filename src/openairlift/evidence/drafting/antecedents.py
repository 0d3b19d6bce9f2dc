"""Whom a pronoun or a bare surname means: what a sentence is about, and full names that a text gave before."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.people import REACH, TOKEN, Who, acts, is_body, is_newsroom
from openairlift.evidence.drafting.phrases import make
from openairlift.evidence.drafting.words import AUXILIARIES, is_plural, is_verb

_NAME = r"[A-Z][\w'’-]*[a-z]"
_PERSON = re.compile(
    rf"(?:(?:The|A|An|Its|Their|His|Her|Our) [a-z][a-z -]{{2,50}}, (?P<apposed>{_NAME}(?: {_NAME}){{1,2}}),"
    rf"|(?:[A-Z][\w'’-]* )?(?:[a-z][\w'’-]* ){{1,3}}(?P<titled>{_NAME} {_NAME})(?=,| [a-z])"
    rf"|(?P<plain>(?:[A-Z][\w.'’-]* ){{1,4}}[A-Z][\w'’-]+)(?=,| [a-z]))"
)
_TWO_NAMES = re.compile(rf"(?<![\w.'’-])(?P<first>{_NAME}) (?P<last>{_NAME})(?![\w'’-])(?! [A-Z])")
_RANKS = re.compile(
    r"\b(?:[a-z][\w-]*|Mr|Ms|Mrs|Dr|Minister|President|Secretary|Colonel|General|Captain|Major|Admiral|Sergeant|Senator|"
    r"Mayor|Governor|Ambassador|Director|Chief|Professor)[,.]? $"
)


_ACTS = re.compile(r" (?!is |was |has )[a-z]+(?:s|ed) (?:the|a|an|her|his|it|up|out|down|at|to|on|in|into|from)\b")


def person_of(text: str) -> Who | None:
    """Return the person whom a sentence is about, by name.

    Examples
    --------
    >>> [person_of(text).name for text in ("The foreman, Ana Ruiz, has keys.", "Union leader Hassan Idri rejected it.")]
    ['Ana Ruiz', 'Hassan Idri']
    """
    found = _PERSON.match(text)
    if found is None:
        return None
    name = found["apposed"] or found["titled"] or found["plain"]
    return None if is_body(name) or is_newsroom(name) else make(TOKEN.findall(name))


def body_of(text: str) -> Who | None:
    """Return the ministry, agency or other body that a sentence begins with.

    Examples
    --------
    >>> body_of("The ministry denied it.").name
    'ministry'
    """
    who = _begins(text)
    return who if who is not None and is_body(who.name) else None


def group_of(text: str) -> Who | None:
    """Return the people whom a sentence begins with.

    Examples
    --------
    >>> group_of("Opposition politicians accused the mayor.").name
    'Opposition politicians'
    """
    who = _begins(text)
    return who if who is not None and is_plural(who.name.split()[-1]) and acts(who.name) else None


def _begins(text: str) -> Who | None:
    """Return the noun phrase before the verb of a sentence that opens with its subject."""
    tokens: list[str] = []
    for match in TOKEN.finditer(text[:REACH]):
        token = match.group()
        if tokens and (is_verb(token) or token.lower() in AUXILIARIES or token == ","):
            return make(tokens)
        if not token[0].isalpha() or len(tokens) > 5:
            return None
        tokens.append(token)
    return None


def full_names(text: str) -> dict[str, Who]:
    """Return persons by their surname: two names behind a title or a word in lower case, and before no third.

    Examples
    --------
    >>> full_names("The mayor, Lena Vorsk, and the European Parcel Alliance met at Great Marlow.")
    {'Vorsk': Who(name='Lena Vorsk', unnamed=False, pronoun=False)}
    """
    found: dict[str, Who] = {}
    for match in _TWO_NAMES.finditer(text):
        opens = match.start() == 0 or text[max(0, match.start() - 2) : match.start()] in (". ", '" ')
        follows = text[match.end() : match.end() + 2]
        titled = _RANKS.search(text[max(0, match.start() - 20) : match.start()]) is not None
        placed = re.search(
            r"\b(?:in|at|from|to|of|near|for|by|via|the)\s$", text[max(0, match.start() - 6) : match.start()]
        )
        acts_on = opens and _ACTS.match(text, match.end()) is not None
        if (opens or titled) and not placed and (titled or acts_on or follows == ", ") and not is_body(match.group()):
            found.setdefault(match["last"], Who(match.group()))
    return found
