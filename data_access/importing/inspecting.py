"""A first look at a file: how it is laid out, what its columns are, what must be asked. Runs in the parsing process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from data_access.importing import mapping_json
from data_access.importing.date_evidence import Orders, explain, of_file, shared
from data_access.importing.house import House, with_codes
from data_access.importing.mapping import HowRead, Mapping
from data_access.importing.presets import Preset, Shape
from data_access.importing.profile import SAMPLE_ROWS, Profile, profile
from data_access.importing.question import Question
from data_access.importing.reader import Chunk, Layout, chunks
from data_access.importing.sniffing import Sniffed, sniff
from data_access.importing.suggest import suggest
from data_access.importing.values import fold

SHOWN_ROWS = 20
SHOWN_CELL = 200
HEAD_ROWS = 10
SHOWN_VALUES = 30  # different cells of a scored column


def inspect(job: dict[str, Any]) -> dict[str, Any]:
    """job: path, kind (or None), source, how (of HowRead, or none), remembered (mapping JSON per kind), no_answer, timezone
    (of the house), scales (question → scales of the source's stored answers).

    Raises DataError: the refusal.
    """
    path = Path(job["path"])
    sniffed = sniff(path, HowRead(**job.get("how", {})))
    layout = sniffed.layout
    chunk = next(iter(chunks(path, layout, size=SAMPLE_ROWS)), Chunk())
    columns = list(zip(*chunk.rows, strict=True)) or [()] * len(layout.headers)
    profiles = [profile(name, cells) for name, cells in zip(layout.headers, columns, strict=True)]
    dates = _dates(path, layout, profiles, chunk.rows)
    house = House(tuple(job.get("no_answer", ())), job.get("timezone"))
    shape = Shape(profiles, layout.header_rows, _head(path, layout))
    scales = {question: tuple((low, high) for low, high in known) for question, known in (job.get("scales") or {}).items()}
    found = suggest(profiles, job.get("kind"), job["source"], dates, house, shape, scales)
    remembered = _remembered(job.get("remembered") or {}, layout, found.mapping.kind)
    mapping = with_codes(found.mapping, house.no_answer)
    if layout.header_rows > 1:  # said in the mapping, since names made of several rows hold only when read that way
        mapping = replace(mapping, header_line=layout.header_line, header_rows=layout.header_rows)
    return {
        "format": layout.format,
        "sheets": [],
        "readings": [],
        "preset": found.preset.key if found.preset else "",
        "histograms": _histograms(mapping, profiles),
        "encoding": layout.encoding,
        "delimiter": layout.delimiter,
        "header_line": layout.header_line,
        "headers": list(layout.headers),
        "evidence": sniffed.evidence | {"dates": explain(shared(dates.values())), **_recognised(found.preset)},
        "sample": [[cell[:SHOWN_CELL] for cell in row] for row in chunk.rows[:SHOWN_ROWS]],
        "mapping": remembered or mapping_json.to_json(mapping),
        "remembered": bool(remembered),
        "why": [list(w) for w in found.why],
        "questions": [asdict(q) for q in (*_layout_questions(sniffed), *_open(found.questions, bool(remembered)))],
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
    chunk = next(iter(chunks(path, whole, size=HEAD_ROWS)), Chunk())
    return [row for line, row in zip(chunk.lines, chunk.rows, strict=True) if line <= layout.last_header_line]


def _recognised(preset: Preset | None) -> dict[str, str]:
    return {"preset": f"recognised as an export of {preset.vendor}"} if preset else {}


def _open(asked: Sequence[Question], remembered: bool) -> list[Question]:
    """A mapping used before has settled everything but a scale that has changed since."""
    return [q for q in asked if not remembered or q.key.startswith("stored_scale")]


def _remembered(known: dict[str, str], layout: Layout, kind: str) -> str | None:
    """The mapping used last for this source and kind, when it speaks of exactly these columns."""
    text = known.get(kind)
    if text is None:
        return None
    headers = {fold(h) for h in mapping_json.from_json(text).headers}
    return text if headers == {fold(h) for h in layout.headers} else None


def _layout_questions(sniffed: Sniffed) -> list[Question]:
    asked = []
    if "header" in sniffed.doubts:
        asked.append(
            Question(
                "header_line",
                "The first line looks like data: on which line are the names of the columns (0: nowhere)?",
            )
        )
    if sniffed.layout.encoding == "gb18030":
        asked.append(Question("encoding", "The text is read as Chinese (GB18030): does the sample look right?", ("yes", "no")))
    return asked
