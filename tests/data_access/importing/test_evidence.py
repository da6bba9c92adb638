"""Day or month first, point or comma: proven or asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing.errors import DataError
from data_access.importing.evidence import Readings, decimals
from tests.data_access.importing.files import mapped, parsed, written

_CONTACTS = mapped("contacts", {"day": "ts", "channel": "channel"})


def _file(tmp_path: Path, days: list[str]) -> Path:
    return written(tmp_path, "day,channel\n" + "".join(f"{d},Phone\n" for d in days))


def test_readings_count_what_reads_only_one_way() -> None:
    assert decimals(["1,5", "1.234", "12", "0,123"]) == Readings(0, 2, 1)
    assert decimals(["1.5", "1,234.5", "1,234"]) == Readings(2, 0, 1)
    assert Readings(1, 1, 0).open
    assert not Readings(0, 0, 0).open


@pytest.mark.parametrize(
    ("days", "first"), [(["01/02/2026", "13/02/2026"], "2026-02-01"), (["01/02/2026", "02/13/2026"], "2026-01-02")]
)
def test_one_proof_settles_the_whole_file(tmp_path: Path, days: list[str], first: str) -> None:
    _, tables = parsed(_file(tmp_path, days), _CONTACTS, tmp_path / "out")
    assert str(tables["contacts"][0]["day"]) == first


def test_the_proof_may_stand_behind_the_sample(tmp_path: Path) -> None:
    _, tables = parsed(_file(tmp_path, ["01/02/2026"] * 6000 + ["13/02/2026"]), _CONTACTS, tmp_path / "out")
    assert str(tables["contacts"][0]["day"]) == "2026-02-01"


def test_without_proof_the_file_is_asked_about_not_guessed(tmp_path: Path) -> None:
    path = _file(tmp_path, ["01/02/2026", "03/04/2026"])
    with pytest.raises(DataError) as question:
        parsed(path, _CONTACTS, tmp_path / "out")
    assert "2 dates read either way" in question.value.seen
    assert "date_order" in question.value.next_step
    said = mapped("contacts", {"day": "ts", "channel": "channel"}, date_order="mdy")
    assert str(parsed(path, said, tmp_path / "out")[1]["contacts"][0]["day"]) == "2026-01-02"


def test_contradictory_dates_are_asked_about(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="contradictory"):
        parsed(_file(tmp_path, ["13/02/2026", "02/13/2026"]), _CONTACTS, tmp_path / "out")


def test_columns_may_differ_when_the_mapping_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "opened,closed\n13/01/2026,01/14/2026\n")
    mapping = mapped("complaints", {"opened": "ts", "closed": {"role": "closed_at", "date_order": "mdy"}})
    _, tables = parsed(path, mapping, tmp_path / "out")
    assert str(tables["complaints"][0]["closed_at"]) == "2026-01-14 00:00:00"


@pytest.mark.parametrize(("amounts", "first"), [(["1.234", "2,5"], 1234.0), (["1.234", "2.5"], 1.234)])
def test_decimal_mark_by_evidence(tmp_path: Path, amounts: list[str], first: float) -> None:
    path = written(tmp_path, "day;amount\n" + "".join(f"2026-01-05;{a}\n" for a in amounts))
    _, tables = parsed(path, mapped("purchases", {"day": "ts", "amount": "amount"}), tmp_path / "out")
    assert tables["purchases"][0]["amount"] == first


def test_decimal_mark_without_evidence_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "day;amount\n2026-01-05;1.234\n2026-01-05;5.678\n")
    with pytest.raises(DataError, match="decimal point or a decimal comma"):
        parsed(path, mapped("purchases", {"day": "ts", "amount": "amount"}), tmp_path / "out")
