"""What a topic's words find: whole words where scripts have spaces, parts of a text where they have none, signs as signs."""

from __future__ import annotations

import re
from unicodedata import category, name

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.house_topics import TOPICS
from metrics.topics import STEM, Topic, pattern, speaks_of


def finds(word: str, text: str) -> bool:
    return speaks_of(Topic("any", (word,)), text)


@pytest.mark.parametrize("word, text, found", [
    ("bill", "My bill is wrong", True), ("bill", "BILL!", True), ("bill", "Billing", False), ("bill", "handbill", False),
    ("bill*", "Billing", True), ("bill*", "handbill", False), ("wait*", "I waited", True), ("app", "用app付款", True),
    ("app", "the app's fault", True), ("app", "apple", False), ("app", "app_x", False),
    ("on hold", "kept ON  HOLD for ages", True),
    ("on hold", "on\nhold", True), ("on hold", "on_hold", False), ("can't", "I can’t pay", True),
    ("can’t", "I can't pay", True),
    ("été", "Cet ÉTÉ.", True), ("ete", "été", False), ("tarif", "tarifé", False), ("очередь", "Очередь!", True),
    ("очередь", "очередью", False), ("очеред*", "очередью", True), ("等了", "我等了很久", True), ("等", "等等", True),
    ("账单", "账单出错", True), ("대기", "대기 시간", True), ("대기", "대기열", False), ("24/7", "open 24/7.", True),
    ("5", "at 15:00", False), ("ß", "Straße", False), ("straße", "STRAßE 5", True), (" bill ", "bill", True),
    ("café", "cafe\u0301", True),
])  # fmt: skip
def test_words_and_texts(word: str, text: str, found: bool) -> None:
    assert finds(word, text) is found


@pytest.mark.parametrize("sign", list(".^$+?()[]{}|\\/-#&~'\"%_:;<>=!@`,*"))
def test_signs_are_signs(sign: str) -> None:
    """A rule cannot become an expression: what is typed is looked for, and nothing else."""
    word = f"a{sign}b"
    assert finds(word, f"x {word} y")
    assert not finds(word, "x aXb y") and not finds(word, "x ab y") and not finds(word, "x aab y")


@pytest.mark.parametrize(
    "hostile", ["(a+)+$", "[", "(?i)x", "a|b", ".*", "\\", "(?:", "'; DROP TABLE comments; --", "***:x", "%s"]
)
def test_hostile_rules_are_literal_or_find_nothing(hostile: str) -> None:
    assert finds(hostile, f"say {hostile} please") and not finds(hostile, "an ordinary comment about b and x")


@pytest.mark.parametrize("words", [(), ("",), (" ", "\t")])
def test_no_word_finds_nothing(words: tuple[str, ...]) -> None:
    assert not any(speaks_of(Topic("none", words), text) for text in ("", " ", "anything", "\n"))


def test_a_star_alone_is_a_star() -> None:
    assert finds(STEM, "5 * 3") and not finds(STEM, "fifteen")


def test_several_topics_fit_one_comment() -> None:
    found = [topic.name for topic in TOPICS if speaks_of(topic, "I waited an hour to ask about my bill")]
    assert found == ["Waiting time", "Billing and payment"]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_the_house_topics_find_their_example_and_name_words_once(topic: Topic) -> None:
    assert speaks_of(topic, topic.example)
    assert len(set(topic.words)) == len(topic.words)
    assert any("\u4e00" <= word[0] <= "\u9fff" for word in topic.words)


def letter(sign: str) -> bool:
    """A letter or digit of a script with spaces, told by its name: another way than the product's."""
    return category(sign)[0] in "LN" and name(sign, "").split()[0] in ("LATIN", "CYRILLIC", "GREEK", "DIGIT", "HANGUL")


@given(
    st.text("abÉé等б1 .-(", min_size=1, max_size=4).filter(str.strip), st.text("abÉé等б1 .-(", max_size=14)
)
def test_agrees_with_looking_at_every_place(word: str, text: str) -> None:
    """Brute force: the word stands at a place, and no letter continues it on the sides where it ends with one."""
    wanted, here = re.sub(" +", " ", word.strip()).lower(), re.sub(" +", " ", text).lower()
    expected = False
    for place in range(len(here) - len(wanted) + 1):
        end = place + len(wanted)
        if here[place:end] == wanted:
            before = place == 0 or not letter(wanted[0]) or not letter(here[place - 1])
            after = end == len(here) or not letter(wanted[-1]) or not letter(here[end])
            expected |= before and after
    assert finds(word, text) is expected


@given(st.lists(st.text(max_size=8), max_size=4))
def test_any_words_make_an_expression(words: list[str]) -> None:
    re.compile(pattern(words))


def test_a_cell_is_held_against_the_rest_of_its_own_topic() -> None:
    """By topic and channel: a loud topic is not higher everywhere, only where it is louder than elsewhere."""
    from metrics.crossed import standouts
    from metrics.evaluate import evaluate
    from metrics.registry import by_key
    from tests.laws.test_metric_laws import AS_OF, YEAR
    from tests.metrics.tables import TableFetch

    cells = {("loud", "a"): 300, ("loud", "b"): 300, ("quiet", "a"): 20, ("quiet", "b"): 80}
    rows = [{"topic": t, "channel": c, "n": n, "of": 500, "day": AS_OF.date()} for (t, c), n in cells.items()]
    fetch = TableFetch({"topics": pd.DataFrame(rows)}, AS_OF)
    found = evaluate(by_key("topic_share"), fetch, YEAR, None, by=("topic", "channel"), compare="none")
    result = standouts(found)
    assert [row.group for row in result.higher] == [("quiet", "b")] and [row.group for row in result.lower] == [("quiet", "a")]
    assert result.tested == 4
    alone = evaluate(by_key("topic_share"), fetch, YEAR, None, by=("topic",), compare="none")
    assert standouts(alone).tested == 0
