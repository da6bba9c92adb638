"""What our own files say, read back from their bytes: the other half of "the same number everywhere"."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from pptx import Presentation

Line = dict[str, str]
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]+)\d+")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True, slots=True)
class ReadChart:
    """A chart of a slide: its series' values by category, and the same as its embedded workbook holds them."""

    shown: dict[tuple[str, str], float | None]  # (series, category) → value
    beneath: dict[tuple[str, str], float | None]


def csv_lines(content: bytes) -> list[Line]:
    """Lines of a CSV by heading."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_lines(content: bytes) -> list[Line]:
    """Lines of a workbook's last sheet ("All numbers") by heading."""
    rows = [*_sheets(content)][-1]
    heads = rows[0]
    return [{head: row.get(column, "") for column, head in heads.items()} for row in rows[1:]]


def slide_charts(content: bytes) -> list[ReadChart]:
    """The charts of a deck, in order."""
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for chart in (shape.chart for shape in slide.shapes if shape.has_chart):
            names = [category.label for category in chart.plots[0].categories]
            shown = {
                (series.name, name): value
                for plot in chart.plots for series in plot.series for name, value in zip(names, series.values, strict=True)
            }  # fmt: skip
            found.append(ReadChart(shown, _beneath(chart.part.chart_workbook.xlsx_part.blob)))
    return found


def _beneath(workbook: bytes) -> dict[tuple[str, str], float | None]:
    """An embedded workbook: categories down column A, series across the first row."""
    rows = next(_sheets(workbook))
    series = {column: name for column, name in rows[0].items() if column != "A"}
    return {
        (name, row.get("A", "")): float(row[column]) if row.get(column) else None
        for row in rows[1:] for column, name in series.items()
    }  # fmt: skip


def _sheets(content: bytes) -> Iterator[list[dict[str, str]]]:
    """Every sheet in order: rows of column letter → text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        shared = _texts(file)
        names = [name for name in file.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
        for name in sorted(names, key=lambda one: int(re.sub(r"\D", "", one))):
            tree = etree.fromstring(file.read(name), _PARSER)
            yield [
                {_column(cell): _text(cell, shared) for cell in row.iter(f"{_MAIN}c")} for row in tree.iter(f"{_MAIN}row")
            ]


def _texts(file: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in file.namelist():
        return []
    tree = etree.fromstring(file.read("xl/sharedStrings.xml"), _PARSER)
    return ["".join(part.text or "" for part in one.iter(f"{_MAIN}t")) for one in tree.iter(f"{_MAIN}si")]


def _column(cell: etree._Element) -> str:
    found = _CELL.match(cell.get("r", ""))
    return found.group(1) if found else ""


def _text(cell: etree._Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_MAIN}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value
