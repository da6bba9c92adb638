"""Words: translation, and the two escapes that data-borne text must pass before Markdown or HTML."""

from __future__ import annotations

import gettext
import html
import re
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parents[2] / "locales"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&])")


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("touchstone", LOCALES, languages=[language], fallback=True)


def t(message: str, language: str = "en", **values: object) -> str:
    """The message in the reader's language; `{name}` places are filled after translation."""
    text = _catalogue(language).gettext(message)
    return text.format(**values) if values else text


def md(text: str) -> str:
    """Data-borne text made inert for Markdown: no links, images, emphasis, directives."""
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def esc(text: object) -> str:
    """Data-borne text made inert for HTML."""
    return html.escape(str(text), quote=True)
