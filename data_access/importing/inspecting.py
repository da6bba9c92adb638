"""A first look at a file: how it is laid out, what its columns are, what must be asked. Runs in the parsing process."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from data_access.importing import footers, mapping_json
from data_access.importing.errors import DataError
from data_access.importing.evidence import Readings, date_order, explain_dates
from data_access.importing.house import House, with_codes
from data_access.importing.mapping import HowRead, Mapping
from data_access.importing.profile import SAMPLE_ROWS, Profile, profile
from data_access.importing.reader import Chunk, Layout, chunks
from data_access.importing.sniffed import Sniffed
from data_access.importing.sniffing import sniff
from data_access.importing.suggest import suggest
from data_access.importing.values import fold

SHOWN_ROWS = 20
SHOWN_CELL = 200
SHOWN_VALUES = 30  # different cells of a scored column


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """job: path, kind (or None), source, how (of HowRead, or none), remembered (mapping JSON per kind), no_answer, timezone
    (of the house).

    Raises DataError: the refusal.
    """
    path = Path(job["path"])
    said = HowRead(**job.get("how", {}))
    sniffed = _as_before(path, said, job.get("remembered") or {}) or sniff(path, said)
    layout = sniffed.layout
    chunk = next(iter(chunks(path, layout, size=SAMPLE_ROWS)), Chunk())
    columns = list(zip(*chunk.rows, strict=True)) or [()] * len(layout.headers)
    profiles = [profile(name, cells) for name, cells in zip(layout.headers, columns, strict=True)]
    dates = _dates(path, layout, profiles, chunk.rows)
    house = House(tuple(job.get("no_answer", ())), job.get("timezone"))
    found = suggest(profiles, job.get("kind"), job["source"], dates, house)
    remembered = _remembered(job.get("remembered") or {}, layout, found.mapping.kind)
    mapping = replace(with_codes(found.mapping, house.no_answer), **{k: v for k, v in asdict(said).items() if v is not None})
    if layout.header_rows > 1:  # said in the mapping, since names made of several rows hold only when read that way
        mapping = replace(mapping, header_line=layout.header_line, header_rows=layout.header_rows)
    return {
        "format": layout.format.removesuffix(".gz"),
        "sheets": [asdict(sheet) for sheet in sniffed.sheets],
        "readings": [asdict(reading) for reading in sniffed.readings],
        "preset": "",
        "histograms": _histograms(mapping, profiles),
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_line": layout.header_line,
        "headers": list(layout.headers),
        "evidence": sniffed.evidence | {"dates": explain_dates(dates)} | _below(chunk),
        "sample": [[cell[:SHOWN_CELL] for cell in row] for row in chunk.rows[:SHOWN_ROWS]],
        "mapping": remembered or mapping_json.to_json(mapping),
        "remembered": bool(remembered),
        "why": [list(w) for w in found.why],
        "questions": [asdict(q) for q in (*sniffed.questions, *(() if remembered else found.questions))],
    }


def _histograms(mapping: Mapping, profiles: list[Profile]) -> dict[str, list[tuple[str, int]]]:
    """Scored column → its cells with how often they occur, the most frequent first: the evidence for its scale."""
    rated = {c.column for c in mapping.columns if c.rated}
    return {p.name: p.counts.most_common(SHOWN_VALUES) for p in profiles if p.name in rated}


def _dates(path: Path, layout: Layout, profiles: list[Profile], sample: list[list[str]]) -> Readings:
    places = [i for i, p in enumerate(profiles) if p.is_date]
    return date_order(path, layout, places, sample)[1] if places else Readings()


def _remembered(known: dict[str, str], layout: Layout, kind: str) -> str | None:
    """The mapping used last for this source and kind, when it speaks of exactly these columns."""
    text = known.get(kind)
    if text is None:
        return None
    headers = {fold(h) for h in mapping_json.from_json(text).headers}
    return text if headers == {fold(h) for h in layout.headers} else None


def _as_before(path: Path, said: HowRead, known: dict[str, str]) -> Sniffed | None:
    """Read as the files of this source were read last, when that leaves nothing to ask and gives the same columns."""
    for text in known.values():
        mapping = mapping_json.from_json(text)
        how = replace(mapping.how, **{k: v for k, v in asdict(said).items() if v is not None})
        if how == said:
            continue
        try:
            found = sniff(path, how)
        except DataError:
            continue
        if {fold(h) for h in found.layout.headers} == {fold(h) for h in mapping.headers}:
            return found
    return None


def _below(chunk: Chunk) -> dict[str, str]:
    """What stands below the table and is left out, as evidence."""
    found = Counter(reason for _, reason, _ in chunk.faults)
    said = {}
    if found[footers.NOTE]:
        said["notes"] = f"lines that hold one text where a row has several cells are left out as notes: {found[footers.NOTE]}"
    if found[footers.SUM]:
        lines = ", ".join(str(line) for line, reason, _ in chunk.faults if reason == footers.SUM)
        said["total"] = f"the last row adds up the rows above it (line {lines}) and is not counted as one"
    return said
