"""Answers come column by column, typed and sorted alike from every engine, with the version they were read at."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import event, func, select

from data_access.columns import frame_of
from data_access.filters import Filters
from data_access.queries.question import Question
from data_access.schema import contacts
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store
from metrics.errors import FrameError
from metrics.frames import CONTACTS

QUESTION = Question(CONTACTS, Filters(), LOCAL_ADMIN, ("channel",), "month", datetime(2026, 6, 1))
COUNT = select(func.count()).select_from(contacts)


def objects(*values: object) -> np.ndarray:
    return np.array(values, dtype=object)


def test_engines_that_hand_over_arrays_and_engines_that_hand_over_objects_agree() -> None:
    march, april = datetime(2026, 3, 1), date(2026, 4, 1)
    plain = [
        objects(april, march, march), objects("Web", "Web", "App"), objects(3, 2, 1), objects(None, 5, 6.0),
        objects(7.5, None, 1),
    ]  # fmt: skip
    arrays = [
        np.array(["2026-04-01", "2026-03-01", "2026-03-01"], dtype="datetime64[us]"), objects("Web", "Web", "App"),
        np.array([3.0, 2.0, 1.0]), np.ma.masked_invalid([np.nan, 5.0, 6.0]), np.ma.array([7.5, 0.0, 1.0], mask=[0, 1, 0]),
    ]  # fmt: skip
    found = frame_of(QUESTION, plain)
    pd.testing.assert_frame_equal(found, frame_of(QUESTION, arrays))
    assert [*found["period"]] == [date(2026, 3, 1), date(2026, 3, 1), date(2026, 4, 1)]
    assert [*found["channel"]] == ["App", "Web", "Web"]
    assert [*found["n"]] == [1, 2, 3]
    assert found["n"].dtype == np.int64
    assert np.isnan(found["handling_seconds"][2])
    assert np.isnan(found["cost"][1])


def test_an_answer_without_rows_has_its_columns_and_types() -> None:
    empty = frame_of(QUESTION, [objects()] * 5)
    assert [*empty.columns] == [*QUESTION.columns]
    assert (empty["n"].dtype, empty["cost"].dtype) == (np.int64, np.float64)


@pytest.mark.parametrize("gap", [objects(1, None), np.ma.array([1, 2], mask=[0, 1])])
def test_a_count_with_gaps_is_refused(gap: np.ndarray) -> None:
    with pytest.raises(FrameError, match="the count n has gaps"):
        frame_of(QUESTION, [objects(date(2026, 3, 1)).repeat(2), objects("a", "b"), gap, objects(1, 1), objects(1, 1)])


def test_other_columns_than_asked_for_are_refused() -> None:
    with pytest.raises(FrameError, match="expected the columns period, channel"):
        frame_of(QUESTION, [objects()])


def test_a_store_at_rest_is_read_with_one_statement(store: Store) -> None:
    version, sent = store.version_at_hand(), []
    event.listen(store.engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    assert store.read(COUNT) == ([(0,)], version)
    assert len(sent) == (1 if store.path else 2)  # a server's store may be written to by others


def test_a_read_that_a_write_overtakes_tells_the_version_it_saw(store: Store) -> None:
    before = store.version_at_hand()

    def overtaken(result: object) -> int:
        found = result.scalar_one()  # type: ignore[attr-defined]
        with store.writing():
            pass
        return found

    assert store._read(COUNT, overtaken) == (0, before)
    assert store.version_at_hand() != before
    assert store.read(COUNT)[1] == store.version_at_hand()
