"""Headers that say a column holds personal data, in six languages, and what its cells must be for that to be believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from data_access.importing import personal_cells as tests
from metrics.phrases import phrase

Test = Callable[[str], bool]
NEVER = re.compile(r"(?!)")
_SHORT, _QUESTION = 6, 25  # words a header may have: in a long question "address" is a verb


@dataclass(frozen=True, slots=True)
class Named:
    """header: words that say what the cells are · test: what most cells must be · but_not: words that say they are not."""

    what: str
    header: re.Pattern[str]
    test: Test
    but_not: re.Pattern[str] = NEVER
    most_words: int = _SHORT


def _words(*words: str) -> re.Pattern[str]:
    """Any of these words on its own; Chinese ones anywhere."""
    chinese = [word for word in words if ord(word[0]) > 0x2E7F]
    return re.compile("|".join([*chinese, rf"\b(?:{'|'.join(word for word in words if word not in chinese)})\b"]))


_ABOUT = (
    "type", "types", "status", "kind", "opt", "in", "consent", "valid", "verified", "sent", "count", "channel", "provider",
    "domain", "model", "os", "brand", "version", "url", "web", "website", "known", "given", "operator", "plan", "app",
    "价格", "品牌", "型号", "类型", "状态", "套餐", "颜色",
)  # fmt: skip
_FACTS_ABOUT = _words(*_ABOUT)
_E_MAIL = ("e ?mails?", "e ?mail address(?:es)?", "correo", "correo electronico", "courriel", "邮箱", "邮件地址", "电子邮件")
_PHONE = (
    "(?:tele)?phone", "phone number", "mobile", "cell", "cellphone", "tel", "fax", "telefone?", "telefono", "celular", "movil",
    r"handy\w*", "telemovel", "rufnummer", r"telefon\w*", "portable", "msisdn", "whatsapp", "电话", "手机", "联系方式",
)  # fmt: skip
_PLACE = (
    "latitude", "longitude", "lat", "lon", "lng", r"(?<!\w )long(?! \w)", "latitud", "longitud", "breitengrad",
    "langengrad", "geo ?coded",
    "geo ?location", "gps", "coordinates?", "coordenadas?", "coordonnees", r"koordinaten?", "纬度", "经度", "坐标",
)  # fmt: skip
_STREET = (
    "street", "address", "addr", "endereco", "direccion", "domicilio", "adresse", "anschrift", "strasse", "rua", "calle",
    "intersection", "hausnummer", "morada", "地址", "住址",
)  # fmt: skip
_NETWORK = ("ip", "ip ?address", "ip ?v[46]", "direccion ip", "endereco ip", "ip adresse", "adresse ip", "ip地址", "来自ip")
_OF = (
    "first|last|full|sur|given|family|middle|maiden|patient|employee|guest|passenger|member|contact|customer|client|respondent|"
    "recipient|subscriber|caller|cardholder|buyer|student|complainant|reviewer|submitter|requester|your"
)
_NAME = (
    rf"(?:{_OF}) ?(?:first |last |full )?names?", "surname", "nome (?:completo|do cliente|do contato)", "sobrenome", "apelido",
    "nombre (?:completo|y apellidos|del cliente)", "apellidos?", "(?:vor|nach|familien|kunden)name", "prenom",
    "nom (?:de famille|complet|du client)", "姓名", "名字", "联系人", "收件人", "收货人",
)  # fmt: skip
_BORN = (
    "birth ?(?:date|day)", "date of birth", "dob", r"(?:data|fecha) de nac\w*", "geburtsdatum", "geburtstag",
    "date de naissance", "出生日期", "生日", "出生年月",
)  # fmt: skip
_PAPER = (
    "passport", "ssn", "social security", "national id", "id card", "identity (?:card|number)", "tax id",
    "driver'? ?s? licen[cs]e", "cpf", "rg", "dni", "nie", "nif", "curp", "pasaporte", "passaporte", r"reisepass\w*",
    r"(?:personal)?ausweis\w*",
    r"steuer ?id\w*", "carte d identite", "passeport", "身份证", "证件号", "护照",
)  # fmt: skip
_CARD = (
    "(?:credit |debit |payment )?card (?:number|no)", r"kreditkarte\w*", "numero d[aeo] (?:tarjeta|cartao)", "银行卡", "信用卡",
    "卡号",
)  # fmt: skip
_DEVICE = (
    "(?:device|advertising|android|cookie|hardware|browser) ?(?:id|uuid|identifier|fingerprint)", "imei", "imsi", "idfa",
    "gaid", "udid", "mac address", "geraete ?id", "设备号", "设备id", "设备编号", "设备标识",
)  # fmt: skip
NAMED = (
    Named(
        phrase("e-mail addresses"), _words(*_E_MAIL), tests.text,
        _words(*_ABOUT, "subject", "body", "text", "campaign", "template"),
    ),
    Named(phrase("telephone numbers"), _words(*_PHONE), tests.digits, _FACTS_ABOUT, _QUESTION),
    Named(phrase("coordinates"), _words(*_PLACE), tests.coordinate),
    Named(
        phrase("street addresses"), _words(*_STREET), tests.text,
        _words(*_ABOUT, "e ?mail", "ip", "mac", "network", "correo"),
    ),
    Named(phrase("network addresses"), _words(*_NETWORK), tests.address_like),
    Named(
        phrase("names of people"),
        _words(*_NAME),
        tests.name_like,
        _words("company", "business", "product", "file", "event", "campaign", "agency", "facility", "brand", "store", "group"),
        10,
    ),
    Named(phrase("names of people"), re.compile(r"^(?:your )?(?:name|nome|nombre|nom)$"), tests.full_name),
    Named(phrase("birth dates"), _words(*_BORN), tests.birth_date),
    Named(
        phrase("identity numbers"), _words(*_PAPER), tests.code,
        _words("type", "kind", "status", "country", "issued", r"expir\w*"),
    ),
    Named(phrase("account numbers"), _words("iban", "bank account", "kontonummer", "cuenta bancaria", "银行账号"), tests.code),
    Named(phrase("card numbers"), _words(*_CARD), tests.card),
    Named(phrase("device identifiers"), _words(*_DEVICE), tests.code),
)
