"""Who is asking: the one function pages and routes share.

Our own cookie (set by `server.headers` on documents) reaches both the WebSocket handshake of a page and every request
to our routes, so a ticket minted by a page can be bound to the browser that opened it. Without sign-in everybody on
this machine is the one local administrator; the cookie then only tells browsers apart.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from data_access.scope import LOCAL_ADMIN, Scope

COOKIE = "ts_sid"
_SHORTEST = 32  # what secrets.token_urlsafe(32) never falls below; anything shorter was not set by us


@dataclass(frozen=True, slots=True)
class Person:
    """`owner`: a hash that ties tickets to one browser and person; `scope`: what may be seen; `known`: has a cookie."""

    owner: str
    scope: Scope
    known: bool


def who(cookies: Mapping[str, str]) -> Person:
    """The person behind a request's cookies."""
    sid = cookies.get(COOKIE)
    known = isinstance(sid, str) and len(sid) >= _SHORTEST  # page tests hand out objects that are no text
    # Without a cookie the owner is a fresh random one: nothing minted for it can be redeemed by anybody.
    secret = sid if known else secrets.token_urlsafe(32)
    digest = hashlib.sha256(f"{secret}\n{LOCAL_ADMIN.subject}".encode()).hexdigest()
    return Person(digest, LOCAL_ADMIN, known)


def page_person() -> Person:
    """The person behind the Streamlit run that is under way."""
    import streamlit as st  # routes ask without it

    return who(st.context.cookies)


def new_cookie() -> str:
    """A fresh session cookie as a Set-Cookie value.

    Lax and not Strict: arriving by a link from elsewhere must not replace the cookie of tabs that are already open.
    """
    return f"{COOKIE}={secrets.token_urlsafe(32)}; Path=/; HttpOnly; SameSite=Lax"
