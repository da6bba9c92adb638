"""Event logs: one row per event, whatever they are packed in; entities, depth and damage are refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from data_access.importing import service
from data_access.importing.errors import DataError
from data_access.importing.reader import chunks
from data_access.importing.sniffing import sniff

_LOG = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<global scope="event"><string key="concept:name" value="x"/></global>
<string key="concept:name" value="the log itself"/>
<trace><string key="concept:name" value="case 1"/><string key="channel" value="Intern"/>
<event><string key="concept:name" value="open &amp; register"/>
<date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/>
<string key="org:resource" value="Zo\u00eb"/><boolean key="urgent" value="true"/><int key="cost" value="5"/></event>
<event><string key="concept:name" value="close"/>
<date key="time:timestamp" value="2026-01-06T10:00:00.000+01:00"/>
<string key="org:resource" value="Ana"><string key="role" value="lead"/></string>
<list key="tags"><values/></list></event></trace>
<trace><string key="concept:name" value="case 2"/></trace>
<trace><event><string key="concept:name" value="open"/><date key="time:timestamp" value="2026-02-01T00:00:00Z"/></event>
<string key="concept:name" value="case 3"/></trace>
</log>
"""


def _written(folder: Path, text: str, packed: bool = False) -> Path:
    path = folder / "log"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_one_row_per_event(tmp_path: Path, packed: bool) -> None:
    path = _written(tmp_path, _LOG, packed)
    found = sniff(path)
    assert found.layout.format == "xes"
    assert found.layout.headers == (
        "case:concept:name", "concept:name", "time:timestamp", "org:resource", "urgent", "cost", "case:channel",
    )  # fmt: skip
    (chunk,) = chunks(path, found.layout)
    assert chunk.lines == [1, 2, 3]
    assert chunk.rows == [
        ["case 1", "open & register", "2026-01-05T10:00:00.000+01:00", "Zoë", "TRUE", "5", "Intern"],
        ["case 1", "close", "2026-01-06T10:00:00.000+01:00", "Ana", "", "", "Intern"],
        ["case 3", "open", "2026-02-01T00:00:00Z", "", "", "", ""],
    ]
    assert "1 cases have no events" in found.evidence["cases"]
    assert "parts of org:resource, tags" in found.evidence["left_out"]


def test_its_columns_are_understood(tmp_path: Path) -> None:
    found = service.inspect(_written(tmp_path, _LOG), "log.xes", kind="contacts")
    assert found.refusal is None and found.mapping is not None
    roles = {c.column: c.role for c in found.mapping.columns}
    assert (roles["case:concept:name"], roles["concept:name"], roles["time:timestamp"]) == ("case_id", "stage", "ts")
    assert not [q for q in found.questions if q.blocking]
    assert service.preview(_written(tmp_path, _LOG), found.mapping).ledger.loaded == 3


_BOMB = '<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><log><trace><event/></trace></log>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_BOMB, "declares entities"),
        ("<?xml version='1.0' encoding='UTF-7'?><log/>", "declares entities"),
        (_LOG.replace("</log>", ""), "broken"),
        (_LOG[:700], "broken"),
        (_LOG.replace("&amp;", "&nothing;"), "broken"),
        ("<log></log>", "no events"),
        ("<log>" + "<trace>" * 300 + "</trace>" * 300 + "</log>", "broken"),
        (_LOG.replace("case 1", "x" * 40_000), "more than 32,000"),
        ("<log><trace><event>" + "".join(f'<int key="k{i}" value="1"/>' for i in range(501)) + "</event></trace></log>", "500"),
        ('<?xml version="1.0"?><note><to>you</to></note>', "XML document"),
    ],
)
def test_hostile_and_broken_logs_are_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as refusal:
        sniff(_written(tmp_path, text))
    assert refusal.value.next_step


def test_a_key_twice_in_one_event_loses_nothing(tmp_path: Path) -> None:
    text = '<log><event><string key="a" value="1"/><string key="a" value="2"/><string key="case:b" value="3"/></event></log>'
    path = _written(tmp_path, text)
    layout = sniff(path).layout
    assert (layout.headers, next(iter(chunks(path, layout))).rows) == (("a", "a (2)", "event:case:b"), [["1", "2", "3"]])
