"""E-mail addresses in a text, as people write them: plain, spaced out, or with "at" and "dot" in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]
HINTS = (" at ", "(at)", "[at]", "{at}", "<at>", "(a)", "( at", "[ at", "arroba", "(ät)", "艾特", "圈a")  # of an @ in words
_PART = r"[a-z0-9\u00c0-\u024f._%+'-]"
# read backwards from the @: a text of letters without one costs nothing
_LOCAL = re.compile(rf" {{0,2}}(?:{_PART}(?: {_PART}(?= |$)){{2,40}}|{_PART}{{0,63}}[a-z0-9\u00c0-\u024f_])")
_LABEL = r"[a-z0-9\u00c0-\u024f](?:[a-z0-9\u00c0-\u024f-]){0,62}"
_DOMAIN = re.compile(rf" {{0,2}}{_LABEL}(?:[.。]{_LABEL}){{0,5}}[.。][a-z]{{2,24}}(?![a-z0-9])")
_TOPS = r"(?:c ?o ?m|n ?e ?t|o ?r ?g|c ?n|edu|gov|info|de|br|pt|es|fr|uk|io|eu|jp|kr|ru|nl|ch|mx|ar|tw|hk|sg|au|ca)"
_SPACED = re.compile(
    rf" {{0,2}}(?:(?:{_LABEL}|(?:[a-z0-9] ){{1,40}}[a-z0-9]) {{0,2}}[.。] {{0,2}}){{1,4}}{_TOPS}(?![a-z0-9])", re.IGNORECASE
)
_OPEN, _CLOSE = r" {0,2}[(\[{<] ?", r" ?[)\]}>] {0,2}"
_AT_MARKED = rf"(?:{_OPEN}(?:at|arroba|ät|a){_CLOSE}| ?(?:艾特|圈a) ?)"
_AT_WORD = r" {1,2}(?:at|arroba) {1,2}(?!(?:the|an?|my|your|this|that|our|their|its|el|la|los|las|os?|as?|uma?) )"
_DOT_WORD = rf"(?:{_OPEN}(?:dot|punto|ponto|punkt|point|\.){_CLOSE}| {{1,2}}(?:dot|punto|ponto|punkt) {{1,2}}| ?点 ?)"
_BOXES = (
    r"(?:gmail|googlemail|outlook|hotmail|yahoo|qq|163|126|icloud|gmx|web|protonmail|proton|live|foxmail|sina|sohu|uol|bol|"
    r"terra|sapo|aol|t-online|orange|free|laposte|wanadoo|telefonica|msn)"
)
_NAME = r"[a-z0-9-]{2,63}"
_SPELLED = re.compile(
    rf"(?<![a-z0-9._%+-])[a-z0-9][a-z0-9._%+-]{{0,63}}"
    rf"(?:(?:{_AT_MARKED}|{_AT_WORD}){_NAME}{_DOT_WORD}{_NAME}(?:(?:{_DOT_WORD}|\.){_NAME}){{0,3}}"
    rf"|{_AT_MARKED}{_NAME}(?:\.{_NAME}){{1,3}}"
    rf"|{_AT_WORD}{_BOXES}\.[a-z]{{2,3}}(?:\.[a-z]{{2}})?(?![a-z0-9]))",
)


def find(text: str) -> Iterator[Span]:
    """Where e-mail addresses stand in a folded, lower-case text, in order for each way of writing."""
    backwards, size, at = text[::-1], len(text), text.find("@")
    while at >= 0:
        local = _LOCAL.match(backwards, size - at)
        domain = local and (_DOMAIN.match(text, at + 1) or _SPACED.match(text, at + 1))
        if local and domain:
            yield size - local.end(), domain.end()
        at = text.find("@", at + 1)
    if any(hint in text for hint in HINTS):
        for found in _SPELLED.finditer(text):
            yield found.span()
