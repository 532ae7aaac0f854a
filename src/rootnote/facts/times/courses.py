"""The course of the back or leg problem: what is called acute, chronic or recurrent.

Source: annotation guide, chronicity; clarifications 9, 26 and 27.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rootnote.facts.conditions.mentions import NOT_OF_PATIENT
from rootnote.facts.model import Assertion
from rootnote.facts.note.topics import other_problems, spine_problems
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.places import TRUE_JOINTS
from rootnote.facts.times.claims import OTHER_REACH, claimed
from rootnote.facts.times.lasting import apart_over_places, is_label, stands_alone
from rootnote.facts.times.onsets import Clause, Statement, ordered, overlap
from rootnote.language.categories import FINAL, STORY

#: The assertions of what tells no course or time of the patient's own.
LOST = NOT_OF_PATIENT | {Assertion.NEGATED}
#: Tokens from a course to the disorder after it and before it.
_COURSE_REACH, _COURSE_BACK = 10, 12
#: Tokens from a disorder to a course that closes what is listed of it, and the sections whose sentences list what a disorder is like.
_COURSE_APPENDED, _DESCRIBED = 40, FINAL | {"imaging", "findings"}
#: Tokens from "down to" to the joint that a pain goes to.
_PATH = 2
#: The values of what asks for a time or a course.
_ASKED = frozenset({"start", "for"})
#: What a remark may open with.
_QUOTES = " \t\r\n\"'“”‘’"


def courses(reading: Reading, clause: Clause) -> Iterator[Statement]:
    """A word for the course beside the disorder it is said of."""
    for course in clause.of("COURSE"):
        if course.assertion in LOST:
            continue
        back = _COURSE_APPENDED if _is_appended(reading, clause.sentence, course) else _COURSE_BACK
        near = [(apart_over_places(reading, clause, course, problem), problem) for problem in clause.problems]
        near = [(apart, p) for apart, p in near if apart <= (_COURSE_REACH if p.start > course.start else back)]
        apart, problem = min(near, key=lambda row: row[0], default=(0, None))
        if problem is not None and not claimed(reading, clause, course, apart):
            yield Statement(ordered(course, problem), course.value)
        elif (
            not clause.problems
            and clause.about_spine
            and (_refers_back(clause, course) or _remarks(reading, clause, course) or _answers(reading, clause, course))
            and not claimed(reading, clause, course, OTHER_REACH)
        ):
            yield Statement((course,), course.value)


def _is_appended(reading: Reading, sentence: Sentence, course: Target) -> bool:
    """Whether a course is the last of what a diagnosis lists of one disorder: "L5-S1 protrusion, left paracentral, calcified, chronic"."""
    return sentence.section in _DESCRIBED and stands_alone(reading, sentence, course)


def _refers_back(clause: Clause, course: Target) -> bool:
    """Whether a course is told of what the sentence before named: "It has come and gone for years."."""
    return (
        clause.sentence.section in STORY
        and not is_of_joint(clause)
        and any(overlap(word, course) or follows(course, word, _COURSE_REACH) for word in references(clause))
    )


def _answers(reading: Reading, clause: Clause, course: Target) -> bool:
    """Whether a course stands in the field that asks for it: "Onset: chronic", "Duration: longstanding"."""
    return any(cue.value in _ASKED and is_label(reading, cue, course) for cue in clause.of("ONSET"))


def is_of_joint(clause: Clause) -> bool:
    """Whether a clause names a joint or the arm and no other part of the leg: "he broke his ankle and it has swollen since".

    Not a joint that a pain goes to: "it goes down to the knee".
    """
    paths = list(clause.of("RADIATION"))
    joints = [place for place in clause.of("LEG") if place.value in TRUE_JOINTS and not any(follows(place, path, _PATH) for path in paths)]
    return bool(joints or any(clause.of("ARM"))) and not any(place not in joints for place in clause.of("LEG"))


def references(clause: Clause, *labels: str) -> Iterator[Target]:
    """The words that refer back, or with some labels, but for those behind another disease: "had a cancer and is free of it"."""
    disease = next((other.last for other in clause.others if other.label == "OTHER_PROBLEM"), None)
    return (word for word in clause.of("REFER", "ANAPHOR", *labels) if disease is None or word.first < disease)


def _remarks(reading: Reading, clause: Clause, course: Target) -> bool:
    """Whether a course opens a remark on the problem named last before it: "Lumbar radiculitis, left. Subacute, improving."."""
    sentence = clause.sentence
    text = reading.text[sentence.start : sentence.end]
    opens = course.start == sentence.start + len(text) - len(text.lstrip(_QUOTES))
    return opens and sentence.section in FINAL | STORY and _diagnosed_before(reading)[sentence.number]


@lru_cache(maxsize=1)
def _diagnosed_before(reading: Reading) -> tuple[bool, ...]:
    """For each sentence, whether the problem named last before it in its section is that of the spine."""
    found: list[bool] = []
    section, diagnosed = "", False
    for sentence in reading.sentences:
        diagnosed = diagnosed and sentence.section == section
        section = sentence.section
        found.append(diagnosed)
        diagnosed = not any(other_problems(reading, sentence)) and (diagnosed or bool(spine_problems(reading, sentence)))
    return tuple(found)
