"""Refused rows given away as a file, mended in whatever program, imported again: nothing left, nothing twice."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from data_access.batches import Batch, left, rejected
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.rejects import formula_safe, guarded, unguarded
from data_access.importing.returned import Token, token
from data_access.schema import contacts
from data_access.store import Store
from tests.data_access.importing.files import mapped, score, written

_ROLES = {
    "id": "id", "day": "ts", "customer": "customer", "channel": "channel", "note": score(question="Overall"),
    "why": "comment",
}  # fmt: skip
_WITH_IDS = mapped("contacts", _ROLES)
_WITHOUT = mapped("contacts", {name: role for name, role in _ROLES.items() if name not in ("id", "customer", "why")})
_FILE = (
    "id,day,customer,channel,note,why\n"
    "C1,2026-01-05,cust1,Phone,4,fine\n"
    'C2,soon,cust1,=Chat,5,"two\nlines, mail me at bob@example.com"\n'
    "C3,never,cust2,Web,3,\n"
    "C4,2026-01-06,cust3,Web,2,ok\n"
)
_PLAIN = "day,channel,note\n2026-01-05,Phone,4\nsoon,Phone,4\nsoon,Phone,4\nsoon,Web,1\n"


def loaded(store: Store, path: Path, mapping: Mapping, name: str) -> Batch:
    batch = service.import_file(store, path, mapping, name, "ana")
    assert batch.rows_read == batch.rows_loaded + batch.rows_rejected + batch.rows_duplicate + batch.rows_conflict
    return batch


def mended(
    store: Store, batch: Batch, folder: Path, *changes: tuple[str, str], how: str = "utf-8-sig", mark: str = ","
) -> Path:
    """The file of refused rows, cells replaced one after another, saved as some program does."""
    rows = list(csv.reader(io.StringIO(service.rejected_csv(store, batch.id).decode("utf-8-sig"))))
    for old, new in changes:
        i, k = next((i, k) for i, row in enumerate(rows) for k, cell in enumerate(row) if cell == old and k > 4)
        rows[i][k] = new
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    path = folder / "mended.csv"
    path.write_bytes(out.getvalue().encode(how))
    return path


def shown(store: Store) -> list[tuple[object, ...]]:
    with store.engine.connect() as connection:
        columns = contacts.c.day, contacts.c.channel, contacts.c.customer
        return sorted((str(d), c, p) for d, c, p in connection.execute(select(*columns)))


@pytest.mark.parametrize(("how", "mark"), [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t"), ("cp1252", ";")])
def test_mended_rows_complete_their_batch(store: Store, tmp_path: Path, how: str, mark: str) -> None:
    first = loaded(store, written(tmp_path, _FILE), _WITH_IDS, "f.csv")
    assert (first.rows_loaded, first.rows_rejected, left(store, first.id)) == (2, 2, 2)
    back = mended(store, first, tmp_path, ("soon", "2026-01-07"), ("never", "2026-01-08"), how=how, mark=mark)
    foreseen = service.dry_run(store, back, _WITH_IDS, "mended.csv")
    assert (foreseen.read, foreseen.new, foreseen.rejected) == (2, 2, 0)
    second = loaded(store, back, _WITH_IDS, "mended.csv")
    assert (second.rows_new, second.rows_rejected, second.completes, left(store, first.id)) == (2, 0, first.id, 0)
    assert (len(shown(store)), len({who for _, _, who in shown(store)})) == (4, 3), "hashed customers are who they were"
    assert ("2026-01-07", "=Chat", shown(store)[0][2]) in shown(store), "the guard against formulas is taken off again"
    again = loaded(store, back, _WITH_IDS, "mended.csv")
    assert (again.rows_loaded, again.rows_duplicate) == (0, 2)
    whole = _FILE.replace("soon", "2026-01-07").replace("never", "2026-01-08")
    third = loaded(store, written(tmp_path, whole, "whole.csv"), _WITH_IDS, "whole.csv")
    assert (third.rows_new, third.rows_rejected, len(shown(store))) == (0, 0, 4), "the whole file mended doubles nothing"


def test_rows_without_ids_are_those_of_the_mended_file(store: Store, tmp_path: Path) -> None:
    first = loaded(store, written(tmp_path, _PLAIN), _WITHOUT, "f.csv")
    assert (first.rows_loaded, first.rows_rejected) == (1, 3)
    days = [("soon", "2026-01-05"), ("soon", "2026-01-05"), ("soon", "2026-01-06")]
    back = mended(store, first, tmp_path, *days)
    second = loaded(store, back, _WITHOUT, "mended.csv")
    assert (second.rows_new, second.rows_duplicate, left(store, first.id)) == (3, 0, 0), "a row mended to one that is there"
    assert loaded(store, back, _WITHOUT, "mended.csv").rows_duplicate == 3
    whole = _PLAIN.replace("soon,Phone", "2026-01-05,Phone").replace("soon,Web", "2026-01-06,Web")
    assert loaded(store, written(tmp_path, whole, "w.csv"), _WITHOUT, "w.csv").rows_duplicate == 4
    assert len(shown(store)) == 4


def test_rows_without_ids_and_with_hidden_cells_change_when_they_are_mended_again(store: Store, tmp_path: Path) -> None:
    mapping = mapped("contacts", {"day": "ts", "customer": "customer", "channel": "channel"})
    text = "day,customer,channel\n2026-01-05,cust1,Phone\nsoon,cust1,Web\n"
    first = loaded(store, written(tmp_path, text), mapping, "f.csv")
    assert loaded(store, mended(store, first, tmp_path, ("soon", "2026-01-06")), mapping, "m.csv").rows_new == 1
    service.undo(store, 2, "ana")
    assert left(store, first.id) == 1
    service.redo(store, 2, "ana")
    assert left(store, first.id) == 0
    rows = service.rejected_csv(store, first.id).decode("utf-8-sig").splitlines()
    assert len(rows) == 1, "what came back is not given away again"


def test_what_is_still_wrong_comes_back_as_the_row_it_was(store: Store, tmp_path: Path) -> None:
    first = loaded(store, written(tmp_path, _FILE), _WITH_IDS, "f.csv")
    second = loaded(store, mended(store, first, tmp_path, ("soon", "2026-01-07")), _WITH_IDS, "m.csv")
    assert (second.rows_new, second.rows_rejected, left(store, first.id)) == (1, 1, 1)
    third = loaded(store, mended(store, second, tmp_path, ("never", "2026-01-08")), _WITH_IDS, "m2.csv")
    assert (third.rows_new, third.completes, left(store, first.id), left(store, second.id)) == (1, first.id, 0, 0)
    assert len(shown(store)) == 4


def test_a_conflict_names_both_rows_and_can_be_decided(store: Store, tmp_path: Path) -> None:
    text = _FILE.replace("C4,2026-01-06,cust3,Web,2,ok", "C1,2026-01-05,cust1,Chat,5,fine\nC4,2026-01-06,cust3,Web,2,ok")
    first = loaded(store, written(tmp_path, text), _WITH_IDS, "f.csv")
    assert (first.rows_loaded, first.rows_conflict, first.rows_rejected) == (2, 1, 2)
    (conflict,) = [row for row in rejected(store, first.id) if row.outcome == "conflict"]
    said = 'line 2 has the same id and was loaded; this row differs in channel ("Phone" there, "Chat" here), note ("4" there'
    assert said in conflict.reason
    assert "cust1" not in conflict.reason + "".join(conflict.cells)
    assert [channel for _, channel, _ in shown(store)] == ["Phone", "Web"]
    days = ("soon", "2026-01-07"), ("never", "2026-01-08")
    second = loaded(store, mended(store, first, tmp_path, *days), _WITH_IDS, "m.csv")
    assert (second.rows_new, second.rows_changed, left(store, first.id)) == (2, 1, 0)
    assert shown(store)[0][1] == "Chat", "given back as it is, the row takes the first one's place"


def test_a_mended_file_says_by_itself_what_it_is(store: Store, tmp_path: Path) -> None:
    text = _FILE.replace(",", ";")
    first = loaded(store, written(tmp_path, text, encoding="utf-16"), _WITH_IDS, "f.csv")
    found = service.inspect(mended(store, first, tmp_path), "rejected-1.csv", store=store)
    assert found.mapping is not None
    assert (found.remembered, found.questions, found.mapping.source, found.mapping.kind) == (True, (), "test", "contacts")
    back = mended(store, first, tmp_path, ("soon", "2026-01-07"), ("never", "2026-01-08"))
    assert loaded(store, back, found.mapping, "rejected-1.csv").rows_new == 2
    assert service.preview(back, found.mapping).facts["contacts"][0]["day"] == "2026-01-07"


def test_replacing_a_batch_takes_its_mended_rows_along(store: Store, tmp_path: Path) -> None:
    first = loaded(store, written(tmp_path, _PLAIN), _WITHOUT, "f.csv")
    loaded(store, mended(store, first, tmp_path, ("soon", "2026-02-05")), _WITHOUT, "m.csv")
    whole = written(tmp_path, _PLAIN.replace("soon", "2026-03-05"), "whole.csv")
    foreseen = service.dry_run(store, whole, _WITHOUT, "whole.csv", replaces=first.id)
    third = service.import_file(store, whole, _WITHOUT, "whole.csv", "ana", replaces=first.id)
    assert (foreseen.new, foreseen.duplicate, foreseen.gone) == (third.rows_new, third.rows_duplicate, 1) == (4, 0, 1)
    assert third.replaces == first.id
    assert len(shown(store)) == 4
    with pytest.raises(DataError, match="replaced by batch 3"):
        service.redo(store, first.id, "ana")
    with pytest.raises(DataError, match="replaced by batch 3"):
        service.redo(store, 2, "ana")
    service.undo(store, third.id, "ana")
    service.redo(store, first.id, "ana")
    assert len(shown(store)) == 1


def test_refused_rows_of_nothing_here_are_refused(store: Store, tmp_path: Path) -> None:
    head = "line,outcome,column,reason,row,day,channel,note\n"
    rows = {
        "says in which batch": "2,rejected,day,bad,,2026-01-05,Phone,4\n",
        "several batches": "2,rejected,day,bad,B1L2,2026-01-05,Phone,4\n3,rejected,day,bad,B2L3,2026-01-05,Phone,4\n",
        "no batch 7": "2,rejected,day,bad,B7L2,2026-01-05,Phone,4\n",
    }
    for said, text in rows.items():
        with pytest.raises(DataError, match=said):
            service.import_file(store, written(tmp_path, head + text), _WITHOUT, "f.csv", "ana")
    loaded(store, written(tmp_path, _PLAIN), _WITHOUT, "f.csv")
    other = mapped("purchases", {"day": "ts"})
    with pytest.raises(DataError, match="Use the mapping of that batch"):
        text = rows["no batch 7"].replace("B7", "B1")
        service.import_file(store, written(tmp_path, head + text), other, "f.csv", "ana")


@given(st.text(st.sampled_from("'=+-@ a\t０＝"), max_size=6))
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert formula_safe(guarded(cell)) == guarded(cell), "guarded is safe"


@given(st.integers(1, 10**6), st.integers(1, 10**9), st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)))
def test_a_token_names_the_row(batch: int, line: int, record: int | None) -> None:
    assert Token.read(token(batch, line, record)) == Token(batch, line, record)
