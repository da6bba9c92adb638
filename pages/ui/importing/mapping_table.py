"""The mapping as a table to edit. What comes back from the browser is checked again here: a cell is a wish, not a fact."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from data_access.importing import roles, service
from data_access.importing.errors import DataError
from data_access.importing.inspection import ColumnReason, Inspection
from data_access.importing.mapping import ColumnMap, Mapping
from metrics import lists
from metrics.phrases import phrase, spoken
from metrics.saying import word
from pages.ui.importing import mapping_exchange
from pages.ui.importing.questions import Asked
from pages.ui.importing.reasons import spoken_reason
from pages.ui.text import md, t

_FIXED = ("column", "example", "used", "words", "why")
SURE = {"high": word("high"), "medium": word("medium"), "low": word("low")}  # how sure a suggestion is
_COUNTED = (roles.COMMENT, roles.ATTRIBUTE, roles.IGNORE)
_LONGEST_NAME = 300
_SCALE = re.compile(r"(-?[0-9]{1,4})\s*(?:-|–|to)\s*(-?[0-9]{1,4})")


def edit(slot: str, found: Inspection, asked: Asked) -> Mapping | None:
    """The mapping as edited, None while something is missing (and said)."""
    start = _telling_first(asked.mapping)
    table = _table(start, found)
    with st.expander(t("What the columns mean: {summary}", summary=_summary(start, found))):
        edited = st.data_editor(
            table, key=f"map_{slot}_{start.kind}_{hash(service.export_mapping(start))}", hide_index=True, num_rows="fixed",
            disabled=_FIXED, column_config=_config(start.kind), height=min(38 * (len(table) + 1), 520),
            placeholder="",
        )
        mapping_exchange.offer(slot, found)
    if asked.open:
        st.caption(t("Answer what is asked above, then it can be loaded."))
    try:
        mapping = _read(start, edited)
        return None if asked.open else mapping.check()
    except DataError as error:
        st.warning(md(error.spoken()))
        return None


def _summary(mapping: Mapping, found: Inspection) -> str:
    """How many columns are what, and how many a person should look at."""
    count = Counter("score" if c.rated else c.role if c.role in _COUNTED else "other" for c in mapping.columns)
    words = {
        "other": t("named columns {n}", n=count["other"]), roles.SCORE: t("scores {n}", n=count[roles.SCORE]),
        roles.COMMENT: t("comments {n}", n=count[roles.COMMENT]),
        roles.ATTRIBUTE: t("breakdowns {n}", n=count[roles.ATTRIBUTE]),
        roles.IGNORE: t("left out {n}", n=count[roles.IGNORE]),
    }  # fmt: skip
    unsure = sum(c.confidence == "low" for c in found.columns) if not found.remembered else 0
    told = [text for what, text in words.items() if count[what]]
    return lists.enumerated([*told, *([t("to check {n}", n=unsure)] if unsure else [])])


def _table(mapping: Mapping, found: Inspection) -> pd.DataFrame:
    """One line a column's role; order and number are fixed."""
    why = {(r.column, r.role): _suggested(r) for r in found.columns}
    place = {name: i for i, name in enumerate(found.headers)}
    rows = [
        {
            "column": c.column, "example": _examples(found, place.get(c.column)), "role": c.role,
            "name": c.label if c.rated or c.role == roles.ATTRIBUTE else "", "kind": c.kind or "",
            "scale": f"{c.scale[0]:g} – {c.scale[1]:g}" if c.scale else "",
            "used": _histogram(found, c), "no_answer": lists.enumerated(c.no_answer), "words": _words(c),
            "why": why.get((c.column, c.role)) or spoken_reason(c.reason, found),
        }
        for c in mapping.columns
    ]
    return pd.DataFrame(rows)


def _suggested(why: ColumnReason) -> str:
    return t("{confidence}: {reason}", confidence=t(SURE[why.confidence]), reason=spoken(why.reason))


def _histogram(found: Inspection, column: ColumnMap) -> list[int] | None:
    """How often each step of the scale occurs in the first rows, from its lowest to its highest."""
    if not column.rated or column.scale is None or column.column not in found.histograms:
        return None
    words = dict(column.values)
    steps = dict.fromkeys(range(int(column.scale[0]), int(column.scale[1]) + 1), 0)
    for cell, n in found.histograms[column.column]:
        stored = words.get(cell, cell)
        if stored is not None and stored.strip().isdecimal() and int(stored) in steps:
            steps[int(stored)] += n
    return list(steps.values())


def _words(column: ColumnMap) -> str:
    """What the file's words are read as."""
    return lists.enumerated(f"{cell} = {stored or '–'}" for cell, stored in column.values)


def _telling_first(mapping: Mapping) -> Mapping:
    """Identity, time and scores before breakdowns, what is left out last; inside each the file's order."""
    last = {roles.ATTRIBUTE: 2, roles.IGNORE: 3}
    order = sorted(mapping.columns, key=lambda c: 1 if c.rated else last.get(c.role, 0))
    return replace(mapping, columns=tuple(order))


def _examples(found: Inspection, place: int | None) -> str:
    if place is None:
        return ""
    seen = dict.fromkeys(row[place] for row in found.sample if place < len(row) and row[place].strip())
    return " | ".join(list(seen)[:3])[:80]


def _config(kind: str) -> dict[str, Any]:
    column = st.column_config
    return {
        "column": column.TextColumn(t("Column")), "example": column.TextColumn(t("Examples")),
        "role": column.SelectboxColumn(
            t("Means"), options=sorted(roles.types(kind)), required=True, format_func=_named
        ),
        "name": column.TextColumn(t("Question or name"), max_chars=_LONGEST_NAME),
        "kind": column.SelectboxColumn(t("Score kind"), options=["", *roles.SCORE_KINDS], format_func=_named),
        "scale": column.TextColumn(t("Scale"), help=t("Lowest and highest value, for example 1 – 5")),
        "used": column.BarChartColumn(t("How often"), help=t("Each step of the scale in the first rows, the lowest first")),
        "words": column.TextColumn(t("Words read as")),
        "no_answer": column.TextColumn(t("No answer"), help=t("Values that mean no answer, separated by commas")),
        "why": column.TextColumn(t("Why")),
    }


def _named(code: object) -> str:
    return spoken(roles.named(str(code)))


def _read(start: Mapping, edited: pd.DataFrame) -> Mapping:
    """The wishes put onto the mapping line by line; fixed columns are taken from `start`, never from the browser."""
    if len(edited) != len(start.columns):
        raise DataError(phrase("The table of columns has lost or gained lines."), "", phrase("Reload the page."))
    lines = edited.to_dict("records")
    return replace(
        start,
        columns=tuple(
            _wish(column, {str(k): v for k, v in line.items()}) for column, line in zip(start.columns, lines, strict=True)
        ),
    )


def _wish(column: ColumnMap, line: dict[str, Any]) -> ColumnMap:
    role, name = str(line["role"]), str(line["name"] or "").strip()[:_LONGEST_NAME]
    if role not in (roles.SCORE, roles.SATISFACTION):
        return ColumnMap(
            column.column, role, values=column.values if role == column.role else (), empty=column.empty,
            name="" if role != roles.ATTRIBUTE or name == column.column else name, date_order=column.date_order,
            option=column.option, separator=column.separator, reason=column.reason if role == column.role else "",
            personal=column.personal,
        )
    low, high = _scale(column.column, str(line["scale"] or ""))
    kind = line["kind"] if line["kind"] in roles.SCORE_KINDS else "rating"
    words = tuple(word for part in str(line["no_answer"] or "").split(",") if (word := part.strip()))
    return replace(
        column, role=role, question=name or column.column, name="", kind=kind, scale=(low, high),
        no_answer=words, values=column.values if column.rated else (),
    )


def _scale(name: str, text: str) -> tuple[float, float]:
    """"1 – 5" as its two ends."""
    found = _SCALE.fullmatch(text.strip())
    if found is None or float(found[1]) >= float(found[2]):
        raise DataError(
            phrase("The scale of {column!r} reads {text!r}.", column=name, text=text),
            phrase("Its lowest and its highest value are expected."),
            phrase("Write for example 1 – 5."),
        )
    return float(found[1]), float(found[2])
