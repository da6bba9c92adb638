"""Export: a file made by a page leaves once, to the browser it was made for, and is gone afterwards.

Streamlit's download button serves files under guessable addresses to anybody who asks; it is not used.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from server import tickets
from server.identity import who

REFUSAL = "This link was used, is too old, or is not yours. Reload the page and export again."


@dataclass(frozen=True, slots=True)
class Export:
    """A finished spool file and the name the browser saves it under."""

    path: Path
    name: str


class _Once(FileResponse):
    """A file that is removed when it has been sent, also when the receiver went away half-way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            Path(self.path).unlink(missing_ok=True)


async def export(request: Request) -> Response:
    """GET /api/export/<ticket>: the file as an attachment."""
    if request.method != "GET":  # a HEAD from a link scanner must not burn the ticket
        return PlainTextResponse("Only GET fetches an export.", 405, {"allow": "GET"})
    job = tickets.redeem("export", request.path_params["ticket"], who(request.cookies).owner)
    if not isinstance(job, Export) or not job.path.is_file():
        return PlainTextResponse(REFUSAL, 403, {"cache-control": "no-store"})
    return _Once(job.path, filename=job.name, headers={"cache-control": "no-store"})


ROUTE = Route("/api/export/{ticket}", export, methods=["GET"])
