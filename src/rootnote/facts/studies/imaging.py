"""Results of lumbar imaging: what was found, at which disc levels, and what is only ordered or shows another part.

Source: annotation guide, imaging and imaging_levels; clarifications 8, 15 and 18.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from rootnote.anatomy import LUMBAR_LEVELS
from rootnote.facts.attach import distance, nearest, side_of
from rootnote.facts.model import Assertion, Evidence, Finding, FindingKind, LevelFact
from rootnote.facts.reading import Found, Reading, Sentence, Target, follows
from rootnote.facts.spine.spine import Part, parts_of, says_lumbar
from rootnote.facts.spine.spine_nouns import is_state_of
from rootnote.facts.studies.image_levels import Group, groups_of, heading_levels, slipped
from rootnote.facts.studies.image_results import ABNORMAL, FOUND, NORMAL, is_abnormal, is_gone, is_outdated, renewed
from rootnote.facts.studies.needle_films import is_of_needle
from rootnote.facts.studies.studies import PARAGRAPH, Told, is_operated, is_report, told, without_result
from rootnote.facts.studies.study_parts import body_part, is_spine_note, other_parts, part_before
from rootnote.facts.studies.study_results import Kind
from rootnote.facts.studies.study_words import study_words
from rootnote.facts.wording import are_only, ends_in
from rootnote.language.categories import CONCLUDING, INDICATIONS
from rootnote.language.labels import IMAGES, PASSAGES

IMAGING = Kind(
    names=frozenset({"MODALITY"}),
    elsewhere=frozenset({"OTHER_IMAGE", "EMG"}),
    abnormal=FOUND,
    normal=NORMAL,
    sections=frozenset({"imaging", "findings"}),
    invasive=frozenset({"discogram"}),
    aside=True,
    by_level=True,
)
_SITES = {
    "DISC": "disc",
    "SPONDYLOSIS": "spondylosis",
    "STENOSIS": "stenosis",
    "DEGENERATIVE": "degeneration",
    "ROOT_LESION": "root contact",
    "DISC_STATE": "disc",
}
_CAUSES = {"spondylolisthesis": "listhesis", "malalignment": "listhesis", "trauma": "bone", "tumor": "mass"}
_NOT_SEEN = frozenset({"diabetes", "zoster", "systemic", "postlaminectomy", "injury"})
#: What makes a plain "normal" without the name of a test the spine's.
_SPINE_WORDS = ("LEVEL", "HARDWARE", "DISC", "DISC_SPACE", "CANAL", "FORAMEN", "NERVE_ROOT", "STENOSIS", "REFER")
#: What is examined, and no image of the spine shows.
_OF_EXAM = ("LEG", "STRENGTH", "SENSATION", "REFLEX", "WALK")
#: Results that are the spine's by nature.
_SPINAL = frozenset({"DISC", "ROOT_LESION"})
_JOINT_REACH = 5
#: What organs have too, and the tokens from it to the organ: "a simple cyst at the lower pole of the left kidney".
_MASSES, _ORGAN_REACH = frozenset({"cyst", "mass", "tumor"}), 12
#: Findings of bone, metal or a mass, whose place is not a disc level.
_WITHOUT_LEVEL = frozenset({"bone", "mass", "hardware", "trauma", "tumor"})
#: Findings whose level the assessment may give, and what stands for any of them: "the pathology named above".
_NAMED = "named"
_LEVELLED = frozenset({"disc", "stenosis", "listhesis"})
#: Findings that are looked for where somebody was operated on.
_AT_OPERATION = frozenset({"disc", "scar", "root contact", "stenosis"})
#: Sections in which a clinician names the disorder that an image without a level has shown.
_NAMED_IN = CONCLUDING | INDICATIONS | {"plan", "preop_diagnosis", "chief_complaint"}
#: Tokens between a level and what was found there, and where the sentence names no other.
_REACH, _REACH_ALONE = 16, 32
#: What goes on to tell what is found at levels.
_WHERE = re.compile(r"\s*,?\s*(?:where|which|that|has|shows|with|is)\b", re.I)
#: What stands before levels that open a part of a sentence behind a semicolon.
_OPENS_PART = re.compile(
    r";\s*(?:(?:and|but|while|also|then)\s+)?(?:(?:the|both|other)\s+)?"
    r"(?:(?:dis[ck]s?|dis[ck] spaces?|levels?|canal|facets?)\s+)?(?:(?:at|in|on|of|the)\s+)*$",
    re.I,
)
#: The first word that is told of levels right behind them.
_TOLD_OF = re.compile(r"\s+(?:discs?\s+|disks?\s+|levels?\s+)?([a-z]+)", re.I)
#: Tokens between a disc and the word for its state.
_STATE_REACH = 8
#: Tokens between a disorder in the assessment and its level.
_NAMED_REACH = 8


def find_imaging(reading: Reading) -> Found:
    """Results of lumbar imaging, one per finding and level; rejected are tests that are ordered, of another part, or without a result."""
    findings: list[Finding] = []
    reported: set[int] = set()
    for item in told(reading, IMAGING, _is_ours):
        findings += _of_sentence(reading, item)
        reported.update(target.start for target in item.names)
    unreported = (name for name in reading.targets(*IMAGES) if name.start not in reported)
    rejected = (without_result(reading, FindingKind.IMAGING, name, site=name.value or None) for name in unreported)
    return Found(tuple(findings), tuple(rejected))


def _is_ours(reading: Reading, target: Target) -> bool:
    """Whether a name of a test, or a result, is about the lumbar spine."""
    sentence = reading.sentence_of(target)
    if target.label == "MODALITY":
        if is_of_needle(reading, target) or (target.value == "xray" and target.section == "procedure" and is_operated(reading)):
            return False  # a film of needles or screws
        part = body_part(reading, target) or part_before(reading, target)
        return is_spine_note(reading) if part is None else part is Part.LUMBAR
    if target.label == "SEVERITY":
        return _is_elliptic(reading, sentence, target)
    if target.label == "DISC_STATE" and _space_of(reading, sentence, target) is None:
        return False
    if target.value in _NOT_SEEN or _is_of_joint(reading, sentence, target):
        return False
    if target.label in NORMAL and sentence.has("SLR") and not sentence.has("MODALITY"):
        return False  # the result of a test of the legs
    if target.label in NORMAL:
        spinal = sentence.has(*_SPINE_WORDS) or says_lumbar(sentence)
        examined = sentence.has(*_OF_EXAM) and not sentence.has("PURPOSE")  # "Left leg normal. CT: ...", but "normal study for leg pain"
        spinal = spinal or (is_report(reading, IMAGING) and not examined)
        return sentence.has("MODALITY") or (spinal and _is_lumbar(reading, target))
    return _is_lumbar(reading, target)


def _is_lumbar(reading: Reading, target: Target) -> bool:
    sentence = reading.sentence_of(target)
    if sentence.has("MODALITY") and not sentence.has("REGION", "LEVEL", "ARM"):
        return True  # as its test is
    return (says_lumbar(sentence) or is_spine_note(reading)) and Part.LUMBAR in parts_of(reading, target, ignore=("VERTEBRA",))


def _space_of(reading: Reading, sentence: Sentence, state: Target) -> Target | None:
    """The disc or narrow canal beside a state that is its own ("the L4-5 disc is a bit dark"); None for a part of a longer finding."""
    within = (other for other in sentence.of(*(ABNORMAL - {state.label})) if other.start < state.end and state.start < other.end)
    if any(within) or any(follows(state, cue, 2) for cue in sentence.of("NEGATOR")):
        return None
    spaces = [
        space for space in sentence.of("DISC_SPACE", *PASSAGES) if space.assertion is not Assertion.NEGATED and is_state_of(space, state)
    ]
    near = [space for space in spaces if distance(reading, space, state) <= _STATE_REACH]
    return min(near, key=lambda space: distance(reading, space, state), default=None)


def _is_elliptic(reading: Reading, sentence: Sentence, severity: Target) -> bool:
    """Whether a word of severity is all that is said of a level: "L4-5 severe stenosis. L3-4 moderate.", "and moderate at L3-4"."""
    results = [target for target in sentence.targets if target.label in ABNORMAL | NORMAL]
    for level in sentence.of("LEVEL"):
        if follows(severity, level, 2):
            if not any(target.start >= severity.end for target in results):
                return True
        elif follows(level, severity, 2):
            pain = any(target.start < severity.start for target in sentence.of("SYMPTOM", "BACK_PAIN"))
            behind = any(follows(severity, other, 2) for other in sentence.of("LEVEL"))  # "L3-4 severe", but "L3-4, severe at L4-5"
            led = not behind or ends_in(reading.gap(severity, level), study_words().before_level, 1)
            return led and not pain and not any(severity.start <= target.start < level.start for target in results)
    return False


def _is_of_joint(reading: Reading, sentence: Sentence, target: Target) -> bool:
    """Whether a result that is not the spine's by nature is of a joint or an organ named right beside it."""
    if target.label in _SPINAL or says_lumbar(sentence):
        return False
    reach = _ORGAN_REACH if target.value in _MASSES else _JOINT_REACH
    return any(distance(reading, target, joint) <= reach for joint in other_parts(sentence))


def _of_sentence(reading: Reading, item: Told) -> list[Finding]:
    """The findings of one sentence: one for each level named with a result, or for each result when no level is."""
    sentence = item.sentence
    groups = tuple(groups_of(reading, sentence)) or tuple(slipped(reading, sentence))
    results = tuple(renewed(reading, sentence, result) for result in item.results if not is_outdated(sentence, result))
    if not results:
        return []
    if not groups:
        abnormal = [result for result in results if is_abnormal(result)]
        levels = heading_levels(reading, sentence)
        operated = () if levels else _operated_before(reading, sentence)
        held = list(_longest(abnormal)) or [results[0]]
        beside = () if abnormal else item.names[:1]
        placed = ((result, levels or (operated if _site(result) in _AT_OPERATION else ())) for result in held)
        return [_finding(reading, sentence, result, beside, level) for result, there in placed for level in _levels_of(result, there)]
    found: list[Finding] = []
    used: set[int] = set()
    for number, group in enumerate(groups):
        result = _result_of(reading, results, groups, number)
        if result is not None and group.levels:
            used.add(result.start)
            excepted = _is_excepted(reading, sentence, result, group)
            for level in _levels_of(result, group.levels):
                found.append(_finding(reading, sentence, result, group.targets, level, excepted=excepted))
    left = sorted((result for result in results if result.start not in used), key=lambda result: not is_abnormal(result))
    return found or [_finding(reading, sentence, result, (), None) for result in left[:1]]


def _is_excepted(reading: Reading, sentence: Sentence, result: Target, group: Group) -> bool:
    """Whether a result does not hold for levels: "no stenosis except at L4-5"; it does in "bulges, except L4-5, where it is large"."""
    if result.end > group.targets[0].start or not sentence.has_between(result, group.targets[0], "EXCEPT"):
        return False
    return not (is_abnormal(result) and _WHERE.match(reading.text, group.targets[-1].end))


def _takes_level(result: Target) -> bool:
    return is_abnormal(result) and result.value not in _WITHOUT_LEVEL


def _levels_of(result: Target, levels: Sequence[str]) -> Sequence[str | None]:
    """The levels of a result as its findings take them; one of bone, metal or a mass takes none."""
    return levels if levels and result.value not in _WITHOUT_LEVEL else (None,)


def _operated_before(reading: Reading, sentence: Sentence) -> tuple[str, ...]:
    """The level operated on that the sentence before tells and nothing else: "Prior L5-S1 laminectomy. Enhancing scar around the root."."""
    earlier = reading.sentences[sentence.number - 1] if sentence.number else sentence
    apart = earlier.section != sentence.section or PARAGRAPH.search(reading.text, earlier.start, sentence.start) is not None
    if apart or sentence.has("MODALITY") or not any(_is_operation(target) for target in earlier.targets):
        return ()
    groups = tuple(groups_of(reading, earlier))
    told = any(is_abnormal(target) and not _is_operation(target) for target in earlier.of(*ABNORMAL))
    return groups[0].levels if len(groups) == 1 and len(groups[0].levels) == 1 and not told else ()


def _is_operation(target: Target) -> bool:
    """Whether a target tells that somebody was operated on: "laminectomy", "postoperative changes"."""
    return target.label == "DEED" or target.value in ("hardware", "postlaminectomy")


def _site(result: Target) -> str | None:
    """What was found, in a word: "disc", "stenosis", "spondylosis", "listhesis", "root contact" ..."""
    return _SITES.get(result.label) or _CAUSES.get(result.value, result.value) or None


def _is_of_passage(reading: Reading, sentence: Sentence, result: Target) -> bool:
    """Whether a result is the state of a canal or foramen: "the canal is down to 6 mm"."""
    space = _space_of(reading, sentence, result) if result.label == "DISC_STATE" else None
    return space is not None and space.label in PASSAGES


def _longest(results: Sequence[Target]) -> Iterator[Target]:
    """The results that stand in no other one, so that one phrase of several labels counts once."""
    end = -1
    for result in sorted(results, key=lambda result: (result.start, -result.end)):
        if result.start >= end:
            yield result
            end = result.end


def _result_of(reading: Reading, results: Sequence[Target], groups: Sequence[Group], number: int) -> Target | None:
    """The result that levels named together belong to: the first abnormal one that they head, else the nearest one."""
    group = groups[number]
    start, end = group.targets[0].start, group.targets[-1].end
    floor = groups[number - 1].targets[-1].end if number else 0
    ceiling = groups[number + 1].targets[0].start if number + 1 < len(groups) else len(reading.text)
    after = [result for result in results if end <= result.start and result.end <= ceiling]
    before = [result for result in results if result.end <= start and result.start >= floor]
    if number and before and (_tells_anew(reading, before[-1], group) or _opens_part(reading, before[-1], group, after)):
        before = []
    if group.heads and after:
        return next((result for result in after if is_abnormal(result)), after[0])
    if number + 1 == len(groups) and any(map(_takes_level, after)):  # "postoperative changes at L4-5 with narrowing of the disc space"
        before = [result for result in before if _takes_level(result) or result.label == "SEVERITY"]
    if before and ends_in(reading.text[before[-1].end : start], study_words().before_level, 2):
        after = []
    ranked = [(distance(reading, group.targets[0], result), 0, -result.start, result) for result in before[-2:]]
    ranked += [(distance(reading, group.targets[-1], result), 1, result.start, result) for result in after[:2]]
    if inside := [result for result in results if (result.start <= start and end <= result.end) or start < result.start < end]:
        return inside[0]
    best = min(ranked, key=lambda row: (row[0], row[1], not is_abnormal(row[3]), not _takes_level(row[3]), row[2]), default=None)
    if best is None and number + 1 < len(groups) and _is_graded_alone(reading, group, groups[number + 1]):
        return _result_of(reading, results, groups, number + 1)
    return best[3] if best is not None and best[0] <= (_REACH if len(groups) > 1 else _REACH_ALONE) else None


def _is_graded_alone(reading: Reading, group: Group, later: Group) -> bool:
    """Whether of some levels only the severity is told of what is named behind the next: "L4-5 mild, L5-S1 moderate stenosis"."""
    last, first = group.targets[-1], later.targets[0]
    graded = reading.sentence_of(last).has_between(last, first, "SEVERITY")
    return graded and are_only(reading.rest(last, first, "SEVERITY"), study_words().level_list)


def _tells_anew(reading: Reading, result: Target, group: Group) -> bool:
    """Whether levels behind a comma open a clause of their own: "L4-5 bulge, L5-S1 looks well", not "L4-5 bulge, L5-S1 as well"."""
    apart = reading.text[result.end : group.targets[0].start].strip()
    told = _TOLD_OF.match(reading.text, group.targets[-1].end)
    alike = study_words().level_list | study_words().told_alike
    return apart in (",", ";") and told is not None and told.group(1).lower() not in alike


def _opens_part(reading: Reading, result: Target, group: Group, after: Sequence[Target]) -> bool:
    """Whether levels open a part of a sentence that has a result of its own: "L4-5 slip, narrow foramina; at L3-4 there is a bulge"."""
    apart = _OPENS_PART.search(reading.text, result.end, group.targets[0].start)
    return apart is not None and bool(after) and ";" not in reading.text[group.targets[-1].end : after[0].start]


def _finding(
    reading: Reading, sentence: Sentence, result: Target, beside: Sequence[Target], level: str | None, *, excepted: bool = False
) -> Finding:
    severity = nearest(reading, sentence, result, ("SEVERITY",), reach=5)
    zone = nearest(reading, sentence, result, ("ZONE",), reach=5)
    return Finding(
        FindingKind.IMAGING,
        Assertion.AFFIRMED if excepted is not is_abnormal(result) else Assertion.HISTORICAL if is_gone(result) else Assertion.NEGATED,
        reading.around([result, *beside]),
        sentence.section,
        result.rule,
        side=side_of(reading, sentence, result, reach=7),
        level=level,
        site="stenosis" if _is_of_passage(reading, sentence, result) else _site(result),
        severity=severity.value if severity else None,
        zone=zone.value if zone else None,
    )


def imaging_levels(reading: Reading, findings: Sequence[Finding]) -> tuple[LevelFact, ...]:
    """The lumbar disc levels with an abnormal result, from above; may be empty.

    A result without any level takes the level that the clinician gives the same disorder in the assessment; one that a newer image no
    longer shows has none.
    """
    images = [f for f in findings if f.kind is FindingKind.IMAGING]
    gone = {(f.level, f.site): f.evidence.start for f in images if f.assertion is Assertion.HISTORICAL}
    abnormal = [f for f in images if f.assertion is Assertion.AFFIRMED and f.evidence.start >= gone.get((f.level, f.site), 0)]
    places: dict[str, list[Evidence]] = {}
    for finding in abnormal:
        if finding.level is not None:
            places.setdefault(finding.level, []).append(finding.evidence)
    if abnormal and not places:
        sites = {finding.site for finding in abnormal}
        sites |= _LEVELLED if _NAMED in sites else set()
        for level, evidence in _named_elsewhere(reading, sites):
            places.setdefault(level, []).append(evidence)
    return tuple(LevelFact(level, tuple(dict.fromkeys(places[level]))) for level in LUMBAR_LEVELS if level in places)


def _named_elsewhere(reading: Reading, sites: AbstractSet[str | None]) -> Iterator[tuple[str, Evidence]]:
    for target in reading.targets("DISC", "STENOSIS", "OTHER_CAUSE"):
        if target.section in _NAMED_IN and _site(target) in sites & _LEVELLED and target.assertion.is_current:
            sentence = reading.sentence_of(target)
            group = min(groups_of(reading, sentence), key=lambda group: distance(reading, target, group.targets[0]), default=None)
            if group is not None and distance(reading, target, group.targets[0]) <= _NAMED_REACH:
                for level in group.levels:
                    yield level, reading.around([target, *group.targets])
