"""Who speaks, as noun phrases: found to the left or to the right of a verb of saying; named, unnamed, a newsroom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openairlift.evidence.drafting.words import (
    PREPOSITIONS,
    is_plural,
    wordset,
)

REACH = 200


TOKEN = re.compile(r"(?:[A-Z]\.)+[A-Z]?\b\.?|[A-Z][a-z]{0,3}\.(?=[ ][A-Z])|[^\W_][\w'’&./-]*[\w]|[^\W_]|[^\w\s]")


NUMBERS = wordset("one two three four five six seven eight nine ten dozens hundreds scores")


ANONYMOUS = wordset(
    "official officials source sources diplomat diplomats officer officers aide aides person people planner planners "
    "executive executives insider insiders adviser advisers advisor advisors lawmaker lawmakers witness witnesses "
    "resident residents worker workers expert experts analyst analysts agency agencies commander commanders soldier "
    "soldiers pilot pilots driver drivers engineer engineers spokesman spokeswoman spokesperson interviewees "
    "interviewee respondents critics observers authorities man woman men women leaders members representative "
    "representatives operator operators trader traders dispatcher loadmaster doctor doctors nurse barmaid families "
    "colleague colleagues partner partners team teams survivor survivors"
)


_NEWSROOMS = re.compile(
    r"^(?:the |an? )?(?:CNN|Reuters|AP|Associated Press|AFP|Agence France-Presse|BBC(?: \w+)?|NPR|PBS|"
    r"CBS(?: News)?|NBC(?: News)?|ABC(?: News)?|"
    r"Fox(?: News)?|Bloomberg(?: News)?|Politico|Axios|(?:The )?Hill|Semafor|Al[ -]Jazeera|Sky(?: "
    r"News)?|(?:Der )?Spiegel|Le Monde|"
    r"DPA|dpa|Interfax(?:-Ukraine)?|TASS|Xinhua|Kyodo(?: News)?|ANSA|EFE|PAP|Yonhap|Anadolu|Ukrinform|"
    r"Economist|Guardian|Atlantic|"
    r"New Yorker|Vox|ProPublica|Euractiv|MSNBC|C-SPAN|ITV|Channel 4|ZDF|ARD|RTE|"
    r"(?:[A-Z][\w.'-]*\s){0,4}(?:Times|Post|Journal|Daily|Herald|Tribune|Gazette|Telegraph|Chronicle|"
    r"Observer|Independent|Mail|Mirror|"
    r"Globe|Star|Register|Review|Magazine|Weekly|Newspaper|Television|TV|Radio|Broadcasting|News|News "
    r"Agency|Press|Wire|Zeitung))$"
)


_BODY = re.compile(
    r"\b(?:Ministry|ministry|Department|Office|office|Agency|agency|Command|Programme|Program|Fund|"
    r"Bank|Committee|Council|Service|"
    r"government|Government|Pentagon|White House|Nations|UN|NATO|WHO|EU|embassy|Embassy|company|"
    r"airline|Commission|Cluster|"
    r"Organi[sz]ation|Institute|Authority|authority|Force|Corps|Army|Navy|military|Federation|Society|"
    r"report|study|[Cc]ustoms|cluster|group|team|association|inquiry|panel|union|charity|parliament|court|tribunal|"
    r"federation|council|committee|commission|institute)\b"
)


_AGENTS = re.compile(
    r"^(?!numbers|papers|orders|letters|offers|matters|quarters|helicopters|containers|tankers|"
    r"freighters|factors|doors|"
    r"errors|plants|grants|corridors|motors|sensors|fees)[a-z-]*(?:ers|ors|ists|ians|men|women|"
    r"people|ants|ees|chiefs|staff|groups|charities|firms|companies|airlines|"
    r"governments|ministries|insurers|families|crews|troops|states|countries|allies)$"
)
_AGENT = re.compile(
    r"^(?!number|paper|order|letter|offer|matter|quarter|helicopter|container|tanker|freighter|factor|door|error|plant|"
    r"grant|corridor|motor|sensor|power|water|weather|winter|summer|river|tower|shelter|corner|computer|monitor|order|"
    r"border|layer|number|register|poster|banner|buffer|meter|cover|chapter|master|danger|after|over|under|other|never)"
    r"[a-z-]{2,}(?:er|or|ist|ian|man|woman)$"
)
_OFFICES = re.compile(
    r"^(?:minister|president|secretary|chief|director|head|spokes[a-z]+|governor|mayor|commissioner|ambassador|captain|"
    r"commander|general|colonel|chair[a-z]*|manager|coordinator|treasurer|speaker|premier|chancellor|"
    r"economist|auditor)$"
)


_RECORDS = frozenset(("data", "figures", "records", "statistics", "estimates", "report", "survey", "study", "audit"))


PICTURES = wordset("footage images imagery photographs photos video videos documents records intelligence")


_OWN = re.compile(
    r"^(?:us|me|this (?:newspaper|reporter|magazine|website|news agency|agency|publication|correspondent)|our \w+)$",
    re.I,
)


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
    return noun.lower() in ANONYMOUS


def is_body(name: str) -> bool:
    """Whether a name is that of an office, an agency, a company or another body."""
    return _BODY.search(name) is not None


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
    if is_body(name) or is_newsroom(name) or last.lower() in ANONYMOUS:
        return True
    if last in PICTURES:
        return True
    if head[0].islower() and _AGENT.match(last):
        return True
    if _AGENTS.search(last) or _OFFICES.match(last) or (last in _RECORDS and head[0][0].isupper() and len(head) > 1):
        return True
    if not last[0].isupper() or last.lower() in NUMBERS or last.lower() == "half":
        return False
    return len(head) > 1 or not is_plural(last) or last.isupper()


def is_record(name: str) -> bool:
    """Whether a name is of figures, a report or another record, and of nobody.

    Examples
    --------
    >>> [is_record(name) for name in ("figures that the council released", "the mayor")]
    [True, False]
    """
    return any(word in _RECORDS for word in name.split()[:2])


def is_own(name: str) -> bool:
    """Whether a phrase means the publication itself, as in ``told this newspaper``."""
    return _OWN.match(name.strip()) is not None
