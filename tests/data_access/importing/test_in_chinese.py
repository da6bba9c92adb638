"""What an import says, in Chinese and in English, from the parsing process to the reader: one look, any language."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.store import Store
from metrics.phrases import Phrase, spoken
from metrics.saying import speaking
from tests.data_access.importing.files import mapped, score, written
from tests.hostile import bytes_cases, container_cases, shape_cases

VENDORS = Path(__file__).resolve().parents[2] / "fixtures" / "vendors"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(f"duckdb:///{tmp_path_factory.mktemp('chinese') / 's.duckdb'}?threads=1&memory_limit=500MB")
    yield opened
    opened.close()


def chinese(text: str) -> str:
    with speaking("zh"):
        return spoken(text)


def zipped(name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


LINES = "".join(f"2026-01-{i % 28 + 1:02},Phone\n" for i in range(40))
WIDE = b",".join(b"c%d" % i for i in range(3000)) + b"\n" + b",".join([b"1"] * 3000) + b"\n"
REFUSALS: dict[str, tuple[bytes, str, str]] = {  # a file → what is said of it, in English and in Chinese
    "empty": (b"", "The file is empty.", "文件为空。应有表头行和至少一行数据。请选择另一个文件。"),
    "picture": (b"\x89PNG" + bytes(99), "The file is a picture.", "文件类型为：图片。应为有行有列的文本文件 (CSV)"),
    "json": (b'{"a": 1}', "The file is a JSON document.", "文件类型为：JSON 文档。"),
    "archive": (
        zipped("a.txt"), "The file is an archive (zip).", "文件是压缩包 (zip)。应为单个表格。请解压后上传其中的文件。",
    ),
    "word": (zipped("word/document.xml"), "The file is a text document (Word).", "文件类型为：文字文档 (Word)。"),
    "cut gzip": (
        gzip.compress(LINES.encode())[:60], "The gzip file is damaged or cut off.", "gzip 文件已损坏或不完整。",
    ),
    "prose": (
        b"This is a letter of many words\nand it has no table in it at all\n", "The file is prose",
        "文件是文章，不是表格。",
    ),
    "header only": (b"day,channel,note\n", "The file has a header and no rows.", "文件只有表头，没有数据行。"),
    "ragged": (
        b"a,b,c\n1,2\n1,2,3,4\n1,2\n", "3 of 3 rows do not have the header's 3", "3 行中有 3 行的单元格数不是表头的 3 个。",
    ),
    "open quote": (
        f'day,channel\n{LINES}2026-01-01,"x\n'.encode(), "A quoted cell that opens on line 42", "第 42 行开始的带引号单元格",
    ),
    "wide": (WIDE, "The file has 3,000 columns.", "文件有 3,000 列。"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal(name: str, tmp_path: Path) -> None:
    content, english, expected = REFUSALS[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    found = service.inspect(path, "file.csv")
    refusal = found.refusal
    if refusal is None:  # found only when every row is read
        with pytest.raises(DataError) as raised:
            service.preview(path, mapped("contacts", {h: "ts" if h == "day" else "ignore" for h in found.headers}), 1000)
        refusal = raised.value
    assert english in str(refusal)
    assert refusal.spoken() == str(refusal)
    with speaking("zh"):
        assert expected in refusal.spoken()


def days(count: int = 40) -> list[str]:
    return [f"2026-02-{i % 28 + 1:02}" for i in range(count)]


def table(**columns: list[str]) -> str:
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(row) for row in rows)]) + "\n"


def scores(*cells: str) -> list[str]:
    return [cells[i % len(cells)] for i in range(40)]


def tickets(*opened: str) -> str:
    return table(ticket_id=[f"T{i}" for i in range(40)], Opened=scores(*opened), Theme=scores("a", "b"))


def answers(question: str, *cells: str) -> str:
    return table(**{"Date": days(), question: scores(*cells)})


PEOPLE = [f"R{i}" for i in range(40)]
QUESTIONS: dict[str, tuple[str, str | None, str, str]] = {  # a file and its kind → the question's key, and its words
    "kind": (
        "alpha,beta\n" + "".join(f"{i},x{i % 3}\n" for i in range(40)), None, "kind",
        "从各列看不出此文件的内容。它的内容是什么？",
    ),
    "ts": (
        table(respondent_id=PEOPLE, Satisfaction=scores("1", "3", "5")), "answers", "ts",
        "没有一列给出“回答”的日期：应记为哪一天？",
    ),
    "date_order": (
        tickets("01/02/2026", "03/04/2026", "02/01/2026"), "complaints", "date_order",
        "日在前还是月在前？Opened 中的日期：无法判定：3 个日期两种读法都成立。",
    ),
    "counted": (
        tickets("46001", "46002", "46010"), "complaints", "counted",
        "Opened：日期写成了数字，很可能是电子表格的日序号。它们如何计数？",
    ),
    "zone": (
        tickets("2026-02-01 10:00 EST", "2026-02-05 11:00 EST"), "complaints", "zone:EST",
        "时间以 EST 结尾，它在世界各地代表不同的时区",
    ),
    "unit": (tickets("2026-02-01"), "complaints", "business_unit", "这些行属于哪个业务单元？"),
    "no answer": (
        answers("Satisfaction", "1", "2", "3", "4", "5", "99"), None, "no_answer", "Satisfaction：99 表示“未作答”吗？",
    ),
    "anchors": (
        answers("Satisfaction", "2", "3", "4", "Terrible", "5"), None, "anchors",
        "Satisfaction：数字之间夹有词语。这样读对吗：“Terrible”（8 次）读作 1？",
    ),
    "reversed": (
        answers("Satisfaction (1 = very good; 5 = very bad)", "1", "2", "3", "4", "5"), None, "reversed",
        "1 是最好的答案，5 是最差的。要把分数反过来吗？",
    ),
    "score": (
        table(respondent_id=PEOPLE, Date=days(), Colour=scores("red", "blue")), "answers", "score", "哪些列是评分？",
    ),
    "header": (
        "1,2026-01-01,5\n" + "".join(f"{i},{d},{i % 5}\n" for i, d in enumerate(days())), None, "header_line",
        "第一行看似数据：列名在第几行（0：没有）？",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question(name: str, tmp_path: Path) -> None:
    text, kind, key, expected = QUESTIONS[name]
    found = service.inspect(written(tmp_path, text), "file.csv", kind=kind)
    asked = {question.key: question.text for question in found.questions}
    assert key in asked
    assert expected in chinese(asked[key])
    assert spoken(asked[key]) == asked[key]


def told(found: Inspection) -> Iterator[tuple[str, str]]:
    """Everything a look at a file says, with where."""
    if found.refusal is not None:
        yield from ((part, text) for part, text in found.refusal.as_dict().items() if text)
    yield from (("evidence of " + what, why) for what, why in found.evidence.items() if why)
    yield from ((column.column, column.reason) for column in found.columns)
    yield from ((question.key, question.text) for question in found.questions)
    yield from (("reading", reading.why) for reading in found.readings)
    yield from ((sheet.name, sheet.why) for sheet in found.sheets if sheet.why)


def unsaid(found: Inspection) -> list[tuple[str, str]]:
    return [(where, text) for where, text in told(found) if not isinstance(text, Phrase) or chinese(text) == str(text)]


@pytest.mark.parametrize("path", sorted(VENDORS.glob("*.*")), ids=lambda path: path.name)
def test_all_that_is_said_of_a_vendors_file_is_said_in_chinese(path: Path) -> None:
    assert unsaid(service.inspect(path, path.name)) == []


HOSTILE = [*bytes_cases.CASES, *shape_cases.CASES, *container_cases.CASES][::4]


@pytest.mark.parametrize("case", HOSTILE, ids=[case.name for case in HOSTILE])
def test_all_that_is_said_of_a_hostile_file_is_said_in_chinese(case, tmp_path: Path) -> None:
    path = tmp_path / "file"
    case.make(path)
    assert unsaid(service.inspect(path, case.file_name)) == []


def test_a_dry_run_and_a_preview(store: Store, tmp_path: Path) -> None:
    text = "id,opened,closed,extra\n1,2026-03-02,2026-03-01,x\n2,never,2026-03-05,y\n3,2026-03-04,2026-03-09,z\n"
    path = written(tmp_path, text)
    mapping = mapped("complaints", {"id": "id", "opened": "ts", "closed": "closed_at"}, date_order="ymd")
    heard: list[str] = []
    ledger = service.dry_run(store, path, mapping, "file.csv", lambda share, what: heard.append(what))
    reasons = [chinese(reason) for reason in ledger.reasons]
    dates = "2026-01-31, 31/01/2026, 01/31/2026 1:05:00 PM …"
    assert reasons == [f"opened：首例在第 3 行：'never' 不是可读取的日期（{dates}）"]
    assert [chinese(note) for note in ledger.notes] == ["1 行：关闭时间早于建立时间；这些行保留，计算时长时略去并计数"]
    assert [(c, chinese(why)) for c, why in ledger.ignored] == [("extra", "不在映射中")]
    assert all(chinese(what) != what for what in heard if what and what != "file.csv")
    refused = service.preview(path, mapping).rejected
    assert chinese(refused[0]["reason"]).startswith("'never' 不是可读取的日期")


def test_what_is_stored_stays_english(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "day,channel,q\n2026-03-01,Phone,4\n,Phone,5\n")
    mapping = mapped("answers", {"day": "ts", "channel": "channel", "q": score()}, date_order="ymd")
    with speaking("zh"):
        batch = service.import_file(store, path, mapping, "file.csv", "tester")
        again = service.rejected_csv(store, batch.id).decode("utf-8-sig")
    assert "ts is empty" in again
    assert not any("一" <= c <= "鿿" for c in again)


def _refused(do: Callable[[], object]) -> DataError:
    with pytest.raises(DataError) as raised:
        do()
    return raised.value


def test_batches_and_mappings_refuse_in_chinese(store: Store) -> None:
    with speaking("zh"):
        assert _refused(lambda: service.undo(store, 999, "tester")).spoken().startswith("没有批次 999。")
        assert _refused(lambda: service.load_mapping("{")).spoken().startswith("映射不是 JSON（")
        unlisted = _refused(lambda: service.load_mapping('{"kind": "x"}'))
        assert unlisted.spoken() == "columns：得到 null。应为对象的列表。请更正映射后重试。"
        lacking = _refused(lambda: mapped("answers", {"day": "ts"}).check())
    assert str(lacking).startswith("No column is mapped as a score, a comment or a breakdown.")
