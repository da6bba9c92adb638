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
from data_access.importing.question import Question

YES, NO, NONE = "yes", "no", "none"
_COUNTS = {SERIAL: "day numbers of a spreadsheet", EPOCH: "seconds since 1970", EPOCH_MS: "milliseconds since 1970"}


def questions(draft: Draft, mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    """Those about the whole file first, the optional ones last; of a file nothing is known of, only what it is."""
    if draft.kind_doubt == "?":
        return _kind(draft)
    return [*_kind(draft), *_time(draft, mapping, evidence), *_missing(draft), *_scores(draft), *_unit(draft)]


def _kind(draft: Draft) -> list[Question]:
    if draft.kind_doubt == "?":
        text = "The columns of this file do not say what it holds. What does it hold?"
        return [Question("kind", text, roles.KINDS, blocking=True)]
    if draft.kind_doubt:
        text = f"The file is read as {draft.kind}; it could as well be {draft.kind_doubt}. Is {draft.kind} right?"
        return [Question("kind", text, roles.KINDS, default=draft.kind)]
    return []


def _time(draft: Draft, mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    asked = []
    if draft.kind != "customers" and not draft.taken(roles.TS):
        text = f"No column dates the {draft.kind}: which day should they be given?"
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
    names = _named([name for name, _ in columns])
    text = f"{names}: the dates are written as numbers, most likely {_COUNTS[order]}. How do they count?"
    options = (SERIAL, SERIAL_1904) if order == SERIAL else (order,)
    return [Question("counted", text, (*options, NO), blocking=True, columns=tuple(n for n, _ in columns))]


def _order(columns: Sequence[str], mapping: Mapping, evidence: dict[str, Orders]) -> list[Question]:
    """Day or month first: not asked where it is proven, or where every date reads itself."""
    if mapping.date_order is not None or not columns:
        return []
    found = shared(evidence[name] for name in columns if name in evidence)
    if found.swapped:
        text = (
            f"{_named(columns)}: a spreadsheet has most likely swapped days and months. {found.swapped:,} dates are written"
            " year first and none of them has a day above 12; all others are written day first and have one. Better export"
            " the file again. Shall the days and months be swapped back (ydm)?"
        )
        return [Question("date_order", text, (YDM, DMY), blocking=True, columns=tuple(columns))]
    together = shared(evidence.values())
    undecided = found.open or (together.contradictory and found.either > 0)
    if not undecided:
        return []
    text = f"Day or month first? The dates in {_named(columns)} are {explain(found)}."
    if found.contradictory:
        text += " Whichever is chosen, rows that do not read that way are refused; better export the file again."
    options = (DMY, MDY, *((YMD,) if found.year else ()))
    return [Question("date_order", text, options, blocking=True, columns=tuple(columns))]


def decimal_mark(found: Readings) -> list[Question]:
    """Point or comma, where numbers such as 1,234 read either way and nothing proves which."""
    if not found.open:
        return []
    text = "Numbers such as 1,234 read with a decimal point or with a decimal comma, and none proves which. Which is it?"
    return [Question("decimal", text, (".", ","), blocking=True)]


def _letters(letters: list[str]) -> list[Question]:
    return [
        Question(
            f"zone:{one}",
            f"Times end in {one}, which means different zones in different parts of the world: which time zone is it (such as"
            " America/New_York)?",
            blocking=True,
        )
        for one in letters
    ]


def _missing(draft: Draft) -> list[Question]:
    asked = [
        Question(name, f"Which column is {name}? A file of {draft.kind} needs it.", blocking=True)
        for name in roles.required(draft.kind)
        if name != roles.TS and not draft.taken(name)
    ]
    given = [c for g in draft.columns.values() for c in g]
    if draft.kind == "answers" and not any(c.rated or c.role == roles.COMMENT for c in given):
        surveyed = draft.preset is not None or draft.taken(roles.ID)
        text = "No column holds scores or comments."
        counted = " The responses are counted, and what they answered; CSAT, NPS and CES are not told from them." * surveyed
        default = NONE if surveyed else ""
        told = f"{text}{counted} Which columns hold scores?"
        asked.append(Question("score", told, (NONE,), blocking=not surveyed, default=default))
    return asked


def _scores(draft: Draft) -> list[Question]:
    """Doubts about scores: those of a whole block of items are one question."""
    rated = draft.rated
    backwards = [(name, g.backwards) for name, g in rated.items() if g.backwards]
    if draft.preset is not None and draft.preset.coded and not backwards:
        text = "{}: the codes count the options from the first. Was the first option the best answer?"
        backwards = [(name, text.format(name)) for name, g in rated.items() if g.kind != "nps" and not g.values]
    return [
        *_block("reversed", backwards, (YES, NO), blocking=True),
        *_block("anchors", [(name, g.anchors) for name, g in rated.items() if g.anchors], (YES, NO), blocking=True),
        *_block("no_answer", [(name, g.doubt) for name, g in rated.items() if g.doubt], (YES, NO)),
        *_block("scale", [(name, g.scale_doubt) for name, g in rated.items() if g.scale_doubt], (YES, NO)),
    ]


def _block(key: str, doubts: list[tuple[str, str]], options: tuple[str, ...], blocking: bool = False) -> list[Question]:
    if not doubts:
        return []
    more = f" (The same for {len(doubts) - 1} more like it.)" if len(doubts) > 1 else ""
    columns = tuple(name for name, _ in doubts)
    return [Question(key, doubts[0][1] + more, options, blocking, columns, "" if blocking else YES)]


def _unit(draft: Draft) -> list[Question]:
    if draft.kind == "customers" or draft.taken("business_unit"):
        return []
    text = "Which part of the business owns these rows? Rows without one are seen only by people with all units."
    return [Question("business_unit", text)]


def _named(columns: Sequence[str]) -> str:
    return columns[0] + (f" (and {len(columns) - 1} more like it)" if len(columns) > 1 else "")
