"""What a first look at a file tells, as pages and the command line read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from data_access.importing import mapping_json
from data_access.importing.errors import DataError
from data_access.importing.mapping import Mapping
from data_access.importing.question import Question


@dataclass(frozen=True, slots=True)
class ColumnReason:
    """Why a column was given its role; confidence: high | medium | low."""

    column: str
    role: str
    confidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook. what: table | empty | pivot | chart | summary; only a table can be imported."""

    name: str
    what: str
    rows: int
    columns: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class TextReading:
    """How a text would read in one plausible encoding, the likeliest first: why it is plausible, and three rows of it."""

    encoding: str
    why: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """A first look. With a `refusal` the file cannot be imported and the rest is empty.

    format: text | xlsx | xls | xes | parquet · sheets: of a workbook · readings: of a text that is not plain UTF-8 ·
    preset: key of the vendor's shape that was recognised (presets), empty for none · histograms: scored column →
    its cells with how often they occur in the first rows.
    """

    name: str
    refusal: DataError | None = None
    encoding: str = ""
    delimiter: str = ""
    header_line: int = 0
    headers: tuple[str, ...] = ()
    evidence: dict[str, str] = field(default_factory=dict)
    sample: tuple[tuple[str, ...], ...] = ()
    mapping: Mapping | None = None
    remembered: bool = False
    columns: tuple[ColumnReason, ...] = ()
    questions: tuple[Question, ...] = ()
    format: str = "text"
    sheets: tuple[Sheet, ...] = ()
    readings: tuple[TextReading, ...] = ()
    preset: str = ""
    histograms: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, found: dict[str, Any]) -> Inspection:
        """From the answer of the parsing process (`inspecting.inspect`)."""
        return cls(
            name,
            None,
            found["encoding"],
            found["delimiter"],
            found["header_line"],
            tuple(found["headers"]),
            found["evidence"],
            tuple(tuple(row) for row in found["sample"]),
            mapping_json.from_json(found["mapping"]),
            found["remembered"],
            tuple(ColumnReason(*why) for why in found["why"]),
            tuple(Question.of(q) for q in found["questions"]),
            found["format"],
            tuple(Sheet(**sheet) for sheet in found["sheets"]),
            tuple(TextReading(r["encoding"], r["why"], tuple(map(tuple, r["rows"]))) for r in found["readings"]),
            found["preset"],
            {name: tuple((cell, n) for cell, n in cells) for name, cells in found["histograms"].items()},
        )
