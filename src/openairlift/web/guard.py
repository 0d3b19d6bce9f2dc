"""Who may come in, and with what: everything that is asked of a request before any of our code reads it.

The browser of somebody who works here may show a hostile page. Such a page can send requests to this server, and, by
a name that it makes point here, read the answers. So the name in ``Host`` has to be ours, writing requests have to
come from our own pages or from programs, and answers may be embedded nowhere.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openairlift.web.payload import BadJsonError, read_json
from openairlift.web.settings import Settings, address_of, is_loopback

LOG = logging.getLogger("openairlift.web")

COOKIE = "openairlift"
HEADER = b"x-openairlift"
"""A page of another site can't set it without asking first, which is not granted."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
OPEN_PATHS = ("/login", "/static/")
"""What a visitor without the token may see."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-popups allow-modals allow-downloads"
)
"""A report brings its own script and style in one file; the sandbox keeps them from everything that is the server's."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not let in: status and words."""

    def __init__(self, status: int, words: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(words)
        self.status, self.words, self.headers = status, words, tuple(headers)


class Guard:
    """Lets requests through to the application, or answers them itself."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a connection."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": _with_headers(message.get("headers", ()))}
            await send(message)

        try:
            self._admit(scope)
            body = await self._body(scope, receive)
        except Refused as refused:
            await _answer(refused, scope, sending)
            return
        try:
            await self.app(scope, _replayed(body, receive), sending)
        except Exception:  # the outermost place: whatever it is goes to the log, and the caller is told nothing of it
            LOG.exception("a fault of the server")
            if begun:
                raise
            await _answer(Refused(500, "a fault of the server; its log tells more"), scope, sending)

    def _admit(self, scope: Scope) -> None:
        headers = _headers(scope)
        if scope["method"] not in METHODS:
            raise Refused(405, "no address here takes this method", [("allow", ", ".join(METHODS))])
        check_path(scope)
        host = check_host(headers, self.settings)
        if scope["method"] not in SAFE:
            check_origin(headers, host)
            _check_kind(scope, headers)
        elif headers.get(b"sec-fetch-site", [b""])[-1] == b"cross-site" and (
            headers.get(b"sec-fetch-mode", [b""])[-1] != b"navigate"
        ):
            raise Refused(403, "pages of other sites may not read from this server")
        self._check_token(scope, headers)

    def _check_token(self, scope: Scope, headers: dict[bytes, list[bytes]]) -> None:
        path = scope["path"]
        if self.settings.token is None or path.startswith(OPEN_PATHS):
            return
        if is_known(headers, self.settings.token):
            return
        if path.startswith("/api"):
            raise Refused(
                401, "this server needs its token: Authorization: Bearer TOKEN", [("www-authenticate", "Bearer")]
            )
        raise Refused(303, "log in first", [("location", "/login")])

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """Return the whole body, read within limits; JSON has been read once and lies in the scope's state."""
        limits = self.settings.limits
        headers = _headers(scope)
        too_much = Refused(413, f"a request may have up to {limits.upload_bytes:,} bytes", [("connection", "close")])
        stated = headers.get(b"content-length", [b"0"])
        if len(stated) != 1 or not stated[0].isdigit():
            raise Refused(400, "Content-Length is no number")
        if len(stated[0]) > 15 or int(stated[0]) > limits.upload_bytes:
            raise too_much
        data = bytearray()
        try:
            async with asyncio.timeout(limits.upload_s):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Refused(400, "the request ended too early")
                    data += message.get("body", b"")
                    if len(data) > limits.upload_bytes:
                        raise too_much
                    if not message.get("more_body", False):
                        break
        except TimeoutError:
            raise Refused(408, "the request took too long", [("connection", "close")]) from None
        if data and scope["method"] not in SAFE and scope["path"].startswith("/api"):
            try:
                read_json(bytes(data))
            except BadJsonError as error:
                raise Refused(400, str(error)) from None
        return bytes(data)


def check_path(scope: Scope) -> None:
    """Refuse a path that could mean another one."""
    raw = scope.get("raw_path") or scope["path"].encode()
    path = scope["path"]
    odd = b"%2f" in raw.lower() or b"%5c" in raw.lower() or b"\\" in raw or "//" in path
    if odd or any(part in (".", "..") for part in path.split("/")) or not path.isprintable() or len(raw) > 2000:
        raise Refused(400, "the address holds what no address here needs")


def check_host(headers: dict[bytes, list[bytes]], settings: Settings) -> str:
    """Return the host that the request names, which has to be ours.

    A page that makes its own name point to this machine still sends that name. A number is nobody's name, so every
    address is let in where the server listens to more than this machine.
    """
    stated = headers.get(b"host", [])
    if len(stated) != 1:
        raise Refused(400, "a request names one host")
    text = stated[0].decode("latin-1")
    try:
        name = urlsplit(f"//{text}").hostname or ""
        urlsplit(f"//{text}").port  # noqa: B018 - raises where it is no number
    except ValueError:
        raise Refused(400, "the host can't be read") from None
    allowed = is_loopback(name) or name in {item.lower() for item in settings.names}
    if not settings.is_local:
        allowed = allowed or address_of(name) is not None or name == settings.host.lower()
    if not allowed or set(text) & set("/@?#\\ "):
        raise Refused(421, f"this server does not go by the name {name[:80]!r}; --allow-host adds one")
    return text.lower()


def check_origin(headers: dict[bytes, list[bytes]], host: str) -> None:
    """Refuse a writing request that a page of another site sent; programs send neither header."""
    site = headers.get(b"sec-fetch-site", [b"none"])[-1]
    if site not in (b"same-origin", b"none"):
        raise Refused(403, "pages of other sites may not write to this server")
    for origin in headers.get(b"origin", []):
        parts = origin.decode("latin-1").lower()
        if parts not in (f"http://{host}", f"https://{host}"):
            raise Refused(403, "pages of other sites may not write to this server")


def _check_kind(scope: Scope, headers: dict[bytes, list[bytes]]) -> None:
    """Refuse a writing request that a form of another site could send."""
    kind = headers.get(b"content-type", [b""])[-1].split(b";")[0].strip().lower()
    if scope["path"].startswith("/api"):
        if kind != b"application/json" and not (HEADER in headers and kind == b""):
            raise Refused(415, "send application/json; without a body, send the header X-OpenAirlift")
    elif kind != b"application/x-www-form-urlencoded":
        raise Refused(415, "a page's form is sent as application/x-www-form-urlencoded")


def is_known(headers: dict[bytes, list[bytes]], token: str) -> bool:
    """Return whether a request shows the token, or the cookie that it was exchanged for."""
    for stated in headers.get(b"authorization", []):
        scheme, _, given = stated.partition(b" ")
        if scheme.lower() == b"bearer" and hmac.compare_digest(given.strip(), token.encode()):
            return True
    for stated in headers.get(b"cookie", []):
        try:
            found = SimpleCookie(stated.decode("latin-1")).get(COOKIE)
        except CookieError:
            continue
        if found is not None and hmac.compare_digest(found.value.encode(), pass_of(token).encode()):
            return True
    return False


def pass_of(token: str) -> str:
    """Return what the cookie holds: it follows from the token, and the token does not follow from it."""
    return hmac.new(token.encode(), b"openairlift page", hashlib.sha256).hexdigest()


def _headers(scope: Scope) -> dict[bytes, list[bytes]]:
    found: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.lower(), []).append(value)
    return found


def _with_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    stated = list(headers)
    own = {name.lower() for name, _ in stated}
    return stated + [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in own]


def _replayed(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def replay() -> Message:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay


async def _answer(refused: Refused, scope: Scope, send: Send) -> None:
    body = (json.dumps({"error": refused.words, "issues": []}, ensure_ascii=False) + "\n").encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(name.encode(), value.encode()) for name, value in refused.headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
