"""Assets: Streamlit's scripts and styles compressed once and kept (8.3 MB become 2.7 MB), and our own few files."""

from __future__ import annotations

import gzip
import mimetypes
import re
from pathlib import Path

import anyio
import streamlit
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

OWN = Path(__file__).parent / "static"
_STREAMLIT = (Path(streamlit.__file__).parent / "static").resolve()
_COMPRESSIBLE = (".js", ".css", ".svg", ".json", ".map")
_HASHED = re.compile(r"\.[\w-]{8,}\.\w+$")  # index.DormvYxC.js: another content gets another name
FOREVER = "public, max-age=31536000, immutable"


class Precompressed:
    """ASGI middleware: answers /static/ from memory, gzipped, to browsers that take it; leaves the rest alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[Path, bytes] = {}  # bounded by the number of Streamlit's files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _static_file(scope)
        if found is None:
            return await self.app(scope, receive, send)
        if found not in self._kept:
            self._kept[found] = await anyio.to_thread.run_sync(lambda: gzip.compress(found.read_bytes(), 6, mtime=0))
        headers = {
            "content-encoding": "gzip",
            "vary": "Accept-Encoding",
            "cache-control": FOREVER if _HASHED.search(found.name) else "no-cache",
        }
        media_type = mimetypes.guess_type(found.name)[0]
        return await Response(self._kept[found], headers=headers, media_type=media_type)(scope, receive, send)


def _static_file(scope: Scope) -> Path | None:
    """The file behind a compressible GET of /static/…; None when Streamlit should answer."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/static/"):
        return None
    if b"gzip" not in dict(scope["headers"]).get(b"accept-encoding", b""):
        return None
    path = (_STREAMLIT / scope["path"].removeprefix("/")).resolve()
    inside = (_STREAMLIT / "static") in path.parents
    return path if inside and path.suffix in _COMPRESSIBLE and path.is_file() else None


async def drop_page(_: Request) -> Response:
    """The drop area, shown in a frame by pages/ui/upload.py; its look and language come from the query."""
    return FileResponse(OWN / "drop.html", headers={"cache-control": "no-cache"})


async def favicon(_: Request) -> Response:
    """Our icon in place of Streamlit's, at the address its document asks for."""
    return FileResponse(OWN / "favicon.png", headers={"cache-control": "public, max-age=86400"})


ROUTES: tuple[BaseRoute, ...] = (
    Route("/drop", drop_page),
    Route("/favicon.png", favicon),
    Mount("/assets", StaticFiles(directory=OWN)),
)
