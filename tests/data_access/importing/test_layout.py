"""Bytes become rows, or a refusal that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing import footers, reader
from data_access.importing.errors import DataError
from data_access.importing.headings import unique_names
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.files import mapped, written

_TABLE = 'id;name;note\r\n1;Zoë;fine\r\n2;José;"two\r\nlines"\r\n3;Ana;\r\n'
_CHINESE = "编号,渠道,意见\n" + "".join(f"{i},电话,服务非常好，等待时间太长了\n" for i in range(20))


def _rows(path: Path) -> list[list[str]]:
    layout = sniff(path).layout
    return [row for chunk in chunks(path, layout) for row in chunk.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_same_rows_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, _TABLE, encoding=encoding)
    assert _rows(path) == [["1", "Zoë", "fine"], ["2", "José", "two\r\nlines"], ["3", "Ana", ""]]
    assert sniff(path).layout.headers == ("id", "name", "note")


def test_gb18030_is_recognised_by_its_pairs(tmp_path: Path) -> None:
    path = written(tmp_path, _CHINESE, encoding="gb18030")
    assert sniff(path).layout.encoding == "gb18030"
    assert _rows(path)[0][1] == "电话"


@pytest.mark.parametrize("word", ["It’s what we’d say – “fine”", "São João informação ÇÃO", "Müller, Größe", "naïve café ½ £5"])
def test_western_text_never_turns_into_chinese(tmp_path: Path, word: str) -> None:
    path = written(tmp_path, "id;answer;ok\n" + "".join(f"{i};{word};yes\n" for i in range(50)), encoding="cp1252")
    assert sniff(path).layout.encoding == "cp1252"
    assert _rows(path)[0][1] == word


def test_a_stray_byte_at_the_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" + b"1,plain\n" * 300_000 + "2,é\n".encode("cp1252"))
    assert sniff(path).layout.encoding == "cp1252"


def test_broken_utf8_is_refused_not_garbled(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(b"a,b\n" + "1,coupé\n".encode() * 50 + b"2,\xe9\n")
    with pytest.raises(DataError, match="nearly UTF-8"):
        sniff(path)


@pytest.mark.parametrize(("text", "encoding"), [("очень хорошо работает", "koi8-r"), ("πολύ καλά", "iso-8859-7")])
def test_an_encoding_without_evidence_is_refused(tmp_path: Path, text: str, encoding: str) -> None:
    path = written(tmp_path, "a,b\n" + f"1,{text}\n" * 30, encoding=encoding)
    with pytest.raises(DataError, match="cannot be established"):
        sniff(path)


@pytest.mark.parametrize(
    ("delimiter", "text"),
    [(",", 'a,b\n"1,5",x\n2,y\n'), (";", "a;b\n1,5;x\n2,5;y\n"), ("\t", "a\tb\n1, 2\tx\n2, 3\ty\n"), ("|", "a|b\n1|x\n2|y\n")],
)
def test_delimiters(tmp_path: Path, delimiter: str, text: str) -> None:
    assert sniff(written(tmp_path, text)).layout.delimiter == delimiter


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    assert _rows(written(tmp_path, f"a,b{end}1,2{end}{end}3,4")) == [["1", "2"], ["3", "4"]]


def test_titles_above_the_header_are_skipped(tmp_path: Path) -> None:
    found = sniff(written(tmp_path, "Report of May,,\n,,\nday,channel,n\n2026-05-01,Phone,3\n"))
    assert (found.layout.header_line, found.layout.headers) == (3, ("day", "channel", "n"))


def test_a_first_line_of_values_is_no_header(tmp_path: Path) -> None:
    found = sniff(written(tmp_path, "1,2026-01-01\n2,2026-01-02\n"))
    assert (found.layout.header_line, found.layout.headers, found.doubts) == (0, ("column 1", "column 2"), ("header",))


_MONKEY = """Respondent ID,Start Date,How was it?,,Which did you use?,,Anything else?
,,Response,Other (please specify),Chat,Phone,Open-Ended Response
1,2026-05-01,5,,Chat,,fine
2,2026-05-02,4,slow,,Phone,
"""
_QUALTRICS = """StartDate,Q1,Q2_1
Start Date,How likely are you to recommend us?,"Rate the staff
"
"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_1""}"
2026-05-01,9,4
"""


def test_questions_spread_over_two_rows_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, _MONKEY)
    found = sniff(path)
    assert found.layout.headers == (
        "Respondent ID", "Start Date", "How was it?", "How was it?: Other (please specify)", "Which did you use?: Chat",
        "Which did you use?: Phone", "Anything else?",
    )
    assert (found.layout.header_line, found.layout.header_rows) == (1, 2)
    assert "2 rows from line 1" in found.evidence["header"]
    assert [row[0] for row in _rows(path)] == ["1", "2"]
    options = sniff(written(tmp_path, "Id,Used?,,,\n,Chat,Phone,Mail,Shop\n7,Chat,,,Shop\n"))
    assert options.layout.headers == ("Id", "Used?: Chat", "Used?: Phone", "Used?: Mail", "Used?: Shop")


def test_a_survey_tools_own_keys_are_no_row_of_data(tmp_path: Path) -> None:
    path = written(tmp_path, _QUALTRICS)
    found = sniff(path)
    assert found.layout.headers == ("StartDate", "Q1: How likely are you to recommend us?", "Q2_1: Rate the staff")
    assert (found.layout.header_rows, _rows(path)) == (3, [["2026-05-01", "9", "4"]])


@pytest.mark.parametrize(
    "text",
    [
        "id,name,,note\n1,Ana,,fine\n2,Zoë,,\n",
        "name,,colour,size\nAna,x,red,\nZoë,y,blue,L\n",
        "Report of May,,,\nday,Response,colour,size\n2026-05-01,yes,red,L\n",
        "name,answer\nAna,No response\nZoë,Other\n",
    ],
)
def test_a_row_of_data_is_never_taken_for_names(tmp_path: Path, text: str) -> None:
    assert sniff(written(tmp_path, text)).layout.header_rows == 1


def test_a_mapping_says_how_many_rows_the_names_take(tmp_path: Path) -> None:
    path = written(tmp_path, "Which,,Why\nfirst,second,\na,b,c\n")
    two = sniff(path, mapped("answers", {}, header_line=1, header_rows=2)).layout
    assert (two.headers, two.last_header_line) == (("Which: first", "Which: second", "Why"), 2)
    one = sniff(written(tmp_path, _MONKEY), mapped("answers", {}, header_line=2)).layout
    assert (one.header_line, one.headers[2]) == (2, "Response")
    with pytest.raises(DataError, match="no header on line 9"):
        sniff(path, mapped("answers", {}, header_line=9, header_rows=2))


def test_names_are_made_unique() -> None:
    assert unique_names(["A", "", "a ", "\ufeffB\u200b", "A"]) == ("A", "column 2", "a (2)", "B", "A (3)")
    assert unique_names(["Overall\u00a0rating", "总体\u3000评分"]) == ("Overall rating", "总体 评分")  # a space is a space


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n \n", "is empty"),
        (b"a,b,c\n", "a header and no rows"),
        (b"a,b\n1,\x002\n", "zero bytes"),
        (bytes(range(256)) * 50, "zero bytes"),
        (b"PK\x03\x04" + b"x" * 100, "workbook is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "workbook is damaged"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"Dear team, here is what we think.\nIt was all rather good in the end.\nKind regards from us all\n", "prose"),
        (b"a,b\n1,2\n3\n4\n5\n", "do not have the header's 2 cells"),
        (b'a,b\n1,2\n3,"never closed\n4,5\n', "never closed"),
        (b",".join(b"c%d" % i for i in range(501)) + b"\n" + b",".join([b"1"] * 501) + b"\n", "501 columns"),
        (b"a,b\n1," + b"x" * 40_000 + b"\n", "longer than 32,000"),
        (b"a,b\n1," + b"x," * 600_000 + b"\n", "longer than 1,048,576"),
    ],
)
def test_refusals_say_what_was_seen_and_what_to_do(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    with pytest.raises(DataError) as refusal:
        _rows(path)
    assert said in refusal.value.seen
    assert refusal.value.next_step
    assert str(tmp_path) not in str(refusal.value)


def test_ragged_rows_are_faults_with_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b,c\n1,2,3\n1,2\n1,2,3,,\n1,2,3,4\n"x"y,2,3\n"p\nq",2,3\n7,8,9\n')
    (chunk,) = chunks(path, sniff(path).layout)
    assert chunk.lines == [2, 4, 7, 9]
    assert [(line, reason) for line, reason, _ in chunk.faults] == [
        (3, "2 cells where the header has 3"),
        (5, "4 cells where the header has 3"),
        (6, "text stands after a closing quote"),
    ]


def test_chunks_do_not_lose_rows_at_their_borders(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "".join(f"{i},{i}\n" for i in range(1000)))
    found = list(chunks(path, sniff(path).layout, size=7))
    assert [row[0] for c in found for row in c.rows] == [str(i) for i in range(1000)]
    assert max(len(c) for c in found) == 7
    assert reader.CHUNK > 7


@pytest.mark.parametrize("quote", ["", '"'])
def test_the_line_end_of_careless_programs_is_one_end(tmp_path: Path, quote: str) -> None:
    end = "\r\r\n"
    path = written(tmp_path, f"a,b{end}1,{quote}x{quote}{end}2,{quote}y{quote}{end}")
    progress = reader.Progress()
    (chunk,) = chunks(path, sniff(path).layout, progress)
    assert (chunk.rows, chunk.lines, progress.blank_lines) == ([["1", "x"], ["2", "y"]], [2, 3], 0)


def test_line_breaks_inside_quotes_stay_with_every_line_end(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r", "\r\r\n"):
        assert _rows(written(tmp_path, f'a,b{end}1,"x{end}y"{end}2,z{end}')) == [["1", f"x{end}y"], ["2", "z"]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_first_line_may_name_the_delimiter(tmp_path: Path, first: str) -> None:
    found = sniff(written(tmp_path, f"{first}\r\na;b\r\n1,5;2\r\n"))
    assert (found.layout.delimiter, found.layout.header_line, found.layout.headers) == (";", 2, ("a", "b"))
    bare = written(tmp_path, f"{first}\r\n1;2\r\n3;4\r\n")
    assert (sniff(bare).layout.headers, _rows(bare)) == (("column 1", "column 2"), [["1", "2"], ["3", "4"]])


def test_a_comma_inside_quotes_does_not_make_the_delimiter(tmp_path: Path) -> None:
    assert sniff(written(tmp_path, "id;note\n" + '1;"fine, really"\n' * 30)).layout.delimiter == ";"


def test_a_row_of_units_belongs_to_the_names(tmp_path: Path) -> None:
    path = written(tmp_path, "agent,wait,share\n,(s),%\nAna,5,20\nBo,7,30\n")
    assert (sniff(path).layout.headers, len(_rows(path))) == (("agent", "wait: (s)", "share: %"), 2)
    assert sniff(written(tmp_path, "agent,unit,n\nAna,min,5\nBo,h,7\n")).layout.header_rows == 1


def test_notes_below_the_table_are_set_apart(tmp_path: Path) -> None:
    text = "day,team,n\n2026-01-01,A,1\n2026-01-02,B,2\nTotal,,3\n,,\nSource: the contact centre,,\nPrinted on 3 May by Ana\n"
    path = written(tmp_path, text)
    (chunk,) = chunks(path, sniff(path).layout)
    assert chunk.lines == [2, 3]
    assert sorted((line, reason) for line, reason, _ in chunk.faults) == [
        (4, footers.SUM), (5, footers.BLANK), (6, footers.NOTE), (7, footers.NOTE),
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["R_3xYz,,", "17,,", "Ana,A,3", "Total,A,B"])
def test_a_short_last_row_is_still_a_row(tmp_path: Path, last: str) -> None:
    assert len(_rows(written(tmp_path, f"id,team,n\na,A,1\nb,B,2\n{last}\n"))) == 3


def test_repeated_names_are_kept_apart(tmp_path: Path) -> None:
    assert sniff(written(tmp_path, "score,comment,score,score\n1,x,2,3\n")).layout.headers == (
        "score", "comment", "score (2)", "score (3)",
    )  # fmt: skip


def test_a_text_file_that_looks_like_a_report_is_pointed_out(tmp_path: Path) -> None:
    found = sniff(written(tmp_path, "Channel,Good,Bad,Total\nChat,5,2,7\nPhone,3,1,4\nTotal,8,3,11\n"))
    assert "cross-tabulation" in found.evidence["shape"]
    assert "shape" not in sniff(written(tmp_path, _MONKEY)).evidence


def test_more_rows_than_a_file_may_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_ROWS", 10)
    path = written(tmp_path, "a,b\n" + "1,2\n" * 11)
    with pytest.raises(DataError, match="more than 10 rows"):
        _rows(path)
