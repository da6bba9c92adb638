"""One run of a page as a reader meets it: its texts, its blocks of HTML, its charts. No browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node
from streamlit.util import calc_hash

from pages.ui.frame import PAGES, UNFILTERED
from tests.browser.launch import ROOT

SHELL = str(ROOT / "pages" / "shell.py")
QUESTIONS = {url: question for _, _, url, question in PAGES}  # of every page, by its address
NUMBERS = [url for url in QUESTIONS if url not in UNFILTERED]
_MARKDOWN = ("markdown", "caption", "warning", "info", "error", "success", "header", "subheader", "title")


class Opened:
    """A visitor's session. `query`: the link it came by."""

    def __init__(self, **query: str | list[str]) -> None:
        self.at = AppTest.from_file(SHELL, default_timeout=60)
        for name, value in query.items():
            self.at.query_params[name] = value

    def page(self, name: str) -> Opened:
        """Go to the page with this address. Nothing may have been raised."""
        # AppTest.switch_page knows addresses only after a run of the first page, which would not be a deep link.
        self.at._page_hash = "" if name == "overview" else calc_hash(name)
        self.at.run()
        return self.sound()

    def again(self) -> Opened:
        """The same page once more."""
        self.at.run()
        return self.sound()

    def sound(self) -> Opened:
        assert not self.at.exception, [found.value for found in self.at.exception]
        return self

    def nodes(self) -> Iterator[Node]:
        return _within(self.at._tree)

    def html(self) -> list[str]:
        """Bodies of the blocks of HTML, without the look (style and script); a dot may stand anywhere in a line here."""
        bodies = [node.proto.body.replace("\u00a0· ", " · ") for node in self.nodes() if node.type == "html"]
        return [body for body in bodies if not body.lstrip().startswith(("<style", "<script", "/*"))]

    def markdown(self) -> list[str]:
        """Every text that is read as Markdown: blocks, messages, widgets' labels."""
        found = [str(node.value) for node in self.nodes() if node.type in _MARKDOWN]
        return found + [str(node.label) for node in self.nodes() if isinstance(getattr(node, "label", None), str)]

    def words(self) -> str:
        """All that is said, tags taken off."""
        said = [html.unescape(re.sub(r"<[^>]+>", " ", body)) for body in self.html()]
        said += [str(node.value) for node in self.nodes() if node.type in (*_MARKDOWN, "text")]
        return re.sub(r"\s+", " ", " ".join(said))

    def cards(self) -> dict[str, str]:
        """Question of every card → its first line."""
        blocks = [re.search(r'class="ts-card[^"]*"><h2>(.*?)</h2><p>(.*?)</p>', body) for body in self.html()]
        return {html.unescape(b[1]): html.unescape(re.sub(r"<[^>]+>", "", b[2])) for b in blocks if b}

    def captions(self) -> list[str]:
        """The line below every chart, as it is written in HTML."""
        return re.findall(r'<div class="ts-caption">(.*?)</div>', "".join(self.html()))

    def tiles(self) -> dict[str, str]:
        """Name of every tile → its value as shown."""
        found = re.findall(r'<div class="name">(.*?)</div><div class="value[^"]*">(.*?)</div>', " ".join(self.html()))
        return {html.unescape(name): html.unescape(value) for name, value in found}

    def charts(self) -> list[dict[str, Any]]:
        """The figures, as plain dicts, in the page's order."""
        return [json.loads(node.proto.spec) for node in self.nodes() if node.type == "plotly_chart"]


def _within(block: Block) -> Iterator[Node]:
    for child in block.children.values():
        yield child
        if isinstance(child, Block):
            yield from _within(child)
