"""Attributions in a sentence: who says it, who had told them, and which side of the words it governs."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.labels import NOT_HEADS
from openairlift.evidence.drafting.people import REACH, Who, acts, is_body, is_newsroom, is_own
from openairlift.evidence.drafting.phrases import after_verb, before_verb
from openairlift.evidence.drafting.sources import PLAIN_SAYING, Cue, Link, find_sources
from openairlift.evidence.drafting.words import AUXILIARIES, is_plural, words_in, wordset

_STRONG = wordset(
    "said says told tells announced announces added adds wrote writes stated warned warns explained "
    "explains remembered remembers insisted "
    "insists acknowledged acknowledges revealed reveals disclosed discloses confirmed confirms declared "
    "declares predicted predicts claimed cautioned cautions recalled recalls testified tweeted asserted asserts argued "
    "argues believed believes concluded concludes informed informs emphasized emphasised stressed stresses replied "
    "responded noted indicated reported conceded concedes complained complains remarked boasted joked lamented "
    "reiterated reaffirmed vowed maintains maintained counters countered agrees alleged alleges observed "
    "guessed guesses reckons reckoned replies objected protested contended contends retorted "
    "grumbled grumbles concurred judged judges"
)
_SOFT = wordset(
    "reports notes claims estimates estimated states found finds shows showed suggests suggested indicates calculated "
    "calculates admitted admits counted logged tallied recorded expects expected thinks thought "
    "projected projects demands "
    "demanded called calls described describes dismissed forecasts forecast listed lists documents documented"
)
_VERB = re.compile(
    r"\b(?:(?P<strong>"
    + "|".join(sorted(_STRONG, key=len, reverse=True))
    + r")|(?P<soft>"
    + "|".join(sorted(_SOFT, key=len, reverse=True))
    + r")|(?P<plain>"
    + "|".join(sorted(PLAIN_SAYING, key=len, reverse=True))
    + r")|(?P<puts>puts?)|points out|pointed out|"
    r"(?:is|are|was|were|has been|have been) (?:quoted as saying|saying|claiming|warning|reporting|estimating))\b"
)
_VERBS_OF_SAYING = (
    _STRONG
    | _SOFT
    | PLAIN_SAYING
    | {*("put", "puts", "points", "pointed", "saying", "claiming", "warning", "reporting", "estimating")}
)
_FOLLOWS = re.compile(
    r"\s+(?:(?:on|in|last|this|late|early)\s[\w ]{2,16}\s)?(?:that|the|a|an|it|its|they|there|he|she|"
    r"we|us that|me that|his|her|their|about|some|at least|at most|more|only|up to|roughly|nearly|around|"
    r"almost|just|no|fewer|less|over|under|between|as many|all|most|another|half|stocks|\d|[$€£]|"
    r"[A-Z]|\w+teen|one|two|three|"
    r"four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|hundreds|thousands|\")"
    r"|\s*[:,.\"]|\s*$"
)
_PUTS = re.compile(r"\s+(?:the|it|that|this|their|its|his)\b[^.;]{0,80}?\b(?:at|between)\b")
_TOLD_BY = re.compile(r"\s+(?:that\s+)?(?:it|he|she|they)\s(?:was|were|had been|has been)\stold\sby\b")
_CITING = re.compile(r"^(?:[^.;:]{0,60}?,)?\s*(?:citing|quoting|attributing \w+ to|referring to)\b")
_HEADED = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}\s*(?:[-–—|]\s*)?)?(?P<name>[A-Z][\w.'&-]*(?: (?:of |the |for |and "
    r")?[A-Z][\w.'&-]*){0,4})(?:,\s(?:citing|quoting)\s(?P<from>[^:,]{3,60}))?:\s+(?=['\"A-Z]|"
    r"(?:[a-z]+ ){2})"
)
_TO_SOMEBODY = frozenset(("told", "tells", "tell", "informed", "informs"))
# Spelled alike as a participle after a noun: "the sums announced so far".
_ACTIVE_OR_PASSIVE = wordset(
    "announced reported confirmed stated added revealed disclosed claimed noted predicted believed declared indicated"
)
_CALLING = frozenset(("called", "calls", "described", "describes", "dismissed"))
_MODES = {
    "said": "said",
    "told": "told",
    "tells": "told",
    "tell": "told",
    "announced": "announced",
    "announces": "announced",
    "reported": "reports",
    "reports": "reports",
    "wrote": "wrote",
    "writes": "wrote",
    "estimates": "estimated",
    "estimated": "estimated",
    "estimate": "estimated",
    "warned": "warned",
    "warns": "warned",
}


def find_cues(text: str) -> list[Cue]:
    """Return the attributions of a sentence in order.

    Examples
    --------
    >>> [cue] = find_cues("The fleet flew 40 sorties, the BBC said it was told by a UK official.")
    >>> [(link.who.name, link.mode) for link in cue.links], cue.backward
    ([('BBC', 'said'), ('UK official', 'told')], True)
    """
    found: list[Cue] = []
    headed = _HEADED.match(text)
    if headed is not None and _is_head(headed["name"]):
        links = [Link(Who(headed["name"]), "said")]
        inner = after_verb(" " + headed["from"]) if headed["from"] else None
        if inner is not None:
            links.append(Link(inner[0], "told"))
        found.append(Cue(headed.start("name"), headed.end(), tuple(links), forward=True, backward=False))
    words = words_in(text)
    found += find_sources(text, found[0].end if found else 0)
    for match in _VERB.finditer(text) if words & _VERBS_OF_SAYING else ():
        if any(0 <= match.start() - other.end <= 1 for other in found if other.links[0].mode == "reports"):
            continue  # "data from AeroLedger shows": told already
        cue = _verb(text, match)
        if cue is not None:
            found = [other for other in found if not (cue.start <= other.start < cue.end)]
            if not any(other.start <= match.start() < other.end for other in found):
                found.append(cue)
    return sorted(found, key=lambda cue: cue.start)


def _is_head(name: str) -> bool:
    """Whether words before a colon are a speaker and no key of a list."""
    if NOT_HEADS.match(name):
        return False
    if is_newsroom(name) or is_body(name):
        return True
    words = name.split()
    return (
        2 <= len(words) <= 4
        and not is_plural(words[-1])
        and all(word[0].isupper() and word.isalpha() for word in words)
    )


_BE = re.compile(r"\s(?:is|are|was|were)\b")


def _verb(text: str, match: re.Match[str]) -> Cue | None:
    start, end = match.span()
    word = match.group()
    left = text[max(0, start - REACH) : start]
    if re.search(
        r"\b(?:to|not|n't|never|is|are|was|were|be|been|being|will|would|could|can|may|might|should|than|get|got)\s$",
        left,
    ):
        return None
    if word in ("added", "adds", "add") and _AMOUNT.match(text, end):  # "Switzerland added 8 million"
        return None
    if word in _CALLING and '"' not in text[end : end + 60]:
        return None
    which = match["puts"] and _WHICH.search(left) and text.startswith(" at ", end)  # "which sources put at three"
    if which and (source := before_verb(left[left.rfind("which ") + 6 :], plain=False)) is not None:
        return Cue(start, end, (Link(source, "estimated"),), forward=True, backward=False)
    if match["puts"] and not _PUTS.match(text, end):
        return None
    intends = word in ("expects", "expected", "forecasts") and _NOUN_NEXT.match(text, end) is not None
    if word.endswith("ing") and not _FOLLOWS.match(text, end):
        return None
    if match["soft"] and not intends and not _FOLLOWS.match(text, end):
        return None
    if match["plain"] and not _FOLLOWS.match(text, end) and not _BE.match(text, end):
        return None
    inverted = None if word.lower() in _TO_SOMEBODY else _inverted(text, start, end, left)
    if inverted is not None:
        who, finish = inverted
        aside = text.startswith(",", finish) and text[:start].rstrip().endswith(",") and '"' not in text
        return Cue(start, finish, (Link(who, _mode(word)),), forward=aside or _goes_on(text, finish), backward=True)
    return _direct(text, match, left, word)


_WHICH = re.compile(r"\bwhich [^,;.]{2,40} $")
_NOUN_NEXT = re.compile(r" (?!by\b|from\b|in\b|on\b|at\b)[a-z]")
_AMOUNT = re.compile(
    r" (?:(?:another|about|some|a further|up to) )?(?:[$€£]|\d|two\b|three\b|four\b|five\b|six\b|ten\b)"
)


def _mode(word: str) -> str:
    return _MODES.get(word.lower(), "said")


_RESUMES = re.compile(r"[^.\"]{0,80}?[,:]\s*\"")


def _goes_on(text: str, at: int) -> bool:
    """Whether a cue in the middle of a sentence also governs what follows: a quotation that resumes."""
    return _RESUMES.match(text, at) is not None


_NAMED_THEN = re.compile(r", ([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*[a-z]){1,3})(?=[.,;\"]|$)")


_PERSON_AT_END = re.compile(r"^[a-z].* [A-Z][\w'’-]+ [A-Z][\w'’-]+$")


def _speaks(left: str) -> bool:
    """Whether what stands before a verb is somebody who could say something."""
    who = before_verb(left, plain=False)
    return who is not None and acts(who.name)


def _inverted(text: str, start: int, end: int, left: str) -> tuple[Who, int] | None:
    """Return who follows the verb, as in ``…," said Paul Aubin``."""
    tail = left.rstrip()
    if not tail or tail[-1] not in '",':
        return None
    got = after_verb(text[end : end + REACH])
    if got is None:
        return None
    who, length = got
    named = (
        _NAMED_THEN.match(text, end + length) if who.name[-1:].islower() and who.name.split()[-1].islower() else None
    )
    if named is not None:  # "said the mayor's adviser, Pia Rehn."
        who, length = Who(named[1]), named.end() - end
    after = text[end + length : end + length + 40]
    ends = re.match(r"\s*(?:[.;\"]|$)", after) is not None and any(word[0].isupper() for word in who.name.split())
    if ends:  # "…, says our colleague Tomas Reyk."
        return who, end + length
    person = _PERSON_AT_END.search(who.name) is not None and text.startswith(",", end + length)
    if tail[-1] == "," and person and not _speaks(left):  # "The usual rule, says the professor Ilse Tamm, is"
        return who, end + length
    if tail[-1] == "," and not (who.pronoun or who.name[:1].isupper()) and before_verb(left, plain=False) is not None:
        return None
    closes = re.match(r"\s*(?:[.,;\"]|$|(?:on|in|at|during|after|as|who|by|to)\b)", after) is not None
    if tail[-1] == '"':
        return (who, end + length) if closes or who.name[:1].isupper() else None
    return (who, end + length) if closes and not re.match(r"\s*(?:on|in|at|to)\b", after) else None


_LISTENERS = re.compile(
    r"\s(?:reporters|journalists|lawmakers|parliament|us|me|this newspaper|"
    r"(?:an?|the) (?:[a-z]+ )?(?:briefing|meeting|hearing|conference|inquiry|panel|committee))\b"
)
_TRAILS = re.compile(
    r"\s*(?:[.,;\"]|$)|\s+(?:on|in|at|during|late|earlier|last|this|yesterday|today|tonight|Monday|"
    r"Tuesday|Wednesday|Thursday|Friday|"
    r"Saturday|Sunday|separately|afterwards|by|after|are|is|were|was|to|via|from)\b(?![^.\"]{0,40}\bthat\b)"
)


def _direct(text: str, match: re.Match[str], left: str, word: str) -> Cue | None:
    who = before_verb(left[left.rfind(";") + 1 :] if ";" in left else left, plain=match["plain"] is not None)
    quote = left.rfind('"')
    if quote >= 0 and who is not None:
        closing = left[quote + 1 :]
        who = before_verb(closing, plain=match["plain"] is not None) or None
    if who is None or (who.pronoun and who.name in ("i", "we", "you")):
        return None
    if not who.pronoun and (match["soft"] or match["plain"] or word in _ACTIVE_OR_PASSIVE) and not acts(who.name):
        return None
    if word in _ACTIVE_OR_PASSIVE and left.rstrip().endswith(",") and _WHEN_THEN_COMMA.match(text, match.end()):
        return None  # "The package, announced Tuesday, was"
    if word in ("admitted", "admits") and not text.startswith(" that", match.end()):
        return None
    first = re.split(r"[ ']", who.name)[0]
    start = max(0, match.start() - REACH) + max(0, left.lower().rfind(first.lower()))
    if left.rstrip().endswith((" and", " but")):  # the same subject once more, which stands far away
        start = match.start()
    end = match.end()
    links = [Link(who, _mode(word))]
    told_by = _TOLD_BY.match(text, end)
    if told_by is not None:
        got = after_verb(text[told_by.end() : told_by.end() + REACH])
        if got is not None:
            links.append(Link(got[0], "told"))
            end = told_by.end() + got[1]
            return Cue(start, end, tuple(links), forward=_comes(text, end), backward=True)
    if word.lower() in _TO_SOMEBODY:
        got = after_verb(text[end : end + REACH])
        if got is not None:
            end += got[1]
            if not got[0].pronoun and is_newsroom(got[0].name) and not is_own(got[0].name):
                links.insert(0, Link(got[0], "reports"))
        else:
            bare = _LISTENERS.match(text, end)
            end = bare.end() if bare else end
    citing = _CITING.match(text[end : end + 100])
    if citing is not None:
        got = after_verb(text[end + citing.end() : end + citing.end() + REACH])
        if got is not None:
            links.append(Link(got[0], "told"))
            end += citing.end() + got[1]
    trailing = _TRAILS.match(text, end)
    parenthetical = trailing is not None and _stands_aside(text, start)
    relative = (
        re.search(r"\b(?:that|which|what|than|as)\s(?:the\s|an?\s)?$", text[max(0, start - 12) : start]) is not None
    )
    return Cue(
        start,
        end,
        tuple(links),
        forward=not parenthetical or _comes(text, end) or _WHEN_AND_COMMA.match(text, end) is not None,
        backward=(parenthetical or relative) and not (relative and word in _CALLING),
    )


_WHEN_THEN_COMMA = re.compile(
    r" (?:(?:on |last |this |late |early )?[A-Z][a-z]+day|yesterday|today|overnight|last (?:week|month|year|night)|"
    r"(?:on|in|by) [\w ]{3,24}),"
)
_WHEN_AND_COMMA = re.compile(
    r"(?: (?:on|in|late on|early on|earlier|last|this|yesterday|today|separately)(?: [A-Z][a-z]+| "
    r"week| month| year){0,2})?,"
)


def _stands_aside(text: str, start: int) -> bool:
    """Whether words of the sentence stand before a cue, set off by a comma, a quotation mark or a relative clause."""
    before = re.sub(
        r"\b(?:the|an?|its|his|her|their|our|but|and|one|two|three|some|several)\s*$",
        "",
        text[max(0, start - 30) : start],
        flags=re.I,
    ).rstrip()
    return bool(before) and (before[-1] in ',"—-–' or re.search(r"\b(?:that|which|what|than|as)$", before) is not None)


_QUOTE_OR_THAT = re.compile(r"[^.\"]{0,60}?(?:[,:]\s*\"|\sthat\b)")


def _comes(text: str, at: int) -> bool:
    """Whether a quotation or a that-clause follows."""
    return _QUOTE_OR_THAT.match(text, at) is not None


def opening(text: str) -> Who | None:
    """Return the subject that a sentence begins with, for quotations after a colon (``Amsel is at the gate: "…``)."""
    tokens: list[str] = []
    for match in re.finditer(r"[^\W_][\w'’&./-]*", text[:REACH]):
        if match.group().lower() in AUXILIARIES or match.group().lower() in ("put", "puts"):
            break
        tokens.append(match.group())
        if len(tokens) > 10:
            return None
    capital = [token for token in tokens if token[0].isupper()]
    return Who(" ".join(tokens)) if len(capital) >= 2 and len(tokens) > len(capital) - 1 else None
