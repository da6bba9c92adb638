"""Which channel a written name means: compared without case, spaces and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from data_access.errors import SettingsError
from data_access.importing.values import fold
from data_access.settings.model import Channel

_APART = re.compile(r"[\W_]+")


def key(name: str) -> str:
    """A channel's name as it is compared: "E-Mail" and "e mail" are one; a name of signs alone stays itself."""
    folded = fold(name)
    return _APART.sub("", folded) or folded


class Taxonomy:
    """Channels by what files write. Raises SettingsError when two channels claim one name."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._by_key: dict[str, Channel] = {}
        for channel in channels:
            for name in (channel.name, *channel.aliases):
                self._claim(name, channel)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def of(self, written: str) -> Channel | None:
        """The channel a written name means, None when none claims it."""
        return self._by_key.get(key(written))

    def names(self) -> Mapping[str, str]:
        """Every name and alias as it is compared → the channel's name."""
        return {claimed: channel.name for claimed, channel in self._by_key.items()}

    def meant(self, written: Iterable[str | None]) -> Mapping[str, Channel]:
        """written name → its channel, for the names that have one."""
        found = {name: self.of(name) for name in written if name}
        return {name: channel for name, channel in found.items() if channel is not None}

    def _claim(self, name: str, channel: Channel) -> None:
        if not key(name):
            raise SettingsError(f"The channel {channel.name!r} has an empty name or alias.", "", "Give it a name.")
        owner = self._by_key.setdefault(key(name), channel)
        if owner is not channel:
            raise SettingsError(
                f"Two channels claim {name!r}: {owner.name!r} and {channel.name!r}.",
                "A name in a file means one channel (case, spaces and punctuation do not count).",
                "Leave it with one of them.",
            )
