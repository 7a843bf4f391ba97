"""Settings and commands that are wrong: one line that says what, where and what to do; never a traceback."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from pathlib import Path

import pytest

from dashboard.store.engine import connect, migrate
from tests.commands import run
from tests.store.staff import prepared

PATH, URL = "FOURTH_OPTION_DATABASE_PATH", "FOURTH_OPTION_DATABASE_URL"
PROGRAM = ("--program", "austin_emcot")
QUARTER = ("--quarter", "2026Q3")
OFFICE = ("--title", "Analyst", "--organization", "Integral Care")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that is ready, and with what can be taken for one."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copy(prepared(whole=True), folder / "ready.sqlite3")
    (folder / "folder").mkdir()
    (folder / "text.txt").write_text("No database.\n" * 100, encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "call_types.csv").mkdir()
    (folder / "latin" / "published").mkdir(parents=True)
    (folder / "latin" / "published" / "sources.csv").write_bytes(b"source_id,title\nx,Stra\xdfe\n")
    engine = connect(f"sqlite:///{folder / 'old.sqlite3'}")
    migrate(engine, to="0001")
    engine.dispose()
    newer = shutil.copy(prepared(whole=True), folder / "newer.sqlite3")
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    return folder


DATABASES: dict[str, tuple[dict[str, str], str]] = {
    "no address": ({URL: "nonsense"}, "FOURTH_OPTION_DATABASE_URL is not the address of a database. Use sqlite:///"),
    "a port in words": ({URL: "postgresql+psycopg://u:s3cret@h:five/x"}, "is not the address of a database"),
    "another kind": ({URL: "oracle://u:s3cret@h/x"}, "of the kind 'oracle', which this site cannot use. Use sqlite"),
    "an unknown kind": ({URL: "filemaker://h/x"}, "of the kind 'filemaker', which this site cannot use"),
    "another driver": ({URL: "postgresql+pg8000://h/x"}, "the driver 'postgresql+pg8000', which is not here"),
    "a server that is down": ({URL: "postgresql+psycopg://u:s3cret@127.0.0.1:1/x"}, "its server does not answer"),
    "a server of no name": ({URL: "postgresql+psycopg://u:s3cret@h.invalid/x"}, "its server does not answer"),
    "a folder": ({PATH: "{place}/folder"}, "{place}/folder cannot be used: it cannot be opened"),
    "a text": ({PATH: "{place}/text.txt"}, "{place}/text.txt cannot be used: the file is no SQLite database"),
    "below a file": ({PATH: "{place}/text.txt/x.sqlite3"}, "cannot be opened (File exists). Name a file, in a folder"),
    "no folder": ({PATH: "/proc/nowhere/x.sqlite3"}, "/proc/nowhere/x.sqlite3 cannot be used: it cannot be opened"),
    "unwritable": ({PATH: "/proc/x.sqlite3"}, "Name a file, in a folder that can be written to"),
    "read only": ({URL: "sqlite:///file:{place}/old.sqlite3?mode=ro&uri=true"}, "it cannot be written to"),
    "newer": ({PATH: "{place}/newer.sqlite3"}, "made by a newer version of this site (Can't locate"),
    "no data": ({"FOURTH_OPTION_DATA": "{place}/nowhere"}, "no data file. Point FOURTH_OPTION_DATA at"),
    "data that is a file": ({"FOURTH_OPTION_DATA": "{place}/text.txt"}, "no data file. Point FOURTH_OPTION_DATA at"),
    "data that cannot be read": ({"FOURTH_OPTION_DATA": "{place}/data"}, "call_types.csv cannot be used: Is a dir"),
    "data not in UTF-8": ({"FOURTH_OPTION_DATA": "{place}/latin"}, "sources.csv, line 2: found bytes that are not UTF"),
    "example": ({"FOURTH_OPTION_EXAMPLE": "yes"}, "FOURTH_OPTION_EXAMPLE is 'yes'"),
    "public address": ({"FOURTH_OPTION_PUBLIC_URL": "dispatch.example.gov"}, "not an address like https://"),
    "public address with a question": ({"FOURTH_OPTION_PUBLIC_URL": "https://a.b/?c"}, "not an address like https"),
    "public address of half a host": ({"FOURTH_OPTION_PUBLIC_URL": "https://[::1"}, "not an address like https"),
    "public address with a port in words": ({"FOURTH_OPTION_PUBLIC_URL": "https://a.b:x"}, "not an address like http"),
    "public address with a password": ({"FOURTH_OPTION_PUBLIC_URL": "https://u:pw@a.gov"}, "not an address like http"),
    "public address of no name": ({"FOURTH_OPTION_PUBLIC_URL": "https://<b>.gov"}, "not an address like https"),
    "any host": ({"FOURTH_OPTION_ALLOWED_HOSTS": "*"}, "'*' is not a host like dispatch."),
    "hosts of a kind": ({"FOURTH_OPTION_ALLOWED_HOSTS": "*.gov"}, "'*.gov' is not a host like dispatch."),
    "hosts with another mark between": ({"FOURTH_OPTION_ALLOWED_HOSTS": "a.gov;b.gov"}, "is not a host like dispatch."),
    "hosts with a scheme": ({"FOURTH_OPTION_ALLOWED_HOSTS": "http://x"}, "'http://x' is not a host like dispatch."),
    "hosts without commas": ({"FOURTH_OPTION_ALLOWED_HOSTS": "a.gov b.gov"}, "'a.gov b.gov' is not a host like"),
    "a host with a port in words": ({"FOURTH_OPTION_ALLOWED_HOSTS": "a.gov:https"}, "is not a host like dispatch."),
    "issuer": (
        {"FOURTH_OPTION_OIDC_ISSUER": "id.example.gov", "FOURTH_OPTION_OIDC_CLIENT_ID": "a"},
        "FOURTH_OPTION_OIDC_ISSUER is 'id.example.gov': not an address",
    ),
    "issuer alone": ({"FOURTH_OPTION_OIDC_ISSUER": "https://id.example.gov"}, "go together; one is not set. Set both"),
    "client alone": ({"FOURTH_OPTION_OIDC_CLIENT_ID": "site"}, "go together; one is not set. Set both, or neither"),
}


def said_by(*command: str, **settings: str) -> str:
    """The one line that a command says before it exits with 1, having promised nothing."""
    told = run(*command, **settings)
    assert told.returncode == 1
    assert "http://" not in told.stdout
    assert "written" not in told.stdout
    (line,) = told.stderr.splitlines()
    assert line.startswith("fourth-option: ")
    assert "s3cret" not in line
    return line


@pytest.mark.parametrize("wrong", DATABASES)
def test_a_wrong_setting_is_one_line(wrong: str, place: Path) -> None:
    given, expected = DATABASES[wrong]
    settings = {PATH: str(place / "ready.sqlite3")} | given
    settings = {name: value.replace("{place}", str(place)) for name, value in settings.items()}
    assert expected.replace("{place}", str(place)) in said_by("load", **settings)


COMMANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "template into no folder": (("template", *PROGRAM, *QUARTER, "{place}/no/x.csv"), "x.csv cannot be used: No such"),
    "template that is a folder": (
        ("template", *PROGRAM, *QUARTER, "{place}/dir.csv"),
        "cannot be used: Is a directory",
    ),
    "template of another kind": (("template", *PROGRAM, *QUARTER, "x.pdf"), "x.pdf is neither .xlsx nor .csv"),
    "template of no quarter": (("template", *PROGRAM, "--quarter", "Q3", "x.csv"), "2026Q3"),
    "template of no program": (("template", "--program", "atlantis", *QUARTER, "x.csv"), "no program 'atlantis'"),
    "publish onto a file": (("publish", "{place}/text.txt"), "text.txt/read cannot be used: Not a directory"),
    "publish below a file": (("publish", "{place}/text.txt/out"), "text.txt/out/read cannot be used: Not a directory"),
    "publish where nobody may": (("publish", "/proc/out"), "/proc/out cannot be used: No such file"),
    "check no file": (("check", "{place}/none.csv", *PROGRAM), "none.csv cannot be read: No such file"),
    "check a folder": (("check", "{place}/folder", *PROGRAM), "folder cannot be read: Is a directory"),
    "check for no program": (("check", "{place}/text.txt", "--program", "atlantis"), "There is no program 'atlantis'"),
    "check no data": (("check", "--data", "{place}/nowhere"), "no data file. Point FOURTH_OPTION_DATA"),
    "submit no file": (("submit", "{place}/none.csv", *PROGRAM, "--as", "a@b.c"), "none.csv cannot be read"),
    "add a role": (("account", "add", "a@b.c", "--name", "A", "--role", "boss", *PROGRAM, *OFFICE), "Roles are staff"),
    "add to no program": (
        ("account", "add", "a@b.c", "--name", "A", "--role", "staff", "--program", "x", *OFFICE),
        "no program 'x'",
    ),
    "add without an address": (
        ("account", "add", "ana", "--name", "A", "--role", "staff", *PROGRAM, *OFFICE),
        "found 'ana'",
    ),
    "invite nobody": (("account", "invite", "no@b.c"), "There is no open account for no@b.c"),
    "close nobody": (("account", "close", "no@b.c"), "There is no open account for no@b.c"),
    "policy of nobody": (("policy", "--as", "no@b.c", "--reason", "A sentence of a reason."), "nothing was changed"),
    "serve on a port that is taken": (("serve", "--no-browser", "--port", "{taken}"), "address already in use. Give"),
    "serve where we are not": (
        ("serve", "--no-browser", "--host", "192.0.2.1", "--port", "28501"),
        "cannot listen on 192.0.2.1, port 28501: cannot assign requested address",
    ),
    "serve nowhere": (("serve", "--no-browser", "--host", "h.invalid"), "cannot listen on h.invalid, port 8501"),
}


@pytest.mark.parametrize("wrong", COMMANDS)
def test_a_wrong_command_is_one_line(wrong: str, place: Path) -> None:
    words, expected = COMMANDS[wrong]
    (place / "dir.csv").mkdir(exist_ok=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        asked = tuple(word.replace("{place}", str(place)).replace("{taken}", port) for word in words)
        assert expected in said_by(*asked, **{PATH: str(place / "ready.sqlite3")})


def test_nothing_is_left_of_a_wrong_address(place: Path) -> None:
    """Least of all an empty database in the place of one that was misspelled."""
    assert not {"no", "none.csv", "nowhere"} & set(os.listdir(place))
