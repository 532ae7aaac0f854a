"""What a treatment was had for: the back or leg problem, or something else named with it.

Source: annotation guide, conservative_treatment; clarification 9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.facts.attach import distance
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.note.topics import is_taken_for, other_problems, spine_problems
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, part_of_cue
from rootnote.facts.symptoms.places import TREATED_JOINTS
from rootnote.facts.treatment.treatment_denials import UNDOCUMENTED
from rootnote.facts.treatment.treatment_words import treatment_words
from rootnote.facts.wording import has_word
from rootnote.language.labels import SPINE_TROUBLES, SYMPTOMS, TIMES

#: The values of drugs and injections, and those of what is said of a treatment behind it.
DRUG, INJECTION = "medication", "injection"
BOOKED = "booked"
BEHIND = frozenset({"untried", BOOKED, UNDOCUMENTED, "after", "ended", "done", "outcome", "amount after", "ordinal"})
#: Tokens from a treatment to what it was given for.
REASON_REACH = 7
#: Tokens from what was given up to it: "stopped the gabapentin".
_STOPPED_REACH = 2
#: The rule of drugs that a mere list says no purpose of.
_MANY_USES = "treatment.many_uses"
_LISTS = frozenset({"medications", "plan"})
#: Territories that are places of the foot or knee where a treatment is put in or on them: "a cortisone shot in the heel".
_FOOT = frozenset({"heel", "sole", "great toe", "dorsum of foot", "medial knee", "anterior knee"})
#: Tokens from "down to" to the joint that a pain goes to.
_PATH = 2
#: What a treatment is said to be for, in the words behind it.
_PURPOSE = re.compile(r"(?:[^,;.:\n]|\.(?=\w|\s*for\b)){0,40}?\bfor\s+([^,;.:\n]{1,80})", re.I)
#: What it was had at or after, in the words behind it: "Norco after her dental work".
_OCCASION = re.compile(r"[^,;.:\n]{0,20}?\b(?:after|following|when|during|with|at|in)\s+([^,;.:\n]{1,40})", re.I)
#: The same of a therapy, which is for what it comes after.
_AFTER = re.compile(r"[^,;.:\n]{0,24}?\b(?:after|following|since|s/p|status post|post)\s+([^,;.:\n]{1,40})", re.I)
#: What stands between a drug and what it did: "gabapentin 300 mg (dizziness)", "pregabalin → swelling".
_DID = re.compile(r"\s*(?:\d+\s?mg\s*)?[(:=→>–—-]+\s*(?:(?:caused|causes|made (?:him|her)|some|severe|mild|leg|ankle|too much)\s+)*", re.I)
_BACK = re.compile(r"\bback\b", re.I)
#: The name that opens a sentence, up to its colon, and the words that it has at most.
_HEADING, _HEADING_WORDS = re.compile(r"\W*([^:.;\n]{2,40}):(?=\s)"), 5
#: Words for when a treatment was had, behind which its purpose may stand: "ibuprofen in the past for an ankle sprain".
_THEN_ONLY = frozenset({"in the past", "previously", "years ago", "months ago", "weeks ago", "nightly", "daily", "at home", "to date"})
_FROM = "from "
#: What such words name when it is the back or leg, or how long it has been taken for.
_OURS = SPINE_TROUBLES | SYMPTOMS | TIMES | {"LEG", "LUMBAR_WORD", "COURSE"}
#: What a drug does when another problem comes of it: "overdid the naproxen and got an ulcer".
_BROUGHT_ON = re.compile(
    r"\b(?:got|gave|gives|giving|developed|developing|upset|upsets|ended up with|brought on|led to|leading to)\b", re.I
)
#: What leads from a treatment to the joint that it is put on: "lidocaine cream rubbed on his left".
_PUT_ON = re.compile(
    r"(?:\s+(?:gel|cream|ointment|patch(?:es)?|rub|packs?))?(?:\s+(?:rubbed|applied|used|put|worn|spread))?\s+(?:on|onto|over|around|in|into)\s+"
    r"(?:(?:the|his|her|my|both|left|right|l|r|side|of|painful|arthritic)\s+)*",
    re.I,
)


def is_for_spine(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is for the back or leg: not given for, or into, something else named close by."""
    others = (other for other in _elsewhere(reading, sentence, target) if not _is_side_effect(reading, sentence, target, other))
    others = (other for other in others if not any(_did(reading, drug, other) for drug in sentence.of("TREATMENT")))
    elsewhere = min((distance(reading, target, other) for other in others), default=None)
    if _is_of_joint(reading, sentence, target) or _is_of_occasion(reading, sentence, target) or _is_headed_elsewhere(reading, sentence):
        return False
    if any(follows(ours, target, REASON_REACH) and not sentence.has_between(target, ours, "TREATMENT") for ours in sentence.of("FOR_BACK")):
        return True
    if target.rule == _MANY_USES and sentence.section in _LISTS and not spine_problems(reading, sentence):
        return False
    if elsewhere is None or elsewhere > REASON_REACH:
        return not _has_other_purpose(reading, sentence, target)
    here = list(spine_problems(reading, sentence))
    here += [cue for cue in sentence.of("REGION", "LEVEL", "LEVEL_NAME") if part_of_cue(cue) is not Part.OTHER]
    return any(distance(reading, target, other) <= elsewhere for other in here)


def _is_of_joint(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is named by the joint that it is for, or put on one: "knee brace", "gel rubbed on the hip"."""
    joints = [place for place in sentence.of("LEG", "ARM", "TERRITORY") if place.label == "ARM" or place.value in TREATED_JOINTS | _FOOT]
    named = any(place.last == target.first for place in joints)
    return named or any(target.end <= place.start and _PUT_ON.fullmatch(reading.text, target.end, place.start) for place in joints)


def _is_headed_elsewhere(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence opens with the name of another part or problem, of which it tells: "KNEE: two shots, PT", "CTS: splints"."""
    heading = _HEADING.match(reading.text, sentence.start, sentence.end)
    if heading is None or len(heading[1].split()) > _HEADING_WORDS or sentence.has("FOR_BACK") or spine_problems(reading, sentence):
        return False
    if _BACK.search(heading[1]):
        return False
    named = [one for one in sentence.targets if one.end <= heading.end(1)]
    if any(one.value not in TREATED_JOINTS and (one.label in _OURS or part_of_cue(one) is Part.LUMBAR) for one in named):
        return False
    return any(
        one.label in ("ARM", "ELSEWHERE", "OTHER_PROBLEM") or one.value in TREATED_JOINTS or part_of_cue(one) is Part.OTHER for one in named
    )


def _is_of_occasion(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment was had for an operation or a birth: "an epidural when she delivered", "therapy after his new hip"."""
    words = treatment_words()
    if target.value in (DRUG, INJECTION):
        occasion = _OCCASION.match(reading.text, target.end, sentence.end)
        return occasion is not None and has_word(occasion.group(1), words.occasion)
    occasion = _AFTER.match(reading.text, target.end, sentence.end)
    if occasion is None or any(
        occasion.start(1) <= one.start < occasion.end(1) for one in sentence.of("LUMBAR_WORD", "BACK_PAIN", "SCIATICA")
    ):
        return False
    return has_word(occasion.group(1), words.other_operation)


def _has_other_purpose(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a treatment is said to be for something that is no pain, no part of the back or leg and no length of time ("for sleep")."""
    purpose = _PURPOSE.match(reading.text, target.end, sentence.end)
    if purpose is None or target.value == INJECTION:
        return False
    start, end = purpose.span(1)
    between = (other for other in sentence.of("TREATMENT", "TRIED") if target.end <= other.start < start)
    if any(other.label == "TREATMENT" or (other.value in BEHIND and not _is_then_or_from(other)) for other in between):
        return False
    words = [word.lower() for word in re.findall(r"\w+", purpose.group(1))]
    if not words:
        return False  # "for [x]"
    named = [other for other in sentence.of("OTHER_SOURCE", *_OURS) if start <= other.start < end and other.value not in TREATED_JOINTS]
    if named:
        return named[0].label == "OTHER_SOURCE"
    whom = len(words) == 1 and words[0] in statement_words().person  # "not strong enough for her"
    return not (whom or words[0].isdigit() or not treatment_words().relieved.isdisjoint(words))


def _is_then_or_from(told: Target) -> bool:
    """Whether what is said behind a treatment is only when it was had or who gave it: "Norco from the dentist for a tooth"."""
    return told.text.lower() in _THEN_ONLY or told.text.lower().startswith(_FROM)


def _is_side_effect(reading: Reading, sentence: Sentence, target: Target, other: Target) -> bool:
    """Whether another problem is why a treatment was given up: "a trial of duloxetine was abandoned because of nausea"."""
    if target.last > other.first:
        return False
    given_up = any(map(gives_up, sentence.between(target, other, "TRIED", "ONSET")))
    if _BROUGHT_ON.search(reading.text, target.end, other.start):
        return True
    links = list(sentence.between(target, other, "LINK"))
    caused = any(link.value == "cause_effect" for link in links)  # "Lyrica caused swelling"
    causes = [link for link in links if link.value == "effect_cause"]
    if causes and any(follows(target, cue, _STOPPED_REACH) and gives_up(cue) for cue in sentence.of("TRIED")):
        return True  # "he stopped gabapentin because of dizziness"
    return given_up or caused or any(sentence.has_between(target, cause, "TRIED") for cause in causes)


def gives_up(cue: Target) -> bool:
    """Whether a cue of what was tried says that it was given up."""
    return not treatment_words().given_up.isdisjoint(cue.text.lower().split())


def _did(reading: Reading, drug: Target, other: Target) -> bool:
    """Whether another problem is told right behind a treatment as what it did: "gabapentin (dizziness)"."""
    told = drug.end <= other.start and _DID.fullmatch(reading.text, drug.end, other.start) is not None
    return told and has_word(other.text, treatment_words().side_effect)


def _elsewhere(reading: Reading, sentence: Sentence, target: Target) -> Iterator[Target]:
    names = [(one.start, one.end) for one in sentence.of("TREATMENT")]  # "pregnancy belt"
    problems = (other for other in other_problems(reading, sentence) if not is_taken_for(sentence, other, treated=False))
    yield from (other for other in problems if not any(start <= other.start and other.end <= end for start, end in names))
    theirs = [name for name in names if name != (target.start, target.end)]  # "pelvic floor PT and amitriptyline"
    for cue in sentence.of("REGION", "LEVEL", "ARM", "ELSEWHERE"):
        named = any(start <= cue.start and cue.end <= end for start, end in theirs)
        if not named and (cue.label == "ELSEWHERE" or part_of_cue(cue) is Part.OTHER):
            yield cue
    if target.value == INJECTION:
        yield from sentence.of("OTHER_SOURCE")
        paths = list(sentence.of("RADIATION"))
        joints = (cue for cue in sentence.of("LEG") if cue.value in TREATED_JOINTS)
        yield from (cue for cue in joints if not any(follows(cue, path, _PATH) for path in paths))
