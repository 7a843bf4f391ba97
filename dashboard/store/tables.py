"""The tables, private to the store. A column has the name it has in the data files."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class EventRow(SQLModel, table=True):
    """Who did what, when: written in the same transaction as the rows it speaks of. `line` is what the public log says
    of it, as a key with values; events from before there were any have a `note` instead, which is said as it is."""

    __tablename__ = "event"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor: str
    action: str
    subject: str
    note: str = ""
    line: str = ""
    public_from: str = ""  # nothing, or the moment (UTC, ISO) before which nobody sees what it published


class LatestRow(SQLModel, table=True):
    """The latest moment that this site has seen, in one row: time never runs backwards for the record."""

    __tablename__ = "latest_moment"
    id: int | None = Field(default=None, primary_key=True)
    at: str


class Revised(SQLModel):
    """What every published row has: a natural key, a revision, a digest of its content, the event that wrote it."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    revision: int = 1
    digest: str
    event_id: int = Field(foreign_key="event.id")


def once(name: str) -> tuple[UniqueConstraint]:
    """A revision of a key is written once."""
    return (UniqueConstraint("key", "revision", name=f"uq_{name}_key_revision"),)


class SourceRow(Revised, table=True):
    __tablename__ = "source"
    __table_args__ = once("source")
    source_id: str
    title: str
    publisher: str
    publisher_kind: str
    published: str
    url: str
    notes: str
    accessed: str = ""
    sha256: str = ""


class CallTypeRow(Revised, table=True):
    """Call types are taken apart in the declared order: it decides what small counts withhold."""

    __tablename__ = "call_type"
    __table_args__ = once("call_type")
    order: int
    call_type: str
    name: str
    meaning: str


class FamilyRow(Revised, table=True):
    __tablename__ = "family"
    __table_args__ = once("family")
    family: str
    name: str
    question: str
    headline: bool
    of_absence: bool = False


class ProgramRow(Revised, table=True):
    __tablename__ = "program"
    __table_args__ = once("program")
    program_id: str
    kind: str
    name: str
    jurisdiction: str
    state: str
    latitude: float
    longitude: float
    dispatch_model: str
    coverage_hours: str
    launch_date: str
    operator: str
    org_home: str
    home_kind: str = Field(default="not stated", sa_column_kwargs={"server_default": "not stated"})
    hours_kind: str = Field(default="not stated", sa_column_kwargs={"server_default": "not stated"})
    population_served: int | None
    staff: str
    fiscal_first_month: int | None
    due_days: int | None = None
    stated_tier: str
    source_id: str
    notes: str
    model_source_id: str = ""
    model_tier: str = ""
    model_note: str = ""
    searched_on: date | None = None
    searched: str = ""
    unread: str = ""


class OwnLabelRow(Revised, table=True):
    __tablename__ = "own_label"
    __table_args__ = once("own_label")
    program_id: str
    label: str
    call_type: str
    is_flag: bool
    source_id: str
    note: str
    stated_tier: str = ""


class PublishedFigureRow(Revised, table=True):
    __tablename__ = "published_figure"
    __table_args__ = once("published_figure")
    figure_id: str
    series: bool = False
    program_id: str = Field(index=True)
    family: str
    metric: str
    statement: str
    numerator: str
    denominator: str
    numerator_count: int | None
    denominator_count: int | None
    value: float | None
    value_high: float | None
    unit: str
    bound: str
    period_start: date | None
    period_end: date | None
    period_label: str
    call_type: str
    stated_tier: str
    computed_here: bool
    computed_from: str
    source_id: str
    caveat: str
    reason: str
    polarity: str = "thing"
    same_as: str = ""


class TraceRow(Revised, table=True):
    """A published figure as its source prints it, where it stands there, and when it was read."""

    __tablename__ = "trace"
    __table_args__ = once("trace")
    figure_id: str
    figure_revision: int
    printed: str
    place: str
    seen_at: str
    read_on: str
    denominator_words: str


class VerificationRow(Revised, table=True):
    __tablename__ = "verification"
    __table_args__ = once("verification")
    figure_id: str = Field(index=True)
    figure_revision: int
    verifier: str
    method: str
    claim: str
    scope: str
    agrees: bool
    found: str
    source_id: str
    dated: str
    document_sha256: str = ""
    kind: str = "recount"
    read: str = "press"
    relation: str = "outside"


class SubmissionRow(Revised, table=True):
    __tablename__ = "submission"
    __table_args__ = once("submission")
    program_id: str = Field(index=True)
    quarter: str
    due_on: date
    published_on: date | None
    rule_version: int
    rule_note: str
    stated_tier: str
    source_id: str
    note: str
    certified_by: str = ""
    file_sha256: str = ""
    change: str = ""
    confirmations: str = ""
    withdrawn: bool = False


class ReleaseRow(Revised, table=True):
    """What is public of one revision of a quarter, decided when it was published. `rows` and `blocks` are JSON: counts
    by call type with those withheld, and how the quarter was taken apart."""

    __tablename__ = "release"
    __table_args__ = once("release")
    program_id: str = Field(index=True)
    quarter: str
    rows: str
    blocks: str


class PolicyRow(Revised, table=True):
    """Which counts are too small to show: the smallest group, and from where on totals are exact (nothing: never)."""

    __tablename__ = "disclosure_policy"
    __table_args__ = once("disclosure_policy")
    smallest: int
    exact_from: int | None
    reason: str


class ChallengeRow(Revised, table=True):
    __tablename__ = "challenge"
    __table_args__ = once("challenge")
    figure_id: str = Field(index=True)
    statement: str
    source_id: str


class DecisionRow(Revised, table=True):
    __tablename__ = "decision"
    __table_args__ = once("decision")
    program_id: str = Field(index=True)
    number: int
    choice: str
    disputed: bool
    source_id: str
    note: str
    stated_tier: str = ""


class RemarkRow(Revised, table=True):
    """What a document says without a number."""

    __tablename__ = "remark"
    __table_args__ = once("remark")
    topic: str
    item: str
    position: int
    text: str
    detail: str
    source_id: str
    stated_tier: str


class CorrectionRow(Revised, table=True):
    __tablename__ = "mend"
    __table_args__ = once("mend")
    file: str
    row: str
    column: str
    was: str
    now: str
    why: str


PUBLIC: tuple[type[Revised], ...] = (
    SourceRow,
    CallTypeRow,
    FamilyRow,
    ProgramRow,
    OwnLabelRow,
    PublishedFigureRow,
    TraceRow,
    VerificationRow,
    SubmissionRow,
    ReleaseRow,
    PolicyRow,
    ChallengeRow,
    DecisionRow,
    RemarkRow,
    CorrectionRow,
)

# what only an uploaded quarter says of itself; a quarter of the data files has the defaults
ON_UPLOAD = ("certified_by", "file_sha256", "change", "confirmations", "withdrawn")
