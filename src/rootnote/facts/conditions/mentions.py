"""A mention of a condition, weighed: what the author says of it in the place where it stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rootnote.facts.causes.cleared_causes import is_only_cleared
from rootnote.facts.conditions.denied_before import denied_of_before
from rootnote.facts.conditions.ended import is_of_old, is_past, is_unended
from rootnote.facts.conditions.ending_words import ending_words
from rootnote.facts.conditions.governed import PAST_IN_DOUBT, governed, is_explained, is_tended, returned_as, reweighed
from rootnote.facts.conditions.told_next import NONE_SINCE, OTHERS, PERSISTING, SAID_OF_NOW, is_outright, is_over_next, returned_next
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import SUPPOSED, Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import NONRADICULAR
from rootnote.facts.times.time_words import time_words
from rootnote.facts.wording import are_only, ends_in, has_word
from rootnote.language.categories import PAST
from rootnote.language.labels import LEG_PARTS, LEVELS, ROOT_DISEASES, STRUCTURAL

#: The cues of what a form asks and the answer denies.
FILLED_IN = frozenset({"answer.negated", "negated.label", "negated.leader", "negated.boxes"})
#: The section of a list of problems that are closed.
_INACTIVE = "inactive"
#: The sections that a list of problems may stand beside, where it is all that a note tells.
_LISTS = frozenset({"pmh", _INACTIVE, "medications", "allergies", "vitals"})
#: Assertions of what is only supposed or is a relative's; with what is only ordered, those that say nothing of the patient.
NOT_OF_PATIENT = frozenset({Assertion.HYPOTHETICAL, Assertion.FAMILY})
NOT_SAID = NOT_OF_PATIENT | {Assertion.ORDERED}
#: The age of somebody: "a 39-year-old dancer", "44F".
AGED = re.compile(r"\d(?:[- ]?(?:years?|yrs?)[- ]old| ?y[./]?o\b| ?[MF]\b)", re.I)
#: The value of a root that is inflamed: what no image shows.
IRRITATED = "irritation"
#: The value of the words for what stops, as a treatment does too.
_STOPPED = "stopped"
#: The value of "no longer" before what somebody has no more; bare, as two tokens, it denies the verb behind it.
_AHEAD, _NO_LONGER = "ahead", ("no", "longer")
#: Tokens from "it" or "that" to the word that says it is over.
_OVER_REACH = 3
#: The tokens from a disease to the link of its cause, and what a clause tells of its end before that.
_LINK_REACH, _OF_ITS_END = 5, ("TREATMENT", "DEED", "EVENT", "DURATION", "DATE")
#: Tokens from "recurrent" to what has come back, and from an old trouble to "still active".
_BACK_REACH = 3
#: What parts what is back from another trouble behind it: "the back pain is still there, but the radiculopathy has cleared".
_APART = re.compile(r"[;.]|\b(?:but|and|while|though)\b", re.I)
#: What an entry of a list begins behind, the characters before a mention in which it stands, and what says of one that it lasts.
_ENTRY, _WORDS_BEFORE, _KEPT = (
    re.compile(r"[.,;:\n]"),
    40,
    re.compile(r"[\s,(]*(?:(?:ever )?since\b|(?:chronic|long-?standing)\s*(?:[,;.)\r\n]|$))", re.I),
)
#: The rule of what someone is past, the next item of a list behind it, and the characters that both, or a clause, take.
_STATUS_POST, _LISTED = "historical.status_post", 100
_NEXT_ITEM = re.compile(
    r"\b(?:s ?/ ?p|sp|status[- ]post)(?=[^a-z]|[ls]\d)(?:(?!\bfor\b)[^;])*[,;]\s*"
    r"(?:(?:left|right|lt|rt|l|r|bilateral|b/l|lle|rle|lumbar|lumbosacral|[ls]\d(?:[-/]s?\d)?|and)\.?\s+)*$",
    re.I,
)
#: The value of "recurrent": what is not was there once.
_AGAIN = "again"
#: The rule of a history, and the values of what tells the start of a root's disease, with the tokens to it.
_HISTORY = "historical.forward"
_BEGUN, _BEGUN_REACH = ("begin", "start"), 3
#: Characters before "that" in which stands what it opens a clause behind.
_THAT, _BEFORE, _OPENS = "that", 10, re.compile(r"(?:[^\w\s]|\b(?:and|but|though|although|so|then|since|now|of))\s*$|^\s*$", re.I)
#: The cue of a trouble that is over.
_ENDED = "historical.backward"
#: What joins an end to what came back before it.
_AND_THEN = re.compile(
    r"^[^.;]*?(?:,|\band\b|\bthen\b)(?![^.;]*\b(?:after|when|once|before|where|although|though|but|not|never)\b)[^.;,]{0,24}$"
)
#: What a trouble is told to have come before: "three weeks before the foot drop".
_BEFORE_WHAT = re.compile(r"\b(?:before|prior to|preceding|ahead of)\s+(?:the|his|her|this)\s+(?:\w+\s+)?\w+\s*(?=,|\band\b|$)", re.I)
#: How a denial begins that findings of the spine are the cause, the tokens from it to them, and what tells that they are there.
_NOT_THE_CAUSE, _NO_CAUSE_REACH = ("not ", "is not", "was not"), 6
_DEFINITE = re.compile(r"\s*(?:(?:the|his|her|their|this|that|these|those|known|old|chronic|longstanding|pre-?existing)\b|[LT]\d)", re.I)
#: The rule of a doubt told behind what it is of, and what stands between two causes of which one is meant.
_DOUBTED, _VERSUS = "uncertain.backward", frozenset({"vs", "vs.", "versus"})
#: What leaves open what "not" denies: "whether or not from a pinched nerve".
_OR_NOT = re.compile(r"\bor\s+$", re.I)
#: The cues of what needs no further weighing: what is supposed, and what the author answers with a yes.
_WEIGHED_BEFORE = frozenset({SUPPOSED, "answer.affirmed"})
#: The word that heads a list of problems in a past history.
_HEADED = re.compile(r"\W{0,4}([a-z]+)(?: (?:problems?|issues?|diagnoses|conditions?|list|medical|chronic)){0,2}\s*[:–-]\s", re.I)
#: A disease of many roots is another one.
_OF_MANY = "poly"


class Said(NamedTuple):
    """A mention of a condition: the target that names it, and the assertion after the note's context is weighed.

    Where the target is only a place, ``state`` is what makes it a finding: the narrowing of a recess, the loss of a disc space.
    """

    condition: Condition
    target: Target
    assertion: Assertion
    state: Target | None = None


def weigh(reading: Reading, target: Target) -> Assertion:
    """The assertion of a mention in its place.

    What stands in a past history is past unless it is called chronic or active, and so is what its sentence goes on to call over; what a
    denial excepts is there ("no herniation except at L3-4"), and so is what was there before and came back or persists ("previously
    diagnosed with sciatica, still symptomatic"). A history of back pain that radiates, or is chronic, or of sciatica told on from its
    start, is the present complaint.
    """
    sentence = reading.sentence_of(target)
    found = (
        _before_all(reading, sentence, target)
        or _kept(reading, sentence, target)
        or _come_back(reading, sentence, target)
        or _ended(reading, sentence, target)
    )
    if found or target.label not in ROOT_DISEASES or target.cue in _WEIGHED_BEFORE:
        return found or target.assertion
    if target.assertion is Assertion.AFFIRMED:
        return governed(reading, sentence, target)
    return reweighed(reading, sentence, target) if target.assertion.is_doubted or target.cue in PAST_IN_DOUBT else target.assertion


def _before_all(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What stands fast whatever else is said of a mention: of what is no radicular disease, was denied before, or is past."""
    if target.value in NONRADICULAR:
        open_still = _OR_NOT.search(reading.text, max(sentence.start, target.start - _BEFORE), target.start)
        return Assertion.UNCERTAIN if open_still else Assertion.NEGATED
    if (before := denied_of_before(reading, target)) is not None:
        return before
    listed = target.assertion is Assertion.AFFIRMED or (target.cue == _STATUS_POST and target.label in ROOT_DISEASES)
    if listed and target.section in PAST:
        ongoing = target.section != _INACTIVE and _is_ongoing(reading, sentence, target)
        return Assertion.AFFIRMED if ongoing else Assertion.HISTORICAL
    return None


def _kept(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """AFFIRMED for what is there although a word denies, doubts or dates it: that is of something else, such as of the cause alone."""
    negated, structural = target.assertion is Assertion.NEGATED, target.label in STRUCTURAL
    kept = (
        (negated and _is_excepted(sentence, target))
        or (negated and structural and (_is_no_cause(reading, sentence, target) or is_only_cleared(reading, sentence, target)))
        or is_explained(reading, sentence, target)
        or is_tended(reading, sentence, target)
        or (target.cue == _DOUBTED and target.label in ROOT_DISEASES and _is_only_cause_open(sentence, target))
        or (target.cue == _HISTORY and _is_complaint(sentence, target))
    )
    return Assertion.AFFIRMED if kept else None


def _come_back(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """What is said of a trouble of before that is told to have come back, or not to have."""
    past, of_root = target.assertion is Assertion.HISTORICAL, target.label in ROOT_DISEASES
    near = (word for word in sentence.of("RETURNED") if follows(target, word, _BACK_REACH))
    back = [word.value for word in near if not _APART.search(reading.gap(word, target))]
    if past and back:
        return Assertion.AFFIRMED  # "recurrent herniation after a microdiscectomy in 2019"
    if target.assertion is Assertion.NEGATED and of_root and _AGAIN in back:
        return Assertion.HISTORICAL  # "no recurrence of the radiculopathy": it was there once
    if past and of_root and (again := returned_as(reading, sentence, target) or returned_next(reading, sentence, target)):
        return again  # "her old sciatica is back"
    return Assertion.AFFIRMED if past and _is_back_behind(reading, sentence, target) else None


def _ended(reading: Reading, sentence: Sentence, target: Target) -> Assertion | None:
    """Whether a trouble is over, by what is told of it: HISTORICAL, or AFFIRMED where only something else has ended."""
    if target.cue == _STATUS_POST and target.label in (*ROOT_DISEASES, "BACK_PAIN") and _is_next_item(reading, sentence, target):
        return Assertion.AFFIRMED
    if target.label in ROOT_DISEASES and is_of_old(reading, sentence, target):
        return Assertion.HISTORICAL
    if target.cue == _ENDED and is_unended(reading, sentence, target):
        return Assertion.AFFIRMED
    if target.assertion is not Assertion.AFFIRMED:
        return None
    over = _is_over(reading, sentence, target) or _ends_later(reading, sentence, target) or is_over_next(reading, sentence, target)
    lesion = target.label == "ROOT_LESION" or target.value == IRRITATED
    return Assertion.HISTORICAL if over or (lesion and is_past(reading, sentence, target)) else None


def _is_excepted(sentence: Sentence, target: Target) -> bool:
    """Whether a level is excepted from what is denied: "no herniation except at L3-4"."""
    excepting = (word for word in sentence.of("EXCEPT") if word.first >= target.last)
    return any(follows(place, word, 3) for word in excepting for place in sentence.of(*LEVELS))


def _is_back_behind(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a trouble is told behind its name to have come back, and not to be over again: "sciatica in the past, now again"."""
    return any(
        word.first >= target.last
        and word.assertion is not Assertion.NEGATED
        and not sentence.has_between(target, word, *OTHERS, "LEG")
        and not _is_over_again(reading, sentence, word)
        for word in sentence.of("RETURNED")
    )


def _is_ongoing(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether an entry of a past history is one of now: "chronic sciatica", "ongoing left sciatica", "sciatica (active)", "since 2019"."""
    headed = _HEADED.match(reading.text, sentence.start, target.start)
    head = headed.group(1).lower() if headed else ""
    if head in time_words().ongoing or head in time_words().lapsed:
        return head in time_words().ongoing  # "Active: hypertension; lumbar radiculopathy"
    if _is_chronic(sentence, target) or any(follows(word, target, _BACK_REACH) for word in sentence.of("RETURNED")):
        return True
    if _KEPT.match(reading.text, target.end) or (_is_problem_list(reading) and not is_dated(reading, target)):
        return True
    before = reading.text[max(sentence.start, target.start - _WORDS_BEFORE) : target.start]
    return ends_in(_ENTRY.split(before)[-1], time_words().ongoing, _BACK_REACH)


@lru_cache(maxsize=1)  # asked for each entry of a past history
def _is_problem_list(reading: Reading) -> bool:
    """Whether a note is nothing but the list of the patient's problems, beside what is taken or not borne: all in it is of now."""
    listed = any(has_word(heading, time_words().problem_list) for heading in reading.headings)
    return listed and {sentence.section for sentence in reading.sentences} <= _LISTS


def is_dated(reading: Reading, target: Target) -> bool:
    """Whether a mention has its date right behind it: "low back pain 2012", "low back pain (in 2012)"."""
    dates = (date for date in reading.sentence_of(target).of("DATE") if date.start >= target.end)
    return any(are_only(reading.gap(target, date), frozenset({"in"})) for date in dates)


def _is_next_item(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a mention is an item of its own behind an operation, and not what that was for: "s/p fusion, left L5 radiculopathy"."""
    over = any(cue.first >= target.last for cue in sentence.of("RESOLVED"))
    return not over and _NEXT_ITEM.search(reading.text, max(sentence.start, target.start - _LISTED), target.start) is not None


def _is_no_cause(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether what is denied of a finding that is there is only that it is the cause: "not from the known L4-5 herniation"."""
    return any(
        follows(target, word, _NO_CAUSE_REACH)
        and word.text.lower().startswith(_NOT_THE_CAUSE)
        and _DEFINITE.match(reading.text, word.end, target.end) is not None
        for word in sentence.of("UNRELATED")
    )


def _is_only_cause_open(sentence: Sentence, target: Target) -> bool:
    """Whether what stands in doubt is which of two findings is the cause: "L5 radiculopathy due to a herniation vs stenosis"."""
    link = next((link for link in sentence.of("LINK") if link.value == "effect_cause" and follows(link, target, 1)), None)
    if link is None:
        return False
    causes = [cause for cause in sentence.of(*STRUCTURAL) if cause.first >= link.last]
    return any(
        word.text.lower() in _VERSUS
        and any(cause.last <= word.first for cause in causes)
        and any(follows(cause, word, _NO_CAUSE_REACH) for cause in causes)
        for word in sentence.of("COMPARE")
    )


def _is_complaint(sentence: Sentence, target: Target) -> bool:
    """Whether what someone has a history of is the complaint of now: a back pain that radiates or is chronic, a disease told on."""
    if target.label == "BACK_PAIN":
        return _radiates(sentence) or _is_chronic(sentence, target)
    return _has_begun(sentence, target)


def _is_chronic(sentence: Sentence, target: Target) -> bool:
    """Whether a mention is called chronic, right before it."""
    return any(course.value == "chronic" and follows(target, course, 3) for course in sentence.of("COURSE"))


def _radiates(sentence: Sentence) -> bool:
    """Whether a sentence tells of a way into the leg, and not merely of a "to" ("a fusion of L4 to S1")."""
    return any(way.value == "radiating" for way in sentence.of("RADIATION")) or (sentence.has("RADIATION") and sentence.has(*LEG_PARTS))


def _has_begun(sentence: Sentence, target: Target) -> bool:
    """Whether the root's disease that someone has a history of is told on from its start: "a history of sciatica which began in May"."""
    told = any(follows(start, target, _BEGUN_REACH) and start.value in _BEGUN for start in sentence.of("ONSET"))
    return target.label in ROOT_DISEASES and told and not sentence.has("RESOLVED")


def is_denied_whole(reading: Reading, target: Target) -> bool:
    """Whether a sentence speaks of a disease as a whole, of no one root, level or side, so that a denial settles what was queried."""
    return not reading.sentence_of(target).has("NERVE_ROOT", *LEVELS, "SIDE") and not is_of_many(target)


def is_of_many(target: Target) -> bool:
    """Whether a disease is one of many roots: "polyradiculopathy"."""
    return target.text.lower().startswith(_OF_MANY)


def _is_over(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the sentence goes on to say that what it has named is over: "back pain at first, but that has resolved"."""
    for cue in sentence.of("RESOLVED"):
        if cue.value == NONE_SINCE and cue.first >= target.last and not sentence.has_between(target, cue, *OTHERS):
            return not sentence.has("RETURNED")
        for word in sentence.of("REFER"):
            others = (*OTHERS, "TREATMENT") if cue.value == _STOPPED else OTHERS  # "with gabapentin, worse when it was stopped"
            meant = word.first >= target.last and not _rivals(reading, sentence, target, word, cue, *others)
            of_verb = cue.value == _AHEAD and cue.last - cue.first <= len(_NO_LONGER)  # "it no longer limits her"
            if meant and not of_verb and not _is_relative(reading, word) and follows(cue, word, _OVER_REACH):
                return not sentence.has("RETURNED")
    return False


def _rivals(reading: Reading, sentence: Sentence, one: Target, word: Target, end: Target, *labels: str) -> list[Target]:
    """The troubles between one and a word that stands for it or them, without what is told to have caused a root's disease.

    "He had an S1 radiculopathy from a prolapsed disc; after surgery this resolved", unlike "from a disc that has resolved".
    """
    between = list(sentence.between(one, word, *labels))
    if len(between) != 1 or one.label not in ROOT_DISEASES or not is_outright(reading, sentence, word.end, end):
        return between
    links = (link for link in sentence.between(one, between[0], "LINK") if link.value == "effect_cause")
    caused = any(link.first - one.last <= _LINK_REACH for link in links)
    parted, clause = reading.rest(between[0], word, *_OF_ITS_END).rpartition(";")[1:]
    return [] if caused and parted and are_only(clause, ending_words().over_by) else between


def _is_over_again(reading: Reading, sentence: Sentence, returned: Target) -> bool:
    """Whether what came back is told to be over since: "it resolved, came back in 2017, and has been gone since"."""
    ends = (cue for cue in sentence.of("RESOLVED") if cue.first >= returned.last and cue.assertion in SAID_OF_NOW)
    return any(
        _AND_THEN.search(reading.gap(returned, cue))
        and is_outright(reading, sentence, returned.end, cue)
        and not sentence.has_between(returned, cue, *PERSISTING, "LEG")
        for cue in ends
    )


def _ends_later(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether nothing but its time and treatment stands between a trouble and its end.

    "back pain three weeks before the fall, which was treated with naproxen and resolved on its own"; not what only partly resolved, and
    not where another trouble is what ended.
    """
    if sentence.has("RETURNED") or reading.asks(sentence):
        return False
    ends = (cue for cue in sentence.of("RESOLVED") if not cue.value and cue.first >= target.last)
    return any(
        are_only(_BEFORE_WHAT.sub(" ", reading.rest(target, cue, "TREATMENT", "DURATION", "DATE", "WHEN")), ending_words().until_over)
        for cue in ends
    )


def _is_relative(reading: Reading, word: Target) -> bool:
    """Whether "that" goes on with the noun right before it: "a shot that lasted until May"."""
    before = reading.text[max(0, word.start - _BEFORE) : word.start]
    return word.text.lower() == _THAT and _OPENS.search(before) is None
