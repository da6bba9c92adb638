"""The door: which requests are let in at all, before Streamlit or a route of ours sees them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.settings import LOOPBACK

# Streamlit's own doors that nothing of ours uses: uploads into memory by anybody, process figures for anybody,
# a run of the page's script without a visitor, the agent API.
CLOSED = ("/_stcore/upload_file", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
_OURS = re.compile("(?:" + "|".join(re.escape(f"[{h}]" if ":" in h else h) for h in LOOPBACK) + r")(?::\d{1,5})?", re.I)
_MEDIA = "/media/"  # guessable addresses, no cookie asked: pictures of the page's frame only, never data
_PICTURES = (".png", ".svg", ".ico")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Guard:
    """ASGI middleware: answers 403 to foreign hosts, foreign origins and closed doors; everything else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        why = refusal(scope)
        if why is None:
            return await self.app(scope, receive, send)
        if scope["type"] == "websocket":  # closed before it was accepted: the server answers 403
            return await send({"type": "websocket.close", "code": 1008})
        return await PlainTextResponse(why, 403)(scope, receive, send)


def refusal(scope: Scope) -> str | None:
    """Why a request is refused, in words; None when it may pass."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not _OURS.fullmatch(host):
        return "This address is not served here: use http://127.0.0.1 or http://localhost with the port."
    if scope["server"] and scope["server"][0] not in LOOPBACK:  # bound to the network by another way than HOST
        return "Without sign-in this is served to its own machine only."
    path = scope["path"]
    if path.startswith(CLOSED) or (path.startswith(_MEDIA) and not path.endswith(_PICTURES)):
        return "This way in is closed."
    # Streamlit answers a foreign Origin only after asking the internet for its own address, which blocks everybody.
    if (scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS) and _foreign(headers, host):
        return "This request comes from another site and is refused."
    return None


def _foreign(headers: Headers, host: str) -> bool:
    """Sent by a page of another site. Programs send no Origin and no Sec-Fetch-Site; browsers cannot leave them out."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        return True
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")
