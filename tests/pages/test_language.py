"""The reader's language: from the link, else the browser, kept over pages; and then every word is in it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from charts.figures.base import said
from data_access.filters import Filters
from data_access.schema import comments
from data_access.scope import LOCAL_ADMIN
from data_access.words.tokens import tokens
from metrics.frames import ATTRIBUTE, DIMENSIONS, UNKNOWN
from metrics.saying import language, say, speaking
from tests.pages.opened import QUESTIONS, Opened
from tests.pages.test_states import texts

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = re.compile(  # what is no word of ours: names of methods, of formats and of the company, symbols of formulas
    r"https?://\S+|CSAT|NPS|CES|UTC|CSV|JSON|PNG|SVG|HTML|Excel|PowerPoint|GB|Northbridge|Wilson|Wald|Poisson|English|sample-company"
)


def left_over(shown: Opened, data: set[str]) -> list[str]:
    """Latin words on a page that no file brought and that are no names."""
    told = NAMES.sub(" ", " ".join([shown.words(), *shown.markdown()]).replace("\\", ""))
    for value in sorted(data, key=len, reverse=True):
        told = told.replace(value, " ")
    return sorted(set(re.findall(r"[A-Za-z]{2,}", told)))


def brought(store) -> set[str]:
    """Channels, steps and the like of the sample company: they are called as its files call them."""
    dimensions = (*DIMENSIONS, "stage", "question", "instrument", "touchpoint", "theme", "severity", "team", "reason")
    names = store.attributes(LOCAL_ADMIN)
    found = {value for name in (*dimensions, *(ATTRIBUTE + n for n in names)) for value in store.choices(name, LOCAL_ADMIN)}
    return found | {UNKNOWN} | set(names) | {name for name, _ in store.stages(LOCAL_ADMIN, Filters())}


def written(store) -> set[str]:
    """Words that customers used: they stay in the customers' language."""
    texts, _ = store.read(select(comments.c.text))
    return set().union(*(tokens(text) for (text,) in texts))


@pytest.mark.parametrize("page", [page for page in QUESTIONS if page not in ("data", "settings", "methods")])
def test_a_page_in_chinese_has_no_english_word_left(company, page):
    shown = Opened(lang="zh").page(page)
    with speaking("zh"):
        assert say(QUESTIONS[page]) in shown.words()
    data = brought(company) | (written(company) if page == "voices" else set())
    assert not left_over(shown, data)
    drawn = NAMES.sub(" ", " ".join(text for chart in shown.charts() for text in (*said(chart), *hovered(chart))))
    for value in sorted(data, key=len, reverse=True):
        drawn = drawn.replace(value, " ")
    assert not re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]+>", " ", drawn))


def hovered(chart) -> list[str]:
    """What a figure writes and says on hover."""
    layout = chart["layout"]
    written = [note.get("text", "") for note in layout.get("annotations", [])]
    ticks = [*layout.get("xaxis", {}).get("ticktext", []), *layout.get("yaxis", {}).get("ticktext", [])]
    return [*written, *ticks, *(text for trace in chart["data"] for text in texts(trace.get("hovertext", [])))]


def test_the_link_decides_and_the_choice_stays(company):
    shown = Opened(lang="zh").page("overview")
    assert shown.at.query_params["lang"] == "zh"
    del shown.at.query_params["lang"]
    with speaking("zh"):
        assert say(QUESTIONS["recovery"]) in shown.page("recovery").words()
    assert shown.at.query_params["lang"] == "zh"


def test_the_browser_decides_where_nobody_chose_and_the_link_stays_clean(company):
    shown = Opened()
    shown.at.context = {"locale": "zh-CN"}
    assert CHINESE.search(shown.page("overview").words())
    assert "lang" not in shown.at.query_params
    other = Opened()
    other.at.context = {"locale": "pt-BR"}
    assert not CHINESE.search(other.page("overview").words())


def test_the_switch_offers_the_other_language_and_filters_stay(company):
    shown = Opened(channel="Phone", period="90d").page("channels")
    shown.at.button(key="speak_zh").click().run()
    assert CHINESE.search(shown.sound().words())
    assert shown.at.multiselect(key="channel").value == ["Phone"]
    assert shown.at.selectbox(key="period").value == "90d"
    with speaking("zh"):  # the harness writes the choices as they were shown
        shown.at.button(key="speak_en").click().run()
    assert not CHINESE.search(shown.sound().words())
    assert shown.at.query_params["lang"] == "en"
    assert shown.at.multiselect(key="channel").value == ["Phone"]


def test_a_language_there_is_none_of_leaves_the_readers(company):
    shown = Opened(lang="xx").page("overview")
    assert QUESTIONS["overview"] in shown.words()
    assert "lang" not in shown.at.query_params


def test_two_readers_do_not_hear_each_other(company):
    """One cache serves both: the Chinese page leaves nothing of itself on the English one, and the other way round."""
    first = Opened(lang="zh").page("satisfaction").words()
    second = Opened(lang="en").page("satisfaction").words()
    assert not CHINESE.search(second)
    assert Opened(lang="zh").page("satisfaction").words() == first


def test_outside_of_a_page_english_is_spoken():
    Opened(lang="zh").page("methods")
    assert language() == "en"


def test_the_document_says_its_language(company):
    scripts = [node.proto.body for node in Opened(lang="zh").page("data").nodes() if node.type == "html"]
    assert any("/assets/frame.js?lang=zh" in body for body in scripts)


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(ValueError, match="choose one of en, zh"), speaking("tlh"):
        pass
