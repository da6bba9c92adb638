"""The Methods page: every metric by topic, found by its words, each with an anchor."""

from __future__ import annotations

from metrics.drivers.methods import entries
from metrics.glossary import entry
from metrics.registry import METRICS, by_key
from tests.pages.opened import Opened


def titles(shown: Opened) -> list[str]:
    return [str(node.value).replace("\\", "") for node in shown.nodes() if node.type == "subheader"]


def test_every_metric_is_told_with_its_anchor(bare):
    shown = Opened().page("methods")
    beside = list(entries())  # what is reckoned from several questions at once is no metric
    assert titles(shown) == [metric.title for metric in METRICS] + [one.title for one in beside]
    anchors = [node.proto.anchor for node in shown.nodes() if node.type == "subheader"]
    assert anchors == [metric.key for metric in METRICS] + [one.key for one in beside]
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


def test_drivers_are_told_with_their_examples(bare):
    told = Opened(find="Lindeman").page("methods")
    assert titles(told) == ["Importance of rated items"]
    assert "76.8 % and 23.2 %" in told.words()  # (0.36 + R² - 0.16) / 2 of R² = 0.28 / 0.75, and the rest
    assert "→ 10, 0, 1" in Opened(find="touchpoint_priority").page("methods").words()


def test_searched_words_stay_words(bare):
    shown = Opened(find="<img src=x onerror=1>").page("methods")
    assert "<img" not in " ".join(shown.html())


def test_in_chinese_titles_are(bare):
    shown = Opened(lang="zh").page("methods")
    assert "净推荐值 (NPS)" in titles(shown)
