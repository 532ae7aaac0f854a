"""Verdicts: what others have called the patient's trouble, and what the author makes of that elsewhere in the note.

A label is another's word, told by who says it, by what kind of list it stands in, or by the quotation marks around it; what is quoted from
a website or leaflet is of nobody. A verdict names the label only by a word for it ("Triage label discarded", "I do not share it"): it is
about all labels before it, or those of whom it names.

Source: annotation guide, conditions: the author's final current assessment; the words stand in ``verdicts.toml``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language.labels import DISEASES, ROOT_DISEASES
from rootnote.language.phrases import Compact, Match, Phrases
from rootnote.language.placed import Placed
from rootnote.language.quoted import QUOTED, READ, is_owned, is_printed, is_quoted, is_retold, is_told_by, names, spoken_from, topic
from rootnote.language.rulefile import RULES, PhraseRule, read_toml, to_rules
from rootnote.language.talk import is_of_somebody, talk_words
from rootnote.language.verdict_words import verdict_words

_FILE = "verdicts.toml"
_LABEL, _RETOLD, _ASKED, _REFUTED, _ACCEPTED, _OVER, _PAPERS = "label", "label.retold", "asked", "refuted", "accepted", "over", "printed"
#: A bare denial, what sets aside or confirms what was only thought of, what doubts a label, and the yes to a question: each is about its
#: own sentence and the one before. The second and third are about any doubt there, the last only about what was asked.
_BARE, _SET_ASIDE, _CONFIRMED, _DOUBTED, _ANSWERED_YES = "refuted.bare", "refuted.doubt", "confirmed", "doubted", "answered"
_THIS = "refuted.this"
_NEAR = (_BARE, _THIS, _SET_ASIDE, _CONFIRMED, _DOUBTED, _ANSWERED_YES)
_OF_DOUBTS = (_SET_ASIDE, _CONFIRMED)
#: The rules that tell what is a label, and give no verdict.
_OF_LABELS = frozenset({_LABEL, _RETOLD, _ASKED, _PAPERS})
_DENYING, _AFFIRMING = frozenset({_REFUTED, _BARE, _THIS, _SET_ASIDE}), frozenset({_CONFIRMED, _ANSWERED_YES})
#: What the cues of answered questions begin with.
_ANSWER = "answer."
#: The tokens from a question to what it asks after, and those before what confirms in which a word may take that back.
_ASKED_REACH, _OPEN_REACH = 4, 5
#: What stands before a bare denial that answers what its own sentence asks, and what ends a clause.
_ANSWERED, _ENDING = frozenset(":="), frozenset(".;")
#: What printed words can name. A verdict can be about a disease only, of which the root's alone is marked as another's word.
_PRINTED = DISEASES | {"BACK_PAIN"}
#: What a cue is called here: another's word that the author has not spoken on, printed words, what is refuted, what is held for over.
LABEL_CUE, PAPER_CUE, REFUTED_CUE, OVER_CUE = "verdict.label", "verdict.paper", "verdict.refuted", "verdict.over"
#: The same of another's word that is in doubt, or is what the author doubts, and of what is confirmed.
DOUBTED_CUE, CONFIRMED_CUE = "verdict.doubted", "answer.affirmed"
#: The rules that call what they hold another's word, of which one is of what the patient fears.
_FEARED = "hypothetical.fear"
_OTHERS = frozenset({"historical.records", "historical.superseded", _FEARED})
_REFUTABLE = frozenset({"affirmed", "uncertain", "historical"})
#: The rules of a doubt that says no more than that it is one.
_PLAIN_DOUBTS = frozenset({"uncertain.forward", "uncertain.backward"})
#: What a question may make of what it asks after.
_ASKED_OF = frozenset({"uncertain", "hypothetical"})
#: What printed words may say of what they describe.
_OPEN = frozenset({"affirmed", "uncertain"})
#: The rules of the author's own verdict.
VERDICTS = frozenset({"negated.withdrawn", "negated.verdict", "negated.refuted", "negated.struck", "negated.withdrew"})
#: Assertion and cue of what no word speaks on.
PLAIN = ("affirmed", "")

_Said: TypeAlias = dict[tuple[int, int], tuple[str, str]]
#: Tokens of a sentence, half-open.
_Bounds: TypeAlias = tuple[int, int]


class _Label(NamedTuple):
    """A target that is another's word or in doubt, the number of its sentence, the names there, and whether it is quoted or printed.

    ``held`` tells another's word from a mere doubt, ``asked`` what a question is after, ``granted`` what it takes for granted, ``retold``
    what someone by title makes of it, ``closes`` whether its name ends its sentence.
    """

    target: Placed
    place: int
    names: frozenset[str]
    spoken: bool
    printed: bool
    held: bool
    asked: bool
    granted: bool
    retold: bool
    closes: bool


class _Unsettled:
    """The labels that no verdict of one kind has been about, by the names in their sentences ("" where there is none)."""

    def __init__(self) -> None:
        self._labels: dict[str, list[_Label]] = {}

    def add(self, label: _Label) -> None:
        for name in label.names or ("",):
            self._labels.setdefault(name, []).append(label)

    def take(self, names: frozenset[str]) -> Iterator[_Label]:
        """The labels with some names, or all where a verdict names nobody; a later verdict is not about them."""
        for name in names or tuple(self._labels):
            yield from self._labels.pop(name, ())

    def forget(self, place: int) -> None:
        """Leaves out the labels of the sentences before one, given by its number."""
        kept = [label for labels in self._labels.values() for label in labels if label.place >= place]
        self._labels.clear()
        for label in kept:
            self.add(label)


class Verdicts:
    """Tells the labels of a Doc and the verdicts on them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        rules = to_rules(_FILE, read_toml(RULES / _FILE, {"words", "verdict"}).get("verdict"), PhraseRule, "verdict")
        self._phrases = Phrases(tokenizer, [(rule.id, rule.phrases) for rule in rules])

    def judged(
        self, doc: Doc, short: Compact, sentences: Sequence[_Bounds], targets: Sequence[Placed], said: Mapping[_Bounds, tuple[str, str]]
    ) -> _Said:
        """Assertion and cue by tokens of the targets, given in order, whose names are labels or stand under a verdict."""
        starts = [start for start, _ in sentences]
        named: dict[int, list[Placed]] = {}
        for target in targets:
            if target.label_ in _PRINTED:
                named.setdefault(bisect_right(starts, target.start) - 1, []).append(target)
        if not named:
            return {}
        found: dict[int, list[Match]] = {}
        for match in self._phrases(short):
            first, end = short.tokens[match.start], short.tokens[match.end - 1] + 1
            place = bisect_right(starts, first) - 1
            found.setdefault(place, []).append(Match(match.key, first - starts[place], end - starts[place]))
        judged: _Said = {}
        unsettled = {key: _Unsettled() for key in (_REFUTED, _ACCEPTED, _OVER, *_NEAR)}
        for place in sorted({*named, *found}):
            start, end = sentences[place]
            words = [token.text for token in doc[start:end]]
            cues = found.get(place, [])
            labels = _labels_in(words, place, start, named.get(place, []), said, cues)
            for key in _NEAR:
                unsettled[key].forget(place - 1)
            told: list[tuple[int, str | _Label]] = [(cue.start, cue.key) for cue in cues if cue.key not in _OF_LABELS]
            told += [(label.target.start - start, label) for label in labels]
            for at, one in sorted(told, key=itemgetter(0)):
                if isinstance(one, _Label):
                    for kind, waiting in unsettled.items():
                        if one.closes if kind == _THIS else one.held or kind in _OF_DOUBTS:
                            waiting.add(one)
                    judged |= _as_label(one, said)
                elif one not in _AFFIRMING or not _is_open(words, at):
                    if (one == _BARE and _is_answered(words, at)) or (one == _THIS and at > 0):
                        unsettled[one].forget(place)  # "Long tract signs: none.", "His weight is given as 300; this is incorrect"
                    about = [label for label in unsettled[one].take(names(words)) if _is_about(label, place, words[:at], start)]
                    judged |= _verdict(one, about, said, judged)
        return judged


def _labels_in(
    words: Sequence[str], place: int, start: int, held: Sequence[Placed], said: Mapping[_Bounds, tuple[str, str]], cues: Sequence[Match]
) -> Iterator[_Label]:
    """The labels and doubts in a sentence, given by its words, number and first token, and by its cues, in places of its words."""
    keys = {cue.key for cue in cues}
    shown = _shown(words, held, [cue.end for cue in cues if cue.key == _PAPERS], start)
    questions = [cue.end for cue in cues if cue.key == _ASKED]
    quote = spoken_from(words)
    for target in held:
        assertion, cue = said.get((target.start, target.end), PLAIN)
        at = target.start - start
        ends = [end for end in questions if 0 <= at - end <= _ASKED_REACH]
        granted = not talk_words().granting.isdisjoint(word.lower() for end in ends for word in words[end:at])
        printed = target in shown or (is_quoted(words, at, READ) and is_printed(words[:at]))
        spoken = quote <= at
        told = _LABEL in keys or spoken or is_told_by(words) or cue in _OTHERS
        closes = _closes(words, at, target.end - start)
        quoted = printed or told or bool(ends) or is_quoted(words, at, QUOTED)
        retold = not quoted and closes and assertion == "affirmed" and (_RETOLD in keys or is_retold(words, at))
        held_by = printed or ((quoted or retold) and target.label_ in DISEASES)
        if held_by or (assertion == "uncertain" and target.label_ in ROOT_DISEASES):
            yield _Label(target, place, names(words), spoken, printed, held_by, bool(ends), granted, retold, closes)


def _as_label(label: _Label, said: Mapping[_Bounds, tuple[str, str]]) -> _Said:
    """What a label says before any verdict: what someone quoted by name said is past, and what is printed is of nobody."""
    place = label.target.start, label.target.end
    assertion, cue = said.get(place, PLAIN)
    if label.printed and assertion in _OPEN:
        return {place: ("hypothetical", PAPER_CUE)}
    if label.target.label_ not in ROOT_DISEASES or cue.startswith(_ANSWER):
        return {}
    if cue in _PLAIN_DOUBTS and label.held and not label.asked:
        return {place: (assertion, DOUBTED_CUE)}
    if assertion != "affirmed" or not label.held or label.retold:
        return {}  # what is retold stands, also beside a denial of another side or root, until the author goes against it
    if label.asked and not label.granted:
        return {place: ("uncertain", DOUBTED_CUE)}
    return {place: ("historical" if label.spoken else "affirmed", LABEL_CUE)}


def _verdict(key: str, about: Iterable[_Label], said: Mapping[_Bounds, tuple[str, str]], before: _Said) -> _Said:
    """What a verdict makes of the labels that it is about, as said, or as judged before."""
    judged: _Said = {}
    for label in about:
        place = label.target.start, label.target.end
        assertion, cue = before.get(place) or said.get(place, PLAIN)
        rooted = label.target.label_ in ROOT_DISEASES
        questioned = (label.asked and assertion in _ASKED_OF) or cue == _FEARED
        if key in _DENYING and (assertion in _REFUTABLE or questioned or cue == PAPER_CUE) and label.target.label_ in DISEASES:
            judged[place] = "negated", REFUTED_CUE
        if key == _OVER and assertion in _OPEN and rooted:
            judged[place] = "historical", OVER_CUE
        if key == _DOUBTED and assertion == "affirmed" and rooted:
            judged[place] = "uncertain", DOUBTED_CUE
        if (key == _CONFIRMED and assertion == "uncertain" and rooted) or (key == _ANSWERED_YES and label.asked and questioned):
            judged[place] = "affirmed", CONFIRMED_CUE
        if key == _ACCEPTED and (cue == PAPER_CUE or (assertion == "historical" and cue in _OTHERS | {LABEL_CUE})):
            judged[place] = PLAIN
    return judged


def _shown(words: Sequence[str], held: Sequence[Placed], papers: Sequence[int], start: int) -> frozenset[Placed]:
    """The targets of a sentence that printed words, given by where they end, describe; ``start`` is the first token of the sentence."""
    spans = [span for end in papers if (span := topic(words, end)) is not None]
    return frozenset(
        target
        for target in held
        if any(opened <= target.start - start < closed for opened, closed in spans) and not is_owned(words, target.end - start)
    )


def _is_open(words: Sequence[str], place: int) -> bool:
    """Whether words before a place leave open or deny what confirms there: "has not confirmed this suspicion", "if the EMG ..."."""
    return not verdict_words().open.isdisjoint(word.lower() for word in words[max(0, place - _OPEN_REACH) : place])


def _is_answered(words: Sequence[str], place: int) -> bool:
    """Whether words at a place answer what stands before a colon there, unlike "I take that back: he does not have it"."""
    return place > 0 and words[place - 1] in _ANSWERED and not is_of_somebody([word.lower() for word in words[: place - 1]])


def _is_about(label: _Label, place: int, before: Sequence[str], start: int) -> bool:
    """Whether a verdict behind some words of its sentence is of a label; a retold one only where it opens the next clause or sentence."""
    clause = before[label.target.end - start :] if label.place == place else before
    return not label.retold or (place <= label.place + 1 and verdict_words().leading.issuperset(word.lower() for word in clause))


def _closes(words: Sequence[str], place: int, end: int) -> bool:
    """Whether the name of a disease, from a place to its end, is the last word of a sentence or clause, and no item of a list."""
    named = next((word.lower() for word in reversed(words[:place]) if word.lower() not in verdict_words().placing), "")
    return named not in verdict_words().joined and _ENDING.issuperset(words[end : end + 1])
