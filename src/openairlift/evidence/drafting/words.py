"""Words of English that the rules lean on: what ends a noun phrase, what has no plural in -s, who is nobody."""

from __future__ import annotations

import re
from functools import lru_cache


def wordset(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


PREPOSITIONS = wordset(
    "about above according across after against along amid among around as at before behind below beneath beside "
    "between beyond by despite down during except for from in inside into like near of off on onto out outside over "
    "past per since than through throughout to toward towards under until up upon via with within without aboard apart"
)
CONJUNCTIONS = wordset(
    "and or but nor yet so because although though while whereas if unless when whenever where that which who whom "
    "whose what why how whether then also only even not never already still just again too either neither once"
)
PRONOUNS = wordset(
    "i you he she it we they me him her us them myself itself themselves himself herself this these those there here "
    "everyone everybody nobody anybody somebody someone anyone nothing everything something anything one's ours theirs "
    "mine hers yours"
)
DETERMINERS = wordset(
    "the a an its his her their our my your some any each every no both all several many few most another such"
)
AUXILIARIES = wordset(
    "is are was were be been being am has have had having do does did will would can could may might must shall should "
    "cannot ought isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't "
    "i'm we're they're it's that's there's he's she's we've they've i've we'll they'll it'll i'd we'd let's"
)
VERBS = wordset(
    # pasts that -ed does not show
    "went came took made got left flew sent brought gave fell rose stood sat ran died lost met found held kept led "
    "began lay paid sold told said saw set put cut hit spent won wrote drove built bought caught fought knew thought "
    "blew drew threw swung struck dug fed bent lent lit rang sang shook spoke stole swept tore woke withdrew "
    "undertook oversaw underwent proved felt meant heard grew became broke chose shot let sought "
    "dealt bore shrank sank swam slept sped hurt "
    "gone come taken given flown driven broken written grown known seen done shown borne "
    # plain forms, which follow a plural
    "arrive wait need live remain operate fly go take carry move include depart sit want get make see say "
    "stay keep give bring send hold become begin serve belong exist depend await go lie lift burn consume "
    "require receive provide reach cover join help allow expect believe think know hope fear try seem appear "
    "used happen continue stop start leave return wear eat drink die suffer lack use enter cross "
    "stand rise fall total average add bring tip lose pay buy cost spend "
    # of quantities, third person
    "costs takes needs holds lasts carries lifts moves brings makes means runs seeks requires spends charges weighs "
    "measures equals covers reaches exceeds employs operates flies burns uses consumes serves includes comprises "
    "depends relies consists "
    "buys feeds funds sells fetches trades asks offers numbers averages stands rises falls goes "
    "comes gets gives keeps leaves lies "
    "pays sends becomes remains adds "
    "totals amount amounts counts employ hire share shares continues arrives waits starts begins happens appears "
    "represents accounts says has-been lets wants"
)
ADVERBS = wordset(
    "remaining about around roughly nearly almost approximately approx some over under least most "
    "more less fewer than up to "
    "only just barely exactly precisely perhaps maybe probably well far close well-over as many much at nearer closer "
    "minus no an estimated total full additional further another extra mere whopping record or so initial first "
    "altogether overall now currently today apiece ago away daily weekly monthly annually yearly hourly nightly "
    "yesterday tomorrow tonight later earlier before ahead long wide deep high apart abroad overnight aboard "
    "outdoors indoors outbound inbound ashore each together instead thereafter afterwards onwards "
    "onward alone back home soon ever"
)
ADJECTIVES = wordset(
    "big large small heavy light new old good bad long short high low wide narrow big deep fresh other last next same "
    "different own available ready able unable full empty dead alive wounded missing military civilian commercial "
    "humanitarian american british german french polish russian ukrainian australian canadian japanese turkish dutch "
    "norwegian european african asian western eastern northern southern daily weekly urgent clear cheap cheaper worth "
    "free open closed"
)
_ACRONYMS = frozenset(("US", "WHO", "IT", "AM"))
COLLECTIVES = wordset(
    "people troops personnel aircraft staff police men women children persons families crew cargo freight aid "
    "equipment ammunition munitions airlift airmen servicemen spacecraft hovercraft watercraft livestock cattle sheep "
    "fish offspring dead wounded injured homeless feet teeth geese mice oxen lives wives knives halves loaves shelves "
    "dice series species crossroads headquarters barracks gallows means infantry cavalry artillery manpower workforce "
    "ordnance spacemen firemen policemen gunmen fishermen draughtsmen women gentlemen spokesmen midwives percent "
    "pax hercules himars criteria data media"
)
NOT_PLURAL = re.compile(
    r"(?:ss|us|is|ous|less|ness)$|^(?:gas|bus|plus|thus|was|has|its|this|yes|always|perhaps|news|"
    r"logistics|overseas|diabetes|afterwards|besides|sometimes|towards|upwards|worldwide|us)$"
)
NAMED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9/.-]+")
WORD = re.compile(r"[^\W\d_][\w'.&/-]*[\w]|[^\W\d_]|\d[\w.,/%-]*[\w%]|\d|[^\w\s]")

NOUNS_TOO = wordset(
    "cost costs lift move moves use uses cover need needs stay rise rises fall falls cut cuts help "
    "stop start return work drink lack "
    "hold holds stand stands fear hope run runs set wait reach bid total average charges measures "
    "numbers totals amount amounts average averages accounts counts share shares"
)
"""Verbs that are nouns after an article."""

_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "halves": "half",
    "loaves": "loaf",
    "shelves": "shelf",
    "airmen": "airman",
    "crises": "crisis",
    "bases": "base",
    "cases": "case",
    "series": "series",
    "buses": "bus",
    "losses": "loss",
    "aircraft": "aircraft",
    "gasses": "gas",
    "lenses": "lens",
    "axes": "axe",
    "caches": "cache",
}


_LETTERS = re.compile(r"[a-z]+")


@lru_cache(maxsize=8)
def words_in(text: str) -> frozenset[str]:
    """Return the words of a sentence in lower case: what is not among them, no pattern need look for.

    Examples
    --------
    >>> sorted(words_in("Two C-17s left"))
    ['c', 'left', 's', 'two']
    """
    return frozenset(_LETTERS.findall(text.lower()))


def singular(word: str) -> str:
    """Return a noun in lower case and in the singular, as far as rules of spelling go.

    Examples
    --------
    >>> [singular(word) for word in ("Missiles", "batteries", "C-17s", "troops", "boxes", "people", "aircraft")]
    ['missile', 'battery', 'c-17', 'troop', 'box', 'person', 'aircraft']
    """
    low = word.lower().strip(".,;:'\"()").removesuffix("'s")
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if low.endswith("men") and len(low) > 4:
        return low[:-3] + "man"
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) > 2:
        return low[:-1]
    return low


def is_plural(word: str) -> bool:
    """Whether a word looks like a plural noun."""
    low = word.lower()
    if low in COLLECTIVES:
        return True
    if low.endswith("men") and len(low) > 4 and low not in ("specimen", "regimen"):
        return True
    return (
        len(low) > 2
        and low.endswith("s")
        and "." not in low
        and not low.endswith(("'s", "s'"))
        and not NOT_PLURAL.search(low)
    )


def is_pronoun(word: str) -> bool:
    """Whether a word is a pronoun; ``US`` and ``WHO`` are names.

    Examples
    --------
    >>> is_pronoun("It"), is_pronoun("US")
    (True, False)
    """
    return word.lower() in PRONOUNS and word not in _ACRONYMS


def is_function(word: str) -> bool:
    """Whether a word is a function word: it ends a noun phrase."""
    if word in _ACRONYMS:
        return False
    low = word.lower()
    return low in PREPOSITIONS or low in CONJUNCTIONS or low in PRONOUNS or low in AUXILIARIES


def is_verb(word: str) -> bool:
    """Whether a word is known as a verb, or spelled like a past participle."""
    low = word.lower()
    return (
        low in AUXILIARIES or low in VERBS or (low.endswith("ed") and len(low) > 4 and low not in ("hundred", "speed"))
    )
