"""Slots of an airfield as a calendar: iCalendar (RFC 5545), which every calendar programme reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import openairlift
from openairlift.audits import Timing
from openairlift.network import Network
from openairlift.plan import Mission, Plan

LIMIT = 75
"""Octets of a line, at most (RFC 5545, section 3.1)."""


def slot_calendars(plan: Plan, network: Network, timing: Timing) -> dict[str, bytes]:
    """Return a calendar of planned slots, block-in to block-out, for every airfield that has any, by place.

    A slot keeps its UID when the plan is made again, as long as its mission carries the same first load, so that a
    calendar that is read again is changed and not doubled. What has no block-out within the horizon ends there.
    """
    scenario = network.scenario
    events: dict[str, list[str]] = {}
    for mission, stops in zip(plan.missions, timing.stops, strict=True):
        for number, (stop, times) in enumerate(zip(mission.stops, stops, strict=True)):
            opens = times.start if times.park is None else times.park
            if opens is None:
                continue
            place = network.places[stop.place]
            closes = network.horizon_s if times.depart is None else times.depart
            if closes <= opens:
                continue
            events.setdefault(place.id, []).extend(
                _event(
                    uid=_uid(scenario.name, plan, mission, network, number),
                    stamp=scenario.settings.start,
                    opens=scenario.moment(opens),
                    closes=scenario.moment(closes),
                    title=_title(mission, network, number),
                    told=_told(mission, network, scenario.settings.banner),
                    place=f"{place.name} ({place.icao})" if place.icao else place.name,
                    purpose=stop.purpose.name,
                )
            )
    return {
        place.id: _calendar(place.name, scenario.settings.title, scenario.settings.banner, events[place.id])
        for place in network.places
        if place.id in events
    }


def _uid(scenario: str, plan: Plan, mission: Mission, network: Network, stop: int) -> str:
    tail = network.tails[mission.tail].name
    load = mission.loads[0] if mission.loads else None
    first = (
        f"{tail}:{plan.missions.index(mission)}" if load is None else f"{network.lines[load.line].name}#{load.number}"
    )
    digest = hashlib.sha256(f"{scenario}\n{first}\n{stop}".encode()).hexdigest()
    return f"{digest[:24]}@openairlift.invalid"


def _title(mission: Mission, network: Network, number: int) -> str:
    tail = network.tails[mission.tail]
    what = mission.stops[number].purpose.name.lower()
    words = {"enroute": "en-route stop", "recover": "back at base"}.get(what, what)
    return f"{network.types[tail.type].type} {tail.name}: {words}"


def _told(mission: Mission, network: Network, banner: str | None) -> str:
    loads = [f"{network.lines[load.line].name}#{load.number}: {load.mass_kg:,.0f} kg" for load in mission.loads]
    route = " > ".join(network.places[stop.place].id for stop in mission.stops)
    return "\n".join([*([banner] if banner else []), route, *loads])


def _calendar(name: str, title: str, banner: str | None, events: Iterable[str]) -> bytes:
    told = f"{banner}\n{title}" if banner else title
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//OpenAirlift//OpenAirlift {openairlift.__version__}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(f'Slots at {name}')}",
        f"X-WR-CALDESC:{_text(told)}",
        *events,
        "END:VCALENDAR",
    ]
    return "".join(folded for line in lines for folded in _folded(line)).encode()


def _event(
    *, uid: str, stamp: datetime, opens: datetime, closes: datetime, title: str, told: str, place: str, purpose: str
) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART:{_moment(opens)}",
        f"DTEND:{_moment(closes)}",
        f"SUMMARY:{_text(title)}",
        f"LOCATION:{_text(place)}",
        f"CATEGORIES:{purpose}",
        f"DESCRIPTION:{_text(told)}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    r"""Return a text as a value: marks of the format escaped, characters that no calendar may hold left out.

    Examples
    --------
    >>> print(_text("hub, north; 1\n2"))
    hub\, north\; 1\n2
    """
    clean = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", text)
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most `LIMIT` octets, never within a character."""
    piece, size, limit = "", 0, LIMIT
    for letter in line:
        octets = len(letter.encode())
        if size + octets > limit:
            yield f"{piece}\r\n"
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield f"{piece}\r\n"
