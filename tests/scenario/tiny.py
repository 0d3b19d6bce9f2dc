"""A tiny valid scenario as files: two airfields, a town by the road, two types, three requirements."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILES: dict[str, str] = {
    "scenario.toml": """\
title = "Tiny: Rimini to Sarajevo and on to a town"
start = "2024-05-06T00:00Z"
horizon_days = 5
seed = 3
objective_meter = "mass"
objective_mark = "delivered"
rank_weights = [8, 4, 2, 1]
person_kg = 110
arrivals = "slots"
hold_min = 45
""",
    "places.csv": """\
id,name,icao,lat,lon,runway_m,parking,working,storage_kg,clearance_h,tz,alternates
rimini,Rimini,LIPR,,,2995,wide:2;narrow:4,3,,,Europe/Rome,
sarajevo,Sarajevo,LQSA,,,2600,wide:1;narrow:2,2,300000,triangular(1; 2; 4),Europe/Sarajevo,rimini
gorazde,Gorazde,,43.667,18.976,,,,,,Europe/Sarajevo,
""",
    "fleet.csv": """\
type,tails,home,owner
C-130J-30,2,rimini,lender
C-17A,1,rimini,lender
""",
    "items.csv": """\
item,name,unit_mass_kg,unit_volume_m3,cargo_class,unit_value_usd
blanket,Blanket,1.5,0.01,bulk,6
generator,Generator on a frame,3500,12,oversize,45000
""",
    "stock.csv": """\
place,item,quantity,ready
rimini,blanket,20000,
rimini,generator,4,D+1
""",
    "requirements.csv": """\
req_id,package,item,people,quantity,origin,destination,ready,latest,required,rank,value_usd
blankets,relief,blanket,,20000,any,gorazde,,,D+4,2,120000
power,relief,generator,,4,rimini,sarajevo,D+1,D+3,D+3,1,
team,,,30,,rimini,sarajevo,,,D+2,1,
""",
    "packages.csv": """\
package,title,authorised_usd,donor
relief,Relief,400000,several
""",
    "package_events.csv": """\
package,on,status
relief,2024-05-01,announced
relief,2024-05-05,approved
""",
    "links.csv": """\
from,to,mode,trucks,payload_kg,load_h,unload_h,transit_h
sarajevo,gorazde,road,6,10000,1,1,triangular(2; 3; 5)
""",
    "traffic.csv": """\
place,arrivals_per_day,body,from,to,ground_h
sarajevo,2,narrow,D+0,D+2,1
sarajevo,3,narrow,D+2,,1
""",
    "ground_times.csv": """\
place,type,purpose,time_h,per_pallet_min
sarajevo,*,offload,triangular(1; 1.5; 2),2
""",
    "options.toml": """\
[option.third-slot]
title = "A third working slot"
set = [ { key = "places/sarajevo/working", value = 3 } ]

[option.hospital]
title = "A field hospital's generator more"
after = ["third-slot"]
add = [
  { table = "requirements", row = { req_id = "power-2", item = "generator", quantity = 1, destination = "gorazde" } },
  { table = "stock", row = { place = "rimini", item = "generator", quantity = 1 } },
]

[option.no-traffic]
title = "No other traffic"
remove = [ { key = "traffic/sarajevo" }, { key = "traffic/sarajevo#2" } ]
""",
    "evidence.toml": """\
[source.log]
title = "Log of the field"
producer = "Field office"

[evidence.slots]
source = "log"
says = "Two aircraft were unloaded at once"
grade = "B2"

[evidence.landed]
source = "log"
says = "Forty tonnes had landed after two days"
grade = "B2"

[param."places/sarajevo/working"]
basis = "quoted"
evidence = ["slots"]

[param."places/*/parking"]
basis = "assumed"
note = "Invented."

[param."links/sarajevo>gorazde:road/transit_h"]
basis = { low = "quoted", mode = "assumed", high = "estimated" }
evidence = ["slots"]

[observation.mass-2d]
quantity = "mass"
value = 40000
meter = "mass"
mark = "landed"
place = "sarajevo"
at = "2024-05-08"
evidence = ["landed"]
""",
}
"""The files of the tiny scenario by name."""


def write_tiny(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the tiny scenario into a folder and return it.

    Parameters
    ----------
    folder : made if it is not there.
    changes : files to add or to replace by name; None leaves the file out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **(changes or {})}.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        elif content is not None:
            (folder / name).write_text(content, encoding="utf-8", newline="")
    return folder


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """Return the change that replaces a text, which must be there, in a file of the tiny scenario."""
    if old not in FILES[name]:
        raise ValueError(f"{old!r} is not in {name}")
    return {name: FILES[name].replace(old, new)}
