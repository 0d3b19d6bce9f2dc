"""What the search may choose from: ways home for crews that have to rest on them."""

from __future__ import annotations

import pytest
from tests.network.build import FleetRow, jet, place, requirement, scenario, spots

from openairlift.network import RouteBook, build_network
from openairlift.solve.search.board import make_board
from openairlift.solve.values import worth_of
from openairlift.solve.ways import all_ways


@pytest.fixture(scope="module")
def far():
    """Return a network whose jets have to rest on their way home over the sea, and its board."""
    places = (
        place("home", 50.0, -48.0),
        place("hub", 50.11, 22.02, parking=spots(wide=1)),
        place("near", 50.08, 19.80, parking=spots(wide=1)),
        place("field", 49.44, 7.60),
    )
    crew = {"duty_s": 16 * 3600.0, "report_s": 3600.0, "release_s": 1800.0, "rest_s": 12 * 3600.0}
    wanted = (requirement("a", origin="home", destination="hub"), requirement("b", origin="home", destination="near"))
    fleet = (FleetRow(type="JET", tails=2, home="home"),)
    network = build_network(scenario(places=places, types=(jet(**crew),), fleet=fleet, requirements=wanted, links=()))
    book = RouteBook(network)
    return network, make_board(network, all_ways(network, book), worth_of(network), book)


def homes(board, end: int) -> list[int]:
    """Return the rows of the ways home from an end, in the order in which they are tried."""
    outfit = board.outfit[0]
    row, found = int(board.back[outfit["group_first"] + end * outfit["bases"]]), []
    while row >= 0:
        found.append(row)
        row = int(board.chain[row, 9])
    return found


def rests(board, row: int) -> list[int]:
    """Return the places at which a crew rests on an empty move."""
    stops = [board.spec[board.chain[row, 2 + k]] for k in range(int(board.chain[row, 0]))]
    return [int(spec[0]) for spec in stops if spec[2] > spec[1]]


def test_a_crew_rests_first_where_no_cargo_lands_and_elsewhere_where_that_is_full(far):
    network, board = far
    names = [record.id for record in network.places]
    resting = [end for end in range(int(board.outfit[0]["ends"])) if rests(board, homes(board, end)[0])]
    assert {names[int(board.end[end, 0])] for end in resting} == {"hub", "near"}
    for end in resting:
        found = homes(board, end)
        assert len(found) == len(set(found)) == 2
        where = [[names[stop] for stop in rests(board, row)] for row in found]
        assert where[0] == ["field"]
        assert names[int(board.end[end, 0])] not in [stop for row in where for stop in row]
        assert ["near"] in where[1:] or ["hub"] in where[1:]
