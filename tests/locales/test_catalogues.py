"""The catalogues hold the words of the sources, keep their places, and say the first groups in every language."""

from __future__ import annotations

import re
import string

import pytest

from locales import words
from locales.declared import LEFT_OUT, METHODS, NAVIGATION, NOUNS, ROLES, TITLES
from locales.finding import Module, Search
from metrics.saying import LANGUAGES, SOURCE

OTHERS = [language for language in LANGUAGES if language != SOURCE]
EACH = pytest.mark.parametrize("language", OTHERS)
COMPLETE = (  # whose every word is translated: groups of `locales.declared`, and files
    TITLES, NOUNS, METHODS, NAVIGATION, LEFT_OUT, ROLES, "metrics/readout.py", "metrics/wording.py", "metrics/groups.py",
    "metrics/mix.py", "metrics/formats.py", "metrics/question.py", "metrics/phrases.py", "data_access/", "charts/",
    "pages/ui/importing/",
    "pages/cards/", "pages/ui/filter_bar.py",
    "pages/ui/frame.py", "pages/ui/freshness.py", "pages/ui/states.py", "pages/ui/tiles.py", "pages/ui/card.py",
    "pages/ui/upload.py", "pages/ui/sample_line.py", "pages/methods.py", "pages/data.py", "pages/journeys.py",
)  # fmt: skip


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_template_holds_the_words_of_the_sources() -> None:
    assert words.TEMPLATE.read_bytes() == words.text(words.template()), "run: make words"


@EACH
def test_a_language_knows_every_word_and_no_other(language: str) -> None:
    known = {message.id for message in words.read(words.translations(language))}
    assert known == {message.id for message in words.read(words.TEMPLATE)}, "run: make words"


@EACH
def test_a_translation_keeps_the_places_and_nothing_is_guessed(language: str) -> None:
    for message in words.read(words.translations(language)):
        assert message.id == "" or not message.fuzzy, message.id
        if message.id and message.string:
            assert places(message.string) == places(message.id), (message.id, message.string)
            values = dict.fromkeys(places(message.id), 1.0)
            assert message.string.format(**values)


@EACH
def test_the_first_groups_are_complete(language: str) -> None:
    missing = [
        message.id for message in words.read(words.translations(language))
        if message.id and not message.string and any(place.startswith(COMPLETE) for place, _ in message.locations)
    ]
    assert not missing


@EACH
def test_what_the_product_reads_is_what_was_written(language: str) -> None:
    path = words.translations(language)
    assert path.with_suffix(".mo").read_bytes() == words.compiled(words.read(path)), "run: make words"


SOURCES = {
    "plain": ('t("Plain")', {"Plain"}),
    "choice": ('t("One" if n == 1 else "Many")', {"One", "Many"}),
    "table": ('WORDS = {"a": "First", "b": "Second"}\ndef f(k):\n    return t(WORDS.get(k, "No"))', {"First", "Second", "No"}),
    "name": ('def f(x):\n    text = "Up" if x else "Down"\n    return voice.words(text, n=1)', {"Up", "Down"}),
    "loop": ('ROWS = (("k", "Shown"),)\n[t(title) for key, title in ROWS]', {"Shown"}),
    "items": ('L = {"k": "Label"}\n{k: t(label) for k, label in L.items()}', {"Label"}),
    "parameter": ('def show(key, label):\n    w(t(label))\nshow("k", "Given")\nshow("k", label="Named")', {"Given", "Named"}),
    "through two": ('def a(text):\n    b(1, text)\ndef b(n, text):\n    t(text)\na("Deep")', {"Deep"}),
    "of another": ('def read(text):\n    t(text)\nfile.read("no word")\nself.read("A word")', {"A word"}),
    "none": ('print("not said")\nt(f"made {x}")\nt(unknown)\ndict.get("t", "no")', set()),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_word_is_found_where_it_is_said(name: str, tmp_path) -> None:
    source, expected = SOURCES[name]
    path = tmp_path / "module.py"
    path.write_text(source)
    assert set(Search([Module.read(path, tmp_path)]).run()) == expected


@EACH
def test_translations_are_in_that_language(language: str) -> None:
    """What is copied from the source word for word is a name, a unit or a formula; never a sentence."""
    copied = [
        message.id for message in words.read(words.translations(language))
        if message.id and message.string == message.id and len(re.findall(r"[a-z]{3,}", re.sub(r"\{\w+\}", "", message.id))) > 1
    ]
    assert not copied
