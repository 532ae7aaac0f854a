"""What is said of a word of a text."""

from spacy.language import Language

from rootnote.language.context import assertions


def assertion_of(nlp: Language, text: str, words: str) -> str:
    """The assertion of what stands at the last place of some words in a text."""
    start = text.lower().rindex(words)
    said = assertions(nlp(text))
    return next((assertion for (first, last), (assertion, _) in said.items() if first <= start < last), "affirmed")
