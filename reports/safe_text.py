"""Text that a spreadsheet keeps as text: data can never become a formula, a link or a control code.

Source: OWASP ASVS 5, 1.2.10 (leading characters), with the full-width signs that some programs read alike.
"""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\u3000\ufeff"
_STARTERS = tuple("=+-@＝＋－＠−")
_SPLIT = re.compile(f"(;[{_INVISIBLE}]*)(?=[{re.escape(''.join(_STARTERS))}])")  # half of Europe's programs begin a cell at ";"


def clean(text: object) -> str:
    """Text without control characters and lone surrogates (XML refuses them); line breaks and tabs become spaces."""
    return _BREAKS.sub(" ", _CONTROLS.sub("", str(text)))


def cell(text: object) -> str:
    """A text cell: `clean`, with an apostrophe before anything a spreadsheet would compute, also one that splits at ";"."""
    raw = str(text)
    tidy = _SPLIT.sub(r"\1'", clean(raw))
    risky = tidy.lstrip(_INVISIBLE).startswith(_STARTERS) or raw[:1] in ("\t", "\r", "\n", "\x00")
    return f"'{tidy}" if risky else tidy
