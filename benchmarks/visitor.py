"""A reader without a browser: speaks the page's WebSocket as the browser does, draws nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.served import Served

_WIDGETS = ("selectbox", "multiselect")
_MOST_BYTES = 64 << 20


@dataclass(frozen=True)
class Run:
    """One run of a page: seconds from the click to the end of the script, bytes received, elements sent."""

    seconds: float
    received: int
    elements: int


@dataclass
class Visitor:
    """One session. Keeps what a browser keeps: the widgets' values and the messages that may be sent by reference."""

    socket: ClientConnection
    page: str
    query: str = ""
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _known: dict[str, ForwardMsg] = field(default_factory=dict)

    async def run(self) -> Run:
        """Run the page with the widgets as they are; the first run opens it.

        Raises:
            RuntimeError: the script failed.
        """
        started = time.perf_counter()
        await self.socket.send(self._question().SerializeToString())
        received, elements = 0, 0
        while True:
            data = await self.socket.recv(decode=False)
            received += len(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "ref_hash":
                message = self._known[message.ref_hash]
            elif message.metadata.cacheable:
                self._known[message.hash] = message
            elements += self._read(message)
            if message.WhichOneof("type") == "script_finished":
                return Run(time.perf_counter() - started, received, elements)

    def choose(self, key: str, *values: str) -> None:
        """Put a value into the widget with this key, as shown on the page; the next run reads it."""
        state = next((s for name, s in self._states.items() if name.endswith(f"-{key}")), None)
        if state is None:
            known = ", ".join(sorted(name.rsplit("-", 1)[-1] for name in self._states))
            raise KeyError(f"the page has no choice {key!r}; it has {known}")
        if state.WhichOneof("value") == "string_array_value":
            state.string_array_value.data[:] = values
        else:
            state.string_value = values[0]

    def _question(self) -> BackMsg:
        message = BackMsg()
        asked = message.rerun_script
        asked.page_name, asked.query_string = self.page, self.query
        asked.widget_states.widgets.extend(self._states.values())
        asked.cached_message_hashes.extend(self._known)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en-US"
        asked.context_info.color_scheme = "light"
        return message

    def _read(self, message: ForwardMsg) -> int:
        if message.WhichOneof("type") == "page_info_changed":
            self.query = message.page_info_changed.query_string
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return 0
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"the page {self.page or 'overview'} failed: {element.exception.message}")
        if kind in _WIDGETS:
            self._keep(kind, getattr(element, kind))
        return 1

    def _keep(self, kind: str, widget: Any) -> None:
        """What a browser commits when a widget appears or is set by the page."""
        state = self._states.setdefault(widget.id, WidgetState(id=widget.id))
        fresh = state.WhichOneof("value") is None
        if kind == "multiselect" and (fresh or widget.set_value):
            chosen = widget.raw_values if widget.set_value else [widget.options[i] for i in widget.default]
            state.string_array_value.data[:] = chosen
        elif kind == "selectbox" and (fresh or widget.set_value):
            has_default = widget.HasField("default") and len(widget.options) > widget.default
            value = widget.raw_value if widget.set_value else widget.options[widget.default] if has_default else ""
            if value:
                state.string_value = value


@asynccontextmanager
async def visiting(server: Served, page: str, cookie: str | None = None) -> AsyncIterator[Visitor]:
    """A session on the page with this address ("" is the first page), closed at the end."""
    address = f"127.0.0.1:{server.port}"
    headers = {"Cookie": server.cookie() if cookie is None else cookie}
    socket = await connect(
        f"ws://{address}/_stcore/stream", origin=Origin(f"http://{address}"), additional_headers=headers,
        subprotocols=[Subprotocol("streamlit")], max_size=_MOST_BYTES, compression=None, ping_interval=None,
    )
    try:
        yield Visitor(socket, page)
    finally:
        await socket.close()
