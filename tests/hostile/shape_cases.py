"""Files whose rows, cells, quotes or headers are broken, huge or deceiving."""

from __future__ import annotations

from tests.hostile.case import HEADER, Case, Loaded, Refused, rows, streamed, table, text

_MB = 1 << 20
_X = b"x" * _MB
_HOME = {"day": "ts", "channel": "channel"}


def _titled(title: str) -> str:
    return HEADER.replace("note", title) + rows(3)


CASES = [
    Case("header only", text(HEADER), Refused("no rows")),
    Case("header and blank lines", text(HEADER + "\n" * 50), Refused("no rows")),
    Case("header and empty rows", text(HEADER + ",,\n" * 5), Refused("None of the 5|no rows")),
    Case("one column of prose", text("We liked it very much indeed.\nThe rest of it was not so good.\n" * 9), Refused("prose")),
    Case(
        "prose with commas",
        text("Well, I think, that it was, on the whole, good.\nNo.\nYes, it was, I think.\n" * 9),
        Refused(),
    ),
    Case("no header", text(rows(5)), Refused("not in the file")),
    Case("a line for spreadsheets first", text("sep=,\n" + HEADER + rows(3)), Loaded(3)),
    Case("never closed quote", table('2026-01-05,Phone,"and then'), Refused("never closed")),
    Case(
        "never closed quote, 50 MB",
        streamed(lambda: [f'{HEADER}2026-01-05,Phone,"'.encode(), *[b"a\n" * (_MB // 2)] * 50]),
        Refused(),
    ),
    Case("text after a closing quote", table('2026-01-05,Phone,"a"b'), Loaded(3, rejected=1)),
    Case("quote in the middle", table('2026-01-05,Phone,say "cheese" now'), Loaded(4)),
    Case("quotes of both kinds", table("2026-01-05,'Phone','it''s'", '2026-01-05,"Phone","a ""b"""'), Loaded(5)),
    Case("text after quotes in most rows", table(*['2026-01-05,Phone,"a"b'] * 9), Refused("of 12 rows")),
    Case("only quotes", text('"' * 5001), Refused()),
    Case("quotes, 30 MB", streamed(lambda: [HEADER.encode(), *[b'"' * _MB] * 30]), Refused()),
    Case("backslashes before quotes", table('2026-01-05,Phone,"a \\"b\\" c"'), Loaded(3, rejected=1)),
    Case("a cell of 30,000 line breaks", text(HEADER + rows(3) + '2026-01-05,Phone,"' + "\n" * 30_000 + 'x"\n'), Loaded(4)),
    Case("a cell of 33,000 characters", table("2026-01-05,Phone," + "x" * 33_000), Refused("cell")),
    Case(
        "a quoted cell of 100 MB",
        streamed(lambda: [f'{HEADER}2026-01-05,Phone,"'.encode(), *[_X] * 100, b'"\n']),
        Refused("longer"),
    ),
    Case(
        "a quoted cell of 100 MB in lines",
        streamed(lambda: [f'{HEADER}2026-01-05,Phone,"'.encode(), *[b"x" * 999 + b"\n"] * 100_000, b'"\n']),
        Refused("longer"),
    ),
    Case("one line of 200 MB", streamed(lambda: [_X] * 200), Refused("longer")),
    Case(
        "a good table, then a line of 200 MB", streamed(lambda: [(HEADER + rows(3)).encode(), *[_X] * 200]), Refused("longer")
    ),
    Case("one line of 200 MB of commas", streamed(lambda: [b"," * _MB] * 200), Refused("longer")),
    Case("500,000 columns", text("c," * 500_000 + "c\n" + "1," * 500_000 + "1\n"), Refused("columns")),
    Case("a million empty columns", text("," * 1_000_000 + "\n" + "," * 1_000_000 + "\n"), Refused()),
    Case("501 columns", text(",".join(f"c{i}" for i in range(501)) + "\n" + "1," * 500 + "1\n"), Refused("columns")),
    Case(
        "500 columns",
        text(
            HEADER.strip() + "," + ",".join(f"c{i}" for i in range(497)) + "\n" + ("2026-01-05,Web,x" + ",1" * 497 + "\n") * 3
        ),
        Loaded(3),
    ),
    Case("a row of 500,000 cells", table("2026-01-05,Web,x" + ",1" * 500_000, "2026-01-05,Web,y"), Loaded(4, rejected=1)),
    Case("a million blank lines", text(HEADER + rows(3) + "\n" * 1_000_000 + rows(2)), Loaded(5)),
    Case("300,000 empty rows", text(HEADER + rows(3) + ",,\n" * 300_000), Refused("More than 100,000 rows")),
    Case("100 empty rows", text(HEADER + rows(3) + ",,\n" * 100), Loaded(3, rejected=100)),
    Case("a short row", table("2026-01-05"), Loaded(3, rejected=1)),
    Case("a long row", table("2026-01-05,Phone,x,y"), Loaded(3, rejected=1)),
    Case("empty cells too many", table("2026-01-05,Phone,x,,,,, ,"), Loaded(4)),
    Case("ragged", table(*["2026-01-05,Phone", "2026-01-05", "2026-01-05,a,b,c"] * 5), Refused("of 18 rows")),
    Case("the delimiter changes", text(HEADER + rows(3) + rows(30).replace(",", ";")), Refused("of 33 rows|not in the file")),
    Case("carriage returns only", text((HEADER + rows(3)).replace("\n", "\r")), Loaded(3)),
    Case("doubled carriage returns", text((HEADER + rows(3)).replace("\n", "\r\r\n")), Loaded(3)),
    Case(
        "line ends of all kinds",
        text(HEADER + rows(1) + rows(1).replace("\n", "\r") + rows(1).replace("\n", "\r\n")),
        Loaded(3),
    ),
    Case("no line end at the end", text((HEADER + rows(3))[:-1]), Loaded(3)),
    Case("repeated headers", text("day,day,channel,channel,note\n" + "2026-01-05,2026-01-06,Phone,Web,x\n" * 3), Loaded(3)),
    Case("headers that look alike", text(_titled("note").replace("day", "d\u0430y", 1)), Refused("not in the file")),
    Case("header with invisible characters", text(_titled("note").replace("day", "\u200bd\u00ada\ufeffy\u2060", 1)), Loaded(3)),
    Case("header that runs backwards", text(_titled("note").replace("day", "\u202eday\u202c", 1)), Loaded(3)),
    Case(
        "headers equal but for width and case",
        text(_titled("note").replace("day,channel", "day,\uff44\uff41\uff59,channel", 1).replace("01,Phone", "01,2,Phone")),
        Refused(),
    ),
    Case("header of 10,000 characters", text(_titled("n" * 10_000)), Loaded(3), columns=_HOME),
    Case(
        "header of 10,000 characters, another mapped",
        text(_titled("n" * 10_000).replace("day", "d" * 9_000)),
        Refused("not in the file"),
    ),
    Case("header of tags", text(_titled("<script>alert(1)</script>")), Loaded(3), columns=_HOME),
    Case(
        "header of markup", text(_titled("![x](http://evil.example/a.png) [y](javascript:alert(1))")), Loaded(3), columns=_HOME
    ),
    Case("header that is a formula", text(_titled("=cmd|' /C calc'!A1")), Loaded(3), columns=_HOME),
    Case("header that is a path", text(_titled("../../etc/passwd")), Loaded(3), columns=_HOME),
    Case("header that is a statement", text(_titled("note; DROP TABLE answers--")), Loaded(3), columns=_HOME),
    Case("unnamed columns", text(",,\n" + rows(3)), Refused()),
    Case("header of escape codes", text(_titled("no\x1b[2Jte")), Loaded(3), columns=_HOME),
    *(
        Case(f"named {name[:20]!r}", text(HEADER + rows(2)), Loaded(2), file_name=name)
        for name in ("../../etc/passwd", "CON", "a\0b\r\nSet-Cookie: c.csv", "\u202egpj.csv", "n" * 10_000, "\ud800.csv")
    ),
]
