"""Signs, ratings and deeds: what is read, and what only looks like one."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.language import Language

from rootnote.facts.collect import collect
from rootnote.facts.model import FindingKind

KINDS = (FindingKind.SIGN, FindingKind.SCALE, FindingKind.PROCEDURE)

SIGNS: list[Any] = [
    pytest.param("Back pain. Denies bowel or bladder dysfunction.", ["bladder negated"], id="denied"),
    pytest.param("Back pain. There is no change in bowel or bladder function.", [], id="no-change"),
    pytest.param("She reports loss of bladder and bowel control since Monday.", ["bladder affirmed"], id="control-lost"),
    pytest.param("Stress incontinence since her pregnancies.", [], id="stress-incontinence"),
    pytest.param("Return at once for loss of bladder control.", [], id="instruction"),
    pytest.param("She came to the emergency room with loss of bladder control.", ["bladder affirmed"], id="came-with-it"),
    pytest.param("ROS: - fever, - saddle anesthesia, + back pain", ["saddle negated"], id="denied-by-a-dash"),
    pytest.param("EXAM:\n- Saddle anesthesia on the left\n", ["saddle affirmed"], id="bullet-is-no-denial"),
    pytest.param("Rectal: tone reduced.", ["anal tone affirmed"], id="tone-under-a-heading"),
    pytest.param("Rectal tone normal.", [], id="tone-normal"),
    pytest.param("Possible cauda equina syndrome.", ["cauda equina uncertain"], id="possible"),
    pytest.param("The roots of the cauda equina are seen.", [], id="anatomy"),
    pytest.param("Lumbar spondylosis without myelopathy.", ["myelopathy negated"], id="without-myelopathy"),
    pytest.param("Cervical myelopathy.", [], id="of-the-neck"),
    pytest.param("L1-2 disc extrusion with myelopathy.", ["myelopathy affirmed"], id="at-L1-2"),
    pytest.param("Positive Babinski on the right.", ["babinski affirmed"], id="babinski"),
    pytest.param("Negative Babinski. Toes are downgoing.", [], id="no-babinski"),
    pytest.param("No clonus.", ["clonus negated"], id="no-clonus"),
    pytest.param("Ankle clonus absent.", [], id="clonus-absent"),
    pytest.param("Clonus of three beats at the left ankle.", ["clonus affirmed"], id="clonus"),
    pytest.param("Loss in a stocking distribution.", ["stocking affirmed"], id="stocking"),
    pytest.param("Compression stockings were put on.", [], id="stockings-worn"),
    pytest.param("Sacralization of L5.", ["transitional vertebra affirmed"], id="transitional"),
    pytest.param("Postlaminectomy syndrome with left leg pain.", ["postlaminectomy affirmed"], id="postlaminectomy"),
    pytest.param("Neurogenic claudication from L4-5 stenosis.", ["claudication affirmed"], id="claudication"),
    pytest.param("DDD at L5-S1.", ["disc degeneration affirmed"], id="degeneration"),
    pytest.param("L5-S1 disc herniation.", [], id="herniation-is-no-degeneration"),
    pytest.param("Leg pain 7/10.", ["pain affirmed 7"], id="score"),
    pytest.param("Pain is 8 out of 10 at worst.", ["pain affirmed 8"], id="score-in-words"),
    pytest.param("Seen on 7/10/2023 and 7/10.", ["pain affirmed 7"], id="date-is-no-score"),
    pytest.param("MRI of 9/10 shows a bulge.", [], id="date-of-an-image"),
    pytest.param("Oswestry: 38%.", ["function affirmed"], id="function"),
    pytest.param("The injection gave 60% relief.", ["relief affirmed 60"], id="relief"),
    pytest.param("No relief from therapy.", [], id="no-relief"),
    pytest.param("Left L5-S1 TFESI under fluoroscopic guidance.", ["transforaminal affirmed L5-S1", "image guidance affirmed"], id="tfesi"),
    pytest.param("Bilateral L4 and L5 nerve root blocks.", ["transforaminal affirmed L4", "transforaminal affirmed L5"], id="two-roots"),
    pytest.param("1 mL of contrast outlined the root.", ["contrast affirmed"], id="contrast"),
    pytest.param("MRI without contrast.", [], id="mri-without-contrast"),
    pytest.param("L3-5 medial branch blocks.", ["facet affirmed L3-L4", "facet affirmed L4-L5"], id="facet"),
    pytest.param("C5-6 discectomy for arm pain.", [], id="discectomy-of-the-neck"),
    pytest.param("L4-5 laminectomy. The laminectomy was widened.", ["decompression affirmed L4-L5", "decompression affirmed"], id="deed"),
]


@pytest.mark.parametrize(("text", "expected"), SIGNS)
def test_signs(nlp: Language, text: str, expected: list[str]) -> None:
    found = [one for one in collect(nlp(text)).findings if one.kind in KINDS]
    assert [" ".join(filter(None, [one.site, one.assertion, one.grade, one.level, one.root])) for one in found] == expected
    assert all(text[one.evidence.start : one.evidence.end] == one.evidence.text for one in found)
