"""The audit trail: append-only, each row's digest covers the row and the digest before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data_access.schema import audit


def utc_now() -> datetime:
    """The current time as the store writes times: UTC, without zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def record(connection: Connection, subject: str, action: str, what: str) -> None:
    """Append one row inside the caller's transaction, so that deed and trace stand or fall together."""
    last = connection.execute(select(audit.c.id, audit.c.digest).order_by(audit.c.id.desc()).limit(1)).first()
    row = {
        "id": (last.id if last else 0) + 1,
        "at": utc_now(),
        "subject": subject,
        "action": action,
        "what": what,
    }
    connection.execute(insert(audit).values(**row, digest=_digest(last.digest if last else "", row)))


def first_broken(connection: Connection) -> int | None:
    """Id of the first row whose digest does not follow from the rows before it; None when the chain holds."""
    digest = ""
    for number, row in enumerate(connection.execute(select(audit).order_by(audit.c.id)).mappings(), start=1):
        digest = _digest(digest, dict(row))
        if row["digest"] != digest or row["id"] != number:
            return int(row["id"])
    return None


def _digest(before: str, row: Mapping[str, Any]) -> str:
    parts = [
        before,
        row["id"],
        row["at"].isoformat(timespec="microseconds"),
        row["subject"],
        row["action"],
        row["what"],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
