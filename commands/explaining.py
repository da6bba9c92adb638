"""What was found out about a file, as plain values for JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from commands.looking import answered, looked_at
from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.question import Question
from data_access.store import Store


def told(args: argparse.Namespace, store: Store, file: Path) -> dict[str, Any]:
    """All findings, and what loading would do where nothing is open; or the refusal."""
    try:
        return _explained(args, store, file)
    except DataError as refusal:
        return {"file": file.name, "refusal": refusal.as_dict()}


def _explained(args: argparse.Namespace, store: Store, file: Path) -> dict[str, Any]:
    """Everything that was found out about one file, and what loading would do where nothing is open."""
    path, found = looked_at(args, store, file)
    told: dict[str, Any] = {"file": path.name, "refusal": found.refusal.as_dict() if found.refusal else None}
    if found.mapping is None:
        return told
    mapping, asked = answered(args, found.mapping, found)
    told |= {
        "kind": mapping.kind, "source": mapping.source, "preset": found.preset, "remembered": found.remembered,
        "format": found.format, "sheets": [asdict(sheet) for sheet in found.sheets], "encoding": found.encoding,
        "delimiter": found.delimiter, "header_line": found.header_line, "evidence": found.evidence,
        "readings": [asdict(reading) for reading in found.readings],
        "columns": [asdict(column) for column in found.columns], "histograms": found.histograms,
        "questions": [asdict(question) for question in asked], "mapping": json.loads(service.export_mapping(mapping)),
    }  # fmt: skip
    return told | _tried(args, store, path, mapping, asked)


def _tried(args: argparse.Namespace, store: Store, path: Path, mapping: Mapping, asked: list[Question]) -> dict[str, Any]:
    if any(question.blocking for question in asked):
        return {"would": None}
    try:
        return {"would": service.dry_run(store, path, mapping, path.name, replaces=args.replaces).as_dict()}
    except DataError as refusal:
        return {"would": None, "refusal": refusal.as_dict()}
