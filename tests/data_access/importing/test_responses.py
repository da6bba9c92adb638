"""Rows of survey files become responses, whatever else they hold; what they answered is counted from the file alone."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.importing import service
from data_access.importing.answering import apply_all
from data_access.loading import redo, undo
from data_access.queries.question import Option
from data_access.schema import answers, contacts, responses
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import Channel, Settings
from data_access.store import Store
from metrics.frames import GIVEN_ANSWERS, SURVEY_RESPONSES
from tests.data_access.importing.files import mapped, score, written

_VENDORS = Path(__file__).resolve().parents[2] / "fixtures" / "vendors"
_UNSCORED = """id,day,channel,weight,plan,heard
1,2026-03-01,Web,2,Pro,Mail┋Shop
2,2026-03-02,Phone,1,Free,Shop
3,2026-04-03,Web,,,Mail
4,2026-04-04,,0.5,Pro,
"""


def test_a_form_without_scores_and_ids_is_loaded_where_it_is_said_to_be_a_survey(store: Store, tmp_path: Path) -> None:
    lines = (f"2026-03-{1 + i % 28:02},{('Mail', 'Chat', 'App')[i % 3]},{('30+', 'under 30')[i % 2]}\n" for i in range(60))
    path = written(tmp_path, "Timestamp,Which channel do you want?,Age\n" + "".join(lines), "form.csv")
    guessed = service.inspect(path, "form.csv", store=store)
    assert [q.key for q in guessed.questions if q.blocking] == ["kind"]
    found = service.inspect(path, "form.csv", kind="answers", store=store)
    assert found.mapping is not None
    assert [(q.key, q.blocking) for q in found.questions if q.key == "score"] == [("score", False)]
    told, _ = apply_all(found.mapping, found.questions, {"score": "none"})
    assert service.import_file(store, path, told, "form.csv", "ada").rows_loaded == 60
    with store.engine.connect() as connection:
        assert len(connection.execute(select(responses.c.day)).all()) == 60


def unscored(store: Store, folder: Path, text: str = _UNSCORED) -> int:
    """The number of the batch."""
    heard = [{"role": "attribute", "name": f"heard: {one}", "option": one} for one in ("Mail", "Shop")]
    columns: dict[str, Any] = {"id": "id", "day": "ts", "channel": "channel", "weight": "weight", "plan": "attribute",
                               "heard": heard}  # fmt: skip
    return service.import_file(store, written(folder, text), mapped("answers", columns), "s.csv", "ada").id


def given(store: Store, asked: Option, source: str | None = None, **more: Any) -> list[tuple[Any, ...]]:
    """(answer, responses that gave it, responses that answered)."""
    fetch = Fetch.now(store, LOCAL_ADMIN)
    chosen = Filters.of(source=source) if source else Filters()
    found = fetch(GIVEN_ANSWERS, chosen, LOCAL_ADMIN, by=("answer",), options={"question": asked}, **more)
    return [tuple(row) for row in found[["answer", "n", "of"]].itertuples(index=False, name=None)]


def test_a_file_without_scores_has_responses_with_days_and_dimensions(stores: Store, tmp_path: Path) -> None:
    number = unscored(stores, tmp_path)
    names = ("seq", "day", "channel", "weight", "batch_id")
    with stores.engine.connect() as connection:
        found = connection.execute(select(*(responses.c[n] for n in names)).order_by(responses.c.seq)).all()
        assert connection.execute(select(answers)).first() is None
    assert [tuple(row) for row in found] == [
        (2, date(2026, 3, 1), "Web", 2.0, number), (3, date(2026, 3, 2), "Phone", 1.0, number),
        (4, date(2026, 4, 3), "Web", None, number), (5, date(2026, 4, 4), None, 0.5, number),
    ]  # fmt: skip
    assert stores.span(LOCAL_ADMIN) == (date(2026, 3, 1), date(2026, 4, 4))
    assert stores.choices("channel", LOCAL_ADMIN) == ["Web", "(unknown)", "Phone"] and stores.weighted(LOCAL_ADMIN)
    heard, plan = stores.questions(LOCAL_ADMIN)
    assert (heard.name, heard.several, plan.asked) == ("heard", True, "attr:plan")
    assert given(stores, heard.asked) == [("Mail", 2, 3), ("Shop", 2, 3)]
    assert given(stores, plan.asked) == [("Free", 1, 3), ("Pro", 2, 3)]


def test_responses_go_come_change_and_are_restated_like_any_fact(stores: Store, tmp_path: Path) -> None:
    number = unscored(stores, tmp_path)
    changed = unscored(stores, tmp_path, _UNSCORED.replace("1,2026-03-01,Web", "1,2026-03-05,Shop"))
    assert _channels(stores) == [(2, "Shop"), (3, "Phone"), (4, "Web"), (5, None)]
    undo(stores, changed, "ada")
    assert _channels(stores)[0] == (2, "Web")
    document.change(stores, Settings(channels=(Channel("Online", ("Web",)),)), LOCAL_ADMIN)
    assert _channels(stores) == [(2, "Online"), (3, "Phone"), (4, "Online"), (5, None)]
    undo(stores, number, "ada")
    assert _channels(stores) == []
    redo(stores, number, "ada")
    assert len(_channels(stores)) == 4


def test_the_trial_counts_people_and_channels_of_a_file_without_scores(store: Store, tmp_path: Path) -> None:
    columns = {"id": "id", "day": "ts", "channel": "channel", "plan": "attribute", "who": "customer"}
    text = "id,day,channel,plan,who\n1,2026-03-01,Web,Pro,ada\n2,2026-03-01,Web,Pro,bob\n3,2026-03-01,Web,Free,ada\n"
    ledger = service.dry_run(store, written(tmp_path, text), mapped("answers", columns), "s.csv")
    assert (ledger.people, ledger.channels) == (2, {"Web": 3})


def test_scores_in_a_file_of_contacts_make_no_responses(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path, "day,channel,q\n2026-03-01,Web,5\n")
    mapping = mapped("contacts", {"day": "ts", "channel": "channel", "q": score()})
    batch = service.import_file(store, path, mapping, "c.csv", "ada")
    assert (batch.loaded.get("answers"), batch.loaded.get("responses")) == (1, None)
    with store.engine.connect() as connection:
        assert len(connection.execute(select(contacts)).all()) == 1


@pytest.mark.parametrize("kind", ["texts", "codes"])
def test_the_answers_of_a_file_are_those_of_its_cells(store: Store, tmp_path: Path, kind: str) -> None:
    """Texts and codes of one survey, each held against the cells themselves: choices by name, single answers by size."""
    name = f"wjx_{kind}.csv"
    with (_VENDORS / name).open(encoding="gb18030" if kind == "texts" else "utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    found = service.inspect(_VENDORS / name, name)
    assert found.mapping is not None
    said = {"reversed": "no", "encoding": "yes"}
    mapping, _ = apply_all(replace(found.mapping, source=kind), found.questions, said)
    service.import_file(store, _VENDORS / name, mapping, name, "ada")
    asked = {one.several: one for one in store.questions(LOCAL_ADMIN) if one.name[0] in "第23"}
    ticked: Counter[str] = Counter()
    base = 0
    for row in cells:
        mine = {one for one in ("官网", "门店", "电话") if _ticked(row, one)}
        ticked.update(mine)
        base += bool(mine)
    assert given(store, asked[True].asked) == sorted((one, n, base) for one, n in ticked.items()) and base < len(cells)
    sexes = Counter(next(row[k] for k in row if "性别" in k) for row in cells)
    assert sorted(n for _, n, _ in given(store, asked[False].asked)) == sorted(sexes.values())
    whole = Fetch.now(store, LOCAL_ADMIN)(SURVEY_RESPONSES, Filters(), LOCAL_ADMIN)
    assert whole["n"].tolist() == [len(cells)]


def _ticked(row: dict[str, str], choice: str) -> bool:
    return any(
        cell == "1" if choice in name else choice in cell.split("┋")
        for name, cell in row.items() if choice in name or name.startswith("2、")
    )  # fmt: skip


def _channels(store: Store) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        rows = connection.execute(select(responses.c.seq, responses.c.channel).order_by(responses.c.seq))
        return [tuple(row) for row in rows]
