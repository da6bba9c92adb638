"""Keeps the catalogues: `python -m locales.words` finds the words in the sources and brings every language up to them.

Babel reads and writes the files. Templates are marked with the files they are said in, not with lines: those move.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from locales.declared import declared
from locales.finding import Found, Module, Search
from metrics.saying import DOMAIN, LANGUAGES, LOCALES, SOURCE

ROOT = LOCALES.parent
ROOMS = ("metrics", "charts", "data_access", "reports", "pages", "commands")
TEMPLATE = LOCALES / f"{DOMAIN}.pot"
_WIDTH = 100
_HEAD = "# The words of Touchstone."
_EMPTY = tuple(f'"{name}'.encode() for name in (
    "POT-Creation", "PO-Revision", "Generated-By", "Project-Id", "Report-Msgid", "Last-Translator", "Language-Team",
))  # headers that say nothing here, or change without a word


def template() -> Catalog:
    """Every word there is, without a translation."""
    found: Found = said()
    for text, group in declared():
        found.setdefault(text, set()).add(group)
    catalogue = Catalog(project="Touchstone", header_comment=_HEAD, fuzzy=False)
    for text in sorted(found, key=lambda text: (min(found[text]), text)):
        catalogue.add(text, locations=[(place, 0) for place in sorted(found[text])])
    return catalogue


def said() -> Found:
    """Template → the files it is said in."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return Search(Module.read(path, ROOT) for path in [*paths, ROOT / "manage.py"]).run()


def translations(language: str) -> Path:
    """Where a language's translations lie; the compiled ones lie beside them."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path) -> Catalog:
    """A catalogue from its file; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(project="Touchstone", header_comment=_HEAD, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file)


def text(catalogue: Catalog) -> bytes:
    """As it is written to a file; without dates, so that nothing changes where no word does."""
    out = BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=False, sort_by_file=False, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_EMPTY))


def compiled(catalogue: Catalog) -> bytes:
    """As the product reads it; of no date, so that the same words are the same bytes."""
    catalogue.creation_date = catalogue.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> int:
    """Write the template, bring every language up to it, compile, and say what is not translated yet."""
    wanted = template()
    TEMPLATE.write_bytes(text(wanted))
    for language in (one for one in LANGUAGES if one != SOURCE):
        path = translations(language)
        catalogue = read(path)
        catalogue.locale = language  # type: ignore[assignment]
        catalogue.update(wanted, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(read(path)))
        missing = [message for message in catalogue if message.id and not message.string]
        sys.stdout.write(f"{LANGUAGES[language]}: {len(catalogue) - len(missing)} of {len(catalogue)} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
