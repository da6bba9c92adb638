"""The whole way: look, preview, try, import, again, take back. Through the parsing process, into a store."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from data_access import sources
from data_access.batches import ChangedCell, changed_cells_of
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.pseudonym import KEY_FILE_VARIABLE
from data_access.schema import FACTS, answers, complaints, contacts, purchases
from data_access.store import Store
from tests.data_access.importing.files import mapped, score, written

_TEXT = "id,day,customer,channel,note\n" + "".join(
    f"C{i},2026-01-{i % 28 + 1:02},cust{i % 7},Phone,{i % 5 + 1}\n" for i in range(60)
)
_MAPPING = mapped(
    "contacts", {"id": "id", "day": "ts", "customer": "customer", "channel": "channel", "note": score(question="Overall")}
)


@pytest.fixture(autouse=True)
def _key_of_server_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A server's store has no folder of its own: its key stays in the test's."""
    if "postgresql" in request.node.name:
        monkeypatch.setenv(KEY_FILE_VARIABLE, str(tmp_path / "server.key"))


def _count(store: Store, table: object) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def test_import_then_again_adds_nothing(stores: Store, tmp_path: Path) -> None:
    path = written(tmp_path, _TEXT)
    told: list[float] = []
    batch = service.import_file(stores, path, _MAPPING, "contacts.csv", "ana", progress=lambda share, _: told.append(share))
    assert (batch.rows_read, batch.rows_loaded, batch.loaded["contacts"], batch.loaded["answers"]) == (60, 60, 60, 60)
    assert (batch.source, batch.kind, batch.file_name, batch.created_by) == ("test", "contacts", "contacts.csv", "ana")
    assert batch.cells["Overall"] == {"valid": 60, "no_answer": 0, "invalid": 0}
    assert told == sorted(told)
    assert told[-1] == 1.0
    again = service.import_file(stores, path, _MAPPING, "contacts.csv", "ana")
    assert (again.rows_read, again.rows_loaded, again.rows_duplicate) == (60, 0, 60)
    assert _count(stores, contacts) == 60


def test_dry_run_counts_without_storing(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, _TEXT)
    assert service.dry_run(store, path, _MAPPING, "f.csv").loaded == 60
    assert [_count(store, table) for table in FACTS] == [0] * len(FACTS)
    service.import_file(store, path, _MAPPING, "f.csv", "ana")
    changed = written(
        tmp_path, _TEXT.replace("C5,2026-01-06", "C5,2026-01-07") + "C99,2026-01-05,cust1,Web,5\nC98,,cust1,Web,5\n", "g.csv"
    )
    found = service.dry_run(store, changed, _MAPPING, "g.csv")
    assert (found.read, found.new, found.changed, found.duplicate, found.conflict, found.rejected) == (62, 1, 1, 59, 0, 1)
    assert found.balanced()
    assert (found.people, found.first_day, found.last_day) == (7, date(2026, 1, 1), date(2026, 1, 28))
    assert found.changes == [ChangedCell(7, "day", "2026-01-06", "2026-01-07")]
    assert _count(store, contacts) == 60
    batch = service.import_file(store, changed, _MAPPING, "g.csv", "ana")
    assert (batch.rows_new, batch.rows_changed, batch.rows_duplicate, batch.rows_rejected) == (1, 1, 59, 1)
    assert changed_cells_of(store, batch.id) == found.changes


def test_rejected_rows_come_back_as_a_file_without_identifiers(store: Store, tmp_path: Path) -> None:
    service.import_file(store, written(tmp_path, _TEXT), _MAPPING, "f.csv", "ana")
    rows = ["5,C5,2026-02-01,cust5,=Phone,m", "4,C77,soon,cust9,'=Chat,m", "5,C78,2026-02-01,cust9,Chat,m"]
    mixed = "\n".join(["note,id,day,customer,channel,more", *rows])
    batch = service.import_file(store, written(tmp_path, mixed, "g.csv"), _MAPPING, "g.csv", "ana")
    assert (batch.rows_read, batch.rows_new, batch.rows_changed, batch.rows_rejected) == (3, 1, 1, 1)
    content = service.rejected_csv(store, batch.id)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["line", "outcome", "column", "reason", "row", "note", "id", "day", "customer", "channel", "more"]
    (rejected,) = rows[1:]
    assert (rejected[0], rejected[1], rejected[2], rejected[7], rejected[9]) == ("3", "rejected", "day", "soon", "''=Chat")
    assert b"cust9" not in content
    assert b"C77" not in content


def test_undo_takes_everything_back_and_the_file_can_return(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, _TEXT)
    batch = service.import_file(store, path, _MAPPING, "f.csv", "ana")
    assert service.undo(store, batch.id, "ana").state == "undone"
    assert [_count(store, table) for table in FACTS] == [0] * len(FACTS)
    with pytest.raises(DataError, match="already undone"):
        service.undo(store, batch.id, "ana")
    assert service.redo(store, batch.id, "ana").state == "loaded"
    assert _count(store, contacts) == 60
    with pytest.raises(DataError, match="is loaded"):
        service.redo(store, batch.id, "ana")
    service.undo(store, batch.id, "ana")
    with pytest.raises(DataError, match="not there"):
        service.import_file(store, tmp_path / "missing.csv", _MAPPING, "f.csv", "ana")
    with pytest.raises(DataError, match="no batch 99"):
        service.rejected_csv(store, 99)
    assert service.import_file(store, path, _MAPPING, "f.csv", "ana").rows_loaded == 60


def test_the_mapping_is_remembered_for_the_same_columns(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, _TEXT)
    assert not service.inspect(path, "f.csv", source="test", store=store).remembered
    service.import_file(store, path, _MAPPING, "f.csv", "ana")
    found = service.inspect(path, "next.csv", kind="contacts", source="test", store=store)
    assert found.remembered
    assert found.mapping is not None
    assert found.mapping.columns == _MAPPING.columns
    other = written(tmp_path, _TEXT.replace("note", "mark", 1), "other.csv")
    assert not service.inspect(other, "other.csv", source="test", store=store).remembered
    assert service.load_mapping(service.export_mapping(found.mapping)) == found.mapping


def test_inspect_tells_layout_mapping_reasons_and_questions(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "Ticket ID;Opened;Closed;Channel\n"
        + "".join(f"{i};0{i % 9 + 1}/02/2026;0{i % 9 + 1}/03/2026;Phone\n" for i in range(30)),
    )
    found = service.inspect(path, "Désk  export 2026.csv")
    assert found.refusal is None
    assert (found.encoding, found.delimiter, found.header_line) == ("utf-8", ";", 1)
    assert found.mapping is not None
    assert (found.mapping.kind, found.mapping.source) == ("complaints", "désk-export-2026")
    assert {c.column: c.role for c in found.columns if c.confidence == "high"}["Opened"] == "ts"
    (question,) = [q for q in found.questions if q.key == "date_order"]
    assert question.blocking
    assert question.options == ("dmy", "mdy")
    with pytest.raises(DataError, match="day or the month"):
        service.preview(path, found.mapping)


def test_inspect_refuses_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"PK\x03\x04rest")
    refusal = service.inspect(path, "x.csv").refusal
    assert refusal is not None
    assert "workbook is damaged" in refusal.seen
    unknown = service.inspect(written(tmp_path, _TEXT), "y.csv", kind="polls").refusal
    assert unknown is not None
    assert "polls" in unknown.seen


def test_preview_shows_raw_rows_beside_stored_ones(tmp_path: Path) -> None:
    found = service.preview(written(tmp_path, _TEXT + "X,never,c,Phone,9\n"), _MAPPING, rows=3)
    assert [row["id"] for row in found.raw] == ["C0", "C1", "C2"]
    assert [row["line"] for row in found.raw] == [2, 3, 4]
    first = found.facts["contacts"][0]
    assert (first["line"], first["ts"], first["day"], first["channel"]) == (2, "2026-01-01 00:00:00", "2026-01-01", "Phone")
    assert first["customer"] not in ("cust0", None)
    assert [(row["question"], row["score"]) for row in found.facts["answers"]] == [
        ("Overall", 1.0),
        ("Overall", 2.0),
        ("Overall", 3.0),
    ]
    last = service.preview(written(tmp_path, _TEXT + "X,never,c,Phone,9\n"), _MAPPING, rows=100)
    assert last.rejected[0]["line"] == 62


def test_customers_are_the_same_hash_in_every_file_and_never_raw(store: Store, tmp_path: Path) -> None:
    service.import_file(store, written(tmp_path, _TEXT), _MAPPING, "f.csv", "ana")
    bought = mapped("purchases", {"day": "ts", "who": "customer", "sum": "amount"}, source="shop")
    service.import_file(store, written(tmp_path, "day,who,sum\n2026-01-05,cust3,9.50\n", "p.csv"), bought, "p.csv", "ana")
    with store.engine.connect() as connection:
        names = set(connection.execute(select(contacts.c.customer)).scalars())
        assert set(connection.execute(select(purchases.c.customer)).scalars()) <= names
    assert len(names) == 7
    store.close()
    kept = b"".join(p.read_bytes() for p in (tmp_path / "store").rglob("*") if p.is_file())
    assert b"cust3" not in kept
    assert (tmp_path / "store" / "touchstone.key").stat().st_mode & 0o077 == 0


def test_all_kinds_arrive(store: Store, tmp_path: Path) -> None:
    files = {
        "invitations": (
            "day,sent,back,n\n2026-01-05,100,2,30\n",
            {"day": "ts", "sent": "sent", "back": "bounced", "n": "answered"},
        ),
        "customers": ("who,since,kind\nc1,2020-05-01,gold\n", {"who": "customer", "since": "since", "kind": "segment"}),
        "purchases": ("day,who,eur\n2026-01-05,c1,12.5\n", {"day": "ts", "who": "customer", "eur": "amount"}),
        "complaints": ("day,due\n2026-01-05,2026-01-09\n", {"day": "ts", "due": "due_at"}),
        "answers": ("day,q\n2026-01-05,7\n", {"day": "ts", "q": score("nps", 0, 10)}),
    }
    for kind, (text, columns) in files.items():
        batch = service.import_file(store, written(tmp_path, text, f"{kind}.csv"), mapped(kind, columns), f"{kind}.csv", "ana")
        wanted = {"responses": 1, "answers": 1} if kind == "answers" else {kind: 1}
        assert batch.loaded == wanted, kind


def test_two_imports_at_once_both_land(store: Store, tmp_path: Path) -> None:
    done: list[int] = []
    broken: list[BaseException] = []

    def run(place: int) -> None:
        path = written(tmp_path, _TEXT.replace("C", f"{place}C"), f"{place}.csv")
        try:
            done.append(service.import_file(store, path, _MAPPING, path.name, "ana").rows_loaded)
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            broken.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert done == [60, 60, 60]
    assert _count(store, contacts) == 180


def test_a_scored_complaint_file_lands_whole(stores: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "day,closed,stars,kind\n2026-01-05,2026-01-07,4,late\n2026-01-06,,,lost\n")
    mapping = mapped(
        "complaints",
        {
            "day": "ts",
            "closed": ["closed_at", "resolved_at"],
            "stars": {**score(), "role": "satisfaction_after"},
            "kind": "attribute",
        },
    )
    batch = service.import_file(stores, path, mapping, "c.csv", "ana")
    assert batch.loaded == {"complaints": 2, "answers": 1, "attributes": 2}
    with stores.engine.connect() as connection:
        assert connection.execute(select(complaints.c.satisfaction_after).order_by(complaints.c.ts)).scalars().all() == [
            4.0,
            None,
        ]
        assert connection.execute(select(answers.c.score)).scalars().all() == [4.0]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b\nc.csv", "x" * 5000, "", "‮gpj.csv"])
def test_a_files_name_is_only_ever_text(store: Store, tmp_path: Path, name: str) -> None:
    batch = service.import_file(store, written(tmp_path, _TEXT), _MAPPING, name, "ana")
    assert 0 < len(batch.file_name) <= 200
    assert batch.file_name.isprintable()
    assert service.slug(name).replace("-", "").isalnum()


def test_progress_is_reported_while_reading_and_storing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "PORTION", 1_000)
    text = "day,channel\n" + "2026-01-05 10:00:00,Phone\n" * 120_000
    told: list[tuple[float, str]] = []
    tell: Callable[[float, str], None] = lambda share, what: told.append((share, what))  # noqa: E731
    service.import_file(
        store, written(tmp_path, text), mapped("contacts", {"day": "ts", "channel": "channel"}), "f", "ana", progress=tell
    )
    assert any("rows read" in what for _, what in told)
    assert len({share for share, what in told if what == "storing"}) > 2
    assert json.dumps([share for share, _ in told]) == json.dumps(sorted(share for share, _ in told))
