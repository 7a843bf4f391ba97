"""The operator's front door: serve, load and check, each with help and an example."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from dashboard.settings import ROOT, SettingsError, settings
from dashboard.store.files import BrokenRow
from dashboard.store.ledger import Progress

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Fourth Option: the public ledger of mental-health dispatch, and who checked the number.",
    epilog="Example: fourth-option serve --port 8080",
)

ANYWHERE = "0.0.0.0"  # noqa: S104 - an operator may choose it, it is never the default

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 to be reached from other machines.")]
Port = Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)]
Browser = Annotated[bool, typer.Option(help="Open the dashboard in a browser where there is a screen.")]


@app.command(epilog="Example: fourth-option serve --host 0.0.0.0 --port 8080 --no-browser")
def serve(host: Host = "127.0.0.1", port: Port = 8501, browser: Browser = True) -> None:
    """Show the dashboard: create the database, load the data, and serve it with uvicorn."""
    import uvicorn

    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from where it is started
    sys.path.insert(0, str(ROOT))
    _load()
    url = f"http://{host if host != ANYWHERE else '127.0.0.1'}:{port}"
    typer.echo(f"Fourth Option is at {url}  (stop it with Ctrl+C)")
    if browser and _has_screen():
        Timer(1.5, webbrowser.open, [url]).start()
    uvicorn.run("app:app", host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)


@app.command(epilog="Example: FOURTH_OPTION_DATABASE_PATH=/srv/ledger.sqlite3 fourth-option load")
def load() -> None:
    """Create or upgrade the database and append what the data files hold that it does not. Safe to repeat."""
    _load()


@app.command(epilog="Example: fourth-option check --data ./data")
def check(
    data: Annotated[Path | None, typer.Option(help="The data folder to check; the shipped one if left out.")] = None,
) -> None:
    """Read every data file and resolve every reference, without touching a database."""
    from datetime import UTC, datetime

    from dashboard.store.assemble import assemble
    from dashboard.store.files import read

    located = read(data or settings().data)
    record = assemble(located, version=0, as_of=datetime.now(UTC).date())
    typer.echo(
        f"{len(located)} rows are in order: {len(record.published)} published figures, "
        f"{len(record.programs)} programs, {len(record.sources)} sources, {len(record.rows)} ledger entries."
    )


@app.command(epilog="Example: fourth-option publish ./public --url https://dispatch.example.gov")
def publish(
    folder: Annotated[Path, typer.Argument(help="The folder to write; made if it is not there.")],
    url: Annotated[str, typer.Option(help="Where the files will stand; written into citations and the feed.")] = "",
) -> None:
    """Write the whole light edition as static files that any web server or object store can serve."""
    from dashboard.store import current
    from dashboard.web.publish import publish as write

    _load()
    written = write(current.record(), folder, base=url.rstrip("/") or settings().public_url.rstrip("/"))
    typer.echo(f"{written} files written to {folder}.")


def _load() -> None:
    from dashboard.view.start import make_ready

    typer.echo(make_ready(progress=_progress()).words)


def _progress() -> Progress:
    started = time.monotonic()

    def show(done: int, of: int) -> None:
        if time.monotonic() - started > 1:
            filled = 30 * done // max(1, of)
            end = "\n" if done == of else ""
            typer.echo(
                f"\rLoading [{'#' * filled}{'.' * (30 - filled)}] {done:,} of {of:,} rows{end}", nl=False, err=True
            )

    return show


def _has_screen() -> bool:
    """Whether a browser window could appear; on a bare server, opening one would block."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    """Run a command; what an operator can mend is said in one line, without a traceback."""
    try:
        app()
    except (BrokenRow, SettingsError) as problem:
        typer.echo(f"fourth-option: {problem}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
