"""Words and codes that mean "no answer", whatever the scale: they are never a score and never the middle of one."""

from __future__ import annotations

import re

from data_access.importing.values import PLACEHOLDERS, fold, folded

WORDS = PLACEHOLDERS | folded(
    (
        *("blank", "(blank)", "empty", "(empty)", "missing", "skipped", "(skipped)", "skip", "no answer", "no response"),
        *("not answered", "not asked", "unanswered", "no opinion", "no basis", "refused", "decline to answer", "declined"),
        *("don't know", "don’t know", "dont know", "do not know", "i don't know", "i don’t know", "not sure", "unsure"),
        *("can't say", "cannot say", "prefer not to say", "prefer not to answer", "rather not say", "choose not to answer"),
        *("not applicable", "not applicable (n/a)", "does not apply", "doesn't apply", "n.a.", "n. a.", "(n/a)", "dk", "dk/na"),
        *("dk/ref", "never used", "did not use", "have not used", "haven't used", "not used", "unknown", "no experience"),
        *("don't know / not applicable", "don't know/not applicable", "never used or visited"),
        *("(跳过)", "跳过", "(空)", "空", "无", "不适用", "不清楚", "不知道", "说不清", "不了解", "未作答", "未填", "未填写"),
        *("不确定", "不便透露", "拒绝回答", "没有使用", "没用过", "未使用", "未使用过", "没接触过", "不好说", "无法判断"),
        *("não sei", "nao sei", "não se aplica", "não avaliada", "sem resposta", "no sabe", "no contesta", "ns/nc"),
        *("weiß nicht", "keine angabe", "k.a.", "k. a.", "keine antwort", "ne sait pas", "sans réponse", "sans avis", "s.o."),
    )
)
_APOSTROPHES = re.compile("[’‘`´]")


def no_answer(cell: str) -> bool:
    """Whether the cell says that there is no answer."""
    word = fold(_APOSTROPHES.sub("'", cell)).rstrip(".。")
    return word in WORDS or word.strip("()（）[]") in WORDS
