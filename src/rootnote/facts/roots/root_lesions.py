"""Roots said to be compressed, displaced, touched or decompressed, and when that is a radiculopathy.

Source: annotation guide, conditions: radiculopathy; facts.md section 6 (abuts < displaces < compresses).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from rootnote.anatomy import LUMBAR_ROOTS
from rootnote.facts.attach import nearest
from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.causes.causes import causing_links, is_guessed
from rootnote.facts.causes.pain_links import find_pain_links
from rootnote.facts.conditions.mentions import AGED, IRRITATED, NOT_SAID, Said, weigh
from rootnote.facts.conditions.statement_words import statement_words
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_pronouns import root_meant
from rootnote.facts.spine.spine import Part, parts_of
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.symptoms.back_pain import has_lumbar_context
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only, ends_in, has_word
from rootnote.language.categories import DIAGNOSED, FINAL, PRESENTING, STUDIED
from rootnote.language.labels import LEG_PARTS, LEVELS, RADICULAR, STRUCTURAL, STUDIES
from rootnote.language.note_words import INTERVENTION_TYPES, REPORT_TYPES

#: The labels of the targets that :func:`root_lesions` gives.
LESIONS = ("ROOT_LESION", "COMPRESS", "CONTACT", "DECOMPRESS")
#: The label of roots that the author clears: "the lumbar roots are innocent".
WELL = "ROOT_WELL"
#: What presses on a root, or shows it, by whose name a denial is of no more than that.
_PRESSING = STRUCTURAL | STUDIES | {"DISC_SPACE", "OTHER_CAUSE"}
#: The section in which a hand presses on vertebrae.
_EXAM = "exam"
#: Sections in which a clinician names the problem, and no mere result.
_CLINICAL = DIAGNOSED | PRESENTING | {"plan"}
#: What presses on a nerve that is a root, though it is only called a nerve.
_DISCAL = STRUCTURAL | {"DISC_SPACE"}
#: The value of a verb that is a surgeon's too.
_LIFTED = "lifted"
#: The value of a verb that bone suffers more often than roots do.
_MARKED = "marked"
#: The value of a verb that tells how far something reaches, and of the causes that grow.
_INVOLVED, _GROWTHS = "involvement", frozenset({"tumor", "infection", "systemic"})
#: The value of where something lies, that an operation takes from a root.
BENEATH = "beneath"
#: What makes a mere condition of what comes right behind it.
_CONDITION = re.compile(r"(?<!\bas )\b(?:if|should|unless|when|whenever|in case)\s+$", re.I)
#: The value of a finding that is a disc's, as a fragment is.
_DISC = "disc"
#: The value of a diagnosis that is the author's own.
_OWN = "own"
#: The value of a nerve that is pinched, and the tokens from that to where.
_PINCHED, _PLACED = "pinched", 5
#: The author who does not think so: "I do not believe that a nerve is pinched".
_AUTHOR = re.compile(r"\b(?:I|[Ww]e)\b")
#: What befalls a root and no vertebra, behind the name of either: "S1 impingement", unlike "L5 compression".
_ROOTS_ONLY = re.compile(r"(?:impinge|entrap)ment\b", re.I)
#: What an operation finds of a root and never of a vertebra, behind the name of either: "L5 was taut".
_OF_ROOTS = re.compile(r"taut|under\b.*\btension", re.I)
#: The value of the link of a named cause, the tokens from that to what it causes, and what names before it what stands before.
_CAUSE_OF, _EFFECT_REACH = "cause_of", 6
#: What is said of a trouble that is no more.
_NOT_NOW = frozenset({Assertion.NEGATED, Assertion.HISTORICAL})
#: What between the two makes it the cause of another thing.
_OF_OTHER = ("OTHER_CAUSE", "OTHER_PROBLEM", "OTHER_SOURCE")
_NAMED_CAUSE = re.compile(
    r"(?:,|\b(?:that|this|which|and|it) is|\bas|\bis) (?:clearly |surely |plainly |therefore |thus )?the (?:clear )?$", re.I
)
#: What makes what is caused the subject, whose cause is named behind it: "the cause of her sciatica is a tight muscle".
_IS_OTHER = re.compile(r"[^.,;]{0,24}\b(?:is|was|remains|being|lies|will)\b|\s*:", re.I)
#: What stands for the sentence before.
_REFERS = re.compile(r"\W*(?:this|that|it|these|which)\b", re.I)
#: What makes a condition or a question of what follows.
_SUPPOSED = re.compile(r"\b(?:if|whether|should|would|must|until|unless|when|once|to see|provided|assuming|ensure|confirm)\b", re.I)


def find_root_lesions(reading: Reading, note_type: str) -> Iterator[Said]:
    """The mentions by root lesions: the clinical problem in a diagnosis or an operation, a possibility in a test's reading.

    A lesion denied counts in the author's assessment only: what an image does not show may still be the clinical problem. What an image
    shows is it too where the author finds that image and symptoms agree, calls what presses the cause of the leg pain, or removes a disc
    for it.
    """
    visited = note_type not in REPORT_TYPES
    concordant = visited and any(_is_found(reading, word) for word in reading.targets("CONCORDANT"))
    concordant = concordant or (note_type == "operative" and any(_is_done(deed) for deed in reading.targets("DISC_SURGERY")))
    blamed = _blamed(reading) if visited else ()
    for target in root_lesions(reading):
        if target.assertion in NOT_SAID or (target.assertion is Assertion.NEGATED and not _is_denied(reading, target)):
            continue
        assertion = weigh(reading, target)
        tied = concordant or reading.sentence_of(target).has(*blamed) or _is_clinical(reading, target, note_type)
        clinical = target.label != "CONTACT" and tied and not _is_extent(reading, target)
        if assertion is Assertion.AFFIRMED and not clinical:
            assertion = Assertion.UNCERTAIN
        yield from _of_parts(reading, target, assertion)
    for target in reading.targets(WELL):
        if target.assertion is Assertion.AFFIRMED and _is_cleared(reading, target, note_type):
            yield from _of_parts(reading, target, Assertion.NEGATED)


def _of_parts(reading: Reading, target: Target, assertion: Assertion) -> Iterator[Said]:
    for part in sorted(parts_of(reading, target), key=lambda part: part.value):
        condition = Condition.RADICULOPATHY if part is Part.LUMBAR else Condition.OTHER_REGION_RADICULOPATHY
        yield Said(condition, target, assertion)


def _is_cleared(reading: Reading, target: Target, note_type: str) -> bool:
    """Whether roots said to be well are so in the author's judgment, and not on an image or in an operation."""
    sentence = reading.sentence_of(target)
    seen = note_type in INTERVENTION_TYPES | {"imaging"} or target.section == "imaging" or sentence.has("MODALITY", "DECOMPRESS")
    return not seen and (not target.value or _is_of_back(reading, sentence, target))


def _blamed(reading: Reading) -> tuple[str, ...]:
    """The labels of what the author calls the cause of the pain in the leg, with no level: "In my opinion the fragment is responsible"."""
    found = [link for link in find_pain_links(reading, Assertion.AFFIRMED) if link.cause.section not in STUDIED]
    causes = {link.cause.label for link in found if not reading.sentence_of(link.cause).has("LEVEL")}  # which may be another level's
    for sentence in reading.sentences:
        own = sentence.section not in STUDIED or any(cue.value == _OWN for cue in sentence.of("DIAGNOSED"))
        if own and sentence.has("IMAGE_FINDING") and sentence.has("LEG_SYMPTOM") and not sentence.has("LEVEL"):
            links = causing_links(sentence)
            told = [one for one in sentence.of("IMAGE_FINDING") if one.value == _DISC and one.assertion is Assertion.AFFIRMED]
            effects = [one for one in sentence.of("LEG_SYMPTOM") if one.assertion is Assertion.AFFIRMED]
            if any(one.end <= link.start and link.end <= effect.start for link in links for one in told for effect in effects):
                causes.add("DISC")
    return tuple(causes)


def _is_extent(reading: Reading, lesion: Target) -> bool:
    """Whether roots without a name are only how far a growth or an infection reaches: "a tumor involving the conus and nerve roots"."""
    sentence = reading.sentence_of(lesion)
    grows = any(cause.value in _GROWTHS and cause.end <= lesion.start for cause in sentence.of("OTHER_CAUSE"))
    return lesion.value == _INVOLVED and grows and not sentence.has("VERTEBRA")


def _is_found(reading: Reading, word: Target) -> bool:
    """Whether that image and symptoms agree is found, and not a condition or a question: "if the symptoms match the MRI, surgery"."""
    before = reading.text[reading.sentence_of(word).start : word.start]
    return word.assertion is Assertion.AFFIRMED and _SUPPOSED.search(before) is None


def _is_diagnosed(sentence: Sentence, lesion: Target) -> bool:
    """Whether a lesion stands behind words that make it the author's own diagnosis."""
    return any(cue.value == _OWN and cue.last <= lesion.first for cue in sentence.of("DIAGNOSED"))


def _is_done(deed: Target) -> bool:
    """Whether an operation on a disc is the one that the note tells of."""
    return deed.section == "procedure" and deed.assertion is Assertion.AFFIRMED


def _is_denied(reading: Reading, lesion: Target) -> bool:
    """Whether a lesion denied is the author's conclusion: "nothing to suggest root compromise", and not of an image or an operation."""
    sentence = reading.sentence_of(lesion)
    own = (lesion.value == _PINCHED or is_inflamed(lesion)) and _AUTHOR.search(reading.text, sentence.start, lesion.start) is not None
    own = own or _is_diagnosed(sentence, lesion)
    told = lesion.label == "ROOT_LESION" or (lesion.label == "COMPRESS" and not sentence.has(*_PRESSING))
    concluded = (lesion.section in FINAL or own) and told
    return concluded and not any(test.start < lesion.start for test in sentence.of(*STUDIES))


def is_inflamed(lesion: Target) -> bool:
    """Whether a target says that a root is irritated or inflamed, which no image shows."""
    return lesion.label == "ROOT_LESION" and lesion.value == IRRITATED


def root_lesions(reading: Reading) -> Iterator[Target]:
    """The targets that say a root is compressed, displaced, touched or, when it is named, decompressed."""
    for sentence in reading.sentences:
        spinal = sentence.has("DISC", "DISC_SPACE", "STENOSIS", "SPONDYLOSIS", "LEVEL", "OTHER_CAUSE")
        told = (lesion for lesion in sentence.of("ROOT_LESION") if lesion.value != _PINCHED or _is_of_back(reading, sentence, lesion))
        lesions = tuple(lesion for lesion in told if spinal or lesion.value != "nerve")
        yield from lesions
        for verb in sentence.of("COMPRESS", "CONTACT", "DECOMPRESS"):
            root = root_beside(reading, sentence, verb)
            if root is None or any(lesion.start <= verb.start < lesion.end for lesion in lesions):
                continue
            if verb.value == BENEATH and not _is_taken_from(sentence):
                continue
            if (
                verb.label != "DECOMPRESS"
                or root.label == "VERTEBRA"
                or nearest(reading, sentence, root, ("VERTEBRA",), reach=6) is not None
            ):
                yield verb


def _is_taken_from(sentence: Sentence) -> bool:
    """Whether a sentence tells of a disc that has left its place, taken from a root by the operation of the note, not an earlier one."""
    displaced = any(finding.value == "disc" for finding in sentence.of("IMAGE_FINDING"))
    told_of = sentence.has("DATE", "EARLIER", "DURATION", "MODALITY")
    return not told_of and (displaced or sentence.has("DISC")) and sentence.has("TAKEN_OUT", "DISC_SURGERY")


def _is_of_back(reading: Reading, sentence: Sentence, lesion: Target) -> bool:
    """Whether a nerve said to be pinched is one of the back: in a note of the low back, not placed in a limb nor pinched by what is worn.

    "A nerve gets trapped in her back", and not "at the elbow", "the brace is pinching a nerve".
    """
    words = place_words()
    verbs = (verb for verb in sentence.of("COMPRESS") if lesion.start <= verb.start < lesion.end)
    if any(root_beside(reading, sentence, verb) is not None for verb in verbs):
        return False  # the verb says it already, of what presses on a root
    before = reading.text[sentence.start : lesion.start]
    if has_word(before, cause_words().worn) or _CONDITION.search(before):
        return False
    behind = (one for one in sentence.of("ARM", *LEG_PARTS, "LIMB_NERVE") if follows(one, lesion, _PLACED))
    if any(are_only(reading.rest(lesion, one, "SIDE"), words.at_place) and reading.gap(lesion, one).strip() for one in behind):
        return False
    lumbar = has_word(reading.text[sentence.start : sentence.end], words.of_spine) or has_lumbar_context(reading)
    return lumbar and not sentence.has("ARM")


def root_beside(reading: Reading, sentence: Sentence, verb: Target) -> Target | None:
    """The nerve root that a verb of contact is about: "root", "nerve" behind the name of a root, or such a name right behind the verb.

    Beside a disc, "pinching a nerve" is about a root too, and so are "left S1 compressed" in a row of a table and "S1 impingement". In an
    examination a hand presses on a vertebra ("pressing on L4 hurts"). What lifts it must be a disc, for a surgeon lifts it as well. Where
    none is named, it may be that of the sentence before ("pushes it").
    """
    if verb.value == _LIFTED and not _is_by_disc(reading, sentence, verb):
        return None
    is_meant = partial(_is_meant, reading, sentence, verb)
    named = nearest(reading, sentence, verb, ("NERVE_ROOT", "NERVE", "VERTEBRA"), reach=12, accept=is_meant)
    if verb.value == _MARKED:
        return named if named is not None and _is_object(reading, verb, named) else None
    return named or root_meant(reading, sentence, verb)


def _is_meant(reading: Reading, sentence: Sentence, verb: Target, other: Target) -> bool:
    """Whether a nerve, or the name of a vertebra, is the root that a verb of contact near it is about."""
    discal = verb.label == "COMPRESS" and sentence.has(*_DISCAL)
    if other.label != "VERTEBRA":
        if other.label == "NERVE_ROOT" or any(bone.last == other.first for bone in sentence.of("VERTEBRA")):
            return True
        return discal and (follows(other, verb, 2) or (follows(verb, other, 2) and verb.text.lower().endswith("ed")))
    bony = _is_bone(reading, sentence, verb) or (verb.section == _EXAM and not sentence.has(*_DISCAL))
    if bony or other.value not in LUMBAR_ROOTS or any(one.first == other.last for one in sentence.of("HARDWARE", "DERMATOME")):
        return False
    if verb.label == "DECOMPRESS":
        return follows(verb, other, 3) and _OF_ROOTS.match(verb.text) is not None
    sided = verb.text.lower().endswith("ed") and any(side.last == other.first for side in sentence.of("SIDE"))
    return follows(other, verb, 2) or (discal and other.last == verb.first and (sided or _ROOTS_ONLY.match(verb.text) is not None))


def _is_object(reading: Reading, verb: Target, root: Target) -> bool:
    """Whether a root is what a verb is about: "notched the left L5 root", "the root is grooved", not "the endplate next to the root"."""
    small = statement_words().determiner if root.start >= verb.end else statement_words().predicate
    return are_only(reading.rest(verb, root, "SIDE", *LEVELS), small)


def _is_bone(reading: Reading, sentence: Sentence, verb: Target) -> bool:
    """Whether a participle is that of a vertebra behind it: "the compressed L5", unlike "the disc compressed L5"."""
    return verb.text.lower().endswith("ed") and ends_in(reading.text[sentence.start : verb.start], statement_words().determiner, 1)


def _is_by_disc(reading: Reading, sentence: Sentence, verb: Target) -> bool:
    """Whether what lifts, right behind the verb, is a disc or a spur: "by a very big extruded disc", and not "by a hook over the disc"."""
    cause = next((one for one in sentence.of("DISC", "SPONDYLOSIS") if one.start >= verb.end), None)
    return cause is not None and are_only(reading.rest(verb, cause, "SEVERITY", "LEVEL", "SIDE", "DISC_STATE"), cause_words().before_disc)


def _is_explained(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence behind one with a lesion calls it the cause of a symptom: "This accounts for her sciatica"."""
    behind = reading.sentences[sentence.number + 1] if sentence.number + 1 < len(reading.sentences) else None
    if behind is None or not _REFERS.match(reading.text, behind.start):
        return False
    effects = [effect.start for effect in behind.of(*RADICULAR)]
    return any(link.end <= effect for link in causing_links(behind) for effect in effects)


def _is_of_then(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence with a lesion is dated, or it or the next one tells that a trouble is over or denied."""
    told = reading.sentences[sentence.number : sentence.number + 2]
    over = any(one.has("RESOLVED") or any(trouble.assertion in _NOT_NOW for trouble in one.of(*RADICULAR)) for one in told)
    dated = sentence.has("EARLIER", "DATE", "ONCE") or has_word(reading.text[sentence.start : sentence.end], study_words().made_long_before)
    return over or dated


def _is_named_cause(reading: Reading, lesion: Target, link: Target) -> bool:
    """Whether the author calls a lesion the cause of a trouble behind it: "..., and that is the cause of her sciatica"."""
    sentence = reading.sentence_of(lesion)
    if link.assertion is not Assertion.AFFIRMED or is_guessed(reading, link) or sentence.has("OTHERS_WORD", "REPORTED"):
        return False
    if sentence.has_between(lesion, link, *_OF_OTHER) or _is_of_then(reading, sentence):
        return False
    said = _NAMED_CAUSE.search(reading.text, sentence.start, link.start)
    effects = (one for one in sentence.of(*RADICULAR) if follows(one, link, _EFFECT_REACH))
    return said is not None and any(not _IS_OTHER.match(reading.text, one.end) for one in effects)


def _is_clinical(reading: Reading, target: Target, note_type: str) -> bool:
    """Whether a lesion is the author's problem and not only what a test shows: diagnosed, operated on, tied to symptoms, or who has it."""
    if note_type in INTERVENTION_TYPES:
        return target.section != "imaging"
    if note_type in REPORT_TYPES or target.label == "DECOMPRESS":
        return False
    if target.section in _CLINICAL:
        return True
    sentence = reading.sentence_of(target)
    if _is_explained(reading, sentence):
        return True
    if _is_diagnosed(sentence, target) and not sentence.has(*STUDIES):
        return True
    if target.section in STUDIED:
        return False
    if target.value == IRRITATED and not sentence.has(*STUDIES):
        return True  # no image shows it
    if not sentence.has(*STUDIES) and AGED.search(reading.text, sentence.start, target.start):
        return True  # what a patient is introduced with
    if not sentence.has("SYMPTOM", "RADICULOPATHY", "SCIATICA"):
        return False
    links = (link for link in sentence.of("LINK") if link.first >= target.last)
    explains = any(link.value == "cause_effect" or (link.value == _CAUSE_OF and _is_named_cause(reading, target, link)) for link in links)
    return explains or (target.label == "COMPRESS" and sentence.has("SYMPTOM") and not sentence.has("MODALITY"))
