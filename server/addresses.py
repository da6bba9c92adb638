"""Addresses people type: the Overview has the house's own address, and a name like every other page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route


async def overview(request: Request) -> Response:
    """GET /overview: the first page, which Streamlit knows as "/" only; what the link selects goes along."""
    query = request.url.query
    return RedirectResponse(f"/?{query}" if query else "/", 307)


ROUTE = Route("/overview", overview)
