"""Mappings travel as JSON unchanged, and say which key is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data_access.importing import mapping_json, roles
from data_access.importing.errors import DataError
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.schema import BEHIND
from tests.data_access.importing.files import mapped, score

_FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "mappings").glob("*.json"))
_GOOD: dict[str, Any] = {
    "version": 1,
    "kind": "answers",
    "source": "poll",
    "timezone": "Europe/Lisbon",
    "constants": {"ts": "2026-01-05"},
    "columns": [{"column": "q", "role": "score", "kind": "nps", "scale": [0, 10], "no_answer": ["11"]}],
}


def test_json_round_trip() -> None:
    mapping = Mapping(
        "complaints",
        "desk",
        (
            ColumnMap("a", "ts", date_order="dmy"),
            ColumnMap("b", "closed_at"),
            ColumnMap("b", "resolved_at"),
            ColumnMap("c", "confirmed", values=(("Sim", "yes"), ("?", None))),
            ColumnMap("d", "id", empty=("-",)),
            ColumnMap(
                "e", "satisfaction_after", question="After", kind="csat", scale=(1.0, 5.0), no_answer=("0",), reversed=True
            ),
            ColumnMap("f", "ignore", reason="personal data", personal=True),
        ),
        constants=(("channel", "Phone"),),
        timezone="Asia/Shanghai",
        delimiter=";",
        header_line=2,
        header_rows=2,
        decimal=",",
    )
    assert mapping_json.from_json(mapping_json.to_json(mapping)) == mapping


@pytest.mark.parametrize("path", _FIXTURES, ids=lambda p: p.stem)
def test_kept_mappings_are_complete_and_stable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    mapping = mapping_json.from_json(text)
    assert mapping.check() is mapping
    assert mapping_json.to_json(mapping) == text


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"colums": []}, "colums"),
        ({"version": 2}, "version"),
        ({"kind": "polls"}, "kind"),
        ({"source": ""}, "source"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"decimal": ";"}, "decimal"),
        ({"header_line": True}, "header_line"),
        ({"header_rows": 0}, "header_rows"),
        ({"columns": {}}, "columns"),
        ({"columns": [{"column": "q", "role": "scoer"}]}, "'scoer'"),
        ({"columns": [{"column": "q", "role": "score", "kind": "csat", "scale": [5]}]}, "columns[0].scale"),
        ({"columns": [{"column": "q", "role": "score", "kind": "csat", "scale": [5, 1]}]}, "columns[0].scale"),
        ({"columns": [{"column": "q", "role": "score", "kind": "stars", "scale": [1, 5]}]}, "columns[0].kind"),
        ({"columns": [{"column": "q", "role": "ts", "values": ["x"]}]}, "columns[0].values"),
        ({"columns": [{"column": "q", "rol": "ts"}]}, "columns[0].rol"),
        ({"constants": {"ts": 5}}, "constants"),
        ({"columns": [{"column": "a", "role": "ts"}, {"column": "b", "role": "ts"}]}, "'ts' is given twice"),
    ],
)
def test_faults_name_the_offending_key(change: dict[str, Any], key: str) -> None:
    with pytest.raises(DataError) as fault:
        mapping_json.from_json(json.dumps(_GOOD | change))
    assert key in fault.value.seen
    assert fault.value.expected


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', "[" * 100_000])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        mapping_json.from_json(text)


@pytest.mark.parametrize("kind", roles.KINDS)
def test_no_column_is_what_the_store_keeps_for_itself(kind: str) -> None:
    assert not set(roles.types(kind)) & {*BEHIND, "day", "record", "batch_id", "source"}


def test_a_typing_error_in_a_role_gets_a_hint() -> None:
    with pytest.raises(DataError, match="Did you mean 'channel'"):
        mapped("contacts", {"a": "chanel"})


@pytest.mark.parametrize(
    ("kind", "columns", "missing"),
    [
        ("contacts", {"a": "channel"}, "ts"),
        ("answers", {"a": "ts"}, "score, a comment or a breakdown"),
        ("customers", {"a": "status"}, "customer"),
        ("invitations", {"a": "ts"}, "sent"),
    ],
)
def test_an_incomplete_mapping_says_what_is_missing(kind: str, columns: dict[str, str], missing: str) -> None:
    with pytest.raises(DataError, match=missing):
        mapped(kind, columns).check()


def test_a_score_without_scale_is_incomplete() -> None:
    with pytest.raises(DataError, match="kind or scale"):
        Mapping("answers", "s", (ColumnMap("q", "score", kind="nps"),), (("ts", "2026-01-01"),)).check()
    assert mapped("answers", {"q": score()}, constants={"ts": "2026-01-01"}).check()
