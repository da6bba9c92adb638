"""What a workbook (xlsx) says about itself: its sheets, its shared texts, its number formats, its date system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from data_access.importing import limits
from data_access.importing.errors import DataError
from data_access.importing.sources import numbers
from data_access.importing.sources.package import Package, damaged
from metrics.phrases import phrase

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OTHER = (
    ("xl/workbook.bin", phrase("a binary workbook (XLSB)")),
    ("content.xml", phrase("an OpenDocument file")),
    ("word/document.xml", phrase("a text document (Word)")),
    ("ppt/presentation.xml", phrase("a presentation (PowerPoint)")),
)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet as the workbook lists it. kind: worksheet | chartsheet | dialogsheet | …; related: kinds of its parts."""

    name: str
    part: str
    kind: str
    hidden: bool
    very_hidden: bool
    related: tuple[str, ...] = ()


@dataclass(slots=True)
class Book:
    """A workbook's own description. formats: what each cell style shows · texts: those that cells refer to by number."""

    package: Package
    sheets: list[SheetPart]
    from_1904: bool
    formats: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read(package: Package) -> Book:
    """The description; raises DataError when the package is no workbook that can be read."""
    main = next((target for kind, target in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package or any(name in package for name, _ in _OTHER):
        _refuse(package)
    relations = package.relations(main)
    sheets, from_1904 = [], False
    for _, element in package.xml(main, "sheet", "workbookPr"):
        if _local(element) == "workbookPr":
            from_1904 = element.get("date1904") in ("1", "true")
        else:
            sheets.append(_sheet(package, element, relations))
    if not sheets:
        raise damaged(phrase("The workbook lists no sheets."))
    if len(sheets) > limits.MOST_SHEETS:
        raise DataError(
            phrase("The workbook has {n:,} sheets.", n=len(sheets)),
            phrase("At most {n} are read.", n=limits.MOST_SHEETS),
            phrase("Keep those that matter."),
        )
    parts = dict(relations.values())
    formats = list(_formats(package, parts["styles"])) if parts.get("styles", "") in package else []
    texts = list(_texts(package, parts["sharedStrings"])) if parts.get("sharedStrings", "") in package else []
    return Book(package, sheets, from_1904, formats, texts)


def _refuse(package: Package) -> None:
    for name, what in _OTHER:
        if name in package:
            raise DataError(
                phrase("The file is {what}.", what=what),
                phrase("A workbook (XLSX, XLS) or a text file (CSV) is expected."),
                phrase("Save its table as XLSX or as CSV (UTF-8) and upload that."),
            )
    raise DataError(
        phrase("The file is an archive (zip)."),
        phrase("A single table is expected."),
        phrase("Unpack it and upload the files in it."),
    )


def _sheet(package: Package, element: Any, relations: dict[str, tuple[str, str]]) -> SheetPart:
    ids = [value for key, value in element.attrib.items() if key.rpartition("}")[2] == "id"]
    kind, part = relations.get(ids[0] if ids else "", ("missing", ""))
    related = tuple(kind for kind, _ in package.relations(part).values()) if part in package else ()
    if "drawing" in related:
        drawings = [target for what, target in package.relations(part).values() if what == "drawing"]
        related += tuple(what for d in drawings if d in package for what, _ in package.relations(d).values())
    state = element.get("state", "visible")
    return SheetPart(element.get("name") or "", part, kind, state == "hidden", state == "veryHidden", related)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(package: Package, part: str) -> Iterator[str]:
    if package.size(part) > limits.SHARED_TEXT_BYTES:
        raise DataError(
            phrase("The workbook holds more than {size} MB of text.", size=limits.SHARED_TEXT_BYTES >> 20),
            phrase("Less is read at once."),
            phrase("Export the rows as CSV, or split the workbook."),
        )
    for _, element in package.xml(part, "si"):
        yield text_of(element)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def text_of(element: Any) -> str:
    """A text with its formatted runs joined, without the reading aids of East Asian scripts."""
    found = [t.text or "" for t in element.iter("{*}t") if _local(t.getparent()) != "rPh"]
    joined = "".join(found)
    if len(joined) > limits.LONGEST_CELL:
        raise DataError(
            phrase("A cell is longer than {most:,} characters.", most=limits.LONGEST_CELL),
            phrase("Shorter cells are expected."),
            phrase("Shorten it."),
        )
    return _ESCAPED.sub(_unescaped, joined) if "_x" in joined else joined


def _unescaped(found: re.Match[str]) -> str:
    """The format writes a line end as _x000D_; control characters stay written out."""
    character = chr(int(found[1], 16))
    return character if character in "\t\n\r_" or character.isprintable() else found[0]


def _formats(package: Package, part: str) -> Iterator[str]:
    """What the number format of each cell style shows, in the styles' order."""
    codes: dict[int, str] = {}
    for _, element in package.xml(part, "numFmt", "cellXfs"):
        if _local(element) == "numFmt" and _local(element.getparent()) == "numFmts":
            codes[_number(element.get("numFmtId"))] = element.get("formatCode") or ""
        elif _local(element) == "cellXfs":
            for style in element.iterchildren("{*}xf"):
                number = _number(style.get("numFmtId"))
                yield _kind(codes.get(number), number)


@lru_cache(maxsize=4096)
def _kind(code: str | None, number: int) -> str:
    return numbers.kind_of(code, number)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
