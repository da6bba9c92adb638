"""Mappings as JSON: what one installation exports, another imports. Every complaint names the offending key."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import MISSING, fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from data_access.importing import roles
from data_access.importing.choices import SEPARATORS
from data_access.importing.errors import DataError, one_of
from data_access.importing.mapping import VERSION, ColumnMap, Mapping
from data_access.importing.values import DATE_ORDERS
from metrics.phrases import listed, phrase

ENCODINGS = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac-roman", "gb18030", "gbk", "big5", "cp1250", "cp1251",
    "cp1254", "shift-jis", "euc-jp", "euc-kr",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|")
MOST_HEADER_ROWS = 3
FARTHEST_HEADER = 100  # line: titles, notes and blank lines may stand above it
LONGEST_MAPPING = 2_000_000  # bytes: 500 columns with long questions and value lists stay far below
_NEXT = phrase("Correct the mapping and try again.")


def to_json(mapping: Mapping) -> str:
    """JSON for people: only what was said, one column per line."""
    lines = ",\n    ".join(json.dumps(_plain(c), ensure_ascii=False) for c in mapping.columns)
    head = {
        "version": mapping.version,
        "kind": mapping.kind,
        "source": mapping.source,
        **_plain(mapping),
        "columns": ["@"],
    }
    return json.dumps(head, ensure_ascii=False, indent=2).replace('[\n    "@"\n  ]', f"[\n    {lines}\n  ]") + "\n"


def from_json(text: str | bytes) -> Mapping:
    """Reads and checks keys, types and roles; raises DataError naming the first offending key."""
    if len(text) > LONGEST_MAPPING:
        raise DataError(
            phrase("The mapping is too long."), phrase("At most {n:,} bytes are read.", n=LONGEST_MAPPING), _NEXT
        )
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        seen = phrase("The mapping is not JSON ({error}).", error=str(error))
        raise DataError(seen, phrase("A JSON object is expected."), _NEXT) from error
    return _mapping(raw)


def _plain(value: Mapping | ColumnMap) -> dict[str, Any]:
    """The fields that differ from their defaults."""
    out: dict[str, Any] = {}
    for f in fields(value):
        v = getattr(value, f.name)
        if f.default is MISSING or v != f.default:
            pairs = f.name in ("values", "constants", "zones", "leave_out")
            out[f.name] = dict(v) if pairs else list(v) if isinstance(v, tuple) else v
    return out


def _mapping(raw: Any) -> Mapping:
    if not isinstance(raw, dict):
        raise _wrong(phrase("The mapping"), phrase("a JSON object with kind, source and columns"), raw)
    _only("", raw, {f.name for f in fields(Mapping)})
    if raw.get("version", VERSION) != VERSION:
        expected = phrase("{version} (another release wrote this mapping)", version=VERSION)
        raise _wrong("version", expected, raw["version"])
    if not isinstance(raw.get("columns"), list):
        raise _wrong("columns", phrase("a list of objects"), raw.get("columns"))
    header_line = raw.get("header_line")
    if header_line is not None and (type(header_line) is not int or not 0 <= header_line <= FARTHEST_HEADER):
        expected = phrase("a line number from 1 to {n}, or 0 for none", n=FARTHEST_HEADER)
        raise _wrong("header_line", expected, header_line)
    header_rows = raw.get("header_rows")
    if header_rows is not None and (type(header_rows) is not int or not 1 <= header_rows <= MOST_HEADER_ROWS):
        expected = phrase("how many rows the names are made of, 1 to {n}", n=MOST_HEADER_ROWS)
        raise _wrong("header_rows", expected, header_rows)
    mapping = Mapping(
        kind=_choice("kind", raw.get("kind"), roles.KINDS),
        source=_text("source", raw.get("source"), empty=False),
        columns=tuple(_column(f"columns[{i}]", c) for i, c in enumerate(raw["columns"])),
        constants=tuple(sorted(_pairs("constants", raw.get("constants", {})))),
        timezone=_zone(raw.get("timezone", "UTC")),
        header_line=header_line,
        header_rows=header_rows,
        encoding=_maybe("encoding", raw, ENCODINGS),
        delimiter=_maybe("delimiter", raw, DELIMITERS),
        sheet=None if raw.get("sheet") is None else _text("sheet", raw["sheet"], empty=False),
        decimal=_maybe("decimal", raw, (".", ",")),
        date_order=_maybe("date_order", raw, DATE_ORDERS),
        zones=tuple((letters, _zone(zone)) for letters, zone in _pairs("zones", raw.get("zones", {}))),
        leave_out=_leave_out(raw.get("leave_out", {})),
    )
    mapping.check_roles()
    return mapping


def _column(where: str, raw: Any) -> ColumnMap:
    if not isinstance(raw, dict):
        raise _wrong(where, phrase("an object with column and role"), raw)
    _only(where + ".", raw, {f.name for f in fields(ColumnMap)})
    rated = raw.get("role") in (roles.SCORE, roles.SATISFACTION)
    empty = raw.get("empty")
    return ColumnMap(
        column=_text(f"{where}.column", raw.get("column"), empty=False),
        role=_text(f"{where}.role", raw.get("role"), empty=False),
        values=tuple(_pairs(f"{where}.values", raw.get("values", {}), nullable=True)),  # type: ignore[arg-type]
        empty=None if empty is None else _list(f"{where}.empty", empty),
        name=_text(f"{where}.name", raw.get("name", "")),
        question=_text(f"{where}.question", raw.get("question", "")),
        kind=_choice(f"{where}.kind", raw.get("kind"), roles.SCORE_KINDS)
        if rated
        else _text(f"{where}.kind", raw.get("kind", "")),
        scale=_scale(f"{where}.scale", raw.get("scale")) if rated else None,
        no_answer=_list(f"{where}.no_answer", raw.get("no_answer", [])),
        reversed=_flag(f"{where}.reversed", raw.get("reversed", False)),
        date_order=_maybe("date_order", raw, DATE_ORDERS, where + "."),
        reason=_text(f"{where}.reason", raw.get("reason", "")),
        personal=_flag(f"{where}.personal", raw.get("personal", False)),
        option=_text(f"{where}.option", raw.get("option", "")),
        separator=_choice(f"{where}.separator", raw.get("separator", ""), ("", *SEPARATORS)),
    )


def _wrong(key: str, expected: str, got: Any) -> DataError:
    text = json.dumps(got, ensure_ascii=False, default=str)
    got = text if len(text) <= 60 else text[:59] + "…"
    seen = phrase("{key}: got {value}.", key=key, value=got)
    return DataError(seen, phrase("Expected {what}.", what=expected), _NEXT)


def _only(where: str, raw: dict[str, Any], known: Collection[str]) -> None:
    for key in raw:
        if key not in known:
            raise DataError(phrase("{key}: this key is not known.", key=where + key), one_of(sorted(known)), _NEXT)


def _text(key: str, value: Any, *, empty: bool = True) -> str:
    if not isinstance(value, str) or (not empty and not value and not key.endswith(".column")):
        raise _wrong(key, phrase("text"), value)
    return value


def _flag(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(key, phrase("true or false"), value)
    return value


def _list(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise _wrong(key, phrase("a list of texts"), value)
    return tuple(value)


def _pairs(key: str, value: Any, *, nullable: bool = False) -> list[tuple[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(v, str) or (nullable and v is None) for v in value.values()):
        raise _wrong(key, phrase("an object of texts"), value)
    return list(value.items())


def _leave_out(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise _wrong("leave_out", phrase("an object of lists of texts"), value)
    return tuple((column, _list(f"leave_out.{column}", cells)) for column, cells in value.items())


def _scale(key: str, value: Any) -> tuple[float, float]:
    numbers = isinstance(value, list) and len(value) == 2 and all(type(v) in (int, float) for v in value)
    if not numbers or not value[0] < value[1] or any(v != int(v) for v in value):
        raise _wrong(key, phrase("two whole numbers [lowest, highest]"), value)
    return float(value[0]), float(value[1])


def _choice(key: str, value: Any, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise _wrong(key, phrase("one of {names}", names=listed(allowed)), value)
    return str(value)


def _maybe(key: str, raw: dict[str, Any], allowed: Collection[str], where: str = "") -> str | None:
    return None if raw.get(key) is None else _choice(where + key, raw[key], allowed)


def _zone(value: Any) -> str:
    try:
        ZoneInfo(_text("timezone", value, empty=False))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        expected = phrase("a zone name such as UTC, Europe/Lisbon or Asia/Shanghai")
        raise _wrong("timezone", expected, value) from error
    return str(value)
