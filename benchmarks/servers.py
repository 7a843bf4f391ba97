"""Starts and stops what is measured: the dashboard, the usual way and hello world, each alone on a free port.

What is promised: servers listen on 127.0.0.1 only, use temporary databases, and are gone when the block ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

import psutil

import scale_data

HOST = "127.0.0.1"
ROOT = scale_data.ROOT
USUAL = Path(__file__).parent / "usual_way"
HELLO = Path(__file__).parent / "hello.py"
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    name: str
    port: int
    pid: int
    log: int  # the file descriptor that it writes its log to

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def cpu(self) -> float:
        """Seconds of processor time it has used so far, all its processes together."""
        parent = psutil.Process(self.pid)
        return sum(sum(p.cpu_times()[:2]) for p in (parent, *parent.children(recursive=True)))

    def memory(self) -> float:
        """Megabytes of memory it holds now, all its processes together."""
        parent = psutil.Process(self.pid)
        return sum(p.memory_info().rss for p in (parent, *parent.children(recursive=True))) / 1e6

    def logged(self) -> int:
        """Bytes it has written to its log."""
        return os.fstat(self.log).st_size


@contextmanager
def database(*, scaled: bool) -> Iterator[dict[str, str]]:
    """The environment of a temporary database: the shipped data, or 30 programs of 24 quarters besides."""
    with TemporaryDirectory(prefix="fourth-option-bench-") as name:
        folder = Path(name)
        data = scale_data.build(folder / "data") if scaled else ROOT / "data"
        yield scale_data.load(data, folder / "ledger.sqlite3")


@contextmanager
def ours(env: Mapping[str, str], *, open_files: int = 0) -> Iterator[Server]:
    """`fourth-option serve`, as an operator starts it; with a limit of open files that it cannot raise, if given."""
    port = _free_port()
    command = [str(BIN / "fourth-option"), "serve", "--no-browser", "--host", HOST, "--port", str(port)]
    if open_files:
        command = ["sh", "-c", f'ulimit -n {open_files} && exec "$0" "$@"', *command]
    with _running("ours", command, ROOT, env, port) as server:
        yield server


@contextmanager
def usual(env: Mapping[str, str]) -> Iterator[Server]:
    """`streamlit run` as it comes."""
    port = _free_port()
    command = [str(BIN / "streamlit"), "run", "app.py", "--server.address", HOST, "--server.port", str(port)]
    with _running("the usual way", command, USUAL, env, port) as server:
        yield server


@contextmanager
def hello() -> Iterator[Server]:
    """Hello world under uvicorn, with the dashboard's own Streamlit configuration."""
    port = _free_port()
    start = f"import streamlit as st, uvicorn; uvicorn.run(st.App({str(HELLO)!r}), port={port}, log_level='warning')"
    with _running("hello", [sys.executable, "-c", start], ROOT, {}, port) as server:
        yield server


NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 512; }}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on; gzip_types text/css text/csv application/json;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {root}; index index.html; location = /_stcore/health {{ return 200; }} }}
}}
"""


@contextmanager
def static(root: Path, name: str) -> Iterator[Server]:
    """nginx on a folder of files. RuntimeError if nginx is not installed."""
    if shutil.which("nginx", path="/usr/sbin:/usr/bin") is None:
        raise RuntimeError("nginx is not installed: apt-get install nginx-light")
    port = _free_port()
    with TemporaryDirectory(prefix="fourth-option-nginx-") as folder:
        Path(folder).chmod(0o755)
        told = Path(folder, "nginx.conf")
        told.write_text(NGINX.format(folder=folder, port=port, root=root), encoding="utf-8")
        with _running(name, ["/usr/sbin/nginx", "-c", str(told)], ROOT, {}, port) as server:
            yield server


@contextmanager
def edition(env: Mapping[str, str]) -> Iterator[Server]:
    """The light edition as files, behind nginx."""
    with TemporaryDirectory(prefix="fourth-option-edition-") as folder:
        Path(folder).chmod(0o755)
        command = [str(BIN / "fourth-option"), "publish", folder]
        subprocess.run(command, cwd=ROOT, env=os.environ | dict(env), check=True, capture_output=True)
        with static(Path(folder), "files behind nginx") as server:
            yield server


@contextmanager
def _running(name: str, command: Sequence[str], cwd: Path, env: Mapping[str, str], port: int) -> Iterator[Server]:
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(
            command, cwd=cwd, env=os.environ | dict(env), stdout=said, stderr=said, start_new_session=True
        )
        try:
            _wait_until_healthy(name, process, port, said)
            yield Server(name, port, process.pid, said.fileno())
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_healthy(name: str, process: subprocess.Popen[bytes], port: int, said: IO[str]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"{name} ended before it answered. Its last words:\n{said.read()[-2000:]}")
        with suppress(OSError), urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{name} did not answer within 90 seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Others:
    """How many processor cores everything but the servers and this script has used since this was made."""

    def __init__(self, *servers: Server) -> None:
        self._servers = servers
        self._began = time.monotonic(), self._everything(), self._mine()

    def cores(self) -> float:
        when, everything, mine = self._began
        used = (self._everything() - everything) - (self._mine() - mine)
        return max(0.0, used / (time.monotonic() - when))

    def _mine(self) -> float:
        return sum(psutil.Process().cpu_times()[:2]) + sum(server.cpu() for server in self._servers)

    @staticmethod
    def _everything() -> float:
        times = psutil.cpu_times()
        return times.user + times.nice + times.system + getattr(times, "steal", 0.0)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def median(values: Sequence[float], *, factor: float = 1000, digits: int = 0) -> str:
    """A median with its range, in milliseconds unless told otherwise."""
    low, mid, high = (f"{factor * v:.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
    return f"{mid} ({low} to {high})"
