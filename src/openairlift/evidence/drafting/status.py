"""Words of status: how far something has come, from considered to delivered."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = {
    "considered": r"consider(?:s|ed|ing)?|under consideration|weigh(?:s|ed|ing)|mull(?:s|ed|ing)|contemplat(?:es|ed|"
    r"ing)|discussing|proposes?|proposed|proposing",
    "announced": r"announc(?:e|es|ed|ing)|unveil(?:s|ed|ing)|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)|committed",
    "approved": r"approv(?:e|es|ed|ing)|authori[sz](?:e|es|ed|ing)|signed off|signs off|green-?lit|cleared for|"
    r"has ordered|ordered the deployment",
    "allocated": r"allocat(?:e|es|ed|ing)|earmark(?:s|ed|ing)?|assigned|obligated|set aside",
    "in_transit": r"in transit|en route|on (?:the|its|their) way|under ?way|shipped|dispatched|departed|took off|"
    r"taken off|left for|has sent|have sent|were sent|was sent",
    "landed": r"landed|touched down|arrived|arriving|flown in|have landed",
    "delivered": r"deliver(?:s|ed|ing)|handed over|hand(?:s|ing) over|received|distributed|reached (?:the "
    r")?(?:people|troops|families|front)",
    "cancelled": r"cancel(?:l?ed|l?ing|s)|scrapped|called off|withdrawn|abandoned",
}
_ANY = re.compile(
    r"\b(?=[acdefghilmoprstuw])(?:" + "|".join(rf"(?P<{name}>(?:{words})\b)" for name, words in _WORDS.items()) + ")",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|n't|never|nothing|none|no|yet to be|has yet|have yet)\b[^,.;]{0,30}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Status:
    """A word of status in a sentence, the status it means, and whether it is denied."""

    start: int
    end: int
    name: str
    denied: bool


def find_statuses(text: str) -> list[Status]:
    """Return the words of status of a sentence in order.

    Examples
    --------
    >>> [(item.name, item.denied) for item in find_statuses("30 percent in transit, nothing delivered yet")]
    [('in_transit', False), ('delivered', True)]
    """
    found = []
    for match in _ANY.finditer(text):
        denied = _NOT.search(text[max(0, match.start() - 40) : match.start()]) is not None
        found.append(Status(match.start(), match.end(), str(match.lastgroup), denied))
    return found


def nearest_status(statuses: list[Status], start: int, end: int) -> str:
    """Return the status nearest to a figure, or a blank."""
    affirmed = [item for item in statuses if not item.denied]
    if not affirmed:
        return ""
    return min(affirmed, key=lambda item: item.start - end if item.start >= end else start - item.end + 0.5).name
