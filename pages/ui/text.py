"""Words: translation, and the two escapes that data-borne text must pass before Markdown or HTML."""

from __future__ import annotations

import gettext
import html
import re
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "locales"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&])")

_ADDRESS = re.compile(r"(?i)(?<=www)(?=\.)|(?<=https)(?=:)|(?<=http)(?=:)|(?<=ftp)(?=:)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)|(?=@)")
_AMOUNT = re.compile(r"[0-9][0-9.,]* (?:%|points|days|h|min)(?![a-z])")
_JOINER = "\u2060"  # word joiner: no width, no break


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("touchstone", LOCALES, languages=[language], fallback=True)


def t(message: str, language: str = "en", **values: object) -> str:
    """The message in the reader's language; `{name}` places are filled after translation."""
    text = _catalogue(language).gettext(message)
    return text.format(**values) if values else text


def md(text: str) -> str:
    """Data-borne text made inert for Markdown: no links, images, emphasis, directives.

    Bare addresses become links after escapes are resolved, so an invisible joiner takes their look away.
    """
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(_JOINER, text.replace("\n", " ")))


def together(text: str) -> str:
    """Escaped for HTML, with every amount and its unit on one line: "54.0 %" never breaks before the sign."""
    return _AMOUNT.sub(r'<span class="ts-amount">\g<0></span>', esc(text))


def esc(text: object) -> str:
    """Data-borne text made inert for HTML."""
    return html.escape(str(text), quote=True)
