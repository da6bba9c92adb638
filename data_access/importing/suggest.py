"""A mapping suggested from headers and contents, with a reason and a confidence per column, and the open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data_access.importing import roles
from data_access.importing.evidence import Readings, explain_dates
from data_access.importing.fitting import fits, guess_kind
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.profile import Profile, header_words
from data_access.importing.scoring import ScoreGuess, guess_scores
from data_access.importing.values import DMY, MDY
from data_access.importing.vocabulary import COMPILED, CONFIRMED_WORDS

HIGH, MEDIUM, LOW = "high", "medium", "low"
MOST_VALUES = 200  # different values a breakdown may have
LONGEST_VALUE = 120  # characters of a value shown as a group


@dataclass(frozen=True, slots=True)
class Question:
    """What the file does not tell. `blocking`: it cannot be imported before this is answered."""

    key: str
    text: str
    options: tuple[str, ...] = ()
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The mapping, and (column, role, confidence, reason) for each of its columns."""

    mapping: Mapping
    why: tuple[tuple[str, str, str, str], ...]
    questions: tuple[Question, ...] = ()


@dataclass
class _Draft:
    """Columns given a role so far."""

    kind: str
    profiles: Sequence[Profile]
    scores: dict[str, ScoreGuess]
    columns: dict[str, list[ColumnMap]] = field(default_factory=dict)
    why: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def give(self, column: ColumnMap, confidence: str, reason: str) -> None:
        self.columns.setdefault(column.column, []).append(column)
        self.why.setdefault(column.column, []).append((confidence, reason))

    def taken(self, role: str) -> bool:
        return any(c.role == role for given in self.columns.values() for c in given)


def suggest(profiles: Sequence[Profile], kind: str | None, source: str, dates: Readings | None = None) -> Suggestion:
    """The best reading of a file of this kind (guessed when None). `dates`: evidence gathered over the whole file."""
    scores = guess_scores(profiles)
    guessed = kind or guess_kind(profiles, scores)
    draft = _Draft(guessed, profiles, scores)
    _give_named(draft)
    _give_time(draft)
    if guessed in ("answers", "contacts", "complaints"):
        _give_scores(draft)
    for p in profiles:
        if p.name not in draft.columns:
            _give_rest(draft, p)
    found = dates or sum((p.readings for p in profiles if p.is_date), Readings())
    mapping = Mapping(
        guessed,
        source,
        tuple(c for p in profiles for c in draft.columns[p.name]),
        date_order=(None, MDY, DMY)[found.proven],
        decimal=_decimal(draft),
    )
    why = tuple(
        (c.column, c.role, confidence, reason)
        for p in profiles
        for c, (confidence, reason) in zip(draft.columns[p.name], draft.why[p.name], strict=True)
    )
    return Suggestion(mapping, why, _questions(draft, found, kind is None))


def _give_named(draft: _Draft) -> None:
    """Roles by name, the most telling match first: exact order of the vocabulary, then order of the file."""
    for role in COMPILED[draft.kind]:
        if role in (roles.TS, roles.SATISFACTION):
            continue
        for p in draft.profiles:
            free = p.name not in draft.columns and (roles.repeatable(role) or not draft.taken(role))
            if free and fits(draft.kind, role, p) and p.name not in draft.scores and not p.personal:
                draft.give(_column(p, role), HIGH, "name and contents agree")
    if draft.kind == "complaints" and not draft.taken("resolved_at"):
        closed = next((c for given in draft.columns.values() for c in given if c.role == "closed_at"), None)
        if closed is not None:
            draft.give(
                ColumnMap(closed.column, "resolved_at"),
                MEDIUM,
                "the file knows one end of a case: closed counts as resolved",
            )


def _column(p: Profile, role: str) -> ColumnMap:
    if role != "confirmed":
        return ColumnMap(p.name, role)
    words = {cell: CONFIRMED_WORDS[header_words(cell)] for cell in p.counts if header_words(cell) in CONFIRMED_WORDS}
    return ColumnMap(p.name, role, values=tuple(words.items()))


def _give_time(draft: _Draft) -> None:
    if draft.kind == "customers" or draft.taken(roles.TS):
        return
    free = [p for p in draft.profiles if p.is_date and p.name not in draft.columns]
    named = [p for p in free if fits(draft.kind, roles.TS, p)]
    if named:
        best = max(named, key=lambda p: (p.distinct if draft.kind == "contacts" else 0, -list(draft.profiles).index(p)))
        draft.give(ColumnMap(best.name, roles.TS), HIGH, "name and contents agree")
    elif free:
        draft.give(ColumnMap(free[0].name, roles.TS), LOW, "the first column of dates without another meaning")


def _give_scores(draft: _Draft) -> None:
    for p in draft.profiles:
        guess = draft.scores.get(p.name)
        if guess is None or p.name in draft.columns:
            continue
        role = roles.SATISFACTION if draft.kind == "complaints" and not draft.taken(roles.SATISFACTION) else roles.SCORE
        kind = "csat" if role == roles.SATISFACTION else guess.kind
        draft.give(
            ColumnMap(
                p.name,
                role,
                values=guess.values,
                question=p.name,
                kind=kind,
                scale=guess.scale,
                no_answer=guess.no_answer,
            ),
            HIGH if guess.sure and not guess.doubt else MEDIUM,
            guess.reason,
        )


def _give_rest(draft: _Draft, p: Profile) -> None:
    """An attribute when it can serve as a breakdown; otherwise ignored, with the reason."""
    personal = p.personal
    why = _useless(p)
    if personal or why or draft.kind == "invitations":
        reason = f"personal data: {personal}" if personal else why or "invitations have no attributes"
        draft.give(ColumnMap(p.name, roles.IGNORE, reason=reason, personal=bool(personal)), MEDIUM, reason)
    else:
        draft.give(ColumnMap(p.name, roles.ATTRIBUTE), MEDIUM, f"{p.distinct} different values: a breakdown")


def _useless(p: Profile) -> str:
    if not p.filled:
        return "empty"
    if p.distinct == 1:
        return "the same value in every row"
    if p.is_date:
        return "a date without a role here"
    if p.prose or p.longest > LONGEST_VALUE:
        return "free text"
    if p.is_number and p.distinct > 50 and p.distinct > 0.5 * p.filled:
        return "numbers that are nearly all different"
    return f"{p.distinct:,} different values: too many for a breakdown" if p.distinct > MOST_VALUES else ""


def _decimal(draft: _Draft) -> str | None:
    types = roles.types(draft.kind)
    found = sum(
        (
            p.decimals
            for p in draft.profiles
            for c in draft.columns[p.name]
            if types[c.role] in (roles.NUMBER, roles.SECONDS, roles.WHOLE)
        ),
        Readings(),
    )
    return None if found.open else "," if found.proven == 2 else "." if found.proven else None


def _questions(draft: _Draft, dates: Readings, guessed: bool) -> tuple[Question, ...]:
    asked = []
    if guessed:
        asked.append(Question("kind", f"The file is read as {draft.kind}: is that right?", roles.KINDS))
    if draft.kind != "customers" and not draft.taken(roles.TS):
        asked.append(
            Question("ts", f"No column dates the {draft.kind}: which day (of the wave) should they be given?", blocking=True)
        )
    if dates.open:
        asked.append(
            Question("date_order", f"Day or month first? The dates are {explain_dates(dates)}.", (DMY, MDY), blocking=True)
        )
    for name in roles.required(draft.kind):
        if name != roles.TS and not draft.taken(name):
            asked.append(Question(name, f"Which column is {name}? A file of {draft.kind} needs it.", blocking=True))
    if draft.kind == "answers" and not any(c.rated or c.role == roles.COMMENT for g in draft.columns.values() for c in g):
        asked.append(Question("score", "Which columns hold scores? None could be recognised.", blocking=True))
    doubts = [g.doubt for name, g in draft.scores.items() if g.doubt and any(c.rated for c in draft.columns[name])]
    if doubts:
        more = f" (and {len(doubts) - 1} columns like it)" if len(doubts) > 1 else ""
        asked.append(Question("no_answer", doubts[0] + more, ("yes", "no")))
    if draft.kind != "customers" and not draft.taken("business_unit"):
        asked.append(
            Question(
                "business_unit",
                "Which part of the business owns these rows? Rows without one are seen only by people with all units.",
            )
        )
    return tuple(asked)
