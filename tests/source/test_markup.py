"""Notes that are pieces of web pages: what is seen of them, and where it stands."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.reviewer import review
from rootnote.source.markup import page_of
from soundness import faults, faults_of_form

SEEN = {
    "line-break": ("Left leg pain.<br>No weakness.", "Left leg pain.\nNo weakness."),
    "line-break-before-a-line": ("Left leg pain.<br/>\nNo weakness.", "Left leg pain.\nNo weakness."),
    "paragraphs": ("<p>HPI: leg pain</p>\n<p>EXAM: 5/5</p>", "\n\nHPI: leg pain\n\nEXAM: 5/5\n\n"),
    "divisions": ("<div>HPI: leg pain</div><div>EXAM: 5/5</div>", "\nHPI: leg pain\nEXAM: 5/5\n"),
    "list": ("<ul><li>sciatica<li>hip pain</ul>", "\n- sciatica\n- hip pain\n"),
    "table": ("<tr><td>Knee</td><td>2+</td></tr>", "\nKnee\t2+\t\n"),
    "attributes": ('<span style="color:red">S1</span> radiculopathy', "S1 radiculopathy"),
    "references": ("R&gt;L, doesn&#39;t limp, pain &amp; numbness,&nbsp;SLR &lt; 40", "R>L, doesn't limp, pain & numbness, SLR < 40"),
    "escaped-once-more": ("&lt;p&gt;Left &amp;amp; right&lt;/p&gt;", "\n\nLeft & right\n\n"),
    "style-is-not-seen": ("<style>p {color: red}</style>S1</p>", "S1\n\n"),
    "style-never-closed": ("<style>S1<br>", "S1\n"),
    "hyphens-of-typesetters": ("two–week history, L4‑5", "two-week history, L4-5"),
    "characters-without-width": ("radiculo\u00adpathy \u200bL5", "radiculopathy L5"),
    "apostrophes-of-typesetters": ("doesn’t limp, the ‘knack’", "doesn't limp, the ‘knack’"),
    "dash-between-words": ("two–week pain – left", "two-week pain – left"),
    "word-that-may-be-broken": ("radicu<wbr>lo&shy;pathy at L4&ndash;5", "radiculopathy at L4-5"),
    "comment": ("<!-- left S1 radiculopathy --><p>Back pain.</p>", "\n\nBack pain.\n\n"),
    "comment-never-closed": ("<!-- S1<br>", " S1\n"),
    "boxes": ('<input type="checkbox"> hip <input checked type="checkbox"/> back<br>', "[ ]  hip [x]  back\n"),
    "contraction-without-apostrophe": ("He doesnt limp, CANT rule out, isnt", "He doesn't limp, CAN'T rule out, isn't"),
    "capitals": ("S1<BR>L5", "S1\nL5"),
    "bold": ("**Plan:** rest the **left** leg\n**Exam**", "Plan: rest the left leg\nExam"),
}
#: Angle brackets and ampersands of clinicians, with or without markup beside them.
KEPT = {
    "chosen-answer": "SLR: <neg> / pos",
    "less-than": "BP <140, pain <a week, > 3",
    "arrow": "L4 -> L5 <- S1",
    "ampersand": "pain & numbness; D&C; P&O",
    "sides": "L<R, R>L",
    "words-that-end-alike": "important, significant, wants, Grant, plant, nt",
    "name-left-out": "Seen by [**Doctor 12 **] on [**2101-3-4**]",
    "stars-of-other-kinds": "*** URGENT *** ** 2**3",
    "unknown-element": "<left> leg <S1>",
}


@pytest.mark.parametrize(("text", "seen"), SEEN.values(), ids=SEEN)
def test_page_as_it_is_seen(text: str, seen: str) -> None:
    page = page_of(text)
    assert page is not None
    assert page.text == seen


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_clinicians_write_is_no_markup(text: str) -> None:
    assert page_of(text) is None
    beside = page_of(f"{text}<br>")
    assert beside is not None
    assert beside.text == f"{text}\n"


PIECES = st.sampled_from(
    [
        "<br>",
        "<p>",
        "</p>",
        "&nbsp;",
        "&amp;",
        "&amp;lt;",
        "&#8211;",
        "&zz;",
        "<li>",
        "</td>",
        "<style>",
        "</style>",
        "<",
        ">",
        "&",
        "\n",
        "\r\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=12).map("".join))
def test_characters_of_a_page_stand_in_the_note_in_order(text: str) -> None:
    page = page_of(text)
    if page is None:
        return
    last = 0
    for at, character in enumerate(page.text):
        start, end = page.in_note(at, at + 1)
        assert last <= start < end <= len(text)
        assert character in (text[start:end], " ", "-", "'") or not {"&", "<"}.isdisjoint(text[start:end])
        last = start


@given(st.text(max_size=60))
def test_escaped_text_is_seen_as_it_was(text: str) -> None:
    page = page_of(f"{escape(text)}<br>")
    assert page is not None
    if page_of(text) is None and "\xa0" not in text:
        assert page.text == f"{text}\n"


def test_evidence_stands_in_the_note_with_its_tags(nlp: Language) -> None:
    text = "<p>HPI: Left leg&nbsp;pain.</p><p>Exam: EHL <b>4</b>/5, reflexes 2&#43;</p><p>Assessment: left&nbsp;S1 <i>radiculopathy</i></p>"
    record = review(text, nlp=nlp)
    assert [*faults(record, text), *faults_of_form(record)] == []
    assert record.codes == ("M54.17",)
    assert [one.text for one in record.condition_evidence["radiculopathy"]] == ["radiculopathy"]
    assert [one.evidence[0].text for one in record.findings if one.site == "ehl"] == ["EHL <b>4</b>/5"]


def test_queries_quote_the_page_as_it_is_seen(nlp: Language) -> None:
    record = review("<div>Assessment: left S1&nbsp;<b>radiculopathy</b> &amp; disc herniation L5-S1.</div>", nlp=nlp)
    queries = [gap.query for gap in record.gaps]
    assert any("left S1 radiculopathy & disc herniation L5-S1" in query for query in queries)
    assert not any("<" in query or "&nbsp;" in query for query in queries)
