"""Places with the positions that may be shown: rounded to the grid that the scenario asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openairlift.network.geo import DEGREE_M as DEGREE_M
from openairlift.network.geo import blurred as blurred
from openairlift.reports.lanes import spots_now
from openairlift.reports.routes import roles
from openairlift.reports.show import Show
from openairlift.reports.svg import Markup, el

if TYPE_CHECKING:
    from openairlift.study import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A place on the map: (longitude, latitude) as it may be shown, and what it is."""

    index: int
    id: str
    position: tuple[float, float]
    airfield: bool
    stock: bool
    needed: bool
    near_end: bool


def placed_places(study: Study) -> dict[int, Placed]:
    """Return every place with a position, by index."""
    network = study.network
    words = roles(study.plan, network)
    surface = {end for link in network.links for end in (link.origin, link.destination)}
    found = {}
    for index, place in enumerate(network.places):
        if place.lat is None or place.lon is None:
            continue
        lat, lon = blurred(place.lat, place.lon, study.scenario.settings.blur_m)
        role = words[index]
        needed = "not used" not in role
        found[index] = Placed(
            index=index,
            id=place.id,
            position=(lon, lat),
            airfield=place.is_airfield,
            stock="stock" in role,
            needed=needed or index in surface,
            near_end="offload" in role or "destination" in role or index in surface,
        )
    return found


def places_table(study: Study, *, show: Show) -> Markup:
    """Return the places in words: what the map shows, for those who do not see it."""
    network = study.network
    words = roles(study.plan, network)
    rows = []
    for index, place in enumerate(network.places):
        spots = spots_now(network, index)
        working = network.working[index]
        slots = "not stated" if working is None else str(working.values[0][0])
        stands = "–" if not place.is_airfield else "not stated" if spots is None else str(spots)
        storage = "not stated" if place.storage_kg is None else show.mass(place.storage_kg)
        cells = [
            ("Place", [el("b", place.id), el("br"), place.name]),
            ("Used for", words[index]),
            ("Parking spots", stands),
            ("Working slots", slots if place.is_airfield else "–"),
            ("Storage", storage),
            ("Position", place.position_basis or "basis not stated"),
        ]
        rows.append(el("tr", [el("td", value, data_label=label) for label, value in cells]))
    head = el(
        "tr",
        [
            el("th", name, scope="col")
            for name in ("Place", "Used for", "Parking spots", "Working slots", "Storage", "Position")
        ],
    )
    return el("table", el("thead", head), el("tbody", rows), class_="stack")
