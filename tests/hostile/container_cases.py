"""Archives, workbooks, event logs and Parquet files that lie, swell, nest or call.

Until workbooks, event logs in XML and Parquet are read, each is refused for what it is; `with_readers` says what is then due.
"""

from __future__ import annotations

import pyarrow as pa

from tests.hostile.case import Case, Loaded, Maker, Outcome, Refused, noise, raw, text
from tests.hostile.containers import (
    CALLING,
    LAUGHS,
    OUTSIDE,
    archive,
    cell,
    compound,
    encrypted,
    event_log,
    footer,
    overlapping,
    packed,
    parquet,
    sheet,
    sizes_lied,
    swollen,
    trace,
    workbook,
    zipped,
)

_MB = 1 << 20
_BOOK = Refused("workbook|archive|zero|spreadsheet|sheet|zip|part|DOCTYPE|compress|column|cell|row|empty|password|encrypted")
_ANY = Refused()
_LINK = '<Relationship Id="rId9" Type="x" Target="http://evil.example/x" TargetMode="External"/></Relationships>'


def _xlsx(name: str, make: Maker, later: Outcome = _ANY, file_name: str = "f.xlsx") -> Case:
    return Case(f"xlsx: {name}", make, _BOOK, file_name=file_name, with_readers=later)


def _xes(name: str, make: Maker, file_name: str = "f.xes") -> Case:
    return Case(f"xes: {name}", make, _ANY, file_name=file_name)


def _parquet(name: str, make: Maker, later: Outcome = _ANY) -> Case:
    return Case(f"parquet: {name}", make, Refused("Parquet"), file_name="f.parquet", with_readers=later)


def _changed(**parts: str | bytes | None) -> dict[str, str | bytes]:
    """A workbook with some parts replaced or taken away."""
    whole = workbook() | {name: content for name, content in parts.items() if content is not None}
    return {name: content for name, content in whole.items() if parts.get(name, "") is not None}


def _good() -> pa.Table:
    return pa.table({"day": ["2026-01-05"] * 3, "channel": ["Phone"] * 3, "note": ["x"] * 3})


def _deep(levels: int) -> pa.Table:
    column = pa.array([1])
    for _ in range(levels):
        column = pa.StructArray.from_arrays([column], ["a"])
    return pa.table({"day": column})


CASES = [
    _xlsx("plain", archive(workbook), Loaded(3)),
    _xlsx(
        "formulas with kept results",
        archive(
            lambda: workbook(
                sheet(
                    '<row r="5"><c r="A5" t="str"><f>TODAY()</f><v>2026-01-05</v></c>'
                    + cell("B5", "=cmd|x")
                    + cell("C5", "+1")
                    + "</row>"
                )
            )
        ),
        Loaded(4),
    ),
    _xlsx("macros", archive(lambda: {**workbook(), "xl/vbaProject.bin": noise(500)}), Loaded(3), "f.xlsm"),
    _xlsx(
        "link to elsewhere",
        archive(
            lambda: _changed(
                **{
                    "xl/_rels/workbook.xml.rels": str(workbook()["xl/_rels/workbook.xml.rels"]).replace(
                        "</Relationships>", _LINK
                    )
                }
            )
        ),
        Loaded(3),
    ),
    _xlsx("far cell", archive(lambda: workbook(sheet(f'<row r="1048576">{cell("XFD1048576", "x")}</row>')))),
    _xlsx("far column", archive(lambda: workbook(sheet(f'<row r="5">{cell("XFD5", "x")}</row>')))),
    _xlsx(
        "far row",
        archive(lambda: workbook(sheet(f'<row r="1048576">{cell("A1048576", "2026-01-05")}</row>'))),
        Loaded(4),
    ),
    _xlsx("row beyond the last", archive(lambda: workbook(sheet(f'<row r="99999999999">{cell("A99999999999", "x")}</row>')))),
    _xlsx("size that lies", archive(lambda: workbook(sheet(dimension="A1:XFD1048576"))), Loaded(3)),
    _xlsx("rows that go back", archive(lambda: workbook(sheet(f'<row r="2">{cell("A2", "2026-01-05")}</row>')))),
    _xlsx(
        "billion laughs in a sheet", archive(lambda: workbook(sheet(f'<row r="5">{cell("A5", "&l9;")}</row>', prolog=LAUGHS)))
    ),
    _xlsx(
        "billion laughs in the texts",
        archive(lambda: workbook(strings=f"<?xml version='1.0'?>{LAUGHS}<sst><si><t>&l9;</t></si></sst>")),
    ),
    _xlsx("reads a file", archive(lambda: workbook(sheet(f'<row r="5">{cell("C5", "&e;")}</row>', prolog=OUTSIDE)))),
    _xlsx("calls out", archive(lambda: workbook(sheet(prolog=CALLING)))),
    _xlsx(
        "cell of 100 MB",
        swollen(
            "xl/worksheets/sheet1.xml",
            sheet()[: -len("</sheetData></worksheet>")] + '<row r="5"><c r="A5" t="inlineStr"><is><t>',
            b"x" * _MB,
            100,
            "</t></is></c></row></sheetData></worksheet>",
        ),
    ),
    _xlsx("texts of 150 MB", swollen("xl/sharedStrings.xml", "<sst><si><t>", b"x" * _MB, 150, "</t></si></sst>")),
    _xlsx("a million texts", swollen("xl/sharedStrings.xml", "<sst>", b"<si><t>x</t></si>" * 10_000, 100, "</sst>"), Loaded(3)),
    _xlsx("zeros of 256 MB", swollen("xl/worksheets/sheet1.xml", "", bytes(_MB), 256, "")),
    _xlsx(
        "three million empty rows",
        swollen(
            "xl/worksheets/sheet1.xml",
            sheet()[: -len("</sheetData></worksheet>")],
            b"<row/>" * 100_000,
            30,
            "</sheetData></worksheet>",
        ),
    ),
    _xlsx("deep markup", archive(lambda: workbook("<a>" * 100_000 + "</a>" * 100_000))),
    _xlsx("5,000 parts", archive(lambda: {**workbook(), **{f"xl/media/{i}.png": b"" for i in range(5000)}})),
    _xlsx("the same part twice", archive(lambda: [*workbook().items(), ("xl/worksheets/sheet1.xml", sheet())])),
    _xlsx("parts outside", archive(lambda: {**workbook(), "../../../tmp/x": "x", "/etc/x": "y", "C:\\x": "z"})),
    _xlsx(
        "nested",
        archive(lambda: {**workbook(), "xl/inner.zip": packed({"x.zip": packed({"y": bytes(20 * _MB)})})}),
        Loaded(3),
    ),
    _xlsx("sizes that lie", archive(workbook, sizes_lied)),
    _xlsx("parts that overlap", archive(workbook, overlapping)),
    _xlsx("parts with a password", archive(workbook, encrypted)),
    _xlsx("cut in the middle", archive(workbook, lambda b: b[: len(b) // 2])),
    _xlsx("cut at the end", archive(workbook, lambda b: b[:-10])),
    _xlsx("flipped bytes", archive(workbook, lambda b: b[:300] + bytes(255 - x for x in b[300:360]) + b[360:])),
    _xlsx("only the first bytes", raw(b"PK\x03\x04")),
    _xlsx("empty archive", raw(b"PK\x05\x06" + bytes(18))),
    _xlsx("csv in front", archive(workbook, lambda b: b"day,channel,note\n2026-01-05,Phone,x\n" + b)),
    _xlsx("csv behind", archive(workbook, lambda b: b + b"day,channel,note\n2026-01-05,Phone,x\n" * 3000)),
    _xlsx("no workbook", archive(lambda: _changed(**{"xl/workbook.xml": None}))),
    _xlsx("no sheet", archive(lambda: _changed(**{"xl/worksheets/sheet1.xml": None}))),
    _xlsx("no links", archive(lambda: _changed(**{"xl/_rels/workbook.xml.rels": None}))),
    _xlsx(
        "links to itself",
        archive(
            lambda: _changed(
                **{
                    "xl/_rels/workbook.xml.rels": str(workbook()["xl/_rels/workbook.xml.rels"]).replace(
                        "worksheets/sheet1.xml", "workbook.xml"
                    )
                }
            )
        ),
    ),
    _xlsx(
        "links upwards",
        archive(
            lambda: _changed(
                **{
                    "xl/_rels/workbook.xml.rels": str(workbook()["xl/_rels/workbook.xml.rels"]).replace(
                        "worksheets/sheet1.xml", "../../../../etc/passwd"
                    )
                }
            )
        ),
    ),
    _xlsx("empty sheet", archive(lambda: workbook("<worksheet><sheetData/></worksheet>"))),
    _xlsx("no markup", archive(lambda: workbook("no markup at all"))),
    _xlsx(
        "wrong kinds of cells",
        archive(
            lambda: workbook(
                sheet(
                    '<row r="5"><c r="A5" t="s"><v>99999999</v></c><c r="B5" t="n"><v>1e999</v>'
                    '</c><c r="C5" t="zz"><v>x</v></c></row>'
                )
            )
        ),
    ),
    _xlsx("document", archive(lambda: {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})),
    _xlsx("archive of a csv", archive(lambda: {"f.csv": "day,channel\n2026-01-05,Phone\n"}), file_name="f.zip"),
    _xlsx("protected by a password", raw(compound("EncryptedPackage"))),
    _xlsx("named csv", archive(workbook), Loaded(3), "f.csv"),
    Case("xls: noise in a container", raw(compound("Workbook")), _BOOK, file_name="f.xls", with_readers=Refused()),
    Case("xls: cut", raw(compound("Workbook")[:700]), _BOOK, file_name="f.xls", with_readers=Refused()),
    Case(
        "xls: only the first bytes", raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), _BOOK, file_name="f.xls", with_readers=Refused()
    ),
    Case("xls: old stream without container", raw(b"\x09\x08\x10\0\0\x06\x05\0" + noise(900)), Refused(), file_name="f.xls"),
    Case(
        "xls: a page of the web", text("<html><table><tr><td>day</td></tr></table></html>\n" * 20), Refused(), file_name="f.xls"
    ),
    _xes("10,000 deep", text(event_log("<list key='a'>" * 10_000 + "</list>" * 10_000))),
    _xes("billion laughs", text(event_log('<trace><string key="a" value="&l9;"/></trace>', LAUGHS))),
    _xes("reads a file", text(event_log('<trace><string key="a" value="x"/>&e;</trace>', OUTSIDE))),
    _xes("calls out", text(event_log(trace(), CALLING))),
    _xes("cut", text(event_log(trace() * 5)[:-30])),
    _xes("empty", text(event_log(""))),
    _xes("no log", text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')),
    _xes("says it is in another encoding", raw(event_log(trace(activity="é")).replace("UTF-8", "x-none").encode("latin-1"))),
    _xes("an attribute of 30 MB", text(event_log(trace(activity="x" * 30 * _MB)))),
    _xes("compressed, swelling", raw(zipped(b"<log>" + b" " * (60 * _MB))), "f.xes.gz"),
    _xes("compressed, cut", raw(zipped(event_log(trace() * 99))[:-20]), "f.xes.gz"),
    _xes("compressed twice", raw(zipped(zipped(event_log(trace())))), "f.xes.gz"),
    _parquet("plain", parquet(_good), Loaded(3)),
    _parquet("only the first bytes", raw(b"PAR1")),
    _parquet("cut", parquet(_good, lambda b: b[:-40])),
    _parquet("footer beyond the start", raw(footer(b"x", 0x7FFFFFFF))),
    _parquet("footer of noise", raw(footer(noise(5000)))),
    _parquet("flipped bytes in the footer", parquet(_good, lambda b: b[:-60] + bytes(255 - x for x in b[-60:-8]) + b[-8:])),
    _parquet(
        "flipped bytes in a page",
        parquet(_good, lambda b: b[:10] + bytes(255 - x for x in b[10:30]) + b[30:], compression="none"),
    ),
    _parquet("nested", parquet(lambda: pa.table({"day": [["2026-01-05"]], "channel": [{"a": 1}], "note": ["x"]}))),
    _parquet("400 deep", parquet(lambda: _deep(400))),
    _parquet("metadata of 20 MB", parquet(lambda: _good().replace_schema_metadata({"x": "y" * (20 * _MB)})), Loaded(3)),
    _parquet("600 columns", parquet(lambda: pa.table({f"c{i}": ["1"] for i in range(600)}))),
    _parquet("no columns", parquet(lambda: pa.table({}))),
    _parquet("no rows", parquet(lambda: _good().slice(0, 0))),
    _parquet(
        "a cell of 40 MB",
        parquet(lambda: pa.table({"day": ["2026-01-05"], "channel": ["x" * (40 * _MB)], "note": ["x"]}), compression="zstd"),
    ),
    _parquet(
        "bytes that are no text",
        parquet(lambda: pa.table({"day": ["2026-01-05"] * 3, "channel": [b"\xff\xfe\0"] * 3, "note": ["x"] * 3})),
    ),
]
