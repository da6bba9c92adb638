"""Columns of personal data, recognised by what their cells hold and what their header says.

Contents decide where their form is sure (check digits, e-mail addresses); a header needs contents that can be what it says:
"Email opt-in" with yes and no is no address. Such a column is left out with the reason, or hashed where it says which
customer or row it is; whoever wants it otherwise maps it on purpose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from data_access.importing import personal_cells as tests
from data_access.importing.personal_headers import NAMED, NEVER, Test
from metrics.phrases import phrase

STUDIED = 400  # different cells looked at
MOST = 0.5  # share of a column's cells
NEARLY_ALL = 0.8  # for forms that other numbers have by chance
FEW = 5  # different cells
_SURE = ("e-mail addresses", "network addresses", "identity numbers", "account numbers", "card numbers")


@dataclass(frozen=True, slots=True)
class Form:
    """Cells whose form alone says what they are."""

    what: str
    test: Test
    share: float = MOST
    numbers_too: bool = True  # whether cells that are plain numbers or dates may count
    but_not: re.Pattern[str] = NEVER  # headers of numbers that have the form by chance


_COUNTED = re.compile(r"\b(id|key|number|no|num|nr|code|ref|order|uuid|sku)\b|编号|序号|单号|订单")
_FORMS = (
    Form(phrase("e-mail addresses"), tests.e_mail),
    Form(phrase("network addresses"), tests.network_address),
    Form(phrase("coordinates"), tests.coordinates),
    Form(phrase("identity numbers"), tests.paper, NEARLY_ALL),
    Form(phrase("account numbers"), tests.iban),
    Form(phrase("card numbers"), tests.card, NEARLY_ALL),
    Form(phrase("device identifiers"), tests.mac),
    Form(phrase("street addresses"), tests.street, numbers_too=False),
    Form(phrase("telephone numbers"), tests.international, numbers_too=False),
    Form(phrase("telephone numbers"), tests.dialled, numbers_too=False, but_not=_COUNTED),
    Form(phrase("telephone numbers"), tests.mobile, NEARLY_ALL, but_not=_COUNTED),
)


def personal(words: str, counts: Counter[str], filled: int, plain: Container[str]) -> str:
    """What personal data a column holds, in words; empty for none.

    words: its header in plain lower-case words (`profile.header_words`) · counts: its filled cells · plain: those of them
    that read as numbers or dates.
    """
    cells = [cell for cell, _ in counts.most_common(STUDIED)]
    studied = sum(counts[cell] for cell in cells)
    many = len(counts) > FEW or len(counts) >= NEARLY_ALL * filled  # a handful of words is a choice, no list of people

    def share(test: Test, numbers_too: bool = True) -> float:
        found = sum(counts[cell] for cell in cells if (numbers_too or cell not in plain) and test(cell))
        return found / studied if studied else 0.0

    for form in _FORMS:
        if (many or form.what in _SURE) and not form.but_not.search(words) and share(form.test, form.numbers_too) > form.share:
            return form.what
    long = len(words.split())
    for named in NAMED:
        said = long <= named.most_words and named.header.search(words) and not named.but_not.search(words)
        if said and many and share(named.test) > MOST:
            return named.what
    return ""
