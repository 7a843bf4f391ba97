"""The operator's commands, given in this process: one of its own would spend most of its time on starting."""

from __future__ import annotations

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from subprocess import CompletedProcess
from unittest.mock import patch

from dashboard import cli
from dashboard.settings import ROOT
from dashboard.store import current


def run(*words: str, **environment: str) -> CompletedProcess[str]:
    """What a command prints and exits with, under these settings and none of the machine's. It finds no database open
    and leaves none."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    clean = {k: v for k, v in os.environ.items() if not k.startswith("FOURTH_OPTION_")}
    argv = ["fourth-option", *words]
    current.forget()
    try:
        with (
            patch.dict(os.environ, clean | environment | {"COLUMNS": "100"}, clear=True),
            patch.multiple(sys, argv=argv, path=[*sys.path]),
            chdir(ROOT),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            cli.main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    finally:
        current.forget()
    return CompletedProcess(argv, code, out.getvalue(), err.getvalue())
