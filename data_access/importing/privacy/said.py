"""What the words before it make personal: a passport's number, a plate, a birth date, an account of a messenger."""

from __future__ import annotations

import re

_IS = r" {0,2}(?:is|was|ist|es|é|est|lautet|是|为|:|=|-)? {0,2}"
_NUMBER = r"(?: ?(?:number|num|no\.?|nr\.?|nummer|n[uú]mero|n[°º]|号码?|#|id))?"
_PAPERS = (
    r"passports?|护照|pasaporte|passaporte|reisepass(?:nummer)?|passeport|driver'?s? licen[cs]e|驾照|驾驶证|身份证|证件|"
    r"national id|id card|identity card|personalausweis|ausweisnummer|cart[aã]o de cidad[aã]o|carte d'identit[eé]|"
    r"(?<![a-z])(?:dni|nie|nif|cpf|rg|ssn|bsn|pesel)|social security|seguro social|steuer-?id|conta|"
    r"konto(?:nummer)?|bank account|银行卡|卡号|账户"
)
_PLATES = r"license plates?|number plates?|plates?|placa|matr[ií]cula|kennzeichen|nummernschild|immatriculation|车牌"
_BIRTH = (
    r"born|birth ?day|birth ?date|date of birth|(?<![a-z])dob|出生|生日|nascid[oa]|nascimento|anivers[aá]rio|nacid[oa]|"
    r"nacimiento|cumplea[nñ]os|geboren|geburtsdatum|geburtstag|naissance|(?<![a-zà-ÿ])n[eé]e? le"
)
_MESSENGERS = (
    r"微信|薇信|威信|v信|扣扣|"
    r"(?<![a-z])(?:wechat|weixin|vx|wx|qq|telegram|skype|line id|kakao(?:talk)?|snapchat|instagram|insta)"
)
_DATE = (
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:19|20)\d{2}年\d{1,2}月\d{1,2}[日号]?|"
    r"\d{1,2}(?:st|nd|rd|th|\.)? (?:de |of )?[a-zäéç]{3,10}\.?,? (?:de )?(?:19|20)\d{2}|"
    r"[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d{2}|(?:19|20)\d{6}(?!\d))"
)
# the group that matches is what is replaced; the words before it stay
SAID = re.compile(
    rf"(?:{_PAPERS}){_NUMBER}{_IS}"
    r"(?P<paper>(?=[a-z0-9-]{0,12}\d)[a-z0-9](?:[a-z0-9]|[.-](?=[a-z0-9])){4,20}(?: \d[a-z0-9-]{0,8}){0,5})"
    rf"|(?:{_PLATES}){_NUMBER}{_IS}"
    r"(?P<plate>(?=[a-z -]{0,7}\d)(?:[a-z0-9](?:-?[a-z0-9]){5,8}|(?=(?:[ -]?[a-z0-9]){5})[a-z0-9]{1,4}(?:-[a-z0-9]{1,3})?[ -]"
    r"[a-z0-9]{1,4}(?:-[a-z0-9]{2})?)(?![a-zà-ÿ0-9]))"
    rf"|(?:{_BIRTH})[^\d\n]{{0,16}}(?P<date>{_DATE})"
    rf"|(?:{_MESSENGERS})(?: ?(?:id|号码?|账号|帐号|account|handle|user ?name|konto|conta|cuenta))?"
    r" ?(?:[:=是为]|(?<=号)|(?<=id)) {0,2}"
    r"(?P<account>@?[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9])){4,30})"
    rf"|(?:{_MESSENGERS})(?: ?(?:is|ist|es|é))? {{0,2}}"
    r"(?P<handle>@[a-z0-9_](?:[a-z0-9_-]|\.(?=[a-z0-9])){2,30}|(?=[a-z.-]{1,30}[\d_])[a-z][a-z0-9_.-]{4,30})"
    r"|(?:(?<![a-z])qq|扣扣) {0,2}(?P<number>[1-9]\d{4,10}(?![\d.-]))"
)
# what SAID begins with, or a part of it, as plain words: sought faster than patterns
MESSENGERS = (
    "微信", "薇信", "威信", "v信", "wechat", "weixin", "vx", "wx", "qq", "telegram", "skype", "line id",
    "kakao", "snapchat", "insta", "扣扣",
)  # fmt: skip
HINTS = (
    *MESSENGERS, "pas", "护照", "reise", "licen", "驾", "身份证", "证件", "id ", "identi", "ausweis", "cart",
    "dni", "nie", "nif", "cpf", "rg", "ssn", "bsn", "pesel", "social", "steuer", "conta", "konto", "account",
    "银行卡", "卡号", "账户", "plate", "placa", "matr", "kennzeichen", "schild", "车牌", "born", "birth",
    "dob", "出生", "生日", "nasc", "anivers", "nacid", "nacim", "cumple", "gebor", "geburt", "naissance",
    "ne le", "né",
)  # fmt: skip
LABELS = {
    "paper": "[number]", "plate": "[plate]", "date": "[date]", "account": "[account]", "handle": "[account]",
    "number": "[account]",
}  # fmt: skip
