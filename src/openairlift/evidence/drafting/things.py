"""What a figure counts: the noun that follows it, or the one that its sentence says it of."""

from __future__ import annotations

import re

from openairlift.evidence.drafting.elided import elided_noun, fragment_before, gone
from openairlift.evidence.drafting.figures import Figure, ends_alone
from openairlift.evidence.drafting.leftward import listed_of, noun_before_of, said_of
from openairlift.evidence.drafting.measures import (
    Known,
    brought_to,
    duration_of,
    inherited,
    measure_of,
    of_them,
    several,
    share_of,
)
from openairlift.evidence.drafting.notes import noted
from openairlift.evidence.drafting.nouns import Thing, head_of, last_plural, phrase_at
from openairlift.evidence.drafting.numerals import ONES, TENS
from openairlift.evidence.drafting.units import unit_at
from openairlift.evidence.drafting.words import ADVERBS, is_function, is_plural, is_verb, wordset

_CONTAINERS = wordset(
    "sets set rounds pieces units pairs boxes crates pallets loads truckloads planeloads shipments consignments types "
    "kinds batches copies items packs bottles bags sacks doses bundles stacks containers cases rolls sheets vials "
    "trucks planes"
)


# "up from 25 cents", "against 2,900": the same thing at another time.
_FROM_BEFORE = re.compile(
    r"(?:,| and) (?:(?:up|down|compared|as|(?:ris|fall|grow|climb|dropp|increas|declin|shrink|expand)ing) )?"
    r"(?:from|against|versus|with|to) (?:the )?(?:[a-z]+ ){0,2}$"
)
_OF_WHAT = re.compile(r" (?:for|of|in) (?!\d|[A-Z][a-z]+[.,]|total|all)")
_NUMBERING = re.compile(r", (?:numbering|totall?ing|amounting to) (?:[a-z]+ )?$")
_EACH = re.compile(
    r"\b(?:each|both|all) (?:of|above|below|over|under|worth|weighing|costing|carrying|holding|at) (?:[a-z]+ )?$"
)
_THEY_COST = re.compile(r"\b(?:they|it|these) (?:each )?costs? (?:[a-z]+ ){0,2}$", re.IGNORECASE)
# What somebody gives, spends or asks for is not the giver.
_TRANSFER = re.compile(
    r"\b(?:g[ai]ve[sn]?|giving|set aside|earmark\w+|add(?:s|ed)|pledg\w+|promis\w+|offer\w*|donat\w+|"
    r"spen[dt]\w*|pa(?:ys?|id|ying)|"
    r"commit\w*|contribut\w+|propos\w+|demand(?:s|ed|ing)|request(?:s|ed|ing)|authori[sz]\w+|sought|earn(?:s|ed)|"
    r"receiv\w+|order(?:s|ed|ing)|bought|allocat\w+|award\w*|len[dt]s?|grant(?:s|ed)|approv\w+|"
    r"(?:has|have|had) sold|got|gets?|"
    r"(?:ask|call|hop|appl|appeal)\w* for) (?:[a-z]+ ){0,3}$"
)
_AGAIN = re.compile(r"\b(?:all|the|these|those|said|say|says|mentioned)\s$", re.IGNORECASE)
_STATED = re.compile(
    r"(?:\b(?:to|at|was|is|were|are|by|of|number(?:s|ed)|total(?:s|led|ed)|:)|[:(])\s*(?:(?:about|some|around|only|just|nearly|over|"
    r"under|almost|least|most|more|than) )*$"
)


_PEOPLE = re.compile(
    r"(?: (?:more|others?))?(?: (?:were|was|are|have|had|may have|have been|had been))? (killed|dead|wounded|injured|"
    r"hurt|missing|homeless|displaced|"
    r"evacuated|rescued|stranded|on board|aboard|trapped|hospitali[sz]ed|died|drowned|fled|perished|"
    r"survived)\b(?! [a-z]+s\b)"
)


_BOUGHT = re.compile(
    r" to (?:provide|replenish|buy|purchase|fund|support|finance|build|repair|replace|cover|acquire|"
    r"pay for|send|deliver|expand|train|equip|procure|"
    r"rebuild|upgrade|operate|charter|lease|restock|refill) | (?:buys|pays for|covers|feeds|funds|provides|keeps) "
)


def thing_of(text: str, figure: Figure, before: list[Known], previous: str = "") -> Thing | None:
    """Return what a figure of a sentence counts.

    Parameters
    ----------
    text : the sentence.
    figure : the figure.
    before : figures of the same sentence, and of the one before, with what they count; nearest last.
    previous : the sentence before, of the same paragraph.
    """
    found = _thing_of(text, figure, before, previous)
    if found is None or found.head.lower() not in _NO_NOUNS:
        return found
    return inherited(before, kind="count") if figure.kind == "count" else None


def _thing_of(text: str, figure: Figure, before: list[Known], previous: str) -> Thing | None:
    after = figure.after
    last = before[-1] if before else None
    if last is not None and last.here and last.thing is not None and last.figure.kind == figure.kind != "duration":
        changed = _FROM_BEFORE.search(text[max(0, figure.start - 40) : figure.start])
        if changed is not None and ends_alone(text, figure.after) and not _OF_WHAT.match(text, figure.after):
            return last.thing
    each = _EACH.search(text[max(0, figure.start - 40) : figure.start]) and ends_alone(text, figure.after)
    if each and (every := inherited(before, here=True)) is not None:
        return every
    note = noted(text, figure, before)
    if note is not None:
        return note
    raised = brought_to(text, figure)
    if raised is not None and ends_alone(text, after) and not text.startswith(" of ", after):
        return raised
    if figure.hyphen and figure.kind == "rate":
        return phrase_at(text, after, one=True, loose=True)
    spent = figure.kind == "count" and (figure.low or 0.0) >= 1e6 and ends_alone(text, after)
    if spent and _SPENT.search(text[max(0, figure.start - 50) : figure.start]):
        return _money(text, figure, before)  # "to spend an extra four billion on air defence"
    if figure.kind == "count" and _MINUS.search(text[max(0, figure.start - 8) : figure.start]):
        return None if ends_alone(text, after) else _count(text, figure, before, previous)
    if figure.kind == "count" and _COMES_TO.search(text[max(0, figure.start - 40) : figure.start]):
        return None if ends_alone(text, after) else _count(text, figure, before, previous)
    if figure.unit == "times" and (multiple := _TIMES_THE.match(text, figure.end)) is not None:
        return phrase_at(text, multiple.end(), one=True, loose=True)  # "six times the price in May"
    if figure.unit == "times" and _TIMES_THAT.match(text, figure.after):
        return inherited(before, kind="count")  # "a hundred times that"
    if figure.unit == "times" and text.endswith("times", 0, figure.end) and not _TIMES_WHAT.match(text, figure.after):
        return Thing("times", "times")
    if figure.kind in ("count", "rate"):
        left_out = elided_noun(text, figure, before)
        if left_out is not None:
            return left_out
        found = _count(text, figure, before, previous)
        if found is not None:
            return found
        topic = _topic(text, figure, previous)
        if topic is not None:
            return topic
        again = [item for item in before if item.figure.low == figure.low and item.figure.kind == "count"]
        if again and _AGAIN.search(text[max(0, figure.start - 12) : figure.start]):
            return inherited(again)
        told_of = _WHICH_THERE.search(text[max(0, figure.start - 80) : figure.start]) or _ROOM_FOR.search(
            text[max(0, figure.start - 80) : figure.start]
        )
        if told_of is not None and ends_alone(text, figure.after):
            return Thing(told_of[1], told_of[1])
        listed = listed_of(text, figure)
        if listed is not None or _NUMBERING.search(text[max(0, figure.start - 40) : figure.start]):
            return listed or said_of(text, figure)
        whose = _WHOSE.search(text[max(0, figure.start - 60) : figure.start])
        if whose is not None and (owned := head_of(whose[1])) is not None:
            return owned  # "Lockheed, whose C-130J has sold more than 500"
        told = [item for item in before if item.here and item.figure.kind == "count"]
        if told and told[-1] is last and _AGAINST.fullmatch(text[told[-1].figure.after : figure.start]):
            return told[-1].thing  # "a crew of five against three"
        bracket = said_of(text, figure) if told and text.endswith("(", 0, figure.start) else None
        if bracket is not None and bracket.head[0].isupper() and not is_plural(bracket.head):
            return inherited(told)  # "nine to the Netherlands and Austria (five and four)"
        if told and not _STATED.search(text[max(0, figure.start - 40) : figure.start]):
            return inherited(told) or said_of(text, figure)
        of_which = _OF_WHICH.search(text[max(0, figure.start - 80) : figure.start])
        if of_which is not None and is_plural(of_which[1]) and not is_verb(of_which[1]):
            return Thing(of_which[1], of_which[1])  # "the tankers, of which nine are in the fleet"
        costs = figure.kind == "count" and _COSTS.search(text[max(0, figure.start - 30) : figure.start])
        if costs and ends_alone(text, figure.after):
            return inherited([item for item in before if item.figure.kind == "money"])  # "this one cost 380 million"
        if _TRANSFER.search(text[max(0, figure.start - 60) : figure.start]):
            given = last_plural(previous) if _GAVE.search(previous) or _OF_SUCH.search(previous) else None
            return given or several(before)
        room = _FOR_SO_MANY.search(text[max(0, figure.start - 40) : figure.start])
        if room is not None and not is_verb(room[1]) and _CLOSES.match(text, figure.end):
            meant = several(before)  # "safe passage for three": three of what was told
            if meant is not None:
                return meant
        object_of = _VERB_WITH.search(text[max(0, figure.start - 40) : figure.start])
        if object_of is not None and is_verb(object_of[1]) and _CLOSES.match(text, figure.end):
            meant = inherited(before, kind="count")  # "The army agreed with seven": seven of what was told
            if meant is not None:
                return meant
        said = said_of(text, figure)
        if said is not None and said.head.lower() not in _NO_NOUNS and said.head.lower() not in _SOURCES:
            return said
        if before and not before[-1].here and _BUYS_ONE.match(previous):
            return before[-1].thing  # "£75 pays a nurse for a week. We employ 48"
        return fragment_before(previous) or inherited(before, kind="count")
    if figure.hyphen:
        hyphen = phrase_at(text, after + (text[after : after + 1] == "-"), one=True, loose=True)
        if hyphen is not None:
            return hyphen
    if figure.kind == "money":
        return _money(text, figure, before)
    if figure.kind == "share":
        return gone(text, figure) or share_of(text, figure, before, previous)
    if figure.kind == "duration":
        return duration_of(text, figure) or (last.thing if last is not None and last.here else None)
    return measure_of(text, figure, before)


_FOR_SO_MANY = re.compile(r"([a-z]+)(?<!s) for (?:(?:just|only|about|some|at most|up to) )?$")
_CLOSES = re.compile(r"[.;,]|$")
_TIMES_THE = re.compile(r" (?:the|its|their|our|as many|as much|more|fewer) (?=[a-z])")
_WHICH_ASKS = re.compile(
    r"([A-Za-z][^,;:.()]{2,60}?),? (?:which|that) (?:calls|asks|called|asked) for (?:[a-z]+ ){0,2}$"
)
_NO_NOUNS = wordset(
    "other rest remaining latter former one two three four five six seven eight nine ten what's second third"
)
_WHOSE = re.compile(r"\bwhose ([^,;.]{2,30}?) (?:has|have|had|is|was|are|were) (?:[a-z]+ ){1,4}$")
_SPENT = re.compile(
    r"\b(?:spen[dt]\w*|pledg\w+|cost\w*|invest\w*|pa(?:y|ys|id)|set aside|earmark\w*) (?:[a-z]+ ){0,3}$"
)
_RECEIVED = re.compile(r"\b(?:received|raised|got|attracted|drawn|secured) (?:[a-z]+ ){0,2}$")
_FUNDS = wordset("appeal appeals plan plans fund funds programme program response project operation campaign scheme")
_SOURCES = wordset(
    "official officials source sources diplomat diplomats analysts experts observers authorities witnesses"
)
_AGAINST = re.compile(r" (?:against|versus|vs|compared (?:with|to)|instead of|rather than) (?:[a-z]+ )?$")
_VERB_WITH = re.compile(r"([a-z]+) (?:with|on|without|against|into) (?:(?:just|only|about|some|at least) )?$")
_BUYS_ONE = re.compile(r"[$€£][\d.,]+ [a-z]+s (?:for )?an? ")
_MINUS = re.compile(r"(?:\b[Mm]inus|, plus) $")
_COMES_TO = re.compile(r"\b(?:that|this|it) (?:comes|amounts|adds up|works out) (?:to|at) (?:[a-z]+ )?$")
_TIMES_THAT = re.compile(r" that(?: number)?(?=[.,;?!]|$)")
_TIMES_WHAT = re.compile(r" (?:what|that|those|this|[a-z]+er\b|[A-Z])|-")
_OF_WHICH = re.compile(r"([A-Za-z][\w-]*), (?:of|among) (?:which|whom) (?:(?:about|some|only|nearly|at least|over) )?$")
_WHICH_THERE = re.compile(r"([A-Za-z][\w-]*), of which there (?:are|were|will be) (?:(?:about|some|only|now|still) )*$")
_ROOM_FOR = re.compile(r"\b(?:an?|the|with|of) ([a-z]+) for (?:(?:about|some|only|just|up|to) )*$")
_COSTS = re.compile(r"\bcosts? (?:(?:about|some|only|just|nearly|over|up to|another) )?$")
_GAVE = re.compile(
    r"\b(?:sen[dt]s?|len[dt]s?|g[ai]ven?|provid\w+|offer\w+|pledg\w+|promis\w+|donat\w+|suppl(?:y|ies|ied)|"
    r"contribut\w+|deliver\w+|deploy\w+|order\w+|b(?:uy|uys|ought)) (?:[a-z]+ ){0,3}[a-z]+s\b"
)
_OF_SUCH = re.compile(
    r"\b(?:lack|shortage|surplus|need|demand|request|call|scarcity|supply) (?:of|for) (?:[a-z-]+ ){0,2}[a-z-]+s\b"
)
_THAT_COST = re.compile(
    r"([A-Za-z][\w-]*),? (?:that|which) (?:(?:had|has|would|will) )?costs? (?:(?:about|some|only|nearly|over) )?$"
)
_PAYS = re.compile(
    r"\bpa(?:y|ys|id|ying) ((?:an?|the|each|every|its|their) (?:[a-z-]+ ){1,3}?)"
    r"(?:(?:about|some|only|nearly|over|up to) )?$"
)
_THIS_ONE = re.compile(r"\b(?:this|that)(?: one)? (?:will |would )?costs? (?:[a-z]+ ){0,2}$", re.IGNORECASE)
_EACH_AFTER = re.compile(r" (?:each|apiece)\b")
_ANOTHER = re.compile(r" for (?:an?|the|each|every) (?:[a-z-]+ ){0,2}ones?\b")


def _money(text: str, figure: Figure, before: list[Known]) -> Thing | None:
    apposed = re.search(
        r"(?:\bworth|\bvalued at|,? or)\s(?:\w+\s){0,2}$", text[max(0, figure.start - 40) : figure.start]
    )
    cost = _THAT_COST.search(text[max(0, figure.start - 80) : figure.start])
    if cost is not None:  # "a system that cost 31 million euros"
        return Thing(cost[1], cost[1])
    payee = _PAYS.search(text[max(0, figure.start - 80) : figure.start])
    if payee is not None and (paid := head_of(payee[1])) is not None:  # "airlines pay a captain 180,000 euros"
        return paid
    if _THIS_ONE.search(text[max(0, figure.start - 40) : figure.start]):
        return inherited([item for item in before if item.figure.kind == "money"])
    if _EACH_AFTER.match(text, figure.end) and (each := inherited(before, here=True, kind="count")):
        return each  # "11 trucks, at 850 euros each"
    if _ANOTHER.match(text, figure.after):  # "for a plain one"
        return inherited([item for item in before if item.figure.kind == "money"])
    told = before if apposed else [item for item in before if item.figure.kind in ("money", "share")]
    if _STATED.search(text[max(0, figure.start - 40) : figure.start]) and (said := said_of(text, figure)):
        return said
    left = None if text.startswith(" in ", figure.after) else noun_before_of(text, figure)
    left = left or _right(text, figure.after, figure.start)
    window = text[max(0, figure.start - 60) : figure.start]
    if left is None and _THEY_COST.search(window) and (meant := inherited(before, kind="count")):
        return meant
    if left is None and re.search(r"\bof (?:which|that|this|it)\b", window):  # "of which charters contributed $9m"
        return said_of(text, figure) or inherited(told, here=True)
    asking = _WHICH_ASKS.search(text[max(0, figure.start - 100) : figure.start]) if left is None else None
    if asking is not None:  # "the plan, which calls for $615 million"
        return head_of(asking[1])
    funded = _RECEIVED.search(window) if left is None else None
    if funded is not None and (fund := said_of(text, figure)) is not None and fund.head.lower() in _FUNDS:
        return fund  # "appeals for the region have received $88 million"
    if left is not None or _TRANSFER.search(text[max(0, figure.start - 60) : figure.start]):
        return left
    return said_of(text, figure) or inherited(told, here=True)


_RATE = re.compile(r"-([a-z]+s)-(?:an?|per)-[a-z]+")
_STRONG = re.compile(r"-(?:strong|person|man|member|bed|seat|aircraft|plane)\b")
_OF_THEM = re.compile(r",? of (?:them|it|which|whom|those|these)\b(?!,? (?:[a-z]+ )?\d)")
_OF_THEM_THOSE = re.compile(r" of (?:them|whom) ([a-z]+)(?=[.,;)]|$)")
_THOSE_WHO = re.compile(r" of (?:those|these) (?:who|[a-z]+ed)\b")
_EACH_OF = re.compile(r"\s?[x×](?:\s?\d[\d.,]*[ -]?[a-z]{1,6}\b)?(?= [a-z])")
_NUMBER_AFTER = re.compile(r":? the (?:total )?(?:number|total|tally|toll|count) of ")
_OF_YOU = re.compile(r" of (you|us)\b")
_OF_NO_FIGURE = re.compile(r" of (?!\d)")


def _count(text: str, figure: Figure, before: list[Known], previous: str) -> Thing | None:
    one = figure.low == 1.0 and figure.high == 1.0
    at = figure.end
    if text[at : at + 1] == "-":
        rate = _RATE.match(text, at)
        if rate is not None:
            return Thing(rate[1], rate[1])
        strong = _STRONG.match(text, at)
        return phrase_at(text, strong.end() if strong else at + 1, one=True, loose=True)
    each_of = _EACH_OF.match(text, at)
    if each_of is not None:
        at = each_of.end()
    if _THOSE_WHO.match(text, at):
        return Thing("those", "those")
    if text.startswith(" who ", at):
        return Thing("people", "people who")
    of_so_many = _OF_SO_MANY.match(text, at)
    if of_so_many is not None:  # "12 of the usual 40 trains"
        return phrase_at(text, of_so_many.end(), one=False, loose=False)
    are = _OF_THEM_THOSE.match(text, at)
    if are is not None and is_plural(are[1]) and not is_verb(are[1]):
        return Thing(are[1], are[1])  # "eight killed, three of them children"
    if _OF_THEM.match(text, at):
        apposed = re.search(r"([A-Za-z][\w-]*),\s*(?:\w+\s){0,2}$", text[max(0, figure.start - 60) : figure.start])
        if apposed and is_plural(apposed[1]):
            return Thing(apposed[1], apposed[1])
        return of_them(text, figure, before, previous) or Thing("them", "them")
    persons = _OF_YOU.match(text, at)
    if persons is not None:
        return Thing(persons[1], persons[1])
    number = _NUMBER_AFTER.match(text, at)
    if number is not None:
        return phrase_at(text, number.end(), one=True, loose=True)
    hurt = _PEOPLE.match(text, at)
    if hurt is not None:
        return Thing("people", f"people {hurt[1]}")
    shared = _shared_noun(text, at)
    if shared is not None:
        return shared
    if _is_bare(text, figure):
        return None
    if _NUMBER_NEXT.match(text, at):
        return None
    found = phrase_at(text, at, one=one, loose=text.startswith((" of ", " out of "), at))
    if found is not None and found.head.lower() in _CONTAINERS:
        inside = _OF_NO_FIGURE.match(text, text.find(found.phrase, at) + len(found.phrase))
        deeper = phrase_at(text, inside.end(), one=True, loose=True) if inside else None
        if deeper is not None:
            return Thing(found.head, f"{found.phrase} of {deeper.phrase}")
    return found


def _topic(text: str, figure: Figure, previous: str) -> Thing | None:
    """Return what a short question before asks about, for a number that begins the answer."""
    short = previous.rstrip().endswith("?") and len(previous.split()) <= 6
    return (
        last_plural(previous) if short and not text[: figure.start].strip() and ends_alone(text, figure.end) else None
    )


_NUMBER = r"(?:\d[\d,]*|" + "|".join((*ONES, *TENS)) + r")"
_OF_SO_MANY = re.compile(
    rf" (?:out )?of (?:(?:the|its|their|all|our|his|her|some) )?(?:[a-z]+ )?{_NUMBER}(?= [a-z]+s\b)"
)
_NUMBER_NEXT = re.compile(rf" (?:about|some|nearly|around|almost|over|only|just) {_NUMBER}\b")
_MODIFIED_PAIR = re.compile(rf"((?: [A-Za-z-]+){{1,2}}),? (?:and|or) (?:{_NUMBER})(?= [A-Za-z])")


def _shared_noun(text: str, at: int) -> Thing | None:
    """Return the noun that two numbers share, as in ``147 litter and 389 ambulatory patients``."""
    pair = _MODIFIED_PAIR.match(text, at)
    if pair is None:
        return None
    words = pair[1].split()
    if any(is_plural(word) or is_function(word) or is_verb(word) or word in ADVERBS for word in words):
        return None
    after = phrase_at(text, pair.end(), one=False, loose=False)
    return after if after is not None and len(after.phrase.split()) > 1 else None


_REST = re.compile(r"(?:;|\b(?:remaining|other|latter))\s$")
_PARTICIPLE = re.compile(r" [a-z]+ed(?P<rest> [^.;:]*)")


def _is_bare(text: str, figure: Figure) -> bool:
    """Whether a number is itself the subject of the verb after it: ``the other two awaited parts``."""
    follows = _PARTICIPLE.match(text, figure.end)
    if follows is None or not _REST.search(text[max(0, figure.start - 12) : figure.start]):
        return False
    words = follows["rest"].split()
    return not any(is_verb(word) and not word.endswith("ed") for word in words)


_THEY_NEED = re.compile(r" (?:it|they|we|he|she) (?:[a-z]+ ){1,3}?(?:for|on) (?!\d)")


_IN_WHAT = re.compile(
    r"(?: \([^()]{1,30}\))?[),]?(?: \(| )(?:worth )?(?:of|in|for|on|toward|towards|to buy|to fund) |-worth of "
)
_NO_THING = re.compile(
    r"(?:19|20)\d\d\b|(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|it|them|which|this|that|each(?! [a-z])|all)\b"
)


# "9 billion euros by 2028 on plants"; of a date that was taken out blanks are left.
_BY_THEN = re.compile(
    r"(?: (?:by|in|until|before|since|over|within|this|last|next) (?:the end of )?(?:\d{4}| {2,})| {3,}) ?"
    r"(?=(?:on|for|toward|towards) )"
)
_DIRECT = re.compile(r"[ -](?=[a-z])")
_DOES = re.compile(r" (?:[a-z]+s(?: for)? (?=an? )|(?:is|was) (?=the (?:price|cost|fee|rate|budget|sum|amount)\b))")
_WENT_ON = re.compile(
    r" (?:(?:in|of) (?:every|each) [a-z]+ )?(?:went|goes|go|(?:is|was|were|are) spent) (?:on|to|towards|"
    r"straight to|straight into) (?=[a-z])"
)


def _right(text: str, at: int, figure_start: int) -> Thing | None:
    """Return the noun after a preposition: ``in military aid``, ``for tents``."""
    dated = _BY_THEN.match(text, at)
    at = at if dated is None else dated.end() - 1
    went = _WENT_ON.match(text, at)
    if went is not None:  # "41 pence went on transport"
        return phrase_at(text, went.end(), one=True, loose=True)
    found = _IN_WHAT.match(text, at)
    if found is not None:
        if _NO_THING.match(text, found.end()):
            return None
        noun = phrase_at(text, found.end(), one=True, loose=True)
        return None if noun is not None and unit_at(noun.head.lower(), 0) is not None else noun
    needed = _THEY_NEED.match(text, at)
    if needed is not None:
        return phrase_at(text, needed.end(), one=True, loose=True)
    bought = _BOUGHT.match(text, at)
    if bought is not None:
        return phrase_at(text, bought.end(), one=True, loose=True)
    opens = not text[:figure_start].strip()
    does = _DOES.match(text, at) if opens else None
    if does is not None:  # "£75 pays a nurse", "£11,500 is the price of a flight"
        return phrase_at(text, does.end(), one=True, loose=True)
    direct = _DIRECT.match(text, at)
    if direct is None:
        return None
    noun = phrase_at(text, direct.end() - 1, one=True, loose=False)
    return None if noun is not None and is_plural(noun.head) else noun  # "$6 million arrives" is no noun
