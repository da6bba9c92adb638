"""Colours and type: one palette for pages, figures and files, designed twice (light and dark), tested by measurement.

Ten channel colours keep their hue on both grounds. Contrast is at least 3:1 on either ground; the smallest difference
of two of them (CAM02-UCS) is at least 20 in normal sight and 12 with deuteranopia, protanopia or tritanopia.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from metrics.frames import UNKNOWN
from metrics.saying import say, word

Ground = Literal["light", "dark"]
FONT = (
    '"Inter", "Segoe UI", "Helvetica Neue", Arial, "Source Sans", '
    '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'
)


@dataclass(frozen=True, slots=True)
class Theme:
    """One ground's colours. ink, muted: text (≥ 4.5:1) · grid, axis, pale: lines and areas that only support ·
    context: greyed series · better, worse: news, always with a word · sequential: little to much · diverging: worse to
    better."""

    ground: str
    ink: str
    muted: str
    axis: str
    grid: str
    pale: str
    context: str
    accent: str
    better: str
    worse: str
    channels: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]


THEMES: dict[str, Theme] = {
    "light": Theme(
        ground="#FFFFFF", ink="#1A1F2B", muted="#5B6473", axis="#9AA3B2", grid="#E9ECF1", pale="#DDE3EC",
        context="#A7AFBC", accent="#2A58B8", better="#0B6E5A", worse="#B4430E",
        channels=(
            "#2163FF", "#056E5A", "#D46E0D", "#7255A8", "#269CC5",
            "#CE0061", "#6E9E55", "#A26180", "#233470", "#79502B",
        ),
        sequential=("#EAF1FB", "#C1D9F7", "#96BBEB", "#709BD8", "#507CC2", "#345EAB", "#1B3F91"),
        diverging=("#B4430E", "#CC7C5F", "#E2B7A6", "#F1F0EE", "#A9C2BD", "#649791", "#0B6E67"),
    ),
    "dark": Theme(
        ground="#12151C", ink="#E7EAF0", muted="#A3ACBB", axis="#5C6677", grid="#252B36", pale="#2C3442",
        context="#5F6979", accent="#8CB2FF", better="#4FC7A8", worse="#F08A52",
        channels=(
            "#4B76FF", "#44B199", "#FD7F14", "#AE8FF6", "#51D1F0",
            "#F98FC8", "#AED663", "#C64C6D", "#7782A0", "#B38E62",
        ),
        sequential=("#1C2A44", "#1F3E76", "#2C58A6", "#4476CB", "#6595E7", "#8EB6F8", "#B9D4FF"),
        diverging=("#F08A52", "#A2674B", "#5E4640", "#262A33", "#335457", "#3A837F", "#38B8AB"),
    ),
}  # fmt: skip

_SLOTS = (  # slot i belongs to the i-th line: its names in the ways sources write them
    ("phone", "telephone", "call", "voice", "hotline", "call center", "contact center", "电话", "热线"),
    ("branch", "store", "shop", "in person", "in-person", "office", "门店", "网点", "柜台"),
    ("chat", "live chat", "webchat", "web chat", "在线客服", "在线聊天"),
    ("e-mail", "email", "mail (e-mail)", "电子邮件", "邮件"),
    ("web", "website", "online", "web form", "portal", "网站", "网页"),
    ("app", "mobile app", "mobile", "in-app", "应用", "手机应用"),
    ("chatbot", "bot", "assistant", "virtual assistant", "机器人", "智能客服"),
    ("social", "social media", "twitter", "facebook", "whatsapp", "wechat", "社交媒体", "微信"),
    ("ivr", "phone menu", "语音菜单"),
    ("mail", "letter", "post", "fax", "信函", "邮寄"),
)
_KNOWN = {name: slot for slot, names in enumerate(_SLOTS) for name in names}
OTHER = word("other")


def theme(ground: Ground) -> Theme:
    """The colours of a ground."""
    return THEMES[ground]


def direction_colours(ground: Ground) -> tuple[str, str]:
    """(better, worse) for text: ≥ 4.5:1 on the ground."""
    return THEMES[ground].better, THEMES[ground].worse


def colour_of(channel: str) -> int:
    """The colour slot (0..9) of a name: fixed for known channels, else drawn from the name, so it never moves."""
    name = channel.strip().casefold()
    return _KNOWN.get(name, crc32(name.encode("utf-8", "surrogatepass")) % len(_SLOTS))


def same_channel(one: str, other: str) -> bool | None:
    """Whether two usual names mean one channel: "call" and "telephone" do, "chat" and "chatbot" do not; None where either
    is no usual name."""
    first, second = (_KNOWN.get(name.strip().casefold()) for name in (one, other))
    return None if first is None or second is None else first == second


def slots(names: Iterable[str], chosen: Sequence[tuple[str, int]] = ()) -> dict[str, int]:
    """A slot for every name of one chart; no two share one while slots last. Chosen slots come first (two names may be
    given one on purpose), then known names keep theirs."""
    asked = {name.strip().casefold(): slot for name, slot in chosen}
    unique = sorted(set(names), key=lambda n: (n.strip().casefold() not in _KNOWN, n))
    taken = {name: asked[name.strip().casefold()] for name in unique if name.strip().casefold() in asked}
    for name in unique:
        if name in taken:
            continue
        slot = colour_of(name)
        used = set(taken.values())
        free = [(slot + step) % len(_SLOTS) for step in range(len(_SLOTS)) if (slot + step) % len(_SLOTS) not in used]
        taken[name] = free[0] if free else slot
    return taken


def colours(names: Iterable[str], ground: Ground, chosen: Sequence[tuple[str, int]] = ()) -> dict[str, str]:
    """A colour for every name of one chart; "(unknown)" and "other" are grey, they are nobody's channel.

    chosen: (channel, slot 0..9) as the house decided (`metrics.rules.Rules.colours`).
    """
    names, palette = list(names), THEMES[ground]
    found = slots((n for n in names if n not in (UNKNOWN, say(OTHER))), chosen)
    return {name: palette.channels[found[name]] if name in found else palette.context for name in names}


def faded(colour: str, opacity: float) -> str:
    """The colour as rgba(), for bands and areas."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
