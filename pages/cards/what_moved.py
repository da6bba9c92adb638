"""Files in, files back, and which headline numbers that moved: the one way for the page and for the command line.

The store keeps the log (`data_access.restatements`) but knows no metric; here the numbers are asked before and after, told
to whoever made the change, and handed to the log where history changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from data_access import restatements
from data_access.batches import Batch
from data_access.importing import service
from data_access.importing.mapping import Mapping
from data_access.restatements import Restatement
from data_access.scope import Scope
from data_access.store import Store
from metrics import formats, lists
from metrics.saying import word
from pages.cards.headline import Moved, moved, numbers
from pages.ui.text import t

CAUSES = {
    restatements.SETTINGS: word("settings changed"), restatements.CORRECTION: word("rows corrected"),
    restatements.LATE: word("late rows"), restatements.UNDO: word("a file taken back"),
    restatements.REDO: word("a file brought in again"), restatements.REPLACEMENT: word("a file replaced"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch, and the headline numbers that are not what they were."""

    batch: Batch
    moved: tuple[Moved, ...]


def import_and_tell(
    store: Store, scope: Scope, path: Path, mapping: Mapping, name: str, *, progress: service.Progress | None = None,
    replaces: int | None = None,
) -> Outcome:  # fmt: skip
    """`service.import_file`, with what moved. Raises DataError as it does."""
    return _telling(
        store, scope,
        lambda: service.import_file(store, path, mapping, name, scope.subject, progress=progress, replaces=replaces),
    )  # fmt: skip


def undo_and_tell(store: Store, scope: Scope, batch: int) -> Outcome:
    """`service.undo`, with what moved."""
    return _telling(store, scope, lambda: service.undo(store, batch, scope.subject))


def redo_and_tell(store: Store, scope: Scope, batch: int) -> Outcome:
    """`service.redo`, with what moved."""
    return _telling(store, scope, lambda: service.redo(store, batch, scope.subject))


def told(entry: Restatement, scope: Scope) -> tuple[Moved, ...]:
    """The numbers an entry of the log moved. They are the whole company's: nobody sees them who may not see all of it."""
    if scope.units is not None:
        return ()
    found = (Moved.read(plain) for plain in entry.moved or ())
    return tuple(one for one in found if one is not None)


def said(entry: Restatement) -> str:
    """12 May 2026: 34 rows, rows corrected, 3 Apr 2026 – 20 Apr 2026."""
    parts = [t(CAUSES[entry.cause]), formats.counted(entry.rows, "rows")]
    if entry.first_day and entry.last_day:
        parts.append(t("{first} – {last}", first=formats.day(entry.first_day), last=formats.day(entry.last_day)))
    return t("{day}: {text}", day=formats.day(entry.at.date()), text=lists.clauses(parts))


def _telling(store: Store, scope: Scope, change: Callable[[], Batch]) -> Outcome:
    """Asks before and after as whoever makes the change sees it; the log keeps the whole company's numbers."""
    everything = replace(scope, units=None)
    last = restatements.last_number(store)
    before, whole = numbers(store, scope), numbers(store, everything)
    batch = change()
    after = numbers(store, scope)
    for entry in restatements.of_batch(store, batch.id):
        if entry.id > last:
            all_moved = moved(whole, after if scope.units is None else numbers(store, everything))
            restatements.tell_moved(store, entry.id, [one.plain() for one in all_moved])
    return Outcome(batch, moved(before, after))
