"""What figures of one sentence share: a unit, a thing, the order that ``respectively`` states."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from openairlift.evidence.drafting.blocks import Sentence
from openairlift.evidence.drafting.dates import When
from openairlift.evidence.drafting.figures import Figure, ends_alone
from openairlift.evidence.drafting.measures import Known
from openairlift.evidence.drafting.nouns import Thing
from openairlift.evidence.drafting.sources import Link

_ALONE = re.compile(r",?(?: and| or)?\s?")
_ASIDE = re.compile(r" ?\((?:[a-z]+ ){0,2}[a-z]+:? ")
_UP_DOWN = re.compile(r", (?:up|down)\b|[^.;,]{0,25}, (?:against|compared)\b")
_DONE = re.compile(r" [a-z]+ed[,.;] ?")
_CONTRASTED = re.compile(r"[,;]? (?:whereas|while|but|though|and(?: that)?)\b[^.;,]{0,60} (?:for|with) $")
_CLAUSE_ENDS = re.compile(r"[.,;\"]|$")
_MOST_OF_TIME = 10_000  # "130 million for six months, of which 38 million"
_PRICED = re.compile(r"\b(?:went|goes|go|sold|sells|rented|rents|bought|offered) for (?:(?:about|some|only) )?$")
_AND_BY = re.compile(r" (?:and|but|then) (?:[a-z]+ ){0,4}by $")
_SUMS = re.compile(
    r"\b(?:costs?|set aside|earmark\w+|pledg\w+|promis\w+|donat\w+|spen[dt]\w*|pa(?:ys?|id|ying)|contribut\w+|rais\w+|"
    r"receiv\w+|lent|budget\w*|of which|of that)\s(?:(?:about|some|only|just|another|nearly|over|up to|a further) ?)*$"
)
_GROUP_OF = re.compile(r"\b(?:crew|team|staff|force|family|group|fleet|company|squad|party|unit) of $")
_CLAUSE = re.compile(r"\b(?:and|or) (?:you|we|they|it|he|she|I) ")
_COMPARED = re.compile(r" (?:(?:more|fewer|less|[a-z]+er) than|(?:short|shy) of|(?:above|below|over|under) the)\b")


@dataclass(slots=True)
class Found:
    """A figure, or a status without one, with what is known of it; `at` is where it stands in the passage."""

    sentence: Sentence
    figure: Figure | None
    thing: Thing | None
    dates: tuple[When, ...]
    status: str
    chain: tuple[Link, ...]
    at: int
    oblique: bool = False


def pair_off(text: str, found: list[Found]) -> None:
    """Give figures before ``respectively`` what as many figures before them count, in order."""
    at = text.find(" respectively")
    before = [item for item in found if item.figure is not None and item.figure.end <= at] if at >= 0 else []
    group: list[Found] = []
    while before and before[-1].figure is not None and len(group) < 8:
        end = group[0].figure.start if group and group[0].figure is not None else at
        if not _ALONE.fullmatch(text[before[-1].figure.end : end]):
            break
        group.insert(0, before.pop())
    if 1 < len(group) <= len(before):
        for item, model in zip(group, before[-len(group) :], strict=True):
            item.thing = model.thing


def share_between(text: str, first: Found, second: Found) -> None:
    """Give a bare number what the next one counts, in ``from 2 to 4 spots``."""
    a, b = first.figure, second.figure
    if a is None or b is None or a.kind != "count" or text[a.end : b.start] != " to ":
        return
    if re.search(r"\bfrom\s(?:[a-z]+\s){0,2}$", text[max(0, a.start - 30) : a.start]):
        first.thing = second.thing
        first.figure = replace(a, unit=b.unit, kind=b.kind, per=b.per)


def meant_money(text: str, figure: Figure, known: list[Known]) -> Figure:
    """Return a bare number of millions as money, where it is paid: ``has set aside 4 million``."""
    if figure.kind != "count" or not ends_alone(text, figure.end):
        return figure
    last = known[-1] if known else None
    if (
        last is not None
        and last.here
        and last.figure.kind == "money"
        and _PRICED.search(text[max(0, figure.start - 80) : figure.start])
    ):
        return replace(figure, unit=last.figure.unit, kind="money")  # "that cost 55 euros went for 140"
    sums = [item.figure for item in known if item.figure.kind == "money"]
    # "quoted 28,000 dollars an hour. I paid 61,000": as large as the last figure, which is a sum
    sum_before = (last.figure.low or 0.0) if last is not None and last.figure.kind == "money" else 0.0
    alike = sum_before >= 1000 and 0.1 <= (figure.low or 0) / sum_before <= 10
    if (figure.low or 0) < 1e5 and not alike:
        return figure
    if not sums or not _SUMS.search(text[max(0, figure.start - 60) : figure.start]):
        return figure
    return replace(figure, unit=sums[-1].unit, kind="money")


def shared_unit(text: str, figure: Figure, known: list[Known]) -> Figure:
    """Return a bare number with the unit of the one before it: ``from 94 minutes to 22``."""
    if not known or figure.unit or figure.kind != "count":
        return figure
    last = known[-1].figure
    if last.kind in ("count", "rate", "money") or last.end > figure.start:
        return figure
    if last.kind == "duration" and (figure.low or 0) >= _MOST_OF_TIME:
        return figure
    gap = text[last.after : figure.start]
    if (
        _CLAUSE.search(gap)
        or _GROUP_OF.search(gap)
        or gap.endswith(("the other ", "the remaining "))
        or (last.kind == "share" and (figure.low or 0) > 1000)
    ):
        return figure
    if last.kind == "duration" and len(known) > 1 and known[-2].here and _UP_DOWN.match(gap):
        return figure  # "23 jets in ten days, down from 26"
    compared = len(gap) < 60 and "." not in gap and _COMPARED.match(text, figure.end) is not None
    compared = compared or _ASIDE.fullmatch(gap) is not None
    compared = compared or (_DONE.fullmatch(gap) is not None and _DONE.match(text + ",", figure.end) is not None)
    if last.kind == "duration" and _CONTRASTED.search(gap) and _CLAUSE_ENDS.match(text, figure.end):
        compared = True  # "contracts for one year, whereas banks lend for ten"
    compared = compared or (last.kind == "share" and _AND_BY.fullmatch(gap) is not None)
    if not compared and (
        len(gap) > 40
        or not re.search(
            r"^(?!, (?:from|to)\b).*\b(?:to|from|than|or|and|of|against|versus|vs|vice|goal|target)\s(?:\w+\s){0,2}$",
            gap,
        )
        or re.search(r"[.;:]|, (?:if|when|while|as|where)\b| of a\b", gap)
    ):
        return figure
    if not compared and not ends_alone(text, figure.end):
        return figure
    return Figure(figure.start, figure.end, figure.after, figure.low, figure.high, last.unit, last.kind, figure.per)
