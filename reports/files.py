"""The files there are: a format's name, its ending, and what writes it from a card or a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.content import CardContent, PageContent
from reports.deck import deck
from reports.html_page import html_page
from reports.table import csv_file
from reports.workbook import workbook

Content = CardContent | PageContent


@dataclass(frozen=True, slots=True)
class Format:
    """ending: of the file's name, with its dot · write: the whole file as bytes."""

    ending: str
    write: Callable[[Content], bytes]


def _csv(content: Content) -> bytes:
    return csv_file(content.readouts() if isinstance(content, PageContent) else content.readouts)


FORMATS = {
    "pptx": Format(".pptx", deck), "xlsx": Format(".xlsx", workbook), "html": Format(".html", html_page),
    "csv": Format(".csv", _csv),
}  # fmt: skip
