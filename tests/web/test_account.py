"""The doors: a link that works once, one cookie, words for every refusal, and nothing done for a form from elsewhere."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from httpx2 import Response
from justhtml import JustHTML
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.testclient import TestClient

from dashboard.core.people import Account, Role
from dashboard.store import current
from dashboard.store.staff.guesses import FREE
from dashboard.store.staff.people import ABSOLUTE, digest
from dashboard.view.start import INDEX
from dashboard.web.account import OIDC, SET_UP, SIGN_IN, SIGN_OUT
from dashboard.web.gate import COOKIE
from dashboard.web.routes import middleware, routes
from tests.ready import ready
from tests.refusals import refuses

BASE = "http://dispatch.test"
PASSWORD = "violet gravel outpost hymn"
WRONG = "violet gravel outpost psalm"
EMAIL = "ana@city.test"
HOMES = {Role.STAFF: "/upload", Role.CERTIFIER: "/certify", Role.VERIFIER: "/verify", Role.ADMIN: "/accounts"}
MUST_SAY = "This form was not sent from this site"


def browser(*, base: str = BASE, address: str = "192.0.2.1") -> TestClient:
    """Somebody's browser: cookies of its own, and redirects are looked at, not followed."""
    served = Starlette(routes=routes(), middleware=[Middleware(SessionMiddleware, secret_key="x"), *middleware(INDEX)])
    return TestClient(served, base_url=base, client=(address, 50000), follow_redirects=False)


def invite(email: str = EMAIL, role: Role = Role.STAFF, *, name: str = "Ana") -> str:
    """A new account; the token of its one-time link."""
    inside = role in (Role.STAFF, Role.CERTIFIER)
    account = Account(
        account_id=0,
        email=email,
        name=name,
        role=role,
        title="Analyst",
        organization="Integral Care",
        programs=frozenset({"austin_emcot"} if inside else ()),
    )
    return current.store().people.add(account)


def enter(email: str = EMAIL, role: Role = Role.STAFF, *, name: str = "Ana") -> str:
    """A new account that has its password; the cookie of its first sign-in."""
    return current.store().sign_ins.set_password(invite(email, role, name=name), PASSWORD)


def parsed(answer: Response) -> JustHTML:
    """A page as a browser reads it, with nothing taken out."""
    return JustHTML(answer.text, collect_errors=True, sanitize=False)


def hidden(answer: Response) -> dict[str, str]:
    return {i.attrs["name"]: i.attrs["value"] or "" for i in parsed(answer).query('input[type="hidden"]')}


def alert(answer: Response) -> str:
    """What the page says went wrong."""
    (said,) = parsed(answer).query('[role="alert"]')
    return said.to_text().strip()


def fill_in(client: TestClient, page: str, **fields: str) -> Response:
    """Open a page and send its form, as a person would."""
    shown = client.get(page)
    (form,) = parsed(shown).query("form")
    assert form.attrs["method"] == "post"
    return client.post(form.attrs["action"] or "", data=hidden(shown) | fields)


def sign_in(client: TestClient, email: str = EMAIL, password: str = PASSWORD) -> Response:
    return fill_in(client, SIGN_IN, email=email, password=password)


def choose(client: TestClient, token: str, password: str = PASSWORD, again: str = PASSWORD) -> Response:
    return fill_in(client, f"{SET_UP}?token={token}", password=password, again=again)


def kept(answer: Response, name: str = COOKIE) -> list[str]:
    """The Set-Cookie lines of one name."""
    return [line for line in answer.headers.get_list("set-cookie") if line.startswith(f"{name}=")]


def cookie(answer: Response) -> str:
    (line,) = kept(answer)
    return SimpleCookie(line)[COOKIE].value


def whose(token: str) -> str:
    """Whose sign-in a cookie is; nothing if it is worthless."""
    account = current.store().sign_ins.who(digest(token))
    return account.email if account else ""


@pytest.fixture
def site(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A database of the test's own with the shipped data and no account in it."""
    ready()
    return environment


# setting up


def test_a_set_up_link_works_once(site: pytest.MonkeyPatch) -> None:
    token = invite()
    first = choose(browser(), token)
    assert (first.status_code, first.headers["location"]) == (303, "/upload")
    assert whose(cookie(first)) == EMAIL
    again = browser().get(f"{SET_UP}?token={token}")
    assert again.status_code == 404
    assert "This link has been used" in alert(again)
    assert parsed(again).query("form") == []


def test_a_page_that_was_open_twice_sets_one_password(site: pytest.MonkeyPatch) -> None:
    token = invite()
    one, other = browser(), browser()
    shown = other.get(f"{SET_UP}?token={token}")
    assert choose(one, token).status_code == 303
    late = other.post(SET_UP, data=hidden(shown) | {"password": WRONG, "again": WRONG})
    assert late.status_code == 404
    assert kept(late) == []
    assert sign_in(browser()).status_code == 303
    assert sign_in(browser(), password=WRONG).status_code == 401


def test_looking_at_a_link_does_not_use_it(site: pytest.MonkeyPatch) -> None:
    token = invite()
    for _ in range(3):
        shown = browser().get(f"{SET_UP}?token={token}")
        assert shown.status_code == 200
        assert kept(shown) == []
    assert "Welcome, Ana." in shown.text
    assert choose(browser(), token).status_code == 303


@pytest.mark.parametrize("token", ["", "made-up", "é☃", "a" * 5000, "%00", "' OR 1=1 --"])
def test_a_made_up_link_is_dead(site: pytest.MonkeyPatch, token: str) -> None:
    invite()
    answer = browser().get(SET_UP, params={"token": token})
    assert answer.status_code == 404
    assert "This link has been used" in alert(answer)


def test_two_different_passwords_are_refused_and_the_link_still_works(site: pytest.MonkeyPatch) -> None:
    client, token = browser(), invite()
    refused = choose(client, token, PASSWORD, WRONG)
    assert refused.status_code == 422
    assert "The two passwords are not the same" in alert(refused)
    assert kept(refused) == []
    assert PASSWORD not in refused.text
    assert choose(client, token).status_code == 303


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "12 to 200 characters"),
        ("short", "12 to 200 characters"),
        ("a" * 201, "12 to 200 characters"),
        ("password123456", "everybody tries first"),
    ],
)
def test_a_password_that_is_no_good_is_refused(site: pytest.MonkeyPatch, password: str, said: str) -> None:
    client, token = browser(), invite()
    refused = choose(client, token, password, password)
    assert refused.status_code == 422
    assert said in alert(refused)
    assert kept(refused) == []
    assert choose(client, token).status_code == 303


# signing in


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_signing_in_sets_one_cookie(site: pytest.MonkeyPatch, scheme: str) -> None:
    base = f"{scheme}://dispatch.test"
    site.setenv("FOURTH_OPTION_PUBLIC_URL", base)
    current.forget()
    enter()
    answer = sign_in(browser(base=base))
    assert answer.status_code == 303
    (line,) = kept(answer)
    told = SimpleCookie(line)[COOKIE]
    assert bool(told["httponly"]) is True
    assert told["samesite"].lower() == "lax"
    assert bool(told["secure"]) is (scheme == "https")
    assert (told["path"], told["domain"]) == ("/", "")
    assert 0 < int(told["max-age"]) <= ABSOLUTE.total_seconds()
    assert len(told.value) >= 43
    assert whose(told.value) == EMAIL


def test_behind_a_proxy_the_cookie_is_secure_by_the_public_address(site: pytest.MonkeyPatch) -> None:
    """TLS ends at the proxy, so the request itself says http."""
    enter()
    client = browser()
    shown = client.get(SIGN_IN)
    site.setenv("FOURTH_OPTION_PUBLIC_URL", "https://dispatch.test")
    current.forget()
    origin = {"origin": "https://dispatch.test"}
    answer = client.post(SIGN_IN, data=hidden(shown) | {"email": EMAIL, "password": PASSWORD}, headers=origin)
    assert answer.status_code == 303
    assert SimpleCookie(kept(answer)[0])[COOKIE]["secure"] is True


def test_every_sign_in_has_a_cookie_of_its_own(site: pytest.MonkeyPatch) -> None:
    old = enter()
    client = browser()
    client.cookies.set(COOKIE, "chosen-by-somebody-else")
    first, second = cookie(sign_in(client)), cookie(sign_in(browser()))
    assert len({old, first, second, "chosen-by-somebody-else"}) == 4
    assert whose("chosen-by-somebody-else") == ""


def test_a_wrong_password_and_an_unknown_name_say_the_same(site: pytest.MonkeyPatch) -> None:
    enter()
    wrong = sign_in(browser(), EMAIL, WRONG)
    unknown = sign_in(browser(), "who@city.test", WRONG)
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "do not belong together" in alert(wrong)
    assert (kept(wrong), kept(unknown)) == ([], [])
    plain = [
        a.text.replace(hidden(a)["form"], "").replace(name, "")
        for a, name in ((wrong, EMAIL), (unknown, "who@city.test"))
    ]
    assert plain[0] == plain[1]
    assert WRONG not in wrong.text


def test_an_account_without_a_password_says_the_same(site: pytest.MonkeyPatch) -> None:
    invite()
    assert "do not belong together" in alert(sign_in(browser(), EMAIL, PASSWORD))


def test_the_sixth_try_waits_also_with_the_right_password(site: pytest.MonkeyPatch) -> None:
    enter()
    for _ in range(FREE):
        assert sign_in(browser(), EMAIL, WRONG).status_code == 401
    late = sign_in(browser(), EMAIL, PASSWORD)
    assert late.status_code == 429
    assert "Too many tries" in alert(late)
    assert kept(late) == []
    assert sign_in(browser(address="192.0.2.99"), EMAIL, PASSWORD).status_code == 303, "from elsewhere"


def test_others_sign_in_while_one_name_waits(site: pytest.MonkeyPatch) -> None:
    enter()
    enter("carl@city.test", Role.CERTIFIER)
    for _ in range(FREE + 1):
        sign_in(browser(), EMAIL, WRONG)
    assert sign_in(browser(), "carl@city.test").status_code == 303


@pytest.mark.parametrize("role", list(Role))
def test_everybody_is_led_to_their_own_page(site: pytest.MonkeyPatch, role: Role) -> None:
    first = choose(browser(), invite(role=role))
    later = sign_in(browser())
    assert (first.headers["location"], later.headers["location"]) == (HOMES[role], HOMES[role])


def test_the_name_may_be_typed_in_capitals(site: pytest.MonkeyPatch) -> None:
    enter()
    assert sign_in(browser(), f" {EMAIL.upper()} ").status_code == 303


def test_with_no_account_the_form_is_not_shown(site: pytest.MonkeyPatch) -> None:
    client = browser()
    shown = client.get(SIGN_IN)
    assert shown.status_code == 200
    assert "No account exists yet" in shown.text
    assert (parsed(shown).query("form"), parsed(shown).query("input")) == ([], [])
    sent = client.post(
        SIGN_IN, data={"form": client.cookies["fourth_option_form"], "email": EMAIL, "password": PASSWORD}
    )
    assert sent.status_code == 401
    assert kept(sent) == []
    assert parsed(sent).query("form") == []


# forms from elsewhere


@pytest.mark.parametrize(
    "forged",
    [
        {},
        {"form": ""},
        {"form": "made-up"},
        {"form": "é"},
        {"form": "☃ \x00 \u202e"},
        {"form": "a" * 100_000},
    ],
    ids=["none", "empty", "foreign", "accent", "snowman", "long"],
)
def test_a_form_without_its_token_does_nothing(site: pytest.MonkeyPatch, forged: dict[str, str]) -> None:
    here, client, token = enter(), browser(), invite("carl@city.test", Role.CERTIFIER)
    client.get(SIGN_IN)
    client.cookies.set(COOKIE, here)
    fields = {"email": EMAIL, "token": token, "password": PASSWORD, "again": PASSWORD}
    for path in (SIGN_IN, SET_UP, SIGN_OUT):
        answer = client.post(path, data=fields | forged)
        assert answer.status_code == 403, path
        assert MUST_SAY in alert(answer)
        assert kept(answer) == []
    assert whose(here) == EMAIL
    assert current.store().sign_ins.invited(token)


@pytest.mark.parametrize(
    ("held", "sent"),
    [
        (b"", b""),
        (b"other", b"form=%C3%A9"),
        (b"\xc3\xa9", b"form=%E9"),
        (b"\xff\xfe", b"form=%FF%FE"),
        (b"\xe9", b"form=%ED%B3%A9"),
        (b'"\\012"', b"form=x"),
        (b'"\\000\\377"', b"form=%00"),
        (b"other", b"form=a&form=b"),
        (b"other", b"%"),
        (b"other", b"&".join(b"f%d=1" % n for n in range(50))),
        (b"other", b"\xff\xfe\x00"),
    ],
)
def test_bytes_that_nobody_means_are_refused_without_an_error(
    site: pytest.MonkeyPatch, held: bytes, sent: bytes
) -> None:
    enter()
    headers = {b"cookie": b"fourth_option_form=" + held, b"content-type": b"application/x-www-form-urlencoded"}
    for path in (SIGN_IN, SET_UP, SIGN_OUT):
        assert browser().post(path, content=sent, headers=headers).status_code in (400, 403), path
    assert browser().get(SIGN_IN, headers=headers).status_code == 200


def test_a_file_in_place_of_a_token_is_refused(site: pytest.MonkeyPatch) -> None:
    enter()
    client = browser()
    client.get(SIGN_IN)
    for files in ({"form": ("f.txt", b"x")}, {f"f{n}": ("f.txt", b"x") for n in range(20)}):
        assert client.post(SIGN_IN, files=files, data={"email": EMAIL}).status_code in (400, 403)
    broken = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post(SIGN_IN, content=b"--y\r\nnothing", headers=broken).status_code in (400, 403)


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.test",
        "http://dispatch.test.evil.test",
        "http://dispatch.test:8080",
        "http://evil.test@dispatch.test.evil.test",
        "null",
        "http://[",
    ],
)
def test_a_form_from_another_origin_does_nothing(site: pytest.MonkeyPatch, origin: str) -> None:
    """Also with the right token, as a page that could plant a cookie would have it."""
    here, client, token = enter(), browser(), invite("carl@city.test", Role.CERTIFIER)
    fields = hidden(client.get(SIGN_IN))
    client.cookies.set(COOKIE, here)
    fields |= {"email": EMAIL, "token": token, "password": PASSWORD, "again": PASSWORD}
    for path in (SIGN_IN, SET_UP, SIGN_OUT):
        answer = client.post(path, data=fields, headers={"origin": origin})
        assert answer.status_code == 403, path
        assert MUST_SAY in alert(answer)
        assert kept(answer) == []
    assert whose(here) == EMAIL
    assert current.store().sign_ins.invited(token)


@pytest.mark.parametrize("origin", [BASE, "https://public.test"])
def test_a_form_of_this_site_is_taken(site: pytest.MonkeyPatch, origin: str) -> None:
    site.setenv("FOURTH_OPTION_PUBLIC_URL", "https://public.test")
    current.forget()
    enter()
    client = browser(base=BASE)
    client.cookies.set("fourth_option_form", "held")
    fields = {"form": "held", "email": EMAIL, "password": PASSWORD}
    assert client.post(SIGN_IN, data=fields, headers={"origin": origin}).status_code == 303


def test_asking_for_the_head_of_a_page_changes_nothing(site: pytest.MonkeyPatch) -> None:
    """Mail programs and messengers look at a link with HEAD before anybody clicks it."""
    here, client, token = enter(), browser(), invite("carl@city.test", Role.CERTIFIER)
    client.cookies.set(COOKIE, here)
    answers = {
        path: client.head(path, params=params)
        for path, params in (
            (SIGN_IN, {"email": EMAIL, "password": PASSWORD}),
            (SIGN_OUT, {}),
            (SET_UP, {"token": token, "password": PASSWORD, "again": PASSWORD}),
        )
    }
    assert [kept(a) for a in answers.values()] == [[], [], []]
    assert whose(here) == EMAIL
    assert current.store().sign_ins.invited(token)
    assert {path: a.status_code for path, a in answers.items()} == {SIGN_IN: 200, SIGN_OUT: 200, SET_UP: 200}


# signing out


def test_looking_at_the_way_out_changes_nothing(site: pytest.MonkeyPatch) -> None:
    here, client = enter(), browser()
    client.cookies.set(COOKIE, here)
    shown = client.get(SIGN_OUT)
    (form,) = parsed(shown).query("form")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", SIGN_OUT)
    assert [b.to_text().strip() for b in parsed(shown).query("form button")] == ["Sign out"]
    assert kept(shown) == []
    assert whose(here) == EMAIL


def test_signing_out_makes_the_cookie_worthless(site: pytest.MonkeyPatch) -> None:
    enter()
    client, other = browser(), browser()
    here, elsewhere = cookie(sign_in(client)), cookie(sign_in(other))
    file = "/_stcore/upload_file/session/file"
    assert client.put(file).status_code != 401
    answer = fill_in(client, SIGN_OUT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    (line,) = kept(answer)
    assert SimpleCookie(line)[COOKIE]["max-age"] == "0"
    assert (whose(here), whose(elsewhere)) == ("", EMAIL)
    assert browser().put(file, headers={"cookie": f"{COOKIE}={here}"}).status_code == 401
    assert other.put(file).status_code != 401


def test_signing_out_twice_or_without_a_sign_in_does_no_harm(site: pytest.MonkeyPatch) -> None:
    enter()
    client = browser()
    sign_in(client)
    for _ in range(2):
        assert fill_in(client, SIGN_OUT).status_code == 303
    stranger = browser()
    stranger.cookies.set(COOKIE, "made-up")
    assert fill_in(stranger, SIGN_OUT).status_code == 303


# every page of it


def every_answer() -> dict[str, Response]:
    """Each answer that the doors can give, but the provider's."""
    empty = browser().get(SIGN_IN)
    enter()
    token = invite("carl@city.test", Role.CERTIFIER)
    link = f"{SET_UP}?token={token}"
    answers = {
        "nobody": empty,
        "form": browser().get(SIGN_IN),
        "wrong": sign_in(browser(), EMAIL, WRONG),
        "foreign": browser().post(SIGN_IN, data={"email": EMAIL}),
        "origin": browser().post(SIGN_IN, headers={"origin": "https://evil.test"}),
        "signed in": sign_in(browser()),
        "link": browser().get(link),
        "dead": browser().get(f"{SET_UP}?token=x"),
        "differ": choose(browser(), token, PASSWORD, WRONG),
        "short": choose(browser(), token, "short", "short"),
        "set up": choose(browser(), token),
        "out": browser().get(SIGN_OUT),
        "signed out": fill_in(browser(), SIGN_OUT),
        "no provider": browser().get(OIDC),
        "no callback": browser().get(f"{OIDC}/callback"),
    }
    for _ in range(FREE):
        answers["late"] = sign_in(browser(), EMAIL, WRONG)
    answers["late"] = sign_in(browser(), EMAIL, WRONG)
    told = {name: a.status_code for name, a in answers.items()}
    assert told == {
        "nobody": 200, "form": 200, "wrong": 401, "foreign": 403, "origin": 403, "signed in": 303, "link": 200,
        "dead": 404, "differ": 422, "short": 422, "set up": 303, "out": 200, "signed out": 303, "no provider": 404,
        "no callback": 404, "late": 429,
    }  # fmt: skip
    return answers


def test_no_answer_is_stored_framed_or_sends_a_form_elsewhere(site: pytest.MonkeyPatch) -> None:
    for name, answer in every_answer().items():
        assert answer.headers.get_list("cache-control") == ["no-store"], name
        (policy,) = answer.headers.get_list("content-security-policy")
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["form-action"] == "'self'", name
        assert rules["default-src"] == rules["frame-ancestors"] == rules["base-uri"] == "'none'", name
        assert "script-src" not in rules, name
        assert answer.headers["x-frame-options"] == "DENY", name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin", name


def test_every_page_is_valid_html(site: pytest.MonkeyPatch) -> None:
    for name, answer in every_answer().items():
        if answer.status_code == 303:
            continue
        page = parsed(answer)
        assert page.errors == [], (name, page.errors[:3])
        ids = [node.attrs["id"] for node in page.query("[id]")]
        assert len(ids) == len(set(ids)) > 0, name
        assert [len(page.query(s)) for s in ("title", "h1", "html[lang]")] == [1, 1, 1], name
        assert page.query("script") == [], name
        labelled = {label.attrs["for"] for label in page.query("label")}
        assert {i.attrs["id"] for i in page.query("input") if i.attrs["type"] != "hidden"} == labelled, name


def test_a_browser_may_remember_the_right_thing(site: pytest.MonkeyPatch) -> None:
    """WCAG 1.3.5: what a field is for is said in a way that a program can read."""
    enter()
    told = {i.attrs["name"]: i.attrs.get("autocomplete") for i in parsed(browser().get(SIGN_IN)).query("form p input")}
    assert told == {"email": "username", "password": "current-password"}
    link = parsed(browser().get(f"{SET_UP}?token={invite('carl@city.test', Role.CERTIFIER)}"))
    told = {i.attrs["name"]: i.attrs.get("autocomplete") for i in link.query("form p input")}
    assert told == {"password": "new-password", "again": "new-password"}


@pytest.mark.parametrize(
    "hostile",
    [
        '"><script>alert(1)</script>@city.test',
        '</form><form action="//evil.test">@city.test',
        "' onfocus=alert(1) autofocus x='@city.test",
        "<img src=x onerror=alert(1)>&lt;b&gt;@city.test",
        "{0} {name} {__class__} %s@city.test",
    ],
)
def test_hostile_text_stays_text(site: pytest.MonkeyPatch, hostile: str) -> None:
    with refuses("plain letters"):
        invite(hostile)
    token = invite(name=hostile)
    for answer in (sign_in(browser(), hostile, WRONG), browser().get(f"{SET_UP}?token={token}")):
        page = parsed(answer)
        assert page.errors == []
        assert (page.query("script"), page.query("main img"), page.query("[autofocus]")) == ([], [], [])
        (form,) = page.query("form")
        assert (form.attrs["action"] or "").startswith("/account/")
    assert hostile in page.to_text()
    (field,) = parsed(sign_in(browser(), hostile, WRONG)).query('input[name="email"]')
    assert field.attrs["value"] == hostile
