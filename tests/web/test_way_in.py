"""The way in: whose address it is, how much one address may have open, and what a forged host or a log never shows."""

from __future__ import annotations

import asyncio
import logging
import stat
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from dashboard.address import one_address, true_address
from dashboard.asked import GONE, Asked
from dashboard.settings import SettingsError, settings
from dashboard.store import current
from dashboard.store.staff.guesses import FREE
from dashboard.store.store import Store
from dashboard.view.rerun_lock import RerunLock
from dashboard.web import gate, limits
from dashboard.web.connections import Held, files_for, room
from dashboard.web.limits import PENALTY, Penalties, Sockets
from dashboard.web.log import Quiet
from dashboard.web.routes import Headers
from tests.ready import ready
from tests.web.test_account import BASE, browser, invite


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A database of the test's own with the shipped data, and settings that are read anew."""
    ready()
    return environment


def use(environment: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        environment.setenv(f"FOURTH_OPTION_{name}", value)
    current.forget()


# whose address it is


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        ("", "127.0.0.1", ["192.0.2.1"], "127.0.0.1"),  # nobody is believed unless named
        ("10.0.0.1", "127.0.0.1", ["192.0.2.1"], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", ["198.51.100.9, 192.0.2.1"], "192.0.2.1"),  # the left one may be made up
        ("127.0.0.1", "127.0.0.1", ["198.51.100.9", "192.0.2.1"], "192.0.2.1"),
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", ["192.0.2.1, 10.1.2.3"], "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["nonsense"], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["192.0.2.1, <script>"], "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", ["192.0.2.1:5000"], "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", ["[2001:db8::1]:5000"], "2001:db8::1"),
        ("127.0.0.1", "::ffff:127.0.0.1", ["192.0.2.1"], "192.0.2.1"),
        ("2001:db8::/32", "2001:db8::7", ["192.0.2.1"], "192.0.2.1"),
    ],
)
def test_a_header_is_believed_of_a_named_proxy_alone(
    environment: pytest.MonkeyPatch, proxies: str, peer: str, forwarded: list[str], expected: str
) -> None:
    use(environment, TRUSTED_PROXIES=proxies)
    assert true_address(peer, forwarded) == expected


@given(st.lists(st.ip_addresses().map(str) | st.text(max_size=12), max_size=4))
def test_no_header_changes_the_address_of_somebody_who_is_no_proxy(forwarded: list[str]) -> None:
    assert true_address("192.0.2.7", forwarded) == "192.0.2.7"


def test_an_ipv6_network_of_one_customer_counts_as_one_address() -> None:
    assert one_address("2001:db8:1:2:3::4") == one_address("2001:db8:1:2:ffff::")
    assert one_address("2001:db8:1:2::") != one_address("2001:db8:1:3::")
    assert one_address("192.0.2.1") != one_address("192.0.2.2")
    assert one_address("::ffff:192.0.2.1") == one_address("192.0.2.1")
    assert one_address("fe80::1%eth0") == one_address("fe80::2")


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_whatever_a_customer_chooses_it_is_the_same_address(network: int, one: int, other: int) -> None:
    import ipaddress

    first, second = (str(ipaddress.IPv6Address(network << 64 | host)) for host in (one, other))
    if ipaddress.IPv6Address(first).ipv4_mapped is ipaddress.IPv6Address(second).ipv4_mapped is None:
        assert one_address(first) == one_address(second)


@pytest.mark.parametrize("wrong", ["nonsense", "10.0.0.0/33", "10.0.0.1/8"])
def test_a_proxy_that_is_no_network_is_said_in_words(environment: pytest.MonkeyPatch, wrong: str) -> None:
    use(environment, TRUSTED_PROXIES=wrong)
    with pytest.raises(SettingsError, match=r"FOURTH_OPTION_TRUSTED_PROXIES is .*Correct it"):
        settings()


def test_failed_sign_ins_are_counted_by_the_true_address(site: pytest.MonkeyPatch) -> None:
    """Behind a proxy one reader's guesses are not everybody's; without one, a made-up header helps nobody."""
    invite()

    def guess(forwarded: str) -> int:
        client = browser(address="127.0.0.1")
        client.headers["x-forwarded-for"] = forwarded
        page = client.get("/account/sign-in").text
        form = page.partition('name="form" value="')[2].partition('"')[0]
        fields = {"email": "nobody@city.test", "password": "wrong wrong wrong", "form": form}
        return client.post("/account/sign-in", data=fields).status_code

    use(site, TRUSTED_PROXIES="127.0.0.1")
    statuses = [guess("192.0.2.1") for _ in range(FREE + 2)]
    assert statuses[:FREE] == [401] * FREE
    assert statuses[-1] == 429
    assert guess("192.0.2.2") == 401
    use(site, TRUSTED_PROXIES="")
    assert [guess(f"192.0.2.{number + 9}") for number in range(FREE + 2)][-1] == 429


# how much one address may have open


def scope_of(kind: str = "websocket", **about: object) -> Scope:
    return {
        "type": kind,
        "path": "/_stcore/stream",
        "scheme": "ws" if kind == "websocket" else "http",
        "headers": [],
        "client": ("192.0.2.1", 50_000),
        "extensions": {"websocket.http.response": {}},
    } | about


class Door:
    """The gate with something behind it that keeps every socket open until it is told."""

    def __init__(self) -> None:
        self.inside: list[Scope] = []
        self.close = asyncio.Event()
        self.gate = gate.Gate(self._app)

    async def _app(self, scope: Scope, *_ways: object) -> None:
        self.inside.append(scope)
        await self.close.wait()

    async def knock(self, **about: object) -> list[Message]:
        """What is said to somebody who opens a socket, until it is let in or refused."""
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        before = len(self.inside)
        task = asyncio.create_task(self.gate(scope_of(**about), receive, send))  # type: ignore[arg-type]
        while not task.done() and len(self.inside) == before:
            await asyncio.sleep(0.001)
        self.tasks = [*getattr(self, "tasks", []), task]
        return said

    async def leave(self) -> None:
        self.close.set()
        await asyncio.gather(*self.tasks)


def play(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a scene in a thread of its own: a browser that another test has opened keeps a loop in this one."""
    with ThreadPoolExecutor(1) as stage:
        stage.submit(asyncio.run, scene()).result()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    sockets = Sockets()
    for module in (gate, limits):
        monkeypatch.setattr(module, "SOCKETS", sockets)
    monkeypatch.setattr(limits, "PENALTIES", Penalties())


def test_sixty_readers_behind_one_address_are_let_in_and_a_flood_is_not(
    environment: pytest.MonkeyPatch, fresh: None
) -> None:
    async def scene() -> None:
        door = Door()
        answers = [await door.knock() for _ in range(200)]
        assert answers[:60] == [[]] * 60
        assert len(door.inside) == settings().sockets_per_address == 100
        assert {a[0]["status"] for a in answers[100:]} == {429}
        assert {a[0]["type"] for a in answers[100:]} == {"websocket.http.response.start"}, "refused before accept"
        assert await door.knock(client=("192.0.2.2", 1)) == []
        await door.leave()
        again = Door()
        assert await again.knock() == []
        await again.leave()

    play(scene)


def test_there_is_an_end_of_room_for_all_but_whoever_is_signed_in(site: pytest.MonkeyPatch, fresh: None) -> None:
    use(site, SOCKETS="3")
    cookie = current.store().sign_ins.set_password(invite(), "violet gravel outpost hymn")

    async def scene() -> None:
        door = Door()
        for number in range(3):
            assert await door.knock(client=(f"192.0.2.{number}", 1)) == []
        (start, *_) = await door.knock(client=("192.0.2.9", 1))
        assert start["status"] == 429
        mine = [(b"cookie", f"{gate.COOKIE}={cookie}".encode())]
        assert await door.knock(client=("192.0.2.10", 1), headers=mine) == []
        assert len(door.inside) == 4
        await door.leave()

    play(scene)


def test_many_addresses_of_one_customer_are_one(environment: pytest.MonkeyPatch, fresh: None) -> None:
    use(environment, SOCKETS_PER_ADDRESS="2")

    async def scene() -> None:
        door = Door()
        answers = [await door.knock(client=(f"2001:db8::{number:x}", 1)) for number in range(5)]
        assert [bool(a) for a in answers] == [False, False, True, True, True]
        assert await door.knock(client=("2001:db8:0:1::1", 1)) == []
        await door.leave()

    play(scene)


def test_readers_behind_a_trusted_proxy_are_counted_apart(environment: pytest.MonkeyPatch, fresh: None) -> None:
    use(environment, SOCKETS_PER_ADDRESS="1", TRUSTED_PROXIES="127.0.0.1")

    async def scene() -> None:
        door = Door()
        for reader in ("192.0.2.1", "192.0.2.2"):
            head = [(b"x-forwarded-for", reader.encode()), (b"x-forwarded-proto", b"https")]
            assert await door.knock(client=("127.0.0.1", 1), headers=head) == []
            assert await door.knock(client=("127.0.0.1", 1), headers=head) != []
        assert [s["client"][0] for s in door.inside] == ["192.0.2.1", "192.0.2.2"]
        assert {s["scheme"] for s in door.inside} == {"wss"}
        await door.leave()

    play(scene)


def test_an_older_server_is_told_to_close(environment: pytest.MonkeyPatch, fresh: None) -> None:
    """Where it cannot carry words before a socket is accepted."""
    use(environment, SOCKETS_PER_ADDRESS="1")

    async def scene() -> None:
        door = Door()
        await door.knock()
        (said,) = await door.knock(extensions={})
        assert said["type"] == "websocket.close"
        await door.leave()

    play(scene)


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_a_penalty_ends_and_is_bounded() -> None:
    clock = Clock()
    penalties = Penalties(clock)
    penalties.put("192.0.2.1")
    assert penalties.holds("192.0.2.1")
    assert not penalties.holds("192.0.2.2")
    clock.at += PENALTY
    assert not penalties.holds("192.0.2.1")
    for number in range(10_000):
        penalties.put(str(number))
    assert len(penalties._until) <= 4096
    assert penalties.holds("9999")


def test_who_is_penalized_is_refused_and_others_are_not(environment: pytest.MonkeyPatch, fresh: None) -> None:
    limits.PENALTIES.put("192.0.2.1")

    async def scene() -> None:
        door = Door()
        (start, _) = await door.knock()
        assert start["status"] == 429
        assert (b"retry-after", b"30") in start["headers"]
        assert await door.knock(client=("192.0.2.2", 1)) == []
        await door.leave()

    play(scene)


# connections


class Line:
    """A connection, as far as `Held` looks at it."""

    def __init__(self, address: str, *, idle: bool = True) -> None:
        self.address, self.idle, self.ended = address, idle, False

    def get_extra_info(self, _name: str) -> tuple[str, int]:
        return self.address, 1

    def abort(self) -> None:
        self.ended = True


def keep(held: Held, line: Line) -> Line:
    held.keep(line, line)  # type: ignore[arg-type]
    return line


def test_the_address_that_holds_most_gives_up_its_oldest_idle_connection(environment: pytest.MonkeyPatch) -> None:
    held = Held(most=10)
    readers = [keep(held, Line(f"192.0.2.{number}")) for number in range(3)]
    greedy = [keep(held, Line("198.51.100.1", idle=number != 0)) for number in range(1100)]
    assert len(held) == 10
    assert not any(line.ended for line in readers)
    assert not greedy[0].ended, "it has been asked something"
    assert sum(not line.ended for line in greedy) == 7
    assert greedy[1].ended
    assert not greedy[-1].ended
    late = keep(held, Line("192.0.2.99"))
    assert not late.ended


def test_when_all_are_at_work_the_newest_is_closed(environment: pytest.MonkeyPatch) -> None:
    held = Held(most=3)
    lines = [keep(held, Line("192.0.2.1", idle=False)) for _ in range(4)]
    assert [line.ended for line in lines] == [False, False, False, True]
    for line in lines:
        held.gone(line)  # type: ignore[arg-type]
        held.gone(line)  # type: ignore[arg-type]
    assert len(held) == 0


@given(st.integers(64, 100_000), st.integers(100, 5_000))
def test_connections_never_take_the_last_open_file(files: int, wanted: int) -> None:
    most, backlog = room(files, wanted)
    assert 16 <= most <= max(16, wanted)
    if files >= 1024:
        assert 2 * most + backlog < files
    assert room(files_for(wanted), wanted)[0] == wanted


# turns


class Work:
    """Sessions that wait for a turn, each in a thread, and the order in which they had it."""

    def __init__(self) -> None:
        self.clock, self.worked = Clock(), Clock()
        self.lock = RerunLock(self.clock, self.worked)
        self.order: list[str] = []
        self.threads: list[threading.Thread] = []

    def spend(self, seconds: float, address: str, session: str, *, rest: bool = True) -> None:
        """A turn that takes so long, and the rest after it."""
        with self.lock.held(address, session):
            self.clock.at += seconds
            self.worked.at += seconds
        self.clock.at += seconds if rest else 0

    def queue(self, address: str, session: str, asked: Callable[[], float] = float) -> None:
        """Somebody who waits from now on."""

        def run() -> None:
            with self.lock.held(address, session, asked):
                self.order.append(session)

        before = len(self.lock._waiting)
        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()
        while len(self.lock._waiting) == before:
            time.sleep(0.001)

    def finish(self, after: float = 0.1) -> list[str]:
        """End the turn that is on, so long after all this, and hear who came when."""
        self.lock.release()
        self.clock.at += after
        for thread in self.threads:
            thread.join(5)
        return self.order


def test_a_new_reader_is_next_whoever_waits() -> None:
    work = Work()
    for number in range(20):
        work.spend(0.02, f"192.0.2.{number}", f"old-{number}")
    work.lock.acquire("192.0.2.99", "now")
    for number in range(20):
        work.queue(f"192.0.2.{number}", f"old-{number}")
    work.queue("192.0.2.100", "new")
    assert work.finish()[0] == "new"
    assert len(work.order) == 21


def test_ever_new_sessions_win_nothing() -> None:
    work = Work()
    for number in range(100):
        work.spend(0.02, "192.0.2.1", f"flood-{number}")
    work.spend(0.02, "192.0.2.2", "reader")
    work.lock.acquire("192.0.2.99", "now")
    for number in range(10):
        work.queue("192.0.2.1", f"more-{number}")
    work.queue("192.0.2.2", "reader")
    assert work.finish()[0] == "reader"
    assert work.order[1:] == [f"more-{number}" for number in range(10)], "first come, first served"


def test_the_server_rests_for_who_has_had_plenty_and_for_nobody_else() -> None:
    work = Work()
    work.spend(2.0, "192.0.2.1", "a", rest=False)
    work.queue("192.0.2.1", "a")
    with work.lock.held("192.0.2.2", "b"):
        pass
    time.sleep(0.05)
    assert work.order == [], "it waits as long as the turn before it took"
    work.lock.acquire("192.0.2.3", "c")
    assert work.finish(after=3.0) == ["a"]


@pytest.mark.parametrize(("asked", "pages", "rests"), [(20.0, "bcde", True), (20.0, "b", False), (3.0, "bcde", False)])
def test_the_server_rests_for_pages_that_ask_again_and_again_while_others_wait(
    asked: float, pages: str, rests: bool
) -> None:
    """One person who is quick waits for nothing."""
    work = Work()
    work.lock.acquire("192.0.2.1", "a")
    for number, page in enumerate(pages):
        work.queue(f"192.0.2.{number + 2}", page, lambda: asked)
    work.clock.at += 0.1
    work.lock.release()
    time.sleep(0.05)
    assert (work.order == []) is rests, "they wait several times as long as the turn before took"
    work.clock.at += 0.5
    for thread in work.threads:
        thread.join(5)
    assert sorted(work.order) == sorted(pages)


def test_a_room_full_of_readers_behind_one_address_is_served() -> None:
    lock, done = RerunLock(), []

    def read(session: str) -> None:
        for _ in range(3):
            with lock.held("192.0.2.1", session):
                end = time.thread_time() + 0.005
                while time.thread_time() < end:
                    pass
        done.append(session)

    threads = [threading.Thread(target=read, args=(str(number),)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(done) == 60


def test_of_two_new_readers_the_one_that_has_not_asked_again_comes_first() -> None:
    """A flood from many addresses: each of its sessions is as new as the reader's, and came before."""
    work = Work()
    asked = dict.fromkeys(["flood-1", "flood-2", "flood-3"], 6.0) | {"reader": 1.0, "second": 2.0}
    work.lock.acquire("busy")
    for number, session in enumerate(asked):
        work.queue(f"192.0.2.{number}", session, partial(asked.__getitem__, session))
    assert work.finish()[:2] == ["reader", "second"]


def test_what_a_socket_asked_fades_and_is_forgotten_with_it() -> None:
    clock = Clock()
    asked = Asked(clock)
    one, other = asked.opened(), asked.opened()
    for _ in range(8):
        asked.once_more(one)
    assert (asked.by(one), asked.by(other), asked.by("")) == (8, 0, 0)
    clock.at += 10
    assert asked.by(one) == pytest.approx(4)
    asked.closed(one)
    asked.once_more(one)
    assert asked.by(one) == asked.by("forged") == GONE
    assert len(asked._asked) == 1


def test_a_page_that_was_closed_in_the_meantime_keeps_nobody_waiting() -> None:
    """It has its turn at once, without a rest, and nothing to do in it."""
    work = Work()
    asked = {"flood": 30.0, "reader": 1.0, "closed": GONE}
    work.lock.acquire("busy")
    for number, session in enumerate(asked):
        work.queue(f"192.0.2.{number}", session, partial(asked.__getitem__, session))
    assert work.finish() == ["closed", "reader", "flood"]


def test_a_turn_is_given_back_when_a_page_fails() -> None:
    lock = RerunLock()
    with pytest.raises(ZeroDivisionError), lock.held("a"):
        raise ZeroDivisionError
    with lock.held("b"):
        pass


# the log


def said(quiet: Quiet, message: str, *values: object, name: str = "uvicorn.error") -> str | None:
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, values, None)
    return record.getMessage() if quiet.filter(record) else None


def test_the_log_counts_what_it_would_repeat() -> None:
    clock = Clock()
    quiet = Quiet(clock)
    out = [said(quiet, "socket.accept() out of system resource %s", number) for number in range(10_000)]
    assert sum(one is not None for one in out) == 5
    clock.at += 61
    again = said(quiet, "socket.accept() out of system resource %s", 1)
    assert again is not None and again.endswith("(9995 more like this were left out)")
    assert said(quiet, "something else") == "something else"
    for number in range(5_000):
        said(quiet, f"message {number}")
    assert len(quiet._said) <= 1024


@pytest.mark.parametrize(
    "line",
    [
        "/account/set-up?token=hushhush",
        "/account/oidc/callback?code=hushhush&state=hushhush",
        "/account/oidc/callback?state=a&code=hushhush",
        "https://provider.test/authorize?x=1&id_token=hushhush",
    ],
)
def test_no_secret_stands_in_the_log(line: str) -> None:
    clock = Clock()
    access = said(
        Quiet(clock), '%s - "%s %s HTTP/%s" %d', "192.0.2.1:5", "GET", line, "1.1", 200, name="uvicorn.access"
    )
    assert access is not None and "hushhush" not in access
    assert line.partition("?")[0] in access
    other = said(Quiet(clock), f"could not open {line}")
    assert other is not None and "hushhush" not in other


def test_one_address_does_not_fill_the_log_and_others_are_still_written() -> None:
    quiet = Quiet(Clock())
    format_ = '%s - "%s %s HTTP/%s" %d'
    lines = [
        said(quiet, format_, f"192.0.2.1:{port}", "GET", "/", "1.1", 200, name="uvicorn.access")
        for port in range(1000, 4000)
    ]
    assert sum(line is not None for line in lines) == 60
    assert said(quiet, format_, "192.0.2.2:1", "GET", "/", "1.1", 200, name="uvicorn.access") is not None


# names of this site


FORGED = "evil.example"
PAGES = ("/figure/abq_acs-02", "/feed.atom", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/read/")


def test_a_forged_host_never_stands_in_what_others_may_read(site: pytest.MonkeyPatch) -> None:
    client = browser(base=f"http://{FORGED}")
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert FORGED not in answer.text + str(answer.headers), path
    assert 'href="/read/"' in client.get("/feed.atom").text
    use(site, OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID="x")
    answer = client.get("/account/oidc")
    assert answer.status_code == 503
    assert "does not know its own public address" in answer.text


def test_the_public_address_stands_whatever_was_asked(site: pytest.MonkeyPatch) -> None:
    use(site, PUBLIC_URL="https://dispatch.example.gov/", SECURITY_CONTACT="clerk@example.gov")
    client = browser(base=f"http://{FORGED}")
    for path in PAGES[:5]:
        text = client.get(path).text
        assert FORGED not in text
        assert "https://dispatch.example.gov/" in text, path
    assert "Contact: mailto:clerk@example.gov\n" in client.get("/.well-known/security.txt").text


def test_allowed_hosts_stand_in_addresses_and_no_other_is_answered(site: pytest.MonkeyPatch) -> None:
    use(site, ALLOWED_HOSTS="dispatch.test, other.test:8080", PUBLIC_URL="https://public.test")
    assert browser(base="http://dispatch.test").get("/read/").status_code == 200
    assert browser(base="http://other.test:8080").get("/read/").status_code == 200
    assert browser(base="https://public.test").get("/read/").status_code == 200
    for host in (FORGED, "dispatch.test.evil.example", "dispatch.test:81", "dispatch.test@evil.example"):
        refused = browser().get("/read/", headers={"host": host})
        assert refused.status_code == 421, host
        assert host not in refused.text
    assert browser(base="http://10.0.0.5").get("/healthz").status_code == 200
    use(site, PUBLIC_URL="")
    assert f"{BASE}/figure/abq_acs-02" in browser().get("/figure/abq_acs-02").text


async def _answers(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
    await send({"type": "http.response.body", "body": b"hello"})


def headers_at(**asked: str) -> Mapping[str, str]:
    app = Headers(_answers, policy="connect-src 'self' data:{sockets};")
    return TestClient(app, base_url=asked.pop("base", f"http://{FORGED}")).get("/", headers=asked).headers


def test_the_page_may_speak_to_its_own_socket_and_no_other(environment: pytest.MonkeyPatch) -> None:
    assert headers_at()["content-security-policy"] == "connect-src 'self' data:;"
    use(environment, PUBLIC_URL="https://dispatch.example.gov")
    assert headers_at()["content-security-policy"] == "connect-src 'self' data: wss://dispatch.example.gov;"


def test_browsers_are_told_to_stay_with_an_encrypted_address(environment: pytest.MonkeyPatch) -> None:
    assert "strict-transport-security" not in headers_at()
    use(environment, PUBLIC_URL="http://dispatch.example.gov")
    assert "strict-transport-security" not in headers_at()
    use(environment, PUBLIC_URL="https://dispatch.example.gov")
    assert headers_at()["strict-transport-security"] == "max-age=31536000"
    assert "server" not in headers_at()


# the database file


def test_the_database_is_for_one_account_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "made" / "ledger.sqlite3"
    store = Store(f"sqlite:///{path}")
    store.prepare()
    files = [path, *path.parent.glob("*-wal"), *path.parent.glob("*-shm")]
    assert len(files) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close()
    path.chmod(0o644)
    again = Store(f"sqlite:///{path}")
    again.prepare()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "who may read it as a group is the operator's to say"
    again.close()


@pytest.mark.parametrize("path", ["/account/nosuch", "/account/setup/xx", "/account/"])
def test_beside_the_doors_of_staff_there_is_nothing(path: str, site: pytest.MonkeyPatch) -> None:
    answer = browser().get(path)
    assert answer.status_code == 404
    assert "<title>Streamlit" not in answer.text
