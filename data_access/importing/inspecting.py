"""A first look at a file: how it is laid out, what its columns are, what must be asked. Runs in the parsing process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from data_access.importing import footers, mapping_json, roles
from data_access.importing.date_evidence import Orders, explain, of_file, shared
from data_access.importing.errors import DataError
from data_access.importing.house import House, with_codes
from data_access.importing.mapping import HowRead, Mapping
from data_access.importing.presets import Preset, Shape
from data_access.importing.profile import SAMPLE_ROWS, Profile, profile
from data_access.importing.question import Question
from data_access.importing.reader import Chunk, Layout, head
from data_access.importing.remembering import Remembered
from data_access.importing.sniffed import Sniffed
from data_access.importing.sniffing import sniff
from data_access.importing.suggest import suggest
from data_access.importing.values import fold
from metrics.phrases import listed, phrase

SHOWN_ROWS = 20
SHOWN_CELL = 200
HEAD_ROWS = 10
SHOWN_VALUES = 30  # different cells of a scored column


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """job: path, kind and source (None: to be found), name (of a source nobody knows yet), how (of HowRead, or none),
    remembered (source, kind and JSON of each mapping used before, the newest first), no_answer, timezone (of the house),
    scales (source → question → scales of its stored answers).

    Raises DataError: the refusal.
    """
    path = Path(job["path"])
    said = HowRead(**job.get("how", {}))
    kept = [mapping_json.from_json(text) for source, _, text in job.get("remembered") or () if job["source"] in (None, source)]
    sniffed = _as_before(path, said, kept) or sniff(path, said)
    layout = sniffed.layout
    chunk = head(path, layout, SAMPLE_ROWS)
    columns = list(zip(*chunk.rows, strict=True)) or [()] * len(layout.headers)
    profiles = [profile(name, cells) for name, cells in zip(layout.headers, columns, strict=True)]
    dates = _dates(path, layout, profiles, chunk.rows)
    house = House(tuple(job.get("no_answer", ())), job.get("timezone"))
    known = Remembered.alike(kept, layout.headers)
    source = job["source"] or known.source(job["name"])
    shape = Shape(profiles, layout.header_rows, _head(path, layout))
    stored = (job.get("scales") or {}).get(source, {})
    scales = {question: tuple((low, high) for low, high in each) for question, each in stored.items()}
    found = suggest(profiles, job.get("kind") or known.kind(source), source, dates, house, shape, scales)
    remembered = known.mapping(source, found.mapping.kind, found.mapping.date_order)
    mapping = replace(with_codes(found.mapping, house.no_answer), **{k: v for k, v in asdict(said).items() if v is not None})
    if layout.header_rows > 1:  # said in the mapping, since names made of several rows hold only when read that way
        mapping = replace(mapping, header_line=layout.header_line, header_rows=layout.header_rows)
    return {
        "format": layout.format.removesuffix(".gz"),
        "sheets": [asdict(sheet) for sheet in sniffed.sheets],
        "readings": [asdict(reading) for reading in sniffed.readings],
        "preset": found.preset.key if found.preset else "",
        "histograms": _histograms(mapping, profiles),
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_line": layout.header_line,
        "headers": list(layout.headers),
        "evidence": sniffed.evidence | {"dates": explain(shared(dates.values())), **_recognised(found.preset)} | _below(chunk),
        "sample": [[cell[:SHOWN_CELL] for cell in row] for row in chunk.rows[:SHOWN_ROWS]],
        "mapping": mapping_json.to_json(remembered or mapping),
        "remembered": remembered is not None,
        "why": [list(w) for w in found.why],
        "questions": [asdict(q) for q in (*sniffed.questions, *_open(found.questions, remembered))],
    }


def _histograms(mapping: Mapping, profiles: list[Profile]) -> dict[str, list[tuple[str, int]]]:
    """Scored column → its cells with how often they occur, the most frequent first: the evidence for its scale."""
    rated = {c.column for c in mapping.columns if c.rated}
    return {p.name: p.counts.most_common(SHOWN_VALUES) for p in profiles if p.name in rated}


def _dates(path: Path, layout: Layout, profiles: list[Profile], sample: list[list[str]]) -> dict[str, Orders]:
    places = [i for i, p in enumerate(profiles) if p.is_date and not p.counted]
    return {profiles[place].name: found for place, found in of_file(path, layout, places, sample).items()}


def _head(path: Path, layout: Layout) -> list[list[str]]:
    """The raw rows the names are made of."""
    if layout.header_rows < 2:
        return []
    whole = replace(layout, header_line=0, last_header_line=0)
    chunk = head(path, whole, HEAD_ROWS)
    return [row for line, row in zip(chunk.lines, chunk.rows, strict=True) if line <= layout.last_header_line]


def _recognised(preset: Preset | None) -> dict[str, str]:
    return {"preset": phrase("recognised as {vendor}", vendor=preset.vendor)} if preset else {}


def _open(questions: Iterable[Question], remembered: Mapping | None) -> list[Question]:
    """What a mapping remembered from another file cannot answer: the day of a file that dates no row, the order of day and
    month where the other file left no doubt, a scale that has changed since."""
    if remembered is None:
        return [*questions]
    open_now = {roles.TS: not remembered.having(roles.TS), "date_order": remembered.date_order is None}
    open_now["decimal"] = remembered.decimal is None
    return [q for q in questions if open_now.get(q.key, q.key.startswith("stored_scale"))]


def _as_before(path: Path, said: HowRead, kept: list[Mapping]) -> Sniffed | None:
    """Read as a file was read before, when that leaves nothing to ask and gives the same columns."""
    for mapping in kept:
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
        notes = "lines that hold one text where a row has several cells are left out as notes: {n}"
        said["notes"] = phrase(notes, n=found[footers.NOTE])
    if found[footers.SUM]:
        lines = listed(str(line) for line, reason, _ in chunk.faults if reason == footers.SUM)
        said["total"] = phrase("the last row adds up the rows above it (line {lines}) and is not counted as one", lines=lines)
    return said
