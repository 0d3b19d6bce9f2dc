"""A text to proposals: one a figure, with what it counts, its dates, its status, its chain and its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openairlift.evidence.drafting.blocks import Block, Sentence, passages, sentences, split_blocks
from openairlift.evidence.drafting.chains import Attribution, Speakers, is_transcript
from openairlift.evidence.drafting.dates import When, find_dates, find_published
from openairlift.evidence.drafting.elided import with_unit_before
from openairlift.evidence.drafting.figures import Figure, find_figures
from openairlift.evidence.drafting.labels import find_label, recurring_labels
from openairlift.evidence.drafting.measures import Known
from openairlift.evidence.drafting.publication import find_producer, find_title
from openairlift.evidence.drafting.sharing import Found, meant_money, pair_off, share_between, shared_unit
from openairlift.evidence.drafting.sources import Link
from openairlift.evidence.drafting.status import Status, find_statuses, nearest_status
from openairlift.evidence.drafting.tables import Grid, read_grid
from openairlift.evidence.drafting.takeover import asked_about, in_sterling, with_unit_of_before
from openairlift.evidence.drafting.things import thing_of

_SIDE = 200
_LAST = 24
_NAMED_AGAIN = re.compile(r"\b(?:the|all|those|these|said|say|says|mentioned) $", re.IGNORECASE)
_A_QUEUE_OF = re.compile(r"(?:An?|The) [a-z]+ of (?:[a-z]+ )?")
_OBLIQUE = re.compile(
    r"\b(?:in|into|onto|at|to|from|on|by|with|for|across|within|between|among|per|over|after|of)\s"
    r"(?:the |its |their |only |about |some |a |[a-z]+'s ){0,2}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal of evidence about one figure, or about a status without a figure.

    Attributes
    ----------
    id : a name for the record.
    kind : count, money, share, mass, length, duration and so on; status where there is no figure.
    figure : as the text has it, with its unit; blank for a status.
    low, high : its value, or a range; None where the text leaves it open.
    unit, per : in one spelling; blank for a count, and for none.
    thing, head : what it counts, as a phrase and as its noun; blank where no rule found it.
    status : nearest word of status: considered, announced and so on; blank for none.
    dates : dates of the sentence, resolved as far as the day of publication is known.
    chain : who says it, outermost first, without the publication.
    paragraph, line : where it stands, both from 1.
    page : where the source has several, else None.
    sentence, sha256 : the sentence with each run of white space as one space, and its hash as anchoring takes it.
    """

    id: str
    kind: str
    figure: str
    low: float | None
    high: float | None
    unit: str
    per: str
    thing: str
    head: str
    status: str
    dates: tuple[When, ...]
    chain: tuple[Link, ...]
    paragraph: int
    line: int
    page: int | None
    sentence: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules found in a text: its title, producer and day, as far as it states them, and proposals."""

    title: str
    producer: str
    published: date | None
    proposals: tuple[Proposal, ...]
    statuses: tuple[Proposal, ...]


def propose(text: str | Sequence[Block], *, published: date | None = None) -> Draft:
    r"""Return proposals of evidence from an English text.

    Parameters
    ----------
    text : plain text with blank lines between paragraphs, where light markup is tolerated; or its blocks.
    published : day of publication; None = as the text's head states it.

    Examples
    --------
    >>> draft = propose("Troops\n\nSome 500 troops left on Monday, the Pentagon said.", published=date(2022, 3, 8))
    >>> [item] = draft.proposals
    >>> item.paragraph, item.figure, item.head, item.chain[0].who.name, item.dates[0].value
    (2, '500', 'troops', 'Pentagon', '2022-03-07')
    """
    blocks = split_blocks(text) if isinstance(text, str) else list(text)
    day = published
    if day is None:
        day = find_published(block.raw for block in (*blocks[:10], *blocks[-2:]))
    found = _read(blocks, day)
    names: Counter[str] = Counter()
    last: dict[int, tuple[str, str]] = {}
    figures = [_proposal(item, names, last) for item in found if item.figure is not None]
    statuses = [_proposal(item, names, last) for item in found if item.figure is None]
    return Draft(find_title(blocks), find_producer(blocks), day, tuple(figures), tuple(statuses))


def _read(blocks: list[Block], day: date | None) -> list[Found]:
    lines = [line for block in blocks for line in block.raw.split("\n")[:400]]
    labels = recurring_labels(lines)
    speakers = Speakers(transcript=bool(labels) or is_transcript(lines), labels=labels)
    found: list[Found] = []
    sterling = any("£" in block.raw for block in blocks)
    tail = 0
    before: list[Known] = []
    counted_so_far: dict[float, Known] = {}
    for passage in passages(blocks):
        parts = list(sentences(passage))
        attribution = Attribution(passage, parts, speakers)
        told = attribution.announces_before()
        for item in found[tail:] if told else ():
            item.chain = item.chain or told
        tail = len(found)
        grid = read_grid(passage.text)
        counted = [item for item in before[:-1] if item.figure.kind == "count"]
        earlier: list[Known] = [*counted[-1:], *before[-1:]]
        own = False
        for index, sentence in enumerate(parts):
            previous = parts[index - 1].text if index else ""
            opens = index == 0 or _opens_line(sentence)
            here = _sentence(
                sentence, day, attribution, grid, earlier, previous, counted_so_far, opens=opens, sterling=sterling
            )
            found += here
            fresh = [Known(item.figure, item.thing, item.oblique, False) for item in here if item.figure is not None]
            named = any(item.thing is not None and item.figure.kind == "count" for item in fresh)
            # What the paragraph before counts gives way to what this one does.
            earlier = [*(earlier[-3:] if own or not named else []), *fresh]
            own = own or named
        before = earlier
        asked = asked_about(parts[-1].text) if parts and passage.text.count("?") == 1 else None
        if asked is not None:
            before = [*before, Known(Figure(0, 0, 0, None, None, "", "count"), asked, here=False)]
    return found


def _opens_line(sentence: Sentence) -> bool:
    before = sentence.passage.text[: sentence.start].rstrip(" ")[-1:]
    return before in ("", "\n")


def _sentence(
    sentence: Sentence,
    day: date | None,
    attribution: Attribution,
    grid: Grid | None,
    earlier: list[Known],
    previous: str,
    counted: dict[float, Known],
    *,
    opens: bool,
    sterling: bool,
) -> list[Found]:
    text = sentence.text
    dates = find_dates(text, day)
    statuses = find_statuses(text)
    figures = find_figures(text, dates=[(when.start, when.end) for when in dates if not _is_ago(when)], opens=opens)
    if not figures:
        return _status_only(sentence, dates, statuses, attribution)
    taken = [(when.start, when.end, " ") for when in dates]
    if attribution.speakers.transcript and (label := find_label(text, attribution.speakers.labels)) is not None:
        taken.insert(0, (0, label[1], " "))
    known = list(earlier[-4:])
    found: list[Found] = []
    for figure in figures:
        figure = in_sterling(text, figure) if sterling else figure
        figure = meant_money(text, shared_unit(text, figure, known if found else []), known)
        figure = with_unit_of_before(text, with_unit_before(text, figure, known), known, previous)
        thing = None
        if grid is not None:
            thing = grid.thing(sentence.start + figure.start)
        if thing is None:
            told = counted.get(figure.low or 0.0) if figure.kind == "count" else None
            known_too = known if told is None or not _NAMED_AGAIN.search(text, 0, figure.start) else [told, *known]
            thing = thing_of(*_window(text, figure, taken), known_too, previous)
        at = sentence.start + figure.start
        oblique = _OBLIQUE.search(text[max(0, figure.start - 30) : figure.start]) is not None
        oblique = oblique and _A_QUEUE_OF.fullmatch(text, 0, figure.start) is None
        status = nearest_status(statuses, figure.start, figure.end)
        found.append(Found(sentence, figure, thing, tuple(dates), status, attribution.chain(at), at, oblique))
        if len(found) > 1:
            share_between(text, found[-2], found[-1])
        known = [*known[-6:], Known(figure, thing, oblique)]
        if figure.kind == "count" and thing is not None and (figure.low or 0.0) > 2:
            counted[figure.low or 0.0] = Known(figure, thing, oblique, here=False)
        taken.append((figure.start, figure.after, " "))
    pair_off(text, found)
    return found


def _is_ago(when: When) -> bool:
    return when.text.endswith(("ago", "earlier"))


def _status_only(
    sentence: Sentence, dates: list[When], statuses: list[Status], attribution: Attribution
) -> list[Found]:
    affirmed = [item for item in statuses if not item.denied]
    if not affirmed or len(sentence.text) < 30:
        return []
    at = sentence.start + affirmed[0].start
    return [Found(sentence, None, None, tuple(dates), affirmed[0].name, attribution.chain(at), at)]


def _window(text: str, figure: Figure, taken: list[tuple[int, int, str]]) -> tuple[str, Figure]:
    """Return what stands around a figure, without dates and earlier figures, so that no rule takes them for nouns."""
    low, high = max(0, figure.start - _SIDE), min(len(text), figure.end + _SIDE)
    around = text[low:high]
    for start, end, sign in taken[-_LAST:]:
        a, b = max(0, start - low), min(len(around), end - low)
        if a < b:
            around = around[:a] + sign + " " * (b - a - 1) + around[b:]
    start, end, after = figure.start - low, figure.end - low, figure.after - low
    shifted = Figure(
        start, end, after, figure.low, figure.high, figure.unit, figure.kind, per=figure.per, hyphen=figure.hyphen
    )
    return around, shifted


def _proposal(item: Found, names: Counter[str], last: dict[int, tuple[str, str]]) -> Proposal:
    figure, text = item.figure, item.sentence.text
    paragraph, line = item.sentence.passage.locate(item.at)
    shown = "" if figure is None else " ".join(text[figure.start : figure.end].split())
    head = "" if item.thing is None else item.thing.head
    stem = f"p{paragraph}-{_slug(shown or item.status)}" + (f"-{_slug(head)}" if head else "")
    verbatim = _verbatim(item.sentence, last)
    names[stem] += 1
    name = stem if names[stem] == 1 else f"{stem}-{names[stem]}"
    return Proposal(
        id=name,
        kind="status" if figure is None else figure.kind,
        figure=shown,
        low=None if figure is None else figure.low,
        high=None if figure is None else figure.high,
        unit="" if figure is None else figure.unit,
        per="" if figure is None else figure.per,
        thing="" if item.thing is None else " ".join(item.thing.phrase.split()),
        head=head,
        status=item.status,
        dates=item.dates,
        chain=item.chain,
        paragraph=paragraph,
        line=line,
        page=item.sentence.passage.place(item.at)[0].page,
        sentence=verbatim[0],
        sha256=verbatim[1],
    )


def _verbatim(sentence: Sentence, last: dict[int, tuple[str, str]]) -> tuple[str, str]:
    """Return a sentence as the file has it, and its hash; those of the last sentence are kept."""
    if id(sentence) not in last:
        last.clear()
        last[id(sentence)] = (sentence.verbatim, sentence.sha256)
    return last[id(sentence)]


def _slug(text: str) -> str:
    """Return a text as part of an id: lower-case ASCII letters, digits and hyphens."""
    for sign, word in (("%", " percent"), ("$", "usd "), ("€", "eur "), ("£", "gbp ")):
        text = text.replace(sign, word)
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace(",", "")).strip("-")[:40] or "x"
