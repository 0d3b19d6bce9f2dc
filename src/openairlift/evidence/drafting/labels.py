"""Labels of a transcript: who a line says is speaking, and words before a colon that are nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_TITLES = (
    r"(?:Mr|Ms|Mrs|Dr|Gen|Col|Adm|Lt|Maj|Capt|Brig|Sen|Rep|Amb|Sec|Prof|Senator|Representative|Congress(?:wo)?man|"
    r"Lord|Lady|Baroness|Baron|Viscount|Earl|Sir|Dame|Deputy|Councillor|Judge|Justice|Ambassador|General|Colonel|Hon)"
)
_OFFICES = (
    r"(?:Minister|Secretary|President|Speaker|Chair|Chairman|Chairwoman|Chancellor|Commissioner|Ambassador|Director|"
    r"Department|Ministry|Office|Agency|Government|Commission|Treasury|Secretariat|Authority|Command|Committee)"
)
_LABEL = re.compile(
    r"^\s*(?:(?:Asked|Tabled|Answered|Reply|Answer) by:? )?(?P<name>Q|A|Question|Answer|Spokes(?:man|woman|person)|"
    r"Moderator|Interviewer|Presenter|Host|Journalist|Reporter|Correspondent|"
    rf"(?:{_TITLES}\.? (?:[A-Z][\w.'-]*)(?: (?:of |the )?[A-Z][\w.'-]+){{0,3}})"
    r"|(?:(?:THE )?[A-Z][A-Z.'-]+\.?(?: [A-Z][A-Z.'-]*){0,5})|"
    rf"(?:The )?(?:[A-Z][\w-]+ ){{0,3}}{_OFFICES}"
    r"(?: (?:of|for|the|and|General|[A-Z][\w-]+)){0,8})"
    r"(?:\s\((?P<person>[^)]{1,40})\))?\s?"
    r"(?:(?:asked|asks|replied|answered|to ask)\b[^:.?!\n]{0,90})?:\s+(?=\S)"
)
NOT_HEADS = re.compile(
    r"^(?:Live|LIVE|Update|UPDATE|Breaking|BREAKING|Correction|CORRECTION|Note|Source|Sources|"
    r"Figures?|Summary|Contact|Status|Total|Fact|FACT|"
    r"Explainer|Analysis|Opinion|Exclusive|Background|Highlights?|Example|Warning|Q|A|Table|Map|Photo|"
    r"Media|Fleet|Shelter|Health|Food|Logistics|"
    r"Fuel|Charter|Tents|Cargo|Passengers|Reliability|Peak|Spending|Stocks?|About|Jet|By|As|Date|To|"
    r"From|Subject|Re|Tel|Phone|Email|Water|Power|"
    r"Cost|Costs|Price|Value|Delivered|Landed|Approved|Announced|Funding|Access|Needs?|Response|Gaps?|"
    r"Next|Why|How|What|When|Where|Who|First|Second|Third)\b"
)


_HEADING = re.compile(
    r"^\s*(?:[A-Z]{1,4}[A-Z-]*\d{1,6}: )?(?:(?:Written |Oral )?[Qq]uestion|Answer|Reply|Response|"
    r"Asked|Answered|Tabled)(?: "
    r"[\w/.-]*\d[\w/.-]*)? (?:by|from):? "
    rf"(?P<name>(?:{_TITLES}\.? )?[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){{0,3}})(?=,|\s\(|\s*\n|\s*$)[^\n]*"
)


_NAME = re.compile(r"\s*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}):\s+(?P<words>\S.*)")
_OFTEN = 3


def recurring_labels(lines: Iterable[str]) -> frozenset[str]:
    """Return names with which line after line opens, each before a colon and a sentence.

    Examples
    --------
    >>> recurring_labels(["Ann: Is it far?", "Bo: No, no.", "Ann: Well then!", "Bo: Yes.", "Ann: I see."])
    frozenset({'Ann'})
    """
    counts: Counter[str] = Counter()
    for line in lines:
        found = _NAME.match(line) if ": " in line[:80] else None
        if found is not None and found["words"].rstrip('"')[-1:] in (".", "?", "!"):
            counts[found["name"]] += 1
    return frozenset(name for name, count in counts.items() if count >= _OFTEN and not NOT_HEADS.match(name))


def find_label(text: str, names: frozenset[str] = frozenset()) -> tuple[str, int] | None:
    """Return the speaker of a transcript's line, as ``MR. KIRBY:``, and where what they say begins.

    `names` are those that open line after line.
    """
    known = _NAME.match(text) if names and ": " in text[:80] else None
    if known is not None and known["name"] in names:
        return known["name"], known.start("words")
    heading = _HEADING.match(text)
    if heading is not None:
        return heading["name"], heading.end()
    found = _LABEL.match(text)
    if found is None or (NOT_HEADS.match(found["name"]) and found["name"] not in ("Q", "A")):
        return None
    person = found["person"] or ""
    titled = re.match(r"(?:Mr|Ms|Mrs|Dr|Sir|Lord|Lady|Baroness|Gen|Col|Adm)\b", person) is not None
    return f"{person}, {found['name']}" if titled else found["name"], found.end()
