"""What the store already knows of a source: the mapping used last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from data_access import audit
from data_access.schema import mappings

if TYPE_CHECKING:
    from data_access.store import Store


def remembered(store: Store, source: str) -> dict[str, str]:
    """kind → the mapping used last for this source, as JSON."""
    known = select(mappings.c.kind, mappings.c.mapping).where(mappings.c.source == source)
    with store.engine.connect() as connection:
        return {row.kind: row.mapping for row in connection.execute(known)}


def remember(store: Store, source: str, kind: str, text: str) -> None:
    """Keeps a mapping for the next file of its source and kind."""
    with store.writing("settings") as connection:
        connection.execute(delete(mappings).where(mappings.c.source == source, mappings.c.kind == kind))
        connection.execute(insert(mappings).values(source=source, kind=kind, mapping=text, updated_at=audit.utc_now()))
