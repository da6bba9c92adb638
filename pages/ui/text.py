"""Words: `t` says a template in the reader's language; `md` and `esc` make data-borne text inert for Markdown or HTML."""

from __future__ import annotations

import html
import re

from metrics.saying import say as t

__all__ = ["dotted", "esc", "md", "t", "together"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$:<&])")
_ADDRESS = re.compile(r"(?i)(?<=www)(?=\.)|(?<=https)(?=:)|(?<=http)(?=:)|(?<=ftp)(?=:)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)|(?=@)")
_AMOUNT = re.compile(
    r"[0-9][0-9.,]* (?:(?:%|points|days|h|min)(?![a-z])|个百分点|分|天|小时|分钟|[条次件位宗][\u4e00-\u9fff]{1,2})"
)
_JOINER = "\u2060"  # word joiner: no width, no break


def md(text: str) -> str:
    """Data-borne text made inert for Markdown: no links, images, emphasis, directives.

    Bare addresses become links after escapes are resolved, so an invisible joiner takes their look away.
    """
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(_JOINER, text.replace("\n", " ")))


def together(text: str) -> str:
    """Escaped for HTML, with every amount and its unit on one line: "54.0 %" never breaks before the sign."""
    return _AMOUNT.sub(r'<span class="ts-amount">\g<0></span>', esc(text))


def dotted(text: str) -> str:
    """Escaped for HTML, a dot between two parts never at the beginning of a line."""
    return esc(text.replace(" · ", "\u00a0· "))


def esc(text: object) -> str:
    """Data-borne text made inert for HTML."""
    return html.escape(str(text), quote=True)
