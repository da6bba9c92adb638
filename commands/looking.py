"""A look at one file as the command line asks for it, with the answers given beside it."""

from __future__ import annotations

import argparse
from pathlib import Path

from data_access.batches import batch_of
from data_access.importing import service
from data_access.importing.answering import Answers, apply_all
from data_access.importing.errors import DataError
from data_access.importing.inspection import Inspection
from data_access.importing.mapping import HowRead, Mapping
from data_access.importing.question import Question
from data_access.store import Store
from server import handover


def looked_at(args: argparse.Namespace, store: Store, file: Path) -> tuple[Path, Inspection]:
    """Where the file is, and what it is. DataError where there is none."""
    path = handover.here() / file
    if not path.is_file():
        raise DataError(f"There is no file {file.name!r} here.", "A readable file is expected.", "Check the path.")
    how = HowRead(encoding=args.encoding, sheet=args.sheet)
    source = args.source or (batch_of(store, args.replaces).source if args.replaces is not None else None)
    return path, service.inspect(path, path.name, kind=args.kind, source=source, store=store, how=how)


def answered(args: argparse.Namespace, mapping: Mapping, found: Inspection) -> tuple[Mapping, list[Question]]:
    """(the mapping with everything that was said, what is still open: nothing where a mapping was given)."""
    given = dict(_pair(text) for text in args.answer)
    if args.mapping is None:
        unknown = sorted(set(given) - {question.key for question in found.questions})
        if unknown:
            known = ", ".join(question.key for question in found.questions) or "none"
            raise DataError(f"{unknown[0]!r} is no question of this file.", f"Its questions: {known}.", "Correct --answer.")
        mapping, _ = apply_all(mapping, found.questions, given)
    said = Answers(args.date, args.date_order, args.unit, args.timezone)
    mapping = said.applied(mapping)
    still = [] if args.mapping is not None else said.open(found.questions, mapping)
    return mapping, [question for question in still if question.key not in given]


def _pair(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key:
        raise DataError(f"--answer {text!r} is no answer.", "KEY=VALUE is expected.", "Write for example date_order=dmy.")
    return key, value
