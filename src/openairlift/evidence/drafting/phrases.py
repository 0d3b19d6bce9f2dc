"""Speakers as noun phrases: before a verb of saying, after one, at the head of a sentence."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.people import ANONYMOUS, NUMBERS, PICTURES, REACH, TOKEN, Who, is_body
from openairlift.evidence.drafting.words import (
    ADVERBS,
    AUXILIARIES,
    COLLECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    VERBS,
    is_plural,
    is_pronoun,
    wordset,
)

_DAYWORD = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|Jan\.?|Feb\.?|Aug\.?|Sept\.?|Oct\.?|Nov\.?|Dec\.?)$"
)


_LINKS = wordset("of for from at in with to by on")


_BACK = wordset(
    "also later then earlier already now further once again recently reportedly separately previously "
    "there here elsewhere publicly privately meanwhile today yesterday repeatedly initially has have "
    "had would did itself himself herself themselves"
)


_ASIDE = re.compile(
    r"^\s*(?:also [a-z]+ing|[a-z]+ed|"
    r"of|from|at|with|who|whose|which|whom|speaking|citing|quoting|reading|writing|visiting|using|"
    r"referring|standing|talking|based|"
    r"formerly|then|now|himself|herself|asking|briefing|(?i:head|chief|director|spokes\w+|president|chair\w*|"
    r"secretary|minister|professor|deputy|commander|founder|author|editor|manager|vice|senior|acting|"
    r"executive|co-founder)|an?|the|its|his|her|their|our|one|"
    r"\d{1,3})(?:\s|$)"
    r"|^\s*(?:[a-z][\w-]* ){1,5}(?:director|manager|chief|head|officer|president|spokes\w+|adviser|analyst|minister|"
    r"secretary|commander|editor|leader|coordinator|representative|executive|founder|partner|economist|engineer)\b"
)


_NAMELESS = re.compile(
    r" who (?:declined|asked|refused|wished|wanted|preferred|did not (?:want|wish)) (?:not )?"
    r"to be (?:named|identified|quoted)\s*$"
)
_ASIDE_BRACKETS = re.compile(r"\s*\([^()]{0,40}\)\s*$")


_NAMED_BODY = re.compile(r"\b(?:[A-Z][\w'-]* (?:(?:of|for|the|and) )*){0,5}[A-Z][\w'-]*")


def last_body(text: str) -> Who | None:
    """Return the last ministry, agency or other body that a text names."""
    named = [found.group() for found in _NAMED_BODY.finditer(text[-REACH:]) if is_body(found.group())]
    return make(TOKEN.findall(named[-1])) if named else None


def _clean(tokens: list[str]) -> str:
    text = ""
    for token in tokens:
        text += token if not text or token in ",.)" else " " + token
    return text.replace("( ", "(").replace("s ' ", "s' ").strip(" ,-'\"")


def make(tokens: list[str]) -> Who | None:
    """Return the speaker that tokens name, or None where they name none."""
    tokens = list(tokens)
    while tokens and (
        _DAYWORD.match(tokens[0])
        or tokens[0].lower() in PREPOSITIONS
        or (
            tokens[0].lower()
            in ("and", "but", "however", "meanwhile", "last", "this", "next", "later", "earlier", "when", "after")
            and len(tokens) > 1
        )
        or not tokens[0][0].isalnum()
    ):
        dropped = tokens.pop(0)
        if (
            dropped.lower() in ("last", "this", "next")
            and tokens
            and tokens[0] in ("week", "month", "year", "night", "morning")
        ):
            tokens.pop(0)
    while tokens and (
        tokens[-1].lower() in PREPOSITIONS
        or tokens[-1].lower() in DETERMINERS
        or (not tokens[-1][-1].isalnum() and tokens[-1][-1] != ".")
    ):
        tokens.pop()
    if not tokens:
        return None
    if len(tokens) == 1 and is_pronoun(tokens[0]):
        return Who(tokens[0].lower(), pronoun=True)
    if tokens[0].lower() in ("the", "a", "an") and len(tokens) > 1:
        tokens = tokens[1:] if not (tokens[0] == "The" and tokens[1] in ("Hill", "Times")) else tokens
    head = _head(tokens)
    if not any(
        token[0].isalpha() and token.lower() not in DETERMINERS and token.lower() not in NUMBERS for token in tokens
    ):
        return None
    return Who(_clean(tokens)[:90], unnamed=head in ANONYMOUS)


def _head(tokens: list[str]) -> str:
    last = ""
    for token in tokens:
        if token.lower() in PREPOSITIONS or token in (",", "("):
            break
        last = token
    return last if last.islower() else ""


_CIRCLE = re.compile(
    r"((?:(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal) )?(?:[Pp]eople|[Pp]ersons?|[Ss]ources?|"
    r"[Oo]fficials?|[Ee]xecutives?|[Tt]hose|"
    r"[Dd]iplomats?|[Aa]ides?) (?:close to|familiar with|briefed on|with (?:direct )?knowledge of|"
    r"involved in|privy to) [^,;.\"]{3,60}?)\s*$"
)
_JOINED = re.compile(r"\b(?:but|and)\s*$")


def _nominal(token: str) -> bool:
    low = token.lower()
    if not token[0].isalnum() or (token[0].isdigit() and not token.endswith(("st", "nd", "rd", "th"))):
        return False
    if token[0].isupper():
        return low not in (
            "that",
            "but",
            "while",
            "when",
            "if",
            "because",
            "although",
            "as",
            "then",
            "and",
            "yet",
            "since",
            "after",
            "before",
            "what",
            "how",
            "why",
            "where",
        )
    if (
        low in PREPOSITIONS
        or low in CONJUNCTIONS
        or low in AUXILIARIES
        or low in VERBS
        or is_pronoun(token)
        or low in DETERMINERS
    ):
        return False
    if low in ADVERBS and low not in ("total", "initial", "first"):
        return False
    return not (
        low.endswith("ly")
        or (low.endswith("ed") and low not in ("united", "armed", "unnamed", "retired", "senior"))
        or (
            low.endswith("ing")
            and low not in ("shipping", "tracking", "visiting", "building", "operating", "acting", "leading")
        )
    )


def before_verb(text: str, *, plain: bool) -> Who | None:
    """Return who stands right before a verb of saying.

    Parameters
    ----------
    text : what stands before the verb.
    plain : whether the verb has its plain form (``say``), which only a plural goes with.

    Examples
    --------
    >>> before_verb("On Monday Paul Aubin, its country director, ", plain=False).name
    'Paul Aubin'
    >>> before_verb("a senior defense official, speaking on condition of anonymity, ", plain=False)
    Who(name='senior defense official', unnamed=True, pronoun=False)
    """
    text = _NAMELESS.sub(" ", _ASIDE_BRACKETS.sub("", text[-REACH:]))
    circle = _CIRCLE.search(text)
    if circle is not None:
        return make(TOKEN.findall(circle[1]))
    joined = _JOINED.search(text)
    if joined is not None:  # "A spokesman declined to comment but confirmed"
        got = after_verb(" " + text[text.rfind('"') + 1 :].lstrip())
        return None if got is None or got[0].pronoun else got[0]
    parts = text.split(",")
    last = parts.pop()
    tokens = TOKEN.findall(last)
    while tokens and (tokens[-1].lower() in _BACK or (tokens[-1].lower().endswith("ly") and tokens[-1][0].islower())):
        tokens.pop()
    if not tokens:
        aside = parts[-1] if parts else ""
        steps = 0
        while len(parts) > 1 and _ASIDE.match(parts[-1]) and steps < 6:
            parts.pop()
            steps += 1
        if steps == 0 and aside and not TOKEN.findall(aside):
            return None
        last = parts[-1] if parts else ""
        tokens = TOKEN.findall(last)
    elif tokens[0] in ("who", "which") and len(tokens) == 1 and parts:
        tokens = TOKEN.findall(parts[-1])
    return _ending(tokens, plain=plain)


def _ending(tokens: list[str], *, plain: bool) -> Who | None:
    """Return the noun phrase that tokens end with."""
    if not tokens:
        return None
    if len(tokens) > 2 and tokens[-1].lower() in ("them", "us", "those") and tokens[-2].lower() == "of":
        return Who(" ".join(tokens[-3:]).lower(), unnamed=True)
    if is_pronoun(tokens[-1]):
        return (
            Who(tokens[-1].lower(), pronoun=True)
            if tokens[-1].lower() in ("he", "she", "it", "they", "i", "we")
            else None
        )
    index = len(tokens) - 1
    if not _nominal(tokens[index]):
        return None
    begin = index
    while begin > 0 and index - begin < 14:
        before = tokens[begin - 1]
        low = before.lower()
        if low in DETERMINERS or low in NUMBERS:
            begin -= 1
            if begin > 1 and tokens[begin - 1].lower() in _LINKS and _nominal(tokens[begin - 2]):
                begin -= 1
                continue
            if low in NUMBERS and begin > 0 and tokens[begin - 1].lower() == "of":
                continue
            if low in ("some", "one", "several", "many") and begin > 1 and tokens[begin - 1].lower() in _LINKS:
                begin -= 1
                continue
            break
        if (
            low in _LINKS
            and begin > 1
            and (_nominal(tokens[begin - 2]) or tokens[begin - 2].lower() in NUMBERS)
            and low not in ("on", "by", "to")
        ):
            if tokens[begin - 2][0].islower() or low in ("of", "for", "at"):
                begin -= 1
                continue
            break
        if before == "'" and begin > 1 and is_plural(tokens[begin - 2]):  # "the auditors' report"
            begin -= 1
            continue
        if low in ("and", "&") and begin > 1 and tokens[begin][0].isupper() and tokens[begin - 2][0].isupper():
            begin -= 1
            continue
        if not _nominal(before):
            break
        begin -= 1
    return _valid(tokens[begin : index + 1], plain=plain)


def _valid(tokens: list[str], *, plain: bool) -> Who | None:
    who = make(tokens)
    if who is None or who.pronoun:
        return who
    words = TOKEN.findall(who.name)
    named = any(token[0].isupper() for token in words)
    determined = tokens[0].lower() in DETERMINERS or tokens[0].lower() in NUMBERS
    plural = any(is_plural(token) or token.lower() in COLLECTIVES for token in words)
    if plain and not plural and "and" not in words:
        return None
    if not (named or determined or plural or words[-1] in PICTURES):
        return None
    return who


def after_verb(text: str) -> tuple[Who, int] | None:
    """Return who follows ``said`` or ``according to``, and how many characters that takes.

    Examples
    --------
    >>> after_verb(" Marcus Thiele of the broker Lindhurst. Another")[0].name
    'Marcus Thiele of the broker Lindhurst'
    >>> after_verb(" on Monday")
    """
    taken: list[str] = []
    end = 0
    for match in TOKEN.finditer(text[:REACH]):
        token = match.group()
        low = token.lower()
        if token == "'" and taken and taken[-1].endswith("s"):  # "the hauliers' association"
            taken.append(token)
            continue
        if not token[0].isalnum():
            break
        if is_pronoun(token) and not taken:
            return (
                (Who(low, pronoun=True), match.end())
                if low in ("he", "she", "it", "they", "him", "her", "them", "us", "me")
                else None
            )
        if low in ("this", "our") and not taken:
            taken.append(token)
            continue
        if low in DETERMINERS or low in NUMBERS:
            if taken and taken[-1].lower() not in PREPOSITIONS and low not in ("its",):
                break
            taken.append(token)
            continue
        if low in _LINKS and low not in ("on", "by", "to"):
            if not taken or (
                low == "in"
                and re.compile(
                    r"\s*(?:a|an|January|February|March|April|May|June|July|August|September|October|November|"
                    r"December|\d)\b"
                ).match(text, match.end())
            ):
                break
            taken.append(token)
            continue
        if low in ("and", "&"):
            rest = text[match.end() : match.end() + 2]
            if taken and taken[-1][0].isupper() and rest.strip()[:1].isupper():
                taken.append(token)
                continue
            break
        if not _nominal(token) or _DAYWORD.match(token):
            break
        if taken and token[0].islower() and taken[-1][0].isupper() and len(taken) > 1 and low in ("today", "yesterday"):
            break
        taken.append(token)
        end = match.end()
        if len(taken) > 16:
            break
    who = _valid(taken, plain=False)
    return (who, end) if who is not None else None
