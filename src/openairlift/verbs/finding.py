"""Find airfields and aircraft types by name, code or town."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openairlift.errors import UsageError, nearest
from openairlift.exchange import read_scenario
from openairlift.reference import RENAMED, aircraft, airfields, airports, position
from openairlift.verbs.records import Record, number

KINDS = ("airfield", "type")
ALIASES = {"airport": "airfield", "place": "airfield", "aircraft": "type"}
MOST = 10
_JOINED = re.compile(r"(?<=[a-z0-9])-(?=[0-9])|(?<=[0-9])-(?=[a-z])")
_APART = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Return a text as it is compared: without accents, punctuation and case.

    Examples
    --------
    >>> plain("C-17A"), plain("Rzeszów–Jasionka")
    ('c17a', 'rzeszow jasionka')
    """
    letters = text.lower()
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text).casefold()
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _APART.sub(" ", _JOINED.sub("", letters) if "-" in letters else letters).strip()


def find(kind: str, words: str, *, scenario: str | Path | None = None, most: int = MOST) -> Record:
    """Return airfields or aircraft types that words mean, the likeliest first.

    Parameters
    ----------
    kind : ``airfield`` or ``type``.
    words : a code, a name, or a part of one; for airfields also a town or a country's code.
    scenario : whose own places and types are searched too, and come first.
    most : how many to return.

    Raises
    ------
    UsageError
        When the kind is not known, or no words are given.
    """
    kind = ALIASES.get(kind, kind)
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        hint = "" if near is None else f"; did you mean {near!r}?"
        raise UsageError(f"{kind!r} can't be found; allowed: {', '.join(KINDS)}{hint}")
    wanted = plain(words)
    if not wanted:
        raise UsageError(f"say what {kind} to find: a code, a name, or a part of one")
    offered = list(_airfields(scenario) if kind == "airfield" else _types(scenario))
    scored: list[tuple[float, int]] = [
        (score, at) for at, (texts, _) in enumerate(offered) if (score := _score(wanted, texts)) > 0
    ]
    exact = bool(scored)
    if not scored:
        scored = list(_near(wanted, offered))
    # Of two that fit alike, the one whose runway is known comes first.
    scored.sort(key=lambda item: (-item[0], offered[item[1]][1]["runway_m"] is None, item[1]))
    seen: dict[str, Record] = {}
    for _, at in scored:
        record = offered[at][1]
        seen.setdefault(record["code"], record)
    found = list(seen.values())
    return {"kind": kind, "words": words, "exact": exact, "count": len(found), "found": found[:most]}


def _score(wanted: str, texts: Iterable[str]) -> int:
    """Return how well words fit: 5 = a code or a whole name, then a name's beginning, a whole word, a part."""
    best = 0
    for text in texts:
        if not text:
            continue
        if text == wanted:
            return 5
        words = f" {text} "
        if text.startswith(f"{wanted} "):
            best = max(best, 4)
        elif all(f" {word} " in words for word in wanted.split()):
            best = max(best, 3)
        elif text.startswith(wanted):
            best = max(best, 2)
        elif all(word in text for word in wanted.split()):
            best = max(best, 1)
    return best


def _near(wanted: str, offered: list[tuple[tuple[str, ...], Record]]) -> Iterator[tuple[float, int]]:
    """Yield what looks like the words, where nothing has them."""
    index: dict[str, list[int]] = {}
    for at, (texts, _) in enumerate(offered):
        for text in texts:
            for word in {text, *text.split()} - {""}:
                index.setdefault(word, []).append(at)
    # Comparing every word of every name takes seconds; what is near has a like length, and begins or ends alike.
    like = [
        word for word in index
        if abs(len(word) - len(wanted)) <= 2 and (word[0] == wanted[0] or word[-1] == wanted[-1])
    ]  # fmt: skip
    for word in difflib.get_close_matches(wanted, like, n=5, cutoff=0.72):
        for at in index[word]:
            yield difflib.SequenceMatcher(None, wanted, word).ratio(), at


def _airfields(scenario: str | Path | None) -> Iterator[tuple[tuple[str, ...], Record]]:
    if scenario is not None:
        for place in read_scenario(scenario).places.values():
            record = _airfield(place.id, place.name, place.country or "", place.lat, place.lon, place.runway_m)
            record |= {"icao": place.icao, "where": "the scenario's places"}
            yield (plain(place.id), plain(place.name), plain(place.icao or "")), record
    shipped = airfields().records
    for code, row in airports().items():
        runway = shipped[code].runway_m if code in shipped else None
        record = _airfield(code, row["name"], row["country"], row["lat"], row["lon"], runway)
        record |= {"icao": code, "iata": row["iata"] or None, "town": row["city"] or None}
        now = next((new for new, old in RENAMED.items() if old == code), None)
        record["where"] = "shipped" if now is None else f"shipped; its code is {now} now"
        own = (plain(code), plain(row["iata"]), plain(row["name"]), plain(row["city"]))
        yield own, record
    for new, old in RENAMED.items():
        known = position(new)
        if known is not None:
            runway = shipped[new].runway_m if new in shipped else None
            record = _airfield(new, known.name, known.country, known.lat, known.lon, runway)
            record |= {"icao": new, "iata": None, "town": None, "where": f"shipped as {old}, its code before"}
            yield (plain(new),), record


def _airfield(
    code: str, name: str, country: str, lat: float | None, lon: float | None, runway_m: float | None
) -> Record:
    return {
        "code": code,
        "name": name,
        "country": country or None,
        "lat": None if lat is None else number(lat),
        "lon": None if lon is None else number(lon),
        "runway_m": None if runway_m is None else number(runway_m),
    }


def _types(scenario: str | Path | None) -> Iterator[tuple[tuple[str, ...], Record]]:
    known: dict[str, tuple[Any, str]] = {}
    if scenario is not None:
        known = {name: (row, "the scenario's types") for name, row in read_scenario(scenario).aircraft.items()}
    for name, row in aircraft().records.items():
        known.setdefault(name, (row, "shipped"))
    for name, (row, where) in known.items():
        points = row.payload_at_range.points if row.payload_at_range is not None else ()
        record = {
            "code": name,
            "name": row.name,
            "body": row.body,
            "payload_kg": number(max(y for _, y in points)) if points else None,
            "runway_m": None if row.runway_m is None else number(row.runway_m),
            "cargo_classes": list(row.cargo_classes),
            "where": where,
        }
        yield (plain(name), plain(row.name or ""), plain(name).replace(" ", "")), record


def find_text(record: Record) -> str:
    """Return what was found as a person reads it."""
    if not record["found"]:
        return f"no {record['kind']} is like {record['words']!r}"
    lines = [] if record["exact"] else [f"no {record['kind']} has {record['words']!r}; the nearest:"]
    line = _airfield_line if record["kind"] == "airfield" else _type_line
    lines += [line(item) for item in record["found"]]
    more = record["count"] - len(record["found"])
    return "\n".join([*lines, *([f"… and {more:,} more; say more of the name"] if more > 0 else [])])


def _airfield_line(item: Record) -> str:
    codes = "/".join(code for code in (item["code"], item.get("iata")) if code)
    town = f", {item['town']}" if item.get("town") and item["town"] not in item["name"] else ""
    at = "no position" if item["lat"] is None else f"{item['lat']:.3f} {item['lon']:.3f}"
    runway = f"runway {item['runway_m']:,.0f} m" if item["runway_m"] is not None else "runway not known: state runway_m"
    return f"{codes:<10} {item['name']}{town}, {item['country'] or '–'}  {at}  {runway}  ({item['where']})"


def _type_line(item: Record) -> str:
    payload = "–" if item["payload_kg"] is None else f"up to {item['payload_kg'] / 1000:,.1f} t"
    classes = ", ".join(item["cargo_classes"])
    return f"{item['code']:<12} {item['name'] or ''}, {item['body']}, {payload}, {classes}  ({item['where']})"
