"""The gate, asked by somebody without a browser: who is nobody, what is closed, and that nobody stops the others."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.core.people import STAFF_PAGES, Role
from dashboard.store.staff.people import digest
from dashboard.store.store import Store
from dashboard.web.gate import COOKIE, HEADER
from tests.browser.conftest import serving
from tests.store import staff

pytestmark = pytest.mark.browser

PASSWORD = "violet gravel outpost hymn"
SOON = 5.0  # seconds in which a quiet reader is answered, whatever others do

# words that one page says and no other
ONLY = {
    "upload": "1. Choose a file",
    "certify": "Nothing waits for you.",
    "verify": "Measures that were checked",
    "accounts": "Invite somebody",
    "audit": "The chain holds",
    "challenges": "Attach this challenge",
}
WHOSE = {name: role for role, names in STAFF_PAGES.items() for name in names}
LIKELY_NAMES = (
    HEADER,  # of another process: the name is random for each
    "X-Fourth-Option",
    "X-Fourth-Option-User",
    "X-Fourth-Option-Sign-In",
    f"X-Fourth-Option-{'0' * 24}",
    COOKIE.replace("_", "-"),
    "Sign-In",
    "sign_in",
    "Remote-User",
    "X-Remote-User",
    "X-Forwarded-User",
    "X-Forwarded-Email",
    "X-Auth-Request-User",
    "X-Streamlit-User",
    "Authorization",
)


@dataclass
class Office:
    """A running site and its database."""

    site: str
    store: Store
    made: int = 0

    def cookie(self, role: Role = Role.STAFF) -> str:
        """The cookie of a new sign-in of a new account."""
        self.made += 1
        inside = role in (Role.STAFF, Role.CERTIFIER)
        account = staff.account(
            role,
            email=f"{role}-{self.made}@city.test",
            organization="City Auditor" if role is Role.VERIFIER else "Integral Care",
            programs=frozenset({"austin_emcot"} if inside else ()),
        )
        return self.store.sign_ins.set_password(self.store.people.add(account), PASSWORD)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("gate")
    with serving(folder) as site:
        store = Store(f"sqlite:///{folder / 'served.sqlite3'}")
        yield Office(site, store)
        store.close()


@dataclass
class Answer:
    """One run of the script, as it was told to one visitor."""

    text: str
    pages: frozenset[str]
    session: str

    def shows(self) -> set[str]:
        """The staff pages whose words were said, or that are named in the navigation."""
        return {name for name, words in ONLY.items() if words in self.text} | (self.pages & set(ONLY))


@dataclass
class Visitor:
    """One open line to the site."""

    line: ClientConnection
    session: str = ""

    def rest(self) -> None:
        """Hear whatever is still being said after a run."""
        with suppress(TimeoutError):
            while True:
                self.line.recv(timeout=0.5)

    def say(self, message: BackMsg) -> None:
        self.line.send(message.SerializeToString())

    def run(self, name: str = "", script_hash: str = "") -> Answer:
        """Ask for a page, and hear the answer to its end."""
        self.say(rerun(name, script_hash))
        said, pages = [], frozenset[str]()
        while True:
            answer = ForwardMsg()
            body = self.line.recv(timeout=30)
            assert isinstance(body, bytes)
            answer.ParseFromString(body)
            said.append(str(answer))
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.session = answer.new_session.initialize.session_id
            if kind == "navigation":
                pages = frozenset(page.url_pathname for page in answer.navigation.app_pages)
            if kind == "script_finished":
                return Answer("\n".join(said), pages, self.session)


def rerun(name: str = "", script_hash: str = "") -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = name
    message.rerun_script.page_script_hash = script_hash
    return message


@contextmanager
def visiting(
    site: str,
    cookie: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    session: str = "",
    second: str = "",
    address: str = "127.0.0.1",
) -> Iterator[Visitor]:
    """A line as a browser opens it from an address of this machine; `session` is a session id that the client claims
    to have."""
    assert site.startswith("http://127.0.0.1:"), "only this machine is spoken to"
    protocols = ["streamlit", second or "x", session] if session else ["streamlit", second] if second else ["streamlit"]
    sent = dict(headers or {}) | ({"Cookie": f"{COOKIE}={cookie}"} if cookie else {})
    with connect(
        f"{site.replace('http', 'ws', 1)}/_stcore/stream",
        origin=Origin(site),
        subprotocols=[Subprotocol(p) for p in protocols],
        additional_headers=sent,
        proxy=None,
        max_size=None,
        close_timeout=2,
        source_address=(address, 0),
    ) as line:
        yield Visitor(line)


def ask(office: Office, cookie: str = "", name: str = "", script_hash: str = "") -> Answer:
    """The first run of a new visitor."""
    with visiting(office.site, cookie) as visitor:
        return visitor.run(name, script_hash)


def status(office: Office, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> int:
    """What the site answers; header names are written with underscores."""
    request = urllib.request.Request(
        office.site + path,
        data=body or None,
        method=method,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


# who is nobody


@pytest.mark.parametrize("name", LIKELY_NAMES, ids=range(len(LIKELY_NAMES)))
def test_a_header_that_a_client_sends_makes_nobody_of_them(office: Office, name: str) -> None:
    """Not even with the value that the gate itself would send for somebody who is signed in."""
    staff = office.cookie()
    with visiting(office.site, headers={name: digest(staff)}) as visitor:
        answer = visitor.run("upload")
    assert answer.shows() == set()
    assert "Signed in as" not in answer.text
    assert "Sign in" in answer.text


def test_a_header_beside_a_cookie_changes_nothing(office: Office) -> None:
    certifier, admin = office.cookie(Role.CERTIFIER), office.cookie(Role.ADMIN)
    headers = dict.fromkeys(LIKELY_NAMES, digest(admin))
    with visiting(office.site, certifier, headers=headers) as visitor:
        assert visitor.run("accounts").shows() == {"certify"}


@pytest.mark.parametrize("cookie", ["made-up", "0", "a" * 4000, "%00", '"\\000\\377"', "None"])
def test_a_made_up_cookie_is_nobody(office: Office, cookie: str) -> None:
    assert ask(office, cookie, "upload").shows() == set()


def test_the_digest_is_not_a_cookie(office: Office) -> None:
    assert ask(office, digest(office.cookie()), "upload").shows() == set()


def test_the_cookie_of_another_program_on_this_host_hides_no_sign_in(office: Office) -> None:
    """Such as a banner's, which keeps JSON; browsers send it, and the account pages read past it."""
    staff = office.cookie()
    for cookies in (f"{COOKIE}={staff}; prefs=a", f'prefs={{"a":1}}; {COOKIE}={staff}', f"a b=c; {COOKIE}={staff}"):
        with visiting(office.site, headers={"Cookie": cookies}) as visitor:
            assert visitor.run("upload").shows() == {"upload"}, cookies.replace(staff, "…")
        sent = status(office, "/_stcore/upload_file/x/y", "PUT", b"a", Cookie=cookies)
        assert sent != 401, cookies.replace(staff, "…")


# pages


def test_every_staff_page_is_asked_for() -> None:
    assert set(ONLY) == set(WHOSE)


@pytest.mark.parametrize("page", ONLY)
def test_the_right_role_sees_its_pages_and_no_other(office: Office, page: str) -> None:
    """So that the words which the tests below miss are the right ones."""
    answer = ask(office, office.cookie(WHOSE[page]), page)
    assert ONLY[page] in answer.text
    assert answer.shows() == {name for name, role in WHOSE.items() if role is WHOSE[page] and name in answer.shows()}
    assert answer.pages & set(ONLY) == {name for name, role in WHOSE.items() if role is WHOSE[page]}


@pytest.mark.parametrize("page", ONLY)
def test_a_stranger_who_names_a_staff_page_gets_none(office: Office, page: str) -> None:
    for answer in (
        ask(office, name=page),
        ask(office, script_hash=calc_hash(page)),
        ask(office, name=page, script_hash=calc_hash(page)),
    ):
        assert answer.shows() == set()
        assert "Signed in as" not in answer.text


@pytest.mark.parametrize("page", ONLY)
def test_a_stranger_gets_none_on_a_line_that_has_been_open(office: Office, page: str) -> None:
    """Also when somebody who may see it is looking at it at the same time."""
    with visiting(office.site, office.cookie(WHOSE[page])) as insider, visiting(office.site) as stranger:
        assert page in insider.run(page).shows()
        for ask_again in (stranger.run(page), stranger.run(script_hash=calc_hash(page)), stranger.run()):
            assert ask_again.shows() == set()
        assert ONLY[page] in insider.run(page).text


@pytest.mark.parametrize("page", [page for page, role in WHOSE.items() if role is not Role.STAFF])
def test_staff_get_their_page_and_not_those_of_others(office: Office, page: str) -> None:
    with visiting(office.site, office.cookie()) as visitor:
        assert visitor.run("upload").shows() == {"upload"}
        assert visitor.run(page).shows() == {"upload"}
        assert visitor.run(script_hash=calc_hash(page)).shows() == {"upload"}


# sign-ins that end


def test_an_open_page_ends_with_the_sign_in(office: Office) -> None:
    staff = office.cookie()
    with visiting(office.site, staff) as visitor:
        assert visitor.run("upload").shows() == {"upload"}
        assert ONLY["upload"] in visitor.run("upload").text
        office.store.sign_ins.sign_out(staff)
        for answer in (visitor.run("upload"), visitor.run(script_hash=calc_hash("upload"))):
            assert answer.shows() == set()
            assert "Signed in as" not in answer.text
    assert ask(office, staff, "upload").shows() == set()


def test_an_open_page_ends_with_the_account(office: Office) -> None:
    admin = office.cookie(Role.ADMIN)
    email = f"{Role.ADMIN}-{office.made}@city.test"
    with visiting(office.site, admin) as visitor:
        assert ONLY["accounts"] in visitor.run("accounts").text
        office.store.people.close(email)
        for page in ("accounts", "audit", "challenges"):
            assert visitor.run(page).shows() == set()


def test_a_stolen_session_id_is_worth_nothing_without_the_cookie(office: Office) -> None:
    """It stands in every upload address, so it is in the logs of whatever stands before this site."""
    staff = office.cookie()
    with visiting(office.site, staff) as owner:
        session = owner.run("upload").session
        assert session
        for claim in ({"session": session}, {"second": session}, {"session": session, "second": session}):
            with visiting(office.site, **claim) as thief:
                answer = thief.run("upload")
                assert answer.shows() == set()
                assert answer.session != session
        assert ONLY["upload"] in owner.run("upload").text
    for headers in ({}, {"Cookie": f"{COOKIE}=made-up"}, {"Cookie": f"{COOKIE}={office.cookie(Role.CERTIFIER)}"}):
        with visiting(office.site, session=session, headers=headers) as thief:
            answer = thief.run("upload")
            assert "upload" not in answer.shows()
            assert answer.session != session
    with visiting(office.site, staff, session=session) as owner:
        assert "upload" in owner.run("upload").shows()


# files


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_only_staff_may_send_a_file(office: Office, method: str) -> None:
    path = "/_stcore/upload_file/session/file"
    assert status(office, path, method, b"a,b") == 401
    assert status(office, path, method, b"a,b", Cookie=f"{COOKIE}=made-up") == 401
    for role in (Role.CERTIFIER, Role.VERIFIER, Role.ADMIN):
        assert status(office, path, method, b"a,b", Cookie=f"{COOKIE}={office.cookie(role)}") == 401, role
    staff = office.cookie()
    assert status(office, path, method, b"a,b", Cookie=f"{COOKIE}={staff}") != 401
    office.store.sign_ins.sign_out(staff)
    assert status(office, path, method, b"a,b", Cookie=f"{COOKIE}={staff}") == 401


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/upload_file/{}/f",
        "/_stcore//upload_file/{}/f",
        "//_stcore/upload_file/{}/f",
        "/_stcore/%75pload_file/{}/f",
        "/x/../_stcore/upload_file/{}/f",
        "/_stcore/UPLOAD_FILE/{}/f",
    ],
)
def test_no_spelling_of_the_address_takes_a_strangers_file(office: Office, path: str) -> None:
    """With everything Streamlit itself asks for: a live session and a pair of tokens that anybody can make."""
    with visiting(office.site) as visitor:
        address = path.format(visitor.run().session)
        assert send_file(office, address) not in range(200, 300)


def test_a_file_of_staff_arrives(office: Office) -> None:
    staff = office.cookie()
    with visiting(office.site, staff) as visitor:
        address = f"/_stcore/upload_file/{visitor.run('upload').session}/file"
        assert send_file(office, address, staff) == 204
        assert send_file(office, address) == 401


def send_file(office: Office, address: str, cookie: str = "") -> int:
    token = generate_xsrf_token_string()
    cookies = f"_streamlit_xsrf={token}" + (f"; {COOKIE}={cookie}" if cookie else "")
    part = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x"
    return status(office, address, "PUT", part, Cookie=cookies, X_Xsrftoken=token, Content_Type=kind)


# what is closed, and what would stop others


def test_what_the_server_counts_is_not_public(office: Office) -> None:
    assert status(office, "/_stcore/metrics") == 404
    assert status(office, "/_stcore/metrics", Cookie=f"{COOKIE}={office.cookie(Role.ADMIN)}") == 404


@pytest.mark.parametrize("path", ["/_stcore/metrics/", "//_stcore/metrics", "/_stcore/%6Detrics", "/_stcore/metrics?a"])
def test_no_spelling_of_its_address_shows_what_the_server_counts(office: Office, path: str) -> None:
    """An address that nothing stands at is answered with the application's own page."""
    try:
        with urllib.request.urlopen(office.site + path, timeout=30) as answer:
            said = answer.read()
    except urllib.error.HTTPError as error:
        with error:
            said = error.read()
    assert b"# TYPE" not in said
    assert b"# EOF" not in said


def test_messages_that_would_change_things_for_all_are_dropped(office: Office) -> None:
    with visiting(office.site) as visitor, visiting(office.site) as other:
        before = other.run()
        visitor.run()
        for name in ("clear_cache", "set_run_on_save", "load_git_info"):
            message = BackMsg()
            setattr(message, name, True)
            visitor.rest()
            visitor.say(message)
            with pytest.raises(TimeoutError):
                visitor.line.recv(timeout=0.7)
            assert "script_finished" in visitor.run().text, name
        assert other.run().pages == before.pages


@pytest.mark.parametrize("name", ["debug_shutdown_runtime", "debug_disconnect_websocket", "stop_script"])
def test_no_message_of_a_stranger_ends_the_server(office: Office, name: str) -> None:
    with visiting(office.site) as visitor:
        visitor.run()
        message = BackMsg()
        setattr(message, name, True)
        with suppress(ConnectionClosed):
            visitor.say(message)
    assert "script_finished" in ask(office).text
    assert health(office) < SOON


@pytest.mark.parametrize(
    ("body", "address"),
    [(b"", "127.0.0.61"), (b"\xff" * 10, "127.0.0.62"), (b"\xff" * 100_000, "127.0.0.63"), ("text", "127.0.0.64")],
    ids=["empty", "few", "many", "text"],
)
def test_bytes_that_are_no_message_end_only_their_own_line(office: Office, body: bytes | str, address: str) -> None:
    """Too many bytes also end the welcome of their address for a while, so each comes from one of its own."""
    with visiting(office.site) as other:
        other.run()
        with visiting(office.site, address=address) as visitor, suppress(ConnectionClosed, TimeoutError):
            visitor.line.send(body)
            visitor.line.recv(timeout=1)
        assert "script_finished" in other.run().text


def health(office: Office) -> float:
    """Seconds until the site says that it is well."""
    begun = time.monotonic()
    with urllib.request.urlopen(f"{office.site}/healthz", timeout=60) as answer:
        assert json.load(answer)["status"] == "ok"
    return time.monotonic() - begun


@dataclass
class Flood:
    """What one line that asks as fast as it can has been given."""

    begun: float
    sent: int = 0
    runs: int = 0
    cut: bool = False

    @property
    def meant(self) -> float:
        """How many runs a person could have meant by now: the burst, then one a second; and a few on their way."""
        return 20 + (time.monotonic() - self.begun) + 10


@contextmanager
def flooding(office: Office, messages: int, pause: float, address: str) -> Iterator[Flood]:
    """Rerun messages for one page after the other; with a pause between them each one breaks off the run before."""
    body = [rerun(page).SerializeToString() for page in ("programs", "evidence", "due", "")]
    with visiting(office.site, address=address) as visitor, ExitStack() as stack:
        flood, over = Flood(time.monotonic()), threading.Event()

        def listen() -> None:
            try:
                while not over.is_set():
                    with suppress(TimeoutError):
                        flood.runs += kind_of(visitor.line.recv(timeout=0.2)) == "new_session"
            except ConnectionClosed:
                flood.cut = True

        def send() -> None:
            with suppress(ConnectionClosed):
                for number in range(messages):
                    visitor.line.send(body[number % len(body)])
                    flood.sent += 1
                    time.sleep(pause)

        for work in (listen, send):
            thread = threading.Thread(target=work)
            thread.start()
            stack.callback(thread.join)
        stack.callback(over.set)
        yield flood


def kind_of(body: str | bytes) -> str | None:
    assert isinstance(body, bytes)
    answer = ForwardMsg()
    answer.ParseFromString(body)
    return answer.WhichOneof("type")


@pytest.mark.parametrize(
    ("pause", "address"), [(0.0, "127.1.0.1"), (0.01, "127.1.0.2")], ids=["at once", "one after the other"]
)
def test_a_flood_from_one_line_leaves_the_others_answered(office: Office, pause: float, address: str) -> None:
    """It is cut off, and nothing new is taken from its address; a new reader from another is answered."""
    with visiting(office.site) as quiet:
        quiet.run()
        with flooding(office, 300, pause, address) as flood:
            while time.monotonic() - flood.begun < 4:
                for page in ("", "programs", "evidence"):
                    begun = time.monotonic()
                    assert "script_finished" in quiet.run(page).text
                    assert time.monotonic() - begun < SOON, page
                assert health(office) < SOON
            begun = time.monotonic()
            assert "script_finished" in ask(office).text
            assert time.monotonic() - begun < SOON, "a new reader"
            assert flood.runs <= flood.meant
            assert flood.cut
            with pytest.raises(InvalidStatus, match="429"), visiting(office.site, address=address):
                pass
    assert health(office) < SOON
