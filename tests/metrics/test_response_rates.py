"""The response rate: numerator and denominator of the same invitations, whatever is selected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.scope import LOCAL_ADMIN, Scope
from data_access.store import Store
from metrics.evaluate import evaluate
from metrics.readout import Readout
from metrics.registry import by_key
from metrics.results import Estimate, Reason, Withheld
from metrics.stats.response import response_rate
from metrics.verdict import sentence
from tests.conftest import load_rows
from tests.data_access.facts import AS_OF, DIGITAL, RETAIL, at

RATE = by_key("response_rate")


def sent(day: int, channel: str, unit: str, sent: int, bounced: int | None, answered: int | None) -> dict[str, Any]:
    return {"ts": at(day), "channel": channel, "business_unit": unit, "sent": sent, "bounced": bounced, "answered": answered}


INVITED = [
    sent(2, "E-mail", RETAIL, 100, 4, 24), sent(3, "E-mail", RETAIL, 60, None, 15), sent(3, "SMS", RETAIL, 40, 10, 3),
    sent(4, "SMS", DIGITAL, 80, 0, 20), sent(5, "SMS", DIGITAL, 50, 5, None), sent(11, "SMS", RETAIL, 500, 0, 0),
]  # fmt: skip


def asked(store: Store, scope: Scope = LOCAL_ADMIN, filters: Filters | None = None, **how: Any) -> Readout:
    fetch = Fetch(store, AS_OF, store.data_version())
    return evaluate(RATE, fetch, filters or Filters(), scope, compare="none", **how)


def invited(store: Store, rows: list[dict[str, Any]]) -> None:
    load_rows(store, "invitations", [{"record": i, **row} for i, row in enumerate(rows)])


def test_answered_of_delivered(stores: Store) -> None:
    invited(stores, INVITED)
    found = asked(stores)
    assert isinstance(found.overall, Estimate)
    assert (found.overall.numerator, found.overall.denominator, found.overall.n) == (62, 266, 266)
    assert found.overall.detail == {"invited": 330}
    assert found.left_out == (("in files that do not say how many were answered", 50),)
    reference = response_rate(280, 14, 62)
    assert (found.overall.value, found.overall.low, found.overall.high) == pytest.approx(
        (reference["rr_delivered"], reference["rr_lo"], reference["rr_hi"])
    )


@pytest.mark.parametrize(
    ("filters", "scope", "expected"),
    [
        (Filters.of(channel="SMS"), LOCAL_ADMIN, (23, 110)),
        (Filters.of(channel="E-mail"), LOCAL_ADMIN, (39, 156)),
        (Filters.of(date(2026, 3, 3), date(2026, 3, 4)), LOCAL_ADMIN, (38, 170)),
        (Filters.of(date(2026, 3, 3), date(2026, 3, 4), channel="SMS"), LOCAL_ADMIN, (23, 110)),
        (Filters(), Scope("r", "viewer", (RETAIL,)), (42, 186)),
        (Filters(), Scope("d", "viewer", (DIGITAL,)), (20, 80)),
    ],
)
def test_a_filter_takes_from_both_sides_of_the_line(
    stores: Store, filters: Filters, scope: Scope, expected: tuple[int, int]
) -> None:
    """Answers filtered and invitations not is how a well-known product's rate collapses; here both are the same cohort."""
    invited(stores, INVITED)
    found = asked(stores, scope, filters).overall
    assert isinstance(found, Estimate)
    assert (found.numerator, found.denominator) == expected


def test_groups_and_periods_make_up_the_whole(stores: Store) -> None:
    invited(stores, INVITED)
    whole = asked(stores).overall
    for how in ({"by": ("channel",)}, {"by": ("business_unit",)}, {"grain": "day"}):
        parts = [row.result for row in asked(stores, **how).rows if isinstance(row.result, Estimate)]
        assert sum(part.numerator or 0 for part in parts) == whole.numerator
        assert sum(part.denominator or 0 for part in parts) == whole.denominator


def test_the_day_it_was_sent_counts_not_the_day_it_was_answered(store: Store) -> None:
    """An invitation of March answered in April is one of March's answers: the row says how many ever answered."""
    invited(store, [{**sent(2, "Web", RETAIL, 100, 0, 30), "ts": datetime(2026, 2, 27, 9), "day": date(2026, 2, 27)}])
    february, march = Filters.of(date(2026, 2, 1), date(2026, 2, 28)), Filters.of(date(2026, 3, 1), date(2026, 3, 9))
    assert asked(store, filters=february).overall.value == 0.3
    assert asked(store, filters=march).overall == Withheld(Reason.EMPTY, 0)


def test_files_that_never_say_it_are_unknown_and_not_zero(store: Store) -> None:
    invited(store, [sent(2, "Web", RETAIL, 100, 0, None)])
    found = asked(store)
    assert found.overall == Withheld(Reason.NOT_RECORDED, 0)
    assert sentence(found) == "The data do not record this."


def test_more_answers_than_deliveries_are_a_fault_of_the_file(store: Store) -> None:
    invited(store, [sent(2, "Web", RETAIL, 20, 5, 18)])
    found = asked(store)
    assert found.overall == Withheld(Reason.UNDEFINED, 15)
    assert "More answers than delivered invitations" in sentence(found)


def test_nobody_answering_is_a_rate_of_zero_that_says_how_sure(store: Store) -> None:
    invited(store, [sent(2, "Web", RETAIL, 40, 0, 0)])
    found = asked(store).overall
    assert isinstance(found, Estimate)
    assert (found.value, found.low) == (0.0, 0.0)
    assert 0.05 < (found.high or 0) < 0.12
