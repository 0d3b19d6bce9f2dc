"""What can be lost: a place, a leg by air, a surface link, an airspace; read from words, and listed for a plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openairlift.errors import UsageError, nearest
from openairlift.model.disruptions import is_link, polygon_corners, route_ends
from openairlift.network import Network
from openairlift.plan import Plan
from openairlift.scenario import Scenario
from openairlift.scenario.keys import link_keys

GROUPS = ("places", "routes", "airspaces")
"""Words that stand for all losses of a kind: every airfield; every leg and link that the plan uses; every airspace
that the scenario or one of its options closes."""

KINDS = ("place", "leg", "link", "airspace")
"""Kinds of losses."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Loss:
    """One thing that is lost.

    Attributes
    ----------
    kind : one of `KINDS`.
    target : as in ``disruptions.csv``: a place, ``A>B`` or ``A-B``, ``A>B:road``, or ``polygon(…)``.
    name : what it is called in results: the target, for an airspace the option that closes it, where there is one.
    """

    kind: str
    target: str
    name: str = ""

    def __str__(self) -> str:
        """Return its name."""
        return self.name or self.target


def asked(words: Sequence[str], scenario: Scenario, network: Network, plan: Plan) -> tuple[Loss, ...]:
    """Return what words ask for, each once, in the order of the words.

    Parameters
    ----------
    words : `GROUPS`, or targets as in ``disruptions.csv``.
    scenario, network : what the words are about.
    plan : whose legs and links the group ``routes`` means: the loss of any other leg leaves it as it is.

    Raises
    ------
    UsageError
        When a word is neither a group nor there; it names the nearest that is.
    """
    found: dict[tuple[str, str], Loss] = {}
    for word in words:
        for loss in _of_word(word, scenario, network, plan):
            found.setdefault((loss.kind, loss.target), loss)
    return tuple(found.values())


def _of_word(word: str, scenario: Scenario, network: Network, plan: Plan) -> Iterable[Loss]:
    if word == "places":
        return [Loss(kind="place", target=place.id) for place in network.places if place.is_airfield]
    if word == "routes":
        return [*legs_of(network, plan), *links_of(network, plan)]
    if word == "airspaces":
        return airspaces_of(scenario)
    return [loss_of(word, network)]


def loss_of(word: str, network: Network) -> Loss:
    """Return the loss of one target.

    Raises
    ------
    UsageError
        When there is no such place, leg or link, or a polygon has a fault.
    """
    places = network.place_index
    if word in places:
        return Loss(kind="place", target=word)
    if word.startswith("polygon"):
        try:
            polygon_corners(word)
        except ValueError as error:
            raise UsageError(f"{word!r} {error}; an airspace is written polygon(lat lon; lat lon; lat lon)") from None
        return Loss(kind="airspace", target=word)
    keys = link_keys(network.scenario.links)
    if is_link(word):
        if word in keys:
            return Loss(kind="link", target=word)
        raise _unknown("link", word, keys)
    readings = route_ends(word, places)
    for start, end, both in readings:
        if start in places and end in places and start != end:
            return Loss(kind="leg", target=f"{start}-{end}" if both else f"{start}>{end}")
    if ">" in word:
        ends = [part.strip() for part in word.split(">", 1)]
        missing = next((end for end in ends if end not in places), ends[0])
        raise _unknown("place", missing, places)
    raise _unknown("place, route or group", word, [*GROUPS, *places])


def _unknown(what: str, word: str, known: Iterable[str]) -> UsageError:
    listed = list(known)
    near = nearest(word, listed)
    hint = "" if near is None else f"; did you mean {near!r}?"
    shown = ", ".join(listed[:12]) + (", …" if len(listed) > 12 else "") or "none"
    return UsageError(f"there is no {what} {word!r} to lose; there are: {shown}{hint}")


def legs_of(network: Network, plan: Plan) -> tuple[Loss, ...]:
    """Return the legs by air that a plan flies with cargo, both ways of each together."""
    pairs: dict[tuple[int, int], None] = {}
    for mission in plan.missions:
        if not mission.loads:
            continue
        stops = mission.stops[mission.onload : mission.offload + 1]
        for one, other in pairwise(stop.place for stop in stops):
            if one != other:
                pairs[min(one, other), max(one, other)] = None
    names = [network.places[place].id for place in range(len(network.places))]
    return tuple(Loss(kind="leg", target=f"{names[a]}-{names[b]}") for a, b in sorted(pairs))


def links_of(network: Network, plan: Plan) -> tuple[Loss, ...]:
    """Return the surface links that loads of a plan go by."""
    used = sorted({load.link for _, load in plan.loads if load.link is not None})
    keys = link_keys(network.scenario.links)
    return tuple(Loss(kind="link", target=keys[link]) for link in used)


def airspaces_of(scenario: Scenario) -> tuple[Loss, ...]:
    """Return the airspaces that options of a scenario close; those of ``disruptions.csv`` are closed in any case."""
    found = []
    for option in scenario.options.values():
        for table, row in option.add:
            if table == "disruptions" and row.get("kind") == "airspace" and row.get("target"):
                found.append(Loss(kind="airspace", target=str(row["target"]), name=option.id))
    return tuple(found)


def ends_of(loss: Loss, network: Network) -> tuple[tuple[int, int], ...]:
    """Return the legs of a lost leg as place indexes, one or both ways.

    Examples
    --------
    >>> import openairlift as oa
    >>> from openairlift.network import build_network
    >>> network = build_network(oa.read_scenario("relief-small"))
    >>> a, b = network.places[0].id, network.places[1].id
    >>> ends_of(Loss(kind="leg", target=f"{a}-{b}"), network)
    ((0, 1), (1, 0))
    """
    start, end, both = route_ends(loss.target, network.place_index)[0]
    a, b = network.place_index[start], network.place_index[end]
    return ((a, b), (b, a)) if both else ((a, b),)
