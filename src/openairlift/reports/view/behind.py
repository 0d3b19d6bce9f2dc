"""What each input is about, and what a requirement rests on: the way from a result to its inputs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openairlift.scenario import Input, Scenario

_PARTS = re.compile(r"[:>@/#;,|\s]+")
_ANY = "any"


class About:
    """Says what the inputs of a scenario are about.

    A tag is ``place:ID``, ``type:ID``, ``item:ID``, ``unit:ID``, ``requirement:ID``, ``package:ID``, or ``all`` of what
    holds everywhere.

    Examples
    --------
    >>> from openairlift.scenario import read_scenario
    >>> scenario = read_scenario("relief-small")
    >>> about = About(scenario)
    >>> about.tags(next(item for item in scenario.inputs if item.table == "links"))
    ['place:beira', 'place:dondo']
    """

    def __init__(self, scenario: Scenario) -> None:
        self._known = {
            "place": set(scenario.places),
            "type": set(scenario.aircraft),
            "item": set(scenario.items),
            "unit": {*scenario.unit_types, *scenario.batteries},
            "package": set(scenario.packages),
        }
        self._at_code: dict[str, list[str]] = {}
        for place in scenario.places.values():
            if place.icao:
                self._at_code.setdefault(place.icao, []).append(place.id)

    def tags(self, item: Input) -> list[str]:
        """Return what an input is about, in the order of its key."""
        match item.table:
            case "scenario":
                return ["all"]
            case "requirements":
                return [f"requirement:{item.key}"]
            case "airfields":
                return [f"place:{place}" for place in self._at_code.get(item.key, ())]
            case "places" | "items" | "packages" | "aircraft":
                kind = {"places": "place", "items": "item", "packages": "package", "aircraft": "type"}[item.table]
                return [f"{kind}:{item.key}"]
        parts = [part for part in _PARTS.split(item.key) if part]
        found = [f"{kind}:{part}" for part in parts for kind, ids in self._known.items() if part in ids]
        return list(dict.fromkeys(found)) or ["all"]


def rests_on(scenario: Scenario) -> dict[str, list[str]]:
    """Return by requirement the tags of what it rests on: itself, its item or unit, its package, its ends.

    An input that is about items is behind it only if one of them is its own. Where stock may lie anywhere, the places
    that hold the item are its ends, too.
    """
    holders: dict[str, list[str]] = {}
    for stock in scenario.stock:
        holders.setdefault(stock.item, []).append(stock.place)
    found = {}
    for name, row in scenario.requirements.items():
        origins = [row.origin] if row.origin and row.origin != _ANY else holders.get(row.item or "", [])
        tags = [f"requirement:{name}"]
        tags += [f"item:{row.item}"] if row.item else []
        tags += [f"unit:{row.unit_type}"] if row.unit_type else []
        tags += [f"package:{row.package}"] if row.package else []
        tags += [f"place:{place}" for place in (*origins, row.destination) if place in scenario.places]
        found[name] = list(dict.fromkeys(tags))
    return found
