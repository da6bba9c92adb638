"""Scales of words: which score "Somewhat satisfied" or "比较满意" is, told from all the words a column uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data_access.importing.values import fold

Level = tuple[str, ...]  # the words for one step, the usual one first
NEUTRAL: Level = (
    "neutral", "neither", "neither nor", "undecided", "mixed", "average", "ok", "okay", "so-so", "indifferent", "no difference",
)  # fmt: skip
_ZH_NEUTRAL: Level = ("一般", "中立", "普通", "一般般", "尚可", "中等", "还行", "还可以", "适中", "不好不坏")
_NEITHER = re.compile(r"neither\b.*|.*\bnor\b.*|neutral\b.*")
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]$")  # "… (neutral)"
LEAST_FOR_NO_MIDDLE = 60  # answers of which none is in the middle: the scale most likely has no middle


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: its family, and the words of each step from worst to best; scores are 1, 2, 3 …"""

    family: str
    levels: tuple[Level, ...]

    @property
    def middle(self) -> int | None:
        """Place of the middle step, where there is one."""
        return len(self.levels) // 2 if len(self.levels) % 2 else None

    def place(self, word: str) -> int | None:
        """Which step (from 0) a folded word is."""
        neutral = self.middle is not None and any(n in NEUTRAL for n in self.levels[self.middle]) and _NEITHER.fullmatch(word)
        if neutral:
            return self.middle
        return next((i for i, level in enumerate(self.levels) if word in level), None)


@dataclass(frozen=True, slots=True)
class Words:
    """A column's words on their scale: (cell, score) for those it uses, and for the scale's other steps."""

    family: str
    top: int
    scores: tuple[tuple[str, int], ...]
    unused: tuple[tuple[str, int], ...]
    rival: int = 0  # steps of another scale these words could as well be of, with other scores; 0 for none

    @property
    def pairs(self) -> tuple[tuple[str, str | None], ...]:
        """As a mapping of a column's values holds them."""
        return tuple((word, str(score)) for word, score in (*self.scores, *self.unused))

    def __str__(self) -> str:
        ends = sorted((score, word) for word, score in (*self.scores, *self.unused))
        return f"{ends[0][1]} = 1 … {ends[-1][1]} = {self.top}"


def _both(family: str, good: str, bad: Sequence[str], *steps: Sequence[str]) -> Scale:
    """A scale with a middle: `steps` qualify from strongest to weakest ("" for the bare word)."""
    up = [tuple(f"{s} {good}".strip() for s in step.split("|")) for step in steps[0]]
    down = [tuple(f"{s} {b}".strip() for s in step.split("|") for b in bad) for step in steps[-1]]
    return Scale(family, (*down, NEUTRAL, *reversed(up)))


_STEPS = (  # ways to qualify a word, strongest first
    ("very|extremely|completely|totally", "|somewhat|fairly|quite|mostly|rather|moderately"),
    ("extremely", "very|moderately", "slightly|somewhat|"),
    ("very|extremely", "", "somewhat|slightly|fairly"),
    ("completely|extremely", "mostly|very", "somewhat|slightly"),
)
_PAIRS = (
    ("satisfaction", "satisfied", ("dissatisfied", "unsatisfied", "not satisfied")),
    ("satisfaction", "happy", ("unhappy", "not happy")),
    ("likelihood", "likely", ("unlikely", "not likely")),
    ("ease", "easy", ("difficult", "hard")),
    ("importance", "important", ("unimportant", "not important")),
    ("helpfulness", "helpful", ("unhelpful",)),
    ("satisfaction", "positive", ("negative",)),
    ("quality", "good", ("bad", "poor")),
)
_AGREE = (("strongly|completely|totally", "|somewhat|mostly|tend to"), ("strongly|completely", "", "somewhat|slightly"))
_ALONE = (
    "satisfied", "likely", "easy", "important", "helpful", "useful", "happy", "clear", "friendly", "responsive", "valuable",
)  # fmt: skip
_FAMILY_OF = {good: family for family, good, _ in _PAIRS}


def _alone(word: str) -> Scale:
    """One-sided: not at all … extremely."""
    steps = (f"not at all {word}", f"not so {word}", f"somewhat {word}", f"very {word}", f"extremely {word}")
    more = ((), (f"slightly {word}", f"not very {word}", f"a little {word}"), (f"moderately {word}", f"fairly {word}"), (), ())
    return Scale(_FAMILY_OF.get(word, "quality"), tuple((s, *m) for s, m in zip(steps, more, strict=True)))


def _zh(family: str, good: str) -> tuple[Scale, ...]:
    strong, weak = ("非常", "很", "十分", "极其", "特别", "完全", "极"), ("比较", "较", "较为", "有点", "有些", "基本")
    best, worst = tuple(s + good for s in strong), tuple(s + "不" + good for s in strong)
    up, down = tuple(w + good for w in weak), (*(w + "不" + good for w in weak), f"不太{good}", f"不怎么{good}")
    return (
        Scale(family, (worst, (f"不{good}", *down), _ZH_NEUTRAL, (good, *up), best)),
        Scale(family, (worst, (f"不{good}",), down, _ZH_NEUTRAL, up, (good,), best)),
    )


_LISTED = (
    ("agreement", "definitely not", "probably not", "might or might not|maybe", "probably yes|probably",
     "definitely yes|definitely"),
    ("quality", "very poor|very bad|terrible", "poor|bad", "fair|average|acceptable|ok|okay", "good",
     "excellent|very good|great"),
    ("quality", "poor", "fair", "good", "very good", "excellent"),
    ("quality", "poor|bad", "fair|average", "good", "excellent|very good"),
    ("frequency", "never", "rarely|seldom|once in a while|almost never|hardly ever",
     "sometimes|occasionally|about half the time", "often|usually|most of the time|frequently", "always|almost always"),
    ("amount", "none at all|not at all", "a little|very little", "a moderate amount|moderately|somewhat", "a lot|quite a lot",
     "a great deal|very much"),
    ("amount", "not at all", "not much|a little", "some|somewhat", "a lot|very much"),
    ("quality", "很差|非常差|极差", "差|较差|比较差|不好", "一般|普通|中等|尚可", "好|较好|比较好|良好|不错",
     "很好|非常好|优秀|极好"),
    ("frequency", "从不|从来不|从未", "很少|极少", "有时|偶尔|有时候", "经常|常常|时常", "总是|一直|每次"),
    ("expectation", "far below expectations|much worse than expected", "below expectations|worse than expected",
     "met expectations|meets expectations|as expected", "above expectations|exceeded expectations|better than expected",
     "far above expectations|far exceeded expectations|much better than expected"),
)  # fmt: skip
_ZH_STEMS = (
    ("satisfaction", "满意"), ("agreement", "同意"), ("agreement", "赞同"), ("agreement", "认同"), ("likelihood", "可能"),
    ("likelihood", "愿意"), ("ease", "容易"), ("ease", "方便"), ("importance", "重要"), ("quality", "符合"),
    ("quality", "清楚"),
)  # fmt: skip


def _without_middle(scale: Scale) -> Scale:
    levels = scale.levels
    return Scale(scale.family, levels[: len(levels) // 2] + levels[len(levels) // 2 + 1 :])


_TWO_SIDED = (
    *(_both(family, good, bad, steps, steps) for steps in _STEPS for family, good, bad in _PAIRS),
    *(_both("agreement", "agree", ("disagree",), steps, steps) for steps in _AGREE),
    *(scale for family, stem in _ZH_STEMS for scale in _zh(family, stem)),
)
SCALES = (
    *_TWO_SIDED,
    *(Scale(family, tuple(tuple(step.split("|")) for step in steps)) for family, *steps in _LISTED),
    *map(_alone, _ALONE),
    *map(_without_middle, _TWO_SIDED),
)


def scale_of(cells: Iterable[str], answers: int) -> Words | None:
    """The scale all these cells are words of, the shortest that holds them; None when there is none or it is no scale.

    answers: how many there are; from `LEAST_FOR_NO_MIDDLE` on, a middle nobody chose is taken not to exist.
    """
    words = {cell: _plain(cell) for cell in cells}
    if len(set(words.values())) < 2:
        return None
    found = [(scale, places) for scale in SCALES if (places := _places(scale, words)) is not None]
    if not found:
        return None
    scale, places = min(found, key=lambda f: _unlikeliness(f[0], f[1], answers))
    used = set(places.values())
    unused = tuple((level[0].capitalize(), i + 1) for i, level in enumerate(scale.levels) if i not in used)
    others = {len(s.levels) for s, p in found if s.middle is not None and p != places} if unused else set()
    rival = max(others, default=0)
    return Words(scale.family, len(scale.levels), tuple((c, p + 1) for c, p in places.items()), unused, rival)


def polarity(text: str) -> int:
    """1 for words of the better half of a scale ("very satisfied"), -1 of the worse, 0 for others."""
    word, signs = _plain(text), set()
    for scale in SCALES:
        place = scale.place(word)
        if place is not None:
            signs.add((2 * place > len(scale.levels) - 1) - (2 * place < len(scale.levels) - 1))
    if not signs:
        worst = re.search(r"\b(worst|not at all|strongly disagree|did not|very (?:dis|un)\w+|extremely (?:dis|un)\w+)\b", word)
        best = re.search(r"\b(best|excellent|strongly agree|highly|extremely|completely|very)\b", word)
        return -1 if worst else 1 if best else 0
    return signs.pop() if len(signs) == 1 else 0


def _plain(cell: str) -> str:
    bare = fold(cell).strip(" .。*")
    return _ASIDE.sub("", bare) or bare


def _places(scale: Scale, words: dict[str, str]) -> dict[str, int] | None:
    """cell → step, when every cell is a word of the scale and different words are different steps."""
    places: dict[str, int] = {}
    for cell, word in words.items():
        place = scale.place(word)
        if place is None:
            return None
        places[cell] = place
    return places if len(set(places.values())) == len(set(words.values())) else None


def _unlikeliness(scale: Scale, places: dict[str, int], answers: int) -> tuple[bool, int, int]:
    """Scales without a middle only for those who have had enough occasion to choose it; then one whose ends are used,
    then the shorter."""
    even, used = scale.middle is None, set(places.values())
    ends = {0, len(scale.levels) - 1}
    return even and (answers < LEAST_FOR_NO_MIDDLE or len(used) < len(scale.levels)), len(ends - used), len(scale.levels)
