"""Signing in, outside the application: a form, a one-time set-up link, or an identity provider; one opaque cookie."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from httpx2 import HTTPError
from joserfc.errors import JoseError
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.core.people import STAFF_PAGES
from dashboard.settings import settings
from dashboard.store import current
from dashboard.store.faults import DatabaseFailed
from dashboard.store.staff.guesses import SignInRefused, TooManyAttempts
from dashboard.store.staff.people import ABSOLUTE, digest
from dashboard.store.staff.sign_in import PASSWORD
from dashboard.story.html import NOTHING, fill, join
from dashboard.story.question import door_address
from dashboard.voice import further, say, speaking, spoken
from dashboard.web.gate import COOKIE
from dashboard.web.hosts import base_of, secure
from dashboard.web.light import Frame, document
from dashboard.web.pools import accounts as run_in_threadpool
from dashboard.words import of

SIGN_IN, SIGN_OUT, SET_UP = "/account/sign-in", "/account/sign-out", "/account/set-up"
OIDC, CALLBACK = "/account/oidc", "/account/oidc/callback"
Door = Callable[[Request], Awaitable[Response]]
_FORM = "fourth_option_form"
FAILURES = (AuthlibBaseError, JoseError, HTTPError)  # what a provider, its tokens and the way to it can go wrong with
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def routes() -> list[Route]:
    """The routes of signing in and out."""
    return [
        Route(SIGN_IN, _explained(sign_in), methods=["GET", "POST"]),
        Route(SIGN_OUT, _explained(sign_out), methods=["GET", "POST"]),
        Route(SET_UP, _explained(set_up), methods=["GET", "POST"]),
        Route(OIDC, _explained(oidc), methods=["GET"]),
        Route(CALLBACK, _explained(callback), methods=["GET"]),
    ]


def _explained(door: Door) -> Door:
    """The same door, in the language that its address asks for; while the database cannot be used it says so in a
    sentence."""

    async def opened(request: Request) -> Response:
        lang = request.query_params.get("lang", "")
        with speaking(lang if lang in further() else ""):
            try:
                return await door(request)
            except DatabaseFailed as failed:
                return _page(request, "sign_in", NOTHING, problem=of(failed.why), status=503)

    return opened


async def sign_in(request: Request) -> Response:
    """The form, and what it leads to."""
    if request.method != "POST":
        return _page(request, "sign_in", _sign_in_form())
    fields = await _fields(request)
    if isinstance(fields, Response):
        return fields
    address = request.client.host if request.client else ""
    name, password = fields.get("email", ""), fields.get("password", "")
    try:
        token = await run_in_threadpool(current.store().sign_ins.sign_in, name, password, address=address)
    except SignInRefused as refused:
        status = 429 if isinstance(refused, TooManyAttempts) else 401
        return _page(request, "sign_in", _sign_in_form(name), problem=of(refused), status=status)
    return await _signed_in(request, token)


async def set_up(request: Request) -> Response:
    """A one-time link: choose a password, or tie the account to an identity provider."""
    fields = await _fields(request) if request.method == "POST" else dict(request.query_params)
    if isinstance(fields, Response):
        return fields
    token, people = fields.get("token", ""), current.store().sign_ins
    account = await run_in_threadpool(people.invited, token)
    if account is None:
        return _page(request, "set_up", NOTHING, problem=say("account-link_dead"), status=404)
    form = _set_up_form(account.name, account.email, token)
    if request.method != "POST":
        return _page(request, "set_up", form)
    password = fields.get("password", "")
    if password != fields.get("again", ""):
        return _page(request, "set_up", form, problem=say("account-differ"), status=422)
    try:
        cookie = await run_in_threadpool(people.set_password, token, password)
    except SignInRefused as refused:
        return _page(request, "set_up", form, problem=of(refused), status=422)
    return await _signed_in(request, cookie)


async def sign_out(request: Request) -> Response:
    """A button, and behind it the end of this sign-in, also in other tabs."""
    if request.method != "POST":
        return _page(request, "sign_out", _Form(SIGN_OUT, _button(say("account-sign_out"))))
    fields = await _fields(request)
    if isinstance(fields, Response):
        return fields
    if token := request.cookies.get(COOKIE):
        await run_in_threadpool(current.store().sign_ins.sign_out, token)
    answer = RedirectResponse(door_address("/", spoken()), 303, headers=_HEADERS)
    answer.delete_cookie(COOKIE, path="/")
    return answer


async def oidc(request: Request) -> Response:
    """On to the identity provider, with what was being set up kept aside."""
    if not settings().oidc:
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-no_provider"), status=404)
    base = base_of(request.scope)
    if not base:  # the provider would send the code to whatever host the request was made up for
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-no_public_address"), status=503)
    request.session["set_up"] = request.query_params.get("token", "")
    try:
        answer: Response = await _provider().authorize_redirect(request, f"{base}{CALLBACK}")
    except FAILURES:
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-provider_failed"), status=502)
    return answer


async def callback(request: Request) -> Response:
    """Back from the identity provider. Who it is follows from issuer and subject alone, never an address."""
    if not settings().oidc:
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-no_provider"), status=404)
    waiting = str(request.session.pop("set_up", ""))
    try:
        answer = await _provider().authorize_access_token(request)
        person = answer.get("userinfo") or {}
        issuer, subject = str(person.get("iss", "")), str(person.get("sub", ""))
        people = current.store().sign_ins
        work = (people.set_identity, waiting, issuer, subject) if waiting else (people.sign_in_as, issuer, subject)
        token = await run_in_threadpool(*work)
    except FAILURES:
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-provider_failed"), status=401)
    except SignInRefused as refused:
        return _page(request, "sign_in", _sign_in_form(), problem=of(refused), status=401)
    return await _signed_in(request, token)


@lru_cache(maxsize=1)
def _client(issuer: str, client_id: str, client_secret: str) -> OAuth:
    made = OAuth()
    made.register(
        "provider",
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
    )
    return made


def _provider() -> StarletteOAuth2App:
    found = settings()
    made = _client(found.oidc_issuer, found.oidc_client_id, found.oidc_client_secret).create_client("provider")
    assert isinstance(made, StarletteOAuth2App)
    return made


async def _signed_in(request: Request, token: str) -> Response:
    account = await run_in_threadpool(current.store().sign_ins.who, digest(token))
    home = f"/{STAFF_PAGES[account.role][0]}" if account else "/"
    answer = RedirectResponse(door_address(home, spoken()), 303, headers=_HEADERS)
    seconds = int(ABSOLUTE.total_seconds())
    only = secure(request.scope)
    answer.set_cookie(COOKIE, token, max_age=seconds, path="/", secure=only, httponly=True, samesite="lax")
    return answer


async def _fields(request: Request) -> dict[str, str] | Response:
    """The fields of a form of this site; anything sent from elsewhere is refused."""
    origin = request.headers.get("origin", "")
    ours = {f"{request.url.scheme}://{request.url.netloc}", settings().public_url.rstrip("/")}
    if origin and origin not in ours:
        return _page(request, "sign_in", NOTHING, problem=say("account-elsewhere"), status=403)
    form = await request.form(max_fields=8, max_files=0)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    kept, sent = request.cookies.get(_FORM, ""), fields.get("form", "")
    if not (kept and hmac.compare_digest(kept.encode(), sent.encode())):
        return _page(request, "sign_in", _sign_in_form(), problem=say("account-elsewhere"), status=403)
    return fields


def _page(request: Request, key: str, form: _Form | Markup, *, problem: str = "", status: int = 200) -> Response:
    kept = request.cookies.get(_FORM) or secrets.token_urlsafe(24)
    said = fill('<div class="fo-note" role="alert"><p>{}</p></div>', problem) if problem else NOTHING
    title = say(f"account-{key}")
    written = form if isinstance(form, Markup) else form.written(kept)
    body = fill("<h1>{}</h1>{}{}", title, said, written)
    answer = HTMLResponse(
        document(title, body, current.record(), Frame.beside(request.url.path)), status, headers=_HEADERS
    )
    only = secure(request.scope)
    answer.set_cookie(_FORM, kept, path="/account", secure=only, httponly=True, samesite="lax")
    return answer


@dataclass(frozen=True, slots=True)
class _Form:
    """What is asked, where it goes, and what stands above it."""

    action: str
    fields: Markup
    above: Markup = NOTHING

    def written(self, kept: str) -> Markup:
        """As HTML, with what the browser keeps: only a form of this site can send it along."""
        return fill(
            '{}<form class=fo-form method="post" action="{}">{}{}</form>',
            self.above,
            door_address(self.action, spoken()),
            self.fields,
            _hidden("form", kept),
        )


def _field(name: str, label: str, *, kind: str = "text", value: str = "", complete: str = "") -> Markup:
    return fill(
        '<p><label for="{name}">{label}</label><br><input id="{name}" name="{name}" type="{kind}" required '
        'value="{value}" autocomplete="{complete}" maxlength="200"></p>',
        name=name,
        label=label,
        kind=kind,
        value=value,
        complete=complete,
    )


def _hidden(name: str, value: str) -> Markup:
    return fill('<input type="hidden" name="{}" value="{}">', name, value)


def _button(said: str) -> Markup:
    return fill('<p><button type="submit">{}</button></p>', said)


def _sign_in_form(email: str = "") -> _Form | Markup:
    if not current.store().people.any():
        return fill("<p>{}</p>", say("account-nobody"))
    provider = fill('<p><a href="{}">{}</a></p>', OIDC, say("account-with_provider")) if settings().oidc else NOTHING
    fields = (
        _field("email", say("account-email"), kind="email", value=email, complete="username"),
        _field("password", say("account-password"), kind="password", complete="current-password"),
        _button(say("account-sign_in")),
    )
    return _Form(SIGN_IN, join(fields), above=provider)


def _set_up_form(name: str, email: str, token: str) -> _Form:
    least, most = PASSWORD
    above = fill("<p>{}</p>", say("account-welcome", name=name, email=email))
    if settings().oidc:
        above += fill('<p><a href="{}">{}</a></p>', f"{OIDC}?token={token}", say("account-tie"))
    fields = (
        _hidden("token", token),
        fill("<p>{}</p>", say("account-password_rule", least=least, most=most)),
        _field("password", say("account-password"), kind="password", complete="new-password"),
        _field("again", say("account-again"), kind="password", complete="new-password"),
        _button(say("account-set_up")),
    )
    return _Form(SET_UP, join(fields), above=above)
