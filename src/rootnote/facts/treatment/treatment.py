"""Conservative treatment tried for the back or leg problem, or being taken for it.

Source: annotation guide, conservative_treatment; clarifications 9 and 26.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rootnote.facts.attach import distance
from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
from rootnote.facts.model import Assertion, Finding, FindingKind
from rootnote.facts.note.topics import Topic, is_all_elsewhere, is_in_passing, is_of_neck, spine_problems, topics
from rootnote.facts.reading import Found, Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import says_lumbar
from rootnote.facts.treatment.treatment_answers import is_answered, is_answered_no
from rootnote.facts.treatment.treatment_denials import UNDOCUMENTED, UNRECORDED, UNTOLD, is_denied, is_other_told
from rootnote.facts.treatment.treatment_purpose import BEHIND, BOOKED, DRUG, INJECTION, REASON_REACH, gives_up, is_for_spine
from rootnote.facts.treatment.treatment_use import is_instruction, is_kept_up, is_regimen, tells_of_use
from rootnote.facts.treatment.treatment_words import treatment_words
from rootnote.facts.wording import has_word
from rootnote.language.categories import NO_SECTION, OPERATIVE, OPERATIVE_DIAGNOSES, STORY, UNASSERTED

_CUES = ("TRIED", "PLANNED", "NOT_TRIED")
#: Sections that tell nothing of what was tried: what is done in this note, and what may go wrong or is hurtful.
_ALLERGIES = "allergies"
_SILENT = UNASSERTED | {_ALLERGIES, "anesthesia", "vitals", "labs", "emg"}
#: Sections that tell the steps of an examination or procedure, where only plain words of failure or relief speak of an earlier treatment.
_DEEDS = OPERATIVE | OPERATIVE_DIAGNOSES | {"exam", "imaging"}
#: Sections of history, in which a drug or a course of treatment that nothing else is said of was tried.
_HISTORY = frozenset({"hpi"})
_LATER = frozenset({"plan", "assessment"})
#: The rule of short words for physical therapy that mean it in capitals only.
_CAPITALS = "treatment.pt_short"
#: The rule of exercise that may also be how the back was hurt, and words of time behind which it is: "back pain after a yoga class".
_EXERCISE, _THEN = "treatment.exercise", frozenset({"after", "following", "since", "did", "last", "earlier"})
#: The rule of phrases that hold a treatment and what came of it.
_TOLD = "treatment.told"
#: The rule of phrases that only point back at a treatment named before, and the sentences back in which it is looked for.
_ANOTHER, _ANOTHER_REACH = "treatment.another", 2
#: The rule of what a time may have passed since.
_SINCE = "treatment.since"
#: A clotting time behind "PT".
_CLOTTING = re.compile(r"(?:\s*(?:of|was|is|[:=(]))*\s*\d{1,2}\.\d|[^.;\n]{0,24}\b(?:a?PTT|INR)\b", re.I)
#: What the patient says or is behind "PT" in a note in capitals.
_PATIENT = re.compile(
    r"\.?\s+(?:STATES|REPORTS|DENIES|COMPLAINS|ENDORSES|DESCRIBES|NOTES|PRESENTS|SAYS|FEELS|C/O|P/W|IS A|HAS|HAD|WAS SEEN)\b"
)
#: The context rule of "X: no"; in "X - no help" it is the help that was none.
_LABEL = "negated.label"
#: The rules of what a form marks as not had.
_MARKED = frozenset({"negated.sign", "negated.boxes"})
_ALL = "conservative"
#: What the note of a course of therapy tells of its visits before this one, and the therapies that go by visits.
_EXERCISES = "physical therapy"
_UNDER_WAY, _COURSES = "under way", frozenset({_EXERCISES, "chiropractic"})
_ORDINAL = "ordinal"
_AMOUNTS = frozenset({"amount", "amount after"})
#: The value of what someone was given; what a plan tells of now, and other sections of the past.
_HANDED = "handed"
_PLANNED_NOW = _AMOUNTS | {_HANDED}
_WEAK = _PLANNED_NOW | {"weak", "on"}
#: What is prescribed now, unless it is told in a history.
_GIVEN = frozenset({"given", "amount after"})
#: The value of what ended, which may be much else.
_ENDED = "ended"
#: What was offered and never taken up.
_UNTAKEN = "untried"
#: What no record tells; and what comes first where several cues could govern a treatment: that, a correction, its outcome, and last a mere
#: amount.
_UNWRITTEN = (UNDOCUMENTED, UNRECORDED, UNTOLD)
_FIRST = ("misstated", _UNTAKEN, BOOKED, *_UNWRITTEN)
_RANK = dict.fromkeys(_FIRST, -1) | {_ORDINAL: 0, "outcome": 0, "useless": 0, "amount": 2, "amount after": 2}
#: Tokens from a treatment to words that must stand close: "on" before it, its outcome behind it.
_REACHES = dict.fromkeys(_FIRST, 8) | {UNTOLD: 14, BOOKED: 2, _UNTAKEN: 12, "on": 3, "outcome": 8, _ENDED: 6, _ORDINAL: 5}
#: Tokens from how much there was of a treatment to it.
_AMOUNT_REACH = 3
#: Tokens from a treatment to how long it went on.
_COURSE_REACH = 10
#: A year, and the tokens from a treatment to it.
_YEAR, _YEAR_REACH = re.compile(r"(?:19|20)\d\d"), 2
#: Tokens from a treatment to an earlier time that it was given at.
_EARLIER_REACH = 1
#: Tokens from a treatment to the cue that governs it.
_REACH = 34
#: What denies the help, and not the treatments, and the characters of its sentence to it: "neither the osteopath nor the tablets helped".
_NEITHER, _OPENS = re.compile(r"\b(?:neither|none of)\b", re.I), 40
#: Whose drug it is, behind which the one who takes it is not the owner: "took her husband's Flexeril".
_OWNED = re.compile(r"['’]s\s+(?:\w+\s+)?$")
#: What joins what was given up to a denial of something else.
_AND = re.compile(r"\b(?:and|but)(?:\s+(?:has|have|had|then|so|therefore|already|since|now))*$", re.I)
#: What a count of visits may stand between.
_MARKS = " \t\r\n.;-–—•*·"
_INTRODUCES = re.compile(r"[:?]\s*$")
#: The number of visits before a therapy: "12 chiro + 6 acupuncture", and the characters that it stands in.
_COUNT, _COUNT_SPAN = re.compile(r"(?:^|[\s(+,;:])(?:[2-9]|[1-9]\d)\s$"), 4
#: The first half of a word with a hyphen.
_HYPHENED = re.compile(r"\w[-‐‑]")
#: What makes the word behind it a mere possibility, and the characters that it stands in.
_SUPPOSED, _SUPPOSED_SPAN = re.compile(r"\b(?:may|might|could|would|will|should|can|to)\s+(?:\w+ly\s+|also\s+)?be\s+$", re.I), 24
#: The mark or "to", and the characters that it stands in, behind which a word is of the treatment before it, and what such a word ends at.
_MARK, _MARK_SPAN, _CLOSED = re.compile(r"(?:\S\s*[-–—:(=→]|[^\s,]\s+to)\s*$"), 6, re.compile(r"[ \t]*(?:[;,()\r\n]|\.?\s*$)")
_ITEM = re.compile(r"\s*(?:[-•*·▪●○◦–—>✓✔✗✘☑☒☐□]|[\[(][xX✓✔ _]{0,3}[\])]|\(?\d{1,2}[.)])")


def find_treatments(reading: Reading, *, lumbar_context: bool, procedure: bool = False) -> Found:
    """Treatments tried before or being taken for the back or leg problem; rejected are those planned now, not tried, or for something else.

    Without lumbar context (no lumbar condition in the note) nothing counts; what the note of a ``procedure`` tells to be given is that.
    """
    found: list[Finding] = []
    rejected: list[Finding] = []
    lumbar_context = lumbar_context and not is_all_elsewhere(reading)
    about, of_neck, in_passing = topics(reading), is_of_neck(reading), is_in_passing(reading)
    carried: Target | None = None
    before: Sentence | None = None
    history = _HISTORY | {NO_SECTION} if _LATER.intersection(reading.sections) else _HISTORY
    for sentence in reading.sentences:
        carried = _carried(reading, sentence, before, carried)
        before = sentence
        if sentence.section in _SILENT and not (sentence.section == _ALLERGIES and sentence.has("FOR_BACK")):
            continue
        for target in sentence.of("TREATMENT"):
            if not is_treatment(reading, target):
                continue
            assertion, cue = _status(reading, sentence, target, carried, sentence.section in history)
            if procedure and cue is not None and _is_given_now(sentence, cue):
                assertion = Assertion.ORDERED
            beside = [cue] if cue is not None and cue.sentence == target.sentence else []
            evidence = reading.around([target, *beside])
            finding = Finding(FindingKind.TREATMENT, assertion, evidence, sentence.section, target.rule, site=target.value or None)
            ours = lumbar_context and about[sentence.number] is not Topic.OTHER and is_for_spine(reading, sentence, target)
            ours = ours and not (of_neck and sentence.section == "medications")
            ours = ours and not (in_passing and target.value == DRUG and not _is_beside(reading, sentence))
            (found if ours and assertion is Assertion.AFFIRMED else rejected).append(finding)
    if any(f.site == _ALL and f.assertion is Assertion.NEGATED for f in rejected) and all(f.site == DRUG for f in found):
        return Found((), (*found, *rejected))  # the author does not take a drug now and then for a treatment tried
    return Found(tuple(found), tuple(rejected))


def _is_given_now(sentence: Sentence, cue: Target) -> bool:
    """Whether a sentence tells how something is given, at no earlier time: "under fluoroscopy this patient was given an epidural"."""
    return cue.value == _HANDED and sentence.has("DEED") and not sentence.has("EARLIER", "PRIOR", "DATE", "DURATION")


def _is_beside(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence or the one before it names the back or leg problem or the lumbar spine."""
    beside = reading.sentences[max(0, sentence.number - 1) : sentence.number + 1]
    return any(says_lumbar(near) or any(spine_problems(reading, near)) for near in beside)


def is_treatment(reading: Reading, target: Target) -> bool:
    """Whether a word that may mean a treatment means one: "PT" in capitals, a visit in the note of a course of therapy."""
    if target.value == _UNDER_WAY:
        return _has_course(reading)
    if target.rule == _ANOTHER:
        return _is_named_before(reading, target)
    if target.rule != _CAPITALS:
        return True
    return target.text.isupper() and not any(pattern.match(reading.text, target.end) for pattern in (_CLOTTING, _PATIENT))


def _is_named_before(reading: Reading, target: Target) -> bool:
    """Whether an injection for the back is what words that point back at one mean: "Epidurals help, the last one in June".

    None that was only denied or thought of, and nothing else that is counted may stand between: "Two attacks, the last one in June".
    """
    here = reading.sentence_of(target).number
    for sentence in reversed(reading.sentences[max(0, here - _ANOTHER_REACH) : here + 1]):
        for one in reversed([one for one in sentence.of("TREATMENT") if one.start < target.start and one.rule != _ANOTHER]):
            if one.value != INJECTION or not is_for_spine(reading, sentence, one):
                continue
            if has_word(reading.text[one.end : target.start], treatment_words().counted):
                return False
            status, _ = _status(reading, sentence, one, None, sentence.section in STORY)
            return status is Assertion.AFFIRMED or (status is Assertion.ORDERED and sentence.number == here)
    return False


@lru_cache(maxsize=1)
def _has_course(reading: Reading) -> bool:
    return any(target.value in _COURSES for target in reading.targets("TREATMENT"))


def _carried(reading: Reading, sentence: Sentence, before: Sentence | None, carried: Target | None) -> Target | None:
    """The cue that the items of a list take from the line that introduces it ("Tried so far:")."""
    if before is None or (before.section != sentence.section and not _ITEM.match(reading.written, sentence.start)):
        return None
    if _INTRODUCES.search(reading.text, before.start, before.end):
        purposes = [(purpose.first, purpose.last) for purpose in before.of("FOR_BACK")]  # "Tried for the back pain:" plans nothing
        planned = _PLANNED_NOW if before.section == "plan" else frozenset()  # "Treatment:" in a plan heads what is to come
        cues = [cue for cue in before.of(*_CUES) if cue.value not in planned and not any(a <= cue.first < b for a, b in purposes)]
        undone = (cue for cue in cues if cue.label == "NOT_TRIED" and cue.last - cue.first > 1)  # "Not done so far:"
        return next(undone, cues[-1] if cues else None)
    return carried if _ITEM.match(reading.written, sentence.start) else None


def _status(
    reading: Reading, sentence: Sentence, target: Target, carried: Target | None, in_history: bool
) -> tuple[Assertion, Target | None]:
    """What the note says of a treatment, and the cue it says it with: AFFIRMED when it was tried or is taken."""
    if target.assertion in NOT_OF_PATIENT and not _is_of_patient(reading, sentence, target):
        return target.assertion, None
    if (target.value == _UNDER_WAY and (sentence.section != "plan" or _is_whole(reading, sentence, target))) or (
        target.rule in (_TOLD, _ANOTHER) and target.assertion is not Assertion.NEGATED
    ):
        return Assertion.AFFIRMED, None
    cue = _governing(reading, sentence, target) or carried
    if cue is not None and is_denied(reading, sentence, cue):
        return Assertion.NEGATED, cue
    if target.assertion is Assertion.NEGATED and _is_help_denied(reading, sentence, target, cue, carried):
        return Assertion.AFFIRMED, cue or carried
    outcome = cue is not None and cue.label == "TRIED" and cue.value == "after"
    if target.assertion is Assertion.NEGATED and cue is not None and _ends_denial(reading, sentence, cue):
        return Assertion.AFFIRMED, cue
    helpless = target.cue == _LABEL or _NEITHER.search(reading.text, sentence.start, min(target.start, sentence.start + _OPENS)) is not None
    if (cue is not None and cue.label == "NOT_TRIED") or (target.assertion is Assertion.NEGATED and not (outcome and helpless)):
        return Assertion.NEGATED, cue
    if cue is not None:
        before = in_history or _is_counted(reading, sentence, target) or _is_of_earlier(sentence, target)
        tried = cue.label == "TRIED" or (cue.value in _GIVEN and before)
        return (Assertion.AFFIRMED if tried else Assertion.ORDERED), cue
    had = (
        _is_of_year(sentence, target)
        or _is_since(sentence, target)
        or _is_counted(reading, sentence, target)
        or (sentence.section not in _LATER and is_answered(reading, sentence, target))
    )
    if target.assertion is Assertion.HISTORICAL or had:
        return Assertion.AFFIRMED, None
    course = next((time for time in sentence.of("DURATION") if follows(time, target, _COURSE_REACH)), None)
    if sentence.section == "medications":
        taken = target.value == DRUG and course is None  # a drug for ten days is one prescribed now
    else:
        taken = in_history and (target.value == DRUG or course is not None)
        used = is_kept_up(reading, sentence, target) if target.value in _COURSES else False
        taken = taken or (sentence.section in STORY and (used or tells_of_use(reading, sentence, target)))
    return (Assertion.AFFIRMED if taken else Assertion.ORDERED), None


def _is_whole(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a sentence is nothing but a count of visits, under whatever heading: "Treatment: drop table. Visit 4."."""
    return reading.text[sentence.start : sentence.end].strip(_MARKS) == target.text


def _is_help_denied(reading: Reading, sentence: Sentence, target: Target, cue: Target | None, carried: Target | None) -> bool:
    """Whether what is denied of a treatment is its help, in its sentence or in the line that introduces it.

    "She did not benefit from therapy", "Completed without lasting benefit:".
    """
    if target.cue in _MARKED or (target.cue == _LABEL and is_answered_no(reading, target)):
        return False
    denials = [word for word in sentence.of("NEGATOR") if word.last <= target.first]
    if cue is not None and cue.value == "useless":
        return not any(word.first >= cue.last for word in denials)
    return carried is not None and carried.label == "TRIED" and not denials


def _is_of_year(sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is given the year that it was had in: "epidurals in 2019 and 2020"."""
    return any(follows(date, target, _YEAR_REACH) and _YEAR.fullmatch(date.text) for date in sentence.of("DATE"))


def _is_since(sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is what some time has passed since: "nine days after epidural"."""
    return target.rule == _SINCE and any(time.last == target.first for time in sentence.of("DURATION"))


def _is_of_earlier(sentence: Sentence, target: Target) -> bool:
    """Whether a time before this visit stands behind a treatment: "put her on gabapentin last month"."""
    return any(follows(time, target, _EARLIER_REACH) for time in sentence.of("EARLIER"))


def _is_counted(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a therapy is told by how many visits there were, and not in a plan: "12 chiro + 6 acupuncture"."""
    start = max(sentence.start, target.start - _COUNT_SPAN)
    counted = _COUNT.search(reading.text[start : target.start]) is not None
    return counted and target.value in _COURSES and sentence.section not in _LATER | _DEEDS


def _ends_denial(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a denial before a treatment is of something else: a comma and then what was tried ("no leg pain, failed therapy").

    What was given up was had, behind "and" too: "has no leg pain and stopped his gabapentin".
    """
    if cue.label != "TRIED" or cue.value not in ("before", "on"):
        return False
    denied = [word for word in sentence.of("NEGATOR") if word.last <= cue.first]
    gap = reading.gap(denied[-1], cue).rstrip() if denied else ""
    return (cue.value == "before" and gap.endswith(",")) or (_AND.search(gap) is not None and gives_up(cue))


def _is_of_patient(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment beside a relative is the patient's: a drug lent, or what is for the patient ("Husband had it for LBP")."""
    if target.assertion is not Assertion.FAMILY:
        return False
    if _OWNED.search(reading.text, sentence.start, target.start):
        return True
    after = (p for p in spine_problems(reading, sentence) if follows(p, target, REASON_REACH))
    return any(problem.assertion is not Assertion.FAMILY for problem in after)


def _governing(reading: Reading, sentence: Sentence, target: Target) -> Target | None:
    """The cue nearest to a treatment on the side where it can govern it; a mere amount ("six weeks of") only when there is no other."""
    best: tuple[int, int, int, Target] | None = None
    planned = sentence.section == "plan" or (sentence.section == "assessment" and is_regimen(reading, sentence, target))
    planned = planned or is_instruction(reading, sentence, target)
    for cue in sentence.of(*_CUES):
        leads, added = cue.last <= target.first, _is_added(reading, sentence, cue)
        if not (leads or target.last <= cue.first) or leads is (cue.value in BEHIND or added):
            continue
        if cue.value in _WEAK and (sentence.section in _DEEDS or (cue.value == "on" and target.value != DRUG)):
            continue
        if cue.value == _UNTAKEN and (sentence.has_between(target, cue, "TRIED") or _is_begun(reading, sentence, target)):
            continue  # "naproxen, which helped, and a brace that he never wore"
        if cue.value == _ENDED and ";" in reading.gap(target, cue):
            continue
        if cue.value in _UNWRITTEN and is_other_told(reading, sentence, target, cue):
            continue
        if (cue.value == _ORDINAL and target.value != INJECTION) or (target.rule == _EXERCISE and cue.text.lower() in _THEN):
            continue
        if cue.value in _GIVEN and _is_compound(reading, cue):
            continue
        if (cue.value in _PLANNED_NOW and planned) or (cue.label == "TRIED" and _is_supposed(reading, sentence, cue)):
            continue
        apart = distance(reading, cue, target) + (0 if leads else 2)
        row = (0 if added else _RANK.get(cue.value, 1), apart, cue.start, cue)
        if apart <= _REACHES.get(cue.value, _REACH) and (best is None or row[:3] < best[:3]):
            best = row
    return best[3] if best else None


def _is_begun(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether so much of a treatment is told that it was not all left out: "six weeks of therapy, but he did not follow through"."""
    offered = any(cue.last <= target.first and (cue.label == "PLANNED" or cue.value == _HANDED) for cue in sentence.of("PLANNED", "TRIED"))
    amounts = (cue for cue in sentence.of("TRIED") if cue.value == "amount" and cue.last <= target.first)
    return not offered and any(distance(reading, cue, target) <= _AMOUNT_REACH for cue in amounts)


def _is_added(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether a cue that else leads stands by itself behind a mark or "to", and says of what is before it: "tramadol 50 QID - continue"."""
    marked = _MARK.search(reading.text, max(sentence.start, cue.start - _MARK_SPAN), cue.start)
    return cue.value == "before" and cue.label == "TRIED" and marked is not None and _CLOSED.match(reading.text, cue.end) is not None


def _is_compound(reading: Reading, cue: Target) -> bool:
    """Whether a word only tells where a treatment is from: "a VA-issued brace"."""
    return _HYPHENED.fullmatch(reading.text, max(0, cue.start - 2), cue.start) is not None


def _is_supposed(reading: Reading, sentence: Sentence, cue: Target) -> bool:
    """Whether what is said of a treatment is only what might be: "may be helped by gabapentin", "to be treated with"."""
    return _SUPPOSED.search(reading.text, max(sentence.start, cue.start - _SUPPOSED_SPAN), cue.start) is not None
