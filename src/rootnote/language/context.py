"""Assertion: medspaCy's ConText engine with our rules.

The engine's modifiers and graph run on each sentence that holds a target, so that time grows with what is asked, and leave nothing on the
Doc that does not serialise. The answer stands in ``span._.assertion`` and ``span._.cue`` (the rule id, "" when plainly affirmed).

Source: Chapman et al. 2007 (ConText); scope and pseudo rules of our own in ``data/rules/context``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from spacy.language import Language
from spacy.tokens import Doc, Span

from rootnote.language.boxes import boxed, unmarked
from rootnote.language.brackets import bracket_ends
from rootnote.language.columns import denied_in_columns
from rootnote.language.engine import ConTextGraph, ConTextModifier
from rootnote.language.labels import ROOT_DISEASES, SPINE_DISEASES
from rootnote.language.modifiers import CLAUSE_END, ONCE, OTHERS_WORDS, PATIENT_AGAIN, SUSPECTED, engine_rule, modifier_at, scope_end
from rootnote.language.persons import TOLD_OF, Persons
from rootnote.language.phrases import Compact, Match, Phrases, compact, outermost, without
from rootnote.language.placed import Placed, placed, rows_of
from rootnote.language.rulefile import CONTEXT_FOLDER, ContextRule, context_rules
from rootnote.language.section_assertions import asserted_by_section
from rootnote.language.sentences import note_text, sentence_bounds
from rootnote.language.shapes import ends_with_colon, is_headed_item, is_item, is_question
from rootnote.language.supposed import CONDITIONS, SUPPOSED, conditions, main_clause
from rootnote.language.talk import Talk, Told, is_of_one_complaint, is_of_somebody, talk_words
from rootnote.language.trailing import MARKS, in_place, reached
from rootnote.language.verdicts import PLAIN, VERDICTS, Verdicts
from rootnote.language.withheld import Withheld

#: Categories from the one that wins when several modify a target.
PRECEDENCE = ("family", "hypothetical", "negated", "ordered", "uncertain", "historical", "affirmed")
_OF_ANOTHER = ("family", "person.other")
#: What the rules of relatives begin with.
_FAMILY = "family."
#: What is not said of the patient in any case.
_OF_OTHERS = frozenset({"family", "hypothetical"})
#: Assertion and cue by the tokens of a target: spans on the same tokens share them, as spaCy keeps them.
_Said: TypeAlias = dict[tuple[int, int], tuple[str, str]]
#: The targets and modifiers of each sentence that has a target, by its number.
_BySentence: TypeAlias = dict[int, tuple[list[Placed], list[Match]]]
#: The rule of what is over: "Has it resolved? No."
_RESOLVED = "historical.backward"
#: The rule of a bare "none" behind a name, and how far before it, in tokens, a word stands that puts the name to another.
_BARE_NONE, _PUT_REACH = "negated.bare_none", 4
#: The rules of what is true of people, and of what a patient is told of them: only in a sentence, or rest of one, that speaks of nobody.
_RULE_OF_LIFE = "hypothetical.rule_of_life"
_COUNSEL, _PAPER = "hypothetical.counsel", "hypothetical.paper"
#: The rule of what is said of a subject named before.
_PREDICATE = "terminate.predicate"
#: The rule of another disease in the place of the one denied.
_INSTEAD = "negated.instead"
#: The rule of the subject of a clause of its own, which ends the scopes of what stands around it: "sciatica, and the root is likely L5".
_SUBJECT = "terminate.subject"
#: The rule of a deficit denied, with the word behind it that opens its cause: "without weakness due to ...", which denies no cause.
_CAUSE = "terminate.cause"
#: Both: they end clauses, and say nothing by themselves.
_CLAUSE_ENDS = frozenset({_SUBJECT, _CAUSE})
#: Rules that hide no other: of a cause that is only likely, of what is looked for, asked or thought of, of what bothers nobody.
_BESIDE = frozenset({"uncertain.likely_cause", "negated.sought", "negated.asked_whether", "negated.thought_of", "negated.not_bothered"})
#: Rules that only mark places, or say more of the denial or doubt that they hold: they hide no other rule.
_MARKS = frozenset({SUPPOSED, _INSTEAD, SUSPECTED}).union(MARKS, _BESIDE, _CLAUSE_ENDS, *CONDITIONS.values())
_CARRIED = frozenset({"uncertain", "negated", "hypothetical"})
#: What an item may say by itself where its lead line says more.
_AFFIRMED = frozenset({"affirmed"})
_OPEN_TO = {"hypothetical": _AFFIRMED | {"uncertain"}}
#: Rules that reach no item.
_UNCARRIED = frozenset({"hypothetical.were"})


def assertions(doc: Doc) -> dict[tuple[int, int], tuple[str, str]]:
    """Assertion and cue by characters (half-open) of each span that is not plainly affirmed.

    Read from where spaCy keeps extension values, in one go: asking ``span._`` for hundreds of spans takes longer than finding them.
    """
    found: dict[tuple[int, int], dict[str, str]] = {}
    for key, value in doc.user_data.items():
        if isinstance(key, tuple) and key[0] == "._." and key[1] in ("assertion", "cue") and key[2] is not None:
            found.setdefault((key[2], key[3]), {})[key[1]] = value
    return {place: (values.get("assertion", "affirmed"), values.get("cue", "")) for place, values in found.items()}


class Context:
    """The component: sets assertion and cue of the spans of one group, or of the entities."""

    def __init__(self, nlp: Language, rules: Sequence[ContextRule], group: str, plain: Sequence[str]) -> None:
        #: The rules, in file order.
        self.rules = tuple(rules)
        self._group = group
        self._plain = frozenset(plain)
        self._rules = {rule.id: engine_rule(rule) for rule in rules}
        self._backward = frozenset(key for key, rule in self._rules.items() if rule.direction == "BACKWARD")
        #: Rules that only end or hide others: alone in a sentence, they do nothing.
        self._idle = frozenset(rule.id for rule in rules if rule.category not in PRECEDENCE)
        self._phrases = Phrases(nlp.tokenizer, [(rule.id, rule.phrases) for rule in rules])
        self._talk = Talk(nlp.tokenizer)
        self._persons = Persons(nlp.tokenizer)
        self._verdicts = Verdicts(nlp.tokenizer)
        self._withheld = Withheld(nlp.tokenizer)
        for name, default in (("assertion", "affirmed"), ("cue", "")):
            if not Span.has_extension(name):
                Span.set_extension(name, default=default)

    def __call__(self, doc: Doc) -> Doc:
        rows = placed(doc.ents) if self._group == "ents" else rows_of(doc, self._group)
        targets = [row for row in rows if row.label_ not in self._plain]
        if not targets:
            return doc
        short = compact(doc)
        sentences = sentence_bounds(doc)
        starts = [start for start, _ in sentences]
        modifiers = self._modifiers(doc, short, targets, starts)
        by_sentence: _BySentence = {}
        for target in targets:
            by_sentence.setdefault(bisect_right(starts, target.start) - 1, ([], []))[0].append(target)
        for modifier in modifiers:
            place = bisect_right(starts, modifier.start) - 1
            if place in by_sentence:
                by_sentence[place][1].append(modifier)
        told = self._talk.read(doc, short, sentences)
        others = self._persons.read(doc, short, sentences, by_sentence)
        said: _Said = {}
        for place, (held, found) in by_sentence.items():
            found = [match for match in found if not (match.key.startswith(_FAMILY) and others.frees(match.start, match.end))]
            if told.agrees(place):
                found = [match for match in found if match.key not in OTHERS_WORDS]
            found = self._withheld.standing(doc, short, sentences[place], found)
            if not self._idle.issuperset(match.key for match in found):
                said |= self._said_in(doc, sentences[place], held, found, others.back(*sentences[place]))
        self._assert_items(doc, by_sentence, modifiers, sentences, starts, said)
        _assert_answers(doc, by_sentence, sentences, told, said)
        said |= boxed(doc, targets, said)
        said |= denied_in_columns(doc, targets, said)
        said |= self._verdicts.judged(doc, short, sentences, targets, said)
        _assert_talk(by_sentence, told, said)
        of_others = {(target.start, target.end) for target in targets if target.label_ in TOLD_OF and others.has(target.start)}
        said |= dict.fromkeys((one for one in of_others if said.get(one, PLAIN)[0] != _OF_ANOTHER[0]), _OF_ANOTHER)
        said |= asserted_by_section(doc, targets, said, [sentences[place] for place in by_sentence if told.is_to_patient(place)])
        for (start, end), (assertion, cue) in said.items():
            span = doc[start:end]
            span._.assertion, span._.cue = assertion, cue
        return doc

    def _modifiers(self, doc: Doc, short: Compact, targets: Sequence[Placed], starts: Sequence[int]) -> list[Match]:
        """The modifiers of a Doc in tokens of it, in order; ``starts`` are those of its sentences."""
        marked = without(doc, short, unmarked(note_text(doc)))
        matches = list(in_place(marked, self._phrases(marked), frozenset(starts), self._backward))
        if self._group == "ents":
            matches = _apart_from(targets, matches, marked.tokens)
        return [Match(match.key, marked.tokens[match.start], marked.tokens[match.end - 1] + 1) for match in self._standing(matches)]

    def _standing(self, matches: list[Match]) -> list[Match]:
        """The outermost matches, and what only a rule for some labels overlaps: for other targets that one is not there."""
        marks = [match for match in matches if match.key in _MARKS]
        matches = [match for match in matches if match.key not in _MARKS]
        standing = outermost(matches)
        general = outermost([match for match in matches if not self._rules[match.key].allowed_types])
        starts = [match.start for match in standing]  # disjoint, but for those on the very same tokens
        hidden = [
            match for match in set(general).difference(standing) if not _covers(standing[bisect_right(starts, match.start) - 1], match)
        ]
        if not (hidden or marks):
            return standing
        return sorted([*standing, *hidden, *marks], key=lambda match: (match.start, -match.end, match.key))

    def _said_in(self, doc: Doc, sentence: tuple[int, int], targets: list[Placed], matches: list[Match], back: Iterable[int]) -> _Said:
        """What the modifiers of a sentence make of its targets; ``back`` are the tokens where it speaks of the patient again."""
        start, end = sentence
        closed = bracket_ends(doc, targets, [match for match in matches if match.key not in CONDITIONS], sentence)
        reach = closed | conditions(doc, matches, end)
        somebody = any(match.key == _RULE_OF_LIFE for match in matches) and is_of_somebody(_words(doc, *sentence))
        ends = [scope_end(PATIENT_AGAIN, token) for token in back]
        ends += [scope_end(CLAUSE_END, token) for token in _clause_ends(doc, matches, sentence)]
        kept = (match for match in matches if not (_is_of_own(doc, match, end) or _is_of_more(doc, match) or match.key in _CLAUSE_ENDS))
        held = [match for match in self._of_relatives(kept) if match.key not in CONDITIONS or match in reach]
        if somebody:
            held = [match for match in held if match.key != _RULE_OF_LIFE]
        modifiers = [modifier_at(self._rules[match.key], match, (start, reach.get(match, end))) for match in held]
        graph = ConTextGraph(targets=targets, modifiers=[*modifiers, *ends])
        graph.update_scopes()
        graph.apply_modifiers()
        marks = [match for match in held if match.key in MARKS]
        found: dict[int, list[ConTextModifier]] = {}
        for target, modifier in reached(graph, marks):
            if not target.start <= modifier.modifier_span[0] < target.end:  # "lungs show no opacities", as a finding, is not denied
                found.setdefault(id(target), []).append(modifier)
        said: _Said = {}
        for target in targets:
            if id(target) in found:
                best = min(found[id(target)], key=_rank)
                said[target.start, target.end] = best.rule.metadata["category"], best.rule.metadata["id"]
        return said

    def _of_relatives(self, matches: Iterable[Match]) -> Iterator[Match]:
        """The matches of a sentence without the predicates that go on to speak of a relative: "her father had a fusion and still has"."""
        relative = False
        for match in matches:
            if match.key == _PREDICATE and relative:
                continue
            category = self._rules[match.key].metadata["category"]
            relative = category == "family" or (relative and category != "terminate")
            yield match

    def _assert_items(
        self,
        doc: Doc,
        by_sentence: _BySentence,
        modifiers: Sequence[Match],
        sentences: Sequence[tuple[int, int]],
        starts: Sequence[int],
        said: _Said,
    ) -> None:
        """Carries a modifier before a final colon over the list items that follow: "MRI to evaluate for:", "Denies:"."""
        for modifier in modifiers:
            rule = self._rules[modifier.key]
            place = bisect_right(starts, modifier.start) - 1
            carried = rule.direction == "FORWARD" and rule.metadata["category"] in _CARRIED and modifier.key not in _UNCARRIED
            if not carried or not ends_with_colon(doc, sentences[place]):
                continue
            for follower in range(place + 1, len(sentences)):
                if not is_item(doc, sentences[follower]):
                    break
                for target in by_sentence.get(follower, ((), ()))[0]:
                    open_to = said.get((target.start, target.end), PLAIN)[0] in _OPEN_TO.get(rule.metadata["category"], _AFFIRMED)
                    if open_to and (not rule.allowed_types or target.label_ in rule.allowed_types):
                        said[target.start, target.end] = rule.metadata["category"], modifier.key


def _rank(modifier: ConTextModifier) -> tuple[int, bool, bool]:
    """What of several modifiers wins: by category, then what was in doubt only once, then one for some labels only, which says more."""
    once = modifier.rule.metadata["id"] == ONCE
    category = "uncertain" if once else modifier.rule.metadata["category"]
    return PRECEDENCE.index(category), not once, modifier.rule.allowed_types is None


def _apart_from(entities: Iterable[Placed], matches: Iterable[Match], tokens: Sequence[int]) -> list[Match]:
    """The matches that run into no entity: "no change in" is no phrase where "change in vision" is the finding."""
    starts = {entity.start for entity in entities}
    return [match for match in matches if starts.isdisjoint(tokens[match.start + 1 : match.end])]


def _words(doc: Doc, start: int, end: int) -> list[str]:
    return [token.lower_ for token in doc[start:end]]


def _is_of_own(doc: Doc, match: Match, end: int) -> bool:
    """Whether what is told goes on about the patient, or in counsel about a test or level: "that the MRI shows a herniation at L4-5"."""
    if match.key not in (_COUNSEL, _PAPER):
        return False
    words = _words(doc, match.end, end)
    own = (word in talk_words().finding or word[-1:].isdigit() for word in words)
    return is_of_somebody(words) or (match.key == _COUNSEL and (any(own) or is_of_one_complaint(words)))


def _is_of_more(doc: Doc, match: Match) -> bool:
    """Whether "none" denies what another word is put to: "red flags with the sciatica none"."""
    return match.key == _BARE_NONE and not talk_words().putting.isdisjoint(_words(doc, max(0, match.start - _PUT_REACH), match.start))


def _covers(one: Match, other: Match) -> bool:
    return one.start <= other.start and other.end <= one.end


def _clause_ends(doc: Doc, matches: Sequence[Match], sentence: tuple[int, int]) -> list[int]:
    """The tokens at which a clause of a sentence ends, besides those of the words for that."""
    ends = [match.start for match in matches if match.key == _SUBJECT]
    ends += [match.end - 1 for match in matches if match.key == _CAUSE]
    comma = main_clause(doc, matches, sentence)
    return ends if comma is None else [*ends, comma]


def _assert_answers(doc: Doc, by_sentence: _BySentence, sentences: Sequence[tuple[int, int]], told: Told, said: _Said) -> None:
    """Takes what a question asks as its answer has it, when that is short: "Is there radiculopathy? I find none."."""
    for place, (held, found) in by_sentence.items():
        asks = place + 1 < len(sentences) and (
            is_question(doc, sentences[place])
            or is_headed_item(doc, sentences[place], lettered=not SPINE_DISEASES.isdisjoint(target.label_ for target in held))
        )
        about = [t for t in held if asks or (t.label_ in SPINE_DISEASES | ROOT_DISEASES and told.is_asked(place, t.start, t.end))]
        if about and place + 1 < len(sentences) and (answer := told.answer(place + 1)):
            if any(match.key == _RESOLVED for match in found):
                answer = "historical" if answer == "affirmed" else "affirmed"
            said |= {(target.start, target.end): (answer, f"answer.{answer}") for target in about}


def _assert_talk(by_sentence: _BySentence, told: Told, said: _Said) -> None:
    """Takes what is said of people in general as no word of the patient: "L4 lesions reduce the knee jerk"."""
    for place, (held, _) in by_sentence.items():
        if part := told.general_part(place, held):
            places = {(target.start, target.end) for target in held if part[0] <= target.start < part[1]}
            was = {one: said.get(one, PLAIN) for one in places}
            said |= {one: ("hypothetical", "talk.general") for one in was if was[one][0] not in _OF_OTHERS and was[one][1] not in VERDICTS}


@Language.factory(
    "rootnote_context",
    assigns=["span._.assertion", "span._.cue"],
    default_config={"rules": CONTEXT_FOLDER, "group": "targets", "plain": []},
)
def make_context(nlp: Language, name: str, rules: str, group: str, plain: list[str]) -> Context:
    """The assertion component, for the spans of a group or, with the group "ents", for the entities that someone else has set.

    ``plain`` are labels whose assertion nobody asks for, such as sides: they stay affirmed and cost no time.
    """
    return Context(nlp, tuple(context_rules(rules)), group, plain)
