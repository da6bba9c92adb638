"""Roles given by a vendor's shape, by name and contents, and the column that dates the rows."""

from __future__ import annotations

import re

from data_access.importing import roles
from data_access.importing.draft import HIGH, LOW, MEDIUM, Draft, same
from data_access.importing.fitting import fits
from data_access.importing.mapping import ColumnMap
from data_access.importing.profile import Profile, header_words
from data_access.importing.vocabulary import COMPILED, CONFIRMED_WORDS
from metrics.phrases import phrase

_LATE = re.compile(r"\b(submitted|completed|end|recorded|finished|submit)\b|提交|完成")
_EARLY = re.compile(r"\b(start|started|begun|begin)\b|开始")
_AGREE = phrase("name and contents agree")
_TICKED = frozenset({"0", "1"})


def give_preset(draft: Draft) -> None:
    """What the vendor's shape says of its own columns."""
    if draft.preset is None or draft.shape is None:
        return
    preset, shape = draft.preset, draft.shape
    reason = phrase("a column of {vendor}", vendor=preset.vendor)
    for name, role in preset.role_of(shape).items():
        p = next(p for p in draft.profiles if p.name == name)
        if role != roles.ID or p.unique:
            draft.give(_column(p, role), HIGH, reason)
    _give_preset_scores(draft)
    for patterns, personal in ((preset.personal, True), (preset.ignored, False)):
        for pattern, why in patterns:
            for p in shape.having(pattern):
                ticked = personal and p.filled and _TICKED.issuperset(p.counts)  # "telephone" as an option, chosen or not
                if p.name not in draft.columns and not ticked:
                    what = phrase("personal data: {what}", what=why) if personal else why
                    draft.give(ColumnMap(p.name, roles.IGNORE, reason=what, personal=personal), HIGH, what)


def _give_preset_scores(draft: Draft) -> None:
    if draft.preset is None or draft.shape is None:
        return
    for score in draft.preset.scores:
        for p in draft.shape.having(score.column)[:1]:
            if p.name in draft.columns or not p.filled:
                continue
            role = roles.SATISFACTION if draft.kind == "complaints" else roles.SCORE
            column = ColumnMap(
                p.name, role, values=score.values, question=p.name, kind=score.kind, scale=score.scale,
            )  # fmt: skip
            draft.give(column, HIGH, phrase("the score of {vendor}", vendor=draft.preset.vendor))
            draft.scores.pop(p.name, None)


def give_named(draft: Draft) -> None:
    """Roles by name, the most telling match first: exact order of the vocabulary, then order of the file."""
    for role in COMPILED[draft.kind]:
        if role in (roles.TS, roles.SATISFACTION):
            continue
        for p in draft.profiles:
            free = p.name not in draft.columns and (roles.repeatable(role) or not draft.taken(role))
            usable = not p.personal or role in (roles.ID, roles.CUSTOMER)  # an identity is hashed, whatever it is made of
            if free and fits(draft.kind, role, p) and p.name not in draft.scores and usable:
                draft.give(_column(p, role), *((MEDIUM, same(p)) if p.constant else (HIGH, _AGREE)))
    if draft.kind == "complaints" and not draft.taken("resolved_at"):
        closed = next((c for given in draft.columns.values() for c in given if c.role == "closed_at"), None)
        if closed is not None:
            draft.give(
                ColumnMap(closed.column, "resolved_at"),
                MEDIUM,
                phrase("the file knows one end of a case: closed counts as resolved"),
            )


def give_time(draft: Draft) -> None:
    """The column that dates the rows: of an answer's times the last, when it was given."""
    if draft.kind == "customers" or draft.taken(roles.TS):
        return
    free = [p for p in draft.free() if p.is_date]
    named = [p for p in free if fits(draft.kind, roles.TS, p)]
    if named:
        best = max(named, key=lambda p: _rank(draft, p))
        draft.give(ColumnMap(best.name, roles.TS), HIGH, _AGREE)
    elif free:
        draft.give(ColumnMap(free[0].name, roles.TS), LOW, phrase("the first column of dates without another meaning"))


def _rank(draft: Draft, p: Profile) -> tuple[float, ...]:
    place = -list(draft.profiles).index(p)
    if draft.kind == "answers":
        return p.filled == p.rows, bool(_LATE.search(p.words)) - bool(_EARLY.search(p.words)), p.filled, place
    return p.distinct if draft.kind == "contacts" else 0, place


def _column(p: Profile, role: str) -> ColumnMap:
    if role != "confirmed":
        return ColumnMap(p.name, role)
    words = {cell: CONFIRMED_WORDS[header_words(cell)] for cell in p.counts if header_words(cell) in CONFIRMED_WORDS}
    return ColumnMap(p.name, role, values=tuple(words.items()))
