"""Which long numbers of a text may belong to a person. Seven digits or more do, unless something says what else they are."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import phonenumbers

from data_access.importing.privacy.identities import is_card, is_code_of_a_person, is_resident

REGIONS = ("CN", "US", "GB", "DE", "BR", "ES", "PT", "FR", "HK", "IN")  # numbers written without a country's code
_DAY = r"(?:(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d{2}|\d{2}(?![-/.]?\d)))"
_TIME = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
DATES = rf"(?P<when>(?<![\d.])(?:{_DAY}(?:(?:t| {{1,2}}){_TIME})?|{_TIME}(?: {{1,2}}{_DAY})?)(?![\d:]))"
AMOUNT = r"(?P<amount>(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\d,]))"
RUN = r"(?P<run>(?<!\d)\+?\(?\d(?:[ .()/-]{0,2}\d){6,}+x?)"
WORD = r"(?P<code>(?<![a-z0-9])(?=[a-z]{1,20}\d|\d{1,20}[a-z])[a-z0-9]{8,40}(?![a-z0-9]))"
_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,3})?|\d{1,3}(?:[. ]\d{3})+")
_SURE_AMOUNT = re.compile(r"\d{5,12}\.\d{1,2}|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_YEARS = re.compile(r"(?:19|20)\d{2}(?:(?: ?[-/] ?| )(?:19|20)\d{2}){1,9}|(?:19|20)\d{2} \d{3,4}")
_STAMP = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?: ?[0-2]\d[0-5]\d(?:[0-5]\d)?)?")
_PHONE_WORD = re.compile(
    r"(?:(?<![a-zà-ÿ])(?:tel|phone|call|mobile|cell|fax|ring|reach|text|sms|whatsapp|celular|telefon[eo]?|tel[eé]fono|m[oó]vil|"
    r"ligu?[eu]?[ei]?|llam\w{0,4}|anruf\w{0,3}|handy|rufnummer|t[eé]l[eé]phone|portable)|电话|手机|致电|拨打|联系|热线)[^\d\n]{0,20}$"
)
_THING_WORD = re.compile(
    r"(?:order|orden|ordem|pedido|bestell\w{0,9}|commande|invoice|rechnung\w{0,8}|fatura|factura|facture|ticket|case|protocolo?|"
    r"vorgang\w{0,8}|auftrag\w{0,8}|tracking|sendung\w{0,8}|rastre\w{0,6}|booking|reserva\w{0,5}|buchung\w{0,8}|confirmation|ref|"
    r"reference|refer[eê]ncia|referenz|sku|item|article|artikel\w{0,7}|part|model|modell|modelo|serial|version|build|isbn|ean|product|"
    r"produto|producto|produkt\w{0,7}|code|c[oó]digo|parcel|paket\w{0,8}|shipment|订单|单号|运单|快递|工单|编号|型号|版本|流水号|发票|商品|货号|批次)"
    r"(?: ?(?:number|num|no|nr|nummer|n[uú]mero|id|code|号码?))?[ :#№.º°是为=(-]{0,5}$"
)
_MONEY_BEFORE = re.compile(r"(?:[€$£¥]|rmb|usd|eur|cny|brl|gbp|价格|金额|共|花了|约) {0,2}[:=]? {0,2}$")
_UNIT_AFTER = re.compile(
    r" ?(?:[€$£¥%元块圆万亿円次人步条个件张名位字份分米克]|公里|"
    r"(?:eur|usd|rmb|cny|brl|gbp|reais|euros?|dollars?|pounds?|yuan|d[oó]lares|pesos|km|m|kg|g|ml|mb|gb|kb|bytes|ms|steps|rows|users|customers|people|views|times|points|miles|units|pontos|puntos|punkte|"
    r"clientes|kunden|vezes|veces|mal|st[uü]ck|milhas|millas|meilen|personas|pessoas|personen|followers|seguidores|schritte|passos|"
    r"pasos|visitas|aufrufe)(?![a-z0-9]))"
)
_GLUED = re.compile(r"[a-z][-_#/]?$")
_SPACED_SHAPES = re.compile(
    r"\d(?: \d)+|\d{3} \d{3} \d{3,4}|\d{3} \d{4} \d{4}|\d{4}(?: \d{4}){2,4}(?: \d{1,3})?|"
    r"\d{2}(?: \d{2}){3,5}|\d{4,5} \d{6}|0[\d ]+"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_WITH_X = re.compile(r"\d{7,}x")
_LONGEST_PHONE = 15
_LONGEST_COUNT = 60


def is_personal(run: str, before: str, after: str) -> bool | None:
    """Whether a run of seven digits or more is treated as somebody's; None: when somebody could be called at it.

    before, after: the text around it, folded.
    """
    digits = "".join(c for c in run if c.isdecimal())
    if is_card(digits) or (len(digits) >= 17 and is_resident(digits + ("x" if run.endswith("x") else ""))):
        return True
    thing = _THING_WORD.search(before)
    if run.startswith("+") or (_PHONE_WORD.search(before) and not thing and not _GLUED.search(before)):
        return not (_UNIT_AFTER.match(after) and _AMOUNT.fullmatch(run))
    if _a_count(run, before, after) or _a_time(run):
        return False
    if thing or _GLUED.search(before):
        return bool(_MOBILE.fullmatch(digits))
    if " " in run and not run.startswith("(") and len(digits) < _LONGEST_PHONE:
        return True if _SPACED_SHAPES.fullmatch(run) else None
    return True


def personal_part(word: str) -> tuple[int, int] | None:
    """Of a word of letters and digits, the part that is somebody's: all of it, a mobile number in it, or nothing."""
    if _WITH_X.fullmatch(word) or is_code_of_a_person(word):
        return 0, len(word)
    found = _MOBILE.search(word)
    return found.span() if found else None


def _a_count(run: str, before: str, after: str) -> bool:
    """Money, quantities, things counted out, ranges of round numbers."""
    if _SURE_AMOUNT.fullmatch(run):
        return True
    if _AMOUNT.fullmatch(run) and (_MONEY_BEFORE.search(before) or _UNIT_AFTER.match(after)):
        return True
    if len(run) > _LONGEST_COUNT:
        return False
    numbers = [int(part) for part in re.findall(r"\d+", run)]
    if len(numbers) > 3 and all(b - a == 1 for a, b in pairwise(numbers)):
        return True
    ascending = all(a < b for a, b in pairwise(numbers))
    return len(numbers) > 1 and ascending and not any(number % 50 for number in numbers)


def _a_time(run: str) -> bool:
    stamp = _STAMP.fullmatch(run)
    if stamp is None:
        return bool(_YEARS.fullmatch(run))
    try:
        date(*map(int, stamp.groups()))
    except ValueError:
        return False
    return True


def is_a_phone(run: str) -> bool:
    """A number somebody could be called at, in one of the regions."""
    digits = "+" * run.startswith("+") + "".join(c for c in run if c.isdecimal())
    if not 8 <= len(digits) <= _LONGEST_PHONE + 1:
        return False
    if _MOBILE.fullmatch(digits):
        return True
    for region in REGIONS[:1] if digits[0] == "+" else REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(digits, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
