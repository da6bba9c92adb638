"""Whatever is done to batches, in whatever order: every record shows the version of the newest batch that is loaded.

Random sequences of loading, correcting, undoing, redoing, replacing and changing settings, against a model that keeps all
versions in a dictionary and looks for the newest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, delete, select

from data_access.batches import batches
from data_access.errors import StoreError
from data_access.health import checks
from data_access.loading import NewBatch, load, redo, undo
from data_access.schema import ASIDE, FACTS, answers, attributes, comments, contacts, records
from data_access.schema import batches as batches_table
from data_access.schema import settings as settings_table
from data_access.scope import LOCAL_ADMIN
from data_access.settings import document
from data_access.settings.model import AS_DELIVERED, Channel, Settings, ValueLabel
from data_access.store import Store

_SETTINGS = (
    AS_DELIVERED,
    Settings(channels=(Channel("Phone", ("telefon",), "assisted", 4.5),)),
    Settings(channels=(Channel("Web", ("telefon",)),), timezone="Pacific/Auckland"),
    Settings(timezone="America/Lima", labels=(ValueLabel("shop", "3", "East"),)),
)


@dataclass(frozen=True)
class Content:
    """What one file row says."""

    channel: str
    hour: int
    score: float | None
    comment: str | None
    shop: str | None

    @property
    def ts(self) -> datetime:
        return datetime(2026, 3, 1) + timedelta(hours=self.hour)


contents = st.builds(
    Content, st.sampled_from(["telefon", "Web"]), st.integers(0, 60), st.sampled_from([None, 1.0, 5.0]),
    st.sampled_from([None, "fine"]), st.sampled_from([None, "3", "4"]),
)  # fmt: skip
rows = st.dictionaries(st.integers(1, 4), contents, min_size=1, max_size=4)
numbers = st.integers(1, 5)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), rows), st.tuples(st.just("load"), rows), st.tuples(st.just("undo"), numbers),
        st.tuples(st.just("redo"), numbers), st.tuples(st.just("replace"), st.tuples(numbers, rows)),
        st.tuples(st.just("settings"), st.integers(0, len(_SETTINGS) - 1)),
    ),
    min_size=3, max_size=9,
)  # fmt: skip


@dataclass
class Model:
    """Every batch: whether it is loaded, what it brought, whom it replaced."""

    loaded: list[bool] = field(default_factory=list)
    brought: list[dict[int, Content]] = field(default_factory=list)
    replaced: list[int | None] = field(default_factory=list)
    settings: Settings = AS_DELIVERED

    def shown(self, record: int) -> Content | None:
        found = [b[record] for b, loaded in zip(self.brought, self.loaded, strict=True) if loaded and record in b]
        return found[-1] if found else None

    def load(self, said: dict[int, Content], instead: int | None = None) -> tuple[int, int, int]:
        """(new, changed, duplicate)"""
        if instead is not None:
            self.loaded[instead - 1] = False
        before = {record: self.shown(record) for record in said}
        mine = {record: content for record, content in said.items() if before[record] != content}
        self.loaded.append(True)
        self.brought.append(mine)
        self.replaced.append(instead)
        new = sum(before[record] is None for record in mine)
        return new, len(mine) - new, len(said) - len(mine)

    def may_redo(self, number: int) -> bool:
        return not self.loaded[number - 1] and not any(
            loaded and instead == number for loaded, instead in zip(self.loaded, self.replaced, strict=True)
        )


def _tables(said: dict[int, Content]) -> dict[str, pa.Table]:
    found = list(said.items())
    base = {"source": ["till"] * len(found), "record": [r for r, _ in found], "seq": list(range(len(found)))}
    times = {"ts": pa.array([c.ts for _, c in found], pa.timestamp("us")), "day": [c.ts.date() for _, c in found]}
    side = {**base, **times, "channel": [c.channel for _, c in found]}

    def some(columns: dict[str, Any], said_in: str, shown: str, **more: Any) -> pa.Table:
        places = [i for i, (_, c) in enumerate(found) if getattr(c, said_in) is not None]
        table = pa.table({**columns, **{key: [value] * len(found) for key, value in more.items()}})
        kind = pa.float64() if said_in == "score" else pa.string()
        values = pa.array([getattr(c, said_in) for _, c in found], kind)
        return table.append_column(shown, values).take(pa.array(places, pa.int64()))

    return {
        "records": pa.table({**base, "kind": ["contacts"] * len(found), "fingerprint": [hash(c) for _, c in found]}),
        "contacts": pa.table(side),
        "answers": some(side, "score", "score", question="Overall", kind="csat", scale_min=1.0, scale_max=5.0),
        "comments": some(side, "comment", "text", question="Why"),
        "attributes": some({k: base[k] for k in ("source", "record")}, "shop", "value", facts="contacts", name="shop"),
    }


def _bring(store: Store, said: dict[int, Content], instead: int | None = None) -> tuple[int, int, int]:
    new = NewBatch("till", "contacts", "f.csv", "ab" * 32, "{}", "ada", len(said), replaces=instead)
    made = load(store, new, _tables(said))
    return made.rows_new, made.rows_changed, made.rows_duplicate


def _channel(settings_: Settings, said: str) -> str:
    return next((c.name for c in settings_.channels if said in c.aliases), said)


def _day(settings_: Settings, ts: datetime) -> date:
    if settings_.timezone is None:
        return ts.date()
    return ts.replace(tzinfo=UTC).astimezone(ZoneInfo(settings_.timezone)).date()


def _expected(model: Model) -> dict[str, list[tuple[Any, ...]]]:
    shown = {r: c for r in range(1, 5) if (c := model.shown(r)) is not None}
    label = {one.code: one.label for one in model.settings.labels}
    where = {r: (_channel(model.settings, c.channel), _day(model.settings, c.ts), c.channel) for r, c in shown.items()}
    return {
        "contacts": [(r, *where[r]) for r in shown],
        "answers": [(r, *where[r], c.score) for r, c in shown.items() if c.score is not None],
        "comments": [(r, *where[r], c.comment) for r, c in shown.items() if c.comment is not None],
        "attributes": [(r, label.get(c.shop, c.shop), c.shop) for r, c in shown.items() if c.shop is not None],
        "records": [(r, hash(c)) for r, c in shown.items()],
    }


def _stored(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    where = ("record", "channel", "day", "channel_written")
    return {
        "contacts": _rows(store, contacts, *where), "answers": _rows(store, answers, *where, "score"),
        "comments": _rows(store, comments, *where, "text"),
        "attributes": _rows(store, attributes, "record", "value", "value_written"),
        "records": _rows(store, records, "record", "fingerprint"),
    }


def _rows(store: Store, table: Table, *names: str) -> list[tuple[Any, ...]]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(*(table.c[n] for n in names)).order_by(table.c.record))]


def _clear(store: Store) -> None:
    with store.writing("settings") as connection:
        for table in (*FACTS, *ASIDE.values(), batches_table, settings_table):
            connection.execute(delete(table))


def _do(store: Store, model: Model, what: str, about: Any) -> None:
    known = len(model.loaded)
    if what == "load":
        assert _bring(store, about) == model.load(about)
    elif what == "settings":
        model.settings = _SETTINGS[about]
        document.change(store, model.settings, LOCAL_ADMIN)
    elif what == "replace":
        number, said = about
        if number <= known and model.loaded[number - 1]:
            assert _bring(store, said, number) == model.load(said, number)
        else:
            with pytest.raises(StoreError):
                _bring(store, said, number)
    else:
        done, allowed = (undo, known >= about and model.loaded[about - 1]) if what == "undo" else (
            redo, known >= about and model.may_redo(about)
        )
        if allowed:
            done(store, about, "bob")
            model.loaded[about - 1] = what == "redo"
        else:
            with pytest.raises(StoreError):
                done(store, about, "bob")


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each example takes a second: shrinking would take an hour
)
@given(steps)
def test_the_newest_loaded_version_is_shown(stores: Store, steps: list[tuple[str, Any]]) -> None:
    _clear(stores)
    model = Model()
    for what, about in steps:
        _do(stores, model, what, about)
        assert _stored(stores) == _expected(model), (what, about)
        every = sum(len(brought) for brought in model.brought)
        aside = ASIDE["records"]
        assert len(_rows(stores, records, "record")) + len(_rows(stores, aside, "record")) == every, "no version is lost"
    assert [b.state == "loaded" for b in reversed(batches(stores))] == model.loaded
    assert all(check.sound for check in checks(stores) if check.name in ("ledgers", "batches"))
