"""Which legacy encoding a text is in, judged by how it would read: each candidate is tried on the lines with non-ASCII bytes.

A score from 0 to 1 says how much of the non-ASCII text then looks like text people write: frequent characters of one
script, letters of one language, upper and lower case in order, signs where signs stand. The same bytes under another
encoding give Õ inside a lower-case word or characters no table holds, so an English poll never turns into Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from data_access.importing import alphabets
from metrics.phrases import phrase

BELIEVED = 0.5  # below it nothing is read without somebody naming the encoding
NEAR = 0.12  # two readings nearer than this leave a doubt
NAMES = {
    "cp1252": phrase("Western European (Windows)"),
    "mac-roman": phrase("Western European (old Macintosh)"),
    "gb18030": phrase("Chinese, simplified (GBK, GB18030)"),
    "big5": phrase("Chinese, traditional (Big5)"),
    "cp1251": phrase("Cyrillic (Windows)"),
    "cp1250": phrase("Central European (Windows)"),
    "cp1254": phrase("Turkish (Windows)"),
    "shift-jis": phrase("Japanese (Shift-JIS)"),
    "euc-jp": phrase("Japanese (EUC-JP)"),
    "euc-kr": phrase("Korean (EUC-KR)"),
    "latin-1": phrase("Western European (Latin-1)"),
}
CODECS = {"big5": "cp950", "shift-jis": "cp932", "euc-kr": "cp949", "gbk": "gb18030"}  # the supersets in use
LATIN = frozenset({"cp1252", "latin-1", "mac-roman", "cp1250", "cp1254"})
_HAN = phrase("its non-ASCII bytes are pairs that read as frequent Chinese characters")
_WHY = {
    "cp1252": phrase("its accented letters and typographic signs stand where words have them"),
    "mac-roman": phrase("its accented letters fit words only as an old Macintosh wrote them"),
    "gb18030": _HAN,
    "big5": _HAN,
    "cp1251": phrase("its non-ASCII bytes read as Cyrillic words"),
    "cp1250": phrase("its letters are those of one Central European language"),
    "cp1254": phrase("its letters are those of Turkish"),
    "shift-jis": phrase("its non-ASCII bytes read as Japanese with kana"),
    "euc-jp": phrase("its non-ASCII bytes read as Japanese with kana"),
    "euc-kr": phrase("its non-ASCII bytes are pairs that read as Korean syllables"),
}
_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"[A-Za-z]+[^\x00-\x7f](?:s|t|re|ll|ve|d|m)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One encoding tried: how well it reads (0 to 1), why, and the text it gives."""

    encoding: str
    score: float
    why: str
    text: str


def codec(encoding: str) -> str:
    """The codec that reads everything written under this name."""
    return CODECS.get(encoding, encoding)


def readings(lines: Sequence[bytes]) -> list[Reading]:
    """The candidates that can decode these lines, the likeliest first, each text once."""
    data, found = b"\n".join(lines), []
    for order, (encoding, judge) in enumerate(_JUDGES.items()):
        try:
            text = data.decode(codec(encoding))
        except UnicodeDecodeError:
            continue
        found.append((judge(text) - order * 1e-3, Reading(encoding, 0.0, _WHY[encoding], text)))
    best: dict[str, Reading] = {}
    for score, reading in sorted(found, key=lambda item: -item[0]):
        best.setdefault(reading.text, Reading(reading.encoding, max(0.0, score), reading.why, reading.text))
    return list(best.values())


def _double(name: str, frequent: Collection[str], weigh: Callable[[int, int], float]) -> Callable[[str], float]:
    """A judge of scripts with two bytes a character: `weigh` tells common characters from rare by where the table has them."""

    def judge(text: str) -> float:
        counts = Counter(c for c in text if not c.isascii())
        total, worth = counts.total(), 0.0
        for character, times in counts.items():
            pair = character.encode(codec(name))
            worth += times * (weigh(pair[0], pair[1]) if len(pair) == 2 else 0.0)
        letters = sum(n for c, n in counts.items() if c.isalpha())
        known = sum(n for c, n in counts.items() if c in frequent) / letters if letters else 0.0
        foreign = 0.3 if name == "gb18030" and _kana(counts) > 0.15 else 1.0
        return foreign * worth / total * (0.6 + 0.4 * min(1.0, known / 0.15)) if total else 0.0

    return judge


def _kana(counts: Counter[str]) -> float:
    """The share of Japanese kana."""
    return sum(n for c, n in counts.items() if "\u3041" <= c <= "\u30fe") / max(1, counts.total())


def _gb(lead: int, trail: int) -> float:
    if trail < 0xA1:
        return 0.05  # additions of GBK: rare characters
    if lead <= 0xA9:
        return 1.0  # punctuation, full-width forms, signs
    return 1.0 if 0xB0 <= lead <= 0xD7 else 0.5 if 0xD8 <= lead <= 0xF7 else 0.05


def _big5(lead: int, _: int) -> float:
    return 1.0 if 0xA1 <= lead <= 0xC6 else 0.3


def _korean(lead: int, trail: int) -> float:
    if trail < 0xA1:
        return 0.3
    return 1.0 if 0xB0 <= lead <= 0xC8 or 0xA1 <= lead <= 0xAC else 0.1


def _kanji(lead: int, trail: int) -> float:
    return 1.0 if lead in (0x81, 0x82, 0x83) or (0x88, 0x9F) <= (lead, trail) < (0x98, 0) else 0.4


def _kanji_unix(lead: int, trail: int) -> float:
    return 1.0 if trail >= 0xA1 and (lead in (0xA1, 0xA3, 0xA4, 0xA5) or 0xB0 <= lead <= 0xCF) else 0.4


def _japanese(name: str, weigh: Callable[[int, int], float]) -> Callable[[str], float]:
    """Japanese is never written without kana."""

    def judge(text: str) -> float:
        score = _double(name, (), weigh)(text) / 0.6
        return score if _kana(Counter(c for c in text if not c.isascii())) >= 0.15 else score * 0.5

    return judge


def _single(languages: Sequence[str], longest_run: int) -> Callable[[str], float]:
    """A judge of alphabets with one byte a letter."""

    def judge(text: str) -> float:
        worth, total = _signs(text)
        spelled: Counter[str] = Counter()
        for word in _WORD.finditer(text):
            bare = word.group()
            foreign = [c for c in bare if not c.isascii()]
            total += len(foreign)
            if foreign and _in_order(bare) and _longest(bare) <= longest_run and _fits(text, word, longest_run):
                spelled.update(c.lower() for c in foreign)
        best = max((sum(n for c, n in spelled.items() if c in language) for language in languages), default=0)
        worth += best + 0.4 * (spelled.total() - best)
        return worth / total if total else 0.0

    return judge


def _signs(text: str) -> tuple[float, int]:
    """(worth, number) of the non-ASCII characters that are no letters."""
    worth, total = 0.0, 0
    for place, c in enumerate(text):
        if c.isascii() or (c.isalpha() and c not in "ºª"):
            continue
        total += 1
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        inside = before.isalpha() and after.isalpha()
        apart = (before + after).isascii() or (c in alphabets.PAIRING and (before.isascii() or after.isascii()))
        worth += c in alphabets.SIGNS and apart and (not inside or c in alphabets.JOINING)
    return worth, total


def _in_order(word: str) -> bool:
    """Upper and lower case as words have them."""
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def _longest(word: str) -> int:
    """The longest run of non-ASCII letters."""
    return max(map(len, re.findall(r"[^\x00-\x7f]+", word)), default=0)


def _fits(text: str, word: re.Match[str], longest_run: int) -> bool:
    """A word of one letter is one of few, longer ones hold ASCII letters; where English has its apostrophe is no letter."""
    bare = word.group()
    if longest_run > 3:  # an alphabet without ASCII letters
        return True
    if len(bare) == 1:
        return bare in alphabets.ALONE and not text[max(0, word.start() - 1) : word.end() + 1].strip(bare).isdigit()
    return _longest(bare) < len(bare) and not _APOSTROPHE.fullmatch(bare)


def _cyrillic(text: str) -> float:
    """Other Cyrillic encodings read as this one give rare letters, or capitals for small ones."""
    words = [w for w in _WORD.findall(text) if not w.isascii()]
    mixed = sum(1 for w in words if any(c.isascii() for c in w))
    letters = Counter(c for w in words for c in w)
    frequent = sum(n for c, n in letters.items() if c.lower() in alphabets.CYRILLIC_FREQUENT) / max(1, letters.total())
    vowels = sum(n for c, n in letters.items() if c in "оОаА") / max(1, letters.total())
    capitals = sum(n for c, n in letters.items() if c.isupper()) / max(1, letters.total())
    score = _single(alphabets.CYRILLIC, 100)(text) * (1 - mixed / max(1, len(words)))
    plain = frequent >= 0.5 and capitals <= 0.6 and (vowels >= 0.08 or letters.total() < 8)
    return score if plain else score * 0.4


_JUDGES: dict[str, Callable[[str], float]] = {
    "cp1252": _single(alphabets.WESTERN, 3),
    "gb18030": _double("gb18030", alphabets.SIMPLIFIED, _gb),
    "big5": _double("big5", alphabets.TRADITIONAL, _big5),
    "mac-roman": _single(alphabets.WESTERN, 3),
    "cp1251": _cyrillic,
    "cp1250": _single(alphabets.CENTRAL, 3),
    "cp1254": _single(alphabets.TURKISH, 3),
    "shift-jis": _japanese("shift-jis", _kanji),
    "euc-jp": _japanese("euc-jp", _kanji_unix),
    "euc-kr": _double("euc-kr", alphabets.HANGUL, _korean),
}
