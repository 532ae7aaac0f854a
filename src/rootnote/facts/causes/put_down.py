"""What an author puts down to something that is not the spine: "numb toes from his diabetes".

Source: annotation guide, clarifications 4 and 9.
"""

from __future__ import annotations

import re

from rootnote.anatomy import Side
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import NO_NERVE, NONRADICULAR
from rootnote.language.labels import LEG_PARTS, SYMPTOMS

#: Other problems that legs suffer from: a disease, and diabetes by name.
_BLAMED = frozenset({"disease", "diabetes"})
#: The values of the links that lead to a cause, and the tokens from one to it: "attribute to his diabetes".
_CAUSES, _NEXT = frozenset({"effect_cause", "attribute"}), 2
#: The value of a neuropathy, and the places where both feet feel it.
NEUROPATHY = "neuropathy"
FEET = frozenset({"foot", "ankle", "sole", "heel", "great toe", "dorsum of foot", "stocking"})
#: What goes on with the symptom of the sentence before.
_ON = re.compile(
    r"\s*(?:it|this|these|they|that"
    r"|the (?:\w+ )?(?:burning|numbness|tingling|pain|pains|paresthesias?|symptoms?|feet|feeling|sensation))\b",
    re.I,
)
#: What may number an item.
_NUMBER = re.compile(r"\W*(?:\d{1,2}[.)])?\s*")


def is_put_down(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence puts its symptoms down to something that is not the spine, as its cause or as the name of its item."""
    elsewhere = any(source.assertion.is_current for source in sentence.of("OTHER_SOURCE"))
    denied = next((one for one in sentence.of("RADICULOPATHY") if one.value == NO_NERVE), None)
    if denied is not None and not any(one.start > denied.end for one in sentence.of(*SYMPTOMS)):
        return True  # "the heel pain is not from a pinched nerve in the back, the S1 radiculopathy is unchanged"
    elsewhere = elsewhere or any(_names_item(reading, sentence, problem) for problem in sentence.of("OTHER_PROBLEM"))
    elsewhere = elsewhere or (_is_blamed(sentence) and not sentence.has("LUMBAR_WORD"))
    return elsewhere and not _tells_of_back(sentence)


def is_of_feet(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence, or the one that goes on with it, puts what it tells down to a neuropathy or the disease behind one.

    "Both feet have burned for years from his diabetes", "Both feet have burned for years. This is his diabetic neuropathy."; not where
    the back or a root is named.
    """
    if _tells_of_back(sentence) or sentence.has("LUMBAR_WORD"):
        return False
    after = reading.sentences[sentence.number + 1 : sentence.number + 2]
    onward = [one for one in after if one.section == sentence.section and _ON.match(reading.text, one.start) and not one.has("LUMBAR_WORD")]
    named = _tells_of_feet(sentence) and any(
        source.value == NEUROPATHY and source.assertion.is_current for one in (sentence, *onward) for source in one.of("OTHER_SOURCE")
    )
    return named or any(_is_blamed(one) for one in (sentence, *onward))


def _tells_of_back(sentence: Sentence) -> bool:
    """Whether a sentence names the back, a root or its disease; not where it only says that no nerve of the back is the source."""
    return any(one.value not in NONRADICULAR for one in sentence.of("BACK_PAIN", "RADICULOPATHY", "SCIATICA", "DERMATOME"))


def _tells_of_feet(sentence: Sentence) -> bool:
    """Whether the feet are all of the legs that a sentence names, and not one of them alone."""
    one_sided = any(side.value != Side.BILATERAL for side in sentence.of("SIDE"))
    places = list(sentence.of(*LEG_PARTS))
    return bool(places) and not one_sided and all(place.value in FEET for place in places)


def _is_blamed(sentence: Sentence) -> bool:
    """Whether a sentence names another problem as a cause: "numb toes from his diabetes", "which I attribute to diabetes"."""
    causes = (link for link in sentence.of("LINK") if link.value in _CAUSES)
    return any(
        follows(problem, cause, _NEXT)
        for cause in causes
        for problem in sentence.of("OTHER_PROBLEM", "OTHER_CAUSE")
        if problem.value in _BLAMED
    )


def _names_item(reading: Reading, sentence: Sentence, problem: Target) -> bool:
    """Whether another problem stands before a colon at the head of its sentence: "Diabetes: numb toes"."""
    before, after = reading.text[sentence.start : problem.start], reading.text[problem.end : sentence.end]
    return _NUMBER.fullmatch(before) is not None and after.lstrip().startswith(":")
