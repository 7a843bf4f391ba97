"""What is combined is never stronger than its weakest part, and a source is never blank."""

import itertools
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.evidence import EvidenceTier, Register, Source, union, weakest
from tests import make

tiers = st.lists(st.sampled_from(EvidenceTier), min_size=1, max_size=6)


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


def test_a_count_of_the_register_combines_with_nothing_about_a_program() -> None:
    assert weakest([Register.REGISTER, Register.REGISTER]) is Register.REGISTER
    for tier in EvidenceTier:
        with pytest.raises(ValueError, match="never combines"):
            weakest([tier, Register.REGISTER])


def test_every_tier_has_words_an_icon_and_a_shape_of_its_own() -> None:
    for said in (words.of, words.meaning, attrgetter("icon"), attrgetter("shape")):
        assert len({said(mark) for mark in (*EvidenceTier, *Register)}) == len(EvidenceTier) + 1
    assert list(EvidenceTier) == sorted(EvidenceTier)


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
