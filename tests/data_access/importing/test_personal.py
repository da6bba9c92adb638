"""Columns of personal data are recognised by contents and header, and little else is."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from stdnum import luhn
from stdnum.br import cpf
from stdnum.cn import ric

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.profile import SAMPLE_ROWS, profile
from data_access.importing.reader import Chunk, chunks
from data_access.importing.sniffing import sniff
from data_access.store import Store
from tests.data_access.importing.files import written

_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
_draw = random.Random(7)
_FIRST = ["Ana", "João", "Wei", "Mary", "Lukas", "Sofía", "Inês", "Peter"]
_LAST = ["Silva", "Müller", "O'Brien", "García", "Zhang", "Smith-Jones", "Novák", "Rossi"]


def _digits(count: int) -> str:
    return "".join(_draw.choices("0123456789", k=count))


def _card() -> str:
    body = "4" + _digits(14)
    return body + luhn.calc_check_digit(body)


def _resident() -> str:
    body = f"110105{_draw.randint(1950, 2005)}{_draw.randint(1, 12):02}{_draw.randint(1, 28):02}{_digits(3)}"
    return body + ric.calc_check_digit(body + "0")


def _cpf() -> str:
    body = _digits(9)
    return cpf.format(body + cpf._calc_check_digits(body))


_PERSONAL: list[tuple[str, Callable[[], str], str]] = [
    ("Q7", lambda: f"{_draw.choice(_FIRST)}{_digits(3)}@example.com".lower(), "e-mail addresses"),
    ("Contact", lambda: f"+49 30 {_digits(7)}", "telephone numbers"),
    ("回访", lambda: f"13{_digits(9)}", "telephone numbers"),
    ("联系电话", lambda: f"13{_digits(9)}", "telephone numbers"),
    ("Telefone", lambda: f"912{_digits(6)}", "telephone numbers"),
    ("Please leave a phone number where we may reach you during the day", lambda: f"0{_digits(9)}", "telephone numbers"),
    ("origin", lambda: f"10.{_draw.randint(0, 255)}.{_draw.randint(0, 255)}.{_draw.randint(30, 255)}", "network addresses"),
    ("来自IP", lambda: f"61.{_draw.randint(1, 255)}.3.4(广东-深圳)", "network addresses"),
    ("host", lambda: f"2001:db8::{_draw.randint(1, 9999):x}", "network addresses"),
    ("where", lambda: f"({_draw.uniform(30, 60):.5f}, {_draw.uniform(-80, 80):.5f})", "coordinates"),
    ("LocationLatitude", lambda: f"{_draw.uniform(30, 60):.5f}", "coordinates"),
    ("Längengrad", lambda: f"{_draw.uniform(5, 15):.4f}".replace(".", ","), "coordinates"),
    ("number", _resident, "identity numbers"),
    ("documento", _cpf, "identity numbers"),
    ("Passport No", lambda: f"C01X{_digits(5)}", "identity numbers"),
    ("n", lambda: f"{_draw.randint(100, 600):03}-{_draw.randint(10, 99)}-{_draw.randint(1000, 9999)}", "identity numbers"),
    ("pay", _card, "card numbers"),
    ("RecipientLastName", lambda: _draw.choice(_LAST) + " " + _draw.choice(_LAST), "names of people"),
    ("姓名", lambda: _draw.choice("王李张刘陈") + _draw.choice("伟芳娜敏静秀"), "names of people"),
    ("Nome completo", lambda: f"{_draw.choice(_FIRST)} {_draw.choice(_LAST)}", "names of people"),
    ("Nachname", lambda: _draw.choice(_LAST), "names of people"),
    ("Apellidos", lambda: _draw.choice(_LAST), "names of people"),
    ("Prénom", lambda: _draw.choice(_FIRST), "names of people"),
    ("Name", lambda: f"{_draw.choice(_FIRST)} {_draw.choice(_LAST)}", "names of people"),
    ("Home address", lambda: f"{_draw.randint(1, 99)} Elm Road, Springfield", "street addresses"),
    ("Wohnort", lambda: f"Hauptstraße {_draw.randint(1, 99)}, Berlin", "street addresses"),
    ("Morada", lambda: f"Rua das Flores {_draw.randint(1, 99)}, Porto", "street addresses"),
    ("Date of birth", lambda: f"19{_draw.randint(50, 99)}-0{_draw.randint(1, 9)}-1{_draw.randint(0, 9)}", "birth dates"),
    ("出生日期", lambda: f"19{_draw.randint(50, 99)}年{_draw.randint(1, 9)}月", "birth dates"),
    ("IMEI", lambda: _digits(15), "device identifiers"),
    ("card id", lambda: ":".join(f"{_draw.randint(0, 255):02x}" for _ in range(6)), "device identifiers"),
]
_NOBODYS: list[tuple[str, Callable[[], str]]] = [
    ("Order No", lambda: f"2026-{_digits(6)}"),
    ("order", lambda: f"1380{_draw.randint(0, 9)}{_digits(6)}"),
    ("Respondent ID", lambda: f"1324{_digits(7)}"),
    ("SKU", lambda: f"AB-{_digits(4)}-{_draw.choice('XYZ')}"),
    ("product code", lambda: f"{_digits(3)}.{_digits(3)}.{_digits(3)}"),
    ("ean", lambda: _digits(13)),
    ("amount", lambda: f"{_draw.randint(1, 999)},{_digits(3)}.{_digits(2)}"),
    ("revenue", lambda: _digits(9)),
    ("score", lambda: str(_draw.randint(0, 10))),
    ("created", lambda: f"2026-01-0{_draw.randint(1, 9)} 10:{_draw.randint(10, 59)}:00"),
    ("epoch", lambda: f"17{_digits(11)}"),
    ("zip", lambda: _digits(5)),
    ("PLZ", lambda: _digits(5)),
    ("postal code", lambda: f"{_digits(4)}-{_digits(3)}"),
    ("邮政编码", lambda: _digits(6)),
    ("app version", lambda: f"{_draw.randint(1, 9)}.{_draw.randint(0, 20)}.{_draw.randint(0, 20)}.{_draw.randint(0, 20)}"),
    ("rate", lambda: f"{_draw.random():.6f}"),
    ("Email opt-in", lambda: _draw.choice(["Yes", "No"])),
    ("Emails sent", lambda: str(_draw.randint(0, 50))),
    ("Phone type", lambda: _draw.choice(["iPhone 15", "Pixel 8", "Galaxy S24", "Mi 14", "Xperia 1", "Moto G", "P60"])),
    ("mobile", lambda: str(_draw.randint(0, 1))),
    ("Address type", lambda: _draw.choice(["ADDRESS", "BLOCKFACE", "INTERSECTION"])),
    ("What needs in your workflow does this tool address for you today?", lambda: f"data analysis {_digits(3)}"),
    ("Product name", lambda: _draw.choice(["Fibre 100", "Fibre 500", "Mobile S", "Mobile M", "Mobile L", "TV"])),
    ("name", lambda: _draw.choice(["Adams County, NE", "City Hospital", "Main Street", "Basic Plan", "Premium", "Pro Plan"])),
    ("Customer Group", lambda: _draw.choice(["gold", "silver", "bronze", "new", "lost", "vip"])),
    ("您的手机品牌", lambda: _draw.choice(["华为", "小米", "苹果", "三星", "荣耀", "其他"])),
    ("how long", lambda: str(_draw.randint(1, 400))),
    ("case id", lambda: f"{_digits(8)}-{_digits(4)}-{_digits(4)}-{_digits(4)}-{_digits(12)}"),
    ("tags", lambda: f"a{_digits(2)}: b{_digits(2)}: c"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "cell", "what"), _PERSONAL, ids=[case[0] for case in _PERSONAL])
def test_personal_columns_are_recognised(header: str, cell: Callable[[], str], what: str) -> None:
    assert profile(header, [cell() for _ in range(60)]).personal == what
    assert profile(header, ["", *(cell() for _ in range(60)), "n/a"]).personal == what


@pytest.mark.parametrize(("header", "cell"), _NOBODYS, ids=[case[0] for case in _NOBODYS])
def test_other_columns_are_not(header: str, cell: Callable[[], str]) -> None:
    assert profile(header, [cell() for _ in range(60)]).personal == ""


def test_three_people_are_people_too() -> None:
    assert profile("Full name", ["Ana Silva", "Wei Zhang", "Mary Smith"]).personal == "names of people"
    assert profile("what", ["a@example.com", "b@example.com"]).personal == "e-mail addresses"
    assert profile("Full name", ["gold", "gold", "silver", "gold"] * 9).personal == ""


def test_personal_columns_are_left_out_and_an_identity_made_of_them_is_hashed(store: Store, tmp_path: Path) -> None:
    rows = [f"{i},2026-01-0{i % 9 + 1},ana{i % 40}@example.com,+49 30 {1234567 + i},{i % 5 + 1}" for i in range(80)]
    path = written(tmp_path, "Response ID,Date,Customer ID,Callback,Overall satisfaction\n" + "\n".join(rows) + "\n")
    found = service.inspect(path, "f.csv")
    assert found.mapping is not None
    columns = {c.column: c for c in found.mapping.columns}
    assert (columns["Customer ID"].role, columns["Customer ID"].personal) == ("customer", False)
    assert (columns["Callback"].role, columns["Callback"].personal) == ("ignore", True)
    assert "telephone" in columns["Callback"].reason
    assert service.import_file(store, path, found.mapping, "f.csv", "ana").rows_loaded == 80
    store.close()
    kept = b"".join(p.read_bytes() for p in (tmp_path / "store").rglob("*") if p.is_file())
    assert b"@example.com" not in kept
    assert b"+49 30" not in kept


# what columns hold → their headers: every flag the real files may show, and no other
_REAL = {
    "street addresses": {"Location", "LOCATION_STREET_NAME", "Incident Address", "Street Name", "Cross Street 1",
                         "Cross Street 2", "Intersection Street 1", "Intersection Street 2"},
    "coordinates": {"LATITUDE", "LONGITUDE", "Geocoded_Location", "Latitude", "Longitude", "Location",
                    "X Coordinate (State Plane)", "Y Coordinate (State Plane)"},
}  # fmt: skip


@pytest.mark.real_files
@pytest.mark.skipif(not _DATA.is_dir(), reason="the real files (../shared/data) are not on this machine")
def test_on_real_files_every_flag_is_right_and_none_is_missing() -> None:
    flagged, columns = set(), 0
    for path in sorted(_DATA.rglob("*.csv")):
        try:
            layout = sniff(path).layout
            chunk = next(iter(chunks(path, layout, size=SAMPLE_ROWS)), Chunk())
        except DataError:
            continue
        for name, cells in zip(layout.headers, zip(*chunk.rows, strict=True), strict=False):
            columns += 1
            what = profile(name, cells).personal
            if what:
                flagged.add((what, name))
    assert columns > 500
    assert flagged == {(what, name) for what, names in _REAL.items() for name in names}
