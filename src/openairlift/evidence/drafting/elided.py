"""What a figure leaves out because the text has just said it: its unit, its scale, its noun."""

from __future__ import annotations

import re
from dataclasses import replace

from openairlift.evidence.drafting.figures import Figure, ends_alone
from openairlift.evidence.drafting.leftward import said_of
from openairlift.evidence.drafting.measures import Known, inherited
from openairlift.evidence.drafting.nouns import Thing, head_of
from openairlift.evidence.drafting.numerals import ONES, TENS, cardinal
from openairlift.evidence.drafting.words import is_function, is_plural, is_verb

_NUMBER = r"(?:\d[\d,]*|" + "|".join((*ONES, *TENS)) + r")"
_FURTHER = re.compile(r"\b(?:a further|another|an additional|an extra|as many as|and some) $", re.IGNORECASE)
_OF_THIS = re.compile(r"(?:^|[.;] )[Oo]f (?:this|that|these|which),? (?:[a-z]+ )?$")
_WE_WERE = re.compile(r"\b[Ww]e (?:are|were) (?:(?:now|only|just|still|about|some|down to|up to) )*$")
_FRAGMENT = re.compile(r"(?:(?:Then|And|Now|Next|First) )?([A-Za-z][a-z-]+s)(?:, [^.;:]{1,25})?[.:]\s*$")
_MORE = re.compile(r" more\b(?! (?:than|of)\b)")
_UP_FROM = re.compile(r"[^.;:]{0,90}, (?:up|down) from (?:[a-z]+ ){0,2}$")
_SCALE = re.compile(r"(?:[ -]?(?:(?P<million>million|mn|m)|(?P<billion>billion|bn))\b)(?: [a-z]+)?$")
_COMPARED = re.compile(
    r"\b(?:up from|down from|against|compared (?:with|to)|rather than|instead of|more than the|less than the) "
    r"(?:[a-z]+ ){0,2}$"
)
_OF_THE_SIX = re.compile(rf",? (?:out )?of (?:the|those|these|our|its|their|his|her) ({_NUMBER})\b")
_STRONG = re.compile(r"[ -]strong\b")
_APPOSED = re.compile(
    r"\b(?:an?|the|its|their|his|her|one|another) ([^,;.()]{3,60}), (?:(?:about|some|nearly|over) )?$"
)
_HOUSES = re.compile(
    r"\b(?:houses|housed|housing|shelters|sheltered|sheltering|hosts|hosting|accommodates|is home to|was home to|"
    r"home to|built for|built to (?:house|hold|shelter)) (?:(?:about|some|nearly|over|around|only|just|more than) )*$"
)
_WHOM = re.compile(  # verbs whose object is people where the text names none
    r"\b(?:killed|killing|wounded|wounding|injured|displaced|evacuated|rescued|employs|employed|sleeps|seats|"
    r"stranded|stranding|arrested|detained|hired) (?:(?:about|some|nearly|over|around|only|just|at least|up to|"
    r"more than|another|a further) )*$"
)
_GAPPED_AT = re.compile(
    r"[,;] (?:and |but |while )?(?:the )?([\w'’-]+(?: [\w'’-]+){0,2}) (?:at|as) (?:(?:about|only|nearly) )?$"
)
_FROM_TO = re.compile(r"\bfrom  +(?:[a-z-]+ ){1,4}to (?:(?:about|only|nearly|just|some|over|under) )?$")
_GROUP_OF = re.compile(
    r"\b(population|crew|team|staff|force|garrison|crowd|audience|membership|workforce|delegation|squad) of "
    r"(?:(?:about|some|nearly|over|around|only|just) )?$"
)
_SPEAKS_OF = re.compile(
    r"\b(?:speaks?|spoke|speaking|talks?|talked) of (?:(?:about|some|nearly|over|up to|at least|only) )*$"
)
_GONE = re.compile(
    r"(?:[,;]| and| but) ((?:[a-z][\w'-]* ){1,3})(?:up|down) (?:by )?(?:(?:about|some|nearly|over|only) )?$"
)
_AGAIN = ("count", "rate", "duration", "share", "temperature", "speed")


# What every form below holds; most figures have none of it before them, and are passed over at a glance.
_TRIGGER = re.compile(
    r"hous|shelter|host|accommod|home to|built|kill|wound|injur|displac|evacuat|rescu|employ|sleeps|seats|strand|"
    r"[Ww]e (?:are|were)|arrest|detain|hired| at | as |from  | of |(?:up|down) "
)


def with_unit_before(text: str, figure: Figure, known: list[Known]) -> Figure:
    """Return a bare number with the unit, or the scale of money, of the figure that it adds to or is held against.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> text = "The port holds 640 tonnes and a further 300 is due."
    >>> first, second = find_figures(text)
    >>> with_unit_before(text, second, [Known(first, None)]).unit
    't'
    """
    if figure.kind != "count" or figure.unit or not known or text[figure.start : figure.start + 1].isalpha():
        return figure  # "two more" are things, not tonnes
    told = [item for item in known if item.figure.kind != "duration"]
    if not told or told[-1].figure.kind in _AGAIN:
        return figure
    last, here = told[-1].figure, told[-1].here
    more = _MORE.match(text, figure.end)
    if not ends_alone(text, more.end() if more else figure.end):
        return figure
    head = text[max(0, figure.start - 50) : figure.start]
    if last.kind == "money":
        return _scaled_as(text, figure, last, head) if here else figure
    adds = more or _FURTHER.search(head) or _OF_THIS.search(head)
    compared = here and last.end <= figure.start and _UP_FROM.fullmatch(text[last.after : figure.start])
    return replace(figure, unit=last.unit, kind=last.kind) if adds or compared else figure


def _scaled_as(text: str, figure: Figure, last: Figure, head: str) -> Figure:
    """Return a bare number as millions, where the sum that it is held against is: ``$742 million, up from 701``."""
    scale = _SCALE.search(text[last.start : last.end]) if last.end <= figure.start else None
    low, high = figure.low, figure.high
    if scale is None or not low or not high or not last.low or not _COMPARED.search(head):
        return figure
    factor = 1e6 if scale["million"] else 1e9
    near = 0.1 <= low * factor / last.low <= 10
    return replace(figure, unit=last.unit, kind="money", low=low * factor, high=high * factor) if near else figure


def elided_noun(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    """Return what a number counts whose noun the text leaves out; None where no such form is found.

    Examples
    --------
    >>> from openairlift.evidence.drafting.figures import find_figures
    >>> text = "The largest camp houses 9,000."
    >>> elided_noun(text, find_figures(text)[0], []).head
    'people'
    """
    head = text[max(0, figure.start - 120) : figure.start]
    if _STRONG.match(text, figure.end):
        apposed = _APPOSED.search(head)
        return head_of(apposed[1]) if apposed is not None else said_of(text, figure)
    part = _OF_THE_SIX.match(text, figure.end)
    if part is not None and ends_alone(text, part.end()):
        whole = cardinal(part[1])
        same = [item for item in before if item.figure.kind == "count" and item.figure.low == whole]
        return inherited(same) if same else None
    head = head[-70:]
    if not ends_alone(text, figure.end) or _TRIGGER.search(head) is None:
        return None
    if _HOUSES.search(head):
        return Thing("people", "people")
    if _WE_WERE.search(head):
        return Thing("people", "people")
    group = _GROUP_OF.search(head)
    if group is not None:  # "a population of 45,000 depends on it"
        return Thing(group[1], group[1])
    told = [item for item in before if item.here and item.figure.kind == figure.kind and item.thing is not None]
    if not told and _WHOM.search(head):
        return Thing("people", "people")
    at = _GAPPED_AT.search(head)  # "the army put the dead at 31, the rebels at 80"
    gapped = at is not None and not any(is_verb(word) or is_function(word) for word in at[1].split())
    if told and gapped and at is not None and at[0].rstrip().endswith(" as"):
        return head_of(at[1])  # "an hour of A400M counts as 2.3, a Learjet as 0.4"
    if told and (gapped or _FROM_TO.search(head)):
        return told[-1].thing
    if _SPEAKS_OF.search(head):
        counted = [item for item in before if item.figure.kind == "count" and item.thing is not None]
        return counted[-1].thing if counted else None
    return gone(text, figure)


def fragment_before(previous: str) -> Thing | None:
    """Return the plural noun that the sentence before consists of, as in ``Pallets, first of all``."""
    found = _FRAGMENT.match(previous)
    return Thing(found[1], found[1]) if found is not None and is_plural(found[1]) else None


def gone(text: str, figure: Figure) -> Thing | None:
    """Return the noun of a clause without a verb: ``freight is up 12 per cent and mail down 4``."""
    near = text[max(0, figure.start - 24) : figure.start]
    if "up " not in near and "down " not in near:
        return None
    found = _GONE.search(text[max(0, figure.start - 60) : figure.start])
    if found is None or any(is_verb(word) or is_function(word) for word in found[1].split()):
        return None
    return head_of(found[1])
