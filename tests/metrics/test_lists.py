"""Things in a row, in the marks of whoever reads: nothing half-width between Chinese words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from data_access.filters import Filters
from metrics import lists
from metrics.drivers.naming import listed
from metrics.saying import speaking

NAMES = ["A", "B", "C", "D"]
ROOT = Path(__file__).resolve().parents[2]
HALF = re.compile(r'"[,;] "\.join\(')
MACHINES_AND_ENGLISH = {  # read by machines, typed back in, or told to whoever brings a file in English (no catalogue holds it)
    "reports/table.py", "reports/marks.py", "reports/console.py", "pages/ui/settings/topics.py", "commands/looking.py",
    "commands/questions.py",
    "metrics/question.py", "data_access/drill/behind.py", "data_access/settings/document.py",
}  # fmt: skip


@pytest.mark.parametrize(("language", "row", "parts", "told", "few", "both", "valued"), [
    ("en", "A, B, C, D", "A, B, C, D", "A; B; C; D", "A, B and 2 more", "A, B, C and D", "A (12 %)"),
    ("zh", "A、B、C、D", "A，B，C，D", "A；B；C；D", "A、B 等，另有 2 个", "A、B、C 和 D", "A（12 %）"),
])  # fmt: skip
def test_the_marks_are_the_readers(language, row, parts, told, few, both, valued):
    with speaking(language):
        assert lists.enumerated(NAMES) == row
        assert lists.clauses(["A", "", "B", "C", "D"]) == parts
        assert lists.statements([*NAMES, ""]) == told
        assert lists.few(NAMES, 2) == few
        assert lists.few(NAMES, 4) == row
        assert listed(NAMES, most=4) == both
        assert lists.valued("A", "12 %") == valued
    assert lists.enumerated([]) == lists.clauses([""]) == ""


def test_the_sentence_of_the_filters_is_written_so():
    chosen = Filters(date(2026, 1, 1), date(2026, 1, 31), (("channel", ("Chat", "Phone")),))
    with speaking("zh"):
        assert "Chat、Phone" in chosen.sentence()


def test_nobody_joins_what_people_read_on_their_own():
    """One way to tell things in a row (`metrics.lists`)."""
    rooms = [path for room in ("metrics", "charts", "pages", "reports", "commands") for path in (ROOT / room).rglob("*.py")]
    paths = [*rooms, ROOT / "data_access" / "filters.py"]
    strays = [
        f"{name}:{number}"
        for path in paths if (name := path.relative_to(ROOT).as_posix()) not in MACHINES_AND_ENGLISH
        and not name.startswith("metrics/stats/")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if HALF.search(line) and "Error" not in line
    ]  # fmt: skip
    assert strays == []
