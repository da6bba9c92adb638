"""A survey's question by its name on the command line, and what files say of it."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pytest

import manage
from data_access.store import Store
from reports.reading import csv_lines, sheet_lines
from tests.conftest import load_rows


@pytest.fixture
def asked(store: Store) -> Store:
    load_rows(store, "responses", [{"ts": datetime(2026, 3, 1), "record": i, "channel": "Web"} for i in range(40)])
    answers = [(i, "Age", "ab"[i % 2]) for i in range(40)]
    answers += [(i, f"Seen: {('TV', 'Web')[i % 4 > 0]}", "yes") for i in range(40)]
    load_rows(store, "attributes", [
        {"record": i, "facts": "answers", "name": name, "value": value} for i, name, value in answers
    ])  # fmt: skip
    return store


def _run(store: Store, *argv: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return manage.run([str(a) for a in argv], out, err, store), out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("name", "near"), [("AGE", "'Age'"), ("Nope", "there are: "), ("seen: there", "'Seen'"), ("attr:Agee", "'Age'")]
)
def test_a_question_nobody_asked_is_refused_with_the_near_names(asked: Store, name: str, near: str, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    for argv in (("show",), ("export", "--format", "csv", "--out", file)):
        code, _, err = _run(asked, argv[0], "response_share", "--by", name, *argv[1:])
        assert code and "there is no question" in err and near in err and "Traceback" not in err
    assert not file.exists()


def test_a_question_with_several_choices_is_asked_by_its_name_and_every_file_says_which_it_was(
    asked: Store, tmp_path: Path
) -> None:  # fmt: skip
    code, out, _ = _run(asked, "show", "response_share", "--by", "Seen", "--format", "json")
    told = json.loads(out)
    shares = {row["answer"]: (row["value"], row["n"]) for row in told["rows"]}
    assert not code and shares == {"TV": (0.25, 40), "Web": (0.75, 40)}
    assert told["question"] == "Seen"
    assert "question: Seen" in _run(asked, "show", "response_share", "--by", "Seen")[1]
    for form, read in (("csv", csv_lines), ("xlsx", sheet_lines)):
        file = tmp_path / f"file.{form}"
        assert not _run(asked, "export", "response_share", "--by", "Seen", "--format", form, "--out", file)[0]
        assert all(line["filters"].endswith("question: Seen") for line in read(file.read_bytes()))
