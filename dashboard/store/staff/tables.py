"""The tables behind sign-in: accounts, sessions, received files, drafts and their steps, and the audit log.

Moments are UTC as ISO text: the same in every database, and ordered as they are written.
"""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel


class AccountRow(SQLModel, table=True):
    """A person who can sign in. `password` is argon2id; `issuer` and `subject` name them at an identity provider."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: str
    title: str
    organization: str
    programs: str
    active: bool = True
    password: str = ""
    issuer: str = ""
    subject: str = ""


class SetupRow(SQLModel, table=True):
    """A one-time link by which an account gets its first password or its identity; only the digest is kept."""

    __tablename__ = "setup_link"
    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    expires_at: str
    used_at: str = ""


class SessionRow(SQLModel, table=True):
    """One sign-in on one device; only the digest of its cookie is kept."""

    __tablename__ = "sign_in"
    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    begun_at: str
    seen_at: str
    ended_at: str = ""


class AttemptRow(SQLModel, table=True):
    """How often somebody failed to sign in to one account from one place, to one from everywhere, and from one place to
    any, kept to slow the next try; and where an account has signed in. The name is a digest: whatever somebody typed is
    not kept, and takes no more room than this."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (UniqueConstraint("name", "address", name="uq_failed_sign_in"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    address: str
    count: int
    at: str = Field(index=True)


class TypedRow(SQLModel, table=True):
    """What somebody is writing and has not sent yet: where, in which field. It belongs to the account alone."""

    __tablename__ = "typed_text"
    __table_args__ = (UniqueConstraint("account_id", "place", "field", name="uq_typed_text"),)
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    place: str
    field: str
    text: str
    at: str


class ChosenFileRow(SQLModel, table=True):
    """The file that an account chose for a program and has not made drafts of yet."""

    __tablename__ = "chosen_file"
    __table_args__ = (UniqueConstraint("account_id", "program_id", name="uq_chosen_file"),)
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    program_id: str
    name: str
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: str


class FileRow(SQLModel, table=True):
    """A file as it was received, byte for byte. Never changed."""

    __tablename__ = "received_file"
    id: int | None = Field(default=None, primary_key=True)
    program_id: str = Field(index=True)
    sha256: str
    name: str
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    account_id: int = Field(foreign_key="account.id")
    at: str


class DraftRow(SQLModel, table=True):
    """One quarter of a received file that passed every critical check. Never changed; what happens to it are steps."""

    __tablename__ = "draft"
    id: int | None = Field(default=None, primary_key=True)
    program_id: str = Field(index=True)
    quarter: str
    file_id: int = Field(foreign_key="received_file.id")
    account_id: int = Field(foreign_key="account.id")
    at: str
    base_revision: int
    change: str
    reason: str
    rule_version: int
    rule_note: str
    counts: str
    findings: str
    merged: str = ""  # call types that staff chose to count under `other`, as JSON


class StepRow(SQLModel, table=True):
    """One thing done to a draft. The unique number makes two people doing it at once impossible."""

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "number", name="uq_draft_step"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="draft.id", index=True)
    number: int
    action: str
    account_id: int = Field(foreign_key="account.id")
    at: str
    detail: str = ""


class ColumnNameRow(SQLModel, table=True):
    """What a program calls a column, told once and remembered."""

    __tablename__ = "column_name"
    __table_args__ = (UniqueConstraint("program_id", "heading", name="uq_column_name"),)
    id: int | None = Field(default=None, primary_key=True)
    program_id: str = Field(index=True)
    heading: str
    column: str


class AuditRow(SQLModel, table=True):
    """Who did what, when and why, chained: each row holds the hash of the one before it."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: str
    account_id: int
    actor: str
    title: str
    role: str
    action: str
    subject: str
    before: str
    after: str
    reason: str
    previous: str
    hash: str


KEPT: tuple[type[SQLModel], ...] = (FileRow, DraftRow, StepRow, AuditRow)
