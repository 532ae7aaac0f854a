"""The root that "it" stands for beside a verb of contact: what the sentence before names last.

Source: annotation guide, etiology: the disc is said to compress, impinge on or displace the root.
"""

from __future__ import annotations

import re

from rootnote.facts.reading import Reading, Sentence, Target

#: What else "it" may stand for, when it is named behind the root; no bone or muscle is pressed on by what presses on roots.
_RIVALS = ("DISC", "DISC_SPACE", "SPONDYLOSIS", "STENOSIS", "OTHER_CAUSE", "CANAL", "FORAMEN", "HARDWARE", "IMAGE_FINDING")
#: Of these, the places along a root's way, and what stands before one that a root is only seen or followed to.
_PLACES = frozenset({"CANAL", "FORAMEN", "HARDWARE"})
_WAY = re.compile(
    r"\b(?:to|into|toward|towards|past|beyond|until|through|out of|below|beneath|under|at|in)"
    r"\s+(?:(?:the|its|left|right|neural|L\d|S\d)\s+)*$",
    re.I,
)
#: A pronoun right behind a verb: "pushes it back", "pressing on them".
_OBJECT = re.compile(r"\s+(it|them)\b(?!\s+(?:was|is|were|are)\b)", re.I)
#: A pronoun that begins a sentence whose verb is in the passive, and how the verb begins then: "It was clearly displaced by ...".
_SUBJECT = re.compile(
    r"\W*(it|they)\s+(?:is|was|are|were|has been|had been|have been|looks|looked|appears|appeared)(?:\s+\w+){0,2}\s+", re.I
)
_PASSIVE = re.compile(r"\w+(?:ed|ung|ght|und)\b", re.I)
#: What names something else right behind the root: "the root and the sac".
_ANOTHER = re.compile(r"\s*(?:,|/|,?\s+(?:and|or|with))\s*(?:the|an?|its|his|her)\b", re.I)
#: The pronoun that stands for one root, and how several are named.
_ONE, _SEVERAL = frozenset({"it"}), re.compile(r"\b(?:roots|nerves)\b", re.I)


def root_meant(reading: Reading, sentence: Sentence, verb: Target) -> Target | None:
    """The root, or pinched nerve, of the sentence before that a pronoun beside a verb stands for; None where it may be something else."""
    if not sentence.number:
        return None
    before = reading.sentences[sentence.number - 1]
    verbs = [verb.start for verb in before.of("COMPRESS")]
    pinched = (one for one in before.of("RADICULOPATHY", "ROOT_LESION") if any(one.start <= start < one.end for start in verbs))
    root = max((*before.of("NERVE_ROOT"), *pinched), key=lambda target: target.start, default=None)
    if root is None or before.section != sentence.section or _ANOTHER.match(reading.text, root.end):
        return None
    behind = _OBJECT.match(reading.text, verb.end, sentence.end)
    begun = _SUBJECT.fullmatch(reading.text, sentence.start, verb.start) if _PASSIVE.match(verb.text) else None
    word = behind or begun
    if word is None or (word.group(1).lower() in _ONE) == bool(_SEVERAL.search(root.text)):
        return None
    rivals = [other for other in before.of(*_RIVALS) if behind is None or other.start >= root.end]
    return None if any(not _is_on_way(reading, before, root, other) for other in rivals) else root


def _is_on_way(reading: Reading, sentence: Sentence, root: Target, place: Target) -> bool:
    """Whether a place is only where a root named before it is followed to: "the root was seen over its course to the pedicle"."""
    along = place.label in _PLACES and place.start >= root.end
    return along and _WAY.search(reading.text, max(sentence.start, root.end), place.start) is not None
