"""Personal data in free text: what can be recognised by its form is replaced before a text is stored.

E-mail addresses, telephone and other long numbers, identity papers, accounts, plates, network addresses and birth dates,
however they are spelled: full width, Chinese numerals, invisible characters, spaces, "at" and "dot" in words. Dates,
times, prices, counts and order numbers stay where the text says so. Borders are looked around, not matched by \\b:
Chinese characters are word characters to a regular expression. Names and street addresses cannot be found reliably
without a model; raw comments are shown to few people for that reason.

The time is linear in the length of a text, and most texts hold nothing: they are returned after one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_access.importing.privacy import mails, said
from data_access.importing.privacy.identities import CHECKS, SHAPES
from data_access.importing.privacy.numbers import AMOUNT, DATES, RUN, WORD, is_a_phone, is_personal, personal_part
from data_access.importing.privacy.spelling import folded

EMAIL, NUMBER = "[e-mail]", "[number]"
_LABELS = {"mail": EMAIL, "mac": "[address]", "ipv4": "[address]", "ipv6": "[address]", "plate": "[plate]"}
_BEFORE, _AFTER = 48, 16  # characters looked at around a number
_MOST_ROUNDS = 4  # a replacement may lay bare what stood beside it
_HAN = "〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖"
_SPOKEN = (
    "zero oh one two three four five six seven eight nine um uma dois duas tres três quatro cinco seis meia sete oito nove "
    "cero uno dos cuatro siete ocho nueve null eins zwei zwo drei vier fünf funf sechs sieben acht neun deux trois quatre "
    "cinq sept huit neuf"
)
_DIGIT_WORDS = frozenset(_SPOKEN.split())
_WORD = "|".join(sorted(_DIGIT_WORDS, key=len, reverse=True))
_COUNTED_OUT = re.compile(rf"(?<![a-zà-ÿ])(?:{_WORD})(?:[ ,.-]{{1,2}}(?:{_WORD})(?![a-zà-ÿ])){{6,}}+")
_MARKS = re.compile(r"[\d@＠﹫\u2070-\u209f\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")
_HAN_RUN = re.compile(rf"[{_HAN}](?:[ -]?[{_HAN}]){{3}}")
_WORDS = (*said.MESSENGERS, *mails.HINTS)
_FIND = re.compile("|".join((SHAPES, DATES, WORD, AMOUNT, RUN)))
_ODDLY_SPACED = re.compile(r"(?<!\d)\+?\d(?:[^a-z0-9,\n\ue000\u4e00-\u9fff]{0,3}\d){7,}+")
_MOST_CHECKED = 100  # numbers of one text; one with more is nothing but numbers, and they go unchecked
_TAKEN = "\ue000"  # stands for what is replaced already


def redact(text: str) -> str:
    """The text with what is personal by its form replaced by a word in brackets."""
    for _ in range(_MOST_ROUNDS):
        found = _once(text)
        if found == text:
            break
        text = found
    return text


def _once(text: str) -> str:
    lower = _lower(text)
    if not _worth_a_look(text, lower):
        return text
    plain, places = folded(text)
    spans = list(_found(_lower(plain)))
    if not spans:
        return text
    parts, end = [], 0
    for start, stop, label in sorted(spans):
        if label and places[start] >= end:
            parts += [text[end : places[start]], label]
            end = max(places[stop - 1] + 1, places[stop])  # with what is invisible after it
    return "".join([*parts, text[end:]])


def _worth_a_look(text: str, lower: str) -> bool:
    if _MARKS.search(text) or any(word in lower for word in _WORDS):
        return True
    return _counted_out(lower) if text.isascii() else bool(_HAN_RUN.search(text)) or _counted_out(lower)


def _counted_out(lower: str) -> bool:
    """Seven digits in words, at least."""
    return sum(word.strip(",.") in _DIGIT_WORDS for word in lower.replace("-", " ").split()) > 6


def _lower(text: str) -> str:
    """In lower case, every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, what stands there afterwards, nothing for what stays), the surest first."""
    for spans in (_mails, _said, _spelled, _shaped, _oddly_spaced):
        found = list(spans(text))
        yield from found
        if found:
            text = _without(text, found)


def _without(text: str, spans: list[tuple[int, int, str]]) -> str:
    parts, end = [], 0
    for start, stop, _ in sorted(spans):
        if start >= end:
            parts += [text[end:start], _TAKEN * (stop - start)]
            end = stop
    return "".join([*parts, text[end:]])


def _mails(text: str) -> Iterator[tuple[int, int, str]]:
    for start, end in mails.find(text):
        yield start, end, EMAIL


def _said(text: str) -> Iterator[tuple[int, int, str]]:
    if any(hint in text for hint in said.HINTS):
        for found in said.SAID.finditer(text):
            kind = found.lastgroup or ""
            yield *found.span(kind), said.LABELS[kind]


def _spelled(text: str) -> Iterator[tuple[int, int, str]]:
    if _counted_out(text):
        for found in _COUNTED_OUT.finditer(text):
            yield *found.span(), NUMBER


def _shaped(text: str) -> Iterator[tuple[int, int, str]]:
    checked = 0
    for found in _FIND.finditer(text):
        kind, (start, end) = found.lastgroup or "", found.span()
        part: tuple[int, int] | None = None
        if kind == "code":
            part = personal_part(found.group())
        elif kind == "run":
            personal = is_personal(found.group(), text[max(0, start - _BEFORE) : start], text[end : end + _AFTER])
            checked += personal is None
            if personal is None:
                personal = checked > _MOST_CHECKED or is_a_phone(found.group())
            part = (0, end - start) if personal else None
        elif kind in CHECKS and CHECKS[kind](found.group()):
            part = 0, end - start
        if part is None:
            yield start, end, ""
        else:
            yield start + part[0], start + part[1], _LABELS.get(kind, NUMBER)


def _oddly_spaced(text: str) -> Iterator[tuple[int, int, str]]:
    """Telephone numbers with other signs between their digits: 138_1234_5678."""
    spans = [found.span() for found in _ODDLY_SPACED.finditer(text)]
    for start, end in spans:
        if len(spans) > _MOST_CHECKED or is_a_phone(text[start:end]):
            yield start, end, NUMBER
