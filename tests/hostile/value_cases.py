"""Files whose cells are traps: formulas, markup, dates and numbers that are none, identifiers that look different."""

from __future__ import annotations

from typing import Any

from tests.hostile.case import COLUMNS, HEADER, Case, Loaded, Refused, rows, table, text

_FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    " =1",
    "\u200b=1",
    '=HYPERLINK(""http://evil.example"",""x"")',
    "%0A-3+3",
    ";=1",
)
_MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](http://evil.example/x.png)",
    "[a](javascript:alert(1))",
    "{{7*7}}",
    "${7*7}",
    "'; DROP TABLE answers; --",
    "%s%n%x",
    "\\x00\\u0000",
    "$latex$",
    ":red[x]",
    "&lt;b&gt;",
)
_NO_DATES = (
    "now",
    "today",
    "yesterday",
    "0000-00-00",
    "0000-00-00 00:00:00",
    "1899-12-31",
    "2026-02-30",
    "2026-13-01",
    "9999-12-31",
    "2999-01-01",
    "-1",
    "0",
    "1e5",
    "45123",
    "inf",
    "nan",
    "٢٠٢٦-٠١-٠٥",
    "２０２６-01-05",
    "2026-1-5T25:61:61",
    "1/2/260",
    "99/99/9999",
    "2026-01-05T10:00:00+99:00",
    "2026-01-05 24:00:00",
    "January",
    "2026",
    "Q1 2026",
    "=TODAY()",
    "2026-01-05\u200b5",
    "'2026-01-05",
)
_NO_NUMBERS = (
    "inf",
    "-inf",
    "nan",
    "1_000",
    "٤",
    "\uff15",
    "1e999",
    "1e99",
    "9" * 400,
    "0x10",
    "1,2,3",
    "½",
    "--5",
    "5-",
    "1.2.3",
    "1e",
    "\u0665",
    "5%",
    "１２",
)
_SLOW = ("1 ", "1,", "a@", "a ", "1.", "(1", "+", "1-", "٣", "京a", "one ", "a.b@c.", "9", " ")
_WAITED: dict[str, Any] = {"day": "ts", "wait": "waiting_seconds"}
_ID: dict[str, Any] = {"id": "id", "day": "ts", "channel": "channel"}
_RATED: dict[str, Any] = {"day": "ts", "q": {"role": "score", "kind": "csat", "scale": [1, 5]}}


def _quoted(cell: str) -> str:
    return f'2026-01-05,"{cell}","{cell}"'


def _ids(*ids: str) -> str:
    return "id,day,channel\n" + "".join(f'"{name}",2026-01-05,Phone\n' for name in ids)


CASES = [
    Case("formulas", table(*map(_quoted, _FORMULAS)), Loaded(3 + len(_FORMULAS))),
    Case("markup", table(*map(_quoted, _MARKUP)), Loaded(3 + len(_MARKUP))),
    Case(
        "formulas and markup, refused and given back",
        table(*(f'{c},"{c}","{c}"' for c in (*_FORMULAS, *_MARKUP) if '"' not in c)),
        Loaded(3, rejected=len(_FORMULAS) + len(_MARKUP) - 1),
    ),
    Case("dates that are none", table(*(f"{cell},Phone,x" for cell in _NO_DATES)), Loaded(3, rejected=len(_NO_DATES))),
    Case("only dates that are none", text(HEADER + "".join(f"{cell},Phone,x\n" for cell in _NO_DATES)), Refused("None of the")),
    Case(
        "days and months that contradict each other",
        text(HEADER + "13/01/2026,a,b\n01/13/2026,a,b\n03/04/2026,a,b\n"),
        Refused("dates"),
    ),
    Case("days and months nothing proves", text(HEADER + "03/04/2026,a,b\n04/05/2026,a,b\n"), Refused("dates")),
    Case(
        "numbers that are none",
        text("day,wait\n2026-01-05,12\n" + "".join(f'2026-01-05,"{n}"\n' for n in _NO_NUMBERS)),
        Loaded(len(_NO_NUMBERS) + 1, invalid=len(_NO_NUMBERS) - 1),
        _WAITED,
        {"decimal": "."},
    ),
    Case(
        "scores that are none",
        text("day,q\n2026-01-05,5\n" + "".join(f'2026-01-05,"{n}"\n' for n in (*_NO_NUMBERS, "6", "0", "2.5", "-1"))),
        Loaded(len(_NO_NUMBERS) + 5, invalid=len(_NO_NUMBERS) + 3),
        _RATED,
    ),  # "nan" says: nothing
    Case(
        "negative and absurd durations",
        text("day,wait\n2026-01-05,-5\n2026-01-05,99:99:99\n2026-01-05,1:02:03\n"),
        Loaded(3, invalid=2),
        _WAITED,
        {"decimal": "."},
    ),
    Case("numbers of two conventions", text('day,wait\n2026-01-05,"1,234"\n2026-01-05,"2,345"\n'), Refused("decimal"), _WAITED),
    Case("identifiers equal when trimmed", text(_ids("A1", " A1 ", "A1\u00a0", "B2")), Loaded(2, duplicate=2), _ID),
    Case("identifiers of other case and width", text(_ids("A1", "a1", "\uff211", "A\u200b1")), Loaded(4), _ID),
    Case("identifiers that are empty", text(_ids("A1", "", " ", "B2", "n/a")), Loaded(2, rejected=3), _ID),
    Case(
        "identifiers that contradict each other",
        text(_ids("A1", "B2") + "A1,2026-01-06,Phone\nA1,2026-01-07,Phone\n"),
        Loaded(2, conflict=2),
        _ID,
    ),
    Case("an identifier of 30,000 characters", text(_ids("A1", "B2", "i" * 30_000)), Loaded(2, rejected=1), _ID),
    Case("a channel of 30,000 characters", table("2026-01-05," + "c" * 30_000 + ",x"), Loaded(4, invalid=1)),
    Case("a unit separator in cells", table("2026-01-05,a\x1fb,c", "2026-01-05,a,b\x1fc"), Loaded(5)),
    Case(
        "comments slow to match",
        table(*(f'2026-01-05,Phone,"{(piece * 32_000)[:31_900]}"' for piece in _SLOW)),
        Loaded(3 + len(_SLOW)),
    ),
    Case(
        "dates slow to match", table(*(f'"{(piece * 32_000)[:31_900]}",b,c' for piece in _SLOW)), Loaded(3, rejected=len(_SLOW))
    ),
    Case(
        "numbers slow to match",
        text("day,wait\n2026-01-05,12\n" + "".join(f'2026-01-05,"{(piece * 32_000)[:31_900]}"\n' for piece in _SLOW)),
        Loaded(1 + len(_SLOW), invalid=len(_SLOW) - 1),
        _WAITED,
        {"decimal": "."},
    ),  # one is blank
    Case("json, 10,000 deep, in a cell", table("2026-01-05,Web," + "[" * 10_000), Loaded(4)),
    Case(
        "emoji, right to left, joined",
        table("2026-01-05,\u05e9\u05dc\u05d5\u05dd,\U0001f468\u200d\U0001f469\u200d\U0001f467 مرحبا"),
        Loaded(4),
    ),
    Case("20,000 channels", text(HEADER + "".join(f"2026-01-05,c{i},x\n" for i in range(20_000))), Loaded(20_000)),
    Case("20,000 times the same row", text(HEADER + rows(1) * 20_000), Loaded(20_000)),
    Case("an unknown time zone", table(), Refused(), more={"timezone": "Mars/Olympus"}),
    Case("an encoding that does not exist", table(), Refused(), more={"encoding": "utf-99"}),
    Case("an encoding that is none of text", table(), Refused(), more={"encoding": "zlib_codec"}),
    Case("a delimiter of two characters", table(), Refused(), more={"delimiter": "::"}),
    Case("a header line beyond the end", table(), Refused(), more={"header_line": 10_000}),
    Case("a negative header line", table(), Refused(), more={"header_line": -5}),
    Case("a column mapped that is not there", table(), Refused("not in the file"), columns=COLUMNS | {"x" * 5000: "segment"}),
]
