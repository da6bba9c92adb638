"""Comments with something planted in them, generated and seeded, in five languages: what redaction is measured on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.es import dni

SEED, EACH = 20260105, 200
Draw = random.Random
Maker = Callable[[Draw], str]

# sentences with a place for something; the text around it must stay
_FRAMES = {
    "en": (
        "please reach me on {} any time",
        "I left {} with your agent twice",
        "my details: {}. Thanks!",
        "nobody wrote back to {}, sadly",
    ),
    "zh": ("麻烦联系{}谢谢", "我的资料是{}，请尽快处理", "已经把{}给了客服，没有回音", "请记录：{}。"),
    "pt": (
        "por favor contactem {} logo",
        "deixei {} com o agente",
        "os meus dados: {}. Obrigada!",
        "ninguém respondeu para {} até hoje",
    ),
    "es": (
        "por favor avisen a {} pronto",
        "dejé {} al agente dos veces",
        "mis datos: {}. ¡Gracias!",
        "nadie respondió a {} todavía",
    ),
    "de": (
        "bitte melden Sie sich unter {} bald",
        "ich habe {} dem Mitarbeiter gegeben",
        "meine Daten: {}. Danke!",
        "niemand schrieb an {} zurück",
    ),
}
_NAMES = ("ana", "wei.zhang", "j_smith", "lukas-m", "sofia99", "li.na", "o.brien", "maria.jose")
_HOSTS = ("example.com", "mail.example.org", "firma.example.de", "qq.com", "empresa.com.br", "uni-example.edu")
_HAN = "零一二三四五六七八九"
_WIDE = "０１２３４５６７８９"


def _n(draw: Draw, count: int) -> str:
    return "".join(draw.choices("0123456789", k=count))


def _chinese_mobile(draw: Draw) -> str:
    return f"1{draw.choice('3456789')}{_n(draw, 9)}"


def _phone(draw: Draw) -> str:
    return draw.choice(
        [
            f"+1 ({draw.randint(201, 989)}) {draw.randint(200, 999)}-{_n(draw, 4)}",
            f"+44 20 7946 0{_n(draw, 3)}",
            f"+49 30 {_n(draw, 7)}",
            f"0171/{_n(draw, 7)}",
            f"91{draw.randint(0, 9)} {_n(draw, 3)} {_n(draw, 3)}",
            f"6{_n(draw, 2)} {_n(draw, 3)} {_n(draw, 3)}",
            f"(11) 9{_n(draw, 4)}-{_n(draw, 4)}",
            _chinese_mobile(draw),
            f"+86 {_chinese_mobile(draw)}",
            f"010-{draw.randint(2, 8)}{_n(draw, 7)}",
            f"{draw.randint(201, 989)}.{draw.randint(200, 999)}.{_n(draw, 4)}",
        ]
    )


def _hidden_phone(draw: Draw) -> str:
    number = _chinese_mobile(draw)
    return draw.choice(
        [
            "".join(_HAN[int(c)] for c in number),
            "".join(_WIDE[int(c)] for c in number),
            "\u200b".join(number),
            " ".join(number),
            number.translate(str.maketrans("01", "〇幺")),
            f"{number[:3]}·{number[3:7]}·{number[7:]}",
            f"{number[:3]}_{number[3:7]}_{number[7:]}",
        ]
    )


def _mail(draw: Draw) -> str:
    return f"{draw.choice(_NAMES)}{draw.randint(1, 99)}@{draw.choice(_HOSTS)}"


def _hidden_mail(draw: Draw) -> str:
    name, host = draw.choice(_NAMES).replace(".", ""), draw.choice(_HOSTS[:2] + _HOSTS[3:4])
    words = host.replace(".", " dot ")
    return draw.choice(
        [
            f"{name} (at) {host}",
            f"{name} at {words}",
            f"{name}[at]{words.replace(' dot ', '[dot]')}",
            f"{name} arroba {host.replace('.', ' punto ')}",
            f"{' '.join('zhang')} @ {host.replace('.', ' . ')}",
            f"{name}＠{host.replace('.', '．')}",
            f"{name} at gmail.com",
        ]
    )


def _paper(draw: Draw) -> str:
    body = f"110105{draw.randint(1950, 2005)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}{_n(draw, 3)}"
    nine = _n(draw, 9)
    eight = _n(draw, 8)
    return draw.choice(
        [
            body + ric.calc_check_digit(body + "0"),
            cpf.format(nine + cpf._calc_check_digits(nine)),
            eight + dni.calc_check_digit(eight),
            f"{draw.randint(100, 600)}-{draw.randint(10, 99)}-{draw.randint(1000, 9999)}",
            f"passport C01X{_n(draw, 5)}",
            f"E{_n(draw, 8)}",
        ]
    )


def _account(draw: Draw) -> str:
    german = f"{_n(draw, 18)}"
    card = f"4{_n(draw, 14)}"
    card += luhn.calc_check_digit(card)
    return draw.choice(
        [f"DE{iban.calc_check_digits('DE00' + german)}{german}", card, " ".join(card[i : i + 4] for i in range(0, 16, 4))]
    )


def _messenger(draw: Draw) -> str:
    name = f"{draw.choice(_NAMES).replace('.', '_')}_{draw.randint(10, 99)}"
    return draw.choice([f"QQ {_n(draw, 9).replace('0', '1')}", f"微信号：{name}", f"wechat: {name}", f"telegram @{name}"])


def _plate(draw: Draw) -> str:
    return draw.choice(
        [
            f"{draw.choice('京沪粤川')}{draw.choice('ABCD')}{draw.randint(10000, 99999)}",
            f"placa: ABC{draw.randint(1, 9)}D{_n(draw, 2)}",
        ]
    )


def _network(draw: Draw) -> str:
    return draw.choice(
        [f"{draw.randint(11, 223)}.{_b(draw)}.{_b(draw)}.{draw.randint(30, 254)}", f"2001:db8::{draw.randint(1, 9999):x}"]
    )


def _b(draw: Draw) -> int:
    return draw.randint(0, 255)


def _name(draw: Draw) -> str:
    return draw.choice(["Ana Silva", "张伟", "Lukas Müller", "María García", "John Smith", "李娜"])


def _street(draw: Draw) -> str:
    return draw.choice(["12 Elm Road", "Rua das Flores 5", "Hauptstraße 7", "Calle Mayor 3", "中山路12号"])


PERSONAL: dict[str, Maker] = {
    "telephone numbers": _phone,
    "the same, disguised": _hidden_phone,
    "e-mail addresses": _mail,
    "the same, in words or spaced": _hidden_mail,
    "identity papers": _paper,
    "accounts and cards": _account,
    "messengers": _messenger,
    "number plates": _plate,
    "network addresses": _network,
}
NOT_FOUND: dict[str, Maker] = {"names of people": _name, "street addresses": _street}
NOBODYS: dict[str, Maker] = {
    "dates and times": lambda d: d.choice(
        [
            f"2026-0{d.randint(1, 9)}-1{d.randint(0, 9)} 10:{d.randint(10, 59)}",
            f"1{d.randint(0, 9)}/0{d.randint(1, 9)}/2026",
            f"2026年{d.randint(1, 12)}月{d.randint(1, 28)}日",
            f"0{d.randint(1, 9)}.10.2025",
            "2019-2024",
        ]
    ),
    "prices and amounts": lambda d: d.choice(
        [
            f"${d.randint(1, 9)},{_n(d, 3)},{_n(d, 3)}.00",
            f"R$ {d.randint(1, 9)}.{_n(d, 3)}.{_n(d, 3)},50",
            f"{d.randint(1, 9)}{_n(d, 6)}元",
            f"{d.randint(1, 9)}{_n(d, 6)} euros",
            f"{d.randint(10, 99)},90 €",
        ]
    ),
    "order numbers": lambda d: d.choice(
        [
            f"order number {_n(d, 10)}",
            f"订单号{d.choice('245')}{_n(d, 11)}",
            f"pedido {_n(d, 9)}",
            f"Bestellnummer {_n(d, 9)}",
            f"ticket #{_n(d, 8)}",
            f"SKU-{_n(d, 7)}",
        ]
    ),
    "ratings and counts": lambda d: d.choice(
        [
            f"{d.randint(1, 10)}/10",
            f"{d.randint(1, 9)}{_n(d, 6)} steps",
            f"{d.randint(2, 9)} 分",
            "1 2 3 4 5 6 7 8",
            f"{d.randint(10, 90)}%",
            "in 2019 1500 of us",
            "1500-2000",
        ]
    ),
    "words with a sign": lambda d: d.choice(
        ["5 @ 3 euros", "at amazon.com", "version 10.2.1900", "wechat pay", "一次两次三次", "bought at the dot com"]
    ),
}


@dataclass(frozen=True)
class Comment:
    """A comment, and what of it must be gone (empty: nothing)."""

    kind: str
    text: str
    secret: str


def comments(kinds: dict[str, Maker], each: int = EACH, seed: int = SEED) -> Iterator[Comment]:
    """`each` comments of every kind, in all languages in turn; the same for the same seed."""
    for kind, make in kinds.items():
        draw = random.Random(f"{seed} {kind}")
        for number in range(each):
            language = list(_FRAMES)[number % len(_FRAMES)]
            secret = make(draw)
            frames = _FRAMES[language][kind in NOBODYS :]  # the first of each asks to be called there
            yield Comment(kind, draw.choice(frames).format(secret), secret)
