"""A mapping suggested from headers and contents, with a reason and a confidence per column, and the open questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from data_access.importing import roles
from data_access.importing.evidence import Readings, explain_dates
from data_access.importing.fitting import fits, guess_kind
from data_access.importing.house import AS_FOUND, House, whole_numbers
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.profile import SAMPLE_ROWS, Profile, header_words
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


def suggest(
    profiles: Sequence[Profile], kind: str | None, source: str, dates: Readings | None = None, house: House = AS_FOUND
) -> Suggestion:
    """The best reading of a file of this kind (guessed when None). `dates`: evidence gathered over the whole file."""
    scores = guess_scores(profiles, whole_numbers(house.no_answer))
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
        timezone=house.timezone or "UTC",
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
            usable = not p.personal or role in (roles.ID, roles.CUSTOMER)  # an identity is hashed, whatever it is made of
            if free and fits(draft.kind, role, p) and p.name not in draft.scores and usable:
                draft.give(_column(p, role), *((MEDIUM, _same(p)) if p.constant else (HIGH, "name and contents agree")))
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
    scored = {p.name: draft.scores[p.name] for p in draft.profiles if p.name in draft.scores and p.name not in draft.columns}
    after = _satisfaction_after(draft, scored)
    for name, guess in scored.items():
        draft.give(
            ColumnMap(
                name,
                roles.SATISFACTION if name == after else roles.SCORE,
                values=guess.values,
                question=name,
                kind="csat" if name == after else guess.kind,
                scale=guess.scale,
                no_answer=guess.no_answer,
            ),
            HIGH if guess.sure and not guess.doubt else MEDIUM,
            guess.reason,
        )


def _satisfaction_after(draft: _Draft, scored: dict[str, ScoreGuess]) -> str:
    """Of complaints, the column that says how satisfied the customer was afterwards: the csat, or the only rating."""
    if draft.kind != "complaints" or draft.taken(roles.SATISFACTION):
        return ""
    headline = [name for name, guess in scored.items() if guess.kind == "csat"]
    ratings = [name for name, guess in scored.items() if guess.kind == "rating"]
    return headline[0] if headline else ratings[0] if len(ratings) == 1 else ""


def _give_rest(draft: _Draft, p: Profile) -> None:
    """An attribute when it can serve as a breakdown; otherwise ignored, with the reason."""
    personal = p.personal
    why = _useless(p)
    if personal or why or draft.kind == "invitations":
        reason = f"personal data: {personal}" if personal else why or "invitations have no attributes"
        draft.give(ColumnMap(p.name, roles.IGNORE, reason=reason, personal=bool(personal)), MEDIUM, reason)
    else:
        draft.give(ColumnMap(p.name, roles.ATTRIBUTE), MEDIUM, _breakdown(p))


def _breakdown(p: Profile) -> str:
    """What an attribute tells apart."""
    if p.constant:
        return _same(p)
    return "ticked or empty: a breakdown" if p.distinct == 1 else f"{p.distinct} different values: a breakdown"


def _same(p: Profile) -> str:
    where = "this whole file" if p.rows < SAMPLE_ROWS else f"the first {p.rows:,} rows"
    return f"the same in {where}; tells files apart"


def _useless(p: Profile) -> str:
    """Why a column cannot serve as a breakdown; empty when it can."""
    why = {
        "empty": not p.filled,
        "the same number in every row": p.distinct == 1 and p.filled == p.rows and not p.constant,
        "one filled cell": p.filled == 1 and p.rows > 1,
        "a date without a role here": p.is_date,
        "free text": p.prose or p.longest > LONGEST_VALUE,
        "numbers that are nearly all different": p.is_number and p.distinct > 50 and p.distinct > 0.5 * p.filled,
        f"{p.distinct:,} different values: too many for a breakdown": p.distinct > MOST_VALUES,
    }
    return next((reason for reason, holds in why.items() if holds), "")


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
    rated = [g for name, g in draft.scores.items() if any(c.rated for c in draft.columns[name])]
    for key, doubts, options in (
        ("no_answer", [g.doubt for g in rated if g.doubt], ("yes", "no")),
        ("scale", [g.scale_doubt for g in rated if g.scale_doubt], ()),
    ):
        if doubts:
            more = f" (and {len(doubts) - 1} columns like it)" if len(doubts) > 1 else ""
            asked.append(Question(key, doubts[0] + more, options))
    if draft.kind != "customers" and not draft.taken("business_unit"):
        asked.append(
            Question(
                "business_unit",
                "Which part of the business owns these rows? Rows without one are seen only by people with all units.",
            )
        )
    return tuple(asked)
