"""Notes in small letters are read as if they had capitals."""

from __future__ import annotations

import pytest
from spacy.language import Language

from rootnote.reviewer import review
from rootnote.source.small_letters import capitalised

SEEN = {
    "sentences": ("low back pain. no numbness! left? yes", "Low back pain. No numbness! Left? Yes"),
    "lines": ("hpi: pain\n- left leg\nslr neg", "Hpi: Pain\n- Left leg\nSlr neg"),
    "letters-of-sides": ("power r 4/5, l 5/5, on the l. slr +r", "Power R 4/5, L 5/5, on the L. Slr +R"),
    "letters-that-are-no-side": ("l4 and l5, r/o hnp, l-spine, m.r.i. done", "l4 and l5, r/o hnp, l-spine, m.r.i. Done"),
    "level-at-the-head": ("pain. l5 radiculopathy", "Pain. l5 radiculopathy"),
    "acronyms-beside": ("LBP, MRI done. no EMG", "LBP, MRI done. No EMG"),
}


@pytest.mark.parametrize(("text", "seen"), SEEN.values(), ids=SEEN)
def test_note_in_small_letters_is_seen_with_capitals(text: str, seen: str) -> None:
    page = capitalised(text)
    assert page is not None
    assert page.text == seen
    assert [page.in_note(at, at + 1) for at in range(len(seen))] == [(at, at + 1) for at in range(len(text))]


@pytest.mark.parametrize("text", ["", "L5-S1", "NO LEG PAIN. EHL 5/5 ON THE L.", "Left leg pain. ehl r 4/5"])
def test_other_notes_are_seen_as_they_stand(text: str) -> None:
    assert capitalised(text) is None


def test_each_sentence_in_small_letters_tells_its_own(nlp: Language) -> None:
    record = review("left leg pain. hypertension for ten years. exam: ehl l 4/5.", nlp=nlp)
    assert record.elements["chronicity"].status == "not_documented"
    assert [(one.side, one.evidence[0].text) for one in record.findings if one.site == "ehl"] == [("left", "ehl l 4/5")]


def test_tags_and_small_letters_together(nlp: Language) -> None:
    text = "<p>left leg&nbsp;pain.</p><p>dx: l s1 radiculopathy</p>"
    record = review(text, nlp=nlp)
    assert [(root.root, root.side) for root in record.roots] == [("S1", "left")]
    assert record.condition_evidence["radiculopathy"][0].text == "radiculopathy"
