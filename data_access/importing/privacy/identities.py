"""Identifiers recognised by their shape and check digits: documents, accounts, devices, plates."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.es import nif
from stdnum.in_ import pan
from stdnum.it import codicefiscale
from stdnum.mx import curp, rfc

# shapes in a folded, lower-case text; one group each, what it is called decides how it is checked
SHAPES = (
    r"(?P<iban>(?<![a-z0-9])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?(?![a-z0-9]))"
    r"|(?P<uuid>(?<![a-z0-9])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![a-z0-9]))"
    r"|(?P<mac>(?<![a-z0-9-])(?<![a-z0-9]:)(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![a-z0-9:])|(?<![a-z0-9-])(?:[0-9a-f]{2}-){5}[0-9a-f]{2}(?![a-z0-9-]))"
    r"|(?P<ipv4>(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d))"
    r"|(?P<ipv6>(?<![a-z0-9.])(?<![a-z0-9]:)(?:[0-9a-f]{1,4}:|(?<!:):(?=:)|(?<=:):){2,7}[0-9a-f]{1,4}(?![a-z0-9:]|\.\d))"
    r"|(?P<nino>(?<![a-z0-9])[abceghj-prstw-z][abceghj-nprstw-z] ?\d{2} ?\d{2} ?\d{2} ?[a-d](?![a-z0-9]))"
    r"|(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][a-hj-np-z][ -]?"
    r"(?=[a-hj-np-z]{0,5}\d)[a-hj-np-z0-9]{4,5}[a-hj-np-z0-9挂学警港澳](?![a-z0-9]))"
)
_CARD = re.compile(
    r"4\d{12}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}|62\d{14,17}|35\d{14}|3[068]\d{12}"
)
_PASSPORT = re.compile(r"[egdsph]\d{8}")  # Chinese ones, which need no word before them
_CODES: tuple[tuple[int, Callable[[str], bool]], ...] = (
    (9, nif.is_valid),
    (10, pan.is_valid),
    (12, rfc.is_valid),
    (13, rfc.is_valid),
    (16, codicefiscale.is_valid),
    (18, curp.is_valid),
)


def is_network_address(text: str) -> bool:
    """An address of the Internet protocol, version 4 or 6."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_iban(text: str) -> bool:
    """An account number whose check digits hold."""
    return _holds(lambda number: iban.is_valid(number, check_country=False), text)


def is_card(digits: str) -> bool:
    """A payment card: a known prefix and the check digit."""
    return bool(_CARD.fullmatch(digits)) and luhn.is_valid(digits)


def is_resident(text: str) -> bool:
    """A Chinese resident identity number whose birth date, place and check digit hold."""
    return _holds(ric.is_valid, text)


def is_code_of_a_person(word: str) -> bool:
    """A word of letters and digits that names a person: passport, tax or identity card, by shape and check digit."""
    return bool(_PASSPORT.fullmatch(word)) or any(len(word) == size and _holds(check, word.upper()) for size, check in _CODES)


def _holds(check: Callable[[str], bool], text: str) -> bool:
    """A check that stumbles over a place or date it does not know has not held."""
    try:
        return bool(check(text))
    except (LookupError, ValueError, TypeError, ArithmeticError):
        return False


CHECKS: dict[str, Callable[[str], bool]] = {
    "iban": is_iban,
    "ipv4": is_network_address,
    "ipv6": is_network_address,
    "uuid": lambda _: True,
    "mac": lambda _: True,
    "nino": lambda _: True,
    "plate": lambda _: True,
}
