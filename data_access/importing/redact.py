"""Personal data in free text: e-mail addresses, telephone and other long numbers are replaced before a text is stored.

Digits count whatever their script (full width, Chinese numerals), and borders are looked around, not matched by \\b:
Chinese characters are word characters to a regular expression. Dates and clock times stay. Names and street addresses
cannot be found reliably without a model; raw comments are shown to few people for that reason.
"""

from __future__ import annotations

import re

EMAIL, NUMBER = "[e-mail]", "[number]"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
# one character for one, so that places in the folded text are places in the original
_FOLD = str.maketrans(
    "０１２３４５６７８９〇零一二三四五六七八九＠．－（）＋　\u00a0\u2010\u2011\u2012\u2013",
    "012345678900123456789" + "@.-()+  ----",
)
_PERSONAL = re.compile(
    r"(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{0,63} ?@ ?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})"
    r"|(?P<date>(?<!\d)(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})"
    r"(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?(?!\d))"
    r"|(?P<digits>(?<!\d)\+?\(?\d(?:[ .()/-]{0,2}\d){6,30}[Xx]?(?![\d@]))"
)


def redact(text: str) -> str:
    """The text with e-mail addresses and numbers of seven digits or more replaced."""
    if text.isascii() and not any(c.isdigit() or c == "@" for c in text):
        return text
    visible = _INVISIBLE.sub("", text)
    parts, end = [], 0
    for found in _PERSONAL.finditer(visible.translate(_FOLD)):
        if found.lastgroup == "date":
            continue
        parts += [visible[end : found.start()], EMAIL if found.lastgroup == "mail" else NUMBER]
        end = found.end()
    return "".join([*parts, visible[end:]])
