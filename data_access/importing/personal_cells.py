"""Whether one cell can be an address, a telephone number, an identity number, a name: tests of single cells."""

from __future__ import annotations

import ipaddress
import re

from stdnum.br import cpf
from stdnum.us import ssn

from data_access.importing.privacy.identities import is_card, is_code_of_a_person, is_iban, is_network_address, is_resident
from data_access.importing.privacy.numbers import is_a_phone

_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[A-Za-z]{2,}")
_DOTTED = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_PAIR = re.compile(r"\(?\s*-?\d{1,3}\.\d{2,}\s*[,; ]\s*-?\d{1,3}\.\d{2,}\s*\)?|POINT ?\(.*\)")
_ONE = re.compile(r"[-+]?\d{1,9}(?:[.,]\d+)?°?[NSEWO]?|\d{1,3}°.{0,40}")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}")
_STREET = re.compile(
    r"\d+[A-Za-z]?[ -].{0,80}\b(?:St|Street|Rd|Road|Ave|Avenue|Blvd|Dr|Ln|Pl|Plz|Sq|Ct|Hwy|Way|Ter|Pkwy)\b.{0,60}|"
    r"(?:Rua|Avenida|Av\.|Calle|Rue|Travessa|Praça|Plaza|Paseo) .{2,80}\d+.{0,40}|"
    r"[A-ZÄÖÜ][\w.-]{2,40}(?:straße|strasse|str\.|weg|platz|allee|gasse) \d{1,4}.{0,40}|"
    r".{2,40}(?:路|街|大道|巷|弄)\d{1,5}(?:号|弄).{0,40}",
    re.IGNORECASE,
)
_DIALLED = re.compile(r"\+?\(?\d[\d ().\-/]{6,20}\d(?: ?(?:x|ext\.?) ?\d{1,6})?")
_GROUPED = re.compile(r".*[ ().\-/].*")
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_CPF = re.compile(r"\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11}")
_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 ./:{}-]{4,60}")
_NAME = re.compile(r"[^\W\d_][^\d_@#/\\]{0,60}")
_DATE = re.compile(r"(?=.*\d)[\dA-Za-z年月日号 ,./T:-]{6,40}")
_FULL_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[ -][^\W\d_][^\W\d_'’.-]*){1,3}\.?")
_CHINESE_NAME = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    r"贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严][\u4e00-\u9fff]{1,2}"
)
_INSTITUTION = re.compile(
    r"\b(?:county|city|inc|ltd|llc|gmbh|corp|company|university|school|college|hospital|center|centre|bank|street|park|hotel|airport|"
    r"group|services?|store|department|office|association|club|church|station|basic|standard|premium|pro|plan)\b",
    re.IGNORECASE,
)
_YES_NO = frozenset(["yes", "no", "true", "false", "y", "n", "sim", "não", "sí", "si", "ja", "nein", "oui", "non", "是", "否"])


def e_mail(cell: str) -> bool:
    """An e-mail address."""
    return bool(_MAIL.fullmatch(cell))


def network_address(cell: str) -> bool:
    """An address of the Internet protocol; four small numbers such as 1.2.0.1 are a version."""
    if _DOTTED.fullmatch(cell):
        return is_network_address(cell) and max(map(int, cell.split("."))) > 20
    return cell.count(":") > 1 and is_network_address(cell) and not ipaddress.ip_address(cell).is_unspecified


def coordinates(cell: str) -> bool:
    """A place on the map: two numbers, or a point in the notation of maps."""
    return bool(_PAIR.fullmatch(cell))


def coordinate(cell: str) -> bool:
    """A latitude or a longitude, in degrees or on some other grid, or both."""
    return bool(_ONE.fullmatch(cell) or _PAIR.fullmatch(cell))


def paper(cell: str) -> bool:
    """A number of a document that names its holder, by its check digits."""
    word = cell.replace(" ", "")
    return (
        (len(word) == 18 and is_resident(word))
        or bool(_SSN.fullmatch(word) and ssn.is_valid(word))
        or bool(_CPF.fullmatch(word) and cpf.is_valid(word))
        or is_code_of_a_person(word.replace("-", "").lower())
    )


def iban(cell: str) -> bool:
    """A bank account."""
    return cell[:2].isalpha() and is_iban(cell)


def card(cell: str) -> bool:
    """A payment card."""
    return is_card(cell.replace(" ", "").replace("-", ""))


def mac(cell: str) -> bool:
    """A network card."""
    return bool(_MAC.fullmatch(cell))


def street(cell: str) -> bool:
    """A house in a street."""
    return bool(_STREET.fullmatch(cell))


def dialled(cell: str) -> bool:
    """A telephone number written as one: with a country's code, or in groups that some region's numbers have."""
    if not _DIALLED.fullmatch(cell) or not (cell.startswith("+") or _GROUPED.fullmatch(cell)):
        return False
    return is_a_phone(cell)


def international(cell: str) -> bool:
    """A telephone number with its country's code."""
    return cell.startswith("+") and dialled(cell)


def mobile(cell: str) -> bool:
    """A Chinese mobile number: the one kind that is mostly written without any groups."""
    return bool(_MOBILE.fullmatch(cell))


def digits(cell: str) -> bool:
    """What a column called telephone must hold: six digits at least."""
    return sum(c.isdecimal() for c in cell) >= 6 and len(cell) <= 40


def code(cell: str) -> bool:
    """What a column of identity numbers must hold."""
    return bool(_CODE.fullmatch(cell))


def name_like(cell: str) -> bool:
    """Letters only: a name, or a word."""
    return bool(_NAME.fullmatch(cell)) and cell.casefold() not in _YES_NO


def full_name(cell: str) -> bool:
    """A given name and a surname: two to four words with capitals and none that institutions have, or a Chinese name."""
    return bool(_FULL_NAME.fullmatch(cell) or _CHINESE_NAME.fullmatch(cell)) and not _INSTITUTION.search(cell)


def address_like(cell: str) -> bool:
    """What begins with an address of the network: some tools write the place behind it."""
    return bool(_DOTTED.match(cell)) or cell.count(":") > 2


def birth_date(cell: str) -> bool:
    """A day, a year and month, in figures or words."""
    return bool(_DATE.fullmatch(cell))


def text(cell: str) -> bool:
    """Neither a yes or no nor a short number."""
    return cell.casefold() not in _YES_NO and not (cell.isdecimal() and len(cell) < 6)
