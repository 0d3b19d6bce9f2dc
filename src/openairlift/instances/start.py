"""A small scenario to start from: three airfields, two requirements, one fleet row, and what each line is for."""

from __future__ import annotations

_SETTINGS = """\
# What holds for the whole airlift. Lines that begin with # are comments; change the rest to your case.
title = "My airlift"
start = "2030-03-04T06:00Z"   # first moment, in UTC; D-day and C-day are this day
horizon_days = 7              # what is not there by then counts as not delivered
seed = 1                      # of a study that states none
profile = "humanitarian"      # units of the results: humanitarian or us-nato
objective_meter = "mass"      # what the plan counts: mass, usd, items or people
objective_mark = "landed"     # where it counts: left_stock, landed, at_hub, forwarded or delivered
rank_weights = [8, 4, 2, 1]   # weight of rank 1, 2, 3 ...; the last holds for all higher ranks
arrivals = "slots"            # slots: leave with a reserved slot; free: fly, hold and divert
banner = "Invented numbers: replace them"   # line that every export carries
"""

_PLACES = """\
id,name,icao,runway_m,parking,working,x_note
depot,Depot at Brindisi,LIBR,3000,wide:2;narrow:4,3,a known ICAO code fills the position
beirut,Beirut,OLBA,3200,wide:1;narrow:2,2,parking = spots by class; working = aircraft served at once; blank = no limit
larnaca,Larnaca,LCLK,2900,wide:1;narrow:3,2,columns that begin with x_ are yours
"""

_FLEET = """\
type,tails,home,x_note
C-130J-30,3,depot,a shipped type; aircraft.csv changes types or adds your own
"""

_REQUIREMENTS = """\
req_id,cargo_class,mass_kg,origin,destination,ready,required,rank,x_note
shelter,bulk,90000,depot,beirut,D+0,D+3,1,ready = can be loaded; required = wanted there; rank 1 = most urgent
generators,oversize,40000,depot,larnaca,D+1,D+4,2,a requirement may name an item or people in place of cargo_class
"""

_README = """\
# A scenario to start from

Three airfields, three aircraft, two requirements. **The numbers are invented**; the airfields' positions are real.

    openairlift check .
    openairlift plan .
    openairlift run . --runs 50

| file | what it says |
|---|---|
| `scenario.toml` | when it starts, for how many days, what the plan counts |
| `places.csv` | airfields and what limits them: runway, parking spots, working slots |
| `fleet.csv` | how many aircraft of which type stand where |
| `requirements.csv` | what must go from where to where, by when, and how urgently |

More files may join them, such as `aircraft.csv` (your own types), `ground_times.csv`, `items.csv` with `stock.csv`,
`links.csv` (roads from an airfield), `options.toml` (what-ifs) and `evidence.toml` (where each number comes from).
A file that is not there means none of that, a blank cell means not stated. What is not stated does not bind, and
`check` says which defaults stand in.
"""


def start() -> dict[str, str]:
    """Return the files of a starting scenario by name.

    Examples
    --------
    >>> start()["fleet.csv"].splitlines()[0]
    'type,tails,home,x_note'
    """
    return {
        "scenario.toml": _SETTINGS,
        "places.csv": _PLACES,
        "fleet.csv": _FLEET,
        "requirements.csv": _REQUIREMENTS,
        "README.md": _README,
    }
