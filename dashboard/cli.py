"""The operator's front door, and the same for pipelines of program staff; each command with help and an example."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from dashboard.core.people import Refused
from dashboard.core.privacy.disclosure import DEFAULT
from dashboard.core.record import PublicRecord
from dashboard.settings import ROOT, SettingsError, WrongCommand, settings
from dashboard.store.faults import DatabaseFailed
from dashboard.store.files import BrokenRow
from dashboard.store.load import Progress
from dashboard.words import of

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
AccessLog = Annotated[bool, typer.Option("--access-log", help="Write a line for each request, without its query.")]
Browser = Annotated[bool, typer.Option(help="Open the dashboard in a browser where there is a screen.")]


@app.command(epilog="Example: fourth-option serve --host 0.0.0.0 --port 8080 --no-browser")
def serve(host: Host = "127.0.0.1", port: Port = 8501, browser: Browser = True, access_log: AccessLog = False) -> None:
    """Show the dashboard: create the database, load the data, and serve it with uvicorn."""
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml from where it is started
    sys.path.insert(0, str(ROOT))
    from dashboard.store import current
    from dashboard.web import server

    with server.listening(host, port) as ours:
        started = current.start(progress=_progress())
        if isinstance(started, Refused):
            typer.echo(f"{of(started)} Readers are served what is on record.", err=True)
        else:
            typer.echo(f"{started.words} {_held(current.record())}")
        current.record()  # a row that is not what was published is said before anybody is let in
        if few := server.limit_connections():
            typer.echo(few, err=True)
        url = f"http://{host if host != ANYWHERE else '127.0.0.1'}:{port}"
        typer.echo(f"Fourth Option is at {url}  (stop it with Ctrl+C)")
        if browser and _has_screen():
            Timer(1.5, webbrowser.open, [url]).start()
        server.serve(ours, access_log=access_log)


@app.command(epilog="Example: FOURTH_OPTION_DATABASE_PATH=/srv/ledger.sqlite3 fourth-option load")
def load() -> None:
    """Create or upgrade the database and append what the data files hold that it does not. Safe to repeat."""
    _load()


@app.command(epilog="Example: fourth-option check counts.xlsx --program austin_emcot")
def check(
    file: Annotated[Path | None, typer.Argument(help="A file of counts to check, as the upload page would.")] = None,
    program: Annotated[str, typer.Option(help="The program the file is for.")] = "",
    data: Annotated[Path | None, typer.Option(help="The data folder to check; the shipped one if left out.")] = None,
    rule_version: Annotated[int, typer.Option(help="The eligibility rule the counts were made under.", min=1)] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check a file of counts (exit 0 clean, 1 critical, 2 to confirm), or without one every shipped data file."""
    if file is not None:
        from dashboard import staff_cli

        _load(quiet=True)
        raise typer.Exit(staff_cli.check(file, program, rule_version=rule_version, as_json=as_json))
    from tempfile import TemporaryDirectory

    from dashboard.store import current
    from dashboard.store.store import Store

    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/check.sqlite3")
        store.prepare()
        found = store.load(data or settings().data)
        held = _held(store.record())
        store.close()
    if rehearsed := current.check_load(data or settings().data):
        from dashboard.story import changes

        for line in changes.by_lives(*rehearsed):
            typer.echo(line)
    typer.echo(f"{found.new} rows are in order. {held}")


@app.command(epilog="Example: fourth-option review --days 180")
def review(
    days: Annotated[int, typer.Option(help="After how many days a reading or a search is old.", min=1)] = 365,
) -> None:
    """List what somebody should look at again: sources, searches, figures and events. No other machine is asked."""
    from dashboard.store import current
    from dashboard.store.clock import now
    from dashboard.story.review import to_look_at
    from dashboard.voice import say

    _load(quiet=True)
    found = to_look_at(current.record(), now().date(), days=days)
    for heading, lines in found.items():
        typer.echo("\n".join((heading, *(f"  {line}" for line in lines), "")))
    typer.echo(say("review-after") if found else say("review-nothing"))


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


@app.command(epilog="Example: fourth-option template --program austin_emcot --quarter 2026Q3 counts.xlsx")
def template(
    out: Annotated[Path, typer.Argument(help="The file to write: .xlsx or .csv.")],
    program: Annotated[str, typer.Option(help="The program the template is for.")],
    quarter: Annotated[str, typer.Option(help="The quarter, like 2026Q3.")],
) -> None:
    """Write the template of a program and quarter: its own labels, last quarter's counts, what each count means."""
    from dashboard import staff_cli

    _load(quiet=True)
    staff_cli.template(out, program, quarter)


@app.command(epilog="Example: fourth-option submit counts.csv --program austin_emcot --as ana@city.gov")
def submit(
    file: Annotated[Path, typer.Argument(help="The file of counts.")],
    program: Annotated[str, typer.Option(help="The program the file is for.")],
    email: Annotated[str, typer.Option("--as", help="The staff account in whose name this is done.")],
    rule_version: Annotated[int, typer.Option(help="The eligibility rule the counts were made under.", min=1)] = 1,
    change: Annotated[str, typer.Option(help="For a published quarter: planned, error or definition.")] = "",
    reason: Annotated[str, typer.Option(help="For a published quarter: the reason, as the public reads it.")] = "",
    why: Annotated[str, typer.Option(help="One answer to every finding that asks for a reason.")] = "",
) -> None:
    """Check a file, keep it as drafts and send them to be certified: what the upload page does, for pipelines."""
    from dashboard import staff_cli

    _load(quiet=True)
    did = staff_cli.submit(file, program, email, rule_version=rule_version, change=change, reason=reason, why=why)
    raise typer.Exit(did)


account = typer.Typer(
    no_args_is_help=True,
    help="Accounts of staff, certifiers, verifiers and administrators.",
    epilog="Example: fourth-option account invite ana@city.gov",
)
app.add_typer(account, name="account")
audit = typer.Typer(no_args_is_help=True, help="The audit log.", epilog="Example: fourth-option audit verify")
app.add_typer(audit, name="audit")


@account.command("add", epilog="Example: fourth-option account add ana@city.gov --name 'Ana B' --role staff "
                 "--program austin_emcot --title 'Data analyst' --organization 'Integral Care'")  # fmt: skip
def account_add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="The person's name; never public.")],
    role: Annotated[str, typer.Option(help="staff, certifier, verifier or admin.")],
    title: Annotated[str, typer.Option(help="The role in the office, as the public sees it.")],
    organization: Annotated[str, typer.Option(help="The office or organization.")],
    program: Annotated[
        list[str] | None, typer.Option(help="A program of staff and certifiers; may be repeated.")
    ] = None,
) -> None:
    """Make an account and print its one-time set-up link. There is no default account and no default password."""
    from dashboard import staff_cli

    _load(quiet=True)
    staff_cli.add_account(email, name, role, title, organization, program or [])


@account.command("invite", epilog="Example: fourth-option account invite ana@city.gov")
def account_invite(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Print a new one-time set-up link; the old password and every sign-in end at once."""
    from dashboard import staff_cli

    _load(quiet=True)
    staff_cli.invite(email)


@account.command("close", epilog="Example: fourth-option account close ana@city.gov")
def account_close(email: Annotated[str, typer.Argument(help="The account's address.")]) -> None:
    """Close an account and end its sign-ins, also in tabs that are open."""
    from dashboard import staff_cli

    _load(quiet=True)
    staff_cli.close(email)


@app.command(epilog='Example: fourth-option policy --as admin@city.test --smallest 20 --reason "Agreement of 2027."')
def policy(
    email: Annotated[str, typer.Option("--as", help="The administrator who decides.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence; it stands on the Methods page.")],
    smallest: Annotated[int, typer.Option(help="The smallest group of people that is shown.")] = DEFAULT.smallest,
    exact_from: Annotated[str, typer.Option(help="Eligible calls from which totals are exact, or never.")] = str(
        DEFAULT.exact_from or "never"
    ),
) -> None:
    """Decide which counts of people are too small to show in quarters published from now on."""
    from dashboard import staff_cli

    _load(quiet=True)
    staff_cli.set_policy(email, smallest, exact_from, reason)


@app.command(epilog='Example: fourth-option clock --reason "The clock stood in 2036 for an hour."')
def clock(reason: Annotated[str, typer.Option(help="Why; it stands in the audit log.")]) -> None:
    """Take the clock of this machine for right, though the record has seen a later moment."""
    from dashboard.store import current

    typer.echo(f"The record goes on from {current.store().believe_clock(reason)}.")


@audit.command("verify", epilog="Example: fourth-option audit verify")
def audit_verify() -> None:
    """Walk the chain of the audit log, and compare every row that is never changed with its seal (exit 1 if not)."""
    from dashboard import staff_cli

    raise typer.Exit(staff_cli.verify_audit())


def _load(*, quiet: bool = False) -> None:
    from dashboard.store.current import make_ready

    loaded = make_ready(progress=_progress())
    if not quiet:
        from dashboard.store import current

        typer.echo(f"{loaded.words} {_held(current.record())}")


def _held(record: PublicRecord) -> str:
    """What is on record, in the words that the pages have for it."""
    from dashboard.analysis.published import tally
    from dashboard.story import register

    return register.held(tally(record))


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
    except (BrokenRow, SettingsError, WrongCommand, DatabaseFailed) as problem:
        said = str(problem)
    except Refused as refused:
        said = of(refused)
    except OSError as problem:
        place = problem.filename or "A file"
        said = f"{place} cannot be used: {problem.strerror}. Name another, or give this account the right to use it."
    else:
        return
    typer.echo(f"fourth-option: {' '.join(said.split())}", err=True)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
