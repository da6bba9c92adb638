"""What becomes of the columns without another role: breakdowns, one per choice, comments, or nothing, with the reason."""

from __future__ import annotations

import re

from data_access.importing import roles
from data_access.importing.choices import CHOSEN, listing, options
from data_access.importing.draft import MEDIUM, Draft, same
from data_access.importing.fitting import LEAST_COMMENT
from data_access.importing.mapping import ColumnMap
from data_access.importing.no_answer import no_answer
from data_access.importing.profile import Profile
from metrics.phrases import phrase

MOST_VALUES = 200  # different values a breakdown may have
LONGEST_VALUE = 120  # characters of a value shown as a group
WORD_OF_CHINESE = 3  # letters a Chinese character stands for
_WRITTEN_BEHIND = re.compile(r"(.+?)〖.*〗", re.DOTALL)
_OPTION_OF_WJX = re.compile(r"第\d+题\(.*\)", re.DOTALL)


def give_rest(draft: Draft, p: Profile) -> None:
    """A breakdown when the column can serve as one; otherwise a comment or ignored, with the reason."""
    chosen, separator = ((), "") if p.personal or draft.kind == "invitations" else _choices(draft, p)
    why = _useless(p)
    if chosen:
        for option in chosen:
            name = f"{p.name.rstrip(': ：')}: {option}"
            one = ColumnMap(p.name, roles.ATTRIBUTE, name=name, option=option, separator=separator)
            draft.give(one, MEDIUM, phrase("one of the choices its cells list"))
    elif draft.surveyed and not p.personal and _verbatim(p):
        comment = ColumnMap(p.name, roles.COMMENT, values=_skipped(draft, p))
        draft.give(comment, MEDIUM, phrase("an open question: its texts are comments"))
    elif p.personal or why or draft.kind == "invitations":
        reason = why or phrase("invitations have no attributes")
        if p.personal:
            reason = phrase("personal data: {what}", what=p.personal)
        draft.give(ColumnMap(p.name, roles.IGNORE, reason=reason, personal=bool(p.personal)), MEDIUM, reason)
    else:
        draft.give(_attribute(draft, p), MEDIUM, _breakdown(p))


def _choices(draft: Draft, p: Profile) -> tuple[tuple[str, ...], str]:
    """(the choices its cells list, what stands between them where contents alone tell them)."""
    answers = p.counts.__class__({cell: n for cell, n in p.counts.items() if not no_answer(cell)})
    if p.is_date or p.is_number:
        return (), ""
    known = options(answers, draft.preset is not None and draft.preset.joined)
    return (known, "") if known else listing(answers)


def _attribute(draft: Draft, p: Profile) -> ColumnMap:
    """A breakdown; cells that say "skipped" are empty, and 0 or 1 below a choice means chosen or not."""
    ticks = draft.preset is not None and draft.preset.coded and _OPTION_OF_WJX.fullmatch(p.name)
    if ticks and set(p.counts) <= {"0", "1", "-3", "(空)", "(跳过)"}:
        words: tuple[tuple[str, str | None], ...] = (("1", CHOSEN), ("0", None), ("-3", None), ("(空)", None), ("(跳过)", None))
        return ColumnMap(p.name, roles.ATTRIBUTE, values=words)
    return ColumnMap(p.name, roles.ATTRIBUTE, values=(*_skipped(draft, p), *_specified(draft, p)))


def _specified(draft: Draft, p: Profile) -> tuple[tuple[str, str | None], ...]:
    """Choices with what somebody wrote behind them: "Other 〖a gift〗" is the choice "Other"; the writing names people."""
    if draft.preset is None or not draft.preset.joined:
        return ()
    return tuple((cell, found[1].strip()) for cell in p.counts if (found := _WRITTEN_BEHIND.fullmatch(cell)))


def _skipped(draft: Draft, p: Profile) -> tuple[tuple[str, str | None], ...]:
    """Cells the survey tool writes where nothing was answered; they are empty."""
    codes = [str(code) for code in sorted(draft.preset.codes) if str(code) in p.counts] if draft.preset is not None else []
    return tuple((cell, None) for cell in (*(c for c in p.counts if c.startswith("(") and no_answer(c)), *codes))


def _verbatim(p: Profile) -> bool:
    """Texts people wrote: long, and nearly every one different."""
    texts = {cell: n for cell, n in p.counts.items() if not no_answer(cell)}
    filled = sum(texts.values())
    if p.is_date or p.is_number or filled < 2 or len(texts) <= 0.5 * filled:
        return False
    return sum(_length(cell) * n for cell, n in texts.items()) / filled > LEAST_COMMENT


def _length(text: str) -> int:
    """Characters, those of Chinese as the two or three of a word that they stand for."""
    return sum(WORD_OF_CHINESE if "一" <= c <= "鿿" else 1 for c in text)


def _breakdown(p: Profile) -> str:
    """What an attribute tells apart."""
    if p.constant:
        return same(p)
    if p.distinct == 1:
        return phrase("ticked or empty: a breakdown")
    return phrase("{n} different values: a breakdown", n=p.distinct)


def _useless(p: Profile) -> str:
    """Why a column cannot serve as a breakdown; empty when it can."""
    why = {
        phrase("empty"): not p.filled,
        phrase("the same number in every row"): p.distinct == 1 and p.filled == p.rows and not p.constant,
        phrase("one filled cell"): p.filled == 1 and p.rows > 1,
        phrase("a date without a role here"): p.is_date,
        phrase("free text"): p.prose or p.longest > LONGEST_VALUE,
        phrase("numbers that are nearly all different"): p.is_number and p.distinct > 50 and p.distinct > 0.5 * p.filled,
        phrase("{n:,} different values: too many for a breakdown", n=p.distinct): p.distinct > MOST_VALUES,
    }
    return next((reason for reason, holds in why.items() if holds), "")
