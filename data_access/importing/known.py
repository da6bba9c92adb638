"""What the store already knows of a source: the mapping used last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from data_access import audit
from data_access.schema import answers, mappings

if TYPE_CHECKING:
    from data_access.store import Store


def remembered(store: Store) -> list[tuple[str, str, str]]:
    """(source, kind, the mapping used last for them as JSON), the newest first."""
    known = select(mappings.c.source, mappings.c.kind, mappings.c.mapping).order_by(mappings.c.updated_at.desc())
    with store.engine.connect() as connection:
        return [(row.source, row.kind, row.mapping) for row in connection.execute(known)]


def scales(store: Store) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """source → question → the scales its stored answers are on, the latest first."""
    each = (answers.c.source, answers.c.question, answers.c.scale_min, answers.c.scale_max)
    known = select(*each).group_by(*each).order_by(func.max(answers.c.ts).desc())
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    with store.engine.connect() as connection:
        for source, question, low, high in connection.execute(known):
            found.setdefault(source, {}).setdefault(question, []).append((float(low), float(high)))
    return found


def remember(store: Store, source: str, kind: str, text: str) -> None:
    """Keeps a mapping for the next file of its source and kind."""
    with store.writing("settings") as connection:
        connection.execute(delete(mappings).where(mappings.c.source == source, mappings.c.kind == kind))
        connection.execute(insert(mappings).values(source=source, kind=kind, mapping=text, updated_at=audit.utc_now()))
