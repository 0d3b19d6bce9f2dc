"""Who speaks, as noun phrases: found to the left or to the right of a verb of saying; named, unnamed, a newsroom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.words import (
    ADVERBS,
    AUXILIARIES,
    COLLECTIVES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    VERBS,
    is_plural,
)

REACH = 200
_TOKEN = re.compile(r"(?:[A-Z]\.)+[A-Z]?\b\.?|[A-Z][a-z]{0,3}\.(?=[ ][A-Z])|[^\W_][\w'’&./-]*[\w]|[^\W_]|[^\w\s]")
_DAYWORD = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|June|July|August|September|October|"
    r"November|December|Jan\.?|Feb\.?|Aug\.?|Sept\.?|Oct\.?|Nov\.?|Dec\.?)$"
)
_LINKS = frozenset("of for from at in with to by on".split())
_NUMBERS = frozenset("one two three four five six seven eight nine ten dozens hundreds scores".split())
_BACK = frozenset("also later then earlier already now further once again recently reportedly separately previously "
                  "there here elsewhere publicly privately meanwhile today yesterday repeatedly initially has have had would did".split())  # fmt: skip
_ASIDE = re.compile(
    r"^\s*(?:[a-z]+ed|who|whose|which|whom|speaking|citing|quoting|reading|writing|visiting|using|referring|standing|talking|based|"
    r"formerly|then|now|himself|herself|asking|briefing|(?i:head|chief|director|spokes\w+|president|chair\w*|"
    r"secretary|minister|professor|deputy|commander|founder|author|editor|manager|vice|senior|acting|executive|co-founder)|an?|the|its|his|her|their|our|one|"
    r"\d{1,3})(?:\s|$)"
)
_ASIDE_BRACKETS = re.compile(r"\s*\([^()]{0,40}\)\s*$")
_ANON = frozenset(
    "official officials source sources diplomat diplomats officer officers aide aides person people planner planners "
    "executive executives insider insiders adviser advisers advisor advisors lawmaker lawmakers witness witnesses "
    "resident residents worker workers expert experts analyst analysts agency agencies commander commanders soldier "
    "soldiers pilot pilots driver drivers engineer engineers spokesman spokeswoman spokesperson interviewees "
    "interviewee respondents critics observers authorities man woman men women leaders members representative "
    "representatives operator operators trader traders dispatcher loadmaster doctor doctors nurse barmaid families".split()
)
_NEWSROOMS = re.compile(
    r"^(?:the |an? )?(?:CNN|Reuters|AP|Associated Press|AFP|Agence France-Presse|BBC(?: \w+)?|NPR|PBS|CBS(?: News)?|NBC(?: News)?|ABC(?: News)?|"
    r"Fox(?: News)?|Bloomberg(?: News)?|Politico|Axios|(?:The )?Hill|Semafor|Al[ -]Jazeera|Sky(?: News)?|(?:Der )?Spiegel|Le Monde|"
    r"DPA|dpa|Interfax(?:-Ukraine)?|TASS|Xinhua|Kyodo(?: News)?|ANSA|EFE|PAP|Yonhap|Anadolu|Ukrinform|Economist|Guardian|Atlantic|"
    r"New Yorker|Vox|ProPublica|Euractiv|MSNBC|C-SPAN|ITV|Channel 4|ZDF|ARD|RTE|"
    r"(?:[A-Z][\w.'-]*\s){0,4}(?:Times|Post|Journal|Daily|Herald|Tribune|Gazette|Telegraph|Chronicle|Observer|Independent|Mail|Mirror|"
    r"Globe|Star|Register|Review|Magazine|Weekly|Newspaper|Television|TV|Radio|Broadcasting|News|News Agency|Press|Wire|Zeitung))$"
)
_BODY = re.compile(
    r"\b(?:Ministry|ministry|Department|Office|office|Agency|agency|Command|Programme|Program|Fund|Bank|Committee|Council|Service|"
        r"government|Government|Pentagon|White House|Nations|UN|NATO|WHO|EU|embassy|Embassy|company|airline|Commission|Cluster|"
        r"Organi[sz]ation|Institute|Authority|authority|Force|Corps|Army|Navy|military|Federation|Society|report|study|customs|cluster|group|association)\b"
)
_OWN = re.compile(r"^(?:us|me|this (?:newspaper|reporter|magazine|website|news agency|agency|publication|correspondent)|our \w+)$", re.I)


@dataclass(frozen=True, slots=True)
class Who:
    """A speaker: the name or description, whether nobody could check who it is, and whether it is a pronoun."""

    name: str
    unnamed: bool = False
    pronoun: bool = False

    @property
    def shown(self) -> str:
        """The name, with a mark where nobody could check who it is."""
        return f"{self.name}, unnamed" if self.unnamed else self.name


def is_newsroom(name: str) -> bool:
    """Whether a name is that of a newspaper, a broadcaster or an agency.

    Examples
    --------
    >>> [is_newsroom(name) for name in ("CNN", "the New York Times", "Pentagon")]
    [True, True, False]
    """
    return _NEWSROOMS.match(name.strip()) is not None


def is_anonymous(noun: str) -> bool:
    """Whether a noun is of people without names, such as officials."""
    return noun.lower() in _ANON


def is_body(name: str) -> bool:
    """Whether a name is that of an office, an agency, a company or another body."""
    return _BODY.search(name) is not None


_SUBJECT = re.compile(r"(?:[A-Z][\w.'’-]* ){1,4}[A-Z][\w'’-]+(?=,| [a-z])")


def subject(text: str) -> Who | None:
    """Return the person that a sentence begins with, as ``Corporal Dee Hanley, 23, checks a list``."""
    found = _SUBJECT.match(text)
    if found is None or is_body(found.group()) or is_newsroom(found.group()):
        return None
    return make(_TOKEN.findall(found.group()))


_NAMED_BODY = re.compile(r"\b(?:[A-Z][\w'-]* (?:(?:of|for|the|and) )*){0,5}[A-Z][\w'-]*")


def last_body(text: str) -> Who | None:
    """Return the last ministry, agency or other body that a text names."""
    named = [found.group() for found in _NAMED_BODY.finditer(text[-REACH:]) if is_body(found.group())]
    return make(_TOKEN.findall(named[-1])) if named else None


def acts(name: str) -> bool:
    """Whether a name is of somebody or of a body that can say something: no theory and no contribution.

    Examples
    --------
    >>> [acts(name) for name in ("Pentagon", "two officials", "Queueing theory", "Half of the contributions")]
    [True, True, False, False]
    """
    words = name.split()
    head: list[str] = []
    for word in words:
        if word.lower() in PREPOSITIONS:
            break
        head.append(word)
    if not head:
        return False
    last = head[-1]
    if is_body(name) or is_newsroom(name) or last.lower() in _ANON:
        return True
    if not last[0].isupper() or last.lower() in _NUMBERS or last.lower() == "half":
        return False
    return len(head) > 1 or not is_plural(last) or last.isupper()


def is_own(name: str) -> bool:
    """Whether a phrase means the publication itself, as in ``told this newspaper``."""
    return _OWN.match(name.strip()) is not None


def _clean(tokens: list[str]) -> str:
    text = ""
    for token in tokens:
        text += token if not text or token in ",.)" else " " + token
    return text.replace("( ", "(").strip(" ,-'\"")


def make(tokens: list[str]) -> Who | None:
    """Return the speaker that tokens name, or None where they name none."""
    tokens = list(tokens)
    while tokens and (
        _DAYWORD.match(tokens[0])
        or tokens[0].lower() in PREPOSITIONS
        or tokens[0].lower() in ("and", "but", "however", "meanwhile", "last", "this", "next", "later", "earlier", "when", "after")
        and len(tokens) > 1
        or not tokens[0][0].isalnum()
    ):
        dropped = tokens.pop(0)
        if dropped.lower() in ("last", "this", "next") and tokens and tokens[0] in ("week", "month", "year", "night", "morning"):
            tokens.pop(0)
    while tokens and (tokens[-1].lower() in PREPOSITIONS or tokens[-1].lower() in DETERMINERS or not tokens[-1][-1].isalnum() and tokens[-1][-1] != "."):
        tokens.pop()
    if not tokens:
        return None
    if len(tokens) == 1 and tokens[0].lower() in PRONOUNS:
        return Who(tokens[0].lower(), pronoun=True)
    if tokens[0].lower() in ("the", "a", "an") and len(tokens) > 1:
        tokens = tokens[1:] if not (tokens[0] == "The" and tokens[1] in ("Hill", "Times")) else tokens
    head = _head(tokens)
    if not any(token[0].isalpha() and token.lower() not in DETERMINERS and token.lower() not in _NUMBERS for token in tokens):
        return None
    return Who(_clean(tokens)[:90], unnamed=head in _ANON)


def _head(tokens: list[str]) -> str:
    last = ""
    for token in tokens:
        if token.lower() in PREPOSITIONS or token in (",", "("):
            break
        last = token
    return last if last.islower() else ""


def _nominal(token: str) -> bool:
    low = token.lower()
    if not token[0].isalnum() or (token[0].isdigit() and not token.endswith(("st", "nd", "rd", "th"))):
        return False
    if token[0].isupper():
        return low not in ("that", "but", "while", "when", "if", "because", "although", "as", "then", "and", "yet", "since", "after", "before", "what", "how", "why", "where")
    if low in PREPOSITIONS or low in CONJUNCTIONS or low in AUXILIARIES or low in VERBS or low in PRONOUNS or low in DETERMINERS:
        return False
    if low in ADVERBS and low not in ("total", "initial", "first"):
        return False
    return not (low.endswith("ly") or (low.endswith("ed") and low not in ("united", "armed", "unnamed", "retired", "senior")) or (low.endswith("ing") and low not in ("shipping", "visiting", "building", "operating", "acting", "leading")))


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
    text = _ASIDE_BRACKETS.sub("", text[-REACH:])
    parts = text.split(",")
    last = parts.pop()
    tokens = _TOKEN.findall(last)
    while tokens and (tokens[-1].lower() in _BACK or tokens[-1].lower().endswith("ly") and tokens[-1][0].islower()):
        tokens.pop()
    if not tokens:
        aside = parts[-1] if parts else ""
        steps = 0
        while len(parts) > 1 and _ASIDE.match(parts[-1]) and steps < 6:
            parts.pop()
            steps += 1
        if steps == 0 and aside and not _TOKEN.findall(aside):
            return None
        last = parts[-1] if parts else ""
        tokens = _TOKEN.findall(last)
    elif tokens[0].lower() in ("who", "which") and len(tokens) == 1 and parts:
        tokens = _TOKEN.findall(parts[-1])
    return _ending(tokens, plain=plain)


def _ending(tokens: list[str], *, plain: bool) -> Who | None:
    """Return the noun phrase that tokens end with."""
    if not tokens:
        return None
    if len(tokens) > 2 and tokens[-1].lower() in ("them", "us", "those") and tokens[-2].lower() == "of":
        return Who(" ".join(tokens[-3:]).lower(), unnamed=True)
    if tokens[-1].lower() in PRONOUNS:
        return Who(tokens[-1].lower(), pronoun=True) if tokens[-1].lower() in ("he", "she", "it", "they", "i", "we") else None
    index = len(tokens) - 1
    if not _nominal(tokens[index]):
        return None
    begin = index
    while begin > 0 and index - begin < 14:
        before = tokens[begin - 1]
        low = before.lower()
        if low in DETERMINERS or low in _NUMBERS:
            begin -= 1
            if begin > 1 and tokens[begin - 1].lower() in _LINKS and _nominal(tokens[begin - 2]):
                begin -= 1
                continue
            if low in _NUMBERS and begin > 0 and tokens[begin - 1].lower() == "of":
                continue
            if low in ("some", "one", "several", "many") and begin > 1 and tokens[begin - 1].lower() in _LINKS:
                begin -= 1
                continue
            break
        if low in _LINKS and begin > 1 and (_nominal(tokens[begin - 2]) or tokens[begin - 2].lower() in _NUMBERS) and low not in ("on", "by", "to"):
            if tokens[begin - 2][0].islower() or low in ("of", "for", "at"):
                begin -= 1
                continue
            break
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
    words = [token for token in _TOKEN.findall(who.name)]
    named = any(token[0].isupper() for token in words)
    determined = tokens[0].lower() in DETERMINERS or tokens[0].lower() in _NUMBERS
    plural = any(is_plural(token) or token.lower() in COLLECTIVES for token in words)
    if plain and not plural and not ("and" in words):
        return None
    if not (named or determined or plural):
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
    for match in _TOKEN.finditer(text[:REACH]):
        token = match.group()
        low = token.lower()
        if not token[0].isalnum():
            break
        if low in PRONOUNS and not taken:
            return (Who(low, pronoun=True), match.end()) if low in ("he", "she", "it", "they", "him", "her", "them", "us", "me") else None
        if low in ("this", "our") and not taken:
            taken.append(token)
            continue
        if low in DETERMINERS or low in _NUMBERS:
            if taken and taken[-1].lower() not in PREPOSITIONS and low not in ("its",):
                break
            taken.append(token)
            continue
        if low in _LINKS and low not in ("on", "by", "to"):
            if not taken or (low == "in" and re.compile(r"\s*(?:a|an|January|February|March|April|May|June|July|August|September|October|November|December|\d)\b").match(text, match.end())):
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
