"""The product's server around the stage page, with two doors more: what a page would mint, minted by request."""

from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from server import tickets, transfers
from server.application import MIDDLEWARE, ROUTES, lifespan, refuse_unsafe_settings
from server.export import Export
from server.identity import who
from server.spool import spool_file


def grant(request: Request) -> Response:
    """GET /stage/grant?limit=BYTES: an upload ticket for the asking browser."""
    limit = int(request.query_params.get("limit", transfers.FILE_BYTES))
    return PlainTextResponse(transfers.open_grant(who(request.cookies).owner, limit))


def listing(request: Request) -> Response:
    """GET /stage/transfers?t=TICKET: the grant's files."""
    found = transfers.of(request.query_params["t"])
    return JSONResponse([{"name": f.name, "state": f.state, "received": f.received, "reason": f.reason} for f in found])


def export(request: Request) -> Response:
    """GET /stage/export: an export ticket for the asking browser."""
    job = Export(spool_file(b"a,b\r\n1,2\r\n", ".csv"), "stage.csv")
    return PlainTextResponse(tickets.mint("export", who(request.cookies).owner, job))


STAGE = [Route("/stage/grant", grant), Route("/stage/transfers", listing), Route("/stage/export", export)]

refuse_unsafe_settings()
app = st.App(Path(__file__).parent / "page.py", lifespan=lifespan, routes=[*STAGE, *ROUTES], middleware=MIDDLEWARE)
