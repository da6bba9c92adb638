"""Comments by topic on both engines: counted as a loop over the texts counts them."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.definitions.satisfaction import TOP_BOXES
from metrics.errors import FrameError
from metrics.evaluate import evaluate
from metrics.frames import COMMENT_SCORES, COMMENTERS, TOPICS, UNHAPPY
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.rules import Rules
from metrics.topics import Topic, speaks_of
from tests.conftest import load_rows

HOUSE = (
    Topic("Waiting", ("wait*", "等了", "on hold")), Topic("Bill", ("bill", "été", "a.b")),
    Topic("Odd", ("100%", "it's", ";'--")), Topic("Nobody's", ("zzz",)),
)  # fmt: skip
PHRASES = (
    "I waited", "Bill", "billing", "ÉTÉ 5", "a.b", "aXb", "我等了很久", "kept on  hold", "100% of it", "it’s odd",
    "x;'--y", "fine", "",
)
BEGAN, AS_OF = datetime(2026, 1, 1, 9), datetime(2026, 6, 30, 12)


def company(store: Store, n: int = 240) -> list[dict[str, Any]]:
    """Responses with one or two comments, some with a satisfaction score, a recommendation or none."""
    rng = random.Random(20240601)
    told, answers, complaints = [], [], []
    for record in range(n):
        ts = BEGAN + timedelta(days=rng.randrange(178), minutes=record)
        customer = rng.choice([None, "", *(f"c{i}" for i in range(40))])
        unit, channel = rng.choice(["Retail", "Digital", None]), rng.choice(["Web", "Phone", None])
        where = {"ts": ts, "record": record, "business_unit": unit, "channel": channel, "customer": customer}
        texts = [" ".join(rng.sample(PHRASES, 2)) for _ in range(rng.choice([1, 1, 2]))]
        csat, nps = rng.choice([None, 1, 2, 3, 4, 5]), rng.choice([None, 3, 6, 8, 10])
        for kind, score, high in (("csat", csat, 5.0), ("nps", nps, 10.0)):
            if score is not None:
                low = 1.0 if kind == "csat" else 0.0
                scale = {"score": float(score), "scale_min": low, "scale_max": high}
                answers.append({**where, "kind": kind, "question": kind, **scale})
        told.append({**where, "texts": texts, "csat": csat, "nps": nps, "unit": unit})
    for i in range(60):
        ts = BEGAN + timedelta(days=rng.randrange(178), hours=3)
        complaints.append({"ts": ts, "record": 1000 + i, "customer": f"c{rng.randrange(40)}",
                           "business_unit": rng.choice(["Retail", "Digital"]), "channel": "Web"})
    rows = [{k: v for k, v in one.items() if k not in ("texts", "csat", "nps", "unit")} | {"text": text}
            for one in told for text in one["texts"]]
    load_rows(store, "comments", [{**row, "seq": i} for i, row in enumerate(rows)])
    load_rows(store, "answers", answers)
    load_rows(store, "complaints", complaints)
    for one in told:
        near = [c for c in complaints if c["customer"] == one["customer"] and
                abs((c["ts"].date() - one["ts"].date()).days) <= 30]
        one["complained"] = (
            "unknown" if not one["customer"] else "open" if one["ts"].date() + timedelta(days=30) > AS_OF.date()
            else "yes" if near else "no"
        )
        low = one["csat"] < 3 if one["csat"] is not None else one["nps"] is not None and one["nps"] <= 6
        one["low"] = low
        one["topics"] = {topic.name for topic in HOUSE if any(speaks_of(topic, text) for text in one["texts"])}
    return told


def fetch(store: Store, rules: Rules | None = None) -> Fetch:
    return Fetch(store, AS_OF, store.data_version(), rules or Rules(topics=HOUSE))


def test_every_frame_counts_as_a_loop_does(stores: Store) -> None:
    told, ask = company(stores), fetch(stores)
    found = ask(TOPICS, Filters(), LOCAL_ADMIN, by=("topic",))
    expected = Counter(name for one in told for name in one["topics"])
    assert dict(zip(found["topic"], found["n"], strict=True)) == dict(expected) and set(found["of"]) == {len(told)}
    assert 0 < expected["Waiting"] < len(told) and "Nobody's" not in expected
    whole = ask(TOPICS, Filters(), LOCAL_ADMIN)
    assert (whole["n"][0], whole["of"][0]) == (sum(bool(one["topics"]) for one in told), len(told))
    scored = ask(COMMENT_SCORES, Filters(), LOCAL_ADMIN, by=("topic",))
    by_hand = Counter((name, one["csat"]) for one in told if one["csat"] for name in one["topics"])
    assert {(row.topic, row.score): row.n for row in scored.itertuples()} == dict(by_hand)
    low = ask(UNHAPPY, Filters(), LOCAL_ADMIN, by=("channel",), options={"top": TOP_BOXES})
    by_hand = Counter((one["channel"] or "(unknown)", one["complained"]) for one in told if one["low"])
    assert {(row.channel, row.complained): row.n for row in low.itertuples()} == dict(by_hand)
    assert {"yes", "no", "unknown", "open"} == set(low["complained"])


def test_who_gave_the_answers_counts_as_a_loop_does(stores: Store) -> None:
    """Customers with all their answers on a topic; a response of nobody known is a respondent of its own."""
    told, ask = company(stores), fetch(stores)
    options = {"measure": "top", "top": TOP_BOXES}
    for by in (("topic",), ("channel", "topic"), ("channel",), ()):
        given: dict[tuple[str, ...], dict[object, list[int]]] = {}
        for one in (one for one in told if one["csat"]):
            where = {"channel": one["channel"] or "(unknown)"}
            for name in one["topics"] if "topic" in by else ("",):
                group = tuple({**where, "topic": name}[dimension] for dimension in by)
                who = one["customer"] or ("alone", one["record"])
                given.setdefault(group, {}).setdefault(who, []).append(int(one["csat"] >= 4))
        expected = {}
        for group, people in given.items():
            n, x = ([count(tops) for tops in people.values()] for count in (len, sum))
            squares = (sum(a * b for a, b in zip(*pair, strict=True)) for pair in ((n, n), (x, x), (n, x)))
            expected[group] = (len(people), sum(n), sum(x), *squares)
        found = ask(COMMENTERS, Filters(), LOCAL_ADMIN, by=by, options=options)
        columns = ["clusters", "n", "x", "nn", "xx", "nx"]
        told_of = {tuple(row[name] for name in by): tuple(row[name] for name in columns) for _, row in found.iterrows()}
        assert told_of == expected


def test_scores_of_topics_know_that_one_customer_wrote_several_times(store: Store) -> None:
    """Ten customers wrote ten comments each, all happy or all unhappy: worth about ten answers, not a hundred."""
    rows = [
        {"ts": BEGAN + timedelta(hours=i), "record": i, "channel": "Web", "customer": f"c{i % 10}"} for i in range(100)
    ]
    load_rows(store, "comments", [{**row, "text": "I waited"} for row in rows])
    load_rows(store, "answers", [
        {**row, "kind": "csat", "question": "csat", "scale_min": 1.0, "scale_max": 5.0, "score": 5.0 if i % 10 < 6 else 1.0}
        for i, row in enumerate(rows)
    ])  # fmt: skip
    found = evaluate(by_key("topic_csat"), fetch(store), Filters(), LOCAL_ADMIN, by=("topic",), compare="none")
    for result in (found.overall, found.rows[0].result):
        assert isinstance(result, Estimate)
        assert (result.value, result.n, result.detail["respondents"]) == (0.6, 100, 10)
        assert 8 < result.detail["effective_n"] < 10.5
        assert result.high - result.low > 0.45  # Wilson of 60 of 100 is 0.19 wide


def test_by_topic_and_more_and_over_time(stores: Store) -> None:
    told, ask = company(stores), fetch(stores)
    found = ask(TOPICS, Filters.of(channel=("Web",)), LOCAL_ADMIN, by=("business_unit", "topic"), grain="month")
    cells = Counter(
        (one["ts"].date().replace(day=1), one["unit"] or "(unknown)", name)
        for one in told if one["channel"] == "Web" for name in one["topics"]
    )  # fmt: skip
    assert list(found.columns) == ["period", "business_unit", "topic", "n", "of"]
    assert {(row.period, row.business_unit, row.topic): row.n for row in found.itertuples()} == dict(cells)


def test_scopes_never_mix(stores: Store) -> None:
    told, ask = company(stores), fetch(stores)
    for unit in ("Retail", "Digital"):
        seen = ask(TOPICS, Filters(), Scope("someone", "viewer", (unit,)))
        assert seen["of"][0] == sum(one["unit"] == unit for one in told)
        # a complaint in another unit is not this person's to know of
        low = ask(UNHAPPY, Filters(), Scope("someone", "viewer", (unit,)), options={"top": TOP_BOXES})
        everyone = ask(UNHAPPY, Filters.of(business_unit=(unit,)), LOCAL_ADMIN, options={"top": TOP_BOXES})
        own, every = (dict(zip(one["complained"], one["n"], strict=True))["yes"] for one in (low, everyone))
        assert own < every
    assert ask(TOPICS, Filters(), Scope("nobody", "viewer", ())).empty


def test_few_are_withheld_and_no_topics_are_no_error(store: Store) -> None:
    rows = [{"ts": BEGAN, "record": i, "text": "I waited" if i < 9 else "the bill" if i < 25 else "fine"} for i in range(40)]
    load_rows(store, "comments", rows)
    found = evaluate(by_key("topic_share"), fetch(store), Filters(), LOCAL_ADMIN, by=("topic",), compare="none")
    results = {row.group[0]: row.result for row in found.rows}
    assert results["Waiting"] == Withheld(Reason.TOO_FEW, 9, 1)
    bill = results["Bill"]
    assert isinstance(bill, Estimate) and (bill.value, bill.n, bill.numerator) == (16 / 40, 40, 16)
    assert isinstance(found.overall, Estimate) and found.overall.numerator == 25
    ask = fetch(store, Rules(topics=()))
    none = evaluate(by_key("topic_share"), ask, Filters(), LOCAL_ADMIN, by=("topic",), compare="none")
    assert none.rows == () and none.overall == Withheld(Reason.TOO_FEW, 0, 10)


def test_a_small_group_cannot_be_found_by_subtraction(store: Store) -> None:
    """By segment, the groups are parts of the whole: the next smallest is hidden with the one that is too small."""
    segments = ["a"] * 4 + ["b"] * 12 + ["c"] * 30
    load_rows(store, "comments", [{"ts": BEGAN, "record": i, "text": "I waited", "segment": s} for i, s in enumerate(segments)])
    found = evaluate(by_key("topic_share"), fetch(store), Filters(), LOCAL_ADMIN, by=("segment",), compare="none")
    reasons = {row.group[0]: getattr(row.result, "reason", None) for row in found.rows}
    assert reasons == {"a": Reason.TOO_FEW, "b": Reason.PROTECTED, "c": None}


def test_other_shapes_of_topics_are_refused(store: Store) -> None:
    for wrong in (("Waiting",), (("Waiting", "wait"),), "wait"):
        with pytest.raises(FrameError, match="expected"):
            fetch(store)(TOPICS, Filters(), LOCAL_ADMIN, options={"topics": wrong})
