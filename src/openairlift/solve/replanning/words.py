"""Moments and places in words."""

from __future__ import annotations

from openairlift.network import Network


def moment(network: Network, second: int) -> str:
    """Return a second of the scenario as a date and a time in UTC."""
    return f"{network.scenario.moment(second):%Y-%m-%dT%H:%MZ}"


def is_open(network: Network, place: int, second: int) -> bool:
    """Return whether an airfield is open; after the horizon nobody asks."""
    windows = network.open_s[place]
    return windows is None or second >= network.horizon_s or any(start <= second < end for start, end in windows)


def shut(network: Network, place: int, second: int) -> str:
    """Say from when until when a place is closed around a second."""
    windows = network.open_s[place] or ()
    since = max((end for _, end in windows if end <= second), default=0)
    until = min((start for start, _ in windows if start > second), default=None)
    said = f"{network.places[place].id} is closed from {moment(network, since)}"
    return said if until is None else f"{said} to {moment(network, until)}"
