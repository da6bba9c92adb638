"""Old encodings are recognised by how the text would read, shown with samples, and never guessed into another script."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from data_access.importing import encoding, mapping_json, service
from data_access.importing.encoding import detect
from data_access.importing.errors import DataError
from data_access.importing.legacy import codec
from data_access.importing.mapping import HowRead
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff
from tests.data_access.importing.files import mapped, written

_WESTERN = [
    "It’s what we’d say – “fine”", "São João, informação ÇÃO", "Müller Größe Öl", "naïve café ½ £5", "país Não opinião útil",
    "élève où ça François", "señor ¿qué? ¡sí!", "Zoë José", "wait… it’s €5", "don’t", "ÄRGER ÜBER ÖL",
    "smørrebrød på Ærø", "30°C",
]  # fmt: skip
_OTHERS = [
    ("gb18030", "服务非常好，等待时间太长了"), ("gb18030", "男"), ("gb18030", "运动┋影视┋购物"), ("gb18030", "“好”——…"),
    ("big5", "服務非常好，等待時間太長了"), ("big5", "台北 高雄 電話"),
    ("cp1251", "очень хорошо работает"), ("cp1251", "ОЧЕНЬ плохо"),
    ("cp1250", "Příliš žluťoučký kůň"), ("cp1250", "zażółć gęślą jaźń Łódź"), ("cp1250", "árvíztűrő tükörfúrógép"),
    ("cp1254", "çok iyi değil şey"), ("shift-jis", "とても満足しています"), ("euc-jp", "とても満足しています、良い"),
    ("euc-kr", "매우 만족합니다 상담원이 친절해요"),
    ("mac-roman", "It’s what we’d say – “fine”"), ("mac-roman", "São João informação"),
    ("mac-roman", "Müller, Größe"), ("mac-roman", "señor ¿qué?"),
]  # fmt: skip


def _file(folder: Path, text: str, encoding: str, times: int = 20) -> Path:
    return written(folder, "id;note\n" + "".join(f'{i};"{text}"\n' for i in range(times)), encoding=codec(encoding))


@pytest.mark.parametrize("text", _WESTERN)
@pytest.mark.parametrize("times", [1, 20])
def test_western_text_stays_western(tmp_path: Path, text: str, times: int) -> None:
    path = _file(tmp_path, text, "cp1252", times)
    found = sniff(path)
    assert found.layout.encoding == "cp1252"
    assert not any(question.blocking for question in found.questions)


@pytest.mark.parametrize(("encoding", "text"), _OTHERS)
def test_each_encoding_is_recognised_by_how_it_reads(tmp_path: Path, encoding: str, text: str) -> None:
    path = _file(tmp_path, text, encoding)
    found = sniff(path)
    assert found.layout.encoding == encoding
    assert next(row[1] for chunk in chunks(path, found.layout) for row in chunk.rows) == text
    first = found.readings[0]
    assert (first.encoding, len(first.rows)) == (encoding, 3)
    assert first.rows[0][1] == text
    assert encoding in mapping_json.ENCODINGS


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_mark_even_of_chinese(tmp_path: Path, encoding: str) -> None:
    text = "编号,渠道,意见\r\n" + "".join(f"{i},电话,服务非常好，等待时间太长了\r\n" for i in range(300))
    assert detect(written(tmp_path, text, encoding=encoding)).encoding == encoding


def test_a_doubt_between_scripts_is_asked_and_stops_the_import(tmp_path: Path) -> None:
    path = written(tmp_path, "day,name\n2026-01-01,남\n2026-01-02,여\n", encoding="euc-kr")
    found = service.inspect(path, "f.csv")
    (question,) = [q for q in found.questions if q.key == "encoding"]
    assert question.blocking
    assert "euc-kr" in question.options
    assert {r.encoding for r in found.readings} == set(question.options)
    mapping = mapped("contacts", {"day": "ts", "name": "channel"})
    with pytest.raises(DataError, match="which rows read right"):
        service.preview(path, mapping)
    chosen = service.inspect(path, "f.csv", how=HowRead(encoding="euc-kr"))
    assert chosen.sample[0][1] == "남"
    assert chosen.mapping is not None and chosen.mapping.encoding == "euc-kr"
    assert chosen.readings[0].encoding == "euc-kr"


def test_a_named_encoding_wins_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "очень хорошо", "koi8-r")
    assert sniff(path, HowRead(encoding="cp1251")).layout.encoding == "cp1251"
    with pytest.raises(DataError, match="not valid utf"):
        sniff(path, HowRead(encoding="utf-8"))


def test_one_stray_line_in_a_large_file_decides(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" + b"1,plain\n" * 300_000 + "2,非常满意\n".encode("gb18030") + b"3,plain\n" * 300_000)
    assert sniff(path).layout.encoding == "gb18030"


def test_bytes_no_encoding_explains_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"a,b\n" + b"1,\x81\x8d\x8f\x90\x9d\xff\xfe\n" * 10)
    with pytest.raises(DataError, match="cannot be established"):
        sniff(path)


@pytest.mark.parametrize("kind", ["all bytes", "text", "one in a hundred"])
def test_control_characters_are_those_no_text_holds(kind: str) -> None:
    draw = random.Random(7)
    block = {
        "all bytes": draw.randbytes(5_000), "text": "a,b\r\n1,é\t\x0c\x1b\x1f".encode() * 50,
        "one in a hundred": bytes(draw.choice([97] * 99 + [1]) for _ in range(5_000)),
    }[kind]  # fmt: skip
    assert encoding._controls(block) == sum(byte < 32 and byte not in b"\t\n\x0b\x0c\r\x1b\x1f" for byte in block)


@pytest.mark.parametrize("cut", range(1, 4))
def test_a_character_cut_by_a_block_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    """Blocks of plain ASCII are not decoded: unless a character was left half before them."""
    monkeypatch.setattr(encoding, "BLOCK", 8)
    sound = written(tmp_path, "a,b\n" + "x" * (8 - 4 - cut) + "😀" + "y" * 40 + "\n")
    assert detect(sound).encoding == "utf-8"
    broken = tmp_path / "broken.csv"
    broken.write_bytes(b"a,b\n" + b"x" * (8 - 4 - cut) + "😀".encode()[:cut] + b"y" * 40 + b"\n")
    assert not encoding._decodes(broken, "utf-8")
