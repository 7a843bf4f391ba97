"""What a check or a challenge says of itself before anything of it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words
from dashboard.core.evidence import is_name
from dashboard.core.people import Refused
from dashboard.core.recording import check_challenge

SAID = "The denominator leaves out calls that were never offered."
LINK = "https://auditor.example/report"
NOTHING = st.sampled_from(
    ["", "n/a", "None", "-", "N.A.", "—", "--", "?", "unknown", "null", "not applicable", "TBD"]
).flatmap(lambda text: st.sampled_from([text, f" {text}", f"{text}\t"]))


@given(NOTHING, st.booleans())
def test_a_challenge_names_its_document_and_who_published_it(nothing: str, publisher: bool) -> None:
    """Else the record could not be read, and whoever sends it would hear of tables and lines instead of fields."""
    assert not is_name(nothing)
    named = {"title": "Audit of 2025", "publisher": "City Auditor"}
    check_challenge(SAID, **named, link=LINK)
    with pytest.raises(Refused) as refused:
        check_challenge(SAID, **named | {"publisher" if publisher else "title": nothing}, link=LINK)
    assert words.of(refused.value) == (
        "A challenge needs its statement in a sentence, and title and publisher of the document."
    )
