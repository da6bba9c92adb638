"""Personal data: keyed hashes for customers, redacted comments, nothing raw in what is written."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from data_access.importing.rejects import formula_safe
from data_access.pseudonym import KeyFileError, Pseudonymiser
from tests.data_access.importing.files import mapped, parsed, score, written


def test_same_customer_same_hash_other_key_other_hash(tmp_path: Path) -> None:
    one = Pseudonymiser.from_file(tmp_path / "a.key")
    assert one.customer("Ａ12 ") == one.customer("A12") == Pseudonymiser.from_file(tmp_path / "a.key").customer("A12")
    assert one.customer("A12") != one.customer("A13")
    assert one.customer("A12") != Pseudonymiser.from_file(tmp_path / "b.key").customer("A12")
    assert len(one.customer("A12")) == 32
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600


def test_key_made_by_many_at_once_is_one_key(tmp_path: Path) -> None:
    hashes: list[str] = []
    threads = [
        threading.Thread(target=lambda: hashes.append(Pseudonymiser.from_file(tmp_path / "k.key").customer("x")))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hashes) == 12
    assert len(set(hashes)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["k.key"]


def test_a_key_others_can_read_is_refused(tmp_path: Path) -> None:
    Pseudonymiser.from_file(tmp_path / "a.key")
    (tmp_path / "a.key").chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        Pseudonymiser.from_file(tmp_path / "a.key")


def test_nothing_raw_reaches_what_is_written(tmp_path: Path) -> None:
    planted = ["CUST-778899", "ana@example.com", "+351 912 345 678", "R-5551"]
    rows = [
        "R-5551,2026-01-05,CUST-778899,5,call +351 912 345 678 or ana@example.com,ana@example.com",
        "R-5551,2026-01-05,CUST-778899,4,other content ana@example.com,ana@example.com",
        "R-7,no date,CUST-778899,5,ana@example.com,ana@example.com",
        "R-8,2026-01-05,CUST-778899,ana@example.com",
    ]
    columns = {
        "id": "id",
        "day": "ts",
        "cust": "customer",
        "q": score(),
        "why": "comment",
        "mail": {"role": "ignore", "reason": "personal data", "personal": True},
    }
    path = written(
        tmp_path, "id,day,cust,q,why,mail\n" + "\n".join([*rows, *(f"R-{i},2026-01-05,C{i},5,fine,x" for i in range(10, 20))])
    )
    ledger, tables = parsed(path, mapped("answers", columns), tmp_path / "out")
    assert (ledger.read, ledger.loaded, ledger.rejected, ledger.conflict) == (14, 11, 2, 1)
    text = repr(tables)
    assert [word for word in planted if word in text] == []
    assert tables["comments"][0]["text"] == "call [number] or [e-mail]"
    assert tables["answers"][0]["customer"] is not None


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\ufeff=1", "＝1", "\u200b-2"])
def test_cells_that_look_like_formulas_are_quoted(cell: str) -> None:
    assert formula_safe(cell) == "'" + cell
    assert formula_safe("a" + cell) == "a" + cell
