"""What a text says of itself: its title and who puts it out. Suggestions, which a person corrects."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.blocks import Block

_DATELINE = re.compile(r"^[A-Z][A-Z .,'-]{2,40}[^()\n]{0,40}\((?P<agency>[A-Z][\w .&-]{1,40})\)\s*[-–—]")
_BARE = re.compile(r"^\((?P<agency>[A-Z][\w .&-]{1,40})\)\s*[-–—]")
_WIRE = re.compile(r"^[A-Z][A-Z .'-]{2,30},[^/\n]{0,60}/(?P<agency>[A-Z][\w .-]{2,30})/\s*[-–—]")
_ISSUED = re.compile(
    r"\b(?:[Ii]ssued|[Pp]repared|[Pp]ublished|[Rr]eleased) by:? (?:the )?(?P<body>[A-Z][^,.;\n|"
    r"]{2,70})|\b(?:Source|Figures|Publisher|Producer):\s*(?P<source>[A-Z][^,.;\n|*]{2,70})"
)
_BYLINE = re.compile(r"^[*_\s]*[Bb][Yy]\s+(?P<who>[A-Z][^|,\n*]{2,60})", re.M)
_OUTLET = re.compile(r"^[*_\s]*[Bb][Yy]\s+[A-Z][^|,\n*]{2,60},\s*(?P<outlet>[A-Z][^|,\n*]{1,60})", re.M)
_NO_OUTLET = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|columnist|contributor|photographer|updated|published)\b|"
    r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d|^\w+ \w+.* and \w+ \w+",
    re.I,
)
_BODY = re.compile(
    r"\b(?:Department|Ministry|Office|Command|Agency|Institute|Centre|Center|Programme|Committee|"
    r"Organi[sz]ation|Association|"
    r"University|Council|Cell|Cluster|Team|Foundation|Service|Authority|Government|Embassy|Bureau|"
    r"Commission|OCHA|WFP|UNHCR|UNICEF|WHO|Force)\b"
)
_NOT_TITLE = re.compile(
    r"^(?:for immediate release|by\s|press release$|\W*$|[A-Z][a-z]+ \d{1,2}, \d{4}$|\d{1,2} [A-Z][a-z]+ \d{4}$)", re.I
)


def find_title(blocks: list[Block]) -> str:
    """Return the first line that reads like a title; blank for an empty text."""
    for block in blocks[:4]:
        line = block.raw.lstrip().split("\n")[0].strip("#*_ \t")
        if line and not _NOT_TITLE.match(line):
            return line[:160]
    return ""


def find_producer(blocks: list[Block]) -> str:
    """Return who puts a text out, by its dateline, its imprint, a body named at its head, or its byline; else blank.

    A byline may name the outlet behind the writer: ``By NAME, OUTLET``.
    """
    head = blocks[:6]
    for block in head:
        found = _DATELINE.match(block.raw) or _WIRE.match(block.raw) or _BARE.match(block.raw)
        if found is not None:
            return found["agency"].strip()
    for block in (*head, *blocks[-2:]):
        found = _ISSUED.search(block.raw[:600])
        if found is not None:
            return (found["body"] or found["source"]).strip(" *_|")
    for block in head[:4]:
        outlet = _OUTLET.search(block.raw[:300])
        if outlet is not None and not _NO_OUTLET.search(outlet["outlet"]):
            return outlet["outlet"].strip()
    for block in head[:4]:
        for line in block.raw.split("\n")[:4]:
            for part in re.split(r"\s*\|\s*", line.strip("#*_ ")):
                words = part.split()
                if 1 <= len(words) <= 9 and _BODY.search(part) and not re.search(r"[.:?!]\s|\d", part):
                    return part.split(",")[0].strip()
    for block in head[:4]:
        found = _BYLINE.search(block.raw[:300])
        if found is not None:
            return found["who"].strip()
    return ""
