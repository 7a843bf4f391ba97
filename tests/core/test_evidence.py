"""A tier is earned, never claimed, and what is combined is never stronger than its weakest part."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.evidence import EvidenceTier, Source, union, weakest
from tests import make

tiers = st.lists(st.sampled_from(EvidenceTier), min_size=1, max_size=6)
FIGURE = "somewhere.2026Q3.all.phone_resolution"


@given(tiers, st.randoms())
def test_combining_tiers_does_not_depend_on_their_order(found: list[EvidenceTier], chance: object) -> None:
    shuffled = sorted(found, key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert weakest(found) == weakest(shuffled)


@given(tiers)
def test_combining_is_idempotent_and_never_stronger_than_the_weakest(found: list[EvidenceTier]) -> None:
    assert weakest([weakest(found), *found]) == weakest(found)
    assert all(weakest(found) <= tier for tier in found)


@given(tiers, tiers)
def test_combining_in_steps_is_combining_at_once(one: list[EvidenceTier], other: list[EvidenceTier]) -> None:
    assert weakest([weakest(one), weakest(other)]) == weakest(one + other)


def test_nothing_has_no_tier() -> None:
    with pytest.raises(ValueError, match="nothing has no tier"):
        weakest([])


def test_every_tier_has_words_an_icon_and_a_shape_of_its_own() -> None:
    for field in ("words", "icon", "shape", "meaning"):
        assert len({getattr(tier, field) for tier in EvidenceTier}) == len(EvidenceTier)
    assert list(EvidenceTier) == sorted(EvidenceTier)


def test_data_cannot_claim_to_be_verified() -> None:
    with pytest.raises(ValueError, match="a tier is earned"):
        earned(EvidenceTier.INDEPENDENTLY_VERIFIED, revision=1, verifications=[])


def test_a_verification_raises_exactly_its_revision_and_lapses_with_the_next() -> None:
    checked = [make.verification(FIGURE, revision=1)]
    first = earned(EvidenceTier.PROGRAM_REPORTED, revision=1, verifications=checked, figure_id=FIGURE)
    assert first.tier is EvidenceTier.INDEPENDENTLY_VERIFIED
    assert first.raised_by == tuple(checked)
    second = earned(EvidenceTier.PROGRAM_REPORTED, revision=2, verifications=checked, figure_id=FIGURE)
    assert second.tier is EvidenceTier.PROGRAM_REPORTED
    assert second.lapsed == tuple(checked)


def test_a_verification_of_another_figure_raises_nothing() -> None:
    other = [make.verification("somewhere.2026Q3.all.capture_rate")]
    standing = earned(EvidenceTier.PROGRAM_REPORTED, revision=1, verifications=other, figure_id=FIGURE)
    assert standing.tier is EvidenceTier.PROGRAM_REPORTED


def test_a_disagreeing_finding_keeps_the_tier_where_it_was() -> None:
    found = [make.verification(FIGURE), make.verification(FIGURE, agrees=False, found="61%", verifier="University")]
    standing = earned(EvidenceTier.PROGRAM_REPORTED, revision=1, verifications=found)
    assert standing.tier is EvidenceTier.PROGRAM_REPORTED
    assert standing.disagreeing == (found[1],)


def test_made_up_data_cannot_be_verified() -> None:
    standing = earned(EvidenceTier.ILLUSTRATIVE, revision=1, verifications=[make.verification(FIGURE)])
    assert standing.tier is EvidenceTier.ILLUSTRATIVE


def test_sources_are_kept_once_whatever_the_order() -> None:
    sources = [make.source(name) for name in ("c", "a", "b", "a")]
    for order in itertools.permutations(sources):
        assert [s.source_id for s in union([order[:2], order[2:]])] == ["a", "b", "c"]


@pytest.mark.parametrize("blank", ["", "  ", "n/a", "None", "-"])
def test_a_source_is_never_blank(blank: str) -> None:
    with pytest.raises(ValueError, match="needs a title"):
        make.source(title=blank)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org", "data:text/html,x", "www.example.org"])
def test_only_web_addresses_are_links(link: str) -> None:
    with pytest.raises(ValueError, match="http"):
        Source(source_id="x", title="T", publisher="P", publisher_kind="news", url=link)


@pytest.mark.parametrize("dated", ["", "last year", "2025-5-1", "05/23/2025"])
def test_a_verification_is_dated(dated: str) -> None:
    with pytest.raises(ValueError, match="dated by year"):
        make.verification(FIGURE, dated=dated)
