"""Sources that a sentence names without a verb of saying: ``according to``, ``published by``, ``by their count``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from openairlift.evidence.drafting.people import REACH, Who, is_newsroom
from openairlift.evidence.drafting.phrases import after_verb, before_verb
from openairlift.evidence.drafting.words import words_in, wordset

PLAIN_SAYING = wordset(
    "say report warn estimate believe think note claim add argue announce confirm acknowledge insist tell show suggest "
    "predict expect reckon complain admit"
)
_NOUNS_OF_SAYING = wordset(
    "according words per citing quoting figures data numbers estimates report article story op editorial statement "
    "study survey letter memo briefing assessment audit analysis count tally database"
)
_ACCORDING = re.compile(
    r"\b(?P<kind>[Aa]ccording to|[Ii]n the words of|[Aa]s per|[Cc]iting|[Qq]uoting|[Pp]er(?= (?:the |"
    r"an? )?[A-Z]|\s(?:the|an?) \w+ (?:embassy|ministry|government|agency|official)|\s(?:the "
    r")?\d+(?:st|nd|rd|th) [A-Z])|"
    r"[Ff]igures from|[Dd]ata from|[Nn]umbers from|[Ee]stimates (?:by|from)|(?:[Aa]n? |[Tt]he |[Nn]ew "
    r"|[Rr]ecent )?(?:[\w-]+ )?(?:report|article|story|op-ed|editorial|statement|study|survey|letter|memo|briefing|"
    r"assessment|audit|analysis|count|tally|database) "
    r"(?:by|in|from|of|released by|published by|issued by))\s(?!(?:a|an) (?:single )?(?:day|week))"
)
_BY = re.compile(
    r"\b(?P<verb>announced|released|published|disclosed|issued|made public|reported|confirmed|"
    r"compiled|collected|provided|obtained|"
    r"estimated|cited|seen|recorded|told|given|counted|verified|put) by\b"
)


@dataclass(frozen=True, slots=True)
class Link:
    """Who, and how they said it."""

    who: Who
    mode: str


@dataclass(frozen=True, slots=True)
class Cue:
    """An attribution: where it stands in the sentence, its links from the outermost in, and what it governs."""

    start: int
    end: int
    links: tuple[Link, ...]
    forward: bool
    backward: bool


def find_sources(text: str, start: int) -> list[Cue]:
    """Return attributions of a sentence by a phrase, from a place on.

    Examples
    --------
    >>> [cue.links[0].who.name for cue in find_sources("By the ministry's count, 40 landed.", 0)]
    ['ministry']
    """
    words = words_in(text)
    found: list[Cue] = []
    for match in _ACCORDING.finditer(text, start) if words & _NOUNS_OF_SAYING else ():
        cue = _according(text, match)
        if cue is not None:
            found.append(cue)
    for match in _BY.finditer(text) if "by" in words else ():
        got = after_verb(text[match.end() : match.end() + REACH])
        if got is not None and not got[0].pronoun and not any(cue.start <= match.start() < cue.end for cue in found):
            mode = "told" if match["verb"] == "told" else "announced"
            links = (Link(got[0], mode),)
            backward = match["verb"] != "put"
            found.append(Cue(match.start(), match.end() + got[1], links, forward=True, backward=backward))
    return found + (_by_the_count(text) if words & _COUNTS else [])


_COUNTS = wordset("count counts estimate estimates reckoning figures data calculation calculations tally view account")
_COUNT_OF = re.compile(
    r"\b(?:[Bb]y|[Oo]n|[Ii]n) (?P<who>(?:the |an? )?(?:[\w.&-]+ ){0,4}?[\w.&-]+)(?:'s|(?<=s)') "
    r"(?:own |latest |best ){0,2}"
    r"(?:" + "|".join(sorted(_COUNTS)) + r")\b"
)


def _by_the_count(text: str) -> list[Cue]:
    """Return attributions such as ``by the ministry's count`` and ``on the broker's figures``."""
    found = []
    for match in _COUNT_OF.finditer(text):
        who = before_verb(match["who"], plain=False)
        if who is not None and not who.pronoun:
            opens = not re.search(r"\w", text[: match.start()])
            links = (Link(who, "estimated"),)
            found.append(Cue(match.start(), match.end(), links, forward=opens, backward=not opens))
    return found


def _according(text: str, match: re.Match[str]) -> Cue | None:
    got = after_verb(" " + text[match.end() : match.end() + REACH])
    if got is None or got[0].pronoun:
        return None
    who, length = got
    verb = who.name.rsplit(" ", 1)[-1]
    if verb in PLAIN_SAYING and verb != who.name:  # "figures from AeroLedger suggest"
        who, length = replace(who, name=who.name[: -len(verb) - 1]), length - len(verb) - 1
    got = who, length
    kind = match["kind"].lower()
    weak = not kind.startswith(("according", "in the words", "as per", "citing", "quoting", "per"))
    if weak and not (any(word[0].isupper() for word in got[0].name.split()) or is_newsroom(got[0].name)):
        return None
    end = match.end() - 1 + got[1]
    starts = not re.search(r"\w", text[: match.start()]) or weak
    mode = "reports" if weak else "according to"
    shown = weak and _SHOWS.match(text, end) is not None and text[: match.start()].rstrip().endswith(",")
    goes_on = shown and _GOES_ON.match(text, end) is not None
    return Cue(match.start(), end, (Link(got[0], mode),), forward=not shown or goes_on, backward=shown or not starts)


_GOES_ON = re.compile(r"\s[a-z]+, (?:\d|[a-z])")
_SHOWS = re.compile(r"\s(?:shows?|showed|suggests?|suggested|indicates?|indicated|finds?|found|says|said|put)\s*[.;,]")
