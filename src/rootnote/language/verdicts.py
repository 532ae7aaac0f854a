"""Verdicts: what others have called the patient's trouble, and what the author makes of that elsewhere in the note.

A label is another's word, told by who says it, by what kind of list it stands in, or by the quotation marks around it; what is quoted from
a website or leaflet is of nobody. A verdict names the label only by a word for it ("Triage label discarded", "I do not share it"): it is
about all labels before it, or those of whom it names.

Source: annotation guide, conditions: the author's final current assessment; the words stand in ``verdicts.toml``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple, TypeAlias

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from rootnote.language.labels import DISEASES, ROOT_DISEASES
from rootnote.language.phrases import Compact, Phrases
from rootnote.language.placed import Placed
from rootnote.language.rulefile import RULES, PhraseRule, read_toml, read_word_sets, to_rules
from rootnote.language.talk import is_of_somebody, talk_words

_FILE = "verdicts.toml"
_LABEL, _RETOLD, _ASKED, _REFUTED, _ACCEPTED, _OVER, _PAPERS = "label", "label.retold", "asked", "refuted", "accepted", "over", "printed"
#: A bare denial, what sets aside or confirms what was only thought of, what doubts a label, and the yes to a question: each is about its
#: own sentence and the one before. The second and third are about any doubt there, the last only about what was asked.
_BARE, _SET_ASIDE, _CONFIRMED, _DOUBTED, _ANSWERED_YES = "refuted.bare", "refuted.doubt", "confirmed", "doubted", "answered"
_THIS = "refuted.this"
_NEAR = (_BARE, _THIS, _SET_ASIDE, _CONFIRMED, _DOUBTED, _ANSWERED_YES)
_OF_DOUBTS = (_SET_ASIDE, _CONFIRMED)
_DENYING, _AFFIRMING = frozenset({_REFUTED, _BARE, _THIS, _SET_ASIDE}), frozenset({_CONFIRMED, _ANSWERED_YES})
#: What the cues of answered questions begin with.
_ANSWER = "answer."
#: The tokens from a question to what it asks after, and those before what confirms in which a word may take that back.
_ASKED_REACH, _OPEN_REACH = 4, 5
#: What stands before a bare denial that answers what its own sentence asks, and what ends a clause.
_ANSWERED, _ENDING = frozenset(":="), frozenset(".;")
#: What printed words can name. A verdict can be about a disease only, of which the root's alone is marked as another's word.
_PRINTED = DISEASES | {"BACK_PAIN"}
#: The words of a quotation that is a label, at most, and of one from printed words.
_QUOTED, _READ = 12, 30
#: The words of a name behind a title, at most.
_NAMED = 5
#: The words from printed ones to what opens their topic, and the words of a topic, at most.
_OPENED, _TOPIC = 5, 40
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


class VerdictWords(NamedTuple):
    """The single words of ``verdicts.toml``, by what they tell."""

    title: frozenset[str]
    author: frozenset[str]
    documenting: frozenset[str]
    telling: frozenset[str]
    between_telling: frozenset[str]
    granting: frozenset[str]
    placing: frozenset[str]
    holding: frozenset[str]
    joined: frozenset[str]
    leading: frozenset[str]
    quote: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    answer_yes: frozenset[str]
    answer_no: frozenset[str]
    column_no: frozenset[str]
    course: frozenset[str]
    course_beside: frozenset[str]
    denial: frozenset[str]
    paper: frozenset[str]
    describing: frozenset[str]
    topic: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    open: frozenset[str]


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


@cache
def verdict_words() -> VerdictWords:
    """The words of ``verdicts.toml``. Raises ``RuleError`` when it has other keys, or no list of words for one."""
    return read_word_sets(_FILE, VerdictWords, "verdict")


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
        found: dict[int, list[tuple[int, str]]] = {}
        papers: dict[int, list[int]] = {}
        asked: dict[int, list[int]] = {}
        for match in self._phrases(short):
            token = short.tokens[match.start]
            if match.key == _PAPERS:
                papers.setdefault(bisect_right(starts, token) - 1, []).append(short.tokens[match.end - 1] + 1)
                continue
            if match.key == _ASKED:
                asked.setdefault(bisect_right(starts, token) - 1, []).append(short.tokens[match.end - 1] + 1)
                continue
            found.setdefault(bisect_right(starts, token) - 1, []).append((token, match.key))
        judged: _Said = {}
        unsettled = {key: _Unsettled() for key in (_REFUTED, _ACCEPTED, _OVER, *_NEAR)}
        for place in sorted({*named, *found}):
            start, end = sentences[place]
            words = [token.text for token in doc[start:end]]
            cues = found.get(place, [])
            held = named.get(place, [])
            shown = _shown(words, held, [token - start for token in papers.get(place, ())], start)
            keys = frozenset(key for _, key in cues)
            here = iter(_labels_in(words, place, start, held, said, shown, asked.get(place, ()), keys))
            waiting = next(here, None)
            for key in _NEAR:
                unsettled[key].forget(place - 1)
            for token, key in [*(cue for cue in cues if cue[1] not in (_LABEL, _RETOLD)), (end, "")]:
                while waiting is not None and waiting.target.start < token:
                    for kind, labels in unsettled.items():
                        if waiting.closes if kind == _THIS else waiting.held or kind in _OF_DOUBTS:
                            labels.add(waiting)
                    judged |= _as_label(waiting, said)
                    waiting = next(here, None)
                if key == _BARE and _is_answered(words, token - start):
                    unsettled[_BARE].forget(place)  # "Long tract signs: none." answers its own label
                if key == _THIS and token > start:
                    unsettled[_THIS].forget(place)  # "His weight is given as 300; this is incorrect"
                if key in _AFFIRMING and _is_open(words, token - start):
                    continue
                if key:
                    before = words[: token - start]
                    about = [label for label in unsettled[key].take(_names(words)) if _is_about(label, place, before, start)]
                    judged |= _verdict(key, about, said, judged)
        return judged


def _labels_in(
    words: Sequence[str],
    place: int,
    start: int,
    held: Sequence[Placed],
    said: Mapping[_Bounds, tuple[str, str]],
    shown: frozenset[Placed],
    questions: Sequence[int],
    keys: frozenset[str],
) -> Iterator[_Label]:
    """The labels and doubts in a sentence, given by its words, number and first token, and the keys of its cues.

    ``shown`` are the targets that printed words describe, ``questions`` the tokens behind what asks.
    """
    quote = _spoken_from(words)
    for target in held:
        assertion, cue = said.get((target.start, target.end), PLAIN)
        ends = [end for end in questions if 0 <= target.start - end <= _ASKED_REACH]
        between = (word.lower() for end in ends for word in words[end - start : target.start - start])
        granted = not talk_words().granting.isdisjoint(between)
        quoted_paper = _is_quoted(words, target.start - start, _READ) and _is_printed(words[: target.start - start])
        printed = quoted_paper or target in shown
        spoken = quote <= target.start - start
        told = _LABEL in keys or spoken or _is_told_by(words) or cue in _OTHERS
        closes = _closes(words, target.start - start, target.end - start)
        quoted = printed or told or bool(ends) or _is_quoted(words, target.start - start, _QUOTED)
        retold = not quoted and closes and assertion == "affirmed" and (_RETOLD in keys or _is_retold(words, target.start - start))
        held_by = printed or ((quoted or retold) and target.label_ in DISEASES)
        if held_by or (assertion == "uncertain" and target.label_ in ROOT_DISEASES):
            yield _Label(target, place, _names(words), spoken, printed, held_by, bool(ends), granted, retold, closes)


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
    spans = [span for end in papers if (span := _topic(words, end)) is not None]
    return frozenset(
        target
        for target in held
        if any(opened <= target.start - start < closed for opened, closed in spans) and not _is_owned(words, target.end - start)
    )


def _topic(words: Sequence[str], end: int) -> _Bounds | None:
    """The words that tell what printed words before some place are about, up to a person or closing bracket, or a semicolon outside."""
    known = verdict_words()
    opened = takewhile(lambda at: not _is_own(words[at]), range(end, min(len(words), end + _OPENED)))
    near = next((at for at in opened if words[at].lower() in known.topic), None)
    at = near if near is not None else next((at for at in range(end, len(words)) if words[at].lower() in known.describing), None)
    if at is None:
        return None
    last = min(len(words), at + 1 + _TOPIC)
    ends = known.closing if not known.opening.isdisjoint([*words[:end], words[at]]) else known.closing | {";"}
    stop = next((place for place in range(at + 1, last) if words[place] in ends or _is_own(words[place])), last)
    return at + 1, stop


def _is_own(word: str) -> bool:
    """Whether a word is of a person, of a side or of an own finding: what printed words describe has none."""
    lower = word.lower()
    return is_of_somebody([lower]) or lower in talk_words().side or lower in talk_words().finding


def _is_open(words: Sequence[str], place: int) -> bool:
    """Whether words before a place leave open or deny what confirms there: "has not confirmed this suspicion", "if the EMG ..."."""
    return not verdict_words().open.isdisjoint(word.lower() for word in words[max(0, place - _OPEN_REACH) : place])


def _is_answered(words: Sequence[str], place: int) -> bool:
    """Whether words at a place answer what stands before a colon there, unlike "I take that back: he does not have it"."""
    return place > 0 and words[place - 1] in _ANSWERED and not is_of_somebody([word.lower() for word in words[: place - 1]])


def _is_owned(words: Sequence[str], end: int) -> bool:
    """Whether words go on with what the patient has of it: "sciatica, which she has"."""
    following = [word.lower() for word in words[end : end + 3] if word != ","]
    return following[:1] in (["which"], ["that"]) and is_of_somebody(following)


def _spoken_from(words: Sequence[str]) -> int:
    """Where someone is quoted in a sentence, behind a name with a title and a colon; its end where nobody is, or its author by role."""
    known = verdict_words()
    quoted = (at for at, (word, following) in enumerate(pairwise(words)) if word.endswith(":") and following in known.quote)
    first = next(quoted, 0)
    said = [word.lower() for word in words[:first]]
    authored = said[:1] == ["the"] and said[1:2] and said[1] in known.author and not known.documenting.isdisjoint(said[2:])
    return first if not authored and any(word in known.title for word in said) else len(words)


def _is_told_by(words: Sequence[str]) -> bool:
    """Whether a sentence opens with someone's name and a colon: "Dr. Lund, 4/2019: sciatica"."""
    opened = words[0].lower() in verdict_words().title and len(words) > 1 and words[1][:1].isupper()
    return opened and any(word.endswith(":") for word in words[:_QUOTED])


def _is_retold(words: Sequence[str], place: int) -> bool:
    """Whether a sentence tells up to a place what someone by title makes of the patient's trouble, and no more.

    "The claimant's surgeon, Dr. Lund, diagnosed sciatica", but not "Dr. Lund wrote that he needs surgery for sciatica".
    """
    known = verdict_words()
    if is_granted(words[:place]):
        return False
    titled = [at for at, word in enumerate(words[:place]) if word.lower() in known.title]
    behind = (takewhile(lambda at: _is_name(words[at]), range(at + 1, min(place, at + 1 + _NAMED))) for at in titled)
    ends = (max(names, default=at) + 1 for at, names in zip(titled, behind, strict=True))
    verb = next((end for end in ends if end < place and words[end].lower() in known.telling), place)
    return verb < place and all(word.lower() in known.placing | known.holding for word in words[verb + 1 : place])


def _is_about(label: _Label, place: int, before: Sequence[str], start: int) -> bool:
    """Whether a verdict behind some words of its sentence is of a label; a retold one only where it opens the next clause or sentence."""
    clause = before[label.target.end - start :] if label.place == place else before
    return not label.retold or (place <= label.place + 1 and verdict_words().leading.issuperset(word.lower() for word in clause))


def _closes(words: Sequence[str], place: int, end: int) -> bool:
    """Whether the name of a disease, from a place to its end, is the last word of a sentence or clause, and no item of a list."""
    named = next((word.lower() for word in reversed(words[:place]) if word.lower() not in verdict_words().placing), "")
    return named not in verdict_words().joined and _ENDING.issuperset(words[end : end + 1])


def is_granted(before: Sequence[str]) -> bool:
    """Whether the words before the name of a disease take it for granted: "Dr. Lund says that his left L5 ..."."""
    known = verdict_words()
    return next((word.lower() in known.granting for word in reversed(before) if word.lower() not in known.placing), False)


def _is_name(word: str) -> bool:
    """Whether a word is of a name, or may stand between one and its verb."""
    return word[:1].isupper() or word.lower() in verdict_words().between_telling


def _names(words: Sequence[str]) -> frozenset[str]:
    """The names behind titles: "Dr. Lund"."""
    title = verdict_words().title
    return frozenset(following for word, following in pairwise(words) if word.lower() in title and following[:1].isupper())


def _is_quoted(words: Sequence[str], place: int, reach: int) -> bool:
    """Whether a word stands in a quotation of not more than some words."""
    quote = verdict_words().quote
    before = [at for at in range(place) if words[at] in quote]
    behind = next((at for at in range(place, min(len(words), place + reach)) if words[at] in quote), None)
    return len(before) % 2 == 1 and behind is not None and behind - before[-1] <= reach


def _is_printed(words: Sequence[str]) -> bool:
    """Whether some words speak of what is printed for anyone: "the pharmacy leaflet", "a website"."""
    return not verdict_words().paper.isdisjoint(word.lower() for word in words)
