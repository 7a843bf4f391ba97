"""Asking a child process about a file: it may use little memory, little time, and nothing else, and say little."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Event, Thread, Timer
from typing import IO, Any

from dashboard.core.finding import Finding
from dashboard.intake.child import DIGITS
from dashboard.intake.findings import finding
from dashboard.intake.grids import MOST_BYTES
from dashboard.intake.handed import to_bytes
from dashboard.settings import ROOT

MEMORY, PROCESSOR, WALL = 1 << 30, 20, 30  # bytes, seconds, seconds
MOST_ANSWER = 24_000_000  # bytes; a marked copy of the largest file has less
_FEW = BoundedSemaphore(2)  # children at once: each may take a processor and a gigabyte


def ask(question: object, body: bytes, *, scratch: int = 0) -> bytes | Finding:
    """What the child answers about a file (see `child`), or the finding that says why there is no answer. Never raises
    for what is in the file. `scratch` are the bytes that it may write, once it has read the file, to files that go away
    with it."""
    if len(body) > MOST_BYTES:
        return finding("too_large", size=len(body), most=MOST_BYTES)
    asked = to_bytes(question)
    try:
        with _FEW, TemporaryDirectory() as folder:
            ended, answer = _run(b"%0*d%b%b" % (DIGITS, len(asked), asked, body), scratch, folder)
    except OSError:  # no room for a folder, or no process to be had
        return finding("not_checked")
    if ended is None:
        return finding("too_slow")
    if ended == 1:
        return finding("broken_file")
    if ended != 0:
        return finding("too_heavy")
    return answer


def _run(told: bytes, scratch: int, folder: str) -> tuple[int | None, bytes]:
    """How the child ended, None where it took too long, and what it said."""
    late = Event()
    command = [sys.executable, "-I", "-c", _START, str(scratch)]
    about: dict[str, Any] = {
        "stderr": subprocess.DEVNULL,
        "cwd": ROOT,
        "env": {"PATH": "/usr/bin:/bin", "TMPDIR": folder},
    }
    with subprocess.Popen(  # noqa: S603 - nothing of it comes from a file
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **about
    ) as child:
        assert child.stdin and child.stdout
        timer = Timer(WALL, _end, args=(child, late))
        teller = Thread(target=_tell, args=(child.stdin, told))
        timer.start()
        teller.start()
        try:
            answer = child.stdout.read(MOST_ANSWER + 1)
            if len(answer) > MOST_ANSWER:
                child.kill()
            child.wait()
        finally:
            timer.cancel()
            child.kill()
            teller.join()
    return None if late.is_set() else child.returncode, answer


def _end(child: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    child.kill()


def _tell(child: IO[bytes], told: bytes) -> None:
    with suppress(BrokenPipeError):  # a child that has ended listens no more; how it ended is the answer
        child.write(told)
        child.close()


_START = f"""
import os, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({PROCESSOR}, {PROCESSOR}))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, int(sys.argv[1])))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.path.insert(0, {str(ROOT)!r})
from dashboard.intake.child import main
sys.excepthook = lambda kind, *_: os._exit(3 if kind is MemoryError else 1)
main()
"""
