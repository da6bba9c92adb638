"""The parts app.py is put together from: routes, middleware (outermost first) and lifespan."""

from __future__ import annotations

import sys

from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit import config

from data_access.errors import ConfigError
from server import addresses, assets, export, handover, ready, upload
from server.assets import Precompressed
from server.guard import Guard
from server.headers import SecurityHeaders
from server.lifespan import lifespan
from server.settings import check_host, settings

ROUTES: list[BaseRoute] = [ready.ROUTE, addresses.ROUTE, export.ROUTE, upload.ROUTE, handover.ROUTE, *assets.ROUTES]
MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(Guard), Middleware(Precompressed)]

__all__ = ["MIDDLEWARE", "ROUTES", "lifespan", "refuse_unsafe_settings"]


def refuse_unsafe_settings() -> None:
    """End the process with one plain sentence when the address or the environment cannot be served."""
    try:
        settings()
        check_host(config.get_option("server.address") or "0.0.0.0")  # noqa: S104 (what Streamlit binds when unset)
    except ConfigError as error:
        sys.exit(f"Touchstone does not start. {error}")
