"""The chain behind each figure of a passage: cues of its sentence, quotations, labels of a transcript, pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from openairlift.evidence.drafting.antecedents import body_of, full_names, group_of, person_of
from openairlift.evidence.drafting.blocks import Passage, Sentence
from openairlift.evidence.drafting.labels import find_label
from openairlift.evidence.drafting.people import Who, is_body, is_newsroom, is_record
from openairlift.evidence.drafting.phrases import last_body
from openairlift.evidence.drafting.sources import Cue, Link
from openairlift.evidence.drafting.speakers import find_cues, opening

_TITLE = re.compile(
    r"^(?:MR|MS|MRS|DR|GEN|COL|ADM|SEN|REP|SEC|LT|MAJ|CAPT|AMB|PRESIDENT|SECRETARY|MODERATOR|"
    r"SPOKES\w+|Mr|Ms|Mrs|Dr|Gen|Col|Adm|BRIG|Brig|CHAIR\w*|Senator|Lord|Lady|Baroness|Viscount|Earl|Sir|Dame|"
    r"MINISTER|AMBASSADOR|DIRECTOR|DEPUTY|UNDER SECRETARY|STAFF|INTERVIEWER|HOST)\b"
)
_ABOUT = {"it": body_of, "he": person_of, "she": person_of, "they": group_of}
_WORDS_QUOTED = 40  # letters: what is shorter is some words of somebody in the writer's sentence
_PERSONAL = re.compile(r"^(?:he|she|him|her)$")
_BACKWARD_SUBJECT = re.compile(
    r"^(?:The|This|That|These|Those)\s(?:announcement|decision|figures?|numbers?|statement|news|order|"
    r"estimate|disclosure|plan|total|details?)\b"
)


@dataclass(slots=True)
class Speakers:
    """Who has spoken so far in a text."""

    transcript: bool = False
    labels: frozenset[str] = frozenset()
    label: Link | None = None
    last: Who | None = None
    person: Who | None = None
    body: Who | None = None
    quoted: tuple[Link, ...] = ()
    open_quote: bool = False
    names: dict[str, Who] = field(default_factory=dict)
    known: dict[str, Who] = field(default_factory=dict)

    def resolve(self, who: Who) -> Who | None:
        """Return the speaker that a name or a pronoun means, and remember it."""
        if who.pronoun:
            if _PERSONAL.match(who.name):
                return self.person or self.last
            return (self.body or self.last) if who.name == "it" else self.last
        found = who
        tokens = who.name.split()
        if who.unnamed and len(tokens) == 1 and self.last is not None and self.last.name.split()[-1] == tokens[0]:
            return self.last  # "The official said": the one who has just spoken
        capital = [token for token in tokens if token[0].isupper()]
        if len(tokens) <= 2 and tokens[-1] in self.names and len(capital) == len(tokens):
            found = self.names[tokens[-1]]
        elif len(capital) >= 2 and tokens[-1][0].isupper() and not tokens[-1].isupper():
            self.names.setdefault(tokens[-1], who)
        elif len(capital) == len(tokens) == 1 and tokens[0] in self.known:
            found = self.known[tokens[0]]
        single = len(capital) == len(tokens) == 1 and found is who and not who.unnamed
        if tokens[0].islower() and is_record(found.name):
            self.last = found
            return found  # "figures", which no pronoun for a person means
        if not (single or is_body(_without_employer(found.name)) or is_newsroom(found.name) or found.name.isupper()):
            self.person = found
        else:
            self.body = found
        self.last = found
        return found


_EMPLOYED = re.compile(r"((?:[A-Z][\w'’-]*[a-z] ){2,3})(?:of|from|at|with) ")


def _without_employer(name: str) -> str:
    """Return the name of a person without whom they work for: ``Ana Ruiz of the charity Relief Now``."""
    found = _EMPLOYED.match(name)
    return name if found is None else found[1].strip()


def is_transcript(texts: list[str]) -> bool:
    """Whether lines open with speakers: a question, a title, or the same label again and again."""
    labels = [found[0] for text in texts if (found := find_label(text)) is not None]
    telling = sum(label in ("Q", "Question") or _TITLE.match(label) is not None for label in labels)
    return telling >= 2 or any(labels.count(label) >= 3 for label in set(labels))


class Attribution:
    """The attributions of one passage, with what the passages before it leave open."""

    def __init__(self, passage: Passage, sentences: list[Sentence], speakers: Speakers) -> None:
        self.passage, self.sentences, self.speakers = passage, sentences, speakers
        self._starts = [sentence.start for sentence in sentences]
        self._labels: list[Link | None] = []
        self._cues: list[Cue] = []
        self._sentence_of_cue: list[int] = []
        self._quotes = _quotes(passage.text)
        self._opened = [quote[0] for quote in self._quotes]
        self._told: dict[int, tuple[Link, ...]] = {}
        self._earlier = speakers.quoted if speakers.open_quote or self._opens_with_quote() else ()
        speakers.known = {**full_names(passage.text), **speakers.known}
        for index, sentence in enumerate(sentences):
            self._read(index, sentence)
        self._ends = [cue.end for cue in self._cues]
        self._begins = [cue.start for cue in self._cues]
        if self._quotes:
            told = self._quote_speaker(self._quotes[-1])
            speakers.quoted = told or speakers.quoted
            speakers.open_quote = self._quotes[-1][2]
        elif self._cues:
            speakers.quoted, speakers.open_quote = self._cues[-1].links, False

    def _opens_with_quote(self) -> bool:
        return bool(self._quotes) and self._quotes[0][0] <= 2

    def _read(self, index: int, sentence: Sentence) -> None:
        text = sentence.text
        offset = 0
        if self.speakers.transcript:
            label = find_label(text, self.speakers.labels)
            if label is not None:
                name, offset = label
                asks = name in ("Q", "Question")
                self.speakers.label = Link(
                    Who(name if len(name) < 3 else _cased(name), unnamed=asks), "asked" if asks else "said"
                )
        self._labels.append(self.speakers.label)
        for cue in find_cues(text[offset:]):
            links = []
            for link in cue.links:
                who = self._antecedent(index, offset + cue.start, link.who) or self.speakers.resolve(link.who)
                if who is not None:
                    links.append(Link(who, link.mode))
            if links:
                base = sentence.start + offset
                self._cues.append(Cue(base + cue.start, base + cue.end, tuple(links), cue.forward, cue.backward))
                self._sentence_of_cue.append(index)

    def _antecedent(self, index: int, at: int, who: Who) -> Who | None:
        """Return whom a pronoun means by this passage: the body named last, the person that begins a sentence."""
        if not who.pronoun:
            return None
        here = self.sentences[index].text[:at]
        if who.name == "it" and (named := last_body(here)) is not None:
            return self.speakers.resolve(named)
        about = _ABOUT.get(who.name)
        if about is None:
            return None
        found = None
        for sentence in reversed(self.sentences[max(0, index - 4) : index + 1]):
            if found is None and not any(self._starts[index] + at > cue.start >= sentence.start for cue in self._cues):
                found = about(sentence.text) or self._surname(sentence.text, who)
        return self.speakers.resolve(found) if found is not None else None

    def _surname(self, text: str, who: Who) -> Who | None:
        """Return the person with whose surname a sentence begins, for a pronoun that means a person."""
        first = text.split(" ", 1)[0].rstrip(",").removesuffix("'s")
        return self.speakers.known.get(first) if _PERSONAL.match(who.name) else None

    def chain(self, at: int) -> tuple[Link, ...]:
        """Return who says what stands at an offset of the passage, outermost first, without the publication."""
        index = max(0, bisect_right(self._starts, at) - 1)
        label = self._labels[index] if self._labels else None
        base = () if label is None else (label,)
        quote = self._around(at)
        if quote is not None:
            if quote[0] not in self._told:
                self._told[quote[0]] = self._quote_speaker(quote)
            outer = self._told[quote[0]]
            if outer or quote[1] - quote[0] > _WORDS_QUOTED:
                return _once((*base, *outer, *self._spoken(index, at, quote[0], quote[1])))
        return _once((*base, *self._spoken(index, at, None, None)))

    def _around(self, at: int) -> tuple[int, int, bool] | None:
        """Return the quotation that a place lies in."""
        index = bisect_right(self._opened, at) - 1
        return self._quotes[index] if index >= 0 and at < self._quotes[index][1] else None

    def _spoken(self, index: int, at: int, begin: int | None, end: int | None) -> tuple[Link, ...]:
        """Return the links of the cues of a sentence that govern a place, within a quotation or outside of all."""
        lead: Cue | None = None
        trail: Cue | None = None
        low = bisect_left(self._sentence_of_cue, index)
        high = bisect_right(self._sentence_of_cue, index)
        for cue in self._cues[low:high]:
            inside = self._around(cue.start)
            if begin is None:
                if inside is not None and inside[1] - inside[0] > _WORDS_QUOTED:
                    continue
            elif not (begin <= cue.start and cue.end <= (end or 0)):
                continue
            if cue.end <= at and cue.forward:
                lead = None if ";" in self.passage.text[cue.end : at] else cue
            elif cue.start >= at and trail is None:
                if cue.backward:
                    trail = cue
                elif cue.forward:
                    break
        if lead is None and trail is None and begin is None:
            return self._said_next(index)
        if trail is not None and lead is not None:
            text = self.passage.text[at : trail.start]
            if re.search(r"\b(?:that|which|what)\s(?:the\s|an?\s)?$", text) is not None:
                return trail.links
            if re.search(r"[,;]\s(?:and|but|while|whereas|though)\s", text):
                return lead.links
            return (*trail.links, *lead.links)
        chosen = lead or trail
        return chosen.links if chosen is not None else ()

    def _said_next(self, index: int) -> tuple[Link, ...]:
        """Return who is said to have announced what the sentence before this place tells."""
        if index + 1 < len(self.sentences) and _BACKWARD_SUBJECT.match(self.sentences[index + 1].text):
            low = bisect_left(self._sentence_of_cue, index + 1)
            if (
                low < len(self._cues)
                and self._sentence_of_cue[low] == index + 1
                and self._cues[low].links[0].mode == "announced"
            ):
                return self._cues[low].links
        return ()

    def announces_before(self) -> tuple[Link, ...]:
        """Return who announced what the passage before tells, as in ``The announcement, made public by …``."""
        if (
            self.sentences
            and _BACKWARD_SUBJECT.match(self.sentences[0].text)
            and self._cues
            and self._sentence_of_cue[0] == 0
        ):
            first = self._cues[0]
            if first.links[0].mode == "announced" and first.start - self.sentences[0].start < 60:
                return first.links
        return ()

    def _quote_speaker(self, quote: tuple[int, int, bool]) -> tuple[Link, ...]:
        begin, end, _ = quote
        if not self._cues:
            return self._before_colon(begin) or self._earlier
        after = bisect_left(self._begins, end)
        follows = self._cues[after] if after < len(self._cues) else None
        if follows is not None and follows.backward and follows.start - end <= 4:
            return follows.links
        index = max(0, bisect_right(self._starts, begin) - 1)
        lead = None
        for cue in self._cues[bisect_left(self._sentence_of_cue, index) : bisect_right(self._sentence_of_cue, index)]:
            if cue.end <= begin + 1 and (cue.forward or begin - cue.end < 4):
                lead = cue
        if lead is not None:
            return lead.links
        colon = self._before_colon(begin)
        if colon:
            return colon
        if (
            follows is not None
            and follows.backward
            and self._sentence_of_cue[after] == max(0, bisect_right(self._starts, end - 1) - 1)
        ):
            return follows.links
        if end - begin <= _WORDS_QUOTED and self.passage.text[begin + 1].islower():  # "approximately 900"
            return ()
        outside = [cue for cue in self._cues if self._around(cue.start) is None]
        before = [cue for cue in outside if cue.end <= begin]
        if before:
            return before[-1].links[-1:] if len(before[-1].links) == 1 else before[-1].links
        if self._earlier:
            return self._earlier
        return outside[0].links if outside else ()

    def _before_colon(self, begin: int) -> tuple[Link, ...]:
        text = self.passage.text
        if not text[:begin].rstrip().endswith(":"):
            return ()
        index = max(0, bisect_right(self._starts, begin) - 1)
        start = self._starts[index]
        if start >= begin and index:
            start = self._starts[index - 1]
        who = opening(text[start:begin])
        if who is None:
            return ()
        found = self.speakers.resolve(who)
        return (Link(found, "said"),) if found is not None else ()


def _once(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """Return links without one that follows itself."""
    kept: list[Link] = []
    for link in links:
        if not any(link.who.name == other.who.name for other in kept):
            kept.append(link)
    return tuple(kept)


def _cased(name: str) -> str:
    return " ".join(
        word.capitalize() if len(word) > 2 or word.endswith(".") or index == 0 else word
        for index, word in enumerate(name.split())
    )


def _quotes(text: str) -> list[tuple[int, int, bool]]:
    """Return quotations: start, end, and whether the passage ends before they do."""
    found: list[tuple[int, int, bool]] = []
    opened = -1
    for match in re.finditer('"', text):
        at = match.start()
        opens = (at == 0 or text[at - 1] in " ([\n-—\u00a0") and at + 1 < len(text) and not text[at + 1].isspace()
        if opened < 0 and opens:
            opened = at
        elif opened >= 0 and not opens:
            found.append((opened, at + 1, False))
            opened = -1
    if opened >= 0:
        found.append((opened, len(text), True))
    return found
