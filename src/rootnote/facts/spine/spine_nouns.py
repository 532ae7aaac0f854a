"""Disc disorder, spondylosis and stenosis of the lumbar spine.

Source: annotation guide, conditions: disc_disorder, spondylosis, stenosis; clarifications 10, 11 and 15.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from rootnote.facts.attach import distance, nearest
from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.causes.causes import CAUSES, holds
from rootnote.facts.conditions.mentions import Said, weigh
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.roots.root_lesions import root_beside
from rootnote.facts.spine.finding_kinds import is_displaced
from rootnote.facts.spine.operated_spine import earlier_disc_surgery, find_disc_surgery, is_operated
from rootnote.facts.spine.refuted_discs import with_refuted
from rootnote.facts.spine.spine import Part, part_of_cue, parts_of, says_lumbar
from rootnote.facts.spine.spine_states import find_by_state
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.symptoms.back_pain import has_lumbar_context
from rootnote.facts.wording import are_only, ends_in
from rootnote.language.categories import FINAL, OPERATIVE
from rootnote.language.labels import IMAGES, LEG_PARTS, LEVELS, PASSAGES

_NOUNS = {"DISC": Condition.DISC_DISORDER, "SPONDYLOSIS": Condition.SPONDYLOSIS, "STENOSIS": Condition.STENOSIS}
#: Of them, what an operation does away with.
_OPERATED = frozenset({"DISC", "STENOSIS"})
#: What loses height as a disc does.
_BROKEN = re.compile(r"fracture|compression|wedg", re.I)
#: Tokens to a state from a passage and a disc space, from those that a clause of its own tells of, and to the word that opens that clause.
_OF_PASSAGE, _STATED, _TOLD, _DISC_TOLD, _WHICH, _RELATIVE = 5, 8, 10, 20, 4, frozenset({"which", "that"})
#: Tokens between a level and its state, where a film says no more: "narrowing of L4-5".
_BESIDE = 1
#: What must stand beside the initials of a stenosis: LCS is a service and a screening too, CCS a class of angina.
_PLACED = {"short": ("LEVEL", "REGION"), "initials": ("LEVEL",)}
#: Tokens between a disc and the word that calls it, in a list with others, normal.
_LIST = 10
#: What calls a disc or passage normal.
_NORMAL = ("IMAGE_NORMAL", "SPINE_NORMAL")
#: Tokens between "due to" and the disc.
_CAUSED = 2
#: What stands before somebody's disc that is called the trouble, and the characters that it takes.
_CULPRIT, _SAID = re.compile(r"\b(?:it|this|that|trouble|problem|pain) (?:is|was|comes from|came from) (?:his|her) $", re.I), 24
#: What asks for a disc, before its name.
_QUERY = re.compile(r"(?:\?|\bquery) ?(?:lumbar |underlying |(?:left|right) )?$", re.I)
#: What names a bare disc as the cause that the author has in mind, and how its clause ends: "I suspect a disc but we will see".
_ARTICLE, _MIND_END = re.compile(r"\s+an?\s+$", re.I), re.compile(r"\s*(?:[.,;:)?]|$)|\s+(\w+)")
#: Tokens between a level and the state of its disc, and what joins them.
_SUBJECT = 12
_IS = re.compile(
    r"\s+(?:(?:was|were) [a-z]+ (?:in|on) [^;,]{4,20} (?:and|but) )?(?:is|are|looks?|appears?|has become|remains)"
    r"(?: (?:now|still|also|mildly|moderately|severely|markedly|slightly|badly|clearly|frankly|quite|a bit|somewhat|very))* ",
    re.I,
)
#: What tells a state of a disc, between its level and that.
_HAS = re.compile(r"\s+(?:has|is|was)\s+(?:now\s+|clearly\s+|completely\s+|frankly\s+|also\s+)?", re.I)
#: What stands between a narrowing and a passage, beside levels and sides.
_OF_LEVELS = re.compile(r"\s+(?:of|at|in)\b(?:\s|,|&|/|\b(?:the|both|and|or|through|to|neural|lateral|intervertebral)\b)*", re.I)
#: The labels of other parts of the body than the spine, and of them that of organs and bones.
_PART = "OTHER_PART"
_JOINTED = ("LEG", "ARM", "ELSEWHERE", "OTHER_IMAGE", _PART)
#: What makes a passive of the verb behind it.
_BEING = re.compile(r"\b(?:is|are|was|were|be|been|being|looks?|appears?|remains?)\b", re.I)
#: What makes a mere place of the disc behind it, and the characters that it takes.
_LANDMARK = re.compile(
    r"\b(?:the (?:level|height) of|where (?:it|they|the (?:nerve |[LS]\d )?roots?) (?:cross|pass|travers|run|course|lie|lay)\w*"
    r"(?: (?:over|behind|by|past|at|under|across|beside|dorsal to))?) (?:the |this |that )?(?:[LS]\d[-/][LS]?\d )?$",
    re.I,
)
_PLACE = 60
#: The values of a state that is a measure, and of one that only a passage has.
_MEASURED, _CROWDED = "measured", "crowding"
#: Sections that name no diagnosis.
NO_DIAGNOSIS = OPERATIVE | {"exam", "imaging"}


def find_spine_nouns(reading: Reading, note_type: str) -> Iterator[Said]:
    """The mentions of the three conditions; a disc with no region anywhere in the note is nobody's (clarification 26)."""
    in_context = has_lumbar_context(reading)
    done = frozenset(earlier_disc_surgery(reading, note_type))
    named = [said for label, condition in _NOUNS.items() for said in _nouns(reading, label, condition, in_context=in_context)]
    yield from with_refuted(reading, named, operated=bool(done))
    if in_context:
        yield from _by_state(reading, done)
        yield from find_by_state(reading)
        yield from _normal(reading)
    yield from _bare_discs(reading)
    yield from find_disc_surgery(reading, note_type)


def _nouns(reading: Reading, label: str, condition: Condition, *, in_context: bool) -> Iterator[Said]:
    for target in reading.targets(label):
        sentence = reading.sentence_of(target)
        level = nearest(reading, sentence, target, ("LEVEL", "REGION", "VERTEBRA"), reach=8)
        if (level is None and not in_context and not _is_denied_disc(sentence, target)) or _is_of_joint(reading, sentence, target, level):
            continue
        if target.value in _PLACED and not (sentence.has(*_PLACED[target.value]) or (target.value == "short" and _claudicates(sentence))):
            continue
        if level is None and target.value == "spondylosis" and _follows_joint(reading, sentence):
            continue
        if Part.LUMBAR in parts_of(reading, target, ignore=("LEG", "TERRITORY", "SLR")):
            over = target.label in _OPERATED and is_operated(reading, sentence, target)
            yield Said(condition, target, Assertion.HISTORICAL if over else weigh(reading, target))


def _claudicates(sentence: Sentence) -> bool:
    return any(symptom.value == "claudication" for symptom in sentence.of("SYMPTOM"))


def _is_denied_disc(sentence: Sentence, target: Target) -> bool:
    """Whether a trouble of a disc, called so, is denied, as in a list of what the patient never had."""
    return target.assertion is Assertion.NEGATED and any(target.start <= disc.start < target.end for disc in sentence.of("DISC_SPACE"))


def _is_of_joint(reading: Reading, sentence: Sentence, target: Target, level: Target | None) -> bool:
    """Whether a degenerative word belongs to a hip, knee or arm, or to an organ, that stands nearer than any level."""
    placed = any(region.start < target.start for region in sentence.of("REGION"))  # what follows is of another finding
    bony = target.value == "spondylosis" and level is None and not placed and not sentence.has("LEVEL")
    joint = nearest(reading, sentence, target, _JOINTED, reach=30 if bony else 4, accept=_is_joint)
    return joint is not None and (level is None or distance(reading, target, joint) < distance(reading, target, level))


def _follows_joint(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence goes on with what the one before it began to tell of a joint: "Films of both hips. There are osteophytes."."""
    before = reading.sentences[sentence.number - 1] if sentence.number else sentence
    imaged = before is not sentence and before.section == sentence.section and before.has(*IMAGES)
    return imaged and any(map(_is_joint, before.of(*_JOINTED))) and not (says_lumbar(before) or says_lumbar(sentence))


def _is_joint(place: Target) -> bool:
    return place.value in ("hip", "knee", "arm", "elsewhere", "") and (place.label != _PART or place.value == "knee")


def _by_state(reading: Reading, done: Collection[Target]) -> Iterator[Said]:
    """A disc space or passage whose state is named beside it: "the L5-S1 interspace is collapsed", "the bulge narrows the recess".

    Not the disc that an earlier operation has taken out.
    """
    for sentence in reading.sentences:
        if not sentence.has("DISC_STATE"):
            continue
        held = (*sentence.of("DISC", "STENOSIS"), *(surgery for surgery in sentence.of("DISC_SURGERY") if surgery in done))
        for place in sentence.of("DISC_SPACE", *PASSAGES):
            inside = any(target.start <= place.start < target.end for target in held)
            state = None if inside else _state(reading, sentence, place)
            if state is not None:
                condition = Condition.STENOSIS if place.label in PASSAGES else Condition.DISC_DISORDER
                denied = any(follows(state, cue, 2) for cue in sentence.of("NEGATOR"))
                yield Said(condition, place, Assertion.NEGATED if denied else weigh(reading, place), state)
        yield from _narrowed_on_film(sentence)
        yield from _by_level(reading, sentence)


def _by_level(reading: Reading, sentence: Sentence) -> Iterator[Said]:
    """A level that stands for its disc: "L4-5 is herniated", "L5-S1 looks degenerated"; one only called degenerative may mean any part.

    Behind discs or passages of other levels that are normal too: "The upper discs are normal and L5-S1 is desiccated".
    """
    named = [*sentence.of("DISC", "DISC_SPACE", *PASSAGES)]
    general = {change.start for change in sentence.of("DEGENERATIVE")}
    for state in (state for state in sentence.of("DISC_STATE") if state.start not in general and state.value != _CROWDED):
        level = next((level for level in reversed([*sentence.of("LEVEL")]) if 1 <= state.first - level.last <= _SUBJECT), None)
        if named and not (level and all(sentence.has_between(place, level, *_NORMAL) and place.end <= level.start for place in named)):
            continue
        if level is not None and not _narrows(state) and _IS.fullmatch(reading.gap(level, state)) and part_of_cue(level) is Part.LUMBAR:
            yield Said(Condition.DISC_DISORDER, level, weigh(reading, state), state)


def _narrowed_on_film(sentence: Sentence) -> Iterator[Said]:
    """A level that a plain film shows narrowed, which is its disc space: no film shows the canal ("films show narrowing of L4-5")."""
    if sentence.has(*PASSAGES, "DISC", "DISC_SPACE", "STENOSIS") or not any(film.value == "xray" for film in sentence.of("MODALITY")):
        return
    for state in filter(_narrows, sentence.of("DISC_STATE")):
        beside = (level for level in sentence.of("LEVEL") if max(level.first - state.last, state.first - level.last) <= _BESIDE)
        level = next(beside, None)
        if level is not None and state.assertion.is_current and part_of_cue(level) is Part.LUMBAR:
            yield Said(Condition.DISC_DISORDER, level, state.assertion, state)


def _state(reading: Reading, sentence: Sentence, place: Target) -> Target | None:
    """The word for the abnormal state of a lumbar disc space, or of a canal, recess or foramen that is narrowed."""
    told = next((word for word in sentence.of("REFER") if _tells_of(sentence, place, word)), None)
    near, far = (_OF_PASSAGE, _TOLD) if place.label in PASSAGES else (_STATED, _DISC_TOLD)
    reach = near if told is None else far

    def accept(state: Target) -> bool:
        return is_state_of(place, state) and not _is_of_bone(reading, sentence, place, state)

    state = nearest(reading, sentence, place, ("DISC_STATE",), reach=reach, accept=accept)
    state = state or _narrowing_of(reading, sentence, place) or _behind_levels(reading, sentence, place)
    return state if state is not None and Part.LUMBAR in parts_of(reading, place, ignore=LEG_PARTS) else None


def _tells_of(sentence: Sentence, place: Target, word: Target) -> bool:
    """Whether a "which" opens a clause about a passage: "the recess, which is ...", "the foramen at L4-5, which is ..."."""
    if word.text.lower() not in _RELATIVE or not follows(word, place, _WHICH):
        return False
    return not sentence.has_between(place, word, "DISC", "DISC_SPACE", *PASSAGES)


def _narrowing_of(reading: Reading, sentence: Sentence, place: Target) -> Target | None:
    """The narrowing of a passage behind a list of its levels: "narrowing of the left L3-4 and L4-5 foramina"."""
    if place.label not in PASSAGES:
        return None
    before = [state for state in sentence.of("DISC_STATE") if _narrows(state) and state.end <= place.start]
    listed = before and _OF_LEVELS.fullmatch(reading.rest(before[-1], place, *LEVELS, "SIDE"))
    return before[-1] if listed else None


def _behind_levels(reading: Reading, sentence: Sentence, place: Target) -> Target | None:
    """The state told behind a list of levels of a place: "the discs at L3-4, L4-5 and L5-S1 are desiccated"."""
    words = study_words()
    state = next((state for state in sentence.of("DISC_STATE") if state.first >= place.last and is_state_of(place, state)), None)
    listed = state and sentence.has_between(place, state, "LEVEL") and reading.rest(place, state, "LEVEL", "SIDE", "SEVERITY", "NEGATOR")
    return state if listed and are_only(listed, words.level_list | words.normal_level | words.told_alike) else None


def _narrows(state: Target) -> bool:
    return state.value == "narrowing"


def is_state_of(place: Target, state: Target) -> bool:
    """Whether a state may be that of a disc or passage: a passage is narrow, crowded, or measured behind its name, which no disc is."""
    if state.value == _MEASURED:
        return place.label in PASSAGES and place.last <= state.first
    if state.value == _CROWDED:
        return place.label in PASSAGES
    return place.label not in PASSAGES or _narrows(state)


def _is_of_bone(reading: Reading, sentence: Sentence, disc: Target, state: Target) -> bool:
    """Whether a height lost before a comma is that of a broken bone: "L1 fracture with 30 percent loss of height, discs preserved"."""
    broken = (one for one in sentence.of("HARDWARE", "IMAGE_FINDING") if one.end <= state.start and _BROKEN.search(one.text))
    apart = state.end <= disc.start and "," in reading.gap(state, disc) and not sentence.has_between(state, disc, "LEVEL")
    return apart and any(broken)


def _normal(reading: Reading) -> Iterator[Said]:
    """Discs and canals said to be normal, in one phrase or a list ("disc heights and signal are maintained"): the condition is denied.

    Not by what an operation leaves open: "disc removed, the foramen is patent".
    """
    for target in reading.targets("SPINE_NORMAL"):
        if Part.LUMBAR in parts_of(reading, target) and (target.value == "disc" or target.section not in OPERATIVE):
            yield Said(Condition.DISC_DISORDER if target.value == "disc" else Condition.STENOSIS, target, Assertion.NEGATED)
    for sentence in reading.sentences:
        if not sentence.has("DISC_SPACE") or not sentence.has("IMAGE_NORMAL") or sentence.has("DISC", "DISC_STATE", "SPINE_NORMAL"):
            continue
        for place in sentence.of("DISC_SPACE"):
            normal = any(follows(word, place, _LIST) for word in sentence.of("IMAGE_NORMAL"))
            if normal and sentence.section not in NO_DIAGNOSIS - {"imaging"} and Part.LUMBAR in parts_of(reading, place):
                yield Said(Condition.DISC_DISORDER, place, Assertion.NEGATED)


def _bare_discs(reading: Reading) -> Iterator[Said]:
    """A level's disc named as a diagnosis: "L5-S1 disc with radiculopathy", "the L4-5 disc compresses L5", "discogenic pain"."""
    for disc in bare_discs(reading):
        if Part.LUMBAR in parts_of(reading, disc, ignore=LEG_PARTS):
            yield Said(Condition.DISC_DISORDER, disc, weigh(reading, disc))


@lru_cache(maxsize=1)
def bare_discs(reading: Reading) -> tuple[Target, ...]:
    """The DISC_SPACE targets that are a diagnosis: in an assessment or sentence about a root, placed or called the cause; "discogenic".

    Where no diagnoses are told, those that press on a root.
    """
    found: list[Target] = []
    for sentence in reading.sentences:
        if sentence.section in NO_DIAGNOSIS:
            found += _pressing(reading, sentence)
            continue
        if not sentence.has("DISC_SPACE"):
            continue
        about_root = sentence.section in FINAL or _is_about_root(reading, sentence)
        levels = {level.last for level in sentence.of("LEVEL")}
        causal = [link.last for link in sentence.of("LINK") if link.value == "effect_cause"]
        for place in sentence.of("DISC_SPACE"):
            named = about_root and place.value == "disc" and not is_landmark(reading, sentence, place)
            told = place.first in levels or _is_behind(place, causal) or _acts_at(sentence, place) or _is_blamed(sentence, place)
            told = told or _has_left(reading, sentence, place)
            meant = _is_suspected(sentence, place) or _is_culprit(reading, place) or (about_root and _is_queried(reading, place))
            if not _is_in_name(sentence, place) and (place.value == "discogenic" or (named and told) or meant):
                found.append(place)
    return tuple(found)


def is_landmark(reading: Reading, sentence: Sentence, disc: Target) -> bool:
    """Whether a disc only tells where something else is: "a cyst compresses the root where it crosses the L4-5 disc" (clarification 11)."""
    before = max(sentence.start, disc.start - _PLACE)
    return disc.label == "DISC_SPACE" and _LANDMARK.search(reading.text, before, disc.start) is not None


def _pressing(reading: Reading, sentence: Sentence) -> Iterator[Target]:
    """The discs called no more that are said to press on a root, themselves and no other thing: "the L4-5 disc compresses the L5 root"."""
    if not sentence.has("DISC_SPACE"):
        return
    told = [verb for verb in sentence.of("COMPRESS", "ROOT_LESION") if verb.assertion is Assertion.AFFIRMED]
    roots = {verb: verb if verb.label == "ROOT_LESION" else root_beside(reading, sentence, verb) for verb in told}
    verbs = [verb for verb in told if roots[verb] is not None]
    by = [link for link in sentence.of("LINK") if link.value == "effect_cause"]
    for disc in sentence.of("DISC_SPACE"):
        if disc.value != "disc" or _is_in_name(sentence, disc):
            continue
        acts = any(_is_doer(reading, sentence, disc, verb, root) for verb, root in roots.items() if root is not None)
        suffers = any(verb.start < link.start < disc.start and disc.first - link.last <= _CAUSED for verb in verbs for link in by)
        if acts or suffers or any(holds(reading, verb, disc) for verb in verbs):
            yield disc


def _is_in_name(sentence: Sentence, disc: Target) -> bool:
    """Whether a disc is part of the name of its disease or operation."""
    return any(name.start <= disc.start < name.end for name in sentence.of("DISC", "DISC_SURGERY"))


def _is_doer(reading: Reading, sentence: Sentence, disc: Target, verb: Target, root: Target) -> bool:
    """Whether a disc does what a verb tells of a root; not one told normal, nor apart: "the disc is flat and the root is compressed"."""
    if (
        verb.label != "COMPRESS"
        or disc.end > verb.start
        or sentence.has_between(disc, verb, *CAUSES, "IMAGE_NORMAL")
        or ";" in reading.gap(disc, verb)
    ):
        return False
    return root.start >= verb.start or root.end <= disc.start or not _BEING.search(reading.text, root.end, verb.start)


def _is_behind(place: Target, ends: Sequence[int]) -> bool:
    """Whether a place stands right behind one of some words, which are given by where they end."""
    return any(0 <= place.first - end <= _CAUSED for end in ends)


def _is_suspected(sentence: Sentence, disc: Target) -> bool:
    """Whether the disc of a level is what the author has in mind: "suspect an L5-S1 disc", "could be a disc at L4-5"."""
    placed = any(follows(disc, level, 1) or follows(level, disc, _CAUSED) for level in sentence.of("LEVEL"))
    return disc.value == "disc" and placed and disc.assertion is Assertion.UNCERTAIN


def _is_queried(reading: Reading, disc: Target) -> bool:
    """Whether a bare disc is asked for as the cause of what stands before it: "L3 radiculopathy, ?disc", "I suspect a disc"."""
    if disc.value != "disc":
        return False
    before = reading.text[max(0, disc.start - _SAID) : disc.start]
    ends = _MIND_END.match(reading.text, disc.end)
    parted = ends is not None and (ends[1] is None or ends[1].lower() in cause_words().mind_ends)
    in_mind = disc.assertion is Assertion.UNCERTAIN and ends_in(_ARTICLE.sub(" ", before), cause_words().in_mind, 1)
    return _QUERY.search(before) is not None or (in_mind and parted)


def _is_culprit(reading: Reading, disc: Target) -> bool:
    """Whether somebody's disc is what the trouble is said to be, or not to be: "nothing suggests that it is her disc"."""
    return disc.value == "disc" and _CULPRIT.search(reading.text, max(0, disc.start - _SAID), disc.start) is not None


def _acts_at(sentence: Sentence, disc: Target) -> bool:
    """Whether a disc that is given a level behind it does something to a root: "the disc at L4-5 is pressing on the L5 root"."""
    placed = any(1 <= level.first - disc.last <= _CAUSED for level in sentence.of("LEVEL"))
    return placed and any(verb.start > disc.start and verb.assertion.is_current for verb in sentence.of("COMPRESS"))


def _has_left(reading: Reading, sentence: Sentence, disc: Target) -> bool:
    """Whether a disc that is given a level behind it is told to have left its place: "the disc at L4-5 has ruptured"."""
    levels = [level for level in sentence.of("LEVEL") if 1 <= level.first - disc.last <= _CAUSED]
    states = [state for state in sentence.of("DISC_STATE") if state.assertion.is_current and is_displaced(state.text)]
    return any(_HAS.fullmatch(reading.gap(level, state)) for level in levels for state in states if level.end <= state.start)


def _is_blamed(sentence: Sentence, disc: Target) -> bool:
    """Whether the disc of a level behind it is called the cause: "radicular pain, disc L5-S1 as cause"."""
    levels = (level for level in sentence.of("LEVEL") if follows(level, disc, 1))
    blamed = {link.first for link in sentence.of("LINK") if link.value == "is_cause" and link.assertion is Assertion.AFFIRMED}
    return any(0 <= first - level.last <= 1 for level in levels for first in blamed)


def _is_about_root(reading: Reading, sentence: Sentence) -> bool:
    if sentence.has("RADICULOPATHY", "SCIATICA", "ROOT_LESION"):
        return True
    return any(root_beside(reading, sentence, verb) is not None for verb in sentence.of("COMPRESS"))
