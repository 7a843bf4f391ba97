"""The identity provider's door, against a provider that runs as a process of its own on this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from dashboard.core.people import Role
from dashboard.store import current
from dashboard.web.account import CALLBACK, OIDC, SET_UP, SIGN_IN
from tests.ready import ready
from tests.web.test_account import BASE, EMAIL, alert, browser, cookie, invite, kept, parsed, sign_in, whose

CLIENT = "fourth-option"
FAILED = "The identity provider did not confirm who you are"
UNINVITED = "This identity has not been invited"
NO_PROVIDER = "No identity provider is set up here"


@contextmanager
def providing(folder: Path, *options: str) -> Iterator[str]:
    """A provider on a free port; its address as issuer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1", "--port", str(port), *options]
    with (folder / "provider.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            issuer = f"http://127.0.0.1:{port}"
            _wait(issuer, process, folder / "provider.log")
            yield issuer
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(issuer: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            if outside("GET", f"{issuer}/.well-known/openid-configuration").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the provider did not answer: {log.read_text()}")


def outside(method: str, address: str, **fields: str) -> Response:
    """What a browser says to the provider; only this machine is spoken to."""
    if not address.startswith("http://127.0.0.1:"):
        raise ValueError("only this machine is spoken to")
    with httpx2.Client(trust_env=False, timeout=20) as client:
        return client.request(method, address, data=fields or None)


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with providing(tmp_path_factory.mktemp("provider")) as address:
        yield address


@pytest.fixture
def site(environment: pytest.MonkeyPatch, issuer: str) -> pytest.MonkeyPatch:
    """A site of the test's own whose staff sign in with the provider."""
    use(environment, issuer)
    ready()
    return environment


def use(environment: pytest.MonkeyPatch, issuer: str) -> None:
    environment.setenv("NO_PROXY", "127.0.0.1")
    environment.setenv("FOURTH_OPTION_ALLOWED_HOSTS", urlsplit(BASE).netloc)
    environment.setenv("FOURTH_OPTION_OIDC_ISSUER", issuer)
    environment.setenv("FOURTH_OPTION_OIDC_CLIENT_ID", CLIENT)
    environment.setenv("FOURTH_OPTION_OIDC_CLIENT_SECRET", "a secret of this client")
    current.forget()


def to_provider(client: TestClient, token: str | None = None) -> str:
    """Follow the link of this site to the provider; the address of its form."""
    answer = client.get(OIDC, params={} if token is None else {"token": token})
    assert answer.status_code == 302
    return answer.headers["location"]


def consent(form: str, subject: str, **fields: str) -> str:
    """Say at the provider who one is; the address it sends the browser back to."""
    answer = outside("POST", form, sub=subject, **fields)
    assert answer.status_code == 302, answer.text
    back = answer.headers["location"]
    assert back.startswith(f"{BASE}{CALLBACK}?")
    return back


def through(client: TestClient, subject: str, token: str | None = None) -> Response:
    """The whole way there and back."""
    return client.get(consent(to_provider(client, token), subject))


def changed(address: str, **values: str | None) -> str:
    """An address with other values in its query; None leaves one out."""
    query = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()} | values
    return f"{CALLBACK}?{urlencode({k: v for k, v in query.items() if v is not None})}"


def refused(answer: Response, words: str) -> None:
    """Refused in words, and nobody is signed in."""
    assert answer.status_code == 401, answer.text[:500]
    assert words in alert(answer)
    assert kept(answer) == []
    assert answer.headers["cache-control"] == "no-store"


# the way in


def test_a_link_ties_an_account_to_an_identity_that_signs_in_later(site: pytest.MonkeyPatch) -> None:
    token = invite()
    first = through(browser(), "subject-1", token)
    assert (first.status_code, first.headers["location"]) == (303, "/upload")
    assert whose(cookie(first)) == EMAIL
    assert current.store().sign_ins.invited(token) is None
    later = through(browser(), "subject-1")
    assert (later.status_code, later.headers["location"]) == (303, "/upload")
    assert whose(cookie(later)) == EMAIL
    assert cookie(later) != cookie(first)


def test_the_cookie_is_the_same_kind_as_after_a_password(site: pytest.MonkeyPatch) -> None:
    (line,) = kept(through(browser(), "subject-1", invite()))
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip().lower() for part in line.split(";")}


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(site: pytest.MonkeyPatch, issuer: str) -> None:
    invite()
    form = to_provider(browser())
    asked = {k: v[0] for k, v in parse_qs(urlsplit(form).query).items()}
    assert form.startswith(f"{issuer}/oauth2/authorize?")
    assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
    assert asked["redirect_uri"] == f"{BASE}{CALLBACK}"
    assert all(len(asked[name]) >= 20 for name in ("state", "nonce", "code_challenge"))
    assert "openid" in asked["scope"].split()
    assert "email" not in asked["scope"].split()


def test_the_way_to_the_provider_is_shown_where_there_is_one(site: pytest.MonkeyPatch) -> None:
    token = invite("carl@city.test", Role.CERTIFIER)
    shown = parsed(browser().get(SIGN_IN)).query(f'a[href="{OIDC}"]')
    assert [a.to_text() for a in shown] == ["Sign in with your organization's account"]
    (tie,) = parsed(browser().get(f"{SET_UP}?token={token}")).query("main p a")
    form = to_provider(browser(), parse_qs(urlsplit(tie.attrs["href"] or "").query)["token"][0])
    assert form
    assert current.store().sign_ins.invited(token), "asking the provider does not use the link"


def test_the_public_address_is_where_the_provider_sends_people_back_to(site: pytest.MonkeyPatch) -> None:
    site.setenv("FOURTH_OPTION_PUBLIC_URL", "https://public.test/")
    current.forget()
    asked = parse_qs(urlsplit(to_provider(browser())).query)
    assert asked["redirect_uri"] == [f"https://public.test{CALLBACK}"]


# who is not let in


def test_an_identity_that_was_not_invited_is_refused(site: pytest.MonkeyPatch) -> None:
    invite()
    refused(through(browser(), "stranger"), UNINVITED)


def test_the_same_e_mail_with_another_subject_is_refused(site: pytest.MonkeyPatch, issuer: str) -> None:
    with httpx2.Client(trust_env=False) as client:
        for subject in ("subject-1", "subject-2"):
            claims = {"email": EMAIL, "email_verified": True, "preferred_username": EMAIL, "name": "Ana"}
            assert client.put(f"{issuer}/users/{subject}", json=claims).status_code == 204
    assert through(browser(), "subject-1", invite()).status_code == 303
    refused(through(browser(), "subject-2"), UNINVITED)
    refused(through(browser(), EMAIL), UNINVITED)


def test_the_same_subject_of_another_provider_is_refused(site: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert through(browser(), "subject-1", invite()).status_code == 303
    with providing(tmp_path) as other:
        use(site, other)
        refused(through(browser(), "subject-1"), UNINVITED)


def test_a_closed_account_is_refused(site: pytest.MonkeyPatch) -> None:
    assert through(browser(), "subject-1", invite()).status_code == 303
    current.store().people.close(EMAIL)
    refused(through(browser(), "subject-1"), UNINVITED)


def test_a_new_link_unties_the_identity(site: pytest.MonkeyPatch) -> None:
    assert through(browser(), "subject-1", invite()).status_code == 303
    current.store().people.invite(EMAIL)
    refused(through(browser(), "subject-1"), UNINVITED)


def test_an_account_with_an_identity_has_no_password(site: pytest.MonkeyPatch) -> None:
    assert through(browser(), "subject-1", invite()).status_code == 303
    for password in ("", "subject-1"):
        assert sign_in(browser(), EMAIL, password).status_code == 401


def test_a_used_link_ties_no_second_identity(site: pytest.MonkeyPatch) -> None:
    token = invite()
    assert through(browser(), "subject-1", token).status_code == 303
    refused(through(browser(), "subject-2", token), "This link has been used")
    refused(through(browser(), "subject-2"), UNINVITED)


def test_one_identity_is_one_account(site: pytest.MonkeyPatch) -> None:
    """Else one person could upload and certify, or could no longer sign in."""
    assert through(browser(), "subject-1", invite()).status_code == 303
    second = through(browser(), "subject-1", invite("carl@city.test", Role.CERTIFIER))
    assert (second.status_code, kept(second)) == (401, [])
    assert whose(cookie(through(browser(), "subject-1"))) == EMAIL


# what is not the flow that this browser began


@pytest.mark.parametrize("state", ["made-up", "", None, "é☃"])
def test_a_tampered_state_is_refused(site: pytest.MonkeyPatch, state: str | None) -> None:
    client, token = browser(), invite()
    back = consent(to_provider(client, token), "subject-1")
    refused(client.get(changed(back, state=state)), FAILED)
    assert current.store().sign_ins.invited(token)


@pytest.mark.parametrize("code", ["made-up", "", None])
def test_a_made_up_code_is_refused(site: pytest.MonkeyPatch, code: str | None) -> None:
    client, token = browser(), invite()
    back = consent(to_provider(client, token), "subject-1")
    refused(client.get(changed(back, code=code)), FAILED)
    assert current.store().sign_ins.invited(token)


def test_the_answer_to_one_browser_is_worthless_in_another(site: pytest.MonkeyPatch) -> None:
    """Else somebody could sign another person in under their own name."""
    assert through(browser(), "subject-1", invite()).status_code == 303
    refused(browser().get(consent(to_provider(browser()), "subject-1")), FAILED)


def test_a_code_from_another_flow_is_refused(site: pytest.MonkeyPatch) -> None:
    """The state is this browser's own; the code is not."""
    assert through(browser(), "subject-1", invite()).status_code == 303
    back = consent(to_provider(browser()), "subject-1")
    client = browser()
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]
    refused(client.get(changed(back, state=state)), FAILED)


def test_an_answer_is_taken_once(site: pytest.MonkeyPatch) -> None:
    client = browser()
    back = consent(to_provider(client, invite()), "subject-1")
    assert client.get(back).status_code == 303
    refused(client.get(back), FAILED)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"code": "x"},
        {"state": "x"},
        {"code": "x", "state": "y"},
        {"error": "access_denied"},
        {"error": "<script>alert(1)</script>", "error_description": "<script>alert(1)</script>"},
    ],
)
def test_an_answer_that_nobody_asked_for_is_refused_in_words(site: pytest.MonkeyPatch, query: dict[str, str]) -> None:
    invite()
    answer = browser().get(CALLBACK, params=query)
    refused(answer, FAILED)
    assert parsed(answer).query("script") == []


def test_saying_no_at_the_provider_leaves_the_link_unused(site: pytest.MonkeyPatch) -> None:
    client, token = browser(), invite()
    back = consent(to_provider(client, token), "subject-1", action="deny")
    assert "error=access_denied" in back
    refused(client.get(back), FAILED)
    assert through(client, "subject-1", token).status_code == 303


def test_a_link_left_half_way_does_not_stick_to_the_next_person(site: pytest.MonkeyPatch) -> None:
    """A shared computer: one begins to set up an account, another signs in."""
    assert through(browser(), "subject-1", invite()).status_code == 303
    client, token = browser(), invite("carl@city.test", Role.CERTIFIER)
    to_provider(client, token)
    assert whose(cookie(through(client, "subject-1"))) == EMAIL
    assert current.store().sign_ins.invited(token)


# a provider that does not work


def test_without_settings_there_is_no_provider(environment: pytest.MonkeyPatch) -> None:
    ready()
    token = invite()
    for path in (OIDC, f"{OIDC}?token={token}", CALLBACK, f"{CALLBACK}?code=x&state=y"):
        answer = browser().get(path)
        assert answer.status_code == 404, path
        assert NO_PROVIDER in alert(answer)
    assert OIDC not in browser().get(SIGN_IN).text
    assert OIDC not in browser().get(f"{SET_UP}?token={token}").text


def test_a_provider_that_cannot_be_reached_is_said_in_words(site: pytest.MonkeyPatch) -> None:
    invite()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        use(site, f"http://127.0.0.1:{closed.getsockname()[1]}")
        answer = browser().get(OIDC)
    assert answer.status_code in (401, 502, 503)
    assert FAILED in alert(answer)


def test_a_provider_that_goes_away_half_way_is_said_in_words(site: pytest.MonkeyPatch, tmp_path: Path) -> None:
    client, token = browser(), invite()
    with providing(tmp_path) as other:
        use(site, other)
        back = consent(to_provider(client, token), "subject-1")
    answer = client.get(back)
    assert answer.status_code in (401, 502, 503)
    assert FAILED in alert(answer)
    assert current.store().sign_ins.invited(token)


def test_an_identity_token_that_has_expired_is_refused_in_words(site: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As where the clocks of the two machines differ."""
    client, token = browser(), invite()
    with providing(tmp_path, "--token-max-age", "-600") as other:
        use(site, other)
        refused(through(client, "subject-1", token), FAILED)
    assert current.store().sign_ins.invited(token)
