"""What a server is told when it starts: the folder, the address, who may come, and how much a job may take."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from openairlift.errors import UsageError

SHORTEST_TOKEN = 16
"""Letters of a token."""

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much the server takes on.

    Attributes
    ----------
    jobs : jobs that run at once.
    waiting : jobs that may wait.
    workers : processes of one job.
    memory_mb : memory of one process of a job [MB of 10⁶ bytes]; None = no limit.
    time_s : time of one job [s].
    grace_s : time that a job gets to end by itself when it is cancelled [s].
    upload_bytes : bytes of one request.
    upload_s : time for sending one request [s].
    listeners : pages that may listen to progress at once.
    """

    jobs: int = 2
    waiting: int = 100
    workers: int = 1
    memory_mb: int | None = 4000
    time_s: float = 3600.0
    grace_s: float = 20.0
    upload_bytes: int = 8 * MB
    upload_s: float = 30.0
    listeners: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server is told when it starts.

    Attributes
    ----------
    root : the served folder: scenarios are folders in it, ``runs`` and ``jobs`` are made in it.
    host, port : address to listen at.
    token : what a visitor has to know; None = nothing, allowed on this machine's own address only.
    names : further names by which browsers may call the server.
    limits : how much it takes on.
    """

    root: Path
    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = field(default=None, repr=False)
    names: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not self.root.is_dir():
            raise UsageError(f"{self.root} is no folder; name the folder that holds your scenarios")
        if (self.root / "scenario.toml").exists():
            raise UsageError(f"{self.root} is itself a scenario; serve the folder that holds it")
        if self.token is None and not self.is_local:
            raise UsageError(
                f"anybody who reaches {self.host} could use the server: give a --token (or OPENAIRLIFT_TOKEN), "
                "or leave --host out to serve this machine only"
            )
        if self.token is not None and (len(self.token) < SHORTEST_TOKEN or not _is_token(self.token)):
            raise UsageError(f"the token needs at least {SHORTEST_TOKEN} letters, figures or -._~+/= without blanks")

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches the server."""
        return is_loopback(self.host)


def _is_token(text: str) -> bool:
    return text.isascii() and all(letter.isalnum() or letter in "-._~+/=" for letter in text)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine alone.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host.lower() == "localhost":
        return True
    address = address_of(host)
    return address is not None and address.is_loopback


def address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a host is written as, or None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
