"""What is personal that a comment loses, what it loses by mistake, and how fast."""

from __future__ import annotations

import time

from benchmarks.redaction_set import EACH, NOBODYS, NOT_FOUND, PERSONAL, Comment, comments
from data_access.importing.redact import redact

ROUNDS = 3
_PLAIN = {
    "en": "The agent was friendly and solved my problem quickly, but the waiting time was far too long for me",
    "zh": "客服态度很好，问题解决得也很快，就是等待时间有点长，希望以后能够改进",
    "pt": "O atendimento foi muito simpático, mas demorou demais para resolver o meu problema",
    "es": "La atención fue muy amable, pero tardaron demasiado en resolver mi problema",
    "de": "Der Mitarbeiter war sehr freundlich, aber die Wartezeit war für mich viel zu lang",
}


def lost(comment: Comment) -> bool:
    """Whether what is personal is gone, to its last five characters (digits, mostly)."""
    return comment.secret[-5:] not in redact(comment.text) and comment.secret not in redact(comment.text)


def changed(comment: Comment) -> bool:
    """Whether anything is gone."""
    return redact(comment.text) != comment.text


def precise(comment: Comment) -> bool:
    """Whether nothing else is gone: the words around what was planted are all there."""
    before, after = comment.text.split(comment.secret)
    kept = redact(comment.text)
    return kept.startswith(before) and kept.endswith(after)


def measure(each: int = EACH) -> list[dict[str, object]]:
    """Per kind: how many comments, how many lost it (recall), how many lost nothing else (precision)."""
    rows: list[dict[str, object]] = []
    for kinds in (PERSONAL, NOT_FOUND):
        for kind in kinds:
            found = list(comments({kind: kinds[kind]}, each))
            gone = [comment for comment in found if lost(comment)]
            right = sum(map(precise, gone)) / len(gone) if gone else None
            rows.append(
                {
                    "kind": kind,
                    "comments": len(found),
                    "found %": 100 * len(gone) / len(found),
                    "nothing else lost %": right and 100 * right,
                }
            )
    for kind in NOBODYS:
        found = list(comments({kind: NOBODYS[kind]}, each))
        kept = sum(not changed(comment) for comment in found)
        rows.append(
            {
                "kind": f"nobody's: {kind}",
                "comments": len(found),
                "found %": None,
                "nothing else lost %": 100 * kept / len(found),
            }
        )
    return rows


def speed(each: int = 4000) -> list[dict[str, object]]:
    """Comments a second, the best of some rounds: plain ones per language, and those that hold something."""
    rows: list[dict[str, object]] = []
    sets = {f"plain, {language}": [text] * each for language, text in _PLAIN.items()}
    sets["with a date or time"] = [c.text for c in comments({"d": NOBODYS["dates and times"]}, each)]
    sets["with something personal"] = [c.text for c in comments(PERSONAL, each // 8)]
    for name, texts in sets.items():
        best = min(_seconds(texts) for _ in range(ROUNDS))
        rows.append(
            {"comments": name, "characters": round(sum(map(len, texts)) / len(texts)), "comments / s": round(len(texts) / best)}
        )
    return rows


def _seconds(texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        redact(text)
    return time.process_time() - began
