"""Files whose bytes are no text, the wrong text, or text of several kinds at once."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zlib

from tests.hostile.case import HEADER, Case, Loaded, Refused, noise, raw, rows, sparse, table, text

_GOOD = HEADER + rows(3)
_CHINESE = HEADER + "".join(f"2026-01-0{i % 9 + 1},电话,服务态度很好但是等待时间太长\n" for i in range(20))
_ACCENTS = HEADER + "".join(f"2026-01-0{i % 9 + 1},Téléphone,café à Besançon déjà vu\n" for i in range(20))

CASES = [
    Case("empty", raw(b""), Refused("empty")),
    Case("whitespace only", raw(b" \t \r\n \n"), Refused("empty")),
    Case("line breaks only", raw(b"\n" * 5000), Refused("empty")),
    Case("one byte", raw(b"a"), Refused()),
    Case("byte order mark only", raw(b"\xef\xbb\xbf"), Refused("empty")),
    Case("two byte order marks", raw(b"\xef\xbb\xbf\xef\xbb\xbf" + _GOOD.encode()), Loaded(3)),
    Case("byte order mark in the middle", table("2026-01-05,Phone,\ufeffx", "\ufeff2026-01-05,Phone,y"), Loaded(4, rejected=1)),
    Case("noise", raw(noise(20_000)), Refused("zero|control")),
    Case("noise without zeros", raw(bytes(b or 1 for b in noise(20_000))), Refused("zero|control|encoding")),
    Case("high noise", raw(bytes(128 + b % 128 for b in noise(20_000))), Refused("encoding|prose")),
    Case("picture", raw(b"\x89PNG\r\n\x1a\n" + noise(500)), Refused("picture")),
    Case("jpeg", raw(b"\xff\xd8\xff\xe0" + noise(500)), Refused("picture")),
    Case("program", raw(b"\x7fELF\x02\x01\x01" + noise(500)), Refused("program")),
    Case("database", raw(b"SQLite format 3\0" + noise(500)), Refused("database")),
    Case("pdf", raw(b"%PDF-1.7\n" + noise(500)), Refused("PDF")),
    Case("pdf and csv at once", text("%PDF-1.4\n" + _GOOD), Refused("PDF")),
    Case("csv with an archive behind it", raw(_GOOD.encode() + b"PK\x03\x04\x14\0\0\0" + noise(200)), Refused("zero|control")),
    Case("rar", raw(b"Rar!\x1a\x07" + noise(500)), Refused("archive")),
    Case("7z", raw(b"7z\xbc\xaf\x27\x1c" + noise(500)), Refused("archive")),
    Case("bzip2", raw(bz2.compress(_GOOD.encode() * 50)), Refused()),
    Case("xz", raw(lzma.compress(_GOOD.encode() * 50)), Refused()),
    Case("zlib", raw(zlib.compress(_GOOD.encode() * 50)), Refused()),
    Case("gzip", raw(gzip.compress(_GOOD.encode(), mtime=0)), Loaded(3)),
    Case(
        "gzip of gzip", raw(gzip.compress(gzip.compress(_GOOD.encode(), mtime=0), mtime=0)), Refused("gzip|compressed|archive")
    ),
    Case("truncated gzip", raw(gzip.compress(noise(5000), mtime=0)[:300]), Refused("gzip|compressed|archive|broken|end")),
    Case("gzip bomb", raw(gzip.compress(bytes(50 << 20), mtime=0)), Refused("gzip|compressed|archive")),
    Case("zero in a cell", table("2026-01-05,Ph\0one,x"), Refused("zero")),
    Case("zero at the end", text(_GOOD + "\0"), Refused("zero")),
    Case("zeros, one million", raw(bytes(1 << 20)), Refused("zero|empty")),
    Case("zeros, 300 MB", sparse(300 << 20), Refused("zero|empty")),
    Case("table, then 300 MB of zeros", sparse(300 << 20, _GOOD.encode()), Refused("zero")),
    Case("zero behind two megabytes of text", text(HEADER + rows(60_000) + "2026-01-05,Pho\0ne,x\n"), Refused("zero")),
    Case("control characters", text(_GOOD + "\x01\x02\x03\x04\x05\x06\x07" * 40), Refused("control")),
    Case(
        "a few control characters",
        table("2026-01-05,Ph\x1b[31mone,a\x07b\x1b]0;title\x07", *["2026-01-05,Web,x"] * 60),
        Loaded(64),
    ),
    Case(
        "next-line and separator characters in cells",
        table("2026-01-05,Ph\x85one,a\u2028b\u2029c\x0b\x0cd\x1cd", good=60),
        Loaded(61),
    ),
    Case("utf-16, no mark, little", text(_GOOD, "utf-16-le"), Loaded(3)),
    Case("utf-16, no mark, big", text(_GOOD, "utf-16-be"), Loaded(3)),
    Case("utf-16, mark", text(_GOOD, "utf-16"), Loaded(3)),
    Case(
        "utf-16 with half a pair",
        text("\ufeff" + _GOOD + "2026-01-05,Web,a\ud800b\n", "utf-16-le"),
        Refused("not valid|broken"),
    ),
    Case("utf-16 cut in a character", raw(("\ufeff" + _GOOD).encode("utf-16-le")[:-1]), Refused("not valid|broken")),
    Case("utf-16 mark before utf-8", raw(b"\xff\xfe" + _GOOD.encode()), Refused()),
    Case("utf-32, little", text("\ufeff" + _GOOD, "utf-32-le"), Refused("UTF-32")),
    Case("utf-32, big", text("\ufeff" + _GOOD, "utf-32-be"), Refused("UTF-32")),
    Case("utf-32, no mark", text(_GOOD, "utf-32-le"), Refused("zero|control|UTF-32")),
    Case("utf-7", table("2026-01-05,+AGEAYg-,+ADw-script+AD4-"), Loaded(4)),
    Case("cesu-8", text(HEADER + rows(3) + "2026-01-05,Web,\ud83d\ude00\ud83d\ude00\n"), Refused("UTF-8")),
    Case("wtf-8", text(HEADER + rows(3) + "2026-01-05,Web,é\ud800\n"), Refused("UTF-8")),
    Case(
        "overlong slash",
        raw(_GOOD.encode() + b"2026-01-05,Web,\xe0\x80\xaf\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\n"),
        Refused(),
    ),
    Case(
        "beyond the last character",
        raw(_GOOD.encode() + b"2026-01-05,Web,\xf7\xbf\xbf\xbf\xf7\xbf\xbf\xbf\n"),
        Refused("encoding"),
    ),
    Case("utf-8 cut in a character", raw(_CHINESE.encode()[:-2]), Refused("UTF-8")),
    Case("utf-8 with one byte of another", raw(_CHINESE.encode() + b"2026-01-05,Caf\xe9,x\n"), Refused("UTF-8")),
    Case("utf-8, then GBK", raw(_CHINESE.encode() * 4 + _CHINESE.encode("gbk")), Refused()),
    Case("GB18030", text(_CHINESE, "gb18030"), Loaded(20)),
    Case("GB18030 cut in a character", raw(_CHINESE.encode("gb18030")[:-2]), Refused()),
    Case("Western European", text(_ACCENTS, "cp1252"), Loaded(20)),
    Case("EBCDIC", text(_GOOD, "cp500"), Refused()),
    Case("non-characters, private use, tags", table("2026-01-05,Web,\ufdd0\uffff\ue000\U000e0041\U0010ffff"), Loaded(4)),
    Case("a thousand accents on one letter", table("2026-01-05,Web,a" + "\u0301" * 1000), Loaded(4)),
    Case("json", raw(json.dumps([{"day": "2026-01-05", "channel": "Phone"}] * 50).encode()), Refused()),
    Case("json lines", raw(b'{"day": "2026-01-05", "channel": "Phone"}\n' * 50), Refused()),
    Case("json, 100,000 deep", raw(b"[" * 100_000 + b"]" * 100_000), Refused()),
    Case("html", text("<html><body><table>" + "<tr><td>2026-01-05</td><td>Phone</td></tr>\n" * 50 + "</table>"), Refused()),
    Case("xml", text("<?xml version='1.0'?>\n<rows>\n" + "<row day='2026-01-05'/>\n" * 50 + "</rows>\n"), Refused()),
    Case("rich text", text(r"{\rtf1\ansi\deff0 {\fonttbl {\f0 Times;}} day,channel\par 2026-01-05,Phone\par}"), Refused()),
    Case("mail", text("From: a@b.example\nTo: c@d.example\nSubject: poll\n\nDear all, here is the poll, thanks\n"), Refused()),
]
