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
    "letters-that-are-no-side": ("l4 and l5, r/o hnp, l-spine, m.r.i. done", "L4 and l5, r/o hnp, l-spine, m.r.i. Done"),
    "level-at-the-head": ("pain. l5 radiculopathy", "Pain. L5 radiculopathy"),
    "code-at-the-head": ("pain. m54.16 sciatica", "Pain. m54.16 sciatica"),
    "grades-of-sides": ("df r5/l4, l5 root, pf 5r 4l, on 2l of oxygen", "Df R5/L4, l5 root, pf 5R 4L, on 2l of oxygen"),
    "signs-of-sides": ("slr -l/-r or r+ l- there", "Slr -L/-R or R+ L- there"),
    "light-touch": ("ehl 5/5, lt intact, dec lt l5, dec lt knee jerk", "Ehl 5/5, LT intact, dec LT l5, dec lt knee jerk"),
    "light-touch-or-left": ("knee jerk rt 2+, lt absent", "Knee jerk rt 2+, lt absent"),
    "therapy-and-patient": ("pt had 6 weeks of pt, pt x 9. had pt lie down", "Pt had 6 weeks of PT, PT x 9. Had pt lie down"),
    "program": ("does her hep, no hep c", "Does her HEP, no hep c"),
    "names": ("saw mr. ivo ek and dr. lund had pain", "Saw Mr. Ivo Ek and Dr. Lund had pain"),
    "letters-of-persons": ("pt a: 67f, pain. walked 50 m", "Pt A: 67F, pain. Walked 50 m"),
    "acronyms-beside": ("LBP, MRI done. no EMG", "LBP, MRI done. No EMG"),
}


@pytest.mark.parametrize(("text", "seen"), SEEN.values(), ids=SEEN)
def test_note_in_small_letters_is_seen_with_capitals(text: str, seen: str) -> None:
    page = capitalised(text)
    assert page is not None
    assert page.text == seen
    assert [page.in_note(at, at + 1) for at in range(len(seen))] == [(at, at + 1) for at in range(len(text))]


@pytest.mark.parametrize("text", ["", "-", "L5-S1", "NO LEG PAIN. EHL 5/5 ON THE L.", "Left leg pain. ehl r 4/5"])
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
