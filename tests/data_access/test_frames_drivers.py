"""Cross products and patterns of several questions against the responses themselves, on random questionnaires."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import combinations_with_replacement
from typing import Any

import pytest

from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import ANSWER_PATTERNS, GRAM, UNKNOWN, pattern_scores
from tests.data_access.facts import DIGITAL, RETAIL, at
from tests.data_access.random_log import CASES, Case, Row, ask, load, table

ASKED = ("Overall", "Staff", "Price")
BY = ("channel", "attr:shop")


def responses(seed: int) -> list[dict[str, Any]]:
    """Answers of 160 responses, most of them complete; one question at times on another scale; two instruments."""
    rng = random.Random(seed)
    found = []
    for record in range(160):
        response = {
            "record": rng.choice((1, -1)) * (record * 7919 % 163 + 1), "source": rng.choice(("one", "two")),
            "ts": at(rng.randint(1, 11), rng.randint(0, 23)), "channel": rng.choice(("Web", "Phone", None, "")),
            "business_unit": rng.choice((RETAIL, DIGITAL, None)), "instrument": rng.choice(("long", "long", "short", None)),
            "shop": rng.choice(("North", "South", None)), "kind": "rating",
        }  # fmt: skip
        for seq, question in enumerate((*ASKED, "Parking")):
            high = rng.choice((5.0, 5.0, 5.0, 7.0)) if question == "Price" and response["channel"] == "Web" else 5.0
            if rng.random() < 0.9:
                score = rng.randint(1, 5) + rng.choice((0.0, 0.0, 0.5 if question == "Price" else 0.0))
                own = {"question": question, "scale_min": 1.0, "scale_max": high, "score": score, "seq": seq}
                found.append({**response, **own})
    return found


def whole(rows: list[dict[str, Any]], case: Case, instrument: str | None) -> dict[Any, list[dict[str, Row]]]:
    """Cell → its responses (question → answer), with those that lack a question."""
    cells: dict[Any, dict[Any, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        chosen = row["question"] in ASKED and instrument in (None, row["instrument"])
        if chosen and case.seen(row) and case.asked(row):
            cell = (row["ts"].date().replace(day=1), row["channel"] or UNKNOWN, row["shop"] or UNKNOWN)
            cells[cell][row["source"], row["record"]][row["question"]] = row
    return {
        cell: [given for _, given in sorted(people.items(), key=lambda pair: (pair[0][1], pair[0][0]))]
        for cell, people in cells.items()
    }


@pytest.fixture
def answered(stores: Store) -> tuple[Store, list[dict[str, Any]]]:
    rows = responses(7)
    load(stores, "answers", rows)
    return stores, rows


@pytest.mark.parametrize("instrument", [None, "long"])
def test_cross_products_are_those_of_complete_responses(
    answered: tuple[Store, list[dict[str, Any]]], instrument: str | None
) -> None:
    store, rows = answered
    mixed = 0
    for case in CASES:
        wanted = {}
        for cell, people in whole(rows, case, instrument).items():
            full = [given for given in people if len(given) == len(ASKED)]
            scales = {name: {given[name]["scale_max"] for given in full} for name in ASKED}
            for left, right in combinations_with_replacement(ASKED, 2):
                pairs = [(given[left]["score"], given[right]["score"]) for given in full]
                x, y, xy = sum(a for a, _ in pairs), sum(b for _, b in pairs), sum(a * b for a, b in pairs)
                several = sum(len(scales[name]) > 1 for name in {left, right})
                sums = (x, y, xy) if full else (None, None, None)
                wanted[*cell, left, right] = (len(full), len(people) - len(full), *sums, several)
                mixed += several
        options = {"questions": ASKED, "instrument": instrument}
        seen = table(ask(store, GRAM, case, options, by=BY, grain="month"), GRAM)
        assert seen == wanted, case.name
    assert mixed, "some cells mix scales"


@pytest.mark.parametrize("sample", [3, 1000])
def test_patterns_are_a_fixed_sample_of_complete_responses(
    answered: tuple[Store, list[dict[str, Any]]], sample: int
) -> None:
    store, rows = answered
    for case in CASES:
        wanted: Counter[Any] = Counter()
        for cell, people in whole(rows, case, None).items():
            full = [given for given in people if len(given) == len(ASKED)]
            wanted.update((*cell, tuple(given[name]["score"] for name in ASKED)) for given in full[:sample])
        found = ask(store, ANSWER_PATTERNS, case, {"questions": ASKED, "sample": sample}, by=BY, grain="month")
        seen = {(*key[:-1], pattern_scores(key[-1])): n for key, (n,) in table(found, ANSWER_PATTERNS).items()}
        assert seen == wanted, case.name


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (GRAM, {"questions": ("Overall",)}, "2 to 20 different questions"),
        (GRAM, {"questions": ("Overall", "Overall")}, "2 to 20 different questions"),
        (ANSWER_PATTERNS, {"questions": ASKED, "sample": 0}, "how many responses"),
    ],
)
def test_refuses_what_is_no_set_of_questions(store: Store, frame: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(FrameError, match=said):
        ask(store, frame, CASES[0], options)
