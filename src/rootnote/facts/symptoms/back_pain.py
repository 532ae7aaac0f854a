"""Low back pain: named, or a pain that is placed in the low back.

Source: annotation guide, conditions: low_back_pain; clarifications 5 and 26.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rootnote.facts.attach import distance
from rootnote.facts.causes.causes import CLAUSE_END
from rootnote.facts.conditions.mentions import NOT_SAID, Said, weigh
from rootnote.facts.model import Assertion, Condition
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, lettered_parts, part_of_cue, parts_of
from rootnote.facts.symptoms.listed_places import has_low_back_listed
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.symptoms.places import LOW_BACK, is_elsewhere
from rootnote.facts.symptoms.symptom_columns import symptoms_by_side
from rootnote.facts.symptoms.symptom_places import ASIDE, DRAWN, SHOWN, has_leg_pain_of_back, own_back, places_of
from rootnote.facts.times.time_words import time_words
from rootnote.facts.wording import are_only, ends_in
from rootnote.language.categories import FINAL
from rootnote.language.labels import LEG_PARTS, ROOT_DISEASES, SYMPTOMS

#: Sections about others than the patient; words of place have no assertion of their own.
_OTHERS = frozenset({"family"})
#: The cue of "low back pain, resolved".
_OVER = "historical.backward"
#: An injury, whose healing is not the end of the pain; a score of the pain.
_INJURY = re.compile(r"strain|sprain|contusion|injury", re.I)
_SCORE = re.compile(
    r"\b(?:[1-9]|10)\s?/\s?10\b|\brated?\b(?: (?:it|as|at|a))* [1-9]|\bcomplain(?:s|ing) of\b|\bcontinues to (?:have|complain)", re.I
)
_SCORED = re.compile(
    r"\s*(?:(?:pain|is|now|still|at|about|remains?|rated|down|up|to|level|currently|today|better|improved)\b\s*|[:(=–-]\s*)*"
    r"(?:[1-9]|10)\s?/\s?10\b",
    re.I,
)
#: Characters before a mention in which the word that recalls it stands.
_BEFORE_REACH = 24
#: What limits a denial to an activity: "the back does not hurt when he walks".
_LIMITED = re.compile(r"\s+(?:when|whenever|while|unless|except|during)\b", re.I)
#: The value of a back that is only named as the place where a pain is not, and how what stops a movement is told before it.
_NOT_THERE = "place"
_STOPPED = re.compile(r"\b(?:limit(?:s|ed)|stop(?:s|ped)|restrict(?:s|ed)|block(?:s|ed)|held|because of|on account of|due to)\b", re.I)
#: Tokens from a pain to the low back that it is placed in or starts from: "the pain goes from the left side of the low back".
_PLACED = 8
#: What a region may be part of the name of, and the tokens between: "lumbar radiculopathy", "lumbosacral-radiculopathy".
_NAMES, _NAMED = ("RADICULOPATHY", "DISC", "STENOSIS", "SPONDYLOSIS"), 1
#: What stands between a root's disease and the region that it sits in.
_SEATED = re.compile(r"[\s,(–-]*(?:(?:in|of|at|from)\s+)?(?:(?:the|his|her|my)\s+)?", re.I)
#: What stands between that region and a pain of the leg, and between this pain and its leg.
_BEHIND_SEAT = re.compile(r"\s*[,;)–-]+\s*(?:(?:the|his|her|my|left|right|[LRB]|bilateral|and|w|with)[\s/]+)*", re.I)
_DOWN_LEG = re.compile(
    r"\s+(?:(?:radiat|shoot|runn?|go)\w*\s+)?(?:down|into|in|to)\s+(?:(?:the|his|her|my|left|right|[LRB]|both|back of)\s+)*", re.I
)
_BACK_TOO = re.compile(r"\bback\b(?!\s+of)", re.I)
#: The values of what tells of the lumbar canal.
_OF_CANAL = ("claudication", "cauda equina")
#: What a way is denied into.
_LEG = "leg"
#: What an item of a list of complaints stands between, and the characters that it is looked for in.
_LOOK_BACK, _BOX_REACH = 200, 8
#: The characters of "and so does the patient's".
_LIKEWISE = 28
#: The heading of where a pain is, with a side behind it, and what tells that it is of a pain.
_LOCATION = re.compile(
    r"(?:^|[.;,\n•*-]\s*|\bpain )(?:location|site|where)s?(?: of (?:the )?pain)?(?: ?\([^()\n]{1,24}\))?\s*[:=–-]\s*"
    r"(?:(?:left|right|bilateral|l|r|b/l|midline|central)\s+)?$",
    re.I,
)
_PAINFUL = re.compile(r"\b(?:pain|ach(?:e|ing|y)|hurt|sore)", re.I)
#: What makes a back that of another part.
_BACK_OF = re.compile(
    r"\s+of\s+(?:the |his |her |my |both )?"
    r"(?:head|neck|skull|throat|ear|eye|arm|elbow|hand|shoulder|knee|leg|thigh|calf|heel|ankle|foot|hip)s?\b",
    re.I,
)
_TICK = re.compile(r"(?:\[\s*[xX✓✔]\s*\]|\(\s*[xX✓✔]\s*\)|[☑☒✔])\s*$")
_BEFORE, _AFTER = re.compile(r"(?:^|[:,;/&\n]|\band)\s*(?:the\s+)?$", re.I), re.compile(r"\s*(?:[,;./&\n]|and\b|$)", re.I)


def find_back_pain(reading: Reading) -> Iterator[Said]:
    """The mentions of low back pain; "back pain" alone counts where the note speaks of the lumbar spine and not of the kidney."""
    return _without_ended(reading, tuple(_without_healed(reading, tuple(_mentions(reading)))))


def _mentions(reading: Reading) -> Iterator[Said]:
    in_context = has_lumbar_context(reading)
    for target in reading.targets("BACK_PAIN"):
        assertion = weigh(reading, target)
        sentence = reading.sentence_of(target)
        if target.cue == _OVER and assertion is Assertion.HISTORICAL and _is_scored(reading, sentence, target):
            assertion = Assertion.AFFIRMED
        if _is_back_of(reading, sentence, target):
            continue
        of_back = in_context and target.value != "flank" and not _is_of_kidney(sentence)
        if target.value == "lumbar" or of_back or assertion is Assertion.NEGATED:
            yield Said(Condition.LOW_BACK_PAIN, target, assertion)
    for target in reading.targets("NO_BACK_PAIN"):
        if target.assertion not in NOT_SAID and not _LIMITED.match(reading.text, target.end) and not _is_of_movement(reading, target):
            yield Said(Condition.LOW_BACK_PAIN, target, Assertion.NEGATED)
    for sentence in reading.sentences:
        if sentence.section == "chief_complaint" and not sentence.has("BACK_PAIN"):
            items = (place for place in sentence.of("REGION") if _is_item(reading, place))
            yield from (Said(Condition.LOW_BACK_PAIN, place, place.assertion) for place in items)
        ticked = (place for place in sentence.of("REGION") if _is_ticked(reading, sentence, place) or _is_location(reading, place))
        yield from (Said(Condition.LOW_BACK_PAIN, place, Assertion.AFFIRMED) for place in ticked)
        if sentence.section != "exam":
            yield from (
                Said(Condition.LOW_BACK_PAIN, pain, weigh(reading, pain))
                for pain in sentence.of("SYMPTOM")
                if pain.value == "pain" and _is_of_back(reading, sentence, pain)
            )


def _is_scored(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether a pain has its score of now, and what its sentence calls over is that of the leg: "LBP down to 2/10, leg symptoms gone"."""
    ended = any(one.start > pain.end and one.cue == _OVER for one in sentence.of("LEG_SYMPTOM", *ROOT_DISEASES))
    return ended and _SCORED.match(reading.text, pain.end, sentence.end) is not None


def _is_of_movement(reading: Reading, denied: Target) -> bool:
    """Whether the back is only not what a test or a movement hurts, or stops at: "bending stops because of the leg, not the back"."""
    if denied.value != _NOT_THERE:
        return False
    sentence = reading.sentence_of(denied)
    return sentence.section == "exam" or sentence.has("SLR") or _STOPPED.search(reading.text, sentence.start, denied.start) is not None


def _is_item(reading: Reading, place: Target) -> bool:
    """Whether the low back stands by itself in a list of complaints: "Right leg, low back, neck"."""
    text, start = reading.text, place.start
    listed = _BEFORE.search(text, max(0, start - _LOOK_BACK), start) is not None and _AFTER.match(text, place.end) is not None
    return listed and place.value == "lumbar" and place.text.lower().endswith("back")


def _is_ticked(reading: Reading, sentence: Sentence, place: Target) -> bool:
    """Whether the low back is ticked behind a question or a heading about pain: "Where does it hurt? [x] low back", "PAIN ☑ low back"."""
    text, start = reading.written, place.start
    if place.value != "lumbar" or _TICK.search(text, max(0, start - _BOX_REACH), start) is None:
        return False
    line = max(text.rfind("\n", 0, start), start - _LOOK_BACK)
    asked = reading.sentences[max(0, sentence.number - 1) : sentence.number + 1]
    return any(pain.value == "pain" and line < pain.start < start for told in asked for pain in told.of("SYMPTOM"))


def _is_location(reading: Reading, place: Target) -> bool:
    """Whether the low back stands first behind the heading of where a pain is: "Pain 6/10. Location: low back and both buttocks"."""
    text, start = reading.text, place.start
    headed = place.text.lower().endswith("back") and _LOCATION.search(text, max(0, start - _LOOK_BACK), start) is not None
    return headed and _PAINFUL.search(text, max(0, start - _LOOK_BACK), start + _LOOK_BACK) is not None


def _is_of_kidney(sentence: Sentence) -> bool:
    return any(place.value == "kidney" for place in sentence.of("ELSEWHERE"))


def _is_back_of(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether the back that hurts is the back of some part: "pain in the back of the upper thigh", "in back of the head"."""
    return own_back(sentence, target) is not None or _BACK_OF.match(reading.text, target.end) is not None


def _is_of_back(reading: Reading, sentence: Sentence, pain: Target) -> bool:
    """Whether a pain is placed in the low back: beside it ("aching in the lumbar spine") or in a list ("low back and left leg pain")."""
    if has_low_back_listed(reading, sentence, pain):
        return True
    words = place_words().places_pain
    for region in sentence.of("REGION"):
        if region.value not in LOW_BACK:
            continue
        if region.first >= pain.last:
            if _names_disease(reading, sentence, region):
                continue
            if _is_likewise(reading.gap(pain, region)) and CLAUSE_END.match(reading.text, region.end):
                return True
            if distance(reading, region, pain) <= _PLACED and are_only(reading.rest(pain, region, "SIDE", "RADIATION"), words):
                return True
            continue
        sites = sentence.has_between(region, pain, *LEG_PARTS, "ARM")
        apart = sentence.has_between(region, pain, "LINK", "RADICULOPATHY", "SCIATICA", "STENOSIS")
        if _places_disease(reading, sentence, region, pain):
            continue
        near = region.last + 3 >= pain.first and not apart
        if are_only(reading.rest(region, pain, "LEG", "SIDE", "TERRITORY"), words) if sites else near:
            return True
    return False


def _places_disease(reading: Reading, sentence: Sentence, region: Target, pain: Target) -> bool:
    """Whether a region before a leg's pain is where a root's disease sits: "pinched nerve in the low back, pain down the leg".

    The pain stands right behind it and right beside its leg: "pain there and down the leg" is of the back too. So is a back behind a comma:
    "sciatica, low back, leg pain".
    """
    text = reading.text
    if not any(
        leg.assertion is Assertion.AFFIRMED
        and _BACK_TOO.search(text, leg.end, sentence.end) is None
        and _BEHIND_SEAT.fullmatch(text, region.end, min(leg.start, pain.start))
        and (_DOWN_LEG.fullmatch(text, pain.end, leg.start) if pain.end <= leg.start else not text[leg.end : pain.start].strip())
        for leg in sentence.of(*LEG_PARTS)
    ):
        return False
    of_back = region.text.lower().endswith("back")
    return any(
        disease.last <= region.first
        and _SEATED.fullmatch(reading.text, disease.end, region.start) is not None
        and not (of_back and "," in reading.gap(disease, region))
        for disease in sentence.of(*ROOT_DISEASES)
    )


def _names_disease(reading: Reading, sentence: Sentence, region: Target) -> bool:
    """Whether a region behind a pain is part of the name of a disease, and no place of the pain: "leg pain: lumbar radiculopathy"."""
    return any(
        one.start <= region.start < one.end or (follows(one, region, _NAMED) and reading.gap(region, one).replace("-", "").isspace())
        for one in sentence.of(*_NAMES)
    )


def _is_likewise(gap: str) -> bool:
    """Whether the text between a pain and a part says that this has it too: "the neck hurts, so does the low back"."""
    told = gap.strip(" ,;\n").lower()
    return any(told == words or told.startswith(words + " ") for words in place_words().likewise) and len(told) < _LIKEWISE


def _without_healed(reading: Reading, said: Sequence[Said]) -> Iterator[Said]:
    """The mentions, without an injury that is over where the patient is said to have pain now ("pain 9/10 ... Dx: strain, resolved")."""
    hurts = any(
        s.assertion is Assertion.AFFIRMED
        and _INJURY.search(s.target.text) is None
        and ((told := reading.sentence_of(s.target)).has("NOW", "RETURNED") or _SCORE.search(reading.text, told.start, told.end))
        for s in said
    )
    for mention in said:
        if not (hurts and mention.assertion is Assertion.HISTORICAL and _INJURY.search(mention.target.text)):
            yield mention


def _without_ended(reading: Reading, said: Sequence[Said]) -> Iterator[Said]:
    """The mentions, those told before the author's final word calls the pain over taken as of the past too.

    So is what recalls a pain that the note has called over: "an ache in the low back, and that is gone ... given the recent back pain".
    """
    final = [s for s in said if s.target.section in FINAL]
    over = bool(final) and all(s.target.cue == _OVER and s.assertion is Assertion.HISTORICAL for s in final)
    gone = False
    for mention in sorted(said, key=lambda s: s.target.start):
        ended = over and mention.assertion is Assertion.AFFIRMED and mention.target.start < final[0].target.start
        ended = ended or (gone and mention.assertion.is_current and _recalls(reading, mention.target))
        told_over = mention.target.cue == _OVER or mention.target.assertion is Assertion.AFFIRMED
        gone = gone or (told_over and mention.assertion is Assertion.HISTORICAL)
        yield mention._replace(assertion=Assertion.HISTORICAL) if ended else mention


def _recalls(reading: Reading, target: Target) -> bool:
    return ends_in(reading.text[max(0, target.start - _BEFORE_REACH) : target.start], time_words().recalled, 1)


def is_shown_in_back(reading: Reading) -> bool:
    """Whether the patient shows or draws a pain in the low back: "points to L5 in the midline", "shading over the lumbosacral junction"."""
    return any(
        follows(place, shown, _PLACED) and (place.label == "LEVEL" or place.value in LOW_BACK)
        for shown in reading.targets("SYMPTOM")
        if shown.value in (SHOWN, DRAWN) and shown.section not in ASIDE and shown.assertion is Assertion.AFFIRMED
        for place in reading.sentence_of(shown).of("REGION", "LEVEL")
        if not is_elsewhere(place)
    )


@lru_cache(maxsize=1)
def has_lumbar_context(reading: Reading) -> bool:
    """Whether the note speaks of the lumbar spine at all, so that "back pain" means the low back (clarification 26)."""
    named = (t for t in reading.targets("REGION", "LEVEL", "BACK_PAIN", "SLR", "SCIATICA", "RADICULOPATHY") if t.section not in _OTHERS)
    if any(target.assertion not in NOT_SAID and _is_lumbar(reading, target) and not _is_of_relative(reading, target) for target in named):
        return True
    if Part.LUMBAR in lettered_parts(reading).values():
        return True
    if any(
        part_of_cue(root) is Part.LUMBAR for deed in reading.targets("ROOT_PROCEDURE") for root in reading.sentence_of(deed).of("VERTEBRA")
    ):
        return True
    if any(target.value in _OF_CANAL and target.assertion not in NOT_SAID for target in reading.targets("SYMPTOM", "SIGN")):
        return True
    hurting = [sentence for sentence in reading.sentences if sentence.has("BACK_PAIN")]
    in_legs = any(map(_is_of_no_region, hurting)) and (bool(symptoms_by_side(reading)) or has_leg_pain_of_back(reading))
    return in_legs or any(_goes_to_leg(sentence) or _is_of_leg_too(reading, sentence) for sentence in hurting)


def _is_of_no_region(sentence: Sentence) -> bool:
    """Whether a back hurts, and neither the neck nor the upper back is named beside it."""
    return not sentence.has("REGION") and any(pain.assertion is Assertion.AFFIRMED for pain in sentence.of("BACK_PAIN"))


def _is_of_relative(reading: Reading, place: Target) -> bool:
    """Whether a place is where a relative has it: "her sister has a pinched nerve in the low back"."""
    ills = (ill for ill in reading.sentence_of(place).of("RADICULOPATHY", "SCIATICA", "DISC", "BACK_PAIN", "SYMPTOM") if ill is not place)
    return place.label in ("REGION", "LEVEL") and Assertion.FAMILY in {ill.assertion for ill in ills}


def _goes_to_leg(sentence: Sentence) -> bool:
    """Whether the back pain of a sentence goes on into the leg or is said not to, or is one with a pain of the leg: "back and leg pain"."""
    if any(_LEG in none.text.lower() for none in sentence.of("NO_RADIATION")):
        return not _is_of_kidney(sentence)
    if sentence.has("RADIATION") and sentence.has(*LEG_PARTS):
        return not _is_of_kidney(sentence)
    return any(pain.value == "leg" and pain.assertion is Assertion.AFFIRMED for pain in sentence.of("BACK_PAIN"))


def _is_of_leg_too(reading: Reading, sentence: Sentence) -> bool:
    """Whether a back pain is told, and with it or in the next sentence a symptom in a leg, or that there is none.

    Such as "Back pain with numbness of the foot", "Back pain. Denies leg pain."
    """
    if not _is_of_no_region(sentence) or _is_of_kidney(sentence):
        return False
    behind = reading.sentences[sentence.number + 1 : sentence.number + 2]
    return any(_is_of_leg(reading, one) for one in (sentence, *behind) if one.section == sentence.section)


def _is_of_leg(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence tells of a symptom that is placed in a leg, or that there is none, and of no source for it."""
    if sentence.has("OTHER_SOURCE", "OTHER_PROBLEM") or sentence.section in _OTHERS:
        return False
    told = (one for one in sentence.of(*SYMPTOMS) if one.assertion in (Assertion.AFFIRMED, Assertion.NEGATED))
    return any(one.label == "LEG_SYMPTOM" or any(place.label == "LEG" for place in places_of(reading, sentence, one) or ()) for one in told)


def _is_lumbar(reading: Reading, target: Target) -> bool:
    if target.label == "RADICULOPATHY":
        return Part.LUMBAR in parts_of(reading, target)
    sacral = target.label == "LEVEL" and target.value.startswith("S")  # mostly heart sounds
    return part_of_cue(target) is Part.LUMBAR and not sacral
