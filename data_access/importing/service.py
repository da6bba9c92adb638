"""Importing a file, for the Data page and the command line: look, try, import, take back.

Every untrusted byte is read in the capped parsing process. Whatever is wrong ends as a DataError: what was seen, what
was expected, what to do next.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data_access import loading
from data_access.batches import Batch
from data_access.errors import LoadError, StoreError
from data_access.importing import changes, job, known, mapping_json, roles
from data_access.importing.completing import complete, first_mapping, refused, still_refused
from data_access.importing.errors import DataError, one_of
from data_access.importing.house import with_codes
from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import AS_FOUND, HowRead, Mapping
from data_access.importing.values import fold
from data_access.pseudonym import KeyFileError, Pseudonymiser, key_file
from metrics.phrases import phrase

if TYPE_CHECKING:
    from data_access.store import Store

LONGEST_NAME = 200
PARSED_SHARE = 0.58  # of an import's time, as measured; the rest is loading
LOADED = 1.0
Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows: `raw` as in the file, `facts` per table as they would be stored, `rejected` with reasons."""

    raw: tuple[dict[str, Any], ...]
    facts: dict[str, list[dict[str, Any]]]
    rejected: tuple[dict[str, Any], ...]
    ledger: Ledger


def inspect(
    path: Path, name: str, *, kind: str | None = None, source: str | None = None, store: Store | None = None,
    how: HowRead = AS_FOUND,
) -> Inspection:  # fmt: skip
    """What the file is and how it could be read. `kind` None: guessed. A mapping remembered for these columns wins.

    source None: the one whose files have just these columns, else one called like the file.

    how: what somebody has said about encoding, sheet, header …, after a first look.
    """
    try:
        if kind is not None and kind not in roles.KINDS:
            raise DataError(
                phrase("Kind {kind!r} does not exist.", kind=kind),
                one_of(map(roles.named, roles.KINDS)),
                phrase("Choose one of them."),
            )
        asked: dict[str, Any] = {"task": "inspect", "path": _absolute(path), "kind": kind, "source": source, "name": slug(name)}
        asked["how"] = asdict(how)
        if store is not None:
            house = store.settings()
            asked["remembered"] = known.remembered(store)
            asked["scales"] = known.scales(store)
            asked |= {"no_answer": house.no_answer, "timezone": house.timezone}
        with job.workplace() as folder:
            found = job.run(asked, folder)
        if store is not None and "completes" in found:
            found |= first_mapping(store, found["completes"], source)
    except DataError as refusal:
        return Inspection(name, refusal)
    return Inspection.of(name, found)


def preview(path: Path, mapping: Mapping, rows: int = 20) -> Preview:
    """The first rows beside what they would become. Customers get passing hashes here."""
    with job.workplace() as folder:
        found = job.run(
            {"task": "preview", "path": _absolute(path), "mapping": mapping_json.to_json(mapping), "rows": rows}, folder
        )
    return Preview(tuple(found["raw"]), found["facts"], tuple(found["rejected"]), Ledger.from_dict(found["ledger"]))


def dry_run(
    store: Store, path: Path, mapping: Mapping, name: str, progress: Progress | None = None, *, replaces: int | None = None
) -> Ledger:
    """What an import would do to every row, counted, and the first cells it would change; nothing is stored.

    replaces: as if this batch were undone first.
    """
    mapping = with_codes(mapping, store.settings().no_answer)
    with job.workplace() as folder:
        parsed = _parse(store, path, mapping, folder, progress)
        ledger = Ledger.from_dict(parsed["ledger"])
        tables = {table: folder / file for table, file in parsed["files"].items()}
        with _as_data_error():
            first = complete(store, parsed, mapping, folder, tables)
            text = first.mapping if first else parsed["mapping"]
            found = changes.foreseen(store, tables, mapping, text, replaces)
        main = tables.get(roles.MAIN[mapping.kind])
        people = changes.people(main) if main is not None else 0
        channels = changes.channels(main) if main is not None else {}
    _tell(progress, LOADED, name)
    notes = [*ledger.notes, changes.read_elsewise(found.elsewise)] if found.elsewise else ledger.notes
    return replace(
        ledger, loaded=found.outcome.loaded, changed=found.outcome.changed, people=people, gone=found.gone, notes=notes,
        duplicate=ledger.duplicate + found.outcome.duplicate, changes=list(found.cells),
        channels=channels, completes=first.id if first else None,
    )  # fmt: skip


def import_file(
    store: Store, path: Path, mapping: Mapping, name: str, subject: str, *, progress: Progress | None = None,
    replaces: int | None = None,
) -> Batch:  # fmt: skip
    """The file as one atomic batch; its mapping is remembered. The same file again adds nothing; a known id with other
    content updates its row; refused rows that come back mended (`rejected_csv`) complete the batch that refused them.

    replaces: a batch that is undone in the same transaction.
    """
    _absolute(path)
    mapping = with_codes(mapping, store.settings().no_answer)
    with job.workplace() as folder, path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        parsed = _parse(store, path, mapping, folder, progress)
        ledger, tables = Ledger.from_dict(parsed["ledger"]), {t: folder / file for t, file in parsed["files"].items()}
        _tell(progress, PARSED_SHARE, phrase("storing"))
        with _as_data_error():
            first = complete(store, parsed, mapping, folder, tables)
            new = loading.NewBatch(
                mapping.source,
                mapping.kind,
                _tidy(name),
                digest,
                first.mapping if first else parsed["mapping"],
                subject,
                ledger.read,
                rejected=refused(folder),
                rows_duplicate_in_file=ledger.duplicate,
                rows_conflict_in_file=ledger.conflict,
                rows_flagged=ledger.flagged,
                cells=ledger.cells,
                replaces=replaces,
                completes=first.id if first else None,
                names=changes.names_of(mapping),
            )
            batch = loading.load(store, new, tables, lambda share: _tell(progress, _stored(share), phrase("storing")))
    if first is None:
        known.remember(store, mapping.source, mapping.kind, parsed["mapping"])
    _tell(progress, LOADED, phrase("done"))
    return batch


def undo(store: Store, batch_id: int, subject: str) -> Batch:
    """Takes a batch back, whole; what it had replaced is shown again. Raises DataError when there is nothing to take back."""
    with _as_data_error(phrase("Choose a loaded batch.")):
        return loading.undo(store, batch_id, subject)


def redo(store: Store, batch_id: int, subject: str) -> Batch:
    """Brings an undone batch in again. Raises DataError when it is not undone, or another one took its place."""
    with _as_data_error(phrase("Choose a batch that was taken back.")):
        return loading.redo(store, batch_id, subject)


@contextmanager
def _as_data_error(next_step: str = phrase("Nothing was stored.")) -> Iterator[None]:
    try:
        yield
    except (LoadError, StoreError) as error:
        raise DataError(error.args[0], "", next_step) from error


def rejected_csv(store: Store, batch_id: int) -> bytes:
    """The batch's rows that were not loaded and have not come back, with line and reason: to be mended and imported."""
    with _as_data_error(phrase("Choose a batch of the list.")):
        return still_refused(store, batch_id)


def export_mapping(mapping: Mapping) -> str:
    """A mapping as JSON, to be used elsewhere."""
    return mapping_json.to_json(mapping)


def load_mapping(text: str | bytes) -> Mapping:
    """A mapping from JSON; raises DataError naming the offending key."""
    return mapping_json.from_json(text)


def slug(name: str) -> str:
    """The source a file is taken for when nobody says: its name without ending, in plain words."""
    stem = Path(name.replace("\\", "/")).name.rsplit(".", 1)[0]
    return re.sub(r"[\W_]+", "-", fold(stem)).strip("-")[:60] or "file"


def _parse(store: Store, path: Path, mapping: Mapping, folder: Path, progress: Progress | None) -> dict[str, Any]:
    task = _task("parse", store, path, mapping)
    return job.run(task, folder, lambda share, rows: _tell(progress, PARSED_SHARE * share, _rows_read(rows)))


def _task(name: str, store: Store, path: Path, mapping: Mapping) -> dict[str, Any]:
    try:
        Pseudonymiser.beside(store)  # makes the key, or says what is wrong with it
    except (KeyFileError, OSError) as error:
        why = (error.strerror or "") if isinstance(error, OSError) else error.args[0]
        raise DataError(
            phrase("The key for customer identifiers cannot be used: {why}.", why=why),
            "",
            phrase("Tell the operator."),
        ) from error
    key = str(key_file(store).resolve())
    return {"task": name, "path": _absolute(path), "mapping": mapping_json.to_json(mapping), "key_file": key}


def _tidy(name: str) -> str:
    """An uploaded file's name is only ever shown: printable and short."""
    plain = "".join(" " if c.isspace() else c for c in name if c.isprintable() or c.isspace())
    return plain.strip()[:LONGEST_NAME] or "file"


def _absolute(path: Path) -> str:
    if not path.is_file():
        raise DataError(
            phrase("The file is not there."),
            phrase("A file that can be read is expected."),
            phrase("Choose it again."),
        )
    return str(path.resolve())


def _rows_read(rows: int) -> str:
    return phrase("{n:,} rows read", n=rows)


def _stored(share: float) -> float:
    return PARSED_SHARE + (LOADED - PARSED_SHARE) * share


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)
