"""Importing a file, for the Data page and the command line: look, try, import, take back.

Every untrusted byte is read in the capped parsing process. Whatever is wrong ends as a DataError: what was seen, what
was expected, what to do next.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from data_access import loading
from data_access.batches import Batch, Rejected
from data_access.errors import LoadError, StoreError
from data_access.importing import job, known, mapping_json, roles
from data_access.importing.errors import DataError
from data_access.importing.house import with_codes
from data_access.importing.inspection import Inspection
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import AS_FOUND, HowRead, Mapping
from data_access.importing.rejects import as_csv
from data_access.importing.values import fold
from data_access.pseudonym import KeyFileError, Pseudonymiser, key_file

if TYPE_CHECKING:
    from data_access.store import Store

LONGEST_NAME = 200
PARSED_SHARE = 0.6  # of an import's time, as measured; the rest is loading
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

    how: what somebody has said about encoding, sheet, header …, after a first look.
    """
    source = source or slug(name)
    try:
        if kind is not None and kind not in roles.KINDS:
            raise DataError(
                f"Kind {kind!r} does not exist.", f"Expected one of {', '.join(roles.KINDS)}.", "Choose one of them."
            )
        asked: dict[str, Any] = {"task": "inspect", "path": _absolute(path), "kind": kind, "source": source}
        asked["how"] = asdict(how)
        if store is not None:
            house = store.settings()
            asked["remembered"] = known.remembered(store, source)
            asked |= {"no_answer": house.no_answer, "timezone": house.timezone}
        with job.workplace() as folder:
            found = job.run(asked, folder)
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


def dry_run(store: Store, path: Path, mapping: Mapping, name: str, progress: Progress | None = None) -> Ledger:
    """What an import would do to every row, counted; nothing is stored."""
    mapping = with_codes(mapping, store.settings().no_answer)
    with job.workplace() as folder:
        parsed = _parse(store, path, mapping, folder, progress)
        ledger = Ledger.from_dict(parsed["ledger"])
        duplicate, conflict = known.met(store, folder / parsed["files"]["records"])
    _tell(progress, LOADED, name)
    return replace(
        ledger,
        loaded=ledger.loaded - duplicate - conflict,
        duplicate=ledger.duplicate + duplicate,
        conflict=ledger.conflict + conflict,
    )


def import_file(
    store: Store, path: Path, mapping: Mapping, name: str, subject: str, *, progress: Progress | None = None
) -> Batch:
    """The file as one atomic batch; its mapping is remembered. The same file again adds nothing."""
    _absolute(path)
    mapping = with_codes(mapping, store.settings().no_answer)
    with job.workplace() as folder, path.open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        parsed = _parse(store, path, mapping, folder, progress)
        ledger = Ledger.from_dict(parsed["ledger"])
        new = loading.NewBatch(
            mapping.source,
            mapping.kind,
            _tidy(name),
            digest,
            parsed["mapping"],
            subject,
            ledger.read,
            rejected=_rejects(folder / "rejected.parquet"),
            rows_duplicate_in_file=ledger.duplicate,
            rows_conflict_in_file=ledger.conflict,
            rows_flagged=ledger.flagged,
            cells=ledger.cells,
        )
        _tell(progress, PARSED_SHARE, "storing")
        _add_conflicting_cells(store, path, mapping, folder)
        try:
            tables = {table: folder / file for table, file in parsed["files"].items()}
            batch = loading.load(store, new, tables, lambda share: _tell(progress, _stored(share), "storing"))
        except (LoadError, StoreError) as error:
            raise DataError(str(error), "", "Nothing was stored.") from error
    known.remember(store, mapping.source, mapping.kind, parsed["mapping"])
    _tell(progress, LOADED, "done")
    return batch


def undo(store: Store, batch_id: int, subject: str) -> Batch:
    """Takes a batch back, whole. Raises DataError when there is nothing to take back."""
    try:
        return loading.undo(store, batch_id, subject)
    except StoreError as error:
        raise DataError(str(error), "", "Choose a loaded batch.") from error


def rejected_csv(store: Store, batch_id: int) -> bytes:
    """The batch's rows that were not loaded, with line and reason, to be mended and imported again."""
    try:
        rows = loading.rejected(store, batch_id)
        batch = next(b for b in loading.batches(store) if b.id == batch_id)
    except StoreError as error:
        raise DataError(str(error), "", "Choose a loaded batch.") from error
    return as_csv(rows, mapping_json.from_json(batch.mapping).headers)


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
    return job.run(task, folder, lambda share, rows: _tell(progress, PARSED_SHARE * share, f"{rows:,} rows read"))


def _task(name: str, store: Store, path: Path, mapping: Mapping) -> dict[str, Any]:
    try:
        Pseudonymiser.beside(store)  # makes the key, or says what is wrong with it
    except (KeyFileError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise DataError(f"The key for customer identifiers cannot be used: {why}.", "", "Tell the operator.") from error
    key = str(key_file(store).resolve())
    return {"task": name, "path": _absolute(path), "mapping": mapping_json.to_json(mapping), "key_file": key}


def _add_conflicting_cells(store: Store, path: Path, mapping: Mapping, folder: Path) -> None:
    """Rows that contradict stored ones are listed with their cells: read again, for those few lines only."""
    if known.conflicts_possible(store, mapping):
        lines = known.conflicting_lines(store, folder / "records.parquet")
        if lines:
            job.run({**_task("cells", store, path, mapping), "lines": lines}, folder)


def _rejects(path: Path) -> tuple[Rejected, ...]:
    return tuple(
        Rejected(r["line"], r["outcome"], r["column"], r["reason"], tuple(json.loads(r["cells"])))
        for r in pq.read_table(path).to_pylist()
    )


def _tidy(name: str) -> str:
    """An uploaded file's name is only ever shown: printable and short."""
    return "".join(c for c in name if c.isprintable())[:LONGEST_NAME] or "file"


def _absolute(path: Path) -> str:
    if not path.is_file():
        raise DataError("The file is not there.", "A file that can be read is expected.", "Choose it again.")
    return str(path.resolve())


def _stored(share: float) -> float:
    return PARSED_SHARE + (LOADED - PARSED_SHARE) * share


def _tell(progress: Progress | None, share: float, what: str) -> None:
    if progress is not None:
        progress(share, what)
