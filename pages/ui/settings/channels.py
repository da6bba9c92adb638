"""Channels: what files call them, who serves them, what a contact costs, their colour; and names nobody claims yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import streamlit as st

from charts.theme import THEMES, colour_of
from data_access.settings import names
from data_access.settings.model import Channel, Settings
from data_access.settings.taxonomy import key as folded
from metrics import formats, lists
from metrics.saying import word
from pages.ui.settings import fields
from pages.ui.settings.claims import Unclaimed, unclaimed
from pages.ui.settings.desk import Desk, Listed, Problems, place
from pages.ui.text import esc, md, t

MODES = {"assisted": word("Served by people"), "automated": word("Served by a machine")}
COLOURS = (  # by slot
    word("Blue"), word("Green"), word("Orange"), word("Violet"), word("Sky blue"), word("Pink"), word("Lime"), word("Rose"),
    word("Navy"), word("Brown"),
)  # fmt: skip
_OFFERED = 200  # unclaimed names offered where other names are chosen; any other can be typed
_MOST = 12  # unclaimed names shown; a file whose channel column is free text has thousands


@dataclass
class ChannelItem:
    """One channel as typed."""

    id: int
    name: str = ""
    aliases: list[str] = field(default_factory=list)
    mode: str | None = None
    cost: float | None = None
    colour: int | None = None

    def blank(self) -> bool:
        """Just added: nothing was typed yet, and nothing is missing either."""
        return not (self.name or self.aliases)

    def channel(self) -> Channel:
        aliases = tuple(dict.fromkeys(alias.strip() for alias in self.aliases if alias.strip()))
        return Channel(self.name.strip(), aliases, self.mode, self.cost, self.colour)


def form(settings: Settings) -> Listed[ChannelItem]:
    """The section's fields."""
    return Listed([
        ChannelItem(i, c.name, list(c.aliases), c.mode, c.cost_per_contact, c.colour)
        for i, c in enumerate(settings.channels)
    ])


def read(form: Listed[ChannelItem], settings: Settings) -> tuple[Settings, Problems]:
    """The settings with these channels; every name belongs to one of them."""
    problems: Problems = {}
    owner: dict[str, ChannelItem] = {}
    given = [item for item in form.items if not item.blank()]
    for item in given:
        if not folded(item.name):
            problems[place(item, "name")] = t("This channel has no name. Every channel needs one. Name it, or remove it.")
        own = {folded(name): name for name in (item.name, *item.aliases) if folded(name)}
        for key, name in own.items():
            if key in owner:
                where = "name" if key == folded(item.name) else "aliases"
                problems[place(item, where)] = t(
                    "“{name}” already belongs to {channel}. A name belongs to one channel only. Take it out of one of the two.",
                    name=name, channel=owner[key].name,
                )
            owner.setdefault(key, item)
    return replace(settings, channels=tuple(item.channel() for item in given)), problems


def draw(desk: Desk, form: Listed[ChannelItem]) -> None:
    """The list, and beside it the names no channel claims."""
    st.caption(t(
        "Files write channels in their own words. Give each channel the other names it goes by: facts already loaded follow."
    ))
    found = names.channels_written(desk.now.store, desk.now.scope)
    free, every = unclaimed(found, [item.channel() for item in form.items], _MOST)
    rows = dict(found)
    for item in form.items:
        if desk.may_change and (form.open == item.id or _wrong(desk, item)):
            _edit(desk, form, item, every[:_OFFERED])
        elif not item.blank():
            fields.line(desk, form, item, _words(desk, item, rows))
    if desk.may_change:
        st.button(t("Add a channel"), key="add_channel", on_click=_add, args=(form, ""))
    _unclaimed(desk, form, free, len(every))


def _wrong(desk: Desk, item: ChannelItem) -> bool:
    return any(place(item, name) in desk.problems for name in ("name", "aliases"))


def _edit(desk: Desk, form: Listed[ChannelItem], item: ChannelItem, free: tuple[str, ...]) -> None:
    with st.container(border=True, key=f"open_channel_{item.id}"):
        left, right = st.columns(2)
        with left:
            fields.text(desk, item, "name", t("Name"), max_chars=80)
        with right:
            fields.choice(
                desk, item, "mode", t("Who serves it"), [None, *MODES],
                words=lambda m: t(MODES[m]) if m else t("As each file says"),
            )
        fields.several(
            desk, item, "aliases", t("Other names files use"), free, placeholder=t("Choose or type a name, then Enter")
        )
        left, right = st.columns(2)
        with left:
            fields.number(
                desk, item, "cost", t("Cost per contact"), min_value=0.0, step=0.1, format="%.2f",
                help=t("Fills what files leave empty; a cost in a file is never overwritten."),
            )
        with right:
            fields.choice(
                desk, item, "colour", t("Colour"), [None, *range(len(COLOURS))],
                words=lambda slot: t("By itself") if slot is None else t(COLOURS[slot]),
            )
        fields.closing(desk, form, item)


def _words(desk: Desk, item: ChannelItem, rows: dict[str, int]) -> str:
    own = {folded(name) for name in (item.name, *item.aliases)}
    n = sum(count for name, count in rows.items() if folded(name) in own)
    facts = [t("also {names}", names=lists.enumerated(item.aliases))] if item.aliases else []
    facts += [t(MODES[item.mode]).lower()] if item.mode else []
    facts += [t("{cost} a contact", cost=f"{item.cost:,.2f}")] if item.cost is not None else []
    facts.append(t("{n} facts", n=formats.whole(n)))
    colour = THEMES[desk.now.ground].channels[colour_of(item.name) if item.colour is None else item.colour]
    swatch = f'<span class="ts-swatch" style="background:{colour}"></span>'
    return f'<div class="ts-line">{swatch}<span><b>{esc(item.name)}</b><br><small>{esc(" · ".join(facts))}</small></span></div>'


def _unclaimed(desk: Desk, form: Listed[ChannelItem], free: tuple[Unclaimed, ...], every: int) -> None:
    if not free:
        return
    st.subheader(t("Names in the data that no channel claims"), anchor=False)
    for one in free:
        with st.container(horizontal=True, vertical_alignment="center", key=f"free_{one.name}"):
            like = f" · {t('like {name}?', name=one.near)}" if one.near else ""
            facts = t("{n} facts", n=formats.whole(one.rows))
            st.html(f'<div class="ts-line"><span><b>{esc(one.name)}</b><br><small>{esc(facts + like)}</small></span></div>',
                    width="stretch")
            if desk.may_change:
                if one.near:
                    st.button(
                        t("Read as {name}", name=md(one.near)), key=f"claim_{one.name}", on_click=_claim, args=(form, one)
                    )
                st.button(t("Make it a channel"), key=f"own_{one.name}", type="tertiary", on_click=_add, args=(form, one.name))
    if desk.may_change and 1 < every == len(free):
        names_free = [one.name for one in free]
        st.button(t("Make each of them a channel"), key="own_all", on_click=_add_all, args=(form, names_free))
    if every > len(free):
        st.caption(t("and {n} more, each on fewer facts", n=formats.whole(every - len(free))))


def _add(form: Listed[ChannelItem], name: str) -> None:
    form.add(ChannelItem(form.next, name))


def _add_all(form: Listed[ChannelItem], found: list[str]) -> None:
    for name in found:
        _add(form, name)
    form.open = None


def _claim(form: Listed[ChannelItem], one: Unclaimed) -> None:
    """The name becomes another name of its neighbour, which becomes a channel if it was none."""
    near = str(one.near)
    item = next((i for i in form.items if folded(i.name) == folded(near)), None)
    if item is None:
        form.add(ChannelItem(form.next, near))
        item = form.items[-1]
    item.aliases = [*item.aliases, one.name]
    form.open = None
