"""Words for a result that a sentence of an examination says of a pain: "the leg pain is gone and sensation is normal".

Source: annotation guide, exams: the finding of what was tested.
"""

from __future__ import annotations

from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.wording import are_only
from rootnote.language.labels import COMPLAINTS, MUSCLES, NEUROLOGIC, REFLEXES

#: Words for pain, and for a result that a pain has too.
_PAINS, _OF_PAIN = COMPLAINTS | {"SCIATICA"}, frozenset({"abnormal", "lesser"})
#: The values of what is a pain, or as vague as one.
_PAIN = frozenset({"pain", "leg", "thigh", "back", "symptom", ""})
_TESTS = NEUROLOGIC | REFLEXES | MUSCLES | {"WALK", "NEURO"}
#: Tokens from a pain to what is said of it.
_REACH = 5


def without_told_of_pain(reading: Reading, sentence: Sentence) -> Sentence:
    """The sentence without the results that are said of a pain; one of a tension test is left whole, as its pain is its result."""
    if not sentence.has(*_PAINS) or not sentence.has("RESULT") or sentence.has("SLR"):
        return sentence
    tested = [test.end for test in sentence.of("SENSATION", "STRENGTH")]  # "leg numbness" is both
    pains = [pain for pain in sentence.of(*_PAINS) if pain.value in _PAIN and not any(pain.start < end <= pain.end for end in tested)]
    kept = [
        target
        for target in sentence.targets
        if not (target.label == "RESULT" and (_is_of_pain(reading, pains, target) or _is_its_end(sentence, pains, target)))
    ]
    return sentence.with_targets(kept) if len(kept) < len(sentence.targets) else sentence


def _is_of_pain(reading: Reading, pains: list[Target], result: Target) -> bool:
    """Whether a result stands behind a pain, with nothing but the words between that join a noun to what is said of it."""
    if result.value not in _OF_PAIN:
        return False
    told = statement_words().said_of_pain
    return any(follows(result, pain, _REACH) and _is_joined(reading.gap(pain, result), told) for pain in pains)


def _is_its_end(sentence: Sentence, pains: list[Target], result: Target) -> bool:
    """Whether a result says that a pain has ended, with no test between: "the heaviness she had before surgery is gone"."""
    ended = any(end.start <= result.start < end.end for end in sentence.of("RESOLVED"))
    before = [pain for pain in pains if pain.last <= result.first]
    return ended and bool(before) and not sentence.has_between(before[0], result, *_TESTS)


def _is_joined(gap: str, told: frozenset[str]) -> bool:
    return "," not in gap and are_only(gap, told)
