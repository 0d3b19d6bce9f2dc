"""Start the server and keep it going until Ctrl-C."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import uvicorn

from openairlift.web.app import make_app
from openairlift.web.settings import Settings


def serve(settings: Settings, *, told: Callable[[str], None]) -> None:
    """Serve a folder.

    Parameters
    ----------
    settings : folder, address, token, limits.
    told : told where the pages are, once the server listens.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s: %(message)s")
    app = make_app(settings)
    config = uvicorn.Config(
        app, host=settings.host, port=settings.port, log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, ws="none", limit_concurrency=2000, timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=65_536,
    )  # fmt: skip
    server = _Server(config, told)
    server.run()


class _Server(uvicorn.Server):
    """Tells its address once it listens: port 0 takes a free one."""

    def __init__(self, config: uvicorn.Config, told: Callable[[str], None]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        for server in self.servers if self.started else ():
            for socket in server.sockets:
                host, port = socket.getsockname()[:2]
                self._told(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
