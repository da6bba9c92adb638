"""Two walks through all rooms: one filter from the link to SQL and back, one cell from a file's bytes to the receipt."""

from __future__ import annotations

import io
from datetime import date, timedelta

from sqlalchemy import event, func, select

import manage
from data_access.drill import rows
from data_access.schema import answers, contacts
from pages.cards.contents import card_content
from pages.cards.receipt import card_receipt
from pages.cards.satisfaction import csat_trend
from tests.laws.test_rows_behind import ask_of
from tests.pages.conftest import bare, company, company_home  # noqa: F401 (fixtures)
from tests.pages.opened import Opened


def test_a_filter_goes_from_the_link_to_sql_and_comes_back_in_words(company):  # noqa: F811
    company.cache.clear()
    asked = []
    event.listen(company.engine, "before_cursor_execute", lambda *heard: asked.append((heard[2], str(heard[3]))))
    shown = Opened(period="90d", channel="Phone").page("channels")
    counting = [values for text, values in asked if "FROM contacts" in text and "GROUP BY" in text and "IN (" in text]
    assert any("'Phone'" in values and "date(2026, 7, 3)" in values for values in counting)
    with company.engine.connect() as connection:
        mine = select(func.count()).where(contacts.c.channel == "Phone", contacts.c.day >= date(2026, 7, 3))
        n = connection.execute(mine).scalar_one()
    assert f"{n:,} contacts" in shown.words()
    assert "3 Jul 2026 – 30 Sep 2026 · channel: Phone" in shown.words()
    assert shown.at.query_params["channel"] in ("Phone", ["Phone"])


def test_a_cell_goes_from_byte_to_receipt(bare, tmp_path):  # noqa: F811
    first = date(2026, 3, 2)
    lines = [f"{first + timedelta(days=i)};Büro {i % 2};{1 + i % 5}" for i in range(20)]
    file = tmp_path / "märz.csv"
    text = ["Datum;Channel;Overall satisfaction (1-5)", *lines, "2026-03-30;Büro 1;N/A"]
    file.write_bytes("\r\n".join(text).encode("cp1252"))
    said, wrong = io.StringIO(), io.StringIO()
    code = manage.run(["import", str(file), "--kind", "answers", "--source", "desk"], said, wrong, bare)
    assert code == 0, wrong.getvalue()
    assert "21 read" in said.getvalue()
    assert "20 valid, 1 no answer" in said.getvalue()

    ask = ask_of(bare)
    view = csat_trend(ask)
    estimate = view.main.overall
    assert (estimate.numerator, estimate.n) == (8, 20)  # eight of the twenty answers are a 4 or a 5
    receipt = dict(card_receipt(view, ask))
    assert "desk" in " ".join(receipt.values())
    assert "märz.csv" in " ".join(receipt.values())
    listed = rows(ask.fetch, view.main.metric.frame, ask.filters, ask.scope, options={"kind": "csat"})
    assert len(listed) == 20
    assert set(listed["channel"]) == {"Büro 0", "Büro 1"}
    assert listed["score"].iloc[0] == 5  # the newest: 21 March
    with bare.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(answers)).scalar_one() == 20
    assert card_content(view, ask).verdict == view.verdict
    assert Opened().page("satisfaction").cards()[view.question] == view.verdict
