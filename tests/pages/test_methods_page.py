"""The Methods page: every metric by topic, found by its words, each with an anchor."""

from __future__ import annotations

from metrics.glossary import entry
from metrics.registry import METRICS, by_key
from tests.pages.opened import Opened


def titles(shown: Opened) -> list[str]:
    return [str(node.value).replace("\\", "") for node in shown.nodes() if node.type == "subheader"]


def test_every_metric_is_told_with_its_anchor(bare):
    shown = Opened().page("methods")
    assert titles(shown) == [metric.title for metric in METRICS]
    anchors = [node.proto.anchor for node in shown.nodes() if node.type == "subheader"]
    assert anchors == [metric.key for metric in METRICS]
    told = shown.words()
    for metric in METRICS:
        assert all(" ".join(text.split()) in told for text in dict(entry(metric).facts).values()), metric.key
    links = " ".join(shown.markdown())
    assert all(f"](#{metric.key})" in links for metric in METRICS)


def test_a_word_finds_the_metrics_that_speak_of_it(bare):
    shown = Opened(find="Reichheld").page("methods")
    assert titles(shown) == [by_key("nps").title]
    shown.at.text_input(key="find").set_value("no such word").run()
    assert "No method speaks of that." in shown.sound().words()
    assert not titles(shown)


def test_searched_words_stay_words(bare):
    shown = Opened(find="<img src=x onerror=1>").page("methods")
    assert "<img" not in " ".join(shown.html())


def test_in_chinese_titles_are(bare):
    shown = Opened(lang="zh").page("methods")
    assert "净推荐值 (NPS)" in titles(shown)
