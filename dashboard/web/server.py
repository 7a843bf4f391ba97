"""The server: uvicorn with our own protocols, limits and log, and nothing believed that was not asked for."""

from __future__ import annotations

import ctypes
import gc
import socket
import sys

import uvicorn
from anyio import to_thread

from dashboard.settings import WrongCommand, settings
from dashboard.web import log
from dashboard.web.connections import HELD, KEPT_ALIVE, Patient, files_for, room
from dashboard.web.websocket_guard import LARGEST, GuardedWebSocket

if sys.platform != "win32":
    import resource

_TIDY = 20  # seconds


def limit_connections() -> str:
    """Allow this process the open files that its connections take, if the system lets it, and hold no more connections
    than there are files for. A sentence for the operator if that is fewer than the settings want."""
    wanted = settings().connections
    need = files_for(wanted)
    files = _raised(need)
    HELD.most, HELD.backlog = room(files, wanted)
    if HELD.most == wanted:
        return ""
    return (
        f"This system lets the server open {files:,} files, so it holds at most {HELD.most:,} connections at once "
        f"instead of {wanted:,}. Raise the limit (`ulimit -n {need}`) before you start it, to change that."
    )


def _raised(need: int) -> int:
    """The open files this process may have, after asking for so many. Windows has no such limit."""
    if sys.platform == "win32":
        return need
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return need
    if soft < need:
        soft = need if hard == resource.RLIM_INFINITY else min(need, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on. WrongCommand if the address is not this machine's or the port is taken."""
    ours = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        ours = socket.socket(family, kind, protocol)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.bind(address)
        ours.listen(HELD.backlog)
    except OSError as error:
        if ours:
            ours.close()
        told = (error.strerror or str(error)).lower()
        todo = "Give another --port, or end what uses it; --host is an address of this machine."
        raise WrongCommand(f"This site cannot listen on {host}, port {port}: {told}. {todo}") from None
    return ours


def serve(ours: socket.socket, *, access_log: bool) -> None:
    """Serve `app:app` on a socket until the process is asked to end. SystemExit if it cannot start."""

    async def tidy() -> None:
        log.settle(access=access_log)
        await to_thread.run_sync(_give_back_memory)

    config = uvicorn.Config(
        "app:app",
        http=Patient,
        ws=GuardedWebSocket,
        ws_max_size=LARGEST,
        ws_per_message_deflate=False,
        proxy_headers=False,  # whom to believe is decided once, for everything: dashboard/address.py
        server_header=False,
        access_log=access_log,
        log_config=None,
        backlog=HELD.backlog,
        timeout_keep_alive=KEPT_ALIVE,
        timeout_graceful_shutdown=5,
        callback_notify=tidy,
        timeout_notify=_TIDY,
    )
    config.load()
    log.settle(access=access_log)
    server = uvicorn.Server(config)
    server.run(sockets=[ours])
    if not server.started:
        raise SystemExit(3)


def _give_back_memory() -> None:
    """What sessions that are gone have held goes back to the system. Python looks for it too seldom once most of what
    it holds is frozen, and glibc keeps what it has once been given, in as many places as there were threads."""
    gc.collect()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)  # other C libraries have no such function
