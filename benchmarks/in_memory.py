"""The same counts by pandas over whole tables held in memory: what a script without a store would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from sqlalchemy import Table, select

from data_access.filters import Filters
from data_access.schema import answers, complaints, contacts
from data_access.scope import LOCAL_ADMIN
from data_access.store import Store

_NEEDED = (
    "ts", "day", "channel", "case_id", "kind", "scale_min", "scale_max", "score", "handling_seconds", "cost", "resolved_at",
)  # fmt: skip
Rival = Callable[[], int]  # counts, and returns the sum of the frame's first count, to be compared with ours


def rivals(store: Store, filters: Filters) -> Mapping[str, Rival]:
    """By frame, for the frames that are a group-by or two of one table. Loading the tables is not timed."""
    as_of = store.as_of(LOCAL_ADMIN)
    told, asked, open_ = (_held(store, table) for table in (contacts, answers, complaints))

    def chosen(table: pd.DataFrame) -> pd.DataFrame:
        kept = table[table["day"].between(str(filters.start), str(filters.end)) & (table["ts"] <= as_of)]
        return kept.assign(period=kept["day"].dt.to_period("M"), channel=kept["channel"].fillna("(unknown)"))

    def contacts_made() -> int:
        counts = chosen(told).groupby(["period", "channel"]).agg(
            n=("ts", "size"), handling=("handling_seconds", "sum"), cost=("cost", "sum")
        )
        return int(counts["n"].sum())

    def cases() -> int:
        named = chosen(told)
        return int(named["case_id"].isna().groupby([named["period"], named["channel"]]).sum().sum())

    def scores() -> int:
        kept = chosen(asked)
        kept = kept[kept["kind"] == "nps"]
        return int(kept.groupby(["period", "channel", "scale_min", "scale_max", "score"]).size().sum())

    def complained() -> int:
        return int(chosen(open_).groupby(["period", "channel"]).size().sum())

    def durations() -> int:
        kept = chosen(open_)
        over = kept["resolved_at"].notna() & (kept["resolved_at"] <= as_of)
        end = kept["resolved_at"].where(over, as_of)
        minutes = (end - kept["ts"]).dt.total_seconds() // 60
        cells = kept.assign(minutes=minutes, event=over)[minutes >= 0]
        return int(cells.groupby(["period", "channel", "minutes"])["event"].sum().sum())

    return {
        "contacts": contacts_made, "cases": cases, "scores": scores, "complaints": complained, "durations": durations,
    }  # fmt: skip


def _held(store: Store, table: Table) -> pd.DataFrame:
    columns = [table.c[name] for name in _NEEDED if name in table.c]
    with store.engine.connect() as connection:
        return connection.execute(select(*columns)).cursor.fetchdf()  # type: ignore[attr-defined]
