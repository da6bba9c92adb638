"""Topics: what comments can be about, the words that say so, an example; and how many comments each rule finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from data_access.fetching import Fetch
from data_access.filters import Filters
from data_access.settings.model import Settings
from metrics import formats, lists
from metrics.frames import TOPIC, TOPICS
from metrics.house_topics import TOPICS as AS_DELIVERED
from metrics.topics import MOST_TOPICS, MOST_WORDS, Topic, speaks_of
from pages.ui.settings import fields
from pages.ui.settings.desk import Desk, Listed, Problems, place
from pages.ui.text import esc, t

_APART = re.compile(r"[,;\n，；、]+")
_LONGEST, _SHOWN = 200, 8


@dataclass
class TopicItem:
    """One topic as typed: its words with commas between them."""

    id: int
    name: str = ""
    words: str = ""
    example: str = ""

    def topic(self) -> Topic:
        """As it is stored."""
        words = (re.sub(r"\s+", " ", word).strip() for word in _APART.split(self.words or ""))
        return Topic((self.name or "").strip(), tuple(dict.fromkeys(filter(None, words))), (self.example or "").strip())


def form(settings: Settings) -> Listed[TopicItem]:
    """The section's fields."""
    return Listed(_items(settings.rules.topics))


def read(form: Listed[TopicItem], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these topics, in their order."""
    problems: Problems = {}
    given = [item for item in form.items if item.topic() != Topic("", ())]  # one just added is nothing yet
    seen: set[str] = set()
    for item in given:
        problems |= _problems(item, seen)
        seen.add(item.topic().name.casefold())
    topics = tuple(item.topic() for item in given)
    return replace(settings, rules=replace(settings.rules, topics=topics)), problems


def _problems(item: TopicItem, seen: set[str]) -> Problems:
    topic, found = item.topic(), {}
    if not topic.name:
        found[place(item, "name")] = t("The topic has no name. A short one is expected. Write it, or remove the topic.")
    elif topic.name.casefold() in seen:
        found[place(item, "name")] = t("Two topics have this name. Each name once is expected. Change one of them.")
    if not topic.words:
        found[place(item, "words")] = t("No words are given. At least one is expected. Write it, or remove the topic.")
    elif len(topic.words) > MOST_WORDS or max(map(len, topic.words)) > _LONGEST:
        found[place(item, "words")] = t(
            "{n} words are given, the longest of {letters} letters. At most {most} are expected, none longer than {longest}"
            " letters.",
            n=len(topic.words), letters=formats.whole(max(map(len, topic.words))), most=MOST_WORDS, longest=_LONGEST,
        )  # fmt: skip
    elif topic.example and not speaks_of(topic, topic.example):
        found[place(item, "example")] = t("None of the words is in the example. Change the words, or the example.")
    return found


def draw(desk: Desk, form: Listed[TopicItem]) -> None:
    """The list of topics with what each of them finds in all comments."""
    st.caption(t(
        "A comment speaks of a topic when one of its words is in it. Capitals do not matter. A star stands for any ending:"
        " wait* finds waiting. Words of Chinese are found inside a text, others only as whole words."
    ))
    counts, every = _found(desk, form)
    if desk.may_change and len(form.items) < MOST_TOPICS:
        st.button(t("Add a topic"), key="add_topic", on_click=_add, args=(form,))
    for item in form.items:
        topic = item.topic()
        told = t("{n} of {all}", n=formats.whole(counts.get(topic.name, 0)), all=formats.counted(every, "comments"))
        if desk.may_change and (form.open == item.id or any(p.startswith(place(item, "")) for p in desk.problems)):
            _edit(desk, form, item, told)
        elif topic.name:
            body = f"<b>{esc(topic.name)}</b><br><small>{esc(told)} · {esc(lists.few(topic.words, _SHOWN))}</small>"
            fields.line(desk, form, item, f'<div class="ts-line"><span>{body}</span></div>')
    if desk.may_change and tuple(item.topic() for item in form.items) != AS_DELIVERED:
        st.button(t("Take the topics as delivered"), key="topics_as_delivered", type="tertiary", on_click=_again, args=(form,))


def _edit(desk: Desk, form: Listed[TopicItem], item: TopicItem, told: str) -> None:
    with st.container(border=True, key=f"open_topic_{item.id}"):
        fields.text(desk, item, "name", t("Topic"), max_chars=60)
        fields.area(desk, item, "words", t("Words and phrases, with commas between them"), height=110)
        fields.text(desk, item, "example", t("A comment that speaks of it"), max_chars=_LONGEST)
        st.html(f'<div class="ts-caption">{esc(t("Found now: {told}", told=told))}</div>')
        fields.closing(desk, form, item)


def _found(desk: Desk, form: Listed[TopicItem]) -> tuple[dict[str, int], int]:
    """How many comments speak of each topic of the draft, and how many there are: all dates, all this person may see."""
    now = desk.now
    if now.as_of is None:
        return {}, 0
    usable = [topic for item in form.items if (topic := item.topic()).name and topic.words]
    topics = tuple((topic.name, topic.words) for topic in usable)
    fetch = Fetch(now.store, now.as_of, now.data_version, now.store.rules(now.data_version))
    whole = fetch(TOPICS, Filters(), now.scope, options={"topics": topics})
    by_topic = fetch(TOPICS, Filters(), now.scope, by=(TOPIC,), options={"topics": topics})
    counts = dict(zip(by_topic[TOPIC], (int(n) for n in by_topic["n"]), strict=True))
    return counts, int(whole["of"].sum())


def _add(form: Listed[TopicItem]) -> None:
    form.add(TopicItem(form.next))


def _again(form: Listed[TopicItem]) -> None:
    """The delivered topics in the place of all."""
    form.items[:] = _items(AS_DELIVERED, form.next)
    form.next, form.open = form.next + len(AS_DELIVERED), None


def _items(topics: Sequence[Topic], first: int = 0) -> list[TopicItem]:
    return [TopicItem(first + i, one.name, ", ".join(one.words), one.example) for i, one in enumerate(topics)]
