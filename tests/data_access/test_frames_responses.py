"""Responses and their answers on both engines: counted as a loop over the responses counts them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from data_access.drill import Within, count_rows, rows
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import GIVEN_ANSWERS, SURVEY_RESPONSES, UNKNOWN
from tests.conftest import load_rows

AS_OF = datetime(2026, 6, 30, 12)
BEGAN = datetime(2026, 1, 1, 9)
CHOICES = (("Mail", "attr:heard: Mail"), ("Web", "attr:heard: Web"), ("It's; --", "attr:heard: It's; --"))
SINGLE = "attr:plan"


def company(store: Store, n: int = 300) -> list[dict[str, Any]]:
    """Responses with a plan, some choices, both or neither; weighted or not; a contact with the same columns among them."""
    rng = random.Random(7)
    made, said = [], []
    for record in range(n):
        weight = rng.choice([None, 0.5, 2.0])
        where = {
            "ts": BEGAN + timedelta(days=rng.randrange(185), minutes=record), "record": record, "weight": weight,
            "channel": rng.choice(["Web", "", None, "Phone"]), "business_unit": rng.choice(["Retail", "Digital", None]),
            "instrument": rng.choice(["Wave 1", "Wave 2"]),
        }  # fmt: skip
        plan = rng.choice([None, "Pro", "Free", "Free", "Basic"])
        ticked = [answer for answer, _ in CHOICES if rng.random() < 0.3]
        shop = rng.choice([None, "North", "South"])
        other = rng.random() < 0.3
        if other:  # a file that asked neither question
            plan, ticked = None, []
        columns = {"plan": plan, "shop": shop} | {f"heard: {answer}": "yes" for answer in ticked}
        said += [
            {"facts": "answers", "record": record, "name": k, "value": v, "batch_id": 1 + other}
            for k, v in columns.items() if v
        ]
        made.append({**where, "plan": plan, "ticked": ticked, "shop": shop, "batch_id": 1 + other})
    load_rows(store, "responses", [{k: v for k, v in one.items() if k not in ("plan", "ticked", "shop")} for one in made])
    load_rows(store, "attributes", [*said, {"facts": "contacts", "record": 999_999, "name": "plan", "value": "Pro"}])
    return made


def fetch(store: Store) -> Fetch:
    return Fetch(store, AS_OF, store.data_version())


def answered(one: dict[str, Any], question: Any) -> list[str]:
    """What a response answered, by hand."""
    if question == SINGLE:
        return [one["plan"]] if one["plan"] else []
    return one["ticked"] if isinstance(question, tuple) else [one["channel"] or UNKNOWN]


def silent(some: list[dict[str, Any]], base: list[dict[str, Any]]) -> int:
    """Those who were asked, as far as their file tells, and said nothing."""
    return sum(one["batch_id"] == 1 for one in some if one not in base)


def sums(some: list[dict[str, Any]]) -> list[float]:
    weights = [1.0 if one["weight"] is None else one["weight"] for one in some]
    return [len(weights), sum(weights), sum(w * w for w in weights)]


@pytest.mark.parametrize("question", [SINGLE, CHOICES, "channel"], ids=["single", "several", "dimension"])
@pytest.mark.parametrize("by", [(), ("channel",), ("attr:shop", "instrument")], ids=len)
def test_every_cell_counts_as_a_loop_does(stores: Store, question: Any, by: tuple[str, ...]) -> None:
    shown = [one for one in company(stores) if one["ts"] <= AS_OF]
    cells: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in shown:
        cells[tuple(one[name.removeprefix("attr:")] or UNKNOWN for name in by)].append(one)
    answers = {answer for one in shown for answer in answered(one, question)}
    wanted, plain = {}, {}
    for cell, some in cells.items():
        base = [one for one in some if answered(one, question)]
        plain[cell] = [*sums(base), *sums(base), silent(some, base)]
        for answer in answers if base else ():
            wanted[answer, *cell] = [*sums([one for one in base if answer in answered(one, question)]), *sums(base), 0]
    ask, options = fetch(stores), {"question": question}
    found = ask(GIVEN_ANSWERS, Filters(), LOCAL_ADMIN, by=("answer", *by), options=options)
    assert told(found, len(by) + 1) == {key: pytest.approx(cell) for key, cell in wanted.items()}
    found = ask(GIVEN_ANSWERS, Filters(), LOCAL_ADMIN, by=by, options=options)
    assert told(found, len(by)) == {key: pytest.approx(cell) for key, cell in plain.items()}


def told(found: Any, keys: int) -> dict[Any, list[float]]:
    return {line[:keys]: list(line[keys:]) for line in found.itertuples(index=False, name=None)}


def test_responses_count_whatever_they_hold(stores: Store) -> None:
    made = company(stores)
    ask = fetch(stores)
    scope, chosen = Scope("p", "viewer", ("Retail",)), Filters(date(2026, 2, 1), date(2026, 4, 30), (("attr:plan", ("Pro",)),))
    found = ask(SURVEY_RESPONSES, chosen, scope, by=("instrument",), grain="month")
    mine = [
        one for one in made
        if one["business_unit"] == "Retail" and date(2026, 2, 1) <= one["ts"].date() <= date(2026, 4, 30)
        and one["plan"] == "Pro"
    ]  # fmt: skip
    wanted = defaultdict(list)
    for one in mine:
        wanted[one["ts"].date().replace(day=1), one["instrument"]].append(one)
    assert told(found, 2) == {key: pytest.approx(sums(some)) for key, some in wanted.items()}
    assert ask(SURVEY_RESPONSES, Filters(), LOCAL_ADMIN)["n"].tolist() == [sum(one["ts"] <= AS_OF for one in made)]


@pytest.mark.parametrize("question", [SINGLE, CHOICES, "channel"], ids=["single", "several", "dimension"])
def test_as_many_rows_stand_behind_an_answer_as_it_counts(stores: Store, question: Any) -> None:
    shown = [one for one in company(stores) if one["ts"] <= AS_OF]
    ask, options = fetch(stores), {"question": question}
    behind = {"frame": GIVEN_ANSWERS, "filters": Filters(), "scope": LOCAL_ADMIN, "options": options}
    given = Counter((answer, one["instrument"]) for one in shown for answer in answered(one, question))
    assert count_rows(ask, **behind) == sum(bool(answered(one, question)) for one in shown)
    said = {", ".join(sorted(answered(one, question))) for one in shown} - {""}
    assert set(rows(ask, **behind)["answer"]) == said, "a line says all that its response answered"
    for (answer, wave), n in given.items():
        within = Within(groups=(("answer", answer), ("instrument", wave)))
        assert count_rows(ask, **behind, within=within) == n
        listed = rows(ask, **behind, within=within, limit=5)
        assert set(listed["answer"]) == {answer} and set(listed["instrument"]) == {wave}
        assert listed["day"].is_monotonic_decreasing and "customer" not in listed


@pytest.mark.parametrize("question", ["theme", (), (("a",),), 3, None])
def test_a_question_there_is_none_of_is_refused(store: Store, question: Any) -> None:
    with pytest.raises(FrameError, match="question"):
        fetch(store)(GIVEN_ANSWERS, Filters(), LOCAL_ADMIN, by=("answer",), options={"question": question})
