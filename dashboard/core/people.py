"""Who may do what: roles that exclude each other, and one rule for the page, the operation and the query."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.core.evidence import is_name
from dashboard.core.reason import Reason, reason
from dashboard.core.verification import inside


class Role(StrEnum):
    """What an account is for. One account has one role, so that nobody checks their own work."""

    STAFF = "staff"
    CERTIFIER = "certifier"
    VERIFIER = "verifier"
    ADMIN = "admin"


# the pages of each role, the first of them where signing in leads; the page and the operation check the role again
STAFF_PAGES = {
    Role.STAFF: ("upload",),
    Role.CERTIFIER: ("certify",),
    Role.VERIFIER: ("verify",),
    Role.ADMIN: ("accounts", "audit", "challenges"),
}


class Action(StrEnum):
    """Everything that changes what is on record, and reading what is not public."""

    UPLOAD = "upload"
    SEND = "send"
    DISCARD = "discard"
    RETURN = "return"
    CERTIFY = "certify"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    VERIFY = "verify"
    CHALLENGE = "challenge"
    MANAGE = "manage"
    READ_AUDIT = "read_audit"


class Deed(StrEnum):
    """What the audit log tells of besides: what an account does for itself, and what is part of an action above."""

    SIGN_IN = "sign_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_OUT = "sign_out"
    SET_UP = "set_up"
    NAME_COLUMNS = "name_columns"
    FORGET_COLUMNS = "forget_columns"
    ADD_ACCOUNT = "add_account"
    ISSUE_LINK = "issue_link"
    CLOSE_ACCOUNT = "close_account"
    SET_POLICY = "set_policy"
    SET_CLOCK = "set_clock"
    RENAME_KEYS = "rename_keys"


WHO: dict[Action, Role] = {
    Action.UPLOAD: Role.STAFF,
    Action.SEND: Role.STAFF,
    Action.DISCARD: Role.STAFF,
    Action.RETURN: Role.CERTIFIER,
    Action.CERTIFY: Role.CERTIFIER,
    Action.PUBLISH: Role.CERTIFIER,
    Action.WITHDRAW: Role.CERTIFIER,
    Action.VERIFY: Role.VERIFIER,
    Action.CHALLENGE: Role.ADMIN,
    Action.MANAGE: Role.ADMIN,
    Action.READ_AUDIT: Role.ADMIN,
}


class Refused(Exception):
    """Somebody asked for what they may not do. `why` says what would be needed, in the words of whoever shows it."""

    def __init__(self, why: Reason) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person who can sign in. `title` is how the public sees them: a role in an office, never a name. Refused for
    one that does not say who it is, or that is for programs though its role is for none, or for none though it is."""

    account_id: int
    email: str
    name: str
    role: Role
    title: str
    organization: str
    programs: frozenset[str] = frozenset()
    active: bool = True

    def __post_init__(self) -> None:
        if self.role in (Role.STAFF, Role.CERTIFIER) and not self.programs:
            raise Refused(reason("refused-account_programs", role=self.role.value))
        if self.role in (Role.VERIFIER, Role.ADMIN) and self.programs:
            raise Refused(reason("refused-account_no_program", role=self.role.value))
        for field in ("email", "name", "title", "organization"):
            if not is_name(getattr(self, field)):
                raise Refused(reason("refused-account_blank", field=field))
        if "@" not in self.email:
            raise Refused(reason("refused-account_at", found=repr(self.email)))

    @property
    def public(self) -> str:
        """How the account is named in public: `Deputy director, Office of Emergency Communications`."""
        return f"{self.title}, {self.organization}"

    def may(self, action: Action, program_id: str = "") -> bool:
        """Whether `check` would let them."""
        try:
            self.check(action, program_id)
        except Refused:
            return False
        return True

    def check(self, action: Action, program_id: str = "") -> None:
        """Nothing if the account may do this for this program; else Refused."""
        if not self.active:
            raise Refused(reason("refused-closed"))
        if self.role is not WHO[action]:
            needed, found = (reason("refused-account", role=role.value) for role in (WHO[action], self.role))
            raise Refused(reason("refused-role", action=action, needed=needed, found=found))
        if self.programs and program_id not in self.programs:
            raise Refused(reason("refused-program", program=repr(program_id)))


def check_second_person(certifier: Account, uploader_id: int) -> None:
    """Refused if the person who certifies is the one who uploaded."""
    if certifier.account_id == uploader_id:
        raise Refused(reason("refused-second_person"))


def check_outside(verifier: Account, *insiders: str) -> None:
    """Refused if the verifier's organization is one of the program's own."""
    if name := inside(verifier.organization, insiders):
        raise Refused(reason("refused-inside", organization=verifier.organization, name=name))
