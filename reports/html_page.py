"""Cards and pages as one HTML file that asks nothing of any server: texts, drawings, tables and receipts.

Charts are SVG drawn from the chart's numbers, not a Plotly bundle: 4.6 MB of script would travel with every file, mail
programs and previews run none of it, and paper cannot. So the file holds no script at all, and its policy forbids any.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

from charts.data import ChartData
from metrics.results import Withheld
from metrics.saying import language, say
from reports.content import CardContent, PageContent, Tile
from reports.svg import svg
from reports.svg.paper import escaped as esc
from reports.svg.paper import shown
from reports.tile_words import tile_words

_STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"


def html_page(content: CardContent | PageContent) -> bytes:
    """A whole HTML document in UTF-8, light on white, made to be printed. Every text from data is escaped."""
    body = _page(content) if isinstance(content, PageContent) else _card(content, "h1")
    return (
        f'<!doctype html><html lang="{esc(language())}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
        f"<title>{esc(content.question)}</title><style>{_STYLE}</style></head>"
        f'<body><main>{body}<footer class="quiet">Touchstone · {esc(content.circumstances())}</footer></main></body></html>\n'
    ).encode()


def _page(page: PageContent) -> str:
    compared = say("Compared with: {what}", what=page.compared) if page.compared else ""
    head = (
        f"<header><h1>{esc(page.question)}</h1>{_quiet(page.circumstances())}{_quiet(compared)}</header>"
        f'<div class="tiles">{"".join(map(_tile, page.tiles))}</div>'
    )
    return head + "".join(_card(card, "h2") for card in page.cards)


def _tile(tile: Tile) -> str:
    words = tile_words(tile.name, tile.readout)
    withheld = " withheld" if isinstance(tile.readout.overall, Withheld) else ""
    quiet = [words.interval, words.n, say("target {what}", what=words.target) if words.target else ""]
    return (
        f'<div class="tile"><div class="name">{esc(words.name)}</div><div class="value{withheld}">{esc(words.value)}</div>'
        f'<div class="{esc(words.tone)}">{esc(words.verdict)}</div>{"".join(map(_quiet, quiet))}</div>'
    )


def _card(card: CardContent, level: str) -> str:
    chart = card.chart
    drawn = svg(chart, f"{card.question} {card.verdict}") if chart.drawable else ""
    below = [" · ".join([card.caption, *chart.said]), *chart.notes, card.definition]
    return (
        f'<section><{level}>{esc(card.question)}</{level}><p class="verdict">{esc(card.verdict)}</p>'
        f"{drawn}{''.join(map(_quiet, below))}"
        f"<details><summary>{esc(say('The numbers'))}</summary>{_table(chart)}</details>{_receipt(card)}</section>"
    )


def _table(data: ChartData) -> str:
    """Every mark of the chart with its interval and n."""
    several = len(data.series) > 1 or data.targets is not None
    heads = [(say("Group or period"), ""), *([(say("Series"), "")] if several else [])]
    heads += [(say("Value"), "number"), (say("Low"), "number"), (say("High"), "number"), ("n", "number"), (say("In words"), "")]
    rows = []
    for one in (*data.series, *((data.targets,) if data.targets else ())):
        for name, p in zip(data.categories, one.points, strict=True):
            numbers = ["" if v is None else shown(data.number_format, v) for v in (p.value, p.low, p.high)]
            n = "" if p.n is None else f"{p.n:,}"
            names = [(name, ""), *([(one.name, "")] if several else [])]
            rows.append([*names, *((v, "number") for v in (*numbers, n)), (p.words, "")])
    body = "".join(_row(cells, "td") for cells in rows)
    return f'<div class="scroll"><table><thead>{_row(heads, "th")}</thead><tbody>{body}</tbody></table></div>'


def _receipt(card: CardContent) -> str:
    if not card.receipt:
        return ""
    lines = "".join(f"<dt>{esc(term)}</dt><dd>{esc(text)}</dd>" for term, text in card.receipt)
    return f"<details><summary>{esc(say('How is this computed'))}</summary><dl>{lines}</dl></details>"


def _row(cells: Iterable[tuple[str, str]], tag: str) -> str:
    return "<tr>" + "".join(f'<{tag} class="{kind}">{esc(words)}</{tag}>' for words, kind in cells) + "</tr>"


def _quiet(words: str) -> str:
    return f'<p class="quiet">{esc(words)}</p>' if words else ""
