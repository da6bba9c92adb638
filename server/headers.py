"""Security headers on every answer, and our session cookie on documents."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.identity import COOKIE, new_cookie

FRAMED = ("/drop", "/api/export/")  # own pages that a page of ours shows in a frame; no other site may
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@lru_cache(maxsize=1)
def _inline_hashes() -> str:
    """Streamlit's document has one inline script; its hash is allowed, so the console stays clean."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    digests = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in _INLINE.findall(page)]
    return "".join(f" 'sha256-{digest}'" for digest in digests)


def content_security_policy(path: str) -> str:
    """The policy for a document at `path`: own scripts only, no other host, framed by ourselves at most."""
    ancestors = "'self'" if path.startswith(FRAMED) else "'none'"
    return (
        f"default-src 'self'; script-src 'self'{_inline_hashes()}; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
        " frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self';"
        f" frame-ancestors {ancestors}"
    )


class SecurityHeaders:
    """ASGI middleware, outermost: refusals carry the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = scope["path"]
        wants_cookie = COOKIE not in HTTPConnection(scope).cookies and not path.startswith(FRAMED)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({**_FIXED, "content-security-policy": content_security_policy(path)})
                document = message["status"] == 200 and headers.get("content-type", "").startswith("text/html")
                if wants_cookie and document:
                    headers.append("set-cookie", new_cookie())
            await send(message)

        return await self.app(scope, receive, with_headers)
