"""Strict parsers for the cells of a file. ASCII digits only; nothing is guessed, clamped or read as "now".

Each parser takes a trimmed, non-empty cell and returns the value, or `Invalid` with a reason a person understands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from data_access.importing.invalid import Invalid, shown
from data_access.importing.moments import DATE_ORDERS, DMY, MDY, Moment, parse_moment
from data_access.importing.written_scores import labelled, written_score
from metrics.phrases import phrase

__all__ = [
    "DATE_ORDERS", "DMY", "ID_PLACEHOLDERS", "LARGEST", "MDY", "PLACEHOLDERS", "Invalid", "Moment", "fold", "folded",
    "parse_flag", "parse_moment", "parse_number", "parse_score", "parse_seconds", "parse_whole", "shown",
]  # fmt: skip

# what people and programs write for "nothing"; identity columns keep "NA" when it looks like the other identifiers
PLACEHOLDERS = frozenset({"", "n/a", "na", "#n/a", "#na", "null", "none", "nan", "nil", "-", "--", "---", "–", "—", ".", "\\n"})
ID_PLACEHOLDERS = frozenset({"", "n/a", "#n/a", "null", "nan", "-", "--", "---", "–", "—", ".", "\\n"})
LARGEST = 1e15  # beyond it a float no longer holds whole numbers exactly


_GROUPED = r"[+-]?(?:(?:\d+|\d{1,3}(?:[%s \u00a0\u202f']\d{3})+)(?:%s\d+)?|%s\d+)(?:[eE][+-]?\d{1,2})?"
_POINT = re.compile(_GROUPED % (",", r"\.", r"\."), re.ASCII)
_COMMA = re.compile(_GROUPED % (".", ",", ","), re.ASCII)
_CURRENCY = re.compile(r"^(?:R\$|US\$|[$€£¥￥])\s?|\s?[$€£¥￥]$")
_SPAN = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)(\.\d{1,6})?", re.ASCII)
_YES = frozenset(["yes", "y", "true", "t", "1", "sim", "s", "si", "sí", "oui", "ja", "wahr", "是", "有", "对", "x"])
_NO = frozenset(["no", "n", "false", "f", "0", "não", "nao", "non", "nein", "falsch", "falso", "否", "无", "没有"])


def parse_number(cell: str, decimal: str = ".") -> float | Invalid:
    """A number with the declared decimal mark; thousands may be grouped by the other mark, a space or an apostrophe."""
    bare = _CURRENCY.sub("", cell)
    pattern = _POINT if decimal == "." else _COMMA
    if not pattern.fullmatch(bare):
        return Invalid(phrase("{cell} is not a number (decimal mark {decimal!r})", cell=shown(cell), decimal=decimal))
    tidy = re.sub(r"[ \u00a0\u202f']", "", bare)
    tidy = tidy.replace(",", "") if decimal == "." else tidy.replace(".", "").replace(",", ".")
    value = float(tidy)
    return value if abs(value) < LARGEST else Invalid(phrase("{cell} is too large a number", cell=shown(cell)))


def parse_whole(cell: str, decimal: str = ".") -> int | Invalid:
    """A whole number; "12.0" is one."""
    value = parse_number(cell, decimal)
    if isinstance(value, Invalid):
        return value
    return int(value) if value == int(value) else Invalid(phrase("{cell} is not a whole number", cell=shown(cell)))


def parse_seconds(cell: str, decimal: str = ".") -> float | Invalid:
    """Seconds as a number, or H:MM:SS."""
    span = _SPAN.fullmatch(cell)
    if span:
        hours, minutes, seconds, part = span.groups()
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(part or 0)
    value = parse_number(cell, decimal)
    if isinstance(value, float) and value < 0:
        return Invalid(phrase("{cell} is a negative duration", cell=shown(cell)))
    return value


def parse_score(cell: str, low: float, high: float, *, reverse: bool = False) -> float | Invalid:
    """A whole number inside the scale, never clamped; also as "4分", "4/5", "★★★★☆" or "4 - satisfied".

    `reverse`: the file's best answer is `low`.
    """
    value = parse_number(cell, "," if "," in cell else ".")
    if isinstance(value, Invalid):
        return _written(cell, low, high, reverse)
    return _on_scale(cell, value, low, high, reverse)


def _written(cell: str, low: float, high: float, reverse: bool) -> float | Invalid:
    """A score with words or marks; one that names another scale's end is none."""
    drawn = written_score(cell)
    if drawn is not None:
        value, top = drawn
        if top not in (None, high):
            return Invalid(phrase("{cell} is on a scale up to {top}, not {high:g}", cell=shown(cell), top=top, high=high))
        return _on_scale(cell, value, low, high, reverse)
    words = labelled(cell)
    if words is None:
        return Invalid(phrase("{cell} is not a score", cell=shown(cell)))
    return _on_scale(cell, words[0], low, high, reverse)


def _on_scale(cell: str, value: float, low: float, high: float, reverse: bool) -> float | Invalid:
    if value != int(value):
        return Invalid(phrase("{cell} is not a whole score", cell=shown(cell)))
    if not low <= value <= high:
        return Invalid(phrase("{cell} is outside the scale {low:g} to {high:g}", cell=shown(cell), low=low, high=high))
    return low + high - value if reverse else float(value)


def parse_flag(cell: str) -> bool | Invalid:
    """yes/no, true/false, 1/0 and the same in the languages of the files seen."""
    word = cell.casefold()
    if word in _YES:
        return True
    return False if word in _NO else Invalid(phrase("{cell} is neither yes nor no", cell=shown(cell)))


def fold(text: str) -> str:
    """A name as it is compared: NFKC, without invisible characters, case folded, single spaces."""
    visible = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n\r")
    return " ".join("".join(visible).casefold().split())


def folded(words: Iterable[str]) -> frozenset[str]:
    """Several names as they are compared."""
    return frozenset(fold(w) for w in words)
