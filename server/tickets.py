"""Tickets: short secrets that let exactly one visitor fetch or bring exactly one thing for a short time.

A ticket belongs to an owner (see `server.identity`). Somebody else's try neither works nor burns it.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass

EXPORT_SECONDS = 60.0  # a download starts at once; a link found later in a log or a history is worthless
UPLOAD_SECONDS = 12 * 3600.0  # a page left open over a working day still takes files


@dataclass(frozen=True, slots=True)
class _Ticket:
    kind: str
    owner: str
    job: object
    expires: float
    once: bool


_lock = threading.Lock()
_open: dict[str, _Ticket] = {}


def mint(kind: str, owner: str, job: object, seconds: float = EXPORT_SECONDS, *, once: bool = True) -> str:
    """A new ticket for `owner`; `job` is what its redeemer gets. `once=False`: valid until it expires."""
    ticket = secrets.token_urlsafe(24)
    now = time.monotonic()
    with _lock:
        for old in [key for key, value in _open.items() if value.expires < now]:
            del _open[old]
        _open[ticket] = _Ticket(kind, owner, job, now + seconds, once)
    return ticket


def redeem(kind: str, ticket: str, owner: str) -> object | None:
    """The job behind a ticket, burning one-use tickets; None when unknown, used, expired, of another kind or owner."""
    with _lock:
        found = _open.get(ticket)
        if found is None or (found.kind, found.owner) != (kind, owner) or time.monotonic() > found.expires:
            return None
        if found.once:
            del _open[ticket]
        return found.job


def is_open(ticket: str) -> bool:
    """Whether the ticket can still be redeemed by its owner."""
    with _lock:
        found = _open.get(ticket)
        return found is not None and time.monotonic() <= found.expires


def revoke(ticket: str) -> None:
    """The ticket is worth nothing from now on."""
    with _lock:
        _open.pop(ticket, None)
