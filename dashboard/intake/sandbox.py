"""Asking a child process about a file: it may use little memory, little time, and nothing else, and say little."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Event, Thread, Timer
from typing import IO, Any

from dashboard.core.finding import Finding, Place, Severity
from dashboard.intake.child import DIGITS
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
        todo = f"A quarter takes a few kilobytes; {MOST_BYTES:,} bytes at most."
        return unreadable("too_large", f"{len(body):,} bytes", todo)
    asked = to_bytes(question)
    try:
        with _FEW, TemporaryDirectory() as folder:
            ended, answer = _run(b"%0*d%b%b" % (DIGITS, len(asked), asked, body), scratch, folder)
    except OSError:  # no room for a folder, or no process to be had
        todo = "Nothing is wrong with the file. Try again later, and tell whoever runs this site."
        return unreadable("not_checked", "no room on this site to check a file in", todo)
    if ended is None:
        return unreadable("too_slow", "a file that takes too long to read", "Copy the counts into a new file.")
    if ended == 1:
        return broken()
    if ended != 0:
        return unreadable(
            "too_heavy", "a file that takes too much memory or time to read", "Copy the counts into a new file."
        )
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


def broken() -> Finding:
    """The finding of a file that the child could not open, or of which it answered what cannot be."""
    todo = "Open it, save it anew as .xlsx or .csv, upload that."
    return unreadable("broken_file", "a file that cannot be opened", todo)


def unreadable(rule: str, found: str, todo: str, place: Place | None = None) -> Finding:
    """The finding of a file that could not be read at all."""
    return Finding(
        rule=rule,
        severity=Severity.CRITICAL,
        place=place or Place(),
        found=found,
        expected="an .xlsx or .csv file with the counts of a quarter",
        todo=todo,
    )
