"""The automaton finds what a search for every sequence of every phrase finds, whatever it has read before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rootnote.language.automaton import Automaton
from rootnote.language.notation import expand, parts_of

WORD = st.sampled_from(["a", "b", "c", "d"])
PLAIN = st.recursive(
    WORD,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({'|'.join(some)})"),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: f"[{'|'.join(some)}]"),
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
    ),
    max_leaves=6,
)
PHRASE = st.tuples(WORD, PLAIN).map(" ".join)  # with a word in it that is always there
RULES = st.dictionaries(st.sampled_from("xyz"), st.lists(PHRASE, min_size=1, max_size=3), min_size=1)


def automaton(rules: dict[str, list[str]]) -> Automaton:
    return Automaton(((key, map(parts_of, phrases)) for key, phrases in rules.items()), lambda word: [word])


def one_by_one(rules: dict[str, list[str]], words: list[str]) -> list[tuple[str, int, int]]:
    found = {
        (key, start, start + len(sequence))
        for key, phrases in rules.items()
        for phrase in phrases
        for sequence in expand(phrase)
        for start in range(len(words))
        if tuple(words[start : start + len(sequence)]) == sequence
    }
    return sorted(found, key=lambda match: (match[1], -match[2], match[0]))


@given(RULES, st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=12), min_size=1, max_size=4))
def test_all_places_of_all_phrases(rules: dict[str, list[str]], texts: list[list[str]]) -> None:
    built = automaton(rules)
    for words in texts:
        assert built.matches(words) == one_by_one(rules, words)


@given(st.lists(st.tuples(st.sampled_from(["()", "[]"]), st.lists(PLAIN.filter(str.isalpha) | st.just("a b"), min_size=1)), min_size=1))
def test_parts_without_brackets_inside_are_read_like_others(parts: list[tuple[str, list[str]]]) -> None:
    phrase = " ".join(["z", *(f"{pair[0]}{'|'.join(options)}{pair[1]}" for pair, options in parts)])
    nested = " ".join(["z", *(f"{pair[0]}({'|'.join(options)}){pair[1]}" for pair, options in parts)])
    assert parts_of(phrase) == parts_of(nested)


def test_a_word_of_a_rule_may_be_several_of_a_text() -> None:
    built = Automaton([("test", [parts_of("[an] x-ray [film]")])], lambda word: word.replace("-", " - ").split())
    assert built.matches(["an", "x", "-", "ray", "film"]) == [("test", 0, 5), ("test", 0, 4), ("test", 1, 5), ("test", 1, 4)]


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("(a|b", "not closed"),
        ("a) b", "no opening"),
        ("[a] [b]", "empty"),
        ("(a|b)" * 12, "4096 sequences"),
    ],
)
def test_a_wrong_phrase_is_refused(phrase: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parts_of(phrase)


def test_a_phrase_of_millions_of_sequences_is_held_in_few_parts() -> None:
    phrase = "[the|a|an|his|her|my] (left|right|both) " * 8
    built = Automaton([("many", [parts_of(phrase)])], lambda word: [word])
    words = ["the", "left", "right", "her", "both", "a", "left", "right", "both", "left", "an", "right"]
    assert built.matches(words) == [("many", 0, 12), ("many", 1, 12)]
