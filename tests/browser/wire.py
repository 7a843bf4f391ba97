"""A raw client that speaks Streamlit's protocol over a websocket, as somebody without a browser could."""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


class Wire:
    """One visitor. Only loopback addresses are spoken to."""

    def __init__(self, base: str) -> None:
        if not base.startswith("http://127.0.0.1:"):
            raise ValueError("only this machine is spoken to")
        self._base = base

    def first_run(self, *, page_name: str = "", page_script_hash: str = "") -> str:
        """Everything the server says in answer to a first run, as text."""
        message = BackMsg()
        message.rerun_script.page_name = page_name
        message.rerun_script.page_script_hash = page_script_hash
        said: list[str] = []
        address = self._base.replace("http", "ws") + "/_stcore/stream"
        with connect(address, subprotocols=["streamlit"], origin=self._base, max_size=None) as socket:  # type: ignore[arg-type, list-item]
            socket.send(message.SerializeToString())
            while True:
                answer = ForwardMsg()
                answer.ParseFromString(socket.recv(timeout=30))  # type: ignore[arg-type]
                said.append(str(answer))
                if answer.WhichOneof("type") == "script_finished":
                    return "\n".join(said)
