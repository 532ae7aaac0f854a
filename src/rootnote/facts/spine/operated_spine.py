"""Findings of the lumbar spine that an earlier operation has done away with, and the operations that tell of them.

Source: annotation guide, clarification 11: an earlier discectomy with no current disc finding is of the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rootnote.facts.conditions.mentions import Said
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.finding_kinds import is_displaced
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.treatment.treatment_words import treatment_words
from rootnote.facts.wording import are_only, ends_in
from rootnote.language.categories import FINAL, OPERATIVE, PAST
from rootnote.language.labels import LEVELS, TIMES

#: Sections of an operative note that tell what was before it.
_TOLD_BEFORE = frozenset({"hpi", "indications"})
#: What names an operation of the spine, and its value where the label has others.
_DEEDS, _OPERATION = ("DISC_SURGERY", "ASIDE", "EVENT"), "operation"
#: Tokens from an operation to what it was done for, and what joins them.
_REASON, _FOR = 12, re.compile(r"[^,;:]*\bfor\b[^,;:]*$", re.I)
#: Tokens from what is over to the operation that has cured it: "resolved after the lumbar operation".
_CURED = 3
#: Tokens from a finding to the operation told behind it, from that to its date, and from a denial to the operation that it denies.
_BEHIND, _DATED, _DENIED = 10, 6, 2
#: Parts of the body that an operation was on, and tokens to one.
_PARTS, _PART = ("OTHER_PART", "ARM", "LEG", "ELSEWHERE"), 3
#: Words back from an operation in which stands that it was had.
_HAD_REACH = 4
#: What stands before an operation that a visit is for, and the characters that it is looked for in.
_COME_REACH = 60
_COME_FOR = re.compile(r"(\w+)(?:\s+today)?\s+for\s+(?:[\w/-]+\s+){0,3}$", re.I)
#: What stands between a length of time and the operation that it has run since.
_OUT = re.compile(r"\bout\b", re.I)
#: How a patient without symptoms is called.
_FREE = re.compile(r"asymptomatic|symptom.?free|no s(?:x|ymptoms?)\b", re.I)
#: What a plan that elsewhere is one opens with, but not between an operation and its reason: "laminectomy for the stenosis".
_REASON_OPENS = "for"
#: The value of what tells a plan that stands behind it, and how an operation is told that was had.
_BEFORE, _HAD = "before", re.compile(r"(?:took|taken|removed|excised|had|has had|having had)\b", re.I)


def is_operated(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether a disc or a narrow canal is what an earlier operation was done for, or has been well since it."""
    return _is_reason(reading, sentence, finding) or _is_cured(reading, sentence, finding) or _is_well_since(reading, sentence, finding)


def earlier_disc_surgery(reading: Reading, note_type: str) -> Iterator[Target]:
    """The operations of a disc that were done before this note; in the note of an operation those told as of another day."""
    for target in reading.targets("DISC_SURGERY"):
        sentence = reading.sentence_of(target)
        done = target.assertion is Assertion.HISTORICAL or target.section in PAST
        dated = _is_dated(reading, sentence, target)
        reported = target.assertion is Assertion.AFFIRMED and (note_type != "operative" or (dated and target.section in _TOLD_BEFORE))
        planned = target.section == "plan" or (sentence.has("PLANNED") and not (sentence.has("DONE") or dated))
        had = target.assertion is Assertion.AFFIRMED and note_type != "operative" and _HAD.match(target.text) is not None
        if (done or had or (reported and not planned)) and target.section not in OPERATIVE:
            yield target


def find_disc_surgery(reading: Reading, note_type: str) -> Iterator[Said]:
    """An earlier discectomy is a disc disorder of the past."""
    for target in earlier_disc_surgery(reading, note_type):
        if Part.LUMBAR in parts_of(reading, target):
            yield Said(Condition.DISC_DISORDER, target, Assertion.HISTORICAL)


def _is_dated(reading: Reading, sentence: Sentence, surgery: Target) -> bool:
    """Whether an operation has its date beside it, or a time since: "discectomy on the right (2016)", "a year out from discectomy"."""
    words = treatment_words()
    near = (time for time in sentence.of("DATE", "DURATION") if 0 <= max(time.first - surgery.last, surgery.first - time.last) <= _DATED)
    return any(
        are_only(rest, words.dates_deed) and (time.label == "DATE" or _OUT.search(rest) is not None)
        for time, rest in ((time, reading.rest(surgery, time, "SIDE", *LEVELS, "REGION", "ONCE")) for time in near)
    )


def _operations(sentence: Sentence) -> Iterator[Target]:
    """The operations of the spine told as done, or not told otherwise."""
    for deed in sentence.of(*_DEEDS):
        elsewhere = any(abs(part.first - deed.first) <= _PART for part in sentence.of(*_PARTS)) or any(
            region.value != "lumbar" and abs(region.first - deed.first) <= _PART for region in sentence.of("REGION")
        )
        named = deed.label == "DISC_SURGERY" or (deed.value == _OPERATION and not elsewhere)
        denied = any(follows(deed, word, _DENIED) for word in sentence.of("NEGATOR"))
        if named and not denied and deed.assertion in (Assertion.AFFIRMED, Assertion.HISTORICAL):
            yield deed


def _is_reason(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether a finding is what an earlier operation was done for: "six weeks out from a microdiscectomy for a herniated disc"."""
    if finding.assertion is not Assertion.AFFIRMED or sentence.has("RETURNED") or _is_planned(reading, sentence, finding):
        return False
    near = (deed for deed in _operations(sentence) if follows(finding, deed, _REASON))
    before = (deed for deed in near if not _is_come_for(reading, sentence, deed))
    return any(_FOR.match(reading.gap(deed, finding)) and _is_past(reading, sentence, deed, finding) for deed in before)


def _is_come_for(reading: Reading, sentence: Sentence, deed: Target) -> bool:
    """Whether an operation is what a patient is seen for, and none of some date: "seen for discectomy for the herniation"."""
    opened = _COME_FOR.search(reading.text, max(sentence.start, deed.start - _COME_REACH), deed.start)
    return (
        opened is not None
        and opened[1].lower() in treatment_words().comes_for
        and deed.assertion is Assertion.AFFIRMED
        and not sentence.has("DATE", "DONE")
    )


def _is_past(reading: Reading, sentence: Sentence, deed: Target, finding: Target) -> bool:
    """Whether an operation that was done for a finding is told as one of the past."""
    if deed.assertion is Assertion.HISTORICAL or finding.section in PAST or sentence.has("DONE", "PLANNED"):
        return True
    if deed.label == "DISC_SURGERY":
        return any(min(abs(time.first - deed.last), abs(deed.first - time.last)) <= _DATED for time in sentence.of("DATE", "DURATION"))
    had = ends_in(reading.text[sentence.start : deed.start], treatment_words().had_deed, _HAD_REACH)
    return had or sentence.has_between(deed, finding, *TIMES) or any(word.first >= finding.last for word in sentence.of("RESOLVED"))


def _is_planned(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether the operation for a finding is to come; not where it is the heading of what was done ("Procedure: discectomy ...")."""
    return any(
        not _heads(reading, word) and not word.text.lower().startswith(_REASON_OPENS)
        for word in sentence.of("PLANNED")
        if word.first < finding.first or not word.value.startswith(_BEFORE)
    )


def _heads(reading: Reading, word: Target) -> bool:
    """Whether a word that elsewhere tells a plan is the heading of what was done: "Procedure: discectomy for ..." at a check after it."""
    if word.value != "after" or word.start != reading.sentence_of(word).start or not reading.text.startswith(":", word.end):
        return False
    return _has_finished_surgery(reading)


@lru_cache(maxsize=1)
def _has_finished_surgery(reading: Reading) -> bool:
    """Whether a diagnosis tells of an operation on a disc that is over; asked for each plan of a note."""
    return any(surgery.assertion is Assertion.HISTORICAL and surgery.section in FINAL for surgery in reading.targets("DISC_SURGERY"))


def _is_cured(reading: Reading, sentence: Sentence, disc: Target) -> bool:
    """Whether an operation has done away with what a displaced disc did: "disc herniation, sciatica resolved after the surgery"."""
    if disc.label != "DISC" or not is_displaced(disc.text) or sentence.has("PLANNED", "RETURNED"):
        return False
    over = [word for word in sentence.of("RESOLVED") if word.first >= disc.last]
    deeds = [deed for deed in sentence.of("EVENT") if deed.value == _OPERATION]
    return any(follows(deed, word, _CURED) and "," not in reading.gap(word, deed) for deed in deeds for word in over)


def _is_well_since(reading: Reading, sentence: Sentence, finding: Target) -> bool:
    """Whether a finding was operated on, and the patient has been well since: "ruptured disc at 30, operated, no recurrence"."""
    if finding.assertion is not Assertion.AFFIRMED or sentence.has("PLANNED"):
        return False
    if any(root.assertion is Assertion.AFFIRMED for root in sentence.of("RADICULOPATHY", "SCIATICA")):
        return False  # what the finding does to a root now is not over
    if any(word.assertion is not Assertion.NEGATED for word in sentence.of("RETURNED")):
        return False
    behind = (deed for deed in _operations(sentence) if follows(deed, finding, _BEHIND))
    return any(_ends_well(sentence, deed) and ";" not in reading.gap(finding, deed) for deed in behind)


def _ends_well(sentence: Sentence, deed: Target) -> bool:
    """Whether a sentence goes on behind an operation to say that nothing of the trouble is left."""
    over = any(word.first >= deed.last for word in sentence.of("RESOLVED"))
    again = any(word.first >= deed.last and word.assertion is Assertion.NEGATED for word in sentence.of("RETURNED"))
    free = any(word.first >= deed.last and _FREE.search(word.text) for word in sentence.of("RESULT", "SYMPTOM"))
    none = [
        word for word in sentence.of("NEGATOR", "SYMPTOM", "BACK_PAIN") if word.label == "NEGATOR" or word.assertion is Assertion.NEGATED
    ]
    return over or again or free or any(deed.last <= word.first <= since.first for word in none for since in sentence.of("SINCE"))
