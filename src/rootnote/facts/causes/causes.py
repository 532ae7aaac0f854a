"""What can cause a radiculopathy, linked to it or not."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from rootnote.facts.causes.cause_words import cause_words
from rootnote.facts.model import Assertion, Cause
from rootnote.facts.reading import Reading, Sentence, Target, follows
from rootnote.facts.symptoms.place_words import place_words
from rootnote.facts.wording import are_only, has_word
from rootnote.language.labels import LEVELS
from rootnote.language.notation import one_of

#: Which cause a target of a label is.
CAUSES = {
    "DISC": Cause.DISC,
    "DISC_SPACE": Cause.DISC,
    "SPONDYLOSIS": Cause.SPONDYLOSIS,
    "STENOSIS": Cause.OTHER,
    "OTHER_CAUSE": Cause.OTHER,
}
#: What a cause that a word has linked is besides: what happened, and what was put in.
_LINKED = {"CAUSAL_EVENT": "injury", "HARDWARE": "hardware", "STENOSIS": "stenosis"}
#: What it may be the cause of, and the tokens from that to the word that links them.
EFFECTS = ("RADICULOPATHY", "SCIATICA", "ROOT_LESION")
EFFECT_REACH = 3
#: What a cause or an effect is when a link holds between them.
CURRENT = (Assertion.AFFIRMED, Assertion.UNCERTAIN)
#: The tokens from what holds a root, a verb or a noun, to it.
_HELD, _HELD_BY_NOUN = 7, 2
#: What stands between an effect and its cause in "The cause of the radiculopathy is the disc".
IS = re.compile(r"\s*(?::|=|,? namely\b|is\b|was\b|being\b|at (?:surgery|operation) (?:is|was|:))", re.I)
#: What ends a clause, behind a cause.
CLAUSE_END = re.compile(r"\s*(?:[.,;:)\n]|$)")
#: What ends all that is said of a cause: not "..., which I doubt".
_SENTENCE_END = re.compile(r"\s*(?:[.;)\n]|$)")
#: The characters that what makes a guess of the cause behind it may take.
_GUESSED = 24
#: What stands between a cause and its effect in "I blame the disc and the spurs for the radiculopathy", and the tokens from the verb to it.
_FOR, _BLAMED = re.compile(r"([^,;:]*?) for [^,;:]*", re.I), 8
#: A clause behind a cause.
_CLAUSE = re.compile(r"[^.;:()\n]*")
#: What may qualify the cause or the effect that is blamed, and what else a cause is blamed for.
_NAMES = ("SIDE", "LEVEL", "VERTEBRA", "NERVE_ROOT", "REGION", "SEVERITY", "DISC_STATE")
_ELSE = ("BACK_PAIN", "SYMPTOM", "LEG_SYMPTOM", "OTHER_PROBLEM")
#: The links that a pronoun may stand behind, and what tells the place of a cause.
OF_EFFECT, PLACES = ("cause_effect", "cause_of"), (*_NAMES, "HARDWARE", "CANAL", "FORAMEN", "MODALITY")

#: What may be blamed, or begin another clause, between what attributes an effect and a cause.
_BLAMED_BEFORE = ("CAUSAL_EVENT", "OTHER_SOURCE", "OTHER_PROBLEM")
#: What leads to a cause behind an effect, or behind what is told of it, denied first or blamed too.
_TO, _AGAIN_TO = re.compile(r"\bto\s", re.I), re.compile(r".*(?:[,)]|\b(?:but|and))\s+to\s", re.I | re.S)
#: An adjective set against another: "to a small but definite herniation".
_BUT_ALSO = re.compile(r"\bbut (?!the\b|an?\b)[\w-]+(?: \S*\d\S*)?\s*$", re.I)
#: What presses by itself where a disc or joint is only told beside it, and what tells it beside them: "a joint with a cyst".
_MASSES, _TOLD_WITH = frozenset({"cyst", "tumor"}), re.compile(r"(?:\b(with)|, (?:but|while|whereas))\b[^,;:]*$", re.I)
#: The marks that let both press, what tells of the last of two ("a bulge and a cyst that compresses the root"), a verb that has a
#: subject, one whose subject is single, and what goes on from the last: "with a cyst pressing".
_JOINED = re.compile(r"[&+/,]")
_OF_LAST, _FINITE = re.compile(r"\s*(?:that|which)\s", re.I), re.compile(r"[a-z]+s\b", re.I)
_OF_ONE, _GOING_ON = re.compile(r"[a-z]+(?:[^s\W]s|sses)\b", re.I), re.compile(r"\b[a-z]+ing\b", re.I)
#: What may qualify an effect before the bracket that holds its cause, and the characters that a cause takes in one.
_BRACKET = 40
QUALIFYING = ("SIDE", "LEVEL", "VERTEBRA", "REGION", "COURSE", "SEVERITY", "LEG")
#: How a cause ends that stands before its effect as an adjective: "spondylotic", "disc-related".
ADJECTIVE = ("ic", "zoster", "discal", "related", "mediated", "induced", "post-radiation", "postradiation", "radiotherapy", "irradiation")
#: How an infection ends that stands so, right before: "Lyme radiculitis".
_AGENTS = ("lyme", "borrelial", "borrelia", "vzv", "cmv")
#: How its clause ends behind such an adjective, at a level or not.
_AT_END = re.compile(rf"(?:\s+at)?(?:\s*\(?(?:at )?[LT]\d\s?[-/]\s?[LS]?\d\)?)?{CLAUSE_END.pattern}")
#: Diseases that a patient has besides, unless they are said to be the cause.
COMORBID = frozenset({"diabetes", "zoster", "systemic"})


class _Patterns(NamedTuple):
    """What makes a guess of the cause that follows, right before the word that links it.

    What holds a root, from the word that tells how: "pinched in the stenotic recess".
    """

    guess: re.Pattern[str]
    holds: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = cause_words()
    return _Patterns(
        guess=re.compile(
            rf"\b(?:{one_of(words.guess, ' ')}|(?:{one_of(words.seem)})(?: to(?: be)?)?|\?)\s*(?:be\s|is\s)?$|\?\s*$",
            re.I,
        ),
        holds=re.compile(rf"\w+(?:\s+(?:{one_of(words.held_how)}))?\s+(?:{one_of(words.held_where)})\b[^,;:]*$", re.I),
    )


class Link(NamedTuple):
    """A cause linked to the radiculopathy by the words of one sentence, or of two that refer to each other."""

    cause: Target
    effect: Target


def cause_of(target: Target) -> Cause:
    """Which cause a linked target is; another one where it is an event or an implant."""
    return CAUSES.get(target.label, Cause.OTHER)


def kind_of(cause: Target) -> str:
    """What another cause than a disc or spondylosis is; "" for these."""
    return cause.value if cause.label == "OTHER_CAUSE" else _LINKED.get(cause.label, "")


def is_blamed(reading: Reading, sentence: Sentence, cause: Target, link: Target) -> bool:
    """Whether a cause is said to be the one, of what was named before: "Radiculopathy. The cyst is responsible."."""
    if link.value == "attribute":
        near = link.assertion is Assertion.AFFIRMED and follows(cause, link, _BLAMED)
        return (
            near
            and are_only(reading.rest(link, cause, *EFFECTS, *CAUSES, *_NAMES), cause_words().blames)
            and _ends(reading, sentence, cause)
        )
    if cause.assertion is Assertion.UNCERTAIN:
        told = link.assertion.is_current and link.value in ("is_cause", "behind_it")  # "I suspect a herniation behind it"
    else:
        told = link.assertion is Assertion.AFFIRMED and (
            link.value == "is_cause" or (link.value in OF_EFFECT and _is_of_that(reading, sentence, cause, link))
        )  # not "with a spur behind it"
    return told and _is_placed(reading, cause, link)


def is_led_to(reading: Reading, sentence: Sentence, link: Target, cause: Target) -> bool:
    """Whether what attributes an effect does so to a cause, and to nothing named before: "... to the fall; the MRI shows a herniation"."""
    if link.value != "attribute" or ";" in reading.gap(link, cause):
        return False
    start = _led_from(reading, sentence, link, cause)
    if has_word(_BUT_ALSO.sub("", reading.text[start : cause.start]), cause_words().turns_from_cause):
        return False
    blamed = (one for one in sentence.between(link, cause, *_BLAMED_BEFORE) if one.start >= start)
    return all(
        "," not in reading.gap(one, cause) and are_only(reading.rest(one, cause, *PLACES), cause_words().blamed_with) for one in blamed
    )


def _led_from(reading: Reading, sentence: Sentence, link: Target, cause: Target) -> int:
    """Where what an effect is attributed to begins, behind what is told of the effect: "the radiculopathy after the fall to the disc"."""
    start = max((one.end for one in sentence.between(link, cause, *EFFECTS)), default=link.end - len("to"))  # "put down to"
    led = _AGAIN_TO.match(reading.text, start, cause.start) or _TO.search(reading.text, start, cause.start)
    return led.end() if led else link.end


def _is_placed(reading: Reading, cause: Target, link: Target) -> bool:
    """Whether a cause is the subject of a link behind it, next to it or behind no more than its place: "the herniation at L4-5 is ..."."""
    if cause.end > link.start:
        return False
    near = link.first - cause.last <= EFFECT_REACH
    return near or are_only(reading.rest(cause, link, *PLACES), cause_words().placed_cause)


def causing_links(sentence: Sentence) -> list[Target]:
    """The links that tell, as a fact, that what stands before them causes what stands behind them: "explains"."""
    return [link for link in sentence.of("LINK") if link.value == "cause_effect" and link.assertion is Assertion.AFFIRMED]


def pronoun_behind(sentence: Sentence, link: Target) -> Target | None:
    """The word that refers back right behind a link: "due to it"."""
    return next((word for word in sentence.of("REFER") if word.first == link.last), None)


def _is_of_that(reading: Reading, sentence: Sentence, cause: Target, link: Target) -> bool:
    """Whether a cause is said to cause what its sentence named right before: "radiculopathy; the scar there is what causes it"."""
    word = pronoun_behind(sentence, link)
    before = max((one for one in sentence.of(*EFFECTS, *CAUSES, *_ELSE) if one.end <= cause.start), key=lambda one: one.end, default=None)
    ends = word is not None and _SENTENCE_END.match(reading.text, word.end, sentence.end) is not None
    return ends and before is not None and before.label in EFFECTS


def is_blamed_for(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether the author blames a cause for an effect behind it: "I hold the disc and the spurs alike responsible for the leg pain"."""
    blamed = (link for link in sentence.of("LINK") if link.value == "attribute" and link.assertion is Assertion.AFFIRMED)
    near = (link for link in blamed if follows(cause, link, _BLAMED))
    if cause.end > effect.start or all(sentence.has_between(link, cause, *_ELSE) for link in near):
        return False
    told = _FOR.fullmatch(reading.rest(cause, effect, *CAUSES, *_NAMES))
    return told is not None and are_only(told[1], cause_words().blamed_for)


def _ends(reading: Reading, sentence: Sentence, cause: Target) -> bool:
    """Whether nothing but another cause and small words follows a cause in its clause: "I blame the L4-5 disc and the spurs"."""
    tail = _CLAUSE.match(reading.text, cause.end, sentence.end)
    rest = tail[0] if tail is not None else ""
    for one in sentence.of(*CAUSES, *_NAMES):
        rest = rest.replace(one.text, " ") if one.start >= cause.end else rest
    return are_only(rest, cause_words().blamed_alone)


def is_adjective(reading: Reading, sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether a cause is an adjective that ends the clause of the effect: "S1 radiculopathy, left, discogenic", "is spondylotic (L4-5)"."""
    if not cause.text.lower().endswith(ADJECTIVE) or not _AT_END.match(reading.text, cause.end, sentence.end):
        return False
    if cause.value in COMORBID:
        return are_only(reading.rest(effect, cause, "SIDE", "LEVEL", "REGION"), frozenset())
    return are_only(reading.rest(effect, cause, *QUALIFYING), cause_words().called)


def qualifies(sentence: Sentence, cause: Target, effect: Target) -> bool:
    """Whether the cause is the effect's adjective: "spondylotic radiculopathy", "discogenic left lumbar radiculopathy"."""
    if not cause.text.lower().endswith((*ADJECTIVE, *_AGENTS)) or effect.first - cause.last > 3:
        return False
    between = sum(target.last - target.first for target in sentence.between(cause, effect, "REGION", "SIDE", *LEVELS))
    return between >= effect.first - cause.last


def is_bracketed(reading: Reading, cause: Target, effect: Target) -> bool:
    """Whether the cause stands in brackets behind its effect, and behind what qualifies that: "radiculopathy, left, chronic (L4-5 HNP)"."""
    within = reading.gap(effect, cause).partition("(")[2]
    before, bracket, _ = reading.rest(effect, cause, *QUALIFYING).partition("(")
    return bool(bracket) and ")" not in within and len(within) < _BRACKET and are_only(before, place_words().joins_root)


def is_passed_over(reading: Reading, sentence: Sentence, cause: Target, verb: Target) -> bool:
    """Whether another cause told behind one, right before a verb, presses alone.

    "Disc bulge; facet spurs compress the root", "facet arthropathy with a cyst that catches the root".
    """
    rivals = (one for one in sentence.between(cause, verb, *CAUSES) if CAUSES[one.label] is not CAUSES[cause.label])
    last = max(
        (one for one in rivals if one.label != "STENOSIS" and one.assertion is Assertion.AFFIRMED), key=lambda one: one.end, default=None
    )
    if last is None or ";" in reading.gap(last, verb):
        return False
    between, told = reading.gap(cause, last), reading.gap(last, verb)
    of_last = _OF_LAST.match(told) is not None and _OF_ONE.match(verb.text) is not None
    if not of_last and _press_both(told):
        return False
    if ";" in between:
        return _FINITE.match(verb.text) is not None
    beside = _TOLD_WITH.search(reading.rest(cause, last, *PLACES))
    with_it = beside is not None and are_only(beside.string[: beside.start()], cause_words().placed_cause)
    with_it = with_it and not _press_both(between.lstrip(" ,"))
    if beside is not None and beside[1]:
        with_it = with_it and _GOING_ON.search(reading.text, last.end, verb.end) is not None  # not "a disc with a cyst compresses the root"
    return last.value in _MASSES and (of_last or with_it)


def _press_both(gap: str) -> bool:
    """Whether the words between two things, or between these and a verb, let both press."""
    return _JOINED.search(gap) is not None or has_word(gap, cause_words().both_press)


def is_guessed(reading: Reading, link: Target, start: int = 0) -> bool:
    """Whether a word that links, or what stands right before it from some character on, makes a guess of the cause: "likely due to"."""
    return _patterns().guess.search(reading.text, max(start, link.start - _GUESSED), link.start) is not None


def holds(reading: Reading, lesion: Target, cause: Target) -> bool:
    """Whether a cause is what a root is held in, over or under by the verb or noun before it.

    "The root is pinched in the recess", "nerve root trapped in scar", "root entrapment in scar".
    """
    within = lesion.text.rfind(" ") + 1 if lesion.label == "ROOT_LESION" else 0
    noun = lesion.label == "ROOT_LESION" and not lesion.text.lower().endswith("ed")
    near = follows(cause, lesion, _HELD_BY_NOUN if noun else _HELD)
    return near and _patterns().holds.match(reading.text, lesion.start + within, cause.start) is not None
