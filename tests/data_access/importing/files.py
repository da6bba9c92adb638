"""Small files and mappings for the import's tests."""

from __future__ import annotations

import json
from collections.abc import Mapping as Lookup
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from data_access.importing import mapping_json, tasks
from data_access.importing.ledger import Ledger
from data_access.importing.mapping import Mapping


def written(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    """A file with this text, line ends as given."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def mapped(kind: str, columns: Lookup[str, str | dict[str, Any] | list[Any]], **more: Any) -> Mapping:
    """A mapping from {column: role, or {"role": …, …}, or a list of them}."""
    listed: list[dict[str, Any]] = []
    for column, meaning in columns.items():
        for one in meaning if isinstance(meaning, list) else [meaning]:
            listed.append({"column": column, **({"role": one} if isinstance(one, str) else one)})
    return mapping_json.from_json(json.dumps({"kind": kind, "source": "test", "columns": listed, **more}))


def score(kind: str = "csat", low: int = 1, high: int = 5, **more: Any) -> dict[str, Any]:
    """The meaning of a scored column."""
    return {"role": "score", "kind": kind, "scale": [low, high], **more}


def parsed(path: Path, mapping: Mapping, folder: Path, **more: Any) -> tuple[Ledger, dict[str, list[dict[str, Any]]]]:
    """The file parsed in this process: (ledger, rows per table, the refused ones as "rejected")."""
    folder.mkdir(exist_ok=True)
    answer = tasks.parse({"path": str(path), "mapping": mapping_json.to_json(mapping), "folder": str(folder), **more})
    files = {**answer["files"], "rejected": "rejected.parquet"}
    return Ledger.from_dict(answer["ledger"]), {n: pq.read_table(folder / f).to_pylist() for n, f in files.items()}
