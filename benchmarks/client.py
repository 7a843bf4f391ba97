"""A visitor without a browser: speaks Streamlit's protobuf over a websocket, so that times are the server's alone.

What is promised: loopback only; it answers as the browser does (whole widget state, page, address, cached messages);
every wait has an end; a run that shows an error or does not end well is an error here.
"""

from __future__ import annotations

import asyncio
import time
from typing import Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox

from servers import HOST, Server

PATIENCE = 60.0


class Visitor:
    """One open page."""

    def __init__(self, server: Server, page: str = "", *, address: str = HOST) -> None:
        self._server, self._page, self._from = server, page, address
        self._hash = self._address = ""
        self._states: dict[str, str] = {}
        self._cached: set[str] = set()
        self._boxes: dict[str, Selectbox] = {}
        self.charts = self.bytes = 0
        self.words: list[str] = []

    async def __aenter__(self) -> Self:
        where = f"ws://{HOST}:{self._server.port}/_stcore/stream"
        self._socket = await websockets.connect(
            where,
            origin=websockets.Origin(self._server.url),
            subprotocols=[websockets.Subprotocol("streamlit")],
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=PATIENCE,
            local_addr=(self._from, 0),
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._socket.close()

    def options(self, label: str) -> list[str]:
        """What the select box with this label offers."""
        return list(self._boxes[label].options)

    async def choose(self, label: str, option: str) -> float:
        """Change a select box; seconds until the script has finished."""
        self._states[self._boxes[label].id] = option
        return await self.run()

    async def run(self) -> float:
        """One run of the script, the first or another; seconds until it has finished."""
        self.charts = self.bytes = 0
        self.words = []
        self._boxes = {}
        began = time.perf_counter()
        await self._socket.send(self._request().SerializeToString())
        async with asyncio.timeout(PATIENCE):
            while not await self._finished():
                pass
        took = time.perf_counter() - began
        present = {box.id for box in self._boxes.values()}
        self._states = {name: value for name, value in self._states.items() if name in present}
        return took

    def _request(self) -> BackMsg:
        message = BackMsg()
        wanted = message.rerun_script
        wanted.query_string = self._address
        wanted.page_script_hash = self._hash
        wanted.page_name = "" if self._hash else self._page
        wanted.cached_message_hashes.extend(self._cached)
        for name, value in self._states.items():
            state = wanted.widget_states.widgets.add()
            state.id, state.string_value = name, value
        return message

    async def _finished(self) -> bool:
        data = await self._socket.recv(decode=False)
        self.bytes += len(data)
        message = ForwardMsg.FromString(data)
        if message.metadata.cacheable and message.hash:
            self._cached.add(message.hash)
        match message.WhichOneof("type"):
            case "new_session":
                self._hash = message.new_session.page_script_hash
            case "navigation":
                self._hash = message.navigation.page_script_hash or self._hash
            case "page_info_changed":
                self._address = message.page_info_changed.query_string
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._see(message.delta.new_element)
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError(f"{self._server.name}: the script could not be compiled")
                return bool(message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)
        return False

    def _see(self, element: Element) -> None:
        match element.WhichOneof("type"):
            case "exception":
                raise RuntimeError(f"{self._server.name} shows an error: {element.exception.message}")
            case "vega_lite_chart":
                self.charts += 1
            case "html":
                self.words.append(element.html.body)
            case "heading":
                self.words.append(element.heading.body)
            case "selectbox":
                box = element.selectbox
                self._boxes[box.label] = box
                if box.set_value:
                    self._states[box.id] = box.raw_value
