"""A mapping suggested from headers and contents, with a reason and a confidence per column, and the open questions."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data_access.importing import asking, roles, stored_scales
from data_access.importing.breakdowns import give_rest
from data_access.importing.clocks import give_clocks
from data_access.importing.counted_dates import says_so
from data_access.importing.date_evidence import Orders, shared
from data_access.importing.draft import HIGH, MEDIUM, Draft
from data_access.importing.evidence import Readings
from data_access.importing.fitting import guess_kind
from data_access.importing.house import AS_FOUND, House, whole_numbers
from data_access.importing.mapping import ColumnMap, Mapping
from data_access.importing.naming import give_named, give_preset, give_time
from data_access.importing.presets import Preset, Shape, recognise
from data_access.importing.profile import Profile
from data_access.importing.question import Question
from data_access.importing.said_zone import zone_in_names
from data_access.importing.scoring import ScoreGuess, guess_scores

__all__ = ["Question", "Suggestion", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The mapping, and (column, role, confidence, reason) for each of its columns. preset: the shape recognised."""

    mapping: Mapping
    why: tuple[tuple[str, str, str, str], ...]
    questions: tuple[Question, ...] = ()
    preset: Preset | None = None


def suggest(
    profiles: Sequence[Profile], kind: str | None, source: str, dates: Lookup[str, Orders] | None = None,
    house: House = AS_FOUND, shape: Shape | None = None, stored: stored_scales.Known | None = None,
) -> Suggestion:  # fmt: skip
    """The best reading of a file of this kind (guessed when None).

    dates: column → evidence gathered over the whole file · shape: what presets look at · stored: the scales on which the
    source's questions have been answered so far.
    """
    shape = shape or Shape(profiles)
    preset = recognise(shape)
    if preset is not None and kind not in (None, preset.kind):
        preset = None
    scores = guess_scores(profiles, whole_numbers(house.no_answer) | (preset.codes if preset else frozenset()))
    doubt, said = "", preset is not None or kind is not None
    if kind is None:
        kind, doubt = (preset.kind, "") if preset else guess_kind(profiles, scores)
    draft = Draft(kind, profiles, scores, preset, shape, doubt, said)
    _fill(draft)
    conflicts = stored_scales.compare(draft, stored or {})
    evidence = {p.name: (dates or {}).get(p.name, p.readings) for p in profiles if p.is_date}
    mapping = _mapping(draft, source, evidence, house)
    why = tuple(
        (c.column, c.role, confidence, reason)
        for p in profiles
        for c, (confidence, reason) in zip(draft.columns[p.name], draft.why[p.name], strict=True)
    )
    asked = (*asking.questions(draft, mapping, evidence), *asking.decimal_mark(_decimals(draft)), *conflicts)
    return Suggestion(mapping, why, asked, preset)


def _fill(draft: Draft) -> None:
    """A role for every column, the surest first."""
    give_preset(draft)
    give_named(draft)
    give_time(draft)
    give_clocks(draft)
    if draft.kind in ("answers", "contacts", "complaints"):
        _give_scores(draft)
    for p in draft.free():
        give_rest(draft, p)


def _give_scores(draft: Draft) -> None:
    free = {p.name for p in draft.free()}
    scored = {name: guess for name, guess in draft.scores.items() if name in free and _possible(draft, guess)}
    after = _satisfaction_after(draft, scored)
    for name, guess in scored.items():
        draft.give(
            ColumnMap(
                name,
                roles.SATISFACTION if name == after else roles.SCORE,
                values=guess.values,
                question=guess.question or name,
                option=guess.step,
                kind="csat" if name == after else guess.kind,
                scale=guess.scale,
                no_answer=guess.no_answer,
            ),
            HIGH if guess.sure and not guess.doubt else MEDIUM,
            guess.reason,
        )


def _possible(draft: Draft, guess: ScoreGuess) -> bool:
    """Words of a scale are scores in a survey; in lists of cases they describe the case unless they say satisfaction."""
    return draft.kind == "answers" or guess.family in ("", "satisfaction")


def _satisfaction_after(draft: Draft, scored: dict[str, ScoreGuess]) -> str:
    """Of complaints, the column that says how satisfied the customer was afterwards: the csat, or the only rating."""
    if draft.kind != "complaints" or draft.taken(roles.SATISFACTION):
        return ""
    headline = [name for name, guess in scored.items() if guess.kind == "csat"]
    ratings = [name for name, guess in scored.items() if guess.kind == "rating"]
    return headline[0] if headline else ratings[0] if len(ratings) == 1 else ""


def _mapping(draft: Draft, source: str, evidence: dict[str, Orders], house: House) -> Mapping:
    together = shared(evidence.values())
    single = draft.preset.timezone(draft.shape) if draft.preset and draft.shape else ""
    mapping = Mapping(
        draft.kind,
        source,
        tuple(_dated(draft, c, p, evidence, together) for p in draft.profiles for c in draft.columns[p.name]),
        timezone=single or zone_in_names(draft.profiles) or house.timezone or "UTC",
        date_order=together.proven if not any(e.swapped for e in evidence.values()) else None,
        decimal=(None, ".", ",")[_decimals(draft).proven],
    )
    return replace(mapping, leave_out=_left_out(draft))


def _dated(draft: Draft, c: ColumnMap, p: Profile, evidence: dict[str, Orders], together: Orders) -> ColumnMap:
    """The column with an order of its own, where it counts days or seconds, or proves another order than its neighbours."""
    if roles.types(draft.kind)[c.role] not in (roles.MOMENT, roles.DAY):
        return c
    if p.counted:
        return replace(c, date_order=p.counted if says_so(p.words, p.counted) else None)
    own = evidence.get(p.name, Orders())
    return replace(c, date_order=own.proven) if together.contradictory and own.proven else c


def _left_out(draft: Draft) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if draft.preset is None or draft.shape is None:
        return ()
    found = {p.name: cells for pattern, cells in draft.preset.leave_out for p in draft.shape.having(pattern)}
    return tuple(found.items())


def _decimals(draft: Draft) -> Readings:
    """How the numbers that are read as numbers can be read: with a point, with a comma, with either."""
    types = roles.types(draft.kind)
    return sum(
        (
            p.decimals
            for p in draft.profiles
            for c in draft.columns[p.name]
            if types[c.role] in (roles.NUMBER, roles.SECONDS, roles.WHOLE)
        ),
        Readings(),
    )
