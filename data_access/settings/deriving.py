"""What facts show, from what their file said and the settings. The same for rows on their way in and for stored ones.

Everything is derived from the written values and never from what is shown now: taking a setting back brings the old
numbers back exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, select

from data_access.schema import WRITTEN
from data_access.settings.model import Settings, ValueLabel
from data_access.settings.taxonomy import Taxonomy
from data_access.settings.zones import Offsets, local_day, offsets

Shown = dict[str, ColumnElement[Any]]
TAXONOMY = ("channel", "mode", "cost")
DAYS = {"day": ("ts", "dated"), "resolved_day": ("resolved_at", "resolved_dated")}  # of which time; whether a day is all
LABELLED = "value"


def shown(connection: Connection, settings: Settings, rows: FromClause) -> Shown:
    """column → what it shows, for the columns of `rows` that settings decide.

    rows: a table of facts with its written columns, or staged rows that carry what the file said under the plain names.
    """
    return {
        **channels(connection, settings, rows),
        **days(connection, settings, rows),
        **labels(settings, rows),
    }


def channels(connection: Connection, settings: Settings, rows: FromClause) -> Shown:
    """channel: the one whose name or alias was written, else as written · mode, cost: the channel's, where a file is silent."""
    present = [name for name in TAXONOMY if name in rows.c]
    if not present or not settings.channels:
        return {name: written(rows, name) for name in present}
    said = written(rows, "channel")
    meant = Taxonomy(settings.channels).meant(connection.execute(select(said).distinct()).scalars())
    renamed = {name: channel.name for name, channel in meant.items() if channel.name != name}
    modes = {name: channel.mode for name, channel in meant.items() if channel.mode}
    costs = {name: channel.cost_per_contact for name, channel in meant.items() if channel.cost_per_contact is not None}
    found: Shown = {"channel": _chosen(said, renamed, said)}
    if "mode" in present:
        own = written(rows, "mode")
        found["mode"] = case((func.coalesce(own, "") == "", _chosen(said, modes, own)), else_=own) if modes else own
    if "cost" in present:
        own = written(rows, "cost")
        found["cost"] = func.coalesce(own, _chosen(said, costs, own)) if costs else own
    return found


def days(connection: Connection, settings: Settings, rows: FromClause) -> Shown:
    """The day in the house's time zone; where it has none, or only a day is known, the day the file's mapping makes."""
    present = {name: of for name, of in DAYS.items() if name in rows.c}
    if settings.timezone is None or not present:
        return {name: written(rows, name) for name in present}
    found: Shown = {}
    for name, (moment, dated) in present.items():
        held = _offsets(connection, settings.timezone, rows.c[moment])
        plain = written(rows, name)
        stays = func.coalesce(rows.c[dated], False) | rows.c[moment].is_(None)
        found[name] = case((stays, plain), else_=local_day(rows.c[moment], held)) if held else plain
    return found


def labels(settings: Settings, rows: FromClause) -> Shown:
    """The label of a column's code, else the value as written."""
    if LABELLED not in rows.c:
        return {}
    said = written(rows, LABELLED)
    return {LABELLED: case(*(_labelled(rows, said, one) for one in settings.labels), else_=said) if settings.labels else said}


def written(rows: FromClause, name: str) -> ColumnElement[Any]:
    """What the file said: kept beside what is shown; of staged rows the column itself."""
    kept = name + WRITTEN
    return rows.c[kept if kept in rows.c else name]


def _labelled(rows: FromClause, said: ColumnElement[Any], one: ValueLabel) -> tuple[ColumnElement[bool], str]:
    return and_(rows.c.name == one.column, said == one.code), one.label


def _chosen(said: ColumnElement[Any], by_name: Mapping[str, Any], otherwise: ColumnElement[Any]) -> ColumnElement[Any]:
    return case(by_name, value=said, else_=otherwise) if by_name else otherwise


def _offsets(connection: Connection, zone: str, moment: ColumnElement[Any]) -> Offsets:
    first, last = connection.execute(select(func.min(moment), func.max(moment))).one()
    return offsets(zone, first, last) if first is not None else ()
