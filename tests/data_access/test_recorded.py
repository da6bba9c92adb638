"""Files that never record an event, beside files that do: left out and said, neither open nor unanswered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data_access.drill import rows as behind
from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics import formats, frames
from metrics.definitions.complaints import age_bands, survival_curve
from metrics.evaluate import evaluate
from metrics.frames import BY_KEY
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.verdict import sentence
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, at, complaint
from tests.data_access.test_frames import OPTIONS, rows

NOT_RECORDED = Withheld(Reason.NOT_RECORDED, 0)
SCORED = {"satisfaction_min": 1.0, "satisfaction_max": 5.0}
FULL = [
    complaint(
        at(2), RETAIL, first_response_at=at(2, 11), due_at=at(4), resolved_at=at(3), confirmed="yes",
        satisfaction_after=4.0, **SCORED,
    ),
    complaint(at(3), RETAIL, first_response_at=at(3, 10), due_at=at(5)),  # open past its due time
    complaint(at(4), RETAIL, resolved_at=at(5)),  # resolved without a response, no due time, silent
]  # fmt: skip
LETTERS = [complaint(at(2, hour), RETAIL, channel="Post") for hour in (9, 10, 11, 12)]  # opened, and nothing else is known
DESK = [  # only closings: one of them before the opening
    complaint(at(2), DIGITAL, closed_at=at(3)),
    complaint(at(5), DIGITAL, closed_at=at(4)),
]
TICKETS = [complaint(at(2), DIGITAL, due_at=at(3), first_response_at=at(2, 10))]  # due times and responses, no resolutions
FILES = {"full": FULL, "letters": LETTERS, "desk": DESK, "tickets": TICKETS}


@pytest.fixture
def filled(stores: Store) -> Store:
    load_rows(
        stores, "complaints",
        [
            {"source": source, "record": 100 * number + n, **row}
            for number, (source, found) in enumerate(FILES.items(), start=1)
            for n, row in enumerate(found)
        ],
    )  # fmt: skip
    return stores


def ask(store: Store, key: str, scope: Scope = LOCAL_ADMIN, **more: Any) -> Readout:
    filters = more.pop("filters", Filters())
    return evaluate(by_key(key), Fetch.now(store, scope, AS_OF), filters, scope, compare="none", **more)


def by_source(store: Store, key: str) -> dict[str, Any]:
    """source → value, or the whole result where there is none."""
    found = {row.group[0]: row.result for row in ask(store, key, by=("source",)).rows}
    return {source: result.value if isinstance(result, Estimate) else result for source, result in found.items()}


def frame(store: Store, key: str, **options: Any) -> list[tuple[Any, ...]]:
    fetch = Fetch.now(store, LOCAL_ADMIN, AS_OF)
    return rows(fetch(BY_KEY[key], Filters(), LOCAL_ADMIN, by=("source",), options={**OPTIONS.get(key, {}), **options}))


def test_the_first_response_clock_runs_where_responses_are_recorded(filled: Store) -> None:
    assert frame(filled, "durations", clock="first_response") == [
        ("desk", 0, 0, 0, 2),  # a resolution stands for a response only beside responses
        ("full", 60, 1, 0, 0),
        ("full", 120, 1, 0, 0),
        ("full", 1440, 1, 0, 0),
        ("letters", 0, 0, 0, 4),
        ("tickets", 60, 1, 0, 0),
    ]
    assert frame(filled, "duration_faults", clock="first_response") == []
    assert frame(filled, "responses") == [
        ("desk", 0, 0, 0, 2), ("full", 2, 1, 0, 0), ("letters", 0, 0, 0, 4), ("tickets", 1, 0, 0, 0)
    ]  # fmt: skip


def test_the_resolution_clock_runs_where_resolutions_are_recorded(filled: Store) -> None:
    assert frame(filled, "durations") == [
        ("desk", 1440, 1, 0, 0),
        ("full", 1440, 2, 0, 0),
        ("full", 171 * 60, 0, 1, 0),
        ("letters", 0, 0, 0, 4),
        ("tickets", 0, 0, 0, 1),
    ]
    assert frame(filled, "duration_faults") == [("desk", "negative", 1)]
    assert frame(filled, "backlog") == [
        ("desk", 0, 0, 2, 0), ("full", 0, 0, 2, 0), ("full", 171 * 60, 1, 0, 0), ("letters", 0, 0, 0, 4),
        ("tickets", 0, 0, 0, 1),
    ]  # fmt: skip
    assert frame(filled, "flow") == [("desk", 2, 2, 0), ("full", 3, 2, 0), ("letters", 0, 0, 4), ("tickets", 0, 0, 1)]


def test_deadlines_scores_and_words_where_they_are_recorded(filled: Store) -> None:
    assert frame(filled, "deadlines") == [
        ("desk", 0, 0, 0, 0, 0, 0, 2, 0),
        ("full", 1, 0, 1, 0, 1, 0, 0, 0),
        ("letters", 0, 0, 0, 0, 0, 0, 4, 0),
        ("tickets", 0, 0, 0, 0, 0, 0, 0, 1),
    ]
    assert frame(filled, "recovery") == [
        ("desk", None, None, None, 0, 0, 2),
        ("full", 1.0, 5.0, 4.0, 1, 0, 0),
        ("full", None, None, None, 1, 1, 0),
        ("letters", None, None, None, 0, 0, 4),
        ("tickets", None, None, None, 0, 0, 1),
    ]
    assert frame(filled, "confirmed") == [
        ("desk", "unknown", 0, 2), ("full", "unknown", 2, 0), ("full", "yes", 1, 0), ("letters", "unknown", 0, 4),
        ("tickets", "unknown", 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("answered_share", {"full": 2 / 3, "tickets": 1.0}),
        ("first_response", {"full": 2, "tickets": 1}),
        ("resolution_time", {"full": 24, "desk": 24}),
        ("backlog", {"full": 1, "desk": 0}),
        ("backlog_age", {"full": 171, "desk": Withheld(Reason.EMPTY, 0)}),
        ("deadline_attainment", {"full": 0.5}),
    ],
)
def test_sources_that_record_nothing_have_no_number(filled: Store, key: str, values: dict[str, Any]) -> None:
    assert by_source(filled, key) == dict.fromkeys(FILES, NOT_RECORDED) | values


@pytest.mark.parametrize("key", ["recovery_rate", "complaint_satisfaction", "confirmed_resolution"])
def test_sources_that_never_ask_are_not_too_few(filled: Store, key: str) -> None:
    found = by_source(filled, key)
    assert found.pop("full").reason is Reason.TOO_FEW
    assert found == {"desk": NOT_RECORDED, "letters": NOT_RECORDED, "tickets": NOT_RECORDED}


@pytest.mark.parametrize(
    ("key", "n", "said"),
    [
        ("answered_share", 4, {"from sources that record no first response": 6}),
        ("first_response", 4, {"from sources that record no first response": 6}),
        ("resolution_time", 4, {"resolved before they were opened": 1, "from sources that record no resolution": 5}),
        ("backlog", 1, {"from sources that record no resolution": 5}),
        (
            "deadline_attainment", 2,
            {"without a due date": 1, "from sources without due dates": 6, "from sources that record no resolution": 1},
        ),
        ("recovery_rate", 1, {"resolved, no score given": 1, "from sources that record no score after a resolution": 7}),
        (
            "confirmed_resolution", 1,
            {"without the customer's word": 2, "from sources that do not record the customer's word": 7},
        ),
    ],
)  # fmt: skip
def test_the_whole_counts_who_records_and_says_who_does_not(filled: Store, key: str, n: int, said: dict[str, int]) -> None:
    found = ask(filled, key)
    assert (found.overall.n, dict(found.left_out)) == (n, said)


def test_one_source_alone_is_not_recorded_as_a_whole(filled: Store) -> None:
    letters = Filters.of(source="letters")
    for key in ("answered_share", "first_response", "resolution_time", "backlog", "deadline_attainment", "recovery_rate"):
        found = ask(filled, key, filters=letters)
        assert found.overall == NOT_RECORDED
        assert [n for _, n in found.left_out] == [4]
    fetch = Fetch.now(filled, LOCAL_ADMIN, AS_OF)
    clock = fetch(frames.DURATIONS, letters, LOCAL_ADMIN, options={"clock": "resolution"})
    assert survival_curve(clock) == []
    assert not any(n for _, n in age_bands(fetch(frames.BACKLOG, letters, LOCAL_ADMIN)))


def test_nothing_open_is_none_and_not_no_data(filled: Store) -> None:
    """All of the desk's complaints are closed: nothing waits, which is known; how long it waits has no answer."""
    for sources in (("desk",), ("desk", "letters")):
        found = ask(filled, "backlog", filters=Filters.of(source=sources))
        assert found.overall == Estimate(0, None, None, 0)
        assert sentence(found) == "Nothing is waiting."
        assert formats.shown(found.metric, found.overall) == "0"
        assert ask(filled, "backlog_age", filters=Filters.of(source=sources)).overall == Withheld(Reason.EMPTY, 0)
    assert ask(filled, "backlog", filters=Filters.of(channel="nowhere")).overall == Withheld(Reason.EMPTY, 0)


def test_neither_period_nor_filter_nor_as_of_makes_a_source_forget(filled: Store) -> None:
    """What `full` records on other days, or later than as_of, it records: its complaint of 3 March is open, not unknown."""
    third = Filters.of(date(2026, 3, 3), date(2026, 3, 3), source="full")
    assert ask(filled, "backlog", filters=third).overall.n == 1
    early = Fetch.now(filled, LOCAL_ADMIN, at(2, 10))
    assert evaluate(by_key("backlog"), early, Filters.of(source="full"), LOCAL_ADMIN, compare="none").overall.n == 1
    found = ask(filled, "confirmed_resolution", filters=third)
    assert (found.overall, found.left_out) == (
        Withheld(Reason.TOO_FEW, 0, 10, {"unknown": 1}), (("without the customer's word", 1),)
    )  # fmt: skip


def test_what_is_recorded_is_seen_in_ones_own_units(filled: Store) -> None:
    """Another unit's tickets are resolved; whoever may not see them is not told so by a number either."""
    load_rows(filled, "complaints", [{"source": "tickets", "record": 900, **complaint(at(3), RETAIL, resolved_at=at(4))}])
    digital = Scope("d", "viewer", (DIGITAL,))
    assert ask(filled, "backlog", digital, filters=Filters.of(source="tickets")).overall == NOT_RECORDED
    assert ask(filled, "backlog", filters=Filters.of(source="tickets")).overall.n == 1


@pytest.mark.parametrize("key", ["durations", "duration_faults", "responses", "deadlines", "backlog", "recovery", "confirmed"])
def test_the_rows_behind_a_number_are_those_it_counts(filled: Store, key: str) -> None:
    wanted = {"durations": 4, "duration_faults": 1, "responses": 4, "deadlines": 2, "backlog": 1, "recovery": 1, "confirmed": 1}
    options = OPTIONS.get(key, {})
    found = behind(Fetch.now(filled, LOCAL_ADMIN, AS_OF), BY_KEY[key], Filters(), LOCAL_ADMIN, options=options)
    assert len(found) == wanted[key]
    assert "letters" not in set(found["source"])
