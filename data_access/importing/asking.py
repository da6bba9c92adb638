"""Which questions a suggested mapping leaves open, in plain words: as few as the numbers allow."""

from __future__ import annotations

from collections.abc import Sequence

from data_access.importing import roles
from data_access.importing.counted_dates import says_so
from data_access.importing.date_evidence import Orders, explain, shared
from data_access.importing.draft import Draft
from data_access.importing.evidence import Readings
from data_access.importing.mapping import Mapping
from data_access.importing.moments import DMY, EPOCH, EPOCH_MS, MDY, SERIAL, SERIAL_1904, YDM, YMD
from data_access.importing.question import Question, named
from metrics.phrases import in_a_row, phrase

YES, NO, NONE = "yes", "no", "none"
_COUNTS = {
    SERIAL: phrase("day numbers of a spreadsheet"), EPOCH: phrase("seconds since 1970"),
    EPOCH_MS: phrase("milliseconds since 1970"),
}  # fmt: skip


def questions(draft: Draft, mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    """Those about the whole file first, the optional ones last; of a file nothing is known of, only what it is."""
    if draft.kind_doubt == "?":
        return _kind(draft)
    return [*_kind(draft), *_time(draft, mapping, evidence), *_missing(draft), *_scores(draft), *_unit(draft)]


def _kind(draft: Draft) -> list[Question]:
    if draft.kind_doubt == "?":
        text = phrase("The columns of this file do not say what it holds. What does it hold?")
        return [Question("kind", text, roles.KINDS, blocking=True)]
    if draft.kind_doubt:
        text = phrase(
            "The file is read as {kind}; it could as well be {other}. Is {kind} right?",
            kind=roles.named(draft.kind), other=roles.named(draft.kind_doubt),
        )
        return [Question("kind", text, roles.KINDS, default=draft.kind)]
    return []


def _time(draft: Draft, mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    asked = []
    if draft.kind != "customers" and not draft.taken(roles.TS):
        text = phrase("No column dates the {kind}: which day should they be given?", kind=roles.named(draft.kind))
        asked.append(Question("ts", text, blocking=True))
    types = roles.types(draft.kind)
    dated = {c.column: c for c in mapping.columns if types[c.role] in (roles.MOMENT, roles.DAY)}
    used = [p for p in draft.profiles if p.name in dated]
    return [
        *asked,
        *_counted([(p.name, p.counted) for p in used if p.counted and not says_so(p.words, p.counted)]),
        *_order([p.name for p in used if not p.counted and dated[p.name].date_order is None], mapping, evidence),
        *_letters(sorted({letters for p in used for letters in p.zones})),
    ]


def _counted(columns: list[tuple[str, str]]) -> list[Question]:
    if not columns:
        return []
    order = columns[0][1]
    text = phrase(
        "{columns}: the dates are written as numbers, most likely {counts}. How do they count?",
        columns=named([name for name, _ in columns]), counts=_COUNTS[order],
    )
    options = (SERIAL, SERIAL_1904) if order == SERIAL else (order,)
    return [Question("counted", text, (*options, NO), blocking=True, columns=tuple(n for n, _ in columns))]


def _order(columns: Sequence[str], mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    """Day or month first: not asked where it is proven, or where every date reads itself."""
    if mapping.date_order is not None or not columns:
        return []
    found = shared(evidence[name] for name in columns if name in evidence)
    if found.swapped:
        text = phrase(
            "{columns}: a spreadsheet has most likely swapped days and months. {n:,} dates are written year first and none of"
            " them has a day above 12; all others are written day first and have one. Better export the file again. Shall the"
            " days and months be swapped back (ydm)?",
            columns=named(columns), n=found.swapped,
        )
        return [Question("date_order", text, (YDM, DMY), blocking=True, columns=tuple(columns))]
    together = shared(evidence.values())
    undecided = found.open or (together.contradictory and found.either > 0)
    if not undecided:
        return []
    text = phrase(
        "Day or month first? The dates in {columns} are {evidence}.", columns=named(columns), evidence=explain(found)
    )  # fmt: skip
    if found.contradictory:
        warning = "Whichever is chosen, rows that do not read that way are refused; better export the file again."
        text = in_a_row(text, phrase(warning))
    options = (DMY, MDY, *((YMD,) if found.year else ()))
    return [Question("date_order", text, options, blocking=True, columns=tuple(columns))]


def decimal_mark(found: Readings) -> list[Question]:
    """Point or comma, where numbers such as 1,234 read either way and nothing proves which."""
    if not found.open:
        return []
    text = phrase(
        "Numbers such as 1,234 read with a decimal point or with a decimal comma, and none proves which. Which is it?"
    )
    return [Question("decimal", text, (".", ","), blocking=True)]


def _letters(letters: list[str]) -> list[Question]:
    return [
        Question(
            f"zone:{one}",
            phrase(
                "Times end in {letters}, which means different zones in different parts of the world: which time zone is it"
                " (such as America/New_York)?",
                letters=one,
            ),
            blocking=True,
        )
        for one in letters
    ]


def _missing(draft: Draft) -> list[Question]:
    asked = [
        Question(name, _needed(draft.kind, name), blocking=True)
        for name in roles.required(draft.kind)
        if name != roles.TS and not draft.taken(name)
    ]
    given = [c for g in draft.columns.values() for c in g]
    if draft.kind == "answers" and not any(c.rated or c.role == roles.COMMENT for c in given):
        surveyed = draft.said or draft.taken(roles.ID)
        text = phrase("No column holds scores or comments.")
        told = "The responses are counted, and what they answered; CSAT, NPS and CES are not told from them."
        asked_for = in_a_row(text, phrase(told) if surveyed else "", phrase("Which columns hold scores?"))
        asked.append(Question("score", asked_for, (NONE,), blocking=not surveyed, default=NONE if surveyed else ""))
    return asked


def _needed(kind: str, role: str) -> str:
    needed = "Which column is {role}? A file of {kind} needs it."
    return phrase(needed, role=roles.named(role), kind=roles.named(kind))


def _scores(draft: Draft) -> list[Question]:
    """Doubts about scores: those of a whole block of items are one question."""
    rated = draft.rated
    backwards = [(name, g.backwards) for name, g in rated.items() if g.backwards]
    if draft.preset is not None and draft.preset.coded and not backwards:
        text = "{column}: the codes count the options from the first. Was the first option the best answer?"
        backwards = [(name, phrase(text, column=name)) for name, g in rated.items() if g.kind != "nps" and not g.values]
    return [
        *_block("reversed", backwards, (YES, NO), blocking=True),
        *_block("anchors", [(name, g.anchors) for name, g in rated.items() if g.anchors], (YES, NO), blocking=True),
        *_block("no_answer", [(name, g.doubt) for name, g in rated.items() if g.doubt], (YES, NO)),
        *_block("scale", [(name, g.scale_doubt) for name, g in rated.items() if g.scale_doubt], (YES, NO)),
    ]


def _block(key: str, doubts: list[tuple[str, str]], options: tuple[str, ...], blocking: bool = False) -> list[Question]:
    if not doubts:
        return []
    more = phrase("(The same for {n} more like it.)", n=len(doubts) - 1) if len(doubts) > 1 else ""
    columns = tuple(name for name, _ in doubts)
    return [Question(key, in_a_row(doubts[0][1], more), options, blocking, columns, "" if blocking else YES)]


def _unit(draft: Draft) -> list[Question]:
    if draft.kind == "customers" or draft.taken("business_unit"):
        return []
    text = phrase("Which part of the business owns these rows? Rows without one are seen only by people with all units.")
    return [Question("business_unit", text)]
