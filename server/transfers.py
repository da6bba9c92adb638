"""What arrives through the drop area: grants, their files' progress, and the caps on both.

A page opens a grant (one ticket, many files); every file is one transfer with its own progress, which the page polls.
"""

from __future__ import annotations

import secrets
import shutil
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from server import spool, tickets

FILE_BYTES = 4 << 30  # the largest file taken: a few times the largest export seen in the wild
OWNER_BYTES = 8 << 30  # one person's files waiting in the spool
CONCURRENT = 2  # per person; more only share the same line and disk
RESERVE_BYTES = 2 << 30  # disk that stays free for the store's own growth and its write-ahead log …
RESERVE_SHARE = 0.05  # … but never more than this share of a small disk
NAME_CHARS = 200
ABANDONED_SECONDS = 2 * 3600.0  # no page has asked about a grant for so long: its person has left

RECEIVING, RECEIVED, FAILED, CANCELLED = "receiving", "received", "failed", "cancelled"
TOO_LARGE, TOO_MANY, NO_SPACE, BROKEN = "too_large", "too_many", "no_space", "broken"  # reasons, worded by the pages


class RefusedError(Exception):
    """The upload may not start or go on; `reason` is one of the codes above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Transfer:
    """One file: `received` of `size` bytes (size None: not announced). `path` is set once it is whole."""

    slot: str
    name: str
    size: int | None
    received: int = 0
    state: str = RECEIVING
    reason: str | None = None
    path: Path | None = None


@dataclass(slots=True)
class Grant:
    """What one drop area of one person may bring."""

    owner: str
    file_bytes: int = FILE_BYTES
    transfers: dict[str, Transfer] = field(default_factory=dict)
    seen: float = field(default_factory=time.monotonic)


_lock = threading.Lock()
_grants: dict[str, Grant] = {}  # by ticket


def open_grant(owner: str, file_bytes: int = FILE_BYTES) -> str:
    """A ticket under which `owner` may bring files of at most `file_bytes` each."""
    grant = Grant(owner, file_bytes)
    ticket = tickets.mint("upload", owner, grant, tickets.UPLOAD_SECONDS, once=False)
    close_abandoned()
    with _lock:
        _grants[ticket] = grant
    return ticket


def close_abandoned(older_than: float = ABANDONED_SECONDS) -> None:
    """Close grants no page has asked about for `older_than` seconds; their waiting files are removed."""
    limit = time.monotonic() - older_than
    with _lock:
        left = [key for key, grant in _grants.items() if not tickets.is_open(key) or grant.seen < limit]
    for ticket in left:
        close_grant(ticket)


def close_grant(ticket: str) -> None:
    """No more files under this ticket; those that lie in the spool are removed."""
    tickets.revoke(ticket)
    with _lock:
        grant = _grants.pop(ticket, None)
        if grant is not None:
            _drop(grant)


def of(ticket: str) -> tuple[Transfer, ...]:
    """The grant's files in the order they came; empty when the grant is gone."""
    with _lock:
        grant = _grants.get(ticket)
        if grant is None:
            return ()
        grant.seen = time.monotonic()
        return tuple(grant.transfers.values())


def begin(ticket: str, name: str, size: int | None) -> Transfer:
    """Register a file that is about to arrive.

    Raises:
        RefusedError: too large, too many at once, too much waiting, or too little disk. The refusal is listed too.
    """
    with _lock:
        grant = _grants[ticket]
        transfer = Transfer(secrets.token_hex(8), shown(name), size)
        reason = _obstacle(grant, size)
        if reason:
            grant.transfers[transfer.slot] = replace(transfer, state=FAILED, reason=reason)
            raise RefusedError(reason)
        grant.transfers[transfer.slot] = transfer
        return transfer


def advance(ticket: str, slot: str, received: int) -> None:
    """So many bytes are on disk.

    Raises:
        RefusedError: the file has outgrown its limit, or the disk its reserve.
    """
    _update(ticket, slot, received=received)
    with _lock:
        grant = _grants.get(ticket)
        if grant is None:
            raise RefusedError(BROKEN)  # the page closed its grant while the file was under way
        if received > grant.file_bytes or _waiting(grant.owner) > OWNER_BYTES:
            raise RefusedError(TOO_LARGE)
    if free_space() < 0:
        raise RefusedError(NO_SPACE)


def finish(ticket: str, slot: str, path: Path) -> None:
    """The file is whole and lies at `path`; removed at once when the grant was closed meanwhile."""
    _update(ticket, slot, state=RECEIVED, path=path)
    with _lock:
        closed = ticket not in _grants
    if closed:
        spool.discard(path)


def fail(ticket: str, slot: str, reason: str) -> None:
    """The file broke off and was removed; an abort by the person is no failure."""
    _update(ticket, slot, state=CANCELLED if reason == CANCELLED else FAILED, reason=reason)


def take(ticket: str, slot: str) -> None:
    """Forget a file that has been dealt with, and remove it from the spool."""
    with _lock:
        grant = _grants.get(ticket)
        transfer = grant.transfers.pop(slot, None) if grant else None
    if transfer and transfer.path:
        spool.discard(transfer.path)


def shown(name: str) -> str:
    """A file's name as it may be stored and shown: printable text of bounded length, never part of a path."""
    plain = "".join(" " if c.isspace() else c for c in name if c.isprintable() or c.isspace())  # a no-break space is a space
    return plain.strip()[:NAME_CHARS] or "unnamed"


def free_space() -> int:
    """Bytes the spool's disk can still take without touching the reserve (negative: too full)."""
    usage = shutil.disk_usage(spool.folder())
    return usage.free - int(min(RESERVE_BYTES, RESERVE_SHARE * usage.total))


def _obstacle(grant: Grant, size: int | None) -> str | None:
    mine = [g for g in _grants.values() if g.owner == grant.owner]
    if sum(t.state == RECEIVING for g in mine for t in g.transfers.values()) >= CONCURRENT:
        return TOO_MANY
    if (size or 0) > grant.file_bytes or _waiting(grant.owner) + (size or 0) > OWNER_BYTES:
        return TOO_LARGE
    return NO_SPACE if free_space() < (size or 0) else None


def _waiting(owner: str) -> int:
    transfers = [t for g in _grants.values() if g.owner == owner for t in g.transfers.values()]
    return sum(t.received for t in transfers if t.state in (RECEIVING, RECEIVED))


def _update(ticket: str, slot: str, **changes: object) -> None:
    with _lock:
        grant = _grants.get(ticket)
        if grant is not None and slot in grant.transfers:
            grant.transfers[slot] = replace(grant.transfers[slot], **changes)  # type: ignore[arg-type]


def _drop(grant: Grant) -> None:
    for transfer in grant.transfers.values():
        if transfer.path:
            spool.discard(transfer.path)
