"""Signing in: links that work once, guesses that slow down, sign-ins that end, and nothing kept in clear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.core.people import Account, Refused
from dashboard.core.plain import address
from dashboard.store.staff.guesses import FREE, LONGEST, SignInRefused, TooManyAttempts
from dashboard.store.staff.people import ABSOLUTE, IDLE, SETUP, Caller, digest
from dashboard.store.staff.sign_in import (
    SignIns,
    check_password,
)
from dashboard.store.store import Store
from dashboard.words import of
from tests.refusals import refuses
from tests.store import staff
from tests.store.staff import ADMIN, CERTIFIER, NOBODY, STAFF, Desk

PASSWORD = "violet gravel outpost hymn"
HERE, THERE = "192.0.2.1", "192.0.2.2"
ISSUER = "https://id.somewhere.test"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with staff.desk(tmp_path) as made:
        yield made


@pytest.fixture
def sign_ins(desk: Desk) -> SignIns:
    return desk.store.sign_ins


def who(desk: Desk, token: str) -> Account | None:
    return desk.store.sign_ins.who(digest(token))


def enter(desk: Desk, email: str = STAFF.email, subject: str = "subject-1") -> str:
    """A cookie, by way of an identity provider; argon2 is slow on purpose."""
    return desk.store.sign_ins.set_identity(desk.store.people.invite(email), ISSUER, subject)


def fail(desk: Desk, email: str, *, address: str = HERE) -> str:
    with pytest.raises(SignInRefused) as said:
        desk.store.sign_ins.sign_in(email, "not the right one", address=address)
    return f"{type(said.value).__name__}: {of(said.value)}"


# set-up links


def test_a_link_works_once(desk: Desk, sign_ins: SignIns) -> None:
    link = desk.store.people.invite(STAFF.email)
    invited = sign_ins.invited(link)
    assert invited is not None and invited.email == STAFF.email
    cookie = sign_ins.set_password(link, PASSWORD)
    signed = who(desk, cookie)
    assert signed is not None and signed.email == STAFF.email
    assert sign_ins.invited(link) is None
    before = desk.rows()
    with refuses("has been used", SignInRefused):
        sign_ins.set_identity(link, ISSUER, "another")
    assert desk.rows() == before


def test_a_link_ends_after_its_days(desk: Desk, sign_ins: SignIns) -> None:
    link = desk.store.people.invite(STAFF.email)
    desk.clock.at += SETUP
    desk.clock.move(microseconds=-1)
    assert sign_ins.invited(link) is not None
    desk.clock.move(microseconds=1)
    assert sign_ins.invited(link) is None
    with refuses("too old", SignInRefused):
        sign_ins.set_identity(link, ISSUER, "subject-1")


def test_a_link_of_a_closed_account_is_worth_nothing(desk: Desk, sign_ins: SignIns) -> None:
    link = desk.store.people.invite(STAFF.email)
    desk.store.people.close(STAFF.email)
    assert sign_ins.invited(link) is None
    with pytest.raises(SignInRefused):
        sign_ins.set_identity(link, ISSUER, "subject-1")


@pytest.mark.parametrize("made_up", ["", "x", "0" * 43])
def test_a_link_that_was_made_up_is_worth_nothing(desk: Desk, sign_ins: SignIns, made_up: str) -> None:
    assert sign_ins.invited(made_up) is None
    with pytest.raises(SignInRefused):
        sign_ins.set_identity(made_up, ISSUER, "subject-1")


def test_a_new_link_ends_the_one_before(desk: Desk, sign_ins: SignIns) -> None:
    lost = desk.store.people.invite(STAFF.email)
    fresh = desk.store.people.invite(STAFF.email)
    assert sign_ins.invited(fresh) is not None
    assert sign_ins.invited(lost) is None


def test_using_one_link_ends_the_others(desk: Desk, sign_ins: SignIns) -> None:
    lost = desk.store.people.invite(STAFF.email)
    enter(desk)
    with pytest.raises(SignInRefused):
        sign_ins.set_identity(lost, ISSUER, "whoever found the first link")


# passwords


@pytest.mark.parametrize(
    "password",
    ["", "short", "eleven char", "x" * 201, "aaaaaaaaaaaaaaaa", "abababababab", "password1234", "Letmein12345"],
)
def test_a_password_that_is_no_good_is_refused(password: str) -> None:
    with refuses("password", SignInRefused):
        check_password(password)


@pytest.mark.parametrize(
    "password", ["passwordpassword", "Password123456", "123456789012", "qwertyuiop12", "qwertyqwerty", "letmeinletmein"]
)
def test_a_password_that_everybody_tries_first_is_refused(password: str) -> None:
    with refuses("tries first", SignInRefused):
        check_password(password)


@pytest.mark.parametrize("password", [PASSWORD, "twelve chars", "Ünïcödé ist gut", "x1y2z3w4v5u6" * 16])
def test_a_good_password_passes(password: str) -> None:
    check_password(password)


def test_a_refused_password_leaves_the_link_unused(desk: Desk, sign_ins: SignIns) -> None:
    link, before = desk.store.people.invite(STAFF.email), desk.rows()
    with pytest.raises(SignInRefused):
        sign_ins.set_password(link, "short")
    assert desk.rows() == before
    assert sign_ins.invited(link) is not None


def test_name_and_password_sign_in(desk: Desk, sign_ins: SignIns) -> None:
    sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    cookie = sign_ins.sign_in(f" {STAFF.email.upper()} ", PASSWORD, address=HERE)
    signed = who(desk, cookie)
    assert signed is not None and signed.email == STAFF.email
    assert who(desk, sign_ins.sign_in(STAFF.email, PASSWORD, address=HERE)) == signed
    assert who(desk, cookie) == signed, "a second sign-in does not end the first"


def test_a_wrong_password_an_unknown_name_and_a_closed_account_say_the_same(desk: Desk, sign_ins: SignIns) -> None:
    sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    sign_ins.set_password(desk.store.people.invite(CERTIFIER.email), PASSWORD)
    desk.store.people.close(CERTIFIER.email)
    said = {fail(desk, STAFF.email), fail(desk, "nobody@nowhere.test"), fail(desk, ADMIN.email), fail(desk, "")}
    with pytest.raises(SignInRefused) as closed:
        sign_ins.sign_in(CERTIFIER.email, PASSWORD, address=HERE)
    assert said | {f"SignInRefused: {of(closed.value)}"} == {"SignInRefused: Name and password do not belong together."}


@pytest.mark.parametrize("password", ["", " ", "\0", "x" * 100_000])
def test_an_account_without_a_password_cannot_be_entered(desk: Desk, sign_ins: SignIns, password: str) -> None:
    with pytest.raises(SignInRefused):
        sign_ins.sign_in(ADMIN.email, password, address=HERE)


# guessing


def test_guessing_makes_the_next_try_from_there_wait_longer_and_nobody_elsewhere(desk: Desk, sign_ins: SignIns) -> None:
    sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    for _ in range(FREE):
        assert fail(desk, STAFF.email).startswith("SignInRefused")
    waits = []
    for _ in range(14):
        with refuses(r"Wait \d+ seconds?,", TooManyAttempts) as said:
            sign_ins.sign_in(STAFF.email.upper(), PASSWORD, address=HERE)
        waits.append(int(of(said.value).split("Wait ")[1].split()[0]))
        assert who(desk, sign_ins.sign_in(STAFF.email, PASSWORD, address=THERE)), "the right one, from elsewhere"
        desk.clock.move(seconds=waits[-1])
        assert fail(desk, STAFF.email).startswith("SignInRefused"), "after it, there is another try"
    assert waits == sorted(waits)
    assert waits[-1] <= LONGEST.total_seconds() + 1
    desk.clock.at += LONGEST
    assert who(desk, sign_ins.sign_in(STAFF.email, PASSWORD, address=HERE))
    assert fail(desk, STAFF.email).startswith("SignInRefused"), "and all is forgotten"


def test_whoever_sits_beside_a_guesser_is_not_locked_out(desk: Desk, sign_ins: SignIns) -> None:
    """A library, a city hall: many people behind one address."""
    sign_ins.set_password(desk.store.people.invite(CERTIFIER.email), PASSWORD)
    for _ in range(FREE):
        fail(desk, STAFF.email)
    assert fail(desk, STAFF.email).startswith("TooManyAttempts")
    assert who(desk, sign_ins.sign_in(CERTIFIER.email, PASSWORD, address=HERE))


def test_an_unknown_name_is_slowed_down_like_a_known_one(desk: Desk) -> None:
    for _ in range(FREE):
        fail(desk, "nobody@nowhere.test")
    assert fail(desk, "nobody@nowhere.test").startswith("TooManyAttempts")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_one_customer_is_one_place(one: str, other: str, same: bool, desk: Desk) -> None:
    for _ in range(FREE):
        fail(desk, STAFF.email, address=one)
    assert fail(desk, STAFF.email, address=other).startswith("TooManyAttempts") is same


def test_failed_sign_ins_take_little_room_whatever_is_typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.store.staff.sign_in._matches", lambda kept, password: False)
    monkeypatch.setattr("dashboard.store.staff.guesses.MOST", 20)
    monkeypatch.setattr("dashboard.store.staff.guesses.OF_NAMES", 10)
    before = desk.path.stat().st_size
    for n in range(60):
        fail(desk, f"{'x' * 900_000 if n == 0 else n}@nowhere.test", address=f"192.0.2.{n}")
    assert desk.rows()["failed_sign_in"] == 20 + 1, "and the count of what the log leaves out"
    left_out = [1, 5, 10, 20, 40]
    assert desk.rows()["audit"] - len(staff.ACCOUNTS) == 10 + len(left_out)
    assert desk.path.stat().st_size - before < 100_000


def test_failed_sign_ins_stand_in_the_audit_log_without_what_was_typed(desk: Desk) -> None:
    for _ in range(FREE):
        fail(desk, STAFF.email)
    fail(desk, "my password typed into the wrong field")
    told = [(e.subject, e.after) for e in desk.store.people.audit_log(ADMIN)[0] if e.action == "sign_in_failed"]
    assert told == [
        ("a name without an account", f"1 from {HERE}"),
        (STAFF.email, f"5 from {HERE}"),
        (STAFF.email, f"1 from {HERE}"),
    ]


# one account a person


@pytest.mark.parametrize(
    "look_alike",
    [
        STAFF.email.replace("s", "\u017f", 1),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in STAFF.email),
        STAFF.email.replace("ff", "\ufb00"),
        f"{STAFF.email}.",
        f" {STAFF.email.upper()} ",
        STAFF.email.replace("@", "+two@"),
        STAFF.email.replace("a", "a\u200b", 1),
        STAFF.email.replace("a", "a\u00ad", 1),
        STAFF.email.replace("a", "\u0430", 1),
        f"\u202e{STAFF.email}",
        STAFF.email.replace("staff", "sta ff"),
        STAFF.email.replace("a", "a\u0301", 1),
    ],
)
def test_an_address_that_looks_like_another_is_no_second_account(look_alike: str, desk: Desk) -> None:
    before = desk.rows()
    with pytest.raises(Refused) as said:
        desk.store.people.add(staff.account(email=look_alike))
    words = ("There is an account", "cannot be seen", "plain letters", "has an @")
    assert any(one in of(said.value) for one in words)
    assert desk.rows() == before


@settings(deadline=None, max_examples=200)
@given(st.text(min_size=1, max_size=12), st.sampled_from(["city.gov", "CITY.gov.", "ｃity.gov"]))
def test_an_address_has_one_spelling(name: str, domain: str) -> None:
    try:
        told = address(f"{name}@{domain}")
    except Refused:
        return
    assert told.isascii()
    assert told == address(told) == address(told.upper()) == address(f" {told}.")


# how a sign-in ends


def test_a_sign_in_ends_when_it_is_idle(desk: Desk) -> None:
    cookie = enter(desk)
    desk.clock.at += IDLE
    desk.clock.move(microseconds=-1)
    assert who(desk, cookie), "and this use keeps it"
    desk.clock.move(minutes=29)
    assert who(desk, cookie)
    desk.clock.at += IDLE
    assert who(desk, cookie) is None
    desk.clock.move(minutes=-10)
    assert who(desk, cookie) is None, "and stays ended, whatever the clock of the machine does"


def test_a_sign_in_ends_after_its_hours_however_busy(desk: Desk) -> None:
    cookie, begun = enter(desk), desk.clock.at
    while desk.clock.at < begun + ABSOLUTE:
        assert who(desk, cookie)
        desk.clock.move(minutes=20)
    assert who(desk, cookie) is None


def test_signing_out_ends_one_sign_in_at_once(desk: Desk, sign_ins: SignIns) -> None:
    one, other = enter(desk), sign_ins.sign_in_as(ISSUER, "subject-1")
    sign_ins.sign_out(one)
    sign_ins.sign_out(one)
    sign_ins.sign_out("made up")
    assert who(desk, one) is None
    assert who(desk, other)


def test_closing_an_account_ends_its_sign_ins_at_once(desk: Desk, sign_ins: SignIns) -> None:
    cookies, theirs = [enter(desk), sign_ins.sign_in_as(ISSUER, "subject-1")], enter(desk, CERTIFIER.email, "subject-2")
    desk.store.people.close(STAFF.email)
    assert [who(desk, c) for c in cookies] == [None, None]
    assert who(desk, theirs)
    with pytest.raises(SignInRefused):
        sign_ins.sign_in_as(ISSUER, "subject-1")
    with refuses("no open account"):
        desk.store.people.invite(STAFF.email)


def test_inviting_anew_ends_the_password_the_identity_and_every_sign_in(desk: Desk, sign_ins: SignIns) -> None:
    cookie = enter(desk)
    second = sign_ins.set_password(desk.store.people.invite(STAFF.email), PASSWORD)
    assert who(desk, cookie) is None
    with pytest.raises(SignInRefused):
        sign_ins.sign_in_as(ISSUER, "subject-1")
    desk.store.people.invite(STAFF.email)
    assert who(desk, second) is None
    with pytest.raises(SignInRefused):
        sign_ins.sign_in(STAFF.email, PASSWORD, address=HERE)


@pytest.mark.parametrize("cookie", ["", "made up", "' OR 1=1 --"])
def test_a_cookie_that_was_made_up_is_nobody(desk: Desk, cookie: str) -> None:
    enter(desk)
    assert desk.store.sign_ins.who(cookie) is None
    assert who(desk, cookie) is None


def test_the_digest_is_not_the_cookie(desk: Desk) -> None:
    cookie = enter(desk)
    assert desk.store.sign_ins.who(cookie) is None
    assert who(desk, digest(cookie)) is None


# what is kept


def test_the_database_holds_no_token_and_no_password_in_clear(desk: Desk, sign_ins: SignIns) -> None:
    links = [desk.store.people.invite(STAFF.email), desk.store.people.invite(CERTIFIER.email)]
    cookies = [sign_ins.set_password(links[0], PASSWORD), sign_ins.sign_in(STAFF.email, PASSWORD, address=HERE)]
    with pytest.raises(SignInRefused):
        sign_ins.sign_in(STAFF.email, "a mistyped password", address=HERE)
    kept = b"".join(path.read_bytes() for path in desk.path.parent.glob("desk.sqlite3*"))
    for secret in (*links, *cookies, PASSWORD, "a mistyped password"):
        assert secret.encode() not in kept
    for known in (*(digest(t) for t in (*links, *cookies)), "$argon2id$", STAFF.email):
        assert known.encode() in kept, "what is kept can be found this way"


# identities


def test_an_identity_is_issuer_and_subject(desk: Desk, sign_ins: SignIns) -> None:
    enter(desk)
    signed = who(desk, sign_ins.sign_in_as(ISSUER, "subject-1"))
    assert signed is not None and signed.email == STAFF.email


@pytest.mark.parametrize(
    ("issuer", "subject"),
    [
        (ISSUER, "subject-2"),
        (ISSUER, STAFF.email),
        ("https://evil.test", "subject-1"),
        ("https://evil.test", STAFF.email),
        (f"{ISSUER}/", "subject-1"),
        (ISSUER, "SUBJECT-1"),
        (ISSUER, ""),
        ("", ""),
    ],
)
def test_an_identity_that_was_not_invited_is_refused(desk: Desk, issuer: str, subject: str) -> None:
    enter(desk)
    before = desk.rows()
    with refuses("has not been invited", SignInRefused):
        desk.store.sign_ins.sign_in_as(issuer, subject)
    assert desk.rows() == before


def test_one_person_at_a_provider_is_one_account(desk: Desk, sign_ins: SignIns) -> None:
    """Else one person holds both roles, or can no longer sign in at all."""
    enter(desk)
    link = desk.store.people.invite(CERTIFIER.email)
    with pytest.raises(SignInRefused):
        sign_ins.set_identity(link, ISSUER, "subject-1")
    assert who(desk, sign_ins.sign_in_as(ISSUER, "subject-1"))


# accounts


def test_an_e_mail_has_one_account(desk: Desk) -> None:
    again = staff.account(email=f"{STAFF.email.upper()} ")
    before = desk.rows()
    with refuses("There is an account"):
        desk.store.people.add(again)
    assert desk.rows() == before


def test_nobody_has_no_account(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.store.people.all(NOBODY)
    with pytest.raises(Refused):
        desk.store.people.all(Caller(sign_in="", email=" "))


def test_a_database_without_accounts_says_so(tmp_path: Path, desk: Desk) -> None:
    empty = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    empty.prepare()
    assert not empty.people.any()
    empty.close()
    assert desk.store.people.any()
